"""Opening a ticket: a signed-in customer asks about a repair of theirs, apart from the repair's own thread."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from ..base.actors import ActorKind
from ..base.changes import NOBODY, Change, Refusal, RefusalKind, Save, Touch, Verdict, refused
from ..base.commands import command, text
from ..base.messages import define
from ..base.notices import KEEP_REFERENCE, to_customer, to_staff
from ..base.references import Reference
from ..base.results import Result, result
from ..base.text import RawText
from ..contacts.blocks import BLOCKED, is_blocked
from ..contacts.limits import Counter, Limit, count
from ..contacts.model import CONTACTS, ContactPoint
from ..context import Context
from ..handlers import handles
from ..ports.store import Reader
from ..service_requests.access import OfRequest, RequestCommand, load_request
from ..service_requests.lifecycle import ENDED, SUBMIT_CONFIRMED
from ..service_requests.model import ServiceRequest
from ..service_requests.rules import CONTINUED, touch
from .beginning import begin
from .model import OF_REPAIR, Ticket

SIGNED_IN = frozenset({ActorKind.CUSTOMER})
MOST_OPEN = 5
"""Open tickets about one repair."""
OF_ONE_CUSTOMER = Limit("tickets_customer", 20)
"""Tickets of one customer within an hour: each of them sends mail."""
_MOST_READ = 50
IS_A_TICKET = Refusal(
    define("refusal.is_a_ticket", "This is a question already. Please write what you want to add right there."),
    kind=RefusalKind.CONFLICT,
)
TOO_MANY_TICKETS = Refusal(
    define(
        "refusal.too_many_tickets",
        "There are several open questions about this repair already. Please write on one of them.",
    ),
    kind=RefusalKind.CONFLICT,
)


@result
class TicketOpened(Result):
    """A new ticket.

    Attributes:
        ticket: The id of its request.
        reference: As people read it.
        generation: Of its private link, for `Helpdesk.link`.
    """

    ticket: str
    reference: str
    generation: int


@command
class OpenTicket(RequestCommand[TicketOpened]):
    """A signed-in customer asks something about a repair of theirs. The question has a thread, files and a state of
    its own, and stands beside the repair; ``request`` is the repair's id.

    Args:
        text: The question.
    """

    text: RawText = text()


class TicketWasOpened(
    Change,
    action="ticket_opened",
    label="Question about a repair",
    by_customer=(
        to_customer(
            "ticket_received",
            "Question {reference}: we have it",
            "We have your question about your repair. You can read our answer, and add photos, on its own page.",
            KEEP_REFERENCE,
            is_receipt=True,
        ),
        to_staff("ticket", "Question {reference} about a repair", "A customer asks something about a repair."),
    ),
):
    """The request was started as a question about a repair."""

    repair: str


class RepairAskedAbout(Change, action="repair_asked_about", label="Customer opened a question", tells=NOBODY):
    """The customer asked something about this repair, in a request of its own."""

    ticket: str


@attrs.frozen(kw_only=True)
class Repair(OfRequest):
    """A repair, how its customer is reached, the questions about it, latest first, and how many its customer asked."""

    points: tuple[ContactPoint, ...]
    asked: Counter
    tickets: Sequence[tuple[Ticket, ServiceRequest | None]]


def load_repair(reader: Reader, command: OpenTicket, context: Context) -> Repair | Refusal:
    """The repair, if it is the customer's own. A contact that was blocked since asks for nothing more: a question is a
    request as any other."""
    loaded = load_request(reader, command, context)
    if isinstance(loaded, Refusal):
        return loaded
    of_request = {"request": loaded.request.id}
    points = tuple(one for one in reader.find(CONTACTS, of_request) if one.lets_in)
    if any(is_blocked(reader, one.value, context) for one in points):
        return BLOCKED
    tickets = reader.find(OF_REPAIR, of_request, limit=_MOST_READ) if "tickets" in loaded.request.has else ()
    asked = count(reader, context, {OF_ONE_CUSTOMER: context.actor.id})
    return Repair(request=loaded.request, points=points, asked=asked, tickets=tickets)


@handles(OpenTicket, actors=SIGNED_IN, load=load_repair)
def open_ticket(loaded: Repair, command: OpenTicket, context: Context) -> Verdict[TicketOpened]:
    """Who is signed in has proved who they are, so nothing has to be confirmed again. The repair goes on as it was:
    not even whose turn it is there changes. Whoever runs the repair gets the question."""
    repair = loaded.request
    if repair.merged_into is not None:
        return refused(CONTINUED)
    if repair.repair is not None:
        return refused(IS_A_TICKET)
    if sum(one is not None and one.phase not in ENDED for _, one in loaded.tickets) >= MOST_OPEN:
        return refused(TOO_MANY_TICKETS)
    if (full := loaded.asked.refusal) is not None:
        return refused(full)
    begun = begin(repair, loaded.points, SUBMIT_CONFIRMED, context, author=context.actor.id, repair=repair.id)
    if isinstance(begun, Refusal):
        return refused(begun)
    ticket = begun.request
    opened = (*begun.submitted, TicketWasOpened(repair=repair.id), *begun.found)
    link = context.make(Ticket, request=repair.id, ticket=ticket.id, customer=context.actor.id, asked_at=context.now)
    reference = Reference.stored(ticket.reference).grouped
    return Verdict(
        result=TicketOpened(ticket=ticket.id, reference=reference, generation=ticket.generation),
        touched=(
            touch(repair, context, RepairAskedAbout(ticket=ticket.id)),
            Touch(after=ticket, changes=opened),
        ),
        saves=(Save(after=link), *begun.saves, *loaded.asked.one_more(context)),
        jobs=begun.jobs,
    )
