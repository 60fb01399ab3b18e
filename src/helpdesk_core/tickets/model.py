"""That a request is a question about another one: kept in the history of the repair, and found from either side."""

from __future__ import annotations

from datetime import datetime

from ..base.queries import Query
from ..base.records import Attested, Index, col, record


@record(
    "tickets",
    indexes=(Index(("request", "asked_at", "id")), Index(("tenant", "customer", "asked_at", "id"))),
)
class Ticket(Attested):
    """A question about a repair. The question itself is a request, whose column ``repair`` leads back."""

    request: str = col(references="service_requests")
    """The repair."""
    ticket: str = col(references="service_requests")
    """The request with the thread."""
    customer: str = col(personal=True)
    asked_at: datetime


OF_REPAIR = Query(Ticket, equals=("tenant", "request"), order=("asked_at", "id"), newest_first=True, join="ticket")
OF_CUSTOMER = Query(Ticket, equals=("tenant", "customer"), order=("asked_at", "id"), newest_first=True, join="ticket")
