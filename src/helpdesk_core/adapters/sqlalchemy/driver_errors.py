"""What the errors of a database's driver mean to whoever called the store."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from ...errors import ConcurrentUpdateError, LockTimeoutError, StoreError

NOTHING_SAVED = "nothing can be saved"
#: What PostgreSQL and its driver say that no waiting mends, in English, to what it means.
_UNCONNECTED = {
    re.compile(r"password authentication|no password supplied|role \".*\" does not exist|pg_hba\.conf"): (
        "it does not let this user in (name, password, and from where)"
    ),
    re.compile(r"database \".*\" does not exist"): "the server has none of that name",
    re.compile(r"resolve host|translate host name"): "there is no host of that name",
    re.compile(r"invalid|bad value|missing \"="): "something in its address cannot be read (port, or what follows ?)",
}
MAKE_TABLES = "run helpdesk db upgrade, or the host's own migrations (manage.py migrate, flask db upgrade)"


def as_store_error(error: Exception) -> Exception:
    """What a driver's error means to the caller. A transaction that PostgreSQL ended so that others could go on is a
    conflict like any other: tried again from the beginning, it may go through."""
    state = getattr(error, "sqlstate", None) or getattr(error, "pgcode", None)
    if state in ("40001", "40P01"):
        return ConcurrentUpdateError("the transaction")
    if state == "55P03" or (type(error).__name__ == "OperationalError" and "is locked" in str(error)):
        return LockTimeoutError("no write lock in time")
    if is_missing_table(error):
        return StoreError(f"tables are missing: {MAKE_TABLES}")
    if _only_reads(error):
        return StoreError(f"{NOTHING_SAVED}: the database only reads")
    if state == "53100" or "disk is full" in str(error):
        return StoreError(f"{NOTHING_SAVED}: no space is left on its disk")
    return StoreError(type(error).__name__)


def not_connected(error: Exception) -> StoreError:
    """Why there is no connection, in words that hold nothing of an address."""
    said = str(error)
    if "not a database" in said or "malformed" in said:
        return StoreError("the file is damaged, or is no database")
    why = next((why for mark, why in _UNCONNECTED.items() if mark.search(said)), None)
    return StoreError("no connection to the database" + (f": {why}" if why else ""))


def is_of_session(error: BaseException) -> bool:
    """Whether a connection is of no more use though it is sound: what a server or a file says when it begins (that it
    only reads, for how long a statement may take) holds until it ends, whatever is said to others meanwhile.

    Args:
        error: A driver's.

    Returns:
        Whether to begin a connection anew.
    """
    return _only_reads(error) or (getattr(error, "sqlstate", None) or getattr(error, "pgcode", None)) == "57014"


def _only_reads(error: BaseException) -> bool:
    """PostgreSQL's 25006; SQLite's words, of a file that could not be written when it was opened."""
    state = getattr(error, "sqlstate", None) or getattr(error, "pgcode", None)
    return state == "25006" or "readonly database" in str(error)


def is_missing_table(error: BaseException) -> bool:
    """Whether a driver says that a table is not there: PostgreSQL's 42P01, SQLite's words."""
    state = getattr(error, "sqlstate", None) or getattr(error, "pgcode", None)
    return state == "42P01" or "no such table" in str(error)


@contextmanager
def tables_are_there() -> Iterator[None]:
    """In a host's transaction errors are the host's to handle, but a forgotten migration is ours to explain.

    Raises:
        StoreError: A table is missing.
    """
    try:
        yield
    except Exception as error:
        if is_missing_table(error):
            raise as_store_error(error) from error
        raise
