"""How orders are sent: for the reseller who sends them, and for staff who wait for them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from ..base.actors import STAFF
from ..base.changes import Refusal
from ..base.references import Reference
from ..base.text import SafeText
from ..context import Context
from ..guardrails.disclosure import customer_view, staff_view
from ..ports.store import Reader
from ..service_requests.access import request_view
from ..service_requests.model import ServiceRequest
from ..service_requests.parts import RoomPart, room_part
from ..service_requests.rules import VIEW_REQUESTS
from ..subjects import can_access
from ..viewing import view
from .model import (
    BY_STATE,
    MOST_ORDERS,
    Parcel,
    Sent,
    Shipping,
    ShippingState,
    shipment_digest,
    shipping_id,
)
from .parcel_views import OwnParcel, own_parcels
from .parcels import find_parcels
from .rules import NO_SHIPMENT, NOT_A_RESELLER, SIGNED_IN, can_be_packed, offered, resells, shipments_of, way_of


@customer_view
class SentOrder:
    """An order that is sent, or waits for it.

    Attributes:
        generation: Of its private link, for `Helpdesk.link`.
    """

    id: str
    generation: int
    reference: Reference
    device: SafeText
    state: ShippingState


@customer_view
class WaitingGroup:
    """Orders that can go together: to one place, by one method.

    Attributes:
        location: The id of the place, None for none in particular.
        method: The id of the shipping method.
        point: The locker, or the place for parcels.
    """

    location: str | None
    method: str
    point: SafeText | None
    orders: tuple[SentOrder, ...]


@customer_view
class OwnShipment:
    """A shipment, for the reseller who packs it.

    Attributes:
        number: As it stands on the label.
        sender: The name of the reseller's account.
        parcels: Into how many it is packed.
        digest: What `ConfirmShipment` confirms.
        labelled: The parcels that the shop asked a carrier's label for.
    """

    number: str
    sender: str
    location: str | None
    method: str
    point: SafeText | None
    parcels: int
    is_ready: bool
    packed_at: datetime
    confirmed_at: datetime | None
    digest: str
    orders: tuple[SentOrder, ...]
    labelled: tuple[OwnParcel, ...] = ()


@customer_view
class OwnShipments:
    """The reseller's tab.

    Attributes:
        waiting: Orders without a shipment, by place and method.
        shipments: Those of the newest orders that are packed, each whole, the newest first.
    """

    waiting: tuple[WaitingGroup, ...]
    shipments: tuple[OwnShipment, ...]


@customer_view
class OfferedShipping:
    """The methods that whoever asks can choose from, by their ids: none for who is no reseller."""

    methods: tuple[str, ...]


@customer_view
class OrderShipping(RoomPart):
    """How an order is sent, for who sends it.

    Attributes:
        parcels: Those of its shipment that the shop asked a carrier's label for.
    """

    state: ShippingState
    method: str
    point: SafeText | None
    shipment: str | None
    parcels: tuple[OwnParcel, ...] = ()


@staff_view
class ShippingForStaff:
    """How an order comes to the shop.

    Attributes:
        shipment: The number of the shipment that it goes with.
        parcels: Into how many that one is packed.
        confirmed_at: Since when it is ready to be collected.
    """

    state: ShippingState
    method: str
    point: SafeText | None
    shipment: str | None
    parcels: int
    confirmed_at: datetime | None


@view(actors=SIGNED_IN)
def view_offered_shipping(reader: Reader, context: Context) -> OfferedShipping:
    """The shipping methods that the viewer can choose.

    Returns:
        The methods; none for who is no reseller, and where the shop offers none.
    """
    return OfferedShipping(methods=tuple(one.id for one in offered(context)))


@view(actors=SIGNED_IN)
def view_own_shipments(reader: Reader, context: Context) -> OwnShipments | Refusal:
    """The reseller's orders that wait for a shipment, and their shipments.

    Returns:
        The tab, or a refusal for who is no reseller.
    """
    if not resells(context):
        return NOT_A_RESELLER
    waits, packed, ready = (
        reader.find(BY_STATE, {"customer": context.actor.id, "state": state}, limit=MOST_ORDERS)
        for state in (ShippingState.WAITING, ShippingState.PACKED, ShippingState.READY)
    )
    waiting: dict[tuple[str | None, str, str], list[Sent]] = {}
    for row, request in waits:
        if request is not None and can_access(request, context) and can_be_packed(row, request):
            waiting.setdefault(way_of(row, request), []).append((row, request))
    numbers = [row.shipment for row, _ in (*packed, *ready) if row.shipment]
    parcels = find_parcels(reader, numbers)
    groups = (
        WaitingGroup(location=way[0], method=way[1], point=rows[0][0].point, orders=_orders(rows))
        for way, rows in sorted(waiting.items(), key=lambda pair: tuple(part or "" for part in pair[0]))
    )
    shipments = sorted(
        (
            _shipment(rows, parcels.get(number, ()), context)
            for number, rows in shipments_of(reader, numbers, context).items()
        ),
        key=lambda one: one.packed_at,
        reverse=True,
    )
    return OwnShipments(waiting=tuple(groups), shipments=tuple(shipments))


@view(actors=SIGNED_IN)
def view_own_shipment(reader: Reader, context: Context, shipment: str) -> OwnShipment | Refusal:
    """A shipment of the reseller's, as the label and the packing list show it.

    Args:
        shipment: Its number.

    Returns:
        The shipment, or a refusal: the same for none and for one of somebody else.
    """
    rows = shipments_of(reader, (shipment,), context).get(shipment) if resells(context) else None
    if not rows:
        return NO_SHIPMENT
    return _shipment(rows, find_parcels(reader, (shipment,)).get(shipment, ()), context)


@room_part(Shipping)
def shipping_in_room(reader: Reader, request: ServiceRequest, context: Context) -> OrderShipping | None:
    """How the order is sent, in the room of who sends it: nobody else may."""
    row = reader.load(Shipping, shipping_id(context.tenant, request.id))
    if row is None or row.customer != context.actor.id:
        return None
    return OrderShipping(
        state=row.state,
        method=row.method,
        point=row.point,
        shipment=row.shipment,
        parcels=own_parcels(find_parcels(reader, (row.shipment,)).get(row.shipment, ())) if row.shipment else (),
    )


@request_view(actors=STAFF, right=VIEW_REQUESTS)
def view_request_shipping(reader: Reader, context: Context, request: ServiceRequest) -> ShippingForStaff | None:
    """How the device of a request comes.

    Args:
        request_id: The request's id.

    Returns:
        It, None where nothing is sent, or a refusal when there is no such request within the viewer's locations.
    """
    row = reader.load(Shipping, shipping_id(context.tenant, request.id))
    if row is None or row.state is ShippingState.TAKEN_BACK:
        return None
    return ShippingForStaff(
        state=row.state,
        method=row.method,
        point=row.point,
        shipment=row.shipment,
        parcels=row.parcels,
        confirmed_at=row.confirmed_at,
    )


def _orders(rows: Iterable[Sent]) -> tuple[SentOrder, ...]:
    return tuple(
        SentOrder(
            id=request.id,
            generation=request.generation,
            reference=Reference.stored(request.reference),
            device=request.device,
            state=row.state,
        )
        for row, request in rows
    )


def _shipment(rows: Sequence[Sent], parcels: Sequence[Parcel], context: Context) -> OwnShipment:
    first, request = rows[0]
    account = context.directory.account(context.actor.id)
    assert first.shipment is not None
    assert first.packed_at is not None
    return OwnShipment(
        number=first.shipment,
        sender=" ".join(filter(None, (account.given_name, account.surname))) if account else "",
        location=request.location,
        method=first.method,
        point=first.point,
        parcels=first.parcels,
        is_ready=first.state is ShippingState.READY,
        packed_at=first.packed_at,
        confirmed_at=first.confirmed_at,
        digest=shipment_digest(rows),
        orders=_orders(sorted(rows, key=lambda row: row[1].created_at)),
        labelled=own_parcels(parcels),
    )
