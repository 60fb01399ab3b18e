"""How connections of our own are set up before their first statement."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from ...errors import ConfigurationError


def tune_sqlite(synchronous: str, seconds: float) -> Callable[[Any], None]:
    """What sets up a connection to a file: it waits for a lock so long, and what was erased leaves nothing behind."""
    if synchronous not in ("NORMAL", "FULL", "EXTRA"):
        raise ConfigurationError("synchronous is NORMAL, FULL or EXTRA: with less, what was acknowledged can be lost")

    def tune(connection: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for statement in (
            f"PRAGMA busy_timeout={int(seconds * 1000)}",
            "PRAGMA foreign_keys=ON",
            f"PRAGMA synchronous={synchronous}",
            "PRAGMA secure_delete=ON",  # what was erased or removed is not left in free space; the default differs
        ):
            cursor.execute(statement)
        _switch_to_wal(cursor, seconds)
        if cursor.execute("PRAGMA foreign_keys").fetchone() != (1,):
            raise ConfigurationError("this SQLite does not enforce foreign keys; the guard needs them")
        cursor.close()

    return tune


def _switch_to_wal(cursor: Any, seconds: float) -> None:
    """Several processes that open a new file at once race for the switch, and the busy timeout does not cover it."""
    until = time.monotonic() + seconds
    while True:
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
            return
        except Exception as error:
            if "locked" not in str(error) or time.monotonic() > until:
                raise
            time.sleep(0.01)


def tune_postgresql(seconds: float) -> Callable[[Any], None]:
    """What sets up a connection to a server: it waits for a lock so long."""

    def tune(connection: Any) -> None:
        connection.autocommit = True
        connection.execute(f"SET lock_timeout = {int(seconds * 1000)}")

    return tune
