"""The store itself: readers, units and the outbox on compiled statements."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import groupby
from pathlib import Path
from typing import Any, Self, TypeVar

import sqlalchemy as sa

from ...base.queries import Query
from ...base.records import Record, RecordType, Row
from ...base.time import utc_text
from ...errors import ConcurrentUpdateError, ConfigurationError, DuplicateRequestError
from ...guardrails.gate import RowWrite, SealedChanges, is_sealed
from ...notifications.model import OutboxRow
from ...ports import OutboxItem, Page
from .sessions import BorrowedSessions, HostSessions, OwnSessions, Sessions
from .statements import Statements, find_params
from .tables import PREFIX, VERSION_TABLE, create_all, head, tables

_R = TypeVar("_R", bound=Record)
_VERSION = 2


class SqlStore:
    """Keeps records in SQLite or PostgreSQL.

    Make one with `sqlite`, `postgresql`, `on` (a host's engine) or `borrowed` (a host's session or connection).
    """

    def __init__(
        self,
        sessions: Sessions,
        *,
        metadata: sa.MetaData | None = None,
        prefix: str = PREFIX,
        schema: str | None = None,
    ) -> None:
        if sessions.dialect not in ("sqlite", "postgresql"):
            raise ConfigurationError(f"there is no store on {sessions.dialect}; SQLite and PostgreSQL work")
        self.sessions = sessions
        self.metadata = tables(metadata, prefix=prefix, schema=schema)
        self._statements = Statements(self.metadata, sessions.dialect, prefix, schema)

    @classmethod
    def sqlite(cls, path: str | Path, *, synchronous: str = "NORMAL") -> Self:
        """A file of our own: WAL, foreign keys, immediate transactions, a fair queue of writers. Tables are made when
        missing.

        ``synchronous="FULL"`` also survives a power cut after each acknowledgement; NORMAL survives a crash of the
        process.
        """
        store = cls(OwnSessions(f"sqlite:///{path}", synchronous=synchronous))
        store.create_tables()
        return store

    @classmethod
    def postgresql(cls, url: str) -> Self:
        """A database of our own, by its URL. Raises ConfigurationError for another kind of URL. Tables are made when
        missing."""
        parsed = sa.make_url(url)
        if parsed.get_backend_name() != "postgresql":
            raise ConfigurationError("the URL must start with postgresql://")
        store = cls(OwnSessions(parsed.set(drivername="postgresql+psycopg").render_as_string(hide_password=False)))
        store.create_tables()
        return store

    @classmethod
    def on(cls, engine: sa.Engine, *, metadata: sa.MetaData | None = None, schema: str | None = None) -> Self:
        """A host's engine, used as it is; our transactions are our own. The host makes the tables."""
        return cls(HostSessions(engine), metadata=metadata, schema=schema)

    @classmethod
    def borrowed(
        cls, borrow: Callable[[], Any], *, dialect: str, metadata: sa.MetaData | None = None, schema: str | None = None
    ) -> Self:
        """Inside the host's transaction: ``borrow()`` returns its Session or Connection, which is never
        committed, rolled back, closed or tuned here. Deliver with a store of its own engine.
        """
        return cls(BorrowedSessions(borrow, dialect), metadata=metadata, schema=schema)

    def create_tables(self) -> None:
        """Create what is missing, with the version row that migrations start from. Does nothing when the version is
        there."""
        with self.sessions.setting_up() as connection:
            if self.sessions.dialect == "postgresql":
                connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7240661)")  # one process at a time
            if not sa.inspect(connection).has_table(VERSION_TABLE):
                create_all(connection, self.metadata)

    def close(self) -> None:
        """Close connections of our own; what is borrowed stays open."""
        self.sessions.close()

    @contextmanager
    def read(self, tenant: str) -> Iterator[SqlReader]:
        """See `ports.store.Store.read`."""
        with self.sessions.reading() as cursor:
            yield SqlReader(tenant, cursor, self._statements)

    @contextmanager
    def write(self, tenant: str) -> Iterator[SqlUnit]:
        """See `ports.store.Store.write`."""
        with self.sessions.writing() as cursor:
            yield SqlUnit(tenant, cursor, self._statements)

    def problems(self) -> Sequence[str]:
        """See `ports.store.Store.problems`."""
        with self.sessions.setting_up() as connection:
            missing = [
                name
                for name in self.metadata.tables
                if "helpdesk_core" in name and not sa.inspect(connection).has_table(name)
            ]
            found = [f"tables are missing: {', '.join(sorted(missing))}"] if missing else []
            if not missing and (at := _revision(connection)) not in (None, head()):
                found.append(f"the tables are at {at}, this release needs {head()}: run helpdesk db upgrade")
            if self.sessions.dialect == "sqlite" and connection.exec_driver_sql("PRAGMA foreign_keys").scalar() != 1:
                found.append(
                    "foreign keys are off on this SQLite connection: set PRAGMA foreign_keys=ON when it connects"
                )
            return tuple(found)

    def claim(self, tenant: str, now: datetime, *, limit: int, lease_seconds: int) -> Sequence[OutboxItem]:
        """See `ports.store.Outbox.claim`. The lease is ``due_at`` moved ahead, so that one index serves waiting and
        expired."""
        kind, lease = OutboxRow.record_type, secrets.token_hex(16)
        moment, until = utc_text(now), utc_text(now + timedelta(seconds=lease_seconds))
        if limit == 0 or not self._anything_due(tenant, moment):
            return ()
        statement = self._statements.claim(kind)
        with self.sessions.writing() as cursor:
            cursor.execute(
                statement.sql,
                statement.bind({"tenant": tenant, "now": moment, "limit": limit, "_lease": lease, "until": until}),
            )
            rows = cursor.fetchall()
        place, attempts = kind.place("created_at"), kind.place("attempts")
        return [
            OutboxItem(id=row[0], tenant=tenant, row=tuple(row), attempts=row[attempts], lease=lease)
            for row in sorted(rows, key=lambda row: (row[place], row[0]))
        ]

    def _anything_due(self, tenant: str, now: str) -> bool:
        """Asked without a lock: an idle worker must not stand in the writers' way."""
        with self.sessions.reading() as cursor:
            return bool(
                SqlReader(tenant, cursor, self._statements).find(_DUE, {"state": "waiting", "due_at": now}, limit=1)
            )

    def complete(
        self, item: OutboxItem, *, state: str, now: datetime, due_at: datetime | None = None, reason: str = ""
    ) -> bool:
        """See `ports.store.Outbox.complete`."""
        statement = self._statements.complete(OutboxRow.record_type)
        values = {
            "_state": str(state),
            "_reason": reason,
            "_settled_at": None if state == "waiting" else utc_text(now),
            "_due_at": utc_text(due_at) if due_at else None,
            "_id": item.id,
            "_tenant": item.tenant,
            "_lease": item.lease,
        }
        with self.sessions.writing() as cursor:
            cursor.execute(statement.sql, statement.bind(values))
            return bool(cursor.rowcount == 1)


def _revision(connection: sa.Connection) -> str | None:
    """Where the migrations stand, None for tables that a host's own migrations made."""
    if not sa.inspect(connection).has_table(VERSION_TABLE):
        return None
    found = connection.exec_driver_sql(f"SELECT version_num FROM {VERSION_TABLE}").scalar()  # noqa: S608 - our own constant
    return None if found is None else str(found)


_DUE = Query(OutboxRow, equals=("tenant", "state"), at_most="due_at", order=("due_at", "id"), columns=("id",))


class SqlReader:
    """Reads one tenant's rows by one cursor."""

    def __init__(self, tenant: str, cursor: Any, statements: Statements) -> None:
        self._tenant, self._cursor, self._statements = tenant, cursor, statements

    def load(self, record: type[_R], id: str) -> _R | None:
        """See `ports.store.Reader.load`."""
        statement = self._statements.load(record.record_type)
        self._cursor.execute(statement.sql, statement.bind({"id": id, "tenant": self._tenant}))
        row = self._cursor.fetchone()
        return None if row is None else record.record_type.decode(row)  # type: ignore[return-value]

    def find(
        self, query: Query, params: Mapping[str, Any], *, after: Page | None = None, limit: int = 50
    ) -> Sequence[Any]:
        """See `ports.store.Reader.find`."""
        many = len(params[query.in_]) if query.in_ else 0
        if query.in_ and not many:
            return []
        statement = self._statements.find(query, after=after is not None, many=many)
        self._cursor.execute(statement.sql, statement.bind(find_params(query, self._tenant, params, after, limit)))
        rows = self._cursor.fetchall()
        return [tuple(row) for row in rows] if query.columns is not None else [query.result(row) for row in rows]


class SqlUnit(SqlReader):
    """One transaction."""

    def save(self, changes: SealedChanges) -> None:
        """See `ports.store.Unit.save`. What was written before a conflict is taken back row by row: savepoints
        are no way, since pysqlite's do not survive a rollback and a borrowed transaction is not ours to end."""
        if not is_sealed(changes) or changes.tenant != self._tenant:
            raise TypeError("a store saves sealed changes of its tenant only")
        if changes.key is not None and self._insert(changes.key.record_type, [changes.key]) != 1:
            raise DuplicateRequestError(changes.key.record_type.name)
        done = [changes.key] if changes.key else []
        for writes in _batches(changes.rows):
            kind, is_new = writes[0].record_type, writes[0].before is None
            if (self._insert(kind, writes) if is_new else self._update(writes[0], writes[0].row)) != len(writes):
                self._take_back(done)
                raise ConcurrentUpdateError(kind.name)
            done += writes

    def _insert(self, kind: RecordType, writes: Sequence[RowWrite]) -> int:
        statement = self._statements.insert(kind)
        if len(writes) == 1:
            self._cursor.execute(statement.sql, writes[0].row)
        else:
            self._cursor.executemany(statement.sql, [write.row for write in writes])
        return int(self._cursor.rowcount)

    def _update(self, write: RowWrite, row: Row, expected: int | None = None) -> int:
        statement = self._statements.update(write.record_type)
        self._cursor.execute(
            statement.sql, (*row[_VERSION:], write.id, self._tenant, write.expected if expected is None else expected)
        )
        return int(self._cursor.rowcount)

    def _take_back(self, done: Sequence[RowWrite]) -> None:
        for write in reversed(done):
            if write.before is not None:
                self._update(write, write.before, int(write.row[_VERSION] or 0))
            else:
                statement = self._statements.delete(write.record_type)
                self._cursor.execute(statement.sql, statement.bind({"id": write.id, "tenant": self._tenant}))


def _batches(rows: Sequence[RowWrite]) -> Iterator[list[RowWrite]]:
    """New rows of one kind together, unless their ids may be taken; replaced rows one by one."""
    for (kind, is_new), group in groupby(rows, key=lambda write: (write.record_type, write.before is None)):
        writes = list(group)
        if is_new and not kind.outside_ids:
            yield writes
        else:
            yield from ([write] for write in writes)
