"""Addresses of the pages, as the host lays them out."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

import attrs

from ..base.keyring import KeyRing
from ..errors import ConfigurationError

_LOCAL = {"localhost", "127.0.0.1", "::1"}


@attrs.frozen
class HostLinks:
    """Makes links by the host's ``url(name, **args)``: ``room`` with a token, ``desk`` with a reference."""

    url: Callable[..., str]
    keyring: KeyRing

    def room(self, subject: str, generation: int) -> str:
        """The private link to a subject's page."""
        return self.url("room", token=self.keyring.link(subject, generation))

    def desk(self, reference: str) -> str:
        """The staff's page."""
        return self.url("desk", reference=reference)


def checked(base_url: str) -> str:
    """The address of the pages without a slash at its end. Raises ConfigurationError for one that cannot be used."""
    parts = urlsplit(base_url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise ConfigurationError(
            f"base_url={base_url!r} is not an address of pages: give https://… without query or fragment"
        )
    if parts.scheme == "http" and parts.hostname not in _LOCAL:
        raise ConfigurationError("base_url must be https: private links travel over it (http is for localhost only)")
    return base_url.rstrip("/")


def pages_below(base_url: str) -> Callable[..., str]:
    """The addresses of the reference app's pages below ``base_url``."""

    def url(name: str, **args: str) -> str:
        return f"{base_url}/r/{args['token']}" if name == "room" else f"{base_url}/staff/requests/{args['reference']}"

    return url
