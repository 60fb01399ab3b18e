"""One outgoing thing. It holds keys and the name of a template, never words."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from ..base.queries import Query
from ..base.records import Index, Record, col, record


class Audience(StrEnum):
    """Whom a row is for: resolved to a contact when it is sent."""

    CUSTOMER = "customer"
    STAFF = "staff"
    CONTACT = "contact"
    """One contact point, confirmed or not: the only thing it ever gets is a code with the link."""


class State(StrEnum):
    """Where a row stands."""

    WAITING = "waiting"
    SENT = "sent"
    DEAD = "dead"
    """Given up; staff see it and may try again."""
    DROPPED = "dropped"
    """There was nobody to tell, or it would have been one message too many."""


@record(
    "outbox",
    # What was sent is in neither of the first two: they stay as small as the work that is left.
    indexes=(
        Index(("tenant", "due_at", "id"), where={"state": "waiting"}),
        Index(("tenant", "due_at", "id"), where={"state": "dead"}),
        Index(("request", "id")),
    ),
)
class OutboxRow(Record):
    """A Notice (template, reference, link) or, with ``message``, a Reply: the key of a text that a person wrote."""

    request: str = col(references="service_requests")
    audience: Audience
    template: str
    contact: str | None = col(default=None)
    message: str | None = col(default=None)
    state: State = col(default=State.WAITING)
    attempts: int = col(default=0)
    due_at: datetime
    lease: str | None = col(default=None)
    reason: str = col(default="")
    created_at: datetime
    completed_at: datetime | None = col(default=None)


DEAD_LETTERS = Query(OutboxRow, where={"state": "dead"}, order=("due_at", "id"), newest_first=True)
OF_REQUEST = Query(OutboxRow, equals=("tenant", "request"))
