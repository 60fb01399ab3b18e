"""What customers and staff see of hand-overs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from ..base.actors import CUSTOMERS, STAFF
from ..base.text import SafeText
from ..context import Context
from ..devices.model import DeviceState, RequestDevice
from ..devices.several import stored_devices
from ..guardrails.disclosure import customer_view, staff_view
from ..ports.store import Reader
from ..service_requests.access import request_view
from ..service_requests.lifecycle import Phase
from ..service_requests.model import ServiceRequest
from ..service_requests.parts import RoomPart, room_part
from .model import HandOver, HandOverProof
from .rules import RECORD, collection_code, collector_of, hand_overs_of

_CAN_COLLECT = (Phase.READY, Phase.OUTCOME_RECORDED)


@customer_view
class ShownHandOver:
    """A hand-over as the customer reads it.

    Attributes:
        by: Who of the staff gave it.
        devices: Which were given, where the request is about several.
    """

    name: SafeText
    proof: HandOverProof
    note: SafeText | None
    at: datetime
    by: SafeText | None
    devices: tuple[SafeText, ...]


@customer_view
class RoomHandOvers(RoomPart):
    """To whom the device was given, the latest first.

    Attributes:
        staying: Of several devices, those that were not given to anybody yet.
    """

    rows: tuple[ShownHandOver, ...]
    staying: tuple[SafeText, ...]


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
    """The hand-overs of a request, the latest first, and whom its customer lets collect it.

    Attributes:
        staying: Of several devices, those that can be handed over.
        names: What devices are called, by their ids.
    """

    rows: tuple[HandOver, ...]
    collector: SafeText | None
    staying: tuple[RequestDevice, ...]
    names: Mapping[str, SafeText]


@room_part(HandOver)
def room_hand_overs(reader: Reader, request: ServiceRequest, context: Context) -> RoomHandOvers:
    """To whom a request's device was given."""
    devices = stored_devices(reader, request)
    names = {one.id: one.description for one in devices}
    rows = (
        ShownHandOver(
            name=one.name,
            proof=one.proof,
            note=one.note,
            at=one.handed_at,
            by=one.handed_by_name,
            devices=tuple(names[id] for id in one.devices if id in names),
        )
        for one in hand_overs_of(reader, request)
    )
    return RoomHandOvers(rows=tuple(rows), staying=tuple(one.description for one in _staying(devices)))


def _staying(devices: Sequence[RequestDevice]) -> tuple[RequestDevice, ...]:
    """Of several devices, those that were not handed over."""
    there = [one for one in devices if one.removed_at is None]
    return tuple(one for one in there if one.state is not DeviceState.HANDED_OVER) if len(there) > 1 else ()


@request_view(actors=CUSTOMERS)
def view_hand_overs(reader: Reader, context: Context, request: ServiceRequest) -> RoomHandOvers:
    """To whom the customer's device was given.

    Args:
        request_id: The request's id.

    Returns:
        The hand-overs, or a refusal for a request that is not the viewer's.
    """
    return room_hand_overs(reader, request, context)


@request_view(actors=CUSTOMERS)
def view_collection(reader: Reader, context: Context, request: ServiceRequest) -> HowToCollect:
    """How the customer's device is collected.

    Args:
        request_id: The request's id.

    Returns:
        The code and who may, or a refusal for a request that is not the viewer's.
    """
    collector = collector_of(reader, request)
    return HowToCollect(
        is_ready=request.phase in _CAN_COLLECT,
        code=collection_code(context.keyring, request),
        collector=None if collector is None else collector.name,
    )


@request_view(actors=STAFF, right=RECORD)
def view_request_hand_overs(reader: Reader, context: Context, request: ServiceRequest) -> RequestHandOvers:
    """The hand-overs of a request, for staff.

    Args:
        request_id: The request's id.

    Returns:
        They, or a refusal when there is no such request within the viewer's locations.
    """
    collector, devices = collector_of(reader, request), stored_devices(reader, request)
    return RequestHandOvers(
        rows=hand_overs_of(reader, request),
        collector=None if collector is None else collector.name,
        staying=_staying(devices),
        names={one.id: one.description for one in devices},
    )
