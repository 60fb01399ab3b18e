"""The outbox: what is done after the commit. A row holds keys and names, never words."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from ..base.notices import NORMAL
from ..base.queries import Query
from ..base.records import Index, Record, col, record


class State(StrEnum):
    """Where a row stands."""

    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"
    """Failed permanently; staff see it and may let it be tried again."""
    DROPPED = "dropped"
    """There was no recipient or nothing to do, or a limit on messages was reached."""
    CANCELLED = "cancelled"
    """A command took it back before its time."""


@record(
    "outbox",
    # What was done is in neither of the first two: they stay as small as the work that is left.
    indexes=(
        Index(("tenant", "lane", "due_at", "id"), where={"state": "waiting"}),
        Index(("tenant", "due_at", "id"), where={"state": "failed"}),
        Index(("subject", "id")),
    ),
)
class OutboxRow(Record):
    """One job: its name, the subject it is about, and keys. A notice is a job; so is deleting a file's bytes.

    Attributes:
        lane: 0 for codes, 1 for notices, 2 for the rest: none waits behind a later one.
        attempts: How often it was tried.
    """

    subject: str = col(about=True)
    subject_type: str
    job: str
    payload: dict[str, str] = col(personal=False, codes=True)
    lane: int = col(default=NORMAL)
    state: State = col(default=State.WAITING)
    attempts: int = col(default=0)
    due_at: datetime
    lease: str | None = col(default=None)
    reason: str = col(default="")
    provider_id: str | None = col(default=None)
    """What the channel calls the message it took."""
    created_at: datetime
    completed_at: datetime | None = col(default=None)


FAILED = Query(OutboxRow, where={"state": "failed"}, order=("due_at", "id"), newest_first=True)
OF_SUBJECT = Query(OutboxRow, equals=("tenant", "subject"))
