"""The customer's page of a request, the customer's list, and guest tracking."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any, NamedTuple, cast

from ..base.actors import CUSTOMERS, Customer, Guest
from ..base.asked import Count
from ..base.changes import Refusal
from ..base.contacts import Contact, ContactKind
from ..base.grants import GrantScope
from ..base.queries import Query
from ..base.references import Reference
from ..base.text import ERASED, CustomerText, SafeText
from ..contacts.model import BY_CONTACT, CONTACTS, IN_USE, ContactPoint, by_preference, same_contact
from ..context import Context
from ..conversations.model import THREAD, Side, ThreadMessage
from ..errors import FieldError
from ..guidance.cards import RoomState
from ..guidance.informal import Wish, wish_of
from ..guidance.missing import known_of, missing
from ..outcomes.model import (
    Outcome,
    OutcomeAnswer,
    answered_outcome,
    completed,
    visible_phase,
)
from ..ports.store import Reader
from ..service_requests.access import MOST_JOINED, is_fresh, request_view
from ..service_requests.lifecycle import CANCEL, ENDED, REOPEN, Phase, allows
from ..service_requests.model import OWN_REQUESTS, SUBJECT_LENGTH, ServiceRequest
from ..service_requests.parts import parts_of
from ..subjects import NOT_FOUND, get_visible
from ..viewing import view
from .continued import continued, question_about, standing
from .shown import (
    ContactWay,
    CustomerList,
    MessageView,
    OpenRequests,
    OutcomeView,
    RequestSummary,
    Room,
    TrackedRequest,
    location_view,
    status_view,
    steps,
)


class _Tracked(NamedTuple):
    """The cells of a request of which four facts are shown."""

    id: str
    status: str
    phase: str
    decided: str | None
    device_checked: str | None
    assignee_name: str | None
    location: str | None
    generation: int
    merged_into: str | None


_TRACKED = Query(ServiceRequest, equals=("tenant", "id"), columns=_Tracked._fields)


def _load_tracked(reader: Reader, id: str) -> _Tracked | None:
    found = reader.find(_TRACKED, {"id": id}, limit=1)
    return _Tracked._make(found[0]) if found else None


def _tracked(one: _Tracked, is_completed: bool, context: Context) -> TrackedRequest:
    """The four facts."""
    return TrackedRequest(
        status=status_view(one.status, visible_phase(_PHASES[one.phase], is_completed), context),
        device=_text("device_checked", one.device_checked),
        agent=_text("assignee_name", one.assignee_name),
        location=location_view(one.location, context),
    )


def _text(column: str, cell: str | None) -> SafeText | None:
    decode = ServiceRequest.record_type.column(column).decode
    return None if cell is None or decode is None else cast(SafeText, decode(cell))


@view(actors=CUSTOMERS)
def view_tracking(reader: Reader, context: Context, request_id: str) -> TrackedRequest | Refusal:
    """The four facts that reference and surname, or serial number, give access to.

    Args:
        request_id: The request's id.

    Returns:
        The facts, or a refusal without the grant that a successful `TrackRequest` returned.
    """
    actor = context.actor
    request = _load_tracked(reader, request_id)
    if request is None or not isinstance(actor, Guest) or actor.grant is None or actor.grant.subject != request_id:
        return NOT_FOUND
    if actor.grant.scope is not GrantScope.TRACKING or not context.keyring.holds(
        actor.grant, request.generation, context.now
    ):
        return NOT_FOUND
    last = request
    for _ in range(MOST_JOINED):
        found = None if last.merged_into is None else _load_tracked(reader, last.merged_into)
        if found is None:
            break
        last = found
    return _tracked(last, bool(completed(reader, {last.id: last.decided})), context)


_MESSAGES = 30


@request_view(actors=CUSTOMERS)
def view_room(
    reader: Reader, context: Context, request: ServiceRequest, *, older_than: str | None = None, alone: bool = False
) -> Room:
    """The page of a request for its owner: a signed-in customer, or a guest with a grant for its room.

    Args:
        request_id: The request's id.
        older_than: `Room.older` of the page before, None for the latest messages.
        alone: Without the parts of other capabilities.

    Returns:
        The room, or a refusal: the same for a request that does not exist and for one that is not the viewer's.
    """
    outcome, answer = answered_outcome(reader, request)
    thread = reader.find(THREAD, {"request": request.id}, after=THREAD.decode_cursor(older_than), limit=_MESSAGES + 1)
    points = reader.find(CONTACTS, {"request": request.id})
    phase, kind = visible_phase(request.phase, outcome is not None), context.actor.kind
    shown = _outcome_shown(outcome, answer)
    values = [point.value for point in points]
    proved = [value for value, point in zip(values, points, strict=True) if point.confirmed_at is not None]
    confirmed = bool(proved)
    status = standing(status_view(request.status, phase, context), request)
    return Room(
        id=request.id,
        version=request.version,
        parts=() if alone else tuple(parts_of(reader, request, context)),
        estimate=None if request.phase in ENDED else request.estimate,
        reference=Reference.stored(request.reference),
        status=status,
        steps=steps(status),
        device=request.device,
        device_checked=request.device_checked,
        agent=request.assignee_name,
        location=location_view(request.location, context),
        order=request.order_number,
        serial=request.serial,
        subject=request.subject,
        urgency=request.urgency,
        language=request.language,
        created_at=request.created_at,
        updated_at=request.updated_at,
        contacts=tuple([value.masked for value in values]),
        ways=tuple([_way(point, context) for point in by_preference(points) if not point.is_erased]),
        phone=next((one.masked for one in proved if one.kind is ContactKind.PHONE and one.value != ERASED), None),
        contact_open=not confirmed,
        messages=tuple(map(_message, thread[:_MESSAGES])),
        older=THREAD.next_page(thread, _MESSAGES),
        outcome=shown,
        can_reply=request.phase not in ENDED,
        can_cancel=allows(CANCEL, request.phase, kind),
        can_reopen=allows(REOPEN, request.phase, kind) and request.merged_into is None,
        can_join=is_fresh(request) and request.repair is None,
        wish=_wish(request, thread[0].text if thread and older_than is None else None, context),
        standing=_state(request, phase, confirmed, shown, context),
        continues_in=continued(reader, request),
        question_about=question_about(reader, request),
        others=_others(reader, request, proved, context),
    )


def _state(
    request: ServiceRequest, phase: Phase, confirmed: bool, outcome: OutcomeView | None, context: Context
) -> RoomState:
    return RoomState(
        phase=phase,
        continues=request.merged_into is not None,
        missing=missing(known_of(request, confirmed=confirmed), context.settings),
        outcome_open=outcome is not None and outcome.solved is None,
        to_collect=request.ready_at is not None,
    )


def _way(point: ContactPoint, context: Context) -> ContactWay:
    value = point.value
    return ContactWay(
        id=point.id,
        masked=value.masked,
        proved_at=point.confirmed_at,
        is_here=context.evidence is not None and context.evidence.contact == point.id,
        takes_news=context.notifiers.reaching(value) is not None,
        is_preferred=point.is_preferred,
    )


def _message(one: ThreadMessage) -> MessageView:
    return MessageView(id=one.id, from_shop=one.side is Side.SHOP, author=one.author_name, at=one.at, text=one.text)


def _wish(request: ServiceRequest, latest: CustomerText | None, context: Context) -> Wish | None:
    """Of an answer of the customer's; the problem itself is no short message."""
    if latest is None or request.last_side is not Side.CUSTOMER or request.last_at == request.created_at:
        return None
    return wish_of(str(latest), (request.language, *context.settings.languages))


def _outcome_shown(outcome: Outcome | None, answer: OutcomeAnswer | None) -> OutcomeView | None:
    if outcome is None or outcome.recorded_at is None:
        return None
    return OutcomeView(
        id=outcome.id,
        result=outcome.result,
        text=outcome.text,
        recorded_at=outcome.recorded_at,
        solved=None if answer is None else answer.solved,
    )


def _others(
    reader: Reader, request: ServiceRequest, proved: Sequence[Contact], context: Context
) -> tuple[RequestSummary, ...]:
    """Other open requests under a contact that this visitor has proved: shown, never blocking. Those of another account
    stay apart, since several accounts may share one address. A question about a repair is no other request: it stands
    with its repair."""
    if request.repair is not None:
        return ()
    keys = tuple(sorted({one.key for one in proved}))
    same = reader.find(_UNDER_CONTACTS, {"contact_key": keys}, limit=10 * len(keys)) if keys else ()
    found = {
        other.id: other
        for confirmed_at, closed_at, *cells in same
        if confirmed_at is not None and closed_at is None and (other := _Open._make(cells)).id not in (None, request.id)
    }
    open_ones = _reachable((found[id] for id in sorted(found)), request.customer)
    return tuple([_open_one(other, str(request.subject), context) for other in open_ones])


class _Open(NamedTuple):
    """The cells of an open request in a list: most of its columns are not shown there, and are not read."""

    id: str
    reference: str
    status: str
    phase: str
    device: str
    device_checked: str | None
    subject: str
    created_at: str
    generation: int
    customer: str | None
    repair: str | None


_OPEN_BY_ID = Query(ServiceRequest, in_="id", open_only=True, columns=_Open._fields)
_UNDER_CONTACTS = Query(
    ContactPoint,
    in_="contact_key",
    where=IN_USE,
    columns=("confirmed_at",),
    join="request",
    join_columns=("closed_at", *_Open._fields),
)
"""A contact of several requests, with each of them; a key tells an address from a number."""


def _open_ones(reader: Reader, ids: Collection[str], account: str | None) -> list[_Open]:
    """Those of some requests that are open, of no other account, and no question about a repair."""
    found = reader.find(_OPEN_BY_ID, {"id": tuple(sorted(ids))}, limit=len(ids)) if ids else ()
    return _reachable(map(_Open._make, found), account)


def _reachable(found: Iterable[_Open], account: str | None) -> list[_Open]:
    return [one for one in found if one.customer in (None, account) and one.repair is None]


def _open_one(one: _Open, words: str, context: Context) -> RequestSummary:
    return RequestSummary(
        id=one.id,
        reference=Reference.stored(one.reference),
        device=one.device_checked or one.device,
        status=status_view(one.status, visible_phase(_PHASES[one.phase], False), context),
        created_at=datetime.fromisoformat(one.created_at),
        generation=one.generation,
        same_words=_is_same(words, one.subject),
    )


def summary(request: ServiceRequest, context: Context, outcome: Outcome | None) -> RequestSummary:
    """A request in a list, with the outcome that it stands on."""
    return RequestSummary(
        id=request.id,
        reference=Reference.stored(request.reference),
        device=str(request.device_checked or request.device),
        status=status_view(request.status, visible_phase(request.phase, outcome is not None), context),
        created_at=request.created_at,
        generation=request.generation,
    )


def _is_same(words: str, beginning: str) -> bool:
    """Whether they are the words of which a request keeps the beginning; case and the marks at the end say nothing."""
    one, other = (" ".join(each.casefold().rstrip("… .!?").split()) for each in (words, beginning))
    return bool(other) and (one == other or (len(beginning) >= SUBJECT_LENGTH // 2 and one.startswith(other)))


@view(actors=CUSTOMERS)
def view_open_requests(
    reader: Reader, context: Context, *, contact: str = "", problem: str = ""
) -> OpenRequests | Refusal:
    """Open requests of who is about to make another one, for those alone who have proved who they are: signed in, or
    with a grant for a request for which this very contact is confirmed. Nobody else learns that there is one.

    Args:
        contact: The contact as it was typed for the new request.
        problem: What it is about: the first words are compared.

    Returns:
        The requests; none for a stranger.
    """
    account = context.actor.id if isinstance(context.actor, Customer) else None
    if account is not None:
        ids = {str(row[0]) for row in reader.find(OWN_REQUESTS, {"customer": account}, limit=_MOST_OPEN)}
    else:
        ids = _proved_with(reader, context, contact)
    latest = sorted(_open_ones(reader, ids, account), key=lambda one: one.created_at, reverse=True)
    return OpenRequests(rows=tuple([_open_one(one, problem, context) for one in latest]))


_MOST_OPEN = 20


def _proved_with(reader: Reader, context: Context, typed: str) -> set[str]:
    """Requests for which the contact is confirmed, if it is for the one that the guest's grant is about."""
    grant = getattr(context.actor, "grant", None)
    own = get_visible(reader, ServiceRequest, grant.subject, context) if grant is not None else None
    if own is None:
        return set()
    with suppress(FieldError):
        contact = Contact.parse(typed, *context.settings.country_codes)
        points = reader.find(CONTACTS, {"request": own.id})
        if any(one.value == contact and one.confirmed_at is not None for one in points):
            rows = reader.find(BY_CONTACT, same_contact(contact), limit=_MOST_OPEN)
            return {str(id) for id, confirmed_at in rows if confirmed_at is not None}
    return set()


@view(actors=CUSTOMERS)
def view_customer_list(
    reader: Reader, context: Context, *, after: str | None = None, limit: Count = 20
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
        OWN_REQUESTS, {"customer": context.actor.id}, after=OWN_REQUESTS.decode_cursor(after), limit=limit + 1
    )
    return CustomerList(rows=listed(reader, found[:limit], context), next=OWN_REQUESTS.next_page(found, limit))


def listed(reader: Reader, rows: Sequence[Any], context: Context) -> tuple[RequestSummary, ...]:
    """Requests in a list, from the cells of `OWN_REQUESTS`; their decided outcomes are read at once."""
    done = completed(reader, {row[0]: row[4] for row in rows})
    return tuple([_listed(row, row[0] in done, context) for row in rows])


def _listed(row: Any, is_completed: bool, context: Context) -> RequestSummary:
    id, reference, status, phase, _, device, created_at, generation = row
    return RequestSummary(
        id=id,
        reference=Reference.stored(reference),
        device=device,
        created_at=datetime.fromisoformat(created_at),
        generation=generation,
        status=status_view(status, visible_phase(_PHASES[phase], is_completed), context),
    )


_PHASES = {phase.value: phase for phase in Phase}
