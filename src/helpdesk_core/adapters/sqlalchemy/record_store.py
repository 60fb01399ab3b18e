"""Readers and units on compiled statements, on SQLAlchemy's cursors or a host's."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from functools import cache
from operator import itemgetter
from typing import Any, Generic, TypeVar

import sqlalchemy as sa

from ...base.given import check_given, of_kind
from ...base.queries import Counts, Cursor, Query, Totals, purge_query
from ...base.records import Purge, Record, RecordType, Row
from ...base.time import utc_text
from ...errors import ConcurrentUpdateError, ConfigurationError, DuplicateRequestError
from ...guardrails.gate import RowWrite, SealedChanges, is_sealed, write_order
from ...guardrails.timeline import FEED
from ...ports.store import Along
from .conditions import find_params, selection_params
from .driver_errors import NOTHING_SAVED
from .full_text import merge_step
from .one_go import in_one_go, run_in_one_go
from .saving import why_not_saved
from .sessions import Sessions
from .sql_outbox import SqlOutbox
from .statements import Statements
from .tables import PREFIX, build_tables, our_tables, own_tables

_R = TypeVar("_R", bound=Record)
_T = TypeVar("_T")
_VERSION = 2
_NAME = re.compile(r"[a-z_][a-z0-9_]{0,29}")
"""What needs no quotes, and leaves room for the names of tables and indexes behind it."""
_OF = "up to 30 small letters, digits and _"


def _is_name(given: object) -> bool:
    return isinstance(given, str) and _NAME.fullmatch(given) is not None


class RecordStore(SqlOutbox):
    """Keeps records by the cursors that ``sessions`` hand out: what all stores on SQLite and PostgreSQL share."""

    def __init__(
        self,
        sessions: Sessions,
        *,
        metadata: sa.MetaData | None = None,
        prefix: str = PREFIX,
        schema: str | None = None,
        in_byte_order: bool = True,
    ) -> None:
        if sessions.dialect not in ("sqlite", "postgresql"):
            raise ConfigurationError(f"there is no store on {sessions.dialect}; SQLite and PostgreSQL work")
        check_given(
            "SqlStore",
            prefix=(prefix == "" or _is_name(prefix), f"a text of {_OF}", prefix),
            schema=(schema is None or _is_name(schema), f"a schema's name of {_OF}, or None", schema),
            metadata=of_kind(metadata, sa.MetaData | None, "SQLAlchemy's MetaData or None"),
        )
        self.sessions = sessions
        if metadata is None:
            self.metadata = own_tables(prefix, schema)
        else:
            self.metadata = build_tables(metadata, prefix=prefix, schema=schema)
        self.schema = schema
        self.tables = our_tables(self.metadata)
        self._statements = Statements(
            self.metadata,
            sessions.dialect,
            paramstyle=sessions.paramstyle,
            prefix=prefix,
            schema=schema,
            in_byte_order=in_byte_order,
        )

    def table(self, kind: RecordType) -> sa.Table:
        """Where records of a type are kept.

        Args:
            kind: The type.

        Returns:
            The table.
        """
        return self._statements.table(kind)

    def read(self, tenant: str, along: Along | None = None) -> AbstractContextManager[SqlReader]:
        """See `ports.store.Store.read`. Whoever names what to read along is a command or a view, which ends soon."""
        session = self.sessions.reading(at_once=along is not None)
        return _On(session, lambda cursor: SqlReader(tenant, cursor, self._statements, along))

    def write(self, tenant: str) -> AbstractContextManager[SqlUnit]:
        """See `ports.store.Store.write`."""
        alone = self.sessions.is_alone
        return _On(self.sessions.writing(), lambda cursor: SqlUnit(tenant, cursor, self._statements, alone))

    def purge(self, tenant: str, record: type[Record], purge: Purge, before: datetime, limit: int) -> int:
        """See `ports.store.Store.purge`."""
        query = purge_query(record, purge)
        statement = self._statements.purge(query)
        values = find_params(query, tenant, {purge.after: utc_text(before)}, None, limit)
        with self.sessions.writing() as cursor:
            cursor.execute(statement.sql, statement.bind(values))
            return int(cursor.rowcount)

    def merge_full_text(self) -> bool:
        """A step of putting SQLite's full-text indexes into one piece each, in a short transaction of its own: for
        workers, never for a request. PostgreSQL does so by itself.

        Returns:
            Whether there is more to do.
        """
        if self.sessions.dialect != "sqlite":
            return False
        with self.sessions.writing() as cursor:
            return merge_step(cursor, self.metadata)

    def after_commit(self, call: Callable[[], None]) -> None:
        """Do something once what was written is committed, and never when it is rolled back: at once where the store
        commits itself, after the host's commit where it writes in a host's transaction.

        Args:
            call: What to do.
        """
        self.sessions.after_commit(call)

    def saving_problems(self) -> Sequence[str]:
        """What keeps it from saving, as far as that can be told without writing: a server that only reads, a file that
        cannot be written, a full disk."""
        with self.sessions.reading() as cursor:
            found = why_not_saved(cursor, self.sessions.dialect)
        renew = getattr(self.sessions, "renew", None)
        if found and renew is not None:  # the connection may say what held when it began
            renew()
            with self.sessions.reading() as cursor:
                found = why_not_saved(cursor, self.sessions.dialect)
        return (f"{NOTHING_SAVED}: {found}",) if found else ()

    def feed_problems(self) -> Sequence[str]:
        """A database that was restored into another PostgreSQL server: its changes carry numbers that are still to
        come there, so that new ones would sort before them."""
        if self.sessions.dialect != "postgresql":
            return ()
        statement = self._statements.ahead()
        with self.sessions.reading() as cursor:
            cursor.execute(statement.sql, statement.bind({"_limit": 1}))
            ahead = cursor.fetchone() is not None
        found = "the timeline has positions of another server: see “Restore into another server” in the docs"
        return (found,) if ahead else ()


class _On(Generic[_T]):
    """A session, which hands out what is made of its cursor. A generator more on each of them would be felt."""

    __slots__ = ("_make", "_session")

    def __init__(self, session: AbstractContextManager[Any], make: Callable[[Any], _T]) -> None:
        self._session, self._make = session, make

    def __enter__(self) -> _T:
        return self._make(self._session.__enter__())

    def __exit__(self, *error: Any) -> bool | None:
        return self._session.__exit__(*error)


class SqlReader:
    """Reads one tenant's rows by one cursor."""

    def __init__(self, tenant: str, cursor: Any, statements: Statements, along: Along | None = None) -> None:
        self._tenant, self._cursor, self._statements = tenant, cursor, statements
        self._along = along
        self._brought: tuple[Row, ...] | None = None
        """What was read along, for whoever asks for it."""
        self._beside: tuple[Query, str, list[Row]] | None = None
        """What is about the first record, whose id it names."""

    def load(self, record: type[_R], id: str) -> _R | None:
        """See `ports.store.Reader.load`."""
        along = self._along if self._brought is None else None
        kind, values = record.record_type, {"id": id, "tenant": self._tenant}
        beside = along.beside.get(kind.name) if along else None
        statement = self._statements.load(kind, along.query if along else None, beside)
        if along is not None:
            values["_along"] = along.id
        if beside is not None:
            values[beside.about] = id
        self._cursor.execute(statement.sql, statement.bind(values))
        row = self._cursor.fetchone()
        if along is not None and row is not None:
            end = len(kind.columns)
            self._brought = () if row[end] is None else ((row[end],),)
            if beside is not None:
                rows = [row[end + 1 :], *(more[end + 1 :] for more in self._cursor.fetchall())]
                self._beside = (beside, id, [] if rows[0][0] is None else rows)
            row = row[:end]
        return None if row is None else kind.decode(row)  # type: ignore[return-value]

    def find(
        self, query: Query, params: Mapping[str, Any], *, after: Cursor | None = None, limit: int = 50
    ) -> Sequence[Any]:
        """See `ports.store.Reader.find`."""
        if self._brought is not None and (along := self._along) and query is along.query and params["id"] == along.id:
            return self._brought
        if self._beside is not None and self._beside[0] is query and after is None:
            _, about, found = self._beside
            if params[query.about] == about and len(found) < limit:
                return [query.result(row) for row in found]
        many = len(params[query.in_]) if query.in_ else 0
        if query.in_ and not many:
            return []
        values, match = find_params(query, self._tenant, params, after, limit), None
        if query.match is not None:
            if not (wanted := params[query.match]):
                return []
            match = self._statements.match(query, self._cursor, wanted)
            values |= match.params(wanted, self._tenant)
        # By an id only, as `load` does: what is looked up by a reference or an address costs a miss the same as a hit.
        is_one = limit == 1 and self._brought is None and query.equals == ("tenant", "id")
        along = self._along if is_one and self._along is not None and query is not self._along.query else None
        asked = None if along is None else along.query
        statement = self._statements.find(query, after=after is not None, many=many, match=match, along=asked)
        if along is not None:
            values["_along"] = along.id
        self._cursor.execute(statement.sql, statement.bind(values))
        rows = self._cursor.fetchall()
        if along is not None and rows:  # there is one
            *cells, brought = rows[0]
            self._brought, rows = () if brought is None else ((brought,),), [cells]
        return [tuple(row) for row in rows] if query.columns is not None else [query.result(row) for row in rows]

    def totals(self, totals: Totals | Counts, params: Mapping[str, Any]) -> Sequence[Row]:
        """See `ports.store.Reader.totals`."""
        if isinstance(totals, Counts):
            return [self._counted(totals)] if totals.parts else [()]
        many = len(params[totals.in_]) if totals.in_ else 0
        statement = self._statements.totals(totals, many=many)
        self._cursor.execute(statement.sql, statement.bind(selection_params(totals, self._tenant, params)))
        groups = len(totals.group_by)  # a sum is a Decimal on PostgreSQL
        return totals.in_order((*row[:groups], *map(int, row[groups:])) for row in self._cursor.fetchall())

    def _counted(self, counts: Counts) -> Row:
        many = [len(params[selection.in_]) if selection.in_ else 0 for selection, params in counts.parts]
        parts = zip((selection for selection, _ in counts.parts), many, strict=True)
        values: dict[str, Any] = {"_most": counts.most}
        for place, (selection, params) in enumerate(counts.parts):
            found = selection_params(selection, self._tenant, params)
            values |= {f"_of{place}_{name}": value for name, value in found.items()}
        statement = self._statements.counts(tuple(parts))
        self._cursor.execute(statement.sql, statement.bind(values))
        return tuple(int(number) for number in self._cursor.fetchone())

    def feed(self, after: Cursor | None = None, limit: int = 100) -> Sequence[Any]:
        """See `ports.store.Reader.feed`."""
        statement = self._statements.feed(after=after is not None)
        self._cursor.execute(statement.sql, statement.bind(find_params(FEED, self._tenant, {}, after, limit)))
        return [FEED.result(row) for row in self._cursor.fetchall()]


class SqlUnit(SqlReader):
    """One transaction."""

    def __init__(self, tenant: str, cursor: Any, statements: Statements, is_alone: bool) -> None:
        super().__init__(tenant, cursor, statements)
        self._is_alone = is_alone

    @property
    def connection(self) -> Any:
        """The driver's connection (PEP 249), in this transaction: for a row of somebody else's that must be committed
        or rolled back with it. It is never committed, rolled back or closed by whoever uses it."""
        return self._cursor.connection

    def lock(self, records: Iterable[tuple[type[Record], str]]) -> None:
        """See `ports.store.Unit.lock`."""
        if self._is_alone:
            return
        wanted = {(record.record_type, id) for record, id in records}
        for record_type, id in sorted(wanted, key=lambda one: write_order(*one)):
            statement = self._statements.lock(record_type)
            self._cursor.execute(statement.sql, statement.bind({"id": id, "tenant": self._tenant}))

    def save(self, changes: SealedChanges) -> None:
        """See `ports.store.Unit.save`. What was written before a conflict is taken back row by row: savepoints
        are not used, since pysqlite's do not survive a rollback and a borrowed transaction is not ours to end."""
        if not is_sealed(changes) or changes.tenant != self._tenant:
            raise TypeError("a store saves sealed changes of its tenant only")
        if in_one_go(self._cursor):
            self._save_in_one_go(changes)
            return
        if changes.key is not None and self._insert(changes.key.record_type, [changes.key]) != 1:
            raise DuplicateRequestError(changes.key.record_type.name)
        done = [changes.key] if changes.key else []
        for writes in _batches(changes.rows):
            kind, before = writes[0].record_type, writes[0].before
            if before is None:
                written = self._insert(kind, writes)
            else:
                written = self._replace(writes[0], before, writes[0].row)
            if written != len(writes):
                self._take_back(done)
                raise ConcurrentUpdateError(kind.name)
            done += writes

    def _save_in_one_go(self, changes: SealedChanges) -> None:
        """Each row by a statement of its own, all of them sent before the first answer is waited for."""
        writes = [*([changes.key] if changes.key else ()), *changes.rows]
        counts = run_in_one_go(self._cursor.connection, [self._written(write) for write in writes])
        missed = next((write for write, count in zip(writes, counts, strict=True) if count != 1), None)
        if missed is None:
            return
        self._take_back([write for write, count in zip(writes, counts, strict=True) if count == 1])
        name = missed.record_type.name
        raise DuplicateRequestError(name) if missed is changes.key else ConcurrentUpdateError(name)

    def _written(self, write: RowWrite) -> tuple[str, Sequence[Any]]:
        """What writes a row: the statement, and its parameters."""
        if write.before is not None:
            return self._replacing(write, write.before, write.row)
        statement = self._statements.insert(write.record_type)
        return statement.sql, _picker(write.record_type, statement.names)(write.row)

    def _insert(self, kind: RecordType, writes: Sequence[RowWrite]) -> int:
        statement = self._statements.insert(kind)
        pick = _picker(kind, statement.names)
        if len(writes) == 1:
            self._cursor.execute(statement.sql, pick(writes[0].row))
        else:
            self._cursor.executemany(statement.sql, [pick(write.row) for write in writes])
        return int(self._cursor.rowcount)

    def _replace(self, write: RowWrite, old: Row, new: Row) -> int:
        """Write the cells that differ, if the stored version is that of ``old``."""
        self._cursor.execute(*self._replacing(write, old, new))
        return int(self._cursor.rowcount)

    def _replacing(self, write: RowWrite, old: Row, new: Row) -> tuple[str, Sequence[Any]]:
        columns = write.record_type.columns
        changed = [place for place in range(_VERSION, len(columns)) if new[place] != old[place]]
        statement = self._statements.update(write.record_type, tuple([columns[place].name for place in changed]))
        return statement.sql, (*[new[place] for place in changed], write.id, self._tenant, old[_VERSION])

    def _take_back(self, done: Sequence[RowWrite]) -> None:
        for write in reversed(done):
            if write.before is not None:
                self._replace(write, write.row, write.before)
            else:
                statement = self._statements.delete(write.record_type)
                self._cursor.execute(statement.sql, statement.bind({"id": write.id, "tenant": self._tenant}))


@cache
def _picker(kind: RecordType, names: tuple[str, ...]) -> Any:
    """The cells of a row that are a statement's parameters, in their order."""
    return itemgetter(*(kind.place(name) for name in names))


def _batches(rows: Sequence[RowWrite]) -> list[list[RowWrite]]:
    """New rows of one type together, unless one of them may be there already; replaced rows one by one."""
    batches: list[list[RowWrite]] = []
    last = None
    for write in rows:
        kind = write.record_type if write.before is None and not write.record_type.may_be_taken else None
        if kind is not None and kind is last:
            batches[-1].append(write)
        else:
            batches.append([write])
        last = kind
    return batches
