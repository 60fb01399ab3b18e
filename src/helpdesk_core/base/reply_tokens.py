"""The proof in a message of ours that an answer belongs to it: in its id and in the address that answers go to."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable

from .keyring import KeyRing

_MAC_BYTES = 12
"""96 bits: nobody guesses one of them."""
_LENGTH = 45
_ID = re.compile(r"[0-9a-f]{32}")
_TOKEN = re.compile(rf"(?<![a-z2-7])[a-z2-7]{{{_LENGTH}}}(?![a-z2-7])")
MOST = 20


def reply_token(contact: str, keyring: KeyRing) -> str:
    """The token of messages to one contact of a request. It is made of letters and digits that survive mail servers,
    which may write addresses in small letters, and short enough to stand behind a ``+`` (RFC 5321, 4.5.3.1.1).

    Args:
        contact: The contact's id.
        keyring: Proves it.

    Returns:
        The token, empty for an id that we did not make.
    """
    return _token(contact, keyring.mac("reply", contact)) if _ID.fullmatch(contact) else ""


def _token(contact: str, mac: str) -> str:
    made = bytes.fromhex(contact) + bytes.fromhex(mac)[:_MAC_BYTES]
    return base64.b32encode(made).decode().rstrip("=").lower()


def tokens_in(texts: Iterable[str]) -> tuple[str, ...]:
    """What may be such tokens, in addresses and message ids.

    Args:
        texts: Addresses and ids.

    Returns:
        At most `MOST`, in their order.
    """
    found = (token for text in texts for token in _TOKEN.findall(text.lower()))
    return tuple(dict.fromkeys(found))[:MOST]


def contact_of(token: str, keyring: KeyRing) -> str | None:
    """The contact that a token was made for.

    Args:
        token: Anything.
        keyring: Whether it proves it.

    Returns:
        The contact's id, None for what we did not make.
    """
    if not _TOKEN.fullmatch(token):
        return None
    try:
        contact = base64.b32decode(token.upper() + "=" * (-_LENGTH % 8))[:16].hex()
    except binascii.Error:
        return None
    made = [_token(contact, mac) for mac in keyring.macs("reply", contact)]
    return contact if token in made else None
