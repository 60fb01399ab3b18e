"""Giving the form with a quote that waits for a decision. A person fills in what the quote does not say."""

from __future__ import annotations

from datetime import date, timedelta

import attrs

from ..base.actors import STAFF
from ..base.changes import NOBODY, Change, Refusal, RefusalKind, Save, Verdict, refused
from ..base.commands import command, text
from ..base.messages import define
from ..base.results import Result
from ..base.text import Published, RawText
from ..context import Context
from ..guardrails.rights import right
from ..handlers import handles
from ..ports.store import Reader
from ..quotes.model import Quote, Standing
from ..quotes.versions import QuoteCommand, QuotesOf, quotes_of
from ..service_requests.access import load_request
from ..service_requests.model import ServiceRequest
from ..service_requests.rules import done
from ..settings import Settings
from ..settings.places import place_line
from .model import LEAST_DAYS, RepairForm, form_id

MAKE = right("repair_forms.make", "Give the European repair information form with a quote.")
NO_QUOTE = Refusal(
    define("refusal.repair_form_no_quote", "This quote does not wait for a decision, so there is no form of it."),
    kind=RefusalKind.CONFLICT,
)
TOO_SHORT = define(
    "refusal.repair_form_too_short",
    "The form holds for at least 30 days, and this quote ends sooner. Please offer one that is valid until {day} at "
    "least.",
)
NO_SHOP = Refusal(
    define(
        "refusal.repair_form_no_shop",
        "The form says who repairs, where, by which phone and e-mail: an admin fills that in in the settings.",
    ),
    kind=RefusalKind.CONFLICT,
)
MADE_ALREADY = Refusal(
    define("refusal.repair_form_made", "There is a form of this quote already. What it says holds, so it stays."),
    kind=RefusalKind.CONFLICT,
)


@command
class MakeRepairForm(QuoteCommand[Result]):
    """Give the European repair information form of the quote that stands.

    Args:
        defect: What is wrong.
        time: How long the repair takes.
        replacement: Whether there is a good for the meantime, and what it costs.
        services: What else is offered, each with its price.
        more: Whatever else is to be said.
    """

    defect: RawText = text(max_length=500)
    time: RawText = text(max_length=200)
    replacement: RawText = text(max_length=300)
    services: RawText | None = text(max_length=500, default=None)
    more: RawText | None = text(max_length=1000, default=None)


class RepairFormMade(Change, action="repair_form_made", label="European repair form given", tells=NOBODY):
    """The form stands beside the quote in the room."""

    repair_form: str


@attrs.frozen(kw_only=True)
class OfForm(QuotesOf):
    """A request with its quotes, and the form of the one that is named."""

    before: RepairForm | None = None


def load_form(reader: Reader, command: MakeRepairForm, context: Context) -> OfForm | Refusal:
    """The quotes, and whether there is a form of this one."""
    loaded = load_request(reader, command, context)
    if isinstance(loaded, Refusal):
        return loaded
    found = quotes_of(reader, loaded.request)
    quote = next((one for one, _ in found.versions if one.id == command.quote), None)
    before = None if quote is None else reader.load(RepairForm, form_id(quote))
    return OfForm(before=before, **{field.name: getattr(found, field.name) for field in attrs.fields(QuotesOf)})


def first_enough(context: Context) -> date:
    """The first day until which a form that is given now may hold."""
    return context.now.astimezone(context.settings.zone).date() + timedelta(days=LEAST_DAYS)


def seller_of(request: ServiceRequest, settings: Settings) -> dict[str, str]:
    """The shop as the form names it; a value that is "" is not filled in."""
    return {
        "name": settings.company,
        "address": settings.address,
        "phone": settings.phone,
        "email": settings.privacy_contact,
        "place": place_line(settings, request.location, request.language),
    }


def problem(found: QuotesOf, quote: Quote | None, context: Context) -> Refusal | None:
    """Why no form can be given of a quote; None where one can."""
    if quote is None or quote.id not in found.offered or found.standing(quote, context) is not Standing.OPEN:
        return NO_QUOTE
    if not all(seller_of(found.request, context.settings).values()):
        return NO_SHOP
    if quote.valid_until < (day := first_enough(context)):
        return Refusal(TOO_SHORT, {"day": day}, kind=RefusalKind.CONFLICT)
    return None


@handles(MakeRepairForm, actors=STAFF, load=load_form, right=MAKE)
def make(loaded: OfForm, command: MakeRepairForm, context: Context) -> Verdict[Result]:
    """Once for each version of a quote: what it says holds."""
    request = loaded.request
    quote = next((one for one, _ in loaded.versions if one.id == command.quote), None)
    if (wrong := problem(loaded, quote, context)) is not None or quote is None:
        return refused(wrong or NO_QUOTE)
    if loaded.before is not None:
        return refused(MADE_ALREADY)
    made = context.make(
        RepairForm,
        id=form_id(quote),
        request=request.id,
        quote=quote.id,
        seller=Published.of(seller_of(request, context.settings)),
        good=request.device_checked or request.device,
        defect=context.texts["defect"],
        time=context.texts["time"],
        replacement=context.texts["replacement"],
        services=context.texts.get("services"),
        more=context.texts.get("more"),
        valid_until=quote.valid_until,
        made_at=context.now,
        made_by_name=context.staff_name,
    )
    return done(request, context, RepairFormMade(repair_form=made.id), result=Result(), saves=(Save(after=made),))
