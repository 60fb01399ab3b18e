"""F4: the shop's checklists, written in the settings, worked on each device, told before an outcome is published."""

from __future__ import annotations

import re
from typing import Any

import pytest

import journeys as j
from capabilities.checklists import LISTS
from helpdesk_core.commands import AddRequestDevice, PrepareOutcome
from helpdesk_core.settings import Moment
from shops import Shop, Visitor, read

LANGUAGES = ["en", "pl"]


def _in_settings(shop: Shop) -> None:
    """An admin writes both lists on the page of settings."""
    admin = shop.visitor("en")
    admin.sign_in()
    admin.open("/staff/settings/checklists")
    cells: dict[str, str] = {}
    for place, one in enumerate(LISTS):
        named = {"id": one.id, "moment": one.moment.value, "devices": "\n".join(one.devices)}
        for language in LANGUAGES:
            named |= {f"labels_{language}": one.labels[language], f"items_{language}": one.items[language]}
        cells |= {f"checklists-{place}-{name}": text for name, text in named.items()}
    admin.send("/staff/settings/checklists", forged=cells)
    assert admin.page.status_code == 200
    shop.desk.refresh_settings()


def _lists(staff: Visitor, desk: str) -> list[str]:
    """The pages of the checklists, in the order in which the request shows them."""
    found = re.findall(rf'href="({re.escape(desk)}/checklists/[^"]+)"', staff.open(desk).text)
    return list(dict.fromkeys(found))


@pytest.mark.parametrize("language", LANGUAGES)
def test_F4_checklists_are_worked_on_each_device_and_told_before_it_is_decided(shop: Shop, language: str) -> None:
    """Open and failing items stand above the outcome and the hand-over; nothing is refused, and a person decides."""
    _in_settings(shop)
    assert [one for one in shop.desk.settings.checklists if one.id in ("every", "tablet")] == list(LISTS)
    t = shop.desk.translator(language)

    def says(code: str, **params: Any) -> str:
        return read(t(code, **params))

    made, _ = j.in_phase(shop.desk, "in_progress", j.Customer(id="7"), device="Radio", contact="list@example.com")
    j.do(shop.desk, AddRequestDevice, j.ANNA, request=made.request, description="iPad Air")
    customer, staff = shop.visitor(language), shop.visitor(language)
    customer.client.cookies.set("test_customer", "7")
    staff.sign_in()
    staff.client.get(f"/language/{language}")
    desk = f"/staff/requests/{made.reference.replace('-', '')}"
    radio, ipad, last = _lists(staff, desk)
    assert says("staff.checklist.open", count=2) in read(staff.page.text)

    assert staff.open(f"{desk}/checklists").status_code == 404, "there is nothing to print yet"
    staff.open(radio)
    assert read(LISTS[0].items[language].splitlines()[0]) in read(staff.page.text)
    sent = {"answers-0-outcome": "done", "answers-1-outcome": "fails", "answers-1-note": ""}
    staff.send(radio, **sent)
    assert says("refusal.checklist_note") in read(staff.page.text)
    assert re.search(r'<input checked [^>]*value="fails"', staff.page.text), "what was chosen stands there still"
    staff.send(radio, **(sent | {"answers-1-note": "Cracked, PIN 482196"}))
    assert "482196" not in staff.page.text
    staff.open(radio)
    assert "Cracked" in staff.page.text
    assert "Anna" in read(staff.page.text)
    staff.open(ipad)
    staff.send(ipad, **{"answers-0-outcome": "not_applicable", "answers-0-note": "None came along"})

    assert f'href="{desk}/checklists"' in staff.open(desk).text
    paper = read(staff.open(f"{desk}/checklists").text)
    first, second = LISTS[0].items[language].splitlines()
    for line in (first, second, "Cracked", "Anna", "None came along", "iPad Air", says("check.outcome.fails")):
        assert read(line) in paper
    assert says("staff.checklist.paper.open") in paper
    assert read(LISTS[1].items[language].splitlines()[0]) not in paper, "nobody looked at that list"

    words = {"request": made.request, "result": "solved", "text": "It works again."}
    draft = j.do(shop.desk, PrepareOutcome, j.ANNA, **words).outcome
    fails = says("staff.checklist.failing", words=LISTS[0].items[language].splitlines()[1])
    review = staff.open(f"{desk}/outcome/{draft}")
    assert says("staff.checklist.unfinished") in read(review.text)
    assert fails in read(review.text)
    assert last in review.text
    staff.send(f"/outcome/{draft}", read="y")
    assert j.stored(shop.desk, made).phase.value == "outcome_recorded", "a person decides, whatever is open"
    assert says("staff.checklist.unfinished") in read(staff.open(desk).text)
    assert fails in read(staff.open(f"{desk}/hand-over").text), "before anybody has it back"
    assert says("action.checklist_worked") in read(staff.open(desk).text)

    room = read(customer.open(f"/r/{j.link(shop.desk, made)}").text)
    assert "Cracked" not in room
    assert all(read(line) not in room for one in LISTS for line in one.items[language].splitlines())


def test_F4_a_list_that_cannot_be_worked_is_said_beside_its_cell(shop: Shop) -> None:
    """With as many items in each language; what was typed stands there still."""
    admin = shop.visitor("en")
    admin.sign_in()
    admin.client.get("/language/en")
    admin.open("/staff/settings/checklists")
    cells = {"id": "bench", "moment": Moment.BENCH.value, "labels_en": "Bench", "labels_pl": "Warsztat"}
    cells |= {"items_en": "One\nTwo", "items_pl": "Jeden"}
    admin.send("/staff/settings/checklists", forged={f"checklists-0-{name}": text for name, text in cells.items()})
    assert admin.page.status_code == 422
    assert read(shop.desk.translator("en")("settings.error.checklist_lines")) in read(admin.page.text)
    assert "One\nTwo" in admin.page.text
