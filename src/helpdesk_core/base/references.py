"""What a customer reads aloud to name a request."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from os import urandom

from ..errors import FieldError
from .typed import LOOK_ALIKE, plain

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})
REFERENCE_LENGTH = 8
_LONGEST_PASTE = 2000
_LETTERS = frozenset(_ALPHABET)
_BETWEEN = re.compile(r"[\s\-.#:]")
_WORD = re.compile(r"[^\W_]+")
_GROUPED = re.compile(r"(?<![^\W_])([^\W_]{4}) ?- ?([^\W_]{4})(?![^\W_])")


def new_reference() -> str:
    """Eight random characters, 40 bits, without I, L, O, U: what a customer can read aloud."""
    bits = int.from_bytes(urandom(5 * REFERENCE_LENGTH // 8))
    return "".join([_ALPHABET[bits >> 5 * place & 31] for place in range(REFERENCE_LENGTH)])


class Reference(str):
    """A reference as typed: spaces, hyphens and case do not matter, O is read as 0, I and L as 1. It may stand in the
    sentence or the address that it was pasted with, as long as it is the only one there.

    Raises FieldError ``reference.unreadable`` for anything that cannot be one.
    """

    __slots__ = ()

    def __new__(cls, typed: str) -> Reference:
        if not isinstance(typed, str):
            raise FieldError("input.not_text")
        text = plain(typed[:_LONGEST_PASTE]).upper().translate(LOOK_ALIKE)
        found = next((found for found in map(set, _readings(text)) if found), set())
        if len(found) != 1:
            raise FieldError("reference.unreadable")
        return super().__new__(cls, found.pop())

    @classmethod
    def stored(cls, text: str) -> Reference:
        """A reference as we stored it, which needs no reading.

        Args:
            text: The stored form.

        Returns:
            The reference.
        """
        return str.__new__(cls, text)

    @property
    def grouped(self) -> str:
        """``ABCD-1234``, as it is shown."""
        return f"{self[:4]}-{self[4:]}"


def _readings(text: str) -> Iterator[Iterator[str]]:
    """What may be meant, the surest reading first: all of it, what is grouped, a word with a digit in it, two words."""
    words = _WORD.findall(text)
    yield _references([_BETWEEN.sub("", text)])
    yield _references(first + second for first, second in _GROUPED.findall(text))
    yield _references(word for word in words if any(char.isdigit() for char in word))
    yield _references(
        first + second
        for first, second in pairwise(words)
        if len(first) == len(second) and any(char.isdigit() for char in first + second)
    )


def _references(candidates: Iterable[str]) -> Iterator[str]:
    for candidate in candidates:
        read = candidate.translate(_MISREAD)
        if len(read) == REFERENCE_LENGTH and _LETTERS.issuperset(read):
            yield read
