"""Words by which people say that something cannot wait. They are data, one file for each language; what they do is put
a new request in front and tell staff, and nothing else."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import attrs

from ..base.text import SafeText
from ..guidance.informal import compiled, fold_each

_FOLDER = Path(__file__).parent / "words"
MOST_FOUND = 5
_WORD = re.compile(r"[^\W_]+(?:['’`][^\W_]+)*")


@attrs.frozen
class UrgentWords:
    """The phrases of one language, ready to be looked for: each behind the letters that it begins with, which most
    texts do not hold, so that hardly a pattern is tried."""

    urgent: tuple[tuple[str, re.Pattern[str]], ...]
    veto: tuple[re.Pattern[str], ...]


@cache
def known_languages() -> tuple[str, ...]:
    """Languages with such words."""
    return tuple(sorted(file.stem for file in _FOLDER.glob("*.toml")))


@cache
def words_of(language: str) -> UrgentWords:
    """The words of a language.

    Args:
        language: One of `known_languages`.

    Returns:
        The words, compiled once.
    """
    read = tomllib.loads((_FOLDER / f"{language}.toml").read_text(encoding="utf-8"))
    patterns = {name: tuple(pattern for pattern, _ in compiled(phrases)) for name, phrases in read.items()}
    begin = [" " + phrase.split("...")[0].split("*")[0] for phrase in read["urgent"]]
    return UrgentWords(urgent=tuple(zip(begin, patterns["urgent"], strict=True)), veto=patterns["veto"])


def urgent_words(text: SafeText, languages: Sequence[str]) -> tuple[SafeText, ...]:
    """What says in a text that it cannot wait, in the writer's own words.

    Args:
        text: The text, redacted.
        languages: Those that its writer may have used.

    Returns:
        The pieces of the text, in its order; none where it says nothing of the kind, or takes it back.
    """
    tokens = list(_WORD.finditer(str(text)))
    folds = fold_each([token[0] for token in tokens])
    folded = " " + " ".join([word for words in folds for word in words]) + " "
    found: list[tuple[int, int]] = []
    for language in languages:
        if language in known_languages():
            found += _found(words_of(language), folded)
    places = [token.span() for token, words in zip(tokens, folds, strict=True) for _ in words] if found else []
    pieces: list[SafeText] = []
    end = -1
    for first, last in sorted(found, key=lambda one: (one[0], -one[1])):
        if first > end:
            pieces.append(text.piece(places[first][0], places[last][1]))
            end = last
    return tuple(pieces[:MOST_FOUND])


def _found(words: UrgentWords, folded: str) -> list[tuple[int, int]]:
    """The first and the last word of each phrase that no veto covers."""
    said = [
        _words(match, folded)
        for begin, pattern in words.urgent
        if begin in folded
        for match in pattern.finditer(folded)
    ]
    if not said:
        return []
    vetoed = [_words(match, folded) for pattern in words.veto for match in pattern.finditer(folded)]
    return [one for one in said if not any(first <= one[0] and one[1] <= last for first, last in vetoed)]


def _words(match: re.Match[str], folded: str) -> tuple[int, int]:
    first = folded.count(" ", 0, match.start())
    return first, first + len(match[0].split()) - 1
