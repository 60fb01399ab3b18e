"""The store on SQLAlchemy's connections."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Self

import sqlalchemy as sa

from ...base.given import check_given, of_kind, text
from ...base.kinds import kind_of
from ...errors import ConfigurationError, StoreError
from .driver_errors import MAKE_TABLES
from .full_text import create_full_text
from .record_store import RecordStore
from .sessions import BorrowedSessions, EngineSessions, HostSessions, OwnSessions
from .tables import COPY_TABLE, PREFIX, VERSION_TABLE, create_all, head

#: What SQLite's pragma takes: when a file is written through to the disk.
_SYNCHRONOUS = ("OFF", "NORMAL", "FULL", "EXTRA")


class SqlStore(RecordStore):
    """Keeps records in SQLite or PostgreSQL.

    Make one with `sqlite`, `postgresql`, `on` (a host's engine) or `borrowed` (a host's session or connection).
    """

    sessions: EngineSessions

    @property
    def engine(self) -> sa.Engine:
        """The engine, for tables of an app's own in the same database. Raises TypeError where a session was lent."""
        if isinstance(self.sessions, OwnSessions | HostSessions):
            return self.sessions.engine
        raise TypeError("a store inside the host's session has no engine of its own")

    @classmethod
    def sqlite(cls, path: str | Path, *, synchronous: str = "NORMAL", create: bool = True) -> Self:
        """A file of our own: WAL, foreign keys, immediate transactions, a fair queue of writers.

        Args:
            path: The file.
            synchronous: ``NORMAL`` survives a crash of the process, ``FULL`` also a power cut after each
                acknowledgement (SQLite's pragma of that name).
            create: Make the tables of an empty database.

        Returns:
            The store; `close` closes its connections.

        Raises:
            ConfigurationError: It is no path of a file.
        """
        right = "the path of a file in a folder that is there; an address is for SqlStore.on(create_engine(address))"
        check_given(
            "SqlStore.sqlite",
            path=(_is_file(path), right, path),
            synchronous=(synchronous in _SYNCHRONOUS, f"one of {', '.join(_SYNCHRONOUS)}", synchronous),
            create=of_kind(create, bool, "True or False"),
        )
        url = sa.URL.create("sqlite", database=str(path))  # a ? in the name of a file asks for nothing
        store = cls(OwnSessions(url, synchronous=synchronous))
        if create:
            store.create_tables()
        return store

    @classmethod
    def postgresql(cls, url: str, *, create: bool = True) -> Self:
        """A PostgreSQL database of our own.

        Args:
            url: ``postgresql://user:password@host/name``; the driver is psycopg.
            create: Make the tables of an empty database.

        Returns:
            The store; `close` closes its connections.

        Raises:
            ConfigurationError: The URL cannot be read, or is that of another database.
        """
        check_given("SqlStore.postgresql", url=text(url), create=of_kind(create, bool, "True or False"))
        try:
            parsed = sa.make_url(url)
        except (sa.exc.ArgumentError, ValueError):  # no address, or no port; its words may hold the password
            raise ConfigurationError("SqlStore.postgresql: url is an address that can be read") from None
        if parsed.get_backend_name() != "postgresql":
            raise ConfigurationError("the URL must start with postgresql://")
        store = cls(OwnSessions(parsed.set(drivername="postgresql+psycopg")))
        if create:
            store.create_tables()
        return store

    @classmethod
    def on(
        cls, engine: sa.Engine, *, metadata: sa.MetaData | None = None, prefix: str = PREFIX, schema: str | None = None
    ) -> Self:
        """A host's engine, used as it is, in transactions of our own.

        Args:
            engine: The engine; it is not disposed of here.
            metadata: Where the host put our tables by `build_tables`; None for one of our own.
            prefix: What the tables' names begin with.
            schema: The schema that holds the tables.

        Returns:
            The store. The host creates the tables.

        Raises:
            ConfigurationError: It is no engine, or ``metadata`` has our tables under other names.
        """
        if not isinstance(engine, sa.Engine):
            raise ConfigurationError(f"SqlStore.on(engine): it is an Engine of SQLAlchemy, not {kind_of(engine)}")
        return cls(HostSessions(engine), metadata=metadata, prefix=prefix, schema=schema)

    @classmethod
    def borrowed(
        cls,
        borrow: Callable[[], Any],
        *,
        dialect: str,
        metadata: sa.MetaData | None = None,
        prefix: str = PREFIX,
        schema: str | None = None,
    ) -> Self:
        """Inside the host's transaction. Deliver with a store of its own engine, outside of it.

        Args:
            borrow: Returns the host's Session or Connection, which is never committed, rolled back, closed or tuned
                here.
            dialect: ``sqlite`` or ``postgresql``.
            metadata: Where the host put our tables by `build_tables`; None for one of our own.
            prefix: What the tables' names begin with.
            schema: The schema that holds the tables.

        Returns:
            The store. The host creates the tables. Plugins are told of changes after the commit of a host's Session;
                with a Connection, which does not say when that is, at once, unless ``Helpdesk(after_commit=…)`` is
                given.

        Raises:
            ConfigurationError: ``borrow`` cannot be called, or ``metadata`` has our tables under other names.
        """
        if not callable(borrow) or isinstance(borrow, type):
            given = kind_of(borrow)
            raise ConfigurationError(f"SqlStore.borrowed(borrow): it is a function (lambda: db.session), not {given}")
        return cls(BorrowedSessions(borrow, dialect), metadata=metadata, prefix=prefix, schema=schema)

    def create_tables(self) -> None:
        """Make the tables of an empty database, with the version row that migrations start from. Where there are some
        already nothing is made: their own migrations see to them, or the host's."""
        with self.sessions.setting_up() as connection:
            if self.sessions.dialect == "postgresql":
                connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7240661)")  # one process at a time
            if not self._existing(connection):
                create_all(connection, self.metadata)

    def _existing(self, connection: sa.Connection) -> set[str]:
        """Names of our tables that the database has."""
        there = set(sa.inspect(connection).get_table_names(schema=self.schema))
        return {table.name for table in self.tables} & there

    def create_full_text(self) -> None:
        """Create the full-text indexes that are missing, and fill them. In a host's transaction they are part of it."""
        with self.sessions.setting_up() as connection:
            create_full_text(connection, self.metadata)

    def close(self) -> None:
        """Close connections of our own; what is borrowed stays open."""
        self.sessions.close()

    def damage(self) -> Sequence[str]:
        """What SQLite finds broken in its file (``PRAGMA integrity_check``); empty for a whole one and on PostgreSQL,
        which checks its pages itself. It reads the whole file."""
        if self.sessions.dialect != "sqlite":
            return ()
        try:
            with self.sessions.reading() as cursor:
                cursor.execute("PRAGMA integrity_check(10)")
                found = [str(row[0]) for row in cursor.fetchall()]
        except StoreError as error:
            return (f"the file is damaged: {error.__cause__}",)
        return () if found == ["ok"] else [f"the file is damaged: {one}" for one in found]

    def problems(self) -> Sequence[str]:
        """See `ports.store.Store.problems`."""
        found = self.table_problems()
        return found or self.feed_problems()

    def table_problems(self) -> tuple[str, ...]:
        """What keeps this release from using the tables that are there."""
        with self.sessions.setting_up() as connection:
            missing = sorted({table.name for table in self.tables} - self._existing(connection))
            found = [f"tables are missing: {', '.join(missing)}: {MAKE_TABLES}"] if missing else []
            if not missing and (at := revision_of(connection)) not in (None, head()):
                found.append(f"the tables are at {at}, this release needs {head()}: run helpdesk db upgrade")
            if sa.inspect(connection).has_table(COPY_TABLE):
                found.append("a copy into this database is not finished: give the same helpdesk db copy again")
            if self.sessions.dialect == "sqlite" and connection.exec_driver_sql("PRAGMA foreign_keys").scalar() != 1:
                found.append(
                    "foreign keys are off on this SQLite connection: set PRAGMA foreign_keys=ON when it connects"
                )
        return tuple(found)


def _is_file(given: object) -> bool:
    """Whether it could be the path of a file: no address, no folder, nothing in a folder that is not there."""
    if not isinstance(given, str | Path) or str(given).strip() in ("", ":memory:"):
        return False
    if any(mark in str(given) for mark in ("://", "\0")) or str(given).startswith("file:"):
        return False
    return Path(given).parent.is_dir() and not Path(given).is_dir()


def revision_of(connection: sa.Connection) -> str | None:
    """Where the migrations stand, None for tables that a host's own migrations made."""
    if not sa.inspect(connection).has_table(VERSION_TABLE):
        return None
    found = connection.exec_driver_sql(f"SELECT version_num FROM {VERSION_TABLE}").scalar()  # noqa: S608 - our own constant
    return None if found is None else str(found)
