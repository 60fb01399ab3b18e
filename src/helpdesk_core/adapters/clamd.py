"""Malware is looked for by ClamAV's daemon, over its own protocol (clamd(8), INSTREAM): nothing has to be installed for
it here."""

from __future__ import annotations

import socket
import struct
from typing import BinaryIO

from ..base.given import check_given, port, seconds, text
from ..ports.scanner import Scan

__all__ = ["ClamdScanner"]

_PART = 64 * 1024
_LONGEST_ANSWER = 4_096
_NOT_WHOLE = (b"Heuristics.Limits.Exceeded", b"Heuristics.Encrypted")
"""What clamd calls "found" where it only says that it did not look at all of it (AlertExceedsMax, AlertEncrypted)."""


class ClamdScanner:
    """Sends files to clamd.

    Args:
        address: The path of its socket, or host and port.
        timeout: Seconds to wait for each step.

    Raises:
        ConfigurationError: One of them cannot be one.
    """

    def __init__(self, address: str | tuple[str, int] = ("127.0.0.1", 3310), *, timeout: float = 30.0) -> None:
        if isinstance(address, str):
            fits = address.startswith(("/", ".")) or not address.rpartition(":")[2].isdigit()
            fits &= bool(address.strip())
        else:
            two = isinstance(address, tuple) and len(address) == 2
            fits = two and text(address[0])[0] and port(address[1])[0]
        right = 'the path of a socket, or host and port as in ("127.0.0.1", 3310)'
        check_given("ClamdScanner", address=(fits, right, address), timeout=seconds(timeout))
        self._address, self._timeout = address, timeout

    def scan(self, stream: BinaryIO) -> Scan:
        """See `ports.scanner.Scanner.scan`. A file over one of clamd's own limits was not scanned; over MaxFileSize,
        MaxScanSize and MaxScanTime it says so only with ``AlertExceedsMax yes`` (clamd.conf(5)), and else "OK"."""
        with self._connected() as line:
            try:
                line.sendall(b"zINSTREAM\0")
                while part := stream.read(_PART):
                    line.sendall(struct.pack("!I", len(part)) + part)
                line.sendall(struct.pack("!I", 0))
            except (BrokenPipeError, ConnectionResetError):
                pass  # over its limit clamd answers and hangs up
            answer = _answer(line)
        if answer.endswith(b" FOUND"):
            return Scan.NOT_SCANNED if any(one in answer for one in _NOT_WHOLE) else Scan.FOUND
        if answer == b"stream: OK":
            return Scan.CLEAN
        if b"size limit exceeded" in answer:
            return Scan.NOT_SCANNED
        raise OSError("clamd gave no verdict")

    def _connected(self) -> socket.socket:
        if not isinstance(self._address, str):
            return socket.create_connection(self._address, self._timeout)
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(self._timeout)
        try:
            line.connect(self._address)
        except BaseException:
            line.close()
            raise
        return line


def _answer(line: socket.socket) -> bytes:
    answer = b""
    try:
        while len(answer) < _LONGEST_ANSWER and (part := line.recv(_LONGEST_ANSWER)):
            answer += part
    except ConnectionResetError:
        pass  # what came before it is the answer
    return answer.rstrip(b"\0\n")
