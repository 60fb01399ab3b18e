"""Replying and noting. The cost does not depend on how long the thread is."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from ..base.actors import CUSTOMERS, STAFF
from ..base.changes import NOBODY, Change, Refusal, Save, Verdict, refused
from ..base.commands import OpaqueId, command, text
from ..base.notices import NO_REPLY, to_customer, to_staff
from ..base.results import Result, result
from ..base.text import CustomerText, InternalNote, RawText
from ..context import Context
from ..guardrails.redaction import Cue
from ..guardrails.rights import right
from ..handlers import handles
from ..service_requests.access import OfRequest, RequestCommand, SeenCommand, load_request
from ..service_requests.lifecycle import ENDED
from ..service_requests.rules import WRONG_PHASE, touch, touch_answered, touch_with_status
from .model import Note, Side, ThreadMessage

CUE_LIFETIME = timedelta(minutes=30)
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
    """

    text: RawText = text()
    status: OpaqueId | None = None


@command
class WriteNote(RequestCommand[NoteKept]):
    """Staff write a note that only staff read.

    Args:
        text: The note.
    """

    text: RawText = text()


class CustomerReplied(
    Change,
    action="customer_replied",
    label="Customer wrote",
    by_customer=to_staff(
        "customer_replied", "Request {reference}: the customer wrote", "There is a new message from the customer."
    ),
):
    """The customer wrote."""

    message: str
    no_secret: bool = False


class ShopReplied(
    Change,
    action="shop_replied",
    label="Reply to the customer",
    by_staff=to_customer(
        "reply",
        "Request {reference}: a new message",
        "There is a new message for you about your request.",
        NO_REPLY,
        covers=("status",),
        carries_text=True,
    ),
):
    """Staff wrote to the customer."""

    message: str


class NoteWritten(Change, action="note_written", label="Internal note", tells=NOBODY):
    """Staff wrote a note."""

    note: str


def cue_values(cue: Cue | None, context: Context) -> dict[str, Any]:
    """What the request remembers of an announcement in the last message."""
    return {"cue": cue, "cue_until": context.now + CUE_LIFETIME if cue is not None else None}


def thread_message(request: str, side: Side, safe: CustomerText, context: Context) -> ThreadMessage:
    """A message as this actor writes it now."""
    return context.make(
        ThreadMessage,
        request=request,
        side=side,
        author=context.actor.id,
        author_name=context.staff_name,
        at=context.now,
        text=safe,
    )


@handles(ReplyToShop, actors=CUSTOMERS, load=load_request)
def reply_to_shop(loaded: OfRequest, command: ReplyToShop, context: Context) -> Verdict[MessageSent]:
    """A customer's reply to a question of ours takes the request back into review. It never reopens an ended one."""
    request = loaded.request
    if request.phase in ENDED:
        return refused(WRONG_PHASE)
    message = thread_message(request.id, Side.CUSTOMER, CustomerText(context.texts["text"]), context)
    replied = CustomerReplied(message=message.id, no_secret=command.no_secret)
    cue = cue_values(context.texts.cue("text"), context)
    return Verdict(
        result=MessageSent(message=message.id),
        touched=(touch_answered(request, context, replied, **cue),),
        saves=(Save(after=message),),
    )


@handles(ReplyToCustomer, actors=STAFF, load=load_request, right=REPLY)
def reply_to_customer(loaded: OfRequest, command: ReplyToCustomer, context: Context) -> Verdict[MessageSent]:
    """Staff reply; with ``status`` the reply and the new status are one step."""
    request = loaded.request
    message = thread_message(request.id, Side.SHOP, CustomerText(context.texts["text"]), context)
    replied, cue = ShopReplied(message=message.id), cue_values(context.texts.cue("text"), context)
    touched = touch_with_status(request, command.status, context, replied, **cue)
    if isinstance(touched, Refusal):
        return refused(touched)
    return Verdict(result=MessageSent(message=message.id), touched=(touched,), saves=(Save(after=message),))


@handles(WriteNote, actors=STAFF, load=load_request, right=WRITE_NOTES)
def write_note(loaded: OfRequest, command: WriteNote, context: Context) -> Verdict[NoteKept]:
    """Notes are for staff alone, and send no notice."""
    note = context.make(
        Note,
        request=loaded.request.id,
        author=context.actor.id,
        author_name=context.staff_name,
        at=context.now,
        text=InternalNote(context.texts["text"]),
    )
    return Verdict(
        result=NoteKept(note=note.id),
        touched=(touch(loaded.request, context, NoteWritten(note=note.id)),),
        saves=(Save(after=note),),
    )
