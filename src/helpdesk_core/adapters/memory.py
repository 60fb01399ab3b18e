"""A store in memory: for tests, and the plainest reading of the port."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any, TypeVar

from ..base.queries import Query
from ..base.records import Record, RecordType, Row
from ..base.time import utc_text
from ..errors import ConcurrentUpdateError, DuplicateRequestError
from ..guardrails.gate import RowWrite, SealedChanges, is_sealed
from ..notifications.model import OutboxRow
from ..ports import OutboxItem, Page

_R = TypeVar("_R", bound=Record)
Tables = dict[str, dict[str, Row]]
_ID, _TENANT, _VERSION = 0, 1, 2


class MemoryStore:
    """Keeps rows of cells in dictionaries; one writer at a time, readers see what is committed."""

    def __init__(self) -> None:
        self._tables: Tables = {}
        self._lock = threading.RLock()

    @contextmanager
    def read(self, tenant: str) -> Iterator[MemoryReader]:
        """A reader of what is committed at each of its reads."""
        yield MemoryReader(tenant, lambda: self._tables)

    @contextmanager
    def write(self, tenant: str) -> Iterator[MemoryUnit]:
        """A unit on a copy that becomes the tables when the block ends well."""
        with self._lock:
            unit = MemoryUnit(tenant, {name: dict(rows) for name, rows in self._tables.items()})
            yield unit
            self._tables = unit.tables

    def problems(self) -> Sequence[str]:
        """Nothing can be set up wrongly here."""
        return ()

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
                if row[_TENANT] == tenant
                and _cell(row, "state") == "waiting"
                and str(_cell(row, "due_at")) <= moment
                and (lanes is None or _cell(row, "lane") in lanes)
            ]
            due.sort(key=lambda row: (_cell(row, "lane"), str(_cell(row, "due_at")), str(row[_ID])))
            return [self._claim(rows, row, until) for row in due[:limit]]

    def _claim(self, rows: dict[str, Row], row: Row, until: str) -> OutboxItem:
        lease, attempts = secrets.token_hex(16), int(_cell(row, "attempts") or 0) + 1
        claimed = _with(row, lease=lease, attempts=attempts, due_at=until, version=int(row[_VERSION] or 0) + 1)
        rows[str(row[_ID])] = claimed
        return OutboxItem(id=str(row[_ID]), tenant=str(row[_TENANT]), row=claimed, attempts=attempts, lease=lease)

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
            row = rows.get(item.id)
            if (
                row is None
                or row[_TENANT] != item.tenant
                or _cell(row, "lease") != item.lease
                or _cell(row, "state") != "waiting"
            ):
                return False
            due = utc_text(due_at) if due_at else _cell(row, "due_at")
            settled = None if state == "waiting" else utc_text(now)
            rows[item.id] = _with(
                row,
                state=str(state),
                due_at=due,
                reason=reason,
                provider_id=provider_id or None,
                lease=None,
                completed_at=settled,
                version=int(row[_VERSION] or 0) + 1,
            )
            return True


class MemoryReader:
    """Reads one tenant's rows."""

    def __init__(self, tenant: str, tables: Any) -> None:
        self._tenant = tenant
        self._current = tables

    def load(self, record: type[_R], id: str) -> _R | None:
        """See `ports.store.Reader.load`."""
        row = self._current().get(record.record_type.name, {}).get(id)
        return record.record_type.decode(row) if row is not None and row[_TENANT] == self._tenant else None  # type: ignore[return-value]

    def find(
        self, query: Query, params: Mapping[str, Any], *, after: Page | None = None, limit: int = 50
    ) -> Sequence[Any]:
        """See `ports.store.Reader.find`."""
        kind = query.record_type
        wanted = {**params, "tenant": self._tenant}
        rows = [row for row in self._current().get(kind.name, {}).values() if _matches(query, row, wanted)]
        places = [kind.place(name) for name in query.order]

        def place(row: Row) -> tuple[Any, ...]:
            return tuple(row[n] for n in places)

        rows.sort(key=place, reverse=query.newest_first)
        if after is not None:
            rows = [
                row for row in rows if (place(row) < tuple(after) if query.newest_first else place(row) > tuple(after))
            ]
        return [self._result(query, row) for row in rows[:limit]]

    def _result(self, query: Query, row: Row) -> Any:
        if query.columns is not None:
            return tuple(row[query.record_type.place(name)] for name in query.columns)
        if (followed := query.joined) is not None and query.join is not None:
            other = self._current().get(followed.name, {}).get(row[query.record_type.place(query.join)])
            if other is not None and other[_TENANT] != self._tenant:
                other = None
            return query.result((*row, *(other or (None,) * len(followed.columns))))
        return query.result(row)


class MemoryUnit(MemoryReader):
    """One transaction on its own copy of the tables."""

    def __init__(self, tenant: str, tables: Tables) -> None:
        self.tables = tables
        super().__init__(tenant, lambda: self.tables)

    def lock(self, records: Any) -> None:
        """The unit holds the lock of the whole store."""

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
            after.setdefault(write.record_type.name, dict(self.tables.get(write.record_type.name, {})))[write.id] = (
                write.row
            )
        for write in writes:
            self._check_unique(write.record_type, write.row, after[write.record_type.name])
        self.tables.update(after)

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
                if any(other[_ID] != row[_ID] and [other[n] for n in places] == values for other in rows.values()):
                    raise ConcurrentUpdateError(kind.name)


def _matches(query: Query, row: Row, wanted: Mapping[str, Any]) -> bool:
    kind = query.record_type
    return (
        all(row[kind.place(name)] == wanted[name] for name in query.equals)
        and (query.prefix is None or str(row[kind.place(query.prefix)] or "").startswith(wanted[query.prefix]))
        and (query.in_ is None or row[kind.place(query.in_)] in wanted[query.in_])
        and (query.at_most is None or str(row[kind.place(query.at_most)]) <= wanted[query.at_most])
        and (not query.open_only or row[kind.place("closed_at")] is None)
    )


def _cell(row: Row, name: str) -> Any:
    return row[OutboxRow.record_type.place(name)]


def _with(row: Row, **values: Any) -> Row:
    cells = list(row)
    for name, value in values.items():
        cells[OutboxRow.record_type.place(name)] = value
    return tuple(cells)
