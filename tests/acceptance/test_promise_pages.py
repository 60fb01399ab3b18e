"""X2 in the app: a promise is read before it is given, told to the customer, seen by staff, moved in time, kept."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from html import unescape
from typing import Any
from zoneinfo import ZoneInfo

import attrs
import pytest

import journeys as j
from helpdesk_core.commands import GivePromise
from shops import Shop, Visitor

WARSAW = ZoneInfo("Europe/Warsaw")
EMAIL = "promised@example.com"


class Now:
    """The desk's clock, standing."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


@attrs.frozen
class Case:
    """A request at ten on a Wednesday, its customer in the room, and staff."""

    shop: Shop
    clock: Now
    customer: Visitor
    room: str
    staff: Visitor
    desk: str

    @property
    def request(self) -> str:
        found = self.shop.desk.keyring.read_link(self.room.rpartition("/")[2])
        assert found is not None
        return found[0]

    def said(self, visitor: Visitor) -> str:
        return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", visitor.page.text)))

    def day(self, days: int) -> date:
        """So many working days later."""
        calendar = self.shop.desk.settings.calendar()
        found = calendar.add_days(calendar.day_of(self.clock.now), days)
        assert found is not None
        return found


@pytest.fixture
def case(shop: Shop) -> Case:
    today = shop.desk.clock().astimezone(WARSAW).date()
    wednesday = today + timedelta(days=(2 - today.weekday()) % 7 + 7)
    shop.desk.clock = clock = Now(datetime.combine(wednesday, datetime.min.time(), WARSAW).replace(hour=10))
    customer, staff = shop.visitor("en"), shop.visitor("en")
    room = customer.request_help(EMAIL)
    staff.sign_in()
    staff.client.get("/language/en")
    found = shop.desk.keyring.read_link(room.rpartition("/")[2])
    assert found is not None
    with shop.desk.reading() as reader:
        request = reader.load(j.ServiceRequest, found[0])
    assert request is not None
    return Case(shop, clock, customer, room, staff, f"/staff/requests/{request.reference}")


def give(case: Case, **typed: str) -> Any:
    """Type a promise, read it, give it."""
    case.staff.open(f"{case.desk}/promises")
    case.staff.send("/promises", **typed)
    assert "The customer will read" in case.said(case.staff)
    return case.staff.send("/promises", **typed)


def test_X2_a_promise_is_read_before_it_is_given_and_then_told(case: Case) -> None:
    """By a person, in the words that the customer gets: on the page and by mail; staff see what breaks next."""
    day = case.day(2)
    typed = {"kind": "time", "what": "Ready to collect", "day": day.isoformat(), "time": "17:00"}
    case.staff.open(f"{case.desk}/promises")
    case.staff.send("/promises", **typed)
    words = f"Promised by {day:%A}, {day.day} {day:%B} {day.year}, about 17:00"
    assert words in case.said(case.staff)
    assert "What we promised you" not in case.said(_opened(case.customer, case.room)), "looking promises nothing"
    give(case, **typed)
    assert words in case.said(_opened(case.customer, case.room))
    assert "Ready to collect" in case.said(case.customer)
    assert words in case.shop.mail(EMAIL, "Promised by")["text"].replace("\u00a0", " ")
    assert "promised in" in case.said(_opened(case.staff, "/staff?view=promised"))
    assert "Promised" in case.said(_opened(case.staff, "/staff"))
    case.customer.client.get("/language/pl")
    assert "Co Państwu obiecaliśmy" in case.said(_opened(case.customer, case.room))
    assert case.shop.desk.verify() == ()


def _opened(visitor: Visitor, path: str) -> Visitor:
    visitor.open(path)
    return visitor


def test_X2_a_promise_that_will_not_hold_is_moved_before_it_breaks(case: Case) -> None:
    """With a word to the customer, in one step; the old one stays as it was given."""
    give(case, kind="time", what="Ready", day=case.day(1).isoformat(), time="12:00")
    case.staff.open(f"{case.desk}/promises")
    one = re.search(r'href="(/staff/requests/[^"]+/promises/[^"]+)"', case.staff.page.text)
    assert one is not None
    case.staff.open(one.group(1))
    typed = {"day": case.day(3).isoformat(), "time": "15:00", "text": "The part is late, we are sorry."}
    case.staff.send("/move", **typed)
    assert "The customer will read" in case.said(case.staff)
    case.staff.send("/move", **typed)
    room = case.said(_opened(case.customer, case.room))
    assert "about 15:00" in room
    assert "about 12:00" not in room
    assert "The part is late, we are sorry." in room
    assert "about 15:00" in case.shop.mail(EMAIL, "cannot keep the time")["text"]
    assert "Moved in time" in case.said(_opened(case.staff, f"{case.desk}/promises"))


def test_X2_what_broke_is_said_plainly_and_cannot_be_moved_any_more(case: Case) -> None:
    """To the customer, who is sorry to read it, and to staff, first of all; kept late stays late."""
    give(case, kind="call", day=case.day(1).isoformat(), time="12:00")
    case.clock.now += timedelta(days=1, hours=1, minutes=59)
    assert "We did not keep this" not in case.said(_opened(case.customer, case.room))
    case.staff.sign_in()
    case.clock.now += timedelta(minutes=2)
    room = case.said(_opened(case.customer, case.room))
    assert "We promised to call you by" in room
    assert "We did not keep this" in room
    assert "promise broken" in case.said(_opened(case.staff, "/staff?view=promised"))
    case.staff.open(case.desk)
    case.staff.send("/keep")
    assert "Kept, but late" in case.said(_opened(case.staff, f"{case.desk}/promises"))
    assert "What we promised you" not in case.said(_opened(case.customer, case.room))


def test_X2_in_a_closed_week_the_next_opening_is_named_and_nothing_typed_is_lost(case: Case) -> None:
    """A Saturday in a shop that works from Monday to Friday; every other error stands at its field too."""
    saturday = case.clock.now.date() + timedelta(days=3)
    case.staff.open(f"{case.desk}/promises")
    case.staff.send("/promises", kind="time", what="Ready", day=saturday.isoformat(), text="We do our best.")
    monday = saturday + timedelta(days=2)
    assert case.staff.page.status_code == 422
    said = case.said(case.staff)
    assert f"The shop is closed then. It opens next on Monday, {monday.day} {monday:%B} {monday.year}, 09:00." in said
    assert 'value="Ready"' in case.staff.page.text
    assert "We do our best." in said
    case.staff.send("/promises", kind="price", what="")
    assert "Please say the highest price." in case.said(case.staff)


def test_X2_an_estimate_is_called_one(case: Case) -> None:
    """A person sets and corrects it beside the request; the customer reads that it is no promise."""
    day = case.day(4)
    case.staff.open(case.desk)
    case.staff.send("/estimate", estimate=day.isoformat())
    room = case.said(_opened(case.customer, case.room))
    assert f"We expect it to be done on {day.day} {day:%B} {day.year}. This is an estimate and no promise" in room
    assert "What we promised you" not in room


def test_X2_staff_without_the_right_promise_nothing(case: Case) -> None:
    """The page is not theirs, and the desk asks again."""
    assert case.shop.visitor().open(f"{case.desk}/promises").status_code in (401, 303, 200)
    refused = j.attempt(
        case.shop.desk,
        GivePromise,
        attrs.evolve(j.ANNA, rights=frozenset({"requests.view"})),
        request=case.request,
        kind="call",
        day=case.day(1).isoformat(),
    )
    assert getattr(refused, "code", "").endswith("not_allowed")


@pytest.mark.full
def test_X2_requests_without_a_word_for_days_have_a_view(case: Case) -> None:
    """Three working days of silence by default."""
    assert case.desk not in _opened(case.staff, "/staff?view=stuck").page.text
    case.clock.now += timedelta(days=6)
    case.staff.sign_in()
    assert case.desk in _opened(case.staff, "/staff?view=stuck").page.text


def test_X2_a_reply_gives_a_promise_in_the_same_act_and_moves_it(case: Case) -> None:
    """One form and one command: message, status and promise stand or fall together, and the customer gets one mail."""
    day, later = case.day(2), case.day(4)
    case.staff.open(case.desk)
    typed = {"text": "It is on the bench.", "status": "in_progress", "what": "Ready to collect", "day": day.isoformat()}
    case.staff.send("/reply", **typed, time="17:00")
    room = case.said(_opened(case.customer, case.room))
    assert f"Promised by {day:%A}, {day.day} {day:%B} {day.year}, about 17:00" in room
    assert "It is on the bench." in room
    assert "about 17:00" in case.shop.mail(EMAIL, "Promised by")["text"]
    sent = [mail["text"] for mail in case.shop.outbox.sent(500) if mail["recipient"] == EMAIL]
    assert not any("a new message for you" in text for text in sent), "the promise's mail covers the reply's"
    case.staff.open(case.desk)
    which = re.search(r'<option value="([^"]+)">Another time in place of', case.staff.page.text)
    assert which is not None
    moved = {"promise": which.group(1), "day": later.isoformat(), "text": "The part is late, we are sorry."}
    case.staff.send("/reply", **moved)
    room = case.said(_opened(case.customer, case.room))
    assert f"{later.day} {later:%B}" in room
    assert "about 17:00" not in room
    assert "The part is late, we are sorry." in room
    assert case.shop.desk.verify() == ()


def test_X2_a_reply_whose_promise_cannot_be_given_is_not_sent_and_loses_nothing(case: Case) -> None:
    """On a Saturday the shop is closed: the day says so in the composer, and so does a look at the reply first."""
    saturday = case.clock.now.date() + timedelta(days=3)
    typed = {"text": "It is on the bench.", "what": "Ready to collect", "day": saturday.isoformat()}
    case.staff.open(case.desk)
    case.staff.send("/reply", **typed)
    _lost_nothing(case, case.staff.page.text)
    csrf = re.search(r'name="csrf" value="([^"]+)"', case.staff.page.text)
    assert csrf is not None
    looked = case.staff.client.post(f"{case.desk}/preview", data={"csrf": csrf.group(1), **typed})
    _lost_nothing(case, looked.text)
    assert "It is on the bench." not in case.said(_opened(case.customer, case.room))


def _lost_nothing(case: Case, page: str) -> None:
    assert "The shop is closed then." in unescape(page)
    assert 'value="Ready to collect"' in page
    assert "It is on the bench." in page
