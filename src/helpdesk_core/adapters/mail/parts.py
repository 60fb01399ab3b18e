"""A mail taken apart (RFC 2046): by where its boundaries stand, without a tree and without reading line by line.

What costs a parser much costs nothing here: nesting, parts, headers of parts and parameters are counted while they are
found, and bytes are copied only where a part holds something.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator

import attrs

from .headers import Headers, first, param, read_headers

MOST_PARTS, MOST_LEVELS = 500, 12
MOST_PART_HEADERS, LONGEST_PART_HEAD = 100, 8_000
_MOST_MARKS, _MOST_SEARCHED = 2_000, 100_000_000
"""Lines that look like a boundary, and bytes that are searched for one, however often the same."""
_END = re.compile(rb"(--)?[ \t]*(?:\r\n|\r|\n|\Z)")
_HEAD = re.compile(rb"(?:[!-9;-~]+[ \t]*:[^\r\n]*(?:\r\n|\r|\n|\Z)(?:[ \t][^\r\n]*(?:\r\n|\r|\n|\Z))*)*")
_BLANK = re.compile(rb"\r\n|\r|\n")
_KIND = re.compile(rb"[!-.0-~]{1,60}/[!-.0-~]{1,100}")
_NO_BASE64 = bytes(set(range(256)) - set(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="))


class TooMuch(ValueError):
    """There is more in a mail than is taken apart; its text is a code."""


@attrs.frozen
class Leaf:
    """A part that holds something.

    Attributes:
        kind: Its media type.
        headers: Its own.
        body: Its bytes as they were sent.
    """

    kind: str
    headers: Headers
    body: bytes = attrs.field(repr=False)

    def content(self) -> bytes:
        """Its bytes as they were meant; what is no letter of its encoding is passed over."""
        how = first(self.headers, "content-transfer-encoding").lower()
        if how == b"base64":
            letters = self.body.translate(None, _NO_BASE64).partition(b"=")[0]
            letters = letters[: len(letters) - (len(letters) % 4 == 1)]
            return binascii.a2b_base64(letters + b"=" * (-len(letters) % 4))
        if how == b"quoted-printable":
            return binascii.a2b_qp(self.body)
        return self.body


def leaves(raw: bytes, headers: Headers, start: int) -> list[Leaf]:
    """The parts that hold something, in their order. A mail within the mail is one part: a file.

    Args:
        raw: The whole mail.
        headers: Its headers.
        start: Where its body begins.

    Returns:
        The parts; a mail that is not made up of parts is one.

    Raises:
        TooMuch: There are too many, or they are nested too deep.
    """
    found: list[Leaf] = []
    number = searched = 0
    waiting = [(headers, start, len(raw), "text/plain", 0)]
    while waiting:
        own, begin, end, usual, level = waiting.pop(0)
        kind = _kind(own, usual)
        inside: list[tuple[int, int]] = []
        if kind.startswith("multipart/"):
            searched += end - begin
            if level == MOST_LEVELS or searched > _MOST_SEARCHED:
                raise TooMuch("too_deep")
            inside = between(raw, begin, end, param(first(own, "content-type"), "boundary")[0])
            kind = "text/plain" if not inside else kind
        if not inside:
            found.append(Leaf(kind, own, raw[begin:end]))
            continue
        number += len(inside)
        if number > MOST_PARTS:
            raise TooMuch("too_many_parts")
        usual = "message/rfc822" if kind == "multipart/digest" else "text/plain"
        waiting[:0] = [(*part_head(raw, *one), one[1], usual, level + 1) for one in inside]
    return found


def between(raw: bytes, start: int, end: int, boundary: bytes) -> list[tuple[int, int]]:
    """Where the parts stand that a boundary keeps apart.

    Args:
        raw: The whole mail, or a form.
        start: Where to look.
        end: Until where.
        boundary: The boundary; nothing is kept apart by an empty one.

    Returns:
        Beginning and end of each; what stands before the first and behind the last is none.

    Raises:
        TooMuch: It stands there far too often.
    """
    found: list[tuple[int, int]] = []
    begun: int | None = None
    for at in sorted(_marks(raw, start, end, b"--" + boundary)) if boundary else ():
        if (line := _END.match(raw, at + 2 + len(boundary), end)) is None:
            continue
        if begun is not None:
            before = at - 2 if raw[max(begun, at - 2) : at] == b"\r\n" else at - 1
            found.append((begun, max(begun, before)))
        if line[1] is not None:
            return found
        begun = line.end()
    return found if begun is None else [*found, (begun, end)]


def _marks(raw: bytes, start: int, end: int, mark: bytes) -> Iterator[int]:
    """Where a line begins with these bytes."""
    if raw.startswith(mark, start, end):
        yield start
    for line_end in (b"\n", b"\r"):
        at = start
        for _ in range(_MOST_MARKS):
            if (at := raw.find(line_end + mark, at, end)) < 0:
                break
            at += 1
            yield at
        else:
            raise TooMuch("too_many_parts")


def part_head(raw: bytes, start: int, end: int) -> tuple[Headers, int]:
    """The headers of a part, and where what it holds begins: behind an empty line, or with the first line that is no
    header.

    Args:
        raw: The whole mail.
        start: Where the part begins.
        end: Where it ends.

    Returns:
        Both.

    Raises:
        TooMuch: There are more headers than any part has.
    """
    head = _HEAD.match(raw, start, min(end, start + LONGEST_PART_HEAD))
    assert head is not None, "no header is a match too"
    text = head[0].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    if len(head[0]) >= LONGEST_PART_HEAD or text.count(b"\n") > MOST_PART_HEADERS:
        raise TooMuch("too_many_headers")
    blank = _BLANK.match(raw, head.end(), end)
    return read_headers(text), head.end() if blank is None else blank.end()


def _kind(headers: Headers, usual: str) -> str:
    said = first(headers, "content-type").partition(b";")[0].strip().lower()
    return said.decode("ascii") if _KIND.fullmatch(said) else usual if not said else "text/plain"
