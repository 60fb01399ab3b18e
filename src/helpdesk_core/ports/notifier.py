"""How people are told."""

from __future__ import annotations

from typing import Protocol

import attrs

from ..base.contacts import Contact
from ..base.text import CustomerText


@attrs.frozen(kw_only=True)
class Outgoing:
    """One message for one person, in that person's language, ready to send.

    Attributes:
        key: The same on every attempt: a channel that knows idempotency keys sends once.
        tenant: The shop.
        contact: Where it goes.
        language: The language it is in.
        subject: The shop's fixed words.
        lines: The shop's fixed words, a paragraph each.
        thread: Groups the messages of one subject.
        link: The private link, or the staff's page.
        reply: A text that a person wrote: only where the contact is verified and the shop sends replies on this
            channel.
        first: Whether it is the first message of its thread.
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

    @property
    def text(self) -> str:
        """The whole as plain text; paragraphs are apart by an empty line."""
        return "\n\n".join(
            line for line in (*self.lines, *((str(self.reply),) if self.reply else ()), self.link or "") if line
        )


@attrs.frozen
class Sent:
    """The channel took it.

    Attributes:
        provider_id: The channel's name for it, kept with the job; empty where it has none.
    """

    provider_id: str = ""


@attrs.frozen
class Retry:
    """It could not be sent now, and may be later.

    Attributes:
        reason: A code, without anything of the message in it.
        seconds: When to try again, in seconds from now; None leaves it to the desk, which waits longer each time.
    """

    reason: str
    seconds: int | None = None


@attrs.frozen
class Undeliverable:
    """It can never be sent; staff see it as failed.

    Attributes:
        reason: A code, without anything of the message in it.
    """

    reason: str


class Notifier(Protocol):
    """Sends on one channel: after commit, at least once, idempotent by ``Outgoing.key`` where the channel allows."""

    @property
    def name(self) -> str:
        """Its name in logs and reports."""

    def accepts(self, contact: Contact) -> bool:
        """Whether this channel reaches a contact.

        Args:
            contact: The contact.

        Returns:
            The answer, without asking the channel.
        """

    def send(self, outgoing: Outgoing) -> Sent | Retry | Undeliverable:
        """Send one message. It never raises, and does not try again by itself.

        Args:
            outgoing: The message.

        Returns:
            `Sent`; `Retry` for a passing fault; `Undeliverable` when the channel refuses the address.
        """
