"""The reminder of a loan device that is overdue: one for each loan."""

from __future__ import annotations

from ..base.actors import ActorKind
from ..base.changes import Change, Refusal, Verdict
from ..base.commands import OpaqueId, command
from ..base.notices import to_customer
from ..base.records import Subject
from ..base.results import Result
from ..context import Context
from ..handlers import handles
from ..jobs import Again, Carry, Drop, Work, job
from ..ports.store import Reader
from ..service_requests.access import RequestCommand
from ..service_requests.model import ServiceRequest
from ..service_requests.rules import done
from .model import Loan
from .rules import REMIND, OfLoans, load_return, seconds_until_reminder


@command
class RemindOfLoan(RequestCommand[Result]):
    """Remind the customer that a device of the shop's should be back.

    Args:
        loan: The loan's id.
    """

    loan: OpaqueId


class LoanReminded(
    Change,
    action="loan_reminded",
    label="Reminded of the loan device",
    by_automation=to_customer(
        "loan_overdue",
        "Request {reference}: our loan device",
        "The device that we lent you should be back by now. Please bring it back, or call us if you need it longer.",
    ),
):
    """The customer was reminded."""

    loan: str


def load_lent(reader: Reader, command: RemindOfLoan, context: Context) -> OfLoans | Refusal:
    """The request and its loan."""
    return load_return(reader, command, context)


@handles(RemindOfLoan, actors=frozenset({ActorKind.AUTOMATION}), load=load_lent)
def remind(loaded: OfLoans, command: RemindOfLoan, context: Context) -> Verdict[Result]:
    """Of what is out and overdue alone; it changes nothing."""
    loan, request = loaded.loan, loaded.request
    if loan is None or not loan.is_late(context.settings.calendar(request.location), context.now):
        return Verdict(result=Result())
    return done(request, context, LoanReminded(loan=loan.id), result=Result())


@job(REMIND)
def remind_when_late(reader: Reader, subject: Subject, payload: dict[str, str], context: Context) -> Work:
    """Nobody is reminded of what is back, goes on in another request, or of a customer who is gone; later where the
    shop's hours are others by now."""
    loan = reader.load(Loan, payload["loan"])
    if not isinstance(subject, ServiceRequest) or subject.erased_at is not None or loan is None or not loan.is_out:
        return Drop(reason="loan_back")
    if not context.settings.sends("loan_overdue"):
        return Drop(reason="loan_not_reminded")
    if (left := seconds_until_reminder(loan, subject, context)) > 0:
        return Again(seconds=left)
    return Carry(command=RemindOfLoan(request=OpaqueId(subject.id), loan=OpaqueId(loan.id)))
