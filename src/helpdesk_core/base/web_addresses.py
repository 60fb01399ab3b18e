"""Addresses of pages on other sites, as people paste them."""

from __future__ import annotations

import re

from ..errors import FieldError
from .messages import define

_ADDRESS = re.compile(r"https://[a-z0-9][a-z0-9.-]*\.[a-z]{2,}(?::\d{1,5})?(?:[/?#][^\s\\<>\"]*)?", re.IGNORECASE)
_LONGEST = 1_000
NOT_AN_ADDRESS = define(
    "web_address.unreadable", "This is no address of a page: it begins with https:// and has no blanks."
)


def is_web_address(typed: str) -> bool:
    """Whether it leads to a page of a site that has a name, over a secured line.

    Args:
        typed: What somebody typed.

    Returns:
        Whether it does.
    """
    return len(typed) <= _LONGEST and _ADDRESS.fullmatch(typed) is not None


class WebAddress(str):
    """An address that begins with https:// and has at most 1,000 characters. Its repr hides it: whoever knows such a
    link may be let in by it.

    Raises:
        FieldError: ``web_address.unreadable``.
    """

    __slots__ = ()

    def __new__(cls, typed: str) -> WebAddress:
        if not isinstance(typed, str) or not is_web_address(typed.strip()):
            raise FieldError(NOT_AN_ADDRESS)
        return super().__new__(cls, typed.strip())

    def __repr__(self) -> str:
        return "<WebAddress>"
