"""A request's quotes as they are loaded: which one stands, and how each of them stands."""

from __future__ import annotations

import hmac
from collections.abc import Mapping, Sequence
from typing import Any

import attrs

from ..base.actors import Guest
from ..base.changes import Effect, Refusal, RefusalKind, Save
from ..base.commands import OpaqueId, R_co, command
from ..base.grants import GrantScope
from ..base.messages import define
from ..base.queries import Query
from ..context import Context
from ..devices.model import RequestDevice
from ..guardrails.decisions import Decision, decision_id
from ..jobs import job_id
from ..notifications.model import OutboxRow
from ..notifications.rules import cancelled
from ..ports.store import Reader
from ..service_requests.access import OfRequest, RequestCommand
from ..service_requests.lifecycle import ENDED, GUARDED
from ..service_requests.model import ServiceRequest
from ..subjects import NOT_FOUND, can_access, holds_any
from .model import (
    APPROVERS,
    QUOTES,
    Answer,
    LimitUse,
    Quote,
    QuoteAnswer,
    QuoteApprover,
    QuoteState,
    Standing,
    ends_at,
    is_offered,
)
from .pricing import Choice, price

EXPIRE = "expire_quote"
"""The job that records that nobody answered in time."""
_VERSIONS = 50
_NEWEST = 2
"""A draft and what is on offer: the versions that say which quote stands."""
Version = tuple[Quote, Decision | None]


def conflict(code: str, words: str) -> Refusal:
    """A refusal that says how things stand."""
    return Refusal(define(code, words), kind=RefusalKind.CONFLICT)


QUOTE_CHANGED = conflict(
    "refusal.quote_changed",
    "This quote changed while you were reading it. Nothing was decided. Please look at it as it is now.",
)


@command
class QuoteCommand(RequestCommand[R_co]):
    """A command about one version of a request's quote.

    Args:
        quote: The quote's id.
    """

    quote: OpaqueId


@command
class ReviewedQuote(QuoteCommand[R_co]):
    """A command of somebody who read a quote: it is refused where anything was written since.

    Args:
        digest: Of the content that was on the page.
    """

    digest: OpaqueId


def same(digest: str, seen: str) -> bool:
    """Whether a person saw this very content."""
    return hmac.compare_digest(digest.encode(), seen.encode())


def is_over(request: ServiceRequest) -> bool:
    """Whether the work is done or given up, so that there is nothing to quote for."""
    return request.phase in (*ENDED, *GUARDED)


@attrs.frozen(kw_only=True)
class QuotesOf(OfRequest):
    """A request with its quotes, newest first, and what was done about them, by the quote's id."""

    versions: tuple[Version, ...] = ()
    offered: frozenset[str] = frozenset()
    """Ids of the quotes that a person decided to offer as they are."""
    answers: Mapping[str, QuoteAnswer] = attrs.field(factory=dict)
    approved: frozenset[str] = frozenset()
    """Ids of the quotes with an approval that holds."""
    limit_uses: Mapping[str, LimitUse] = attrs.field(factory=dict)
    approvers: Mapping[str, QuoteApprover] = attrs.field(factory=dict)
    """By their ids."""
    acting: QuoteApprover | None = None
    """The approver who looks or acts, None for anybody else."""
    named: Quote | None = None
    """The one that the command names."""
    expiry: OutboxRow | None = None
    devices: tuple[RequestDevice, ...] = ()
    """The devices that lines can be for, where a draft is written."""

    @property
    def draft(self) -> Quote | None:
        """The one draft."""
        return next((quote for quote, _ in self.versions if quote.state is QuoteState.DRAFT), None)

    @property
    def current(self) -> Quote | None:
        """The quote that stands: the newest that was offered. One that its decision does not cover hides what is
        older: it may be what superseded it."""
        newest = next((quote for quote, _ in self.versions if quote.state is not QuoteState.DRAFT), None)
        return newest if newest is not None and newest.id in self.offered else None

    @property
    def shown(self) -> Quote | None:
        """What customers are shown: the quote that stands; what an approver is shown: the one they were named for."""
        if self.acting is None:
            return self.current
        named = self.acting.quote
        return next((quote for quote, _ in self.versions if quote.id == named and quote.id in self.offered), None)

    def approver_of(self, quote: Quote) -> QuoteApprover | None:
        """Whom the customer named to decide about this version."""
        return next((one for one in self.approvers.values() if one.quote == quote.id and one.lets_in), None)

    @property
    def is_over(self) -> bool:
        """Whether there is nothing to quote for."""
        return is_over(self.request)

    def standing(self, quote: Quote, context: Context) -> Standing:
        """How a quote that was offered stands."""
        current = self.current
        if quote.id in self.approved:
            return Standing.APPROVED
        if (answer := self.answers.get(quote.id)) is not None and answer.answer is Answer.DECLINED:
            return Standing.DECLINED
        if quote.state is QuoteState.WITHDRAWN:
            return Standing.WITHDRAWN
        if quote.id in self.limit_uses:
            return Standing.WITHIN_LIMIT
        if current is None or quote.id != current.id:
            return Standing.SUPERSEDED
        if self.is_over:
            return Standing.NOT_NEEDED
        return Standing.EXPIRED if has_ended(quote, context) else Standing.OPEN

    def without_expiry(self, context: Context) -> tuple[Save, ...]:
        """The save that takes the job back that waits for the end of the last day."""
        return cancelled(self.expiry, context)


def has_ended(quote: Quote, context: Context) -> bool:
    """Whether its last day has passed."""
    return context.now >= ends_at(quote.valid_until, context.settings)


def quotes_of(reader: Reader, request: ServiceRequest, *, current: bool = False) -> QuotesOf:
    """A request's quotes, or with ``current`` the one that stands and its draft: one statement, and one for approvers;
    none where there are none."""

    def found(query: Query, limit: int = _VERSIONS) -> Sequence[Any]:
        there = query.record_type.name in request.has
        return reader.find(query, {"request": request.id}, limit=limit) if there else ()

    rows = found(QUOTES, _NEWEST if current else _VERSIONS)
    if current and rows and rows[0][0].state is not QuoteState.DRAFT:
        rows = rows[:1]
    approvers = {one.id: one for one in found(APPROVERS)}
    return QuotesOf(
        request=request,
        versions=tuple((quote, decision) for quote, decision, *_ in rows),
        offered=frozenset(quote.id for quote, decision, *_ in rows if is_offered(quote, decision)),
        answers={quote.id: answer for quote, _, answer, *_ in rows if answer is not None},
        approved=frozenset(
            quote.id
            for quote, _, answer, by, _ in rows
            if answer is not None and _may_answer(answer, by, approvers) and _holds(reader, quote, answer, by)
        ),
        approvers=approvers,
        limit_uses={quote.id: use for quote, *_, use in rows if use is not None},
    )


def find_quotes(reader: Reader, request_id: str, context: Context) -> QuotesOf | None:
    """A request's quotes for who may see it, and for an approver whom its customer named; None for anybody else."""
    request = reader.load(ServiceRequest, request_id)
    if request is None:
        return None
    if can_access(request, context):
        return quotes_of(reader, request)
    actor = context.actor
    if not isinstance(actor, Guest) or actor.grant is None or not holds_any(request, context, (GrantScope.RECORD,)):
        return None
    found = quotes_of(reader, request)
    acting = found.approvers.get(actor.grant.contact)
    return attrs.evolve(found, acting=acting) if acting is not None and acting.lets_in else None


def load_quotes(reader: Reader, command: Any, context: Context) -> QuotesOf | Refusal:
    """Load for commands that name a request, and in ``quote`` one of its quotes."""
    found, wanted = find_quotes(reader, command.request, context), getattr(command, "quote", None)
    if found is None or (found.acting is not None and found.acting.quote != wanted):
        return NOT_FOUND
    named = next((quote for quote, _ in found.versions if quote.id == wanted), None)
    if wanted is not None and named is None:
        return NOT_FOUND
    current = found.current
    expiry = reader.load(OutboxRow, job_id(context.tenant, EXPIRE, current.id)) if current else None
    return attrs.evolve(found, named=named, expiry=expiry)


def _may_answer(answer: QuoteAnswer, decision: Decision | None, approvers: Mapping[str, QuoteApprover]) -> bool:
    """Whether who decided may do so for this very quote: an approver only for the one that they were named for."""
    approver = None if decision is None or decision.contact is None else approvers.get(decision.contact)
    return approver is None or approver.quote == answer.quote


def _holds(reader: Reader, quote: Quote, answer: QuoteAnswer, decision: Decision | None) -> bool:
    """Whether the customer approved this quote: their decision is about this answer, which is about this content at
    this total, all of it recomputed now."""
    priced = price(quote, Choice(options=answer.options, extras=answer.extras))
    return (
        answer.answer is Answer.APPROVED
        and answer.is_decided(Effect.APPROVE, decision)
        and priced is not None
        and priced.gross == answer.total
        and _was_offered_as(reader, quote, answer.quote_digest)
    )


def _was_offered_as(reader: Reader, quote: Quote, digest: str) -> bool:
    """Whether the quote was offered with this digest: it still has it, or staff took a secret out of a text since, and
    their decision names the one that it replaces."""
    wanted = decision_id(Effect.PUBLISH, quote.id, digest)
    at = quote.decided
    while at is not None and at != wanted:
        decision = reader.load(Decision, at)
        at = None if decision is None else decision.replaces
    return at is not None
