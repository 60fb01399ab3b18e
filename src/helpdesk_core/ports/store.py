"""Where records are kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any, Protocol, TypeVar

import attrs

from ..base.queries import Counts, Cursor, Query, Totals
from ..base.records import Purge, Record, Row
from ..guardrails.gate import SealedChanges

_R = TypeVar("_R", bound=Record)


class Reader(Protocol):
    """Reads one tenant's records. What one reader returns is never changed by a later write."""

    def load(self, record: type[_R], id: str) -> _R | None:
        """Load one record.

        Args:
            record: The record's class.
            id: The record's id.

        Returns:
            The record as last committed (inside a unit: as last saved); None when this tenant has none.
        """

    def find(
        self, query: Query, params: Mapping[str, Any], *, after: Cursor | None = None, limit: int = 50
    ) -> Sequence[Any]:
        """Find by a declared query.

        Args:
            query: What to find.
            params: The values of ``equals`` (but the tenant), ``prefix``, ``in_`` (a sequence), ``at_least`` and
                ``at_most``, as cells, and of ``match``, as `terms.Wanted`, by the column's name.
            after: Where the page before ended (`Query.cursor_of`, `Query.decode_cursor`).
            limit: How many at most.

        Returns:
            Whole records, bare tuples of cells, or pairs, as the query says; in its order.
        """

    def totals(self, totals: Totals | Counts, params: Mapping[str, Any]) -> Sequence[Row]:
        """Count and sum.

        Args:
            totals: What to count, to sum and to group by; or `Counts` of several selections.
            params: As in `find`; none for `Counts`, which have their own.

        Returns:
            Rows of the group's cells, the number of records, the sums. Without groups there is exactly one row. Of
            `Counts` one row too, with the number of each part.
        """

    def feed(self, after: Cursor | None = None, limit: int = 100) -> Sequence[Any]:
        """The change feed: timeline entries of all subjects, in an order in which nothing is ever added before what was
        read.

        A commit shows as soon as every transaction that began to write before it has ended. Read the feed outside of a
        unit: what is not committed could be among its answers.

        Args:
            after: ``FEED.cursor_of`` of the last entry read; None to begin.
            limit: Entries at most.

        Returns:
            The entries.
        """


class Unit(Reader, Protocol):
    """One transaction. It commits when its block ends, and keeps nothing when the block raises."""

    def lock(self, records: Iterable[tuple[type[Record], str]]) -> None:
        """Wait until no other unit writes these records, then keep them until this unit ends: what is loaded from now
        on is the latest and stays so.

        Locks are taken in the order in which `save` writes, so that no two units wait for each other.

        Args:
            records: Pairs of a record's class and id. An id that does not exist is not an error.

        Raises:
            LockTimeoutError: It took too long.
        """

    def save(self, changes: SealedChanges) -> None:
        """Write all rows, or none. Text is kept character for character.

        Args:
            changes: What the gate sealed.

        Raises:
            DuplicateRequestError: The idempotency key was used before. The unit stays usable.
            ConcurrentUpdateError: A row's stored version is not the expected one, or an id or unique key is taken. The
                unit stays usable.
            TypeError: It was not sealed by the gate, or for another tenant.
        """


@attrs.frozen(kw_only=True)
class Along:
    """One cell of one record; an empty one counts as no record. And what will be asked about the first record itself.

    Attributes:
        query: Asks for one column of whole rows by the record's id.
        id: The id.
        beside: For records of a type, by its name: the query for whole records about one of them, by the column that
            names it, of which there are few.
    """

    query: Query
    id: str
    beside: Mapping[str, Query] = attrs.field(factory=dict)


class Store(Protocol):
    """Keeps records. A tenant is an argument, never ambient."""

    def read(self, tenant: str, along: Along | None = None) -> AbstractContextManager[Reader]:
        """Open a reader.

        Args:
            tenant: The shop.
            along: What will be asked for whatever else is read, so that a store may read it in one statement with the
                first record that is loaded. Whoever names it reads a little and ends: of a file all of it is one state.

        Returns:
            The reader as a context manager; reading takes no lock that a writer waits for.
        """

    def write(self, tenant: str) -> AbstractContextManager[Unit]:
        """Open a unit: one transaction, which is committed when the block ends well.

        Args:
            tenant: The shop.

        Returns:
            The unit as a context manager.

        Raises:
            LockTimeoutError: The write lock was not to be had in time.
        """

    def purge(self, tenant: str, record: type[Record], purge: Purge, before: datetime, limit: int) -> int:
        """Delete technical rows that are over, the oldest first, in one short transaction of its own. Calling again
        goes on.

        Args:
            tenant: The shop.
            record: Whose rows.
            purge: Which of them: one that the record's class declares.
            before: The latest moment in the column that ``purge`` names.
            limit: Rows at most.

        Returns:
            How many went; fewer than ``limit`` when no more are left.

        Raises:
            TypeError: The record's class does not declare that these go.
        """

    def problems(self) -> Sequence[str]:
        """What is wrong with the storage as it is set up, human-readable, for operators; empty when it can be used."""


@attrs.frozen(kw_only=True)
class OutboxItem:
    """One claimed job.

    Attributes:
        id: The row's id.
        tenant: The shop.
        row: The row of the record type ``outbox``, as cells.
        attempts: How often it was claimed, this time included.
        lapses: How many claims before this one began the job and ended without a word: whether it was done is not
            known.
        lease: What proves the claim to `Outbox.complete`.
    """

    id: str
    tenant: str
    row: Row
    attempts: int
    lease: str
    lapses: int = 0


class Outbox(Protocol):
    """Hands out the jobs that wait. They get in only through `Unit.save`, in the transaction of their cause."""

    def begin(self, tenant: str, now: datetime, *, restored: bool = False) -> int:
        """A round of deliveries begins.

        If this is not the database from which jobs were handed out the last time (a restored backup, a copy), its
        notices may have been sent since. They are held back then, in the state ``held``, until a person releases them.
        What a store cannot notice, a person says. If the clock was set back by minutes since, what was wanted by the
        old one is due within a minute.

        Args:
            tenant: The shop.
            now: The moment; kept as the sign that a worker lives.
            restored: A person says that it was restored.

        Returns:
            How many were held back.
        """

    def claim(
        self, tenant: str, now: datetime, *, limit: int, lease_seconds: int, lanes: Sequence[int] | None = None
    ) -> Sequence[OutboxItem]:
        """Claim jobs that are due and not leased: lower lanes first, then the oldest. Each claim counts as an attempt.

        Args:
            tenant: The shop.
            now: The moment.
            limit: Jobs at most.
            lease_seconds: How long the claim holds, in seconds, unless it is renewed. No job is claimed twice before;
                afterwards it can be claimed again.
            lanes: Only jobs of these lanes; None for all.

        Returns:
            The claimed jobs.
        """

    def renew(self, item: OutboxItem, until: datetime, *, begun: bool = False) -> bool:
        """Keep a claim for longer.

        Args:
            item: The claim.
            until: The moment until which it holds.
            begun: From now on nobody knows whether the job was done, unless the claim is completed: if it ends without
                a word, that is a lapse.

        Returns:
            False when the lease is no longer this item's; then nothing was written.
        """

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
        """End a claim.

        Args:
            item: The claim.
            state: ``done``, ``waiting`` (again at ``due_at``), ``failed`` or ``dropped``.
            now: The moment.
            due_at: When a waiting job is due again.
            reason: Why, as a code. A job that waits without one is due again as planned: its attempts and lapses begin
                anew.
            provider_id: What the channel calls the message that it took.

        Returns:
            False when the lease is no longer this item's, or the job waits no more because it was taken back; then
            nothing was written.
        """


class StoreWithOutbox(Store, Outbox, Protocol):
    """A store that keeps its own outbox, so that a job is written in the transaction of its cause. A desk needs one."""
