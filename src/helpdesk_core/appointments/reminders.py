"""The reminder before an appointment, and what messages say and bring of one."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ..base.actors import ActorKind
from ..base.calendar import weekday_of
from ..base.changes import Verdict
from ..base.commands import OpaqueId, command, number
from ..base.messages import Message, define
from ..base.records import Subject
from ..base.results import Result
from ..context import Context
from ..handlers import handles
from ..jobs import Again, Carry, Drop, Work, attached, enclosed, job
from ..ports.notifier import EnclosedFile
from ..ports.store import Reader
from ..service_requests.lifecycle import ENDED
from ..service_requests.model import ServiceRequest
from ..service_requests.rules import done
from .calendar_files import FILE_NAME, MEDIA_TYPE, event_of, where
from .changes import BRINGS, AppointmentReminded
from .loading import OfAppointments, load_appointments
from .model import Appointment, AppointmentState
from .rules import REMIND, AppointmentCommand, seconds_until_reminder

WHEN = define("appointment.when", "{weekday}, {day}, {time}")
FOR = define("appointment.for", "{kind}: {when}")
PLACE = define("appointment.place", "Where: {place}")
NOT_BEFORE = define("appointment.not_before", "The earlier time no longer holds.")
_MOST_MOVES = 10_000


@command
class RemindOfAppointment(AppointmentCommand[Result]):
    """Remind the customer of an appointment.

    Args:
        moves: How often it had been moved when the reminder was set: of another time there is another one.
    """

    moves: int = number(0, _MOST_MOVES, default=0)


def time_of(appointment: Appointment, context: Context) -> Message:
    """When it is, as people of the shop's place say it."""
    zone = context.settings.calendar(appointment.location).zone
    local = appointment.starts_at.astimezone(zone)
    return Message(WHEN, {"weekday": weekday_of(local.date()), "day": local.date(), "time": local.time()})


@handles(RemindOfAppointment, actors=frozenset({ActorKind.AUTOMATION}), load=load_appointments)
def remind(loaded: OfAppointments, command: RemindOfAppointment, context: Context) -> Verdict[Result]:
    """Once, and of what is booked alone; it changes nothing."""
    one = loaded.named
    if one is None or one.state is not AppointmentState.BOOKED or one.moves != command.moves:
        return Verdict(result=Result())
    return done(loaded.request, context, AppointmentReminded(appointment=one.id), result=Result())


@job(REMIND)
def remind_when_due(reader: Reader, subject: Subject, payload: dict[str, str], context: Context) -> Work:
    """Nobody is reminded of what was cancelled, moved or has begun, or of a request that is over; later where the shop
    now reminds later."""
    one = reader.load(Appointment, payload["appointment"])
    moves = int(payload["moves"])
    is_over = not isinstance(subject, ServiceRequest) or subject.phase in ENDED
    if one is None or one.state is not AppointmentState.BOOKED or one.moves != moves or is_over:
        return Drop(reason="appointment_changed")
    if one.starts_at <= context.now or not context.settings.appointment_reminder_hours:
        return Drop(reason="appointment_not_reminded")
    if (left := seconds_until_reminder(one, context)) > 0:
        return Again(seconds=left)
    return Carry(command=RemindOfAppointment(request=OpaqueId(subject.id), appointment=OpaqueId(one.id), moves=moves))


@enclosed("appointment_offered")
@enclosed("appointment_booked")
@enclosed("appointment_yours")
@enclosed("appointment_moved")
@enclosed("appointment_moved_yours")
@enclosed("appointment_cancelled")
@enclosed("appointment_reminder")
def what_is_agreed(reader: Reader, appointment_id: str, context: Context) -> Sequence[Message]:
    """What it is for, when and where; that an earlier time no longer holds."""
    one = reader.load(Appointment, appointment_id)
    if one is None:
        return ()
    lines = [Message(FOR, {"kind": Message(one.kind.label), "when": time_of(one, context)})]
    if one.state is AppointmentState.CANCELLED:
        return tuple(lines)
    request = reader.load(ServiceRequest, one.request)
    if request is not None and (place := where(one, request.language, context)):
        lines.append(Message(PLACE, {"place": place}))
    if one.moves:
        lines.append(Message(NOT_BEFORE))
    return tuple(lines)


def calendar_file(
    reader: Reader, appointment_id: str, context: Context, say: Callable[[Message], str]
) -> Sequence[EnclosedFile]:
    """The appointment for a calendar; not before somebody agreed to a time of it."""
    one = reader.load(Appointment, appointment_id)
    request = None if one is None else reader.load(ServiceRequest, one.request)
    if one is None or request is None or (one.state is AppointmentState.OFFERED and not one.moves):
        return ()
    text = event_of(one, request, context).text(say, context.now)
    return (EnclosedFile(name=FILE_NAME, media_type=MEDIA_TYPE, content=text),)


for _name in (*BRINGS, "appointment_yours", "appointment_moved_yours"):
    attached(_name)(calendar_file)
