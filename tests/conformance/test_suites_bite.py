"""The suites themselves: each planted fault must turn one red, and the test that is meant to."""

from __future__ import annotations

import contextlib
import itertools
import logging
import threading
import time
import unicodedata
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import attrs
import pytest

from helpdesk_core.adapters.memory import MemoryReader, MemoryStore, MemoryUnit, _with
from helpdesk_core.base.contacts import Contact, ContactKind
from helpdesk_core.base.records import Row, record_types
from helpdesk_core.base.time import utc_text
from helpdesk_core.errors import ConcurrentUpdateError, LockTimeoutError
from helpdesk_core.guardrails.gate import RowWrite, SealedChanges
from helpdesk_core.notifications.model import OutboxRow
from helpdesk_core.ports import Retry, Sent, Undeliverable
from helpdesk_core.testing import NotifierSuite, StoreSuite
from helpdesk_core.testing.reading import SHAPES


class _Patched(MemoryStore):
    """A memory store whose reader and unit are replaced."""

    reader: type[MemoryReader] = MemoryReader
    unit: type[MemoryUnit] = MemoryUnit

    @contextlib.contextmanager
    def read(self, tenant: str) -> Iterator[Any]:
        yield self.reader(tenant, lambda: self._tables)

    @contextlib.contextmanager
    def write(self, tenant: str) -> Iterator[Any]:
        with self._lock:
            unit = self.unit(tenant, {name: dict(rows) for name, rows in self._tables.items()})
            yield unit
            self._tables = unit.tables


def patched(reader: type[MemoryReader] = MemoryReader, unit: type[MemoryUnit] = MemoryUnit) -> type[_Patched]:
    return type("Faulty", (_Patched,), {"reader": reader, "unit": unit})


def _selects(change: Callable[[MemoryReader, Any, Any], list[Row]]) -> type[_Patched]:
    """A store that chooses other rows than it should."""

    class Selects(MemoryReader):
        def _selected(self, selection: Any, params: Any) -> list[Row]:
            return change(self, selection, params)

    class Unit(Selects, MemoryUnit):
        pass

    return patched(Selects, Unit)


def _of_every_tenant(reader: MemoryReader, selection: Any, params: Any) -> list[Row]:
    rows = reader._current().get(selection.record_type.name, {}).values()
    readers = [MemoryReader(one, reader._current) for one in sorted({str(row[1]) for row in rows})]
    return [row for one in readers for row in one._selected(selection, params)]


def _leaks(shape: str) -> type[_Patched]:
    """Only one shape of a query forgets the tenant."""
    wanted = SHAPES[shape][0]

    def change(reader: MemoryReader, selection: Any, params: Any) -> list[Row]:
        choose = _of_every_tenant if selection is wanted else MemoryReader._selected
        return choose(reader, selection, params)

    return _selects(change)


def _blind(fold: Callable[[str], str]) -> type[_Patched]:
    """Keys are compared as a forgiving collation does."""

    def folded(cell: Any) -> Any:
        return fold(cell) if isinstance(cell, str) else tuple(map(folded, cell)) if isinstance(cell, tuple) else cell

    def change(reader: MemoryReader, selection: Any, params: Any) -> list[Row]:
        name, rows = selection.record_type.name, list(reader._current()[selection.record_type.name].values())
        table = {number: tuple(map(folded, row)) for number, row in enumerate(rows)}
        blind = MemoryReader(reader._tenant, lambda: {name: table})
        found = blind._selected(selection, {key: folded(value) for key, value in params.items()})
        return [row for number, row in enumerate(rows) if table[number] in found]

    return _selects(change)


def _without_accents(text: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFD", text) if not unicodedata.combining(char))


class JoinsEveryTenant(MemoryReader):
    def _result(self, query: Any, row: Row) -> Any:
        if query.joined is None:
            return super()._result(query, row)
        other = self._current().get(query.joined.name, {}).get(row[query.record_type.place(query.join)])
        return query.result((*row, *(other or (None,) * len(query.joined.columns))))


class CountsEveryTenant(MemoryReader):
    def totals(self, totals: Any, params: Any) -> Any:
        reader = MemoryReader(self._tenant, self._current)
        reader._selected = lambda selection, wanted: _of_every_tenant(self, selection, wanted)  # type: ignore[method-assign]
        return reader.totals(totals, params)


class LosesEmptyGroups(MemoryReader):
    def totals(self, totals: Any, params: Any) -> Any:
        return [row for row in super().totals(totals, params) if None not in row]


class OneTooMany(MemoryReader):
    def find(self, query: Any, params: Any, *, after: Any = None, limit: int = 50) -> Any:
        return super().find(query, params, after=after, limit=limit + 1)


class NoLongLists(MemoryReader):
    def find(self, query: Any, params: Any, **options: Any) -> Any:
        if query.in_ and len(params[query.in_]) > 500:
            raise RuntimeError("too many variables")
        return super().find(query, params, **options)


class FeedsById(MemoryReader):
    def feed(self, after: Any = None, limit: int = 100) -> Any:
        found = sorted(super().feed(None, 10_000), key=lambda one: one.id)
        return [one for one in found if after is None or one.id > after.cells[-1]][:limit]


class FeedsEveryTenant(MemoryReader):
    def feed(self, after: Any = None, limit: int = 100) -> Any:
        tenants = {str(row[1]) for row in self._current().get("timeline", {}).values()} or {"shop"}
        return [one for tenant in tenants for one in MemoryReader(tenant, self._current).feed(after, limit)]


class FeedsWhatIsOpen(MemoryStore):
    """Positions are given when a unit begins, as a sequence does: who commits later is overtaken.

    Of two units the second commits the lower number, once somebody has read the first: no luck of threads decides.
    """

    def __init__(self) -> None:
        super().__init__()
        self.numbers = itertools.count(1)
        self.was_read = threading.Event()

    @contextlib.contextmanager
    def read(self, tenant: str) -> Iterator[Any]:
        with super().read(tenant) as reader:
            yield reader
        self.was_read.set()

    @contextlib.contextmanager
    def write(self, tenant: str) -> Iterator[Any]:
        with self._lock:
            number = next(self.numbers) ^ 1

            class Numbered(MemoryUnit):
                def _with_position(self, write: RowWrite, rows: Any) -> Row:
                    return tuple(
                        number if column.assigned else cell
                        for column, cell in zip(write.record_type.columns, write.row, strict=True)
                    )

            unit = Numbered(tenant, {name: dict(rows) for name, rows in self._tables.items()})
            yield unit
            self.was_read.wait(0.1)
            self._tables = unit.tables
            self.was_read.clear()


class DirtyReads(MemoryStore):
    @contextlib.contextmanager
    def write(self, tenant: str) -> Iterator[Any]:
        with self._lock:
            before = {name: dict(rows) for name, rows in self._tables.items()}
            try:
                yield MemoryUnit(tenant, self._tables)
            except BaseException:
                self._tables = before
                raise


class ReadersWait(MemoryStore):
    @contextlib.contextmanager
    def read(self, tenant: str) -> Iterator[Any]:
        with self._lock:
            yield MemoryReader(tenant, lambda: self._tables)


class LocksNothing(MemoryStore):
    """Units side by side; who commits second is refused, lock or no lock."""

    @contextlib.contextmanager
    def write(self, tenant: str) -> Iterator[Any]:
        began = self._tables
        unit = MemoryUnit(tenant, {name: dict(rows) for name, rows in began.items()})
        yield unit
        time.sleep(0.002)
        with self._lock:
            if self._tables is not began:
                raise ConcurrentUpdateError("changed meanwhile")
            self._tables = unit.tables


class LocksInTheOrderGiven(MemoryStore):
    """Row locks, taken as they come."""

    def __init__(self) -> None:
        super().__init__()
        self.locks: dict[str, threading.Lock] = {}

    @contextlib.contextmanager
    def write(self, tenant: str) -> Iterator[Any]:
        held: list[threading.Lock] = []
        locks = self.locks

        class Unit(MemoryUnit):
            def lock(self, records: Any) -> None:
                for _, id in records:
                    lock = locks.setdefault(id, threading.Lock())
                    if not lock.acquire(timeout=0.3):
                        raise LockTimeoutError("deadlock")
                    held.append(lock)
                    time.sleep(0.002)

        try:
            unit = Unit(tenant, {})
            unit._current = lambda: self._tables
            unit.tables = self._tables
            yield unit
        finally:
            for lock in held:
                lock.release()


def _loses(kind: str, name: str) -> type[_Patched]:
    """One column of one type is written as nothing, nought or an empty text."""

    def lose(write: RowWrite) -> RowWrite:
        column, row = write.record_type.column(name), list(write.row)
        row[write.record_type.place(name)] = None if column.nullable else 0 if column.integer else ""
        return attrs.evolve(write, row=tuple(row))

    return _for(kind, lose)


def _for(kind: str, change: Callable[[RowWrite], RowWrite]) -> type[_Patched]:
    return patched(
        unit=_with_rows(
            lambda rows: tuple(change(write) if write.record_type.name == kind else write for write in rows)
        )
    )


def _keeps(kind: str, name: str) -> type[_Patched]:
    """One column of one type is not updated."""

    def keep(write: RowWrite) -> RowWrite:
        row, place = list(write.row), write.record_type.place(name)
        row[place] = (write.before or write.row)[place]
        return attrs.evolve(write, row=tuple(row))

    return _for(kind, keep)


class SmallNumbers(MemoryUnit):
    def save(self, changes: SealedChanges) -> None:
        if any(isinstance(cell, int) and cell > 2**31 for write in changes.rows for cell in write.row):
            raise OverflowError("integer out of range")
        super().save(changes)


class ClaimsOfEveryTenant(MemoryStore):
    def claim(self, tenant: str, now: Any, *, limit: int, lease_seconds: int) -> Any:
        tenants = sorted({str(row[1]) for row in self._tables.get("outbox", {}).values()})
        return [
            item
            for one in tenants
            for item in MemoryStore.claim(self, one, now, limit=limit, lease_seconds=lease_seconds)
        ]


class ClaimsTooMany(MemoryStore):
    def claim(self, tenant: str, now: Any, *, limit: int, lease_seconds: int) -> Any:
        return super().claim(tenant, now, limit=limit + 1, lease_seconds=lease_seconds)


class ClaimsTheNewest(MemoryStore):
    def claim(self, tenant: str, now: Any, *, limit: int, lease_seconds: int) -> Any:
        found = list(super().claim(tenant, now, limit=99, lease_seconds=0))
        return found[-limit:] if found else []


class ForgetsLanes(MemoryStore):
    def claim(self, tenant: str, now: Any, *, limit: int, lease_seconds: int, lanes: Any = None) -> Any:
        return super().claim(tenant, now, limit=limit, lease_seconds=lease_seconds)


class ClaimsTheOldestOfAnyLane(MemoryStore):
    def claim(self, tenant: str, now: Any, *, limit: int, lease_seconds: int, lanes: Any = None) -> Any:
        due = super().claim(tenant, now, limit=99, lease_seconds=0)
        oldest = sorted(due, key=lambda item: item.row[OutboxRow.record_type.place("created_at")])[:limit]
        rows, until = self._tables["outbox"], utc_text(now + timedelta(seconds=lease_seconds))
        return [self._claim(rows, rows[item.id], until) for item in oldest]


class CompletesWhatWasTakenBack(MemoryStore):
    def complete(self, item: Any, *, state: str, now: Any, **more: Any) -> bool:
        rows, place = self._tables["outbox"], OutboxRow.record_type.place("state")
        rows[item.id] = (*rows[item.id][:place], "waiting", *rows[item.id][place + 1 :])
        return super().complete(item, state=state, now=now, **more)


class ForgetsTheChannelsName(MemoryStore):
    def complete(self, item: Any, *, state: str, now: Any, provider_id: str = "", **more: Any) -> bool:
        done = super().complete(item, state=state, now=now, provider_id=provider_id, **more)
        rows, place = self._tables["outbox"], OutboxRow.record_type.place("provider_id")
        rows[item.id] = (*rows[item.id][:place], provider_id or None, *rows[item.id][place + 1 :])
        return done


class ForgetsWhenToTryAgain(MemoryStore):
    def complete(self, item: Any, *, state: str, now: Any, due_at: Any = None, reason: str = "") -> bool:
        return super().complete(item, state=state, now=now, reason=reason)


class CountsWhatIsPlanned(MemoryStore):
    def complete(self, item: Any, *, state: str, now: Any, reason: str = "", **more: Any) -> bool:
        return super().complete(item, state=state, now=now, reason=reason or "planned", **more)


class ForgetsTheReason(MemoryStore):
    def complete(self, item: Any, *, state: str, now: Any, due_at: Any = None, reason: str = "") -> bool:
        return super().complete(item, state=state, now=now, due_at=due_at)


class RenewsForAnybody(MemoryStore):
    def renew(self, item: Any, until: Any, **options: Any) -> bool:
        row = self._tables[OutboxRow.record_type.name][item.id]
        lease = row[OutboxRow.record_type.place("lease")] or "none"
        return super().renew(attrs.evolve(item, lease=lease), until, **options)


class ForgetsWhatWasBegun(MemoryStore):
    def renew(self, item: Any, until: Any, *, begun: bool = False) -> bool:
        return super().renew(item, until)


class CountsNoLapses(MemoryStore):
    def claim(self, tenant: str, now: Any, **options: Any) -> Any:
        return [attrs.evolve(item, lapses=0) for item in super().claim(tenant, now, **options)]


class WantsItLater(MemoryStore):
    def complete(self, item: Any, *, due_at: Any = None, **options: Any) -> bool:
        done = super().complete(item, due_at=due_at, **options)
        if due_at is not None:
            rows = self._tables[OutboxRow.record_type.name]
            rows[item.id] = _with(rows[item.id], wanted_at=utc_text(due_at))
        return done


def _purges(which: Callable[[Row, str], bool], *, limited: bool = True, newest: bool = False) -> type[MemoryStore]:
    """A store that takes other rows than those it is asked for."""

    class Purges(MemoryStore):
        def purge(self, tenant: str, record: Any, purge: Any, before: Any, limit: int) -> int:
            kind = record.record_type
            rows, place = self._tables.get(kind.name, {}), kind.place(purge.after)
            old = [row for row in rows.values() if row[place] is not None and row[place] <= utc_text(before)]
            found = sorted((row for row in old if which(row, tenant)), key=lambda row: row[place], reverse=newest)
            for row in found[: limit if limited else None]:
                del rows[row[0]]
            return min(len(found), limit) if limited else len(found)

    return Purges


def _of_tenant(row: Row, tenant: str) -> bool:
    return row[1] == tenant


class LoadsEveryTenant(MemoryReader):
    def load(self, kind: Any, id: str) -> Any:
        row = self._current().get(kind.record_type.name, {}).get(id)
        return kind.record_type.decode(row) if row else None


class LastWriteWins(MemoryUnit):
    def _check(self, write: RowWrite) -> None:
        if write.before is None:
            super()._check(write)


class InsertOverwrites(MemoryUnit):
    def _check(self, write: RowWrite) -> None:
        if write.before is not None:
            super()._check(write)


def _with_rows(change: Callable[[tuple[RowWrite, ...]], tuple[RowWrite, ...]]) -> type[MemoryUnit]:
    class Changed(MemoryUnit):
        def save(self, changes: SealedChanges) -> None:
            if isinstance(changes, SealedChanges):
                object.__setattr__(changes, "rows", change(changes.rows))
            super().save(changes)

    return Changed


def _old_keys(rows: tuple[RowWrite, ...]) -> tuple[RowWrite, ...]:
    """Replaced rows keep the key columns they had."""
    keys = {"status", "source_id"}
    return tuple(
        RowWrite(
            w.record_type,
            tuple(
                old if column.name in keys else new
                for column, new, old in zip(w.record_type.columns, w.row, w.before or w.row, strict=True)
            ),
            w.before,
        )
        for w in rows
    )


def _text(change: Callable[[str], str]) -> type[MemoryUnit]:
    def rewrite(rows: tuple[RowWrite, ...]) -> tuple[RowWrite, ...]:
        return tuple(
            RowWrite(
                write.record_type,
                tuple(change(cell) if isinstance(cell, str) else cell for cell in write.row),
                write.before,
            )
            for write in rows
        )

    return _with_rows(rewrite)


class CommitsOnException(_Patched):
    @contextlib.contextmanager
    def write(self, tenant: str) -> Iterator[Any]:
        unit = MemoryUnit(tenant, {name: dict(rows) for name, rows in self._tables.items()})
        try:
            yield unit
        finally:
            self._tables = unit.tables


class PoisonedByConflict(MemoryUnit):
    broken = False

    def save(self, changes: SealedChanges) -> None:
        if self.broken:
            raise ConcurrentUpdateError("still")
        try:
            super().save(changes)
        except ConcurrentUpdateError:
            self.broken = True
            raise


class PagesByFirstKeyOnly(MemoryReader):
    """Pages go on behind (or at) the first key alone."""

    skips = True

    def find(self, query: Any, params: Any, *, after: Any = None, limit: int = 50) -> Any:
        if after is None or len(query.order) == 1:
            return super().find(query, params, after=after, limit=limit)
        end, sign = after.cells[0], -1 if query.newest_first else 1
        found = []
        for one in super().find(query, params, limit=10_000):
            first = query.cursor_of(one).cells[0]
            past = first < end if sign < 0 else first > end
            if past or (not self.skips and first == end):
                found.append(one)
        return found[:limit]


class PagesRepeat(PagesByFirstKeyOnly):
    skips = False


class SharesItsObjects(MemoryReader):
    """Hands out the very same record each time."""

    known: dict[tuple[str, str], Any] = {}

    def load(self, kind: Any, id: str) -> Any:
        found = super().load(kind, id)
        if found is None:
            return None
        kept = self.known.setdefault((kind.__name__, id), found)
        return (
            kept
            if kept.version == found.version and kept.id == found.id and kind.__name__ == "TimelineEntry"
            else found
        )


class StaleReader(MemoryReader):
    """Remembers the first answer for each id."""

    seen: dict[Any, Any] = {}

    def load(self, kind: Any, id: str) -> Any:
        found = super().load(kind, id)
        return self.seen.setdefault((kind, self._tenant, id), found) if found is not None else None


class ClaimsTwice(MemoryStore):
    def claim(self, tenant: str, now: Any, *, limit: int, lease_seconds: int) -> Any:
        return super().claim(tenant, now, limit=limit, lease_seconds=0)


class LeaseNeverEnds(MemoryStore):
    def claim(self, tenant: str, now: Any, *, limit: int, lease_seconds: int) -> Any:
        return super().claim(tenant, now, limit=limit, lease_seconds=10**8)


class SettlesStale(MemoryStore):
    def complete(self, item: Any, *, state: str, now: Any, due_at: Any = None, reason: str = "") -> bool:
        row = self._tables[OutboxRow.record_type.name][item.id]
        cells = list(row)
        for name, value in (
            ("state", state),
            ("reason", reason),
            ("lease", None),
            ("due_at", utc_text(due_at or now + timedelta(0))),
        ):
            cells[OutboxRow.record_type.place(name)] = value
        self._tables[OutboxRow.record_type.name][item.id] = tuple(cells)
        return True


class TakesAnything(MemoryUnit):
    def save(self, changes: Any) -> None:
        for write in getattr(changes, "rows", ()):
            self.tables.setdefault(write.record_type.name, {})[write.id] = write.row


_UPDATED = "test_every_cell_is_updated"
_LETTERS = "test_keys_are_compared_letter_for_letter"
#: A column of each type that would not be missed at once.
COLUMNS = [
    (kind.name, [column.name for column in kind.columns if column.decode is None and not column.assigned][-1])
    for kind in record_types.values()
] + [("contact_points", "confirmed_at"), ("notes", "text"), ("service_requests", "order_number")]
SOME_COLUMNS = [("service_requests", "location"), ("outbox", "reason"), ("contact_points", "confirmed_at")]
_BATCHES = "test_what_is_over_goes_in_batches_the_oldest_first"
FAULTS: dict[str, tuple[type[Any], str]] = {
    **{f"ignores the tenant in {shape}": (_leaks(shape), "test_find_knows_only_its_tenant") for shape in SHAPES},
    "joins another tenant's record": (patched(reader=JoinsEveryTenant), "test_a_reference_is_followed"),
    "counts other tenants' records": (patched(reader=CountsEveryTenant), "test_totals_count_and_sum"),
    "loses groups without a value": (patched(reader=LosesEmptyGroups), "test_totals_count_and_sum"),
    "ignores case in keys": (_blind(str.casefold), _LETTERS),
    "ignores accents in keys": (_blind(_without_accents), _LETTERS),
    "ignores blanks in keys": (_blind(str.strip), _LETTERS),
    "finds one too many": (patched(reader=OneTooMany), "test_pages_neither_repeat_nor_skip"),
    "takes no long lists": (patched(reader=NoLongLists), "test_conditions_hold"),
    "feeds in the order of ids": (patched(reader=FeedsById), "test_the_feed_tells_every_change_in_order"),
    "feeds other tenants' changes": (patched(reader=FeedsEveryTenant), "test_the_feed_tells_every_change_in_order"),
    "numbers changes before they are committed": (FeedsWhatIsOpen, "test_the_feed_is_whole_while_others_write"),
    "shows what is not committed": (DirtyReads, "test_nobody_reads_what_is_not_committed"),
    "lets readers wait for a writer": (ReadersWait, "test_nobody_reads_what_is_not_committed"),
    "locks nothing": (LocksNothing, "test_who_locks_waits_and_loses_nothing"),
    "locks in the order given": (LocksInTheOrderGiven, "test_opposite_orders_do_not_stand_in_each_others_way"),
    **{f"loses {kind}.{name}": (_loses(kind, name), "test_every_cell_comes_back") for kind, name in COLUMNS},
    **{f"does not update {kind}.{name}": (_keeps(kind, name), _UPDATED) for kind, name in SOME_COLUMNS},
    "keeps small numbers only": (patched(unit=SmallNumbers), "test_every_cell_comes_back"),
    "claims other tenants' rows": (ClaimsOfEveryTenant, "test_an_outbox_knows_only_its_tenant"),
    "claims more than was asked": (ClaimsTooMany, "test_a_claimed_row_is_not_claimed_again"),
    "claims the newest first": (ClaimsTheNewest, "test_the_oldest_comes_first"),
    "knows no lanes": (ForgetsLanes, "test_a_worker_of_some_lanes_gets_no_other"),
    "claims the oldest of any lane": (ClaimsTheOldestOfAnyLane, "test_lower_lanes_come_first"),
    "completes what was taken back": (CompletesWhatWasTakenBack, "test_what_was_taken_back_is_not_completed"),
    "forgets what the channel calls it": (ForgetsTheChannelsName, "test_what_the_channel_calls_it_is_kept"),
    "forgets when to try again": (ForgetsWhenToTryAgain, "test_a_settled_row_waits_or_is_done"),
    "forgets the reason": (ForgetsTheReason, "test_a_settled_row_waits_or_is_done"),
    "renews a lost lease": (RenewsForAnybody, "test_a_lease_is_renewed_by_its_holder"),
    "forgets what was begun": (ForgetsWhatWasBegun, "test_a_claim_that_ended_without_a_word_is_counted"),
    "counts no lapses": (CountsNoLapses, "test_a_claim_that_ended_without_a_word_is_counted"),
    "moves what is late": (WantsItLater, "test_what_is_late_is_late_since_it_was_wanted"),
    "purges other tenants' rows": (_purges(lambda *_: True), "test_another_tenants_rows_stay"),
    "purges what waits": (_purges(_of_tenant), "test_of_jobs_only_those_go_that_the_purge_is_about"),
    "purges without an end": (_purges(_of_tenant, limited=False), _BATCHES),
    "purges the newest first": (_purges(_of_tenant, newest=True), _BATCHES),
    "purges what nobody declared": (_purges(_of_tenant), "test_rows_of_a_type_that_declares_nothing_stay"),
    "ignores the tenant in load": (patched(reader=LoadsEveryTenant), "test_load_knows_only_its_tenant"),
    "does not renew keys on update": (patched(unit=_with_rows(_old_keys)), "test_an_update_renews_every_key"),
    "lets the last write win": (patched(unit=LastWriteWins), "test_the_second_of_two_writers_loses"),
    "overwrites on insert": (patched(unit=InsertOverwrites), "test_an_insert_never_overwrites"),
    "loses the last row of a batch": (
        patched(unit=_with_rows(lambda rows: rows[:-1] if len(rows) > 10 else rows)),
        "test_every_row_of_a_batch_is_kept",
    ),
    "writes records without their outbox": (
        patched(unit=_with_rows(lambda rows: tuple(write for write in rows if write.record_type.name != "outbox"))),
        "test_what_goes_out_is_written_with_its_cause",
    ),
    "commits on an exception": (CommitsOnException, "test_an_exception_keeps_nothing"),
    "is poisoned by a conflict": (
        patched(unit=PoisonedByConflict),
        "test_a_conflict_leaves_the_unit_usable_and_itself_nothing",
    ),
    "skips on equal keys": (patched(reader=PagesByFirstKeyOnly), "test_pages_neither_repeat_nor_skip"),
    "repeats on equal keys": (patched(reader=PagesRepeat), "test_pages_neither_repeat_nor_skip"),
    "shares mutable rows": (patched(reader=SharesItsObjects), "test_what_was_read_is_the_readers_own"),
    "normalises text": (
        patched(unit=_text(lambda text: unicodedata.normalize("NFC", text))),
        "test_text_is_kept_character_for_character",
    ),
    "trims text": (patched(unit=_text(str.strip)), "test_text_is_kept_character_for_character"),
    "cuts text": (patched(unit=_text(lambda text: text[:100_000])), "test_text_is_kept_character_for_character"),
    "reads stale": (patched(reader=StaleReader), "test_reads_are_never_stale"),
    "claims a row twice": (ClaimsTwice, "test_a_claimed_row_is_not_claimed_again"),
    "counts planned rounds as attempts": (CountsWhatIsPlanned, "test_a_recurring_row_begins_anew"),
    "never ends a lease": (LeaseNeverEnds, "test_a_lease_ends"),
    "accepts a stale settle": (SettlesStale, "test_a_lease_ends"),
    "accepts unsealed rows": (patched(unit=TakesAnything), "test_only_sealed_changes_are_saved"),
}


class Impatient(StoreSuite):
    patience = 1


def run(test: Callable[..., None], make: Callable[[], Any]) -> bool:
    """Whether one test of a suite passes on the store, with all its parameters."""
    marks = [mark for mark in getattr(test, "pytestmark", []) if mark.name == "parametrize"]
    names = [mark.args[0] for mark in marks]
    for values in itertools.product(*(mark.args[1] for mark in marks)):
        try:
            test(Impatient(), make(), **dict(zip(names, values, strict=True)))
        except BaseException:
            return False
    return True


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_found(fault: str) -> None:
    """Each faulty store fails the test that is about its fault."""
    kind, expected = FAULTS[fault]
    for name in ("known", "seen"):
        if isinstance(found := getattr(getattr(kind, "reader", None), name, None), dict):
            found.clear()
    assert not run(getattr(StoreSuite, expected), kind), f"a store that {fault} passed {expected}"


def test_the_tests_named_above_pass_on_a_sound_store() -> None:
    """Else the test above would prove nothing."""
    for name in {expected for _, expected in FAULTS.values()}:
        assert run(getattr(StoreSuite, name), MemoryStore), name


class Gateway:
    """The other side of a notifier, as told."""

    def __init__(self) -> None:
        self.mode, self.texts, self.tries = "ok", [], 0
        self.receivers: list[str] = []

    def take(self, text: str, receiver: str) -> str:
        self.tries += 1
        if self.mode == "hangs_up":
            raise ConnectionResetError
        if self.mode == "ok":
            self.texts.append(text)
            self.receivers.append(receiver)
        return self.mode


class Sound:
    """A notifier as it should be; each faulty one changes one thing."""

    name = "sound"

    def __init__(self, gateway: Gateway) -> None:
        self.gateway = gateway
        self.known: set[str] = set()

    def accepts(self, contact: Contact) -> bool:
        return contact.kind is ContactKind.EMAIL

    def text(self, outgoing: Any) -> str:
        return f"{outgoing.subject}\n{outgoing.text}"

    def address(self, outgoing: Any) -> str:
        return str(outgoing.contact.value)

    def send(self, outgoing: Any) -> Any:
        if outgoing.key in self.known:
            return Sent(outgoing.key)
        try:
            answer = self.gateway.take(self.text(outgoing), self.address(outgoing))
        except OSError:
            return Retry("line")
        if answer == "ok":
            self.known.add(outgoing.key)
            return Sent(outgoing.key)
        return Retry("down") if answer == "down" else Undeliverable("refused")


class SendsTwice(Sound):
    def send(self, outgoing: Any) -> Any:
        self.known.clear()
        return super().send(outgoing)


class SwallowsRefusals(Sound):
    def send(self, outgoing: Any) -> Any:
        answer = super().send(outgoing)
        return Sent("lie") if isinstance(answer, Undeliverable) else answer


class RetriesByItself(Sound):
    def send(self, outgoing: Any) -> Any:
        for _ in range(100):
            if not isinstance(answer := super().send(outgoing), Retry):
                return answer
        return answer


class TellsInternals(Sound):
    def text(self, outgoing: Any) -> str:
        return f"[{outgoing.thread}] {super().text(outgoing)}"


class RaisesForUnknownAddresses(Sound):
    def send(self, outgoing: Any) -> Any:
        if isinstance(answer := super().send(outgoing), Undeliverable):
            raise LookupError(outgoing.contact.value)
        return answer


class IgnoresTheLanguage(Sound):
    def text(self, outgoing: Any) -> str:
        return f"You have a new message\n{outgoing.text}"


class AcceptsEverybody(Sound):
    def accepts(self, contact: Contact) -> bool:
        return True


class DropsTheReply(Sound):
    def text(self, outgoing: Any) -> str:
        return "\n".join((outgoing.subject, *outgoing.lines, outgoing.link or ""))


class SendsToAnother(Sound):
    def address(self, outgoing: Any) -> str:
        return "someone@else.example"


class SendsToTheFirst(Sound):
    """Keeps the connection, and with it the receiver of the first message."""

    def address(self, outgoing: Any) -> str:
        self.first = getattr(self, "first", outgoing.contact.value)
        return self.first


class CutsLongTexts(Sound):
    def text(self, outgoing: Any) -> str:
        return super().text(outgoing)[:300]


class RaisesForTheForeign(Sound):
    def address(self, outgoing: Any) -> str:
        if not self.accepts(outgoing.contact):
            raise ValueError(outgoing.contact.kind)
        return super().address(outgoing)


class LogsTheWords(Sound):
    def text(self, outgoing: Any) -> str:
        logging.getLogger("sms").debug("sending %s", outgoing.lines)
        return super().text(outgoing)


class LogsTheLink(Sound):
    def text(self, outgoing: Any) -> str:
        logging.getLogger("sms").info("link %s", outgoing.link)
        return super().text(outgoing)


class LogsTheAddressOfTheRefused(Sound):
    def send(self, outgoing: Any) -> Any:
        if isinstance(answer := super().send(outgoing), Undeliverable):
            logging.getLogger("sms").warning("refused: %s", outgoing.contact.value)
        return answer


class NamesTheAddress(Sound):
    def send(self, outgoing: Any) -> Any:
        answer = super().send(outgoing)
        return Retry(f"{answer.reason} {outgoing.contact.value}") if isinstance(answer, Retry) else answer


_LOGS = "test_nothing_of_a_message_is_logged"
NOTIFIER_FAULTS: dict[str, tuple[type[Sound], str]] = {
    "sends twice for one key": (SendsTwice, "test_one_key_arrives_once"),
    "swallows a lasting refusal": (SwallowsRefusals, "test_a_lasting_refusal_is_said"),
    "retries by itself": (RetriesByItself, "test_one_try_is_one_try"),
    "tells internals": (TellsInternals, "test_nothing_of_ours_arrives"),
    "raises for an unknown address": (RaisesForUnknownAddresses, "test_a_lasting_refusal_is_said"),
    "ignores the language": (IgnoresTheLanguage, "test_everything_arrives"),
    "accepts everybody": (AcceptsEverybody, "test_it_says_whom_it_reaches"),
    "drops the reply": (DropsTheReply, "test_a_reply_arrives_whole"),
    "sends to somebody else": (SendsToAnother, "test_nobody_else_gets_it"),
    "sends all to the first": (SendsToTheFirst, "test_nobody_else_gets_it"),
    "cuts long texts": (CutsLongTexts, "test_a_long_reply_is_not_cut"),
    "raises for a foreign contact": (RaisesForTheForeign, "test_a_contact_of_another_kind_raises_nothing"),
    "logs the words": (LogsTheWords, _LOGS),
    "logs the link": (LogsTheLink, _LOGS),
    "logs who was refused": (LogsTheAddressOfTheRefused, _LOGS),
    "names the address in its reason": (NamesTheAddress, "test_no_reason_names_the_receiver"),
}


def run_notifier(name: str, kind: type[Sound]) -> bool:
    """Whether one test of the notifier suite passes on a notifier of this kind."""
    gateway = Gateway()
    suite = NotifierSuite()
    members = {
        "capabilities": frozenset({"peer", "keys"}),
        "peer": lambda what: setattr(gateway, "mode", what),
        "received": lambda: gateway.texts,
        "receivers": lambda: gateway.receivers,
        "tries": lambda: gateway.tries,
    }
    for member, value in members.items():
        setattr(suite, member, value)
    try:
        getattr(suite, name)(kind(gateway))
    except BaseException:
        return False
    return True


@pytest.mark.parametrize("fault", NOTIFIER_FAULTS)
def test_a_planted_fault_of_a_notifier_is_found(fault: str) -> None:
    """Each faulty notifier fails the test that is about its fault, and a sound one passes it."""
    kind, expected = NOTIFIER_FAULTS[fault]
    assert not run_notifier(expected, kind), f"a notifier that {fault} passed {expected}"
    assert run_notifier(expected, Sound)
