"""Promises as the customer and staff read them."""

from __future__ import annotations

from datetime import date

from ..base.actors import CUSTOMERS, STAFF
from ..base.changes import Refusal
from ..base.money import Money
from ..base.text import CustomerText, SafeText
from ..context import Context
from ..guardrails.disclosure import customer_view, staff_view
from ..ports.store import Reader
from ..service_requests.access import request_view
from ..service_requests.lifecycle import ENDED
from ..service_requests.model import ServiceRequest
from ..service_requests.parts import RoomPart, room_part
from .clock import term
from .model import Promise, PromiseKind, PromiseStanding, PromiseTerm
from .rules import GIVE, promises_of


@customer_view
class ShownPromise:
    """A promise as its customer reads it.

    Attributes:
        term: What is promised: until when, or up to how much.
        what: What will be done by then.
        by: Who promised it.
    """

    term: PromiseTerm
    standing: PromiseStanding
    what: CustomerText | None
    by: SafeText | None


@customer_view
class RoomPromises(RoomPart):
    """What the customer was promised and still waits for, what is due first before the rest."""

    rows: tuple[ShownPromise, ...]


@staff_view
class RequestPromises:
    """All promises about a request, the newest first, each with how it stands.

    Attributes:
        can_promise: Whether more can be promised.
        estimate: The expected day.
    """

    rows: tuple[tuple[Promise, PromiseStanding], ...]
    can_promise: bool
    estimate: date | None


@room_part(Promise)
def room_promises(reader: Reader, request: ServiceRequest, context: Context) -> RoomPromises:
    """What its customer was promised about a request."""
    if request.phase in ENDED:
        return RoomPromises(rows=())
    found = ((one, one.standing(context.now)) for one in promises_of(reader, request))
    open_ = sorted((pair for pair in found if pair[1].holds), key=lambda pair: pair[0].due_at)
    return RoomPromises(rows=tuple(shown(*pair) for pair in open_))


@request_view(actors=CUSTOMERS)
def view_promises(reader: Reader, context: Context, request: ServiceRequest) -> RoomPromises:
    """What one was promised.

    Args:
        request_id: The request's id.

    Returns:
        What is open or broken; nothing of a request that is over. A refusal for a request that is not the viewer's.
    """
    return room_promises(reader, request, context)


def shown(promise: Promise, standing: PromiseStanding) -> ShownPromise:
    """A promise as its customer reads it."""
    return ShownPromise(term=promise.term, standing=standing, what=promise.what, by=promise.promised_by_name)


@request_view(actors=STAFF, right=GIVE)
def view_request_promises(reader: Reader, context: Context, request: ServiceRequest) -> RequestPromises:
    """All promises about a request, for staff.

    Args:
        request_id: The request's id.

    Returns:
        They, or a refusal when there is no such request within the viewer's locations.
    """
    rows = tuple((one, one.standing(context.now)) for one in promises_of(reader, request))
    return RequestPromises(rows=rows, can_promise=request.phase not in ENDED, estimate=request.estimate)


@request_view(actors=STAFF, right=GIVE)
def preview_promise(
    reader: Reader,
    context: Context,
    request: ServiceRequest,
    kind: PromiseKind,
    *,
    day: date | None = None,
    time: str | None = None,
    limit: Money | None = None,
) -> PromiseTerm | Refusal:
    """How a promise would read, before it is given.

    Args:
        request_id: The request's id.
        kind: What is promised.
        day: By which day.
        time: About when on that day.
        limit: The highest price.

    Returns:
        Its term; or the refusal that the command would get, which names the next opening where the shop is closed.
    """
    return term(kind, day, time, limit, request, context)
