"""Addresses of pages on other sites, as people paste them."""

from __future__ import annotations

import re
from ipaddress import ip_address
from urllib.parse import urlsplit

from ..errors import FieldError
from .messages import define

_ADDRESS = re.compile(r"https://[a-z0-9][a-z0-9.-]*\.[a-z]{2,}(?::\d{1,5})?(?:[/?#][^\s\\<>\"]*)?", re.IGNORECASE)
_LONGEST = 1_000
NOT_AN_ADDRESS = define(
    "web_address.unreadable", "This is no address of a page: it begins with https:// and has no blanks."
)
NOT_TOLD = define(
    "hook_address.unreadable",
    "This is no address that can be told: it begins with https://, has no blanks, and no password stands in it.",
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


class HookAddress(str):
    """An address of another system that is told what happens: https, or http on this machine, of at most 1,000
    characters and without a password. Its repr hides it: what stands behind the host's name may be a secret.

    Raises:
        FieldError: ``hook_address.unreadable``.
    """

    __slots__ = ()

    def __new__(cls, typed: str) -> HookAddress:
        if not isinstance(typed, str) or not _is_hook(typed.strip()):
            raise FieldError(NOT_TOLD)
        return super().__new__(cls, typed.strip())

    def __repr__(self) -> str:
        return "<HookAddress>"

    @property
    def masked(self) -> str:
        """Scheme and host alone: path and query may hold a token."""
        place = urlsplit(self)
        end = "/…" if place.path.strip("/") or place.query else ""
        return f"{place.scheme}://{place.netloc}{end}"


def _is_hook(typed: str) -> bool:
    if len(typed) > _LONGEST or not typed.isascii() or not typed.isprintable() or " " in typed:
        return False
    try:
        place = urlsplit(typed)
        host, _ = place.hostname or "", place.port
    except ValueError:
        return False
    is_secured = place.scheme == "https" or (place.scheme == "http" and _is_here(host))
    return bool(host) and "@" not in place.netloc and is_secured


def _is_here(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
