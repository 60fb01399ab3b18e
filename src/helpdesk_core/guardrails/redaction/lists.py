"""What is announced and comes in a shape of its own: lists of recovery codes, accounts, keys, seed phrases."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .context import SENTENCE, Span, Text, claimed, words_in
from .fold import fold
from .kinds import Cue
from .numbers import find_numbers
from .values import LOOK_ALIKE
from .words import Words, load_words

_ACCOUNT = re.compile(r"(?:[a-z]{2}[0-9]{2}(?:[ \-]?[0-9a-z]){10,30}|[0-9](?:[ \-]?[0-9]){5,33})(?![0-9a-z])")


_RECOVERY = re.compile(
    r"(?<![0-9a-z])(?:[0-9a-z]{4,10}(?:-[0-9a-z]{4,10}){1,7}|[0-9]{3,5}(?: [0-9]{3,5}){1,3}|[0-9]{6,10}"
    r"|(?=[a-z]{0,15}[0-9])[0-9a-z]{8,16})(?![0-9a-z])"
)


_NEXT_CODE = re.compile(r"(?:[\s,;|/•*\-]|[0-9]{1,2}[.)]|and|or|i|oraz|lub|und|oder|y|et|ou|та|і){0,8}")


_KEY = re.compile(r"[0-9a-z][0-9a-z_\-+/=.:]{14,400}")


_SEED_WORDS = re.compile(r"[a-z]{3,8}(?:[\s,.;/|\-]{1,3}(?:[0-9]{1,2}[.)]\s{0,2})?[a-z]{3,8}){10,30}(?![a-z])")


def find_recovery_codes(folded: str, start: int, limit: int) -> Iterator[tuple[int, int]]:
    """All codes of a list, on one line or on several, until something else is said."""
    place, end = start, min(len(folded), start + 900, max(limit, start))
    first = True
    while found := _RECOVERY.search(folded, place, min(end, place + (70 if first else 16))):
        if not first and _NEXT_CODE.fullmatch(folded[place : found.start()]) is None:
            return
        if not any(char.isdigit() for char in found.group()) or "•" in folded[place : found.start()]:
            if not first:
                return
            place = found.end()
            continue
        yield found.span()
        place, first = found.end(), False


_ACCOUNT_STARTS = re.compile(r"(?<![0-9a-z\-/#.])(?:[a-z]{2}[0-9]{2}|[0-9])")


def find_account(folded: str, start: int, limit: int, words: Words) -> Iterator[tuple[int, int]]:
    """What stands close behind "IBAN", "sort code", "nr konta", proved or not."""
    stop = min(len(folded), start + 44, limit)
    masked = folded.find("•", start, stop)
    stop = masked if masked >= 0 else stop
    for found in _ACCOUNT_STARTS.finditer(folded, start, stop):
        number = _ACCOUNT.match(folded, found.start())
        if number is None or claimed(folded, found.start(), words, start):
            continue
        digits = sum(char.isdigit() for char in number.group())
        if (
            digits < 6
            or words.phrases.units.match(folded, number.end())
            or SENTENCE.search(folded, start, found.start())
        ):
            continue
        yield number.span()
        joined = words.phrases.another.match(folded, number.end())
        second = (
            _ACCOUNT.match(folded, joined.end()) if joined is not None and joined.end() > number.end() + 2 else None
        )
        if second is not None and sum(map(str.isdigit, second.group())) >= 6 and second.end() <= limit:
            yield second.span()
        return


def account_numbers(line: str) -> tuple[str, ...]:
    """The numbers alone of a line in which a shop names its own account, the bank's name and its digits left out.

    Args:
        line: "Bank 24, PL63 9999 …".

    Returns:
        What proves itself to be an account, else what has its shape.
    """
    folded, _, _ = fold(line)
    proved = [folded[start:end] for start, end, kind in find_numbers(folded) if kind == Cue.BANK_ACCOUNT]
    return tuple(proved or (found.group() for found in _ACCOUNT.finditer(folded)))


#: Whatever stands in quotes behind a colon.
_QUOTED_KEY = re.compile(r"[\"']?\s{0,2}[:=]\s{0,2}(?P<quote>[\"'])(?P<value>[^\"'\s•]{12,200})(?P=quote)")
#: Behind a colon also a short one, of letters and digits.
_SHORT_KEY = re.compile(
    r"[\"']?\s{0,2}[:=]\s{0,2}[\"']?(?P<value>(?=[a-z_\-]{0,14}[0-9])(?=[0-9_\-]{0,14}[a-z])[0-9a-z_\-]{8,14})(?![0-9a-z_\-/.@])"
)
_BREAK = re.compile(r"[\n•]")


def find_key(text: Text, start: int, limit: int) -> Iterator[tuple[int, int]]:
    """A long mixed token close behind "token", "API key", "secret"."""
    stop = min(len(text.folded), start + 60, limit)
    line = _BREAK.search(text.folded, start + 2, stop)
    stop = line.start() if line else stop
    quoted = _QUOTED_KEY.match(text.folded, start)
    if quoted is not None and any(map(str.isdigit, quoted.group())):
        yield quoted.span("value")
        return
    short = _SHORT_KEY.match(text.folded, start)
    if short is not None and short.end() <= stop:
        yield short.span("value")
        return
    for found in _KEY.finditer(text.folded, start, stop + 300):
        if found.start() >= stop:
            return
        value = found.group().rstrip(".:")
        letters, digits = any(c.isalpha() for c in value), any(c.isdigit() for c in value)
        before = text.folded[found.start() - 1 : found.start()]
        if letters and digits and not before.isalnum() and (_UUID.fullmatch(value) or not LOOK_ALIKE.fullmatch(value)):
            yield found.start(), found.start() + len(value)
            return


_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def find_seed(folded: str, start: int) -> Iterator[tuple[int, int]]:
    """Eleven and more short words in a row behind their announcement."""
    found = _SEED_WORDS.search(folded, start, min(len(folded), start + 420))
    if found is None or found.start() - start > 60:
        return
    seeds = load_words().seeds
    known = [piece for piece in re.finditer(r"[a-z]{3,8}", found.group()) if piece.group() in seeds]
    if len(known) >= 10:
        last = known[_phrase_length(len(known)) - 1]
        yield found.start() + known[0].start(), found.start() + last.end()


def _phrase_length(count: int) -> int:
    """Phrases have 12, 15, 18, 21 or 24 words (BIP-39); what continues behind one is a sentence."""
    return max((length for length in (12, 15, 18, 21, 24) if length <= count), default=count)


#: Twelve lower-case words and more, each of three to eight letters, perhaps numbered.
_BARE_SEED = re.compile(
    r"(?<![^\W_])[a-z]{3,8}(?![^\W_])"
    r"(?:[ ,;/|\-\t]{0,2}\n?[ \t]{0,2}(?:[0-9]{1,2}[.):]?[ ]?)?(?<![a-z])[a-z]{3,8}(?![^\W_])){2,}+"
)


_SHORTEST_SEED = 12 * 4 - 1
#: Twelve in a row.
_TWELVE = bytes([True] * 12)


def find_bare_seed(folded: str) -> Iterator[Span]:
    """Twelve words of the list in a row, which no sentence is: nothing need announce them."""
    if len(folded) < _SHORTEST_SEED:
        return
    seeds = load_words().seeds
    if folded.isascii() and _TWELVE not in bytes(map(seeds.__contains__, words_in(folded))):
        return  # as it is of nearly all texts, for a fraction of what the pattern takes
    for found in _BARE_SEED.finditer(folded):
        if found.end() - found.start() < _SHORTEST_SEED:
            continue
        run: list[tuple[int, int]] = []
        for word in re.finditer(r"[a-z]{3,8}|\Z", found.group()):
            if word.group() in seeds:
                run.append(word.span())
                continue
            if len(run) >= 12:
                last = run[_phrase_length(len(run)) - 1]
                yield found.start() + run[0][0], found.start() + last[1], Cue.SEED_PHRASE.value
            run = []
