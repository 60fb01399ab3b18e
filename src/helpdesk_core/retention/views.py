"""Which ended requests are due, for whoever decides what goes."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime

from ..base.actors import STAFF
from ..base.queries import Query
from ..base.time import utc_text
from ..context import Context
from ..erasure.rules import ERASE
from ..guardrails.disclosure import staff_view
from ..guardrails.rights import works_in
from ..ports.store import Reader
from ..service_requests.model import ServiceRequest
from ..triage.queue import QueueRow, row_of
from ..viewing import view
from .classes import KeptBecause, RetentionClass, basis_of, class_of, due_on
from .model import RetentionCount, count_id

_LOOKED_AT = 200
"""Ended requests that one page looks at."""
_ENDED = Query(ServiceRequest, where={"erased_at": None}, at_most="closed_at", order=("closed_at", "id"))


@staff_view
class DueRequest:
    """A request whose time is over.

    Attributes:
        row: As lists show it.
        closed_at: When it ended.
        due_on: Since when it is due.
    """

    row: QueueRow
    closed_at: datetime
    due_on: date


@staff_view
class RetentionList:
    """What is proposed to go, what ended first before the rest.

    Attributes:
        basis: Why it is kept, and from when the time counts.
        months: For how many months the class is kept; None where the shop names none, and nothing is proposed.
        next: Where the next page goes on; a page may be empty and others follow.
    """

    kind: RetentionClass
    basis: KeptBecause
    rows: tuple[DueRequest, ...]
    months: int | None
    next: str | None


@staff_view
class RetentionDue:
    """How many ended requests are due, by class: as a worker counted them last.

    Attributes:
        counts: Classes of which there are any; nobody counts further than a thousand.
    """

    counts: tuple[tuple[RetentionClass, int], ...]

    @property
    def total(self) -> int:
        """All of them."""
        return sum(number for _, number in self.counts)


@view(actors=STAFF, right=ERASE)
def view_retention_due(reader: Reader, context: Context) -> RetentionDue:
    """How much waits for a person's decision.

    Returns:
        The numbers of the locations that the viewer works at.
    """
    found = reader.load(RetentionCount, count_id(context.tenant))
    counts: Counter[RetentionClass] = Counter()
    for key, number in (found.due if found is not None else {}).items():
        kind, _, location = key.partition(":")
        if kind in set(RetentionClass) and works_in(context.actor, location or None):
            counts[RetentionClass(kind)] += number
    return RetentionDue(counts=tuple(sorted(counts.items())))


@view(actors=STAFF, right=ERASE)
def view_retention(
    reader: Reader, context: Context, kind: RetentionClass, *, after: str | None = None
) -> RetentionList:
    """The ended requests of a class whose time is over. Looking erases nothing, and nothing is erased by itself: people
    send `EraseRequest` for what shall go. What is on hold is not proposed.

    Args:
        kind: The class.
        after: `RetentionList.next` of the page before.

    Returns:
        Those within the viewer's locations.
    """
    settings, today = context.settings, context.now.astimezone(context.settings.zone).date()
    months = settings.retention_months.get(kind.value)
    if months is None:
        return RetentionList(kind=kind, basis=basis_of(kind, settings, today), rows=(), months=None, next=None)
    until = {"closed_at": utc_text(context.now)}
    found = reader.find(_ENDED, until, after=_ENDED.decode_cursor(after), limit=_LOOKED_AT + 1)
    due = ((one, due_on(one, settings)) for one in found[:_LOOKED_AT] if class_of(one) is kind)
    rows = tuple(
        DueRequest(row=row_of(one), closed_at=one.closed_at, due_on=day)
        for one, day in due
        if day is not None and day <= today and one.closed_at is not None
    )
    more = _ENDED.next_page(found, _LOOKED_AT)
    return RetentionList(kind=kind, basis=basis_of(kind, settings, today), rows=rows, months=months, next=more)
