"""How people are told."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime
from functools import cached_property
from typing import Protocol, runtime_checkable

import attrs

from ..base.contacts import Contact
from ..base.text import CustomerText

_log = logging.getLogger("helpdesk_core.delivery")


@attrs.frozen(kw_only=True)
class EnclosedFile:
    """A file that goes along with a message, where its channel takes files.

    Attributes:
        name: Its name.
        media_type: Its media type, a kind of text.
        content: Its text.
    """

    name: str
    media_type: str
    content: str


@attrs.frozen(kw_only=True)
class FurtherLink:
    """A second link of a message, to what its lines offer besides.

    Attributes:
        words: What its receiver reads.
        address: Where it leads.
    """

    words: str
    address: str


@attrs.frozen(kw_only=True)
class QuickReply:
    """An answer that a message offers.

    Attributes:
        code: Comes back when it is tapped (`Inbound.choice`); the same in every language.
        words: What its receiver reads.
    """

    code: str
    words: str


@attrs.frozen(kw_only=True)
class PushAddress:
    """Where one browser is reached by Web Push, as it gave it.

    Attributes:
        endpoint: The address at its push service, which whoever has it can post to.
        key: Its public key, ``p256dh``.
        secret: ``auth``.
    """

    endpoint: str = attrs.field(repr=False)
    key: str = attrs.field(repr=False)
    secret: str = attrs.field(repr=False)


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
        link_text: The link's words, such as "Open your request".
        further: A second link, below the first; a channel that leaves it out leaves out no words.
        closing: The shop's fixed words below the link.
        shop: The name of who writes. It is shown as text: pictures are blocked, or tell that the mail was opened.
        whereabouts: Where people find and reach the shop, a line each.
        reply: A text that a person wrote: only where the contact is verified and the shop sends replies on this
            channel.
        first: Whether it is the first message of its thread.
        files: What goes along. The message says everything without them.
        reply_token: Proves that an answer belongs to this message's subject and receiver: a channel on which people can
            answer puts it where it comes back, and nowhere else. Empty where no answer is read.
        heard_at: When its receiver last wrote to the shop by the channel of the contact; None where that is long ago,
            or nobody knows.
        code: The code in it, which is in its lines too; empty where there is none.
        choices: Quick replies. A channel that shows them as buttons leaves them out of the text; in that they are
            numbered, and the number answers as well.
        choose: The words of what opens a list of them, where a channel has such a thing.
        push: The browser that it goes to, where that is one by Web Push.
    """

    key: str
    tenant: str
    contact: Contact
    language: str
    subject: str
    lines: tuple[str, ...]
    thread: str
    link: str | None = None
    link_text: str = ""
    further: FurtherLink | None = None
    closing: tuple[str, ...] = ()
    shop: str = ""
    whereabouts: tuple[str, ...] = ()
    reply: CustomerText | None = None
    first: bool = False
    files: tuple[EnclosedFile, ...] = ()
    reply_token: str = attrs.field(default="", repr=False)
    heard_at: datetime | None = None
    code: str = attrs.field(default="", repr=False)
    choices: tuple[QuickReply, ...] = ()
    choose: str = ""
    push: PushAddress | None = None

    @property
    def text(self) -> str:
        """The whole as plain text; paragraphs are apart by an empty line, and so is the link."""
        way = (f"{self.link_text}:" if self.link_text else "", self.link) if self.link else ()
        other = () if self.further is None else (f"{self.further.words}:", self.further.address)
        offered = "\n".join(f"{place}. {one.words}" for place, one in enumerate(self.choices, 1))
        parts = (*self.lines, str(self.reply or ""), offered, *way, *other, *self.closing, " · ".join(self.whereabouts))
        return "\n\n".join(part for part in parts if part)


@attrs.frozen
class Sent:
    """The channel took it.

    Attributes:
        provider_id: The channel's name for it, kept with the job; empty where it has none.
    """

    provider_id: str = ""


@attrs.frozen
class Retry:
    """This message could not be sent now, and may be later: a full mailbox, a receiver that asks to come back.

    Attributes:
        reason: A code, without anything of the message in it.
        seconds: When to try again, in seconds from now; None leaves it to the desk, which waits longer each time.
    """

    reason: str
    seconds: float | None = None


@attrs.frozen
class Unavailable:
    """The channel cannot send now, whatever the message: its server is away, the sign-in or the sender is refused.

    No message is given up for it. All of them wait, staff are told, and one at a time tries whether it works again.

    Attributes:
        reason: A code, without anything of the message in it.
        seconds: When to try again, in seconds from now; None leaves it to the desk, which waits longer each time.
    """

    reason: str
    seconds: float | None = None


@attrs.frozen
class Unsure:
    """It may have been sent and may not: the line broke after the last word and before the answer.

    It is sent once more, unless it says a code: then without the code.

    Attributes:
        reason: A code, without anything of the message in it.
    """

    reason: str


@attrs.frozen
class Undeliverable:
    """It can never be sent: the receiver refuses it for good. Staff see it as failed.

    Attributes:
        reason: A code, without anything of the message in it.
    """

    reason: str


Answer = Sent | Retry | Unavailable | Unsure | Undeliverable


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

    def send(self, outgoing: Outgoing) -> Answer:
        """Send one message. It never raises, and does not try again by itself.

        Args:
            outgoing: The message.

        Returns:
            `Sent`; `Retry` for a passing fault of this message; `Unavailable` for what keeps every message back and
            the shop can mend; `Unsure` when it may have been sent; `Undeliverable` when the receiver refuses it for
            good.
        """


@runtime_checkable
class PushNotifier(Notifier, Protocol):
    """A notifier for browsers (`Outgoing.push`), by Web Push. It goes beside the way by which a customer is told, and
    what it is given says no more than that there is news."""

    @property
    def public_key(self) -> str:
        """The shop's, which browsers are given when they subscribe."""

    def takes(self, address: PushAddress) -> bool:
        """Whether what a browser gave is an address that this may be sent to.

        Args:
            address: What it gave.

        Returns:
            The answer, without asking anybody.
        """


class Notifiers:
    """The shop's channels, asked in their order. One that raises when it is asked reaches nobody.

    Args:
        notifiers: The channels.
    """

    def __init__(self, notifiers: Iterable[Notifier] = ()) -> None:
        self._notifiers = tuple(notifiers)

    @property
    def are_there(self) -> bool:
        """Whether the shop has any."""
        return bool(self._notifiers)

    @cached_property
    def push(self) -> PushNotifier | None:
        """The one that reaches browsers, None without any: to tell takes a look at all their attributes, and every
        command asks."""
        return next((one for one in self._notifiers if isinstance(one, PushNotifier)), None)

    def problems(self) -> tuple[str, ...]:
        """What is wrong with the channels, as each with a method ``problems`` finds by trying, without sending."""
        tried = [(one, getattr(one, "problems", lambda: ())()) for one in self._notifiers]
        return tuple(f"{one.name}: {problem}" for one, problems in tried for problem in problems)

    def reaching(self, contact: Contact) -> Notifier | None:
        """The channel for a contact.

        Args:
            contact: The contact.

        Returns:
            The first one that reaches it, None when there is none.
        """
        return next((one for one in self._notifiers if _accepts(one, contact)), None)


def _accepts(notifier: Notifier, contact: Contact) -> bool:
    try:
        return bool(notifier.accepts(contact))
    except Exception as error:  # noqa: BLE001 - a fault of one adapter keeps no other from sending
        _log.error("notifier %s raised %s when it was asked", notifier.name, type(error).__name__)
        return False
