"""The outbox: what is done after the commit. A row holds keys and names, never words."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from ..base.digests import outside_id
from ..base.notices import NORMAL
from ..base.queries import Query
from ..base.records import Index, Purge, Record, col, record

DELIVERED, READ = "delivered", "read"
"""Reasons of messages that are done: what their channel reports of them."""
IN_DOUBT = "in_doubt"
"""It may have been sent, and nobody knows."""
LEASE_SECONDS = 45
"""For how long a claim holds that is not renewed."""
SET_BACK = timedelta(minutes=2)
"""A clock that was set back by more is noticed: what was wanted by the old one is done within a lease."""
CHANNEL = "channel:"
"""Begins the reason of what waits because a whole channel cannot send."""


class State(StrEnum):
    """Where a row stands."""

    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"
    """Failed permanently; staff see it and may let it be tried again."""
    DROPPED = "dropped"
    """There was no recipient or nothing to do, or a limit on messages was reached."""
    HELD = "held"
    """Held back until a person releases it: it may have been sent before the database was restored."""
    SETTLED = "settled"
    """Staff told the person in another way."""
    CANCELLED = "cancelled"
    """A command took it back before its time."""


SETTLED = ("done", "dropped", "cancelled", "settled")
"""States in which nothing is left to do."""


@record(
    "outbox",
    # What was done is in none of the first four: they stay as small as the work that is left.
    indexes=(
        Index(("tenant", "lane", "due_at", "id"), where={"state": "waiting"}),
        Index(("tenant", "wanted_at", "id"), where={"state": "waiting"}),
        Index(("tenant", "due_at", "id"), where={"state": "failed"}),
        Index(("tenant", "due_at", "id"), where={"state": "held"}),
        Index(("subject", "id")),
        *(Index(("tenant", "completed_at", "id"), where={"state": state}) for state in SETTLED),
    ),
    # what failed or is held stays until people have seen to it
    purges=tuple(Purge("completed_at", days=90, where={"state": state}) for state in SETTLED),
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
    """When it may be claimed: leases and pauses move it."""
    wanted_at: datetime
    """When it should be done: it is late from then on."""
    lease: str | None = col(default=None)
    lapses: int = col(default=0)
    """How often it was begun by a claim that ended without a word, so that nobody knows whether it was done."""
    reason: str = col(default="")
    provider_id: str | None = col(default=None)
    """What the channel calls the message it took."""
    created_at: datetime
    completed_at: datetime | None = col(default=None)


@record("outbox_places", outside_ids=True)
class OutboxPlace(Record):
    """Where a shop's jobs are handed out, and how far: by it a store notices that it is a restored backup or a copy.
    One row for each shop."""

    place: str
    """What makes this database this one, as far as it can say that itself."""
    handed_out: int = col(default=0)
    """How many jobs were ever handed out, where a mark outside of the database says the same."""
    seen_at: datetime
    """When a worker last looked, within half a minute."""


def place_id(tenant: str) -> str:
    """The id of a shop's row."""
    return outside_id(tenant, "outbox_places", tenant)


FAILED = Query(OutboxRow, where={"state": "failed"}, order=("due_at", "id"), newest_first=True)
HELD = Query(OutboxRow, where={"state": "held"}, order=("due_at", "id"), newest_first=True)
LATE = Query(OutboxRow, where={"state": "waiting"}, at_most="wanted_at", order=("wanted_at", "id"))
DONE = Query(
    OutboxRow, where={"state": "done"}, at_most="completed_at", order=("completed_at", "id"), newest_first=True
)
OF_SUBJECT = Query(OutboxRow, equals=("tenant", "subject"))
FAILED_OF_SUBJECT = Query(OutboxRow, equals=("tenant", "subject"), where={"state": "failed"})
