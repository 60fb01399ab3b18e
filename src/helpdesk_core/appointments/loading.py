"""A request with its appointments, and the days whose times a command takes or gives back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import attrs

from ..base.actors import STAFF
from ..base.changes import Refusal, RefusalKind, Save
from ..base.messages import define
from ..context import Context
from ..guardrails.decisions import Decision
from ..ports.store import Reader
from ..service_requests.access import OfRequest, RequestCommand, load_request
from ..service_requests.model import ServiceRequest
from ..settings import Location
from ..subjects import NOT_FOUND
from .model import OF_REQUEST, Appointment, AppointmentDay, AppointmentKind, TakenTime, day_id
from .slots import Slot, is_free, places_at, reach, slot_at

MOST = 30
"""Appointments of one request."""
NO_PLACE = Refusal(define("refusal.appointment_no_place", "Please choose a location."), field="location")
NO_SUCH_TIME = Refusal(
    define("refusal.appointment_no_such_time", "There is no such time, or it is too soon. Please choose another one."),
    field="starts_at",
    kind=RefusalKind.CONFLICT,
)
TAKEN = Refusal(
    define("refusal.appointment_taken", "Somebody else has just taken this time. Please choose another one."),
    field="starts_at",
    kind=RefusalKind.CONFLICT,
)

Appointments = tuple[tuple[Appointment, Decision | None], ...]
"""A request's appointments, each with its decision."""


@attrs.frozen(kw_only=True)
class OfAppointments(OfRequest):
    """A request with its appointments, the latest first, and what a command about one of them needs.

    Attributes:
        named: The appointment that the command names.
        place: The id of the location that it is about, empty for a shop that has none.
        slot: The time that is wanted, None for none that there is.
        days: What is held on the days of that time and of the one before.
    """

    all: Appointments = ()
    named: Appointment | None = None
    place: str = ""
    slot: Slot | None = None
    days: Mapping[date, AppointmentDay] = attrs.field(factory=dict)

    def open_of(self, kind: AppointmentKind, now: datetime) -> Appointment | None:
        """The appointment of a kind that is still to come."""
        return next((one for one, _ in self.all if one.kind is kind and one.state.is_open and one.ends_at > now), None)

    def take(self, context: Context) -> Slot | Refusal:
        """The wanted time, if it can be had; its own place is free to an appointment that moves."""
        slot, settings = self.slot, context.settings
        within = reach(settings, self.place, context.now, is_staff=context.actor.kind in STAFF)
        if slot is None or not within.has(slot, settings, self.place):
            return NO_SUCH_TIME
        day = self.days.get(settings.calendar(self.place).day_of(slot.starts_at))
        besides = "" if self.named is None else self.named.id
        held = () if day is None else day.taken
        return slot if is_free(slot, held, places_at(settings, self.place), besides=besides) else TAKEN

    def held(self, before: Appointment | None, after: Appointment, context: Context) -> tuple[Save, ...]:
        """What is written so that an appointment gives its old time back and holds its new one, if it holds any."""
        days = dict.fromkeys(one.day for one in (before, after) if one is not None)
        return tuple(save for day in days if (save := self._written(day, after, context)) is not None)

    def _written(self, day: date, after: Appointment, context: Context) -> Save | None:
        row = self.days.get(day)
        others = tuple(one for one in (() if row is None else row.taken) if one.appointment != after.id)
        holds = after.state.is_open and after.day == day
        own = (TakenTime(appointment=after.id, starts_at=after.starts_at, ends_at=after.ends_at),) if holds else ()
        if row is not None:
            return Save(before=row, after=row.changed(taken=(*others, *own)))
        if not own:
            return None  # so long ago that the row is gone
        made = context.make(
            AppointmentDay,
            id=day_id(context.tenant, after.location, day),
            location=after.location,
            day=day,
            ends_at=context.settings.calendar(after.location).moment(day, 24 * 60),
            taken=own,
        )
        return Save(after=made)


def appointments_of(reader: Reader, request: ServiceRequest) -> Appointments:
    """A request's appointments, the latest first, each with its decision; nothing is read where there are none."""
    if Appointment.record_type.name not in request.has:
        return ()
    return tuple(reader.find(OF_REQUEST, {"request": request.id}, limit=MOST))


def place_of(own: str | None, asked: str | None, context: Context) -> str | Refusal:
    """Where an appointment would be: where somebody says, else where the request is, else where there is but one place.

    Args:
        own: The id of the request's location, None for none.
        asked: The id of a location, None for none.
        context: Who asks, and the settings.

    Returns:
        The location's id, empty for a shop that has none; a refusal where there are several to choose from.
    """
    offered = places(context)
    if not offered:
        return ""
    wanted = asked or own or (offered[0].id if len(offered) == 1 else None)
    return wanted if any(one.id == wanted for one in offered) and wanted else NO_PLACE


def places(context: Context) -> tuple[Location, ...]:
    """The locations where somebody can have an appointment: customers at public ones, staff where they work."""
    actor = context.actor
    own, is_staff = getattr(actor, "locations", None), actor.kind in STAFF
    return tuple(
        one
        for one in context.settings.locations
        if not one.retired and (one.public or is_staff) and (own is None or one.id in own)
    )


def load_appointments(reader: Reader, command: RequestCommand[Any], context: Context) -> OfAppointments | Refusal:
    """The request, its appointments, and the days that the command is about; "no such request" too where it has not
    the appointment that is named."""
    loaded = load_request(reader, command, context)
    if isinstance(loaded, Refusal):
        return loaded
    request, named = loaded.request, None
    found = appointments_of(reader, request)
    if (wanted := getattr(command, "appointment", None)) is not None:
        named = next((one for one, _ in found if one.id == wanted), None)
        if named is None:
            return NOT_FOUND
    place = (
        named.location if named is not None else place_of(request.location, getattr(command, "location", None), context)
    )
    if isinstance(place, Refusal):
        return place
    starts_at = getattr(command, "starts_at", None)
    slot = None if starts_at is None else slot_at(context.settings, place, starts_at)
    days = {named.day} if named is not None else set()
    if slot is not None:
        days.add(context.settings.calendar(place).day_of(slot.starts_at))
    rows = (reader.load(AppointmentDay, day_id(context.tenant, place, day)) for day in sorted(days))
    return OfAppointments(
        request=request,
        all=found,
        named=named,
        place=place,
        slot=slot,
        days={row.day: row for row in rows if row is not None},
    )
