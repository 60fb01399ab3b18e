"""A withdrawal as its customer reads it, and with its clock and the law for staff."""

from __future__ import annotations

from datetime import date, datetime

from ..base.actors import CUSTOMERS, STAFF
from ..base.changes import Refusal
from ..base.money import Money
from ..base.text import ERASED, CustomerText
from ..context import Context
from ..countries.values import Law
from ..guardrails.disclosure import customer_view, staff_view
from ..ports.store import Reader
from ..quotes.model import Quote, QuoteAnswer, QuoteLine
from ..quotes.pricing import Choice, price
from ..service_requests.access import is_proof_old, request_view
from ..service_requests.model import ServiceRequest
from ..service_requests.parts import RoomPart, room_part
from ..service_requests.rules import VIEW_REQUESTS
from ..subjects import NOT_FOUND, get_visible
from ..viewing import view
from .model import PERIOD, REPAYMENT, DeclaredBy, Withdrawal, WithdrawalStanding
from .rules import OfOrders, orders_of, repay_by, standing_on


@customer_view
class DeclaredWithdrawal:
    """A withdrawal that was declared, and the shop's answer.

    Attributes:
        declared_at: When it was sent here, or written down here.
        received_on: The day on which it came in.
        repay_by: The last day to pay back; None where the law says nothing.
        note: What the shop says follows.
        owed: What the customer pays for what was done until then.
        returned: What is paid back.
        repaid_at: When that was sent; None as long as it was not.
    """

    declared_at: datetime
    how: DeclaredBy
    received_on: date
    standing: WithdrawalStanding
    repay_by: date | None
    answered_at: datetime | None
    note: CustomerText | None
    owed: Money | None
    returned: Money | None
    repaid_at: datetime | None
    hand_back: bool


@customer_view
class RoomWithdrawal(RoomPart):
    """The latest order of a request, as far as withdrawing from it goes.

    Attributes:
        order: Its id, for `DeclareWithdrawal`.
        lines: What was ordered; empty where a new code would be needed to see that.
        total: Tax included; None where a new code would be needed.
        start_now: Whether the customer asked for the work to begin before the last day.
        last_day: The last day to withdraw; None where the law of the shop's country sets none.
        standing: How a declaration would stand now.
        repay_by: By when the shop pays back if it is declared today.
        name: Of the customer, as the request has it.
        declared: The withdrawal; None where there is none.
    """

    order: str
    number: int
    """Of the quote's version."""
    ordered_at: datetime
    lines: tuple[QuoteLine, ...]
    total: Money | None
    start_now: bool
    last_day: date | None
    standing: WithdrawalStanding
    repay_by: date | None
    name: str
    declared: DeclaredWithdrawal | None


@staff_view
class RequestWithdrawals:
    """The orders of a request as far as withdrawing goes.

    Attributes:
        order: The latest order, None without one; ``quote`` is its quote.
        standing: How a declaration about it would stand now.
        last_day: The last day to withdraw from it.
        rows: The withdrawals, the latest first, each with its order.
        open: The one that waits for an answer, and is to be answered first.
        unpaid: The one that is answered and for which money is to be sent first.
        days_left: Until the last day to pay back, of ``open`` or else of ``unpaid``; negative once it is over, None
            where nothing waits.
        law: The provision that sets that time.
        can_record: Whether one can be written down: there is an order that nobody withdrew from.
    """

    order: QuoteAnswer | None
    quote: Quote | None
    standing: WithdrawalStanding | None
    last_day: date | None
    rows: tuple[tuple[Withdrawal, QuoteAnswer | None], ...]
    open: Withdrawal | None
    unpaid: Withdrawal | None
    days_left: int | None
    law: Law | None
    can_record: bool


def _declared(found: Withdrawal | None) -> DeclaredWithdrawal | None:
    if found is None:
        return None
    return DeclaredWithdrawal(
        declared_at=found.declared_at,
        how=found.how,
        received_on=found.received_on,
        standing=found.standing,
        repay_by=found.repay_by,
        answered_at=found.answered_at,
        note=found.note,
        owed=found.owed,
        returned=found.returned,
        repaid_at=found.repaid_at,
        hand_back=found.hand_back,
    )


def _of(found: OfOrders, context: Context) -> RoomWithdrawal | None:
    if (latest := found.order(None)) is None:
        return None
    (quote, order), request, settings = latest, found.request, context.settings
    today = settings.calendar(request.location).day_of(context.now)
    priced = price(quote, Choice(options=order.options, extras=order.extras))
    is_hidden = is_proof_old(context)
    names = (str(name) for name in (request.given_name, request.surname) if name is not None and str(name) != ERASED)
    return RoomWithdrawal(
        order=order.id,
        number=quote.number,
        ordered_at=order.answered_at,
        lines=() if is_hidden or priced is None else tuple(quote.lines[place] for place in priced.places),
        total=None if is_hidden else order.total,
        start_now=order.start_now,
        last_day=settings.law_last_day(PERIOD, order.answered_at),
        standing=standing_on(today, order, request, settings),
        repay_by=repay_by(today, settings),
        name=" ".join(names),
        declared=_declared(found.withdrawals.get(order.id)),
    )


@room_part(QuoteAnswer)
def withdrawal_in_room(reader: Reader, request: ServiceRequest, context: Context) -> RoomWithdrawal | None:
    """The way to withdraw, the whole period long, and what was declared; nothing where the law knows no withdrawal, or
    its last day has passed."""
    found = _of(orders_of(reader, request), context)
    if found is None or (found.declared is None and found.last_day is None):
        return None
    return None if found.declared is None and found.standing is WithdrawalStanding.LATE else found


@view(actors=CUSTOMERS)
def view_withdrawal(reader: Reader, context: Context, request_id: str) -> RoomWithdrawal | Refusal | None:
    """The latest order of a request, as its customer withdraws from it, also when the last day has passed.

    Args:
        request_id: The request's id.

    Returns:
        The order, None where there is none, or a refusal.
    """
    request = get_visible(reader, ServiceRequest, request_id, context)
    return NOT_FOUND if request is None else _of(orders_of(reader, request), context)


@request_view(actors=STAFF, right=VIEW_REQUESTS)
def view_request_withdrawals(reader: Reader, context: Context, request: ServiceRequest) -> RequestWithdrawals:
    """The orders of a request and the withdrawals from them, with the law's clock.

    Args:
        request_id: The request's id.

    Returns:
        Both, or a refusal when there is no such request within the viewer's locations.
    """
    found, settings = orders_of(reader, request), context.settings
    today = settings.calendar(request.location).day_of(context.now)
    latest = found.order(None)
    rows = sorted(found.withdrawals.values(), key=lambda one: one.declared_at, reverse=True)
    waits = next((one for one in reversed(rows) if one.answered_at is None), None)
    unpaid = next((one for one in reversed(rows) if one.answered_at is not None and one.is_open), None)
    runs = waits or unpaid
    orders = {answer.id: answer for _, answer in found.orders}
    clock = None if runs is None else settings.law.clock(REPAYMENT, runs.received_on)
    return RequestWithdrawals(
        order=None if latest is None else latest[1],
        quote=None if latest is None else latest[0],
        standing=None if latest is None else standing_on(today, latest[1], request, settings),
        last_day=None if latest is None else settings.law_last_day(PERIOD, latest[1].answered_at),
        rows=tuple((one, orders.get(one.answer)) for one in rows),
        open=waits,
        unpaid=unpaid,
        days_left=None if runs is None or runs.repay_by is None else (runs.repay_by - today).days,
        law=None if clock is None else settings.law.law(clock.law),
        can_record=latest is not None and latest[1].id not in found.withdrawals,
    )
