"""The note as its customer reads it, and with its history for staff."""

from __future__ import annotations

from datetime import datetime

from ..base.actors import STAFF
from ..base.text import CustomerText, SafeText
from ..context import Context
from ..guardrails.disclosure import customer_view, staff_view
from ..ports.store import Reader
from ..service_requests.access import request_view
from ..service_requests.model import ServiceRequest
from ..service_requests.parts import RoomPart, room_part
from ..service_requests.rules import VIEW_REQUESTS
from .model import NOTES_OF_STATUS, StatusNote

_MOST = 20


@customer_view
class ShownNote:
    """A note beside the status."""

    by: SafeText | None
    at: datetime
    text: CustomerText


@customer_view
class RoomNote(RoomPart):
    """The note that holds, None where it was taken away; and those before it, latest first."""

    now: ShownNote | None
    earlier: tuple[ShownNote, ...]


@staff_view
class StatusNotes:
    """The notes beside a request's status, latest first: the first one holds, if it has a text."""

    rows: tuple[StatusNote, ...]


def shown_note(note: StatusNote | None) -> ShownNote | None:
    """A note as its customer reads it; None for one that was taken away."""
    if note is None or note.text is None:
        return None
    return ShownNote(by=note.author_name, at=note.at, text=note.text)


@room_part(StatusNote)
def note_in_room(reader: Reader, request: ServiceRequest, context: Context) -> RoomNote | None:
    """The note in the room."""
    found = reader.find(NOTES_OF_STATUS, {"request": request.id}, limit=_MOST)
    shown = [shown_note(one) for one in found]
    return RoomNote(now=shown[0] if shown else None, earlier=tuple(one for one in shown[1:] if one is not None))


@request_view(actors=STAFF, right=VIEW_REQUESTS)
def view_status_notes(reader: Reader, context: Context, request: ServiceRequest) -> StatusNotes:
    """What was said to the customer beside the status.

    Args:
        request_id: The request's id.

    Returns:
        The notes, or a refusal when there is no such request within the viewer's locations.
    """
    return StatusNotes(rows=tuple(reader.find(NOTES_OF_STATUS, {"request": request.id}, limit=_MOST)))
