"""Permitting to be asked again, asking once, and what the customer says then.

Such a message counts as advertising, so that shop and customer both have to want it: the shop by a setting, the
customer by a tick beside words that are kept, and that can be taken back at any time.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import attrs

from ..base.actors import CUSTOMERS, ActorKind
from ..base.changes import NOBODY, Change, Job, Refusal, RefusalKind, Save, Verdict, refused
from ..base.commands import OpaqueId, command, text
from ..base.digests import outside_id
from ..base.messages import define
from ..base.notices import to_customer, to_staff
from ..base.records import Subject
from ..base.results import Result
from ..base.text import RawText
from ..context import Context
from ..conversations.model import Side
from ..conversations.rules import said
from ..handlers import handles
from ..jobs import Again, Carry, Drop, Work, job, job_id
from ..outcomes.model import Outcome, current_outcome
from ..ports.store import Reader
from ..service_requests.access import OfRequest, RequestCommand, load_request
from ..service_requests.lifecycle import REOPEN
from ..service_requests.model import ServiceRequest
from ..service_requests.rules import RequestReopened, done, phase_fields
from ..settings.surveys import asked_in_survey
from .model import FollowUp, SurveyAnswers

ASK = "ask_again"
FOLLOW_UP, SURVEY = "follow_up", "survey_sent"
"""The names of the two messages."""
_LONGEST = 1_500
NOT_OFFERED = Refusal(
    define("refusal.follow_up_not_offered", "There is nothing to permit at the moment."), kind=RefusalKind.CONFLICT
)
NOTHING_PERMITTED = Refusal(
    define("refusal.follow_up_nothing", "Please tick what we may ask you. You need not tick anything."), field="works"
)
PERMITTED_ALREADY = Refusal(
    define("refusal.follow_up_permitted", "You have answered this already. Nobody is asked twice."),
    kind=RefusalKind.CONFLICT,
)
NOTHING_ASKED = Refusal(
    define("refusal.follow_up_not_asked", "Nothing is asked of you at the moment. Please send a message instead."),
    kind=RefusalKind.CONFLICT,
)
NO_WORDS = Refusal(define("refusal.follow_up_no_words", "Please say in a few words what does not work."), field="text")


@command
class PermitFollowUp(RequestCommand[Result]):
    """The customer permits to be asked again some days after an outcome.

    Args:
        works: Whether they may be asked if it still works.
        survey: Whether they may be sent the survey.
        permission: The words of what was ticked as they stood before the customer.
    """

    works: bool = False
    survey: bool = False
    permission: RawText = text(max_length=_LONGEST)


@command
class WithdrawFollowUp(RequestCommand[Result]):
    """The customer takes the permission back: nothing is sent any more, and nothing is asked."""


@command
class AskAgain(RequestCommand[Result]):
    """Ask the customer what they permitted to be asked.

    Args:
        outcome: The id of the outcome that it is about.
    """

    outcome: OpaqueId


@command
class AnswerFollowUp(RequestCommand[Result]):
    """The customer says whether it still works. "No" comes back as a message, and reopens the request.

    Args:
        works: The answer.
        text: What does not work; it becomes a message on the thread.
    """

    works: bool
    text: RawText | None = text(max_length=2_000, default=None)


class FollowUpPermitted(Change, action="follow_up_permitted", label="May be asked again later", tells=NOBODY):
    """The customer permitted it."""

    follow_up: str


class FollowUpWithdrawn(Change, action="follow_up_withdrawn", label="May not be asked again any more", tells=NOBODY):
    """The customer took the permission back."""

    follow_up: str


class FollowUpSent(
    Change,
    action="follow_up_sent",
    label="Asked whether it still works",
    by_automation=to_customer(
        FOLLOW_UP,
        "Request {reference}: does it still work?",
        "You allowed us to ask: does everything still work? Please tell us on the page of your request. There you can "
        "also say that we may not ask any more.",
        covers=(SURVEY,),
    ),
):
    """The customer was asked, once."""

    follow_up: str


class SurveySent(
    Change,
    action="survey_sent",
    label="Survey sent",
    by_automation=to_customer(
        SURVEY,
        "Request {reference}: a few questions",
        "You allowed us to ask you a few questions. You find them on the page of your request; you need not answer. "
        "There you can also say that we may not ask any more.",
    ),
):
    """The customer was asked for answers, once."""

    follow_up: str


class StillWorks(Change, action="follow_up_works", label="The customer says: it still works", tells=NOBODY):
    """The customer said that it works."""

    follow_up: str


class WorksNoMore(
    Change,
    action="follow_up_failed",
    label="The customer says: it does not work any more",
    by_customer=to_staff(
        "follow_up_failed",
        "Request {reference}: it does not work any more",
        "The customer was asked whether it still works, and says that it does not. The request is open again.",
        covers=("reopened_by_customer", "customer_replied"),
    ),
):
    """The customer said that it does not."""

    follow_up: str


@attrs.frozen(kw_only=True)
class Following(OfRequest):
    """A request, the outcome that it stands on, what was permitted after it, and what was answered to the survey."""

    outcome: Outcome | None
    follow_up: FollowUp | None = None
    answers: SurveyAnswers | None = None


def follow_up_id(tenant: str, outcome: str) -> str:
    """The one id that a permission after this outcome can have."""
    return outside_id(tenant, FollowUp.record_type.name, outcome)


def answers_id(tenant: str, outcome: str) -> str:
    """The one id that answers to the survey after this outcome can have."""
    return outside_id(tenant, SurveyAnswers.record_type.name, outcome)


def load_following(reader: Reader, command: RequestCommand[Any], context: Context) -> Following | Refusal:
    """The request with what was permitted and answered after its present outcome."""
    loaded = load_request(reader, command, context)
    if isinstance(loaded, Refusal):
        return loaded
    outcome = current_outcome(reader, loaded.request)
    if outcome is None:
        return Following(request=loaded.request, outcome=None)
    return Following(
        request=loaded.request,
        outcome=outcome,
        follow_up=reader.load(FollowUp, follow_up_id(context.tenant, outcome.id)),
        answers=reader.load(SurveyAnswers, answers_id(context.tenant, outcome.id)),
    )


@handles(PermitFollowUp, actors=CUSTOMERS, load=load_following)
def permit(loaded: Following, command: PermitFollowUp, context: Context) -> Verdict[Result]:
    """Only what the shop offers, once for each outcome; the day is counted from now and falls into opening hours."""
    settings, request = context.settings, loaded.request
    if (
        loaded.outcome is None
        or not settings.follow_up_days
        or (command.survey and not asked_in_survey(settings.survey))
    ):
        return refused(NOT_OFFERED)
    if loaded.follow_up is not None:
        return refused(PERMITTED_ALREADY)
    if not (command.works or command.survey):
        return refused(NOTHING_PERMITTED)
    due_at = _within_hours(context.now + timedelta(days=settings.follow_up_days), request, context)
    made = context.make(
        FollowUp,
        id=follow_up_id(context.tenant, loaded.outcome.id),
        request=request.id,
        outcome=loaded.outcome.id,
        location=request.location,
        works=command.works,
        survey=command.survey,
        permission=context.texts["permission"],
        permitted_at=context.now,
        due_at=due_at,
    )
    verdict = done(request, context, FollowUpPermitted(follow_up=made.id), result=Result(), saves=(Save(after=made),))
    asking = Job(
        name=ASK,
        subject=request,
        payload={"follow_up": made.id},
        id=job_id(context.tenant, ASK, made.id),
        due_in=(due_at - context.now).total_seconds(),
    )
    return attrs.evolve(verdict, jobs=(asking,))


def _within_hours(at: datetime, request: ServiceRequest, context: Context) -> datetime:
    """The moment itself while the shop works, else when it opens next."""
    return context.settings.calendar(request.location).next_opening(at) or at


@handles(WithdrawFollowUp, actors=CUSTOMERS, load=load_following)
def withdraw(loaded: Following, command: WithdrawFollowUp, context: Context) -> Verdict[Result]:
    """At any time, also after it was sent. The words stay, as what was permitted until then."""
    before = loaded.follow_up
    if before is None or before.withdrawn_at is not None:
        return refused(NOTHING_ASKED)
    save = Save(before=before, after=before.changed(withdrawn_at=context.now))
    return done(loaded.request, context, FollowUpWithdrawn(follow_up=before.id), result=Result(), saves=(save,))


@job(ASK)
def ask_when_due(reader: Reader, subject: Subject, payload: dict[str, str], context: Context) -> Work:
    """Nothing is asked of a request that was reopened, joined to another one or erased, of who took the permission
    back, or where the shop does not want it any more; nor while the shop is closed."""
    one = reader.load(FollowUp, payload["follow_up"])
    if not isinstance(subject, ServiceRequest) or one is None or not one.is_waiting:
        return Drop(reason="follow_up_over")
    outcome = current_outcome(reader, subject)
    if subject.erased_at is not None or outcome is None or outcome.id != one.outcome:
        return Drop(reason="follow_up_over")
    if not _wanted(one, context):
        return Drop(reason="follow_up_not_wanted")
    opening = context.settings.calendar(subject.location).next_opening(context.now)
    if opening is None:
        return Drop(reason="shop_closed")
    if opening > context.now:
        return Again(seconds=(opening - context.now).total_seconds())
    return Carry(command=AskAgain(request=OpaqueId(subject.id), outcome=OpaqueId(one.outcome)))


def _wanted(one: FollowUp, context: Context) -> tuple[Change, ...]:
    """What both sides still want: nothing where the shop switched it off."""
    settings, asked = context.settings, list[Change]()
    if settings.follow_up_days and one.works and settings.sends(FOLLOW_UP):
        asked.append(FollowUpSent(follow_up=one.id))
    if settings.follow_up_days and one.survey and asked_in_survey(settings.survey) and settings.sends(SURVEY):
        asked.append(SurveySent(follow_up=one.id))
    return tuple(asked)


@handles(AskAgain, actors=frozenset({ActorKind.AUTOMATION}), load=load_following)
def ask(loaded: Following, command: AskAgain, context: Context) -> Verdict[Result]:
    """Once; it changes nothing about the request."""
    before = loaded.follow_up
    if before is None or before.outcome != command.outcome or not before.is_waiting:
        return Verdict(result=Result())
    asked = _wanted(before, context)
    if not asked:
        return Verdict(result=Result())
    save = Save(before=before, after=before.changed(sent_at=context.now))
    return done(loaded.request, context, *asked, result=Result(), saves=(save,))


@handles(AnswerFollowUp, actors=CUSTOMERS, load=load_following)
def answer(loaded: Following, command: AnswerFollowUp, context: Context) -> Verdict[Result]:
    """A yes is a fact and closes nothing; a no is a message, and the request waits for the staff again."""
    before, request = loaded.follow_up, loaded.request
    if before is None or not before.asks:
        return refused(NOTHING_ASKED)
    has_words = context.texts.get("text") is not None
    if not command.works and not has_words:
        return refused(NO_WORDS)
    after = before.changed(still_works=command.works, answered_at=context.now)
    changes: list[Change] = [(StillWorks if command.works else WorksNoMore)(follow_up=before.id)]
    saves, values = [Save(before=before, after=after)], dict[str, Any]()
    fields = {} if command.works else phase_fields(REOPEN, request, context)
    if isinstance(fields, Refusal):
        return refused(fields)
    if has_words:
        words = said(request.id, Side.CUSTOMER, context)
        changes.append(words.change)
        saves.append(words.save)
        values |= words.values
    if fields:
        changes.append(RequestReopened())
    return done(request, context, *changes, result=Result(), saves=saves, **(values | fields))
