"""What a short message seems to want: "any update?", "how much?", "ok go ahead". A card is offered for it, and nothing
else comes of it: a message approves nothing, reopens nothing and closes nothing, whatever it says.

The phrases are data, one file for each language; a plugin may know better. What is long says more than a phrase, and is
left to people.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping, Sequence, Set
from functools import cache
from pathlib import Path

import attrs

from ..base.worded import Worded

_FOLDER = Path(__file__).parent / "phrases"
MOST_WORDS = 16
"""A message of more words is about more than one thing."""
_WORD = re.compile(r"[^\W_]+")
_APOSTROPHES = str.maketrans("", "", "'’`")
_GAP = r"(?:\w+ ){0,4}?"


class Wish(Worded, prefix="wish"):
    """What a message seems to want."""

    STATUS = "status", "to know how it stands"
    PRICE = "price", "to know what it costs"
    APPROVE = "approve", "to go ahead"
    PHOTOS = "photos", "to show photos"
    HELP = "help", "to talk to a person"
    THANKS = "thanks", "to say thank you"


_FIRST = (Wish.HELP, Wish.PHOTOS, Wish.PRICE, Wish.APPROVE, Wish.STATUS, Wish.THANKS)
"""Which one is meant where a message says several equally well."""


@attrs.frozen
class Phrases:
    """The phrases of one language, ready to be looked for: by wish, each with how many words it says."""

    phrases: Mapping[Wish, tuple[tuple[re.Pattern[str], int], ...]]
    veto: Mapping[Wish, tuple[re.Pattern[str], ...]]

    def said(self, words: str) -> dict[Wish, int]:
        """How much each wish is said: the words of its longest phrase."""
        found = {}
        for wish, phrases in self.phrases.items():
            longest = max((size for pattern, size in phrases if pattern.search(words)), default=0)
            if longest and not any(pattern.search(words) for pattern in self.veto.get(wish, ())):
                found[wish] = longest
        return found


def wish_of(text: str, languages: Sequence[str]) -> Wish | None:
    """What a message seems to want.

    Args:
        text: The message.
        languages: Those that its writer may have used, the likeliest first.

    Returns:
        The wish; None where the message is long, or says nothing of the kind.
    """
    words = fold(text)
    if not 0 < words.count(" ") - 1 <= MOST_WORDS:
        return None
    for language in languages:
        found = phrases_of(language).said(words) if language in known_languages() else {}
        if len(found) > 1:
            found.pop(Wish.THANKS, None)  # whoever thanks and asks, asks
        if found:
            most = max(found.values())
            return next(wish for wish in _FIRST if found.get(wish) == most)
    return None


def fold(text: str) -> str:
    """Words in small letters without diacritics and apostrophes, each between blanks."""
    return f" {' '.join(_WORD.findall(_plain(text)))} "


def fold_each(words: Sequence[str]) -> list[list[str]]:
    """What `fold` makes of each of several words. None of them holds a line's end, by which all are folded at once."""
    if not words:
        return []
    lines = _plain("\n".join(words)).split("\n")
    return [[line] if line.isalnum() else _WORD.findall(line) for line in lines]


def fold_all(words: Sequence[str]) -> list[str]:
    """The same in one list."""
    return _WORD.findall(_plain("\n".join(words)))


def _plain(text: str) -> str:
    small = text.casefold().replace("ł", "l")
    if not small.isascii():
        small = "".join(letter for letter in unicodedata.normalize("NFKD", small) if not unicodedata.combining(letter))
    return small.translate(_APOSTROPHES)


@cache
def known_languages() -> frozenset[str]:
    """Languages with phrases."""
    return frozenset(file.stem for file in _FOLDER.glob("*.toml"))


@cache
def phrases_of(language: str) -> Phrases:
    """The phrases of a language.

    Args:
        language: One of `known_languages`.

    Returns:
        The phrases, compiled once.
    """
    read = tomllib.loads((_FOLDER / f"{language}.toml").read_text(encoding="utf-8"))
    veto = read.pop("veto")
    return Phrases(
        {Wish(name): tuple(compiled(phrases)) for name, phrases in read.items()},
        {Wish(name): tuple(pattern for pattern, _ in compiled(phrases)) for name, phrases in veto.items()},
    )


def compiled(phrases: Sequence[str]) -> Iterator[tuple[re.Pattern[str], int]]:
    """Patterns for folded words between blanks, each with how many words its phrase says."""
    for phrase in phrases:
        parts = phrase.split()
        made = "".join(_GAP if part == "..." else re.escape(part).replace(r"\*", r"\w{0,12}") + " " for part in parts)
        yield re.compile(f" {made}"), sum(part != "..." for part in parts)


_LETTERS = 4
"""The blank before a word and three characters from there."""
ByLetters = Mapping[str, tuple[tuple[str, re.Pattern[str]], ...]]


def by_letters(phrases: Sequence[str]) -> ByLetters:
    """The patterns of many phrases, each behind what it begins with, by the first letters of that: most texts do not
    hold them, so that hardly a pattern is tried.

    Args:
        phrases: As `compiled` takes them.

    Returns:
        The patterns, for `fitting`.

    Raises:
        ValueError: A phrase begins with too few letters to be found by them.
    """
    found: dict[str, tuple[tuple[str, re.Pattern[str]], ...]] = {}
    for phrase, (pattern, _) in zip(phrases, compiled(phrases), strict=True):
        first = re.match(r"[^.*]*", phrase)
        begin = f" {phrase} " if first is None or first[0] == phrase else f" {first[0]}"
        letters = _first_letters(begin)
        if len(letters) < _LETTERS and not letters.endswith(" "):
            raise ValueError(f"phrases begin with a word or with three letters at least, not {phrase}")
        found[letters] = (*found.get(letters, ()), (begin, pattern))
    return found


def letters_of(words: str) -> Set[str]:
    """What the words of a text begin with, for `fitting`: looked for once for all languages.

    Args:
        words: Folded words between blanks.

    Returns:
        The first letters.
    """
    return {f" {word} "[:_LETTERS] for word in words.split()}


def fitting(words: str, letters: Set[str], known: ByLetters) -> Iterator[re.Pattern[str]]:
    """The patterns that may fit.

    Args:
        words: Folded words between blanks.
        letters: As `letters_of` made them.
        known: As `by_letters` made it.

    Yields:
        Those of which the beginning stands there.
    """
    for first in known.keys() & letters:
        for begin, pattern in known[first]:
            if begin in words:
                yield pattern


def _first_letters(begin: str) -> str:
    end = begin.find(" ", 1, _LETTERS)
    return begin[: end + 1 if end > 0 else _LETTERS]
