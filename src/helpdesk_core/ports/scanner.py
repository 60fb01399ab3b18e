"""What looks for malware in files."""

from __future__ import annotations

from enum import StrEnum
from typing import BinaryIO, Protocol


class Scan(StrEnum):
    """What a scanner found."""

    CLEAN = "clean"
    FOUND = "found"
    NOT_SCANNED = "not_scanned"
    """It could not look at all of it: too large, or of a kind that it cannot open. Never taken for clean."""


class Scanner(Protocol):
    """Looks for malware."""

    def scan(self, stream: BinaryIO) -> Scan:
        """Look at a whole file.

        Args:
            stream: The file; the caller closes it.

        Returns:
            What was found.

        Raises:
            OSError: The scanner is away; the file waits and is looked at later.
        """
