"""Where files are kept. A key is random and says nothing; a file's name is data and never part of a path."""

from __future__ import annotations

import re
from typing import BinaryIO, Protocol

_KEY = re.compile(r"[0-9a-f]{32}")


def is_key(given: object) -> bool:
    """Whether something is the key of a file: 128 bits as 32 hex digits, and nothing else.

    Args:
        given: Anything.

    Returns:
        Whether it is.
    """
    return isinstance(given, str) and _KEY.fullmatch(given) is not None


class Files(Protocol):
    """Keeps bytes under keys that the desk makes: 128 random bits, as 32 hex digits.

    The desk makes the key, and not the storage, so that it is written down before anything is kept: what an upload
    leaves behind that was killed on its way is found by its key, and no storage has to be listed.
    """

    def put(self, key: str, stream: BinaryIO, *, type: str) -> None:
        """Keep what a stream holds. All of it is kept, or after an exception nothing; what stood there is replaced.

        Args:
            key: The key.
            stream: Is read in pieces; the caller closes it.
            type: The media type as found by looking at the content, for storages that keep one.

        Raises:
            ValueError: It is no key.
        """

    def open(self, key: str) -> BinaryIO:
        """Open a file for reading.

        Args:
            key: What it was put under.

        Returns:
            A stream; the caller closes it.

        Raises:
            FileNotFoundError: The key is not in use.
        """

    def delete(self, key: str) -> None:
        """Delete a file. Deleting it again, or one that never existed, does nothing.

        Args:
            key: What it was put under.
        """
