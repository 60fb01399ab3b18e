"""Moving everything into another database: in batches, further from where it was cut off, compared at the end.

The source is locked against writing for as long as it runs. A table in the target says how far it is, and keeps a desk
from being served there before it is finished. What was copied is then read again on both sides, to a digest for each
table. In the end the jobs that wait are handed over, so that just one of the two databases has them done.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import attrs
import sqlalchemy as sa

from ...base.given import check_made
from ...base.queries import Cursor
from ...errors import ConfigurationError, StoreError
from ...guardrails.timeline import FEED, TimelineEntry
from ...notifications.model import OutboxPlace
from .full_text import SUFFIX
from .places import leave
from .store import SqlStore, revision_of
from .tables import COPY_TABLE, VERSION_TABLE, create_all, head

BATCH = 500
_PLACES, _TIMELINE = OutboxPlace.record_type, TimelineEntry.record_type
_PROGRESS = "search_progress"
_STEPS = sa.Table(
    COPY_TABLE,
    sa.MetaData(),
    sa.Column("step", sa.Text, primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
)


@attrs.frozen
class Copied:
    """A table as both databases have it.

    Attributes:
        table: Its name.
        rows: How many it has.
        digest: SHA-256 of them in the order of their keys, as hex.
    """

    table: str
    rows: int
    digest: str


@attrs.frozen(kw_only=True)
class DatabaseCopy:
    """One copy of a database of ours into another.

    Attributes:
        source: Where everything is. Its tables are at this release.
        target: Where it goes: an empty database, or one in which this copy was begun.
        more: Tables of an app's own beside the desk's; those that the source has are copied.
        progress: Told what is done (``copied``, ``compared``), the table, how many of its rows, and how many there are.
    """

    source: SqlStore
    target: SqlStore
    more: Sequence[sa.Table] = ()
    progress: Callable[[str, str, int, int], object] = lambda what, table, done, all: None

    def __attrs_post_init__(self) -> None:
        check_made(self)

    def run(self, *, restart: bool = False) -> list[Copied]:
        """Copy, or go on with it.

        Args:
            restart: Delete first what an unfinished copy left in the target.

        Returns:
            Every table with its rows and their digest, which are the same in both.

        Raises:
            ConfigurationError: The target holds other data, or is the source; the source is of another release, or has
                tables that this one does not know.
            StoreError: A database is away, or they differ in the end, because something wrote in between.
        """
        if _address(self.source) == _address(self.target):
            raise ConfigurationError("both are the same database")
        if problems := self.source.table_problems():
            raise ConfigurationError(f"the database to copy: {'; '.join(problems)}")
        with self.source.sessions.setting_up() as reading:
            tables = self._tables(reading)
            _lock(reading, (self.source.table(_PLACES), *tables))
            offset = self._begin(reading, tables, restart)
            for table in tables:
                self._copy(reading, table, offset)
            copied = [self._compared(reading, table, offset) for table in tables]
            self._hand_over(reading)
        with self.target.sessions.setting_up() as writing:  # only now that the source has given its jobs up
            _STEPS.drop(writing)
        return copied

    def _tables(self, reading: sa.Connection) -> list[sa.Table]:
        """What is copied, in the order of its foreign keys. Where jobs are handed out is not: a database says that of
        itself."""
        inspector, schema = sa.inspect(reading), self.source.schema
        there = {*inspector.get_table_names(), *inspector.get_table_names(schema=schema)}
        ours = [table for table in self.source.metadata.sorted_tables if table in self.source.tables]
        known = {table.name for table in (*ours, *self.more)} | {VERSION_TABLE}
        strange = [name for name in sorted(there - known) if name.startswith("helpdesk_") and SUFFIX not in name]
        if strange:
            raise ConfigurationError(f"the database to copy has tables that are unknown here: {', '.join(strange)}")
        places = self.source.table(_PLACES)
        return [table for table in (*ours, *self.more) if table is not places and table.name in there]

    def _in_target(self, table: sa.Table) -> sa.Table:
        """The same table as the target calls it, by a prefix and in a schema of its own; an app's is called alike."""
        return dict(zip(self.source.tables, self.target.tables, strict=True)).get(table, table)

    def _begin(self, reading: sa.Connection, tables: Sequence[sa.Table], restart: bool) -> int:
        """Make the tables and note what is copied into them, or find it noted. Returns by how much positions in the
        feed are lowered."""
        with self.target.sessions.setting_up() as writing:
            create_all(writing, self.target.metadata)
            for table in tables:
                self._in_target(table).create(writing, checkfirst=True)
            all_tables = [self.target.table(_PLACES), *map(self._in_target, tables)]
            if (at := revision_of(writing)) != head():
                raise ConfigurationError(f"the tables to copy to are at {at}, this release needs {head()}")
            if not sa.inspect(writing).has_table(COPY_TABLE):
                _refuse_data(writing, all_tables)
                _STEPS.create(writing)
            elif restart:
                for table in reversed(all_tables):
                    writing.execute(table.delete())
                writing.execute(_STEPS.delete())
            else:
                if (begun := _step(writing, "source")) != _address(self.source):
                    raise ConfigurationError(f"a copy of {begun} was begun there: go on with that, or give --restart")
                return int(_step(writing, "offset") or 0)
            offset = self._offset(reading, writing)
            _note(writing, "source", _address(self.source))
            _note(writing, "offset", str(offset))
            return offset

    def _offset(self, reading: sa.Connection, writing: sa.Connection) -> int:
        """On PostgreSQL the feed is sorted by the numbers of transactions: what came from elsewhere has to lie before
        all that are still to come there."""
        if writing.dialect.name != "postgresql":
            return 0
        position = self.source.table(_TIMELINE).c.position
        last = int(reading.execute(sa.select(sa.func.max(position))).scalar() or 0)
        now = int(writing.exec_driver_sql("SELECT pg_current_xact_id()::text").scalar_one())
        return last + 1 if last >= now else 0

    def _copy(self, reading: sa.Connection, table: sa.Table, offset: int) -> None:
        """Copy what is not there yet; each batch and how far it goes are written together."""
        count = int(reading.execute(sa.select(sa.func.count()).select_from(table)).scalar_one())
        with self.target.sessions.setting_up() as writing:
            after, done = json.loads(_step(writing, table.name) or "[null, 0]")
        own, names = self._in_target(table), list(table.c.keys())
        for rows in _batches(reading, table, after):
            after, done = _key(table, rows[-1]), done + len(rows)
            moved = [dict(zip(names, _moved(table, row, offset), strict=True)) for row in rows]
            with self.target.sessions.setting_up() as writing:
                writing.execute(own.insert(), moved)
                _note(writing, table.name, json.dumps([after, done]))
            self.progress("copied", table.name, done, count)

    def _compared(self, reading: sa.Connection, table: sa.Table, offset: int) -> Copied:
        tell = self.progress
        ours = _digest(reading, table, offset, lambda done: tell("compared", table.name, done, done))
        with self.target.sessions.setting_up() as there:
            theirs = _digest(there, self._in_target(table), 0, lambda done: None)
            _renumber(there, self._in_target(table))
        if (ours.rows, ours.digest) != (theirs.rows, theirs.digest):
            raise StoreError(
                f"{table.name} differs: {ours.rows} rows with the digest {ours.digest[:12]}, and {theirs.rows} with "
                f"{theirs.digest[:12]}. Something wrote in between: stop it, and give --restart"
            )
        return ours

    def _hand_over(self, reading: sa.Connection) -> None:
        """The target takes the waiting jobs over, once; then the source gives them up."""
        cursor = reading.connection.cursor()
        with self.target.sessions.setting_up() as writing:
            if _step(writing, "handed over") is None:
                for row in reading.execute(sa.select(self.source.table(_PLACES))).all():
                    place: Any = _PLACES.decode(tuple(row))
                    is_genuine = self.source.hands_out(cursor, place)
                    self.target.take_over(writing.connection.cursor(), place, is_genuine=is_genuine)
                _note(writing, "handed over", "yes")
        begin = self.source.table(_PLACES).key.removesuffix(_PLACES.name)
        leave(cursor, "?" if reading.dialect.name == "sqlite" else "%s", begin)


def _address(store: SqlStore) -> str:
    url = store.engine.url
    if store.sessions.dialect == "sqlite":
        return str(Path(url.database or "").resolve())
    return url.set(password=None).render_as_string()


def _lock(connection: sa.Connection, tables: Sequence[sa.Table]) -> None:
    """Let others read, and nobody write, until the transaction ends. SQLite's began with the only write lock."""
    if connection.dialect.name == "postgresql":
        names = ", ".join(connection.dialect.identifier_preparer.format_table(table) for table in tables)
        connection.exec_driver_sql(f"LOCK TABLE {names} IN SHARE MODE")


def _refuse_data(connection: sa.Connection, tables: Sequence[sa.Table]) -> None:
    for table in tables:
        if connection.execute(sa.select(sa.literal(1)).select_from(table).limit(1)).first():
            raise ConfigurationError(f"the database to copy to holds data ({table.name}): give an empty one")


def _step(connection: sa.Connection, step: str) -> str | None:
    found: str | None = connection.execute(sa.select(_STEPS.c.value).where(_STEPS.c.step == step)).scalar()
    return found


def _note(connection: sa.Connection, step: str, value: str) -> None:
    if not connection.execute(_STEPS.update().where(_STEPS.c.step == step).values(value=value)).rowcount:
        connection.execute(_STEPS.insert().values(step=step, value=value))


def _batches(connection: sa.Connection, table: sa.Table, after: list[Any] | None = None) -> Iterator[Sequence[Any]]:
    """The rows in the order of their keys, which both databases agree about: that of bytes."""
    collates = connection.dialect.name == "postgresql"
    keys = [
        column.collate("C") if collates and isinstance(column.type, sa.Text) else column for column in table.primary_key
    ]
    while True:
        select = sa.select(table).order_by(*keys).limit(BATCH)
        if after is not None:
            select = select.where(sa.tuple_(*keys) > sa.tuple_(*after))
        rows = connection.execute(select).all()
        if rows:
            yield rows
        if len(rows) < BATCH:
            return
        after = _key(table, rows[-1])


def _key(table: sa.Table, row: Any) -> list[Any]:
    return [getattr(row, column.name) for column in table.primary_key]


def _moved(table: sa.Table, row: Any, offset: int) -> Sequence[Any]:
    """A row as the target has it: its place in the feed is lowered, and so is the place where the search goes on."""
    if offset and table.name.endswith(_TIMELINE.name):
        return list((row._asdict() | {"position": row.position - offset}).values())
    if offset and table.name.endswith(_PROGRESS) and (place := FEED.decode_cursor(row.place)) is not None:
        position, *more = place.cells
        assert isinstance(position, int)
        return list((row._asdict() | {"place": Cursor((position - offset, *more)).encode()}).values())
    return tuple(row)


def _digest(connection: sa.Connection, table: sa.Table, offset: int, progress: Callable[[int], object]) -> Copied:
    digest, count = hashlib.sha256(), 0
    for rows in _batches(connection, table):
        for row in rows:
            digest.update(json.dumps(list(_moved(table, row, offset)), ensure_ascii=False).encode() + b"\n")
        count += len(rows)
        progress(count)
    return Copied(table.name, count, digest.hexdigest())


def _renumber(connection: sa.Connection, table: sa.Table) -> None:
    """Where PostgreSQL counts rows itself, it goes on after the last that was copied."""
    column = table.autoincrement_column
    if column is None or connection.dialect.name != "postgresql":
        return
    last = connection.execute(sa.select(sa.func.max(column))).scalar()
    if last is not None:
        sequence = sa.func.pg_get_serial_sequence(table.name, column.name)
        connection.execute(sa.select(sa.func.setval(sequence, last)))
