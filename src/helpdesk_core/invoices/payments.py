"""Payments that a person records, a payment that was recorded by mistake, and refunds."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import attrs

from ..base.actors import STAFF
from ..base.changes import Change, Effect, Refusal, RefusalKind, Save, Verdict, refused
from ..base.commands import OpaqueId, command, money, text
from ..base.messages import define
from ..base.money import Money
from ..base.results import Result, result
from ..base.text import RawText
from ..context import Context
from ..guardrails.decisions import Evidence, decide
from ..guardrails.rights import right
from ..handlers import handles
from ..ports.store import Reader
from ..service_requests.access import RequestCommand, load_request
from ..service_requests.model import ServiceRequest
from ..service_requests.rules import UNCONFIRMED, done, is_unconfirmed
from ..withdrawals.model import OF_REQUEST as WITHDRAWALS
from ..withdrawals.model import Withdrawal
from ..withdrawals.repaying import sent_back
from .changes import PaymentRecorded, PaymentStruck, RefundArrived, RefundPromised, RefundSent, RefundWithdrawn
from .model import Invoice, InvoiceKind
from .money import (
    BASES,
    BY_HAND,
    MOST_BY_HAND,
    MOST_ROWS,
    PAYMENTS,
    REFUNDS,
    Method,
    Payment,
    PaymentStanding,
    Refund,
    RefundState,
)
from .rules import InvoicesOf, issued

RECORD = right("invoices.money", "Record payments and refunds.")
_LARGEST = 10**12
TOO_MANY_ROWS = Refusal(
    define("refusal.money_too_many", "No more can be recorded for this request. Please use another one."),
    kind=RefusalKind.CONFLICT,
)
NO_SUCH_INVOICE = Refusal(
    define("refusal.payment_no_invoice", "Please choose an invoice of this request that can be paid, or none."),
    field="invoice",
)
OTHER_CURRENCY = Refusal(define("refusal.payment_currency", "This is not the currency of the invoice."), field="amount")
IN_FUTURE = Refusal(
    define("refusal.payment_day", "Please give the day on which the money came: today or earlier."),
    field="received_on",
)
BY_PROVIDER = Refusal(
    define("refusal.payment_by_provider", "What was paid online is recorded by its provider alone."), field="method"
)
NO_SUCH_PAYMENT = Refusal(
    define("refusal.no_such_payment", "There is no such payment, or it does not count any more."),
    kind=RefusalKind.CONFLICT,
)
TOO_MUCH_BACK = Refusal(
    define("refusal.refund_too_much", "This is more than was received and not promised back yet."), field="amount"
)
PROMISED_BACK = Refusal(
    define(
        "refusal.payment_promised_back",
        "Money was promised or sent back out of this payment. Please tick that you have seen it.",
    ),
    field="promised_back",
    kind=RefusalKind.CONFLICT,
)
NO_SUCH_REFUND = Refusal(
    define("refusal.no_such_refund", "There is no such refund, or it has come further already."),
    kind=RefusalKind.CONFLICT,
)


@result
class PaymentWasRecorded(Result):
    """The payment's id."""

    payment: str


@result
class RefundWasPromised(Result):
    """The refund's id."""

    refund: str


@command
class RecordPayment(RequestCommand[PaymentWasRecorded]):
    """Write down that money came: cash, at the terminal, or by bank transfer.

    Args:
        invoice: The id of the invoice that it is for; None for a deposit, which counts for the next invoice.
        amount: How much came.
        method: How it came.
        received_on: The day on which it came.
        receipt: The number of the till receipt, where there is one.
        unconfirmed: Whether the person has seen that nobody has confirmed the request.
    """

    invoice: OpaqueId | None = None
    amount: Money = money(1, _LARGEST)
    method: Method
    received_on: date
    receipt: RawText | None = text(max_length=60, default=None)
    unconfirmed: bool = False


@command
class StrikePayment(RequestCommand[Result]):
    """Say that a payment was recorded by mistake: it stays readable and does not count.

    Args:
        payment: Its id.
        text: Why.
        promised_back: Whether the person has seen that money was promised or sent back out of it.
        unconfirmed: Whether the person has seen that nobody has confirmed the request.
    """

    payment: OpaqueId
    text: RawText = text(max_length=300)
    promised_back: bool = False
    unconfirmed: bool = False


@command
class PromiseRefund(RequestCommand[RefundWasPromised]):
    """Promise money back. Nothing is sent by it: somebody sends it, and then says so.

    Args:
        invoice: The id of the invoice that it is about; None for a deposit.
        amount: How much goes back.
        text: Why, in words for the customer.
        unconfirmed: Whether the person has seen that nobody has confirmed the request.
    """

    invoice: OpaqueId | None = None
    amount: Money = money(1, _LARGEST)
    text: RawText = text(max_length=300)
    unconfirmed: bool = False


@command
class MarkRefund(RequestCommand[Result]):
    """Say that money that was promised back was sent, or that it arrived.

    Args:
        refund: Its id.
        state: How far it has come.
        unconfirmed: Whether the person has seen that nobody has confirmed the request.
    """

    refund: OpaqueId
    state: RefundState
    unconfirmed: bool = False


@command
class WithdrawRefund(RequestCommand[Result]):
    """Take back a promise of money that was not sent yet. The customer is told, and reads why.

    Args:
        refund: Its id.
        text: Why, in words for the customer.
        unconfirmed: Whether the person has seen that nobody has confirmed the request.
    """

    refund: OpaqueId
    text: RawText = text(max_length=300)
    unconfirmed: bool = False


@attrs.frozen(kw_only=True)
class MoneyOf(InvoicesOf):
    """A request's invoices with the money that came and went, newest first, and its withdrawals from orders."""

    payments: tuple[Payment, ...] = ()
    refunds: tuple[Refund, ...] = ()
    withdrawals: tuple[Withdrawal, ...] = ()

    def received(self, invoice: str | None, currency: str) -> int:
        """What counts for an invoice, or for none yet, without what was sent back: in minor units of one currency,
        since deposits may come in several."""
        came = (one for one in self.payments if one.counts)
        return _sum(came, invoice, currency) - _sum((one for one in self.refunds if one.is_gone), invoice, currency)

    @property
    def deposits(self) -> tuple[Payment, ...]:
        """Payments that count for no invoice yet."""
        return tuple(one for one in self.payments if one.counts and one.invoice is None)

    def returnable(self, invoice: str | None, currency: str) -> int:
        """What can still be promised back: in minor units of one currency; below nought where what it was promised out
        of was struck."""
        promised = (one for one in self.refunds if one.state is RefundState.PROMISED)
        return self.received(invoice, currency) - _sum(promised, invoice, currency)

    def is_promised_back(self, payment: Payment) -> bool:
        """Whether more was promised or sent back than the other payments cover: a refund leans on this one."""
        return self.returnable(payment.invoice, payment.amount.currency) < payment.amount.minor

    def counted(self, invoice: str | None, more: int) -> tuple[Save, ...]:
        """The save of an invoice for which so much more was received now."""
        before = self.invoice(invoice)
        if before is None:
            return ()
        currency = before.gross.currency
        after = before.counted(paid=Money(minor=self.received(invoice, currency) + more, currency=currency))
        return () if after == before else (Save(before=before, after=after),)


def _sum(rows: Iterable[Payment | Refund], invoice: str | None, currency: str) -> int:
    return sum(one.amount.minor for one in rows if (one.invoice, one.amount.currency) == (invoice, currency))


def find_money(reader: Reader, request: ServiceRequest) -> MoneyOf:
    """A request's invoices, payments and refunds: a statement for each of them that there is."""

    def found(query: Any, name: str) -> Iterable[Any]:
        return reader.find(query, {"request": request.id}, limit=MOST_ROWS) if name in request.has else ()

    return MoneyOf(
        request=request,
        invoices=issued(reader, request),
        payments=tuple(one for one, decision in found(PAYMENTS, "payments") if one.is_decided(Effect.PAY, decision)),
        refunds=tuple(found(REFUNDS, "refunds")),
        withdrawals=tuple(found(WITHDRAWALS, "withdrawals")),
    )


def load_money(reader: Reader, command: RequestCommand[Any], context: Context) -> MoneyOf | Refusal:
    """Load for commands about money."""
    loaded = load_request(reader, command, context)
    return loaded if isinstance(loaded, Refusal) else find_money(reader, loaded.request)


def is_payable(invoice: Invoice | None) -> bool:
    """Whether money can be received for it: a credit note returns some."""
    return invoice is not None and invoice.kind is not InvoiceKind.CREDIT


@handles(RecordPayment, actors=STAFF, load=load_money, right=RECORD)
def record_payment(loaded: MoneyOf, command: RecordPayment, context: Context) -> Verdict[PaymentWasRecorded]:
    """What came is written down as it came, also twice, too much or too late: the invoice says what is next."""
    invoice = loaded.invoice(command.invoice)
    if is_unconfirmed(loaded.request) and not command.unconfirmed:
        return refused(UNCONFIRMED)
    if command.method not in BY_HAND:
        return refused(BY_PROVIDER)
    if sum(one.method in BY_HAND for one in loaded.payments) >= MOST_BY_HAND:
        return refused(TOO_MANY_ROWS)
    if command.invoice is not None and not is_payable(invoice):
        return refused(NO_SUCH_INVOICE)
    if invoice is not None and invoice.gross.currency != command.amount.currency:
        return refused(OTHER_CURRENCY)
    if command.received_on > context.now.astimezone(context.settings.zone).date():
        return refused(IN_FUTURE)
    made = context.make(
        Payment,
        request=loaded.request.id,
        invoice=command.invoice,
        amount=command.amount,
        method=command.method,
        received_on=command.received_on,
        receipt=context.texts.get("receipt"),
        standing=PaymentStanding.RECEIVED,
        recorded_by=context.actor.id,
        recorded_by_name=context.staff_name,
        recorded_at=context.now,
    )
    return received(loaded, made, context, result=PaymentWasRecorded(payment=made.id))


def received(loaded: MoneyOf, payment: Payment, context: Context, *, result: Any) -> Verdict[Any]:
    """A payment with the decision about it, and the invoice that it counts for."""
    ready = payment.committed(Effect.PAY, context.new_salt())
    by = Evidence(actor=context.actor, basis=BASES[ready.method])
    decision = decide(Effect.PAY, ready, subject=loaded.request.id, by=by, now=context.now)
    change = PaymentRecorded(payment=ready.id, digest=ready.digest)
    saves = (
        Save(after=decision),
        Save(after=ready.changed(decided=decision.id)),
        *loaded.counted(ready.invoice, ready.amount.minor),
    )
    return done(loaded.request, context, change, result=result, saves=saves)


@handles(StrikePayment, actors=STAFF, load=load_money, right=RECORD)
def strike(loaded: MoneyOf, command: StrikePayment, context: Context) -> Verdict[Result]:
    """The mistake stays readable. What its provider reported is no mistake of anybody's here. Money that was promised
    back out of it may have been sent, so it is struck all the same by a person who has seen that."""
    before = next((one for one in loaded.payments if one.id == command.payment), None)
    if before is None or not before.counts or before.method is Method.ONLINE:
        return refused(NO_SUCH_PAYMENT)
    if is_unconfirmed(loaded.request) and not command.unconfirmed:
        return refused(UNCONFIRMED)
    if loaded.is_promised_back(before) and not command.promised_back:
        return refused(PROMISED_BACK)
    after = before.changed(standing=PaymentStanding.STRUCK, reason=context.texts["text"])
    saves = (Save(before=before, after=after), *loaded.counted(before.invoice, -before.amount.minor))
    return done(loaded.request, context, PaymentStruck(payment=before.id), result=Result(), saves=saves)


@handles(PromiseRefund, actors=STAFF, load=load_money, right=RECORD)
def promise_refund(loaded: MoneyOf, command: PromiseRefund, context: Context) -> Verdict[RefundWasPromised]:
    """No more than was received. A promise moves nothing yet: the invoice counts it when it is sent."""
    invoice = loaded.invoice(command.invoice)
    if is_unconfirmed(loaded.request) and not command.unconfirmed:
        return refused(UNCONFIRMED)
    if command.invoice is not None and not is_payable(invoice):
        return refused(NO_SUCH_INVOICE)
    if len(loaded.refunds) >= MOST_ROWS:
        return refused(TOO_MANY_ROWS)
    if command.amount.minor > loaded.returnable(command.invoice, command.amount.currency):
        return refused(TOO_MUCH_BACK)
    made = context.make(
        Refund,
        request=loaded.request.id,
        invoice=command.invoice,
        amount=command.amount,
        state=RefundState.PROMISED,
        text=context.texts["text"],
        promised_by=context.actor.id,
        promised_by_name=context.staff_name,
        promised_at=context.now,
    )
    change, save = RefundPromised(refund=made.id), Save(after=made)
    return done(loaded.request, context, change, result=RefundWasPromised(refund=made.id), saves=(save,))


@handles(MarkRefund, actors=STAFF, load=load_money, right=RECORD)
def mark_refund(loaded: MoneyOf, command: MarkRefund, context: Context) -> Verdict[Result]:
    """Promised, then sent, then arrived; no step is taken twice, none is left out."""
    before = next((one for one in loaded.refunds if one.id == command.refund), None)
    if is_unconfirmed(loaded.request) and not command.unconfirmed:
        return refused(UNCONFIRMED)
    if before is None or _NEXT.get(before.state) is not command.state:
        return refused(NO_SUCH_REFUND)
    if command.state is RefundState.SENT:
        after = before.changed(state=command.state, sent_at=context.now)
        change: Change = RefundSent(refund=before.id)
        counted = loaded.counted(before.invoice, -before.amount.minor)
        gone = ((one.sent_at, one.amount) for one in (after, *loaded.refunds) if one.sent_at is not None)
        settled, values = sent_back(loaded.withdrawals, gone, loaded.request, context)
    else:
        after = before.changed(state=command.state, arrived_at=context.now)
        change, counted, settled, values = RefundArrived(refund=before.id), (), (), {}
    saves = (Save(before=before, after=after), *counted, *settled)
    return done(loaded.request, context, change, result=Result(), saves=saves, **values)


@handles(WithdrawRefund, actors=STAFF, load=load_money, right=RECORD)
def withdraw_refund(loaded: MoneyOf, command: WithdrawRefund, context: Context) -> Verdict[Result]:
    """What was sent is gone. The promise stays readable, with why; what it held can be promised anew."""
    before = next((one for one in loaded.refunds if one.id == command.refund), None)
    if is_unconfirmed(loaded.request) and not command.unconfirmed:
        return refused(UNCONFIRMED)
    if before is None or before.state is not RefundState.PROMISED:
        return refused(NO_SUCH_REFUND)
    why = context.texts["text"]
    after = before.changed(state=RefundState.WITHDRAWN, withdrawn_at=context.now, withdrawn_text=why)
    saves, change = (Save(before=before, after=after),), RefundWithdrawn(refund=before.id)
    return done(loaded.request, context, change, result=Result(), saves=saves)


_NEXT = {RefundState.PROMISED: RefundState.SENT, RefundState.SENT: RefundState.ARRIVED}
