"""What customers and staff see of appointments."""

from __future__ import annotations

from datetime import date, datetime

from ..base.actors import CUSTOMERS, STAFF
from ..base.calendar import weekday_of
from ..base.changes import Refusal
from ..base.messages import Message
from ..base.plain_values import can_be
from ..base.queries import Query
from ..base.text import SafeText
from ..context import Context
from ..guardrails.decisions import Decision
from ..guardrails.disclosure import customer_view, staff_view
from ..guardrails.rights import works_in
from ..ports.store import Reader
from ..service_requests.access import request_view
from ..service_requests.lifecycle import ENDED
from ..service_requests.model import ServiceRequest
from ..service_requests.parts import RoomPart, room_part, standing_part
from ..subjects import NOT_FOUND
from ..viewing import view
from .calendar_files import AppointmentEvent, event_of
from .free_times import PlaceToCome, places_to_come
from .loading import appointments_of, places
from .model import OF_DAY, Appointment, AppointmentKind, AppointmentState, is_booked
from .reminders import time_of
from .rules import MAKE, is_left, kinds_to_choose

_MOST_OF_DAY = 500
REQUESTS = Query(ServiceRequest, in_="id")


@customer_view
class OwnAppointment:
    """An appointment as its customer reads it.

    Attributes:
        when: In words, without what it is for.
        location: Where to come to: the id of the location, empty for a shop that has none; None for a visit.
        is_booked: Whether a person decided exactly this time.
        can_answer: Whether it is still to come, and can be confirmed, moved or cancelled.
        is_left: Whether it is still to come though its request is over: it can only be cancelled, for others to have.
        digest: Of what is confirmed.
    """

    id: str
    kind: AppointmentKind
    state: AppointmentState
    starts_at: datetime
    when: Message
    location: str | None
    note: SafeText | None
    is_booked: bool
    can_answer: bool
    is_left: bool
    digest: str


@customer_view
class RoomAppointments(RoomPart):
    """The appointments of a request that are still to come, the next one first, and the last that nobody came to.

    Attributes:
        kinds: What the customer can choose a time for.
    """

    rows: tuple[OwnAppointment, ...]
    kinds: tuple[AppointmentKind, ...]


@staff_view
class RequestAppointment:
    """An appointment as staff read it.

    Attributes:
        when: In words, without what it is for.
        is_booked: Whether a person decided exactly this time.
        can_move: Whether it can get another time.
        is_left: Whether the request is over and the time still taken, until somebody cancels it.
    """

    appointment: Appointment
    when: Message
    is_booked: bool
    can_move: bool
    is_left: bool


@staff_view
class RequestAppointments:
    """All appointments of a request, the latest first.

    Attributes:
        kinds: What another one can be made for.
    """

    rows: tuple[RequestAppointment, ...]
    kinds: tuple[AppointmentKind, ...]


@staff_view
class DayAppointment:
    """One line of a day.

    Attributes:
        is_booked: Whether a person decided exactly this time.
        is_left: Whether the request is over and the time still taken, until somebody cancels it.
    """

    appointment: Appointment
    request: ServiceRequest
    local: datetime
    is_booked: bool
    is_left: bool


@staff_view
class AppointmentsOfDay:
    """Who comes on a day, and to whom somebody goes.

    Attributes:
        places: The locations that can be looked at, none for a shop without any.
        is_open: Whether the shop works on that day.
    """

    place: str
    places: tuple[PlaceToCome, ...]
    day: date
    name: Message
    is_open: bool
    rows: tuple[DayAppointment, ...]


def _own(one: Appointment, decision: Decision | None, request: ServiceRequest, context: Context) -> OwnAppointment:
    return OwnAppointment(
        id=one.id,
        kind=one.kind,
        state=one.state,
        starts_at=one.starts_at,
        when=time_of(one, context),
        location=None if one.kind is AppointmentKind.VISIT else one.location,
        note=one.note,
        is_booked=is_booked(one, decision),
        can_answer=one.state.is_open and one.starts_at > context.now and request.phase not in ENDED,
        is_left=is_left(one, request, context.now),
        digest=one.digest,
    )


@room_part(Appointment)
@standing_part(lambda request: Appointment.record_type.name not in request.has)
def room_appointments(reader: Reader, request: ServiceRequest, context: Context) -> RoomAppointments:
    """What is still to come. One in a booked state without its decision is not shown as anything."""
    found = appointments_of(reader, request)
    rows = [_own(*pair, request, context) for pair in reversed(found)]
    shown = [one for one in rows if one.is_booked or one.state is AppointmentState.OFFERED]
    coming = [one for one in shown if one.can_answer or one.is_left]
    missed = [one for one in rows if one.state is AppointmentState.MISSED]
    last = () if coming or not missed or rows[-1] is not missed[-1] else (missed[-1],)
    return RoomAppointments(rows=(*coming, *last), kinds=kinds_to_choose(found, request, context))


@request_view(actors=CUSTOMERS)
def view_appointments(reader: Reader, context: Context, request: ServiceRequest) -> RoomAppointments:
    """The customer's own appointments.

    Args:
        request_id: The request's id.

    Returns:
        They, or a refusal for a request that is not the viewer's.
    """
    return room_appointments(reader, request, context)


@request_view(actors=CUSTOMERS)
def view_appointment_event(
    reader: Reader, context: Context, request: ServiceRequest, appointment_id: str
) -> AppointmentEvent | Refusal:
    """An appointment for the customer's calendar.

    Args:
        request_id: The request's id.
        appointment_id: The appointment's.

    Returns:
        What the file says (`AppointmentEvent.text`), or a refusal when there is no such appointment of theirs.
    """
    found = next((pair for pair in appointments_of(reader, request) if pair[0].id == appointment_id), None)
    if found is None or not (is_booked(*found) or found[0].state is AppointmentState.CANCELLED):
        return NOT_FOUND
    return event_of(found[0], request, context)


@request_view(actors=STAFF, right=MAKE)
def view_request_appointments(reader: Reader, context: Context, request: ServiceRequest) -> RequestAppointments:
    """All appointments of a request, for staff.

    Args:
        request_id: The request's id.

    Returns:
        They, or a refusal when there is no such request within the viewer's locations.
    """
    found = appointments_of(reader, request)
    return RequestAppointments(
        rows=tuple(
            RequestAppointment(
                appointment=one,
                when=time_of(one, context),
                is_booked=is_booked(one, decision),
                can_move=one.state.is_open and request.phase not in ENDED,
                is_left=is_left(one, request, context.now),
            )
            for one, decision in found
        ),
        kinds=() if request.phase in ENDED else kinds_to_choose(found, request, context),
    )


@view(actors=STAFF, right=MAKE)
def view_appointment_day(
    reader: Reader, context: Context, *, location: str | None = None, day: date | None = None
) -> AppointmentsOfDay:
    """Who comes on a day.

    Args:
        location: The id of the location; None, or one where the viewer does not work, for the first of theirs.
        day: The shop's day; None, or one on which nothing can happen, for today.

    Returns:
        What is booked or suggested on it, or took place, in order.
    """
    offered = places(context)
    known = [one.id for one in offered if one.id == location and works_in(context.actor, one.id)]
    place = (known or [one.id for one in offered] or [""])[0]
    calendar = context.settings.calendar(place)
    shown = day if day is not None and can_be(day) else calendar.day_of(context.now)
    found = reader.find(OF_DAY, {"location": place, "day": shown.isoformat()}, limit=_MOST_OF_DAY)
    kept = [pair for pair in found if pair[0].state is not AppointmentState.CANCELLED]
    ids = tuple(dict.fromkeys(one.request for one, _ in kept))
    requests = {one.id: one for one in reader.find(REQUESTS, {"id": ids}, limit=len(ids))} if ids else {}
    rows = tuple(
        DayAppointment(
            appointment=one,
            request=requests[one.request],
            local=one.starts_at.astimezone(calendar.zone),
            is_booked=is_booked(one, decision),
            is_left=is_left(one, requests[one.request], context.now),
        )
        for one, decision in kept
        if one.request in requests
    )
    return AppointmentsOfDay(
        place=place,
        places=places_to_come(context),
        day=shown,
        name=weekday_of(shown),
        is_open=calendar.is_working_day(shown),
        rows=rows,
    )
