"""Where records are kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any, Protocol, TypeVar

import attrs

from ..base.queries import Cursor, Query, Totals
from ..base.records import Record, Row
from ..guardrails.gate import SealedChanges

_R = TypeVar("_R", bound=Record)


class Reader(Protocol):
    """Reads one tenant's records. What one reader returns is never changed by a later write."""

    def load(self, record: type[_R], id: str) -> _R | None:
        """The record of that type and id, as last committed (inside a unit: as last saved); None when this tenant
        has none."""

    def find(
        self, query: Query, params: Mapping[str, Any], *, after: Cursor | None = None, limit: int = 50
    ) -> Sequence[Any]:
        """Find by a declared query.

        Args:
            query: What to find.
            params: The values of ``equals`` (but the tenant), ``prefix``, ``in_`` (a sequence), ``at_least`` and
                ``at_most``, as cells, by the column's name.
            after: Where the page before ended (`Query.cursor_of`, `Query.decode_cursor`).
            limit: How many at most.

        Returns:
            Whole records, bare tuples of cells, or pairs, as the query says; in its order.
        """

    def totals(self, totals: Totals, params: Mapping[str, Any]) -> Sequence[Row]:
        """Count and sum: rows of group cells, number of records, sums. See `Totals`."""

    def feed(self, after: Cursor | None = None, limit: int = 100) -> Sequence[Any]:
        """Timeline entries of all subjects, in an order in which nothing is ever added before what was read.

        Go on after ``FEED.cursor_of(entries[-1])``. A commit shows as soon as every transaction that began to write
        before it has ended. Read it outside of a unit: what is not committed could be among its answers.
        """


class Unit(Reader, Protocol):
    """One transaction. It commits when its block ends, and keeps nothing when the block raises."""

    def lock(self, records: Iterable[tuple[type[Record], str]]) -> None:
        """Wait until nobody else writes these records, then keep them until the unit ends: what is loaded from now on
        is the latest and stays so. Locks are taken in the order in which `save` writes, so that no two units wait for
        each other. An id that does not exist is no error. Raises LockTimeoutError when it takes too long.
        """

    def save(self, changes: SealedChanges) -> None:
        """Write all rows, or none.

        Raises DuplicateRequestError when the idempotency key exists, ConcurrentUpdateError when a row's stored
        version is not the expected one or an id or unique key is taken; the unit stays usable after either. Raises
        TypeError for anything but SealedChanges. Text is kept character for character.
        """


class Store(Protocol):
    """Keeps records. A tenant is an argument, never ambient."""

    def read(self, tenant: str) -> AbstractContextManager[Reader]:
        """A reader; reading takes no lock that a writer waits for."""

    def write(self, tenant: str) -> AbstractContextManager[Unit]:
        """A unit; the write lock is taken here. Raises LockTimeoutError when it is not to be had in time."""

    def problems(self) -> Sequence[str]:
        """What is wrong with the storage as it is set up, in words for whoever runs it; empty when it can be used."""


@attrs.frozen(kw_only=True)
class OutboxItem:
    """One outgoing thing, claimed: its row (of the kind ``outbox``) and the lease that claims it."""

    id: str
    tenant: str
    row: Row
    attempts: int
    lease: str


class Outbox(Protocol):
    """Hands out what waits to be sent. Rows get in only through `Unit.save`, in the transaction of their cause."""

    def claim(
        self, tenant: str, now: datetime, *, limit: int, lease_seconds: int, lanes: Sequence[int] | None = None
    ) -> Sequence[OutboxItem]:
        """Claim up to ``limit`` rows that are due and not leased: lower lanes first, then the oldest; with ``lanes``
        only rows of these. No row is claimed twice before its lease ends; afterwards it can be claimed again. Each
        claim counts as an attempt."""

    def complete(
        self,
        item: OutboxItem,
        *,
        state: str,
        now: datetime,
        due_at: datetime | None = None,
        reason: str = "",
        provider_id: str = "",
    ) -> bool:
        """End a claim: ``state`` is ``done``, ``waiting`` (again at ``due_at``), ``failed`` or ``dropped``. ``reason``
        is a code, ``provider_id`` what the channel calls the message that it took.

        Returns False, and writes nothing, when the lease is no longer this item's.
        """


class StoreWithOutbox(Store, Outbox, Protocol):
    """A store that keeps its own outbox, so that a job is written in the transaction of its cause. A desk needs one."""
