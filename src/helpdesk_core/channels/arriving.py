"""The commands by which something comes in: that it did, and what a channel read in it."""

from __future__ import annotations

from datetime import datetime

from ..base.commands import Command, OpaqueId, command, items, text
from ..base.contacts import Contact
from ..base.results import Result, result
from ..base.text import RawText
from ..base.values import piece
from ..ports.channel import DeliveryState, InboundKind, Proved

MOST_FILES = 100


@result
class InboundWasKept(Result):
    """A message that came in.

    Attributes:
        inbound: Its id.
        needs_bytes: Whether its bytes are still to be read.
    """

    inbound: str
    needs_bytes: bool


@command
class KeepInbound(Command[InboundWasKept]):
    """Write down that something came in, whose bytes are kept; `Helpdesk.receive` sends this.

    Args:
        channel: The channel's name.
        digest: SHA-256 of the bytes.
        key: Where they are.
        media: Their media type, with its parameters and without blanks.
    """

    channel: OpaqueId
    digest: OpaqueId
    key: OpaqueId
    media: OpaqueId


@piece
class InboundFile:
    """A file in a message.

    Attributes:
        name: Its name.
    """

    name: RawText = text(max_length=200)


@command
class TakeInbound(Command[Result]):
    """What a channel read in a message.

    Args:
        inbound: The message's id.
        fact: The provider's id of it.
        kind: What it is.
        sender: Who it says it is from.
        proved: What the provider found out about that.
        tokens: What may prove that it answers a message of ours.
        reports_on: Ids of messages of ours that it reports on, or answers.
        state: What such a report says.
        by_machine: Whether a machine wrote it.
        problem: Why only a person can read it, or why a message of ours did not arrive, as a code.
        sent_at: When it says that it was sent.
        sender_name: How the sender calls themselves.
        surname: The last word of that.
        given_name: The words before it.
        subject: Its subject.
        device: What it is about, as far as its subject says so.
        quoted: What stands below them.
        files: Its files.
        next: Where the same bytes are for the next fact in them.
        text: The new words.
        choice: The code of the quick reply of ours that was tapped.
    """

    inbound: OpaqueId
    fact: OpaqueId
    kind: InboundKind
    sender: Contact | None = None
    proved: Proved = Proved.UNKNOWN
    tokens: tuple[OpaqueId, ...] = items(20, default=())
    reports_on: tuple[OpaqueId, ...] = items(20, default=())
    state: DeliveryState | None = None
    by_machine: bool = False
    problem: OpaqueId | None = None
    sent_at: datetime | None = None
    sender_name: RawText | None = text(max_length=200, default=None)
    surname: RawText | None = text(max_length=100, default=None)
    given_name: RawText | None = text(max_length=100, default=None)
    subject: RawText | None = text(max_length=1_000, default=None)
    device: RawText | None = text(max_length=200, default=None)
    quoted: RawText | None = text(max_length=20_000, default=None)
    files: tuple[InboundFile, ...] = items(MOST_FILES, default=())
    next: OpaqueId | None = None
    text: RawText | None = text(max_length=20_000, default=None)
    choice: OpaqueId | None = None
