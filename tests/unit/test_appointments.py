"""Appointments: which times there are, who books one, who gets the last place, reminders, and files for calendars."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import attrs
import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

import journeys as j
from helpdesk_core import Location, Refusal
from helpdesk_core.adapters.sqlalchemy import SqlStore
from helpdesk_core.appointments.calendar_files import escaped, folded
from helpdesk_core.appointments.changes import AppointmentKept
from helpdesk_core.appointments.model import Appointment, AppointmentDay, AppointmentState, TakenTime
from helpdesk_core.appointments.slots import Slot, is_free, slots_on
from helpdesk_core.base.changes import Effect, Save, Touch
from helpdesk_core.base.queries import Query
from helpdesk_core.base.text import Published
from helpdesk_core.commands import (
    BookAppointment,
    CancelAppointment,
    CancelRequest,
    ChangeSettings,
    ChangeStatus,
    ConfirmAppointment,
    MoveAppointment,
    OfferAppointment,
    RemindOfAppointment,
    SettleAppointment,
)
from helpdesk_core.guardrails.gate import GuardViolation, Writing, seal
from helpdesk_core.settings import SpecialDays
from helpdesk_core.settings.values import to_plain
from helpdesk_core.subjects import NOT_FOUND
from helpdesk_core.testing import make_desk
from helpdesk_core.testing.doubles import POLISH_SHOP
from helpdesk_core.views import (
    RoomAppointments,
    view_appointment_day,
    view_appointment_event,
    view_appointments,
    view_request_appointments,
    view_room,
    view_slots,
)

EVERY_DAY = Query(AppointmentDay)
WARSAW = ZoneInfo("Europe/Warsaw")
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")
SHOP = attrs.evolve(
    POLISH_SHOP,
    working_hours=dict.fromkeys(DAYS, ("9:00-12:00", "13:00-17:00")),
    holidays="PL",
    appointment_kinds=frozenset({"drop_off", "pick_up", "visit"}),
    appointment_notice_hours=2,
    privacy_contact="shop@example.com",
    address="ul. Próżna 12, Warszawa",
)


def warsaw(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    """A moment on the shop's clocks."""
    return datetime(2026, month, day, hour, minute, tzinfo=WARSAW)


def desk_with(store: Any = None, **settings: Any) -> Any:
    """A shop on a Thursday at ten."""
    desk = make_desk(store, settings=attrs.evolve(SHOP, **settings))
    desk.clock.now = warsaw(26, 10).astimezone(UTC)  # type: ignore[attr-defined]
    return desk


@pytest.fixture
def desk() -> Any:
    return desk_with()


def request_of(
    desk: Any, phase: str = "in_review", contact: str = "kern@example.com", **fields: Any
) -> tuple[Any, Any]:
    """A request and its customer, with nothing left to deliver."""
    made, guest = j.in_phase(desk, phase, contact=contact, **fields)
    deliver(desk)
    return made, guest


def deliver(desk: Any) -> None:
    while desk.deliver(100).done:
        pass


def book(desk: Any, guest: Any, made: Any, at: datetime, **more: Any) -> Any:
    """The customer tries to take a time."""
    fields = {"kind": "drop_off", "starts_at": at.isoformat(), **more}
    return j.attempt(desk, BookAppointment, guest, request=made.request, **fields)


def offer(desk: Any, made: Any, at: datetime, **more: Any) -> Any:
    """Staff try to suggest a time."""
    fields = {"kind": "drop_off", "starts_at": at.isoformat(), **more}
    return j.attempt(desk, OfferAppointment, j.ANNA, request=made.request, **fields)


def stored(desk: Any, id: str) -> Appointment:
    with desk.reading() as reader:
        found = reader.load(Appointment, id)
    assert found is not None
    return found


def times(desk: Any, guest: Any, made: Any, **more: Any) -> dict[date, list[str]]:
    """What the customer can choose from, as clocks show it."""
    found = desk.show(view_slots, guest, made.request, **more)
    return {one.day: [f"{time.local:%H:%M}" for time in one.times] for one in found.days}


def test_times_follow_from_opening_hours_notice_and_holidays(desk: Any) -> None:
    """Half hours within the hours, none over lunch, none sooner than the notice, none on a closed day."""
    made, guest = request_of(desk)
    found = times(desk, guest, made)
    assert found[date(2026, 11, 26)][0] == "13:00"  # at 12:00 the shop closes for an hour
    assert found[date(2026, 11, 27)] == [
        *(f"{hour:02}:{minute:02}" for hour in (9, 10, 11) for minute in (0, 30)),
        *(f"{hour:02}:{minute:02}" for hour in (13, 14, 15, 16) for minute in (0, 30)),
    ]
    assert date(2026, 11, 28) not in found, "a Saturday"
    assert len(found) == 7
    days, start = [], None
    for _ in range(2):  # page by page, each day once
        page = desk.show(view_slots, guest, made.request, start=start)
        days += [one.day for one in page.days]
        start = page.later
    assert days == sorted(set(days))
    assert days[7:8] == [date(2026, 12, 7)]
    desk.clock.now = warsaw(23, 8, month=12)
    assert date(2026, 12, 25) not in times(desk, guest, made), "a public holiday"


def test_a_shop_that_names_no_hours_has_no_times() -> None:
    """Nobody knows when somebody is there: at three in the night nobody is."""
    desk = desk_with(working_hours={})
    made, guest = request_of(desk)
    assert times(desk, guest, made) == {}


def test_a_location_has_its_own_hours_days_and_places() -> None:
    """And a customer of a request without a location chooses one first."""
    praga = Location(id="praga", labels={"en": "Praga", "pl": "Praga"}, working_hours={"friday": ("10:00-11:00",)})
    centre = Location(id="centre", labels={"en": "Centre", "pl": "Centrum"})
    desk = desk_with(
        locations=(
            praga,
            centre,
            Location(id="back", labels={"en": "B", "pl": "B"}, public=False),
            Location(id="old", labels={"en": "O", "pl": "O"}, retired=True),
        ),
        special_days=(SpecialDays(first="2026-12-04", location="praga"),),
    )
    made, guest = request_of(desk)
    found = desk.show(view_slots, guest, made.request)
    assert (found.place, found.days) == (None, ())
    assert [one.id for one in found.places] == ["praga", "centre"]
    assert [one.id for one in desk.show(view_slots, j.ANNA, made.request).places] == ["praga", "centre", "back"]
    assert times(desk, guest, made, location="praga") == {date(2026, 11, 27): ["10:00", "10:30"]}
    assert desk.show(view_slots, guest, made.request, location="back").place is None
    at = warsaw(27, 10)
    assert book(desk, guest, made, at).code == "refusal.appointment_no_place"
    assert not isinstance(book(desk, guest, made, at, location="praga"), Refusal)
    other, second = request_of(desk, contact="other@example.com")
    assert times(desk, second, other, location="praga") == {date(2026, 11, 27): ["10:30"]}
    assert "10:00" in times(desk, second, other, location="centre")[date(2026, 11, 27)]


@pytest.mark.parametrize(
    ("day", "clocks"),
    [
        (date(2026, 3, 29), ["01:00", "01:30", "03:00", "03:30"]),
        (date(2026, 10, 25), ["01:00", "01:30", "02:00", "02:30", "02:00", "02:30", "03:00", "03:30"]),
    ],
)
def test_a_night_on_which_the_clocks_change_has_the_times_of_its_hours(day: date, clocks: list[str]) -> None:
    """Neither a time that no clock shows, nor two that are one moment; each lasts as long as it says."""
    shop = attrs.evolve(SHOP, working_hours={"sunday": ("1:00-4:00",)})
    found = list(slots_on(shop, "", day))
    assert [f"{one.starts_at.astimezone(WARSAW):%H:%M}" for one in found] == clocks
    assert {one.ends_at - one.starts_at for one in found} == {timedelta(minutes=30)}
    assert len({one.starts_at for one in found}) == len(found)


@given(
    held=st.lists(st.tuples(st.integers(0, 20), st.integers(1, 6)), max_size=8),
    start=st.integers(0, 20),
    length=st.integers(1, 6),
    at_once=st.integers(1, 4),
)
def test_a_time_is_free_when_there_is_a_place_in_each_of_its_moments(
    held: list[tuple[int, int]], start: int, length: int, at_once: int
) -> None:
    """Compared with counting every minute: appointments that are longer than the rest count as long as they last."""
    begin = datetime(2026, 11, 26, tzinfo=UTC)
    at = [begin + timedelta(minutes=one) for one in range(40)]
    taken = [TakenTime(appointment=str(n), starts_at=at[s], ends_at=at[s + d]) for n, (s, d) in enumerate(held)]
    busiest = max(sum(s <= minute < s + d for s, d in held) for minute in range(start, start + length))
    assert is_free(Slot(starts_at=at[start], ends_at=at[start + length]), taken, at_once) is (busiest < at_once)


def test_the_customer_books_a_time_and_both_sides_are_told(desk: Any) -> None:
    """The decision is the customer's own, with its proof; the mail says when and where, and brings a file."""
    made, guest = request_of(desk)
    booked = book(desk, guest, made, warsaw(27, 10), note="I come by bike")
    deliver(desk)
    (row,) = desk.show(view_appointments, guest, made.request).rows
    assert (row.is_booked, row.can_answer, str(row.note)) == (True, True, "I come by bike")
    mail = next(one for one in desk.notifier.sent if "Friday" in one.text)
    assert "Bringing the device: Friday, 27\u00a0November 2026, 10:00" in mail.text
    assert "Where: Test shop, ul. Próżna 12, Warszawa" in mail.text
    (file,) = mail.files
    assert (file.name, file.media_type) == ("appointment.ics", "text/calendar")
    assert "DTSTART:20261127T090000Z" in file.content
    assert any("chose a time" in one.text for one in desk.notifier.sent), "staff are told"
    assert booked.decision
    assert desk.verify() == ()
    assert j.stored(desk, made).phase.value == "in_review", "nothing else changes"


@pytest.mark.parametrize(
    ("at", "code"),
    [
        (warsaw(26, 11), "no_such_time"),
        (warsaw(27, 10, 10), "no_such_time"),
        (warsaw(27, 12, 30), "no_such_time"),
        (warsaw(28, 10), "no_such_time"),
        (warsaw(25, 10), "no_such_time"),
        (warsaw(15, 10, month=12), "no_such_time"),
    ],
    ids=["too soon", "between two", "over lunch", "closed", "over", "too far"],
)
def test_a_time_that_is_not_offered_cannot_be_taken(desk: Any, at: datetime, code: str) -> None:
    """Whatever a form sends."""
    made, guest = request_of(desk)
    assert book(desk, guest, made, at).code == f"refusal.appointment_{code}"


def test_what_a_shop_does_not_offer_or_what_does_not_fit_cannot_be_chosen(desk: Any) -> None:
    """Nothing is collected before it is done; staff may suggest it all the same."""
    made, guest = request_of(desk)
    assert book(desk, guest, made, warsaw(27, 10), kind="pick_up").code == "refusal.appointment_not_chosen"
    assert not isinstance(offer(desk, made, warsaw(27, 10), kind="pick_up"), Refusal)
    ready, other = request_of(desk, "ready", contact="ready@example.com")
    assert not isinstance(book(desk, other, ready, warsaw(27, 11), kind="pick_up"), Refusal)
    for settings in ({"appointment_kinds": frozenset({"visit"})}, {"appointments_by_customers": False}):
        closed = desk_with(**settings)
        made, guest = request_of(closed)
        assert book(closed, guest, made, warsaw(27, 10)).code == "refusal.appointment_not_chosen"
        assert closed.show(view_slots, guest, made.request).kinds in ((), ("visit",))


def test_there_is_one_appointment_of_a_kind_at_a_time(desk: Any) -> None:
    """Another one is a move."""
    made, guest = request_of(desk)
    book(desk, guest, made, warsaw(27, 10))
    assert book(desk, guest, made, warsaw(27, 11)).code == "refusal.appointment_one_already"
    assert not isinstance(book(desk, guest, made, warsaw(27, 11), kind="visit"), Refusal)
    desk.clock.now = warsaw(27, 10, 10)  # it takes place
    assert book(desk, guest, made, warsaw(27, 14)).code == "refusal.appointment_one_already"
    desk.clock.now = warsaw(27, 10, 30)
    assert not isinstance(book(desk, guest, made, warsaw(27, 14)), Refusal)


def test_the_room_offers_what_can_be_chosen(desk: Any) -> None:
    """The same as the page of free times, also before the first appointment and while one takes place."""
    made, guest = request_of(desk)

    def kinds() -> list[str]:
        room = desk.show(view_room, guest, made.request).part(RoomAppointments)
        assert room.kinds == desk.show(view_slots, guest, made.request).kinds
        return [one.value for one in room.kinds]

    assert kinds() == ["drop_off", "visit"]
    book(desk, guest, made, warsaw(27, 10))
    assert kinds() == ["visit"]
    desk.clock.now = warsaw(27, 10, 10)
    assert kinds() == ["visit"]
    j.do(desk, ChangeStatus, j.ANNA, request=made.request, status="in_progress")
    j.do(desk, ChangeStatus, j.ANNA, request=made.request, status="ready")
    assert kinds() == ["pick_up"]
    closed = desk_with(appointments_by_customers=False)
    made, guest = request_of(closed)
    assert closed.show(view_room, guest, made.request).part(RoomAppointments).kinds == ()


def test_a_suggestion_holds_its_time_and_books_nothing_until_the_customer_says_yes(desk: Any) -> None:
    """To exactly what was read: a time that staff moved meanwhile is read again."""
    made, guest = request_of(desk)
    offered = offer(desk, made, warsaw(27, 10))
    (row,) = desk.show(view_appointments, guest, made.request).rows
    assert (row.is_booked, row.state) == (False, AppointmentState.OFFERED)
    other, second = request_of(desk, contact="other@example.com")
    assert book(desk, second, other, warsaw(27, 10)).code == "refusal.appointment_taken"
    which = {"request": made.request, "appointment": offered.appointment}
    j.do(desk, MoveAppointment, j.ANNA, **which, starts_at=warsaw(27, 15).isoformat())
    refused = j.attempt(desk, ConfirmAppointment, guest, **which, digest=row.digest)
    assert refused.code == "refusal.appointment_changed"
    assert not isinstance(book(desk, second, other, warsaw(27, 10)), Refusal), "the earlier time is free"
    (row,) = desk.show(view_appointments, guest, made.request).rows
    j.do(desk, ConfirmAppointment, guest, **which, digest=row.digest)
    (row,) = desk.show(view_appointments, guest, made.request).rows
    assert row.is_booked
    deliver(desk)
    moved = next(one for one in desk.notifier.sent if "no longer holds" in one.text)
    assert "15:00" in moved.text
    assert desk.verify() == ()


def test_staff_book_only_what_they_agreed_on_and_a_machine_books_nothing(desk: Any) -> None:
    """The decision names who it was; the gate lets no machine write a booked time, whatever command it were."""
    made, guest = request_of(desk)
    agreed = offer(desk, made, warsaw(27, 10), agreed=True)
    (row,) = desk.show(view_appointments, guest, made.request).rows
    assert row.is_booked
    fields = {"request": made.request, "kind": "drop_off", "starts_at": warsaw(27, 15).isoformat()}
    for kind in (BookAppointment, OfferAppointment):
        assert j.attempt(desk, kind, j.BOT, **fields).code == "refusal.not_allowed"
    one, request = stored(desk, agreed.appointment), j.stored(desk, made)
    forged = one.changed(id="forged", decided=None).committed(Effect.BOOK, "salt")
    writing = Writing(tenant=one.tenant, actor=j.BOT, now=desk.clock(), settings=SHOP, new_id=lambda: "n")
    touch = Touch(before=request, after=request, changes=(AppointmentKept(appointment="forged"),))
    with pytest.raises(GuardViolation, match="guarded state without the decision"):
        seal(writing, (touch,), (Save(after=forged),))


def booked_at_once(desk: Any, people: list[Any], at: Any) -> list[Any]:
    """What each is answered who books this time together with the others."""
    answers: list[Any] = []
    start = threading.Barrier(len(people))

    def take(made: Any, guest: Any) -> None:
        start.wait()
        answers.append(book(desk, guest, made, at))

    threads = [threading.Thread(target=take, args=one) for one in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return answers


def wanted_by_sixteen(store: Any, places: int) -> None:
    """Sixteen people want one time at once that has so many places."""
    desk = desk_with(store, appointments_at_once=places)
    people = [request_of(desk, contact=f"p{number}@example.com") for number in range(16)]
    answers = booked_at_once(desk, people, warsaw(27, 10))
    lost = [one.code for one in answers if isinstance(one, Refusal)]
    assert lost == ["refusal.appointment_taken"] * (16 - places)
    with desk.reading() as reader:
        (day,) = reader.find(EVERY_DAY, {})
    assert len(day.taken) == places
    assert desk.verify() == ()


@pytest.mark.parametrize("places", [1, 3])
def test_of_sixteen_people_who_want_the_last_place_exactly_one_gets_it(tmp_path: Any, places: int) -> None:
    """The others read that somebody else was faster; with three places it is three."""
    wanted_by_sixteen(SqlStore.sqlite(tmp_path / "shop.sqlite"), places)


@pytest.mark.postgres
@pytest.mark.full
@pytest.mark.parametrize("places", [1, 3])
def test_of_sixteen_people_on_postgresql_exactly_one_gets_the_last_place(postgres_store: Any, places: int) -> None:
    """Where they really write at the same moment."""
    wanted_by_sixteen(postgres_store, places)


def test_either_side_moves_or_cancels_and_the_other_is_told(desk: Any) -> None:
    """What was given back can be had at once; the words go along."""
    made, guest = request_of(desk)
    one = book(desk, guest, made, warsaw(27, 10)).appointment
    which = {"request": made.request, "appointment": one}
    j.do(desk, MoveAppointment, guest, **which, starts_at=warsaw(30, 9).isoformat())
    deliver(desk)
    assert any("chose another time" in mail.text for mail in desk.notifier.sent)
    assert stored(desk, one).moves == 1
    j.do(desk, CancelAppointment, j.ANNA, **which, text="We are ill, sorry.")
    deliver(desk)
    mail = next(mail for mail in desk.notifier.sent if "had to cancel" in mail.text)
    assert "Monday, 30\u00a0November 2026, 09:00" in mail.text
    assert "METHOD:CANCEL" in mail.files[0].content
    assert "SEQUENCE:2" in mail.files[0].content
    assert desk.show(view_appointments, guest, made.request).rows == ()
    other, second = request_of(desk, contact="other@example.com")
    assert not isinstance(book(desk, second, other, warsaw(30, 9)), Refusal)
    again = j.attempt(desk, CancelAppointment, guest, **which)
    assert again.code == "refusal.appointment_over"
    third = book(desk, guest, made, warsaw(30, 10)).appointment
    j.do(desk, CancelAppointment, guest, request=made.request, appointment=third)
    deliver(desk)
    assert any("does not come" in mail.text for mail in desk.notifier.sent)
    assert desk.verify() == ()


def reminders(desk: Any) -> list[Any]:
    return [mail for mail in desk.notifier.sent if "is soon" in mail.subject]


def test_the_customer_is_reminded_once_a_day_before(desk: Any) -> None:
    """Not earlier, not twice, and of the time that holds then."""
    made, guest = request_of(desk)
    one = book(desk, guest, made, warsaw(30, 10)).appointment
    j.do(desk, MoveAppointment, guest, request=made.request, appointment=one, starts_at=warsaw(30, 15).isoformat())
    desk.clock.now = warsaw(29, 14, 59)
    deliver(desk)
    assert reminders(desk) == []
    desk.clock.now = warsaw(29, 15, 1)
    deliver(desk)
    (mail,) = reminders(desk)
    assert "Monday, 30\u00a0November 2026, 15:00" in mail.text
    desk.clock.now = warsaw(30, 9)
    deliver(desk)
    assert len(reminders(desk)) == 1
    again = {"request": made.request, "appointment": one, "moves": 0}
    assert not isinstance(j.attempt(desk, RemindOfAppointment, j.BOT, **again), Refusal)
    deliver(desk)
    assert len(reminders(desk)) == 1, "of the earlier time nobody is reminded"


def test_a_shop_that_reminds_later_now_reminds_later_of_what_was_booked_before(desk: Any) -> None:
    """The job comes as was planned then, and comes again."""
    made, guest = request_of(desk)
    book(desk, guest, made, warsaw(30, 15))
    hours = {"key": "appointment_reminder_hours", "value": Published.of(to_plain(2)), "seen": 0}
    j.do(desk, ChangeSettings, j.BOSS, values=[hours])
    for at, sent in ((warsaw(29, 15, 1), 0), (warsaw(30, 12, 59), 0), (warsaw(30, 13, 1), 1)):
        desk.clock.now = at
        deliver(desk)
        assert len(reminders(desk)) == sent


def test_nobody_is_reminded_of_what_is_off_or_very_soon(desk: Any) -> None:
    """Cancelled, only suggested, of a request that is over, or so soon that the confirmation says it."""
    made, guest = request_of(desk)
    one = book(desk, guest, made, warsaw(30, 10)).appointment
    j.do(desk, CancelAppointment, guest, request=made.request, appointment=one)
    offered, _ = request_of(desk, contact="offered@example.com")
    offer(desk, offered, warsaw(30, 11))
    soon, third = request_of(desk, contact="soon@example.com")
    book(desk, third, soon, warsaw(26, 15))
    over, fourth = request_of(desk, contact="over@example.com")
    book(desk, fourth, over, warsaw(30, 13))
    j.do(desk, CancelRequest, j.ANNA, request=over.request)
    desk.clock.now = warsaw(30, 8)
    deliver(desk)
    assert reminders(desk) == []


def test_what_became_of_it_is_said_once_it_has_begun(desk: Any) -> None:
    """By staff; whoever did not come reads so, and can take another time."""
    made, guest = request_of(desk)
    one = book(desk, guest, made, warsaw(27, 10)).appointment
    settle = {"request": made.request, "appointment": one, "came": False}
    assert j.attempt(desk, SettleAppointment, j.ANNA, **settle).code == "refusal.appointment_not_yet"
    desk.clock.now = warsaw(27, 10)  # begun, not over
    assert j.attempt(desk, CancelAppointment, guest, request=made.request, appointment=one).code.endswith("over")
    j.do(desk, SettleAppointment, j.ANNA, **settle)
    (row,) = desk.show(view_appointments, guest, made.request).rows
    assert (row.state, row.can_answer) == (AppointmentState.MISSED, False)
    assert not isinstance(book(desk, guest, made, warsaw(30, 10)), Refusal)
    (row,) = desk.show(view_appointments, guest, made.request).rows
    assert row.is_booked
    assert [row.is_booked for row in desk.show(view_request_appointments, j.ANNA, made.request).rows] == [True, False]


def test_the_day_shows_who_comes_in_order_and_only_where_one_works() -> None:
    """At each location its own; a night owl's appointment stands on the shop's day, not on that of UTC."""
    here = Location(id="here", labels={"en": "Here", "pl": "Tu"}, working_hours={"friday": ("0:00-12:00",)})
    there = Location(id="there", labels={"en": "There", "pl": "Tam"})
    desk = desk_with(locations=(here, there))
    made, guest = request_of(desk, location="here")
    other, second = request_of(desk, contact="other@example.com", location="here")
    book(desk, second, other, warsaw(27, 9))
    own = book(desk, guest, made, warsaw(27, 0, 30)).appointment
    day = desk.show(view_appointment_day, j.ANNA, location="here", day=date(2026, 11, 27))
    assert [f"{one.local:%H:%M}" for one in day.rows] == ["00:30", "09:00"]
    assert [one.request.reference for one in day.rows] == [
        made.reference.replace("-", ""),
        other.reference.replace("-", ""),
    ]
    assert day.is_open
    zoe = attrs.evolve(j.ANNA, id="zoe", locations=frozenset({"there"}))
    seen = desk.show(view_appointment_day, zoe, location="here", day=date(2026, 11, 27))
    today = desk.show(view_appointment_day, zoe, location="here").day
    for none in (date.min, date.max):
        assert desk.show(view_appointment_day, zoe, location="here", day=none).day == today
    assert (seen.place, seen.rows) == ("there", ())
    moved = {"request": made.request, "appointment": own, "starts_at": warsaw(4, 0, 30, month=12).isoformat()}
    j.do(desk, MoveAppointment, guest, **moved)
    shown = [desk.show(view_appointment_day, j.ANNA, location="here", day=one) for one in (day.day, date(2026, 12, 4))]
    assert [[f"{one.local:%H:%M}" for one in row.rows] for row in shown] == [["09:00"], ["00:30"]]


def test_what_moves_stays_where_it_is_and_sees_its_own_time_as_free() -> None:
    """The times are those of the appointment's place: not the request's, and not the one in the address; also where the
    request has no place at all."""
    desk, made, guest, one = elsewhere()
    asked = {"location": "centre", "appointment": one}
    seen = desk.show(view_slots, guest, made.request, **asked)
    assert seen.place == "praga"
    assert times(desk, guest, made, **asked)[date(2026, 11, 27)] == ["10:00", "10:30"]
    assert desk.show(view_slots, j.ANNA, made.request, **asked).place == "praga"
    assert times(desk, guest, made, location="praga")[date(2026, 11, 27)] == ["10:30"], "to others it is taken"
    at = seen.days[0].times[1].starts_at.isoformat()
    j.do(desk, MoveAppointment, guest, request=made.request, appointment=one, starts_at=at)
    assert (stored(desk, one).location, stored(desk, one).starts_at) == ("praga", warsaw(27, 10, 30))
    placeless, second = request_of(desk, contact="none@example.com")
    other = book(desk, second, placeless, warsaw(27, 10), location="praga").appointment
    assert "10:00" in times(desk, second, placeless, appointment=other)[date(2026, 11, 27)]
    assert desk.view(view_slots, second, placeless.request, appointment=one) == NOT_FOUND, "somebody else's"
    j.do(desk, CancelAppointment, second, request=placeless.request, appointment=other)
    assert desk.view(view_slots, second, placeless.request, appointment=other) == NOT_FOUND


def test_what_outlives_its_request_can_only_be_given_back_by_either_side(
    desk: Any,
) -> None:
    """Nothing cancels it by itself: a device may be collected after its request is closed. Lists say so until somebody
    does."""
    made, guest = request_of(desk)
    which = {"request": made.request, "appointment": offer(desk, made, warsaw(27, 10)).appointment}
    j.do(desk, CancelRequest, guest, request=made.request)
    (own,) = desk.show(view_appointments, guest, made.request).rows
    assert (own.can_answer, own.is_left, own.is_booked) == (False, True, False)
    assert j.attempt(desk, ConfirmAppointment, guest, **which, digest=own.digest).code == "refusal.wrong_phase"
    seen = desk.show(view_request_appointments, j.ANNA, made.request)
    assert [(one.can_move, one.is_left) for one in seen.rows] == [(False, True)]
    assert seen.kinds == (), "nor is there another one to make"
    friday = {"day": date(2026, 11, 27)}
    assert [one.is_left for one in desk.show(view_appointment_day, j.ANNA, **friday).rows] == [True]
    other, second = request_of(desk, contact="other@example.com")
    assert book(desk, second, other, warsaw(27, 10)).code == "refusal.appointment_taken"
    j.do(desk, CancelAppointment, guest, **which)
    assert not isinstance(book(desk, second, other, warsaw(27, 10)), Refusal)
    assert [one.is_left for one in desk.show(view_appointment_day, j.ANNA, **friday).rows] == [False]
    assert desk.show(view_appointments, guest, made.request).rows == ()
    j.do(desk, CancelRequest, j.ANNA, request=other.request)
    (row,) = desk.show(view_request_appointments, j.ANNA, other.request).rows
    assert row.is_left
    j.do(desk, CancelAppointment, j.ANNA, request=other.request, appointment=row.appointment.id)
    assert desk.show(view_appointment_day, j.ANNA, **friday).rows == ()
    assert desk.verify() == ()


def elsewhere() -> tuple[Any, Any, Any, str]:
    """A shop with two locations, a request at one of them, and an appointment of its at the other."""
    praga = Location(id="praga", labels={"en": "Praga", "pl": "Praga"}, working_hours={"friday": ("10:00-11:00",)})
    centre = Location(id="centre", labels={"en": "Centre", "pl": "Centrum"})
    desk = desk_with(locations=(praga, centre))
    made, guest = request_of(desk, location="centre")
    return desk, made, guest, book(desk, guest, made, warsaw(27, 10), location="praga").appointment


def test_the_file_is_one_that_calendars_read(desk: Any) -> None:
    """One event, the same id for every version, a sequence that grows, moments in UTC, Polish letters whole."""
    made, guest = request_of(desk, language="pl")
    one = book(desk, guest, made, warsaw(27, 10)).appointment
    t = desk.translator("pl")

    def read() -> Any:
        text = desk.show(view_appointment_event, guest, made.request, one).text(t.text, desk.clock())
        assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
        assert text.endswith("END:VCALENDAR\r\n")
        calendar = icalendar.Calendar.from_ical(text)
        (event,) = calendar.walk("VEVENT")
        return calendar, event

    calendar, event = read()
    assert calendar["METHOD"] == "PUBLISH"
    assert event["DTSTART"].dt == warsaw(27, 10)
    assert event["DTEND"].dt == warsaw(27, 10, 30)
    assert str(event["LOCATION"]) == "Test shop, ul. Próżna 12, Warszawa"
    assert event["STATUS"] == "CONFIRMED"
    uid = str(event["UID"])
    j.do(desk, MoveAppointment, guest, request=made.request, appointment=one, starts_at=warsaw(30, 9).isoformat())
    _, event = read()
    assert (str(event["UID"]), event["SEQUENCE"], event["DTSTART"].dt) == (uid, 1, warsaw(30, 9))
    j.do(desk, CancelAppointment, guest, request=made.request, appointment=one)
    calendar, event = read()
    assert (calendar["METHOD"], event["STATUS"], event["SEQUENCE"]) == ("CANCEL", "CANCELLED", 2)


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=300))
def test_folding_and_escaping_lose_no_letter(words: str) -> None:
    """Whatever a shop calls itself: pieces of at most 75 octets that read as one line again."""
    line = folded(f"SUMMARY:{escaped(words)}")
    assert all(len(piece.encode()) <= 75 for piece in line.split("\r\n"))
    assert line.replace("\r\n ", "") == f"SUMMARY:{escaped(words)}"
    assert escaped("a;b,c\\d\r\ne") == "a\\;b\\,c\\\\d\\ne"
