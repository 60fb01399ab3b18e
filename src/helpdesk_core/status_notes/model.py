"""A note that stands beside the status: the latest is the one that holds, the others are its history."""

from __future__ import annotations

from datetime import datetime

from ..base.queries import Query
from ..base.records import Attested, Index, col, record
from ..base.text import CustomerText, SafeText


@record("status_notes", indexes=(Index(("request", "at", "id")),))
class StatusNote(Attested):
    """What a technician says to the customer beside the status; without a text there is none from then on."""

    request: str = col(references="service_requests")
    author: str = col(personal="staff")
    author_name: SafeText = col(personal="staff")
    at: datetime
    text: CustomerText | None = col(personal=True, default=None)


NOTES_OF_STATUS = Query(StatusNote, equals=("tenant", "request"), order=("at", "id"), newest_first=True)
