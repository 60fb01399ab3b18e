"""The conformance suite of the `Scanner` port: subclass it and give the fixture ``scanner``."""

from __future__ import annotations

import io
from typing import Any, ClassVar

import pytest

from ..desk.trying import EICAR
from ..ports import Scan
from .suites import claimed
from .watching import Watched, logged

_MARK = b"a letter of a customer's"


class ScannerSuite:
    """What every scanner promises. One that claims ``away`` gives one that cannot be reached in ``away()``."""

    capabilities: ClassVar[frozenset[str]] = frozenset({"away"})
    #: What it finds; every scanner finds this one.
    malware: ClassVar[bytes] = EICAR

    @pytest.fixture
    def scanner(self) -> Any:
        """The scanner; yours overrides this."""
        raise NotImplementedError

    def away(self) -> Any:
        """A scanner that cannot be reached; yours overrides this.

        Returns:
            The scanner.
        """
        raise NotImplementedError

    @pytest.mark.parametrize("content", [b"", b"x", bytes(range(256)) * 9, b"%PDF-1.7\n" + b"\r\n\x00\xff" * 70_000])
    def test_a_clean_file_is_clean(self, scanner: Any, content: bytes) -> None:
        """Nothing and much."""
        assert scanner.scan(io.BytesIO(content)) is Scan.CLEAN

    def test_malware_is_found(self, scanner: Any) -> None:
        """And said as what it is: a member of `Scan`, never yes or no."""
        assert scanner.scan(io.BytesIO(self.malware)) is Scan.FOUND

    def test_each_file_is_judged_by_itself(self, scanner: Any) -> None:
        """One verdict says nothing of the next file."""
        files = (self.malware, b"clean", self.malware, b"clean")
        found = [scanner.scan(io.BytesIO(content)) for content in files]
        assert found == [Scan.FOUND, Scan.CLEAN, Scan.FOUND, Scan.CLEAN]

    def test_all_of_a_file_is_read_in_pieces(self, scanner: Any) -> None:
        """It need not fit into memory; what was not looked at whole is never clean."""
        stream = Watched(bytes(20_000_000))
        if scanner.scan(stream) is Scan.CLEAN:
            assert stream.tell() == len(stream.getvalue())
        assert stream.largest <= 16_000_000

    def test_the_stream_is_left_open(self, scanner: Any) -> None:
        """Whoever opened it closes it."""
        stream = io.BytesIO(b"x")
        scanner.scan(stream)
        assert not stream.closed

    @claimed("away")
    def test_away_is_no_verdict(self) -> None:
        """OSError: the file waits. Neither clean nor found."""
        with pytest.raises(OSError):
            self.away().scan(io.BytesIO(b"x"))

    def test_nothing_of_a_file_is_logged(self, scanner: Any) -> None:
        """Not a word of what somebody sent."""
        with logged() as lines:
            scanner.scan(io.BytesIO(_MARK))
            scanner.scan(io.BytesIO(_MARK + self.malware))
        assert not any(_MARK.decode() in line or repr(_MARK)[2:-1] in line for line in lines)
