"""A store in memory: for tests, and the plainest reading of the port."""

from __future__ import annotations

import secrets
import threading
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any, TypeVar

from ..base.queries import Also, Counts, Cursor, Query, Selection, Totals, in_a_list, purge_query
from ..base.records import Purge, Record, RecordType, Row
from ..base.terms import meets
from ..base.time import utc_text
from ..errors import ConcurrentUpdateError, DuplicateRequestError
from ..guardrails.gate import RowWrite, SealedChanges, is_sealed
from ..guardrails.timeline import FEED
from ..notifications.model import LEASE_SECONDS, SET_BACK, OutboxPlace, OutboxRow, place_id
from ..ports import OutboxItem
from ..ports.store import Along

__all__ = ["MemoryReader", "MemoryStore", "MemoryUnit"]

_R = TypeVar("_R", bound=Record)
Tables = dict[str, dict[str, Row]]
_ID, _TENANT, _VERSION = 0, 1, 2


class MemoryStore:
    """Keeps rows of cells in dictionaries; one writer at a time, readers see what is committed."""

    def __init__(self) -> None:
        self._tables: Tables = {}
        self._lock = threading.RLock()

    @contextmanager
    def read(self, tenant: str, along: Along | None = None) -> Iterator[MemoryReader]:
        """See `ports.store.Store.read`. Each read sees what is committed then."""
        yield MemoryReader(tenant, lambda: self._tables)

    @contextmanager
    def write(self, tenant: str) -> Iterator[MemoryUnit]:
        """See `ports.store.Store.write`. A unit works on a copy, which replaces the tables when the block ends well."""
        with self._lock:
            unit = MemoryUnit(tenant, {name: dict(rows) for name, rows in self._tables.items()})
            yield unit
            self._tables = unit.tables

    def purge(self, tenant: str, record: type[Record], purge: Purge, before: datetime, limit: int) -> int:
        """See `ports.store.Store.purge`."""
        query = purge_query(record, purge)
        with self.write(tenant) as unit:
            gone = unit.find(query, {purge.after: utc_text(before)}, limit=limit)
            rows = unit.tables.setdefault(record.record_type.name, {})
            for (id,) in gone:
                del rows[str(id)]
            return len(gone)

    def problems(self) -> Sequence[str]:
        """Nothing can be set up wrongly here."""
        return ()

    def begin(self, tenant: str, now: datetime, *, restored: bool = False) -> int:
        """See `ports.store.Outbox.begin`. Memory is not restored behind anybody's back."""
        with self._lock:
            place = OutboxPlace(id=place_id(tenant), tenant=tenant, place="", seen_at=now)
            places = self._tables.setdefault(OutboxPlace.record_type.name, {})
            self._call_forward(places.get(place.id), tenant, now)
            places[place.id] = OutboxPlace.record_type.encode(place)
            rows = self._tables.get(OutboxRow.record_type.name, {})
            late = [row for row in rows.values() if restored and _is_late_notice(row, tenant, utc_text(now))]
            rows.update({str(row[_ID]): _with(row, state="held", reason="restored", lease=None) for row in late})
            return len(late)

    def _call_forward(self, known: Row | None, tenant: str, now: datetime) -> None:
        """What was wanted by a clock that was set back is done soon."""
        seen = known and OutboxPlace.record_type.decode(known).seen_at  # type: ignore[attr-defined]
        if not seen or seen - now <= SET_BACK:
            return
        rows, moment = self._tables.get(OutboxRow.record_type.name, {}), utc_text(now)
        soon = utc_text(now + timedelta(seconds=LEASE_SECONDS))
        for row in list(rows.values()):
            waits = row[_TENANT] == tenant and _cell(row, "state") == "waiting" and str(_cell(row, "due_at")) > moment
            if waits and str(_cell(row, "wanted_at")) <= utc_text(seen):
                rows[str(row[_ID])] = _with(row, due_at=soon)

    def claim(
        self, tenant: str, now: datetime, *, limit: int, lease_seconds: int, lanes: Sequence[int] | None = None
    ) -> Sequence[OutboxItem]:
        """See `ports.store.Outbox.claim`. A lease is the row's ``due_at`` moved ahead."""
        moment, until = utc_text(now), utc_text(now + timedelta(seconds=lease_seconds))
        with self._lock:
            rows = self._tables.get(OutboxRow.record_type.name, {})
            due = [
                row
                for row in rows.values()
                if row[_TENANT] == tenant and _cell(row, "state") == "waiting" and str(_cell(row, "due_at")) <= moment
                if lanes is None or _cell(row, "lane") in lanes
            ]
            due.sort(key=lambda row: (_cell(row, "lane"), str(_cell(row, "due_at")), str(row[_ID])))
            return [self._claim(rows, row, until) for row in due[:limit]]

    def _claim(self, rows: dict[str, Row], row: Row, until: str) -> OutboxItem:
        lease, attempts = secrets.token_hex(16), int(_cell(row, "attempts") or 0) + 1
        claimed = _with(row, lease=lease, attempts=attempts, due_at=until)
        rows[str(row[_ID])] = claimed
        id, tenant, lapses = str(row[_ID]), str(row[_TENANT]), int(_cell(row, "lapses") or 0)
        return OutboxItem(id=id, tenant=tenant, row=claimed, attempts=attempts, lease=lease, lapses=lapses)

    def renew(self, item: OutboxItem, until: datetime, *, begun: bool = False) -> bool:
        """See `ports.store.Outbox.renew`."""
        with self._lock:
            rows = self._tables.get(OutboxRow.record_type.name, {})
            row = _claimed(rows, item)
            if row is None:
                return False
            lapses = item.lapses + 1 if begun else _cell(row, "lapses")
            rows[item.id] = _with(row, due_at=utc_text(until), lapses=lapses)
            return True

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
        """See `ports.store.Outbox.complete`."""
        with self._lock:
            rows = self._tables.get(OutboxRow.record_type.name, {})
            row = _claimed(rows, item)
            if row is None:
                return False
            due = utc_text(due_at) if due_at else _cell(row, "due_at")
            planned = state == "waiting" and not reason
            anew = {"attempts": 0, "lapses": 0, "wanted_at": due} if planned else {"lapses": item.lapses}
            rows[item.id] = _with(
                row,
                state=str(state),
                due_at=due,
                reason=reason,
                provider_id=provider_id or _cell(row, "provider_id"),
                lease=None,
                completed_at=None if state == "waiting" else utc_text(now),
                **anew,
            )
            return True


class MemoryReader:
    """See `ports.store.Reader`."""

    def __init__(self, tenant: str, tables: Any) -> None:
        self._tenant = tenant
        self._current = tables

    def load(self, record: type[_R], id: str) -> _R | None:
        """See `ports.store.Reader.load`."""
        row = self._current().get(record.record_type.name, {}).get(id)
        return record.record_type.decode(row) if row is not None and row[_TENANT] == self._tenant else None  # type: ignore[return-value]

    def find(
        self, query: Query, params: Mapping[str, Any], *, after: Cursor | None = None, limit: int = 50
    ) -> Sequence[Any]:
        """See `ports.store.Reader.find`."""
        places = [query.record_type.place(name) for name in query.order]

        def key(row: Row) -> tuple[Any, ...]:
            return tuple(row[n] for n in places)

        rows = sorted(self._selected(query, params), key=key, reverse=query.newest_first)
        if after is not None:
            end = after.cells
            rows = [row for row in rows if (key(row) < end if query.newest_first else key(row) > end)]
        if query.columns is not None:
            wanted = [query.record_type.place(name) for name in query.columns]
            return [(*(row[n] for n in wanted), *self._cells_joined(query, row)) for row in rows[:limit]]
        return [self._result(query, row) for row in rows[:limit]]

    def totals(self, totals: Totals | Counts, params: Mapping[str, Any]) -> Sequence[Row]:
        """See `ports.store.Reader.totals`."""
        if isinstance(totals, Counts):
            return [tuple(min(totals.most, len(self._selected(one, values))) for one, values in totals.parts)]
        groups = [totals.record_type.place(name) for name in totals.group_by]
        summed = [totals.record_type.place(name) for name in totals.sums]
        counts: Counter[Row] = Counter() if groups else Counter({(): 0})
        sums: defaultdict[Row, list[int]] = defaultdict(lambda: [0] * len(summed))
        for row in self._selected(totals, params):
            group = tuple(row[n] for n in groups)
            counts[group] += 1
            sums[group] = [one + int(row[n] or 0) for one, n in zip(sums[group], summed, strict=True)]
        return totals.in_order((*group, count, *sums[group]) for group, count in counts.items())

    def feed(self, after: Cursor | None = None, limit: int = 100) -> Sequence[Any]:
        """See `ports.store.Reader.feed`."""
        return self.find(FEED, {}, after=after, limit=limit)

    def _selected(self, selection: Selection, params: Mapping[str, Any]) -> list[Row]:
        wanted = {**params, "tenant": self._tenant}
        place = selection.record_type.place
        equal = [(place(name), wanted[name]) for name in selection.equals]
        equal += [(place(name), value) for name, value in selection.fixed.items()]
        found: Iterable[Row] = self._current().get(selection.record_type.name, {}).values()
        if any(wanted[name] is None for name in selection.equals):  # nothing equals what is not there
            return []
        for n, value in equal:
            found = [row for row in found if row[n] == value]
        return [row for row in found if _matches(selection, row, wanted)]

    def _result(self, query: Query, row: Row) -> Any:
        whole = (*row, *self._joined(query, row))
        for also in query.also:
            params = {also.by: row[_ID], "tenant": self._tenant}
            (other, *_) = (*self._selected(Selection(also.record, equals=("tenant", also.by)), params), None)
            whole += other or (None,) * len(also.record_type.columns)
            whole += self._joined(also, other)
        return query.result(whole)

    def _cells_joined(self, query: Query, row: Row) -> Row:
        """Of what a row refers to the cells that are asked for."""
        other, followed = self._joined(query, row), query.joined
        if query.join_columns is None or followed is None:
            return other
        return tuple(other[followed.place(name)] for name in query.join_columns)

    def _joined(self, one: Query | Also, row: Row | None) -> Row:
        """The cells of what a row refers to."""
        if (followed := one.joined) is None or one.join is None:
            return ()
        id = None if row is None else row[one.record_type.place(one.join)]
        other = self._current().get(followed.name, {}).get(id)
        return other if other is not None and other[_TENANT] == self._tenant else (None,) * len(followed.columns)


class MemoryUnit(MemoryReader):
    """See `ports.store.Unit`."""

    def __init__(self, tenant: str, tables: Tables) -> None:
        self.tables = tables
        super().__init__(tenant, lambda: self.tables)

    def lock(self, records: Iterable[tuple[type[Record], str]]) -> None:
        """See `ports.store.Unit.lock`. There is one unit at a time, so there is nothing to lock."""

    def save(self, changes: SealedChanges) -> None:
        """See `ports.store.Unit.save`: everything is checked before anything is written."""
        if not is_sealed(changes) or changes.tenant != self._tenant:
            raise TypeError("a store saves sealed changes of its tenant only")
        if changes.key is not None and changes.key.id in self.tables.get(changes.key.record_type.name, {}):
            raise DuplicateRequestError(changes.key.record_type.name)
        writes = (*((changes.key,) if changes.key else ()), *changes.rows)
        after: Tables = {}
        for write in writes:
            self._check(write)
            name = write.record_type.name
            rows = after.setdefault(name, dict(self.tables.get(name, {})))
            rows[write.id] = write.row if write.before is not None else self._with_position(write, rows.values())
        for write in writes:
            self._check_unique(write.record_type, write.row, after[write.record_type.name])
        self.tables.update(after)

    def _with_position(self, write: RowWrite, rows: Iterable[Row]) -> Row:
        """The row with the next value in a column that the store assigns."""
        row = list(write.row)
        for place, column in enumerate(write.record_type.columns):
            if column.assigned:
                row[place] = 1 + max((int(one[place] or 0) for one in rows if one[_TENANT] == self._tenant), default=0)
        return tuple(row)

    def _check(self, write: RowWrite) -> None:
        stored = self.tables.get(write.record_type.name, {}).get(write.id)
        if write.expected is None and stored is not None:
            raise ConcurrentUpdateError(write.record_type.name)
        if write.expected is not None and (
            stored is None or stored[_TENANT] != self._tenant or stored[_VERSION] != write.expected
        ):
            raise ConcurrentUpdateError(write.record_type.name)

    def _check_unique(self, kind: RecordType, row: Row, rows: Mapping[str, Row]) -> None:
        for index in kind.indexes:
            if index.unique:
                places = [kind.place(name) for name in index.columns]
                values = [row[n] for n in places]
                if None not in values and any(
                    other[_ID] != row[_ID] and [other[n] for n in places] == values for other in rows.values()
                ):
                    raise ConcurrentUpdateError(kind.name)


def _matches(selection: Selection, row: Row, wanted: Mapping[str, Any]) -> bool:
    """Whether a row is one of a selection, but for what has to be equal."""

    def cell(name: str) -> Any:
        return row[selection.record_type.place(name)]

    prefix, in_, least, most = selection.prefix, selection.in_, selection.at_least, selection.at_most
    match, has = selection.match, selection.has
    return (
        (prefix is None or str(cell(prefix) or "").startswith(wanted[prefix]))
        and (in_ is None or cell(in_) in wanted[in_])
        and (least is None or (cell(least) is not None and cell(least) >= wanted[least]))
        and (most is None or (cell(most) is not None and cell(most) <= wanted[most]))
        and (has is None or in_a_list(wanted[has]) in str(cell(has)))
        and (match is None or meets(cell(match), wanted[match]))
    )


def _cell(row: Row, name: str) -> Any:
    return row[OutboxRow.record_type.place(name)]


def _is_late_notice(row: Row, tenant: str, now: str) -> bool:
    is_waiting = row[_TENANT] == tenant and _cell(row, "state") == "waiting" and _cell(row, "job") == "notice"
    return is_waiting and str(_cell(row, "wanted_at")) <= now


def _claimed(rows: dict[str, Row], item: OutboxItem) -> Row | None:
    """The row of a claim that still holds."""
    row = rows.get(item.id)
    if row is None or row[_TENANT] != item.tenant or _cell(row, "state") != "waiting":
        return None
    return row if _cell(row, "lease") == item.lease else None


def _with(row: Row, **values: Any) -> Row:
    cells = list(row)
    cells[_VERSION] = int(row[_VERSION] or 0) + 1
    for name, value in values.items():
        cells[OutboxRow.record_type.place(name)] = value
    return tuple(cells)
