"""How people are told."""

from __future__ import annotations

from typing import Protocol

import attrs

from ..base.contacts import Contact
from ..base.text import CustomerText


@attrs.frozen(kw_only=True)
class Outgoing:
    """One message for one person, in that person's language, ready to send.

    ``key`` is the same on every try: a channel that knows idempotency keys sends once. ``thread`` groups messages
    of one request. ``subject`` and ``lines`` are the shop's fixed words; ``reply`` is a text that a person wrote, only
    ever there when the contact is verified and the shop sends replies on this channel.
    """

    key: str
    tenant: str
    contact: Contact
    language: str
    subject: str
    lines: tuple[str, ...]
    thread: str
    link: str | None = None
    reply: CustomerText | None = None
    first: bool = False
    """True for the first message of its thread."""

    @property
    def text(self) -> str:
        """The whole as plain text; paragraphs are apart by an empty line."""
        return "\n\n".join(
            line for line in (*self.lines, *((str(self.reply),) if self.reply else ()), self.link or "") if line
        )


@attrs.frozen
class Sent:
    """Handed over; ``provider_id`` is the channel's name for it, where it has one."""

    provider_id: str = ""


@attrs.frozen
class Retry:
    """Not now: a passing fault. ``seconds`` is the channel's own wish, None leaves it to the desk."""

    reason: str
    seconds: int | None = None


@attrs.frozen
class Undeliverable:
    """Never: trying again is pointless. ``reason`` is a code, without input."""

    reason: str


class Notifier(Protocol):
    """Sends on one channel: after commit, at least once, idempotent by ``Outgoing.key`` where the channel allows."""

    @property
    def name(self) -> str:
        """Its name in logs and reports."""

    def accepts(self, contact: Contact) -> bool:
        """Whether this channel reaches such a contact."""

    def send(self, outgoing: Outgoing) -> Sent | Retry | Undeliverable:
        """Send. Answers a refusal of the address by `Undeliverable`, a passing fault by `Retry`; it does not raise,
        and does not try again by itself."""
