"""clamd's protocol: what it answers, that it is away, that it hangs up in the middle."""

from __future__ import annotations

import io
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from helpdesk_core.adapters.clamd import ClamdScanner
from helpdesk_core.ports import Scan


def _received(line: socket.socket) -> bytes:
    """What was sent by INSTREAM."""
    stream = line.makefile("rb")
    assert stream.read(10) == b"zINSTREAM\0"
    content = b""
    while size := struct.unpack("!I", stream.read(4))[0]:
        content += stream.read(size)
    return content


@contextmanager
def clamd(answer: Callable[[socket.socket], None]) -> Iterator[tuple[str, int]]:
    """A daemon that answers once."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            line, _ = server.accept()
            with line:
                answer(line)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield server.getsockname()
        thread.join(5)


@pytest.mark.parametrize(
    "said, expected",
    [
        (b"stream: OK\0", Scan.CLEAN),
        (b"stream: Win.Test.EICAR_HDB-1 FOUND\0", Scan.FOUND),
        (b"INSTREAM size limit exceeded. ERROR\0", Scan.NOT_SCANNED),
        (b"stream: Heuristics.Limits.Exceeded.MaxFileSize FOUND\0", Scan.NOT_SCANNED),
        (b"stream: Heuristics.Encrypted.PDF FOUND\0", Scan.NOT_SCANNED),
    ],
)
def test_an_answer_is_read(said: bytes, expected: Scan) -> None:
    """After the whole file was sent, byte for byte."""
    seen: list[bytes] = []
    content = bytes(range(256)) * 1_000

    def answer(line: socket.socket) -> None:
        seen.append(_received(line))
        line.sendall(said)

    with clamd(answer) as address:
        assert ClamdScanner(address, timeout=5).scan(io.BytesIO(content)) is expected
    assert seen == [content]


def test_a_file_over_its_limit_was_not_scanned() -> None:
    """clamd answers and hangs up while the file is being sent."""

    def answer(line: socket.socket) -> None:
        line.recv(100_000)
        line.sendall(b"INSTREAM size limit exceeded. ERROR\0")
        line.shutdown(socket.SHUT_WR)
        while line.recv(1_000_000):
            pass

    with clamd(answer) as address:
        assert ClamdScanner(address, timeout=5).scan(io.BytesIO(bytes(3_000_000))) is Scan.NOT_SCANNED


@pytest.mark.parametrize("said", [b"", b"stream: Can't allocate memory ERROR\0", b"UNKNOWN COMMAND\0"])
def test_no_verdict_is_not_clean(said: bytes) -> None:
    """The file waits and is sent again."""

    def answer(line: socket.socket) -> None:
        _received(line)
        line.sendall(said)

    with clamd(answer) as address, pytest.raises(OSError, match="no verdict"):
        ClamdScanner(address, timeout=5).scan(io.BytesIO(b"x"))


def test_a_scanner_that_is_away_is_an_error(tmp_path: object) -> None:
    """By network and by socket."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        free = server.getsockname()
    for address in (free, f"{tmp_path}/clamd.ctl"):
        with pytest.raises(OSError):  # noqa: PT011 - the system's own words
            ClamdScanner(address, timeout=1).scan(io.BytesIO(b"x"))
