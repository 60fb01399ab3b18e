"""Writing the note, and taking it away. It is neither a message nor an internal note, and guests who only look up a
status never read it."""

from __future__ import annotations

import attrs

from ..base.actors import STAFF
from ..base.changes import NOBODY, Change, Refusal, Save, Verdict, refused
from ..base.commands import OpaqueId, command, text
from ..base.notices import to_customer
from ..base.results import Result
from ..base.text import CustomerText, RawText
from ..context import Context
from ..handlers import handles
from ..ports.store import Reader
from ..service_requests.access import OfRequest, SeenCommand, load_request
from ..service_requests.rules import CHANGE_STATUS, CONTINUED, UNCONFIRMED, done, is_unconfirmed, touch_with_status
from .model import NOTES_OF_STATUS, StatusNote

LONGEST_NOTE = 500


@command
class WriteStatusNote(SeenCommand[Result]):
    """Say something to the customer beside the status, and set the status in the same step if wanted.

    Args:
        status: The status to set; None to leave it.
        unconfirmed: Whether the person has seen that nobody has confirmed the request.
        text: What the customer reads.
    """

    status: OpaqueId | None = None
    unconfirmed: bool = False
    text: RawText = text(max_length=LONGEST_NOTE)


@command
class RemoveStatusNote(SeenCommand[Result]):
    """Take the note away: what it said holds no more."""


class StatusNoteWritten(
    Change,
    action="status_note_written",
    label="Note beside the status",
    by_staff=to_customer(
        "status_note",
        "Request {reference}: a note on the status",
        "There is a new note from the workshop beside the status of your request.",
        covers=("status",),
    ),
):
    """Staff said something to the customer beside the status."""

    note: str


class StatusNoteRemoved(Change, action="status_note_removed", label="Note beside the status removed", tells=NOBODY):
    """The note holds no more."""

    note: str


@attrs.frozen(kw_only=True)
class WithNote(OfRequest):
    """A request, and the note that stands beside its status."""

    note: StatusNote | None


def load_note(reader: Reader, command: RemoveStatusNote, context: Context) -> WithNote | Refusal:
    """The request and its note."""
    loaded = load_request(reader, command, context)
    if isinstance(loaded, Refusal):
        return loaded
    found = reader.find(NOTES_OF_STATUS, {"request": loaded.request.id}, limit=1)
    return WithNote(request=loaded.request, note=found[0] if found else None)


@handles(WriteStatusNote, actors=STAFF, load=load_request, right=CHANGE_STATUS)
def write_note(loaded: OfRequest, command: WriteStatusNote, context: Context) -> Verdict[Result]:
    """A new note takes the place of the one before, which stays in the history."""
    request = loaded.request
    if request.merged_into is not None:
        return refused(CONTINUED)
    if is_unconfirmed(request) and not command.unconfirmed:
        return refused(UNCONFIRMED)
    note = context.make(
        StatusNote,
        request=request.id,
        author=context.actor.id,
        author_name=context.staff_name,
        at=context.now,
        text=CustomerText(context.texts["text"]),
    )
    touched = touch_with_status(request, command.status, context, StatusNoteWritten(note=note.id))
    if isinstance(touched, Refusal):
        return refused(touched)
    return Verdict(result=Result(), touched=(touched,), saves=(Save(after=note),))


@handles(RemoveStatusNote, actors=STAFF, load=load_note, right=CHANGE_STATUS)
def remove_note(loaded: WithNote, command: RemoveStatusNote, context: Context) -> Verdict[Result]:
    """Where there is none there is nothing to say."""
    if loaded.note is None or loaded.note.text is None:
        return Verdict(result=Result())
    gone = context.make(
        StatusNote,
        request=loaded.request.id,
        author=context.actor.id,
        author_name=context.staff_name,
        at=context.now,
    )
    removed = StatusNoteRemoved(note=gone.id)
    return done(loaded.request, context, removed, result=Result(), saves=(Save(after=gone),))
