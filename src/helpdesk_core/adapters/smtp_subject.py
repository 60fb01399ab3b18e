"""A subject that looks like an encoded word (RFC 2047) is read as these letters, and not as what they mean."""

from __future__ import annotations

from email.header import Header
from typing import Any

_BEGINS = "=?"


class _Letters(str):
    """A header's value as `email.policy` has them: whoever asks gets the letters, the wire gets them encoded."""

    name, max_count = "Subject", 1

    def fold(self, *, policy: Any) -> str:
        """The header's lines."""
        lines = Header(str(self), "utf-8", header_name=self.name).encode(linesep=policy.linesep)
        return f"{self.name}: {lines}{policy.linesep}"


def as_letters(subject: str) -> str:
    """What is given to an `email.message.EmailMessage`, which would decode a subject before it encodes it.

    Args:
        subject: One line.

    Returns:
        The same letters.
    """
    return _Letters(subject) if _BEGINS in subject else subject


def encoded(subject: str) -> str:
    """What is given to a program that sends letters of ASCII as they are.

    Args:
        subject: One line.

    Returns:
        The subject, encoded where a reader would decode it.
    """
    ascii_alone = _BEGINS in subject and subject.isascii()
    if not ascii_alone:
        return subject
    return Header(subject, "utf-8", header_name=_Letters.name).encode().replace("\n", "")
