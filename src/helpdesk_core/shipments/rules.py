"""Choosing how an order is sent, packing several together, and confirming what is ready.

All of it is a reseller's, by their own commands, and where the shop offers ways to send. Nothing is sent by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from hmac import compare_digest
from typing import Any

import attrs

from ..base.actors import ActorKind
from ..base.changes import Change, Refusal, RefusalKind, Save, Verdict, refused
from ..base.commands import Command, OpaqueId, R_co, command, items, number, text
from ..base.messages import define
from ..base.references import Reference
from ..base.results import Result, result
from ..base.text import RawText
from ..context import Context
from ..handlers import Loaded, handles
from ..ports.store import Reader
from ..service_requests.access import OfRequest, RequestCommand, load_request
from ..service_requests.lifecycle import ENDED
from ..service_requests.model import ServiceRequest
from ..service_requests.rules import WRONG_PHASE, done, touch
from ..settings import ShippingMethod, is_point_code
from ..subjects import can_access
from .changes import (
    ShipmentConfirmed,
    ShipmentCreated,
    ShipmentUndone,
    ShippingChosen,
    ShippingTakenBack,
)
from .model import (
    MOST_PARCELS,
    MOST_TOGETHER,
    OF_SHIPMENTS,
    UNLABELLED,
    WITH_SENDER,
    Parcel,
    Sent,
    Shipping,
    ShippingState,
    shipment_digest,
    shipping_id,
)
from .parcels import NO_CODE, can_be_cancelled, cancel_asked, cancelling, find_parcels

SIGNED_IN = frozenset({ActorKind.CUSTOMER})
NOT_A_RESELLER = Refusal(
    define("refusal.not_a_reseller", "Only resellers can send devices from here. Please call us or come in."),
    kind=RefusalKind.FORBIDDEN,
)
NO_METHOD = Refusal(
    define("refusal.no_such_shipping", "Please choose one of the shipping methods listed."), field="method"
)
NO_POINT = Refusal(
    define("refusal.shipping_point", "Please name the locker or the place where you hand it in."), field="point"
)
PACKED = Refusal(
    define("refusal.shipping_packed", "This order is in a shipment already. Please undo that one first."),
    kind=RefusalKind.CONFLICT,
)
NOT_TOGETHER = Refusal(
    define(
        "refusal.not_together", "These orders cannot go together: choose orders of one place and one shipping method."
    ),
    kind=RefusalKind.CONFLICT,
    field="orders",
)
NO_SHIPMENT = Refusal(
    define("refusal.no_such_shipment", "There is no such shipment among yours."), kind=RefusalKind.NOT_FOUND
)
PARCELS_SENT = Refusal(
    define(
        "refusal.shipment_sent",
        "Labels of this shipment cannot be cancelled from here any more. Please call us before you send anything else.",
    ),
    kind=RefusalKind.CONFLICT,
)
CHANGED = Refusal(
    define("refusal.shipment_changed", "This shipment has changed since. Please look at it again."),
    kind=RefusalKind.CONFLICT,
)


@result
class Packed(Result):
    """The number of a shipment."""

    shipment: str


@command
class ChooseShipping(RequestCommand[Result]):
    """A reseller says how the device of an order comes, until it is packed.

    Args:
        method: The id of one of the shop's shipping methods; None: it is not sent.
        point: The locker, or another place for parcels, where it is handed in.
    """

    method: OpaqueId | None = None
    point: RawText | None = text(max_length=120, default=None)


@command
class CreateShipment(Command[Packed]):
    """A reseller packs orders together: of one place and one shipping method.

    Args:
        orders: The ids of the orders.
        parcels: Into how many parcels.
    """

    orders: tuple[OpaqueId, ...] = items(MOST_TOGETHER, at_least=1)
    parcels: int = number(1, MOST_PARCELS, default=1)


@command
class ShipmentCommand(Command[R_co]):
    """A command about one shipment.

    Args:
        shipment: Its number.
    """

    shipment: OpaqueId


@command
class ConfirmShipment(ShipmentCommand[Packed]):
    """A reseller confirms that a shipment is ready to be collected.

    Args:
        digest: Of what they read (`shipment_digest`): another content refuses the command.
    """

    digest: OpaqueId


@command
class UndoShipment(ShipmentCommand[Packed]):
    """A reseller does not send a shipment after all: its orders wait again."""


@attrs.frozen(kw_only=True)
class OfOrder(OfRequest):
    """An order, and how it is sent so far."""

    shipping: Shipping | None


@attrs.frozen(kw_only=True)
class Together(Loaded):
    """Orders with how they are sent, in the order of their ids."""

    rows: tuple[Sent, ...]
    parcels: tuple[Parcel, ...] = ()


def way_of(row: Shipping, request: ServiceRequest) -> tuple[str | None, str, str]:
    """What orders of one shipment have in common: where they go, how, and from which place for parcels."""
    return request.location, row.method, str(row.point or "").upper()


def can_be_packed(row: Shipping, request: ServiceRequest) -> bool:
    """Whether an order waits for a shipment."""
    return row.state is ShippingState.WAITING and request.phase not in ENDED


def resells(context: Context) -> bool:
    """Whether the actor is a reseller now."""
    account = context.directory.account(context.actor.id) if context.actor.kind in SIGNED_IN else None
    return account is not None and account.resells


def offered(context: Context) -> tuple[ShippingMethod, ...]:
    """The methods that the actor may choose from: none for who is no reseller."""
    methods = tuple(one for one in context.settings.shipping_methods if not one.retired)
    return methods if methods and resells(context) else ()


def load_order(reader: Reader, command: ChooseShipping, context: Context) -> OfOrder | Refusal:
    """An order of the reseller's own."""
    loaded = load_request(reader, command, context)
    if isinstance(loaded, Refusal):
        return loaded
    if not resells(context):
        return NOT_A_RESELLER
    row = reader.load(Shipping, shipping_id(context.tenant, loaded.request.id))
    return OfOrder(request=loaded.request, shipping=row)


def load_orders(reader: Reader, command: CreateShipment, context: Context) -> Together | Refusal:
    """The orders that are named, all of them the reseller's own."""
    if not resells(context):
        return NOT_A_RESELLER
    rows = []
    for id in sorted(set(command.orders)):
        shipping = reader.load(Shipping, shipping_id(context.tenant, id))
        request = None if shipping is None else reader.load(ServiceRequest, id)
        if shipping is None or request is None or not can_access(request, context):
            return NOT_TOGETHER
        rows.append((shipping, request))
    return Together(rows=tuple(rows))


def shipments_of(reader: Reader, shipments: Iterable[str], context: Context) -> dict[str, list[Sent]]:
    """Shipments of the actor's own, each whole; alike nothing for none and for one of somebody else."""
    numbers = tuple(dict.fromkeys(shipments))
    found: dict[str, list[Sent]] = {}
    if numbers:
        for row, request in reader.find(OF_SHIPMENTS, {"shipment": numbers}, limit=len(numbers) * MOST_TOGETHER):
            if request is not None and can_access(request, context):
                found.setdefault(str(row.shipment), []).append((row, request))
    return found


def load_shipment(reader: Reader, command: ShipmentCommand[Any], context: Context) -> Together | Refusal:
    """All orders of a shipment."""
    if not resells(context):
        return NOT_A_RESELLER
    rows = shipments_of(reader, (command.shipment,), context).get(command.shipment)
    return Together(rows=tuple(rows)) if rows else NO_SHIPMENT


def load_undone(reader: Reader, command: UndoShipment, context: Context) -> Together | Refusal:
    """All orders of a shipment, and its parcels as far as labels were asked for."""
    loaded = load_shipment(reader, command, context)
    if isinstance(loaded, Refusal):
        return loaded
    return attrs.evolve(loaded, parcels=tuple(find_parcels(reader, (command.shipment,)).get(command.shipment, ())))


@handles(ChooseShipping, actors=SIGNED_IN, load=load_order)
def choose_shipping(loaded: OfOrder, command: ChooseShipping, context: Context) -> Verdict[Result]:
    """With the order or later, as often as they like until it is packed."""
    before = loaded.shipping
    if before is not None and before.shipment is not None:
        return refused(PACKED)
    if loaded.request.phase in ENDED:
        return refused(WRONG_PHASE)
    if command.method is None:
        if before is None or before.state is ShippingState.TAKEN_BACK:
            return Verdict(result=Result())
        after = before.changed(state=ShippingState.TAKEN_BACK)
        return done(
            loaded.request, context, ShippingTakenBack(), result=Result(), saves=(Save(before=before, after=after),)
        )
    method = next((one for one in offered(context) if one.id == command.method), None)
    if method is None:
        return refused(NO_METHOD)
    point = context.texts.get("point") if method.asks_point else None
    if method.asks_point and point is None:
        return refused(NO_POINT)
    if point is not None and (method.point_is_code or context.carrier is not None) and not is_point_code(point):
        return refused(NO_CODE)
    values: dict[str, Any] = {
        "method": method.id,
        "point": point,
        "state": ShippingState.WAITING,
        "chosen_at": context.now,
    }
    chosen = ShippingChosen(method=method.id)
    if before is not None:
        save = Save(before=before, after=before.changed(**values))
    else:
        id = shipping_id(context.tenant, loaded.request.id)
        save = Save(after=context.make(Shipping, id=id, request=loaded.request.id, customer=context.actor.id, **values))
    return done(loaded.request, context, chosen, result=Result(), saves=(save,))


@handles(CreateShipment, actors=SIGNED_IN, load=load_orders)
def create_shipment(loaded: Together, command: CreateShipment, context: Context) -> Verdict[Packed]:
    """Orders that wait, and go the same way to the same place."""
    ways = {way_of(row, request) for row, request in loaded.rows}
    if len(ways) != 1 or not all(can_be_packed(row, request) for row, request in loaded.rows):
        return refused(NOT_TOGETHER)
    shipment = Reference.stored(context.new_reference()).grouped
    created = ShipmentCreated(shipment=shipment, parcels=command.parcels)
    packed = {"state": ShippingState.PACKED, "shipment": shipment, "parcels": command.parcels, "packed_at": context.now}
    return _moved(loaded.rows, shipment, context, created, lambda row: row.changed(**packed))


@handles(ConfirmShipment, actors=SIGNED_IN, load=load_shipment)
def confirm_shipment(loaded: Together, command: ConfirmShipment, context: Context) -> Verdict[Packed]:
    """Exactly what was read is confirmed, once."""
    read = shipment_digest(loaded.rows)
    is_packed = all(row.state is ShippingState.PACKED and request.phase not in ENDED for row, request in loaded.rows)
    if not is_packed or not compare_digest(read, command.digest):
        return refused(CHANGED)
    if len({way_of(row, request) for row, request in loaded.rows}) != 1:  # staff sent one of them elsewhere
        return refused(NOT_TOGETHER)
    confirmed = ShipmentConfirmed(shipment=command.shipment, digest=read)
    ready = {"state": ShippingState.READY, "confirmed_at": context.now}
    return _moved(loaded.rows, command.shipment, context, confirmed, lambda row: row.changed(**ready))


@handles(UndoShipment, actors=SIGNED_IN, load=load_undone)
def undo_shipment(loaded: Together, command: UndoShipment, context: Context) -> Verdict[Packed]:
    """Before it is confirmed or after: a label that was printed is thrown away. Those that a carrier made are cancelled
    with it, as long as none of the parcels has left."""
    requests = {request.id: request for _, request in loaded.rows}
    live = [one for one in loaded.parcels if one.state not in UNLABELLED]
    if any(one.state not in WITH_SENDER or one.request not in requests for one in live):
        return refused(PARCELS_SENT)
    undone = ShipmentUndone(shipment=command.shipment)
    waiting = {"state": ShippingState.WAITING, "shipment": None, "parcels": 1, "packed_at": None, "confirmed_at": None}
    verdict = _moved(loaded.rows, command.shipment, context, undone, lambda row: row.changed(**waiting))
    taken = [one for one in live if can_be_cancelled(one)]
    asked = [cancelling(one, requests[one.request], context) for one in taken]
    touched = [
        attrs.evolve(one, changes=(*one.changes, *(cancel_asked(row) for row in taken if row.request == one.after.id)))
        for one in verdict.touched
    ]
    saves, jobs = [save for save, _ in asked], [job for _, ordered in asked for job in ordered]
    return attrs.evolve(verdict, touched=tuple(touched), saves=(*verdict.saves, *saves), jobs=tuple(jobs))


def _moved(
    rows: Sequence[Sent], shipment: str, context: Context, change: Change, moved: Callable[[Shipping], Shipping]
) -> Verdict[Packed]:
    """The same for every order of a shipment."""
    return Verdict(
        result=Packed(shipment=shipment),
        touched=tuple(touch(request, context, change) for _, request in rows),
        saves=tuple(Save(before=row, after=moved(row)) for row, _ in rows),
    )
