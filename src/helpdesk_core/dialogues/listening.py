"""What a short message of a chat asks for. The words are data, one file for each language, and nothing follows from
them but an automatic answer, or a person.

A wish counts only where nothing else is said: "the agent was rude about my status" is a message like any other.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

import attrs

from ..guidance.informal import fold
from ..guidance.missing import FEWEST_LETTERS, FEWEST_WORDS

_FOLDER = Path(__file__).parent / "words"
_LISTS = ("greeting", "filler", "person", "person_with", "status")
_MOST_WORDS = 14
_REFERENCE = re.compile(r"(?<!\w)#?([A-Z0-9]{4}[- ](?=[A-Z0-9]{4}(?!\w))(?:[A-Z0-9]{4})|[^\W_]+(?:-[^\W_]+)*)(?!\w)")
_GROUPED = re.compile(r"[A-Z0-9]{4}-[A-Z0-9]{4}")
_NO_SIGN = re.compile(r"[\W_]+")
_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})
_SHORTEST = 3


@attrs.frozen
class DialogueWords:
    """The words of one language."""

    greeting: frozenset[str]
    filler: frozenset[str]
    person: frozenset[str]
    person_with: frozenset[str]
    status: frozenset[str]
    stop: frozenset[str]
    start: frozenset[str]
    letters: frozenset[str]
    """Those of this language alone, of those that there are words for."""

    @property
    def all(self) -> frozenset[str]:
        """By which the language of a message is told."""
        return self.greeting | self.filler | self.person | self.person_with | self.status


@attrs.frozen(kw_only=True)
class Meant:
    """What a message asks for.

    Attributes:
        person: A person.
        status: How far a request is.
        stops: That nothing automatic is sent any more.
        starts: That it is sent again.
        references: What may be the numbers of requests, as `key_of` makes them.
        own: Its words besides greetings and such.
        language: The only language that its words are of.
    """

    person: bool = False
    status: bool = False
    stops: bool = False
    starts: bool = False
    references: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
    language: str | None = None

    @property
    def describes(self) -> bool:
        """Whether it says enough to be a description."""
        return len(self.own) >= FEWEST_WORDS or len("".join(self.own)) >= FEWEST_LETTERS


@cache
def known_languages() -> tuple[str, ...]:
    """Languages with such words."""
    return tuple(sorted(file.stem for file in _FOLDER.glob("*.toml")))


@cache
def words_of(language: str) -> DialogueWords:
    """The words of a language.

    Args:
        language: One of `known_languages`.

    Returns:
        The words.
    """
    read = tomllib.loads((_FOLDER / f"{language}.toml").read_text(encoding="utf-8"))
    greeting, filler, person, beside, status = (frozenset(read[name].split()) for name in _LISTS)
    whole = (frozenset(read[name]) for name in ("stop", "start", "letters"))
    return DialogueWords(greeting, filler, person, beside, status, *whole)


def listen(words: str) -> Meant:
    """What a message asks for.

    Args:
        words: What was written.

    Returns:
        What it asks for, in whatever language; nothing but its own words, where something else is said too.
    """
    found = [one for one in _REFERENCE.findall(words) if _may_be_reference(one)]
    plain = words
    for one in found:
        plain = plain.replace(one, " ", 1)
    folded = fold(plain).split()
    spoken = [words_of(language) for language in known_languages()]
    empty = frozenset(word for one in spoken for word in one.greeting | one.filler)
    whole = " ".join(folded)
    own = tuple(word for word in (*folded, *(fold(one).strip() for one in found)) if word not in empty)
    meant = Meant(
        references=tuple(map(key_of, found)), own=own, language=language_said(words), person=False, status=False
    )
    if not found and any(whole in one.stop for one in spoken):
        return attrs.evolve(meant, stops=True)
    if not found and any(whole in one.start for one in spoken):
        return attrs.evolve(meant, starts=True)
    if len(folded) > _MOST_WORDS:
        return meant
    rest = frozenset(folded) - empty
    person = any(rest & one.person and rest <= one.person | one.person_with for one in spoken)
    status = any(rest & one.status and rest <= one.status for one in spoken)
    return attrs.evolve(meant, person=person and not found, status=status)


def language_said(words: str) -> str | None:
    """The language that words are in, as far as they tell.

    Args:
        words: What was written, short or long.

    Returns:
        The one that most of its small words, and letters that no other has, are of; None where none or several are.
    """
    folded, letters = fold(words).split(), words.casefold()
    counts = {
        one: sum(word in known.all for word in folded) + sum(letter in known.letters for letter in letters)
        for one, known in ((one, words_of(one)) for one in known_languages())
    }
    most = max(counts.values(), default=0)
    best = [one for one, count in counts.items() if count == most]
    return best[0] if most and len(best) == 1 else None


def _may_be_reference(typed: str) -> bool:
    if _GROUPED.fullmatch(typed):
        return True
    return len(typed) >= _SHORTEST and any(one.isdigit() for one in typed)


def key_of(reference: str) -> str:
    """A reference for comparing: without signs and blanks, with letters that are mistaken for digits as these.

    Args:
        reference: As it was typed, or stored.

    Returns:
        The key.
    """
    return _NO_SIGN.sub("", reference).upper().translate(_MISREAD)


def is_of(typed: str, reference: str) -> bool:
    """Whether a typed number is that of a request: all of it, or the digits at its end.

    Args:
        typed: Made by `key_of`.
        reference: The request's, as it is stored.

    Returns:
        The answer.
    """
    whole = key_of(reference)
    if typed == whole:
        return True
    before = whole.removesuffix(typed)
    return typed.isdigit() and before != whole and not before[-1:].strip("0").isdigit()
