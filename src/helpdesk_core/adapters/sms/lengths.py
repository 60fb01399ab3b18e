"""How many parts an SMS has: each is paid for. A single letter that GSM's alphabet lacks more than halves them all
(3GPP TS 23.038, 23.040)."""

from __future__ import annotations

import attrs

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
_DOUBLE = frozenset("\f^{}\\[~]|€")
_GSM_ALONE, _GSM_PART = 160, 153
_UCS_ALONE, _UCS_PART = 70, 67


@attrs.frozen(kw_only=True)
class SmsLength:
    """What a text takes as an SMS.

    Attributes:
        parts: How many messages are paid for.
        units: How many places its characters take.
        of: How many there are in so many parts.
        is_plain: Whether all its letters are of GSM's alphabet, which Polish ones are not.
    """

    parts: int
    units: int
    of: int
    is_plain: bool


def sms_length(text: str) -> SmsLength:
    """What a text takes.

    Args:
        text: The text.

    Returns:
        Its parts. A character of two places is never divided between two of them.
    """
    is_plain = all(one in _BASIC or one in _DOUBLE for one in text)
    alone, part = (_GSM_ALONE, _GSM_PART) if is_plain else (_UCS_ALONE, _UCS_PART)
    sizes = [_size(one, is_plain) for one in text]
    units = sum(sizes)
    if units <= alone:
        return SmsLength(parts=min(1, units), units=units, of=alone, is_plain=is_plain)
    parts, left = 1, part
    for size in sizes:
        if size > left:
            parts, left = parts + 1, part
        left -= size
    return SmsLength(parts=parts, units=units, of=parts * part, is_plain=is_plain)


def _size(one: str, is_plain: bool) -> int:
    return 1 + (one in _DOUBLE) if is_plain else 1 + (ord(one) > 0xFFFF)
