"""The reminders before and after the law's time to pay back is over, and what mails say of withdrawals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..base.actors import ActorKind
from ..base.changes import Verdict
from ..base.commands import OpaqueId, command
from ..base.messages import Message, define
from ..base.records import Subject
from ..base.results import Result
from ..context import Context
from ..handlers import handles
from ..jobs import Carry, Drop, Work, enclosed, job
from ..ports.store import Reader
from ..quotes.model import QuoteAnswer
from ..service_requests.access import RequestCommand
from ..service_requests.last_days import due_at, reminder
from ..service_requests.model import ServiceRequest
from ..service_requests.rules import done, touch
from .changes import WithdrawalDue, WithdrawalOverdue
from .model import DeclaredBy, Withdrawal, WithdrawalStanding
from .rules import REMIND, OfOrders, load_orders

SAYS = define("notice.withdrawal.says", "{name} withdraws from the contract: the order of {ordered}, {device}.")
TOTAL = define("notice.withdrawal.total", "Total of the order: {total}.")
AT = define("notice.withdrawal.at", "Declared on the page of the request, and received: {at}.")
CAME = define("notice.withdrawal.came", "Sent on {sent}, received on {received}. {how}.")
REASON = define("notice.withdrawal.reason", "In your words: {reason}")
REPAID = define(
    "notice.withdrawal.repaid",
    "We pay back what you paid by {day} at the latest, by the same means of payment and at no cost to you.",
)
DONE_UNTIL = define(
    "notice.withdrawal.done_until", "You asked us to begin before. So you pay for what was done until you withdrew."
)
LATE = define(
    "notice.withdrawal.late",
    "The last day to withdraw was {day}. We have your declaration all the same; a person reads it and answers you.",
)
PERFORMED = define(
    "notice.withdrawal.performed",
    "As far as we can see, all of the work was done at your wish before. We have your declaration all the same; a "
    "person reads it and answers you.",
)
OWED = define("notice.withdrawal.owed", "You pay for what was done until then: {amount}.")
RETURNED = define("notice.withdrawal.returned", "We pay back: {amount}.")
RETURNED_BY = define("notice.withdrawal.returned_by", "We pay back: {amount}, by {day} at the latest.")
HAND_BACK = define("notice.withdrawal.hand_back", "We hand your device back to you.")


@command
class RemindOfWithdrawal(RequestCommand[Result]):
    """Remind staff of a withdrawal that has to be answered, or after which money has to be sent.

    Args:
        withdrawal: Its id.
    """

    withdrawal: OpaqueId


@handles(RemindOfWithdrawal, actors=frozenset({ActorKind.AUTOMATION}), load=load_orders)
def remind(loaded: OfOrders, command: RemindOfWithdrawal, context: Context) -> Verdict[Result]:
    """It changes nothing about the withdrawal: people answer it, and pay back."""
    request = loaded.request
    found = next((one for one in loaded.withdrawals.values() if one.id == command.withdrawal), None)
    if found is None or not found.is_open or found.repay_by is None:
        return Verdict(result=Result())
    due = due_at(found.repay_by, context.settings.calendar(request.location))
    if context.now > due:
        return done(request, context, WithdrawalOverdue(withdrawal=found.id), result=Result())
    touched = (touch(request, context, WithdrawalDue(withdrawal=found.id)),)
    jobs = (reminder(REMIND, found.id, due, request, context),)
    return Verdict(result=Result(), touched=touched, jobs=jobs)


@job(REMIND)
def remind_in_time(reader: Reader, subject: Subject, payload: dict[str, str], context: Context) -> Work:
    """Nobody is reminded of what is settled, or of a customer who is gone."""
    found = reader.load(Withdrawal, payload["about"])
    is_gone = not isinstance(subject, ServiceRequest) or subject.erased_at is not None
    if is_gone or found is None or not found.is_open:
        return Drop(reason="withdrawal_settled")
    return Carry(command=RemindOfWithdrawal(request=OpaqueId(subject.id), withdrawal=OpaqueId(found.id)))


@enclosed("withdrawal_received")
def copy_of_withdrawal(reader: Reader, withdrawal_id: str, context: Context) -> Sequence[Message]:
    """All that was declared, with its date and time (directive 2011/83/EU, article 11a (4)); none for what was erased
    since."""
    found = reader.load(Withdrawal, withdrawal_id)
    order = None if found is None else reader.load(QuoteAnswer, found.answer)
    request = None if found is None else reader.load(ServiceRequest, found.request)
    if found is None or order is None or request is None or request.erased_at is not None:
        return ()
    return tuple(_copy(found, order, request))


def _copy(found: Withdrawal, order: QuoteAnswer, request: ServiceRequest) -> Iterator[Message]:
    device = request.device_checked or request.device
    yield Message(SAYS, {"name": found.name, "ordered": order.answered_at, "device": device})
    if order.total is not None:
        yield Message(TOTAL, {"total": order.total})
    if found.how is DeclaredBy.ONLINE:
        yield Message(AT, {"at": found.declared_at})
    else:
        how = Message(found.how.label)
        yield Message(CAME, {"sent": found.sent_on, "received": found.received_on, "how": how})
    if found.reason is not None:
        yield Message(REASON, {"reason": found.reason})
    if found.standing is WithdrawalStanding.LATE and found.last_day is not None:
        yield Message(LATE, {"day": found.last_day})
    elif found.standing is WithdrawalStanding.PERFORMED:
        yield Message(PERFORMED)
    else:
        if order.start_now:
            yield Message(DONE_UNTIL)
        if found.repay_by is not None:
            yield Message(REPAID, {"day": found.repay_by})


@enclosed("withdrawal_answered")
def what_follows(reader: Reader, withdrawal_id: str, context: Context) -> Sequence[Message]:
    """What is owed, what is paid back and by when, and whether a device comes back."""
    found = reader.load(Withdrawal, withdrawal_id)
    return () if found is None or found.answered_at is None else tuple(_follows(found))


def _follows(found: Withdrawal) -> Iterator[Message]:
    if found.owed is not None and found.owed.minor:
        yield Message(OWED, {"amount": found.owed})
    if found.returned is not None and found.returned.minor:
        known = {"amount": found.returned, "day": found.repay_by}
        yield (
            Message(RETURNED_BY, known) if found.repay_by is not None else Message(RETURNED, {"amount": found.returned})
        )
    if found.hand_back:
        yield Message(HAND_BACK)
