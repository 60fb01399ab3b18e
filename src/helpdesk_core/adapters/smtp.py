"""E-mail by SMTP, as automatic mail that threads and that no other machine answers."""

from __future__ import annotations

import logging
import smtplib
import ssl
from collections.abc import Callable
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from html import escape

import attrs

from ..base.contacts import Contact, ContactKind
from ..ports import Outgoing, Retry, Sent, Undeliverable

__all__ = ["SmtpNotifier"]

_log = logging.getLogger("helpdesk_core.smtp")


@attrs.frozen(kw_only=True)
class SmtpNotifier:
    """Sends through one SMTP server (RFC 5321).

    Attributes:
        host: The server.
        sender: The address in From.
        port: Its port; 587 is that of message submission (RFC 6409).
        sender_name: The name in From.
        username: To sign in with; None for a server that asks for nothing.
        password: To sign in with.
        starttls: Whether to begin TLS (RFC 3207); the certificate is checked.
        bounces: The envelope sender. It is empty by default, because automatic mail must not cause bounces that cause
            mail (RFC 3834); give an address to collect them.
        timeout: For each step of the conversation, in seconds.
        name: Its name in logs and reports.
        connect: Makes the connection; replaced in tests.
    """

    host: str
    sender: str
    port: int = 587
    sender_name: str = ""
    username: str | None = None
    password: str | None = attrs.field(default=None, repr=False)
    starttls: bool = True
    bounces: str = ""
    timeout: float = 20
    name: str = "email"
    connect: Callable[..., smtplib.SMTP] = smtplib.SMTP

    def accepts(self, contact: Contact) -> bool:
        """See `ports.notifier.Notifier.accepts`. It accepts e-mail addresses."""
        return contact.kind is ContactKind.EMAIL

    def send(self, outgoing: Outgoing) -> Sent | Retry | Undeliverable:
        """See `ports.notifier.Notifier.send`. The Message-ID is made from the key, so that a mail sent twice is
        recognised."""
        mail = self.compose(outgoing)
        try:
            with self.connect(self.host, self.port, timeout=self.timeout) as server:
                if self.starttls:
                    server.starttls(context=ssl.create_default_context())
                if self.username is not None and self.password is not None:
                    server.login(self.username, self.password)
                server.send_message(mail, from_addr=self.bounces, to_addrs=[outgoing.contact.value])
        except (smtplib.SMTPException, OSError, UnicodeError) as error:
            return answer_to(error)
        return Sent(str(mail["Message-ID"]))

    def compose(self, outgoing: Outgoing) -> EmailMessage:
        """The mail: plain text and the same as HTML.

        Args:
            outgoing: The message.

        Returns:
            The mail, as it is handed to the server.
        """
        domain = self.sender.rpartition("@")[2]
        mail = EmailMessage(policy=SMTP)
        mail["From"] = Address(self.sender_name, addr_spec=self.sender)
        mail["To"] = Address("", addr_spec=outgoing.contact.value)
        mail["Subject"] = " ".join(outgoing.subject.split())
        mail["Date"] = datetime.now(UTC)
        for name, value in headers(outgoing, domain).items():
            mail[name] = value
        mail.set_content(outgoing.text + "\n", cte="quoted-printable")
        mail.add_alternative(as_html(outgoing), subtype="html", cte="quoted-printable")
        mail["Content-Language"] = outgoing.language  # last: making parts moves the content headers into them
        return mail


def as_html(outgoing: Outgoing) -> str:
    """The message as a small page: paragraphs and a link; no picture, and nothing is loaded from anywhere.

    Args:
        outgoing: The message.

    Returns:
        A whole HTML document.
    """
    paragraphs = "".join(f"<p>{escape(line)}</p>" for line in outgoing.lines)
    reply = (
        f'<blockquote style="white-space:pre-wrap">{escape(str(outgoing.reply))}</blockquote>' if outgoing.reply else ""
    )
    link = f'<p><a href="{escape(outgoing.link)}">{escape(outgoing.link)}</a></p>' if outgoing.link else ""
    return f'<!doctype html><html lang="{escape(outgoing.language)}"><body>{paragraphs}{reply}{link}</body></html>'


def headers(outgoing: Outgoing, domain: str) -> dict[str, str]:
    """Headers that thread the mails of a subject (RFC 5322), identify one that is sent twice, and keep other machines
    from answering (RFC 3834).

    Args:
        outgoing: The message.
        domain: The sender's domain, for ids.

    Returns:
        Values by name.
    """
    thread, own = f"<{outgoing.thread}@{domain}>", f"<{outgoing.key}.{outgoing.thread}@{domain}>"
    ids = {"Message-ID": thread} if outgoing.first else {"Message-ID": own, "In-Reply-To": thread, "References": thread}
    return {**ids, "Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}


def answer_to(error: Exception) -> Retry | Undeliverable:
    """What an error of a mail library means.

    Args:
        error: Of `smtplib`, or an OSError.

    Returns:
        `Undeliverable` for a lasting refusal (RFC 5321: 5yz), `Retry` for a passing fault.
    """
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return _answer(next(iter(error.recipients.values()))[0])
    if isinstance(error, smtplib.SMTPResponseException):
        return _answer(error.smtp_code)
    if isinstance(error, smtplib.SMTPNotSupportedError | UnicodeError):
        return Undeliverable("address_not_supported")
    _log.warning("the mail server was not reached: %s", type(error).__name__)
    return Retry("server_not_reached")


def _answer(code: int) -> Retry | Undeliverable:
    """RFC 5321: 4yz is a passing refusal, 5yz a lasting one."""
    return Undeliverable(f"smtp_{code}") if 500 <= code < 600 else Retry(f"smtp_{code}")
