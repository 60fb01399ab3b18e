"""Words by which people say that something cannot wait. They are data, one file for each language; what they do is put
a new request in front and tell staff, and nothing else.

A phrase counts where its writer says it: not in what is quoted, not in what goes beyond a sentence, and not where it is
taken back, by a phrase of ``veto`` around it or by a word of ``not`` before it ("is *not* so very urgent").
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, cached_property
from pathlib import Path

import attrs

from ..base.text import SafeText
from ..guidance.informal import ByLetters, by_letters, compiled, fitting, fold_all, fold_each, letters_of

_FOLDER = Path(__file__).parent / "words"
MOST_FOUND = 5
_WORD = re.compile(r"[^\W_]+(?:['’`][^\W_]+)*")
_QUOTED = re.compile(r"(?<!\w)[\"“„«»‚‘'](?=\S)[^\"“”„«»\n]{1,200}?(?<=\S)[\"”“«»’‘'](?!\w)|^[ \t]*>.*$", re.MULTILINE)
"""What stands in quotation marks, and lines that a mail repeats. The marks of inches and apostrophes stand within or
behind words."""
_QUOTES = re.compile(r"[\"“„«»‚‘'>]")
_CLAUSE, _SENTENCE = re.compile(r"[.,;:!?()\n–—]"), re.compile(r"[.;:!?]|\n\s*\n")


@attrs.frozen
class UrgentWords:
    """The phrases of one language, ready to be looked for.

    Attributes:
        no: Words that take a phrase back that stands behind them.
        later: Words that take one back that stands before them.
        between: Words that may stand between.
        joins: Of them those behind a comma that does not end what is said.
    """

    urgent: ByLetters
    veto: tuple[re.Pattern[str], ...]
    no: frozenset[str]
    later: frozenset[str]
    between: frozenset[str]
    joins: frozenset[str]


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

    Raises:
        ValueError: A phrase begins with too few letters to be found by them.
    """
    read = tomllib.loads((_FOLDER / f"{language}.toml").read_text(encoding="utf-8"))
    veto = tuple(pattern for pattern, _ in compiled(read["veto"]))
    no, later, between, joins = (frozenset(read[name].split()) for name in ("not", "later", "between", "joins"))
    return UrgentWords(by_letters(read["urgent"]), veto, no, later, between, joins)


@attrs.frozen
class _Text:
    """The folded words of a text."""

    words: list[str]
    folded: str
    typed: str

    @classmethod
    def of(cls, typed: str) -> _Text:
        """What its writer says; what is quoted leaves a full stop behind."""
        own = _QUOTED.sub(lambda found: "." * len(found[0]), typed) if _QUOTES.search(typed) else typed
        words = fold_all(_WORD.findall(own))
        return cls(words, f" {' '.join(words)} ", own)

    @cached_property
    def places(self) -> list[tuple[int, int]]:
        """Where in the text each of the words stands: of most texts nobody asks."""
        tokens = list(_WORD.finditer(self.typed))
        folds = fold_each([token[0] for token in tokens])
        return [token.span() for token, several in zip(tokens, folds, strict=True) for _ in several]

    def between(self, first: int, last: int) -> str:
        """The signs between two words, as far as they belong to neither."""
        if first < 0 or last >= len(self.words):
            return "."
        return self.typed[self.places[first][1] : self.places[last][0]]

    def spans(self, patterns: Iterable[re.Pattern[str]]) -> Iterator[tuple[int, int]]:
        """The first and the last word of whatever fits."""
        for pattern in patterns:
            for match in pattern.finditer(self.folded):
                first = self.folded.count(" ", 0, match.start())
                yield first, first + len(match[0].split()) - 1


def urgent_words(text: SafeText, languages: Sequence[str]) -> tuple[SafeText, ...]:
    """What says in a text that it cannot wait, in the writer's own words.

    Args:
        text: The text, redacted.
        languages: Those that its writer may have used.

    Returns:
        The pieces of the text, in its order; none where it says nothing of the kind, or takes it back.
    """
    read = _Text.of(str(text))
    known = [words_of(language) for language in dict.fromkeys(languages) if language in known_languages()]
    letters = letters_of(read.folded)
    said = [span for words in known for span in read.spans(fitting(read.folded, letters, words.urgent))]
    vetoed = [span for words in known for span in read.spans(words.veto)] if said else []
    found = [
        (first, last)
        for first, last in said
        if not any(begins <= first and last <= ends for begins, ends in vetoed)
        and not any(_SENTENCE.search(read.between(place, place + 1)) for place in range(first, last))
        and not any(_is_taken_back(read, first, last, others) for others in known)
    ]
    pieces: list[SafeText] = []
    end = -1
    for first, last in sorted(found, key=lambda one: (one[0], -one[1])):
        if first > end:
            pieces.append(text.piece(read.places[first][0], read.places[last][1]))
            end = last
    return tuple(pieces[:MOST_FOUND])


def _is_taken_back(read: _Text, first: int, last: int, words: UrgentWords) -> bool:
    """Whether a word before it in the clause says no to it, or one behind it."""
    place = first
    while not _CLAUSE.search(sign := read.between(place - 1, place)) or (
        sign.strip() == "," and read.words[place] in words.joins
    ):
        place -= 1
        if read.words[place] in words.no:
            return True
        if read.words[place] not in words.between:
            break
    place = last
    while not _CLAUSE.search(read.between(place, place + 1)):
        place += 1
        if read.words[place] in words.later:
            return True
        if read.words[place] not in words.between:
            break
    return False
