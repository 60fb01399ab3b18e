"""How messages come in: bytes in, facts out. A channel does no I/O and keeps nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Protocol

import attrs

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
    """

    method: str = "POST"
    path: str = "/"
    query: str = ""
    headers: Mapping[str, str] = attrs.field(factory=dict, repr=False)
    body: bytes = attrs.field(default=b"", repr=False)


class InboundKind(StrEnum):
    """What an inbound fact is."""

    MESSAGE = "message"
    """A person wrote something."""
    DELIVERY = "delivery"
    """What became of a message of ours: delivered, read, failed."""
    OTHER = "other"
    """Anything else, our own echo and types unknown today included: kept, and never shown as a message."""


@attrs.frozen(kw_only=True)
class Media:
    """A picture or file that can be fetched later.

    Attributes:
        key: The provider's key.
        type: The media type that the provider says.
        name: The file's name. It is only data, and never part of a path.
    """

    key: str
    type: str
    name: str = ""


@attrs.frozen(kw_only=True)
class Inbound:
    """One fact out of a payload.

    Attributes:
        kind: What it is.
        id: The provider's own id, the same however often it is delivered: it makes the idempotency key.
        sender: Who the provider says it was; never a proof of a person.
        text: What was written.
        media: Pictures and files, to be fetched later.
        refers_to: The provider's id of the message that it answers or reports on.
        by_machine: Whether it says that a machine wrote it (RFC 3834), so that nothing answers it automatically.
        sent_at: When it was sent, as the provider says.
    """

    kind: InboundKind
    id: str
    sender: Contact | None = None
    text: RawText | None = None
    media: tuple[Media, ...] = ()
    refers_to: str | None = None
    by_machine: bool = False
    sent_at: datetime | None = None


class Channel(Protocol):
    """Reads what a provider sends.

    Provisional: no capability uses this port yet, so that it may still change in any release.

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
