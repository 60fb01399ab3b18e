"""Letting a chat answer by itself again, after a person took over."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from ..base.actors import STAFF
from ..base.changes import Refusal, Save, Verdict
from ..base.commands import command
from ..base.results import Result
from ..contacts.model import CONTACTS, ContactPoint
from ..context import Context
from ..conversations.rules import REPLY
from ..handlers import handles
from ..ports.store import Reader
from ..service_requests.access import OfRequest, RequestCommand, load_request
from ..service_requests.model import ServiceRequest
from ..service_requests.rules import done
from .changes import ChatResumed
from .model import ChatDialogue, dialogue_id


@command
class ResumeChat(RequestCommand[Result]):
    """The chat of a request's customer is answered automatically again. Whoever wrote STOP there stays without."""


@attrs.frozen(kw_only=True)
class OfChats(OfRequest):
    """A request, and the dialogues of its confirmed contacts."""

    chats: tuple[ChatDialogue, ...]


def chats_of(reader: Reader, request: ServiceRequest, context: Context) -> Iterator[tuple[ContactPoint, ChatDialogue]]:
    """The dialogues of a request's confirmed contacts, each by the chat that reaches it.

    Args:
        reader: Reads them.
        request: The request.
        context: Of the shop.

    Yields:
        Contacts, each with its dialogue.
    """
    for point in reader.find(CONTACTS, {"request": request.id}):
        if point.channel and point.lets_in and point.confirmed_at is not None:
            row = reader.load(ChatDialogue, dialogue_id(context.keyring, context.tenant, point.channel, point.value))
            if row is not None:
                yield point, row


def load_chats(reader: Reader, command: ResumeChat, context: Context) -> OfChats | Refusal:
    """The request and its dialogues."""
    loaded = load_request(reader, command, context)
    if isinstance(loaded, Refusal):
        return loaded
    return OfChats(request=loaded.request, chats=tuple(row for _, row in chats_of(reader, loaded.request, context)))


@handles(ResumeChat, actors=STAFF, load=load_chats, right=REPLY)
def resume(loaded: OfChats, command: ResumeChat, context: Context) -> Verdict[Result]:
    """Where nothing is held back nothing is done; the question that stood before the person came is not taken up."""
    held = [one for one in loaded.chats if one.is_held_back(context.now)]
    if not held:
        return Verdict(result=Result())
    saves = [Save(before=one, after=one.changed(quiet_until=None, step="", misses=0, at=context.now)) for one in held]
    return done(loaded.request, context, ChatResumed(), result=Result(), saves=saves)
