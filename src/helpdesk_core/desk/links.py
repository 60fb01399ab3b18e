"""Addresses of the pages, as the host lays them out."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

import attrs

from ..base.actors import Guest
from ..base.asked import Count, Key, says_mistakes
from ..base.grants import Grant
from ..base.keyring import KeyRing
from ..errors import ConfigurationError

_LOCAL = {"localhost", "127.0.0.1", "::1"}


@attrs.frozen
class HostLinks:
    """Makes links by the host's ``url(name, **args)``: ``room`` and ``account`` with a token, ``desk`` with a
    reference; ``account`` only where customers have accounts of the desk's own, ``organisation``, and
    ``organisation_request`` with a reference, only where there are firms."""

    url: Callable[..., str]
    keyring: KeyRing

    def room(self, subject: str, generation: int) -> str:
        """The private link to a subject's page."""
        return self.url("room", token=self.keyring.link(subject, generation))

    def part(self, room: str, page: str) -> str:
        """The private link ``room`` to one of its pages (``withdrawal``): the room where the host's pages know none of
        that name, since the name is no more than ``about=…`` in the query."""
        return f"{room}{'&' if '?' in room else '?'}about={page}" if page else room

    def desk(self, reference: str) -> str:
        """The staff's page."""
        return self.url("desk", reference=reference)

    def account(self, token: str) -> str:
        """The page to which the link of a customer account leads."""
        return self.url("account", token=token)

    def organisation(self) -> str:
        """The page on which a signed-in customer finds their firm, and invitations to one."""
        return self.url("organisation")

    def organisation_request(self, reference: str) -> str:
        """The page on which a signed-in customer reads a colleague's request."""
        return self.url("organisation_request", reference=reference)


def checked(base_url: str) -> str:
    """The address of the pages without a slash at its end. Raises ConfigurationError for one that cannot be used."""
    try:
        parts = urlsplit(base_url)
        _ = parts.port  # read only when it is asked for
    except ValueError:
        raise ConfigurationError("base_url cannot be read as an address: give https://…") from None
    if "@" in parts.netloc:  # it may be a password: not repeated
        raise ConfigurationError("base_url is not an address of pages: give https://… without a user")
    is_plain = base_url.isprintable() and len(base_url.split()) == 1
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment or not is_plain:
        raise ConfigurationError(
            f"base_url={base_url!r} is not an address of pages: give https://… without query or fragment"
        )
    if parts.scheme == "http" and parts.hostname not in _LOCAL:
        raise ConfigurationError("base_url must be https: private links travel over it (http is for localhost only)")
    return base_url.rstrip("/")


def pages_below(base_url: str) -> Callable[..., str]:
    """The addresses of the reference app's pages below ``base_url``."""

    def url(name: str, **args: str) -> str:
        below = {
            "room": "r/{token}",
            "desk": "staff/requests/{reference}",
            "account": "account/link/{token}",
            "organisation": "organisation",
            "organisation_request": "organisation/requests/{reference}",
        }
        return f"{base_url}/{below[name].format(**args)}"

    return url


class Visiting:
    """The part of `Helpdesk` that makes private links, and the guests who come by them."""

    keyring: KeyRing
    links: HostLinks

    @says_mistakes
    def link(self, request: Key, generation: Count = 1) -> str:
        """The private link to a request, as its customer gets it.

        Args:
            request: The request's id.
            generation: The link's generation, from 1; `RenewLink` starts the next one and ends those before.

        Returns:
            An address of the pages.
        """
        return self.links.room(request, generation)

    @says_mistakes
    def guest(self, token: str | None, client: str | None = None) -> Guest:
        """The actor for a visitor without an account.

        Args:
            token: The grant that a result carried, as the visitor's cookie gives it back; None for a first visit. It is
                checked when it is used, not here.
            client: Where the visitor comes from, as the host counts it; limits of attempts are kept by it.

        Returns:
            The guest.
        """
        grant: Grant | None = self.keyring.read_grant(token) if token else None
        return Guest(grant=grant, client=client)
