"""The customer's page of a request, the customer's list, and guest tracking."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ..base.actors import CUSTOMERS, Customer, Guest
from ..base.changes import Refusal
from ..base.grants import GrantScope
from ..base.references import Reference
from ..base.text import CustomerText, SafeText
from ..contacts.model import BY_CONTACT, CONTACTS, ContactPoint, same_contact
from ..context import Context
from ..conversations.model import THREAD, Side
from ..guardrails.disclosure import customer_view
from ..outcomes.model import (
    OUTCOMES_DECIDED,
    Outcome,
    OutcomeAnswer,
    OutcomeResult,
    current_outcome,
    is_recorded,
    subject_of,
    visible_phase,
)
from ..outcomes.rules import answer_id
from ..ports.store import Reader
from ..service_requests.access import remaining
from ..service_requests.lifecycle import CANCEL, ENDED, REOPEN, Phase, allows, status_of
from ..service_requests.model import BY_CUSTOMER, OPEN_BY_ID, ServiceRequest
from ..subjects import NOT_FOUND, get_visible
from ..viewing import view
from .continued import Continued, continued, standing


@customer_view
class StatusView:
    """A status in the shop's words: ``labels`` by language for an own status, else the phase's message code."""

    phase: Phase
    code: str
    labels: tuple[tuple[str, str], ...] = ()

    def label(self, language: str) -> str | None:
        """The shop's own word for the status.

        Args:
            language: The reader's.

        Returns:
            The word in that language; None for a plain phase, whose message code says it.
        """
        return dict(self.labels).get(language) or next(iter(dict(self.labels).values()), None)


@customer_view
class Step:
    """A step of a request's way, as the customer sees it ahead."""

    status: StatusView
    place: str
    """"was", "now", "then" (the next one) or "later"."""


@customer_view
class LocationView:
    """A public location.

    Attributes:
        fastest: The usual turnaround at best, in working days.
        slowest: The usual turnaround at worst, in working days.
        opening_hours: Its own by language, else the shop's; empty where neither says any.
    """

    labels: tuple[tuple[str, str], ...]
    fastest: int | None
    slowest: int | None
    opening_hours: tuple[tuple[str, str], ...] = ()

    def hours(self, language: str) -> str:
        """When it is open.

        Args:
            language: The reader's.

        Returns:
            The hours in that language, "" where nobody said any.
        """
        return dict(self.opening_hours).get(language) or next(iter(dict(self.opening_hours).values()), "")

    def label(self, language: str) -> str:
        """The location's name.

        Args:
            language: The reader's.

        Returns:
            The name in that language.
        """
        return dict(self.labels).get(language) or next(iter(dict(self.labels).values()), "")


@customer_view
class TrackedRequest:
    """All that a guest with reference and surname sees."""

    status: StatusView
    device: SafeText | None
    agent: SafeText | None
    location: LocationView | None


@customer_view
class MessageView:
    """One message of the thread."""

    id: str
    from_shop: bool
    author: SafeText | None
    at: datetime
    text: CustomerText


@customer_view
class OutcomeView:
    """A recorded outcome, and what the customer said to it."""

    id: str
    result: OutcomeResult
    text: CustomerText | None
    recorded_at: datetime
    solved: bool | None


@customer_view
class RequestSummary:
    """A request in the customer's list."""

    id: str
    reference: Reference
    device: str
    status: StatusView
    created_at: datetime
    generation: int
    """Of the private link."""


@customer_view
class CustomerList:
    """A page of a customer's requests, and the cursor of the next one."""

    rows: tuple[RequestSummary, ...]
    next: str | None


@customer_view
class Room:
    """The customer's page of one request."""

    id: str
    version: int
    """Of the request, for commands that say what was ``seen``."""
    has: tuple[str, ...]
    """Names of the types of record there are about it: a card asks for its own only where there is something."""
    reference: Reference
    status: StatusView
    steps: tuple[Step, ...]
    """The way from the first step to the last; none for a cancelled request."""
    device: SafeText
    device_checked: SafeText | None
    agent: SafeText | None
    location: LocationView | None
    order: SafeText | None
    """The order it is about, as the customer named it."""
    language: str
    created_at: datetime
    updated_at: datetime
    contacts: tuple[str, ...]
    """Masked."""
    contact_open: bool
    """Whether nothing can be sent yet, because no contact is confirmed."""
    messages: tuple[MessageView, ...]
    """Newest first."""
    older: str | None
    """The cursor of older messages, for ``older_than``. None when these are the oldest."""
    outcome: OutcomeView | None
    can_reply: bool
    can_cancel: bool
    can_reopen: bool
    continues_in: Continued | None
    """The request in which this one continues: what is to be said is said there."""
    others: tuple[RequestSummary, ...]
    """Other open requests of the same confirmed contact."""


def status_view(request_status: str, phase: Phase, context: Context) -> StatusView:
    """The status as people read it; where the phase shown is not the stored one, the phase's own words."""
    status = status_of(context.settings, request_status)
    labels = tuple(status.labels.items()) if status is not None and status.phase == phase.value else ()
    return StatusView(phase=phase, code=phase.label, labels=labels)


_WAY = (Phase.RECEIVED, Phase.IN_REVIEW, Phase.IN_PROGRESS, Phase.READY, Phase.CLOSED)
#: Where a phase that is not a step of every request's way stands in it: in place of a step, or before it.
_IN_PLACE = {Phase.CONFIRMED: Phase.RECEIVED}
_BEFORE = {Phase.WAITING_FOR_CUSTOMER: Phase.IN_PROGRESS, Phase.OUTCOME_RECORDED: Phase.CLOSED}


def steps(now: StatusView) -> tuple[Step, ...]:
    """The way of a request whose status is ``now``: the phases every request goes through, the present one in the
    shop's own words. What waits for the customer is a step of its own, since nothing goes on without them."""
    if now.phase is Phase.CANCELLED:
        return ()
    way = [now.phase if one is _IN_PLACE.get(now.phase) else one for one in _WAY]
    if now.phase in _BEFORE:
        way.insert(way.index(_BEFORE[now.phase]), now.phase)
    at = way.index(now.phase)
    places = ["was"] * at + ["now", "then"] + ["later"] * len(way)
    return tuple(
        Step(status=now if one is now.phase else StatusView(phase=one, code=one.label), place=place)
        for one, place in zip(way, places, strict=False)
    )


def location_view(id: str | None, context: Context) -> LocationView | None:
    """A location, if the shop shows it."""
    place = context.settings.location(id)
    if place is None or not place.public:
        return None
    days = place.turnaround_days or (None, None)
    hours = place.opening_hours or context.settings.opening_hours
    return LocationView(
        labels=tuple(place.labels.items()), fastest=days[0], slowest=days[1], opening_hours=tuple(hours.items())
    )


def tracked(request: ServiceRequest, outcome: Outcome | None, context: Context) -> TrackedRequest:
    """The four facts."""
    phase = visible_phase(request.phase, outcome)
    return TrackedRequest(
        status=status_view(request.status, phase, context),
        device=request.device_checked,
        agent=request.assignee_name,
        location=location_view(request.location, context),
    )


@view(actors=CUSTOMERS)
def view_tracking(reader: Reader, context: Context, request_id: str) -> TrackedRequest | Refusal:
    """The four facts that reference and surname give access to.

    Args:
        request_id: The request's id.

    Returns:
        The facts, or a refusal without the grant that a successful `TrackRequest` returned.
    """
    actor = context.actor
    request = reader.load(ServiceRequest, request_id)
    if request is None or not isinstance(actor, Guest) or actor.grant is None or actor.grant.subject != request_id:
        return NOT_FOUND
    if actor.grant.scope is not GrantScope.TRACKING or not context.keyring.holds(
        actor.grant, request.generation, context.now
    ):
        return NOT_FOUND
    last = remaining(reader, request)
    return tracked(last, current_outcome(reader, last), context)


_MESSAGES = 30


@view(actors=CUSTOMERS)
def view_room(reader: Reader, context: Context, request_id: str, *, older_than: str | None = None) -> Room | Refusal:
    """The page of a request for its owner: a signed-in customer, or a guest with a grant for its room.

    Args:
        request_id: The request's id.
        older_than: `Room.older` of the page before, None for the latest messages.

    Returns:
        The room, or a refusal: the same for a request that does not exist and for one that is not the viewer's.
    """
    request = get_visible(reader, ServiceRequest, request_id, context)
    if request is None:
        return NOT_FOUND
    outcome = current_outcome(reader, request)
    thread = reader.find(THREAD, {"request": request.id}, after=THREAD.decode_cursor(older_than), limit=_MESSAGES + 1)
    points = reader.find(CONTACTS, {"request": request.id})
    phase, kind = visible_phase(request.phase, outcome), context.actor.kind
    status = standing(status_view(request.status, phase, context), request)
    return Room(
        id=request.id,
        version=request.version,
        has=request.has,
        reference=Reference.stored(request.reference),
        status=status,
        steps=steps(status),
        device=request.device,
        device_checked=request.device_checked,
        agent=request.assignee_name,
        location=location_view(request.location, context),
        order=request.order_number,
        language=request.language,
        created_at=request.created_at,
        updated_at=request.updated_at,
        contacts=tuple(point.value.masked for point in points),
        contact_open=not any(point.confirmed_at for point in points),
        messages=tuple(
            MessageView(id=m.id, from_shop=m.side is Side.SHOP, author=m.author_name, at=m.at, text=m.text)
            for m in thread[:_MESSAGES]
        ),
        older=THREAD.next_page(thread, _MESSAGES),
        outcome=_outcome_shown(reader, outcome, context),
        can_reply=request.phase not in ENDED,
        can_cancel=allows(CANCEL, request.phase, kind),
        can_reopen=allows(REOPEN, request.phase, kind) and request.merged_into is None,
        continues_in=continued(reader, request),
        others=_others(reader, request, points, context),
    )


def _outcome_shown(reader: Reader, outcome: Outcome | None, context: Context) -> OutcomeView | None:
    if outcome is None or outcome.recorded_at is None:
        return None
    answer = reader.load(OutcomeAnswer, answer_id(context.tenant, outcome.id))
    return OutcomeView(
        id=outcome.id,
        result=outcome.result,
        text=outcome.text,
        recorded_at=outcome.recorded_at,
        solved=None if answer is None else answer.solved,
    )


def _others(reader: Reader, request: ServiceRequest, points: Any, context: Context) -> tuple[RequestSummary, ...]:
    """Other open requests under a contact that this visitor has proved: shown, never blocking. Those of another account
    stay apart, since several accounts may share one address."""
    ids: set[str] = set()
    for point in points:
        if isinstance(point, ContactPoint) and point.confirmed_at is not None:
            same = reader.find(BY_CONTACT, same_contact(point.value), limit=10)
            ids |= {id for id, confirmed_at in same if id != request.id and confirmed_at is not None}
    open_ones = reader.find(OPEN_BY_ID, {"id": tuple(sorted(ids))}, limit=len(ids)) if ids else ()
    found = [other for other in open_ones if other.customer in (None, request.customer)]
    return tuple(
        RequestSummary(
            id=other.id,
            reference=Reference.stored(other.reference),
            device=str(other.device_checked or other.device),
            status=status_view(other.status, visible_phase(other.phase, None), context),
            created_at=other.created_at,
            generation=other.generation,
        )
        for other in found
    )


@view(actors=CUSTOMERS)
def view_customer_list(
    reader: Reader, context: Context, *, after: str | None = None, limit: int = 20
) -> CustomerList | Refusal:
    """The signed-in customer's own requests, latest first.

    Args:
        after: Where the page before ended, None for the first.
        limit: Requests on a page.

    Returns:
        The page, or a refusal for anyone who is not signed in.
    """
    if not isinstance(context.actor, Customer):
        return NOT_FOUND
    found = reader.find(
        BY_CUSTOMER, {"customer": context.actor.id}, after=BY_CUSTOMER.decode_cursor(after), limit=limit + 1
    )
    rows = found[:limit]
    decided = {row[4]: subject_of(row[4]) for row in rows if row[4]}
    pairs = reader.find(OUTCOMES_DECIDED, {"id": tuple(decided.values())}, limit=len(decided)) if decided else ()
    holding: Mapping[str | None, Outcome] = {o.decided: o for o, decision in pairs if is_recorded(o, decision)}
    return CustomerList(
        rows=tuple(_listed(row, holding.get(row[4]), context) for row in rows),
        next=BY_CUSTOMER.next_page(found, limit),
    )


def _listed(row: Any, outcome: Outcome | None, context: Context) -> RequestSummary:
    id, reference, status, phase, _, device, created_at, generation = row
    whole = outcome if outcome is not None and outcome.request == id else None
    return RequestSummary(
        id=id,
        reference=Reference.stored(reference),
        device=device,
        created_at=datetime.fromisoformat(created_at),
        generation=generation,
        status=status_view(status, visible_phase(Phase(phase), whole), context),
    )
