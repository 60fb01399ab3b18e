"""An outcome is prepared, reviewed in exactly the words the customer will read, and recorded by a person's decision."""

from __future__ import annotations

import hmac
from typing import Any

import attrs

from ..attachments.findings import along, chosen
from ..attachments.model import Finding
from ..base.actors import CUSTOMERS, STAFF
from ..base.changes import NOBODY, Change, Effect, Refusal, RefusalKind, Save, Verdict, refused
from ..base.commands import Command, OpaqueId, command, text
from ..base.digests import outside_id
from ..base.messages import define
from ..base.notices import to_customer, to_staff
from ..base.results import Result, result
from ..base.text import CustomerText, RawText
from ..context import Context
from ..conversations.model import Side
from ..conversations.rules import said
from ..guardrails.decisions import decide
from ..guardrails.rights import right
from ..handlers import handles
from ..ports.store import Reader
from ..service_requests.access import OfRequest, RequestCommand, load_request
from ..service_requests.lifecycle import RECORD_OUTCOME, REOPEN, Phase, allows
from ..service_requests.model import ServiceRequest
from ..service_requests.rules import CONFLICT, WRONG_PHASE, RequestReopened, done, phase_fields
from ..subjects import NOT_FOUND, get_visible
from .model import Outcome, OutcomeAnswer, OutcomeResult, OutcomeState, current_outcome

NOTHING_TO_ANSWER = Refusal(
    define("refusal.nothing_to_answer", "There is no outcome to respond to at the moment."), kind=RefusalKind.CONFLICT
)
ALREADY_ANSWERED = Refusal(
    define("refusal.already_answered", "You have already responded to this outcome. Please send a message instead."),
    kind=RefusalKind.CONFLICT,
)
PREPARE = right("outcomes.prepare", "Write drafts of outcomes.")
RECORD = right("outcomes.record", "Decide that an outcome is what the customer reads.")


@result
class OutcomeDrafted(Result):
    """A draft and the digest of its content, which a reviewer decides about."""

    outcome: str
    digest: str


@result
class OutcomeDecided(Result):
    """The id of the decision."""

    decision: str


@command
class PrepareOutcome(RequestCommand[OutcomeDrafted]):
    """Write the draft of an outcome, for staff to review. Customers do not see drafts.

    Args:
        result: Whether it was solved.
        text: What the customer will read.
        outcome: The id of a draft to rewrite; None for a new one.
    """

    result: OutcomeResult
    text: RawText = text()
    outcome: OpaqueId | None = None


@command
class RecordOutcome(Command[OutcomeDecided]):
    """Decide that an outcome is what the customer reads.

    Args:
        outcome: The draft's id.
        digest: The digest of the content that was reviewed; a draft that has changed since is refused.
        finding: The `Finding.stamp` of the marked photos that go along, as they were reviewed; None for none.
    """

    outcome: OpaqueId
    digest: OpaqueId
    finding: OpaqueId | None = None


@command
class AnswerOutcome(RequestCommand[Result]):
    """The customer says whether the problem is solved. "No" reopens the request.

    Args:
        solved: The answer.
        text: What the customer adds; it becomes a message on the thread.
    """

    solved: bool
    text: RawText | None = text(default=None)


class OutcomePrepared(Change, action="outcome_prepared", label="Outcome prepared", tells=NOBODY):
    """Staff wrote a draft of an outcome."""

    outcome: str
    digest: str


class OutcomeRecorded(
    Change,
    action="outcome_recorded",
    label="Outcome recorded",
    answers=True,
    effect=Effect.COMPLETE,
    by_staff=to_customer(
        "outcome",
        "Request {reference}: the outcome",
        "You can now read the outcome of your request. Please tell us on that page whether the problem is solved.",
    ),
):
    """A person decided about an outcome."""

    outcome: str
    digest: str


class OutcomeAnswered(
    Change,
    action="outcome_answered",
    label="Customer responded to the outcome",
    by_customer=to_staff(
        "outcome_answered",
        "Request {reference}: the customer has responded",
        "The customer has responded to the outcome.",
        covers=("reopened_by_customer", "customer_replied"),
    ),
):
    """The customer said whether it is solved."""

    outcome: str
    solved: bool

    @property
    def asks(self) -> bool:
        """A yes waits for nothing."""
        return not self.solved


@attrs.frozen(kw_only=True)
class DraftScope(OfRequest):
    """A request and the draft to rewrite, if one is named."""

    outcome: Outcome | None


@attrs.frozen(kw_only=True)
class OutcomeScope(OfRequest):
    """A request, one outcome of it, and the marked photos that go along."""

    outcome: Outcome
    finding: Finding | None


@attrs.frozen(kw_only=True)
class AnswerScope(OfRequest):
    """A request, the outcome it stands on, and the answer given already."""

    outcome: Outcome | None
    answer: OutcomeAnswer | None


def load_draft(reader: Reader, command: PrepareOutcome, context: Context) -> DraftScope | Refusal:
    """The request and the draft to rewrite."""
    loaded = load_request(reader, command, context)
    if isinstance(loaded, Refusal):
        return loaded
    draft = reader.load(Outcome, command.outcome) if command.outcome else None
    if command.outcome and (draft is None or draft.request != loaded.request.id):
        return NOT_FOUND
    return DraftScope(request=loaded.request, outcome=draft)


@handles(PrepareOutcome, actors=STAFF, load=load_draft, right=PREPARE)
def prepare(loaded: DraftScope, command: PrepareOutcome, context: Context) -> Verdict[OutcomeDrafted]:
    """A draft changes freely until it is recorded; each content has a digest of its own."""
    draft = loaded.outcome
    if not allows(RECORD_OUTCOME, loaded.request.phase, context.actor.kind):
        return refused(WRONG_PHASE)
    if draft is not None and draft.state is not OutcomeState.DRAFT:
        return refused(WRONG_PHASE)
    blank = draft or context.make(
        Outcome,
        request=loaded.request.id,
        state=OutcomeState.DRAFT,
        result=command.result,
        text=None,
        prepared_by=context.actor.id,
        prepared_at=context.now,
    )
    written = blank.changed(
        result=command.result,
        text=CustomerText(context.texts["text"]),
        prepared_by=context.actor.id,
        prepared_at=context.now,
    ).committed(Effect.COMPLETE, context.new_salt())
    result = OutcomeDrafted(outcome=written.id, digest=written.digest)
    change, save = OutcomePrepared(outcome=written.id, digest=written.digest), Save(before=draft, after=written)
    return done(loaded.request, context, change, result=result, saves=(save,))


def load_outcome(reader: Reader, command: RecordOutcome, context: Context) -> OutcomeScope | Refusal:
    """The outcome and its request."""
    outcome = reader.load(Outcome, command.outcome)
    request = get_visible(reader, ServiceRequest, outcome.request, context) if outcome else None
    if request is None or outcome is None:
        return NOT_FOUND
    finding = chosen(reader, request, command.finding)
    if isinstance(finding, Refusal):
        return finding
    return OutcomeScope(request=request, outcome=outcome, finding=finding)


@handles(RecordOutcome, actors=STAFF, load=load_outcome, right=RECORD)
def record_outcome(loaded: OutcomeScope, command: RecordOutcome, context: Context) -> Verdict[OutcomeDecided]:
    """The decision is about the digest the person reviewed; anything written since is refused."""
    outcome, request = loaded.outcome, loaded.request
    fields = phase_fields(RECORD_OUTCOME, request, context)
    if isinstance(fields, Refusal):
        return refused(fields)
    if outcome.state is not OutcomeState.DRAFT:
        return refused(WRONG_PHASE)
    same = hmac.compare_digest(command.digest.encode(), outcome.digest.encode())
    if not same or not outcome.is_whole(Effect.COMPLETE):
        return refused(CONFLICT)
    decision = decide(Effect.COMPLETE, outcome, subject=request.id, by=context.evidence, now=context.now)
    recorded = outcome.changed(state=OutcomeState.RECORDED, decided=decision.id, recorded_at=context.now)
    change, result = OutcomeRecorded(outcome=outcome.id, digest=outcome.digest), OutcomeDecided(decision=decision.id)
    shown = along(loaded.finding, context)
    saves = (Save(after=decision), Save(before=outcome, after=recorded), *shown.saves)
    values = fields | {"decided": decision.id}
    return done(request, context, change, *shown.changes, result=result, saves=saves, **values)


def answer_id(tenant: str, outcome: str) -> str:
    """The one id an answer to this outcome can have."""
    return outside_id(tenant, "outcome_answers", outcome)


def load_answer(reader: Reader, command: AnswerOutcome, context: Context) -> AnswerScope | Refusal:
    """The request, the outcome it stands on, and the answer given already."""
    loaded = load_request(reader, command, context)
    if isinstance(loaded, Refusal):
        return loaded
    outcome = current_outcome(reader, loaded.request)
    answer = reader.load(OutcomeAnswer, answer_id(context.tenant, outcome.id)) if outcome else None
    return AnswerScope(request=loaded.request, outcome=outcome, answer=answer)


@handles(AnswerOutcome, actors=CUSTOMERS, load=load_answer)
def answer_outcome(loaded: AnswerScope, command: AnswerOutcome, context: Context) -> Verdict[Result]:
    """A yes is a fact beside the decision and closes nothing; a no reopens."""
    outcome, request = loaded.outcome, loaded.request
    if outcome is None or request.phase is not Phase.OUTCOME_RECORDED:
        return refused(NOTHING_TO_ANSWER)
    if loaded.answer is not None:
        return refused(ALREADY_ANSWERED)
    answer = context.make(
        OutcomeAnswer,
        id=answer_id(context.tenant, outcome.id),
        request=request.id,
        outcome=outcome.id,
        solved=command.solved,
        answered_at=context.now,
        answered_by=context.actor.id,
    )
    changes: list[Change] = [OutcomeAnswered(outcome=outcome.id, solved=command.solved)]
    saves = [Save(after=answer)]
    fields = {} if command.solved else phase_fields(REOPEN, request, context)
    values: dict[str, Any] = {} if isinstance(fields, Refusal) else fields
    if context.texts.get("text") is not None:
        reason = said(request.id, Side.CUSTOMER, context)
        changes.append(reason.change)
        saves.append(reason.save)
        values |= reason.values
    if "phase" in values:
        changes.append(RequestReopened())
    return done(request, context, *changes, result=Result(), saves=saves, **values)
