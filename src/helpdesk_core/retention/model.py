"""How many ended requests are due, as a worker counted them."""

from __future__ import annotations

from ..base.digests import outside_id
from ..base.records import Record, col, record


@record("retention_counts", outside_ids=True)
class RetentionCount(Record):
    """How many ended requests were due when they were last counted, by class and location. There is one of each shop.

    Attributes:
        due: By `count_key`.
    """

    due: dict[str, int] = col(personal=False, codes=True)


def count_id(tenant: str) -> str:
    """The one id that a shop's count can have."""
    return outside_id(tenant, RetentionCount.record_type.name, "")


def count_key(kind: str, location: str | None) -> str:
    """Under which a count stands."""
    return f"{kind}:{location or ''}"
