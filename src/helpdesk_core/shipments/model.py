"""How the device of an order is sent. A shipment is all orders that name it: it has no life of its own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Self

from ..base.actors import CUSTOMERS
from ..base.digests import digest, outside_id
from ..base.queries import Query
from ..base.records import Attested, Index, col, record
from ..base.text import SafeText
from ..base.worded import Worded
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
