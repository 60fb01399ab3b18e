"""How often redaction removed something: kind, language and number; never a value, a person or a request."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from ..base.changes import Save
from ..base.queries import Totals
from ..base.records import Index, Record, col, record

BY_PERSON = "removed"
"""The kind of what redaction let through and a person took out."""


@record("redaction_counts", indexes=(Index(("tenant", "at", "id")),))
class RedactionCount(Record):
    """So many secrets of a kind were removed from one piece of writing. Rows are only added: a counter that everybody
    moves would be one row that everybody waits for."""

    secret_kind: str = col(personal=False)
    language: str
    """Of the request, or of the page it was written on."""
    pieces: int
    at: datetime


BY_KIND_AND_LANGUAGE = Totals(RedactionCount, at_least="at", group_by=("secret_kind", "language"), sums=("pieces",))


def redaction_counts(
    counts: Mapping[str, int], *, tenant: str, language: str, now: datetime, new_id: Callable[[], str]
) -> tuple[Save, ...]:
    """The rows to write for what was removed, by kind."""
    return tuple(
        Save(
            after=RedactionCount(id=new_id(), tenant=tenant, secret_kind=kind, language=language, pieces=pieces, at=now)
        )
        for kind, pieces in counts.items()
    )
