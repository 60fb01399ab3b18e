"""What customers and staff see of quotes. Looking starts nothing: no view writes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from ..base.actors import CUSTOMERS, STAFF, Actor
from ..base.changes import Refusal
from ..base.money import Money
from ..base.text import CustomerText, SafeText
from ..context import Context
from ..guardrails.disclosure import customer_view, staff_view
from ..guardrails.rights import may
from ..ports.store import Reader
from ..service_requests.access import SHOW_AGAIN, is_proof_old, request_view
from ..service_requests.model import ServiceRequest
from ..service_requests.parts import RoomPart, room_part
from ..service_requests.rules import VIEW_REQUESTS
from ..subjects import NOT_FOUND
from ..viewing import view
from .answers import INCOMPLETE, VERIFY_AGAIN, answerable
from .model import (
    LimitUse,
    Part,
    Prices,
    Quote,
    QuoteAnswer,
    QuoteApprover,
    QuoteLine,
    QuoteOption,
    Standing,
    usual_day,
)
from .offers import OFFER, within_limit
from .pricing import Choice, PricedChoice, gross_of, groups, places, price, span
from .rules import PREPARE
from .versions import QuotesOf, find_quotes, is_over, quotes_of


@customer_view
class LimitUseView:
    """That the shop went ahead within the customer's limit: by whom, when."""

    total: Money
    limit: Money
    by: SafeText | None
    at: datetime


@customer_view
class RoomQuote(RoomPart):
    """The quote that stands, in one line."""

    number: int
    """Counts the request's versions from 1."""
    standing: Standing
    can_answer: bool
    valid_until: date
    least: Money
    """What the cheapest complete choice costs."""
    most: Money
    chosen: PricedChoice | None
    """What was approved; of a quote without anything to choose, all of it."""
    limit_use: LimitUseView | None


@customer_view
class OlderQuote:
    """An earlier version, in one line; ``total`` only where one was approved."""

    number: int
    """Counts the request's versions from 1."""
    offered_at: datetime
    standing: Standing
    total: Money | None


@customer_view
class QuoteView:
    """The quote that stands."""

    id: str
    digest: str
    number: int
    """Counts the request's versions from 1."""
    standing: Standing
    can_answer: bool
    fresh: bool
    """Whether whoever looks could decide without proving again who they are."""
    text: CustomerText | None
    prices: Prices
    prepared_by: SafeText | None
    offered_at: datetime
    valid_until: date
    lines: tuple[QuoteLine, ...]
    groups: tuple[tuple[QuoteOption, ...], ...]
    """The alternatives: one of each is taken."""
    option_costs: dict[Part, Money]
    """What the lines of each option come to, tax included."""
    location: str | None
    """The id of the place where the work is done, which has a usual time."""
    least: Money
    """What the cheapest complete choice costs."""
    most: Money
    chosen: PricedChoice | None
    """What was approved; of a quote without anything to choose, all of it."""
    answered_at: datetime | None
    approver: str | None
    """Whom the customer named to decide about it, masked."""
    is_approver: bool
    """Whether whoever looks is that person, who sees this and nothing else."""
    by_approver: bool
    """Whether that person answered."""
    limit_use: LimitUseView | None
    older: tuple[OlderQuote, ...]


@customer_view
class HiddenQuote(RoomPart):
    """That there is a quote, for a customer whom a new code would show it.

    Attributes:
        number: Of the version.
        is_open: Whether it waits for a decision.
    """

    number: int
    is_open: bool


@staff_view
class QuoteForStaff:
    """One version; ``standing`` is None for a draft, and for what no decision covers."""

    quote: Quote
    standing: Standing | None
    least: Money
    most: Money
    chosen: PricedChoice | None
    answer: QuoteAnswer | None
    limit_use: LimitUse | None
    can_use_limit: bool
    """Whether staff may go ahead within the customer's limit."""
    can_withdraw: bool
    approver: QuoteApprover | None
    """Whom the customer named to decide about it."""
    by_approver: bool
    """Whether that person answered."""


@staff_view
class QuotesForStaff:
    """All versions of a request's quote, newest first, beside the customer's limit."""

    limit: Money | None
    can_prepare: bool
    can_offer: bool
    versions: tuple[QuoteForStaff, ...] = ()
    draft: Quote | None = None
    valid_until: date | None = None
    """The last day of a quote prepared today, by the settings; None where staff type it."""

    @classmethod
    def of(cls, request: ServiceRequest, actor: Actor, **found: Any) -> QuotesForStaff:
        """What there is before the first quote: where `ServiceRequest.has` names none, the desk need not be asked.

        Args:
            request: The request.
            actor: Who looks.
            **found: The fields that are about quotes there are.

        Returns:
            The view.
        """
        prepare, offer = (not is_over(request) and may(actor, right, request) for right in (PREPARE, OFFER))
        return cls(limit=request.spending_limit, can_prepare=prepare, can_offer=offer, **found)


@room_part(Quote)
def room_quote(reader: Reader, request: ServiceRequest, context: Context) -> RoomQuote | HiddenQuote | None:
    """The quote that stands, for a request's customer."""
    found = quotes_of(reader, request, current=True)
    quote = found.current
    if quote is None:
        return None
    if is_proof_old(context):
        return HiddenQuote(number=quote.number, is_open=found.standing(quote, context) is Standing.OPEN)
    least, most = span(quote)
    return RoomQuote(
        number=quote.number,
        standing=found.standing(quote, context),
        can_answer=_can_answer(found, quote, context),
        valid_until=quote.valid_until,
        least=least,
        most=most,
        chosen=chosen_of(found, quote),
        limit_use=_limit_use(found, quote),
    )


def _can_answer(found: QuotesOf, quote: Quote, context: Context) -> bool:
    answer = answerable(found, quote, context)
    return not isinstance(answer, Refusal) or answer == VERIFY_AGAIN


def _limit_use(found: QuotesOf, quote: Quote) -> LimitUseView | None:
    use = found.limit_uses.get(quote.id)
    return None if use is None else LimitUseView(total=use.total, limit=use.limit, by=use.used_by_name, at=use.used_at)


@view(actors=CUSTOMERS)
def view_quote(reader: Reader, context: Context, request_id: str) -> QuoteView | Refusal | None:
    """Look at the quote that stands, as its customer; as an approver at the one that the customer named them for.

    Args:
        request_id: The request's id.

    Returns:
        The quote, None when there is none, or a refusal, also where a new code is asked for.
    """
    found = find_quotes(reader, request_id, context)
    if found is None:
        return NOT_FOUND
    if is_proof_old(context):
        return SHOW_AGAIN
    return None if found.shown is None else _shown(found, found.shown, context)


@view(actors=CUSTOMERS)
def view_choice(
    reader: Reader, context: Context, request_id: str, *, options: Sequence[str] = (), extras: Sequence[str | int] = ()
) -> PricedChoice | Refusal:
    """Look at what a choice comes to, before it is decided.

    Args:
        request_id: The request's id.
        options: Letters, one of each group.
        extras: Places of optional lines, from 0.

    Returns:
        The choice with its price, or a refusal for what is no complete choice, and where a new code is asked for.
    """
    found = find_quotes(reader, request_id, context)
    quote = None if found is None else found.shown
    if quote is None:
        return NOT_FOUND
    if is_proof_old(context):
        return SHOW_AGAIN
    try:
        choice = Choice(options=tuple(map(Part, options)), extras=tuple(map(int, extras)))
    except ValueError:
        return INCOMPLETE
    return price(quote, choice) or INCOMPLETE


def _shown(found: QuotesOf, quote: Quote, context: Context) -> QuoteView:
    answer = found.answers.get(quote.id)
    least, most = span(quote)
    approver = found.approver_of(quote)
    return QuoteView(
        id=quote.id,
        digest=quote.digest,
        number=quote.number,
        standing=found.standing(quote, context),
        can_answer=_can_answer(found, quote, context),
        fresh=not isinstance(answerable(found, quote, context), Refusal),
        text=quote.text,
        prices=quote.prices,
        prepared_by=quote.prepared_by_name,
        offered_at=quote.offered_at or quote.prepared_at,
        valid_until=quote.valid_until,
        lines=quote.lines,
        groups=groups(quote.options),
        option_costs={option.letter: gross_of(quote, option.letter) for option in quote.options},
        location=found.request.location,
        least=least,
        most=most,
        chosen=chosen_of(found, quote),
        answered_at=answer.answered_at if answer else None,
        limit_use=_limit_use(found, quote),
        approver=approver.value.masked if approver else None,
        is_approver=found.acting is not None,
        by_approver=answer is not None and answer.answered_by in found.approvers,
        older=tuple(
            _older(found, other, context)
            for other, _ in found.versions
            if found.acting is None and other.number < quote.number and other.id in found.offered
        ),
    )


def chosen_of(found: QuotesOf, quote: Quote) -> PricedChoice | None:
    """What was approved; of a quote without anything to choose, all of it."""
    answer = found.answers.get(quote.id)
    if answer is not None and quote.id in found.approved:
        return price(quote, Choice(options=answer.options, extras=answer.extras))
    return None if places(quote.lines, Part.OPTIONAL) else price(quote, Choice())


def _older(found: QuotesOf, quote: Quote, context: Context) -> OlderQuote:
    answer = found.answers.get(quote.id)
    return OlderQuote(
        number=quote.number,
        offered_at=quote.offered_at or quote.prepared_at,
        standing=found.standing(quote, context),
        total=answer.total if answer and quote.id in found.approved else None,
    )


@request_view(actors=STAFF, right=VIEW_REQUESTS)
def view_quotes(reader: Reader, context: Context, request: ServiceRequest) -> QuotesForStaff:
    """Look at all versions of a request's quote, as staff.

    Args:
        request_id: The request's id.

    Returns:
        The versions, newest first, or a refusal.
    """
    found = quotes_of(reader, request)
    return QuotesForStaff.of(
        request,
        context.actor,
        versions=tuple(_for_staff(found, quote, context) for quote, _ in found.versions),
        draft=found.draft,
        valid_until=usual_day(context.settings, context.now),
    )


def _for_staff(found: QuotesOf, quote: Quote, context: Context) -> QuoteForStaff:
    least, most = span(quote)
    return QuoteForStaff(
        quote=quote,
        standing=found.standing(quote, context) if quote.id in found.offered else None,
        least=least,
        most=most,
        chosen=chosen_of(found, quote),
        answer=found.answers.get(quote.id),
        limit_use=found.limit_uses.get(quote.id),
        can_use_limit=not isinstance(within_limit(found, quote, context), Refusal),
        approver=found.approver_of(quote),
        by_approver=quote.id in found.answers and found.answers[quote.id].answered_by in found.approvers,
        can_withdraw=quote == found.current and found.standing(quote, context) is Standing.OPEN,
    )
