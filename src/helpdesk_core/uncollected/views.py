"""What staff see of a device that waits to be collected, and its customer of what they were told."""

from __future__ import annotations

from datetime import date, datetime

from ..base.actors import CUSTOMERS, STAFF
from ..base.contacts import Contact, ContactKind
from ..base.text import SafeText
from ..contacts.model import CONTACTS
from ..context import Context
from ..guardrails.disclosure import customer_view, staff_view
from ..ports.store import Reader
from ..service_requests.access import request_view
from ..service_requests.model import ServiceRequest
from ..service_requests.parts import RoomPart, room_part
from .model import Uncollected, is_paused, uncollected_id
from .rules import RECORD, storage_from


@customer_view
class RoomUncollected(RoomPart):
    """What the customer was told of the device that waits for them.

    Attributes:
        ready_at: Since when it can be collected.
        storage_from: From which day storing it costs something, None where nothing was said of that.
        terms: What it costs, in the words that were sent.
        terms_version: Of which version of the shop's terms those are.
        terms_language: The language of those words.
    """

    ready_at: datetime
    storage_from: date | None
    terms: str | None
    terms_version: str
    terms_language: str | None


@staff_view
class WaitsToBeCollected:
    """A device that is ready and was not collected.

    Attributes:
        ready_at: Since when.
        days: For how many whole days.
        first_at: When its customer was reminded first, ``second_at`` once more; None where they were not.
        is_paused: Whether no reminder goes out, ``paused_by`` who of the staff paused them by hand.
        reminds: Whether the shop sends any.
        storage_from: From which day storing it costs something by the shop's terms; None where they say nothing.
        storage_began: Whether that day has come.
        phones: Numbers by which its customer can be called.
    """

    ready_at: datetime
    days: int
    first_at: datetime | None
    second_at: datetime | None
    is_paused: bool
    paused_by: SafeText | None
    reminds: bool
    storage_from: date | None
    storage_began: bool
    phones: tuple[Contact, ...]


@room_part(Uncollected)
def room_uncollected(reader: Reader, request: ServiceRequest, context: Context) -> RoomUncollected | None:
    """What was said, as long as the device waits."""
    one = None if request.ready_at is None else reader.load(Uncollected, uncollected_id(request))
    if one is None or one.first_at is one.second_at is None:
        return None
    return RoomUncollected(
        ready_at=one.ready_at,
        storage_from=one.storage_from,
        terms=one.said_terms,
        terms_version=one.said_version,
        terms_language=one.terms_language,
    )


@request_view(actors=CUSTOMERS)
def view_uncollected(reader: Reader, context: Context, request: ServiceRequest) -> RoomUncollected | None:
    """What the customer was told of their device that waits to be collected.

    Args:
        request_id: The request's id.

    Returns:
        That, None for nothing; or a refusal for a request that is not the viewer's.
    """
    return room_uncollected(reader, request, context)


@request_view(actors=STAFF, right=RECORD)
def view_request_uncollected(reader: Reader, context: Context, request: ServiceRequest) -> WaitsToBeCollected | None:
    """How long a request's device has waited to be collected, and what its customer was sent.

    Args:
        request_id: The request's id.

    Returns:
        That, None where nothing waits; or a refusal when there is no such request within the viewer's locations.
    """
    if request.ready_at is None:
        return None
    settings, one = context.settings, reader.load(Uncollected, uncollected_id(request))
    calendar, begins = settings.calendar(request.location), storage_from(request, settings)
    points = reader.find(CONTACTS, {"request": request.id})
    return WaitsToBeCollected(
        ready_at=request.ready_at,
        days=(context.now - request.ready_at).days,
        first_at=None if one is None else one.first_at,
        second_at=None if one is None else one.second_at,
        is_paused=is_paused(request, one),
        paused_by=None if one is None else one.paused_by_name,
        reminds=bool(settings.collect_first_days or settings.collect_second_days),
        storage_from=begins,
        storage_began=begins is not None and begins <= calendar.day_of(context.now),
        phones=tuple(one.value for one in points if one.contact_kind is ContactKind.PHONE and not one.is_erased),
    )
