"""Assigning and ordering. Order is priority, then age: nothing is scored."""

from __future__ import annotations

from ..base.actors import STAFF
from ..base.changes import NOBODY, Change, Save, Verdict, refused
from ..base.commands import OpaqueId, command, items, number, text
from ..base.notices import to_assignee
from ..base.results import Result
from ..base.text import RawText
from ..context import Context
from ..conversations.drafts import WithDraft, sending
from ..conversations.model import DraftKind
from ..conversations.rules import MOST_MENTIONED, REPLY, WRITE_NOTES, NoteWritten, internal_note, mentions_of
from ..guardrails.rights import may, right
from ..handlers import handles
from ..intake.rules import NO_SUCH_LOCATION
from ..service_requests.access import OfRequest, SeenCommand, load_request
from ..service_requests.rules import done
from ..subjects import NOT_ALLOWED

LOWEST_PRIORITY = 3
ASSIGN = right("requests.assign", "Assign requests, and order the queue.")


@command
class AssignRequest(SeenCommand[Result]):
    """Assign a request to a member of staff, or unassign it.

    Args:
        assignee: The host's id of the person; None to unassign.
        name: The person's name as customers read it.
        text: What the person should know, as an internal note in the same step.
        mentions: The host's ids of colleagues who are told of that note.
        sends_draft: Whether the note is the words that were kept as a draft: it is emptied then.
    """

    assignee: OpaqueId | None = None
    name: RawText | None = text(max_length=100, default=None)
    text: RawText | None = text(default=None)
    mentions: tuple[OpaqueId, ...] = items(MOST_MENTIONED)
    sends_draft: bool = False


@command
class SetPriority(SeenCommand[Result]):
    """Set the place in the queue.

    Args:
        priority: From 0 (first) to 3 (last).
    """

    priority: int = number(0, LOWEST_PRIORITY)


@command
class MoveRequest(SeenCommand[Result]):
    """Say at which location the work is done.

    Args:
        location: The id of one of the shop's locations, not a retired one; None for no location in particular.
    """

    location: OpaqueId | None = None


@command
class MarkAnswered(SeenCommand[Result]):
    """Say that what the customer wrote last needs no answer, as after a word of thanks."""


class AnswerWaived(Change, action="answer_waived", label="Needs no answer", tells=NOBODY, answers=True):
    """Staff read it, and nobody waits."""


class RequestAssigned(
    Change,
    action="request_assigned",
    label="Assigned",
    by_staff=to_assignee("assigned", "Request {reference} is yours", "This request was assigned to you."),
):
    """The request was assigned to a member of staff."""

    assignee: str


class RequestUnassigned(Change, action="request_unassigned", label="Assigned to nobody", tells=NOBODY):
    """The request is nobody's any more."""


class PrioritySet(Change, action="priority_set", label="Priority set", tells=NOBODY):
    """Staff changed the place in the queue."""

    priority: int


class RequestMoved(Change, action="request_moved", label="Location changed", tells=NOBODY):
    """The work is done elsewhere."""

    location: str | None


@handles(AssignRequest, actors=STAFF, load=sending(DraftKind.NOTE), right=ASSIGN)
def assign(loaded: WithDraft, command: AssignRequest, context: Context) -> Verdict[Result]:
    """Assigning a request that was assigned a moment ago is a conflict. A note needs the right to write one."""
    request, words = loaded.request, context.texts.get("text")
    if words is not None and not may(context.actor, WRITE_NOTES, request):
        return refused(NOT_ALLOWED)
    name = context.texts.get("name") if command.assignee else None
    changes: list[Change] = [RequestAssigned(assignee=command.assignee) if command.assignee else RequestUnassigned()]
    saves: tuple[Save, ...] = ()
    if words is not None:
        note = internal_note(request.id, words, context)
        told = mentions_of(command.mentions, but=command.assignee)
        changes, saves = [NoteWritten(note=note.id), *changes, *told], (Save(after=note), *loaded.sent)
    given = {"assignee": command.assignee, "assignee_name": name}
    return done(request, context, *changes, result=Result(), saves=saves, **given)


@handles(SetPriority, actors=STAFF, load=load_request, right=ASSIGN)
def set_priority(loaded: OfRequest, command: SetPriority, context: Context) -> Verdict[Result]:
    """The customer's own word for the urgency stays as it was said."""
    change = PrioritySet(priority=command.priority)
    return done(loaded.request, context, change, result=Result(), priority=command.priority)


@handles(MarkAnswered, actors=STAFF, load=load_request, right=REPLY)
def mark_answered(loaded: OfRequest, command: MarkAnswered, context: Context) -> Verdict[Result]:
    """Where nobody waits there is nothing to say."""
    if not loaded.request.is_waiting:
        return Verdict(result=Result())
    return done(loaded.request, context, AnswerWaived(), result=Result())


@handles(MoveRequest, actors=STAFF, load=load_request, right=ASSIGN)
def move(loaded: OfRequest, command: MoveRequest, context: Context) -> Verdict[Result]:
    """Staff may hand a request to a location where they do not work: then it is out of their sight."""
    place = context.settings.location(command.location)
    if command.location is not None and (place is None or place.retired):
        return refused(NO_SUCH_LOCATION)
    change = RequestMoved(location=command.location)
    return done(loaded.request, context, change, result=Result(), location=command.location)
