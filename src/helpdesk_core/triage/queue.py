"""The queue: a page of an overview, and how many each overview holds."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from ..base.actors import STAFF
from ..base.asked import Count
from ..base.queries import Counts, Query, Selection
from ..base.references import Reference
from ..base.time import utc_text
from ..context import Context
from ..guardrails.disclosure import StaffRow, row_of_some, staff_row, staff_view
from ..guardrails.rights import works_in
from ..guidance.missing import Detail, Known, missing
from ..i18n import sort_key
from ..ports.store import Reader
from ..service_requests.lifecycle import Phase
from ..service_requests.model import NEVER, ServiceRequest, Side, Urgency
from ..service_requests.rules import VIEW_REQUESTS
from ..settings import Settings
from ..viewing import view
from .model import EVERYBODY, SAVED, seen_by
from .overviews import Filters, Overview, Sort, filters_of, params_of, query_of, selection_of, sort_of
from .saved import MOST_KEPT

QUEUE_COLUMNS = (
    "id",
    "reference",
    "status",
    "phase",
    "priority",
    "urgency",
    "device",
    "device_checked",
    "surname",
    "assignee",
    "assignee_name",
    "held",
    "created_at",
    "closed_at",
    "merged_into",
    "source_id",
    "location",
    "last_side",
    "last_words",
    "last_name",
    "last_at",
    "unread",
    "waits_since",
    "due_at",
    "promise_due",
    "complaint_due",
    "withdrawal_due",
    "ready_at",
    "tags",
    "subject",
    "serial",
    "order_number",
    "repair",
    "version",
)
NEWEST = Query(ServiceRequest, order=("created_at", "id"), newest_first=True, columns=QUEUE_COLUMNS)
BY_IDS = Query(ServiceRequest, in_="id", columns=QUEUE_COLUMNS)
MOST_COUNTED = 1000
"""Where counting stops: nobody works through more, and counting them all would cost with each."""
_NEVER = utc_text(NEVER)


def _moment(cell: str | None) -> datetime | None:
    return None if cell is None or cell == _NEVER else datetime.fromisoformat(cell)


_MOMENTS = (
    "created_at",
    "closed_at",
    "last_at",
    "waits_since",
    "due_at",
    "promise_due",
    "complaint_due",
    "withdrawal_due",
)
_VALUES: Mapping[str, Callable[[Any], Any]] = {
    "reference": Reference.stored,
    "phase": {phase.value: phase for phase in Phase}.__getitem__,
    "urgency": {urgency.value: urgency for urgency in Urgency}.__getitem__,
    "last_side": {side.value: side for side in Side}.__getitem__,
    "unread": bool,
    "tags": lambda cell: tuple(json.loads(cell)),
    **dict.fromkeys((*_MOMENTS, "ready_at"), _moment),
}


@staff_row(QUEUE_COLUMNS, _VALUES)
class QueueRow(StaffRow):
    """One request in the queue or among the search results.

    Attributes:
        version: Counts its writes: what was looked at, for ``seen``.
        priority: From 0 (first) to 3 (last).
        subject: The first words of the problem.
        last_side: Who spoke last, ``last_words`` their first words, ``last_name`` the member of staff.
        unread: The customer did something, and nobody of the staff has done anything since.
        waits_since: Since when the customer waits for an answer, None when they do not.
        due_at: When it is due, None for never.
        promise_due: When the first promise to the customer has to be kept, None where none waits.
        complaint_due: Until when its complaint has to be answered, None where none waits or the law says nothing.
        withdrawal_due: Until when the money has to be back after a withdrawal, None where none waits or the law says
            nothing.
        ready_at: Since when the device can be collected, and was not.
        location: The location's id.
        merged_into: The id of the request in which it continues.
        serial: The device's serial number, ``order_number`` the order's, as they were typed.
        repair: The id of the repair that it is a question about.
    """

    __slots__ = ()
    id: str
    version: int
    reference: Reference
    status: str
    phase: Phase
    priority: int
    urgency: Urgency
    subject: str
    surname: str | None
    assignee: str | None
    assignee_name: str | None
    held: str | None
    created_at: datetime
    closed_at: datetime | None
    merged_into: str | None
    source_id: str | None
    location: str | None
    last_side: Side
    last_words: str | None
    last_name: str | None
    last_at: datetime
    unread: bool
    waits_since: datetime | None
    due_at: datetime | None
    promise_due: datetime | None
    complaint_due: datetime | None
    withdrawal_due: datetime | None
    ready_at: datetime | None
    tags: tuple[str, ...]
    serial: str | None
    order_number: str | None
    repair: str | None

    @property
    def device(self) -> str:
        """As staff checked it, else in the customer's words."""
        if "device_checked" not in self.place:
            raise AttributeError("device is none of the columns that were asked for")
        return str(self[self.place["device_checked"]] or self[self.place["device"]])

    def lacks(self, settings: Settings) -> tuple[Detail, ...]:
        """What the shop still needs to know about the request; that a contact or an answer lacks, its status says.

        Args:
            settings: The shop's.

        Returns:
            The details.
        """
        known = Known(
            phase=self.phase,
            confirmed=True,
            asked=self.last_side is Side.SHOP,
            spoken=self.last_at > self.created_at,
            device=self.device,
            problem=self.subject,
            serial=self.serial,
            order=self.order_number,
            location=self.location,
        )
        return tuple(one for one in missing(known, settings) if one is not Detail.ANSWER)


@staff_view
class Queue:
    """A page of the queue, and the cursor of the next one, for ``after``."""

    rows: tuple[QueueRow, ...]
    next: str | None


@staff_view
class KeptOverview:
    """An overview that somebody keeps.

    Attributes:
        name: What it is called.
        is_shared: Whether all of the staff see it; else it is the viewer's own.
        is_own: Whether the viewer keeps it.
        filters: Ids and codes by the names of `view_queue`'s arguments.
        count: How many requests it holds; of ended ones None.
    """

    id: str
    name: str
    is_shared: bool
    is_own: bool
    overview: Overview
    sort: Sort | None
    filters: Mapping[str, str]
    count: int | None


@staff_view
class QueueCounts:
    """How many requests there are in each overview, `MOST_COUNTED` + 1 for more than can be counted.

    Attributes:
        overviews: By overview.
        locations: Of all that are open, by location.
        kept: Overviews that the viewer keeps, and shared ones.
    """

    overviews: Mapping[Overview, int]
    locations: Mapping[str, int]
    kept: tuple[KeptOverview, ...]


def row_of(request: ServiceRequest) -> QueueRow:
    """A row of a request that was read whole."""
    record_type = request.record_type
    cells = record_type.encode(request)
    return QueueRow(cells[record_type.place(name)] for name in QUEUE_COLUMNS)


@view(actors=STAFF, right=VIEW_REQUESTS)
def view_queue(
    reader: Reader,
    context: Context,
    *,
    overview: Overview = Overview.OPEN,
    assignee: str | None = None,
    status: str | None = None,
    location: str | None = None,
    urgency: Urgency | None = None,
    tag: str | None = None,
    sort: Sort | None = None,
    after: str | None = None,
    limit: Count = 50,
    columns: tuple[str, ...] | None = None,
) -> Queue:
    """A page of the queue. One statement, whatever the filters and however deep the page.

    Args:
        overview: Which requests; by default all that are open and not an imported backlog.
        assignee: Only requests of this member of staff, by the host's id; None for all.
        status: Only requests with this status, by its id; None for all.
        location: Only requests at this location, by its id; None for all.
        urgency: Only requests that the customer calls so urgent; None for all.
        tag: Only requests with this tag; None for all.
        sort: What comes first; None for the overview's own way: by priority, then age, where nothing else is natural.
        after: `Queue.next` of the page before, None for the first.
        limit: Requests on a page.
        columns: What of each request is asked for, by the names of `QueueRow`, for a page that shows little of it:
            reading all takes twice as long. Its id is always there; None for all.

    Returns:
        The page.

    Raises:
        TypeError: A row has no column of such a name.
    """
    filters = Filters(assignee=assignee, status=status, location=location, urgency=urgency, tag=tag)
    sorted_by = sort_of(overview, sort)
    read, row = rows_of(None if columns is None else tuple(columns))
    query = query_of(overview, tuple(filters.given), sorted_by, read)
    params = params_of(overview, filters, context)
    rows = reader.find(query, params, after=query.decode_cursor(after), limit=limit + 1)
    return Queue(rows=tuple(map(row, rows[:limit])), next=query.next_page(rows, limit))


@lru_cache(maxsize=256)
def rows_of(names: tuple[str, ...] | None) -> tuple[tuple[str, ...], type[QueueRow]]:
    """What is read for some columns, and the class of the rows.

    Args:
        names: As `view_queue` is asked for them; None for all.

    Returns:
        The columns of requests, with the location, which says who may see a row; and the class.

    Raises:
        TypeError: A row has no column of such a name.
    """
    if names is None:
        return QUEUE_COLUMNS, QueueRow
    known = {*QueueRow.names, "device"}
    if unknown := [name for name in names if name not in known]:
        raise TypeError(f"columns are some of {', '.join(sorted(known))}, not {', '.join(unknown)}")
    wanted = {"id", "location", *names, *(("device_checked",) if "device" in names else ())}
    read = tuple(name for name in QUEUE_COLUMNS if name in wanted)
    return read, row_of_some(QueueRow, read)


@view(actors=STAFF, right=VIEW_REQUESTS)
def view_queue_counts(reader: Reader, context: Context, *, locations: tuple[str, ...] = ()) -> QueueCounts:
    """How many requests there are in each overview and in those that are kept, for a menu. Two statements: one reads
    what is kept, one counts all of them, none further than `MOST_COUNTED` + 1.

    Args:
        locations: Ids of locations whose open requests are counted too; nothing is said of unknown ones.

    Returns:
        The numbers.
    """
    known = {one.id for one in context.settings.locations} & set(locations)
    places = [place for place in dict.fromkeys(locations) if place in known and works_in(context.actor, place)]
    usual = [overview for overview in Overview if overview is not Overview.ENDED]
    seen = reader.find(SAVED, seen_by(context.actor.id), limit=2 * MOST_KEPT)
    language = context.settings.languages[0]  # its names are the shop's, whoever reads them
    kept = sorted(seen, key=lambda one: (sort_key(language, str(one.name)), one.id))
    asked = [(overview, Filters()) for overview in usual]
    asked += [(Overview.OPEN, Filters(location=place)) for place in places]
    asked += [(one.overview, filters_of(one.filters)) for one in kept if one.overview is not Overview.ENDED]
    numbers = iter(count(reader, context, asked))
    return QueueCounts(
        overviews={overview: next(numbers) for overview in usual},
        locations={place: next(numbers) for place in places},
        kept=tuple(
            KeptOverview(
                id=one.id,
                name=str(one.name),
                is_shared=one.audience == EVERYBODY,
                is_own=one.owner == context.actor.id,
                overview=one.overview,
                sort=one.sort,
                filters=one.filters,
                count=None if one.overview is Overview.ENDED else next(numbers),
            )
            for one in kept
        ),
    )


def count(reader: Reader, context: Context, asked: Sequence[tuple[Overview, Filters]]) -> list[int]:
    """How many requests a member of staff finds in each of these, in one statement.

    Args:
        reader: Where to read.
        context: Who looks: only what stands in their locations is counted.
        asked: Overviews with what narrows them.

    Returns:
        The numbers, none above `MOST_COUNTED` + 1.
    """
    parts = [list(_selections(context, overview, filters)) for overview, filters in asked]
    wanted = Counts(parts=tuple(part for one in parts for part in one), most=MOST_COUNTED + 1)
    numbers = iter(reader.totals(wanted, {})[0])
    return [min(wanted.most, sum(int(next(numbers) or 0) for _ in one)) for one in parts]


def _selections(
    context: Context, overview: Overview, filters: Filters
) -> Iterator[tuple[Selection, Mapping[str, Any]]]:
    """One selection, or two for staff of some locations: what stands there, and what stands nowhere in particular."""
    places = getattr(context.actor, "locations", None)
    params = params_of(overview, filters, context)
    names = tuple(filters.given)
    if places is None or "location" in names:
        if works_in(context.actor, filters.location):
            yield selection_of(overview, names, "all"), params
        return
    yield selection_of(overview, names, "none"), params
    if places:
        yield selection_of(overview, names, "some"), params | {"location": tuple(sorted(places))}
