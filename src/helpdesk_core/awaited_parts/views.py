"""What customers and staff see of the parts that a repair waits for."""

from __future__ import annotations

from datetime import date

from ..base.actors import CUSTOMERS, STAFF
from ..context import Context
from ..guardrails.disclosure import customer_view, staff_view
from ..ports.store import Reader
from ..service_requests.access import request_view
from ..service_requests.lifecycle import ENDED
from ..service_requests.model import ServiceRequest
from ..service_requests.parts import RoomPart, room_part
from .model import AwaitedPart, PartState
from .rules import RECORD, parts_of


@customer_view
class WaitingForPart:
    """That a part is waited for: neither which nor from whom.

    Attributes:
        id: Tells it from others.
        expected: About when it comes; None where nobody knows.
        is_late: Whether that day has passed.
    """

    id: str
    expected: date | None
    is_late: bool


@customer_view
class RoomParts(RoomPart):
    """The parts that a customer's repair waits for, what comes first before the rest."""

    rows: tuple[WaitingForPart, ...]


@staff_view
class RequestParts:
    """The parts of a request, the newest first.

    Attributes:
        arrived: Those that have arrived, until somebody moves the status on or puts them away: time to go on.
        can_await: Whether more can be waited for.
    """

    rows: tuple[AwaitedPart, ...]
    arrived: tuple[AwaitedPart, ...]
    can_await: bool


@room_part(AwaitedPart)
def room_parts_awaited(reader: Reader, request: ServiceRequest, context: Context) -> RoomParts:
    """What a request's customer waits for."""
    if request.phase in ENDED:
        return RoomParts(rows=())
    today = context.settings.calendar(request.location).day_of(context.now)
    waiting = [one for one in parts_of(reader, request) if one.state is PartState.AWAITED]
    rows = (
        WaitingForPart(id=one.id, expected=one.expected, is_late=one.expected is not None and one.expected < today)
        for one in sorted(waiting, key=lambda one: one.expected or date.max)
    )
    return RoomParts(rows=tuple(rows))


@request_view(actors=CUSTOMERS)
def view_parts(reader: Reader, context: Context, request: ServiceRequest) -> RoomParts:
    """The parts that the customer's repair waits for.

    Args:
        request_id: The request's id.

    Returns:
        They, or a refusal for a request that is not the viewer's.
    """
    return room_parts_awaited(reader, request, context)


@request_view(actors=STAFF, right=RECORD)
def view_request_parts(reader: Reader, context: Context, request: ServiceRequest) -> RequestParts:
    """The parts of a request, for staff.

    Args:
        request_id: The request's id.

    Returns:
        They, or a refusal when there is no such request within the viewer's locations.
    """
    rows = parts_of(reader, request)
    arrived = (one for one in rows if one.state is PartState.ARRIVED and one.arrived_in == request.status)
    return RequestParts(rows=rows, arrived=tuple(arrived), can_await=request.phase not in ENDED)
