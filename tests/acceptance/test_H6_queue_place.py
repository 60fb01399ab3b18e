"""H6: who waits reads their place in the order that staff see, why it went back, and how long it usually takes."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import attrs
import pytest
from test_page_statements import counted

import journeys as j
from helpdesk_core import Customer, Guest, Helpdesk, Location
from helpdesk_core.commands import ChangeSettings, Overview, ReplyToCustomer, SubmitRequest
from helpdesk_core.queue_place.views import FEWEST_ANSWERS, UsualTime, usual
from helpdesk_core.testing import make_desk
from helpdesk_core.testing.doubles import POLISH_SHOP
from helpdesk_core.views import QueuePlace, ServiceRequest, view_queue, view_queue_place, view_room, view_usual_time
from shops import Shop, read

OWNER = Customer(id="7")
OFFICE = attrs.evolve(
    POLISH_SHOP,
    working_hours=dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "friday"), ("9:00-17:00",)),
    locations=tuple(Location(id=id, labels={"en": id, "pl": id}) for id in ("here", "there")),
)


def said(desk: Helpdesk, **fields: str) -> str:
    """A customer's new request, a minute after the one before; its id."""
    desk.clock.move(minutes=1)  # type: ignore[attr-defined]
    words = {"problem": "It hums.", "device": "Radio", "surname": "Nowak", "contact": "nowak@example.com"}
    return str(j.do(desk, SubmitRequest, OWNER, **{**words, **fields}).request)


def place(desk: Helpdesk, request: str) -> int | None:
    found = desk.show(view_queue_place, OWNER, request)
    return None if found is None else found.place


def test_H6_the_place_is_the_one_that_staff_see() -> None:
    """Among those that wait at the same location: by priority, then who waits longest."""
    desk = make_desk(settings=OFFICE)
    slow = said(desk, urgency="no_hurry", location="here")
    first, second = said(desk, location="here"), said(desk, location="here")
    elsewhere = said(desk, location="there")
    urgent = said(desk, urgency="cannot_wait", location="here")
    seen = desk.show(view_queue, j.ANNA, overview=Overview.FOR_US, location="here").rows
    assert [row.id for row in seen] == [urgent, first, second, slow]
    assert [place(desk, row.id) for row in seen] == [1, 2, 3, 4]
    assert place(desk, elsewhere) == 1
    j.do(desk, ReplyToCustomer, j.ANNA, request=first, text="Which one?", status="waiting_for_customer")
    assert (place(desk, first), place(desk, second)) == (None, 2)


def test_H6_a_place_that_went_back_is_explained() -> None:
    """By how many came in later and stand before it."""
    desk = make_desk(settings=OFFICE)
    mine = said(desk)
    assert desk.show(view_room, OWNER, mine).part(QueuePlace).overtook == 0
    said(desk, problem="Urgent, the server is on fire.")
    said(desk)
    found = desk.show(view_room, OWNER, mine).part(QueuePlace)
    assert (found.place, found.overtook) == (2, 1)


def test_H6_nothing_is_said_of_time_with_too_few_answers() -> None:
    """Then the middle half of what answers took, in working time: a night counts for nothing."""
    desk = make_desk(settings=OFFICE)
    days = [day for day in range(2, 28) if datetime(2026, 11, day, tzinfo=UTC).weekday() < 5]
    for number, day in enumerate(days[:FEWEST_ANSWERS]):
        assert desk.show(view_usual_time, Guest()) is None
        desk.clock.now = datetime(2026, 11, day, 9, 0, tzinfo=UTC)
        request = said(desk)
        desk.clock.move(hours=1 + number % 4)
        j.do(desk, ReplyToCustomer, j.ANNA, request=request, text="We look at it.")
    assert desk.show(view_usual_time, Guest()) == UsualTime(shortest=60, longest=240)
    j.do(desk, ChangeSettings, j.BOSS, values=({"key": "queue_place", "value": "false", "seen": 0},))
    desk.refresh_settings()
    assert desk.show(view_usual_time, Guest()) is None
    desk.clock.now = datetime(2026, 11, 19, 15, 29, tzinfo=UTC)  # half an hour before it closes
    late = said(desk)
    desk.clock.now = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)  # half an hour after it opened
    j.do(desk, ReplyToCustomer, j.ANNA, request=late, text="We look at it.")
    with desk.reading() as reader:
        found = reader.load(ServiceRequest, late)
    assert found is not None
    assert found.answered_minutes == 60


@pytest.mark.parametrize(
    ("minutes", "span"), [([10, 20, 30, 40], (15, 45)), ([61, 130, 250, 290], (1, 5)), ([5], (15, 30))]
)
def test_H6_it_is_said_roundly_and_outwards(minutes: list[int], span: tuple[int, int]) -> None:
    """In quarters of an hour, or in hours."""
    assert usual(minutes).span == span


@pytest.mark.parametrize("language", ["en", "pl"])
def test_H6_it_stands_in_the_room_and_costs_one_statement(shop: Shop, language: str) -> None:
    """For who waits; answered, nothing of it is there."""
    t, visitor = shop.desk.translator(language), shop.visitor(language)
    room = visitor.request_help("place@example.com")
    assert read(t("queue_place.title")) in visitor.open(room).text
    with counted(shop) as waiting:
        visitor.open(room)
    found = shop.desk.keyring.read_link(room.rpartition("/")[2])
    assert found is not None
    j.do(shop.desk, ReplyToCustomer, j.ANNA, request=found[0], text="We look at it.")
    visitor.open(room)
    with counted(shop) as answered:
        visitor.open(room)
    assert len(waiting) == len(answered) + 1
    assert read(t("queue_place.title")) not in visitor.page.text


def test_H6_an_open_room_hears_that_its_place_changed(shop: Shop) -> None:
    """By its own stamp, though nothing about the request itself did; by nothing that leaves the place as it is."""
    urgent = {"problem": "Urgent: the server is on fire.", "device": "Server", "surname": "Nowak"}
    visitor = shop.visitor("en")
    room = visitor.request_help("live-place@example.com")
    seen = re.search(r'data-seen="([^"]+)"', visitor.open(room).text)
    assert seen is not None
    stamp = visitor.open(f"{room}/live").json()["stamp"]
    assert stamp == seen[1]
    j.do(shop.desk, SubmitRequest, Customer(id="9"), contact="later@example.com", **(urgent | {"problem": "It hums."}))
    assert visitor.open(f"{room}/live").json()["stamp"] == stamp
    j.do(shop.desk, SubmitRequest, Customer(id="9"), contact="first@example.com", **urgent)
    assert visitor.open(f"{room}/live").json()["stamp"] != stamp


@pytest.mark.browser
def test_H6_the_place_changes_without_reloading(live: Shop, browser: Any) -> None:
    """Where it stands, with what the customer was typing untouched, and nothing else on the page is said to be new."""
    visitor = live.visitor("en")
    room = visitor.request_help("in-view@example.com")
    context = browser.new_context(locale="en", base_url=live.base_url)
    context.add_cookies(
        [{"name": one.name, "value": one.value, "url": live.base_url} for one in visitor.client.cookies.jar]
    )
    page = context.new_page()
    page.goto(room)
    before = page.text_content("[data-fresh=place]")
    page.evaluate("window.stays = true")
    page.fill("textarea", "I wonder whether")
    urgent = {"problem": "Urgent: the server is on fire.", "device": "Server", "surname": "Nowak"}
    j.do(live.desk, SubmitRequest, Customer(id="9"), contact="front@example.com", **urgent)
    page.wait_for_function(
        "was => document.querySelector('[data-fresh=place]').textContent !== was", arg=before, timeout=10_000
    )
    assert "came in later" in page.text_content("[data-fresh=place]")
    assert page.evaluate("window.stays")
    assert page.input_value("textarea") == "I wonder whether"
    assert page.is_hidden(".toast")
    context.close()
