"""The devices of one request: staff add, correct and take off, and say how far each is. What a person says of a device
says nothing of its request: that is as far as people say it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import attrs

from ..base.actors import STAFF
from ..base.changes import NOBODY, Change, Refusal, RefusalKind, Save, Verdict, refused
from ..base.commands import OpaqueId, R_co, command, items, text
from ..base.messages import define
from ..base.notices import to_customer
from ..base.results import Result, result
from ..base.text import RawText, SafeText
from ..base.values import piece
from ..context import Context
from ..guardrails.rights import right
from ..handlers import handles
from ..ports.store import Reader
from ..service_requests.access import OfRequest, RequestCommand, load_request
from ..service_requests.model import ServiceRequest, Source, serial_values
from ..service_requests.rules import CONTINUED, UNCONFIRMED, done, is_unconfirmed
from ..subjects import NOT_FOUND
from .model import DEVICES_OF, MOST_ON_REQUEST, Device, DeviceState, RequestDevice, first_id, has_serial

RECORD = right("devices.record", "Write down which devices a request is about, and how far each of them is.")
MOST_MORE = 9
"""Devices besides the first that a new request can name."""
NO_ROOM = Refusal(
    define("refusal.request_devices_full", "A request has no room for more devices. Please start another one."),
    kind=RefusalKind.CONFLICT,
)
ONLY_ONE = Refusal(
    define("refusal.request_device_only", "A request is about one device at least. Correct this one instead."),
    kind=RefusalKind.CONFLICT,
)
BY_HAND_OVER = Refusal(
    define("refusal.request_device_hand_over", "Please record the hand-over: it says to whom the device was given."),
    kind=RefusalKind.CONFLICT,
)
_LONGEST = 300


@piece
class TypedDevice:
    """One more device of a new request.

    Attributes:
        device: What it is.
        serial: Its serial number; words that say that it has none are none.
        own_device: The id of one of the devices that the signed-in customer registered.
    """

    device: RawText = text(max_length=200)
    serial: RawText | None = text(max_length=64, default=None)
    own_device: OpaqueId | None = None


@piece
class TypedState:
    """How far one device is.

    Attributes:
        device: The id of one of the request's devices.
    """

    device: OpaqueId
    state: DeviceState


@result
class RequestDeviceMade(Result):
    """The id of a device of a request."""

    device: str


@command
class DescribedRequestDevice(RequestCommand[R_co]):
    """A command that says all that staff write down of a device of a request.

    Args:
        description: What it is.
        serial: Its serial number; words that say that it has none are none.
        condition: How it looked when it came: the customer reads it.
        accessories: What came along with it: the customer reads it.
        place: Where it is: for staff.
    """

    description: RawText = text(max_length=200)
    serial: RawText | None = text(max_length=64, default=None)
    condition: RawText | None = text(max_length=_LONGEST, default=None)
    accessories: RawText | None = text(max_length=_LONGEST, default=None)
    place: RawText | None = text(max_length=100, default=None)


@command
class AddRequestDevice(DescribedRequestDevice[RequestDeviceMade]):
    """The request is about one more device, which is here."""


@command
class CorrectRequestDevice(DescribedRequestDevice[Result]):
    """Staff correct what stands there of a device; all of it is said again.

    Args:
        device: The id of one of the request's devices.
    """

    device: OpaqueId


@command
class RemoveRequestDevice(RequestCommand[Result]):
    """The request is not about this device, and is about others.

    Args:
        device: The id of one of the request's devices.
    """

    device: OpaqueId


@command
class SetDeviceStates(RequestCommand[Result]):
    """Staff say how far devices of a request are.

    Args:
        states: Which is how far; those left out stay as they are.
        unconfirmed: Whether the person has seen that nobody has confirmed the request.
    """

    states: tuple[TypedState, ...] = items(MOST_ON_REQUEST, at_least=1)
    unconfirmed: bool = False


class RequestDeviceAdded(Change, action="request_device_added", label="Another device on the request", tells=NOBODY):
    """The request is about one more device."""

    device: str


class RequestDeviceCorrected(
    Change, action="request_device_corrected", label="Device of the request corrected", tells=NOBODY
):
    """Staff corrected what stands there of a device."""

    device: str


class RequestDeviceRemoved(Change, action="request_device_removed", label="Device taken off the request", tells=NOBODY):
    """The request is not about this device."""

    device: str


class DeviceStatesSet(
    Change,
    action="device_states_set",
    label="State of devices",
    by_staff=to_customer(
        "device_states",
        "Request {reference}: how far your devices are",
        "We have written down how far each of your devices is. The page of your request says it.",
        covers=("status",),
    ),
):
    """Staff said how far devices of the request are."""

    devices: tuple[str, ...]
    states: tuple[str, ...]


@attrs.frozen(kw_only=True)
class OfDevices(OfRequest):
    """A request with its devices.

    Attributes:
        stored: Those that have rows, also those that were taken off.
        named: The one that the command names.
    """

    stored: tuple[RequestDevice, ...]
    named: RequestDevice | None = None

    def all(self, context: Context) -> tuple[RequestDevice, ...]:
        """Those that the request is about."""
        return devices_on(self.stored, self.request, context)

    def save(self, device: RequestDevice, **values: Any) -> Save:
        """The save of a device with other values: the first one is written down with the first of them."""
        before = next((one for one in self.stored if one.id == device.id), None)
        return Save(before=before, after=device.changed(**values))


def stored_devices(reader: Reader, request: ServiceRequest) -> tuple[RequestDevice, ...]:
    """The rows of a request's devices in their order; nothing is read where there are none."""
    if RequestDevice.record_type.name not in request.has:
        return ()
    return tuple(reader.find(DEVICES_OF, {"request": request.id}, limit=MOST_ON_REQUEST))


def devices_on(stored: Sequence[RequestDevice], request: ServiceRequest, context: Context) -> tuple[RequestDevice, ...]:
    """The devices that a request is about; where nobody wrote down more, the one that it names itself."""
    return tuple(one for one in stored if one.removed_at is None) if stored else (first_device(request, context),)


def first_device(request: ServiceRequest, context: Context) -> RequestDevice:
    """The device that a request names itself, as a row that is not saved yet."""
    return context.make(
        RequestDevice,
        id=first_id(request),
        request=request.id,
        number=1,
        description=request.device_checked or request.device,
        serial=request.serial,
        serial_key=request.serial_key,
        own_device=request.own_device,
        state=DeviceState.HERE if request.source is Source.COUNTER else None,
        added_at=request.created_at,
    )


def first_devices(
    given: Sequence[TypedDevice], own: Sequence[Device | None], request: ServiceRequest, context: Context
) -> tuple[Save, ...]:
    """The rows of a new request's devices; none for one device, which the request names itself."""
    if not given:
        return ()
    first, texts = first_device(request, context), context.texts
    rows = [first]
    for place, device in enumerate(own):
        serial = texts.get(f"devices.{place}.serial") or (None if device is None else device.serial)
        rows.append(
            context.make(
                RequestDevice,
                request=request.id,
                number=place + 2,
                description=texts[f"devices.{place}.device"],
                **serial_values(serial if has_serial(serial) else None),
                own_device=None if device is None else device.id,
                state=first.state,
                added_at=context.now,
            )
        )
    return tuple(Save(after=one) for one in rows)


def load_devices(reader: Reader, command: RequestCommand[Any], context: Context) -> OfDevices | Refusal:
    """The request with its devices; "no such request" too where it has not the one that is named."""
    loaded = load_request(reader, command, context)
    if isinstance(loaded, Refusal):
        return loaded
    found = OfDevices(request=loaded.request, stored=stored_devices(reader, loaded.request))
    wanted = getattr(command, "device", None)
    named = next((one for one in found.all(context) if one.id == wanted), None)
    return NOT_FOUND if wanted is not None and named is None else attrs.evolve(found, named=named)


def _described(context: Context) -> dict[str, Any]:
    texts = context.texts
    serial: SafeText | None = texts.get("serial")
    return {
        "description": texts["description"],
        **serial_values(serial if has_serial(serial) else None),
        **{name: texts.get(name) for name in ("condition", "accessories", "place")},
    }


def _headed(device: RequestDevice) -> dict[str, Any]:
    """What a request says itself of the first of its devices, as staff wrote it down."""
    return {"device_checked": device.description, "serial": device.serial, "serial_key": device.serial_key}


@handles(AddRequestDevice, actors=STAFF, load=load_devices, right=RECORD)
def add_device_on(loaded: OfDevices, command: AddRequestDevice, context: Context) -> Verdict[RequestDeviceMade]:
    """Whoever writes it down has it in front of them. The first one gets its row too, with what the request says."""
    request, there = loaded.request, loaded.stored or loaded.all(context)
    if request.merged_into is not None:
        return refused(CONTINUED)
    if len(there) >= MOST_ON_REQUEST:
        return refused(NO_ROOM)
    made = context.make(
        RequestDevice,
        request=request.id,
        number=1 + max(one.number for one in there),
        state=DeviceState.HERE,
        added_at=context.now,
        **_described(context),
    )
    saves = (*(() if loaded.stored else (loaded.save(there[0]),)), Save(after=made))
    return done(
        request, context, RequestDeviceAdded(device=made.id), result=RequestDeviceMade(device=made.id), saves=saves
    )


@handles(CorrectRequestDevice, actors=STAFF, load=load_devices, right=RECORD)
def correct_device_on(loaded: OfDevices, command: CorrectRequestDevice, context: Context) -> Verdict[Result]:
    """Of the first one, the request says the same."""
    request, device = loaded.request, loaded.named
    if request.merged_into is not None:
        return refused(CONTINUED)
    if device is None:
        return refused(NOT_FOUND)
    save = loaded.save(device, **_described(context))
    headed = _headed(save.after) if isinstance(save.after, RequestDevice) and _is_head(device, loaded, context) else {}
    change = RequestDeviceCorrected(device=device.id)
    return done(request, context, change, result=Result(), saves=(save,), **headed)


def _is_head(device: RequestDevice, loaded: OfDevices, context: Context) -> bool:
    return loaded.all(context)[0].id == device.id


@handles(RemoveRequestDevice, actors=STAFF, load=load_devices, right=RECORD)
def remove_device_on(loaded: OfDevices, command: RemoveRequestDevice, context: Context) -> Verdict[Result]:
    """Its row stays: quotes and hand-overs may name it. Without the first one the request is called by the next."""
    request, device, there = loaded.request, loaded.named, loaded.all(context)
    if request.merged_into is not None:
        return refused(CONTINUED)
    if device is None or len(there) < 2:
        return refused(ONLY_ONE)
    headed: dict[str, Any] = {}
    if _is_head(device, loaded, context):
        following = there[1]
        headed = {**_headed(following), "device": following.description, "own_device": following.own_device}
    change, save = RequestDeviceRemoved(device=device.id), loaded.save(device, removed_at=context.now)
    return done(request, context, change, result=Result(), saves=(save,), **headed)


@handles(SetDeviceStates, actors=STAFF, load=load_devices, right=RECORD)
def set_states(loaded: OfDevices, command: SetDeviceStates, context: Context) -> Verdict[Result]:
    """Nothing follows for the request. What is said already is told to nobody again."""
    request, there = loaded.request, {one.id: one for one in loaded.all(context)}
    if request.merged_into is not None:
        return refused(CONTINUED)
    if any(one.device not in there for one in command.states):
        return refused(NOT_FOUND)
    wanted = {one.device: one.state for one in command.states}
    new = {id: state for id, state in wanted.items() if there[id].state is not state}
    if DeviceState.HANDED_OVER in new.values():
        return refused(BY_HAND_OVER)
    if not new:
        return Verdict(result=Result())
    if is_unconfirmed(request) and not command.unconfirmed:
        return refused(UNCONFIRMED)
    saves = tuple(loaded.save(there[id], state=state) for id, state in new.items())
    change = DeviceStatesSet(devices=tuple(new), states=tuple(state.value for state in new.values()))
    return done(request, context, change, result=Result(), saves=saves)
