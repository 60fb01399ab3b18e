"""The history of a device for staff: every request with its serial number, whoever brought it, and every one in which
its owner chose it."""

from __future__ import annotations

from typing import Any

import attrs

from ..base.actors import STAFF
from ..base.changes import Refusal
from ..base.text import SafeText
from ..context import Context
from ..devices.labels import label_token
from ..devices.model import (
    ABOUT_DEVICE,
    ABOUT_SERIAL,
    LATER_OF_DEVICE,
    LATER_OF_SERIAL,
    Device,
    RequestDevice,
    is_doubtful_imei,
)
from ..devices.several import devices_on, stored_devices
from ..guardrails.disclosure import staff_view
from ..ports.store import Reader
from ..service_requests.access import request_view
from ..service_requests.model import ServiceRequest
from ..service_requests.rules import VIEW_REQUESTS
from ..subjects import NOT_FOUND
from .queue import BY_IDS, QUEUE_COLUMNS, QueueRow

MOST_VISITS = 100
_OF_SERIAL = attrs.evolve(ABOUT_SERIAL, columns=QUEUE_COLUMNS)
_OF_DEVICE = attrs.evolve(ABOUT_DEVICE, columns=QUEUE_COLUMNS)


@staff_view
class DeviceHistory:
    """A device, and all that it was brought for.

    Attributes:
        description: What it is, where the request is about several; empty elsewhere.
        serial: Its number as this request has it.
        is_doubtful: Whether that looks like an IMEI with a digit mistyped.
        registered: Brand and model as its owner wrote them down; empty where the customer chose none of theirs.
        label: The token for the label of that device; empty without one, and for one that is in use no more.
        rows: Requests within the viewer's locations, the latest first, this one among them.
        more: Whether there are more than are shown.
    """

    description: str
    serial: SafeText | None
    is_doubtful: bool
    registered: str
    label: str
    rows: tuple[QueueRow, ...]
    more: bool


@request_view(actors=STAFF, right=VIEW_REQUESTS)
def view_device_history(
    reader: Reader, context: Context, request: ServiceRequest, device: str | None = None
) -> DeviceHistory | Refusal:
    """What the device of a request was brought for before and after; nothing where nothing tells which device it is.

    Args:
        request_id: The request's id.
        device: The id of one of its devices, where it is about several; the first one without it.

    Returns:
        The history, or a refusal when there is no such request within the viewer's locations, or no such device.
    """
    devices = devices_on(stored_devices(reader, request), request, context)
    one = devices[0] if device is None else next((each for each in devices if each.id == device), None)
    if one is None:
        return NOT_FOUND
    rows = {row.id: row for row in map(QueueRow, _visits(reader, one))}
    latest = sorted(rows.values(), key=lambda row: (row.created_at, row.id), reverse=True)
    own = None if one.own_device is None else reader.load(Device, one.own_device)
    return DeviceHistory(
        description=str(one.description) if len(devices) > 1 else "",
        serial=one.serial,
        is_doubtful=one.serial is not None and is_doubtful_imei(str(one.serial)),
        registered="" if own is None else own.description,
        label="" if own is None or own.retired_at else label_token(own.id, context.keyring),
        rows=tuple(latest[:MOST_VISITS]),
        more=len(latest) > MOST_VISITS,
    )


def _visits(reader: Reader, device: RequestDevice) -> list[Any]:
    """Requests that name the device themselves, and those that it is a further device of."""
    cells: list[Any] = []
    later: list[RequestDevice] = []
    if device.serial_key is not None:
        of_serial = {"serial_key": device.serial_key}
        cells += reader.find(_OF_SERIAL, of_serial, limit=MOST_VISITS + 1)
        later += reader.find(LATER_OF_SERIAL, of_serial, limit=MOST_VISITS + 1)
    if device.own_device is not None:
        of_device = {"own_device": device.own_device}
        cells += reader.find(_OF_DEVICE, of_device, limit=MOST_VISITS + 1)
        later += reader.find(LATER_OF_DEVICE, of_device, limit=MOST_VISITS + 1)
    ids = tuple(sorted({one.request for one in later if one.removed_at is None}))
    return cells + (list(reader.find(BY_IDS, {"id": ids}, limit=len(ids))) if ids else [])
