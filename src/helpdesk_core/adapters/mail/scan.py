"""Counting before reading: how long a mail and its headers are says what only a person should look at. Nothing is
decoded."""

from __future__ import annotations

import re

MOST_BYTES = 35_000_000
"""More than any provider takes in one mail: 25 MB of files, in base64."""
MOST_HEADERS, LONGEST_HEADER, LONGEST_HEAD = 400, 16_000, 128_000
MOST_COMMENTS, MOST_QUOTES = 20, 400

_HEAD_END = re.compile(rb"\r?\n\r?\n")
_HEADER_END = re.compile(rb"\r?\n(?![ \t])")
_ADDRESSES = (b"from:", b"to:", b"cc:", b"reply-to:", b"sender:")


def refuse(raw: bytes) -> str:
    """Why a mail is not parsed.

    Args:
        raw: The whole mail.

    Returns:
        A code, empty for a mail that can be parsed.
    """
    head, body = split_head(raw)
    if raw.startswith(b"X-Helpdesk-Cut:") and not body:
        return "cut"
    return "too_big" if len(raw) > MOST_BYTES else _refuse_head(head)


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
