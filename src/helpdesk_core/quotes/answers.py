"""What the customer does: approve as chosen, decline, ask; and what happens when nobody answers in time."""

from __future__ import annotations

from typing import Any

from ..base.actors import CUSTOMERS, ActorKind
from ..base.changes import Change, Effect, Refusal, RefusalKind, Save, Touch, Verdict, refused
from ..base.commands import OpaqueId, command, items, text
from ..base.grants import GrantScope
from ..base.messages import define
from ..base.records import Subject
from ..base.results import Result, result
from ..base.text import RawText
from ..context import Context
from ..conversations.model import Side
from ..conversations.rules import MessageSent, said
from ..guardrails.decisions import decide, is_fresh
from ..handlers import handles
from ..jobs import Again, Carry, Drop, Work, job
from ..ports.store import Reader
from ..service_requests.access import RequestCommand
from ..service_requests.lifecycle import ENDED
from ..service_requests.rules import WRONG_PHASE, done, touch_answered
from .changes import ApproverAnswered, QuoteApproved, QuoteAsked, QuoteDeclined, QuoteExpired
from .model import MAX_LINES, OPTIONS, Answer, Part, Quote, QuoteAnswer, QuoteState, Standing, ends_at, id_for
from .pricing import Choice, PricedChoice, price
from .versions import (
    EXPIRE,
    QUOTE_CHANGED,
    QuoteCommand,
    QuotesOf,
    ReviewedQuote,
    conflict,
    has_ended,
    load_quotes,
    same,
)

VERIFY_AGAIN = Refusal(
    define("refusal.verify_again", "Before you decide, please show once more that it is you."),
    kind=RefusalKind.VERIFY,
)
EXPIRED = conflict("refusal.quote_expired", "This quote ran out, and nothing was decided. Please ask us for a new one.")
ANSWERED = conflict("refusal.quote_answered", "You have answered this quote already. Please write a message instead.")
WITHDRAWN = conflict(
    "refusal.quote_withdrawn", "We withdrew this quote, and nothing was decided. Please see our message."
)
INCOMPLETE = Refusal(
    define("refusal.quote_incomplete", "Please choose one option where there are several."), field="options"
)


@result
class QuoteAnswered(Result):
    """The answer's id, and the decision's for an approval."""

    answer: str
    decision: str = ""


@command
class ApproveQuote(ReviewedQuote[QuoteAnswered]):
    """The customer approves what was chosen. ``digest`` is that of the `PricedChoice` that was read: it binds the
    version, the lines and the total.

    Args:
        options: One of each group.
        extras: Places of the optional lines that are taken, from 0.
        start_now: The wish that work begins before the time for withdrawal is over.
    """

    options: tuple[Part, ...] = items(len(OPTIONS))
    extras: tuple[int, ...] = items(MAX_LINES)
    start_now: bool = False


@command
class DeclineQuote(ReviewedQuote[QuoteAnswered]):
    """The customer does not approve.

    Args:
        text: A reason; it becomes a message on the thread.
    """

    text: RawText | None = text(max_length=2_000, default=None)


@command
class AskAboutQuote(RequestCommand[MessageSent]):
    """The customer asks about a quote on the thread.

    Args:
        quote: The quote's id; None to ask for one, or about prices before there is any.
        text: The question.
        no_secret: As in `ReplyToShop`.
    """

    quote: OpaqueId | None = None
    text: RawText = text()
    no_secret: bool = False


@command
class ExpireQuote(QuoteCommand[Result]):
    """Record that the last day passed without an answer."""


def answerable(loaded: QuotesOf, quote: Quote | None, context: Context) -> Quote | Refusal:
    """The quote, if this person can answer it now, else why not; the same for both answers, and for the page that
    asks."""
    current = loaded.current
    if loaded.is_over:
        return WRONG_PHASE
    if quote is None or current is None or quote.id != current.id:
        return QUOTE_CHANGED
    if quote.id in loaded.answers:
        return ANSWERED
    if quote.state is QuoteState.WITHDRAWN:
        return WITHDRAWN
    if has_ended(quote, context):
        return EXPIRED
    return quote if is_fresh(Effect.APPROVE, context.evidence, context.now) else VERIFY_AGAIN


def _answer(
    loaded: QuotesOf,
    quote: Quote,
    answer: Answer,
    chosen: PricedChoice | None,
    context: Context,
    *,
    start_now: bool = False,
) -> QuoteAnswer:
    choice = chosen.choice if chosen else Choice()
    return context.make(
        QuoteAnswer,
        id=id_for(QuoteAnswer, quote),
        request=loaded.request.id,
        quote=quote.id,
        quote_digest=quote.digest,
        answer=answer,
        options=choice.options,
        extras=choice.extras,
        total=chosen.gross if chosen else None,
        start_now=start_now,
        answered_by=loaded.acting.id if loaded.acting else context.actor.id,
        answered_at=context.now,
    ).committed(Effect.APPROVE, context.new_salt())


def _answering(loaded: QuotesOf, context: Context, *changes: Change, **values: Any) -> Touch:
    """The request with what the customer did; an answer of theirs ends the wait for it, as a reply does. They are told
    of what another person decided for them."""
    if (acting := loaded.acting) is not None:
        changes = (*changes, ApproverAnswered(quote=acting.quote, contact=acting.id))
    return touch_answered(loaded.request, context, *changes, **values)


@handles(ApproveQuote, actors=CUSTOMERS, load=load_quotes, scopes=(GrantScope.RECORD,))
def approve(loaded: QuotesOf, command: ApproveQuote, context: Context) -> Verdict[QuoteAnswered]:
    """Exactly what was read is approved: these lines of this version at this total. Nothing is paid or booked."""
    quote = answerable(loaded, loaded.named, context)
    if isinstance(quote, Refusal):
        return refused(quote)
    chosen = price(quote, Choice(options=command.options, extras=command.extras))
    if chosen is None:
        return refused(INCOMPLETE)
    if not same(chosen.digest, command.digest):
        return refused(QUOTE_CHANGED)
    answer = _answer(loaded, quote, Answer.APPROVED, chosen, context, start_now=command.start_now)
    decision = decide(Effect.APPROVE, answer, subject=loaded.request.id, by=context.evidence, now=context.now)
    approved = QuoteApproved(quote=quote.id, answer=answer.id, digest=answer.digest)
    return Verdict(
        result=QuoteAnswered(answer=answer.id, decision=decision.id),
        touched=(_answering(loaded, context, approved),),
        saves=(Save(after=decision), Save(after=answer.changed(decided=decision.id)), *loaded.without_expiry(context)),
    )


@handles(DeclineQuote, actors=CUSTOMERS, load=load_quotes, scopes=(GrantScope.RECORD,))
def decline(loaded: QuotesOf, command: DeclineQuote, context: Context) -> Verdict[QuoteAnswered]:
    """A no is a fact and needs no decision to hold; its reason is read where all messages are."""
    quote = answerable(loaded, loaded.named, context)
    if isinstance(quote, Refusal):
        return refused(quote)
    if not same(quote.digest, command.digest):
        return refused(QUOTE_CHANGED)
    answer = _answer(loaded, quote, Answer.DECLINED, None, context)
    changes: list[Change] = [QuoteDeclined(quote=quote.id, answer=answer.id, digest=answer.digest)]
    saves, values = [Save(after=answer), *loaded.without_expiry(context)], {}
    if context.texts.get("text") is not None:
        name = context.redact(loaded.acting.value.masked) if loaded.acting else None
        reason = said(loaded.request.id, Side.CUSTOMER, context, author_name=name)
        changes.append(reason.change)
        saves.append(reason.save)
        values = reason.values
    touched = _answering(loaded, context, *changes, **values)
    return Verdict(result=QuoteAnswered(answer=answer.id), touched=(touched,), saves=tuple(saves))


@handles(AskAboutQuote, actors=CUSTOMERS, load=load_quotes)
def ask(loaded: QuotesOf, command: AskAboutQuote, context: Context) -> Verdict[MessageSent]:
    """A question decides nothing; it is a message like any other, and the history says which version it is about."""
    request = loaded.request
    if request.phase in ENDED:
        return refused(WRONG_PHASE)
    if command.quote is not None and (loaded.current is None or command.quote != loaded.current.id):
        return refused(QUOTE_CHANGED)
    question = said(request.id, Side.CUSTOMER, context, no_secret=command.no_secret)
    asked = QuoteAsked(quote=command.quote or "", message=question.message.id)
    touched = _answering(loaded, context, question.change, asked, **question.values)
    return Verdict(result=MessageSent(message=question.message.id), touched=(touched,), saves=(question.save,))


@handles(ExpireQuote, actors=frozenset({ActorKind.AUTOMATION}), load=load_quotes)
def expire(loaded: QuotesOf, command: ExpireQuote, context: Context) -> Verdict[Result]:
    """A fact for staff, and nothing else: that a quote ran out is asked of the clock whenever it is answered."""
    quote = loaded.named
    if quote is None or loaded.standing(quote, context) is not Standing.EXPIRED:
        return Verdict(result=Result())
    return done(loaded.request, context, QuoteExpired(quote=quote.id), result=Result())


@job(EXPIRE)
def expire_when_due(reader: Reader, subject: Subject, payload: dict[str, str], context: Context) -> Work:
    """The shop's zone may have changed since it was offered: the day ends where the shop is now."""
    quote = reader.load(Quote, payload["quote"])
    if quote is None:
        return Drop(reason="quote_gone")
    left = (ends_at(quote.valid_until, context.settings) - context.now).total_seconds()
    if left > 0:
        return Again(seconds=left)
    return Carry(command=ExpireQuote(request=OpaqueId(subject.id), quote=OpaqueId(quote.id)))
