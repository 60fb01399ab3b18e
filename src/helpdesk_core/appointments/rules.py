"""Choosing a time, suggesting one, confirming, moving, cancelling, and saying what became of it.

A time is booked by a person alone: by the customer, or by staff who agreed on it with them. Whoever takes a time writes
the row of its day, so that the last place of a time goes to one person however many want it.
"""

from __future__ import annotations

import hmac
from datetime import datetime
from typing import Any

from ..base.actors import CUSTOMERS, PEOPLE, STAFF
from ..base.changes import Change, Effect, Job, Refusal, RefusalKind, Save, Verdict, refused
from ..base.commands import OpaqueId, R_co, command, text
from ..base.messages import define
from ..base.results import Result, result
from ..base.text import RawText
from ..context import Context
from ..conversations.model import Side
from ..conversations.rules import said
from ..guardrails.decisions import decide
from ..guardrails.rights import right
from ..handlers import handles
from ..jobs import job_id
from ..service_requests.access import RequestCommand
from ..service_requests.lifecycle import ENDED
from ..service_requests.model import ServiceRequest
from ..service_requests.rules import UNCONFIRMED, WRONG_PHASE, done, is_unconfirmed
from ..service_requests.waiting import SENT_BY_PARCEL
from .changes import (
    AppointmentBooked,
    AppointmentCancelled,
    AppointmentKept,
    AppointmentMissed,
    AppointmentMoved,
    AppointmentOffered,
)
from .loading import MOST, Appointments, OfAppointments, load_appointments
from .model import Appointment, AppointmentKind, AppointmentState, MadeBy
from .slots import Slot

MAKE = right("appointments.make", "Suggest times to customers, move and cancel appointments, and say who came.")
REMIND = "remind_of_appointment"
"""The job that reminds the customer."""
NOT_CHOSEN = Refusal(
    define("refusal.appointment_not_chosen", "This cannot be chosen here now. Please write to us: we find a time."),
    field="kind",
)
ONE_ALREADY = Refusal(
    define("refusal.appointment_one_already", "There is an appointment for this already. Please move that one."),
    kind=RefusalKind.CONFLICT,
)
TOO_MANY = Refusal(
    define("refusal.appointments_too_many", "This request has as many appointments as there can be. Please call us.")
)
OVER = Refusal(
    define("refusal.appointment_over", "This time has passed, or it was cancelled. Please look at the page again."),
    kind=RefusalKind.CONFLICT,
)
CHANGED = Refusal(
    define("refusal.appointment_changed", "The time has changed since you looked. Please read it again."),
    kind=RefusalKind.CONFLICT,
)
NOT_YET = Refusal(
    define("refusal.appointment_not_yet", "The appointment has not begun yet."), kind=RefusalKind.CONFLICT
)


@result
class AppointmentMade(Result):
    """The appointment's id, and the decision's where it is booked."""

    appointment: str
    decision: str = ""


@command
class BookAppointment(RequestCommand[AppointmentMade]):
    """The customer chooses a time.

    Args:
        kind: What it is for.
        starts_at: When it begins: one of the times that `view_slots` shows.
        location: The id of the location, where there are several to choose from.
        note: What the shop should know, for a visit where to come to.
    """

    kind: AppointmentKind
    starts_at: datetime
    location: OpaqueId | None = None
    note: RawText | None = text(max_length=300, default=None)


@command
class OfferAppointment(RequestCommand[AppointmentMade]):
    """Staff suggest a time, which is held until the customer answers.

    Args:
        kind: What it is for.
        starts_at: When it begins.
        location: The id of the location, where there are several to choose from.
        note: What the customer should know.
        agreed: Whether the customer has said yes already, on the phone or at the counter: then it is booked.
        unconfirmed: Whether the person has seen that nobody has confirmed the request.
    """

    kind: AppointmentKind
    starts_at: datetime
    location: OpaqueId | None = None
    note: RawText | None = text(max_length=300, default=None)
    agreed: bool = False
    unconfirmed: bool = False


@command
class AppointmentCommand(RequestCommand[R_co]):
    """A command about one appointment of a request.

    Args:
        appointment: Its id.
    """

    appointment: OpaqueId


@command
class ConfirmAppointment(AppointmentCommand[AppointmentMade]):
    """The customer says yes to a time that staff suggested.

    Args:
        digest: Of the time that was read.
    """

    digest: OpaqueId


@command
class MoveAppointment(AppointmentCommand[AppointmentMade]):
    """Take another time in place of the one that was booked or suggested. The customer's choice is booked; what staff
    choose is suggested, unless the customer has said yes already.

    Args:
        starts_at: When it begins now.
        agreed: For staff: whether the customer has said yes already.
        unconfirmed: For staff: whether the person has seen that nobody has confirmed the request.
    """

    starts_at: datetime
    agreed: bool = False
    unconfirmed: bool = False


@command
class CancelAppointment(AppointmentCommand[Result]):
    """Give a time back, also one that was only suggested.

    Args:
        text: Why; it becomes a message on the thread.
        unconfirmed: For staff: whether the person has seen that nobody has confirmed the request.
    """

    text: RawText | None = text(max_length=2_000, default=None)
    unconfirmed: bool = False


@command
class SettleAppointment(AppointmentCommand[Result]):
    """Say what became of an appointment that has begun.

    Args:
        came: Whether it took place.
    """

    came: bool


def suits(kind: AppointmentKind, request: ServiceRequest) -> bool:
    """Whether a customer can choose such a time for a request now. A device is brought for the repair, and not for a
    question about it, nor where it comes by parcel."""
    is_sent = kind is AppointmentKind.DROP_OFF and SENT_BY_PARCEL in request.has
    return not is_sent and request.merged_into is None and request.repair is None and kind.suits(request.phase)


def kinds_to_choose(found: Appointments, request: ServiceRequest, context: Context) -> tuple[AppointmentKind, ...]:
    """What the actor can choose a time for: not what there is an appointment for, which is moved."""
    settings, is_staff = context.settings, context.actor.kind in STAFF
    if not (is_staff or settings.appointments_by_customers):
        return ()
    has = {one.kind for one, _ in found if one.state.is_open and one.ends_at > context.now}
    return tuple(
        one
        for one in AppointmentKind
        if one.value in settings.appointment_kinds and one not in has and (is_staff or suits(one, request))
    )


def is_left(appointment: Appointment, request: ServiceRequest, now: datetime) -> bool:
    """Whether a request that is over still holds a time to come. Nothing gives it back by itself: a device may well be
    collected after its request is closed, and whether anybody comes is for people to say."""
    return request.phase in ENDED and appointment.state.is_open and appointment.starts_at > now


def _new(loaded: OfAppointments, command: Any, slot: Slot, context: Context) -> Appointment:
    by_shop = context.actor.kind in STAFF
    return context.make(
        Appointment,
        request=loaded.request.id,
        kind=command.kind,
        state=AppointmentState.OFFERED,
        location=loaded.place,
        day=context.settings.calendar(loaded.place).day_of(slot.starts_at),
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        note=context.texts.get("note"),
        made_by=MadeBy.SHOP if by_shop else MadeBy.CUSTOMER,
        made_by_name=context.staff_name,
        made_at=context.now,
    )


def _booked(
    loaded: OfAppointments, before: Appointment | None, after: Appointment, change: type[Change], context: Context
) -> Verdict[AppointmentMade]:
    """The time as this person's own decision, and the reminder of it."""
    ready = after.changed(state=AppointmentState.BOOKED).committed(Effect.BOOK, context.new_salt())
    decision = decide(Effect.BOOK, ready, subject=loaded.request.id, by=context.evidence, now=context.now)
    booked = ready.changed(decided=decision.id)
    told: Any = change(appointment=booked.id, digest=booked.digest)  # type: ignore[call-arg]
    saves = (Save(after=decision), Save(before=before, after=booked), *loaded.held(before, booked, context))
    made = AppointmentMade(appointment=booked.id, decision=decision.id)
    verdict = done(loaded.request, context, told, result=made, saves=saves)
    return Verdict(
        result=made, touched=verdict.touched, saves=verdict.saves, jobs=_reminder(booked, loaded.request, context)
    )


def _offered(
    loaded: OfAppointments, before: Appointment | None, after: Appointment, context: Context
) -> Verdict[AppointmentMade]:
    """The time as a suggestion, held until somebody answers."""
    ready = after.changed(state=AppointmentState.OFFERED, decided=None).committed(Effect.BOOK, context.new_salt())
    saves = (Save(before=before, after=ready), *loaded.held(before, ready, context))
    change, made = AppointmentOffered(appointment=ready.id), AppointmentMade(appointment=ready.id)
    return done(loaded.request, context, change, result=made, saves=saves)


def _reminder(appointment: Appointment, request: ServiceRequest, context: Context) -> tuple[Job, ...]:
    """The job that reminds of this time; none for one so soon that the confirmation reminds of it."""
    if (due_in := seconds_until_reminder(appointment, context)) <= 0:
        return ()
    which = {"appointment": appointment.id, "moves": str(appointment.moves)}
    id = job_id(context.tenant, REMIND, "\n".join(which.values()))
    return (Job(name=REMIND, subject=request, payload=which, id=id, due_in=due_in),)


def seconds_until_reminder(appointment: Appointment, context: Context) -> float:
    """In how many seconds the customer is reminded, as the shop's settings say now; 0 where they say never."""
    hours = context.settings.appointment_reminder_hours
    return (appointment.starts_at - context.now).total_seconds() - hours * 3600 if hours else 0


def _room_for_one(loaded: OfAppointments, kind: AppointmentKind, context: Context) -> Refusal | None:
    if kind.value not in context.settings.appointment_kinds:
        return NOT_CHOSEN
    if loaded.open_of(kind, context.now) is not None:
        return ONE_ALREADY
    return TOO_MANY if len(loaded.all) >= MOST else None


@handles(BookAppointment, actors=CUSTOMERS, load=load_appointments)
def book(loaded: OfAppointments, command: BookAppointment, context: Context) -> Verdict[AppointmentMade]:
    """One appointment of a kind at a time, where the shop lets customers choose."""
    if not context.settings.appointments_by_customers or not suits(command.kind, loaded.request):
        return refused(NOT_CHOSEN)
    if (problem := _room_for_one(loaded, command.kind, context)) is not None:
        return refused(problem)
    slot = loaded.take(context)
    if isinstance(slot, Refusal):
        return refused(slot)
    return _booked(loaded, None, _new(loaded, command, slot, context), AppointmentBooked, context)


@handles(OfferAppointment, actors=STAFF, load=load_appointments, right=MAKE)
def offer(loaded: OfAppointments, command: OfferAppointment, context: Context) -> Verdict[AppointmentMade]:
    """Nothing is booked by a suggestion; it is where staff and customer agreed on it."""
    if loaded.request.phase in ENDED:
        return refused(WRONG_PHASE)
    if (problem := _room_for_one(loaded, command.kind, context)) is not None:
        return refused(problem)
    if is_unconfirmed(loaded.request) and not command.unconfirmed:
        return refused(UNCONFIRMED)
    slot = loaded.take(context)
    if isinstance(slot, Refusal):
        return refused(slot)
    made = _new(loaded, command, slot, context)
    if command.agreed:
        return _booked(loaded, None, made, AppointmentBooked, context)
    return _offered(loaded, None, made, context)


def _still_open(loaded: OfAppointments, context: Context) -> Appointment | Refusal:
    one = loaded.named
    return OVER if one is None or not one.state.is_open or one.starts_at <= context.now else one


@handles(ConfirmAppointment, actors=CUSTOMERS, load=load_appointments)
def confirm(loaded: OfAppointments, command: ConfirmAppointment, context: Context) -> Verdict[AppointmentMade]:
    """Exactly the time that was read; one that staff moved meanwhile is read again."""
    if loaded.request.phase in ENDED:
        return refused(WRONG_PHASE)
    one = _still_open(loaded, context)
    if isinstance(one, Refusal):
        return refused(one)
    if one.state is not AppointmentState.OFFERED or not hmac.compare_digest(one.digest, command.digest):
        return refused(CHANGED)
    return _booked(loaded, one, one, AppointmentBooked, context)


@handles(MoveAppointment, actors=PEOPLE, load=load_appointments, right=MAKE)
def move(loaded: OfAppointments, command: MoveAppointment, context: Context) -> Verdict[AppointmentMade]:
    """The old time is free as soon as the new one is held. Staff may move one that was missed, too."""
    one, by_shop = loaded.named, context.actor.kind in STAFF
    if one is None or not one.state.is_open or (one.starts_at <= context.now and not by_shop):
        return refused(OVER)
    if loaded.request.phase in ENDED:
        return refused(WRONG_PHASE)
    if not by_shop and not context.settings.appointments_by_customers:
        return refused(NOT_CHOSEN)
    if by_shop and is_unconfirmed(loaded.request) and not command.unconfirmed:
        return refused(UNCONFIRMED)
    slot = loaded.take(context)
    if isinstance(slot, Refusal):
        return refused(slot)
    after = one.changed(
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        day=context.settings.calendar(loaded.place).day_of(slot.starts_at),
        moves=one.moves + 1,
        made_by=MadeBy.SHOP if by_shop else MadeBy.CUSTOMER,
        made_by_name=context.staff_name,
        made_at=context.now,
    )
    if by_shop and not command.agreed:
        return _offered(loaded, one, after, context)
    return _booked(loaded, one, after, AppointmentMoved, context)


@handles(CancelAppointment, actors=PEOPLE, load=load_appointments, right=MAKE)
def cancel(loaded: OfAppointments, command: CancelAppointment, context: Context) -> Verdict[Result]:
    """Either side, until it begins; what is said about it is read where all messages are."""
    one, by_shop = _still_open(loaded, context), context.actor.kind in STAFF
    if isinstance(one, Refusal):
        return refused(one)
    if by_shop and is_unconfirmed(loaded.request) and not command.unconfirmed:
        return refused(UNCONFIRMED)
    over = one.changed(state=AppointmentState.CANCELLED, moves=one.moves + 1)
    saves = [Save(before=one, after=over), *loaded.held(one, over, context)]
    changes: list[Change] = []
    values: dict[str, Any] = {}
    message = None
    if context.texts.get("text") is not None:
        why = said(loaded.request.id, Side.SHOP if by_shop else Side.CUSTOMER, context)
        message, values = why.message.id, why.values
        changes.append(why.change)
        saves.append(why.save)
    changes.append(AppointmentCancelled(appointment=over.id, message=message))
    return done(loaded.request, context, *changes, result=Result(), saves=saves, **values)


@handles(SettleAppointment, actors=STAFF, load=load_appointments, right=MAKE)
def settle(loaded: OfAppointments, command: SettleAppointment, context: Context) -> Verdict[Result]:
    """A fact, once the time has begun; it changes nothing about the request."""
    one = loaded.named
    if one is None or not one.state.is_open:
        return refused(OVER)
    if one.starts_at > context.now:
        return refused(NOT_YET)
    state, change = (
        (AppointmentState.KEPT, AppointmentKept) if command.came else (AppointmentState.MISSED, AppointmentMissed)
    )
    after, told = one.changed(state=state), change(appointment=one.id)
    return done(loaded.request, context, told, result=Result(), saves=(Save(before=one, after=after),))
