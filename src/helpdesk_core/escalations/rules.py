"""Asking, and answering. Nothing moves by itself: a person in charge takes it up or says why not."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from ..base.actors import CUSTOMERS, STAFF
from ..base.changes import Change, Refusal, RefusalKind, Save, Verdict, refused
from ..base.commands import Command, OpaqueId, command, text
from ..base.messages import define
from ..base.notices import to_customer, to_staff
from ..base.results import Result
from ..base.text import CustomerText, RawText
from ..context import Context
from ..guardrails.rights import right
from ..handlers import handles
from ..ports.store import Reader
from ..service_requests.access import OfRequest, RequestCommand, load_request
from ..service_requests.lifecycle import ENDED
from ..service_requests.model import ServiceRequest
from ..service_requests.rules import CONTINUED, WRONG_PHASE, done
from ..subjects import NOT_FOUND, get_visible
from .model import ESCALATIONS, Escalation, EscalationState

ANSWER = right("escalations.answer", "Answer customers who ask for somebody in charge.", admins=True)
LONGEST_REASON = 1_000
MOST_ASKED = 3
"""Times that a customer may ask about one request."""
ASKED_ALREADY = Refusal(
    define("refusal.escalation_asked", "You have asked already. Somebody in charge will answer you on this page."),
    kind=RefusalKind.CONFLICT,
)
ASKED_OFTEN = Refusal(
    define("refusal.escalation_often", "You have asked several times. Please call us about this request."),
    kind=RefusalKind.CONFLICT,
)
ANSWERED_ALREADY = Refusal(
    define("refusal.escalation_answered", "This has been answered already."), kind=RefusalKind.CONFLICT
)


@command
class AskForEscalation(RequestCommand[Result]):
    """The customer asks that somebody in charge looks at the request.

    Args:
        text: Why.
    """

    text: RawText = text(max_length=LONGEST_REASON)


@command
class AnswerEscalation(Command[Result]):
    """Somebody in charge takes it up, which puts the request in front, or says why not.

    Args:
        escalation: Its id.
        granted: Whether it is taken up.
        text: What the customer reads.
    """

    escalation: OpaqueId
    granted: bool
    text: RawText = text(max_length=LONGEST_REASON)


class EscalationAsked(
    Change,
    action="escalation_asked",
    label="Asked for somebody in charge",
    by_customer=to_staff(
        "escalation_asked",
        "Request {reference}: the customer asks for somebody in charge",
        "The customer asks that somebody in charge looks at the request.",
    ),
):
    """The customer asked for somebody in charge."""

    escalation: str


class EscalationAnswered(
    Change,
    action="escalation_answered",
    label="Answer of somebody in charge",
    answers=True,
    by_staff=to_customer(
        "escalation_answered",
        "Request {reference}: an answer to you",
        "You asked for somebody in charge. You can read the answer on the page of your request.",
    ),
):
    """Somebody in charge answered."""

    escalation: str
    granted: bool


@attrs.frozen(kw_only=True)
class Asking(OfRequest):
    """A request, and what its customer asked before, latest first."""

    asked: Sequence[Escalation]


@attrs.frozen(kw_only=True)
class Answering(OfRequest):
    """A wish and its request."""

    escalation: Escalation


def load_asking(reader: Reader, command: AskForEscalation, context: Context) -> Asking | Refusal:
    """The request with what was asked before."""
    loaded = load_request(reader, command, context)
    if isinstance(loaded, Refusal):
        return loaded
    found = reader.find(ESCALATIONS, {"request": loaded.request.id}, limit=MOST_ASKED)
    return Asking(request=loaded.request, asked=found)


@handles(AskForEscalation, actors=CUSTOMERS, load=load_asking)
def ask(loaded: Asking, command: AskForEscalation, context: Context) -> Verdict[Result]:
    """One wish at a time, and a few about one request."""
    request = loaded.request
    if request.merged_into is not None:
        return refused(CONTINUED)
    if request.phase in ENDED:
        return refused(WRONG_PHASE)
    if any(one.state is EscalationState.ASKED for one in loaded.asked):
        return refused(ASKED_ALREADY)
    if len(loaded.asked) >= MOST_ASKED:
        return refused(ASKED_OFTEN)
    made = context.make(
        Escalation,
        request=request.id,
        state=EscalationState.ASKED,
        reason=CustomerText(context.texts["text"]),
        asked_at=context.now,
    )
    return done(request, context, EscalationAsked(escalation=made.id), result=Result(), saves=(Save(after=made),))


def load_answering(reader: Reader, command: AnswerEscalation, context: Context) -> Answering | Refusal:
    """The wish and its request."""
    found = reader.load(Escalation, command.escalation)
    request = get_visible(reader, ServiceRequest, found.request, context) if found else None
    return NOT_FOUND if request is None or found is None else Answering(request=request, escalation=found)


@handles(AnswerEscalation, actors=STAFF, load=load_answering, right=ANSWER)
def answer(loaded: Answering, command: AnswerEscalation, context: Context) -> Verdict[Result]:
    """Taken up, it stands in front; else where it stood."""
    before = loaded.escalation
    if before.state is not EscalationState.ASKED:
        return refused(ANSWERED_ALREADY)
    after = before.changed(
        state=EscalationState.TAKEN_UP if command.granted else EscalationState.DECLINED,
        answer=CustomerText(context.texts["text"]),
        answered_by=context.actor.id,
        answered_name=context.staff_name,
        answered_at=context.now,
    )
    change, saves = (
        EscalationAnswered(escalation=after.id, granted=command.granted),
        (Save(before=before, after=after),),
    )
    values = {"priority": 0} if command.granted else {}
    return done(loaded.request, context, change, result=Result(), saves=saves, **values)
