"""What the app's own tables share: tokens are stored as hashes, moments as text."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from importlib import import_module
from typing import Any

import sqlalchemy as sa
from sqlalchemy.schema import CreateIndex, CreateTable

from helpdesk_core import StoreError
from helpdesk_core.adapters.sqlalchemy import is_of_session

#: Where every table of the app's own is declared.
TABLES = sa.MetaData()


def all_tables() -> list[sa.Table]:
    """Every table of the app's own, in an order in which they can be filled: each is declared beside what uses it, so
    that the whole app is loaded first."""
    import_module(".app", __package__)
    import_module(".capabilities", __package__).found_pages()
    return list(TABLES.sorted_tables)


def hashed(token: str) -> str:
    """A token as it is stored: reading the table opens nothing."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def text_in(hours: int) -> str:
    """The moment in so many hours, as it is stored."""
    return (datetime.now(UTC) + timedelta(hours=hours)).isoformat(timespec="microseconds")


def text_now() -> str:
    """This moment, as it is stored."""
    return text_in(0)


def make_tables(engine: sa.Engine, *tables: sa.Table) -> None:
    """Create tables that are missing, in this order; several processes may start at once.

    Args:
        engine: The database.
        tables: Of `TABLES`.
    """
    with writing(engine) as connection:
        wait_in_line(connection, "the app's own tables")
        for table in tables:
            connection.execute(CreateTable(table, if_not_exists=True))
            for index in sorted(table.indexes, key=lambda one: str(one.name)):
                connection.execute(CreateIndex(index, if_not_exists=True))


def insert_into(table: sa.Table, dialect: str) -> Any:
    """An INSERT that can say what happens where the row is there already, also when two come at once."""
    insert: Any
    if dialect == "postgresql":
        from sqlalchemy.dialects.postgresql import insert
    else:
        from sqlalchemy.dialects.sqlite import insert
    return insert(table)


@contextmanager
def writing(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A transaction. It is said aloud, since the desk's own engine lends connections in autocommit mode, where
    ``engine.begin()`` begins nothing; on SQLite it waits its turn at once, so that what is read in it still holds when
    it is written."""
    with engine.connect() as connection, connection.begin():
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        elif getattr(connection.connection.driver_connection, "autocommit", False):
            connection.exec_driver_sql("BEGIN")
        yield connection


def wait_in_line(connection: sa.Connection, *subjects: str) -> None:
    """Let nobody else in who waits for one of these, until the transaction ends. SQLite writes one after the other
    anyway; PostgreSQL would let two count at once, without seeing each other's rows."""
    if connection.dialect.name == "postgresql":
        for subject in sorted(subjects):
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(int(hashed(subject)[:15], 16))))


def guarded(engine: sa.Engine) -> sa.Engine:
    """The same engine, whose errors are those of the desk's store: a `StoreError` that names no parameter. A broken
    constraint stays what it is, for its caller to answer.

    Args:
        engine: The database of an app's own tables, ours or a host's; it is not changed.
    """
    own = engine.execution_options()
    own.hide_parameters = True
    sa.event.listen(own, "handle_error", _as_store_error, retval=True)
    return own


def _as_store_error(context: sa.engine.ExceptionContext) -> BaseException | None:
    error = context.sqlalchemy_exception
    if context.is_pre_ping:
        return None  # the pool asks whether the line still holds, and knows what to do when it does not
    if error is None or isinstance(error, sa.exc.IntegrityError):
        return None
    if is_of_session(context.original_exception):  # the connection is sound, and stays what it began as
        context.is_disconnect = True
    return StoreError(type(context.original_exception).__name__)
