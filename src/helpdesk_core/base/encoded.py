"""Bytes as other programs write them into text."""

from __future__ import annotations

import re

from ..errors import FieldError

_BASE64URL = re.compile(r"[A-Za-z0-9_-]{1,4000}")


class Encoded(str):
    """Bytes in base64url without padding, 1 to 4,000 characters: no words, so that redaction has nothing to look at.

    Raises:
        FieldError: ``input.unreadable``.
    """

    __slots__ = ()

    def __new__(cls, typed: str) -> Encoded:
        if not isinstance(typed, str) or not _BASE64URL.fullmatch(typed):
            raise FieldError("input.unreadable")
        return super().__new__(cls, typed)
