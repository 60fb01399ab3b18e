"""The conformance suite of the `Files` port: subclass it and give the fixture ``files``."""

from __future__ import annotations

import io
import secrets
from typing import Any

import pytest

from .watching import Watched

#: Keys by which no file may be opened, deleted or reached.
NO_KEYS = (
    "", ".", "..", "../x", "/etc/passwd", "a/b", "a\\b", "\x00", "x" * 5000, "%2e%2e%2f", "CON", "ż", "0" * 32
)  # fmt: skip


class _Breaks(io.RawIOBase):
    """A stream that ends in a fault after some bytes."""

    def __init__(self) -> None:
        self.left = 3

    def readable(self) -> bool:
        """Yes."""
        return True

    def read(self, size: int = -1) -> bytes:
        """Three pieces, then the fault."""
        self.left -= 1
        if self.left < 0:
            raise ConnectionResetError
        return b"part"


class FilesSuite:
    """What every storage of files promises. ``count()`` says how many files it holds, for the test of faults."""

    @pytest.fixture
    def files(self) -> Any:
        """The storage, empty; yours overrides this."""
        raise NotImplementedError

    def count(self, files: Any) -> int:
        """How many files the storage holds; yours overrides this.

        Args:
            files: The storage.

        Returns:
            The number of files.
        """
        raise NotImplementedError

    @staticmethod
    def kept(files: Any, key: str) -> bytes:
        """What is kept under a key.

        Args:
            files: The storage.
            key: The file's key.

        Returns:
            The whole content.
        """
        with files.open(key) as stream:
            return bytes(stream.read())

    @staticmethod
    def keep(files: Any, stream: io.IOBase, type: str = "application/octet-stream") -> str:
        """Keep a stream under a fresh key.

        Args:
            files: The storage.
            stream: What to keep.
            type: Its media type.

        Returns:
            The key.
        """
        key = secrets.token_hex(16)
        files.put(key, stream, type=type)
        return key

    @pytest.mark.parametrize("content", [b"", b"x", bytes(range(256)) * 9, b"\r\n\x00\xff" * 70_000])
    def test_bytes_stay_as_they_are(self, files: Any, content: bytes) -> None:
        """Byte for byte, nothing and much."""
        kept = self.kept(files, self.keep(files, io.BytesIO(content)))
        same = kept == content  # outside of the assert: where CI is set, pytest draws the whole difference, for hours
        assert same, f"{len(content)} bytes were put in and {len(kept)} came back, or others"

    def test_the_same_bytes_twice_are_two_files(self, files: Any) -> None:
        """One of them can go without the other."""
        first, second = (self.keep(files, io.BytesIO(b"same")) for _ in range(2))
        files.delete(first)
        assert self.kept(files, second) == b"same"

    def test_what_stood_under_a_key_is_replaced(self, files: Any) -> None:
        """A job that is done a second time leaves one file."""
        key = self.keep(files, io.BytesIO(b"first, and longer"))
        files.put(key, io.BytesIO(b"second"), type="text/plain")
        assert self.kept(files, key) == b"second"
        assert self.count(files) == 1

    def test_a_deleted_file_is_gone(self, files: Any) -> None:
        """For good, however often; the others stay."""
        key, other = (self.keep(files, io.BytesIO(b"x")) for _ in range(2))
        for _ in range(2):
            files.delete(key)
        with pytest.raises(FileNotFoundError):
            files.open(key)
        assert self.kept(files, other) == b"x"

    @pytest.mark.parametrize("key", NO_KEYS)
    def test_what_is_no_key_opens_nothing(self, files: Any, key: str) -> None:
        """Paths, dots, nulls and things that never were: not found, and nothing else."""
        self.keep(files, io.BytesIO(b"x"))
        with pytest.raises(FileNotFoundError):
            files.open(key)
        files.delete(key)
        assert self.count(files) == 1

    @pytest.mark.parametrize("key", [key for key in NO_KEYS if key != "0" * 32])
    def test_nothing_is_kept_under_what_is_no_key(self, files: Any, key: str) -> None:
        """A name that somebody typed can never become a path."""
        with pytest.raises(ValueError, match="key"):
            files.put(key, io.BytesIO(b"x"), type="text/plain")
        assert self.count(files) == 0

    def test_a_fault_on_the_way_leaves_nothing(self, files: Any) -> None:
        """A half-read upload is not kept."""
        with pytest.raises(ConnectionResetError):
            self.keep(files, _Breaks())
        assert self.count(files) == 0

    def test_files_are_read_in_pieces(self, files: Any) -> None:
        """A video does not have to fit into memory."""
        stream = Watched(b"x" * 20_000_000)
        key = self.keep(files, stream, "video/mp4")
        assert stream.largest <= 16_000_000
        with files.open(key) as kept:
            assert len(kept.read(10)) == 10
