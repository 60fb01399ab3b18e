"""A person sees a secret that redaction let through, and takes it out of what is stored."""

from __future__ import annotations

from typing import ClassVar

import attrs

from ..base.actors import STAFF
from ..base.changes import Change, Refusal, Save, Verdict
from ..base.commands import Command, Key, command
from ..base.messages import define
from ..base.text import CustomerText, InternalNote
from ..guardrails.authority import Handler
from ..guardrails.redaction import Texts, cut_out
from ..ports.store import Reader
from ..service_requests.access import NO_SUCH_REQUEST, load_request
from ..service_requests.model import ServiceRequest
from ..service_requests.rules import touched
from ..settings import Context
from .model import Note, ThreadMessage

NOT_THERE = Refusal(define("refusal.not_in_text", "These words do not stand in the message any more."))


@command
class RemoveSecret(Command):
    """Take a stretch, and the same words elsewhere, out of a message or note. Places count characters of the stored
    text; the words themselves are never sent."""

    request: Key
    message: Key
    start: int
    end: int


@attrs.frozen(kw_only=True)
class SecretRemoved(Change):
    """Staff took a secret out of a message. What it was is kept nowhere."""

    action: ClassVar[str] = "secret_removed"
    message: str


@attrs.frozen(kw_only=True)
class WithMessage:
    """A request and one of its messages or notes."""

    request: ServiceRequest
    message: ThreadMessage | Note


def load_message(reader: Reader, command: RemoveSecret, context: Context) -> WithMessage | Refusal:
    """The message, if it is of this request."""
    reached = load_request(reader, command, context)
    if isinstance(reached, Refusal):
        return reached
    found = reader.load(ThreadMessage, command.message) or reader.load(Note, command.message)
    if found is None or found.request != reached.request.id:
        return NO_SUCH_REQUEST
    return WithMessage(request=reached.request, message=found)


def remove_secret(loaded: WithMessage, command: RemoveSecret, context: Context, texts: Texts) -> Verdict:
    """The stored text is replaced; notices hold no words, and a reply not sent yet is read from it when it is sent."""
    message = loaded.message
    if not 0 <= command.start < command.end <= len(str(message.text)):
        return Verdict(refusal=NOT_THERE)
    safe = cut_out(message.text.safe, command.start, command.end)
    kind = CustomerText if isinstance(message, ThreadMessage) else InternalNote
    return Verdict(
        changes=(SecretRemoved(message=message.id),),
        request=touched(loaded.request, context),
        saves=(Save(before=message, after=message.changed(text=kind(safe))),),
    )


HANDLERS = (Handler(command=RemoveSecret, actors=STAFF, load=load_message, decide=remove_secret),)
