"""Calls to a provider over the web. Nothing here follows a redirect: a token goes nowhere but where it was meant to
go."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Mapping
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode, urlsplit

import attrs

from ..errors import ConfigurationError

LARGEST = 1_000_000
"""How many bytes of an answer are read."""
NOT_REACHED = URLError
"""Raised before anything was taken."""


class _Stay(urllib.request.HTTPRedirectHandler):
    """Follows nothing."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        """See `urllib.request.HTTPRedirectHandler`: no redirect is followed."""


@attrs.frozen
class Answered:
    """What a provider answered.

    Attributes:
        status: The HTTP status.
        content: The JSON; empty where there was none.
    """

    status: int
    content: Mapping[str, Any]


def check_address(owner: str, address: str) -> None:
    """An address that is called with a secret: no other than a local one goes without TLS.

    Args:
        owner: Whose it is.
        address: The address.

    Raises:
        ConfigurationError: It is none, or unencrypted.
    """
    place = urlsplit(address)
    if not place.hostname or (place.scheme != "https" and place.hostname not in ("127.0.0.1", "localhost")):
        raise ConfigurationError(f"{owner}: the address begins with https://")


def opened(asked: urllib.request.Request, timeout: float) -> Any:
    """The answer to a request, as a stream.

    Args:
        asked: The request.
        timeout: For how many seconds an answer is waited for.

    Returns:
        The answer.

    Raises:
        HTTPError: It was refused, or leads elsewhere.
        URLError: Nobody was reached.
        OSError: The line broke before the answer. `HTTPException` means the same.
    """
    return urllib.request.build_opener(_Stay).open(asked, timeout=timeout)


def call(asked: urllib.request.Request, timeout: float) -> Answered:
    """What is answered to a request, a refusal too. Raises as `opened`, without the first."""
    try:
        with opened(asked, timeout) as answer:
            return Answered(answer.status, _json(answer.read(LARGEST)))
    except HTTPError as error:
        with error:
            return Answered(error.code, _json(error.read(LARGEST)))


def form(address: str, fields: Mapping[str, str] | None, authorization: str) -> urllib.request.Request:
    """A request with the fields of a form; one that only asks, without fields.

    Args:
        address: Where it goes.
        fields: The fields.
        authorization: The header that proves who sends it.

    Returns:
        The request.
    """
    headers = {"Authorization": authorization, "User-Agent": "helpdesk-core", "Accept": "application/json"}
    body = None if fields is None else urlencode(fields).encode()
    return urllib.request.Request(address, data=body, headers=headers)  # noqa: S310 - a configured host


def _json(content: bytes) -> Mapping[str, Any]:
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
