"""What people read before they write to the shop's number, and what staff read of a chat that a person took over."""

from __future__ import annotations

from datetime import datetime

from ..base.actors import PEOPLE, STAFF
from ..base.messages import Message
from ..context import Context
from ..guardrails.disclosure import customer_view, staff_view
from ..ports.store import Reader
from ..service_requests.access import request_view
from ..service_requests.model import ServiceRequest
from ..service_requests.rules import VIEW_REQUESTS
from ..viewing import view
from .rules import chats_of
from .speech import before_writing


@customer_view
class BeforeWriting:
    """Whether somebody works now, the opening hours, how long an answer usually takes. Nothing of it is promised."""

    lines: tuple[Message, ...]


@view(actors=PEOPLE, right=VIEW_REQUESTS)
def view_before_writing(reader: Reader, context: Context, *, language: str = "") -> BeforeWriting:
    """What is said before somebody's first message, as the first answer in a chat says it.

    Args:
        language: The reader's.

    Returns:
        The lines; none where the shop names neither hours nor a time, and nothing is known of its answers.
    """
    return BeforeWriting(lines=tuple(before_writing(reader, context, language)))


@staff_view
class TakenOver:
    """That nothing is answered automatically in a chat, with whom, and until when."""

    contact: str
    until: datetime


@request_view(actors=STAFF, right=VIEW_REQUESTS)
def view_taken_over(reader: Reader, context: Context, request: ServiceRequest) -> TakenOver | None:
    """Whether a person took over the chat of a request's customer.

    Args:
        request_id: The request's id.

    Returns:
        The chat; None where it answers by itself, where its writer wants no such answers, or there is none; a refusal
        when there is no such request within the viewer's locations.
    """
    for point, row in chats_of(reader, request, context):
        if row.is_held_back(context.now) and row.quiet_until is not None:
            return TakenOver(contact=point.value.shown, until=row.quiet_until)
    return None
