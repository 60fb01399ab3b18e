"""That words raised a request, and who said since how urgent it is."""

from __future__ import annotations

from datetime import datetime

from ..base.queries import Query
from ..base.records import Attested, Index, col, record
from ..base.text import SafeText
from ..service_requests.model import ServiceRequest, Side, Urgency
from ..service_requests.waiting import PRIORITY


@record("urgency_raises", indexes=(Index(("request", "raised_at", "id")),))
class UrgencyRaise(Attested):
    """A new request was put in front because of what it says; a person may put it back."""

    request: str = col(references="service_requests")
    words: tuple[SafeText, ...] = col(personal=True)
    """Those that did it, in the customer's own spelling."""
    raised_at: datetime
    lowered_at: datetime | None = col(default=None)
    lowered_by: SafeText | None = col(personal="staff", default=None)


@record("urgency_changes", indexes=(Index(("request", "at", "id")),))
class UrgencyChange(Attested):
    """Somebody said anew how urgent a request is."""

    request: str = col(references="service_requests")
    was: Urgency
    urgency: Urgency
    side: Side
    by: SafeText | None = col(personal="staff", default=None)
    at: datetime


def is_in_front(request: ServiceRequest) -> bool:
    """Whether it stands further in front than its urgency alone would put it: only then can it be put back."""
    return request.priority < PRIORITY[request.urgency]


RAISES = Query(UrgencyRaise, equals=("tenant", "request"), order=("raised_at", "id"), newest_first=True)
URGENCY_CHANGES = Query(UrgencyChange, equals=("tenant", "request"), order=("at", "id"), newest_first=True)
