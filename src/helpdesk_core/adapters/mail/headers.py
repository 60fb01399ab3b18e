"""Headers: unfolded, decoded (RFC 2047) and taken apart in bounds. Never by ``email.policy.default``."""

from __future__ import annotations

import base64
import binascii
import quopri
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from urllib.parse import unquote_to_bytes

from .charsets import decode

LONGEST_VALUE = 4_000
_FOLD = re.compile(rb"\r?\n[ \t]+")
_LINE = re.compile(rb"\r?\n(?![ \t])")
_NAME = re.compile(rb"([!-9;-~]{1,80})[ \t]{0,10}:[ \t]?")
_WORD = re.compile(rb"=\?([^?\s=]{1,60})\?([bBqQ])\?([^?]{0,2000})\?=")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f]+")
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
_QUOTED_OR_OPEN = re.compile(r'"(?:[^"\\]|\\.)*(?:"|\Z)')
_COMMENT = re.compile(r"\([^()]*\)")
_ANGLE = re.compile(r"<([^<>\s]{3,320})>")
_BARE = re.compile(r"[^\s<>,;:\"()]{1,64}@[^\s<>,;:\"()]{1,255}")
_ID = re.compile(r"<([^<>\s]{1,400})>")
_PARAMETER = re.compile(rb';\s*([^\s=;*"]{1,40})(?:\*(\d{1,3}))?(\*?)\s*=\s*("(?:[^"\\]|\\.)*"|[^;]*)', re.DOTALL)
MOST_IDS, MOST_ADDRESSES, MOST_PARAMETERS, _MOST_QUOTES = 60, 60, 60, 60

Headers = Mapping[str, Sequence[bytes]]


def read_headers(head: bytes) -> dict[str, list[bytes]]:
    """The values of a block of headers, unfolded and as they are, by names in lower case.

    Args:
        head: The block, within the bounds of `scan`.

    Returns:
        Values by name, in their order; lines that are no header are left out.
    """
    found: dict[str, list[bytes]] = {}
    for line in _LINE.split(head):
        if (name := _NAME.match(line)) is not None:
            found.setdefault(name[1].decode("ascii").lower(), []).append(_FOLD.sub(b" ", line[name.end() :]).strip())
    return found


def first(headers: Headers, name: str) -> bytes:
    """The first value of a header.

    Args:
        headers: As `read_headers` gave them.
        name: In lower case.

    Returns:
        The value, empty where there is none.
    """
    values = headers.get(name, ())
    return values[0] if values else b""


def words(value: bytes) -> str:
    """A header's value as people read it.

    Args:
        value: The bytes; encoded words among them are decoded, letters beyond ASCII too.

    Returns:
        One line of text.
    """
    value = value[:LONGEST_VALUE]
    parts: list[str] = []
    end = 0
    pending: tuple[str, bytes] | None = None
    for word in _WORD.finditer(value):
        between = value[end : word.start()]
        charset, content = _word(word)
        if pending is not None and not between.strip() and pending[0] == charset:
            pending = (charset, pending[1] + content)  # a letter may be cut in two by the end of a word
        else:
            parts += [decode(pending[1], pending[0])] if pending is not None else []
            parts += [decode(between)] if between.strip() or pending is None else []
            pending = (charset, content)
        end = word.end()
    parts += [decode(pending[1], pending[0])] if pending is not None else []
    parts.append(decode(value[end:]))
    return _CONTROLS.sub(" ", "".join(parts)).strip()


def _word(word: re.Match[bytes]) -> tuple[str, bytes]:
    charset = word[1].partition(b"*")[0].decode("ascii", "replace").lower()
    content: bytes = word[3]
    if word[2] in b"qQ":
        return charset, quopri.decodestring(content.replace(b"_", b" "), header=False)
    try:
        return charset, base64.b64decode(content.rstrip(b"=") + b"==", validate=False)
    except (binascii.Error, ValueError):
        return charset, content


def address(value: bytes) -> str:
    """The one address in a header: taken from its bytes, before anything in it is decoded, so that no encoded word can
    bring another one.

    Args:
        value: The bytes of From.

    Returns:
        The address, empty where there is none, or more than one.
    """
    found = list(addresses(value))
    return found[0] if len(found) == 1 else ""


def addresses(value: bytes) -> Iterator[str]:
    """The addresses in a header such as To, in their order.

    Args:
        value: The bytes.

    Yields:
        At most `MOST_ADDRESSES`, each as it stands there.
    """
    quoted = (
        _QUOTED if value.count(b'"') <= _MOST_QUOTES else _QUOTED_OR_OPEN
    )  # one that is not closed costs its square
    text = _COMMENT.sub(" ", quoted.sub(" ", decode(value[:16_000])))
    angles = [one for one in _ANGLE.findall(text) if one.count("@") == 1]
    rest = _ANGLE.sub(" ", text)
    bare = _BARE.findall(rest) if not angles or "," in rest else []
    yield from (angles + bare)[:MOST_ADDRESSES]


def display_name(value: bytes) -> str:
    """How the sender of a header calls themselves.

    Args:
        value: The bytes of From.

    Returns:
        The name without quotes; empty where there is only an address.
    """
    text = words(value)
    name = text.rpartition("<")[0] if "<" in text else "".join(_COMMENT.findall(text)).strip("()")
    name = name.strip().strip("\"'").replace('\\"', '"').strip()
    return "" if "@" in name and " " not in name else name[:100]


def ids(values: Sequence[bytes]) -> tuple[str, ...]:
    """Message ids in headers such as References (RFC 5322, 3.6.4), without their angle brackets.

    Args:
        values: The headers' bytes.

    Returns:
        The last `MOST_IDS` of them, in their order.
    """
    found = [one for value in values for one in _ID.findall(value.decode("ascii", "replace"))]
    return tuple(dict.fromkeys(found[-MOST_IDS:]))


def param(value: bytes, name: str) -> tuple[bytes, str]:
    """A parameter of a header such as Content-Type, in each of the ways to write one: plain, in quotes, with a charset
    of its own, in pieces (RFC 2231).

    Args:
        value: The header's bytes.
        name: In lower case.

    Returns:
        The parameter's bytes, empty where there is none, and its charset where it says one.
    """
    plain: bytes | None = None
    pieces: dict[int, tuple[bool, bytes]] = {}
    for found in islice(_PARAMETER.finditer(value[:16_000]), MOST_PARAMETERS):
        if found[1].lower() != name.encode():
            continue
        said = found[4].strip()
        if len(said) > 1 and said.startswith(b'"') and said.endswith(b'"'):
            said = re.sub(rb"\\(.)", rb"\1", said[1:-1], flags=re.DOTALL)
        if found[2] is None and not found[3]:
            plain = said if plain is None else plain
        else:
            pieces.setdefault(int(found[2] or 0), (bool(found[3]), said))
    whole, charset = b"", ""
    for place in range(len(pieces)):
        coded, said = pieces.get(place, (False, b""))
        if place == 0 and coded and said.count(b"'") >= 2:
            charset, said = said.partition(b"'")[0].decode("ascii", "replace"), said.split(b"'", 2)[2]
        whole += unquote_to_bytes(said) if coded else said
    return (whole, charset) if whole else (plain or b"", "")
