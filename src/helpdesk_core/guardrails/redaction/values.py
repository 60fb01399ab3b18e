"""Where a value begins and ends, and whether it looks like a secret by itself."""

from __future__ import annotations

import re

from .context import Text, claimed
from .words import Words, kind_of, load_words

TOKEN = re.compile(r"""(?P<quote>["'`])(?P<quoted>[^"'`\n]{2,64})(?P=quote)|\S{1,80}""")
# What ends a value that is written without quotes.
_TAIL = ".,;:)]}>\"'`…*"


# Phones, dates, times, versions, amounts, addresses, hardware ids: never a password by their looks.
LOOK_ALIKE = re.compile(
    r"\+?[0-9][0-9 ().\-]{6,20}|[0-9]{1,4}[./\-][0-9]{1,2}[./\-][0-9]{1,4}|[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?"
    r"|v?[0-9]{1,5}(?:\.[0-9]{1,6}){1,4}\w{0,6}|[0-9.,]{1,12}(?:zl|pln|eur|usd|gbp|€|£|\$|%|gb|mb|tb|mah|v|w|mm|cm|hz)"
    r"|[€£$][0-9.,]{1,12}|[^@\s]{1,64}@[^@\s]{1,80}\.[a-z]{2,10}|(?:https?|www)\S*|[0-9a-f]{2}(?::[0-9a-f]{2}){5}"
    r"|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|0x[0-9a-f]{1,16}|#\S{0,20}|[0-9]{1,3}(?:st|nd|rd|th)"
    r"|•+\S*|\S{0,3}•\S{0,60}"
)
SIGNS = frozenset("!@#$%^&*_+=?~<>|\\")
_PLACEHOLDER = re.compile(r"\[[a-z_]{2,20}\]\S{0,2}")
# Where a value in JSON, XML or an address ends.
_MARKUP = re.compile(r"[\"'`]?[,}\]]|<(?=/)|\\n|&(?=[a-z_]{2,12}=)")


def token_at(text: Text, place: int, words: Words, *, strict: bool, floor: int = 0) -> tuple[int, int] | None:
    """The value that begins here; ``strict`` takes only what looks like a secret by itself."""
    token = TOKEN.match(text.folded, place)
    if token is None:
        return None
    if token.group("quoted"):
        inside = token.start("quoted"), token.end("quoted")
        bare = token.group("quoted").strip()
        return None if strict or bare in words.stop or "•" in bare or len(bare) < 3 else inside
    start, end = token.span()
    while start < end and text.folded[start] in "\"'`(<[{*":
        start += 1
    while end > start and text.folded[end - 1] in _TAIL:
        end -= 1
    if not strict and text.folded.startswith((": ", ":\t"), end) and end + 1 == token.end():
        return None  # the next label
    cut = _MARKUP.search(text.folded, start + 3, end)
    if cut is not None and ('"' in cut.group() or cut.group() in ("\\n", "<", "&") or "}" in cut.group()):
        end = cut.start()
    value = text.folded[start:end]
    if len(value) < (4 if strict else 3) or value in words.stop or value.strip("-_.*/?!") == "" or "•" in value:
        return None
    looks_else = LOOK_ALIKE.fullmatch(value) and not (value.isdigit() and (not strict or len(value) > 15))
    if value.rstrip("!?") in words.stop or looks_else or _PLACEHOLDER.fullmatch(value):
        return None
    if claimed(text.folded, place, words, floor) or kind_of(value):
        return None
    return (start, end) if not strict or looks_secret(text, (start, end)) else None


def looks_secret(text: Text, span: tuple[int, int]) -> bool:
    """Whether such a word is not written by accident: signs or digits among letters, capitals inside."""
    value = text.plain[span[0] : span[1]]
    letters = sum(char.isalpha() for char in value)
    digits = sum(char.isdigit() for char in value)
    signs = sum(char in SIGNS for char in value[:-1]) + (value[-1:] in SIGNS - {"?", "!"})
    if len(value) < 5 or not letters:
        return bool(digits and signs and len(value) >= 6) or (digits >= 8 and len(value) == digits)
    if signs:
        return bool(digits) or not _IDENTIFIER.fullmatch(value)
    if digits:
        return not _MODEL.fullmatch(value.rstrip("?!")) and not _is_thing(value)
    inner = value[1:]
    return len(value) >= 7 and any(c.isupper() for c in inner) and any(c.islower() for c in value) and "-" not in value


def _is_thing(value: str) -> bool:
    """Whether a word is a product with its number: "Archer-C6", "windows11"; but "thinkpad1" is none."""
    found = load_words().things.match(value.lower())
    if found is None or not (number := _NUMBER_OF_THING.fullmatch(value.lower(), found.end())):
        return False
    return value[0].isupper() or sum(map(str.isdigit, number.group())) > 1


#: A name in a program, an option of a command.
_IDENTIFIER = re.compile(r"-{0,2}[a-z]+(?:[_.\-][a-z]+)*[(]?[)]?")
_NUMBER_OF_THING = re.compile(r"-?[a-z]{0,2}[0-9]{1,5}[a-z]{0,3}[?!]?")
# Makers' names of things: capitals and digits, parts joined by hyphens or slashes.
_MODEL = re.compile(
    r"[A-Z]{1,4}-?[0-9]{2,5}[A-Z]{0,3}(?:[/\-][A-Z0-9]{1,8}){0,3}|[0-9]{1,3}[a-z]{1,2}|[A-Z0-9]{2,8}(?:[\-/.][A-Z0-9]{2,12}){1,3}"
)


_BEHIND = re.compile(r"[\"'`)*]{0,2}\s{0,2}(?:[.,;!?)\n]|$|[(\-–]\s?|👈|😅)|[\"'`]?\s{1,2}([^\W\d_]{1,14})")


def ends_clause(folded: str, end: int, words: Words) -> bool:
    """Whether a plain word is all that is said: its clause ends, or continues with "and", "please", "order"."""
    behind = _BEHIND.match(folded, end)
    if behind is None:
        return folded[end : end + 2].strip() in ("", "?", "!")
    return behind.group(1) is None or behind.group(1) in words.ends
