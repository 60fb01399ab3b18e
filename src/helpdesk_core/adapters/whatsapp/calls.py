"""The calls to the Graph API: a message, a file, the number itself."""

from __future__ import annotations

import json
import re
import urllib.request
from collections.abc import Mapping
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote, urlsplit

import attrs

from ...base.asked import Seconds, Text
from ...base.given import check_made
from ...errors import ConfigurationError
from ..web_calls import NOT_REACHED, Answered, call, check_address, opened

__all__ = ["API", "NOT_REACHED", "Answered", "GraphApi"]

API = "https://graph.facebook.com/v23.0"
"""The address of the Graph API, with the version that is spoken here."""
_NUMBER = re.compile(r"[0-9]{5,30}")
_TOKEN = re.compile(r"[!-~]+")
_SEGMENT = re.compile(r"[0-9A-Za-z_-]{1,200}")
#: Where files are: an address elsewhere is never asked, and never sees the token.
_FILE_HOSTS = (".fbsbx.com", ".facebook.com", ".whatsapp.net", ".fbcdn.net")
_GONE = (400, 404, 410)


@attrs.frozen(kw_only=True)
class GraphApi:
    """One number of the shop's at the Cloud API.

    Attributes:
        number: The phone number's id, as the app's dashboard shows it; not the number itself.
        token: An access token that may send from that number; best one of a system user, which does not run out.
        api: The address with its version.
        timeout: For how many seconds an answer is waited for.

    Raises:
        ConfigurationError: One of them cannot be right.
    """

    number: str
    token: str = attrs.field(repr=False)
    api: Text = API
    timeout: Seconds = 20.0

    def __attrs_post_init__(self) -> None:
        check_made(self)
        if not _NUMBER.fullmatch(self.number):
            raise ConfigurationError(
                "the phone number ID of WhatsApp is a row of digits, which the app's dashboard has"
            )
        if not _TOKEN.fullmatch(self.token):
            raise ConfigurationError("WhatsApp needs an access token, without blanks or line ends")
        check_address("WhatsApp", self.api)

    def send(self, message: Mapping[str, Any]) -> Answered:
        """Hand over a message.

        Args:
            message: As the API has it.

        Returns:
            The answer, a refusal too.

        Raises:
            URLError: It was not reached.
            OSError: The line broke before the answer: the message may have been taken. `HTTPException` means the same.
        """
        body = json.dumps({"messaging_product": "whatsapp", **message}).encode()
        return self._call(f"{self.api.rstrip('/')}/{self.number}/messages", body)

    def about(self) -> Answered:
        """What the API says of the number; raises as `send`."""
        return self._call(f"{self.api.rstrip('/')}/{self.number}?fields=verified_name,display_phone_number")

    def file(self, key: str, most: int) -> bytes | None:
        """The bytes of a file that somebody sent.

        Args:
            key: The provider's id of it.
            most: How large it may be.

        Returns:
            The bytes; None for what is larger, or there no more.

        Raises:
            OSError: It cannot be fetched now.
        """
        if not _SEGMENT.fullmatch(key):
            return None
        try:
            found = self._call(f"{self.api.rstrip('/')}/{quote(key, safe='')}")
            if found.status in _GONE:
                return None
            address, size = found.content.get("url"), found.content.get("file_size")
            if found.status != 200 or not isinstance(address, str):
                raise OSError(f"the file was not given: {found.status}")
            if (isinstance(size, int) and size > most) or not self._is_theirs(address):
                return None
            with opened(self._asked(address), self.timeout) as answer:
                content: bytes = answer.read(most + 1)
        except HTTPError as error:
            with error:
                if error.code in _GONE:
                    return None
            raise OSError(f"the file was not given: {error.code}") from None
        except HTTPException as error:
            raise OSError(type(error).__name__) from None
        return content if len(content) <= most else None

    def _is_theirs(self, address: str) -> bool:
        try:
            place, own = urlsplit(address), urlsplit(self.api)
            theirs = place.scheme == "https" and place.port in (None, 443)
        except ValueError:
            return False
        theirs = theirs and f".{place.hostname or ''}".endswith(_FILE_HOSTS)
        return address.isascii() and (theirs or (place.scheme, place.netloc) == (own.scheme, own.netloc))

    def _call(self, address: str, body: bytes | None = None) -> Answered:
        return call(self._asked(address, body), self.timeout)

    def _asked(self, address: str, body: bytes | None = None) -> urllib.request.Request:
        headers = {"Authorization": f"Bearer {self.token}", "User-Agent": "helpdesk-core"}
        headers |= {} if body is None else {"Content-Type": "application/json"}
        return urllib.request.Request(address, data=body, headers=headers)  # noqa: S310 - a configured host, or theirs
