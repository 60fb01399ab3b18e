"""Fresh ids of records, and fresh salts."""

from __future__ import annotations

from datetime import datetime
from os import urandom


def time_ordered_id(now: datetime) -> str:
    """A fresh id that sorts by its time: 48 bits of milliseconds and 80 random ones, as 32 hex digits.

    New rows stand beside each other in every index, so that a write touches few pages. It tells when it was made, and
    is no secret.
    """
    return f"{int(now.timestamp() * 1000):012x}{urandom(10).hex()}"


def fresh_salt() -> str:
    """128 random bits as 32 hex digits: with its salt gone, no guess at what a commitment stands for can be tested."""
    return urandom(16).hex()
