"""A connection to a mail server, with TLS from the first byte where the server wants that.

Each answer has to be whole in time: it has as many lines as the server likes (RFC 5321, 4.2.1), and one without an end
would hold its reader for ever.
"""

from __future__ import annotations

import io
import logging
import smtplib
import socket
import ssl
import time
from typing import TYPE_CHECKING, Any

_log = logging.getLogger("helpdesk_core.smtp")
_TLS_PORT = 465
#: Servers that wait for TLS in place of speaking first, by host and port: finding that out costs a time limit, once.
_waiting: set[tuple[str, int]] = set()


class _Incoming(io.RawIOBase):
    """The bytes of a server until a moment."""

    def __init__(self, line: socket.socket) -> None:
        self._line = line
        self.until = 0.0

    def readable(self) -> bool:
        """It is there to be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """What is there, as soon as there is something. Raises TimeoutError."""
        left = self.until - time.monotonic()
        if left <= 0:
            raise TimeoutError("the answer was not whole in time")
        self._line.settimeout(left)
        return self._line.recv_into(buffer)


if TYPE_CHECKING:
    _Base = smtplib.SMTP
else:
    _Base = object


class _InTime(_Base):
    """Reads each answer within the time limit that its socket has when it is waited for."""

    _incoming: _Incoming | None = None

    def getreply(self) -> tuple[int, bytes]:
        """See `smtplib.SMTP.getreply`."""
        line = self.sock
        if line is None:
            return super().getreply()
        if self.file is None:  # also once TLS has begun on another socket
            self._incoming = _Incoming(line)
            self.file = io.BufferedReader(self._incoming)
        seconds = line.gettimeout()
        assert self._incoming is not None
        assert seconds is not None
        self._incoming.until = time.monotonic() + seconds
        try:
            return super().getreply()
        finally:
            if self.sock is line:  # closed where the answer did not come
                line.settimeout(seconds)


class _Plain(_InTime, smtplib.SMTP):
    """TLS does not begin by itself."""


class _WithTls(_InTime, smtplib.SMTP_SSL):
    """TLS begins with the first byte."""


def connect(host: str, port: int, tls: bool | None, timeout: float, context: ssl.SSLContext) -> smtplib.SMTP:
    """Connect to a server.

    Args:
        host: The server.
        port: Its port.
        tls: Whether TLS begins with the first byte (RFC 8314). None finds it out: it does on port 465, and where a
            server does not speak first, as each does that begins without TLS (RFC 5321, 3.1).
        timeout: To connect, and for each whole answer, in seconds. The socket's own time limit, where it is changed
            later, is that of the answers from then on.
        context: Of TLS.

    Returns:
        The connection; `has_tls` says whether it is one with TLS.

    Raises:
        smtplib.SMTPException: No answer of a mail server came.
        OSError: The server was not reached, or its certificate cannot be trusted.
    """
    if not (tls or (tls is None and (port == _TLS_PORT or (host, port) in _waiting))):
        try:
            return _Plain(host, port, timeout=timeout)
        except smtplib.SMTPServerDisconnected:
            if tls is not None:
                raise
            _log.info("%s:%d did not speak first: TLS is begun with the first byte", host, port)
    server = _WithTls(host, port, timeout=timeout, context=context)
    _waiting.add((host, port))
    return server


def has_tls(server: smtplib.SMTP) -> bool:
    """Whether TLS began with the first byte.

    Args:
        server: From `connect`.
    """
    return isinstance(server, smtplib.SMTP_SSL)
