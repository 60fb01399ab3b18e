"""One request for staff: everything about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..base.actors import STAFF
from ..base.changes import Refusal
from ..base.references import Reference
from ..base.text import CustomerText
from ..contacts.model import CONTACTS, ContactPoint
from ..contacts.policy import reachable_by
from ..context import Context
from ..conversations.drafts import Writing, read_writing
from ..conversations.model import FIRST_MESSAGE, ThreadMessage
from ..guardrails.disclosure import staff_view
from ..guidance.informal import Wish, wish_of
from ..guidance.missing import Detail, known_of, missing
from ..notifications.model import FAILED_OF_SUBJECT, OutboxRow
from ..outcomes.model import OUTCOMES, Outcome, OutcomeAnswer, is_recorded, visible_phase
from ..outcomes.rules import answer_id
from ..ports import Account, OrderRef
from ..ports.directory import Directory
from ..ports.store import Reader
from ..reach import Unreached, way_to
from ..service_requests.access import find_by_reference
from ..service_requests.lifecycle import (
    BY_STATUS,
    CANCEL,
    ENDED,
    MOVES,
    REOPEN,
    Move,
    Phase,
    allows,
    can_set_status,
    leaves_to_others,
)
from ..service_requests.model import ServiceRequest, Side
from ..service_requests.rules import VIEW_REQUESTS
from ..settings import Status
from ..subjects import NOT_FOUND, get_visible
from ..viewing import view
from .queue import QueueRow, row_of
from .related import related
from .thread import Thread, read_thread


@staff_view
class RequestForStaff:
    """All about one request."""

    request: ServiceRequest
    phase: Phase
    """The phase as customers are shown it."""
    points: tuple[ContactPoint, ...]
    problem: CustomerText | None
    """The first message."""
    thread: Thread
    outcomes: tuple[tuple[Outcome, bool], ...]
    """Each with whether it is recorded by a decision that holds."""
    answer: OutcomeAnswer | None
    settable: tuple[Status, ...]
    moves: tuple[str, ...]
    """Moves with a command of their own that can be made now."""
    left_to_others: tuple[str, ...]
    """Such moves that the shop's settings leave to others of its staff."""
    others: tuple[QueueRow, ...]
    """The customer's other requests, latest first: of the same account, or under a contact proved for both."""
    duplicates: tuple[QueueRow, ...]
    """Requests that only have a contact in common with it: perhaps somebody else's."""
    mergeable: tuple[QueueRow, ...]
    """Open requests of the customer with which this one can be joined now."""
    joined: tuple[QueueRow, ...]
    """Requests of the customer that continue in this one."""
    continues_in: Reference | None
    """The request in which this one continues, if the viewer may see that."""
    question_about: Reference | None
    """The repair that this one is a question about, if the viewer may see that."""
    order: OrderRef | None
    """The order that was named, if the host knows it as this customer's own."""
    accounts: tuple[Account, ...]
    """The host's accounts under the same contacts: none is taken for the customer's by that."""
    undelivered: tuple[OutboxRow, ...]
    writing: Writing
    """The viewer's drafts, and who else is writing."""
    missing: tuple[Detail, ...]
    """What is still missing before somebody can respond; the customer reads the same."""
    wish: Wish | None
    """What the customer's last message was taken for, and a card was offered for in their room."""
    unreached: Unreached | None
    """Why the customer is told of nothing, and whom to call; None where messages arrive."""


@view(actors=STAFF, right=VIEW_REQUESTS)
def view_request_id(reader: Reader, context: Context, reference: str) -> str | Refusal:
    """The id of a request, in one statement.

    Args:
        reference: The request's reference.

    Returns:
        The id, or a refusal when there is none of that reference within the viewer's locations.
    """
    request = find_by_reference(reader, reference, context)
    return NOT_FOUND if request is None else request.id


@view(actors=STAFF, right=VIEW_REQUESTS)
def view_writing(reader: Reader, context: Context, reference: str) -> Writing | Refusal:
    """Who is writing about a request right now: light enough to be asked time and again.

    Args:
        reference: The request's reference.

    Returns:
        The drafts, or a refusal as from `view_request`.
    """
    request = find_by_reference(reader, reference, context)
    return NOT_FOUND if request is None else read_writing(reader, request, context)


@view(actors=STAFF, right=VIEW_REQUESTS)
def view_request(
    reader: Reader,
    context: Context,
    reference: str,
    *,
    before: str | None = None,
) -> RequestForStaff | Refusal:
    """All about one request, for staff.

    Args:
        reference: The request's reference.
        before: `Thread.older` of the page after it, None for the latest.

    Returns:
        The request, or a refusal when there is none of that reference within the viewer's locations.
    """
    request = find_by_reference(reader, reference, context)
    if request is None:
        return NOT_FOUND
    of_request = {"request": request.id}
    thread = read_thread(reader, request, before)
    points = tuple(reader.find(CONTACTS, of_request))
    outcomes = tuple(
        (outcome, is_recorded(outcome, decision)) for outcome, decision in reader.find(OUTCOMES, of_request)
    )
    kind, place = context.actor.kind, (request.phase, request.status)
    moves = [row for row in MOVES if row is not REOPEN or request.merged_into is None]
    allowed = [row for row in moves if row not in BY_STATUS and allows(row, request.phase, kind)]
    others = [row for row in allowed if leaves_to_others(context.settings, place, row, kind)]
    beside = related(reader, request, points)
    current = next((outcome for outcome, holds in outcomes if holds and outcome.decided == request.decided), None)
    return RequestForStaff(
        request=request,
        phase=visible_phase(request.phase, current is not None),
        points=points,
        problem=_problem(reader, of_request, thread),
        thread=thread,
        outcomes=outcomes,
        answer=reader.load(OutcomeAnswer, answer_id(context.tenant, current.id)) if current else None,
        settable=tuple(
            status
            for status in context.settings.all_statuses
            if can_set_status(context.settings, request.status, request.phase, status, kind)
        ),
        moves=tuple(row.name for row in allowed if row not in others),
        left_to_others=tuple(row.name for row in others),
        others=tuple(map(row_of, beside.theirs)),
        duplicates=tuple(map(row_of, beside.alike)),
        mergeable=_mergeable(request, beside.theirs, allowed),
        joined=tuple(row_of(one) for one in beside.theirs if one.merged_into == request.id),
        continues_in=_reference_of(reader, request.merged_into, context),
        question_about=_reference_of(reader, request.repair, context),
        order=_order(request, points, context.directory),
        accounts=_accounts(request, points, context.directory),
        undelivered=tuple(reader.find(FAILED_OF_SUBJECT, {"subject": request.id})),
        writing=read_writing(reader, request, context),
        missing=missing(known_of(request, confirmed=any(one.confirmed_at for one in points)), context.settings),
        wish=_wish(request, thread, context) if before is None else None,
        unreached=_unreached(points, context),
    )


def _wish(request: ServiceRequest, thread: Thread, context: Context) -> Wish | None:
    said = [one for one in thread.entries if isinstance(one, ThreadMessage)]
    if not said or request.last_side is not Side.CUSTOMER or request.last_at == request.created_at:
        return None
    return wish_of(str(said[-1].text), (request.language, *context.settings.languages))


def _unreached(points: Sequence[ContactPoint], context: Context) -> Unreached | None:
    way = way_to(reachable_by(points), context.notifiers)
    return way if isinstance(way, Unreached) else None


def _problem(reader: Reader, of_request: Mapping[str, str], thread: Thread) -> CustomerText | None:
    first = next((one for one in thread.entries if isinstance(one, ThreadMessage)), None)
    if first is None or thread.older is not None:
        first = next(iter(reader.find(FIRST_MESSAGE, of_request, limit=1)), None)
    return None if first is None else first.text


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


def _mergeable(
    request: ServiceRequest, theirs: Sequence[ServiceRequest], allowed: Sequence[Move]
) -> tuple[QueueRow, ...]:
    """Who may end this one may say that it continues in another one that is open."""
    fits = (one for one in theirs if one.phase not in ENDED and one.repair == request.repair)
    return tuple(map(row_of, fits)) if CANCEL in allowed else ()


def _reference_of(reader: Reader, id: str | None, context: Context) -> Reference | None:
    found = None if id is None else get_visible(reader, ServiceRequest, id, context)
    return None if found is None else Reference.stored(found.reference)
