"""E-mail by SMTP, as automatic mail that threads and that no other machine answers."""

from __future__ import annotations

import logging
import re
import smtplib
import ssl
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import parseaddr

import attrs

from ..base.asked import Port, Seconds, Text
from ..base.contacts import Contact, ContactKind
from ..base.emails import domain_in_ascii
from ..base.given import check_made
from ..errors import ConfigurationError, FieldError
from ..ports import Answer, Outgoing, Sent, Undeliverable, Unsure
from . import smtp_trial
from .mail_page import as_html
from .smtp_answers import ANSWER_SECONDS, PATIENCE_SECONDS, of_begun, of_data, of_receiver, of_sender, unavailable
from .smtp_connection import connect, has_tls
from .smtp_subject import as_letters

__all__ = ["SmtpNotifier"]
_LONGEST_LOCAL = 64
_ADDRESS = re.compile(r"[!-~]{1,64}@[a-z0-9.-]{3,255}", re.IGNORECASE)

_log = logging.getLogger("helpdesk_core.smtp")
#: RFC 5321, 4.5.2: a line that begins with a dot gets another one, since a dot alone ends the mail.
_LINE_WITH_DOT = re.compile(rb"^\.", re.MULTILINE)


@attrs.frozen(kw_only=True)
class SmtpNotifier:
    """Sends through one SMTP server (RFC 5321).

    Attributes:
        host: The server.
        sender: The address in From; ``Shop <help@shop.example>`` gives its name too.
        port: Its port; 587 is that of message submission (RFC 6409). On 465 TLS begins with the first byte (RFC 8314).
        sender_name: The name in From.
        username: To sign in with; None for a server that asks for nothing.
        password: To sign in with.
        starttls: Whether to begin TLS (RFC 3207) where it does not begin by itself; the certificate is checked.
        tls: Whether TLS begins with the first byte; by default on port 465, and where the server does not speak first.
        bounces: The envelope sender, ``sender`` by default. The empty text asks for no bounces, as RFC 3834 has it for
            automatic answers; many providers refuse it.
        replies: Where answers go: ``help@shop.example`` becomes ``help+…@shop.example``, with the proof of what it
            answers behind the ``+`` (RFC 5233), so that an answer finds its request whatever a mail program leaves out.
            None where nobody reads answers.
        smtputf8: Whether the server takes addresses with any letters before the @ (RFC 6531). Most do not; people are
            then asked for another address when they give such a one.
        timeout: To connect, and for each answer of the server, in seconds.
        patience: For the last answer, when the mail is handed over, in seconds. A server may look at it for minutes:
            who gives up earlier sends mails twice (RFC 5321, 4.5.3.2.6).
        name: Its name in logs and reports.

    Raises:
        ConfigurationError: The sender or the envelope sender is not an address, or the port is not one.
    """

    host: Text
    sender: Text
    port: Port = 587
    sender_name: str = ""
    username: str | None = None
    password: str | None = attrs.field(default=None, repr=False)
    starttls: bool = True
    tls: bool | None = None
    bounces: str | None = None
    replies: str | None = None
    smtputf8: bool = False
    timeout: Seconds = ANSWER_SECONDS
    patience: Seconds = PATIENCE_SECONDS
    name: Text = "email"

    def __attrs_post_init__(self) -> None:
        if type(self.port) is int and not 0 < self.port < 65536:
            raise ConfigurationError(f"{self.port} is not a port: SMTP uses 587, 465 or 25")
        check_made(self)
        if self.replies is not None and not _ADDRESS.fullmatch(self.replies):
            raise ConfigurationError("answers go to an address, as help@shop.example")
        if not self._from.domain or (self.bounces and "@" not in self.bounces):
            raise ConfigurationError("the sender of mails is an address, as in Shop <help@shop.example>")

    @property
    def _from(self) -> Address:
        """The sender with its name; its domain in the letters of the domain name system."""
        name, address = parseaddr(self.sender)
        local, _, domain = address.rpartition("@")
        try:
            return Address(self.sender_name or name, addr_spec=f"{local}@{domain_in_ascii(domain)}")
        except (ValueError, FieldError):
            return Address()

    @property
    def takes_answers(self) -> bool:
        """Whether somebody who answers a mail is read."""
        return self.replies is not None

    def accepts(self, contact: Contact) -> bool:
        """See `ports.notifier.Notifier.accepts`. It accepts e-mail addresses; those with letters beyond ASCII before
        the @ only where the server takes them."""
        return contact.kind is ContactKind.EMAIL and (self.smtputf8 or contact.value.isascii())

    def send(self, outgoing: Outgoing) -> Answer:
        """See `ports.notifier.Notifier.send`. The Message-ID is made from the key, so that a mail sent twice is
        recognised."""
        try:
            mail = self.compose(outgoing)
            content = mail.as_bytes(policy=SMTP)
        except ValueError:
            return Undeliverable("address_not_supported")
        try:
            server = self._open()
        except (smtplib.SMTPException, OSError, ValueError) as error:
            return unavailable(error)
        try:
            return self._hand_over(server, mail, content)
        finally:
            with suppress(smtplib.SMTPException, OSError):
                server.close()

    def _open(self) -> smtplib.SMTP:
        """A connection that is ready to take mail."""
        context = ssl.create_default_context()
        server = connect(self.host, self.port, self.tls, self.timeout, context)
        try:
            if self.starttls and not has_tls(server):
                server.starttls(context=context)
            server.ehlo_or_helo_if_needed()
            if self.username is not None and self.password is not None:
                server.login(self.username, self.password)
        except BaseException:
            server.close()
            raise
        return server

    def _hand_over(self, server: smtplib.SMTP, mail: EmailMessage, content: bytes) -> Answer:
        receiver = str(mail["To"].addresses[0].addr_spec)
        options: list[str] = []
        if not receiver.isascii():
            if not server.has_extn("smtputf8"):
                return Undeliverable("address_not_supported")
            options = ["SMTPUTF8", "BODY=8BITMIME"]
        sender = self._from.addr_spec if self.bounces is None else self.bounces
        try:
            refused: Answer | None = of_sender(server.mail(sender, options)[0])
            refused = refused or of_receiver(*server.rcpt(receiver))
            refused = refused or of_begun(*server.docmd("DATA"))
            if refused is not None:
                return refused
        except (smtplib.SMTPException, OSError) as error:
            return unavailable(error)
        try:
            refused = of_data(*self._sent(server, content))
        except (smtplib.SMTPException, OSError) as error:
            _log.warning("the line to the mail server broke within a mail: %s", type(error).__name__)
            return Unsure("line_broke")
        with suppress(smtplib.SMTPException, OSError):
            server.quit()
        return refused or Sent(str(mail["Message-ID"]))

    def _sent(self, server: smtplib.SMTP, content: bytes) -> tuple[int, bytes]:
        """What the server says to the mail itself."""
        if server.sock is not None:
            server.sock.settimeout(self.patience)
        server.send(_LINE_WITH_DOT.sub(b"..", content) + b".\r\n")
        return server.getreply()

    def problems(self) -> Sequence[str]:
        """See `Helpdesk.notifier_problems`."""
        return tuple(smtp_trial.problems(self))

    def compose(self, outgoing: Outgoing) -> EmailMessage:
        """The mail: plain text and the same as HTML.

        Args:
            outgoing: The message.

        Returns:
            The mail, as it is handed to the server.

        Raises:
            ValueError: The receiver's address cannot be written down.
        """
        local, _, domain = outgoing.contact.value.rpartition("@")
        mail = EmailMessage(policy=SMTP if local.isascii() else SMTP.clone(utf8=True))
        mail["From"] = self._from
        mail["To"] = Address("", username=local, domain=domain)
        mail["Subject"] = as_letters(" ".join(outgoing.subject.split()))
        mail["Date"] = datetime.now(UTC)
        if self.replies and outgoing.reply_token:
            mail["Reply-To"] = reply_address(self.replies, outgoing.reply_token)
        for name, value in headers(outgoing, self._from.domain).items():
            mail[name] = value
        mail.set_content(outgoing.text + "\n", cte="quoted-printable")
        mail.add_alternative(as_html(outgoing), subtype="html", cte="quoted-printable")
        for one in outgoing.files:
            subtype = one.media_type.partition("/")[2]
            mail.add_attachment(one.content, subtype=subtype, filename=one.name, cte="quoted-printable")
        mail["Content-Language"] = outgoing.language  # last: making parts moves the content headers into them
        return mail


def reply_address(replies: str, token: str) -> str:
    """The address for answers to one message.

    Args:
        replies: The shop's address for answers.
        token: What proves which message is answered.

    Returns:
        The address with the token behind a ``+``; as it is, where its name would be longer than 64 characters (RFC
        5321, 4.5.3.1.1): then the message's id alone says it.
    """
    local, _, domain = replies.rpartition("@")
    return f"{local}+{token}@{domain}" if len(local) + len(token) < _LONGEST_LOCAL else replies


def headers(outgoing: Outgoing, domain: str) -> dict[str, str]:
    """Headers that thread the mails of a subject (RFC 5322), identify one that is sent twice, let a mailbox sort them
    (RFC 2919), and keep other machines from answering (RFC 3834).

    Args:
        outgoing: The message.
        domain: The sender's domain, for ids.

    Returns:
        Values by name.
    """
    thread, own = f"<{outgoing.thread}@{domain}>", f"<{outgoing.key}.{outgoing.thread}@{domain}>"
    ids = {"Message-ID": thread} if outgoing.first else {"Message-ID": own, "In-Reply-To": thread, "References": thread}
    return {
        **ids,
        "List-Id": f"<helpdesk.{domain}>",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }
