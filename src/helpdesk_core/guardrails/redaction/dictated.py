"""Passwords that are read out: "capital b as in Bernard, then amber, four, underscore, two". Many words, one value."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import attrs

from .kinds import Cue

Span = tuple[int, int, str]
#: The tables of ``[dictated]`` in words/*.toml.
TABLES = ("capital", "capital_behind", "as_in", "then", "signs", "alphabet", "open")
_TOKEN = re.compile(r"[^\W_]+|[.!?;\n](?=\s|\Z)")
_BEHIND, _BEFORE, _LABEL = 160, 60, 70
_LETTERS = 3
"""Of a letter's name: "be", "ese"."""


@attrs.frozen
class Dictated:
    """How people read something out, in all languages."""

    marks: re.Pattern[str]
    """What nobody says but who spells: "capital", "b as in", three words of an alphabet."""
    open: re.Pattern[str]
    """What is spelled and no secret: a name, a street, an order."""
    capital: frozenset[str]
    capital_behind: frozenset[str]
    """Of these what is said behind the letter."""
    as_in: frozenset[str]
    then: frozenset[str]
    alphabet: frozenset[str]
    signs: frozenset[str]
    counted: frozenset[str]
    """Digits and signs."""
    telling: frozenset[str]
    """Without any of these words `marks` finds nothing."""


def make_dictated(
    tables: Mapping[str, Sequence[str]], digits: Iterable[str], alternation: Callable[[Iterable[str]], str]
) -> Dictated:
    """Compile the tables; ``digits`` in words."""
    one = {name: alternation(tables[name]) for name in TABLES}
    counted = frozenset([*digits, *tables["signs"]])
    return Dictated(
        marks=re.compile(
            rf"(?<![^\W_])(?:(?:{one['capital']}|{one['capital_behind']})(?![^\W_])"
            rf"|[^\W\d_]{{1,{_LETTERS}}} (?:{one['as_in']}) (?=[^\W\d_]{{3}})"
            rf"|(?:(?:{one['alphabet']})[ ,\-]{{1,2}}){{3}})"
        ),
        open=re.compile(rf"(?<![^\W_])(?:{one['open']})(?![^\W_])"),
        capital=frozenset([*tables["capital"], *tables["capital_behind"]]),
        capital_behind=frozenset(tables["capital_behind"]),
        as_in=frozenset(word for words in tables["as_in"] for word in words.split()),
        then=frozenset(tables["then"]),
        alphabet=frozenset(tables["alphabet"]),
        signs=frozenset(tables["signs"]),
        counted=counted,
        telling=frozenset(
            _FIRST.match(word)[0]  # type: ignore[index]
            for name in ("capital", "capital_behind", "as_in", "alphabet")
            for word in tables[name]
        ),
    )


_FIRST = re.compile(r"[^\W\d_]+")


def find_dictated(folded: str, triggers: Sequence[Span], dictated: Dictated, *, asked: bool) -> Iterator[Span]:
    """Spans of what is read out letter by letter or word by word.

    Args:
        folded: The folded text, with what was found masked.
        triggers: The words for secrets in it.
        dictated: How people read out.
        asked: Whether the message before asked for a secret.

    Yields:
        Each with its kind.
    """
    done = 0
    spoken = asked or any(kind for _, _, kind in triggers)
    for mark in dictated.marks.finditer(folded):
        if mark.start() < done:
            continue
        found = _read_out(folded, mark.start(), max(done, mark.start() - _BEFORE), dictated)
        if found is None:
            continue
        start, end, counted = found
        done = end
        if (spoken or counted) and not _is_open(folded, start, end, triggers, dictated):
            yield start, end, Cue.PASSWORD.value


def _read_out(folded: str, mark: int, floor: int, dictated: Dictated) -> tuple[int, int, bool] | None:
    """Where what is read out at ``mark`` begins and ends, and whether nothing but a
    password is read out so: with a digit or a sign, and a capital or words of an alphabet."""
    tokens = [(one.start(), one.end(), one[0]) for one in _TOKEN.finditer(folded, floor, mark + _BEHIND)]
    here = next(place for place, one in enumerate(tokens) if one[1] > mark)
    first = last = here
    while last + 1 < len(tokens) and _goes_on(tokens, last + 1, dictated):
        last += 1
    while first and (
        _is_spelt(tokens[first - 1][2], dictated)
        or (first == here and tokens[first][2] in dictated.capital_behind and len(tokens[first - 1][2]) <= _LETTERS)
    ):
        first -= 1
    while last > here and tokens[last][2] in dictated.then | dictated.as_in:
        last -= 1
    said = [word for _, _, word in tokens[first : last + 1]]
    strong = sum(_is_spelt(word, dictated) or word in dictated.as_in for word in said)
    if len(said) < 4 or strong < 3:
        return None
    counted = any(word in dictated.counted or word.isdigit() for word in said)
    if not counted and strong < 5:
        return None
    sure = not dictated.capital.isdisjoint(said) or sum(word in dictated.alphabet for word in said) > 2
    return tokens[first][0], tokens[last][1], counted and sure


def _is_spelt(word: str, dictated: Dictated) -> bool:
    return word not in dictated.then and (
        word in dictated.counted
        or word in dictated.alphabet
        or word in dictated.capital
        or (word.isdigit() and len(word) < 5)
        or (len(word) == 1 and word.isalpha())
    )


def _goes_on(tokens: Sequence[tuple[int, int, str]], place: int, dictated: Dictated) -> bool:
    """Whether the word here is read out too: a letter, a digit, a sign; a word behind "capital", "as in", "then", or
    a sign; a single letter's name; a word right before a digit or a sign. Not beyond the end of the sentence."""
    word, before = tokens[place][2], tokens[place - 1][2]
    if not word[0].isalnum() or tokens[place][0] - tokens[place - 1][1] > 3:
        return False
    if _is_spelt(word, dictated) or word in dictated.as_in or word in dictated.then:
        return True
    if any(before in words for words in (dictated.capital, dictated.as_in, dictated.then, dictated.signs)):
        return True
    if _is_spelt(before, dictated) and len(word) < _LETTERS:
        return True  # a letter's name
    behind = tokens[place + 1][2] if place + 1 < len(tokens) else ""
    return len(word) > 1 and (behind in dictated.counted or behind in dictated.as_in or behind in dictated.capital)


def _is_open(folded: str, start: int, end: int, triggers: Sequence[Span], dictated: Dictated) -> bool:
    """Whether it is a name, a street or an order that is spelled: the nearest word before says which."""
    labels = [found.end() for found in dictated.open.finditer(folded, max(0, start - _LABEL), start)]
    said = [stop for _, stop, kind in triggers if kind and start - _LABEL <= stop <= start]
    if labels:
        return not said or labels[-1] > said[-1]
    return not said and dictated.open.search(folded, end, end + 40) is not None
