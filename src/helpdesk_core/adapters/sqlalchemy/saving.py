"""Whether a database could save something, told without writing to it: writing would wait for whoever writes, and a
page that everybody may open must cost nothing."""

from __future__ import annotations

import os
import shutil
from typing import Any

from .places import file_of

#: What SQLite needs for any change at all.
_LEAST_BYTES = 1_000_000


def why_not_saved(cursor: Any, dialect: str) -> str:
    """Look what keeps a connection from writing.

    Args:
        cursor: Of the database.
        dialect: ``sqlite`` or ``postgresql``.

    Returns:
        Why nothing could be saved; empty where nothing is known to be in the way.
    """
    if dialect == "sqlite":
        return _of_file(cursor)
    cursor.execute("SELECT pg_is_in_recovery(), current_setting('transaction_read_only')")
    recovers, only_reads = cursor.fetchone()
    if recovers:
        return "the database is a copy that follows another server, or is being restored"
    return "the database only reads" if only_reads == "on" else ""


def _of_file(cursor: Any) -> str:
    cursor.execute("PRAGMA query_only")
    if cursor.fetchone()[0]:
        return "query_only is on for its connections"
    if (name := file_of(cursor)) is None:
        return ""
    folder = os.path.dirname(name)
    beside = (f"{name}-wal", f"{name}-queue")  # or still to be made in the folder
    for one in (name, *(file if os.path.exists(file) else folder for file in beside)):
        if not os.access(one, os.W_OK, effective_ids=os.access in os.supports_effective_ids):
            return f"{one} cannot be written"
    return "no space is left on its disk" if shutil.disk_usage(folder).free < _LEAST_BYTES else ""
