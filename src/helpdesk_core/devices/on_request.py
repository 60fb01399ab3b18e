"""What customers and staff see of the devices of one request."""

from __future__ import annotations

from collections.abc import Iterable

from ..base.actors import CUSTOMERS, STAFF
from ..base.text import SafeText
from ..context import Context
from ..guardrails.disclosure import customer_view, staff_view
from ..ports.store import Reader
from ..service_requests.access import request_view
from ..service_requests.model import ServiceRequest
from ..service_requests.parts import RoomPart, room_part
from ..service_requests.rules import VIEW_REQUESTS
from .labels import label_token
from .model import IS_HERE, MOST_ON_REQUEST, DeviceState, RequestDevice
from .several import devices_on, stored_devices


@customer_view
class ShownRequestDevice:
    """One of the devices of a request, for its customer.

    Attributes:
        number: Tells it from others of the same name.
        state: How far it is; None as long as nobody has said so.
        condition: How it looked when it came.
        accessories: What came along with it.
    """

    id: str
    number: int
    description: SafeText
    serial: SafeText | None
    state: DeviceState | None
    condition: SafeText | None
    accessories: SafeText | None


@customer_view
class RoomDevices(RoomPart):
    """The devices of a request in the order in which they were written down; none where it is about one of which
    nobody has said more."""

    rows: tuple[ShownRequestDevice, ...]


@staff_view
class ListedDevice:
    """One of the devices of a request, for staff.

    Attributes:
        description: As it was written down last.
        label: The token for its label; None for one that has no row of its own.
    """

    device: RequestDevice
    description: SafeText
    label: str | None


@staff_view
class RequestDevices:
    """The devices of a request in the order in which they were written down.

    Attributes:
        rows: Those that it is about.
        gone: Those that were taken off: quotes and hand-overs may name them.
        here: Those that are here: staff said so, and nobody recorded a hand-over since.
        can_add: Whether there is room for more.
    """

    rows: tuple[ListedDevice, ...]
    gone: tuple[RequestDevice, ...]
    here: tuple[ListedDevice, ...]
    can_add: bool

    @property
    def are_several(self) -> bool:
        """Whether there is a choice among them."""
        return len(self.rows) > 1


def shown_devices(devices: Iterable[RequestDevice]) -> tuple[ShownRequestDevice, ...]:
    """Devices as their customer reads of them."""
    return tuple(
        ShownRequestDevice(
            id=one.id,
            number=one.number,
            description=one.description,
            serial=one.serial,
            state=one.state,
            condition=one.condition,
            accessories=one.accessories,
        )
        for one in devices
        if one.removed_at is None
    )


@room_part(RequestDevice)
def room_devices(reader: Reader, request: ServiceRequest, context: Context) -> RoomDevices:
    """The devices of a request in its room."""
    return RoomDevices(rows=shown_devices(stored_devices(reader, request)))


@request_view(actors=CUSTOMERS)
def view_devices_on(reader: Reader, context: Context, request: ServiceRequest) -> RoomDevices:
    """The devices of the customer's request.

    Args:
        request_id: The request's id.

    Returns:
        They, or a refusal for a request that is not the viewer's.
    """
    return room_devices(reader, request, context)


@request_view(actors=STAFF, right=VIEW_REQUESTS)
def view_request_devices(reader: Reader, context: Context, request: ServiceRequest) -> RequestDevices:
    """The devices of a request, for staff.

    Args:
        request_id: The request's id.

    Returns:
        They, or a refusal when there is no such request within the viewer's locations.
    """
    stored = stored_devices(reader, request)
    saved = {one.id for one in stored}
    rows = tuple(
        ListedDevice(
            device=one,
            description=(request.device_checked if not place else None) or one.description,
            label=label_token(one.id, context.keyring) if one.id in saved else None,
        )
        for place, one in enumerate(devices_on(stored, request, context))
    )
    return RequestDevices(
        rows=rows,
        gone=tuple(one for one in stored if one.removed_at is not None),
        here=tuple(one for one in rows if one.device.state in IS_HERE),
        can_add=request.merged_into is None and max(1, len(stored)) < MOST_ON_REQUEST,
    )
