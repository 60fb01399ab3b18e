"""Moments: aware in memory, UTC text of fixed width in every store."""

from __future__ import annotations

from datetime import UTC, datetime


def utc_text(moment: datetime) -> str:
    """Write an aware moment as ``2026-11-21T20:30:00.000000Z``: 27 characters that sort by time.

    Raises ValueError for a naive moment.
    """
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    if moment.tzinfo is not UTC:
        moment = moment.astimezone(UTC)
    return moment.isoformat(timespec="microseconds")[:26] + "Z"


def from_utc_text(text: str) -> datetime:
    """Read what `utc_text` wrote."""
    return datetime.fromisoformat(text)
