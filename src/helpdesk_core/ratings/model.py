"""A rating of how a request went: one for each outcome."""

from __future__ import annotations

from datetime import datetime

from ..base.queries import Query
from ..base.records import Attested, Index, col, record
from ..base.text import SafeText

LEAST, MOST = 1, 5


@record(
    "ratings", indexes=(Index(("request", "rated_at", "id")), Index(("tenant", "rated_at", "id"))), outside_ids=True
)
class Rating(Attested):
    """What a customer says about the work, to the team alone. The id is the outcome's, made anew, so there is one."""

    request: str = col(references="service_requests")
    outcome: str = col(references="outcomes")
    """What is rated."""
    stars: int
    """From 1 to 5."""
    text: SafeText | None = col(personal=True, default=None)
    rated_at: datetime


OF_REQUEST = Query(Rating, equals=("tenant", "request"), order=("rated_at", "id"), newest_first=True)
LATEST = Query(Rating, equals=("tenant",), order=("rated_at", "id"), newest_first=True)
