"""Moments: aware in memory, UTC text of fixed width in every store."""

from __future__ import annotations

from datetime import UTC, date, datetime
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


def months_after(day: date, months: int) -> date:
    """The same day of a later month, its last one where that is shorter.

    Args:
        day: The day.
        months: How many months later.

    Returns:
        That day.
    """
    years, month = divmod(day.month - 1 + months, 12)
    first = date(day.year + years, month + 1, 1)
    following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return first.replace(day=min(day.day, (following - first).days))
