"""Testimonials as everybody, the customer, and staff read them."""

from __future__ import annotations

from datetime import datetime

from ..base.actors import CUSTOMERS, STAFF
from ..base.text import CustomerText
from ..context import Context
from ..guardrails.disclosure import customer_view, staff_view
from ..outcomes.model import answered_outcome
from ..ports.store import Reader
from ..service_requests.access import request_view
from ..service_requests.model import ServiceRequest
from ..service_requests.parts import RoomPart, room_part
from ..viewing import view
from .model import IN_STATE, OF_REQUEST, Testimonial, TestimonialState, is_shown
from .rules import ASK, CHECK, can_be_asked, latest_of

_MOST = 50


@customer_view
class ShownTestimonial:
    """A testimonial as everybody reads it: words, how they are signed, and when they were shown first."""

    text: CustomerText
    name: CustomerText | None
    language: str
    published_at: datetime


@customer_view
class ShownTestimonials:
    """All that everybody may read, the latest request first. Nothing else has a say in the order."""

    rows: tuple[ShownTestimonial, ...]
    next: str | None


@customer_view
class OwnTestimonial(RoomPart):
    """The testimonial that a customer is or was asked for."""

    state: TestimonialState
    text: CustomerText | None
    name: CustomerText | None


@staff_view
class RequestTestimonial:
    """What staff see of it beside the request."""

    testimonial: Testimonial | None
    is_shown: bool
    can_be_asked: bool


@staff_view
class TestimonialList:
    """Testimonials in one state."""

    __test__ = False

    rows: tuple[Testimonial, ...]
    references: dict[str, str]
    """By the id of the request."""
    next: str | None


@view(actors=CUSTOMERS)
def view_testimonials(reader: Reader, context: Context, *, after: str | None = None) -> ShownTestimonials:
    """What customers say, for everybody.

    Args:
        after: `ShownTestimonials.next` of the page before.

    Returns:
        Those that the customer permitted and a person decided about, checked now.
    """
    found = reader.find(
        IN_STATE, {"state": TestimonialState.PUBLISHED}, after=IN_STATE.decode_cursor(after), limit=_MOST + 1
    )
    rows = tuple(
        ShownTestimonial(text=one.text, name=one.name, language=one.language, published_at=one.published_at)
        for one, decision in found[:_MOST]
        if is_shown(one, decision)
    )
    more = IN_STATE.cursor_of(found[_MOST - 1][0]).encode() if len(found) > _MOST else None
    return ShownTestimonials(rows=rows, next=more)


@room_part(Testimonial)
def own_testimonial(reader: Reader, request: ServiceRequest, context: Context) -> OwnTestimonial | None:
    """The testimonial about a request, for its customer."""
    latest = latest_of(reader, request.id)
    return None if latest is None else OwnTestimonial(state=latest.state, text=latest.text, name=latest.name)


@request_view(actors=CUSTOMERS)
def view_own_testimonial(reader: Reader, context: Context, request: ServiceRequest) -> OwnTestimonial | None:
    """The testimonial about one's own request.

    Args:
        request_id: The request's id.

    Returns:
        The testimonial; None where nobody asked; a refusal for a request that is not the viewer's.
    """
    return own_testimonial(reader, request, context)


@request_view(actors=STAFF, right=ASK)
def view_request_testimonial(reader: Reader, context: Context, request: ServiceRequest) -> RequestTestimonial:
    """The testimonial about a request, for staff.

    Args:
        request_id: The request's id.

    Returns:
        It, or a refusal when there is no such request within the viewer's locations.
    """
    found = reader.find(OF_REQUEST, {"request": request.id}, limit=1)
    testimonial, decision = found[0] if found else (None, None)
    outcome, answer = answered_outcome(reader, request)
    return RequestTestimonial(
        testimonial=testimonial,
        is_shown=testimonial is not None and is_shown(testimonial, decision),
        can_be_asked=testimonial is None and can_be_asked(outcome, answer),
    )


@view(actors=STAFF, right=CHECK)
def view_testimonial_list(
    reader: Reader, context: Context, state: TestimonialState, *, after: str | None = None
) -> TestimonialList:
    """Testimonials in one state, for whoever checks them.

    Args:
        state: The state.
        after: `TestimonialList.next` of the page before.

    Returns:
        The list, the latest asked for first.
    """
    found = reader.find(IN_STATE, {"state": state}, after=IN_STATE.decode_cursor(after), limit=_MOST + 1)
    rows = tuple(one for one, _ in found[:_MOST])
    requests = {one.request: reader.load(ServiceRequest, one.request) for one in rows}
    return TestimonialList(
        rows=rows,
        references={id: request.reference for id, request in requests.items() if request is not None},
        next=IN_STATE.cursor_of(rows[-1]).encode() if len(found) > _MOST else None,
    )
