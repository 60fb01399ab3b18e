"""E-mail by the project's own mail settings."""

from __future__ import annotations

import logging
import smtplib
from collections.abc import Sequence
from contextlib import suppress
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection

from ...base.contacts import Contact, ContactKind
from ...ports import Answer, Outgoing, Sent, Unavailable, Unsure
from ..mail_page import as_html
from ..smtp import headers
from ..smtp_answers import ANSWER_SECONDS, PATIENCE_SECONDS, of_data, of_receiver, of_sender, unavailable
from ..smtp_subject import encoded

_log = logging.getLogger("helpdesk_core.smtp")


class DjangoMail:
    """Sends through EMAIL_BACKEND, from DEFAULT_FROM_EMAIL. Called by the worker, after the commit."""

    name = "email"

    def accepts(self, contact: Contact) -> bool:
        """E-mail addresses; Django's own backend knows no letters beyond ASCII before the @."""
        return contact.kind is ContactKind.EMAIL and contact.value.isascii()

    def problems(self) -> Sequence[str]:
        """See `Helpdesk.notifier_problems`."""
        found = []
        if parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] in ("", "localhost"):
            found.append(f"DEFAULT_FROM_EMAIL is {settings.DEFAULT_FROM_EMAIL!r}: customers get mail from there")
        try:
            with get_connection():
                pass
        except Exception as error:  # noqa: BLE001 - a backend raises what its provider's library raises
            found.append(f"the mail server is not reached ({type(error).__name__})")
        return found

    def send(self, outgoing: Outgoing) -> Answer:
        """Hand it to the backend. Its connection is opened first: what fails then has sent nothing."""
        try:
            connection = _opened()
        except Exception as error:  # noqa: BLE001 - a backend raises what its provider's library raises
            return unavailable(error)
        mail = _composed(outgoing, connection)
        try:
            mail.send()
        except Exception as error:  # noqa: BLE001 - as above
            return _failed(error)
        finally:
            with suppress(Exception):
                connection.close()
        return Sent(mail.extra_headers["Message-ID"])


def _opened() -> Any:
    """A connection that waits as long as `SmtpNotifier` does: a project without EMAIL_TIMEOUT would wait without end,
    one with a short one would send a mail twice that its server is still looking at."""
    connection: Any = get_connection()
    if getattr(connection, "timeout", 0) is None:
        connection.timeout = ANSWER_SECONDS
    connection.open()
    if (line := getattr(getattr(connection, "connection", None), "sock", None)) is not None:
        line.settimeout(PATIENCE_SECONDS)
    return connection


def _composed(outgoing: Outgoing, connection: Any) -> EmailMultiAlternatives:
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    mail = EmailMultiAlternatives(
        encoded(" ".join(outgoing.subject.split())),
        outgoing.text + "\n",
        to=[outgoing.contact.value],
        headers=headers(outgoing, domain) | {"Content-Language": outgoing.language},
        connection=connection,
    )
    mail.attach_alternative(as_html(outgoing), "text/html")
    for one in outgoing.files:
        mail.attach(one.name, one.content, one.media_type)
    return mail


def _failed(error: Exception) -> Answer:
    """What an error means that came while a mail was handed over."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, text = next(iter(error.recipients.values()))
        return of_receiver(code, text) or Unavailable("smtp")
    if isinstance(error, smtplib.SMTPSenderRefused):
        return of_sender(error.smtp_code) or Unavailable("smtp")
    if isinstance(error, smtplib.SMTPDataError):
        return of_data(error.smtp_code, error.smtp_error) or Unavailable("smtp")
    if isinstance(error, smtplib.SMTPException | OSError):
        return Unsure("line_broke")  # after what word, nobody knows
    _log.error("the mail backend raised %s", type(error).__name__)
    return Unavailable("backend_raised")
