"""A complaint as its customer reads it, and with its clock and the law for staff."""

from __future__ import annotations

from datetime import date, datetime

from ..base.actors import STAFF
from ..base.references import Reference
from ..base.text import CustomerText, SafeText
from ..context import Context
from ..countries.values import Law
from ..customer_rooms.continued import Continued
from ..guardrails.disclosure import customer_view, staff_view
from ..ports.store import Reader
from ..service_requests.access import remaining, request_view
from ..service_requests.model import ServiceRequest
from ..service_requests.parts import RoomPart, room_part, standing_part
from ..service_requests.rules import VIEW_REQUESTS
from ..subjects import get_visible
from ..triage.queue import QueueRow, row_of
from ..warranties.model import Warranty
from ..warranties.rules import warranties_of
from .model import (
    CLOCK,
    MOST,
    OF_REPAIR,
    Complaint,
    ComplaintAnswer,
    ComplaintGround,
    ComplaintLink,
    ComplaintWish,
    can_be_complained_about,
)
from .rules import complaint_of


@customer_view
class RoomComplaint(RoomPart):
    """What a request complains about, and the shop's answer, as its customer reads them.

    Attributes:
        repair: The repair that it is about, where that continues; None where nobody knows of one.
        answer_by: The last day for an answer; None where the law says nothing.
        differs: Whether it was answered otherwise than asked for, so that who helps consumers is said.
    """

    repair: Continued | None
    part: SafeText | None
    noticed: SafeText | None
    ground: ComplaintGround
    wish: ComplaintWish
    received_on: date
    answer_by: date | None
    answer: ComplaintAnswer | None
    reasons: CustomerText | None
    answered_at: datetime | None
    differs: bool


@customer_view
class ComplaintInRoom:
    """A complaint about a repair, in the repair's room: the link says where, and proves nothing."""

    at: Continued
    made_at: datetime
    answered: bool


@customer_view
class RoomComplaints(RoomPart):
    """Complaints about a repair, latest first."""

    rows: tuple[ComplaintInRoom, ...]


@customer_view
class CanComplain(RoomPart):
    """That the work is over, so that a complaint can begin."""


@staff_view
class RequestComplaints:
    """A request as a complaint, and the complaints about it.

    Attributes:
        complaint: What it complains about; None where it is none.
        repair: The reference of the request that it is about, as far as the viewer may see that.
        days_left: Until the last day for an answer, negative once it is over; None where nothing is waited for, or the
            law says nothing.
        law: The provision that sets the time.
        silence: What it means when nobody answers in time, in the reader's choice of languages; empty where the law
            says nothing.
        covered: What of the repair is covered, each with whether it is over, for a complaint about it.
        about: Complaints about this request, latest first.
        can_be_made: Whether a complaint about it can begin.
    """

    complaint: Complaint | None
    repair: Reference | None
    days_left: int | None
    law: Law | None
    silence: dict[str, str]
    covered: tuple[tuple[Warranty, bool], ...]
    about: tuple[QueueRow, ...]
    can_be_made: bool


def _at(reader: Reader, request: ServiceRequest) -> Continued:
    last = remaining(reader, request)
    return Continued(id=last.id, generation=last.generation, reference=Reference.stored(last.reference))


@room_part(Complaint)
def complaint_in_room(reader: Reader, request: ServiceRequest, context: Context) -> RoomComplaint | None:
    """The complaint in its own room."""
    found = complaint_of(reader, request)
    if found is None:
        return None
    repair = None if found.repair is None else reader.load(ServiceRequest, found.repair)
    return RoomComplaint(
        repair=None if repair is None else _at(reader, repair),
        part=found.part,
        noticed=found.noticed,
        ground=found.ground,
        wish=found.wish,
        received_on=found.received_on,
        answer_by=found.answer_by,
        answer=found.answer,
        reasons=found.reasons,
        answered_at=found.answered_at,
        differs=found.answer not in (None, ComplaintAnswer.ACCEPTED),
    )


@room_part(ComplaintLink)
def complaints_in_room(reader: Reader, request: ServiceRequest, context: Context) -> RoomComplaints:
    """The complaints about a repair, in its room."""
    found = reader.find(OF_REPAIR, {"request": request.id}, limit=MOST)
    return RoomComplaints(
        rows=tuple(
            ComplaintInRoom(at=_at(reader, one), made_at=link.made_at, answered=one.complaint_due is None)
            for link, one in found
            if one is not None and one.erased_at is None
        )
    )


@standing_part(can_be_complained_about)
def can_complain(reader: Reader, request: ServiceRequest, context: Context) -> CanComplain:
    """The way to a complaint."""
    return CanComplain()


@request_view(actors=STAFF, right=VIEW_REQUESTS)
def view_request_complaints(reader: Reader, context: Context, request: ServiceRequest) -> RequestComplaints:
    """What a request complains about, with the law's clock, and the complaints about it.

    Args:
        request_id: The request's id.

    Returns:
        Both, or a refusal when there is no such request within the viewer's locations.
    """
    complaint, law = complaint_of(reader, request), context.settings.law
    clock = None if complaint is None else law.clock(CLOCK, complaint.received_on)
    repair, days_left = None, None
    today = context.settings.calendar(request.location).day_of(context.now)
    if complaint is not None:
        repair = None if complaint.repair is None else get_visible(reader, ServiceRequest, complaint.repair, context)
        waits = complaint.answer is None and complaint.answer_by is not None
        days_left = (complaint.answer_by - today).days if waits and complaint.answer_by else None
    there = ComplaintLink.record_type.name in request.has
    links = reader.find(OF_REPAIR, {"request": request.id}, limit=MOST) if there else ()
    seen = (get_visible(reader, ServiceRequest, link.complaint, context) for link, _ in links)
    return RequestComplaints(
        complaint=complaint,
        repair=None if repair is None else Reference.stored(repair.reference),
        days_left=days_left,
        law=None if clock is None else law.law(clock.law),
        silence={} if clock is None else dict(clock.silence),
        covered=() if repair is None else tuple((one, one.is_over(today)) for one in warranties_of(reader, repair)),
        about=tuple(row_of(one) for one in seen if one is not None),
        can_be_made=can_be_complained_about(request),
    )
