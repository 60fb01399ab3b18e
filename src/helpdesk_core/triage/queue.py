"""The queue of open requests."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from ..base.actors import STAFF
from ..base.queries import Query
from ..base.references import Reference
from ..context import Context
from ..guardrails.disclosure import staff_view
from ..ports.store import Reader
from ..service_requests.lifecycle import Phase
from ..service_requests.model import ServiceRequest, Urgency
from ..service_requests.rules import VIEW_REQUESTS
from ..viewing import view

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
    "source_id",
    "location",
)
_ORDER = ("priority", "created_at", "id")
_QUEUES: dict[tuple[str, ...], Query] = {
    names: Query(ServiceRequest, equals=("tenant", *names), order=_ORDER, columns=QUEUE_COLUMNS, open_only=True)
    for names in cast(tuple[tuple[str, ...], ...], ((), ("assignee",), ("status",), ("assignee", "status")))
}
QUEUE = _QUEUES[()]
NEWEST = Query(ServiceRequest, order=("created_at", "id"), newest_first=True, columns=QUEUE_COLUMNS)
BY_IDS = Query(ServiceRequest, in_="id", columns=QUEUE_COLUMNS)


@staff_view
class QueueRow:
    """One request in the queue or among the search results.

    Attributes:
        priority: From 0 (first) to 3 (last).
    """

    id: str
    reference: Reference
    status: str
    phase: Phase
    priority: int
    urgency: Urgency
    device: str
    surname: str | None
    assignee: str | None
    assignee_name: str | None
    held: str | None
    created_at: datetime
    source_id: str | None


@staff_view
class Queue:
    """A page of the queue, and the cursor of the next one, for ``after``."""

    rows: tuple[QueueRow, ...]
    next: str | None


_PHASES = {phase.value: phase for phase in Phase}
_URGENCIES = {urgency.value: urgency for urgency in Urgency}


def queue_row(cells: Any) -> QueueRow:
    """A row from the cells of `QUEUE_COLUMNS`."""
    (
        id,
        reference,
        status,
        phase,
        priority,
        urgency,
        device,
        device_checked,
        surname,
        assignee,
        assignee_name,
        held,
        created_at,
        source_id,
        _,
    ) = cells
    return QueueRow(
        id=id,
        reference=Reference.stored(reference),
        status=status,
        phase=_PHASES[phase],
        priority=priority,
        urgency=_URGENCIES[urgency],
        device=device_checked or device,
        surname=surname,
        assignee=assignee,
        assignee_name=assignee_name,
        held=held,
        created_at=datetime.fromisoformat(created_at),
        source_id=source_id,
    )


@view(actors=STAFF, right=VIEW_REQUESTS)
def view_queue(
    reader: Reader,
    context: Context,
    *,
    assignee: str | None = None,
    status: str | None = None,
    after: str | None = None,
    limit: int = 50,
) -> Queue:
    """Open requests by priority, then age. One statement, whatever the filters and however deep the page.

    Args:
        assignee: Only requests of this member of staff, by the host's id; None for all.
        status: Only requests with this status, by its id; None for all.
        after: `Queue.next` of the page before, None for the first.
        limit: Requests on a page.

    Returns:
        The page.
    """
    params = {name: value for name, value in (("assignee", assignee), ("status", status)) if value is not None}
    rows = reader.find(_QUEUES[tuple(params)], params, after=QUEUE.decode_cursor(after), limit=limit + 1)
    return Queue(rows=tuple(queue_row(cells) for cells in rows[:limit]), next=QUEUE.next_page(rows, limit))
