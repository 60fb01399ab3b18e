"""Passwords of several words behind their label, those that are spelled there, and those that an arrow ties to it."""

from __future__ import annotations

import re

from .context import STRONG, Text, blanks
from .signs import KNOWN
from .words import Words, kind_of

#: Two to five words, perhaps with a number at the end, to the end of what is said.
_WORDS = re.compile(
    r"[^\W\d_]{2,14}(?:[ ][^\W\d_]{2,14}){0,4}(?P<number>[ ][0-9]{1,4})?[!?]?(?=[\"')]?\s{0,2}(?:[.,;)\n]|\Z))"
)
#: "do laptopa", "for my email", before a colon.
_FOR_WHAT = re.compile(r"(?: [^\W\d_](?:[^\W\d_]|-(?=[^\W\d_])){0,13}){2,3}(?=\s?[:=])")
#: "Old", "small": of one of several words behind a colon they say how what it names looks.
_OF_LOOKS = frozenset({"correct", "spell"})
_APART = re.compile(r"[ !?]{1,2}")
#: Four letters or digits and more, one by one.
_SPELLED = re.compile(r"(?<![^\W_])(?<![.\-])[^\W_]([ \-.]|, )[^\W_](?:\1[^\W_]){2,30}(?![^\W_])(?!\1)")
_SPELLED_WITHIN = 40
#: "maple <- password", "maple = password of the laptop", alone on its line; "maple (pw)".
_TIED = re.compile(
    r"(?:\A|\n)[ \t]{0,3}[\"'`]?(?P<value>[^\s\"'`]{4,40})[\"'`]?\s{0,2}(?:<[-=<]{0,3}|←|={1,2}|(?P<open>\())\s{0,2}"
    r"(?:[^\W\d_]{2,8}\s){0,2}\Z"
)


def find_words(text: Text, end: int, limit: int, words: Words) -> tuple[int, int] | None:
    """Behind a label "zielony kot 7", "Green cat 7"; without a number only behind a colon, and in small letters. Words
    that have to do with anything redaction knows ("call", "page") say something about the password instead."""
    place, said, colon = end, False, False
    if for_what := _FOR_WHAT.match(text.folded, end, limit):
        place = for_what.end()
    for _ in range(4):
        if strong := STRONG.match(text.folded, place):
            place, said, colon = strong.end(), True, colon or ":" in strong.group() or "=" in strong.group()
        else:
            place += blanks(text.folded, place)
        connector = words.connectors.match(text.folded, place)
        if connector is None:
            break
        place, said = connector.end(), True
    found = _WORDS.match(text.folded, place, min(limit, len(text.folded)))
    if found is None or place == end or " " not in found.group():
        return None
    if found["number"] is None and not (colon and text.plain[place : found.end()].islower()):
        return None
    if not said and not text.plain[place].isupper():
        return None
    parts = [part for part in _APART.split(found.group()) if part.isalpha()]
    telling = [part for part in parts if not colon or _OF_LOOKS.isdisjoint(KNOWN.seen(part).senses)]
    if len(parts) < 2 - bool(found["number"]) or not telling or len(parts) - len(telling) > 1:
        return None
    return None if any(_says(part, words) for part in telling) else found.span()


def _says(word: str, words: Words) -> bool:
    """Whether a word says something, rather than being one that somebody chose."""
    return (
        word in words.stop
        or word in words.ends
        or word in words.fillers
        or bool(KNOWN.seen(word).senses)
        or KNOWN.seen(word).role != "w"
        or bool(kind_of(word))
        or words.connectors.fullmatch(word) is not None
        or words.things.match(word) is not None
    )


def find_spelled(text: Text, end: int, limit: int, words: Words) -> tuple[int, int] | None:
    """Letters one by one behind a label: "password: b i s c u i t"; digits alone are a pattern or a number."""
    found = _SPELLED.search(text.folded, end, min(limit, end + _SPELLED_WITHIN))
    if found is None or sum(map(str.isalpha, found.group())) < 3:
        return None
    return None if words.negations.search(text.folded, end, found.start()) else found.span()


def find_tied(text: Text, start: int, end: int, words: Words) -> tuple[int, int] | None:
    """The word that an arrow, a sign of equality or brackets tie to its label behind it."""
    first = max(0, start - 60)
    found = _TIED.search(text.folded[first:start])
    if found is None or (first and found.start() == 0 and text.folded[first] != "\n"):
        return None
    value = found["value"]
    closed = text.folded.startswith(")", end)
    if bool(found["open"]) != closed or _says(value.strip("!?."), words) or "•" in value:
        return None
    return first + found.start("value"), first + found.end("value")
