"""Overviews that staff keep: a question to the queue under a name."""

from __future__ import annotations

from collections.abc import Mapping

from ..base.queries import Query
from ..base.records import Index, Subject, col, record
from ..base.text import SafeText
from .overviews import Overview, Sort

EVERYBODY = ""
"""All of the staff, as an audience."""


@record("saved_overviews", indexes=(Index(("tenant", "audience", "id"), where={"is_removed": 0}),))
class SavedOverview(Subject):
    """One overview with what narrows it. It is its owner's alone unless it is shared; who made it, and who took it
    away, is its history."""

    name: SafeText = col(personal="staff")
    owner: str = col(personal="staff")
    owner_name: SafeText | None = col(personal="staff", default=None)
    audience: str = col(personal="staff")
    """Who sees it: a member of staff by the host's id, or `EVERYBODY`."""
    is_removed: bool = col(default=False)
    overview: Overview
    sort: Sort | None = col(default=None)
    filters: Mapping[str, str] = col(personal=False, codes=True)
    """Ids and codes by the names of `Filters`."""


SAVED = Query(SavedOverview, in_="audience", where={"is_removed": 0})


def seen_by(who: str) -> dict[str, tuple[str, ...]]:
    """The values of `SAVED` for a member of staff.

    Args:
        who: The host's id of the person.

    Returns:
        The values.
    """
    return {"audience": (EVERYBODY, who)}
