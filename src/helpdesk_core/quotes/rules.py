"""What staff do: prepare a draft, offer it, and go ahead within the customer's limit."""

from __future__ import annotations

import hmac
from datetime import date, timedelta
from typing import Any

from ..base.actors import STAFF
from ..base.changes import Change, Effect, Job, Refusal, RefusalKind, Save, Verdict, refused
from ..base.commands import Command, OpaqueId, command, items, money, number, text
from ..base.messages import define
from ..base.money import Money
from ..base.results import Result, result
from ..base.text import CustomerText, RawText
from ..base.values import piece
from ..context import Context
from ..conversations.model import Side
from ..conversations.rules import MessageSent, ShopReplied, cue_values, thread_message
from ..guardrails.decisions import decide
from ..guardrails.rights import right
from ..handlers import handles
from ..jobs import job_id
from ..service_requests.lifecycle import status_fields
from ..service_requests.rules import CONFLICT, NOT_A_TRANSITION, WRONG_PHASE, StatusChanged, touch
from .changes import LimitUsed, QuoteOffered, QuotePrepared, QuoteWithdrawn
from .model import (
    MAX_GROUPS,
    MAX_LINES,
    MAX_PRICE,
    MAX_QUANTITY,
    OPTIONS,
    LimitUse,
    Part,
    Prices,
    Quote,
    QuoteLine,
    QuoteOption,
    QuoteState,
    Standing,
    ends_at,
    id_for,
)
from .pricing import Choice, price, problem
from .versions import EXPIRE, QuotesOf, load_quotes

_LONGEST = timedelta(days=730)
PREPARE = right("quotes.prepare", "Write drafts of quotes.")
OFFER = right("quotes.offer", "Decide that a quote is shown to the customer, or go ahead within a customer's limit.")


def conflict(code: str, words: str) -> Refusal:
    """A refusal that says how things stand."""
    return Refusal(define(code, words), kind=RefusalKind.CONFLICT)


QUOTE_CHANGED = conflict(
    "refusal.quote_changed",
    "This quote changed while you were reading it. Nothing was decided. Please look at it as it is now.",
)
LIMIT_TOO_LOW = conflict(
    "refusal.quote_above_limit", "The total is above the customer's limit: please ask for approval."
)
LIMIT_NEEDS_CHOICE = conflict(
    "refusal.quote_limit_needs_choice",
    "This quote offers options to choose from. A limit is no choice: please wait for the customer.",
)
WRONG_DAY = define("refusal.quote_wrong_day", "Please choose a day from today on, within two years.")
NO_SUCH_RATE = define("refusal.quote_no_such_rate", "Please choose one of the shop's tax rates.")


@result
class QuoteDrafted(Result):
    """A draft: ``digest`` is of its content, which a person decides about."""

    quote: str
    number: int
    """Counts the request's versions from 1."""
    digest: str


@result
class QuoteDecided(Result):
    """The id of the decision to offer."""

    decision: str


@piece
class TypedLine:
    """One line as it is typed.

    Attributes:
        quantity: Pieces, 1 to 999.
        unit_price: Of one piece, gross or net as the shop enters prices (`Settings.prices`).
        tax_rate: In basis points: 2300 is 23 %.
    """

    text: RawText = text(max_length=300)
    quantity: int = number(1, MAX_QUANTITY, default=1)
    unit_price: Money = money(0, MAX_PRICE)
    tax_rate: int = number(0, 10_000, default=0)
    part: Part = Part.ALWAYS


@piece
class TypedOption:
    """An option as it is typed.

    Attributes:
        group: The group of alternatives that it belongs to, from 1.
    """

    letter: Part
    group: int = number(1, MAX_GROUPS, default=1)
    title: RawText = text(max_length=100)
    text: RawText | None = text(max_length=500, default=None)


@command
class PrepareQuote(Command[QuoteDrafted]):
    """Write the request's draft of a quote; the first one, and the one after an offer, is a new version.

    Args:
        request: The request's id.
        lines: What it costs.
        options: The alternatives that lines belong to.
        valid_until: The last day on which the customer can answer, where the shop is.
        text: Words for the customer.
        seen: The digest of the draft that is rewritten, None where there is none.
    """

    request: OpaqueId
    lines: tuple[TypedLine, ...] = items(MAX_LINES, at_least=1)
    options: tuple[TypedOption, ...] = items(len(OPTIONS))
    valid_until: date
    text: RawText | None = text(max_length=2_000, default=None)
    seen: OpaqueId | None = None


@command
class OfferQuote(Command[QuoteDecided]):
    """Decide that the customer is shown this quote, in place of the one offered before.

    Args:
        request: The request's id.
        quote: The quote's id.
        digest: Of the content that was reviewed.
        status: A status to set in the same step.
    """

    request: OpaqueId
    quote: OpaqueId
    digest: OpaqueId
    status: OpaqueId | None = None


@command
class UseLimit(Command[Result]):
    """Staff go ahead without a new approval: what is in every case costs no more than the customer's limit.

    Args:
        request: The request's id.
        quote: The quote's id.
        digest: Of the content that was on the page.
    """

    request: OpaqueId
    quote: OpaqueId
    digest: OpaqueId


@command
class WithdrawQuote(Command[MessageSent]):
    """Take back the quote that stands, without a new version.

    Args:
        request: The request's id.
        quote: The quote's id.
        digest: Of the content that was on the page.
        text: The reason; it becomes a message to the customer.
    """

    request: OpaqueId
    quote: OpaqueId
    digest: OpaqueId
    text: RawText = text(max_length=2_000)


def same(digest: str, seen: str) -> bool:
    """Whether a person saw this very content."""
    return hmac.compare_digest(digest.encode(), seen.encode())


@handles(PrepareQuote, actors=STAFF, load=load_quotes, right=PREPARE)
def prepare(loaded: QuotesOf, command: PrepareQuote, context: Context) -> Verdict[QuoteDrafted]:
    """There is one draft, and it changes freely until it is offered; each content has a digest of its own."""
    draft = loaded.draft
    if loaded.is_over:
        return refused(WRONG_PHASE)
    if (draft.digest if draft else None) != command.seen:
        return refused(CONFLICT)
    number_ = 1 + max((quote.number for quote, _ in loaded.versions), default=0)
    values = _typed(command, context)
    written = (
        draft.changed(**values)
        if draft
        else context.make(Quote, request=loaded.request.id, number=number_, state=QuoteState.DRAFT, **values)
    )
    if wrong := _problem(written, context):
        return refused(wrong)
    ready = written.committed(Effect.PUBLISH, context.new_salt())
    return Verdict(
        result=QuoteDrafted(quote=ready.id, number=ready.number, digest=ready.digest),
        touched=(touch(loaded.request, context, QuotePrepared(quote=ready.id, digest=ready.digest)),),
        saves=(Save(before=draft, after=ready),),
    )


def _typed(command: PrepareQuote, context: Context) -> dict[str, Any]:
    texts, words = context.texts, context.texts.get("text")
    lines = [
        QuoteLine(
            text=texts[f"lines.{place}.text"],
            quantity=line.quantity,
            unit_price=line.unit_price,
            tax_rate=line.tax_rate,
            part=line.part,
        )
        for place, line in enumerate(command.lines)
    ]
    options = [
        QuoteOption(
            letter=option.letter,
            group=option.group,
            title=texts[f"options.{place}.title"],
            text=texts.get(f"options.{place}.text"),
        )
        for place, option in enumerate(command.options)
    ]
    return {
        "text": None if words is None else CustomerText(words),
        "prices": Prices(context.settings.prices),
        "lines": tuple(lines),
        "options": tuple(options),
        "valid_until": command.valid_until,
        "prepared_by": context.actor.id,
        "prepared_by_name": context.staff_name,
        "prepared_at": context.now,
    }


def _problem(quote: Quote, context: Context) -> Refusal | None:
    for place, line in enumerate(quote.lines):
        if line.tax_rate not in (context.settings.tax_rates or (0,)):
            return Refusal(NO_SUCH_RATE, field=f"lines.{place}.tax_rate")
    if found := problem(quote):
        return Refusal(found[0], field=found[1])
    return _day_problem(quote, context)


def _day_problem(quote: Quote, context: Context) -> Refusal | None:
    today = context.now.astimezone(context.settings.zone).date()
    fits = today <= quote.valid_until <= today + _LONGEST
    return None if fits else Refusal(WRONG_DAY, field="valid_until")


@handles(OfferQuote, actors=STAFF, load=load_quotes, right=OFFER)
def offer(loaded: QuotesOf, command: OfferQuote, context: Context) -> Verdict[QuoteDecided]:
    """The decision is about the digest that the person reviewed; anything written since is refused."""
    quote, request = loaded.named, loaded.request
    if quote is None or quote.state is not QuoteState.DRAFT or loaded.is_over:
        return refused(WRONG_PHASE)
    if not same(quote.digest, command.digest) or not quote.is_whole(Effect.PUBLISH):
        return refused(QUOTE_CHANGED)
    if wrong := _day_problem(quote, context):
        return refused(wrong)
    changes: list[Change] = [QuoteOffered(quote=quote.id, number=quote.number, digest=quote.digest)]
    values: dict[str, Any] = {}
    if command.status is not None and command.status != request.status:
        fields = status_fields(context.settings, request.status, request.phase, command.status, context.actor.kind)
        if fields is None:
            return refused(NOT_A_TRANSITION)
        changes.append(StatusChanged(**fields))
        values = fields
    touched = touch(request, context, *changes, **values)
    decision = decide(Effect.PUBLISH, quote, subject=request.id, by=context.evidence, now=context.now)
    offered = quote.changed(state=QuoteState.OFFERED, decided=decision.id, offered_at=context.now)
    expiry = Job(
        name=EXPIRE,
        subject=touched.after,
        payload={"quote": quote.id},
        id=job_id(context.tenant, EXPIRE, quote.id),
        due_in=(ends_at(quote.valid_until, context.settings) - context.now).total_seconds(),
    )
    return Verdict(
        result=QuoteDecided(decision=decision.id),
        touched=(touched,),
        saves=(Save(after=decision), Save(before=quote, after=offered), *loaded.without_expiry(context)),
        jobs=(expiry,),
    )


@handles(WithdrawQuote, actors=STAFF, load=load_quotes, right=OFFER)
def withdraw(loaded: QuotesOf, command: WithdrawQuote, context: Context) -> Verdict[MessageSent]:
    """Only what the customer can still answer is withdrawn: what they approved, or staff went ahead with, is agreed."""
    quote, request = loaded.named, loaded.request
    if quote is None or quote != loaded.current or not same(quote.digest, command.digest):
        return refused(QUOTE_CHANGED)
    if loaded.standing(quote, context) is not Standing.OPEN:
        return refused(WRONG_PHASE)
    message = thread_message(request.id, Side.SHOP, CustomerText(context.texts["text"]), context)
    changes = (ShopReplied(message=message.id), QuoteWithdrawn(quote=quote.id, message=message.id))
    withdrawn = Save(before=quote, after=quote.changed(state=QuoteState.WITHDRAWN))
    return Verdict(
        result=MessageSent(message=message.id),
        touched=(touch(request, context, *changes, **cue_values(context.texts.cue("text"), context)),),
        saves=(Save(after=message), withdrawn, *loaded.without_expiry(context)),
    )


def why_no_limit(loaded: QuotesOf, quote: Quote, context: Context) -> Refusal | None:
    """Why staff cannot go ahead with this quote within the customer's limit. A limit is leave to spend and no choice:
    where the customer has options to choose from it cannot be used, and lines that can be left out are."""
    limit, current = loaded.request.spending_limit, loaded.current
    if current is None or quote.id != current.id:
        return QUOTE_CHANGED
    if limit is None or loaded.standing(quote, context) is not Standing.OPEN:
        return WRONG_PHASE
    priced = price(quote, Choice())
    if priced is None:
        return LIMIT_NEEDS_CHOICE
    within = priced.gross.currency == limit.currency and priced.gross.minor <= limit.minor
    return None if within else LIMIT_TOO_LOW


@handles(UseLimit, actors=STAFF, load=load_quotes, right=OFFER)
def use_limit(loaded: QuotesOf, command: UseLimit, context: Context) -> Verdict[Result]:
    """Staff's own decision, which names the limit and the total that it relies on. The customer may still answer."""
    quote, request = loaded.named, loaded.request
    if quote is None or not same(quote.digest, command.digest):
        return refused(QUOTE_CHANGED)
    if wrong := why_no_limit(loaded, quote, context):
        return refused(wrong)
    priced, limit = price(quote, Choice()), request.spending_limit
    assert priced is not None, "asked above"
    assert limit is not None, "asked above"
    use = context.make(
        LimitUse,
        id=id_for(LimitUse, quote),
        request=request.id,
        quote=quote.id,
        quote_digest=quote.digest,
        total=priced.gross,
        limit=limit,
        used_by=context.actor.id,
        used_by_name=context.staff_name,
        used_at=context.now,
    )
    touched = touch(request, context, LimitUsed(quote=quote.id, use=use.id, digest=quote.digest))
    return Verdict(result=Result(), touched=(touched,), saves=(Save(after=use), *loaded.without_expiry(context)))
