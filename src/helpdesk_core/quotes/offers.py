"""What staff decide about a draft that is ready: offer it, take it back, or go ahead within the customer's limit."""

from __future__ import annotations

from ..base.actors import STAFF
from ..base.changes import Effect, Job, Refusal, Save, Verdict, refused
from ..base.commands import OpaqueId, command, text
from ..base.money import Money
from ..base.results import Result, result
from ..base.text import RawText
from ..context import Context
from ..conversations.model import Side
from ..conversations.rules import MessageSent, said
from ..guardrails.decisions import decide
from ..guardrails.rights import right
from ..handlers import handles
from ..jobs import job_id
from ..service_requests.rules import UNCONFIRMED, WRONG_PHASE, done, is_unconfirmed, touch_with_status
from .changes import LimitUsed, QuoteOffered, QuoteWithdrawn
from .model import LimitUse, Quote, QuoteState, Standing, ends_at, id_for
from .pricing import Choice, price
from .rules import day_problem
from .versions import EXPIRE, QUOTE_CHANGED, QuotesOf, ReviewedQuote, conflict, load_quotes, same

OFFER = right("quotes.offer", "Decide that a quote is shown to the customer, or go ahead within a customer's limit.")
LIMIT_TOO_LOW = conflict(
    "refusal.quote_above_limit", "The total is above the customer's limit: please ask for approval."
)
LIMIT_NEEDS_CHOICE = conflict(
    "refusal.quote_limit_needs_choice",
    "This quote offers options to choose from. A limit is no choice: please wait for the customer.",
)


@result
class QuoteDecided(Result):
    """The id of the decision to offer."""

    decision: str


@command
class OfferQuote(ReviewedQuote[QuoteDecided]):
    """Decide that the customer is shown this quote, in place of the one offered before.

    Args:
        status: A status to set in the same step.
        unconfirmed: Whether the person has seen that nobody has confirmed the request.
    """

    status: OpaqueId | None = None
    unconfirmed: bool = False


@command
class UseLimit(ReviewedQuote[Result]):
    """Staff go ahead without a new approval: what is in every case costs no more than the customer's limit."""


@command
class WithdrawQuote(ReviewedQuote[MessageSent]):
    """Take back the quote that stands, without a new version.

    Args:
        text: The reason; it becomes a message to the customer.
        unconfirmed: Whether the person has seen that nobody has confirmed the request.
    """

    text: RawText = text(max_length=2_000)
    unconfirmed: bool = False


@handles(OfferQuote, actors=STAFF, load=load_quotes, right=OFFER)
def offer(loaded: QuotesOf, command: OfferQuote, context: Context) -> Verdict[QuoteDecided]:
    """The decision is about the digest that the person reviewed; anything written since is refused."""
    quote, request = loaded.named, loaded.request
    if quote is None or quote.state is not QuoteState.DRAFT or loaded.is_over:
        return refused(WRONG_PHASE)
    if is_unconfirmed(request) and not command.unconfirmed:
        return refused(UNCONFIRMED)
    if not same(quote.digest, command.digest) or not quote.is_whole(Effect.PUBLISH):
        return refused(QUOTE_CHANGED)
    if wrong := day_problem(quote, context):
        return refused(wrong)
    change = QuoteOffered(quote=quote.id, number=quote.number, digest=quote.digest)
    touched = touch_with_status(request, command.status, context, change)
    if isinstance(touched, Refusal):
        return refused(touched)
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
    if is_unconfirmed(request) and not command.unconfirmed:
        return refused(UNCONFIRMED)
    reason = said(request.id, Side.SHOP, context)
    changes = (reason.change, QuoteWithdrawn(quote=quote.id, message=reason.message.id))
    withdrawn = Save(before=quote, after=quote.changed(state=QuoteState.WITHDRAWN))
    saves, result = (reason.save, withdrawn, *loaded.without_expiry(context)), MessageSent(message=reason.message.id)
    return done(request, context, *changes, result=result, saves=saves, **reason.values)


def within_limit(loaded: QuotesOf, quote: Quote, context: Context) -> tuple[Money, Money] | Refusal:
    """The total and the customer's limit, where staff can go ahead with this quote; else why not. A limit is leave to
    spend and no choice: where the customer has options to choose from it cannot be used, and lines that can be left out
    are."""
    limit, current = loaded.request.spending_limit, loaded.current
    if current is None or quote.id != current.id:
        return QUOTE_CHANGED
    if limit is None or loaded.standing(quote, context) is not Standing.OPEN:
        return WRONG_PHASE
    priced = price(quote, Choice())
    if priced is None:
        return LIMIT_NEEDS_CHOICE
    within = priced.gross.currency == limit.currency and priced.gross.minor <= limit.minor
    return (priced.gross, limit) if within else LIMIT_TOO_LOW


@handles(UseLimit, actors=STAFF, load=load_quotes, right=OFFER)
def use_limit(loaded: QuotesOf, command: UseLimit, context: Context) -> Verdict[Result]:
    """Staff's own decision, which names the limit and the total that it relies on. The customer may still answer."""
    quote, request = loaded.named, loaded.request
    if quote is None or not same(quote.digest, command.digest):
        return refused(QUOTE_CHANGED)
    found = within_limit(loaded, quote, context)
    if isinstance(found, Refusal):
        return refused(found)
    total, limit = found
    use = context.make(
        LimitUse,
        id=id_for(LimitUse, quote),
        request=request.id,
        quote=quote.id,
        quote_digest=quote.digest,
        total=total,
        limit=limit,
        used_by=context.actor.id,
        used_by_name=context.staff_name,
        used_at=context.now,
    )
    used = LimitUsed(quote=quote.id, use=use.id, digest=quote.digest)
    return done(request, context, used, result=Result(), saves=(Save(after=use), *loaded.without_expiry(context)))
