"""Posts to addresses that others give: no redirect is followed, no private network is reached, and nobody who answers
slowly keeps a worker."""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
from collections.abc import Mapping
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

_READ, _STEPS, _LONGEST_PAUSE = 10_000, 3, 24 * 3600


class PrivateAddress(OSError):
    """The address is of a network that is not to be reached from here."""


def addresses(url: str, *, private: bool) -> list[Any]:
    """Where the name in an address leads to now. One private address among them is enough to ask none of them.

    Args:
        url: The address.
        private: Whether it may be in a private network.

    Returns:
        As `socket.getaddrinfo`.

    Raises:
        PrivateAddress: It is in one, and may not.
        OSError: Nothing is found under its name.
    """
    place = urlsplit(url)
    port = place.port or (443 if place.scheme == "https" else 80)
    found = socket.getaddrinfo(place.hostname, port, type=socket.SOCK_STREAM)
    if not private and not all(_is_public(str(one[4][0])) for one in found):
        raise PrivateAddress
    return list(found)


def post(url: str, body: bytes, headers: Mapping[str, str], *, timeout: float, private: bool) -> tuple[int, str]:
    """Post to the very address that was looked at: a name may lead elsewhere a moment later.

    Args:
        url: The address.
        body: What is sent.
        headers: Its headers.
        timeout: For how many seconds each step is waited for, and for three times as many all of it.
        private: Whether the address may be in a private network.

    Returns:
        The status, and the header Retry-After.

    Raises:
        PrivateAddress: It is in one, and may not.
        OSError: The line broke. `http.client.HTTPException` means the same.
    """
    place = urlsplit(url)
    family, kind, protocol, _, address = addresses(url, private=private)[0]
    line: socket.socket = socket.socket(family, kind, protocol)
    made = http.client.HTTPConnection(place.hostname or "", place.port, timeout=timeout)
    late = threading.Timer(_STEPS * timeout, lambda: _shut(line))
    late.daemon = True
    late.start()
    try:
        line.settimeout(timeout)
        line.connect(address)
        if place.scheme == "https":
            line = ssl.create_default_context().wrap_socket(line, server_hostname=place.hostname)
        made.sock = line
        path = (place.path or "/") + (f"?{place.query}" if place.query else "")
        made.request("POST", path, body=body, headers={"host": place.netloc, **headers})
        answer = made.getresponse()
        answer.read(_READ)
        return answer.status, answer.headers.get("retry-after", "")
    finally:
        late.cancel()
        made.close()
        line.close()


def pause(later: str) -> float | None:
    """The seconds that a header Retry-After says; None for none, or a date.

    Args:
        later: The header.

    Returns:
        At most a day.
    """
    return min(int(later), _LONGEST_PAUSE) if later.isascii() and later.isdecimal() and len(later) < 9 else None


def _shut(line: socket.socket) -> None:
    with suppress(OSError):
        line.shutdown(socket.SHUT_RDWR)


def _is_public(address: str) -> bool:
    found = ipaddress.ip_address(address.partition("%")[0])
    mapped = getattr(found, "ipv4_mapped", None) or getattr(found, "sixtofour", None)
    return found.is_global and not found.is_multicast and (mapped is None or mapped.is_global)
