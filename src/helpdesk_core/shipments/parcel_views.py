"""Where parcels are: for the reseller who sends them, and for staff, who have their labels made and cancelled."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from ..base.actors import STAFF
from ..context import Context
from ..guardrails.disclosure import customer_view, staff_view
from ..guardrails.rights import may
from ..notifications.model import OutboxRow, State
from ..ports.store import Reader
from ..service_requests.access import request_view
from ..service_requests.lifecycle import ENDED
from ..service_requests.model import ServiceRequest
from ..service_requests.rules import VIEW_REQUESTS
from .model import UNLABELLED, Parcel, ParcelSize, ParcelState, Shipping, ShippingState, shipping_id
from .parcels import LABELS, can_be_cancelled, cancel_job_id, order_job_id, parcels_of


@customer_view
class OwnParcel:
    """A parcel whose label the shop asked for, for who sends it.

    Attributes:
        place: Which of the shipment's it is, from 1.
        number: The carrier's number, None as long as there is no label.
        link: Where it can be followed.
        is_cancelling: Whether its label is being cancelled, and must not be used.
    """

    place: int
    state: ParcelState
    state_at: datetime
    number: str | None
    link: str | None
    is_cancelling: bool


@staff_view
class ParcelForStaff:
    """A parcel for staff.

    Attributes:
        shipment: The number of the shipment that it is, or was, part of.
        place: Which of the shipment's it is, from 1.
        grams: How heavy it is, None where nobody said so.
        is_undone: Whether that shipment was undone.
        is_cancelling: Whether its label is being cancelled.
        not_cancelled: Whether the carrier did not cancel the label.
        waits_for: Why the carrier has not been asked yet, as a code; empty where its turn has not come yet.
        can_cancel: Whether the viewer can have the label cancelled now.
        can_ask: Whether the viewer can have another label made now.
    """

    id: str
    shipment: str
    place: int
    carrier: str
    state: ParcelState
    state_at: datetime
    number: str | None
    link: str | None
    grams: int | None
    size: ParcelSize | None
    is_undone: bool
    is_cancelling: bool
    not_cancelled: bool
    waits_for: str
    can_cancel: bool
    can_ask: bool


@staff_view
class RequestParcels:
    """The parcels of an order.

    Attributes:
        rows: Those of its shipment that a label was asked for, and of undone ones those that may still come.
        unlabelled: How many parcels of its shipment have no label that counts.
        can_ask: Whether the viewer can have labels made: where there is a carrier, a shipment and the right.
    """

    rows: tuple[ParcelForStaff, ...]
    unlabelled: int
    can_ask: bool


def own_parcels(rows: Iterable[Parcel]) -> tuple[OwnParcel, ...]:
    """Parcels as their sender sees them."""
    return tuple(
        OwnParcel(
            place=one.place,
            state=one.state,
            state_at=one.state_at,
            number=one.number,
            link=one.link,
            is_cancelling=one.cancel_asked_at is not None and one.state is not ParcelState.CANCELLED,
        )
        for one in rows
    )


@request_view(actors=STAFF, right=VIEW_REQUESTS)
def view_request_parcels(reader: Reader, context: Context, request: ServiceRequest) -> RequestParcels:
    """The parcels by which the device of a request comes.

    Args:
        request_id: The request's id.

    Returns:
        Them, or a refusal when there is no such request within the viewer's locations.
    """
    shipping = reader.load(Shipping, shipping_id(context.tenant, request.id))
    rows = parcels_of(reader, request, shipping)
    shipment = None if shipping is None or shipping.state is ShippingState.TAKEN_BACK else shipping.shipment
    labelled = sum(1 for one in rows if one.shipment == shipment and one.state not in UNLABELLED)
    total = shipping.parcels if shipping is not None and shipment is not None else 0
    may_ask = context.carrier is not None and may(context.actor, LABELS, request)
    can_ask = may_ask and shipment is not None and request.phase not in ENDED
    return RequestParcels(
        rows=tuple(_for_staff(one, shipment, may_ask, can_ask, reader, context) for one in rows),
        unlabelled=total - labelled,
        can_ask=can_ask,
    )


def _for_staff(
    one: Parcel, shipment: str | None, may_ask: bool, can_ask: bool, reader: Reader, context: Context
) -> ParcelForStaff:
    return ParcelForStaff(
        id=one.id,
        shipment=one.shipment,
        place=one.place,
        carrier=one.carrier,
        state=one.state,
        state_at=one.state_at,
        number=one.number,
        link=one.link,
        grams=one.grams,
        size=one.size,
        is_undone=one.shipment != shipment,
        is_cancelling=one.cancel_asked_at is not None and one.state is not ParcelState.CANCELLED,
        not_cancelled=one.not_cancelled,
        waits_for=_waits_for(reader, one, context),
        can_cancel=may_ask and can_be_cancelled(one),
        can_ask=can_ask and one.shipment == shipment and one.state in (*UNLABELLED, ParcelState.RETURNED),
    )


def _waits_for(reader: Reader, parcel: Parcel, context: Context) -> str:
    """Why the job that asks the carrier has not come to an end."""
    if parcel.state is ParcelState.ASKED:
        id = order_job_id(context.tenant, parcel)
    elif parcel.cancel_asked_at is not None:
        id = cancel_job_id(context.tenant, parcel)
    else:
        return ""
    row = reader.load(OutboxRow, id)
    return row.reason if row is not None and row.state is State.WAITING else ""
