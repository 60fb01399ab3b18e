"""What customers and staff see of hand-overs."""

from __future__ import annotations

from datetime import datetime

from ..base.actors import CUSTOMERS, STAFF
from ..base.changes import Refusal
from ..base.text import SafeText
from ..context import Context
from ..guardrails.disclosure import customer_view, staff_view
from ..ports.store import Reader
from ..service_requests.lifecycle import Phase
from ..service_requests.model import ServiceRequest
from ..service_requests.parts import RoomPart, room_part
from ..subjects import NOT_FOUND, get_visible
from ..viewing import view
from .model import HandOver, HandOverProof
from .rules import RECORD, collection_code, collector_of, hand_overs_of

_CAN_COLLECT = (Phase.READY, Phase.OUTCOME_RECORDED)


@customer_view
class ShownHandOver:
    """A hand-over as the customer reads it.

    Attributes:
        by: Who of the staff gave it.
    """

    name: SafeText
    proof: HandOverProof
    note: SafeText | None
    at: datetime
    by: SafeText | None


@customer_view
class RoomHandOvers(RoomPart):
    """To whom the device was given, the latest first."""

    rows: tuple[ShownHandOver, ...]


@customer_view
class HowToCollect:
    """How the device is collected.

    Attributes:
        is_ready: Whether it can be collected now.
        code: What whoever collects it says, if they have no slip.
        collector: Whom the customer lets collect it, None for nobody else.
    """

    is_ready: bool
    code: str
    collector: SafeText | None


@staff_view
class RequestHandOvers:
    """The hand-overs of a request, the latest first, and whom its customer lets collect it."""

    rows: tuple[HandOver, ...]
    collector: SafeText | None


@room_part(HandOver)
def room_hand_overs(reader: Reader, request: ServiceRequest, context: Context) -> RoomHandOvers:
    """To whom a request's device was given."""
    rows = (
        ShownHandOver(name=one.name, proof=one.proof, note=one.note, at=one.handed_at, by=one.handed_by_name)
        for one in hand_overs_of(reader, request)
    )
    return RoomHandOvers(rows=tuple(rows))


@view(actors=CUSTOMERS)
def view_hand_overs(reader: Reader, context: Context, request_id: str) -> RoomHandOvers | Refusal:
    """To whom the customer's device was given.

    Args:
        request_id: The request's id.

    Returns:
        The hand-overs, or a refusal for a request that is not the viewer's.
    """
    request = get_visible(reader, ServiceRequest, request_id, context)
    return NOT_FOUND if request is None else room_hand_overs(reader, request, context)


@view(actors=CUSTOMERS)
def view_collection(reader: Reader, context: Context, request_id: str) -> HowToCollect | Refusal:
    """How the customer's device is collected.

    Args:
        request_id: The request's id.

    Returns:
        The code and who may, or a refusal for a request that is not the viewer's.
    """
    request = get_visible(reader, ServiceRequest, request_id, context)
    if request is None:
        return NOT_FOUND
    collector = collector_of(reader, request)
    return HowToCollect(
        is_ready=request.phase in _CAN_COLLECT,
        code=collection_code(context.keyring, request),
        collector=None if collector is None else collector.name,
    )


@view(actors=STAFF, right=RECORD)
def view_request_hand_overs(reader: Reader, context: Context, request_id: str) -> RequestHandOvers | Refusal:
    """The hand-overs of a request, for staff.

    Args:
        request_id: The request's id.

    Returns:
        They, or a refusal when there is no such request within the viewer's locations.
    """
    request = get_visible(reader, ServiceRequest, request_id, context)
    if request is None:
        return NOT_FOUND
    collector = collector_of(reader, request)
    return RequestHandOvers(
        rows=hand_overs_of(reader, request), collector=None if collector is None else collector.name
    )
