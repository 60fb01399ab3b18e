"""What staff and customers are shown of payments and refunds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from ..base.actors import STAFF
from ..base.changes import Effect
from ..base.money import Money
from ..base.text import SafeText
from ..context import Context
from ..guardrails.disclosure import customer_view, staff_view
from ..guardrails.rights import may
from ..ports.store import Reader
from ..service_requests.access import is_proof_old, request_view
from ..service_requests.model import ServiceRequest
from ..service_requests.parts import RoomPart, room_part
from ..service_requests.rules import VIEW_REQUESTS
from .money import (
    CHECKOUTS,
    MOST_ROWS,
    PAYMENTS,
    REFUNDS,
    Checkout,
    CheckoutState,
    Method,
    Payment,
    Refund,
    RefundState,
)
from .payments import RECORD, MoneyOf, find_money, is_payable
from .views import InvoiceSummary, summary_of


@customer_view
class PaymentView:
    """A payment as its customer reads it.

    Attributes:
        is_deposit: Whether it counts for no invoice yet.
    """

    amount: Money
    method: Method
    received_on: date
    receipt: SafeText | None
    is_deposit: bool


@customer_view
class RefundView:
    """Money that goes back, as its customer reads it.

    Attributes:
        at: When it came so far.
        withdrawn_text: Why it does not come after all.
    """

    amount: Money
    state: RefundState
    text: SafeText
    at: datetime
    withdrawn_text: SafeText | None


@customer_view
class RoomPayments(RoomPart):
    """What was received, newest first; none for a customer whom a new code would show it."""

    rows: tuple[PaymentView, ...]


@customer_view
class RoomRefunds(RoomPart):
    """What goes back, newest first; none for a customer whom a new code would show it."""

    rows: tuple[RefundView, ...]


@customer_view
class RoomCheckouts(RoomPart):
    """The ids of invoices for which a payment is on its way, and of those whose last try came to nothing."""

    pending: tuple[str, ...]
    failed: tuple[str, ...]


@staff_view
class MoneyForStaff:
    """What came and what goes back, for one request.

    Attributes:
        payable: Its invoices for which money can be recorded.
        numbers: The number of each invoice, by its id.
        returnable: What can still be promised back, by the invoice's id, under "" of deposits: an amount for each
            currency.
        promised_back: Ids of payments that a refund leans on: the other payments do not cover it.
    """

    payable: tuple[InvoiceSummary, ...]
    numbers: dict[str, str]
    payments: tuple[Payment, ...]
    refunds: tuple[Refund, ...]
    checkouts: tuple[Checkout, ...]
    returnable: dict[str, tuple[Money, ...]]
    promised_back: frozenset[str]
    today: date
    can_record: bool


@room_part(Payment)
def room_payments(reader: Reader, request: ServiceRequest, context: Context) -> RoomPayments | None:
    """What was received for a request, for its customer; what was recorded by mistake is no payment."""
    if is_proof_old(context):
        return None
    found = reader.find(PAYMENTS, {"request": request.id}, limit=MOST_ROWS)
    counted = [one for one, decision in found if one.counts and one.is_decided(Effect.PAY, decision)]
    rows = (
        PaymentView(
            amount=one.amount,
            method=one.method,
            received_on=one.received_on,
            receipt=one.receipt,
            is_deposit=one.invoice is None,
        )
        for one in counted
    )
    return RoomPayments(rows=tuple(rows)) if counted else None


@room_part(Refund)
def room_refunds(reader: Reader, request: ServiceRequest, context: Context) -> RoomRefunds | None:
    """What goes back to a request's customer."""
    if is_proof_old(context):
        return None
    rows = (
        RefundView(
            amount=one.amount,
            state=one.state,
            text=one.text,
            at=one.at,
            withdrawn_text=one.withdrawn_text,
        )
        for one in reader.find(REFUNDS, {"request": request.id}, limit=MOST_ROWS)
    )
    return RoomRefunds(rows=tuple(rows))


def _checkouts(reader: Reader, request: ServiceRequest) -> Sequence[Checkout]:
    there = Checkout.record_type.name in request.has
    return reader.find(CHECKOUTS, {"request": request.id}, limit=MOST_ROWS) if there else ()


@room_part(Checkout)
def room_checkouts(reader: Reader, request: ServiceRequest, context: Context) -> RoomCheckouts:
    """How paying each invoice stands, for a request's customer: an older page may be paid as well as the newest. A try
    came to nothing where that is said of the newest page, and of no other anything since."""
    pages: dict[str, list[Checkout]] = {}
    for one in _checkouts(reader, request):
        pages.setdefault(one.invoice, []).append(one)
    pending = tuple(id for id, rows in pages.items() if any(one.state is CheckoutState.PENDING for one in rows))
    failed = (id for id, rows in pages.items() if _has_failed(rows))
    return RoomCheckouts(pending=pending, failed=tuple(id for id in failed if id not in pending))


def _has_failed(pages: Sequence[Checkout]) -> bool:
    newest = max(pages, key=lambda one: one.attempt)
    last = max(pages, key=lambda one: (one.told_at or one.asked_at, one.attempt))
    return newest is last and newest.state is CheckoutState.FAILED


def _returnable(found: MoneyOf) -> dict[str, tuple[Money, ...]]:
    rows = dict[str, tuple[Money, ...]]()
    for id, currency in dict.fromkeys((one.invoice, one.amount.currency) for one in found.payments if one.counts):
        if (minor := found.returnable(id, currency)) > 0:
            rows[id or ""] = (*rows.get(id or "", ()), Money(minor=minor, currency=currency))
    return rows


@request_view(actors=STAFF, right=VIEW_REQUESTS)
def view_money(reader: Reader, context: Context, request: ServiceRequest) -> MoneyForStaff:
    """Look at what came and what goes back, as staff.

    Args:
        request_id: The request's id.

    Returns:
        The payments and refunds, or a refusal.
    """
    found = find_money(reader, request)
    counted = [one for one in found.payments if one.counts]
    return MoneyForStaff(
        payable=tuple(summary_of(one, context) for one in found.invoices if is_payable(one)),
        numbers={one.id: one.number for one in found.invoices},
        payments=found.payments,
        refunds=found.refunds,
        checkouts=tuple(_checkouts(reader, request)),
        returnable=_returnable(found),
        promised_back=frozenset(one.id for one in counted if found.is_promised_back(one)),
        today=context.now.astimezone(context.settings.zone).date(),
        can_record=may(context.actor, RECORD, request),
    )
