"""Replying and noting. The cost does not depend on how long the thread is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import attrs

from ..attachments.findings import along, chosen
from ..attachments.model import Finding
from ..base.actors import CUSTOMERS, STAFF
from ..base.changes import NOBODY, Change, Refusal, Save, Verdict, refused
from ..base.commands import OpaqueId, command, items, text
from ..base.messages import define
from ..base.notices import NO_REPLY, to_colleague, to_customer, to_joined, to_staff
from ..base.results import Result, result
from ..base.text import CustomerText, InternalNote, RawText, SafeText
from ..context import Context
from ..guardrails.redaction import Cue
from ..guardrails.rights import right
from ..handlers import handles
from ..ports.store import Reader
from ..service_requests.access import OfRequest, RequestCommand, SeenCommand, load_request
from ..service_requests.lifecycle import ENDED
from ..service_requests.model import LAST_WORDS_LENGTH
from ..service_requests.rules import (
    CONTINUED,
    UNCONFIRMED,
    WRONG_PHASE,
    done,
    is_unconfirmed,
    touch_answered,
    touch_with_status,
)
from .drafts import WithDraft, drafting, kept, sending
from .model import DraftKind, Note, Side, ThreadMessage

WRITE_THERE = define(
    "notice.write_there", "Please write on its page, so that everything stays in one place, with your name beside it."
)
CUE_LIFETIME = timedelta(minutes=30)
MOST_MENTIONED = 10
"""Colleagues whom one note tells."""
REPLY = right("requests.reply", "Write to customers.")
WRITE_NOTES = right("requests.note", "Write internal notes.")


@result
class MessageSent(Result):
    """The id of a message on the thread."""

    message: str


@result
class NoteKept(Result):
    """The id of an internal note."""

    note: str


@command
class ReplyToShop(RequestCommand[MessageSent]):
    """The customer writes on the thread.

    Args:
        text: What staff read.
        no_secret: True says that what was removed from the last attempt was not a secret and is written again; the
            history keeps that.
    """

    text: RawText = text()
    no_secret: bool = False


@command
class ReplyToCustomer(SeenCommand[MessageSent]):
    """Staff write to the customer, and may set a status in the same step.

    Args:
        text: What the customer reads.
        status: The status to set (``waiting_for_customer`` asks back); None to leave it.
        sends_draft: Whether these are the words that were kept as a draft: it is emptied then.
        unconfirmed: Whether the person has seen that nobody has confirmed the request.
        finding: The `Finding.stamp` of the marked photos that go along, as they were seen; None for none.
    """

    text: RawText = text()
    status: OpaqueId | None = None
    sends_draft: bool = False
    unconfirmed: bool = False
    finding: OpaqueId | None = None


@command
class WriteNote(RequestCommand[NoteKept]):
    """Staff write a note that only staff read.

    Args:
        text: The note.
        mentions: The host's ids of colleagues who are told of it.
        sends_draft: Whether these are the words that were kept as a draft: it is emptied then.
    """

    text: RawText = text()
    mentions: tuple[OpaqueId, ...] = items(MOST_MENTIONED)
    sends_draft: bool = False


@command
class DraftReply(RequestCommand[Result]):
    """Keep the reply that one is writing and has not sent, in place of what was kept before.

    Args:
        text: The words; None throws them away.
    """

    text: RawText | None = text(default=None)


@command
class DraftNote(RequestCommand[Result]):
    """Keep the note that one is writing and has not sent, in place of what was kept before.

    Args:
        text: The words; None throws them away.
    """

    text: RawText | None = text(default=None)


class CustomerReplied(
    Change,
    action="customer_replied",
    label="Message from the customer",
    is_spoken=True,
    by_customer=to_staff(
        "customer_replied",
        "Request {reference}: new message from the customer",
        "There is a new message from the customer.",
    ),
):
    """The customer wrote."""

    message: str
    no_secret: bool = False


class ShopReplied(
    Change,
    action="shop_replied",
    label="Reply to the customer",
    is_spoken=True,
    answers=True,
    by_staff=(
        to_customer(
            "reply",
            "Request {reference}: a new message",
            "There is a new message for you about your request.",
            NO_REPLY,
            covers=("status",),
            carries_text=True,
        ),
        to_joined(
            "colleague_reply",
            "Request {reference}: a new message to your colleague",
            "There is a new message about a request of your firm that you have joined.",
            WRITE_THERE,
            carries_text=True,
        ),
    ),
):
    """Staff wrote to the customer."""

    message: str


class NoteWritten(Change, action="note_written", label="Internal note", is_spoken=True, tells=NOBODY):
    """Staff wrote a note."""

    note: str


class ColleagueMentioned(
    Change,
    action="colleague_mentioned",
    label="Colleague told of a note",
    by_staff=to_colleague(
        "mentioned", "Request {reference}: a note for you", "A colleague mentions you in an internal note."
    ),
):
    """A note names a colleague."""

    colleague: str


def mentions_of(ids: Sequence[str], but: str | None = None) -> tuple[ColleagueMentioned, ...]:
    """That these colleagues are told, each once; ``but`` is told otherwise."""
    return tuple(ColleagueMentioned(colleague=id) for id in dict.fromkeys(ids) if id != but)


def cue_values(cue: Cue | None, context: Context) -> dict[str, Any]:
    """What the request remembers of an announcement in the last message."""
    return {"cue": cue, "cue_until": context.now + CUE_LIFETIME if cue is not None else None}


@attrs.frozen(kw_only=True)
class Said:
    """A command's text as a message on the thread: what is saved, what happened, what the request remembers of it."""

    message: ThreadMessage
    change: CustomerReplied | ShopReplied
    values: dict[str, Any]

    @property
    def save(self) -> Save:
        """The new message."""
        return Save(after=self.message)


def said(
    request: str, side: Side, context: Context, *, no_secret: bool = False, author_name: SafeText | None = None
) -> Said:
    """The field ``text`` as a message that this actor writes now."""
    message = context.make(
        ThreadMessage,
        request=request,
        side=side,
        author=context.actor.id,
        author_name=author_name or context.staff_name,
        at=context.now,
        text=CustomerText(context.texts["text"]),
    )
    by_shop = side is Side.SHOP
    change = ShopReplied(message=message.id) if by_shop else CustomerReplied(message=message.id, no_secret=no_secret)
    values = last_said(message) | cue_values(context.texts.cue("text"), context)
    return Said(message=message, change=change, values=values)


def last_said(message: ThreadMessage) -> dict[str, Any]:
    """What lists show of the last message on a thread, as fields of its request."""
    return {
        "last_side": message.side,
        "last_words": message.text.safe.beginning(LAST_WORDS_LENGTH),
        "last_name": message.author_name,
        "last_at": message.at,
    }


@handles(ReplyToShop, actors=CUSTOMERS, load=load_request)
def reply_to_shop(loaded: OfRequest, command: ReplyToShop, context: Context) -> Verdict[MessageSent]:
    """A customer's reply to a question of ours takes the request back into review. It never reopens an ended one."""
    request = loaded.request
    if request.phase in ENDED:
        return refused(CONTINUED if request.merged_into else WRONG_PHASE)
    reply = said(request.id, Side.CUSTOMER, context, no_secret=command.no_secret)
    touched = touch_answered(request, context, reply.change, **reply.values)
    return Verdict(result=MessageSent(message=reply.message.id), touched=(touched,), saves=(reply.save,))


@attrs.frozen(kw_only=True)
class Replying(WithDraft):
    """A request, what was being written, and the marked photos that go along."""

    finding: Finding | None


def load_reply(reader: Reader, command: ReplyToCustomer, context: Context) -> Replying | Refusal:
    """The request with what is sent to its customer."""
    loaded = sending(DraftKind.REPLY)(reader, command, context)
    if isinstance(loaded, Refusal):
        return loaded
    finding = chosen(reader, loaded.request, command.finding)
    if isinstance(finding, Refusal):
        return finding
    return Replying(request=loaded.request, draft=loaded.draft, finding=finding)


@handles(ReplyToCustomer, actors=STAFF, load=load_reply, right=REPLY)
def reply_to_customer(loaded: Replying, command: ReplyToCustomer, context: Context) -> Verdict[MessageSent]:
    """Staff reply; with ``status`` the reply and the new status are one step, and so are marked photos."""
    request = loaded.request
    if request.merged_into is not None:
        return refused(CONTINUED)
    if is_unconfirmed(request) and not command.unconfirmed:
        return refused(UNCONFIRMED)
    reply, shown = said(request.id, Side.SHOP, context), along(loaded.finding, context)
    touched = touch_with_status(request, command.status, context, reply.change, *shown.changes, **reply.values)
    if isinstance(touched, Refusal):
        return refused(touched)
    saves = (reply.save, *loaded.sent, *shown.saves)
    return Verdict(result=MessageSent(message=reply.message.id), touched=(touched,), saves=saves)


def internal_note(request: str, safe: SafeText, context: Context) -> Note:
    """A note as this member of staff writes it now."""
    return context.make(
        Note,
        request=request,
        author=context.actor.id,
        author_name=context.staff_name,
        at=context.now,
        text=InternalNote(safe),
    )


@handles(WriteNote, actors=STAFF, load=sending(DraftKind.NOTE), right=WRITE_NOTES)
def write_note(loaded: WithDraft, command: WriteNote, context: Context) -> Verdict[NoteKept]:
    """Notes are for staff alone; who is mentioned is told that there is one, and never what it says."""
    note = internal_note(loaded.request.id, context.texts["text"], context)
    result, written = NoteKept(note=note.id), NoteWritten(note=note.id)
    told = mentions_of(command.mentions)
    return done(loaded.request, context, written, *told, result=result, saves=(Save(after=note), *loaded.sent))


@handles(DraftReply, actors=STAFF, load=drafting(DraftKind.REPLY), right=REPLY, counted=False)
def draft_reply(loaded: WithDraft, command: DraftReply, context: Context) -> Verdict[Result]:
    """No history tells of words that nobody has said."""
    return kept(loaded, DraftKind.REPLY, context)


@handles(DraftNote, actors=STAFF, load=drafting(DraftKind.NOTE), right=WRITE_NOTES, counted=False)
def draft_note(loaded: WithDraft, command: DraftNote, context: Context) -> Verdict[Result]:
    """No history tells of words that nobody has said."""
    return kept(loaded, DraftKind.NOTE, context)
