"""The customers' way in the app: seven steps, each of which leads somewhere safe, and the one where somebody stands."""

from __future__ import annotations

import re

import pytest

import journeys as j
from helpdesk_core.base.text import Published
from helpdesk_core.commands import ChangeSettings, ReplyToCustomer
from helpdesk_core.settings import REPAIR_JOURNEY
from helpdesk_core.settings.values import to_plain
from shops import Shop, Visitor


def steps_of(visitor: Visitor) -> list[str]:
    """The steps of the page that is open, each as its HTML."""
    page = visitor.open("/journey")
    assert page.status_code == 200
    return re.findall(r'<li class="card.*?</li>', page.text, re.S)


def link_of(step: str) -> str:
    found = re.search(r'class="button[^"]*" href="([^"]+)"', step)
    assert found is not None
    return found.group(1)


def change_step(shop: Shop, **changed: object) -> None:
    """An admin changes the fourth step."""
    steps = [to_plain(step) for step in REPAIR_JOURNEY]
    steps[3] |= changed
    j.do(shop.desk, ChangeSettings, j.BOSS, values=[{"key": "journey", "value": Published.of(steps), "seen": 0}])
    shop.desk.refresh_settings()


@pytest.mark.parametrize("language", ["en", "pl"])
def test_J1_the_way_is_seven_numbered_steps_with_one_link_each(shop: Shop, language: str) -> None:
    """Number, what one may rely on, title, purpose, one action; every link answers."""
    visitor = shop.visitor(language)
    steps = steps_of(visitor)
    assert len(steps) == 7
    t = shop.desk.translator(language)
    for number, (step, html) in enumerate(zip(REPAIR_JOURNEY, steps, strict=True), 1):
        for code in (f"journey.{step.id}.name", f"journey.{step.id}.title", f"journey.readiness.{step.readiness}"):
            assert t(code) in html, code
        assert t("journey.number", number=number) in html
        assert html.count("<a ") == 1
        assert visitor.client.get(link_of(html)).status_code == 200


@pytest.mark.parametrize(
    "changed",
    [
        {"link": "no_such_page"},
        {"link": "https://elsewhere.example/"},
        {"link": "staff_request"},
        {"link": ""},
        {"ready": False},
    ],
    ids=lambda changed: str(changed),
)
def test_J2_a_step_that_is_not_ready_says_so_and_leads_to_its_fallback(shop: Shop, changed: dict[str, object]) -> None:
    """A page that is not there, another site, a page that needs more than its name, nothing, or switched off."""
    change_step(shop, **changed, fallback="track_link")
    step = steps_of(shop.visitor())[3]
    assert "This step is being checked." in step
    assert link_of(step) == "/track/link"


def test_J2_a_fallback_that_leads_nowhere_is_the_start_page(shop: Shop) -> None:
    """A broken link never reaches a customer."""
    change_step(shop, link="no_such_page", fallback="neither_this")
    assert link_of(steps_of(shop.visitor())[3]) == "/"
    assert "no_such_page" not in shop.visitor().open("/journey").text


def test_J2_customers_stand_where_their_request_stands(shop: Shop) -> None:
    """Nobody knows them, a form left half-way, a request under way, an answer asked for."""
    visitor = shop.visitor()
    here = re.compile(r'aria-current="step"')

    def place() -> int:
        (found,) = [number for number, step in enumerate(steps_of(visitor), 1) if here.search(step)]
        return found

    assert place() == 1
    visitor.open("/quick-help")
    visitor.send("/quick-help", problem="It hums.", device="Radio", urgency="soon")
    assert place() == 2
    assert "Go on where you left off" in visitor.page.text
    room = visitor.request_help("stands@example.com")
    assert place() == 4
    assert link_of(steps_of(visitor)[3]).endswith(room)
    found = shop.desk.keyring.read_link(room.rpartition("/")[2])
    assert found is not None
    j.do(shop.desk, ReplyToCustomer, j.ANNA, request=found[0], text="Which one?", status="waiting_for_customer")
    assert place() == 5
