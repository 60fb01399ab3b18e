"""Sending feedback, and what the team does with it. Nothing of it is ever shown to anybody else."""

from __future__ import annotations

import attrs

from ..base.actors import CUSTOMERS, STAFF, Guest
from ..base.changes import NOBODY, Change, Refusal, Touch, Verdict, refused
from ..base.commands import Command, OpaqueId, command, text
from ..base.notices import to_staff
from ..base.results import Result, result
from ..base.text import InternalNote, RawText
from ..contacts.limits import Counter, Limit, count
from ..context import Context
from ..guardrails.rights import right
from ..handlers import Loaded, handles
from ..ports.store import Reader
from ..subjects import NOT_FOUND, SubjectPolicy, declare_subject, get_visible
from .model import Feedback, FeedbackKind, FeedbackState

SEE = right("feedback.handle", "Read feedback about the pages, and say what becomes of it.")
ERASE = right("feedback.erase", "Erase the words of feedback.", admins=True)
#: Feedback from one network, and altogether: it needs no proof of anything.
FROM_CLIENT = Limit("feedback_client", 10)
FROM_EVERYBODY = Limit("feedback_site", 200)
_LONGEST, _LONGEST_REFERENCE = 2_000, 80


@result
class FeedbackSent(Result):
    """The feedback's id."""

    feedback: str


@command
class SendFeedback(Command[FeedbackSent]):
    """A visitor says something about the pages.

    Args:
        kind: What it is.
        language: The language it is written in.
        typed_reference: The reference of a request, as far as it is about one.
        page: The name of the page it is about.
        text: The words.
    """

    kind: FeedbackKind
    language: OpaqueId
    typed_reference: RawText | None = text(max_length=_LONGEST_REFERENCE, default=None)
    page: OpaqueId | None = None
    text: RawText = text(max_length=_LONGEST)


@command
class HandleFeedback(Command[Result]):
    """Say how far the team has come.

    Args:
        feedback: Its id.
        state: The state now.
        note: What the team makes of it; None leaves what is there.
    """

    feedback: OpaqueId
    state: FeedbackState
    note: RawText | None = text(max_length=_LONGEST, default=None)


@command
class EraseFeedback(Command[Result]):
    """Erase the words (GDPR, article 17); that there was feedback, and what the team noted, stays.

    Args:
        feedback: Its id.
    """

    feedback: OpaqueId


class FeedbackWasSent(
    Change,
    action="feedback_sent",
    label="Feedback sent",
    by_customer=to_staff("feedback", "Feedback about the pages", "Somebody wrote what could be better on the pages."),
):
    """A visitor wrote."""

    kind: str


class FeedbackHandled(Change, action="feedback_handled", label="Feedback handled", tells=NOBODY):
    """The team has come further with it."""

    state: str


class FeedbackErased(Change, action="feedback_erased", label="Feedback erased", tells=NOBODY):
    """The words are gone."""


@attrs.frozen(kw_only=True)
class Sending(Loaded):
    """How much feedback there was lately."""

    counter: Counter


@attrs.frozen(kw_only=True)
class OneFeedback(Loaded):
    """One piece of feedback."""

    feedback: Feedback

    @property
    def subject(self) -> Feedback:
        """The feedback."""
        return self.feedback


def load_counter(reader: Reader, command: SendFeedback, context: Context) -> Sending:
    """What strangers sent lately; whoever the host signed in is not counted by network."""
    client = context.actor.client if isinstance(context.actor, Guest) else None
    return Sending(counter=count(reader, context, {FROM_CLIENT: client, FROM_EVERYBODY: "all"}))


@handles(SendFeedback, actors=CUSTOMERS, load=load_counter)
def send(loaded: Sending, command: SendFeedback, context: Context) -> Verdict[FeedbackSent]:
    """Anybody may, a few times an hour."""
    if (refusal := loaded.counter.refusal) is not None:
        return refused(refusal)
    made = context.make(
        Feedback,
        kind=command.kind,
        state=FeedbackState.NEW,
        text=context.texts["text"],
        typed_reference=context.texts.get("typed_reference"),
        page=command.page,
        language=context.settings.language(command.language),
        sent_at=context.now,
    )
    touched = Touch(after=made, changes=(FeedbackWasSent(kind=command.kind.value),))
    return Verdict(result=FeedbackSent(feedback=made.id), touched=(touched,), saves=loaded.counter.one_more(context))


def load_feedback(reader: Reader, command: HandleFeedback | EraseFeedback, context: Context) -> OneFeedback | Refusal:
    """The feedback."""
    found = get_visible(reader, Feedback, command.feedback, context)
    return NOT_FOUND if found is None else OneFeedback(feedback=found)


@handles(HandleFeedback, actors=STAFF, load=load_feedback, right=SEE)
def handle(loaded: OneFeedback, command: HandleFeedback, context: Context) -> Verdict[Result]:
    """State and note in one step."""
    before, note = loaded.feedback, context.texts.get("note")
    after = before.changed(
        state=command.state,
        note=before.note if note is None else InternalNote(note),
        handled_by=context.staff_name,
    )
    touched = Touch(before=before, after=after, changes=(FeedbackHandled(state=command.state.value),))
    return Verdict(result=Result(), touched=(touched,))


@handles(EraseFeedback, actors=STAFF, load=load_feedback, right=ERASE)
def erase(loaded: OneFeedback, command: EraseFeedback, context: Context) -> Verdict[Result]:
    """Doing it again does no harm."""
    before = loaded.feedback
    after = before.changed(text=None, typed_reference=None)
    return Verdict(result=Result(), touched=(Touch(before=before, after=after, changes=(FeedbackErased(),)),))


def can_see(feedback: Feedback, context: Context) -> bool:
    """Staff alone."""
    return context.actor.kind in STAFF


declare_subject(SubjectPolicy(record=Feedback, can_access=can_see, language=lambda feedback: feedback.language))
