"""What could be a secret, by its shape alone: proposed with high recall, for `judge` to decide. All on folded text in
which everything found so far is masked."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cache

from .context import Span, Text
from .kinds import WORDS
from .values import LOOK_ALIKE, SIGNS, looks_secret
from .words import ACCESS, LOGIN, Words

NUMBER, CODED, PLAIN = "n", "c", "p"
"""Digits; a word that nobody writes by accident; an ordinary word where a value could stand."""

#: Three to nine digits, or two or three groups, or single ones apart; no part of a price, date, address, longer number.
_NUMBER = re.compile(
    r"[0-9](?:(?<=[\s\"'`(\[>:=,;/*#|.!?~\-\u2022].)|(?<=\A.))(?<![0-9][.,:\-].)(?<![0-9]{2} .)"
    r"(?:(?:(?:\s?[\-,>]\s?|\s)[0-9]){3,8}|[0-9]{1,3}(?:[ \-][0-9]{2,4}){1,2}|[0-9]{2,8})"
    r"(?![0-9a-z%\u20ac\u00a3$°@•]|[.,:/\-][0-9]|\s?[\u20ac\u00a3$%])"
)
#: A word with a letter and with a digit or sign in it, or joined by hyphens. Both patterns begin with what most places
#: are not, before they look back: so the search leaps.
_CODED = re.compile(
    r"\S(?<!\S\S)(?=\S{0,24}(?:[0-9!@#$%&*_+=?~^\-]|\.[^\W\d_]))(?:(?<=[^\W\d_])|(?=\S{0,24}[^\W\d_]))[^\s\"'`•◦]{3,47}"
)
_WORD = re.compile(r"[^\W\d_](?<![\w@.\-/].)[^\W\d_]{3,19}(?![\w@/]|[.\-][^\W\d_])")
#: An address of a machine, whatever stands before or behind it.
_ADDRESS = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,3}){3}|@[\w\-]+\.")
#: "1.24.0-rc2", "2:8.39-12build1".
_VERSION = re.compile(r"v?(?:[0-9]:)?[0-9]{1,5}(?:\.[0-9]{1,6}){1,4}(?:[\-+~_][0-9a-z.~+]{1,24}){0,3}")
_TAIL = ".,;:)]}>\"'`…*"
_ENDS = re.compile(r"[\"'`)*]{0,2}\s{0,2}(?:[.,;!?)\n]|\Z|[(\-–/]\s)")
_BEFORE = re.compile(r"(?:[:=>\-|/\"'`(]\s?|\n|\A)\Z")
_MOST_WORDS = 8
#: "55-zoll-flachbild-tv", "micro-usb-kabel", "2200uf/35v", "4.download", "57geht": put together, or a blank left out.
_COMPOUND = re.compile(
    r"(?:[0-9]{1,3}|[^\W\d_]{1,14})(?:[\-+][^\W\d_]{1,20}){1,4}|[0-9]{1,3}[.,:)]?[^\W\d_]{3,20}|[0-9.,]{1,8}[^\W\d_]{1,3}[/x][0-9.,]{1,8}[^\W\d_]{0,3}"
    r"|[^\W\d_]{2,12}[.,:)/][0-9]{1,3}|[^\W\d_]{1,14}&[^\W\d_]{1,14}"
)
#: "67bandit": what a forgotten blank looks like, and what a password does.
_NUMBERED = re.compile(r"[0-9]{1,3}[^\W\d_]{4,20}")
#: "5kpkbdv+": the sign at the end belongs to it.
_ODD_END = re.compile(r"(?=[^\W_]{0,12}[0-9])(?=[^\W_]{0,12}[^\W\d_])[^\W_]{6,14}[+&\-]")
#: A capital behind a small letter, and the word round it: "vJtJfFaNCxDr".
_INNER = re.compile("[a-z][A-Z]")
_LETTERS_BEFORE = re.compile(r"(?<![^\s\"'`(>:=,])[^\W\d_]{1,24}\Z")
_LETTERS = re.compile(r"[^\W\d_]{7,24}(?![\w@/\-+#]|\.\S)")
#: "sha256", "aes-128".
_ALGORITHM = re.compile(r"(?:sha|aes|rsa|md|crc|base|ed|utf|iso)-?[0-9]{1,5}")
#: "TEAPOT96".
_SHOUTED = re.compile(r"(?=[^\W\d_]{0,8}[aeiouyаеиіоуюя])[^\W\d_]{4,16}[0-9]{1,4}")
_SIGN = re.compile(r"[!@#$%*?=+~^&_.][^\W\d_]")
#: "treacle?Sherlock": two words and a sign.
_JOINED = re.compile(r"[^\W\d_]{4,14}[!@#$%*?=+~^&_]{1,2}[^\W\d_]{4,14}")
#: "maple.Syrup", "Lantern.62": two words, or a word and a number; with letters after digits it is a file or an address.
_DOTTED = re.compile(r"[^\W\d_]{4,14}\.(?:[^\W\d_]{4,14}(?:[0-9]{1,4})?|[0-9]{1,4})(?:[!?]|\Z)")
#: "K4R7T": capitals and digits in turns, shorter than a serial number, as mails bring them.
_TURNS = re.compile(
    r"(?=\S{5,7}\Z)(?:[^\W\d_]{1,4}[0-9]{1,3}[^\W\d_]{1,4}|[0-9]{1,3}[^\W\d_]{1,4}[0-9]{1,3})[^\W_]{0,4}"
)
#: "B4821", "4821K": as doors and gates have them.
_GATE = re.compile(r"[^\W\d_][0-9]{4}|[0-9]{4}[^\W\d_]")
_DIGIT = re.compile("[0-9]")
#: "Marrow+Leek".
_ADDED = re.compile(r"[A-Z][^\W\d_]{2,14}[+&][A-Z][^\W\d_]{2,14}")
#: Several words that stand for one: behind a colon or in quotes, to the end of what is said.
_SENTENCE = re.compile(
    r"(?:[:=>] ?|(?:is|it's|to|jest|brzmi|ist|lautet|est|es|це) )"
    r"(?P<said>[^\W\d_]{1,14}(?: [^\W\d_]{1,14}){2,7})(?=[.!?,;]?(?:\s|\Z))"
    r"|[\"`](?P<quoted>[^\W\d_]{1,14},?(?: [^\W\d_]{1,14}){2,7})[.!?]?[\"`]"
)
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
            start, end = found.span()
            if end - start < 10 or sum(map(str.isdigit, found.group())) < 10:
                yield start, end, NUMBER
    for found in _CODED.finditer(folded) if digits or near or _SIGN.search(folded) else ():
        if (span := _trimmed(folded, *found.span())) is not None and _looks_coined(text, span, near):
            yield (*span, CODED)
    yield from _mixed(text)
    for found in () if words.digit_words.isdisjoint(text.words) else words.digits_in_words.finditer(folded):
        start, end = found.span()
        if not start or not folded[start - 1].isalnum():
            yield start, end, NUMBER
    if not plain:
        return
    reach = [(0, len(folded))] if asked else sorted([*_open(folded, triggers), *_opening(text, words)])
    if reach:
        yield from _plain(text, triggers, reach, words)
    else:
        yield from _marked(text, words)


def _mixed(text: Text) -> Iterator[tuple[int, int, str]]:
    """Words of letters alone in which three capitals or more stand without order."""
    done = 0
    for inner in _INNER.finditer(text.plain):
        if inner.start() < done:
            continue
        done = inner.end()
        before = _LETTERS_BEFORE.search(text.plain, max(0, inner.start() - 24), inner.start() + 1)
        word = _LETTERS.match(text.plain, before.start()) if before else None
        if word is None:
            continue
        done = word.end()
        if sum(map(str.isupper, word.group())) > 2:
            yield *word.span(), CODED


def _open(folded: str, triggers: Sequence[Span]) -> Iterator[tuple[int, int]]:
    """The reach of each word for a password or for getting in behind which nothing was removed yet."""
    for place, (start, end, kind) in enumerate(triggers):
        following = triggers[place + 1][0] if place + 1 < len(triggers) else len(folded)
        if kind in _DOORS and folded.find("•", end, min(following, end + 60)) < 0:
            yield start - 50, end + 80


def _opening(text: Text, words: Words) -> Iterator[tuple[int, int]]:
    """The reach of words that say as much as one for a password: "opens with", "the word is"."""
    if all(heads.isdisjoint({word[:size] for word in text.words}) for size, heads in _heads(words.opening)):
        return
    for found in words.of["opening"].finditer(text.folded):
        yield found.start() - 30, found.end() + 60


_HEAD = 4


@cache
def _heads(words: frozenset[str]) -> tuple[tuple[int, frozenset[str]], ...]:
    """With how many letters words begin and with which, longest first; a star at the end stands for any ending."""
    heads: dict[int, set[str]] = {}
    for word in words:
        bare = word.rstrip("*")
        size = min(len(bare), _HEAD) if bare != word else _HEAD
        heads.setdefault(size, set()).add(bare[:_HEAD])
    return tuple((size, frozenset(heads[size])) for size in sorted(heads, reverse=True))


def _trimmed(folded: str, start: int, end: int) -> tuple[int, int] | None:
    while start < end and folded[start] in "\"'`(<[{*":
        start += 1
    while end > start and folded[end - 1] in _TAIL:
        end -= 1
    return (start, end) if end - start >= 4 else None


def _looks_coined(text: Text, span: tuple[int, int], near: bool) -> bool:
    """Where no word for a secret is about, only what looks like a password whatever is said of it."""
    value = text.folded[span[0] : span[1]]
    if (_ODD_END.fullmatch(value) or _NUMBERED.fullmatch(value)) and not LOOK_ALIKE.fullmatch(value):
        return True
    if (
        value[-1] in "-+&"
        or value.endswith("==")
        or LOOK_ALIKE.fullmatch(value)
        or "://" in value
        or _ALGORITHM.fullmatch(value)
    ):
        return False
    # Without a word for a secret "track.Soldered" is a blank forgotten behind a full stop.
    dotted = (near or value[-1].isdigit()) and _DOTTED.fullmatch(value) is not None
    if dotted or _ADDED.fullmatch(text.plain, *span) is not None:
        return True
    if _ADDRESS.search(value) or _VERSION.fullmatch(value) or (not near and _COMPOUND.fullmatch(value)):
        return False
    digits = any(map(str.isdigit, value))
    signs = any(char in SIGNS for char in value.rstrip("?"))
    if not signs and not any(map(str.islower, text.plain[span[0] : span[1]])):
        # "C02XG0FDH7JY": makers write so, people do not
        return any(one.fullmatch(value) is not None for one in (_SHOUTED, _TURNS, _GATE))
    if not near:
        return (digits and looks_secret(text, span)) or _JOINED.fullmatch(value) is not None
    if digits and not signs:
        return looks_secret(text, span)
    return signs or value.count("-") in (1, 2, 3)


def _plain(
    text: Text, triggers: Sequence[Span], reach: Sequence[tuple[int, int]], words: Words
) -> Iterator[tuple[int, int, str]]:
    """Words where a value could stand: in quotes, behind a sign, alone on their line, at the end of a clause, or with a
    capital in the middle of one. Only the first of a text: who writes more tells a story."""
    left = _MOST_WORDS
    done = 0
    for start, end in _sentences(text.folded, triggers):
        yield start, end, PLAIN
        done = end
    firsts = [first for first, _ in reach]
    starts = [start for start, _, _ in triggers]
    for found in _WORD.finditer(text.folded, max(0, firsts[0]), reach[-1][1]):
        start, end = found.span()
        if start < done or found.group() in words.stop or found.group() in words.fillers:
            continue
        if end > reach[bisect_right(firsts, start) - 1][1]:
            continue
        placed = _ENDS.match(text.folded, end) or _BEFORE.search(text.folded, max(0, start - 2), start)
        known = bisect_left(starts, end) - 1
        next_to = known >= 0 and 0 < start - triggers[known][1] < 3
        if not placed and not next_to and not text.plain[start].isupper():
            continue
        if known >= 0 and triggers[known][1] > start:
            continue
        yield start, end + (text.folded[end : end + 1] == "!"), PLAIN
        left -= 1
        if not left:
            return


#: A word in quotes or behind a colon; one with a sign in the middle of a sentence.
_SAID = r"[\"`:=]\s?[\"`]?(?P<said>[^\W\d_]{4,20}!?)[\"`]?(?=[.,;!?)]{0,2}(?:\s|\Z))"
_QUIET = re.compile(_SAID)
"""The same where there is no exclamation mark: this search leaps."""
_MARKED = re.compile(_SAID + r"|(?P<called>[^\W\d_](?<!\S.)[^\W\d_]{3,19}!)(?=[,;)?]| [a-z(])")
_MOST_MARKED = 4


def _marked(text: Text, words: Words) -> Iterator[tuple[int, int, str]]:
    """Words that stand out where no word for a password or for opening is about."""
    left = _MOST_MARKED
    for found in (_MARKED if "!" in text.folded else _QUIET).finditer(text.folded):
        name = found.lastgroup or ""
        value = found[name].rstrip("!")
        if value not in words.stop and value not in words.fillers:
            yield *found.span(name), PLAIN
            left -= 1
        if not left:
            return


def _sentences(folded: str, triggers: Sequence[Span]) -> Iterator[tuple[int, int]]:
    """Several words behind a word for a password."""
    for number, (_, end, kind) in enumerate(triggers):
        if kind in WORDS and (found := _SENTENCE.search(folded, end, end + 90)) is not None:
            place = found.span("said" if found["said"] else "quoted")
            if number + 1 == len(triggers) or triggers[number + 1][0] >= place[1]:
                yield place
                return
