"""A customer's device."""

from __future__ import annotations

import re
from datetime import datetime

from ..base.digests import luhn, outside_id
from ..base.queries import Query
from ..base.records import Attested, Index, Subject, col, record
from ..base.serials import LABEL, serial_key
from ..base.text import SafeText
from ..base.worded import Worded
from ..service_requests.model import ServiceRequest

MOST_DEVICES = 200
"""Devices of one account, those that it has no more among them: a firm's, and no more than a page can name."""
_HISTORY = ("id", "customer", "location")


@record("devices", indexes=(Index(("tenant", "customer", "created_at", "id")),))
class Device(Subject):
    """A device as its owner wrote it down. One that requests were about is never taken away: it is retired."""

    customer: str | None = col(personal=True, default=None)
    """The host's id of its owner's account; None since nothing of theirs is left in it."""
    brand: SafeText | None = col(personal=True, default=None)
    model: SafeText | None = col(personal=True, default=None)
    serial: SafeText | None = col(personal=True, default=None)
    serial_key: str | None = col(personal=True, default=None)
    """The key under which that number is found again (`helpdesk_core.base.serials`)."""
    nickname: SafeText | None = col(personal=True, default=None)
    """What its owner calls it."""
    created_at: datetime
    retired_at: datetime | None = col(default=None)
    """Since when its owner has it no more, and cannot choose it."""

    @property
    def description(self) -> str:
        """Brand and model: what a request says of it."""
        return " ".join(str(one) for one in (self.brand, self.model) if one)


class DeviceState(Worded, prefix="request_device.state"):
    """How far one device of a request is. Only people say it."""

    EXPECTED = "expected", "Not here yet"
    HERE = "here", "With us"
    IN_WORK = "in_work", "Being worked on"
    DONE = "done", "Done"
    UNREPAIRED = "unrepaired", "Goes back unrepaired"
    HANDED_OVER = "handed_over", "Handed over"


IS_HERE = frozenset({DeviceState.HERE, DeviceState.IN_WORK, DeviceState.DONE, DeviceState.UNREPAIRED})


@record(
    "request_devices",
    indexes=(
        Index(("request", "number", "id")),
        Index(("tenant", "serial_key", "id")),
        Index(("tenant", "own_device", "id")),
    ),
    outside_ids=True,
)
class RequestDevice(Attested):
    """One of the devices that a request is about. Its first one is a row too, from when there is something to say of
    it that the request does not say itself."""

    request: str = col(references="service_requests")
    number: int
    """Counts the request's devices from 1, those among them that were taken off again."""
    description: SafeText = col(personal=True, searchable="device")
    serial: SafeText | None = col(personal=True, default=None, searchable="part")
    serial_key: str | None = col(personal=True, default=None)
    own_device: str | None = col(personal=True, default=None)
    """The id of the device of its customer's that it is, where they chose one."""
    state: DeviceState | None = col(default=None)
    """None as long as nobody has said how far it is."""
    condition: SafeText | None = col(personal=True, default=None)
    """How it looked when it came; its customer reads it."""
    accessories: SafeText | None = col(personal=True, default=None)
    """What came along with it; its customer reads it."""
    place: SafeText | None = col(personal=True, default=None)
    """Where it is: a shelf, a bench, an outside workshop. For staff."""
    added_at: datetime
    removed_at: datetime | None = col(default=None)
    """Since when it is no device of this request."""


DEVICES_OF = Query(RequestDevice, equals=("tenant", "request"), order=("number", "id"))
DEVICES_OF_SEVERAL = Query(RequestDevice, in_="request", order=("number", "id"))
LATER_OF_SERIAL = Query(RequestDevice, equals=("tenant", "serial_key"), order=("id",))
LATER_OF_DEVICE = Query(RequestDevice, equals=("tenant", "own_device"), order=("id",))
MOST_ON_REQUEST = 20
"""Devices of one request, those that were taken off among them."""


def first_id(request: ServiceRequest) -> str:
    """The one id that the first device of a request can have, whether it has a row of its own yet or not."""
    return outside_id(request.tenant, "request_devices", request.id)


OF_CUSTOMER = Query(Device, equals=("tenant", "customer"), order=("created_at", "id"), newest_first=True)
_STANDS_ALONE = {"repair": None}
"""A question about a repair brings no device once more."""
ABOUT_DEVICE = Query(
    ServiceRequest,
    equals=("tenant", "own_device"),
    order=("created_at", "id"),
    newest_first=True,
    where=_STANDS_ALONE,
    columns=("created_at", *_HISTORY),
)
OWN_SERIAL = Query(
    ServiceRequest,
    equals=("tenant", "customer", "serial_key"),
    order=("created_at", "id"),
    newest_first=True,
    where=_STANDS_ALONE,
    columns=("created_at", *_HISTORY),
)
"""What one customer brought: with `ABOUT_SERIAL` it would be lost behind what others did."""
ABOUT_SERIAL = Query(
    ServiceRequest,
    equals=("tenant", "serial_key"),
    order=("created_at", "id"),
    newest_first=True,
    where=_STANDS_ALONE,
    columns=("created_at", *_HISTORY),
)


def is_doubtful_imei(typed: str) -> bool:
    """Whether a number looks like an IMEI with a digit mistyped: fifteen digits whose last does not fit the others.

    It is a doubt and no error, since there are devices with a wrong one. The check digit is that of ISO/IEC 7812, as
    3GPP TS 23.003 (annex B) has it for the IMEI.

    Args:
        typed: A serial number as it was typed.

    Returns:
        Whether to ask for another look.
    """
    digits = re.sub(r"[\s\-/.]", "", LABEL.sub("", typed.upper(), count=1))
    return len(digits) == 15 and digits.isascii() and digits.isdecimal() and not luhn(digits)


def has_serial(typed: SafeText | None) -> bool:
    """Whether it is a number, and not words that say that there is none ("brak", "n/a")."""
    return typed is not None and (serial_key(str(typed)) is not None or any(char.isdecimal() for char in str(typed)))
