"""Files of an MMS at Twilio: asked for with the account's proof, and fetched without it from where Twilio sends us."""

from __future__ import annotations

import base64
import urllib.request
from http.client import HTTPException
from urllib.error import HTTPError
from urllib.parse import urljoin, urlsplit

from ..web_calls import opened

#: Where Twilio keeps what was sent: no other place is ever asked.
_KEPT_AT = (".twilio.com", ".twiliocdn.com")
_GONE, _ELSEWHERE = (400, 404, 410), (301, 302, 303, 307, 308)
_SECONDS, _MOST_STEPS = 20.0, 3


def picture(address: str, api: str, proof: tuple[str, str], most: int) -> bytes | None:
    """The bytes of a file.

    Args:
        address: Where it is, as the signed message says.
        api: Twilio's own address, which alone is given the proof.
        proof: The account and its token.
        most: How large it may be.

    Returns:
        The bytes; None for what is larger, there no more, or in another place.

    Raises:
        OSError: It cannot be fetched now.
    """
    for _ in range(_MOST_STEPS):
        if not _is_theirs(address, api):
            return None
        headers = {"User-Agent": "helpdesk-core"}
        if _origin(address) == _origin(api) and proof[0]:
            headers["Authorization"] = "Basic " + base64.b64encode(":".join(proof).encode()).decode()
        asked = urllib.request.Request(address, headers=headers)  # noqa: S310 - Twilio's own places alone
        try:
            with opened(asked, _SECONDS) as answer:
                content: bytes = answer.read(most + 1)
                return content if len(content) <= most else None
        except HTTPError as error:
            with error:
                if error.code in _GONE:
                    return None
                if error.code not in _ELSEWHERE:
                    raise OSError(f"the file was not given: {error.code}") from None
                address = urljoin(address, error.headers.get("location", ""))
        except HTTPException as error:
            raise OSError(type(error).__name__) from None
    return None


def _is_theirs(address: str, api: str) -> bool:
    try:
        place = urlsplit(address)
        theirs = place.scheme == "https" and place.port in (None, 443) and not place.username
    except ValueError:
        return False
    theirs = theirs and f".{place.hostname or ''}".endswith(_KEPT_AT)
    return address.isascii() and (theirs or _origin(address) == _origin(api))


def _origin(address: str) -> tuple[str, str]:
    place = urlsplit(address)
    return place.scheme, place.netloc
