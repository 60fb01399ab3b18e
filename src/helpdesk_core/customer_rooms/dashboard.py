"""What a signed-in customer is shown first: their open requests, what waits for them, and what the host knows of them.

What is read does not grow with how many requests there are: the open ones come in one page, what is shown of them in
one statement for each kind of record, and quotes in one for each of them that has any.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import attrs

from ..base.actors import CUSTOMERS, Customer
from ..base.changes import Refusal
from ..base.digests import digest
from ..base.queries import Query
from ..base.text import SafeText
from ..contacts.model import IN_USE, ContactPoint
from ..context import Context
from ..conversations.model import Side, ThreadMessage
from ..devices.model import DEVICES_OF_SEVERAL, RequestDevice
from ..devices.on_request import ShownRequestDevice, shown_devices
from ..guardrails.disclosure import customer_view
from ..guidance.cards import RoomCard, RoomState, recommended
from ..guidance.missing import known_of, missing
from ..outcomes.model import (
    OUTCOMES_ANSWERED,
    Outcome,
    is_recorded,
    subject_of,
    visible_phase,
)
from ..ports.store import Reader
from ..promises.model import Promise, first_due
from ..promises.views import ShownPromise, shown
from ..quotes.model import Standing
from ..quotes.versions import quotes_of
from ..service_requests.model import NEVER, ServiceRequest
from ..status_notes.model import StatusNote
from ..status_notes.views import ShownNote, shown_note
from ..subjects import NOT_FOUND
from ..viewing import view
from .shown import MessageView, RequestSummary
from .views import summary

MOST_SHOWN = 20
"""Open requests on the page; the list of all requests has the rest."""
_MOST_STAMPED = 50
_MOST_RECORDS = 20 * MOST_SHOWN
_OPEN = Query(
    ServiceRequest,
    equals=("tenant", "customer"),
    order=("created_at", "id"),
    newest_first=True,
    where={"closed_at": None, "repair": None},
)
_VERSIONS = Query(
    ServiceRequest,
    equals=("tenant", "customer"),
    order=("created_at", "id"),
    newest_first=True,
    columns=("id", "version", "created_at"),
)
_REPAIRS = attrs.evolve(_VERSIONS, where={"repair": None})
_FROM_SHOP = Query(ThreadMessage, in_="request", where={"side": Side.SHOP.value}, order=("at", "id"), newest_first=True)
_PROMISES = Query(Promise, in_="request", order=("promised_at", "id"), newest_first=True)
_NOTES = Query(StatusNote, in_="request", order=("at", "id"), newest_first=True)
_POINTS = Query(ContactPoint, in_="request", where=IN_USE)
#: What a customer has to do themselves; the other cards say that there is nothing.
WAITING = frozenset(
    {RoomCard.VERIFY, RoomCard.QUOTE, RoomCard.OUTCOME, RoomCard.ANSWER, RoomCard.DETAILS, RoomCard.COLLECT}
)


@customer_view
class ActiveRequest:
    """An open request as its customer is shown it first.

    Attributes:
        summary: The request, with its status.
        subject: The first words of the problem.
        latest: What the shop said last, None where it said nothing yet.
        note: What the workshop says beside the status, None for nothing.
        estimate: The day on which a person expects the work to be done: no promise.
        promise: What was promised and is due first, None for nothing.
        waits_for: What the customer has to do, None for nothing.
        quote_until: The last day on which the quote that waits can be answered.
        devices: Its devices, where it is about several.
    """

    summary: RequestSummary
    subject: SafeText
    latest: MessageView | None
    note: ShownNote | None
    estimate: date | None
    promise: ShownPromise | None
    waits_for: RoomCard | None
    quote_until: date | None
    devices: tuple[ShownRequestDevice, ...]


@customer_view
class Dashboard:
    """A customer's open requests, latest first.

    Attributes:
        more: Whether there are more open ones than are shown.
        has_others: Whether there are requests besides: ended ones, or more open ones.
    """

    rows: tuple[ActiveRequest, ...]
    more: bool
    has_others: bool

    @property
    def waiting(self) -> tuple[ActiveRequest, ...]:
        """Those that wait for the customer."""
        return tuple(row for row in self.rows if row.waits_for is not None)


@attrs.frozen(kw_only=True)
class _About:
    """What was read about the open requests, by the request's id."""

    messages: Mapping[str, ThreadMessage]
    notes: Mapping[str, StatusNote]
    promises: Mapping[str, tuple[Promise, ...]]
    confirmed: frozenset[str]
    outcomes: Mapping[str, Outcome]
    answered: frozenset[str]
    """Of those outcomes, the ids of the ones that the customer said something to."""
    devices: Mapping[str, tuple[RequestDevice, ...]]


@view(actors=CUSTOMERS)
def view_dashboard(reader: Reader, context: Context) -> Dashboard | Refusal:
    """What a signed-in customer is shown first.

    Returns:
        Their open requests; a refusal for anyone who is not signed in.
    """
    if not isinstance(context.actor, Customer):
        return NOT_FOUND
    own = {"customer": context.actor.id}
    found = reader.find(_OPEN, own, limit=MOST_SHOWN + 1)
    requests = found[:MOST_SHOWN]
    about = _read(reader, requests)
    some = reader.find(_REPAIRS, own, limit=len(requests) + 1)
    return Dashboard(
        rows=tuple(_row(reader, one, about, context) for one in requests),
        more=len(found) > MOST_SHOWN,
        has_others=len(some) > len(requests),
    )


@view(actors=CUSTOMERS)
def view_dashboard_stamp(reader: Reader, context: Context) -> str | Refusal:
    """A text that is another one after each change of what the dashboard shows.

    Returns:
        The stamp; a refusal for anyone who is not signed in.
    """
    if not isinstance(context.actor, Customer):
        return NOT_FOUND
    rows = reader.find(_VERSIONS, {"customer": context.actor.id}, limit=_MOST_STAMPED)
    return digest(" ".join(f"{id}.{version}" for id, version, _ in rows))


def _read(reader: Reader, requests: Sequence[ServiceRequest]) -> _About:
    """Each kind of record in one statement, and none where no request has any."""
    with_messages, with_promises = _having(requests, "messages"), _having(requests, "promises")
    ids = tuple(sorted(one.id for one in requests))
    messages: dict[str, ThreadMessage] = {}
    for message in _find(reader, _FROM_SHOP, with_messages):
        messages.setdefault(message.request, message)
    notes: dict[str, StatusNote] = {}
    for note in _find(reader, _NOTES, _having(requests, "status_notes")):
        notes.setdefault(note.request, note)
    promises: dict[str, tuple[Promise, ...]] = {}
    for promise in _find(reader, _PROMISES, with_promises):
        promises[promise.request] = (*promises.get(promise.request, ()), promise)
    devices: dict[str, tuple[RequestDevice, ...]] = {}
    for device in _find(reader, DEVICES_OF_SEVERAL, _having(requests, "request_devices")):
        devices[device.request] = (*devices.get(device.request, ()), device)
    decided = tuple(filter(None, (subject_of(one.decided) for one in requests)))
    found = reader.find(OUTCOMES_ANSWERED, {"id": decided}, limit=len(decided)) if decided else ()
    holding = {outcome.decided: outcome for outcome, decision, _ in found if is_recorded(outcome, decision)}
    outcomes = {one.id: holding[one.decided] for one in requests if one.decided in holding}
    points = _find(reader, _POINTS, ids)
    return _About(
        messages=messages,
        notes=notes,
        promises=promises,
        confirmed=frozenset(point.request for point in points if point.confirmed_at is not None),
        outcomes={id: outcome for id, outcome in outcomes.items() if outcome.request == id},
        answered=frozenset(outcome.id for outcome, _, answer in found if answer is not None),
        devices=devices,
    )


def _having(requests: Sequence[ServiceRequest], record: str) -> tuple[str, ...]:
    return tuple(sorted(one.id for one in requests if record in one.has))


def _find(reader: Reader, query: Query, ids: tuple[str, ...]) -> Sequence[Any]:
    return reader.find(query, {"request": ids}, limit=_MOST_RECORDS) if ids else ()


def _row(reader: Reader, request: ServiceRequest, about: _About, context: Context) -> ActiveRequest:
    outcome = about.outcomes.get(request.id)
    phase = visible_phase(request.phase, outcome is not None)
    quote = _open_quote(reader, request, context)
    card = recommended(
        RoomState(
            phase=phase,
            continues=request.merged_into is not None,
            missing=missing(known_of(request, confirmed=request.id in about.confirmed), context.settings),
            outcome_open=outcome is not None and outcome.id not in about.answered,
            to_collect=request.ready_at is not None,
            offers=() if quote is None else (RoomCard.QUOTE,),
        )
    )
    message, devices = about.messages.get(request.id), shown_devices(about.devices.get(request.id, ()))
    return ActiveRequest(
        summary=summary(request, context, outcome),
        subject=request.subject,
        latest=None if message is None else _said(message),
        note=shown_note(about.notes.get(request.id)),
        estimate=request.estimate,
        promise=_promise(about.promises.get(request.id, ()), context),
        waits_for=card if card in WAITING else None,
        quote_until=quote,
        devices=devices if len(devices) > 1 else (),
    )


def _said(message: ThreadMessage) -> MessageView:
    return MessageView(id=message.id, from_shop=True, author=message.author_name, at=message.at, text=message.text)


def _open_quote(reader: Reader, request: ServiceRequest, context: Context) -> date | None:
    """Until when the quote can be answered that waits for the customer, None for none."""
    found = quotes_of(reader, request, current=True)
    current = found.current
    if current is None or found.standing(current, context) is not Standing.OPEN:
        return None
    return current.valid_until


def _promise(promises: tuple[Promise, ...], context: Context) -> ShownPromise | None:
    due = first_due(promises)
    first = next((one for one in promises if one.due_at == due != NEVER), None)
    return None if first is None else shown(first, first.standing(context.now))
