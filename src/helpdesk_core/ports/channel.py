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
    """One HTTP request, or one mail, as it came: ``body`` is the very bytes that a signature covers; names of
    ``headers`` are in lower case."""

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
    """A picture or file that can be fetched later by the provider's ``key``; ``name`` is only data."""

    key: str
    type: str
    name: str = ""


@attrs.frozen(kw_only=True)
class Inbound:
    """One fact out of a payload.

    ``id`` is the provider's own and the same however often it is delivered: it makes the idempotency key.
    ``sender`` is how the provider says who it was, never a proof of a person. ``refers_to`` is the provider's id of
    what it answers or reports on.
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
    """Reads what a provider sends. Pure: the same request gives the same answer. The raw body is stored before it is
    read, so that nothing is lost when reading fails."""

    @property
    def name(self) -> str:
        """Its name in logs, and in the ids of what it reads."""

    def verify(self, request: InboundRequest) -> bool:
        """Whether the provider really sent these bytes. False for a missing signature; never raises."""

    def read(self, request: InboundRequest) -> Sequence[Inbound]:
        """Every fact in a verified request, in its order. What it does not know is OTHER; never raises."""
