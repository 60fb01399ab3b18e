"""STOP, as people answer an SMS: nothing more is sent there until they write START."""

from __future__ import annotations

from ..base.changes import Save
from ..base.contacts import Contact
from ..base.text import SafeText
from ..context import Context
from ..dialogues.listening import listen
from ..ports.store import Reader
from .model import ContactStop

STOPPED = "stopped"
"""Why a message was not sent."""
_LONGEST = 60


def _ids(contact: Contact, medium: str, context: Context) -> list[str]:
    return [mac[:32] for mac in context.keyring.macs("stopped", context.tenant, medium, contact.key)]


def stop_of(reader: Reader, contact: Contact, medium: str, context: Context) -> ContactStop | None:
    """What the holder of a contact wrote last of STOP and START.

    Args:
        reader: Reads it.
        contact: The contact.
        medium: As "sms"; the empty one knows no STOP.
        context: Of the shop.

    Returns:
        The row; None for neither.
    """
    ids = _ids(contact, medium, context) if medium else []
    return next((found for id in ids if (found := reader.load(ContactStop, id)) is not None), None)


def medium_of(channel: str, context: Context) -> str:
    """What kind of channel one is, where that is one with STOP; else empty."""
    return str(getattr(context.channels.get(channel), "medium", ""))


def stopping(
    before: ContactStop | None, contact: Contact | None, channel: str, words: SafeText | None, context: Context
) -> tuple[Save, ...]:
    """What a message that is STOP or START alone changes.

    Args:
        before: What was said of it before.
        contact: The number that its provider names.
        channel: The channel that it came by.
        words: Its words.
        context: Of the shop.

    Returns:
        What is written; nothing for other messages, and for channels that know no STOP.
    """
    medium = medium_of(channel, context)
    if contact is None or words is None or not medium:
        return ()
    meant = listen(str(words))
    if not (meant.stops or meant.starts):
        return ()
    values = {"is_stopped": meant.stops, "words": words.beginning(_LONGEST), "at": context.now}
    if before is not None:
        return (Save(before=before, after=before.changed(**values)),)
    return (Save(after=context.make(ContactStop, id=_ids(contact, medium, context)[0], **values)),)
