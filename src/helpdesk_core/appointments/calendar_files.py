"""An appointment as a file for people's calendars (RFC 5545). It says when and where, and nothing of what is wrong.

Times are in UTC, which every calendar shows in its owner's zone: a single event needs no rules of a zone.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from ..base.messages import Message, define
from ..context import Context
from ..guardrails.disclosure import customer_view
from ..service_requests.model import ServiceRequest
from ..settings import place_line
from .model import Appointment, AppointmentKind, AppointmentState

FILE_NAME = "appointment.ics"
MEDIA_TYPE = "text/calendar"
SUMMARY = define("appointment.calendar.summary", "{kind}: {shop}")
ABOUT = define("appointment.calendar.about", "Your reference is {reference}.")
_LINE_OCTETS = 75
_STATUS = {AppointmentState.OFFERED: "TENTATIVE", AppointmentState.CANCELLED: "CANCELLED"}


@customer_view
class AppointmentEvent:
    """What a calendar is told.

    Attributes:
        uid: The same for every version of one appointment, so that a later one takes the place of an earlier.
        sequence: Grows with every change.
        about: What it is about, in words.
        place: Where it is; empty where nobody said, or at the customer's.
        organizer: The shop's address for replies, empty for none.
    """

    uid: str
    sequence: int
    state: AppointmentState
    starts_at: datetime
    ends_at: datetime
    summary: Message
    about: Message
    place: str
    shop: str
    organizer: str

    def text(self, say: Callable[[Message], str], now: datetime) -> str:
        """The file.

        Args:
            say: Puts a message into the reader's language.
            now: When it is made.

        Returns:
            The text, its lines folded and ended as RFC 5545 wants.
        """
        is_over = self.state is AppointmentState.CANCELLED
        # A method needs an organizer (RFC 5546, 3.2.1 and 3.2.5): without one it is a plain file.
        method = (f"METHOD:{'CANCEL' if is_over else 'PUBLISH'}",) if self.organizer else ()
        organizer = (f'ORGANIZER;CN="{_quoted(self.shop)}":mailto:{self.organizer}',) if self.organizer else ()
        place = (f"LOCATION:{escaped(self.place)}",) if self.place else ()
        lines = (
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//helpdesk_core//appointments//EN",
            *method,
            "BEGIN:VEVENT",
            f"UID:{self.uid}",
            f"SEQUENCE:{self.sequence}",
            f"DTSTAMP:{_utc(now)}",
            f"DTSTART:{_utc(self.starts_at)}",
            f"DTEND:{_utc(self.ends_at)}",
            f"SUMMARY:{escaped(say(self.summary))}",
            f"DESCRIPTION:{escaped(say(self.about))}",
            *place,
            *organizer,
            f"STATUS:{_STATUS.get(self.state, 'CONFIRMED')}",
            "END:VEVENT",
            "END:VCALENDAR",
        )
        return "".join(f"{folded(line)}\r\n" for line in lines)


def event_of(appointment: Appointment, request: ServiceRequest, context: Context) -> AppointmentEvent:
    """An appointment as a calendar is told of it."""
    settings = context.settings
    kind = Message(appointment.kind.label)
    return AppointmentEvent(
        uid=f"{appointment.id}@helpdesk-core",
        sequence=appointment.moves,
        state=appointment.state,
        starts_at=appointment.starts_at,
        ends_at=appointment.ends_at,
        summary=Message(SUMMARY, {"kind": kind, "shop": settings.shop_name}),
        about=Message(ABOUT, {"reference": request.reference}),
        place=where(appointment, request.language, context),
        shop=settings.shop_name,
        organizer=settings.privacy_contact,
    )


def where(appointment: Appointment, language: str, context: Context) -> str:
    """Where the customer comes to, in one line; "" for a visit."""
    if appointment.kind is AppointmentKind.VISIT:
        return ""
    return place_line(context.settings, appointment.location, language)


def escaped(words: str) -> str:
    """A text as a value of the file (RFC 5545, 3.3.11)."""
    for char, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r\n", "\\n"), ("\n", "\\n"), ("\r", "\\n")):
        words = words.replace(char, written)
    return words


def _quoted(words: str) -> str:
    """A text as a quoted parameter (RFC 6868)."""
    return " ".join(words.split()).replace("^", "^^").replace('"', "^'")


def folded(line: str) -> str:
    """A line in pieces of at most 75 octets, no letter torn apart (RFC 5545, 3.1)."""
    pieces, piece, size = list[str](), "", 0
    for char in line:
        octets = len(char.encode())
        if size + octets > _LINE_OCTETS:
            pieces.append(piece)
            piece, size = " ", 1
        piece, size = piece + char, size + octets
    return "\r\n".join((*pieces, piece))


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
