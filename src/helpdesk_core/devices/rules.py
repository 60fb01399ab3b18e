"""What customers do with their devices: write one down, correct it, take it off the list, say which a request is
about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import attrs

from ..base.actors import ActorKind
from ..base.changes import NOBODY, Change, Refusal, RefusalKind, Touch, Verdict, refused
from ..base.commands import Command, OpaqueId, R_co, command, text
from ..base.messages import define
from ..base.results import Result, result
from ..base.serials import serial_key
from ..base.text import RawText
from ..belongings import Gone, declare_belongings
from ..context import Context
from ..handlers import Loaded, handles
from ..ports.store import Reader
from ..service_requests.access import OfRequest, RequestCommand, load_request
from ..service_requests.rules import touch
from ..subjects import SubjectPolicy, declare_subject, get_visible
from .model import ABOUT_DEVICE, LATER_OF_DEVICE, MOST_DEVICES, OF_CUSTOMER, Device, has_serial

NO_DEVICE = Refusal(
    define("refusal.no_such_device", "This device is not among yours. Please choose one of your own."),
    kind=RefusalKind.NOT_FOUND,
    field="own_device",
)
TOO_MANY = Refusal(
    define("refusal.too_many_devices", "There are too many devices in your account. Please call us."),
    kind=RefusalKind.CONFLICT,
)
HAVE_IT = Refusal(
    define("refusal.device_there", "You have a device with this serial number already."),
    kind=RefusalKind.CONFLICT,
    field="serial",
)
SIGNED_IN = frozenset({ActorKind.CUSTOMER})
_LONGEST, _LONGEST_SERIAL = 60, 64


@result
class DeviceAdded(Result):
    """The id of a device that its owner wrote down."""

    device: str


@command
class DescribedDevice(Command[R_co]):
    """A command that says all of a device.

    Args:
        brand: Who made it.
        model: Which one it is.
        serial: Its serial number or IMEI; words that say that it has none ("brak", "n/a") are none.
        nickname: What its owner calls it.
    """

    brand: RawText = text(max_length=_LONGEST)
    model: RawText = text(max_length=_LONGEST)
    serial: RawText | None = text(max_length=_LONGEST_SERIAL, default=None)
    nickname: RawText | None = text(max_length=_LONGEST, default=None)


@command
class AddDevice(DescribedDevice[DeviceAdded]):
    """A signed-in customer writes down a device of theirs."""


@command
class ChangeDevice(DescribedDevice[Result]):
    """Its owner corrects what stands there; all of it is said again.

    Args:
        device: Its id.
    """

    device: OpaqueId


@command
class RemoveDevice(Command[Result]):
    """Its owner has it no more. One that a request is about is retired: it can be chosen no more, and its history
    stays. Of another one nothing is left.

    Args:
        device: Its id.
    """

    device: OpaqueId


@command
class LinkDevice(RequestCommand[Result]):
    """A customer says which of their devices a request is about.

    Args:
        own_device: The id of one of their devices; None for none of them.
    """

    own_device: OpaqueId | None = None


class DeviceWasAdded(Change, action="device_added", label="Device registered", tells=NOBODY):
    """A customer wrote down a device."""


class DeviceChanged(Change, action="device_changed", label="Device changed", tells=NOBODY):
    """Its owner corrected what stands there."""


class DeviceRetired(Change, action="device_retired", label="Device no longer in use", tells=NOBODY):
    """Its owner has it no more, and requests were about it."""


class DeviceRemoved(Change, action="device_removed", label="Device removed", tells=NOBODY):
    """Its owner took it off the list, and nothing is left of it."""


class DeviceLinked(Change, action="device_linked", label="Device of the customer's chosen", tells=NOBODY):
    """The customer said which of their devices the request is about."""

    linked: bool


@attrs.frozen(kw_only=True)
class Owned(Loaded):
    """The devices of the customer who asks."""

    devices: tuple[Device, ...]

    def has(self, key: str | None, but: str = "") -> bool:
        """Whether one that is in use has the number of this key; ``but`` is not looked at."""
        numbers = {one.serial_key for one in self.devices if one.retired_at is None and one.id != but}
        return key is not None and key in numbers


@attrs.frozen(kw_only=True)
class OneDevice(Owned):
    """One of them."""

    device: Device
    has_history: bool

    @property
    def subject(self) -> Device:
        """The device."""
        return self.device


@attrs.frozen(kw_only=True)
class LinkScope(OfRequest):
    """A request, and the device that is to be named in it."""

    device: Device | None


def own_device(reader: Reader, id: str | None, context: Context) -> Device | None:
    """A device that its owner, who asks, can choose; None alike for what is not there and what is not theirs."""
    found = None if id is None else get_visible(reader, Device, id, context)
    return found if found is not None and found.retired_at is None else None


def load_owned(reader: Reader, command: AddDevice, context: Context) -> Owned:
    """The customer's devices."""
    return Owned(devices=devices_of(reader, context.actor.id))


def load_device(reader: Reader, command: ChangeDevice | RemoveDevice, context: Context) -> OneDevice | Refusal:
    """One of the customer's devices."""
    device = own_device(reader, command.device, context)
    if device is None:
        return NO_DEVICE
    others = devices_of(reader, context.actor.id)
    about = {"own_device": device.id}
    has_history = any(reader.find(query, about, limit=1) for query in (ABOUT_DEVICE, LATER_OF_DEVICE))
    return OneDevice(devices=others, device=device, has_history=has_history)


def load_link(reader: Reader, command: LinkDevice, context: Context) -> LinkScope | Refusal:
    """The request, and one of the customer's own devices."""
    loaded = load_request(reader, command, context)
    if isinstance(loaded, Refusal):
        return loaded
    device = own_device(reader, command.own_device, context)
    if command.own_device is not None and device is None:
        return NO_DEVICE
    return LinkScope(request=loaded.request, device=device)


def _described(context: Context) -> dict[str, Any]:
    """The columns of what was typed."""
    texts = context.texts
    serial = texts.get("serial") if has_serial(texts.get("serial")) else None
    return {
        "brand": texts["brand"],
        "model": texts["model"],
        "nickname": texts.get("nickname"),
        "serial": serial,
        "serial_key": None if serial is None else serial_key(str(serial)),
    }


@handles(AddDevice, actors=SIGNED_IN, load=load_owned)
def add_device(loaded: Owned, command: AddDevice, context: Context) -> Verdict[DeviceAdded]:
    """A number twice in one account is a mistake. In two accounts it is a device that was sold, which is nobody's
    business."""
    values = _described(context)
    if len(loaded.devices) >= MOST_DEVICES:
        return refused(TOO_MANY)
    if loaded.has(values["serial_key"]):
        return refused(HAVE_IT)
    made = context.make(Device, customer=context.actor.id, created_at=context.now, **values)
    return Verdict(result=DeviceAdded(device=made.id), touched=(Touch(after=made, changes=(DeviceWasAdded(),)),))


@handles(ChangeDevice, actors=SIGNED_IN, load=load_device)
def change_device(loaded: OneDevice, command: ChangeDevice, context: Context) -> Verdict[Result]:
    """What requests said of it stays as it was said."""
    values = _described(context)
    if loaded.has(values["serial_key"], but=loaded.device.id):
        return refused(HAVE_IT)
    after = loaded.device.changed(**values)
    return Verdict(result=Result(), touched=(Touch(before=loaded.device, after=after, changes=(DeviceChanged(),)),))


@handles(RemoveDevice, actors=SIGNED_IN, load=load_device)
def remove_device(loaded: OneDevice, command: RemoveDevice, context: Context) -> Verdict[Result]:
    """The row stays as the head of its history."""
    device = loaded.device
    kept = device if loaded.has_history else device.erased()
    change: Change = DeviceRetired() if loaded.has_history else DeviceRemoved()
    touched = Touch(before=device, after=kept.changed(retired_at=context.now), changes=(change,))
    return Verdict(result=Result(), touched=(touched,))


@handles(LinkDevice, actors=SIGNED_IN, load=load_link)
def link_device(loaded: LinkScope, command: LinkDevice, context: Context) -> Verdict[Result]:
    """What was said of the device and its number stays as it is: this only says whose history the request is in."""
    device = loaded.device
    change = DeviceLinked(linked=device is not None)
    touched = touch(loaded.request, context, change, own_device=None if device is None else device.id)
    return Verdict(result=Result(), touched=(touched,))


def devices_of(reader: Reader, customer: str) -> tuple[Device, ...]:
    """All devices of an account, the newest first."""
    return tuple(reader.find(OF_CUSTOMER, {"customer": customer}, limit=MOST_DEVICES))


def erased(devices: Sequence[Device], context: Context) -> Gone:
    """The devices with nothing left in them, for when their account goes. What requests say of them goes with the
    requests."""
    pairs = ((one, one.erased().changed(retired_at=one.retired_at or context.now)) for one in devices)
    return Gone(touched=tuple(Touch(before=before, after=after, changes=(DeviceRemoved(),)) for before, after in pairs))


declare_belongings(devices_of, erased)


def can_see(device: Device, context: Context) -> bool:
    """Its owner alone. Staff see it where a request names it."""
    return context.actor.kind is ActorKind.CUSTOMER and device.customer == context.actor.id


declare_subject(SubjectPolicy(record=Device, can_access=can_see))
