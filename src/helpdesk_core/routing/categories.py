"""What a request is about, as far as its words say: data, one file for each language. It is suggested to staff and
shown to nobody else; a person says what it is."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from ..base.text import SafeText
from ..base.worded import Worded
from ..guidance.informal import ByLetters, by_letters, compiled, fitting, fold_all, letters_of

_FOLDER = Path(__file__).parent / "words"
_WORD = re.compile(r"[^\W_]+(?:['’`][^\W_]+)*")
_REMOVED = re.compile(r"\[[A-Z_]{2,20}\]")
"""What stands for a removed secret: not a word of the writer's."""
_READ = 4_000
"""Characters of a text that are looked at: what it is about stands at its beginning."""


class Category(Worded, prefix="category"):
    """What a request is about, for staff."""

    SCREEN = "screen", "Screen"
    BATTERY = "battery", "Battery"
    WATER = "water", "Liquid"
    DATA = "data", "Data"
    KEYBOARD = "keyboard", "Keyboard"
    CHARGING = "charging", "Charging"
    SOFTWARE = "software", "Software"
    BILLING = "billing", "Bills and payments"


@cache
def known_languages() -> tuple[str, ...]:
    """Languages with such words."""
    return tuple(sorted(file.stem for file in _FOLDER.glob("*.toml")))


@cache
def _words_of(language: str) -> tuple[ByLetters, dict[str, list[Category]]]:
    """The patterns of a language, and what each of them names."""
    read = tomllib.loads((_FOLDER / f"{language}.toml").read_text(encoding="utf-8"))
    named: dict[str, list[Category]] = {}
    for category in Category:
        for pattern, _ in compiled(read[category.value]):
            named.setdefault(pattern.pattern, []).append(category)
    return by_letters([phrase for category in Category for phrase in read[category.value]]), named


def folded(text: str) -> str:
    """The words of a text as they are compared, each between blanks.

    Args:
        text: What somebody wrote.

    Returns:
        The words.
    """
    return f" {' '.join(fold_all(_WORD.findall(_REMOVED.sub(' ', text[:_READ]))))} "


def category_of(text: SafeText, languages: Sequence[str]) -> Category | None:
    """What a text is about.

    Args:
        text: The text, redacted.
        languages: Those that its writer may have used.

    Returns:
        The category that most of its words name, of several the one that is named first; None where none is.
    """
    words = folded(str(text))
    letters = letters_of(words)
    found: dict[Category, set[int]] = {}
    for language in dict.fromkeys(languages):
        known, named = _words_of(language) if language in known_languages() else ({}, {})
        for pattern in fitting(words, letters, known):
            places = {match.start() for match in pattern.finditer(words)}
            for category in named[pattern.pattern] if places else ():
                found[category] = found.get(category, set()) | places
    if not found:
        return None
    ranked = [(-len(found[one]), min(found[one]), one) for one in Category if one in found]
    return min(ranked, key=lambda one: one[:2])[2]
