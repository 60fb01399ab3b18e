"""How messages come in: bytes in, facts out. A channel does no I/O and keeps nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Protocol

import attrs

from ..base.asked import check_fields
from ..base.contacts import Contact
from ..base.text import RawText


@attrs.frozen(kw_only=True)
class InboundRequest:
    """One HTTP request, or one mail, as it came.

    Attributes:
        method: The HTTP method.
        path: The path without the host.
        query: The query string without ``?``.
        headers: Values by name; names are in lower case.
        body: The very bytes that a signature covers.
        at: When it came, for signatures that are right for some minutes only; None where nobody says.
        client: The address that it came from, as the app knows it; empty where nobody says.
    """

    method: str = "POST"
    path: str = "/"
    query: str = ""
    headers: Mapping[str, str] = attrs.field(factory=dict, repr=False)
    body: bytes = attrs.field(default=b"", repr=False)
    at: datetime | None = None
    client: str = attrs.field(default="", repr=False)

    def __attrs_post_init__(self) -> None:
        check_fields(self)


class InboundKind(StrEnum):
    """What an inbound fact is."""

    MESSAGE = "message"
    """A person wrote something."""
    DELIVERY = "delivery"
    """What became of a message of ours: delivered, read, failed."""
    OTHER = "other"
    """Anything else, our own echo and types unknown today included: kept, and never shown as a message; with a
    `Inbound.problem` it waits for a person."""


class Proved(StrEnum):
    """What the provider found out about the sender."""

    YES = "yes"
    """It vouches that the sender's own service sent this."""
    NO = "no"
    """It says that somebody else sent this in the sender's name."""
    UNKNOWN = "unknown"
    """It says nothing."""


class DeliveryState(StrEnum):
    """What became of a message of ours."""

    DELIVERED = "delivered"
    READ = "read"
    DELAYED = "delayed"
    FAILED = "failed"
    """It did not arrive, and will not."""


@attrs.frozen(kw_only=True)
class Media:
    """A picture or file: fetched later, or inside the very bytes.

    Attributes:
        key: The provider's key, or the place among the parts of the message.
        media_type: The media type that the sender says.
        name: The file's name. It is only data, and never part of a path.
        content: The bytes, where they came along; None where they are fetched.
    """

    key: str
    media_type: str
    name: str = attrs.field(default="", repr=False)
    content: bytes | None = attrs.field(default=None, repr=False)


@attrs.frozen(kw_only=True)
class Inbound:
    """One fact out of a payload.

    Attributes:
        kind: What it is.
        id: The provider's own id, the same however often it is delivered: it makes the idempotency key.
        sender: Who it says it is from; never a proof of a person.
        sender_name: How the sender calls themselves.
        proved: What the provider found out about that.
        receivers: The addresses that it was sent to: one of them may be the reply address of one request.
        subject: Its subject line.
        text: What was written anew.
        quoted: What stands below that: earlier messages and the signature.
        media: Pictures and files.
        choice: The code of the quick reply of ours that was tapped (`QuickReply.code`); empty where none was.
        refers_to: The provider's id of the message that it answers or reports on.
        references: Ids of all messages that it says it continues, the nearest last.
        state: What a report says.
        by_machine: Whether it says that a machine wrote it (RFC 3834), so that nothing answers it automatically.
        problem: Why only a person can read it, or why a message of ours did not arrive, as a code; empty where it was
            read whole, and did.
        sent_at: When it was sent, as the provider says.
    """

    kind: InboundKind
    id: str
    sender: Contact | None = None
    sender_name: RawText | None = None
    proved: Proved = Proved.UNKNOWN
    receivers: tuple[str, ...] = attrs.field(default=(), repr=False)
    subject: RawText | None = None
    text: RawText | None = None
    quoted: RawText | None = None
    media: tuple[Media, ...] = ()
    choice: str = ""
    refers_to: str | None = None
    references: tuple[str, ...] = ()
    state: DeliveryState | None = None
    by_machine: bool = False
    problem: str = ""
    sent_at: datetime | None = None


class Channel(Protocol):
    """Reads what a provider sends.

    One by which people write from a number that its provider vouches for says so with ``is_chat = True``. Of a provider
    that sends batches it may have ``parts(request)``, the bodies of a batch, which are kept and read one by one. Where
    files do not come along it has ``fetch(media, most)``, their bytes, None for what is larger or gone; it raises
    OSError where it cannot be had now. Where an address is confirmed by a GET request it has ``challenge(request)``,
    what to answer; None for whoever does not know the secret. One whose provider says things by GET has ``takes_get =
    True``, one that wants to read a word has ``answers``. ``medium = "sms"`` says that a number may be forged and every
    message costs: a STOP ends all of them, and automatic answers are few.

    A channel is pure: the same request gives the same answer. The raw body is stored before it is read, so that nothing
    is lost when reading fails.
    """

    @property
    def name(self) -> str:
        """Its name in logs, and in the ids of what it reads."""

    def verify(self, request: InboundRequest) -> bool:
        """Whether the provider really sent these bytes.

        Args:
            request: What came.

        Returns:
            False for a missing signature as well as for a wrong one; it never raises.
        """

    def read(self, request: InboundRequest) -> Sequence[Inbound]:
        """Every fact in a verified request.

        Args:
            request: What came, verified.

        Returns:
            The facts in their order; what the channel does not know is OTHER. It never raises.
        """
