"""Whether delivery goes on, for machines that watch and for whoever runs the desk: numbers, and nothing of anybody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import attrs

from ..base.queries import Totals
from ..base.time import utc_text
from ..channels.model import OUTAGES
from ..notifications.model import CHANNEL, DONE, LATE, OutboxPlace, OutboxRow, place_id
from ..ports import Reader
from ..reach import NO_NOTIFIER

WORKER_SECONDS = 2 * 60
"""A worker that has not looked for so long is gone."""
LATE_SECONDS = 15 * 60
"""A message that waits for so long, for what the shop can mend, is one too many."""
_STATES = Totals(OutboxRow, in_="state", group_by=("state",))
_LATE = Totals(OutboxRow, where={"state": "waiting"}, at_most="wanted_at", group_by=("reason",))


@attrs.frozen(kw_only=True)
class Health:
    """How delivery stands.

    Attributes:
        late: Jobs that should have been done by now.
        reasons: How many of them wait for what, by code; the empty code stands for their turn.
        oldest_seconds: For how long the oldest of them has been late, in seconds.
        failed: Messages that were given up, or had nobody to go to: staff see them.
        held: Messages that are held back after a restore until staff release them.
        worker_seconds: Seconds since a worker last looked (it says so every half minute); None when none ever did.
        done_seconds: Seconds since a job was last done; None when none ever was.
        unread_seconds: For how long a mailbox has not been read, in seconds; None where each is.
        stands_still: Whether somebody has to look: nothing is being delivered, messages have waited too long for what
            the shop can mend, or a mailbox is not read.
    """

    late: int
    reasons: Mapping[str, int]
    oldest_seconds: float
    failed: int
    held: int
    worker_seconds: float | None
    done_seconds: float | None
    unread_seconds: float | None
    stands_still: bool


def health_of(reader: Reader, tenant: str, now: datetime) -> Health:
    """Look at the outbox of a desk.

    Args:
        reader: Reads it.
        tenant: The shop.
        now: The moment.

    Returns:
        How it stands.
    """
    moment = utc_text(now)
    until = {"wanted_at": moment}
    reasons = {str(row[0] or ""): _number(row[1]) for row in reader.totals(_LATE, until)}
    states = {str(row[0]): _number(row[1]) for row in reader.totals(_STATES, {"state": ("failed", "held")})}
    rows: Sequence[OutboxRow] = reader.find(LATE, until, limit=200)
    place = reader.load(OutboxPlace, place_id(tenant))
    worker = None if place is None else _since(place.seen_at, now)
    done: Sequence[OutboxRow] = reader.find(DONE, {"completed_at": moment}, limit=1)
    no_worker = bool(rows) and (worker is None or worker > WORKER_SECONDS)
    mendable = max((_age(row, now) for row in rows if _is_the_shops(row.reason)), default=0.0)
    unread = max((_since(one.since, now) for one in reader.find(OUTAGES, {}) if one.reason), default=None)
    idle = no_worker and _age(rows[0], now) > WORKER_SECONDS
    return Health(
        late=sum(reasons.values()),
        reasons=reasons,
        oldest_seconds=_age(rows[0], now) if rows else 0.0,
        failed=states.get("failed", 0),
        held=states.get("held", 0),
        worker_seconds=worker,
        done_seconds=_since(done[0].completed_at or now, now) if done else None,
        unread_seconds=unread,
        stands_still=mendable > LATE_SECONDS or idle or unread is not None,
    )


def _is_the_shops(reason: str) -> bool:
    """Whether it waits for its turn or for a channel: a receiver who asks to come back later is no alarm."""
    return reason in ("", NO_NOTIFIER) or reason.startswith(CHANNEL)


def _since(moment: datetime, now: datetime) -> float:
    return max(0.0, (now - moment).total_seconds())


def _age(row: OutboxRow, now: datetime) -> float:
    return (now - row.wanted_at).total_seconds()


def _number(cell: Any) -> int:
    return int(cell or 0)
