"""How the device of an order is sent. A shipment is all orders that name it: it has no life of its own. Its parcels are
records as soon as a carrier was asked for their labels."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Self

from ..base.actors import CUSTOMERS
from ..base.digests import digest, outside_id
from ..base.queries import Query
from ..base.records import Attested, Index, Purge, Record, col, record
from ..base.text import SafeText
from ..base.worded import Worded
from ..ports.carriers import ParcelStatus
from ..service_requests.model import ServiceRequest

MOST_ORDERS, MOST_TOGETHER, MOST_PARCELS = 200, 50, 20


class ShippingState(Worded, prefix="shipping.state"):
    """How far the sending of an order has come."""

    WAITING = "waiting", "Waits for a shipment"
    PACKED = "packed", "In a shipment that is being packed"
    READY = "ready", "Ready to be collected"
    TAKEN_BACK = "taken_back", "Is not sent"


@record(
    "shipping",
    indexes=(Index(("tenant", "customer", "state", "chosen_at", "id")), Index(("tenant", "shipment", "id"))),
    outside_ids=True,
)
class Shipping(Attested):
    """How one order is sent: one row for each, whose id follows from the order's."""

    request: str = col(references="service_requests")
    customer: str | None = col(personal=True, default=None)
    """The host's id of the reseller's account."""
    method: str
    """The id of one of the shop's shipping methods."""
    point: SafeText | None = col(personal=True, default=None)
    """The locker, or another place for parcels, where it is handed in."""
    state: ShippingState
    shipment: str | None = col(default=None)
    """The number of the shipment that it goes with, as it stands on the label."""
    parcels: int = col(default=1)
    """Into how many parcels that shipment is packed."""
    chosen_at: datetime
    packed_at: datetime | None = col(default=None)
    confirmed_at: datetime | None = col(default=None)

    def check_write(self, before: Self | None, actor_kind: str, settings: Any) -> str | None:
        """See `Record.check_write`: whatever command it is, only its customer says that something is sent."""
        same = before is not None and before.state is self.state and before.shipment == self.shipment
        return None if same or actor_kind in CUSTOMERS else "only its customer says how an order is sent"


BY_STATE = Query(
    Shipping, equals=("tenant", "customer", "state"), order=("chosen_at", "id"), newest_first=True, join="request"
)
OF_SHIPMENTS = Query(Shipping, in_="shipment", join="request")
Sent = tuple[Shipping, ServiceRequest]


def shipping_id(tenant: str, request: str) -> str:
    """The one id that the shipping of an order can have."""
    return outside_id(tenant, "shipping", request)


def shipment_digest(rows: Sequence[Sent]) -> str:
    """What a person confirms: which orders go together, where to, how, and in how many parcels."""
    parts = sorted(
        f"{row.request} {request.location or ''} {row.method} {row.point or ''} {row.parcels}" for row, request in rows
    )
    return digest("shipment", *parts)


class ParcelState(Worded, prefix="parcel.state"):
    """Where a parcel is, as its carrier says."""

    ASKED = "asked", "Label asked for"
    REFUSED = "refused", "The carrier made no label"
    ORDERED = "ordered", "Accepted by the carrier"
    UNDERWAY = "underway", "In transit"
    WAITING = "waiting", "Ready at its pick-up point"
    DELIVERED = "delivered", "Delivered"
    RETURNED = "returned", "Returned to its sender"
    LOST = "lost", "Lost"
    CANCELLED = "cancelled", "Label cancelled"


class ParcelSize(Worded, prefix="parcel.size"):
    """How large a parcel is, where that is known."""

    SMALL = "small", "Small"
    MEDIUM = "medium", "Medium"
    LARGE = "large", "Large"


#: Where a parcel has no label that counts.
UNLABELLED = (ParcelState.REFUSED, ParcelState.CANCELLED)
#: Where a parcel is with its sender: not sent yet, or back.
WITH_SENDER = (ParcelState.ASKED, ParcelState.ORDERED, ParcelState.RETURNED, *UNLABELLED)
PARCEL_FACT_DAYS = 30


@record(
    "parcels",
    indexes=(
        Index(("tenant", "request", "id")),
        Index(("tenant", "shipment", "place")),
        Index(("tenant", "carrier", "number")),
    ),
    outside_ids=True,
)
class Parcel(Attested):
    """One parcel of a shipment, with its label: one row for each, however often a label is asked for.

    Attributes:
        request: The order on whose page its first label was asked for: its history vouches for the row.
        place: Which parcel of the shipment it is, from 1.
        attempt: Counts its labels, from 1.
        carrier: The carrier's name.
        grams: How heavy it is, where staff said so.
        number: The carrier's number: the label is known by it, and found with it.
        link: Where anybody can follow the parcel.
        state_at: Since when it is there, as we heard it.
        said_at: The carrier's own time of what it said last, None as long as it said nothing.
        cancel_asked_at: Since when the label is to be cancelled.
        not_cancelled: Whether the carrier did not cancel it when it was asked to.
    """

    request: str = col(references="service_requests")
    shipment: str
    place: int
    attempt: int = col(default=1)
    carrier: str
    grams: int | None = col(default=None)
    size: ParcelSize | None = col(default=None)
    state: ParcelState
    number: str | None = col(personal=True, default=None)
    link: str | None = col(personal=True, default=None)
    state_at: datetime
    said_at: datetime | None = col(default=None, volatile=True)
    cancel_asked_at: datetime | None = col(default=None)
    not_cancelled: bool = col(default=False)
    asked_by: str = col(personal="staff")
    asked_by_name: SafeText | None = col(personal="staff")
    asked_at: datetime

    @property
    def key(self) -> str:
        """What the carrier knows its label by before it has a number: `ports.ParcelOrder.key`."""
        return f"{self.id}-{self.attempt}"


@record(
    "parcel_facts",
    indexes=(Index(("tenant", "about", "id")), Index(("tenant", "came_at", "id"))),
    outside_ids=True,
    purges=(Purge("came_at", days=PARCEL_FACT_DAYS),),
)
class ParcelNews(Record):
    """What a carrier said once, however often it is sent. It is kept for a while: the number that it is about may be
    written down only after it.

    Attributes:
        about: Made of the carrier and the parcel's number: the number itself stands with the parcel alone.
        said_at: The carrier's time, None where it does not say.
    """

    about: str
    status: ParcelStatus
    said_at: datetime | None = col(default=None)
    came_at: datetime


PARCELS_OF_REQUEST = Query(Parcel, equals=("tenant", "request"))
PARCELS_OF_SHIPMENTS = Query(Parcel, in_="shipment")
BY_NUMBER = Query(Parcel, equals=("tenant", "carrier", "number"))
NEWS_ABOUT = Query(ParcelNews, equals=("tenant", "about"))


def parcel_id(tenant: str, shipment: str, place: int) -> str:
    """The one id that a parcel of a shipment can have."""
    return outside_id(tenant, "parcels", f"{shipment}/{place}")


def news_id(tenant: str, carrier: str, fact: str) -> str:
    """The one id that what a carrier said can have."""
    return outside_id(tenant, "parcel_facts", f"{carrier}\n{fact}")


def news_about(tenant: str, carrier: str, number: str) -> str:
    """What the facts of a carrier about one number have in common."""
    return outside_id(tenant, "parcel_numbers", f"{carrier}\n{number}")
