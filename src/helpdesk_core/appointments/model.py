"""An appointment, and the times of a day that are taken at a location."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from ..base.changes import Effect
from ..base.digests import outside_id
from ..base.phases import Phase
from ..base.queries import Query
from ..base.records import Guard, Index, Purge, Record, col, record
from ..base.text import SafeText
from ..base.values import piece
from ..base.worded import Worded
from ..guardrails.decisions import Decision, Guarded


class AppointmentKind(Worded, prefix="appointment.kind"):
    """What it is for."""

    DROP_OFF = "drop_off", "Bringing the device"
    PICK_UP = "pick_up", "Collecting the device"
    VISIT = "visit", "A technician's visit"

    def suits(self, phase: Phase) -> bool:
        """Whether customers choose such a time by themselves in a phase: a device is brought before anybody works on
        it, looked at until it is done, and collected then.

        Args:
            phase: Where the request stands.

        Returns:
            Whether they do.
        """
        return phase in _SUITS[self]


_BEFORE = frozenset({Phase.RECEIVED, Phase.CONFIRMED, Phase.IN_REVIEW, Phase.WAITING_FOR_CUSTOMER})
_SUITS = {
    AppointmentKind.DROP_OFF: _BEFORE,
    AppointmentKind.VISIT: _BEFORE | {Phase.IN_PROGRESS},
    AppointmentKind.PICK_UP: frozenset({Phase.READY, Phase.OUTCOME_RECORDED}),
}


class AppointmentState(Worded, prefix="appointment.state"):
    """How far it has come. Booked is what a person decided; the rest are facts."""

    OFFERED = "offered", "Suggested, not confirmed"
    BOOKED = "booked", "Confirmed"
    CANCELLED = "cancelled", "Cancelled"
    KEPT = "kept", "Took place"
    MISSED = "missed", "Nobody came"

    @property
    def is_open(self) -> bool:
        """Whether it holds its time."""
        return self in (AppointmentState.OFFERED, AppointmentState.BOOKED)


FREE = tuple(one.value for one in AppointmentState if one is not AppointmentState.BOOKED)


class MadeBy(StrEnum):
    """Who chose the time that holds now."""

    CUSTOMER = "customer"
    SHOP = "shop"


@record(
    "appointments",
    indexes=(
        Index(("request", "starts_at", "id")),
        Index(("tenant", "location", "day", "starts_at", "id")),
    ),
    guard=Guard(Effect.BOOK.value, "state", FREE),
)
class Appointment(Guarded):
    """A time for one request: offered by staff or chosen by the customer, booked by a person who decided so."""

    decides = ("request", "kind", "location", "starts_at", "ends_at")
    request: str = col(references="service_requests")
    kind: AppointmentKind
    state: AppointmentState
    location: str
    """The id of the location, empty for a shop that has none."""
    day: date
    """The shop's day on which it is: with the location it names the `AppointmentDay` that holds its time."""
    starts_at: datetime
    ends_at: datetime
    note: SafeText | None = col(personal=True, default=None)
    """Where to come to, or what to bring: in the words of who made it."""
    made_by: MadeBy
    made_by_name: SafeText | None = col(personal="staff", default=None)
    made_at: datetime
    moves: int = col(default=0)
    """How often its time or state was changed: what calendars call its sequence (RFC 5545, 3.8.7.4)."""


@piece
class TakenTime:
    """A time that somebody holds.

    Attributes:
        appointment: Its id.
    """

    appointment: str
    starts_at: datetime
    ends_at: datetime


@record(
    "appointment_days",
    outside_ids=True,
    purges=(Purge("ends_at", days=30),),
)
class AppointmentDay(Record):
    """The times of one day at one location that are held: whoever takes one writes this row, so that of several people
    who want the last place one gets it. It says who holds a time by id alone."""

    location: str
    day: date
    ends_at: datetime
    """When the day is over; some time after that the row goes."""
    taken: tuple[TakenTime, ...] = col(personal=False)


OF_REQUEST = Query(
    Appointment, equals=("tenant", "request"), order=("starts_at", "id"), newest_first=True, join="decided"
)
OF_DAY = Query(Appointment, equals=("tenant", "location", "day"), order=("starts_at", "id"), join="decided")
DAYS = Query(AppointmentDay, in_="id")


def day_id(tenant: str, location: str, day: date) -> str:
    """The one id of a location's day."""
    return outside_id(tenant, AppointmentDay.record_type.name, f"{location}\n{day.isoformat()}")


def is_booked(appointment: Appointment, decision: Decision | None) -> bool:
    """Whether a person decided exactly this, checked now; False for one that is only offered, or over."""
    return appointment.state is AppointmentState.BOOKED and appointment.is_decided(Effect.BOOK, decision)
