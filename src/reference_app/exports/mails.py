"""Mails of an mbox file, one by one: bounded in size and in nesting before anything is parsed, because a parser is
where hostile mails hurt."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator
from email.header import decode_header
from email.message import Message
from typing import BinaryIO

from helpdesk_core.i18n import define

from .rows import TOO_DEEP, TOO_LONG, Row

NOT_READ = define("row.not_mail", "This mail cannot be read.")
_LARGEST = 25_000_000
_MOST_PARTS = 200
_LONGEST_HEADER = 2_000
_LONGEST_TEXT = 1_000_000
_BOUNDARY = re.compile(rb'boundary\s*=\s*"?([^";\r\n]{1,200})', re.IGNORECASE)


def is_mbox(first: bytes) -> bool:
    """Whether a file begins like one: RFC 4155."""
    return first.startswith(b"From ")


def read_mails(stream: BinaryIO) -> Iterator[Row]:
    """Each mail as a row: its subject and its texts. Attachments are not looked into."""
    stream.seek(0)
    for line, raw in _messages(stream):
        yield _row(line, raw)


def _messages(stream: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """A mail begins with "From " behind an empty line. One that is too large is cut just above the limit."""
    kept: list[bytes] = []
    size, begun, number, after_blank = 0, 1, 0, True
    while line := stream.readline(_LARGEST):
        number += 1
        if after_blank and line.startswith(b"From "):
            if kept:
                yield begun, b"".join(kept)
            kept, size, begun = [], 0, number
        elif size <= _LARGEST:
            kept.append(line)
            size += len(line)
        after_blank = not line.strip()
    if kept:
        yield begun, b"".join(kept)


def _row(line: int, raw: bytes) -> Row:
    if len(raw) > _LARGEST:
        return Row(line, {}, TOO_LONG)
    if _is_too_deep(raw):
        return Row(line, {}, TOO_DEEP)
    try:
        return Row(line, _texts(email.message_from_bytes(raw, policy=email.policy.compat32)))
    except Exception:  # noqa: BLE001 - the parser raises whatever it likes on foreign bytes
        return Row(line, {}, NOT_READ)


def _is_too_deep(raw: bytes) -> bool:
    boundaries = set(_BOUNDARY.findall(raw[:5_000_000]))
    nested = raw.lower().count(b"content-type: message/rfc822")
    header = re.split(rb"\r?\n\r?\n", raw, maxsplit=1)[0]
    return (
        len(boundaries) > 30
        or nested > 10
        or header.count(b"\n") > 2_000
        or max(map(len, header.split(b"\n"))) > 20_000
        or any(raw.count(b"\n--" + one) > _MOST_PARTS for one in boundaries)
    )


def _texts(mail: Message) -> dict[str, str]:
    cells = {"subject": _decoded(str(mail.get("subject", ""))[:_LONGEST_HEADER])}
    parts = [part for part in mail.walk() if part.get_content_maintype() == "text" and not part.get_filename()]
    plain = [part for part in parts if part.get_content_subtype() == "plain"]
    for number, part in enumerate(plain or parts):
        content = part.get_payload(decode=True)
        if isinstance(content, bytes):
            cells[f"text.{number}"] = _letters(content, part.get_content_charset())[:_LONGEST_TEXT]
    return cells


def _decoded(header: str) -> str:
    """RFC 2047. Never by the newer policy, which takes minutes for some headers."""
    parts = decode_header(header)
    return "".join(text if isinstance(text, str) else _letters(text, charset) for text, charset in parts)


def _letters(content: bytes, charset: str | None) -> str:
    try:
        return content.decode(charset or "utf-8", "replace")
    except LookupError:
        return content.decode("utf-8", "replace")
