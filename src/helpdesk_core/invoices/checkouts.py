"""Paying on a provider's page: the customer asks for it, and the provider's signed word says what came of it.

A page is for one amount of one invoice. What its provider says is believed for that amount and currency alone; anything
else is for a person to look at. Events come in any order and any number of times: each has one effect.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import attrs

from ..base.actors import CUSTOMERS, ActorKind
from ..base.changes import Change, Refusal, RefusalKind, Save, Verdict, refused
from ..base.commands import Command, OpaqueId, command, money, number
from ..base.digests import outside_id
from ..base.messages import define
from ..base.money import Money
from ..base.results import Result, result
from ..context import Context
from ..handlers import handles
from ..ports.payments import PaymentState
from ..ports.store import Reader
from ..service_requests.access import SHOW_AGAIN, RequestCommand, is_proof_old, load_request
from ..service_requests.model import ServiceRequest
from ..service_requests.rules import done
from ..subjects import NOT_FOUND, get_visible
from .changes import CheckoutAsked, CheckoutPending, CheckoutTold
from .money import CHECKOUTS, Checkout, CheckoutState, Method, Payment, PaymentStanding
from .payments import MoneyOf, find_money, is_payable, received

NOTHING_DUE = Refusal(
    define("refusal.checkout_nothing_due", "Nothing is left to pay for this invoice."), kind=RefusalKind.CONFLICT
)
ON_ITS_WAY = Refusal(
    define(
        "refusal.checkout_pending",
        "A payment for this invoice is on its way. Please wait for the bank, so that nothing is paid twice.",
    ),
    kind=RefusalKind.CONFLICT,
)
TOO_MANY = Refusal(
    define(
        "refusal.checkout_too_many",
        "There have been too many tries to pay online here. Please pay by transfer, or ask us.",
    ),
    kind=RefusalKind.TOO_MANY,
)
#: Providers remember for a day that they were asked for a page. After that they would make a second one for the same
#: key, and of two payments for one key only the first is known.
PAGE_LIFETIME = timedelta(hours=23)
_LIFETIME_MINUTES = PAGE_LIFETIME // timedelta(minutes=1)
_MOST = 100
"""Pages of one request: no more are read, so that there are no more."""
#: Each state comes after those before it. Events come in any order, and one of an earlier step takes nothing back.
_STEPS = (
    CheckoutState.OPEN,
    CheckoutState.PENDING,
    CheckoutState.FAILED,
    CheckoutState.PAID,
    CheckoutState.OTHER,
    CheckoutState.RETURNED,
    CheckoutState.DISPUTED,
)
_SAID = {
    PaymentState.AGREED: CheckoutState.PENDING,
    PaymentState.PENDING: CheckoutState.PENDING,
    PaymentState.FAILED: CheckoutState.FAILED,
    PaymentState.PAID: CheckoutState.PAID,
    PaymentState.REFUNDED: CheckoutState.RETURNED,
    PaymentState.DISPUTED: CheckoutState.DISPUTED,
}


@result
class CheckoutWasAsked(Result):
    """What is to be paid, for `ports.PaymentRequest`.

    Attributes:
        invoice: The invoice's id.
        attempt: Which of its pages it is, from 1.
        minor: How much, in minor units.
        currency: ISO 4217 code.
        number: The invoice's number.
        language: That in which it was issued: whoever asks in whichever language is led to the same page.
    """

    invoice: str
    attempt: int
    minor: int
    currency: str
    number: str
    language: str


@result
class PaymentWasReported(Result):
    """What is to be done about it.

    Attributes:
        settle: Whether what the customer agreed on is still owed, and is to be taken now.
    """

    settle: bool = False


@command
class AskForCheckout(RequestCommand[CheckoutWasAsked]):
    """The customer wants to pay an invoice on the provider's page. Nothing is taken by it.

    Args:
        invoice: The invoice's id.
        provider: The provider's name.
        spent: The attempt that brings no page any more (`ports.PageSpent`), so that there is another; 0 for none.
        minutes: For how long asking again brings the same page (`ports.TwoSteps.page_lifetime`).
    """

    invoice: OpaqueId
    provider: OpaqueId
    spent: int = number(0, _MOST, default=0)
    minutes: int = number(1, _LIFETIME_MINUTES, default=_LIFETIME_MINUTES)


@command
class ReportPayment(Command[PaymentWasReported]):
    """A provider's signed word about one page, as its adapter read it.

    Args:
        page: What was paid: `ports.PaymentRequest.key`.
        provider: The provider's name.
        state: What became of it.
        amount: What the provider says.
    """

    page: OpaqueId
    provider: OpaqueId
    state: PaymentState
    amount: Money = money(0)


@attrs.frozen(kw_only=True)
class CheckoutsOf(MoneyOf):
    """A request's money with the pages that were asked for, newest first, and the one that a report is about."""

    checkouts: tuple[Checkout, ...] = ()
    reported: Checkout | None = None


def checkout_id(tenant: str, key: str) -> str:
    """The one id that the page of a key can have."""
    return outside_id(tenant, "checkout", key)


def _with_checkouts(reader: Reader, request: ServiceRequest, reported: Checkout | None) -> CheckoutsOf:
    found = find_money(reader, request)
    there = "checkouts" in request.has
    values = {field.name: getattr(found, field.name) for field in attrs.fields(MoneyOf)}
    rows = reader.find(CHECKOUTS, {"request": request.id}, limit=_MOST) if there else ()
    return CheckoutsOf(**values, checkouts=tuple(rows), reported=reported)


def load_checkouts(reader: Reader, command: AskForCheckout, context: Context) -> CheckoutsOf | Refusal:
    """The request's money and pages, for its customer on a proof that is not too old."""
    loaded = load_request(reader, command, context)
    if isinstance(loaded, Refusal):
        return loaded
    return SHOW_AGAIN if is_proof_old(context) else _with_checkouts(reader, loaded.request, None)


def load_report(reader: Reader, command: ReportPayment, context: Context) -> CheckoutsOf | Refusal:
    """What a report is about; a key that is no page of this shop's is nothing here."""
    found = reader.load(Checkout, checkout_id(context.tenant, command.page))
    request = None if found is None else get_visible(reader, ServiceRequest, found.request, context)
    if request is None or found is None or found.provider != command.provider:
        return NOT_FOUND
    return _with_checkouts(reader, request, found)


@handles(AskForCheckout, actors=CUSTOMERS, load=load_checkouts)
def ask_for_checkout(loaded: CheckoutsOf, command: AskForCheckout, context: Context) -> Verdict[CheckoutWasAsked]:
    """The page for what is left to pay now: the one there is for that amount since today, else another."""
    invoice = loaded.invoice(command.invoice)
    if invoice is None or not is_payable(invoice):
        return refused(NOT_FOUND)
    if invoice.due.minor <= 0:
        return refused(NOTHING_DUE)
    theirs = [one for one in loaded.checkouts if one.invoice == invoice.id]
    if any(one.state is CheckoutState.PENDING for one in theirs):
        return refused(ON_ITS_WAY)
    same = (one for one in theirs if (one.amount, one.provider) == (invoice.due, command.provider))
    lifetime = timedelta(minutes=command.minutes)
    fresh = (one for one in same if one.state is CheckoutState.OPEN and context.now - one.asked_at < lifetime)
    kept = max((one for one in fresh if one.attempt > command.spent), key=lambda one: one.attempt, default=None)
    attempt = kept.attempt if kept else 1 + max((one.attempt for one in theirs), default=0)
    asked = CheckoutWasAsked(
        invoice=invoice.id,
        attempt=attempt,
        minor=invoice.due.minor,
        currency=invoice.due.currency,
        number=invoice.number,
        language=invoice.language,
    )
    if kept is not None:
        return Verdict(result=asked)
    if len(loaded.checkouts) >= _MOST:
        return refused(TOO_MANY)
    made = context.make(
        Checkout,
        id=checkout_id(context.tenant, f"{invoice.id}:{attempt}"),
        request=loaded.request.id,
        invoice=invoice.id,
        attempt=attempt,
        amount=invoice.due,
        provider=command.provider,
        state=CheckoutState.OPEN,
        asked_at=context.now,
    )
    change = CheckoutAsked(checkout=made.id, provider=command.provider)
    return done(loaded.request, context, change, result=asked, saves=(Save(after=made),))


@handles(ReportPayment, actors=frozenset({ActorKind.AUTOMATION}), load=load_report)
def report_payment(loaded: CheckoutsOf, command: ReportPayment, context: Context) -> Verdict[PaymentWasReported]:
    """Money that came is recorded once, whatever was said before. Else what was said already, or comes behind what
    happened since, changes nothing. What was agreed on is taken as long as it is owed: not for an invoice that was
    cancelled or paid meanwhile."""
    before = loaded.reported
    assert before is not None  # else there was nothing to load
    state = _SAID[command.state]
    is_asked, is_agreed = command.amount == before.amount, command.state is PaymentState.AGREED
    reported = PaymentWasReported(settle=is_agreed and is_asked and _is_owed(loaded, before))
    if not is_asked and (is_agreed or state is CheckoutState.PAID):
        state = CheckoutState.OTHER
    elif is_agreed and not reported.settle:
        state = CheckoutState.FAILED
    after = before
    if _is_news(before, state, command.amount):
        after = before.changed(state=state, said=None if is_asked else command.amount, told_at=context.now)
    saves = () if after is before else (Save(before=before, after=after),)
    if state is CheckoutState.PAID:
        payment = _payment(before, context)
        if all(one.id != payment.id for one in loaded.payments):
            paid = received(loaded, payment, context, result=reported)
            return attrs.evolve(paid, saves=(*paid.saves, *saves))
    if not saves:
        return Verdict(result=reported)
    change: Change = (
        CheckoutPending(checkout=before.id, state=state.value)
        if state in (CheckoutState.PENDING, CheckoutState.FAILED)
        else CheckoutTold(checkout=before.id, state=state.value)
    )
    return done(loaded.request, context, change, result=reported, saves=saves)


def _is_owed(loaded: CheckoutsOf, page: Checkout) -> bool:
    """Whether a page's amount is what is left to pay of its invoice, and nothing of it is on its way or was taken."""
    invoice = loaded.invoice(page.invoice)
    others = (one for one in loaded.checkouts if one.invoice == page.invoice and one.id != page.id)
    return (
        invoice is not None
        and is_payable(invoice)
        and invoice.due == page.amount
        and page.state in (CheckoutState.OPEN, CheckoutState.PENDING, CheckoutState.FAILED)
        and all(one.state is not CheckoutState.PENDING for one in others)
    )


def _is_news(before: Checkout, state: CheckoutState, amount: Money) -> bool:
    """Whether a state comes after the one there is. Of money that went back more is news: providers say the sum."""
    if state is before.state is CheckoutState.RETURNED:
        known = before.said or before.amount
        return amount.currency != known.currency or amount.minor > known.minor
    return _STEPS.index(state) > _STEPS.index(before.state)


def _payment(checkout: Checkout, context: Context) -> Payment:
    """The one payment that a page can bring."""
    values: dict[str, Any] = {
        "id": outside_id(context.tenant, "payment", checkout.id),
        "request": checkout.request,
        "invoice": checkout.invoice,
        "amount": checkout.amount,
        "method": Method.ONLINE,
        "received_on": context.now.astimezone(context.settings.zone).date(),
        "standing": PaymentStanding.RECEIVED,
        "recorded_by": context.actor.id,
        "recorded_by_name": None,
        "recorded_at": context.now,
    }
    return context.make(Payment, **values)
