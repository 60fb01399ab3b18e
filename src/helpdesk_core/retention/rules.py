"""Counting what is due, so that whoever decides is told that there is something. Nothing goes by it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import attrs

from ..base.actors import ActorKind, Automation
from ..base.changes import Save, Verdict
from ..base.commands import Command, command
from ..base.queries import Query
from ..base.results import Result, result
from ..base.time import from_utc_text, utc_text
from ..context import Context
from ..handlers import Loaded, handles
from ..ports.store import Reader
from ..service_requests.model import ServiceRequest
from .classes import RetentionClass, class_by, due_day
from .model import RetentionCount, count_id, count_key

COUNTER = Automation(id="retention")
"""Who counts."""
MOST_COUNTED = 1001
"""Of one class: nobody is told of more than a thousand."""
_PAGE = 1000
_SHORTEST_MONTH = timedelta(days=28)
_ENDED = Query(
    ServiceRequest,
    where={"erased_at": None},
    at_most="closed_at",
    order=("closed_at", "id"),
    columns=("id", "location", "closed_at", "held", "has"),
)


@result
class RetentionCounted(Result):
    """What was counted.

    Attributes:
        due: How many ended requests are due.
    """

    due: int


@command
class CountRetention(Command[RetentionCounted]):
    """Count the ended requests that are due, for the menu of those who decide what goes."""


@attrs.frozen(kw_only=True)
class Counting(Loaded):
    """What was counted before, and what is due now."""

    before: RetentionCount | None
    due: dict[str, int]


def load_counts(reader: Reader, command: CountRetention, context: Context) -> Counting:
    """Each class from what ended first on, as far as it can be due."""
    counted: Counter[str] = Counter()
    for kind in RetentionClass:
        counted.update(_counted(reader, kind, context))
    return Counting(before=reader.load(RetentionCount, count_id(context.tenant)), due=dict(sorted(counted.items())))


def _counted(reader: Reader, kind: RetentionClass, context: Context) -> Counter[str]:
    settings, counted = context.settings, Counter[str]()
    months = settings.retention_months.get(kind.value)
    if months is None:
        return counted
    today = context.now.astimezone(settings.zone).date()
    for location, closed_at, held, has in _ended(reader, context.now - months * _SHORTEST_MONTH):
        if held is None and class_by(has) is kind and due_day(kind, closed_at, settings, months) <= today:
            counted[count_key(kind.value, location)] += 1
            if counted.total() >= MOST_COUNTED:
                break
    return counted


def _ended(reader: Reader, until: datetime) -> Iterator[tuple[str | None, datetime, Any, tuple[str, ...]]]:
    after = None
    while True:
        rows = reader.find(_ENDED, {"closed_at": utc_text(until)}, after=after, limit=_PAGE)
        for _, location, closed_at, held, has in rows:
            yield location, from_utc_text(closed_at), held, tuple(json.loads(has))
        if len(rows) < _PAGE:
            return
        after = _ENDED.cursor_of(rows[-1])


@handles(CountRetention, actors=frozenset({ActorKind.AUTOMATION}), load=load_counts)
def count_retention(loaded: Counting, command: CountRetention, context: Context) -> Verdict[RetentionCounted]:
    """Written only where it changed."""
    before, found = loaded.before, RetentionCounted(due=sum(loaded.due.values()))
    if before is None:
        made = RetentionCount(id=count_id(context.tenant), tenant=context.tenant, due=loaded.due)
        return Verdict(result=found, saves=(Save(after=made),))
    if before.due == loaded.due:
        return Verdict(result=found)
    return Verdict(result=found, saves=(Save(before=before, after=before.changed(due=loaded.due)),))
