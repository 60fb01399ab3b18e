"""Trying a mail server without sending a mail: reach, TLS, sign-in, envelope sender."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import suppress
from email.utils import parseaddr
from typing import Any

from .smtp_connection import connect, has_tls


def problems(notifier: Any) -> Iterator[str]:
    """What the server says to what a notifier was given.

    Args:
        notifier: An `SmtpNotifier`.

    Yields:
        The first thing that does not work, in words; never the password.
    """
    where, context = f"{notifier.host}:{notifier.port}", ssl.create_default_context()
    step = "is not reached"
    try:
        with connect(notifier.host, notifier.port, notifier.tls, notifier.timeout, context) as server:
            step = "does not begin TLS with a certificate that can be trusted"
            if notifier.starttls and not has_tls(server):
                server.starttls(context=context)
            step = "refuses the user or the password"
            if notifier.username is not None and notifier.password is not None:
                server.login(notifier.username, notifier.password)
            server.ehlo_or_helo_if_needed()
            step = "refuses the envelope sender"
            envelope = parseaddr(notifier.sender)[1] if notifier.bounces is None else notifier.bounces
            code, _ = server.mail(envelope)
            if not 200 <= code < 300:
                yield f"{where} {step} <{envelope}> ({code})"
            with suppress(smtplib.SMTPException):
                server.rset()
    except smtplib.SMTPResponseException as error:
        yield f"{where} {step} ({error.smtp_code})"
    except (smtplib.SMTPException, OSError, ValueError) as error:
        yield f"{where} {step} ({type(error).__name__})"
