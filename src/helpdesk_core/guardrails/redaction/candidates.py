"""What could be a secret, by its shape alone: proposed with high recall, for `judge` to decide. All on folded text in
which everything found so far is masked."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from .context import Span, Text
from .kinds import WORDS
from .values import LOOK_ALIKE, SIGNS, looks_secret
from .words import ACCESS, LOGIN, Words

NUMBER, CODED, PLAIN = "n", "c", "p"
"""Digits; a word that nobody writes by accident; an ordinary word where a value could stand."""

#: Three to nine digits, or two or three groups, or single ones apart; no part of a price, date, address, longer number.
_NUMBER = re.compile(
    r"(?:(?<=[\s\"'`(\[>:=,;/*|.!?~\-\u2022])|^)(?<![0-9][.,:\-])(?<![0-9]{2} )"
    r"(?:g-[0-9]{4,8}|[0-9](?:(?:\s?[\-,>]\s?|\s)[0-9]){3,8}|[0-9]{2,4}(?:[ \-][0-9]{2,4}){1,2}|[0-9]{3,9})"
    r"(?![0-9a-z%\u20ac\u00a3$°@•]|[.,:/\-][0-9]|\s?[\u20ac\u00a3$%])"
)
#: A word with a digit or sign in it, or joined by hyphens.
_CODED = re.compile(r"(?<!\S)[\"'`(\[*]{0,3}(?=[^\s]{0,24}[0-9!@#$%&*_+=?~^\-])[^\s\"'`•◦]{4,48}")
_WORD = re.compile(r"[^\W\d_](?<![\w@.\-/].)[^\W\d_]{3,19}(?![\w@/]|[.\-][^\W\d_])")
#: An address of a machine, whatever stands before or behind it.
_ADDRESS = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,3}){3}|@[\w\-]+\.")
_TAIL = ".,;:)]}>\"'`…*"
_ENDS = re.compile(r"[\"'`)*]{0,2}\s{0,2}(?:[.,;!?)\n]|\Z|[(\-–/]\s)")
_BEFORE = re.compile(r"(?:[:=>\-|/\"'`(]\s?|\n|\A)\Z")
_MOST_WORDS = 8
_DIGIT = re.compile("[0-9]")
_DOORS = frozenset({ACCESS, LOGIN, *WORDS})


def propose(
    text: Text, triggers: Sequence[Span], words: Words, *, asked: bool, plain: bool
) -> Iterator[tuple[int, int, str]]:
    """Spans of what could be a secret, as (start, end, form); ``asked``: the message before announced one; ``plain``:
    ordinary words too."""
    folded = text.folded
    digits = _DIGIT.search(folded) is not None
    near = asked or bool(triggers)
    if digits:
        for found in _NUMBER.finditer(folded):
            if sum(map(str.isdigit, found.group())) < 10:
                yield (*found.span(), NUMBER)
    elif not near:
        return
    for found in _CODED.finditer(folded):
        if (span := _trimmed(folded, *found.span())) is not None and _looks_coined(text, span, near):
            yield (*span, CODED)
    if near:
        if not digits and (triggers or asked):
            for found in words.spelled.finditer(folded):
                yield (*found.span(), NUMBER)
        reach = [] if not plain else [(0, len(folded))] if asked else list(_open(folded, triggers))
        if reach:
            yield from _plain(text, triggers, reach, words)


def _open(folded: str, triggers: Sequence[Span]) -> Iterator[tuple[int, int]]:
    """The reach of each word for a password or for getting in behind which nothing was removed yet."""
    for place, (start, end, kind) in enumerate(triggers):
        following = triggers[place + 1][0] if place + 1 < len(triggers) else len(folded)
        if kind in _DOORS and folded.find("•", end, min(following, end + 60)) < 0:
            yield start - 50, end + 80


def _trimmed(folded: str, start: int, end: int) -> tuple[int, int] | None:
    while start < end and folded[start] in "\"'`(<[{*":
        start += 1
    while end > start and folded[end - 1] in _TAIL:
        end -= 1
    return (start, end) if end - start >= 4 else None


def _looks_coined(text: Text, span: tuple[int, int], near: bool) -> bool:
    """Where no word for a secret is about, only what looks like a password whatever is said of it."""
    value = text.folded[span[0] : span[1]]
    if not any(map(str.isalpha, value)) or value[-1] in "-+&" or LOOK_ALIKE.fullmatch(value) or "://" in value:
        return False
    if _ADDRESS.search(value):
        return False
    digits = any(map(str.isdigit, value))
    signs = any(char in SIGNS for char in value)
    if not signs and not any(map(str.islower, text.plain[span[0] : span[1]])):
        return False  # "C02XG0FDH7JY": makers write so, people do not
    if not near:
        return digits and looks_secret(text, span)
    return digits or signs or value.count("-") in (1, 2, 3)


def _plain(
    text: Text, triggers: Sequence[Span], reach: Sequence[tuple[int, int]], words: Words
) -> Iterator[tuple[int, int, str]]:
    """Words where a value could stand: in quotes, behind a sign, alone on their line, at the end of a clause, or with a
    capital in the middle of one. Only the first of a text: who writes more tells a story."""
    left = _MOST_WORDS
    firsts = [first for first, _ in reach]
    starts = [start for start, _, _ in triggers]
    for found in _WORD.finditer(text.folded, max(0, firsts[0]), reach[-1][1]):
        start, end = found.span()
        if found.group() in words.stop or found.group() in words.fillers:
            continue
        if end > reach[bisect_right(firsts, start) - 1][1]:
            continue
        placed = _ENDS.match(text.folded, end) or _BEFORE.search(text.folded, max(0, start - 2), start)
        if not placed and not text.plain[start].isupper():
            continue
        known = bisect_left(starts, end) - 1
        if known >= 0 and triggers[known][1] > start:
            continue
        yield start, end + (text.folded[end : end + 1] == "!"), PLAIN
        left -= 1
        if not left:
            return
