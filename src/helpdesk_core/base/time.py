"""Moments: aware in memory, UTC text of fixed width in every store."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache


def utc_text(moment: datetime) -> str:
    """Write an aware moment as ``2026-11-21T20:30:00.000000Z``: 27 characters that sort by time.

    Raises ValueError for a naive moment.
    """
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return _text(moment if moment.tzinfo is UTC else moment.astimezone(UTC))


@lru_cache(maxsize=512)
def _text(moment: datetime) -> str:
    """A command writes its own moment into a dozen cells. In UTC alone: elsewhere two moments of a night when the
    clocks go back compare as equal."""
    return moment.isoformat(timespec="microseconds")[:26] + "Z"


def from_utc_text(text: str) -> datetime:
    """Read what `utc_text` wrote."""
    return datetime.fromisoformat(text)
