"""The channel of mail: one mail is one fact."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from typing import ClassVar

import attrs

from ...base.contacts import Contact
from ...base.emails import email_key
from ...base.given import check_given, text, texts
from ...errors import FieldError
from ...ports import Inbound, InboundKind, InboundRequest, Media
from ..received import words
from .reading import Mail, read_mail


@attrs.frozen(kw_only=True)
class MailChannel:
    """Reads mails that came by a way which is the shop's own: its mailbox, or a pipe of its mail server.

    Attributes:
        own: The shop's own addresses: what they send comes back at times, and is nobody's message.
        server: The name that the shop's mail server gives itself in ``Authentication-Results`` (RFC 8601); without it
            nothing is known about senders but what they say.
        name: Its name in logs and ids.
    """

    is_own_way: ClassVar[bool] = True
    """It believes whoever brings it a mail: nothing from the web may be given to it."""
    own: Collection[str] = ()
    server: str = ""
    name: str = "mail"

    def __attrs_post_init__(self) -> None:
        own = texts(self.own, 'a list of the shop\'s own addresses: ["help@shop.example"]')
        check_given(
            type(self).__name__,
            own=(own[0] and all("@" in one for one in self.own), *own[1:]),
            server=(isinstance(self.server, str), "the name of the mail server", self.server),
            name=text(self.name),
            **self._secrets(),
        )

    def _secrets(self) -> dict[str, tuple[bool, str, object]]:
        """What a kind of it is given besides, as `check_given` takes it."""
        return {}

    def verify(self, request: InboundRequest) -> bool:
        """See `ports.channel.Channel.verify`. Whoever can put a mail into the mailbox can send one: there is nothing
        to check but that it is one."""
        return bool(request.body)

    def read(self, request: InboundRequest) -> Sequence[Inbound]:
        """See `ports.channel.Channel.read`."""
        return (self.fact(request.body),)

    def fact(self, raw: bytes) -> Inbound:
        """What one mail says.

        Args:
            raw: Its bytes.

        Returns:
            The fact.
        """
        return self.of(read_mail(raw, server=self.server), raw)

    def of(self, mail: Mail, raw: bytes) -> Inbound:
        """A mail that was read, as a fact.

        Args:
            mail: What was read of it.
            raw: Its bytes.

        Returns:
            The fact.
        """
        id = mail_id(mail, raw)
        if mail.state is not None and mail.reports_on:
            return Inbound(
                kind=InboundKind.DELIVERY,
                id=id,
                refers_to=mail.reports_on[0],
                references=mail.reports_on,
                state=mail.state,
                by_machine=True,
            )
        sender = _contact(mail.sender)
        own = sender is not None and email_key(sender.value) in {email_key(one) for one in self.own}
        return Inbound(
            kind=InboundKind.OTHER if own else InboundKind.MESSAGE,
            id=id,
            sender=sender,
            sender_name=words(mail.sender_name),
            proved=mail.proved,
            receivers=mail.receivers,
            subject=words(mail.subject),
            text=words(mail.text),
            quoted=words(mail.quoted),
            media=tuple(
                Media(key=str(part.place), media_type=part.media_type, name=part.name, content=part.content)
                for part in mail.parts
            ),
            refers_to=mail.references[-1] if mail.references else None,
            references=mail.references,
            by_machine=mail.by_machine or own,
            problem=mail.problem,
            sent_at=mail.sent_at,
        )


def mail_id(mail: Mail, raw: bytes) -> str:
    """What makes two copies the same mail: its id, its sender and what it says. The headers that each server adds on
    the way do not count; and whoever uses another one's id for other words does not make that one's mail a copy."""
    body = "\n".join((mail.text, mail.quoted, *(hashlib.sha256(part.content).hexdigest() for part in mail.parts)))
    told = body if mail.message_id and not mail.problem else raw.decode("latin-1")
    parts = (mail.message_id, mail.sender.lower(), mail.subject, str(mail.state), *mail.reports_on, told)
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def _contact(address: str) -> Contact | None:
    try:
        return Contact.parse(address) if "@" in address else None
    except FieldError:
        return None
