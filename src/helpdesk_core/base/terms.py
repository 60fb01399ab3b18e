"""Terms: what a full-text index keeps of stored texts, and what a search asks it for. The same on every store.

A term is a letter that says what it is of, and a folded word in plain letters: ``nkowalska`` of a name, ``p1234`` of a
part of a number, ``wbater`` of the words of a text, ``xbateri`` of a word that lacks one letter. Every ending of a name
and of a number is a term, so that the beginnings of terms find any part of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice
from typing import Literal

import attrs

from .digests import digest
from .numbered_words import numbered_words
from .stems import stems
from .surnames import name_tokens, other_spelling, without_accents
from .text import ERASED
from .typed import plain

Searchable = Literal["name", "part", "words"]
"""How a text is searched: as a person's name, by any part of it (numbers, devices, addresses), or by its words."""
SearchedAs = Searchable | Literal["device"]
"""What a column declares. What people call a device is searched by any part of it, for the number of its model, and by
its words, which staff type in another form."""
Wanted = tuple[tuple[str, ...], ...]
"""What a search asks for: one term of each group; a ``*`` behind it stands for any ending."""
_NAME, _PART, _WORD, _NEAR, _SHOP, _PLACE = "npwxtl"
_SHORTEST_PART, _SHORTEST_NUMBER = 3, 2
_NEAR_LENGTHS, _NEAR_LETTERS = range(4, 20), 7
_MOST_WORDS, _MOST_NUMBERED, _MOST_NEAR, _MOST_TYPED = 600, 100, 60, 8
_LONGEST_WORD = 40
_PLACEHOLDER = re.compile(r"\[[A-Z][A-Z_ ]*\]")
_DIGITS = re.compile(r"\+?[\d][\d ()./\-]{3,}")
_NUMBER = re.compile(r"[+\d ()./\-]{4,}")
_TERM = re.compile(r"[a-z][a-z0-9]+")


class Terms(str):
    """The terms of one index entry, each once, with a space between: a cell that stores keep a full-text index of."""

    __slots__ = ()

    @classmethod
    def of(cls, terms: Iterable[str]) -> Terms:
        """Join terms: words never stand here as they were written.

        Args:
            terms: The terms, in any order.

        Returns:
            Each of them once.

        Raises:
            ValueError: One of them is none.
        """
        found = sorted(set(terms))
        if not all(map(_TERM.fullmatch, found)):
            raise ValueError("a term is a letter and a folded word")
        return cls(" ".join(found))


def meets(terms: str | None, wanted: Wanted) -> bool:
    """Whether an entry's terms have one of each group: what every store's index must agree with.

    Args:
        terms: A cell of terms, None for an entry that was emptied.
        wanted: What is asked for; nothing is met by nothing.

    Returns:
        Whether all groups are met.
    """
    if not terms or not wanted:
        return False
    padded = f" {terms} "
    return all(
        any((f" {term[:-1]}" if term[-1] == "*" else f" {term} ") in padded for term in group) for group in wanted
    )


@attrs.frozen
class Group:
    """One group of what is wanted, for asking about many words: `meets` for terms that are not joined.

    Attributes:
        whole: Terms that are meant as they are.
        begins: The beginnings of others.
    """

    whole: frozenset[str]
    begins: tuple[str, ...]

    @classmethod
    def of(cls, group: Iterable[str]) -> Group:
        """From a group of `Wanted`.

        Args:
            group: Its terms.

        Returns:
            The group.
        """
        found = tuple(group)
        begins = tuple(term[:-1] for term in found if term.endswith("*"))
        return cls(frozenset(term for term in found if not term.endswith("*")), begins)

    def is_met(self, terms: frozenset[str]) -> bool:
        """Whether some terms have one of the group.

        Args:
            terms: The terms.

        Returns:
            Whether they do.
        """
        return not self.whole.isdisjoint(terms) or any(term.startswith(self.begins) for term in terms)


@attrs.frozen
class Lexicon:
    """Makes terms in the languages of a shop."""

    languages: tuple[str, ...]

    def terms(self, kind: Searchable, text: str) -> Iterator[str]:
        """The terms of a stored text.

        Args:
            kind: How it is searched.
            text: The text as stored, redacted.
        """
        text = _PLACEHOLDER.sub(" ", text)
        if kind == "name":
            yield from _name_terms(text)
        elif kind == "part":
            yield from _part_terms(text)
        else:
            yield from self._word_terms(text)

    def _word_terms(self, text: str) -> Iterator[str]:
        for word in _words(text)[:_MOST_WORDS]:
            for form in self.forms(word):
                yield _WORD + form
        for found in islice(numbered_words(text), _MOST_NUMBERED):
            yield from map(joined_term, found.joined())

    @staticmethod
    def near_terms(texts: Iterable[str]) -> Iterator[str]:
        """Terms by which a word with one wrong letter is found: the first letters of each word, and those with one of
        them left out, since the two meet where one letter differs. Of the first words alone: they name the person, the
        device and the problem."""
        words = dict.fromkeys(
            without_accents(word) for text in texts for word in _words(_PLACEHOLDER.sub(" ", text)) if word.isalpha()
        )
        for word in [word for word in words if len(word) in _NEAR_LENGTHS][:_MOST_NEAR]:
            yield from _near(word)

    def names(self, typed: str) -> Wanted:
        """What finds typed words in names alone."""
        return tuple((f"{_NAME}{word}*",) for word in _typed(typed))

    @staticmethod
    def number(typed: str) -> Wanted:
        """What finds a number, or the end of one, however it is grouped; nothing for other words. The noughts that
        it is dialled with at home stand in no stored one."""
        typed = plain(typed)
        if not _NUMBER.fullmatch(typed):
            return ()
        digits = re.sub(r"\D", "", typed.replace("(0)", "")).lstrip("0")
        return ((f"{_PART}{digits}*",),) if len(digits) >= _SHORTEST_NUMBER else ()

    def anywhere(self, typed: str) -> Wanted:
        """What finds typed words wherever they stand."""
        joined = _typed_joined(typed)
        return tuple((*self._anywhere(word, raw), *joined.get(word, ())) for word, raw in _typed(typed).items())

    def whole(self, typed: str) -> Wanted:
        """What finds typed words in their forms alone: what is half typed finds nothing."""
        return tuple(tuple(_WORD + form for form in self.forms(raw)) for raw in _typed(typed).values())

    def near(self, typed: str) -> Wanted:
        """What finds typed words even if one letter of each is wrong."""
        return tuple(
            (*group, *(_near(word) if len(word) in _NEAR_LENGTHS and word.isalpha() else ()))
            for group, word in zip(self.anywhere(typed), _typed(typed), strict=True)
        )

    def _anywhere(self, word: str, raw: str) -> tuple[str, ...]:
        misread = word.translate(_MISREAD) if any(char.isdigit() for char in word) else word
        prefixes = dict.fromkeys((f"{_NAME}{word}*", f"{_PART}{word}*", f"{_PART}{misread}*", f"{_WORD}{word}*"))
        # A form that begins with the word is found by the last of these.
        return (*prefixes, *(_WORD + form for form in self.forms(raw) if not form.startswith(word)))

    def forms(self, word: str) -> frozenset[str]:
        """A folded word and its stems, in plain letters.

        Args:
            word: In small letters, with its accents.

        Returns:
            The forms.
        """
        return _forms(word, self.languages)


_MISREAD = str.maketrans({"o": "0", "i": "1", "l": "1", "u": "v"})


@lru_cache(maxsize=50_000)
def _forms(word: str, languages: tuple[str, ...]) -> frozenset[str]:
    """A word and its stems, in plain letters."""
    return frozenset(map(_ascii, {without_accents(word), *stems(word, languages)})) - {""}


def _words(text: str) -> list[str]:
    """Folded words with their accents."""
    return [] if text == ERASED else [word[:_LONGEST_WORD] for word in name_tokens(text)]


def _ascii(word: str) -> str:
    """A word in letters that every index knows: those of other scripts as their numbers, which keeps beginnings."""
    if word.isascii():
        return word
    return "".join(char if char.isascii() else f"u{ord(char):05x}" for char in word)


def _endings(tag: str, word: str) -> Iterator[str]:
    """A word, and every ending of it that is long enough to look for."""
    yield tag + word
    if word.isascii():
        last = len(word) - (_SHORTEST_NUMBER if word.isdigit() else _SHORTEST_PART)
        yield from (tag + word[start:] for start in range(1, last + 1))
    elif word:
        yield tag + _ascii(word)


def _name_terms(text: str) -> Iterator[str]:
    for spell in (without_accents, other_spelling):
        words = [_ascii(spell(word)) for word in _words(text)]
        for word in (*words, "".join(words)[:_LONGEST_WORD]) if words else ():
            yield from _endings(_NAME, word)


def _part_terms(text: str) -> Iterator[str]:
    words = [_ascii(without_accents(word)) for word in _words(text)]
    joined = [re.sub(r"\D", "", found) for found in _DIGITS.findall(plain(text))]
    pieces = [piece for word in words for piece in re.findall(r"[a-z]+|\d+", word) if piece != word]
    for word in dict.fromkeys((*words, *joined, *pieces, "".join(words)[:_LONGEST_WORD])) if words else ():
        yield from _endings(_PART, word)
        if any(char.isdigit() for char in word):
            yield _PART + word.translate(_MISREAD)  # as it is looked for where O is read for 0 on a label


@lru_cache(maxsize=50_000)
def _near(word: str) -> tuple[str, ...]:
    begins = word[:_NEAR_LETTERS]
    without = (begins[:place] + begins[place + 1 :] for place in range(len(begins)))
    return tuple(dict.fromkeys(_NEAR + form for form in (begins, *without) if form.isascii()))


def _typed(typed: str) -> dict[str, str]:
    """The first words that somebody typed, in plain letters, each with its accents: every one is asked for."""
    words = {_ascii(without_accents(word)): word for word in _words(typed)}
    return dict(list(words.items())[:_MOST_TYPED])


def joined_term(word: str) -> str:
    """The term of parts that may be one number or name, as `numbered_words` finds them in a text.

    Args:
        word: The parts, joined.

    Returns:
        The term.
    """
    return _WORD + "".join(_ascii(without_accents(token)) for token in _words(word))[:_LONGEST_WORD]


def _typed_joined(typed: str) -> dict[str, tuple[str, ...]]:
    """By typed word what else finds it: the number that it is a part of, written in one."""
    found: dict[str, tuple[str, ...]] = {}
    for numbered in islice(numbered_words(typed), _MOST_TYPED):
        for joined, parts in numbered.spellings():
            for word in (_ascii(without_accents(token)) for part in parts for token in _words(part)):
                found[word] = (*found.get(word, ()), f"{joined_term(joined)}*")
    return found


def shop_term(tenant: str) -> str:
    """The term of all entries of a shop."""
    return _SHOP + digest(tenant)[:12]


def place_term(location: str | None) -> str:
    """The term of all entries of a location, or of none."""
    return _PLACE + digest(location or "")[:12]
