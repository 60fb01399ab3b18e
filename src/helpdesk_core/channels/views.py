"""Messages that came in, for whoever sorts them."""

from __future__ import annotations

from ..base.actors import STAFF
from ..base.changes import Refusal
from ..base.contacts import Contact
from ..base.references import Reference
from ..base.text import SafeText
from ..contacts.model import BY_CONTACT, same_contact
from ..context import Context
from ..guardrails.disclosure import staff_view
from ..ports.store import Reader
from ..service_requests.model import ServiceRequest
from ..subjects import NOT_FOUND, get_visible
from ..viewing import view
from .model import IN_STATE, NUMBER, OLDEST_IN_STATE, InboundMessage, InboundState
from .sorting import SORT

_MOST, _MOST_SUGGESTED = 30, 5


@staff_view
class InboundList:
    """Messages in one state: those to be sorted with the oldest first, all others with the newest."""

    rows: tuple[InboundMessage, ...]
    next: str | None
    held: int
    """How many there are to be sorted."""


@staff_view
class SuggestedRequest:
    """A request that a message may belong to."""

    id: str
    reference: str
    subject: SafeText
    is_closed: bool


@staff_view
class InboundPage:
    """One message, and where it may belong."""

    message: InboundMessage
    requests: tuple[SuggestedRequest, ...]
    next: str | None
    """The id of the next one to be sorted."""


@view(actors=STAFF, right=SORT)
def view_inbound(
    reader: Reader, context: Context, state: InboundState = InboundState.HELD, *, after: str | None = None
) -> InboundList:
    """Messages that came in.

    Args:
        state: Which.
        after: `InboundList.next` of the page before.

    Returns:
        The list.
    """
    query = OLDEST_IN_STATE if state is InboundState.HELD else IN_STATE
    found = reader.find(query, {"state": state}, after=query.decode_cursor(after), limit=_MOST + 1)
    rows = tuple(found[:_MOST])
    more = query.cursor_of(rows[-1]).encode() if len(found) > _MOST else None
    return InboundList(rows=rows, next=more, held=number_held(reader))


@view(actors=STAFF, right=SORT)
def view_inbound_count(reader: Reader, context: Context) -> int:
    """How many messages wait for a person.

    Returns:
        The number.
    """
    return number_held(reader)


def number_held(reader: Reader) -> int:
    """How many messages are held."""
    ((number,),) = reader.totals(NUMBER, {"state": InboundState.HELD})
    return int(number or 0)


@view(actors=STAFF, right=SORT)
def view_inbound_message(reader: Reader, context: Context, message: str) -> InboundPage | Refusal:
    """One message, with the requests that its sender is a contact of.

    Args:
        message: Its id.

    Returns:
        The message, or a refusal when there is no such one.
    """
    found = get_visible(reader, InboundMessage, message, context)
    if found is None:
        return NOT_FOUND
    ids = [id for id in (found.request, found.suggested) if id]
    if found.sender is not None:
        rows = reader.find(BY_CONTACT, same_contact(Contact.parse(found.sender)), limit=50)
        ids += [str(row[0]) for row in rows]
    shown = [get_visible(reader, ServiceRequest, id, context) for id in list(dict.fromkeys(ids))[:_MOST_SUGGESTED]]
    waiting = reader.find(OLDEST_IN_STATE, {"state": InboundState.HELD}, limit=2)
    return InboundPage(
        message=found,
        requests=tuple(_suggested(one) for one in shown if one is not None),
        next=next((one.id for one in waiting if one.id != found.id), None),
    )


def _suggested(request: ServiceRequest) -> SuggestedRequest:
    return SuggestedRequest(
        id=request.id,
        reference=Reference.stored(request.reference).grouped,
        subject=request.subject,
        is_closed=request.closed_at is not None,
    )
