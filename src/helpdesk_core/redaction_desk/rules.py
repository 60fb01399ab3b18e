"""A person sees a secret that redaction let through, and takes it out of everything stored about the request."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from ..base.actors import STAFF
from ..base.changes import NOBODY, Change, Effect, Job, Refusal, RefusalKind, Save, Touch, Verdict, refused
from ..base.commands import OpaqueId, command, number
from ..base.messages import define
from ..base.records import Record
from ..base.results import Result, result
from ..base.text import MAX_LENGTH, SafeText
from ..context import Context
from ..conversations.model import ThreadMessage
from ..conversations.rules import last_said
from ..filing import forgetting
from ..guardrails import redaction
from ..guardrails.decisions import MAY_DECIDE, Decision, Guarded, decide
from ..guardrails.disclosure import staff_view
from ..guardrails.rights import right
from ..handlers import handles
from ..ports.store import Reader
from ..search.model import SearchEntry, emptied, load_entry
from ..service_requests.access import OfRequest, RequestCommand, load_request, request_view
from ..service_requests.model import CUT_FROM_THREAD, SUBJECT_LENGTH, ServiceRequest
from ..service_requests.rules import touch
from ..timeline.about import everything_about
from .model import BY_PERSON, redaction_counts

NOT_THERE = Refusal(
    define(
        "refusal.not_in_text",
        "This text does not appear in this request. Please type it exactly as it is in the message.",
    )
)
NOT_AS_DECIDED = Refusal(
    define(
        "refusal.not_as_decided",
        "A text with these words is not the one that was decided about: somebody changed it behind the desk's "
        "back. Nothing was removed. Please have the database checked first.",
    ),
    kind=RefusalKind.CONFLICT,
)
REMOVE = right("secrets.remove", "Take a secret out of everything stored about a request.")


@result
class SecretGone(Result):
    """The secret was removed.

    Attributes:
        texts: How many texts held it.
    """

    texts: int


@command
class RemoveSecret(RequestCommand[SecretGone]):
    """Remove a secret that redaction missed from every text of a request. The words themselves are never sent.

    Args:
        record: The id of the record that holds the text, as `view_place` found it.
        field: The text's path in the record (``text``, ``lines.0.text``).
        start: The first character to remove, counted from 0 in the text as stored.
        end: The character after the last one to remove.
    """

    record: OpaqueId
    field: OpaqueId
    start: int = number(0, MAX_LENGTH)
    end: int = number(1, MAX_LENGTH)


class SecretRemoved(Change, action="secret_removed", label="Confidential data removed by staff", tells=NOBODY):
    """Staff took a secret out of so many texts. What it was is kept nowhere."""

    texts: int


class OutcomeRedacted(
    Change,
    action="outcome_redacted",
    label="A secret removed from a recorded outcome",
    effect=Effect.COMPLETE,
    tells=NOBODY,
):
    """A recorded outcome lost a secret: the person who took it out decided about what is left. ``before`` and
    ``digest`` link the two contents."""

    record: str
    before: str
    digest: str


class PublicationRedacted(
    Change,
    action="publication_redacted",
    label="A secret removed from what the customer was shown",
    effect=Effect.PUBLISH,
    tells=NOBODY,
):
    """What was published, or offered to the customer, lost a secret in the same way."""

    record: str
    before: str
    digest: str


_REDACTED: Mapping[Effect, type[OutcomeRedacted] | type[PublicationRedacted]] = {
    Effect.COMPLETE: OutcomeRedacted,
    Effect.PUBLISH: PublicationRedacted,
}


@attrs.frozen(kw_only=True)
class RequestTexts(OfRequest):
    """A request and all that was written about it."""

    records: tuple[Record, ...]
    entry: SearchEntry | None
    decisions: Mapping[str, Decision | None]
    """The stored decision about a guarded record, by the record's id."""

    def holds(self, record: Record) -> bool:
        """Whether a record may be written again. One that its decision does not cover is left for people to look at:
        a new decision would make it genuine."""
        if not isinstance(record, Guarded) or record.decided is None:
            return True
        decision = self.decisions[record.id]
        return decision is not None and record.is_decided(decision.effect, decision)


@staff_view
class Place:
    """Where words stand, as the command that takes them out."""

    command: RemoveSecret


def _request_texts(reader: Reader, request: ServiceRequest) -> RequestTexts:
    records = tuple(everything_about(reader, request, texts=True))
    decided = {one.id: one.decided for one in records if isinstance(one, Guarded) and one.decided is not None}
    return RequestTexts(
        request=request,
        records=records,
        entry=load_entry(reader, request),
        decisions={id: reader.load(Decision, decision) for id, decision in decided.items()},
    )


def load_texts(reader: Reader, command: RemoveSecret, context: Context) -> RequestTexts | Refusal:
    """The request with all its texts, however many."""
    loaded = load_request(reader, command, context)
    return loaded if isinstance(loaded, Refusal) else _request_texts(reader, loaded.request)


@request_view(actors=STAFF, right=REMOVE)
def view_place(reader: Reader, context: Context, request: ServiceRequest, *, words: str) -> Place | Refusal:
    """The first place in a request's texts that holds some words.

    Args:
        request_id: The request's id.
        words: What to look for, as it stands in a text.

    Returns:
        The place, or a refusal when no text holds the words.
    """
    for record in (*_request_texts(reader, request).records, request) if words.strip() else ():
        for path, text in record.texts().items():
            if (start := str(text).find(words)) >= 0:
                return Place(
                    command=RemoveSecret(
                        request=OpaqueId(request.id),
                        record=OpaqueId(record.id),
                        field=OpaqueId(path),
                        start=start,
                        end=start + len(words),
                    )
                )
    return NOT_THERE


@handles(RemoveSecret, actors=STAFF, load=load_texts, right=REMOVE)
def remove_secret(loaded: RequestTexts, command: RemoveSecret, context: Context) -> Verdict[SecretGone]:
    """Every text that holds the words is replaced, also in what was decided. Notices hold no words, and a reply that is
    not sent yet is read when it is sent."""
    words = _words(loaded, command)
    if not words.strip():
        return refused(NOT_THERE)
    request, number_ = _without(loaded.request, words, command)
    changes: list[Change] = []
    saves: list[Save] = []
    jobs: list[Job] = []
    for record in loaded.records:
        after, count = _without(record, words, command)
        if not count:
            continue
        if not loaded.holds(record):
            return refused(NOT_AS_DECIDED)
        number_ += count
        if isinstance(record, Guarded) and isinstance(after, Guarded):
            after, decision, change = _decided_again(record, after, loaded, context)
            if decision is not None and change is not None:
                changes.append(change)
                saves.append(Save(after=decision))
                if request.decided == record.decided:
                    request = request.changed(decided=decision.id)
        saves.append(Save(before=record, after=after))
        jobs += forgetting(request, record, after)
    request = _restated(request, [save.after for save in saves if isinstance(save.after, ThreadMessage)], loaded)
    counted = redaction_counts(
        {BY_PERSON: 1}, language=request.language, tenant=context.tenant, now=context.now, new_id=context.new_id
    )
    return Verdict(
        result=SecretGone(texts=number_),
        touched=(_touched(loaded.request, request, context, SecretRemoved(texts=number_), *changes),),
        saves=(*counted, *saves, Save(before=loaded.entry, after=emptied(loaded.entry, request))),
        jobs=tuple(jobs),
    )


def _restated(request: ServiceRequest, changed: list[ThreadMessage], loaded: RequestTexts) -> ServiceRequest:
    """What lists show of the thread is cut from it again: a cut may have gone through the words, so that they were not
    found there."""
    if not changed:
        return request
    messages = {one.id: one for one in loaded.records if isinstance(one, ThreadMessage)}
    messages |= {one.id: one for one in changed}
    thread = sorted(messages.values(), key=lambda one: (one.at, one.id))
    return request.changed(subject=thread[0].text.safe.beginning(SUBJECT_LENGTH), **last_said(thread[-1]))


def _touched(before: ServiceRequest, after: ServiceRequest, context: Context, *changes: Change) -> Touch:
    return attrs.evolve(touch(before, context, *changes), after=after.changed(updated_at=context.now))


def _words(loaded: RequestTexts, command: RemoveSecret) -> str:
    record = next((one for one in (loaded.request, *loaded.records) if one.id == command.record), None)
    text = str(record.texts().get(command.field, "")) if record else ""
    return text[command.start : command.end] if command.start < command.end <= len(text) else ""


def _without(record: Any, words: str, command: RemoveSecret) -> tuple[Any, int]:
    """A record without the words, and in how many of its texts they stood: not counting what is cut from others."""
    count = 0

    def change(path: str, text: SafeText) -> SafeText:
        nonlocal count
        at = command.start if (record.id, path) == (command.record, command.field) else None
        safe = redaction.cut_out(text, words, at)
        count += safe != text and path not in CUT_FROM_THREAD
        return safe

    return record.with_texts(change), count


def _decided_again(
    record: Guarded, after: Guarded, loaded: RequestTexts, context: Context
) -> tuple[Guarded, Decision | None, Change | None]:
    """A draft gets a new commitment. What staff decided gets a decision of this person's, which names the one it
    replaces. What another person decided (an approval) cannot be decided for them: its words are removed as by
    erasing, and the commitments stand for them."""
    old = loaded.decisions.get(record.id)
    guard = record.record_type.guard
    effect = Effect(guard.effect) if old is None and guard else old.effect if old else Effect.COMPLETE
    if old is None:
        return after.committed(effect, context.new_salt()), None, None
    by = context.evidence
    if by is None or (by.actor.kind, by.basis) not in MAY_DECIDE[effect] or effect not in _REDACTED:
        return record.erased(), None, None
    ready = after.committed(effect, context.new_salt())
    decision = decide(effect, ready, subject=old.subject, by=by, now=context.now, replaces=old.id)
    change = _REDACTED[effect](record=record.id, before=record.digest, digest=ready.digest)
    return ready.changed(decided=decision.id), decision, change
