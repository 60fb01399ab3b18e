"""What ends with a day ends with that day on the shop's clocks, also when they change in its night."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import attrs
import pytest

import journeys as j
from capabilities import invoices, loans, quotes
from capabilities.scene import SHOP as POLISH
from capabilities.scene import Scene
from helpdesk_core import Automation, Refusal, Settings
from helpdesk_core.base.queries import Query
from helpdesk_core.commands import AwaitPart, DraftInvoice, LendDevice, Overview, PrepareQuote, ReportPayment
from helpdesk_core.invoices.model import Invoice
from helpdesk_core.invoices.money import Payment
from helpdesk_core.loans.model import Loan
from helpdesk_core.quotes.model import ends_at, usual_day
from helpdesk_core.retention.classes import RetentionClass, due_day
from helpdesk_core.service_requests.last_days import due_at
from helpdesk_core.testing import make_desk
from helpdesk_core.views import view_invoices, view_queue, view_retention, view_retention_due

WARSAW = ZoneInfo("Europe/Warsaw")
SHOP = Settings(time_zone="Europe/Warsaw", quote_valid_days=14)
#: The nights on which clocks go forward and back, and the day after each.
DAYS = [date(2026, 3, 29), date(2026, 3, 30), date(2026, 10, 25), date(2026, 10, 26)]


@pytest.mark.parametrize("day", DAYS)
def test_the_last_minute_of_a_day_is_that_of_the_shops_clocks(day: date) -> None:
    """A complaint is answered in time at 23:59, a quote holds as long, and a loan is overdue at midnight."""
    calendar, midnight = SHOP.calendar(), datetime.combine(day + timedelta(days=1), datetime.min.time(), WARSAW)
    assert due_at(day, calendar) == midnight.astimezone(UTC) - timedelta(minutes=1)
    assert ends_at(day, SHOP).astimezone(UTC) == midnight.astimezone(UTC)
    own = {"id": "l", "tenant": "shop", "salt": "0"}
    loan = Loan(**own, request="r", loan_device="d", due=day, lent_at=datetime(2026, 1, 2, tzinfo=UTC))
    assert loan.late_at(calendar) == midnight.astimezone(UTC)
    for before, is_late in ((timedelta(minutes=1), False), (-timedelta(minutes=1), True)):
        assert loan.is_late(calendar, midnight.astimezone(UTC) - before) is is_late


@pytest.mark.parametrize(
    ("moment", "first"),
    [
        ("2026-03-28T23:30Z", date(2026, 3, 29)),
        ("2026-03-29T21:59Z", date(2026, 3, 29)),
        ("2026-03-29T22:00Z", date(2026, 3, 30)),
        ("2026-10-24T22:00Z", date(2026, 10, 25)),
        ("2026-10-25T22:59Z", date(2026, 10, 25)),
        ("2026-10-25T23:00Z", date(2026, 10, 26)),
    ],
)
def test_days_are_counted_from_the_day_that_it_is_in_the_shop(moment: str, first: date) -> None:
    """In UTC it may still be the day before."""
    assert usual_day(SHOP, datetime.fromisoformat(moment)) == first + timedelta(days=14)
    assert SHOP.law_last_day("complaint_answer", datetime.fromisoformat(moment)) == first + timedelta(days=14)


def test_papers_and_money_are_dated_by_the_shops_day() -> None:
    """Half past midnight in Warsaw, where in UTC it is the day before: what is issued and paid is of today, and nothing
    ends on a day that is over."""
    scene = Scene.in_phase("in_review")
    desk, request = scene.desk, scene.request
    desk.clock.now = desk.clock.now.replace(hour=23, minute=30)  # type: ignore[attr-defined]
    over = desk.clock().date()
    today = over + timedelta(days=1)
    amount = {"minor": 76_000, "currency": "PLN"}
    j.do(desk, ReportPayment, Automation(id="stripe"), **invoices.asked(scene), state="paid", amount=amount)
    with desk.reading() as reader:
        ((invoice,), (payment,)) = (reader.find(Query(kind), {}, limit=9) for kind in (Invoice, Payment))
    assert (invoice.issued_on, payment.received_on) == (today, today)
    for command, fields, last in (
        (DraftInvoice, invoices.fields(desk, request), "due_on"),
        (PrepareQuote, quotes.fields(desk, request, quotes.FIXED), "valid_until"),
        (AwaitPart, {"request": request, "part": "Display"}, "expected"),
        (LendDevice, {"request": request, "loan_device": loans.to_lend(desk)}, "due"),
    ):
        refused = j.attempt(desk, command, j.ANNA, **(fields | {last: over}))
        assert isinstance(refused, Refusal)
        assert refused.field == last
        assert not isinstance(j.attempt(desk, command, j.ANNA, **(fields | {last: today})), Refusal)


def test_a_new_rate_holds_from_the_shops_midnight_on() -> None:
    """Half past midnight in Prague on the day on which 12 % took the place of 15 %; in UTC it is still the day
    before. What was sold then is invoiced as the law had it then."""
    desk = make_desk(settings=attrs.evolve(POLISH, country="CZ", time_zone="Europe/Prague", tax_rates=(2100, 1500)))
    desk.clock.now = datetime(2023, 12, 31, 23, 30, tzinfo=UTC)  # type: ignore[attr-defined]
    request = Scene.in_phase("in_review", desk).request

    def refuses(command: type[Any], rate: int, fields: dict[str, Any], **more: Any) -> bool:
        lines = [{**line, "tax_rate": rate} for line in fields["lines"]]
        return isinstance(j.attempt(desk, command, j.ANNA, **(fields | more | {"lines": lines})), Refusal)

    quote, invoice = quotes.fields(desk, request, quotes.FIXED), invoices.fields(desk, request)
    assert [refuses(PrepareQuote, rate, quote) for rate in (1500, 1200)] == [True, False]
    days = date(2024, 1, 1), date(2023, 12, 31)
    assert [refuses(DraftInvoice, 1500, invoice, sold_on=day) for day in days] == [True, False]


def test_an_invoice_is_late_from_the_shops_midnight_on() -> None:
    """Not on its last day; in Warsaw the next one begins an hour earlier than in UTC."""
    scene = Scene.in_phase("in_review")
    desk = scene.desk
    invoices.issue(desk, scene.request, due_on=desk.clock().date())
    for hour, is_late in ((22, False), (23, True)):
        desk.clock.now = desk.clock.now.replace(hour=hour, minute=30)  # type: ignore[attr-defined]
        (shown,) = desk.show(view_invoices, j.ANNA, scene.request).shown
        assert shown.is_late is is_late


def test_what_ended_is_kept_from_the_shops_day_on() -> None:
    """A request that was closed after midnight there; an order closed in the new year is of that year."""
    closed = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
    assert due_day(RetentionClass.INQUIRY, closed, SHOP, 12) == date(2028, 1, 1)
    assert due_day(RetentionClass.ORDER, closed, SHOP, 12) == date(2028, 12, 31)


def test_a_request_is_stuck_by_the_shops_days() -> None:
    """After three of them, from midnight there."""
    desk = make_desk(settings=SHOP)
    desk.clock.now = datetime(2026, 11, 25, 12, tzinfo=UTC)  # type: ignore[attr-defined]
    j.in_phase(desk, "in_review")
    for hour, stuck in ((22, 0), (23, 1)):
        desk.clock.now = datetime(2026, 11, 27, hour, 30, tzinfo=UTC)  # type: ignore[attr-defined]
        assert len(desk.show(view_queue, j.ANNA, overview=Overview.STUCK).rows) == stuck


def test_what_ended_is_proposed_from_the_shops_midnight_on() -> None:
    """To whoever looks at the list, and by the worker that counts."""
    desk = make_desk(settings=SHOP)
    desk.clock.now = datetime(2026, 3, 31, 10, tzinfo=UTC)  # type: ignore[attr-defined]
    j.in_phase(desk, "cancelled")
    for hour, due in ((21, 0), (22, 1)):
        desk.clock.now = datetime(2027, 3, 30, hour, 30, tzinfo=UTC)  # type: ignore[attr-defined]
        desk.count_retention()
        assert len(desk.show(view_retention, j.BOSS, RetentionClass.INQUIRY).rows) == due
        assert desk.show(view_retention_due, j.BOSS).total == due
