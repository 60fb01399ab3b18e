"""Queue, search and the page of one request for staff."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any, cast

from ..base.actors import STAFF
from ..base.changes import Refusal
from ..base.contacts import Contact
from ..base.queries import Cursor, Query
from ..base.references import Reference
from ..base.surnames import search_key
from ..base.text import CustomerText
from ..contacts.model import BY_CONTACT, CONTACTS, ContactPoint
from ..context import Context
from ..conversations.model import FIRST_MESSAGE, NOTES, THREAD, Note, ThreadMessage
from ..errors import FieldError
from ..guardrails.disclosure import staff_view
from ..guardrails.timeline import LATEST_ENTRIES, TimelineEntry
from ..notifications.model import FAILED, OF_SUBJECT, OutboxRow, State
from ..notifications.rules import RETRY
from ..outcomes.model import OUTCOMES, Outcome, OutcomeAnswer, is_recorded, visible_phase
from ..outcomes.rules import answer_id
from ..ports import Account, OrderRef
from ..ports.directory import Directory
from ..ports.store import Reader
from ..service_requests.lifecycle import BY_STATUS, MOVES, Phase, allows, can_set_status, statuses
from ..service_requests.model import BY_REFERENCE, ServiceRequest, Urgency
from ..service_requests.rules import VIEW_REQUESTS
from ..settings import Status
from ..subjects import NOT_FOUND, can_access
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
"""Reads the cursors of `view_queue`, whatever the filters."""
NEWEST = Query(ServiceRequest, order=("created_at", "id"), newest_first=True, columns=QUEUE_COLUMNS)
_BY_ORDER = Query(ServiceRequest, equals=("tenant", "order_number"), columns=QUEUE_COLUMNS)
_BY_SOURCE_ID = Query(ServiceRequest, equals=("tenant", "source_id"), columns=QUEUE_COLUMNS)
_BY_SURNAME = Query(
    ServiceRequest, prefix="surname_key", order=("surname_key", "created_at", "id"), columns=QUEUE_COLUMNS
)
_BY_REFERENCE = Query(ServiceRequest, equals=("tenant", "reference"), columns=QUEUE_COLUMNS)
_BY_IDS = Query(ServiceRequest, in_="id", columns=QUEUE_COLUMNS)


@staff_view
class QueueRow:
    """One request in the queue or among the search results."""

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
    """A page of the queue, and where the next one goes on."""

    rows: tuple[QueueRow, ...]
    next: Cursor | None


@staff_view
class RequestForStaff:
    """All about one request."""

    request: ServiceRequest
    phase: Phase
    """The phase as customers are shown it."""
    points: tuple[ContactPoint, ...]
    problem: CustomerText | None
    """The first message."""
    messages: tuple[ThreadMessage, ...]
    """Newest first."""
    older_messages: Cursor | None
    """Where older ones go on: ``messages_after`` of the next look."""
    notes: tuple[Note, ...]
    """Newest first."""
    older_notes: Cursor | None
    """Where older ones go on: ``notes_after`` of the next look."""
    outcomes: tuple[tuple[Outcome, bool], ...]
    """Each with whether it is recorded by a decision that holds."""
    answer: OutcomeAnswer | None
    settable: tuple[Status, ...]
    moves: tuple[str, ...]
    duplicates: tuple[QueueRow, ...]
    order: OrderRef | None
    """The order that was named, if the host knows it as this customer's own."""
    accounts: tuple[Account, ...]
    """The host's accounts under the same contacts: none is taken for the customer's by that."""
    timeline: tuple[TimelineEntry, ...]
    undelivered: tuple[OutboxRow, ...]


_PHASES = {phase.value: phase for phase in Phase}
_URGENCIES = {urgency.value: urgency for urgency in Urgency}


def _row(cells: Any) -> QueueRow:
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
    after: Cursor | None = None,
    limit: int = 50,
) -> Queue:
    """Open requests by priority, then age; one statement, whatever the filters and however deep the page."""
    params = {name: value for name, value in (("assignee", assignee), ("status", status)) if value is not None}
    rows = reader.find(_QUEUES[tuple(params)], params, after=after, limit=limit + 1)
    return Queue(rows=tuple(_row(cells) for cells in rows[:limit]), next=QUEUE.next_page(rows, limit))


@view(actors=STAFF, right=VIEW_REQUESTS)
def view_search(reader: Reader, context: Context, words: str, *, limit: int = 50) -> Queue:
    """Requests by what staff hear or read: reference, surname (its beginning), phone, e-mail, an
    order's number or an imported id."""
    found: dict[str, QueueRow] = {}
    for rows in _search(reader, words.strip()[:200], context, limit):
        for cells in rows:
            found.setdefault(cells[0], _row(cells))
    return Queue(rows=tuple(found.values())[:limit], next=None)


def _search(reader: Reader, words: str, context: Context, limit: int) -> Iterable[Sequence[Any]]:
    with suppress(FieldError):
        yield reader.find(_BY_REFERENCE, {"reference": str(Reference(words))}, limit=1)
    if words:
        yield reader.find(_BY_SOURCE_ID, {"source_id": words}, limit=limit)
        yield reader.find(_BY_ORDER, {"order_number": words}, limit=limit)
    with suppress(FieldError):
        contact = Contact.parse(words, context.settings.country_code)
        same = reader.find(BY_CONTACT, {"contact_kind": contact.kind.value, "contact": contact.value}, limit=limit)
        if ids := tuple(row[0] for row in same):
            yield reader.find(_BY_IDS, {"id": ids}, limit=limit)
    if name := search_key(words):
        yield reader.find(_BY_SURNAME, {"surname_key": name}, limit=limit)


_MESSAGES, _NOTES = 50, 50


@view(actors=STAFF, right=VIEW_REQUESTS)
def view_request_id(reader: Reader, context: Context, reference: str) -> str | Refusal:
    """The id of a request for staff, by its reference, in one statement."""
    request = _by_reference(reader, reference, context)
    return NOT_FOUND if request is None else request.id


def _by_reference(reader: Reader, reference: str, context: Context) -> ServiceRequest | None:
    try:
        found = reader.find(BY_REFERENCE, {"reference": str(Reference(reference))}, limit=1)
    except FieldError:
        return None
    return found[0] if found and can_access(found[0], context) else None


@view(actors=STAFF, right=VIEW_REQUESTS)
def view_request(
    reader: Reader,
    context: Context,
    reference: str,
    *,
    messages_after: Cursor | None = None,
    notes_after: Cursor | None = None,
) -> RequestForStaff | Refusal:
    """One request for staff, by its reference; messages and notes of an older page with their cursors."""
    request = _by_reference(reader, reference, context)
    if request is None:
        return NOT_FOUND
    of_request, of_subject = {"request": request.id}, {"subject": request.id}
    messages = reader.find(THREAD, of_request, after=messages_after, limit=_MESSAGES + 1)
    notes = reader.find(NOTES, of_request, after=notes_after, limit=_NOTES + 1)
    points = tuple(reader.find(CONTACTS, of_request))
    outcomes = tuple(
        (outcome, is_recorded(outcome, decision)) for outcome, decision in reader.find(OUTCOMES, of_request)
    )
    current = next((outcome for outcome, holds in outcomes if holds and outcome.decided == request.decided), None)
    return RequestForStaff(
        request=request,
        phase=visible_phase(request.phase, current),
        points=points,
        problem=_problem(reader, of_request, messages),
        messages=tuple(messages[:_MESSAGES]),
        older_messages=THREAD.next_page(messages, _MESSAGES),
        notes=tuple(notes[:_NOTES]),
        older_notes=NOTES.next_page(notes, _NOTES),
        outcomes=outcomes,
        answer=reader.load(OutcomeAnswer, answer_id(context.tenant, current.id)) if current else None,
        settable=tuple(
            status
            for status in statuses(context.settings)
            if can_set_status(context.settings, request.status, request.phase, status, context.actor.kind)
        ),
        moves=tuple(
            row.name for row in MOVES if row not in BY_STATUS and allows(row, request.phase, context.actor.kind)
        ),
        duplicates=_duplicates(reader, request, points),
        order=_order(request, points, context.directory),
        accounts=_accounts(request, points, context.directory),
        timeline=tuple(reader.find(LATEST_ENTRIES, of_subject, limit=100)),
        undelivered=tuple(row for row in reader.find(OF_SUBJECT, of_subject, limit=200) if row.state is State.FAILED),
    )


def _problem(reader: Reader, of_request: Mapping[str, str], newest: Sequence[ThreadMessage]) -> CustomerText | None:
    known = newest and len(newest) <= _MESSAGES
    first = newest[-1:] if known else reader.find(FIRST_MESSAGE, of_request, limit=1)
    return first[0].text if first else None


def _order(request: ServiceRequest, points: Sequence[ContactPoint], directory: Directory) -> OrderRef | None:
    """Looked for among the orders of the account, and of contacts that were confirmed: an address alone proves
    nothing."""
    if request.order_number is None:
        return None
    wanted = _bare(str(request.order_number))
    own = directory.orders(request.customer) if request.customer is not None else ()
    confirmed = (point.value for point in points if point.confirmed_at is not None)
    guests = (order for contact in confirmed for order in directory.guest_orders(contact))
    return next((order for order in (*own, *guests) if _bare(order.number) == wanted), None)


def _bare(number: str) -> str:
    return "".join(char for char in number.casefold() if char.isalnum())


def _accounts(request: ServiceRequest, points: Sequence[ContactPoint], directory: Directory) -> tuple[Account, ...]:
    own = directory.account(request.customer)
    others = (account for point in points if not point.is_erased for account in directory.accounts(point.value))
    return tuple({account.id: account for account in (*([own] if own else []), *others)}.values())


def _duplicates(reader: Reader, request: ServiceRequest, points: Sequence[ContactPoint]) -> tuple[QueueRow, ...]:
    """Other requests under the same contact, for staff to see."""
    ids = {
        row[0]
        for point in points
        if not point.is_erased
        for row in reader.find(
            BY_CONTACT, {"contact_kind": point.contact_kind.value, "contact": point.contact}, limit=20
        )
    }
    ids.discard(request.id)
    rows = reader.find(_BY_IDS, {"id": tuple(sorted(ids))}, limit=20) if ids else ()
    return tuple(_row(cells) for cells in rows)


@staff_view
class DeliveryHealth:
    """What staff should look at: messages given up."""

    dead: tuple[tuple[OutboxRow, Reference], ...]
    """Each with the reference of its request."""


@view(actors=STAFF, right=RETRY)
def view_health(reader: Reader, context: Context) -> DeliveryHealth:
    """Messages that were given up."""
    rows: Sequence[OutboxRow] = reader.find(FAILED, {}, limit=100)
    ids = tuple({row.subject for row in rows})
    found = reader.find(_BY_IDS, {"id": ids}, limit=len(ids)) if ids else ()
    references = {cells[0]: Reference.stored(cells[1]) for cells in found}
    return DeliveryHealth(dead=tuple((row, references[row.subject]) for row in rows if row.subject in references))
