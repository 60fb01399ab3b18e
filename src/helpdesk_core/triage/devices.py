"""The history of a device for staff: every request with its serial number, whoever brought it, and every one in which
its owner chose it."""

from __future__ import annotations

from typing import Any

import attrs

from ..base.actors import STAFF
from ..base.text import SafeText
from ..context import Context
from ..devices.labels import label_token
from ..devices.model import ABOUT_DEVICE, ABOUT_SERIAL, Device, is_doubtful_imei
from ..guardrails.disclosure import staff_view
from ..ports.store import Reader
from ..service_requests.access import request_view
from ..service_requests.model import ServiceRequest
from ..service_requests.rules import VIEW_REQUESTS
from .queue import QUEUE_COLUMNS, QueueRow

MOST_VISITS = 100
_OF_SERIAL = attrs.evolve(ABOUT_SERIAL, columns=QUEUE_COLUMNS)
_OF_DEVICE = attrs.evolve(ABOUT_DEVICE, columns=QUEUE_COLUMNS)


@staff_view
class DeviceHistory:
    """A device, and all that it was brought for.

    Attributes:
        serial: Its number as this request has it.
        is_doubtful: Whether that looks like an IMEI with a digit mistyped.
        registered: Brand and model as its owner wrote them down; empty where the customer chose none of theirs.
        label: The token for the label of that device; empty without one, and for one that is in use no more.
        rows: Requests within the viewer's locations, the latest first, this one among them.
        more: Whether there are more than are shown.
    """

    serial: SafeText | None
    is_doubtful: bool
    registered: str
    label: str
    rows: tuple[QueueRow, ...]
    more: bool


@request_view(actors=STAFF, right=VIEW_REQUESTS)
def view_device_history(reader: Reader, context: Context, request: ServiceRequest) -> DeviceHistory:
    """What the device of a request was brought for before and after; nothing where nothing tells which device it is.

    Args:
        request_id: The request's id.

    Returns:
        The history, or a refusal when there is no such request within the viewer's locations.
    """
    cells: list[Any] = []
    if request.serial_key is not None:
        cells += reader.find(_OF_SERIAL, {"serial_key": request.serial_key}, limit=MOST_VISITS + 1)
    if request.own_device is not None:
        cells += reader.find(_OF_DEVICE, {"own_device": request.own_device}, limit=MOST_VISITS + 1)
    rows = {row.id: row for row in map(QueueRow, cells)}
    latest = sorted(rows.values(), key=lambda row: (row.created_at, row.id), reverse=True)
    device = None if request.own_device is None else reader.load(Device, request.own_device)
    return DeviceHistory(
        serial=request.serial,
        is_doubtful=request.serial is not None and is_doubtful_imei(str(request.serial)),
        registered="" if device is None else device.description,
        label="" if device is None or device.retired_at else label_token(device.id, context.keyring),
        rows=tuple(latest[:MOST_VISITS]),
        more=len(latest) > MOST_VISITS,
    )
