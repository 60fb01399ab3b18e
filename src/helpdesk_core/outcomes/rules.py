"""An outcome is prepared, reviewed in exactly the words the customer will read, and recorded by a person's decision."""

from __future__ import annotations

import hmac
from typing import ClassVar

import attrs

from ..base.actors import CUSTOMERS, STAFF
from ..base.changes import Change, Effect, Refusal, Save, Verdict
from ..base.commands import Command, OpaqueId, command, text
from ..base.digests import outside_id
from ..base.handlers import Handler
from ..base.messages import define
from ..base.text import CustomerText, RawText
from ..context import Context
from ..conversations.model import Side
from ..conversations.rules import CustomerReplied, thread_message
from ..guardrails.decisions import commit, content_digest, decide
from ..guardrails.redaction import Texts
from ..ports.store import Reader
from ..service_requests.access import NO_SUCH_REQUEST, load_request, reach
from ..service_requests.lifecycle import Phase
from ..service_requests.model import ServiceRequest
from ..service_requests.rules import STALE, WRONG_PHASE, RequestReopened, into, moved, touched
from .model import Outcome, OutcomeAnswer, OutcomeState, Result, current_outcome

NOTHING_TO_ANSWER = Refusal(define("refusal.nothing_to_answer", "There is no outcome to answer at the moment."))
ALREADY_ANSWERED = Refusal(
    define("refusal.already_answered", "This outcome has been answered already. Please write a message instead.")
)


@command
class PrepareOutcome(Command):
    """Write an outcome, or with ``outcome`` rewrite a draft. Nobody but staff sees it yet."""

    request: OpaqueId
    result: Result
    text: RawText = text()
    outcome: OpaqueId | None = None


@command
class RecordOutcome(Command):
    """Decide: this outcome, with exactly the content of ``digest`` that was reviewed, is what the customer reads."""

    outcome: OpaqueId
    digest: OpaqueId


@command
class AnswerOutcome(Command):
    """The customer says whether the problem is solved. "No" takes the request up again."""

    request: OpaqueId
    solved: bool
    text: RawText | None = text(optional=True)


@attrs.frozen(kw_only=True)
class OutcomePrepared(Change):
    """Staff wrote a draft of an outcome."""

    action: ClassVar[str] = "outcome_prepared"
    outcome: str
    digest: str


@attrs.frozen(kw_only=True)
class OutcomeRecorded(Change):
    """A person decided about an outcome."""

    action: ClassVar[str] = "outcome_recorded"
    effect: ClassVar[Effect | None] = Effect.COMPLETE
    outcome: str
    digest: str


@attrs.frozen(kw_only=True)
class OutcomeAnswered(Change):
    """The customer said whether it is solved."""

    action: ClassVar[str] = "outcome_answered"
    outcome: str
    solved: int


@attrs.frozen(kw_only=True)
class WithOutcome:
    """A request and one outcome of it."""

    request: ServiceRequest
    outcome: Outcome | None = None
    answer: OutcomeAnswer | None = None


def load_draft(reader: Reader, command: PrepareOutcome, context: Context) -> WithOutcome | Refusal:
    """The request and the draft to rewrite."""
    reached = load_request(reader, command, context)
    if isinstance(reached, Refusal):
        return reached
    draft = reader.load(Outcome, command.outcome) if command.outcome else None
    if command.outcome and (draft is None or draft.request != reached.request.id):
        return NO_SUCH_REQUEST
    return WithOutcome(request=reached.request, outcome=draft)


def prepare(loaded: WithOutcome, command: PrepareOutcome, context: Context, texts: Texts) -> Verdict:
    """A draft changes freely until it is recorded; each content has a digest of its own."""
    draft = loaded.outcome
    if isinstance(moved("record_outcome", loaded.request, context), Refusal) or (
        draft and draft.state is not OutcomeState.DRAFT
    ):
        return Verdict(refusal=WRONG_PHASE)
    id, salt = draft.id if draft else context.new_id(), context.new_id()
    words = CustomerText(texts["text"])
    commitments = commit(salt, {"request": loaded.request.id, "result": command.result.value, "text": str(words)})
    content = content_digest(Effect.COMPLETE, id, commitments)
    outcome = Outcome(
        id=id,
        tenant=context.tenant,
        version=draft.version if draft else 1,
        salt=salt,
        commitments=commitments,
        digest=content,
        request=loaded.request.id,
        state=OutcomeState.DRAFT,
        result=command.result,
        text=words,
        prepared_by=context.actor.id,
        prepared_at=context.now,
    )
    return Verdict(
        changes=(OutcomePrepared(outcome=id, digest=content),),
        request=touched(loaded.request, context),
        saves=(Save(before=draft, after=outcome),),
        result={"outcome": id, "digest": content, "removed": list(texts.removed)},
    )


def load_outcome(reader: Reader, command: RecordOutcome, context: Context) -> WithOutcome | Refusal:
    """The outcome and its request."""
    outcome = reader.load(Outcome, command.outcome)
    request = reach(reader, outcome.request, context) if outcome else None
    return NO_SUCH_REQUEST if request is None else WithOutcome(request=request, outcome=outcome)


def record_outcome(loaded: WithOutcome, command: RecordOutcome, context: Context, texts: Texts) -> Verdict:
    """The decision is about the digest the person reviewed; anything written since is refused."""
    outcome, request = loaded.outcome, loaded.request
    assert outcome is not None
    phase = moved("record_outcome", request, context)
    if isinstance(phase, Refusal) or outcome.state is not OutcomeState.DRAFT:
        return Verdict(refusal=WRONG_PHASE)
    if not hmac.compare_digest(command.digest.encode(), outcome.digest.encode()) or not outcome.is_whole(
        Effect.COMPLETE
    ):
        return Verdict(refusal=STALE)
    decision = decide(
        Effect.COMPLETE,
        outcome.id,
        outcome.digest,
        tenant=context.tenant,
        request=request.id,
        actor=context.actor,
        now=context.now,
    )
    recorded = outcome.changed(state=OutcomeState.RECORDED, decided=decision.id, recorded_at=context.now)
    values = into(Phase.OUTCOME_RECORDED, request, context) | {"decided": decision.id}
    return Verdict(
        changes=(OutcomeRecorded(outcome=outcome.id, digest=outcome.digest),),
        request=touched(request, context, **values),
        saves=(Save(after=decision), Save(before=outcome, after=recorded)),
        result={"decision": decision.id},
    )


def answer_id(tenant: str, outcome: str) -> str:
    """The one id an answer to this outcome can have."""
    return outside_id(tenant, "outcome_answers", outcome)


def load_answer(reader: Reader, command: AnswerOutcome, context: Context) -> WithOutcome | Refusal:
    """The request, the outcome it stands on, and the answer given already."""
    reached = load_request(reader, command, context)
    if isinstance(reached, Refusal):
        return reached
    outcome = current_outcome(reader, reached.request)
    answer = reader.load(OutcomeAnswer, answer_id(context.tenant, outcome.id)) if outcome else None
    return WithOutcome(request=reached.request, outcome=outcome, answer=answer)


def answer_outcome(loaded: WithOutcome, command: AnswerOutcome, context: Context, texts: Texts) -> Verdict:
    """A yes is a fact beside the decision and closes nothing; a no reopens."""
    outcome, request = loaded.outcome, loaded.request
    if outcome is None or request.phase is not Phase.OUTCOME_RECORDED:
        return Verdict(refusal=NOTHING_TO_ANSWER)
    if loaded.answer is not None:
        return Verdict(refusal=ALREADY_ANSWERED)
    answer = OutcomeAnswer(
        id=answer_id(context.tenant, outcome.id),
        tenant=context.tenant,
        request=request.id,
        outcome=outcome.id,
        solved=command.solved,
        answered_at=context.now,
        answered_by=context.actor.id,
    )
    changes: tuple[Change, ...] = (OutcomeAnswered(outcome=outcome.id, solved=int(command.solved)),)
    saves: tuple[Save, ...] = (Save(after=answer),)
    if (words := texts.get("text")) is not None:
        message = thread_message(request.id, Side.CUSTOMER, CustomerText(words), context, context.new_id())
        changes += (CustomerReplied(message=message.id),)
        saves += (Save(after=message),)
    values = {} if command.solved else into(Phase.IN_REVIEW, request, context)
    if not command.solved:
        changes += (RequestReopened(),)
    return Verdict(
        changes=changes,
        request=touched(request, context, **values),
        saves=saves,
        result={"removed": list(texts.removed)},
    )


HANDLERS = (
    Handler(command=PrepareOutcome, actors=STAFF, load=load_draft, decide=prepare),
    Handler(command=RecordOutcome, actors=STAFF, load=load_outcome, decide=record_outcome),
    Handler(command=AnswerOutcome, actors=CUSTOMERS, load=load_answer, decide=answer_outcome),
)
