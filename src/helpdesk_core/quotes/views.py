"""What customers and staff see of quotes. Looking starts nothing: no view writes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from ..base.actors import CUSTOMERS, STAFF
from ..base.changes import Refusal
from ..base.money import Money
from ..base.text import CustomerText, SafeText
from ..context import Context
from ..guardrails.decisions import Decision
from ..guardrails.disclosure import customer_view, staff_view
from ..guardrails.rights import may
from ..ports.store import Reader
from ..service_requests.model import ServiceRequest
from ..service_requests.rules import VIEW_REQUESTS
from ..subjects import NOT_FOUND, get_visible
from ..viewing import view
from .answers import INCOMPLETE, VERIFY_AGAIN, cannot_answer
from .model import LimitUse, Part, Quote, QuoteAnswer, QuoteOption, Standing, is_offered
from .rules import OFFER, PREPARE, why_no_limit
from .totals import Choice, PricedChoice, currency_of, places, price, span
from .versions import QuotesOf, quotes_of


@customer_view
class LineView:
    """A line: ``place`` is its number in the quote, prices are gross."""

    place: int
    text: SafeText
    quantity: int
    unit_price: Money
    gross: Money


@customer_view
class OptionView:
    """One alternative, with its lines and what they come to."""

    letter: Part
    title: SafeText
    text: SafeText | None
    lines: tuple[LineView, ...]
    gross: Money


@customer_view
class TaxView:
    """The tax contained at one rate (basis points)."""

    rate: int
    tax: Money


@customer_view
class ChosenView:
    """A complete choice, all of it: what is taken, what is left out, and what it costs.

    ``digest`` is what an approval names.
    """

    options: tuple[Part, ...]
    extras: tuple[int, ...]
    titles: tuple[SafeText, ...]
    lines: tuple[LineView, ...]
    left_out: tuple[LineView, ...]
    gross: Money
    net: Money
    taxes: tuple[TaxView, ...]
    digest: str


@customer_view
class LimitUseView:
    """That the shop went ahead within the customer's limit: by whom, when."""

    total: Money
    limit: Money
    by: SafeText | None
    at: datetime


@customer_view
class OlderQuote:
    """An earlier version, in one line; ``total`` only where one was approved."""

    number: int
    offered_at: datetime
    standing: Standing
    total: Money | None


@customer_view
class QuoteView:
    """The quote that stands."""

    id: str
    digest: str
    number: int
    standing: Standing
    can_answer: bool
    fresh: bool
    """Whether whoever looks could decide without proving again who they are."""
    text: CustomerText | None
    prepared_by: SafeText | None
    offered_at: datetime
    valid_until: date
    always: tuple[LineView, ...]
    groups: tuple[tuple[OptionView, ...], ...]
    extras: tuple[LineView, ...]
    least: Money
    """What the cheapest complete choice costs."""
    most: Money
    chosen: ChosenView | None
    """What was approved; of a quote without anything to choose, all of it."""
    answered_at: datetime | None
    limit_use: LimitUseView | None
    older: tuple[OlderQuote, ...]


@staff_view
class QuoteForStaff:
    """One version."""

    quote: Quote
    holds: bool
    """Whether a decision that holds shows it to the customer."""
    standing: Standing | None
    """None for a draft, and for what does not hold."""
    least: Money
    most: Money
    chosen: PricedChoice | None
    """What was approved; of a quote without anything to choose, all of it."""
    answer: QuoteAnswer | None
    limit_use: LimitUse | None
    can_use_limit: bool
    """Whether staff may go ahead within the customer's limit."""


@staff_view
class QuotesForStaff:
    """All versions of a request's quote, newest first, beside the customer's limit."""

    limit: Money | None
    versions: tuple[QuoteForStaff, ...]
    draft: Quote | None
    can_prepare: bool
    can_offer: bool


@view(actors=CUSTOMERS)
def view_quote(reader: Reader, context: Context, request_id: str) -> QuoteView | Refusal | None:
    """The quote that stands, for its customer; None when there is none."""
    request = get_visible(reader, ServiceRequest, request_id, context)
    if request is None:
        return NOT_FOUND
    found = quotes_of(reader, request)
    quote = found.current
    return None if quote is None else _shown(found, quote, context)


@view(actors=CUSTOMERS)
def view_choice(
    reader: Reader, context: Context, request_id: str, *, options: Sequence[str] = (), extras: Sequence[str] = ()
) -> ChosenView | Refusal:
    """What a choice comes to, all of it, before it is decided; a refusal for what is no complete choice."""
    request = get_visible(reader, ServiceRequest, request_id, context)
    quote = None if request is None else quotes_of(reader, request).current
    if quote is None:
        return NOT_FOUND
    try:
        choice = Choice(options=tuple(map(Part, options)), extras=tuple(map(int, extras)))
    except ValueError:
        return INCOMPLETE
    priced = price(quote, choice)
    return INCOMPLETE if priced is None else _chosen_view(quote, priced)


def _shown(found: QuotesOf, quote: Quote, context: Context) -> QuoteView:
    refusal = cannot_answer(found, quote, context)
    answer, used, chosen = found.answers.get(quote.id), found.limit_uses.get(quote.id), _chosen(found, quote)
    least, most = span(quote)
    return QuoteView(
        id=quote.id,
        digest=quote.digest,
        number=quote.number,
        standing=found.standing(quote, context),
        can_answer=refusal in (None, VERIFY_AGAIN),
        fresh=refusal is None,
        text=quote.text,
        prepared_by=quote.prepared_by_name,
        offered_at=quote.offered_at or quote.prepared_at,
        valid_until=quote.valid_until,
        always=_lines(quote, Part.ALWAYS),
        groups=tuple(tuple(_option(quote, option) for option in options) for _, options in quote.groups),
        extras=_lines(quote, Part.OPTIONAL),
        least=least,
        most=most,
        chosen=None if chosen is None else _chosen_view(quote, chosen),
        answered_at=answer.answered_at if answer else None,
        limit_use=None
        if used is None
        else LimitUseView(total=used.total, limit=used.limit, by=used.used_by_name, at=used.used_at),
        older=tuple(
            _older(found, other, context)
            for other, decision in found.versions
            if other.number < quote.number and is_offered(other, decision)
        ),
    )


def _chosen(found: QuotesOf, quote: Quote) -> PricedChoice | None:
    """What was approved; of a quote without anything to choose, all of it."""
    answer = found.answers.get(quote.id)
    if answer is not None and quote.id in found.approved:
        return price(quote, Choice(options=answer.options, extras=answer.extras))
    return None if quote.options or places(quote.lines, (Part.OPTIONAL,)) else price(quote, Choice())


def _older(found: QuotesOf, quote: Quote, context: Context) -> OlderQuote:
    answer = found.answers.get(quote.id)
    return OlderQuote(
        number=quote.number,
        offered_at=quote.offered_at or quote.prepared_at,
        standing=found.standing(quote, context),
        total=answer.total if answer and quote.id in found.approved else None,
    )


def _lines(quote: Quote, *parts: Part) -> tuple[LineView, ...]:
    return tuple(_line(quote, place) for place in places(quote.lines, parts))


def _line(quote: Quote, place: int) -> LineView:
    line = quote.lines[place]
    return LineView(place=place, text=line.text, quantity=line.quantity, unit_price=line.unit_price, gross=line.gross)


def _option(quote: Quote, option: QuoteOption) -> OptionView:
    lines = _lines(quote, option.letter)
    gross = Money(minor=sum(line.gross.minor for line in lines), currency=currency_of(quote))
    return OptionView(letter=option.letter, title=option.title, text=option.text, lines=lines, gross=gross)


def _chosen_view(quote: Quote, priced: PricedChoice) -> ChosenView:
    left = sorted(set(range(len(quote.lines))) - set(priced.places))
    return ChosenView(
        options=priced.choice.options,
        extras=priced.choice.extras,
        titles=tuple(option.title for option in quote.options if option.letter in priced.choice.options),
        lines=tuple(_line(quote, place) for place in priced.places),
        left_out=tuple(_line(quote, place) for place in left if quote.lines[place].part is Part.OPTIONAL),
        gross=priced.totals.gross,
        net=priced.totals.net,
        taxes=tuple(TaxView(rate=share.rate, tax=share.tax) for share in priced.totals.shares),
        digest=priced.digest,
    )


@view(actors=STAFF, right=VIEW_REQUESTS)
def view_quotes(reader: Reader, context: Context, request_id: str) -> QuotesForStaff | Refusal:
    """All versions of a request's quote, for staff."""
    request = get_visible(reader, ServiceRequest, request_id, context)
    if request is None:
        return NOT_FOUND
    found = quotes_of(reader, request)
    return QuotesForStaff(
        limit=request.spending_limit,
        versions=tuple(_for_staff(found, quote, decision, context) for quote, decision in found.versions),
        draft=found.draft,
        can_prepare=not found.is_over and may(context.actor, PREPARE, request),
        can_offer=not found.is_over and may(context.actor, OFFER, request),
    )


def _for_staff(found: QuotesOf, quote: Quote, decision: Decision | None, context: Context) -> QuoteForStaff:
    holds = is_offered(quote, decision)
    least, most = span(quote)
    return QuoteForStaff(
        quote=quote,
        holds=holds,
        standing=found.standing(quote, context) if holds else None,
        least=least,
        most=most,
        chosen=_chosen(found, quote),
        answer=found.answers.get(quote.id),
        limit_use=found.limit_uses.get(quote.id),
        can_use_limit=why_no_limit(found, quote, context) is None,
    )
