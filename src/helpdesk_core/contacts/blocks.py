"""Blocking a contact: nothing more is asked for with it, and nobody makes us send anything to it."""

from __future__ import annotations

import attrs

from ..base.actors import STAFF
from ..base.changes import NOBODY, Change, Refusal, RefusalKind, Touch, Verdict
from ..base.commands import OpaqueId, command
from ..base.contacts import Contact
from ..base.messages import define
from ..base.results import Result
from ..context import Context
from ..guardrails.rights import right
from ..handlers import handles
from ..ports.store import Reader
from ..service_requests.access import OfRequest, RequestCommand, load_request
from ..service_requests.rules import touch
from ..subjects import NOT_FOUND, SubjectPolicy, declare_subject
from .model import BlockReason, ContactBlock, ContactPoint, load_contact

BLOCK = right("contacts.block", "Block e-mail addresses and phone numbers, and unblock them.", admins=True)
BLOCKED = Refusal(
    define(
        "refusal.contact_blocked",
        "We cannot take a request with this contact online. Please call us or come to us: we will find a way.",
    ),
    field="contact",
    kind=RefusalKind.FORBIDDEN,
)


@command
class BlockContact(RequestCommand[Result]):
    """Take no more requests with a contact, and send no codes or links to it. What is there goes on.

    Args:
        contact: The id of a contact point of the request.
        reason: Why.
    """

    contact: OpaqueId
    reason: BlockReason


@command
class UnblockContact(RequestCommand[Result]):
    """Take requests with a contact again.

    Args:
        contact: The id of a contact point of the request.
    """

    contact: OpaqueId


class ContactWasBlocked(Change, action="contact_blocked", label="Contact blocked", tells=NOBODY):
    """Nothing more is taken from a contact, and nothing sent to it on anybody's wish."""

    contact: str
    reason: str


class ContactUnblocked(Change, action="contact_unblocked", label="Contact unblocked", tells=NOBODY):
    """The contact is as any other again."""

    contact: str


@attrs.frozen(kw_only=True)
class ToBlock(OfRequest):
    """A contact, and what was decided about it before."""

    point: ContactPoint
    block: ContactBlock | None


def block_of(reader: Reader, contact: Contact, context: Context) -> ContactBlock | None:
    """What was decided about a contact, None for nothing."""
    ids = (mac[:32] for mac in context.keyring.macs("blocked", context.tenant, contact.kind, contact.key))
    return next((found for id in ids if (found := reader.load(ContactBlock, id)) is not None), None)


def is_blocked(reader: Reader, contact: Contact, context: Context) -> bool:
    """Whether nothing is taken from a contact, and nothing sent to it on anybody's wish.

    Args:
        reader: Where to read.
        contact: The contact.
        context: Of which shop.

    Returns:
        False for one that was never blocked, or is not any more.
    """
    found = block_of(reader, contact, context)
    return found is not None and found.is_blocked


def load_to_block(reader: Reader, command: BlockContact | UnblockContact, context: Context) -> ToBlock | Refusal:
    """The contact has to be one of the request's."""
    loaded = load_request(reader, command, context)
    if isinstance(loaded, Refusal):
        return loaded
    point = load_contact(reader, command.contact)
    if not isinstance(point, ContactPoint) or point.request != loaded.request.id or point.is_erased:
        return NOT_FOUND
    return ToBlock(request=loaded.request, point=point, block=block_of(reader, point.value, context))


@handles(BlockContact, actors=STAFF, load=load_to_block, right=BLOCK)
def block_contact(loaded: ToBlock, command: BlockContact, context: Context) -> Verdict[Result]:
    """It stands in the history of the request too, where people will look for it."""
    if loaded.block is not None and loaded.block.is_blocked:
        return Verdict(result=Result())
    change = ContactWasBlocked(contact=loaded.point.id, reason=command.reason.value)
    return _changed(loaded, change, command.reason, context)


@handles(UnblockContact, actors=STAFF, load=load_to_block, right=BLOCK)
def unblock_contact(loaded: ToBlock, command: UnblockContact, context: Context) -> Verdict[Result]:
    """What was refused meanwhile does not come back by itself."""
    if loaded.block is None or not loaded.block.is_blocked:
        return Verdict(result=Result())
    return _changed(loaded, ContactUnblocked(contact=loaded.point.id), loaded.block.reason, context)


def _changed(loaded: ToBlock, change: Change, reason: BlockReason, context: Context) -> Verdict[Result]:
    contact, before = loaded.point.value, loaded.block
    id = context.keyring.mac("blocked", context.tenant, contact.kind, contact.key)[:32]
    values = {
        "is_blocked": isinstance(change, ContactWasBlocked),
        "reason": reason,
        "changed_at": context.now,
        "changed_by": context.staff_name,
    }
    after = before.changed(**values) if before is not None else context.make(ContactBlock, id=id, **values)
    return Verdict(
        result=Result(),
        touched=(Touch(before=before, after=after, changes=(change,)), touch(loaded.request, context, change)),
    )


declare_subject(SubjectPolicy(record=ContactBlock, can_access=lambda block, context: context.actor.kind in STAFF))
