"""Limits on what strangers can do: try names and codes, and have messages sent to somebody else.

A window slides: it is counted in slots, and one that is partly outside still counts whole, so that in no window of its
length more passes than the limit says.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import attrs

from ..base.changes import Refusal, RefusalKind, Save
from ..base.contacts import Contact
from ..base.messages import define
from ..base.queries import Query
from ..context import Context
from ..ports.store import Reader
from .model import Attempt

TOO_MANY = define("refusal.too_many", "Too many attempts. You can try again from {time}, or call us.")
ATTEMPTS = Query(Attempt, in_="id")
_SLOTS = 12


@attrs.frozen
class Limit:
    """At most ``maximum`` of one subject within any ``window``."""

    axis: str
    maximum: int
    window: timedelta = timedelta(hours=1)
    slot: timedelta = attrs.field(init=False)
    """The part of a window that is counted together."""
    _seconds: float = attrs.field(init=False)
    """How long that is: divided by for each request, several times."""

    @slot.default
    def _slot(self) -> timedelta:
        return self.window / _SLOTS

    @_seconds.default
    def _in_seconds(self) -> float:
        return self.slot.total_seconds()

    def live(self, counts: Mapping[str, int], now: datetime) -> dict[int, int]:
        """What counts now, by the number of its slot. Slots ahead are of a clock that was wrong."""
        if not counts:
            return {}
        oldest, newest = self._number(now - self.window), self._number(now) + 1
        return {int(slot): many for slot, many in counts.items() if oldest <= int(slot) <= newest}

    def free_at(self, counts: Mapping[str, int], now: datetime) -> datetime | None:
        """When the next one passes, None for now."""
        live = self.live(counts, now)
        left = sum(live.values())
        if left < self.maximum:
            return None
        for slot in sorted(live):
            left -= live[slot]
            if left < self.maximum:
                return datetime.fromtimestamp((slot + 1) * self._seconds, UTC) + self.window
        return now + self.window

    def one_more(self, counts: Mapping[str, int], now: datetime) -> dict[str, int]:
        """The counts with one more now, without what no longer counts."""
        live = self.live(counts, now)
        live[self._number(now)] = live.get(self._number(now), 0) + 1
        return {str(slot): many for slot, many in sorted(live.items())}

    def _number(self, moment: datetime) -> int:
        return int(moment.timestamp() // self._seconds)


#: Wrong surnames and codes from one network; wrong surnames for one reference; wrong surnames altogether.
TRIES_BY_CLIENT = Limit("client", 10, timedelta(minutes=15))
TRIES_OF_REFERENCE = Limit("reference", 5)
TRIES_OF_SITE = Limit("site", 1_000)
#: Codes asked for at one request's link: from one network, and altogether.
CODES_BY_CLIENT = Limit("codes_client", 6)
CODES_OF_REQUEST = Limit("codes_request", 30)
#: Links asked for again with one reference.
LINKS_OF_REFERENCE = Limit("links", 6)
#: Requests from one network. A shop's own wireless network has many customers.
REQUESTS_BY_CLIENT = Limit("requests_client", 60)
#: Messages to one address that others can cause, by ways that prove nothing; and for whoever holds the link of a
#: confirmed request: one counter, so that its last message is left to them whatever strangers do.
MAILS_UNPROVED = Limit("mails", 4)
MAILS_PROVED = Limit("mails", 5)


@attrs.frozen
class Counter:
    """The counters that one try touches, as loaded: id → (limit, what is counted so far)."""

    found: Mapping[str, tuple[Limit, Attempt | None]]
    now: datetime

    @property
    def free_at(self) -> datetime | None:
        """When there is room under all of the limits; None when there is now."""
        found = (limit.free_at(attempt.counts, self.now) for limit, attempt in self.found.values() if attempt)
        return max((moment for moment in found if moment is not None), default=None)

    @property
    def refusal(self) -> Refusal | None:
        """That it was too much and until when, None when there is room."""
        free_at = self.free_at
        return None if free_at is None else Refusal(TOO_MANY, {"time": free_at}, kind=RefusalKind.TOO_MANY)

    def one_more(self, context: Context) -> tuple[Save, ...]:
        """What to remember of one more."""
        return tuple(_counted(id, limit, attempt, context) for id, (limit, attempt) in self.found.items())


def count(reader: Reader, context: Context, subjects: Mapping[Limit, str | None]) -> Counter:
    """Load the counters of these subjects in one read; a subject of None is not counted."""
    return count_each(reader, context, subjects)[0]


def count_each(reader: Reader, context: Context, *subjects: Mapping[Limit, str | None]) -> tuple[Counter, ...]:
    """Load several counters in one read, each with limits of its own. See `count`."""
    named = [
        {_id(limit, subject, context): limit for limit, subject in one.items() if subject is not None}
        for one in subjects
    ]
    ids = tuple(dict.fromkeys(id for one in named for id in one))
    found = {attempt.id: attempt for attempt in reader.find(ATTEMPTS, {"id": ids}, limit=len(ids))} if ids else {}
    return tuple(Counter({id: (limit, found.get(id)) for id, limit in one.items()}, context.now) for one in named)


def mails_to(contact: Contact, *, proved: bool) -> dict[Limit, str | None]:
    """The limit of messages to an address, as `count` takes it; ``proved`` where it is confirmed and its holder has the
    private link."""
    local, at, domain = contact.key.rpartition("@")  # what follows a plus is the same mailbox; a phone has none
    key = f"{local.partition('+')[0] or local}{at}{domain}"
    return {MAILS_PROVED if proved else MAILS_UNPROVED: f"{contact.kind}:{key}"}


def _id(limit: Limit, subject: str, context: Context) -> str:
    return context.keyring.mac("attempt", context.tenant, limit.axis, subject)[:32]


def _counted(id: str, limit: Limit, attempt: Attempt | None, context: Context) -> Save:
    counts = limit.one_more(attempt.counts if attempt else {}, context.now)
    ends_at = context.now + limit.window + limit.slot
    if attempt is not None:
        return Save(before=attempt, after=attempt.changed(counts=counts, ends_at=ends_at))
    return Save(after=Attempt(id=id, tenant=context.tenant, counts=counts, ends_at=ends_at))
