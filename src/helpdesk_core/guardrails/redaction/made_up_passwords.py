"""Passwords by the way people coin them: nothing need announce the plainest of these."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence

from .context import Span, Text, claimed
from .kinds import Cue
from .values import token_at
from .words import Words

#: A sign within a word: "Kot&Pies22". Not what stands between names and numbers ("issue#12", "a=1", "50%").
_SIGN_WITHIN = re.compile(r"[!$%&*?^~#](?<=[^\W_].)(?=[^\W_])")
_MIXED = re.compile(r"[^\s\"'`<>()\[\]{},;:|/\\=@•]{6,40}")
_NUMBERED = re.compile(r"[^\W\d_]{1,40}[$&][0-9.,]{1,20}|[0-9.,]{1,20}[%$*][^\W\d_]{0,40}\S{0,3}")
#: A capital, small letters and a number at the end: how people coin passwords, and makers name things.
_COINED = re.compile(
    r"[A-Z\u00c0-\u00de\u0106\u0141\u015a\u0179\u017b](?<![\w@/.\-#+].)[a-z\u00df-\u017e]{2,15}[\-.&+_]?"
    r"(?:[A-Z\u00c0-\u00de\u0106\u0141\u015a\u0179\u017b][a-z\u00df-\u017e]{0,15}[\-.&+_]?){0,2}"
    r"[!#@]?(?<![0-9])[0-9]{1,4}[!?]?(?![\w@/\-]|[.,:][0-9a-z])"
)
#: What every coined word holds: a letter and, perhaps behind a sign, a digit.
_NUMBERED_WORD = re.compile(r"[^\W\d_][\-.&+_]?[!#@]?[0-9]")
_DIGIT = re.compile("[0-9]")
#: Two capitals and a sign between: "Monsoon%Tea".
_PAIRED = re.compile(r"[%$^*!~](?<=[^\W\d_]{3}.)[^\W\d_]{2,15}(?![\w@/])")
_WORD_BEFORE = re.compile(r"(?<![\w@/.])[^\W\d_]{3,15}\Z")
#: A name, a stroke and what belongs to it: "deploy / Harbour!2".
_PAIR = re.compile(r"(?<![\w/.:@\-])([a-z][a-z0-9._\-]{1,24})\s?/\s?(?=[^\s/]{4,40}(?:\s(?!/)|$))")
_USERS = ("admin", "root", "administrator")
#: "geranium1938" right behind "Wi-Fi".
_HOME = re.compile(r"(?<![\w@/.\-#+])[a-z]{5,14}[0-9]{2,4}(?![\w@/\-]|[.,:][0-9a-z])")
_GAP = re.compile(r"[ :/]{1,4}")
_REACH = 120
_NUMBER_SIGN = re.compile(r"(?:[^\W\d_]{1,4}|[a-z0-9._\-]{1,40}|[A-Z]{1,40})#[0-9]{1,20}")


def find_mixed(text: Text, words: Words) -> Iterator[Span]:
    """Letters, digits and a sign among them: nothing but a password is written so, whatever is said about it."""
    done = 0
    for sign in _SIGN_WITHIN.finditer(text.folded):
        if sign.start() < done:
            continue
        begin = max(done, sign.start() - 40)
        stretch = next(
            (one for one in _MIXED.finditer(text.folded, begin, sign.end() + 40) if one.end() > sign.start()), None
        )
        if stretch is None or stretch.start() > sign.start():
            continue
        done = stretch.end()
        around = text.folded[max(0, stretch.start() - 1) : stretch.start()] + text.folded[done : done + 1]
        value = stretch.group().rstrip(".!?…*")
        letters = sum(char.isalpha() for char in value)
        digits = sum(char.isdigit() for char in value)
        if letters < 3 or not digits or _NUMBERED.fullmatch(value) or set(around) & set("/=@\\"):
            continue
        if _NUMBER_SIGN.fullmatch(text.plain, stretch.start(), stretch.start() + len(value)):
            continue  # "Ticket#4821"
        if not words.guards.search(text.folded, stretch.start(), sign.end()):
            yield stretch.start(), stretch.start() + len(value), Cue.PASSWORD.value


def _word_before(text: Text, sign: int) -> re.Match[str] | None:
    """The word that a sign stands right behind."""
    return _WORD_BEFORE.search(text.plain, max(0, sign - 16), sign)


def _is_named(text: Text, start: int, floor: int, words: Words) -> bool:
    """Whether what begins here is a product, or a label behind ``floor`` claims it."""
    return words.things.match(text.folded, start) is not None or claimed(text.folded, start, words, floor)


#: "type Hollyhock! at the prompt": the sentence continues behind the sign, so that it belongs to the word.
_CALLED = re.compile(r"!(?<=[^\W\d_]{4}!)(?=\s[a-z(])")
_EXCLAIMED = re.compile(r"!(?<=[^\W\d_]{4}!)(?=,)")


def find_called(text: Text, words: Words) -> Iterator[Span]:
    """A word with an exclamation mark in the middle of a sentence, behind a verb that asks to put it in."""
    for called in _CALLED.finditer(text.plain) if "!" in text.plain else ():
        word = _word_before(text, called.start())
        if word and words.phrases.used.search(text.folded, max(0, word.start() - 24), word.start()):
            yield word.start(), called.end(), Cue.PASSWORD.value


def find_coined(text: Text, doors: Sequence[int], words: Words) -> Iterator[Span]:
    """What looks the part behind a word like "Wi-Fi" or "log in"; ``doors`` are where such words end, in order."""
    for door in doors:
        yield from _at_door(text, door, words)
    numbered = _DIGIT.search(text.folded) is not None and _NUMBERED_WORD.search(text.folded) is not None
    if numbered:
        yield from _told(text, words)
    if not doors:
        return

    def is_near(place: int) -> bool:
        nearest = bisect_right(doors, place) - 1
        return nearest >= 0 and place - doors[nearest] <= _REACH

    for find in (_paired, *((_coined,) if numbered else ()), _pairs, _behind_verbs, _exclaimed):
        for span in find(text, is_near, words):
            yield (*span, Cue.PASSWORD.value)


_CLAUSE = re.compile(r"[.,;:!?\n]")


def _told(text: Text, words: Words) -> Iterator[Span]:
    """ "It's now Autumn_Leaf8", "with a capital: Tigger88": a coined word behind a connector or a colon."""
    for coined in _COINED.finditer(text.plain):
        start = coined.start()
        if _is_named(text, start, 0, words):
            continue
        before = text.folded[max(0, start - 60) : start].rstrip(" \"'`*")
        said = before.endswith(":") and (
            not coined.group().isalnum() or len(_CLAUSE.split(before[:-1])[-1].split()) > 2
        )
        if said or words.phrases.told.search(before):
            yield (*coined.span(), Cue.PASSWORD.value)


Near = Callable[[int], bool]
"""Whether a place is within reach of a word like "log in"."""


def _at_door(text: Text, door: int, words: Words) -> Iterator[Span]:
    """ "wifi geranium1938", "administrator P4ncake!"."""
    gap = _GAP.match(text.folded, door)
    if gap is not None and text.folded.endswith(_USERS, 0, door):
        value = token_at(text, gap.end(), words, strict=True)
        if value is not None:
            yield (*value, Cue.PASSWORD.value)
    if words.phrases.network.search(text.folded, max(0, door - 12), door):
        for home in _HOME.finditer(text.plain, door, door + 30):
            if not _is_named(text, home.start(), door, words):
                yield (*home.span(), Cue.PASSWORD.value)


def _paired(text: Text, is_near: Near, words: Words) -> Iterator[tuple[int, int]]:
    """ "Monsoon%Tea"."""
    for paired in _PAIRED.finditer(text.plain):
        first = _word_before(text, paired.start())
        if first is not None and is_near(paired.start()) and not words.things.match(text.folded, first.start()):
            yield first.start(), paired.end()


def _exclaimed(text: Text, is_near: Near, words: Words) -> Iterator[tuple[int, int]]:
    """ "His password, Goldfinch!, is written there"."""
    for called in _EXCLAIMED.finditer(text.plain) if "!," in text.plain else ():
        word = _word_before(text, called.start())
        if word is not None and is_near(called.start()) and word.group().lower() not in words.stop:
            yield word.start(), called.end()


def _coined(text: Text, is_near: Near, words: Words) -> Iterator[tuple[int, int]]:
    """ "Bluebell44", unless it begins like a product or a label claims it."""
    for coined in _COINED.finditer(text.plain):
        if is_near(coined.start()) and not _is_named(text, coined.start(), 0, words):
            yield coined.span()


def _pairs(text: Text, is_near: Near, words: Words) -> Iterator[tuple[int, int]]:
    """ "deploy / Harbour!2"."""
    for pair in _PAIR.finditer(text.folded) if "/" in text.folded else ():
        if not is_near(pair.start()):
            continue
        value = token_at(text, pair.end(), words, strict=pair.group(1) not in _USERS)
        if value is not None:
            yield value


def _behind_verbs(text: Text, is_near: Near, words: Words) -> Iterator[tuple[int, int]]:
    """ "type unicorn_88"."""
    for verb in words.phrases.verb.finditer(text.folded):
        value = token_at(text, verb.end(), words, strict=True) if is_near(verb.end()) else None
        if value is not None:
            yield value
