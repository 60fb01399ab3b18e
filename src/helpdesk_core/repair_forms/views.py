"""What customers and staff see of European repair forms. The pages are made of `RepairFormView` alone."""

from __future__ import annotations

from datetime import date, datetime

from ..base.actors import CUSTOMERS, STAFF
from ..base.changes import Refusal
from ..base.messages import Message
from ..base.money import Money
from ..base.text import SafeText
from ..context import Context
from ..guardrails.disclosure import customer_view, staff_view
from ..ports.store import Reader
from ..quotes.model import Quote, QuoteLine, Standing
from ..quotes.pricing import span
from ..quotes.versions import QuotesOf, quotes_of
from ..service_requests.access import SHOW_AGAIN, is_proof_old, request_view
from ..service_requests.model import ServiceRequest
from ..service_requests.parts import RoomPart, room_part
from .model import OF_REQUEST, RepairForm, form_id
from .rules import MAKE, problem

_MOST = 50


@customer_view
class RepairFormView:
    """One form with what its quote says.

    Attributes:
        id: The form's.
        number: Of the quote's version.
        language: Of its customer.
        seller: Who repairs: full name.
        address: Where they are.
        place: Where the good is handed over.
        repair: What is suggested: the lines of the quote.
        least: What the cheapest complete choice costs, tax included.
        most: The highest price.
    """

    id: str
    number: int
    language: str
    seller: str
    address: str
    phone: str
    email: str
    place: str
    good: SafeText
    defect: SafeText
    repair: tuple[QuoteLine, ...]
    least: Money
    most: Money
    time: SafeText
    replacement: SafeText
    services: SafeText | None
    more: SafeText | None
    valid_until: date
    made_at: datetime


@customer_view
class RoomRepairForms(RoomPart):
    """The forms of a request's quotes, the newest first."""

    rows: tuple[RepairFormView, ...]


@staff_view
class RepairFormsForStaff:
    """The forms of a request, and the quote of which one can be given now.

    Attributes:
        quote: The id of the quote that waits for a decision and has no form; None for none.
        problem: Why none can be given of it yet.
        defect: The beginning of the customer's own words.
        days: The usual time in working days, None where the location says none.
        expected: The day on which a person expects it to be done.
    """

    rows: tuple[RepairFormView, ...]
    quote: str | None
    problem: Message | None
    defect: SafeText
    days: tuple[int, int] | None
    expected: date | None


def _forms(reader: Reader, request: ServiceRequest, found: QuotesOf) -> tuple[RepairFormView, ...]:
    if RepairForm.record_type.name not in request.has:
        return ()
    quotes = {one.id: one for one, _ in found.versions}
    rows = reader.find(OF_REQUEST, {"request": request.id}, limit=_MOST)
    return tuple(_shown(one, quotes[one.quote], request) for one in rows if one.quote in found.offered)


def _shown(one: RepairForm, quote: Quote, request: ServiceRequest) -> RepairFormView:
    least, most = span(quote)
    shop = one.shop
    return RepairFormView(
        id=one.id,
        number=quote.number,
        language=request.language,
        seller=shop["name"],
        address=shop["address"],
        phone=shop["phone"],
        email=shop["email"],
        place=shop["place"],
        good=one.good,
        defect=one.defect,
        repair=quote.lines,
        least=least,
        most=most,
        time=one.time,
        replacement=one.replacement,
        services=one.services,
        more=one.more,
        valid_until=one.valid_until,
        made_at=one.made_at,
    )


@room_part(RepairForm)
def room_repair_forms(reader: Reader, request: ServiceRequest, context: Context) -> RoomRepairForms | None:
    """The forms, for who may see quotes now."""
    if is_proof_old(context):
        return None
    return RoomRepairForms(rows=_forms(reader, request, quotes_of(reader, request)))


@request_view(actors=CUSTOMERS)
def view_repair_forms(reader: Reader, context: Context, request: ServiceRequest) -> RoomRepairForms | Refusal:
    """The European repair forms that a customer was given.

    Args:
        request_id: The request's id.

    Returns:
        The forms, or a refusal for a request that is not the viewer's, also where a new code is asked for.
    """
    return room_repair_forms(reader, request, context) or SHOW_AGAIN


@request_view(actors=STAFF, right=MAKE)
def view_request_repair_forms(reader: Reader, context: Context, request: ServiceRequest) -> RepairFormsForStaff:
    """The European repair forms of a request, and whether one can be given.

    Args:
        request_id: The request's id.

    Returns:
        They, or a refusal when there is no such request within the viewer's locations.
    """
    found = quotes_of(reader, request)
    rows = _forms(reader, request, found)
    quote = found.current
    if quote is not None and (
        found.standing(quote, context) is not Standing.OPEN or any(one.id == form_id(quote) for one in rows)
    ):
        quote = None
    wrong = None if quote is None else problem(found, quote, context)
    place = context.settings.location(request.location)
    return RepairFormsForStaff(
        rows=rows,
        quote=None if quote is None else quote.id,
        problem=None if wrong is None else Message(wrong.code, wrong.params),
        defect=request.subject,
        days=None if place is None else place.turnaround_days,
        expected=request.estimate,
    )
