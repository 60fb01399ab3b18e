"""What is covered, for its customer and for staff."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from ..base.actors import STAFF
from ..base.text import SafeText
from ..context import Context
from ..guardrails.disclosure import customer_view, staff_view
from ..ports.store import Reader
from ..service_requests.access import request_view
from ..service_requests.model import ServiceRequest
from ..service_requests.parts import RoomPart, room_part
from ..service_requests.rules import VIEW_REQUESTS
from .model import MOST, OF_REQUEST, OF_SEVERAL, Warranty
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
    return RoomWarranties(rows=tuple(_shown(one, today) for one in warranties_of(reader, request)))


def _shown(one: Warranty, today: date) -> ShownWarranty:
    return ShownWarranty(part=one.part, covered_until=one.covered_until, is_over=one.is_over(today))


def covered_at(
    reader: Reader, request: ServiceRequest, moment: datetime, context: Context
) -> tuple[ShownWarranty, ...]:
    """What was covered as it stood at a moment: what was given or taken back later changes nothing of it.

    Args:
        reader: Reads the store.
        request: The request.
        moment: Of which moment.
        context: Where the shop's calendar is.

    Returns:
        The warranties, in their order.
    """
    if Warranty.record_type.name not in request.has:
        return ()
    day = context.settings.calendar(request.location).day_of(moment)
    return tuple(
        _shown(one, day)
        for one in reader.find(OF_REQUEST, {"request": request.id}, limit=MOST)
        if one.given_at <= moment and (one.ended_at is None or one.ended_at > moment)
    )


def covered_by_request(
    reader: Reader, requests: Iterable[str], context: Context
) -> dict[str, tuple[ShownWarranty, ...]]:
    """What is covered now, of several requests at once.

    Args:
        reader: Reads the store.
        requests: Their ids, of those that have warranties.
        context: Where the shop's calendar is.

    Returns:
        The warranties that were not taken back, by their request's id.
    """
    ids, today = tuple(sorted(set(requests))), context.settings.calendar().day_of(context.now)
    found: dict[str, tuple[ShownWarranty, ...]] = {}
    for one in reader.find(OF_SEVERAL, {"request": ids}, limit=len(ids) * MOST) if ids else ():
        if one.ended_at is None:
            found[one.request] = (*found.get(one.request, ()), _shown(one, today))
    return found


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
