"""Fresh ids of records, and fresh salts."""

from __future__ import annotations

from datetime import datetime
from os import urandom
from secrets import randbits
from threading import local

_REMEMBERED = 16
"""Milliseconds of which the last id is known: clocks of commands that one thread carries out stand at fewer."""


class _Last(local):
    """The random part of the last id, by its millisecond: of each thread, since one thread carries out a command."""

    def __init__(self) -> None:
        self.parts: dict[int, int] = {}


_last = _Last()


def time_ordered_id(now: datetime) -> str:
    """A fresh id that sorts by its time: 48 bits of milliseconds and 80 random ones, as 32 hex digits. Of those that
    one thread makes within a millisecond a later one sorts later, so that what one command makes has an order.

    New rows stand beside each other in every index, so that a write touches few pages. It tells when it was made, and
    is no secret.
    """
    parts, at = _last.parts, int(now.timestamp() * 1000)
    before = parts.pop(at, None)  # a start of 79 bits leaves room for two thousand million steps of 48
    parts[at] = part = randbits(79) if before is None else before + 1 + randbits(48)
    if len(parts) > _REMEMBERED:
        del parts[next(iter(parts))]
    return f"{at:012x}{part:020x}"


def fresh_salt() -> str:
    """128 random bits as 32 hex digits: with its salt gone, no guess at what a commitment stands for can be tested."""
    return urandom(16).hex()
