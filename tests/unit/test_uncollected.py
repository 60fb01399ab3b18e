"""A device that is ready and was not collected: staff read it in the queue, the customer is reminded twice at most, on
days and with terms of the shop's, and nothing else happens by itself."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import attrs
import pytest

import journeys as j
from capabilities.scene import SHOP
from capabilities.uncollected import with_terms
from helpdesk_core.adapters.memory import MemoryStore
from helpdesk_core.base.contacts import Contact
from helpdesk_core.commands import (
    AddRequestDevice,
    CancelRequest,
    ChangeStatus,
    ChooseShipping,
    EraseRequest,
    Overview,
    PauseCollectReminders,
    RecordHandOver,
    RemindToCollect,
    ReplyToCustomer,
    ReplyToShop,
    ResumeCollectReminders,
)
from helpdesk_core.ports import Account
from helpdesk_core.settings import Location
from helpdesk_core.testing import make_desk
from helpdesk_core.uncollected.rules import terms_in
from helpdesk_core.views import (
    RoomCard,
    view_queue,
    view_queue_counts,
    view_request_hand_overs,
    view_request_uncollected,
    view_room,
    view_uncollected,
)

RESELLER = j.Customer(id="r-1")
SETTINGS = with_terms(
    SHOP,
    address="ul. Prosta 1, Warszawa",
    locations=(
        Location(id="here", labels={"en": "Centre", "pl": "Centrum"}, opening_hours={"en": "9 to 5", "pl": "9-17"}),
    ),
)


class Resellers:
    """A directory with one account, which resells."""

    def get(self, id: str) -> Account | None:
        contacts = (Contact.parse("sends@example.com"),)
        return Account(id=id, surname="Phones", contacts=contacts, resells=True) if id == RESELLER.id else None

    def by_contact(self, contact: Contact) -> list[Account]:
        return []

    def orders(self, id: str) -> list[Any]:
        return []

    def guest_orders(self, contact: Contact) -> list[Any]:
        return []


def desk_of(settings: Any = SETTINGS) -> Any:
    return make_desk(settings=settings)


@pytest.fixture
def desk() -> Any:
    return desk_of()


def _sent(desk: Any) -> list[str]:
    """What reminders said, in the order in which they went out."""
    while desk.deliver(100).done:
        pass
    return [mail.text for mail in desk.notifier.sent if "be collected. Please bring" in mail.text]


def _waiting(desk: Any) -> list[str]:
    return [row.id for row in desk.show(view_queue, j.ANNA, overview=Overview.NOT_COLLECTED).rows]


def _seen(desk: Any, made: Any) -> Any:
    return desk.show(view_request_uncollected, j.ANNA, made.request)


def _ready(desk: Any, **more: Any) -> Any:
    return j.in_phase(desk, "ready", location="here", **more)


def test_the_customer_is_reminded_twice_with_the_terms_and_where(desk: Any) -> None:
    """In their language; staff read what was sent, the customer what was said. The second is the last."""
    made, guest = _ready(desk)
    assert _waiting(desk) == [made.request]
    assert desk.show(view_queue_counts, j.ANNA).overviews[Overview.NOT_COLLECTED] == 1
    desk.clock.move(days=6)
    assert _sent(desk) == []
    assert desk.show(view_uncollected, guest, made.request) is None
    desk.clock.move(days=1)
    (first,) = _sent(desk)
    assert "PLN 2.00 for each day (our terms, 1.03.2026)" in first
    assert "Where: Centre, ul. Prosta 1, Warszawa" in first
    assert "Open: 9 to 5" in first
    desk.clock.move(days=13)
    assert len(_sent(desk)) == 1
    desk.clock.move(days=1)
    assert len(_sent(desk)) == 2
    seen = _seen(desk, made)
    assert (seen.days, seen.first_at is None, seen.second_at is None, seen.storage_began) == (21, False, False, False)
    assert desk.show(view_uncollected, guest, made.request).terms == "PLN 2.00 for each day"
    desk.clock.move(days=30)
    assert len(_sent(desk)) == 2
    assert _seen(desk, made).storage_began
    assert j.stored(desk, made).phase.value == "ready"
    assert desk.verify() == ()


def test_days_of_waiting_are_the_shops(desk: Any) -> None:
    """Ready half past midnight in Warsaw, where in UTC it is the day before."""
    desk.clock.now = datetime(2026, 11, 30, 23, 30, tzinfo=UTC)
    _ready(desk)
    desk.clock.move(days=7)
    (mail,) = (text.replace("\xa0", " ") for text in _sent(desk))
    assert "It has been ready since 1 December 2026." in mail
    starts = date(2026, 12, 1) + timedelta(days=SETTINGS.storage_days)
    assert f"Storage from {starts.day} {starts:%B %Y}" in mail


def test_what_was_sent_keeps_the_terms_of_its_day() -> None:
    """The shop's terms are others by now: the room says what the customer was told."""
    store = MemoryStore()
    desk = make_desk(store, settings=SETTINGS)
    made, guest = _ready(desk)
    desk.clock.move(days=7)
    _sent(desk)
    desk = make_desk(store, settings=attrs.evolve(SETTINGS, storage_terms={"en": "PLN 9", "pl": "9 zł"}))
    assert desk.show(view_uncollected, guest, made.request).terms == "PLN 2.00 for each day"


@pytest.mark.parametrize(
    ("terms", "said"),
    [
        ({"en": "PLN 2.00", "pl": "2,00 zł"}, ("PLN 2.00", "en")),
        ({"pl": "2,00 zł"}, ("2,00 zł", "pl")),
        ({"en": "", "pl": "2,00 zł"}, ("2,00 zł", "pl")),
        ({"de": "2,00 PLN"}, ("2,00 PLN", "de")),
    ],
)
def test_terms_are_sent_in_the_customers_language_else_it_is_known_in_which(
    terms: dict[str, str], said: tuple[str, str]
) -> None:
    """Settings given in code may have fewer languages than the shop."""
    for languages in (("en", "pl"), ("pl", "en")):
        settings = attrs.evolve(SETTINGS, languages=languages, storage_terms=terms)
        assert terms_in("en", settings) == said


def test_the_language_of_what_was_sent_is_kept_with_its_words_and_version() -> None:
    """What the shop's settings become later changes nothing of it."""
    store = MemoryStore()
    desk = make_desk(store, settings=SETTINGS)
    made, guest = _ready(desk)
    desk.clock.move(days=7)
    _sent(desk)
    desk = make_desk(store, settings=attrs.evolve(SETTINGS, storage_terms={"en": "PLN 9", "pl": "9 zł"}))
    found = desk.show(view_uncollected, guest, made.request)
    assert (found.terms, found.terms_version, found.terms_language) == ("PLN 2.00 for each day", "1.03.2026", "en")


@pytest.mark.parametrize("why", ["collected", "taken up", "erased", "off", "switched off"])
def test_nobody_is_reminded_without_reason(why: str) -> None:
    """Of what was handed over, taken up again, of a customer who is gone, or where the shop sends none."""
    off = {
        "off": attrs.evolve(SETTINGS, collect_first_days=0, collect_second_days=0),
        "switched off": attrs.evolve(SETTINGS, automatic={"collect_reminder": False}),
    }
    desk = desk_of(off.get(why, SETTINGS))
    made, guest = _ready(desk)
    if why == "collected":
        j.do(desk, RecordHandOver, j.ANNA, request=made.request, name="Jan", proof="slip")
    if why == "taken up":
        j.do(desk, ChangeStatus, j.ANNA, request=made.request, status="in_progress")
    if why == "erased":
        j.do(desk, CancelRequest, guest, request=made.request)
        j.do(desk, EraseRequest, j.BOSS, request=made.request)
    desk.clock.move(days=40)
    assert _sent(desk) == []
    assert _waiting(desk) == ([made.request] if "off" in why else [])


@pytest.mark.parametrize("off, days", [("collect_reminder", []), ("collect_reminder_again", [7])])
def test_each_of_the_two_is_switched_off_by_itself(off: str, days: list[int]) -> None:
    """By its own name; without the first there is no second, which says "still"."""
    desk = desk_of(attrs.evolve(SETTINGS, automatic={off: False}))
    _ready(desk)
    went = []
    for day in range(1, 31):
        desk.clock.move(days=1)
        went += [day] * (len(_sent(desk)) - len(went))
    assert went == days


def test_what_was_said_is_not_said_again(desk: Any) -> None:
    """Whoever sends the command another time: each goes out once, and none after the second."""
    made, _ = _ready(desk)
    for number, count in ((1, 1), (1, 1), (2, 2), (2, 2), (1, 2)):
        j.do(desk, RemindToCollect, j.BOT, request=made.request, number=number)
        assert len(_sent(desk)) == count


def test_ready_another_time_is_counted_anew(desk: Any) -> None:
    """It was taken up again, and is ready since later."""
    made, _ = _ready(desk)
    desk.clock.move(days=5)
    j.do(desk, ChangeStatus, j.ANNA, request=made.request, status="in_progress")
    desk.clock.move(days=1)
    j.do(desk, ChangeStatus, j.ANNA, request=made.request, status="ready")
    desk.clock.move(days=6)
    assert _sent(desk) == []
    desk.clock.move(days=1)
    assert len(_sent(desk)) == 1


def test_an_outcome_ends_no_waiting(desk: Any) -> None:
    """It is recorded before the customer comes: they still have to."""
    made, _ = _ready(desk)
    j.record(desk, made)
    desk.clock.move(days=7)
    assert (_waiting(desk), len(_sent(desk))) == ([made.request], 1)


def test_the_room_recommends_to_collect_as_long_as_it_waits(desk: Any) -> None:
    """A device that is ready is something to do for the customer; one that was handed over is not."""
    made, guest = _ready(desk)
    assert desk.show(view_room, guest, made.request).recommended() is RoomCard.COLLECT
    j.do(desk, RecordHandOver, j.ANNA, request=made.request, name="Jan", proof="slip")
    assert desk.show(view_room, guest, made.request).recommended() is RoomCard.STATUS


def test_who_is_talked_with_is_not_reminded(desk: Any) -> None:
    """A message of the customer's that waits, and one that was answered; staff let it go on."""
    made, guest = _ready(desk)
    desk.clock.move(minutes=1)
    j.do(desk, ReplyToShop, guest, request=made.request, text="I am abroad until the end of the month.")
    desk.clock.move(days=8)
    assert (_sent(desk), _seen(desk, made).is_paused) == ([], True)
    j.do(desk, ReplyToCustomer, j.ANNA, request=made.request, text="We keep it for you.")
    desk.clock.move(days=8)
    assert (_sent(desk), _seen(desk, made).is_paused) == ([], True)
    j.do(desk, ResumeCollectReminders, j.ANNA, request=made.request)
    desk.clock.move(days=1)
    assert len(_sent(desk)) == 1


def test_staff_pause_and_let_go_on(desk: Any) -> None:
    """By a click, with their name; what is due by then goes out within a day."""
    made, _ = _ready(desk)
    j.do(desk, PauseCollectReminders, j.ANNA, request=made.request)
    desk.clock.move(days=10)
    assert (_sent(desk), str(_seen(desk, made).paused_by)) == ([], "Anna Nowak")
    j.do(desk, ResumeCollectReminders, j.ANNA, request=made.request)
    desk.clock.move(days=1)
    assert len(_sent(desk)) == 1
    assert desk.verify() == ()


def test_one_of_several_devices_still_waits(desk: Any) -> None:
    """The request is ready until the last of those that are here is handed over."""
    made, _ = _ready(desk)
    for text in ("Tablet", "Radio"):
        j.do(desk, AddRequestDevice, j.ANNA, request=made.request, description=text)
    ids = [one.id for one in desk.show(view_request_hand_overs, j.ANNA, made.request).staying]
    given = {"request": made.request, "name": "Jan", "proof": "slip"}
    j.do(desk, RecordHandOver, j.ANNA, **given, devices=ids[:1])
    assert _waiting(desk) == [made.request]
    for twice in (ids[:1], ids):
        answer = j.attempt(desk, RecordHandOver, j.ANNA, **given, devices=twice)
        assert answer.code == "refusal.hand_over_which"
    j.do(desk, RecordHandOver, j.ANNA, **given, devices=ids[1:])
    assert _waiting(desk) == []


def test_what_goes_by_parcel_is_collected_by_nobody() -> None:
    """Its customer chose how it is sent."""
    desk = make_desk(settings=SETTINGS, customers=Resellers())
    made, _ = j.in_phase(desk, "in_progress", RESELLER, contact="sends@example.com", location="here")
    j.do(desk, ChooseShipping, RESELLER, request=made.request, method="courier")
    j.do(desk, ChangeStatus, j.ANNA, request=made.request, status="ready")
    desk.clock.move(days=40)
    assert (_waiting(desk), _sent(desk)) == ([], [])
