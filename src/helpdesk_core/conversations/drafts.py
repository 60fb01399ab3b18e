"""What staff are writing and have not sent: whose it is, who else writes, and that it is gone once it is sent."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import attrs

from ..base.changes import Refusal, Save, Verdict
from ..base.digests import outside_id
from ..base.results import Result
from ..base.text import InternalNote, SafeText
from ..context import Context
from ..guardrails.disclosure import staff_view
from ..ports.store import Reader
from ..service_requests.access import OfRequest, RequestCommand, load_request
from ..service_requests.model import ServiceRequest
from .model import DRAFTS, DraftKind, MessageDraft

_MOST = 200
"""Drafts of a request that are looked at."""


@attrs.frozen(kw_only=True)
class WithDraft(OfRequest):
    """A request, and what this member of staff was writing about it."""

    draft: MessageDraft | None

    @property
    def sent(self) -> tuple[Save, ...]:
        """The draft without its words: they are sent now."""
        if self.draft is None or self.draft.text is None:
            return ()
        return (Save(before=self.draft, after=self.draft.changed(text=None)),)


def draft_id(request: str, kind: DraftKind, context: Context) -> str:
    """The one id that this actor's draft can have."""
    return outside_id(context.tenant, "message_drafts", f"{request}\n{kind}\n{context.actor.id}")


Loads = Callable[[Reader, RequestCommand[Any], Context], WithDraft | Refusal]


def drafting(kind: DraftKind) -> Loads:
    """The loader of a command that keeps a draft: the request, and what was kept before."""

    def load(reader: Reader, command: RequestCommand[Any], context: Context) -> WithDraft | Refusal:
        loaded = load_request(reader, command, context)
        if isinstance(loaded, Refusal):
            return loaded
        draft = reader.load(MessageDraft, draft_id(loaded.request.id, kind, context))
        return WithDraft(request=loaded.request, draft=draft)

    return load


def sending(kind: DraftKind) -> Loads:
    """The loader of a command that may send what was being written (``sends_draft``). One whose words were written
    elsewhere leaves the draft where it is, and asks for none."""
    with_draft = drafting(kind)

    def load(reader: Reader, command: RequestCommand[Any], context: Context) -> WithDraft | Refusal:
        if getattr(command, "sends_draft", False):
            return with_draft(reader, command, context)
        loaded = load_request(reader, command, context)
        return loaded if isinstance(loaded, Refusal) else WithDraft(request=loaded.request, draft=None)

    return load


def kept(loaded: WithDraft, kind: DraftKind, context: Context) -> Verdict[Result]:
    """The command's words in the draft; without words it is emptied."""
    before, words = loaded.draft, context.texts.get("text")
    if words is None:
        return Verdict(result=Result(), saves=loaded.sent)
    now: dict[str, Any] = {"text": InternalNote(words), "at": context.now, "author_name": context.staff_name}
    if before is not None:
        return Verdict(result=Result(), saves=(Save(before=before, after=before.changed(**now)),))
    id = draft_id(loaded.request.id, kind, context)
    whose = {"id": id, "request": loaded.request.id, "kind": kind, "author": context.actor.id}
    return Verdict(result=Result(), saves=(Save(after=context.make(MessageDraft, **whose, **now)),))


@staff_view
class Colleague:
    """Somebody else who is writing right now."""

    name: SafeText
    kind: DraftKind


@staff_view
class Writing:
    """What is being written about a request: the viewer's own drafts, and which colleagues write right now, the words
    of theirs left out."""

    reply: MessageDraft | None
    note: MessageDraft | None
    others: tuple[Colleague, ...]


def read_writing(reader: Reader, request: ServiceRequest, context: Context) -> Writing:
    """Who is writing what about a request.

    Args:
        reader: Reads it.
        request: The request.
        context: Whose drafts are the viewer's own, and when it is.

    Returns:
        The drafts, in one statement.
    """
    found = [one for one in reader.find(DRAFTS, {"request": request.id}, limit=_MOST) if one.text is not None]
    own = {one.kind: one for one in found if one.author == context.actor.id}
    others = {one.author: one for one in found if one.author != context.actor.id and one.is_being_written(context.now)}
    return Writing(
        reply=own.get(DraftKind.REPLY),
        note=own.get(DraftKind.NOTE),
        others=tuple(Colleague(name=one.author_name, kind=one.kind) for one in others.values()),
    )
