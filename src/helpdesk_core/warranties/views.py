"""What is covered, for its customer and for staff."""

from __future__ import annotations

from datetime import date

from ..base.actors import STAFF
from ..base.text import SafeText
from ..context import Context
from ..guardrails.disclosure import customer_view, staff_view
from ..ports.store import Reader
from ..service_requests.access import request_view
from ..service_requests.model import ServiceRequest
from ..service_requests.parts import RoomPart, room_part
from ..service_requests.rules import VIEW_REQUESTS
from .model import Warranty
from .rules import warranties_of


@customer_view
class ShownWarranty:
    """What is covered, and the last day."""

    part: SafeText
    covered_until: date
    is_over: bool


@customer_view
class RoomWarranties(RoomPart):
    """What is covered, as it was written down."""

    rows: tuple[ShownWarranty, ...]


@staff_view
class RequestWarranties:
    """What is covered, each with whether its last day has passed."""

    rows: tuple[tuple[Warranty, bool], ...]


@room_part(Warranty)
def warranties_in_room(reader: Reader, request: ServiceRequest, context: Context) -> RoomWarranties:
    """What is covered, in the room."""
    today = context.settings.calendar(request.location).day_of(context.now)
    return RoomWarranties(
        rows=tuple(
            ShownWarranty(part=one.part, covered_until=one.covered_until, is_over=one.is_over(today))
            for one in warranties_of(reader, request)
        )
    )


@request_view(actors=STAFF, right=VIEW_REQUESTS)
def view_request_warranties(reader: Reader, context: Context, request: ServiceRequest) -> RequestWarranties:
    """What of a request is covered.

    Args:
        request_id: The request's id.

    Returns:
        The warranties that were not taken back, or a refusal when there is no such request within the viewer's
        locations.
    """
    today = context.settings.calendar(request.location).day_of(context.now)
    return RequestWarranties(rows=tuple((one, one.is_over(today)) for one in warranties_of(reader, request)))
