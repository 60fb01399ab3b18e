"""Where files are kept. A key is random and says nothing; a file's name is data and never part of a path."""

from __future__ import annotations

from typing import BinaryIO, Protocol


class Files(Protocol):
    """Keeps bytes under keys of its own making."""

    def put(self, stream: BinaryIO, *, type: str) -> str:
        """Keep what ``stream`` holds, read in pieces, and return its key: at least 128 random bits. All of it is kept,
        or after an exception nothing. ``type`` is the media type that was found by looking, for storages that keep
        one."""

    def open(self, key: str) -> BinaryIO:
        """A stream to read; the caller closes it. Raises FileNotFoundError for whatever is no key in use."""

    def delete(self, key: str) -> None:
        """Forget it. Doing it again, or for what never was, does nothing."""
