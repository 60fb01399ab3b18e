"""How a database notices that it is a restored backup or a copy: what it says of itself is not what it was told.

SQLite is a file like its copies, so a mark stands beside it: a small file that counts how many jobs were handed out,
as the database does. A copy that is put back has counted less than the mark; a copy elsewhere has no mark. PostgreSQL
knows its cluster, its timeline (which a recovery to a moment leaves), the database and the table; a dump that is read
back makes at least the table anew.
"""

from __future__ import annotations

import contextlib
import logging
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ...base.digests import digest
from ...base.kinds import kind_of
from ...base.time import utc_text
from ...errors import ConfigurationError
from ...notifications.model import place_id
from .tables import PREFIX

try:
    import fcntl
except ImportError:  # pragma: no cover - only where processes have no flock
    fcntl = None  # type: ignore[assignment]

_log = logging.getLogger("helpdesk_core.store")
_WIDTH = 20
COPY = "copy"
"""The place of what must not hand out anything."""
_PLACE = """
    SELECT CASE WHEN has_function_privilege('pg_control_system()', 'execute')
                THEN (SELECT system_identifier::text FROM pg_control_system()) ELSE '' END
        || '/' || CASE WHEN has_function_privilege('pg_control_checkpoint()', 'execute')
                THEN (SELECT timeline_id::text FROM pg_control_checkpoint()) ELSE '' END
        || '/' || (SELECT oid::text FROM pg_database WHERE datname = current_database())
        || '/' || {table}::regclass::oid::text
"""


class Mark:
    """The file beside a SQLite database that counts for one tenant."""

    def __init__(self, database: str, tenant: str) -> None:
        self.path = Path(f"{database}-sent-{digest(tenant)[:8]}")

    def read(self) -> int | None:
        """What it counts; None when there is none, or none that can be read. An empty one was made, and its first count
        never written (a kill, a full disk): nothing was counted yet."""
        try:
            return int(self.path.read_text(encoding="ascii") or 0)
        except (OSError, ValueError):
            return None

    def raise_to(self, count: int) -> None:
        """Count further, never back. A mark that cannot be written costs its protection and no message."""
        try:
            with self._locked() as file:
                known = os.pread(file, _WIDTH, 0)
                if not known.isdigit() or int(known) < count:
                    os.pwrite(file, f"{count:0{_WIDTH}}".encode(), 0)
        except OSError as error:
            _log.warning("the mark beside the database was not written: %s", type(error).__name__)

    def reset(self, count: int) -> None:
        """Count from here: the database that stands there now is the one that counts."""
        self.path.unlink(missing_ok=True)
        self.raise_to(count)

    @contextlib.contextmanager
    def _locked(self) -> Any:
        file = os.open(self.path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)
        try:
            if fcntl is not None:
                fcntl.flock(file, fcntl.LOCK_EX)
            yield file
        finally:
            os.close(file)


def file_of(cursor: Any) -> str | None:
    """The file of the SQLite database that a cursor works on; None for one in memory."""
    cursor.execute("PRAGMA database_list")
    found = {row[1]: row[2] for row in cursor.fetchall()}.get("main")
    return str(found) if found else None


def place_of(cursor: Any, table: str) -> str:
    """What makes this PostgreSQL database this one."""
    cursor.execute(_PLACE.format(table="'" + table.replace("'", "''") + "'"))
    return str(cursor.fetchone()[0])


def mark_as_copy(connection: Any) -> None:
    """Tell a backup what it is, so that it holds its messages back wherever it is put.

    Args:
        connection: To a SQLite database with our tables in their usual names.

    Raises:
        ConfigurationError: It is no connection of the module sqlite3.
    """
    import sqlite3  # not loaded by a desk on PostgreSQL

    if not isinstance(connection, sqlite3.Connection):
        raise ConfigurationError(f"mark_as_copy(connection): it is a connection of sqlite3, not {kind_of(connection)}")
    leave(connection.cursor(), "?")
    connection.commit()


def leave(cursor: Any, mark: str, begin: str = PREFIX) -> None:
    """Nothing is handed out from this database any more unless a person releases it: another one has its jobs.

    Args:
        cursor: In a transaction on a database with our tables.
        mark: How the driver marks a parameter.
        begin: What their names begin with, schema and prefix.
    """
    places, outbox = f"{begin}outbox_places", f"{begin}outbox"
    cursor.execute(f"SELECT DISTINCT tenant FROM {outbox} WHERE state = 'waiting'")  # noqa: S608 - our own names
    never = utc_text(datetime(1970, 1, 1, tzinfo=UTC))
    rows = [(place_id(tenant), tenant, never) for (tenant,) in cursor.fetchall()]
    insert = (
        f"INSERT INTO {places} (id, tenant, version, place, handed_out, seen_at) "  # noqa: S608
        f"VALUES ({mark}, {mark}, 1, '', 0, {mark}) ON CONFLICT DO NOTHING"
    )
    cursor.executemany(insert, rows)
    cursor.execute(f"UPDATE {places} SET place = '{COPY}'")  # noqa: S608
