"""Making a complaint about a repair, saying that a request is one, and answering it. The clock is the law's; nothing
follows from it by itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import attrs

from ..base.actors import CUSTOMERS, STAFF, ActorKind
from ..base.changes import Refusal, RefusalKind, Save, Touch, Verdict, refused
from ..base.commands import OpaqueId, command, text
from ..base.messages import define
from ..base.references import Reference
from ..base.results import Result, result
from ..base.text import CustomerText, RawText
from ..contacts.blocks import BLOCKED, is_blocked
from ..contacts.limits import Counter, Limit, count
from ..contacts.model import CONTACTS, ContactPoint
from ..context import Context
from ..conversations.model import Side
from ..conversations.rules import said
from ..guardrails.rights import right
from ..handlers import handles
from ..ports.store import Reader
from ..service_requests.access import OfRequest, RequestCommand, SeenCommand, find_by_reference, load_request
from ..service_requests.last_days import due_at, first_reminder
from ..service_requests.lifecycle import SUBMIT, SUBMIT_CONFIRMED
from ..service_requests.model import ServiceRequest, Source
from ..service_requests.rules import CONTINUED, UNCONFIRMED, done, is_unconfirmed, touch
from ..tickets.beginning import begin
from .changes import ComplaintAnswered, ComplaintMade, RepairComplainedAbout
from .model import (
    CLOCK,
    OF_REPAIR,
    OF_REQUEST,
    Complaint,
    ComplaintAnswer,
    ComplaintGround,
    ComplaintLink,
    ComplaintWish,
    can_be_complained_about,
)

RECORD = right("complaints.record", "Take complaints, say that a request is one, and answer them.")
REMIND = "remind_of_complaint"
"""How long before the time is over whoever has it is reminded."""
MOST_OPEN = 3
"""Complaints about one repair that wait for an answer."""
OF_ONE_REPAIR = Limit("complaints_repair", 5)
"""Complaints about one repair within an hour: each of them sends mail."""
_FURTHEST = timedelta(days=366)
NOT_FINISHED = Refusal(
    define(
        "refusal.complaint_not_finished",
        "This repair is not finished, or goes on elsewhere. Please write what is wrong right there.",
    ),
    kind=RefusalKind.CONFLICT,
)
TOO_MANY = Refusal(
    define(
        "refusal.too_many_complaints",
        "Several complaints about this repair wait for our answer already. Please write on one of them.",
    ),
    kind=RefusalKind.CONFLICT,
)
IS_ONE = Refusal(
    define("refusal.is_a_complaint", "This request is a complaint already. Please look at it again."),
    kind=RefusalKind.CONFLICT,
)
IS_NONE = Refusal(define("refusal.is_no_complaint", "This request is no complaint."), kind=RefusalKind.CONFLICT)
IS_ANSWERED = Refusal(
    define("refusal.complaint_answered", "This complaint is answered already. Please look at it again."),
    kind=RefusalKind.CONFLICT,
)
WRONG_DAY = Refusal(
    define("refusal.complaint_day", "The day on which it came in is today or earlier, within a year."),
    field="received_on",
)
NO_REPAIR = Refusal(
    define("refusal.complaint_no_repair", "There is no such request. Please look at the reference again."),
    field="repair",
)


@result
class ComplaintOpened(Result):
    """A new complaint.

    Attributes:
        complaint: The id of its request.
        reference: As people read it.
        generation: Of its private link, for `Helpdesk.link`.
    """

    complaint: str
    reference: str
    generation: int


@command
class MakeComplaint(RequestCommand[ComplaintOpened]):
    """Complain about a repair that is finished: by its customer, or by staff for them. The complaint is a request of
    its own, with a conversation and a clock; ``request`` is the repair's id.

    Args:
        ground: On what the customer relies.
        wish: What they ask for.
        part: Which part or line of the repair; None for all of it.
        noticed: Since when, in words.
        received_on: The day on which it came in, where staff write it down later. Of customers it is always today.
        text: What is wrong.
    """

    ground: ComplaintGround
    wish: ComplaintWish
    part: RawText | None = text(max_length=200, default=None)
    noticed: RawText | None = text(max_length=100, default=None)
    received_on: date | None = None
    text: RawText = text()


@command
class MarkComplaint(SeenCommand[Result]):
    """Staff say that a request is a complaint.

    Args:
        ground: On what the customer relies.
        wish: What they ask for.
        part: Which part or line of the repair; None for all of it.
        noticed: Since when, in words.
        received_on: The day on which it came in; None for the day of the request.
        repair: The reference of the request that it is about; None where staff know of none.
    """

    ground: ComplaintGround
    wish: ComplaintWish
    part: RawText | None = text(max_length=200, default=None)
    noticed: RawText | None = text(max_length=100, default=None)
    received_on: date | None = None
    repair: OpaqueId | None = None


@command
class AnswerComplaint(SeenCommand[Result]):
    """Staff answer a complaint, once.

    Args:
        answer: Whether it is accepted.
        unconfirmed: Whether the person has seen that nobody has confirmed the request.
        text: Why, and what comes next, as a message to the customer.
    """

    answer: ComplaintAnswer
    unconfirmed: bool = False
    text: RawText = text()


@attrs.frozen(kw_only=True)
class ComplainedAbout(OfRequest):
    """A repair, how its customer is reached, the complaints about it, and how many there were within the hour."""

    points: tuple[ContactPoint, ...]
    made: Counter
    complaints: Sequence[tuple[ComplaintLink, ServiceRequest | None]]


@attrs.frozen(kw_only=True)
class OfComplaint(OfRequest):
    """A request, what it complains about, and the repair that the command names."""

    complaint: Complaint | None
    repair: ServiceRequest | None = None


def complaint_of(reader: Reader, request: ServiceRequest) -> Complaint | None:
    """What a request complains about; nothing is read where it is no complaint."""
    if Complaint.record_type.name not in request.has:
        return None
    return next(iter(reader.find(OF_REQUEST, {"request": request.id}, limit=1)), None)


def load_repair(reader: Reader, command: MakeComplaint, context: Context) -> ComplainedAbout | Refusal:
    """The repair, with who is reached about it. A contact that was blocked since makes nothing more online."""
    loaded = load_request(reader, command, context)
    if isinstance(loaded, Refusal):
        return loaded
    of_request, by_customer = {"request": loaded.request.id}, context.actor.kind in CUSTOMERS
    points = tuple(one for one in reader.find(CONTACTS, of_request) if one.lets_in)
    if by_customer and any(is_blocked(reader, one.value, context) for one in points):
        return BLOCKED
    there = ComplaintLink.record_type.name in loaded.request.has
    complaints = reader.find(OF_REPAIR, of_request, limit=50) if there else ()
    made = count(reader, context, {OF_ONE_REPAIR: loaded.request.id if by_customer else None})
    return ComplainedAbout(request=loaded.request, points=points, made=made, complaints=complaints)


def load_complaint(reader: Reader, command: MarkComplaint | AnswerComplaint, context: Context) -> OfComplaint | Refusal:
    """The request and its complaint, and the repair as far as this actor may see it."""
    loaded = load_request(reader, command, context)
    if isinstance(loaded, Refusal):
        return loaded
    repair, wanted = None, getattr(command, "repair", None)
    if wanted is not None:
        repair = find_by_reference(reader, wanted, context)
        if repair is None or repair.id == loaded.request.id:
            return NO_REPAIR
    return OfComplaint(request=loaded.request, complaint=complaint_of(reader, loaded.request), repair=repair)


def _made(request: str, repair: str | None, received_on: date, command: Any, context: Context) -> Complaint:
    return context.make(
        Complaint,
        request=request,
        repair=repair,
        part=context.texts.get("part"),
        noticed=context.texts.get("noticed"),
        ground=command.ground,
        wish=command.wish,
        received_on=received_on,
        answer_by=_answer_by(received_on, context),
    )


def _day(wanted: date | None, usual: date, request: ServiceRequest, context: Context) -> date | Refusal:
    """The day on which it came in: no later one, or the law's time would be longer than it is."""
    today = context.settings.calendar(request.location).day_of(context.now)
    day = usual if wanted is None or context.actor.kind in CUSTOMERS else wanted
    return day if today - _FURTHEST <= day <= today else WRONG_DAY


@handles(MakeComplaint, actors=CUSTOMERS | STAFF, load=load_repair, right=RECORD)
def make(loaded: ComplainedAbout, command: MakeComplaint, context: Context) -> Verdict[ComplaintOpened]:
    """The repair stays as it was. A guest's is confirmed by a code, as any request of theirs; the clock does not wait
    for it."""
    repair, actor = loaded.request, context.actor.kind
    if not can_be_complained_about(repair):
        return refused(NOT_FINISHED)
    if sum(one is not None and one.complaint_due is not None for _, one in loaded.complaints) >= MOST_OPEN:
        return refused(TOO_MANY)
    if (full := loaded.made.refusal) is not None:
        return refused(full)
    calendar = context.settings.calendar(repair.location)
    day = _day(command.received_on, calendar.day_of(context.now), repair, context)
    if isinstance(day, Refusal):
        return refused(day)
    by_staff = actor in STAFF
    begun = begin(
        repair,
        loaded.points,
        SUBMIT if actor is ActorKind.GUEST else SUBMIT_CONFIRMED,
        context,
        author="customer" if by_staff else context.actor.id,
        complaint_due=due_at(_answer_by(day, context), calendar),
        **({"source": Source.COUNTER} if by_staff else {}),
    )
    if isinstance(begun, Refusal):
        return refused(begun)
    request = begun.request
    complaint = _made(request.id, repair.id, day, command, context)
    link = context.make(ComplaintLink, request=repair.id, complaint=request.id, made_at=context.now)
    opened = (*begun.submitted, ComplaintMade(complaint=complaint.id), *begun.found)
    reference = Reference.stored(request.reference).grouped
    return Verdict(
        result=ComplaintOpened(complaint=request.id, reference=reference, generation=request.generation),
        touched=(
            touch(repair, context, RepairComplainedAbout(complaint=request.id)),
            Touch(after=request, changes=opened),
        ),
        saves=(Save(after=complaint), Save(after=link), *begun.saves, *loaded.made.one_more(context)),
        jobs=(*begun.jobs, *first_reminder(REMIND, complaint.id, complaint.answer_by, request, context)),
    )


def _answer_by(received_on: date, context: Context) -> date | None:
    """As the law has it on the day on which the complaint came in: in calendar days, that day not counted."""
    days = context.settings.law.days(CLOCK, received_on)
    return None if days is None else received_on + timedelta(days=days)


@handles(MarkComplaint, actors=STAFF, load=load_complaint, right=RECORD)
def mark(loaded: OfComplaint, command: MarkComplaint, context: Context) -> Verdict[Result]:
    """In any phase: a letter is a complaint whatever the shop called it first. The customer is told."""
    request, repair = loaded.request, loaded.repair
    if loaded.complaint is not None:
        return refused(IS_ONE)
    if request.merged_into is not None:
        return refused(CONTINUED)
    calendar = context.settings.calendar(request.location)
    day = _day(command.received_on, calendar.day_of(request.created_at), request, context)
    if isinstance(day, Refusal):
        return refused(day)
    complaint = _made(request.id, None if repair is None else repair.id, day, command, context)
    values = {"complaint_due": due_at(complaint.answer_by, calendar)}
    touched = [touch(request, context, ComplaintMade(complaint=complaint.id), **values)]
    saves = [Save(after=complaint)]
    if repair is not None:
        link = context.make(ComplaintLink, request=repair.id, complaint=request.id, made_at=context.now)
        touched.append(touch(repair, context, RepairComplainedAbout(complaint=request.id)))
        saves.append(Save(after=link))
    jobs = first_reminder(REMIND, complaint.id, complaint.answer_by, request, context)
    return Verdict(result=Result(), touched=tuple(touched), saves=tuple(saves), jobs=jobs)


@handles(AnswerComplaint, actors=STAFF, load=load_complaint, right=RECORD)
def answer(loaded: OfComplaint, command: AnswerComplaint, context: Context) -> Verdict[Result]:
    """In any phase, and also when the time is over: what silence means by then is the law's, and for people to judge.
    No status follows from it."""
    request, before = loaded.request, loaded.complaint
    if before is None:
        return refused(IS_NONE)
    if before.answer is not None:
        return refused(IS_ANSWERED)
    if is_unconfirmed(request) and not command.unconfirmed:
        return refused(UNCONFIRMED)
    reply = said(request.id, Side.SHOP, context)
    after = before.changed(
        answer=command.answer,
        reasons=CustomerText(context.texts["text"]),
        answered_at=context.now,
        answered_by=context.actor.id,
        answered_by_name=context.staff_name,
    )
    change = ComplaintAnswered(complaint=before.id, message=reply.message.id)
    values = reply.values | {"complaint_due": None}
    saves = (Save(before=before, after=after), reply.save)
    return done(request, context, reply.change, change, result=Result(), saves=saves, **values)
