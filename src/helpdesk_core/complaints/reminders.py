"""The reminders before and after the law's time to answer a complaint is over, and what mails say of complaints."""

from __future__ import annotations

from collections.abc import Sequence

from ..base.actors import ActorKind
from ..base.changes import Refusal, Verdict
from ..base.commands import OpaqueId, command
from ..base.messages import Message, define
from ..base.records import Subject
from ..base.results import Result
from ..context import Context
from ..handlers import handles
from ..jobs import Carry, Drop, Work, enclosed, job
from ..ports.store import Reader
from ..service_requests.access import RequestCommand, load_request
from ..service_requests.last_days import due_at, reminder
from ..service_requests.model import ServiceRequest
from ..service_requests.rules import done, touch
from .changes import ComplaintDue, ComplaintOverdue
from .model import Complaint, ComplaintAnswer
from .rules import REMIND, OfComplaint, complaint_of

ANSWER_BY = define("complaint.answer_by", "We answer it by {day} at the latest.")
FURTHER = define("complaint.further", "If you see it differently: {advice}.")


@command
class RemindOfComplaint(RequestCommand[Result]):
    """Remind staff of a complaint that has to be answered."""


def load_waiting(reader: Reader, command: RemindOfComplaint, context: Context) -> OfComplaint | Refusal:
    """The request and its complaint."""
    loaded = load_request(reader, command, context)
    if isinstance(loaded, Refusal):
        return loaded
    return OfComplaint(request=loaded.request, complaint=complaint_of(reader, loaded.request))


@handles(RemindOfComplaint, actors=frozenset({ActorKind.AUTOMATION}), load=load_waiting)
def remind(loaded: OfComplaint, command: RemindOfComplaint, context: Context) -> Verdict[Result]:
    """It changes nothing about the complaint: what silence means, people read and decide about."""
    request, complaint = loaded.request, loaded.complaint
    if complaint is None or complaint.answer is not None or complaint.answer_by is None:
        return Verdict(result=Result())
    due = due_at(complaint.answer_by, context.settings.calendar(request.location))
    if context.now > due:
        return done(request, context, ComplaintOverdue(complaint=complaint.id), result=Result())
    touched = (touch(request, context, ComplaintDue(complaint=complaint.id)),)
    jobs = (reminder(REMIND, complaint.id, due, request, context),)
    return Verdict(result=Result(), touched=touched, jobs=jobs)


@job(REMIND)
def remind_in_time(reader: Reader, subject: Subject, payload: dict[str, str], context: Context) -> Work:
    """Nobody is reminded of what is answered, or of a customer who is gone."""
    complaint = reader.load(Complaint, payload["about"])
    is_gone = not isinstance(subject, ServiceRequest) or subject.erased_at is not None
    if is_gone or complaint is None or complaint.answer is not None:
        return Drop(reason="complaint_answered")
    return Carry(command=RemindOfComplaint(request=OpaqueId(subject.id)))


@enclosed("complaint_received")
def by_when(reader: Reader, complaint_id: str, context: Context) -> Sequence[Message]:
    """Until when it is answered, where the law says so."""
    complaint = reader.load(Complaint, complaint_id)
    if complaint is None or complaint.answer_by is None:
        return ()
    return (Message(ANSWER_BY, {"day": complaint.answer_by}),)


@enclosed("complaint_answered")
def what_is_answered(reader: Reader, complaint_id: str, context: Context) -> Sequence[Message]:
    """The answer in a word, and who helps consumers where it is not all that was asked for."""
    complaint = reader.load(Complaint, complaint_id)
    if complaint is None or complaint.answer is None:
        return ()
    request, advice = reader.load(ServiceRequest, complaint.request), context.settings.law.advice
    if complaint.answer is ComplaintAnswer.ACCEPTED or not advice or request is None:
        return (Message(complaint.answer.label),)
    helped = context.settings.label(advice, request.language)
    return (Message(complaint.answer.label), Message(FURTHER, {"advice": helped}))
