"""Statements that are sent to a server together: the way there and back takes longer than a row."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import count
from typing import Any


def in_one_go(cursor: Any) -> bool:
    """Whether a cursor's connection sends statements without waiting for each answer.

    Args:
        cursor: A driver's.

    Returns:
        True for psycopg 3 on libpq 14 or later.
    """
    kind: Any = type(getattr(cursor, "connection", None))
    return _can(kind)


@cache
def _can(connection: Any) -> bool:
    if not hasattr(connection, "pipeline"):
        return False
    from psycopg import Pipeline

    return Pipeline.is_supported()


def run_in_one_go(connection: Any, statements: Sequence[tuple[str, Sequence[Any]]]) -> list[int]:
    """Run statements in their order, all of them sent before the first answer is waited for.

    Args:
        connection: Of psycopg, in a transaction.
        statements: Each with its parameters, marked as ``%s``; the texts hold no other per cent sign.

    Returns:
        How many rows each of them wrote.
    """
    from psycopg import RawCursor

    # With marks that the server reads itself: a longer statement than most is taken apart anew each time otherwise.
    cursors = [RawCursor(connection) for _ in statements]
    with connection.pipeline():
        for cursor, (sql, params) in zip(cursors, statements, strict=True):
            cursor.execute(_numbered(sql), params)
    counts = [cursor.rowcount for cursor in cursors]
    for cursor in cursors:
        cursor.close()
    return counts


@lru_cache(maxsize=512)
def _numbered(sql: str) -> bytes:
    """A statement with ``$1``, ``$2`` … for its parameters."""
    numbers = count(1)
    first, *rest = sql.split("%s")
    return "".join([first, *(f"${next(numbers)}{part}" for part in rest)]).encode()
