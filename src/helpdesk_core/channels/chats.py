"""Chats: their provider vouches for the number that somebody writes from, so that no token has to prove it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from ..base.changes import Save
from ..base.contacts import Contact, ContactKind
from ..contacts.model import BY_CONTACT, CONTACTS, ContactPoint, same_contact
from ..context import Context
from ..notifications.model import OF_SUBJECT, OutboxRow
from ..ports.channel import Proved
from ..ports.store import Reader
from ..service_requests.access import remaining
from ..service_requests.lifecycle import ENDED
from ..service_requests.model import ServiceRequest
from .model import ChatWindow, InboundMessage

_MOST_REQUESTS, _MOST_JOBS, _MOST_POINTS = 50, 500, 500


def vouched_for(sender: Contact | None, proved: Proved) -> Contact | None:
    """The number that the provider of a chat vouches for: of a mail's sender it can only say that the address may be
    right."""
    return sender if sender and sender.kind is ContactKind.PHONE and proved is Proved.YES else None


def makes_requests(vouched: Contact | None, context: Context) -> bool:
    """Whether a message of somebody unknown becomes a request here."""
    settings = context.settings
    return settings.mail_makes_requests if vouched is None else settings.chat_makes_requests


def reached(own: ContactPoint | None, message: InboundMessage, context: Context) -> tuple[Save, ...]:
    """From now on its person is answered where they wrote from, and a number by the chat that they wrote by."""
    if own is None:
        return ()
    chat = chat_of(message, context)
    values = {"heard_at": context.now, "channel": own.channel if chat is None else chat}
    return (Save(before=own, after=own.changed(**values)),)


def chat_of(message: InboundMessage, context: Context) -> str | None:
    """The name of the chat that a message came by; None for what came by mail."""
    return message.channel if getattr(context.channels.get(message.channel), "is_chat", False) else None


def own_points(reader: Reader, sender: Contact) -> dict[str, tuple[ContactPoint, ServiceRequest]]:
    """The requests of which a number that a provider vouches for is a confirmed contact.

    Args:
        reader: Reads them.
        sender: The number.

    Returns:
        By the id that the number is written down with, latest first: the contact, and the request that remains of that.
    """
    rows = reader.find(BY_CONTACT, same_contact(sender), limit=_MOST_POINTS)  # others may have typed the number too
    ids = list(dict.fromkeys(str(id) for id, confirmed_at in rows if confirmed_at is not None))[:_MOST_REQUESTS]
    return {id: point for id in ids if (point := _point(reader, id, sender)) is not None}


def own_point(reader: Reader, sender: Contact, answers: Sequence[str]) -> ContactPoint | None:
    """Where a message of a number belongs that its provider vouches for.

    Args:
        reader: Reads its requests.
        sender: The number.
        answers: The provider's ids of the messages of ours that it answers.

    Returns:
        The sender's confirmed contact: of the request about which the answered message was, else of the only request
        that is open; None where nobody can tell.
    """
    points = own_points(reader, sender)
    if answers:
        for id, (own, _) in points.items():
            if any(is_one_of(row, answers) for row in reader.find(OF_SUBJECT, {"subject": id}, limit=_MOST_JOBS)):
                return own
    open_ones = {request.id: own for own, request in points.values() if is_open(request)}
    return next(iter(open_ones.values())) if len(open_ones) == 1 else None


def _point(reader: Reader, id: str, sender: Contact) -> tuple[ContactPoint, ServiceRequest] | None:
    found = reader.load(ServiceRequest, id)
    request = None if found is None else remaining(reader, found)
    if request is None:
        return None
    points = [one for one in reader.find(CONTACTS, {"request": request.id}) if one.lets_in and one.value == sender]
    return next(((one, request) for one in points if one.confirmed_at is not None), None)


def is_open(request: ServiceRequest) -> bool:
    """Whether a request goes on."""
    return request.phase not in ENDED and request.closed_at is None and request.erased_at is None


def is_one_of(row: OutboxRow, names: Sequence[str]) -> bool:
    """Whether a message of ours is one of those that a provider names; long ones have several ids."""
    return any(one in names for one in (row.provider_id or "").split())


def window_id(context: Context, channel: str, contact: Contact) -> str:
    """The id of the row that says when somebody last wrote by a chat."""
    return context.keyring.mac("chat_window", context.tenant, channel, contact.key)[:32]


def heard(
    before: ChatWindow | None,
    message: InboundMessage,
    sender: Contact | None,
    sent_at: datetime | None,
    context: Context,
) -> tuple[Save, ...]:
    """That somebody wrote just now, or when it was sent, if it comes late."""
    if sender is None:
        return ()
    at = context.now if sent_at is None else min(sent_at, context.now)
    if before is None:
        return (Save(after=context.make(ChatWindow, id=window_id(context, message.channel, sender), heard_at=at)),)
    return (Save(before=before, after=before.changed(heard_at=at)),) if at > before.heard_at else ()


def heard_at(reader: Reader, contact: Contact, context: Context) -> datetime | None:
    """When the holder of a contact last wrote by its channel.

    Args:
        reader: Reads it.
        contact: The contact.
        context: Of the shop.

    Returns:
        The moment; None where it is long ago, or the contact has no channel of its own.
    """
    if not contact.channel:
        return None
    found = reader.load(ChatWindow, window_id(context, contact.channel, contact))
    return None if found is None else found.heard_at


_OPEN = timedelta(hours=23)
"""Within a day after somebody wrote by a chat a shop may answer there in words; this leaves an hour to do so."""


def chat_heard(reader: Reader, contact: Contact, context: Context) -> str | None:
    """The chat by which the holder of a number wrote within the last day, so that a code can be sent there.

    Args:
        reader: Reads it.
        contact: The number.
        context: Of the shop.

    Returns:
        The name of the channel; None where they wrote by none.
    """
    for name, channel in context.channels.items():
        if getattr(channel, "is_chat", False):
            found = reader.load(ChatWindow, window_id(context, name, contact))
            if found is not None and context.now - found.heard_at < _OPEN:
                return name
    return None
