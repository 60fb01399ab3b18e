"""Signatures as Standard Webhooks has them: over id, time and content, by any of several secrets while one is
replaced."""

from __future__ import annotations

import base64
import binascii
import hmac
from collections.abc import Sequence
from datetime import timedelta

from ..ports import InboundRequest
from .received import moment as received_moment

TOLERANCE = timedelta(minutes=5)
"""How old a signature may be."""
LEAST_KEY = 24
"""Bytes of a secret: with an empty one everybody signs."""
_MOST_SIGNATURES = 10


def key_of(secret: object) -> bytes:
    """The key in a secret, ``whsec_…`` or the base64 behind that; empty for what is none."""
    try:
        return base64.b64decode(str(secret).removeprefix("whsec_"), validate=True)
    except (binascii.Error, ValueError):
        return b""


def signature(secret: str, id: str, moment: str, content: bytes) -> str:
    """The signature of a content.

    Args:
        secret: The secret.
        id: The event's id.
        moment: Seconds since 1970, as digits.
        content: What is signed.

    Returns:
        ``v1,`` and the signature.
    """
    head = f"{id}.{moment}.".encode("utf-8", "replace")
    return "v1," + base64.b64encode(hmac.digest(key_of(secret), head + content, "sha256")).decode()


def is_signed(request: InboundRequest, secrets: Sequence[str]) -> bool:
    """Whether one of the secrets signed a request just now.

    Args:
        request: What came.
        secrets: The secrets, newest first.

    Returns:
        False for a missing signature, a wrong one and an old one.
    """
    moment = request.headers.get("webhook-timestamp", "")
    id = request.headers.get("webhook-id", "")
    given = request.headers.get("webhook-signature", "").encode("utf-8", "replace").split(b" ")[:_MOST_SIGNATURES]
    made = [signature(secret, id, moment, request.body).encode() for secret in secrets]
    signed = sum(hmac.compare_digest(one, other) for one in made for other in given) > 0
    return bool(request.body) and signed and is_fresh(moment, request)


def is_fresh(moment: str, request: InboundRequest) -> bool:
    """Whether what was signed at that moment came just then; always, where nobody says when it came."""
    signed_at = received_moment(moment)
    if signed_at is None:
        return False
    return request.at is None or abs(request.at - signed_at) <= TOLERANCE
