"""A part that a repair waits for."""

from __future__ import annotations

from datetime import date, datetime

from ..base.queries import Query
from ..base.records import Attested, Index, col, record
from ..base.text import SafeText
from ..base.worded import Worded


class PartState(Worded, prefix="awaited_part.state"):
    """How far it has come."""

    AWAITED = "awaited", "Waiting for it"
    ARRIVED = "arrived", "Arrived"
    PUT_AWAY = "put_away", "Arrived, seen to"
    DROPPED = "dropped", "Not needed any more"


@record("awaited_parts", indexes=(Index(("request", "awaited_at", "id")),))
class AwaitedPart(Attested):
    """A part on its way. Which it is and who sends it is the shop's own affair: the customer reads neither."""

    request: str = col(references="service_requests")
    state: PartState
    part: SafeText = col(personal=True)
    supplier: SafeText | None = col(personal=True, default=None)
    expected: date | None = col(default=None)
    """About when it comes, as the supplier says; None where nobody knows."""
    awaited_at: datetime
    awaited_by_name: SafeText | None = col(personal="staff", default=None)
    settled_at: datetime | None = col(default=None)
    """Since when it is there, or not needed any more."""
    arrived_in: str | None = col(default=None)
    """The status of the request when it came: as long as it is that one, nobody has gone on with it."""


OF_REQUEST = Query(AwaitedPart, equals=("tenant", "request"), order=("awaited_at", "id"), newest_first=True)
