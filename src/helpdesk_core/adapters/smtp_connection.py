"""A connection to a mail server, with TLS from the first byte where the server wants that."""

from __future__ import annotations

import logging
import smtplib
import ssl

_log = logging.getLogger("helpdesk_core.smtp")
_TLS_PORT = 465
#: Servers that wait for TLS in place of speaking first, by host and port: finding that out costs a time limit, once.
_waiting: set[tuple[str, int]] = set()


def connect(host: str, port: int, tls: bool | None, timeout: float, context: ssl.SSLContext) -> smtplib.SMTP:
    """Connect to a server.

    Args:
        host: The server.
        port: Its port.
        tls: Whether TLS begins with the first byte (RFC 8314). None finds it out: it does on port 465, and where a
            server does not speak first, as each does that begins without TLS (RFC 5321, 3.1).
        timeout: To connect, and for each answer, in seconds.
        context: Of TLS.

    Returns:
        The connection; `has_tls` says whether it is one with TLS.

    Raises:
        smtplib.SMTPException: No answer of a mail server came.
        OSError: The server was not reached, or its certificate cannot be trusted.
    """
    if not (tls or (tls is None and (port == _TLS_PORT or (host, port) in _waiting))):
        try:
            return smtplib.SMTP(host, port, timeout=timeout)
        except smtplib.SMTPServerDisconnected:
            if tls is not None:
                raise
            _log.info("%s:%d did not speak first: TLS is begun with the first byte", host, port)
    server = smtplib.SMTP_SSL(host, port, timeout=timeout, context=context)
    _waiting.add((host, port))
    return server


def has_tls(server: smtplib.SMTP) -> bool:
    """Whether TLS began with the first byte.

    Args:
        server: From `connect`.
    """
    return isinstance(server, smtplib.SMTP_SSL)
