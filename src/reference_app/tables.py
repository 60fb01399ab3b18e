"""What the app's own tables share: tokens are stored as hashes, moments as text."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta


def hashed(token: str) -> str:
    """A token as it is stored: reading the table opens nothing."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def text_in(hours: int) -> str:
    """The moment in so many hours, as it is stored."""
    return (datetime.now(UTC) + timedelta(hours=hours)).isoformat(timespec="microseconds")


def text_now() -> str:
    """This moment, as it is stored."""
    return text_in(0)
