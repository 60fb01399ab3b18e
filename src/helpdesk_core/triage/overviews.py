"""Overviews: ready questions to the queue, each with what it counts and how it is sorted.

Every one is a declared query that an index serves; what narrows it further is tried row by row among the open ones.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Any

import attrs

from ..base.calendar import FULL_DAY
from ..base.queries import Query, Selection
from ..base.records import Cell
from ..base.time import utc_text
from ..context import Context
from ..service_requests.lifecycle import Phase
from ..service_requests.model import BACKLOG, LIVE, NEVER, WAITING, ServiceRequest, Urgency


class Overview(StrEnum):
    """What is looked at, of open requests that people work on where nothing else is said."""

    OPEN = "open"
    MINE = "mine"
    UNASSIGNED = "unassigned"
    FOR_US = "for_us"
    """The customer waits for an answer: by priority, then the longest waiting first. It is the order in which customers
    are told their place."""
    FOR_CUSTOMER = "for_customer"
    """The shop waits for the customer."""
    OVERDUE = "overdue"
    """The answer was due."""
    WANTS_CALL = "wants_call"
    """The customer asked to be called, open or not, the longest waiting first."""
    QUOTE_ASKED = "quote_asked"
    """A question about a quote waits, the longest waiting first."""
    PHOTOS = "photos"
    """The customer sent photos or files, and nobody has done anything since, open or not, the longest waiting first."""
    AGREED = "agreed"
    """The customer said yes to a quote, and the work has not gone on since, the longest waiting first."""
    LOAN_LATE = "loan_late"
    """A device that the shop lent is overdue, open or not, the longest overdue first."""
    COMPLAINT = "complaint"
    """A complaint waits for its answer, the first whose time is over at the top, one without a clock last."""
    WITHDRAWAL = "withdrawal"
    """A withdrawal from a contract waits for its answer, the first whose time to pay back is over at the top."""
    NOT_COLLECTED = "not_collected"
    """The device can be collected and was not, the longest waiting first."""
    PROMISED = "promised"
    """Something is promised to the customer."""
    STUCK = "stuck"
    """Nobody has said a word for some working days."""
    IMPORTED = "imported"
    """Imported, and nobody has done anything about it yet."""
    ENDED = "ended"
    """Closed and cancelled ones, the latest first."""

    @property
    def has_own_order(self) -> bool:
        """Whether it is sorted in its own way, whatever is asked for."""
        return _SHAPES[self].order is not None


ME = "me"
"""As an assignee: whoever looks."""


class Sort(StrEnum):
    """What comes first."""

    PRIORITY = "priority"
    """By priority, then the oldest."""
    WAITING = "waiting"
    """Whose customer waits longest; who waits for nothing comes last."""
    DUE = "due"
    """What is due first; what is never due comes last."""
    PROMISE = "promise"
    """Whose promise breaks next; without a promise last."""
    SILENCE = "silence"
    """Where nobody has said a word for longest."""
    AGE = "age"
    """The oldest."""


@attrs.frozen(kw_only=True)
class Filters:
    """What narrows an overview; None for all.

    Attributes:
        assignee: The host's id of a member of staff, or `ME`.
        status: A status by its id.
        location: A location by its id.
        urgency: As the customer says.
        tag: A tag as it is stored.
    """

    assignee: str | None = None
    status: str | None = None
    location: str | None = None
    urgency: Urgency | None = None
    tag: str | None = None

    @property
    def given(self) -> dict[str, str]:
        """Those that narrow, as cells by their names."""
        return {name: str(value) for name in _FILTERS if (value := getattr(self, name)) is not None}


_FILTERS = tuple(field.name for field in attrs.fields(Filters))


def filters_of(kept: Mapping[str, str]) -> Filters:
    """Filters as they are kept.

    Args:
        kept: Ids and codes by name.

    Returns:
        The filters.
    """
    urgency = kept.get("urgency")
    return Filters(
        assignee=kept.get("assignee"),
        status=kept.get("status"),
        location=kept.get("location"),
        urgency=None if urgency is None else Urgency(urgency),
        tag=kept.get("tag"),
    )


@attrs.frozen(kw_only=True)
class _Shape:
    """The conditions of an overview, and how it is sorted unless somebody says otherwise."""

    where: Mapping[str, Cell] = attrs.field(factory=lambda: LIVE)
    equals: tuple[str, ...] = ()
    at_most: str | None = None
    sort: Sort = Sort.PRIORITY
    order: tuple[str, ...] | None = None
    """In place of whatever sort somebody asks for."""
    newest_first: bool = False


def _since(moment: str) -> _Shape:
    """Whatever waits since a moment that only few requests have."""
    return _Shape(where={}, at_most=moment, order=(moment, "id"))


_SHAPES = {
    Overview.OPEN: _Shape(),
    Overview.MINE: _Shape(equals=("assignee",)),
    Overview.UNASSIGNED: _Shape(where={**LIVE, "assignee": None}),
    Overview.FOR_US: _Shape(where=WAITING, order=("priority", "waits_since", "id")),
    Overview.FOR_CUSTOMER: _Shape(where={**LIVE, "phase": Phase.WAITING_FOR_CUSTOMER.value}),
    Overview.OVERDUE: _Shape(at_most="due_at", sort=Sort.DUE),
    Overview.WANTS_CALL: _since("call_asked_at"),
    Overview.QUOTE_ASKED: _since("quote_asked_at"),
    Overview.PHOTOS: _since("photos_at"),
    Overview.AGREED: _since("agreed_at"),
    Overview.LOAN_LATE: _since("loan_late_at"),
    Overview.COMPLAINT: _since("complaint_due"),
    Overview.WITHDRAWAL: _since("withdrawal_due"),
    Overview.NOT_COLLECTED: _since("ready_at"),
    Overview.PROMISED: _Shape(at_most="promise_due", sort=Sort.PROMISE),
    Overview.STUCK: _Shape(at_most="last_at", sort=Sort.SILENCE),
    Overview.IMPORTED: _Shape(where=BACKLOG, sort=Sort.AGE),
    Overview.ENDED: _Shape(where={}, at_most="closed_at", order=("closed_at", "id"), newest_first=True),
}
_ORDERS: dict[Sort, tuple[str, ...]] = {
    Sort.PRIORITY: ("priority", "created_at", "id"),
    Sort.WAITING: ("waits_since", "id"),
    Sort.DUE: ("due_at", "id"),
    Sort.PROMISE: ("promise_due", "id"),
    Sort.SILENCE: ("last_at", "id"),
    Sort.AGE: ("created_at", "id"),
}
_COLUMN_OF = {"tag": "tags"}
_FIRST = datetime.min.replace(tzinfo=UTC)


def sort_of(overview: Overview, asked: Sort | None) -> Sort:
    """How an overview is sorted.

    Args:
        overview: The overview.
        asked: What somebody asks for, None for the overview's own way.

    Returns:
        That, or the overview's own way.
    """
    return asked or _SHAPES[overview].sort


@lru_cache(maxsize=4096)
def query_of(overview: Overview, narrowed_by: tuple[str, ...], sort: Sort, columns: tuple[str, ...]) -> Query:
    """The declared query of an overview, made once. Some have an order of their own, whatever is asked for.

    Args:
        overview: The overview.
        narrowed_by: Names of the filters, in their order.
        sort: What comes first.
        columns: What is read; behind them what it is sorted by, which says where the next page begins.

    Returns:
        The query.
    """
    shape = _SHAPES[overview]
    order = shape.order or _ORDERS[sort]
    return Query(
        ServiceRequest,
        **_conditions(overview, narrowed_by),
        order=order,
        newest_first=shape.newest_first,
        columns=(*columns, *(name for name in order if name not in columns)),
    )


@lru_cache(maxsize=4096)
def selection_of(overview: Overview, narrowed_by: tuple[str, ...], places: str) -> Selection:
    """What an overview counts, made once.

    Args:
        overview: The overview.
        narrowed_by: Names of the filters, in their order.
        places: "all", or for staff of some locations "some" (those given as ``location``) and "none" (of no location).

    Returns:
        The selection.
    """
    found = _conditions(overview, narrowed_by)
    if places == "none":
        found["where"] = {**found["where"], "location": None}
    return Selection(ServiceRequest, **found, in_="location" if places == "some" else None)


def _conditions(overview: Overview, narrowed_by: tuple[str, ...]) -> dict[str, Any]:
    shape = _SHAPES[overview]
    equals = dict.fromkeys(("tenant", *shape.equals, *(name for name in narrowed_by if name != "tag")))
    return {
        "equals": tuple(equals),
        "where": shape.where,
        "at_most": shape.at_most,
        "has": "tags" if "tag" in narrowed_by else None,
    }


def params_of(overview: Overview, filters: Filters, context: Context) -> dict[str, Any]:
    """The values of an overview's conditions.

    Args:
        overview: The overview.
        filters: What narrows it.
        context: Who looks, and when.

    Returns:
        The values, by column.
    """
    shape, who = _SHAPES[overview], context.actor.id
    found: dict[str, Any] = {_COLUMN_OF.get(name, name): value for name, value in filters.given.items()}
    if filters.assignee == ME:
        found["assignee"] = who
    if shape.at_most is not None:
        found[shape.at_most] = utc_text(_until(overview, context))
    return found | dict.fromkeys(shape.equals, who)


def _until(overview: Overview, context: Context) -> datetime:
    """The latest moment that an overview looks for."""
    if overview in (Overview.COMPLAINT, Overview.WITHDRAWAL):
        return NEVER
    if overview is Overview.PROMISED:
        return NEVER - timedelta(days=1)
    if overview is not Overview.STUCK:
        return context.now
    calendar, days = context.settings.calendar(), context.settings.stuck_days
    day = calendar.days_before(calendar.day_of(context.now), days)
    return calendar.moment(day, FULL_DAY) if days else _FIRST
