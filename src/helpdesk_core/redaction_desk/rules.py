"""A person sees a secret that redaction let through, and takes it out of everything stored about the request."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import attrs

from ..base.actors import STAFF
from ..base.changes import Change, Effect, Refusal, Save, Verdict
from ..base.commands import Command, OpaqueId, command
from ..base.handlers import Handler
from ..base.messages import define
from ..base.records import Record
from ..base.surnames import search_key
from ..base.text import SafeText
from ..context import Context
from ..conversations.model import NOTES, THREAD
from ..guardrails.decisions import Decision, decide
from ..guardrails.disclosure import staff_view
from ..guardrails.redaction import Texts, cut_out
from ..outcomes.model import OUTCOMES, Outcome, OutcomeState, is_recorded
from ..ports.store import Reader
from ..service_requests.access import NO_SUCH_REQUEST, load_request
from ..service_requests.model import ServiceRequest
from ..service_requests.rules import touched
from ..timeline.audit import scan
from .model import BY_PERSON, redaction_counts

NOT_THERE = Refusal(define("refusal.not_in_text", "These words stand nowhere in this request (any more)."))
NOT_AS_DECIDED = Refusal(
    define(
        "refusal.not_as_decided",
        "An outcome with these words is not the one that was decided about: somebody changed it behind the desk's "
        "back. Nothing was removed. Please have the database checked first.",
    )
)


@command
class RemoveSecret(Command):
    """Take a stretch of one text out of every text of the request. ``record`` and ``field`` name the text, places count
    its characters as stored; `view_place` finds them. The words themselves are never sent."""

    request: OpaqueId
    record: OpaqueId
    field: OpaqueId
    start: int
    end: int


@attrs.frozen(kw_only=True)
class SecretRemoved(Change):
    """Staff took a secret out of so many texts. What it was is kept nowhere."""

    action: ClassVar[str] = "secret_removed"
    texts: int


@attrs.frozen(kw_only=True)
class OutcomeRedacted(Change):
    """A recorded outcome lost a secret: the person who took it out decided about what is left. ``before`` and
    ``digest`` link the two contents."""

    action: ClassVar[str] = "outcome_redacted"
    effect: ClassVar[Effect | None] = Effect.COMPLETE
    outcome: str
    before: str
    digest: str


@attrs.frozen(kw_only=True)
class RequestTexts:
    """A request and all that was written about it."""

    request: ServiceRequest
    records: tuple[Record, ...]
    decisions: Mapping[str, Decision | None]
    """The stored decision about an outcome, by the outcome's id."""

    def holds(self, record: Record) -> bool:
        """Whether a record may be written again. An outcome that its decision does not cover is left for people to look
        at: deciding anew would make it genuine."""
        return (
            not isinstance(record, Outcome)
            or record.state is OutcomeState.DRAFT
            or is_recorded(record, self.decisions[record.id])
        )


@staff_view
class Place:
    """Where words stand, as the command that takes them out."""

    command: RemoveSecret


def texts_of(record: Record) -> dict[str, SafeText]:
    """Every text of a record that somebody wrote, by field."""
    values = {column.name: getattr(record, column.name) for column in record.record_type.columns if column.text}
    return {name: getattr(value, "safe", value) for name, value in values.items() if value is not None}


def _with_texts(reader: Reader, request: ServiceRequest) -> RequestTexts:
    of_request = {"request": request.id}
    outcomes: Any = tuple(reader.find(OUTCOMES, of_request, limit=500))
    words: Any = tuple(record for query in (THREAD, NOTES) for record in scan(reader, query, of_request))
    return RequestTexts(
        request=request,
        records=(*words, *(outcome for outcome, _ in outcomes)),
        decisions={outcome.id: decision for outcome, decision in outcomes},
    )


def load_texts(reader: Reader, command: RemoveSecret, context: Context) -> RequestTexts | Refusal:
    """The request with all its texts, however many."""
    reached = load_request(reader, command, context)
    return reached if isinstance(reached, Refusal) else _with_texts(reader, reached.request)


def view_place(reader: Reader, key: str, context: Context, *, words: str) -> Place | Refusal:
    """The first place of ``words`` in the texts of the request with the id ``key``, for staff."""
    request = reader.load(ServiceRequest, key)
    if context.actor.kind not in STAFF or request is None:
        return NO_SUCH_REQUEST
    for record in (request, *_with_texts(reader, request).records) if words.strip() else ():
        for field, text in texts_of(record).items():
            if (start := str(text).find(words)) >= 0:
                end = start + len(words)
                return Place(
                    command=RemoveSecret(
                        request=OpaqueId(key), record=OpaqueId(record.id), field=OpaqueId(field), start=start, end=end
                    )
                )
    return NOT_THERE


def remove_secret(loaded: RequestTexts, command: RemoveSecret, context: Context, texts: Texts) -> Verdict:
    """Every text that holds the words is replaced, also in what was decided. Notices hold no words, a reply not sent
    yet is read when it is sent, and the key a surname is searched by is made anew."""
    if not (words := _words(loaded, command)).strip():
        return Verdict(refusal=NOT_THERE)
    request, own = loaded.request, _without(loaded.request, words, command)
    pairs = [(record, new) for record in loaded.records if (new := _without(record, words, command))]
    if not all(loaded.holds(record) for record, _ in pairs):
        return Verdict(refusal=NOT_AS_DECIDED)
    number = len(own) + sum(len(new) for _, new in pairs)
    changes: list[Change] = [SecretRemoved(texts=number)]
    saves = [
        *redaction_counts(
            {BY_PERSON: 1}, language=request.language, tenant=context.tenant, now=context.now, new_id=context.new_id
        )
    ]
    for record, new in pairs:
        after = record.changed(**new)
        if isinstance(record, Outcome):
            after, decision = _decided_anew(record, new, context)
            if decision is not None:
                changes.append(OutcomeRedacted(outcome=record.id, before=record.digest, digest=after.digest))
                saves.append(Save(after=decision))
                own |= {"decided": decision.id} if request.decided == record.decided else {}
        saves.append(Save(before=record, after=after))
    if "surname" in own:
        own["surname_key"] = search_key(str(own["surname"]))
    return Verdict(
        changes=tuple(changes),
        request=touched(request, context, **own),
        saves=tuple(saves),
        result={"texts": number},
    )


def _words(loaded: RequestTexts, command: RemoveSecret) -> str:
    record = next((one for one in (loaded.request, *loaded.records) if one.id == command.record), None)
    text = str(texts_of(record).get(command.field, "")) if record else ""
    return text[command.start : command.end] if 0 <= command.start < command.end <= len(text) else ""


def _without(record: Record, words: str, command: RemoveSecret) -> dict[str, Any]:
    """The new values of the fields of a record that hold the words."""
    new = {}
    for field, text in texts_of(record).items():
        at = command.start if (record.id, field) == (command.record, command.field) else None
        if (safe := cut_out(text, words, at)) != text:
            value = getattr(record, field)
            new[field] = safe if isinstance(value, SafeText) else type(value)(safe)
    return new


def _decided_anew(outcome: Outcome, values: Mapping[str, Any], context: Context) -> tuple[Outcome, Decision | None]:
    """A draft is rewritten; what was decided gets a decision of this person's, which names the one it replaces."""
    after = outcome.rewritten(Effect.COMPLETE, context.new_id(), **values)
    if outcome.state is OutcomeState.DRAFT:
        return after, None
    decision = decide(
        Effect.COMPLETE,
        outcome.id,
        after.digest,
        tenant=context.tenant,
        request=outcome.request,
        actor=context.actor,
        now=context.now,
        replaces=outcome.decided,
    )
    return after.changed(decided=decision.id), decision


HANDLERS = (Handler(command=RemoveSecret, actors=STAFF, load=load_texts, decide=remove_secret),)
