"""What the customer asked somebody in charge, and the answers."""

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
from .model import ESCALATIONS, Escalation, EscalationState
from .rules import MOST_ASKED


@customer_view
class OwnEscalation:
    """A wish for somebody in charge, for the customer who has it."""

    state: EscalationState
    reason: CustomerText
    asked_at: datetime
    answer: CustomerText | None
    by: SafeText | None
    answered_at: datetime | None


@customer_view
class OwnEscalations(RoomPart):
    """Wishes, latest first, and whether there can be another one."""

    rows: tuple[OwnEscalation, ...]
    can_ask: bool


@staff_view
class EscalationList:
    """What a customer asked somebody in charge, latest first."""

    rows: tuple[Escalation, ...]


@room_part(Escalation)
def escalations_in_room(reader: Reader, request: ServiceRequest, context: Context) -> OwnEscalations | None:
    """The wishes and their answers."""
    found = reader.find(ESCALATIONS, {"request": request.id}, limit=MOST_ASKED)
    rows = tuple(
        OwnEscalation(
            state=one.state,
            reason=one.reason,
            asked_at=one.asked_at,
            answer=one.answer,
            by=one.answered_name,
            answered_at=one.answered_at,
        )
        for one in found
    )
    waits = any(one.state is EscalationState.ASKED for one in found)
    return OwnEscalations(rows=rows, can_ask=not waits and len(rows) < MOST_ASKED)


@request_view(actors=STAFF, right=VIEW_REQUESTS)
def view_escalations(reader: Reader, context: Context, request: ServiceRequest) -> EscalationList:
    """What the customer asked somebody in charge.

    Args:
        request_id: The request's id.

    Returns:
        The wishes with their answers; a refusal when there is no such request within the viewer's locations.
    """
    return EscalationList(rows=tuple(reader.find(ESCALATIONS, {"request": request.id}, limit=MOST_ASKED)))
