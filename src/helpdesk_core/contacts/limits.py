"""Limits on attempts. Every path that checks a surname or a code counts here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import attrs

from ..base.changes import Refusal, RefusalKind, Save
from ..base.messages import define
from ..base.queries import Query
from ..context import Context
from ..ports.store import Reader
from .model import Attempt

TOO_MANY = Refusal(
    define("refusal.too_many", "Too many tries. Please wait an hour, ask for a new link, or call us."),
    kind=RefusalKind.TOO_MANY,
)
ATTEMPTS = Query(Attempt, in_="id")


@attrs.frozen
class Limit:
    """At maximum ``maximum`` failed tries of one subject within ``window``."""

    axis: str
    maximum: int
    window: timedelta


BY_CLIENT = Limit("client", 10, timedelta(minutes=15))
BY_REQUEST = Limit("request", 5, timedelta(hours=1))
CODES_SENT = Limit("codes_sent", 6, timedelta(hours=1))


@attrs.frozen
class Counter:
    """The counters that one try touches, as loaded: id → (limit, what is counted so far)."""

    found: Mapping[str, tuple[Limit, Attempt | None]]

    @property
    def is_full(self) -> bool:
        """Whether one of the limits is reached."""
        return any(attempt is not None and attempt.count >= limit.maximum for limit, attempt in self.found.values())

    def one_more(self, context: Context) -> tuple[Save, ...]:
        """What to remember of a failed try."""
        return tuple(_counted(id, limit, attempt, context) for id, (limit, attempt) in self.found.items())


def count(reader: Reader, context: Context, subjects: Mapping[Limit, str | None]) -> Counter:
    """Load the counters of these subjects in one read; a subject of None is not counted."""
    ids = {_id(limit, subject, context): limit for limit, subject in subjects.items() if subject is not None}
    if not ids:
        return Counter({})
    found = {attempt.id: attempt for attempt in reader.find(ATTEMPTS, {"id": tuple(ids)}, limit=len(ids))}
    return Counter({id: (limit, found.get(id)) for id, limit in ids.items()})


def _window(limit: Limit, now: datetime) -> int:
    return int(now.timestamp() // limit.window.total_seconds())


def _id(limit: Limit, subject: str, context: Context) -> str:
    return context.keyring.mac("attempt", context.tenant, limit.axis, subject, str(_window(limit, context.now)))[:32]


def _counted(id: str, limit: Limit, attempt: Attempt | None, context: Context) -> Save:
    if attempt is not None:
        return Save(before=attempt, after=attempt.changed(count=attempt.count + 1))
    ends = datetime.fromtimestamp((_window(limit, context.now) + 1) * limit.window.total_seconds(), UTC)
    return Save(after=Attempt(id=id, tenant=context.tenant, count=1, window_ends_at=ends))
