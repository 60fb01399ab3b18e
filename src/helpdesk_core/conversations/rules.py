"""Replying and noting. The cost does not depend on how long the thread is."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar

import attrs

from ..base.actors import CUSTOMERS, STAFF, Admin, Agent
from ..base.changes import Change, Refusal, Save, Verdict
from ..base.commands import Command, OpaqueId, command, text
from ..base.handlers import Handler
from ..base.text import CustomerText, InternalNote, RawText
from ..context import Context
from ..guardrails.redaction import Cue, Texts
from ..service_requests.access import VisibleRequest, load_request
from ..service_requests.lifecycle import ENDED, Phase, can_set_status, move, status_of
from ..service_requests.model import ServiceRequest
from ..service_requests.rules import NOT_A_TRANSITION, STALE, WRONG_PHASE, StatusChanged, is_stale, touched
from .model import Note, Side, ThreadMessage

CUE_LIFETIME = timedelta(minutes=30)


@command
class ReplyToShop(Command):
    """The customer writes on the thread. ``no_secret``: what was removed from the last try was no secret, and is
    written again; kept on the timeline."""

    request: OpaqueId
    text: RawText = text()
    no_secret: bool = False


@command
class ReplyToCustomer(Command):
    """Staff write to the customer, and may set a status in the same step (``waiting_for_customer`` asks back)."""

    request: OpaqueId
    text: RawText = text()
    status: OpaqueId | None = None
    seen: int | None = None


@command
class WriteNote(Command):
    """Staff write a note for staff."""

    request: OpaqueId
    text: RawText = text()


@attrs.frozen(kw_only=True)
class CustomerReplied(Change):
    """The customer wrote."""

    action: ClassVar[str] = "customer_replied"
    message: str
    no_secret: bool = False


@attrs.frozen(kw_only=True)
class ShopReplied(Change):
    """Staff wrote to the customer."""

    action: ClassVar[str] = "shop_replied"
    message: str


@attrs.frozen(kw_only=True)
class NoteWritten(Change):
    """Staff wrote a note."""

    action: ClassVar[str] = "note_written"
    note: str


def cue_values(cue: Cue | None, context: Context) -> dict[str, Any]:
    """What the request remembers of an announcement in the last message."""
    return {"cue": cue, "cue_until": context.now + CUE_LIFETIME if cue is not None else None}


def thread_message(request: str, side: Side, safe: CustomerText, context: Context, id: str) -> ThreadMessage:
    """A message as this actor writes it now."""
    name = context.actor.name if isinstance(context.actor, Agent | Admin) else None
    return ThreadMessage(
        id=id,
        tenant=context.tenant,
        request=request,
        side=side,
        author=context.actor.id,
        author_name=name,
        at=context.now,
        text=safe,
    )


def reply_to_shop(reached: VisibleRequest, command: ReplyToShop, context: Context, texts: Texts) -> Verdict:
    """A customer's reply to a question of ours takes the request back into review. It never reopens an ended one."""
    request = reached.request
    if request.phase in ENDED:
        return Verdict(refusal=WRONG_PHASE)
    message = thread_message(request.id, Side.CUSTOMER, CustomerText(texts["text"]), context, context.new_id())
    changes: tuple[Change, ...] = (CustomerReplied(message=message.id, no_secret=command.no_secret),)
    values = cue_values(texts.cue("text"), context)
    if phase := move("customer_reply", request.phase, context.actor.kind):
        changes += (StatusChanged(status=phase.value, phase=phase.value),)
        values |= {"phase": phase, "status": phase.value}
    return Verdict(
        changes=changes,
        request=touched(request, context, **values),
        saves=(Save(after=message),),
        result={"message": message.id, "removed": list(texts.removed)},
    )


def reply_to_customer(reached: VisibleRequest, command: ReplyToCustomer, context: Context, texts: Texts) -> Verdict:
    """Staff reply; with ``status`` the reply and the new status are one step."""
    request = reached.request
    if is_stale(request, command.seen):
        return Verdict(refusal=STALE)
    values = cue_values(texts.cue("text"), context)
    changed = _new_status(request, command.status, context)
    if isinstance(changed, Refusal):
        return Verdict(refusal=changed)
    message = thread_message(request.id, Side.SHOP, CustomerText(texts["text"]), context, context.new_id())
    changes: tuple[Change, ...] = (ShopReplied(message=message.id),)
    if changed is not None:
        changes += (changed,)
        values |= {"phase": Phase(changed.phase), "status": changed.status}
    return Verdict(
        changes=changes,
        request=touched(request, context, **values),
        saves=(Save(after=message),),
        result={"message": message.id, "removed": list(texts.removed)},
    )


def _new_status(request: ServiceRequest, wanted: OpaqueId | None, context: Context) -> StatusChanged | Refusal | None:
    if wanted is None or wanted == request.status:
        return None
    status = status_of(context.settings, wanted)
    if status is None or not can_set_status(
        context.settings, request.status, request.phase, status, context.actor.kind
    ):
        return NOT_A_TRANSITION
    return StatusChanged(status=status.id, phase=status.phase)


def write_note(reached: VisibleRequest, command: WriteNote, context: Context, texts: Texts) -> Verdict:
    """A note never leaves the staff's side and tells nobody."""
    actor = context.actor
    if not isinstance(actor, Agent | Admin):
        raise TypeError("notes are written by staff")
    note = Note(
        id=context.new_id(),
        tenant=context.tenant,
        request=reached.request.id,
        author=actor.id,
        author_name=actor.name,
        at=context.now,
        text=InternalNote(texts["text"]),
    )
    return Verdict(
        changes=(NoteWritten(note=note.id),),
        request=touched(reached.request, context),
        saves=(Save(after=note),),
        result={"note": note.id, "removed": list(texts.removed)},
    )


HANDLERS = (
    Handler(command=ReplyToShop, actors=CUSTOMERS, load=load_request, decide=reply_to_shop),
    Handler(command=ReplyToCustomer, actors=STAFF, load=load_request, decide=reply_to_customer),
    Handler(command=WriteNote, actors=STAFF, load=load_request, decide=write_note),
)
