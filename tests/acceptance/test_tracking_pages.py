"""Guest tracking, by surname (P1) and by serial number (F1), in the app and in both languages."""

from __future__ import annotations

import re
from typing import Any

import pytest

import journeys as j
from helpdesk_core.commands import AssignRequest, DescribeDevice, GiveDetails, MoveRequest, RemoveRequestDevice
from helpdesk_core.views import view_request, view_request_devices
from shops import Shop, Visitor, read

LANGUAGES = ["en", "pl"]
SERIAL = "F2LX-90I1-QW"
FACTS = ("tracked.status", "tracked.device", "tracked.agent", "tracked.location")


def _sent(shop: Shop, **fields: str) -> str:
    """A request from Quick Help; its reference."""
    visitor = shop.visitor("en")
    visitor.open("/quick-help")
    visitor.send("/quick-help", problem="It does not start.", device="Anna's phone", urgency="soon")
    visitor.send("/quick-help/contact", surname="Świętosławska", contact="tracked@example.com", **fields)
    found = re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}", visitor.page.text)
    assert found is not None
    return found.group()


def _track(visitor: Visitor, reference: str, **typed: str) -> Any:
    visitor.open("/track")
    return visitor.send("/track", reference=reference, **typed)


def _plain(page: Any, *own: str) -> str:
    text: str = re.sub(r'value="[^"]*"', "", page.text)
    for one in own:
        text = text.replace(one, "")
    return text


@pytest.mark.parametrize("language", LANGUAGES)
def test_F1_a_guest_tracks_by_ticket_and_serial_number(shop: Shop, language: str) -> None:
    """Copied from the case with O for 0 and I for 1, without dashes; the page is the one that the surname gives."""
    reference = _sent(shop, serial=SERIAL)
    visitor = shop.visitor(language)
    by_serial = _plain(_track(visitor, reference, serial="s/n f2lx 9o1l qw"))
    assert by_serial == _plain(_track(visitor, reference, surname="swietoslawska"))
    translate = shop.desk.translator(language)
    for fact in FACTS:
        assert read(translate(fact)) in by_serial
    for private in (SERIAL, "Świętosławska", "tracked@example.com", "does not start", "Anna"):
        assert private not in by_serial


def test_F1_one_form_takes_either_and_asks_for_one_of_the_two(shop: Shop) -> None:
    """Neither is no try; both are one, and either may fit."""
    reference = _sent(shop, serial=SERIAL)
    visitor = shop.visitor("en")
    empty = _track(visitor, reference)
    assert empty.status_code == 422
    assert "One of the two is enough" in empty.text
    assert reference in empty.text, "nothing that was typed is lost"
    assert "One of the two is enough" in _track(visitor, "").text, "every error at once"
    assert _track(visitor, reference, surname="Nobody", serial=SERIAL).status_code == 200


def test_F1_every_miss_gets_one_answer(shop: Shop) -> None:
    """An unknown ticket, a wrong number, a request without a number, and words that say that there is none."""
    known, bare = _sent(shop, serial="brak"), shop.tracking[0]
    answers = set()
    for given, typed in ((known, SERIAL), (known, "brak"), (bare, SERIAL), ("0000-0000", SERIAL), (known, "n/a")):
        page = _track(shop.visitor("en"), given, serial=typed)
        answers.add((page.status_code, _plain(page, given)))
    assert len(answers) == 1
    assert answers.pop()[0] == 404


def test_F1_two_customers_with_one_surname_and_one_address_are_told_apart(shop: Shop) -> None:
    """A family's mailbox: what opens one request is its own reference or number, and never the other's."""
    first, second = _sent(shop, serial=SERIAL), _sent(shop, serial="X2FT018834")
    assert first != second
    for own, serial in ((first, SERIAL), (second, "X2FT018834")):
        page = _track(shop.visitor("en"), own, surname="Świętosławska")
        assert page.status_code == 200
        assert not {first, second} - {own} & set(re.findall(r"[0-9A-Z]{4}-[0-9A-Z]{4}", page.text))
        assert _track(shop.visitor("en"), own, serial=serial).status_code == 200
    assert _track(shop.visitor("en"), first, serial="X2FT018834").status_code == 404


def test_F1_the_serial_number_of_any_of_its_devices_opens_it(shop: Shop) -> None:
    """With O for 0 as with the first one; not that of a device that was taken off, nor of another request's."""
    more = ({"device": "iPad", "serial": "DMPX-1O34"}, {"device": "Pixel", "serial": "PXL98765"})
    made, _ = j.in_phase(shop.desk, "in_review", contact="more@example.com", serial=SERIAL, devices=more)
    for serial in (SERIAL, "s/n dmpx 1034", "PXL-98765"):
        page = _track(shop.visitor("en"), made.reference, serial=serial)
        assert page.status_code == 200
        assert "DMPX" not in page.text
    devices: Any = shop.desk.view(view_request_devices, j.ANNA, made.request)
    j.do(shop.desk, RemoveRequestDevice, j.ANNA, request=made.request, device=devices.rows[1].device.id)
    other, answers = _sent(shop, serial="X2FT018834"), set()
    for reference, serial in (
        (made.reference, "DMPX1034"),
        (made.reference, "X2FT018834"),
        (other, "PXL98765"),
        ("0000-0000", "PXL98765"),
    ):
        page = _track(shop.visitor("en"), reference, serial=serial)
        answers.add((page.status_code, _plain(page, reference)))
    assert [code for code, _ in answers] == [404]


def test_F1_tries_by_serial_and_surname_count_together(shop: Shop) -> None:
    """Who may not guess five names may not guess five numbers beside them; then the link is offered."""
    reference = _sent(shop, serial=SERIAL)
    for n in range(5):
        _track(shop.visitor("en"), reference, **({"serial": f"WRONG-{n}77"} if n % 2 else {"surname": "Nobody"}))
    assert "Let us send the link" in _track(shop.visitor("en"), reference, serial=SERIAL).text


@pytest.mark.parametrize("language", LANGUAGES)
def test_P1_four_facts_are_shown_and_nothing_else(shop: Shop, language: str) -> None:
    """Status, the device as staff described it, who works on it, and where."""
    reference = _sent(shop)
    found: Any = shop.desk.view(view_request, j.BOSS, reference.replace("-", ""))
    id = found.request.id
    place = next(one for one in shop.desk.settings.locations if one.public and not one.retired)
    j.do(shop.desk, GiveDetails, j.BOSS, request=id, serial=SERIAL)
    j.do(shop.desk, DescribeDevice, j.BOSS, request=id, device="iPhone 13, blue")
    j.do(shop.desk, AssignRequest, j.BOSS, request=id, assignee="anna", name="Anna Nowak")
    j.do(shop.desk, MoveRequest, j.BOSS, request=id, location=place.id)
    page = _track(shop.visitor(language), reference, surname="Świętosławska").text
    facts = re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", page.partition("</dl>")[0], re.S)
    translate = shop.desk.translator(language)
    assert [read(name) for name, _ in facts] == [read(translate(code)) for code in FACTS]
    said = [re.sub(r"<[^>]+>", "", value).strip() for _, value in facts]
    assert (said[1], said[2]) == ("iPhone 13, blue", "Anna Nowak")
    assert said[3].startswith(read(shop.desk.settings.label(place.labels, language)))
    for private in (SERIAL, "Świętosławska", "tracked@example.com", "does not start"):
        assert private not in page
