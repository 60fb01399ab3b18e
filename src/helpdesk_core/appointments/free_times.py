"""The times that can be had."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from ..base.actors import CUSTOMERS, PEOPLE, STAFF
from ..base.calendar import weekday_of
from ..base.changes import Refusal
from ..base.messages import Message
from ..context import Context
from ..guardrails.disclosure import customer_view
from ..ports.store import Reader
from ..service_requests.access import request_view
from ..service_requests.model import ServiceRequest
from ..settings import Labels
from ..subjects import NOT_FOUND
from ..viewing import view
from .loading import appointments_of, place_of, places
from .model import DAYS, AppointmentKind, day_id
from .rules import MAKE, kinds_to_choose
from .slots import Slot, free_days, reach

SHOWN_DAYS = 7
"""Days with free times on a page."""
_LOOKED_AT = 60
"""Days that are looked at to fill one."""


@customer_view
class FreeTime:
    """A time that can be had.

    Attributes:
        local: The same moment on the shop's clocks.
    """

    starts_at: datetime
    local: datetime


@customer_view
class FreeDay:
    """A day with times that can be had."""

    day: date
    name: Message
    times: tuple[FreeTime, ...]


@customer_view
class PlaceToCome:
    """A location where there can be appointments."""

    id: str
    labels: Labels


@customer_view
class FreeTimes:
    """Times that can be had, day by day.

    Attributes:
        kinds: What the viewer can choose a time for; not what there is an appointment for, which is moved.
        place: The id of the location that they are of; None where there are several and none was chosen yet.
        later: The day from which there may be more; None at the end.
    """

    kinds: tuple[AppointmentKind, ...]
    places: tuple[PlaceToCome, ...]
    place: str | None
    days: tuple[FreeDay, ...]
    later: date | None


@request_view(actors=PEOPLE, right=MAKE)
def view_slots(
    reader: Reader,
    context: Context,
    request: ServiceRequest,
    *,
    location: str | None = None,
    start: date | None = None,
    appointment: str | None = None,
) -> FreeTimes | Refusal:
    """Times that the viewer can take or suggest for a request.

    Args:
        request_id: The request's id.
        location: The id of the location; None for that of the request.
        start: From which day on; None for today.
        appointment: The id of an appointment that gets another time: it stays where it is, whatever the location, and
            the time that it holds counts as free.

    Returns:
        They, or a refusal when there is no such request for the viewer, or no such appointment that can move.
    """
    is_staff = context.actor.kind in STAFF
    found = appointments_of(reader, request)
    moved = next((one for one, _ in found if one.id == appointment and one.state.is_open), None)
    if appointment is not None and moved is None:
        return NOT_FOUND
    kinds = kinds_to_choose(found, request, context)
    place = place_of(request.location, location, context) if moved is None else moved.location
    known = None if isinstance(place, Refusal) else place
    if known is None or not (kinds or moved):
        return FreeTimes(kinds=kinds, places=places_to_come(context), place=known, days=(), later=None)
    days, later = _free(reader, known, start, context, is_staff, besides="" if moved is None else moved.id)
    return FreeTimes(kinds=kinds, places=places_to_come(context), place=known, days=days, later=later)


@view(actors=CUSTOMERS)
def view_free_times(
    reader: Reader, context: Context, *, location: str | None = None, start: date | None = None
) -> FreeTimes:
    """Times at which a device could be brought that no request is about yet.

    Args:
        location: The id of the location; None where none was chosen.
        start: From which day on; None for today.

    Returns:
        They; none where the shop has no such appointments, or lets customers choose none.
    """
    settings, kind = context.settings, AppointmentKind.DROP_OFF
    kinds = (kind,) if settings.appointments_by_customers and kind.value in settings.appointment_kinds else ()
    place = place_of(None, location, context)
    known = None if isinstance(place, Refusal) else place
    days, later = _free(reader, known, start, context, is_staff=False) if kinds and known is not None else ((), None)
    return FreeTimes(kinds=kinds, places=places_to_come(context), place=known, days=days, later=later)


def _free(
    reader: Reader, place: str, start: date | None, context: Context, is_staff: bool, besides: str = ""
) -> tuple[tuple[FreeDay, ...], date | None]:
    settings = context.settings
    calendar, within = settings.calendar(place), reach(settings, place, context.now, is_staff=is_staff)
    first = min(max(start or date.min, calendar.day_of(within.earliest)), within.last)
    days = [day for ahead in range(_LOOKED_AT) if (day := first + timedelta(days=ahead)) <= within.last]
    ids = tuple(day_id(context.tenant, place, day) for day in days)
    held = reader.find(DAYS, {"id": ids}, limit=len(ids))
    found = free_days(settings, place, days, {row.day: row for row in held}, within, besides=besides)
    shown = found[:SHOWN_DAYS]
    end = shown[-1][0] if len(found) > SHOWN_DAYS else days[-1]
    later = end + timedelta(days=1)
    return tuple(_free_day(*one, context, place) for one in shown), later if later <= within.last else None


def _free_day(day: date, slots: tuple[Slot, ...], context: Context, place: str) -> FreeDay:
    zone = context.settings.calendar(place).zone
    times = tuple(FreeTime(starts_at=one.starts_at, local=one.starts_at.astimezone(zone)) for one in slots)
    return FreeDay(day=day, name=weekday_of(day), times=times)


def places_to_come(context: Context) -> tuple[PlaceToCome, ...]:
    """The locations where there can be appointments, in the shop's order."""
    return tuple(PlaceToCome(id=one.id, labels=one.labels) for one in places(context))
