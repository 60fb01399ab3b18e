"""Serial and order numbers, model names and grouped numbers within a text: found whether they are written with spaces,
hyphens, slashes or nothing between their parts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_LETTERS, _NUMBERED = r"[^\W\d_]{1,20}", r"[^\W\d_]{0,20}\d[^\W_]{0,40}"
_FEW = r"[^\W\d_]{1,3}"
_TIGHT = "[-/._\u2010-\u2015\u2212]"
# One sign, or a dash or slash with a space on each side; never the end of a sentence.
_GAP = f"(?:{_TIGHT}|[ \u00a0\u202f](?:[-/\u2010-\u2015][ \u00a0\u202f])?)"
_RUN = re.compile(
    rf"(?<![^\W_])(?P<run>(?:{_LETTERS}{_TIGHT})?(?:{_LETTERS}{_GAP})?{_NUMBERED}"
    rf"(?:{_GAP}{_NUMBERED}|{_TIGHT}{_LETTERS}(?={_TIGHT}{_NUMBERED})|{_GAP}{_FEW}(?={_GAP}{_NUMBERED})){{0,5}})"
    r"(?![^\W_])"
    rf"(?=(?:{_GAP}(?P<after>{_LETTERS})(?![^\W_]))?)"
)
"""Parts with a digit in each, the word before them and the word behind; ordinary words beside each other are none."""
_PART = re.compile(r"[^\W_]+")
_DIGIT = re.compile(r"\d")


class NumberedWords(NamedTuple):
    """Parts of a text that may be one number or name.

    Attributes:
        parts: The parts as they are written; one that has a digit at least.
        start: Where the first begins in the text.
        stop: Where the last of them ends that is sure: the word behind the last digit may be another one.
        after: Whether the last part is that word.
    """

    parts: tuple[str, ...]
    start: int
    stop: int
    after: bool

    def joined(self) -> Iterator[str]:
        """Its parts without anything between them, from each part on where a digit is left; single parts are words of
        their own."""
        for first in range(len(self.parts) - 1):
            rest = self.parts[first:]
            if any(map(_DIGIT.search, rest)):
                yield "".join(rest)

    def spellings(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """What may be meant where somebody typed it, each with its parts: with the word beside the number and without
        it."""
        sure = self.parts[:-1] if self.after else self.parts
        first = next(place for place, part in enumerate(self.parts) if _DIGIT.search(part))
        for parts in dict.fromkeys((sure, sure[first:], self.parts, self.parts[first:])):
            if len(parts) > 1:
                yield "".join(parts), parts


def numbered_words(text: str) -> Iterator[NumberedWords]:
    """What may be a number or a name with one.

    Args:
        text: Any text.

    Returns:
        In the text's order; those of more than one part.
    """
    if not _DIGIT.search(text):
        return
    for found in _RUN.finditer(text):
        parts, after = _PART.findall(found["run"]), found["after"]
        if len(parts) + bool(after) > 1:
            start, stop = found.span("run")
            yield NumberedWords((*parts, *([after] if after else ())), start, stop, bool(after))
