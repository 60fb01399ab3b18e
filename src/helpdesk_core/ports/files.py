"""Where files are kept. A key is random and says nothing; a file's name is data and never part of a path."""

from __future__ import annotations

from typing import BinaryIO, Protocol


class Files(Protocol):
    """Keeps bytes under keys of its own making.

    Provisional: no capability uses this port yet, so that it may still change in any release.
    """

    def put(self, stream: BinaryIO, *, type: str) -> str:
        """Keep what a stream holds. All of it is kept, or after an exception nothing.

        Args:
            stream: Is read in pieces; the caller closes it.
            type: The media type as found by looking at the content, for storages that keep one.

        Returns:
            The key of the file: at least 128 random bits.
        """

    def open(self, key: str) -> BinaryIO:
        """Open a file for reading.

        Args:
            key: What `put` returned.

        Returns:
            A stream; the caller closes it.

        Raises:
            FileNotFoundError: The key is not in use.
        """

    def delete(self, key: str) -> None:
        """Delete a file. Deleting it again, or one that never existed, does nothing.

        Args:
            key: What `put` returned.
        """
