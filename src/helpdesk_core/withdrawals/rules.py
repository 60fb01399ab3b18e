"""Withdrawing from an order, writing down that a customer did, and answering it. There is no way to refuse it: in time
it ends the contract by itself (directive 2011/83/EU, articles 9, 11 and 11a, the latter by directive (EU) 2023/2673),
and what came late is kept all the same, for people to answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

import attrs

from ..base.actors import CUSTOMERS, STAFF
from ..base.changes import Refusal, RefusalKind, Save, Verdict, refused
from ..base.commands import OpaqueId, command, money, text
from ..base.digests import outside_id
from ..base.messages import define
from ..base.money import Money
from ..base.results import Result, result
from ..base.text import CustomerText, RawText
from ..context import Context
from ..conversations.model import Side
from ..conversations.rules import said
from ..guardrails.rights import right
from ..handlers import handles
from ..ports.store import Reader
from ..quotes.model import Quote, QuoteAnswer
from ..quotes.versions import QuotesOf, quotes_of
from ..service_requests.access import OfRequest, RequestCommand, SeenCommand, load_request
from ..service_requests.last_days import first_reminder
from ..service_requests.model import ServiceRequest
from ..service_requests.rules import UNCONFIRMED, done, is_unconfirmed
from ..settings import Settings
from ..subjects import NOT_FOUND
from .changes import WithdrawalAnswered, WithdrawalDeclared
from .model import (
    MOST,
    OF_REQUEST,
    PERIOD,
    REPAYMENT,
    DeclaredBy,
    Withdrawal,
    WithdrawalStanding,
    is_performed,
)
from .repaying import soonest

ANSWER = right("withdrawals.answer", "Write down that a customer withdraws from a contract, and answer it.")
REMIND = "remind_of_withdrawal"
_FURTHEST = timedelta(days=366)
NO_ORDER = Refusal(
    define(
        "refusal.withdrawal_no_order", "There is no order here to withdraw from. Please write us a message instead."
    ),
    kind=RefusalKind.CONFLICT,
)
IS_ANSWERED = Refusal(
    define("refusal.withdrawal_answered", "This withdrawal is answered already. Please look at it again."),
    kind=RefusalKind.CONFLICT,
)
WRONG_DAY = Refusal(
    define("refusal.withdrawal_day", "A day on which it was sent or came in is today or earlier, within a year."),
    field="received_on",
)
BEFORE_ORDER = Refusal(
    define("refusal.withdrawal_before_order", "Nobody withdraws before they order: the order is of {day}."),
    field="sent_on",
)
NOTHING_OWED = Refusal(
    define(
        "refusal.withdrawal_nothing_owed",
        "The customer did not ask you to begin before the time for withdrawal was over: nothing is owed for the work.",
    ),
    field="owed",
)
TOO_MUCH_OWED = Refusal(
    define("refusal.withdrawal_too_much", "Of an order no more is owed than its total."), field="owed"
)


@result
class Withdrawn(Result):
    """A withdrawal.

    Attributes:
        withdrawal: Its id.
        is_first: Whether it was declared just now; otherwise the earlier one stands, with its day.
    """

    withdrawal: str
    is_first: bool


@command
class DeclareWithdrawal(RequestCommand[Withdrawn]):
    """The customer withdraws from an order. A second declaration is answered with the first one.

    Args:
        order: The id of the order (`RoomWithdrawal.order`); None for the latest.
        name: Who withdraws.
        reason: Why, if they want to say so.
    """

    order: OpaqueId | None = None
    name: RawText = text(max_length=200)
    reason: RawText | None = text(max_length=1_000, default=None)


@command
class RecordWithdrawal(SeenCommand[Withdrawn]):
    """Staff write down that a customer withdrew by mail, by letter, in the shop or by phone.

    Args:
        order: As in `DeclareWithdrawal`.
        how: Which way it came.
        name: Who withdraws.
        reason: Why, if they said so.
        received_on: The day on which it came in; None for today.
        sent_on: The day on which it was sent, where that was earlier: it counts for being in time.
    """

    order: OpaqueId | None = None
    how: DeclaredBy
    name: RawText = text(max_length=200)
    reason: RawText | None = text(max_length=1_000, default=None)
    received_on: date | None = None
    sent_on: date | None = None


@command
class AnswerWithdrawal(SeenCommand[Result]):
    """Staff say what follows from a withdrawal, once. Nothing is paid by it.

    Args:
        withdrawal: Its id.
        owed: What the customer pays for what was done until then; None for nothing.
        returned: What is paid back; None for nothing.
        is_repaid: Whether that was sent before; otherwise the clock runs on until a refund is recorded as sent.
        hand_back: Whether a device is to be handed back.
        unconfirmed: Whether the person has seen that nobody has confirmed the request.
        text: What follows, as a message to the customer.
    """

    withdrawal: OpaqueId
    owed: Money | None = money(0, default=None)
    returned: Money | None = money(0, default=None)
    is_repaid: bool = False
    hand_back: bool = False
    unconfirmed: bool = False
    text: RawText = text()


@attrs.frozen(kw_only=True)
class OfOrders(OfRequest):
    """A request with its orders, and what was withdrawn from, by the order's id."""

    quotes: QuotesOf
    withdrawals: Mapping[str, Withdrawal]

    @property
    def orders(self) -> Sequence[tuple[Quote, QuoteAnswer]]:
        """Approvals that hold, each with its quote, the newest first."""
        of = self.quotes
        return tuple((quote, of.answers[quote.id]) for quote, _ in of.versions if quote.id in of.approved)

    def order(self, wanted: str | None) -> tuple[Quote, QuoteAnswer] | None:
        """The order of an id, or the latest; None where there is none."""
        return next((one for one in self.orders if wanted in (None, one[1].id)), None)


def orders_of(reader: Reader, request: ServiceRequest) -> OfOrders:
    """A request's orders and withdrawals; nothing is read where there are none."""
    ordered = QuoteAnswer.record_type.name in request.has
    there = Withdrawal.record_type.name in request.has
    found = reader.find(OF_REQUEST, {"request": request.id}, limit=MOST) if there else ()
    return OfOrders(
        request=request,
        quotes=quotes_of(reader, request) if ordered else QuotesOf(request=request),
        withdrawals={one.answer: one for one in found},
    )


def load_orders(reader: Reader, command: RequestCommand[Any], context: Context) -> OfOrders | Refusal:
    """The request with its orders and withdrawals."""
    loaded = load_request(reader, command, context)
    return loaded if isinstance(loaded, Refusal) else orders_of(reader, loaded.request)


def repay_by(received_on: date, settings: Settings) -> date | None:
    """The last day to pay back what came in on a day."""
    return settings.law_last_day(REPAYMENT, datetime.combine(received_on, time(12), tzinfo=settings.zone))


def standing_on(day: date, answer: QuoteAnswer, request: ServiceRequest, settings: Settings) -> WithdrawalStanding:
    """How a declaration that is sent on a day stands, as far as the desk knows."""
    last = settings.law_last_day(PERIOD, answer.answered_at)
    if last is not None and day > last:
        return WithdrawalStanding.LATE
    return WithdrawalStanding.PERFORMED if is_performed(answer, request.phase) else WithdrawalStanding.IN_TIME


def _declared(
    loaded: OfOrders, command: Any, how: DeclaredBy, days: tuple[date, date], context: Context
) -> Verdict[Withdrawn]:
    """The declaration, kept whatever its standing; the work is not stopped, and no status follows."""
    found, request, settings = loaded.order(command.order), loaded.request, context.settings
    if found is None:
        return refused(NO_ORDER)
    _, answer = found
    if (earlier := loaded.withdrawals.get(answer.id)) is not None:
        return Verdict(result=Withdrawn(withdrawal=earlier.id, is_first=False))
    (sent_on, received_on), proof = days, context.evidence
    ordered_on = settings.calendar(request.location).day_of(answer.answered_at)
    if sent_on < ordered_on:
        field = "received_on" if command.sent_on is None else "sent_on"
        return refused(attrs.evolve(BEFORE_ORDER, params={"day": ordered_on}, field=field))
    made = context.make(
        Withdrawal,
        id=outside_id(context.tenant, Withdrawal.record_type.name, answer.id),
        request=request.id,
        answer=answer.id,
        answer_digest=answer.digest,
        name=context.texts["name"],
        reason=context.texts.get("reason"),
        how=how,
        declared_at=context.now,
        sent_on=sent_on,
        received_on=received_on,
        last_day=settings.law_last_day(PERIOD, answer.answered_at),
        standing=standing_on(sent_on, answer, request, settings),
        repay_by=repay_by(received_on, settings),
        basis="" if proof is None else proof.basis.value,
        contact=None if proof is None else proof.contact,
        proved_at=None if proof is None else proof.proved_at,
    )
    due = soonest((*loaded.withdrawals.values(), made), request, context)
    verdict = done(
        request,
        context,
        WithdrawalDeclared(withdrawal=made.id),
        result=Withdrawn(withdrawal=made.id, is_first=True),
        saves=(Save(after=made),),
        withdrawal_due=due,
        agreed_at=None,
    )
    return attrs.evolve(verdict, jobs=first_reminder(REMIND, made.id, made.repay_by, request, context))


@handles(DeclareWithdrawal, actors=CUSTOMERS, load=load_orders)
def declare(loaded: OfOrders, command: DeclareWithdrawal, context: Context) -> Verdict[Withdrawn]:
    """In any phase and at any time, on the proof that opens the room: a fresh one, as to approve, would stand between
    the customer and a right of theirs."""
    today = context.settings.calendar(loaded.request.location).day_of(context.now)
    return _declared(loaded, command, DeclaredBy.ONLINE, (today, today), context)


@handles(RecordWithdrawal, actors=STAFF, load=load_orders, right=ANSWER)
def record_it(loaded: OfOrders, command: RecordWithdrawal, context: Context) -> Verdict[Withdrawn]:
    """As it came; the customer is sent the same copy."""
    today = context.settings.calendar(loaded.request.location).day_of(context.now)
    received_on = command.received_on or today
    sent_on = command.sent_on or received_on
    if not today - _FURTHEST <= sent_on <= received_on <= today:
        return refused(WRONG_DAY)
    return _declared(loaded, command, command.how, (sent_on, received_on), context)


@handles(AnswerWithdrawal, actors=STAFF, load=load_orders, right=ANSWER)
def answer(loaded: OfOrders, command: AnswerWithdrawal, context: Context) -> Verdict[Result]:
    """In any phase. What was done is paid for only where the customer had asked for it to begin, and never more than
    the total (directive 2011/83/EU, article 14 (3) and (4) (a)). No status follows, and nothing is paid."""
    request = loaded.request
    before = next((one for one in loaded.withdrawals.values() if one.id == command.withdrawal), None)
    if before is None:
        return refused(NOT_FOUND)
    if before.answered_at is not None:
        return refused(IS_ANSWERED)
    if is_unconfirmed(request) and not command.unconfirmed:
        return refused(UNCONFIRMED)
    found = loaded.order(before.answer)
    if command.owed and command.owed.minor and found is not None:
        if before.standing is WithdrawalStanding.IN_TIME and not found[1].start_now:
            return refused(NOTHING_OWED)
        total = found[1].total
        if total is None or total.currency != command.owed.currency or total.minor < command.owed.minor:
            return refused(TOO_MUCH_OWED)
    reply = said(request.id, Side.SHOP, context)
    after = before.changed(
        owed=command.owed,
        returned=command.returned,
        repaid_at=context.now if command.is_repaid and command.returned else None,
        hand_back=command.hand_back,
        note=CustomerText(context.texts["text"]),
        answered_at=context.now,
        answered_by=context.actor.id,
        answered_by_name=context.staff_name,
    )
    others = (one for one in loaded.withdrawals.values() if one.id != before.id)
    change = WithdrawalAnswered(withdrawal=before.id, message=reply.message.id)
    values = reply.values | {"withdrawal_due": soonest((*others, after), request, context)}
    saves = (Save(before=before, after=after), reply.save)
    return done(request, context, reply.change, change, result=Result(), saves=saves, **values)
