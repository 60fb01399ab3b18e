"""Handing over, and naming who may collect. A hand-over is a fact that a person records: no status follows from it."""

from __future__ import annotations

from typing import Any

import attrs

from ..base.actors import CUSTOMERS, STAFF
from ..base.changes import NOBODY, Change, Refusal, Save, Verdict, refused
from ..base.commands import Code, OpaqueId, command, items, text
from ..base.keyring import KeyRing
from ..base.messages import define
from ..base.notices import to_customer
from ..base.results import Result, result
from ..base.text import RawText
from ..context import Context
from ..devices.model import MOST_ON_REQUEST, DeviceState, RequestDevice
from ..devices.several import stored_devices
from ..guardrails.rights import right
from ..handlers import handles
from ..ports.store import Reader
from ..service_requests.access import OfRequest, RequestCommand, load_request
from ..service_requests.model import ServiceRequest
from ..service_requests.rules import CONTINUED, UNCONFIRMED, done, is_unconfirmed
from .model import COLLECTORS, OF_REQUEST, Collector, HandOver, HandOverProof

RECORD = right("hand_overs.record", "Record to whom a device was handed over.")
_NOT_HERE = (DeviceState.EXPECTED, DeviceState.HANDED_OVER)
MOST = 20
"""Hand-overs of one request, and people whom its customer names."""
WRONG_CODE = Refusal(
    define(
        "refusal.hand_over_code", "This is not the code of this request. Please look at it again, or ask for the slip."
    ),
    field="code",
)
NOBODY_NAMED = Refusal(
    define("refusal.hand_over_nobody_named", "The customer has named nobody who may collect it."), field="proof"
)
WHICH = Refusal(
    define("refusal.hand_over_which", "Please tick which of the devices are handed over now."),
    field="devices",
)
TOO_MANY = Refusal(define("refusal.hand_over_too_many", "There is no room for more here. Please write a message."))


@result
class HandedOverTo(Result):
    """The hand-over's id."""

    hand_over: str


@command
class RecordHandOver(RequestCommand[HandedOverTo]):
    """Staff gave the device to somebody.

    Args:
        name: Who took it.
        proof: What showed that they may have it.
        code: What they said, for that proof.
        note: What was given, where it was not all.
        devices: The ids of those of the request's devices that were given; needed where it is about several.
        unconfirmed: Whether the person has seen that nobody has confirmed the request.
    """

    name: RawText = text(max_length=100)
    proof: HandOverProof
    code: Code | None = None
    note: RawText | None = text(max_length=200, default=None)
    devices: tuple[OpaqueId, ...] = items(MOST_ON_REQUEST, default=())
    unconfirmed: bool = False


@command
class NameCollector(RequestCommand[Result]):
    """The customer lets somebody else collect the device, in place of whom they named before.

    Args:
        name: Who may: staff ask that person for it.
    """

    name: RawText = text(max_length=100)


@command
class RemoveCollector(RequestCommand[Result]):
    """Nobody else may collect the device any more."""


class HandedOver(
    Change,
    action="handed_over",
    label="Handed over",
    by_staff=to_customer(
        "handed_over",
        "Request {reference}: handed over",
        "Your device was handed over. The page of your request says when and to whom. If that cannot be, please call "
        "us at once.",
        always=True,
    ),
):
    """Staff gave the device to somebody."""

    hand_over: str
    proof: str


class CollectorNamed(Change, action="collector_named", label="Customer named who may collect it", tells=NOBODY):
    """The customer lets somebody else collect the device."""

    collector: str


class CollectorRemoved(
    Change, action="collector_removed", label="Nobody but the customer may collect it any more", tells=NOBODY
):
    """The customer thought better of it."""

    collector: str


@attrs.frozen(kw_only=True)
class OfHandOver(OfRequest):
    """A request, how often it was handed over, and whom its customer lets collect it."""

    handed: int
    named: int
    collector: Collector | None
    devices: tuple[RequestDevice, ...]
    """The rows of the devices that the request is about."""


def hand_overs_of(reader: Reader, request: ServiceRequest) -> tuple[HandOver, ...]:
    """The hand-overs of a request, the newest first; nothing is read where there are none."""
    if HandOver.record_type.name not in request.has:
        return ()
    return tuple(reader.find(OF_REQUEST, {"request": request.id}, limit=MOST))


def collectors_of(reader: Reader, request: ServiceRequest) -> tuple[Collector, ...]:
    """Everybody whom a customer named, the newest first; nothing is read where there is nobody."""
    if Collector.record_type.name not in request.has:
        return ()
    return tuple(reader.find(COLLECTORS, {"request": request.id}, limit=MOST))


def collector_of(reader: Reader, request: ServiceRequest) -> Collector | None:
    """Whom the customer lets collect the device now."""
    return _still(collectors_of(reader, request))


def _still(people: tuple[Collector, ...]) -> Collector | None:
    return next((one for one in people if one.ended_at is None), None)


def load_hand_over(reader: Reader, command: RequestCommand[Any], context: Context) -> OfHandOver | Refusal:
    """The request, and what there is already."""
    loaded = load_request(reader, command, context)
    if isinstance(loaded, Refusal):
        return loaded
    request, people = loaded.request, collectors_of(reader, loaded.request)
    return OfHandOver(
        request=request,
        handed=len(hand_overs_of(reader, request)),
        named=len(people),
        collector=_still(people),
        devices=tuple(one for one in stored_devices(reader, request) if one.removed_at is None),
    )


def _code_id(request: ServiceRequest) -> str:
    return f"hand-over:{request.id}"


def collection_code(keyring: KeyRing, request: ServiceRequest) -> str:
    """The digits by which whoever collects a device shows that its customer sent them. A new private link ends them."""
    return keyring.code(_code_id(request), request.generation)


@handles(RecordHandOver, actors=STAFF, load=load_hand_over, right=RECORD)
def hand_over(loaded: OfHandOver, command: RecordHandOver, context: Context) -> Verdict[HandedOverTo]:
    """The proof is checked as far as it can be: the code is this request's, somebody was named. The customer is told,
    so that a wrong hand-over does not stay hidden."""
    request = loaded.request
    if request.merged_into is not None:
        return refused(CONTINUED)
    if command.proof is HandOverProof.CODE and not (
        command.code is not None and context.keyring.is_code(command.code, _code_id(request), request.generation)
    ):
        return refused(WRONG_CODE)
    if command.proof is HandOverProof.NAMED and loaded.collector is None:
        return refused(NOBODY_NAMED)
    if loaded.handed >= MOST:
        return refused(TOO_MANY)
    given = _given(loaded, command)
    if given is None:
        return refused(WHICH)
    if is_unconfirmed(request) and not command.unconfirmed:
        return refused(UNCONFIRMED)
    made = context.make(
        HandOver,
        request=request.id,
        name=context.texts["name"],
        proof=command.proof,
        devices=tuple(one.id for one in given),
        note=context.texts.get("note"),
        handed_at=context.now,
        handed_by=context.actor.id,
        handed_by_name=context.staff_name,
    )
    change, answer = HandedOver(hand_over=made.id, proof=made.proof.value), HandedOverTo(hand_over=made.id)
    gone = (Save(before=one, after=one.changed(state=DeviceState.HANDED_OVER)) for one in given)
    collected = {} if _stays(loaded, given) else {"ready_at": None}
    return done(request, context, change, result=answer, saves=(Save(after=made), *gone), **collected)


def _stays(loaded: OfHandOver, given: tuple[RequestDevice, ...]) -> bool:
    """Whether one of the devices that can be collected is still in the shop; of those that are not here yet nobody
    is reminded."""
    ids = {one.id for one in given}
    return any(one.state not in _NOT_HERE and one.id not in ids for one in loaded.devices)


def _given(loaded: OfHandOver, command: RecordHandOver) -> tuple[RequestDevice, ...] | None:
    """Which of the devices went. One alone goes without being named; None where it is not clear."""
    wanted = set(command.devices)
    if len(loaded.devices) < 2:
        return loaded.devices if wanted <= {one.id for one in loaded.devices} else None
    given = tuple(one for one in loaded.devices if one.id in wanted and one.state is not DeviceState.HANDED_OVER)
    return given if given and len(given) == len(wanted) else None


def _ended(loaded: OfHandOver, context: Context) -> tuple[Save, ...]:
    before = loaded.collector
    return () if before is None else (Save(before=before, after=before.changed(ended_at=context.now)),)


@handles(NameCollector, actors=CUSTOMERS, load=load_hand_over)
def name_collector(loaded: OfHandOver, command: NameCollector, context: Context) -> Verdict[Result]:
    """A name and nothing more: whoever comes says it, and staff ask for it."""
    if loaded.request.merged_into is not None:
        return refused(CONTINUED)
    if loaded.named >= MOST:
        return refused(TOO_MANY)
    made = context.make(Collector, request=loaded.request.id, name=context.texts["name"], named_at=context.now)
    change, saves = CollectorNamed(collector=made.id), (*_ended(loaded, context), Save(after=made))
    return done(loaded.request, context, change, result=Result(), saves=saves)


@handles(RemoveCollector, actors=CUSTOMERS, load=load_hand_over)
def remove_collector(loaded: OfHandOver, command: RemoveCollector, context: Context) -> Verdict[Result]:
    """At any time before the hand-over."""
    if loaded.collector is None:
        return Verdict(result=Result())
    change = CollectorRemoved(collector=loaded.collector.id)
    return done(loaded.request, context, change, result=Result(), saves=_ended(loaded, context))
