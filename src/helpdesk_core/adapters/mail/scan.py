"""Counting before parsing: one pass over the bytes says what only a person should look at. Nothing is decoded."""

from __future__ import annotations

import re

MOST_BYTES = 35_000_000
"""More than any provider takes in one mail: 25 MB of files, in base64."""
MOST_PARTS, MOST_LEVELS, MOST_NESTED = 500, 40, 10
MOST_HEADERS, LONGEST_HEADER, LONGEST_HEAD = 400, 16_000, 128_000
MOST_PARAMETERS, MOST_COMMENTS, MOST_QUOTES = 60, 20, 400

_BOUNDARY = re.compile(rb"boundary\*?\d{0,3}\*?\s{0,5}=\s{0,5}\"?([^\";\r\n]{1,200})", re.IGNORECASE)
_NESTED = re.compile(rb"content-type:\s{0,5}message/", re.IGNORECASE)
_HEAD_END = re.compile(rb"\r?\n\r?\n")
_HEADER_END = re.compile(rb"\r?\n(?![ \t])")
_ADDRESSES = (b"from:", b"to:", b"cc:", b"reply-to:", b"sender:")
_TYPED = re.compile(rb"^content-[a-z-]{1,40}:[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*", re.IGNORECASE | re.MULTILINE)


def refuse(raw: bytes) -> str:
    """Why a mail is not parsed.

    Args:
        raw: The whole mail.

    Returns:
        A code, empty for a mail that can be parsed.
    """
    if len(raw) > MOST_BYTES or raw.startswith(b"X-Helpdesk-Cut:"):
        return "too_big"
    boundaries = _BOUNDARY.findall(raw[:5_000_000])
    if len(boundaries) > MOST_LEVELS or sum(1 for _ in _NESTED.finditer(raw)) > MOST_NESTED:
        return "too_deep"
    if any(raw.count(b"\n--" + one.rstrip()) > MOST_PARTS for one in set(boundaries)):
        return "too_many_parts"
    return _refuse_head(split_head(raw)[0]) or _refuse_typed(raw)


def split_head(raw: bytes) -> tuple[bytes, bytes]:
    """The headers of a mail and what follows them; at most `LONGEST_HEAD` and one byte are looked through.

    Args:
        raw: The whole mail.

    Returns:
        Both parts, without the line between them.
    """
    found = _HEAD_END.search(raw, 0, LONGEST_HEAD + 1)
    if found is None:
        return raw[: LONGEST_HEAD + 1], b""
    return raw[: found.start()], raw[found.end() :]


def _refuse_head(head: bytes) -> str:
    if len(head) > LONGEST_HEAD:
        return "head_too_long"
    lines = _HEADER_END.split(head)
    if len(lines) > MOST_HEADERS:
        return "too_many_headers"
    if any(len(line) > LONGEST_HEADER for line in lines):
        return "header_too_long"
    addresses = [line for line in lines if line[:9].lower().startswith(_ADDRESSES)]
    odd = any(line.count(b"(") > MOST_COMMENTS or line.count(b'"') > MOST_QUOTES for line in addresses)
    return "odd_address" if odd else ""


def _refuse_typed(raw: bytes) -> str:
    """Headers that say what a part is: their parameters cost the parser the square of their number."""
    for found in _TYPED.finditer(raw):
        if len(found[0]) > LONGEST_HEADER or found[0].count(b";") > MOST_PARAMETERS:
            return "too_many_parameters"
    return ""
