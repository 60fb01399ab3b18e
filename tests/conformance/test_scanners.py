"""The suite of scanners: ClamAV's adapter beside a daemon that speaks its protocol passes it, and each planted fault
fails the test that is meant to."""

from __future__ import annotations

import io
import logging
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

import pytest
from test_adapter_suites_bite import passes

from helpdesk_core.adapters.clamd import ClamdScanner
from helpdesk_core.ports import Scan
from helpdesk_core.testing import ScannerSuite, count_tests
from smtp_server import free_port


def _serve(server: socket.socket) -> None:
    """Answers as clamd does, one after the other, until the server is closed."""
    while True:
        try:
            line, _ = server.accept()
        except OSError:
            return
        with line, line.makefile("rb") as stream:
            stream.read(len(b"zINSTREAM\0"))
            found, before = False, b""
            while size := struct.unpack("!I", stream.read(4))[0]:
                before = before[-100:] + stream.read(size)
                found |= b"EICAR-STANDARD" in before
            line.sendall(b"stream: Win.Test.EICAR_HDB-1 FOUND\0" if found else b"stream: OK\0")


@pytest.fixture(scope="module")
def clamd() -> Iterator[tuple[str, int]]:
    """A daemon."""
    server = socket.create_server(("127.0.0.1", 0))
    thread = threading.Thread(target=_serve, args=(server,), daemon=True)
    thread.start()
    yield server.getsockname()
    server.shutdown(socket.SHUT_RDWR)
    server.close()
    thread.join(5)


class TestClamd(ScannerSuite):
    @pytest.fixture
    def scanner(self, clamd: tuple[str, int]) -> Any:
        return ClamdScanner(clamd)

    def away(self) -> Any:
        return ClamdScanner(("127.0.0.1", free_port()), timeout=1)


class Sound:
    """Finds what the suite shows it."""

    def __init__(self) -> None:
        self.seen = 0

    def scan(self, stream: BinaryIO) -> Any:
        found, before = False, b""
        while part := stream.read(64 * 1024):
            before = before[-100:] + part
            found |= ScannerSuite.malware in before
        return self.verdict(found, before)

    def verdict(self, found: bool, end: bytes) -> Any:
        return Scan.FOUND if found else Scan.CLEAN


class FindsNothing(Sound):
    def verdict(self, found: bool, end: bytes) -> Any:
        return Scan.CLEAN


class FearsTheEmpty(Sound):
    def verdict(self, found: bool, end: bytes) -> Any:
        return super().verdict(found, end) if end else Scan.NOT_SCANNED


class SaysYes(Sound):
    def verdict(self, found: bool, end: bytes) -> Any:
        return found


class Remembers(Sound):
    def verdict(self, found: bool, end: bytes) -> Any:
        self.seen += found
        return Scan.FOUND if self.seen else Scan.CLEAN


class ReadsTheBeginning(Sound):
    def scan(self, stream: BinaryIO) -> Any:
        return super().scan(io.BytesIO(stream.read(64 * 1024)))


class ReadsAllAtOnce(Sound):
    def scan(self, stream: BinaryIO) -> Any:
        return self.verdict(ScannerSuite.malware in stream.read(), b"x")


class ClosesIt(Sound):
    def scan(self, stream: BinaryIO) -> Any:
        with stream:
            return super().scan(stream)


class LogsIt(Sound):
    def verdict(self, found: bool, end: bytes) -> Any:
        logging.getLogger("scanner").info("looked at %r", end)
        return super().verdict(found, end)


class Suite(ScannerSuite):
    """With what a scanner that is away does."""

    gone: Callable[[], Any]

    def away(self) -> Any:
        return self.gone()


_CLEAN = "test_a_clean_file_is_clean"
FAULTS: dict[str, tuple[type[Sound], str]] = {
    "finds nothing": (FindsNothing, "test_malware_is_found"),
    "answers by yes and no": (SaysYes, "test_malware_is_found"),
    "does not look at nothing": (FearsTheEmpty, _CLEAN),
    "keeps its last verdict": (Remembers, "test_each_file_is_judged_by_itself"),
    "reads the beginning alone": (ReadsTheBeginning, "test_all_of_a_file_is_read_in_pieces"),
    "reads all at once": (ReadsAllAtOnce, "test_all_of_a_file_is_read_in_pieces"),
    "closes the file": (ClosesIt, "test_the_stream_is_left_open"),
    "logs what it reads": (LogsIt, "test_nothing_of_a_file_is_logged"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_faulty_scanner_is_found(fault: str) -> None:
    kind, expected = FAULTS[fault]
    assert not passes(Suite(), expected, kind), f"a scanner that {fault} passed {expected}"
    assert passes(Suite(), expected, Sound)


def test_one_that_is_away_and_says_clean_is_found() -> None:
    """Also one that raises what the job does not wait for."""

    class Raises:
        def scan(self, stream: BinaryIO) -> Any:
            raise ValueError("away")

    for kind in (Sound, Raises):
        suite = Suite()
        suite.gone = kind
        with pytest.raises(BaseException):  # noqa: PT011 - pytest's own Failed is none of Exception
            suite.test_away_is_no_verdict()


def test_the_suite_does_not_shrink() -> None:
    assert count_tests(ScannerSuite) >= 7
