"""What staff say a short message meant, where the phrases took it for something else: kinds and numbers, no words."""

from __future__ import annotations

from datetime import datetime

from ..base.queries import Totals
from ..base.records import Index, Record, record


@record("wish_corrections", indexes=(Index(("tenant", "at", "id")),))
class WishCorrection(Record):
    """One message that was taken for something else. Which message it was stands nowhere."""

    guessed: str
    """What it was taken for: a `Wish`, or "none"."""
    meant: str
    """What it meant, in the same words."""
    language: str
    at: datetime


BY_KIND = Totals(WishCorrection, at_least="at", group_by=("guessed", "meant", "language"))
