"""Tickets as their customer reads them, and as staff find them from the repair."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from ..base.actors import CUSTOMERS, STAFF, Customer
from ..base.changes import Refusal
from ..base.references import Reference
from ..base.text import SafeText
from ..context import Context
from ..customer_rooms.shown import StatusView, status_view
from ..guardrails.disclosure import customer_view, staff_view
from ..outcomes.model import completed, visible_phase
from ..ports.store import Reader
from ..service_requests.access import request_view
from ..service_requests.lifecycle import ENDED
from ..service_requests.model import ServiceRequest, Side
from ..service_requests.parts import RoomPart, room_part
from ..service_requests.rules import VIEW_REQUESTS
from ..subjects import NOT_FOUND, get_visible
from ..triage.queue import QueueRow, row_of
from ..viewing import view
from .model import OF_CUSTOMER, OF_REPAIR, Ticket

_MOST = 20


@customer_view
class OwnTicket:
    """A question about a repair, for the customer who asked it.

    Attributes:
        id: Of its request.
        generation: Of its private link.
        subject: The first words of the question.
        answered: Whether the shop spoke last.
    """

    id: str
    generation: int
    reference: Reference
    device: SafeText
    subject: SafeText
    status: StatusView
    answered: bool
    is_open: bool
    last_at: datetime


@customer_view
class OwnTickets(RoomPart):
    """Questions, latest first; ``next`` is the cursor of older ones."""

    rows: tuple[OwnTicket, ...]
    next: str | None = None


@staff_view
class TicketList:
    """Questions about a repair, latest first."""

    rows: tuple[QueueRow, ...]


@room_part(Ticket)
def tickets_in_room(reader: Reader, request: ServiceRequest, context: Context) -> OwnTickets | None:
    """The questions about a repair, in its room. Who sees the repair without being signed in reads none: each of them
    has a room of its own."""
    if not isinstance(context.actor, Customer):
        return None
    found = reader.find(OF_REPAIR, {"request": request.id}, limit=_MOST)
    return OwnTickets(rows=_shown(reader, found, context))


@view(actors=CUSTOMERS)
def view_own_tickets(reader: Reader, context: Context, *, after: str | None = None) -> OwnTickets | Refusal:
    """The questions that the signed-in customer asked about repairs.

    Args:
        after: `OwnTickets.next` of the page before, None for the first.

    Returns:
        The questions; a refusal for anyone who is not signed in.
    """
    if not isinstance(context.actor, Customer):
        return NOT_FOUND
    own = {"customer": context.actor.id}
    found = reader.find(OF_CUSTOMER, own, after=OF_CUSTOMER.decode_cursor(after), limit=_MOST + 1)
    return OwnTickets(rows=_shown(reader, found[:_MOST], context), next=OF_CUSTOMER.next_page(found, _MOST))


@request_view(actors=STAFF, right=VIEW_REQUESTS)
def view_request_tickets(reader: Reader, context: Context, request: ServiceRequest) -> TicketList:
    """The questions that were asked about a repair.

    Args:
        request_id: The repair's id.

    Returns:
        The questions, or a refusal when there is no such request within the viewer's locations.
    """
    found = reader.find(OF_REPAIR, {"request": request.id}, limit=_MOST)
    ids = (ticket.ticket for ticket, _ in found)
    seen = (get_visible(reader, ServiceRequest, id, context) for id in ids)
    return TicketList(rows=tuple(row_of(one) for one in seen if one is not None))


def _shown(reader: Reader, found: Sequence[Any], context: Context) -> tuple[OwnTicket, ...]:
    """What the customer may still see of them."""
    requests = [one for _, one in found if one is not None and one.customer == context.actor.id]
    done = completed(reader, {one.id: one.decided for one in requests})
    return tuple(_one(one, one.id in done, context) for one in requests)


def _one(request: ServiceRequest, is_completed: bool, context: Context) -> OwnTicket:
    return OwnTicket(
        id=request.id,
        generation=request.generation,
        reference=Reference.stored(request.reference),
        device=request.device_checked or request.device,
        subject=request.subject,
        status=status_view(request.status, visible_phase(request.phase, is_completed), context),
        answered=request.last_side is Side.SHOP,
        is_open=request.phase not in ENDED,
        last_at=request.last_at,
    )
