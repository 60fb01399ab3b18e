"""The acknowledgement that a customer reads, and which words did it, for staff."""

from __future__ import annotations

from datetime import datetime

from ..base.actors import STAFF
from ..base.messages import Message, define
from ..context import Context
from ..guardrails.disclosure import customer_view, staff_view
from ..intake.codes import RECEIVED
from ..jobs import enclosed
from ..ports.store import Reader
from ..service_requests.access import request_view
from ..service_requests.lifecycle import ENDED
from ..service_requests.model import NEVER, ServiceRequest, Side, Urgency
from ..service_requests.parts import RoomPart, room_part
from ..service_requests.rules import VIEW_REQUESTS
from ..service_requests.waiting import PRIORITY
from .model import RAISES, URGENCY_CHANGES, UrgencyChange, UrgencyRaise, is_in_front

SEEN = define("urgency.seen", "We have seen that it cannot wait.")
AIMS = define("urgency.aims", "Your request stands in front. We aim to answer by {at}; this is an aim, not a promise.")
AIMS_NONE = define("urgency.aims.none", "Your request stands in front. Somebody will look at it as soon as they can.")
CLOSED = define("urgency.closed", "We are closed now and open again {at}. Your request stands in front then.")
CLOSED_UNKNOWN = define(
    "urgency.closed.unknown", "We are closed now. Your request stands in front when somebody is here again."
)
HOURS = define("urgency.hours", "We are open: {hours}.")
CALL = define("urgency.call", "If it cannot wait that long, call {phone}.")
_MOST = 20


@customer_view
class UrgencyTaken(RoomPart):
    """That the shop has seen that a request cannot wait: what it aims at in this hour, which is no promise.

    Attributes:
        is_open: Whether somebody works now.
        opens_at: When somebody works next, None where nobody knows.
        aims_at: By when the shop aims to answer, None where it names no time.
        hours: The opening hours of its location, by language; none where nobody said any.
        phone: The number to call, empty where there is none.
    """

    is_open: bool
    opens_at: datetime | None
    aims_at: datetime | None
    hours: tuple[tuple[str, str], ...] = ()
    phone: str = ""

    def lines(self, language: str) -> tuple[Message, ...]:
        """That it is seen, what the shop aims at or when it opens, and its hours.

        Args:
            language: The reader's.

        Returns:
            A line each, without the number to call.
        """
        if self.is_open:
            stands = Message(AIMS_NONE) if self.aims_at is None else Message(AIMS, {"at": self.aims_at})
        else:
            stands = Message(CLOSED_UNKNOWN) if self.opens_at is None else Message(CLOSED, {"at": self.opens_at})
        known = dict(self.hours)
        hours = known.get(language) or next(iter(known.values()), "")
        return (Message(SEEN), stands, *((Message(HOURS, {"hours": hours}),) if hours else ()))

    @property
    def call(self) -> tuple[Message, ...]:
        """The number to call, where there is one."""
        return (Message(CALL, {"phone": self.phone}),) if self.phone else ()


@customer_view
class OwnUrgency(RoomPart):
    """How urgent it is called now, and whether a person of the shop said so."""

    urgency: Urgency
    by_shop: bool
    at: datetime


@staff_view
class RequestUrgency:
    """Why a request stands in front, and who said how urgent it is, latest first.

    Attributes:
        can_be_lowered: Whether it still stands further in front than its urgency says.
    """

    raised: UrgencyRaise | None
    changes: tuple[UrgencyChange, ...]
    can_be_lowered: bool


@room_part(UrgencyRaise)
def taken(reader: Reader, request: ServiceRequest, context: Context) -> UrgencyTaken | None:
    """The acknowledgement, as long as nobody has answered or put it back, in whatever way."""
    found = reader.find(RAISES, {"request": request.id}, limit=1)
    if not found or found[0].lowered_at is not None or not request.is_waiting or request.phase in ENDED:
        return None
    if request.priority > PRIORITY[Urgency.CANNOT_WAIT]:
        return None
    calendar = context.settings.calendar(request.location)
    return UrgencyTaken(
        is_open=calendar.is_open(context.now),
        opens_at=calendar.next_opening(context.now),
        aims_at=None if request.due_at == NEVER or request.due_at < context.now else request.due_at,
        hours=context.settings.hours_by_language(request.location),
        phone=context.settings.phone,
    )


@enclosed(RECEIVED.name)
def told_at_once(reader: Reader, id: str, context: Context) -> tuple[Message, ...]:
    """The same with the first code, for who is not on the page: nothing of what they wrote is in it."""
    request = reader.load(ServiceRequest, id)
    found = None if request is None else taken(reader, request, context)
    return () if request is None or found is None else (*found.lines(request.language), *found.call)


@room_part(UrgencyChange)
def own_urgency(reader: Reader, request: ServiceRequest, context: Context) -> OwnUrgency | None:
    """What was said last."""
    found = reader.find(URGENCY_CHANGES, {"request": request.id}, limit=1)
    if not found:
        return None
    return OwnUrgency(urgency=request.urgency, by_shop=found[0].side is Side.SHOP, at=found[0].at)


@request_view(actors=STAFF, right=VIEW_REQUESTS)
def view_request_urgency(reader: Reader, context: Context, request: ServiceRequest) -> RequestUrgency:
    """Why a request stands where it stands.

    Args:
        request_id: The request's id.

    Returns:
        The words that raised it, and what was said since; a refusal when there is no such request within the viewer's
        locations.
    """
    of_request = {"request": request.id}
    raised = reader.find(RAISES, of_request, limit=1)
    return RequestUrgency(
        raised=raised[0] if raised else None,
        changes=tuple(reader.find(URGENCY_CHANGES, of_request, limit=_MOST)),
        can_be_lowered=bool(raised) and raised[0].lowered_at is None and is_in_front(request),
    )
