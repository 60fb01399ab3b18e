"""To whom a device was given, and whom its customer lets collect it."""

from __future__ import annotations

from datetime import datetime

from ..base.queries import Query
from ..base.records import Attested, Index, col, record
from ..base.text import SafeText
from ..base.worded import Worded


class HandOverProof(Worded, prefix="hand_over.proof"):
    """What showed that this person may have it."""

    SLIP = "slip", "The slip from the counter"
    CODE = "code", "The code from the page of the request"
    NAMED = "named", "The customer named this person"


@record("hand_overs", indexes=(Index(("request", "handed_at", "id")),))
class HandOver(Attested):
    """Staff gave a device to somebody. It is never rewritten."""

    request: str = col(references="service_requests")
    name: SafeText = col(personal=True)
    """Who took it."""
    proof: HandOverProof
    devices: tuple[str, ...] = col(personal=False, default=())
    """The ids of those that were given, where the request is about several."""
    note: SafeText | None = col(personal=True, default=None)
    """What was given: one device of several, what came along."""
    handed_at: datetime
    handed_by: str = col(personal="staff")
    handed_by_name: SafeText | None = col(personal="staff")


@record("collectors", indexes=(Index(("request", "named_at", "id")),))
class Collector(Attested):
    """Somebody whom the customer lets collect the device in their place: one at a time."""

    request: str = col(references="service_requests")
    name: SafeText = col(personal=True)
    named_at: datetime
    ended_at: datetime | None = col(default=None)
    """Since when no more: the customer thought better of it, or named somebody else."""


OF_REQUEST = Query(HandOver, equals=("tenant", "request"), order=("handed_at", "id"), newest_first=True)
COLLECTORS = Query(Collector, equals=("tenant", "request"), order=("named_at", "id"), newest_first=True)
