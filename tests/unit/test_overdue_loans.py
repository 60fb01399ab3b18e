"""A loan device that is overdue: staff read it in the queue, the customer is reminded once, by the shop's calendar; and
a device that is out follows its request into the one with which that is joined."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import attrs
import pytest

import journeys as j
from capabilities.loans import lent, to_lend
from capabilities.scene import SHOP
from helpdesk_core.base.queries import Query
from helpdesk_core.commands import (
    CancelRequest,
    EraseRequest,
    MergeRequest,
    Overview,
    SeparateRequest,
    TakeLoanBack,
)
from helpdesk_core.loans.model import Loan
from helpdesk_core.testing import make_desk
from helpdesk_core.views import (
    view_loan_device,
    view_loan_devices,
    view_loans,
    view_queue,
    view_queue_counts,
    view_request_loans,
)

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")
WEEK = attrs.evolve(SHOP, working_hours=dict.fromkeys(DAYS, ("9:00-17:00",)))


def desk_of(settings: Any = WEEK) -> Any:
    return make_desk(settings=settings)


@pytest.fixture
def desk() -> Any:
    return desk_of()


def _weekday(desk: Any, day: int) -> date:
    """The next day of the week after today, Monday is 0."""
    today = desk.settings.calendar().day_of(desk.clock())
    found: date = today + timedelta(days=(day - today.weekday() - 1) % 7 + 1)
    return found


def _at(desk: Any, day: date, hour: int) -> None:
    """Time goes by until then."""
    then = datetime(day.year, day.month, day.day, hour, tzinfo=desk.settings.zone)
    desk.clock.move(seconds=(then - desk.clock()).total_seconds())


def _reminders(desk: Any) -> int:
    while desk.deliver(100).done:
        pass
    return sum("should be back by now" in mail.text for mail in desk.notifier.sent)


def _late(desk: Any) -> list[str]:
    return [row.id for row in desk.show(view_queue, j.ANNA, overview=Overview.LOAN_LATE).rows]


def test_staff_read_what_is_overdue_and_the_customer_is_reminded_once(desk: Any) -> None:
    """In the queue from the end of its day; the mail when the shop opens next."""
    made, _ = j.in_phase(desk, "in_review")
    day = _weekday(desk, 1)
    loan = lent(desk, made.request, due=day.isoformat())
    _at(desk, day, 23)
    assert (_late(desk), _reminders(desk)) == ([], 0)
    _at(desk, day + timedelta(days=1), 1)
    assert (_late(desk), _reminders(desk)) == ([made.request], 0)
    assert desk.show(view_queue_counts, j.ANNA).overviews[Overview.LOAN_LATE] == 1
    _at(desk, day + timedelta(days=1), 9)
    assert _reminders(desk) == 1
    _at(desk, day + timedelta(days=9), 12)
    assert _reminders(desk) == 1
    j.do(desk, TakeLoanBack, j.ANNA, request=made.request, loan=loan)
    assert _late(desk) == []
    assert desk.verify() == ()


def test_a_day_on_which_the_shop_is_closed_ends_with_the_next_open_one(desk: Any) -> None:
    """Due on a Saturday: it can come back on Monday, and is late on Tuesday."""
    made, guest = j.in_phase(desk, "in_review")
    saturday = _weekday(desk, 5)
    lent(desk, made.request, due=saturday.isoformat())
    _at(desk, saturday + timedelta(days=2), 12)
    assert (_late(desk), _reminders(desk)) == ([], 0)
    assert not desk.show(view_loans, guest, made.request).rows[0].is_late
    _at(desk, saturday + timedelta(days=3), 10)
    assert (_late(desk), _reminders(desk)) == ([made.request], 1)
    assert desk.show(view_loans, guest, made.request).rows[0].is_late


@pytest.mark.parametrize("why", ["back", "erased", "no day", "off"])
def test_nobody_is_reminded_without_reason(why: str) -> None:
    """Of what is back, of a customer who is gone, without a day, or where the shop sends no such message."""
    desk = desk_of(attrs.evolve(WEEK, automatic={"loan_overdue": False}) if why == "off" else WEEK)
    made, guest = j.in_phase(desk, "in_review")
    day = _weekday(desk, 1)
    loan = lent(desk, made.request, due="" if why == "no day" else day.isoformat())
    if why == "back":
        j.do(desk, TakeLoanBack, j.ANNA, request=made.request, loan=loan)
    if why == "erased":
        j.do(desk, CancelRequest, guest, request=made.request)
        j.do(desk, EraseRequest, j.BOSS, request=made.request)
    _at(desk, day + timedelta(days=2), 12)
    assert _reminders(desk) == 0
    assert _late(desk) == ([made.request] if why in ("off", "erased") else [])


def test_a_request_that_is_over_is_reminded_too(desk: Any) -> None:
    """What is out has to come back."""
    made, guest = j.in_phase(desk, "in_review")
    day = _weekday(desk, 1)
    lent(desk, made.request, due=day.isoformat())
    j.do(desk, CancelRequest, guest, request=made.request)
    _at(desk, day + timedelta(days=2), 12)
    assert (_late(desk), _reminders(desk)) == ([made.request], 1)


def test_the_first_of_several_counts(desk: Any) -> None:
    """And the next one when that is back."""
    made, _ = j.in_phase(desk, "in_review")
    first, second = _weekday(desk, 1), _weekday(desk, 1) + timedelta(days=7)
    early = lent(desk, made.request, to_lend(desk, name="A"), due=first.isoformat())
    lent(desk, made.request, to_lend(desk, name="B"), due=second.isoformat())
    _at(desk, first + timedelta(days=1), 12)
    assert (_late(desk), _reminders(desk)) == ([made.request], 1)
    j.do(desk, TakeLoanBack, j.ANNA, request=made.request, loan=early)
    assert _late(desk) == []
    _at(desk, second + timedelta(days=1), 12)
    assert (_late(desk), _reminders(desk)) == ([made.request], 2)


class _Pair:
    """Two requests of one customer; a device is lent for the first."""

    def __init__(self, desk: Any) -> None:
        self.desk = desk
        self.one, _ = j.in_phase(desk, "in_review", problem="It hums.")
        self.two, self.guest = j.in_phase(desk, "in_progress", problem="It gets hot.")
        self.device = to_lend(desk)
        self.day = _weekday(desk, 1)
        self.loan = lent(desk, self.one.request, self.device, due=self.day.isoformat())

    def join(self) -> None:
        j.do(self.desk, MergeRequest, j.ANNA, request=self.one.request, into=self.two.request)

    def out(self, made: Any) -> list[str]:
        """The loans by which devices are out for a request."""
        return [one.loan.id for one in self.desk.show(view_request_loans, j.ANNA, made.request).out]


def test_a_loan_follows_a_request_that_is_joined(desk: Any) -> None:
    """The page of the one that remains takes it back, its room says which device, its customer is reminded once; each
    history vouches for its own."""
    pair = _Pair(desk)
    anchor, lent_at = desk.anchor(), desk.clock()
    desk.clock.move(hours=1)
    pair.join()
    assert pair.out(pair.one) == []
    (loan,) = pair.out(pair.two)
    (row,) = desk.show(view_loan_devices, j.ANNA).out
    assert row.out.reference.grouped.replace("-", "") == pair.two.reference.replace("-", "")
    (shown,) = desk.show(view_loans, pair.guest, pair.two.request).rows
    assert (str(shown.condition), shown.due) == ("scratched, with charger", pair.day)
    (had,) = desk.show(view_loan_device, j.ANNA, pair.device).loans
    assert (had.loan.id, had.loan.lent_at) == (loan, lent_at)
    _at(desk, pair.day + timedelta(days=2), 12)
    assert (_late(desk), _reminders(desk)) == ([pair.two.request], 1)
    j.do(desk, TakeLoanBack, j.ANNA, request=pair.two.request, loan=loan)
    assert desk.show(view_loan_devices, j.ANNA).out == ()
    assert (_late(desk), desk.verify(anchor)) == ([], ())


def test_a_loan_goes_back_when_they_are_taken_apart(desk: Any) -> None:
    """What came from there; what was lent for the other one stays with it."""
    pair = _Pair(desk)
    later = (pair.day + timedelta(days=20)).isoformat()
    own = lent(desk, pair.two.request, to_lend(desk, name="Own"), due=later)
    first, second = (j.stored(desk, one).loan_late_at for one in (pair.one, pair.two))
    pair.join()
    assert j.stored(desk, pair.two).loan_late_at == first < second
    assert len(pair.out(pair.two)) == 2
    j.do(desk, SeparateRequest, j.ANNA, request=pair.one.request)
    assert pair.out(pair.two) == [own]
    assert [j.stored(desk, one).loan_late_at for one in (pair.one, pair.two)] == [first, second]
    assert len(pair.out(pair.one)) == 1
    _at(desk, pair.day + timedelta(days=2), 12)
    assert (_late(desk), _reminders(desk)) == ([pair.one.request], 1)
    assert desk.verify() == ()


def test_a_loan_that_follows_puts_off_none_that_is_due_before(desk: Any) -> None:
    """The request stands in the queue by the first of both."""
    pair = _Pair(desk)
    lent(desk, pair.two.request, to_lend(desk, name="Own"), due=desk.clock().date().isoformat())
    due = j.stored(desk, pair.two).loan_late_at
    assert due < j.stored(desk, pair.one).loan_late_at
    pair.join()
    assert j.stored(desk, pair.two).loan_late_at == due


def test_what_is_back_stays_where_it_was(desk: Any) -> None:
    """Nothing follows but what is out."""
    pair = _Pair(desk)
    j.do(desk, TakeLoanBack, j.ANNA, request=pair.one.request, loan=pair.loan)
    pair.join()
    with desk.reading() as reader:
        assert [one.request for one in reader.find(Query(Loan), {}, limit=9)] == [pair.one.request]
