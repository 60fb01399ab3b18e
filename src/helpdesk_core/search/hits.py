"""Why a request was found: the texts that have what was looked for, cut to where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from ..base.numbered_words import NumberedWords, numbered_words
from ..base.stems import first_letters_lost
from ..base.surnames import name_tokens, other_spelling, without_accents
from ..base.terms import Group, Lexicon, Searchable, Wanted, joined_term
from ..guardrails.disclosure import staff_view
from .texts import SearchedText

_WORD = re.compile(r"[\w'’+]+(?:[.@\-][\w'’]+)*")
#: Splits a text at its words and keeps them, which takes a third of the time of looking where each word stands.
_WORDS_AND_BETWEEN = re.compile(f"({_WORD.pattern})")
#: A part of a word, from one of some letters on, or from one that is none of the alphabet's.
_PART = r"\b(?:[{}]|[^\x00-\x7f])[\w'’]*"
_MOST_HITS, _BEFORE, _AFTER, _LONGEST = 3, 40, 120, 160


@staff_view
class Hit:
    """One text that has something of what was looked for.

    Attributes:
        field: Where it stands: the record type's name and the column's.
        pieces: The text around it, in pieces, each with whether it is what was looked for.
    """

    field: str
    pieces: tuple[tuple[str, bool], ...]


class Sought:
    """What was looked for, and which words of a page meet it. Those are found in all of its texts together, so that
    most of a page is looked at by patterns alone; then each text is asked which of them it has.

    Args:
        wanted: What was looked for, in its groups.
        lexicon: What they and the index were made with.
        nearly: Whether they find words with a wrong letter.
        texts: The texts of the page.
    """

    def __init__(self, wanted: Wanted, lexicon: Lexicon, nearly: bool, texts: Iterable[SearchedText]) -> None:
        self._groups, self._lexicon, self._nearly = tuple(map(Group.of, wanted)), lexicon, nearly
        # For looking past words that have nothing of it: how words may begin, what they may be, what they may hold.
        self._begins = tuple({begin[1:] for group in self._groups for begin in group.begins})
        self._whole = frozenset(term[1:] for group in self._groups for term in group.whole)
        self._held = (*self._begins, *self._whole)
        # Stems have no digits, but where `u0` stands for letters of other scripts: a number is met by itself alone.
        self._by_stems = any(one.isalpha() or "u0" in one for one in self._held)
        self._has_numbers = any(map(str.isdigit, "".join(self._held)))
        together: dict[Searchable, list[str]] = {"name": [], "part": [], "words": []}
        for one in texts:
            together[one.kind].append(one.text)
        self._met = {kind: self._met_of("\n".join(some), kind) for kind, some in together.items()}

    @property
    def most(self) -> int:
        """How many groups are wanted."""
        return len(self._groups)

    def met_in(self, one: SearchedText) -> int:
        """How many of the wanted groups a text meets.

        Args:
            one: The text.

        Returns:
            The number.
        """
        met, text = self._met[one.kind], one.text
        in_parts = frozenset().union(*[groups for _, groups in self._in_parts(one)])
        if not any(word in text for word in met):
            return len(in_parts)
        words = set(_WORD.findall(text))
        for word in words - met.keys():
            if not word.isalnum() and (groups := self._met_by(one.kind, word)):  # of several parts
                met[word] = groups
        return len(in_parts.union(*[met[word] for word in words & met.keys()]))

    def spans_in(self, one: SearchedText) -> list[tuple[int, int]]:
        """Where its words stand that were looked for; `met_in` has seen it."""
        met, spans, place = self._met[one.kind], [], 0
        for piece in _WORDS_AND_BETWEEN.split(one.text):
            if piece in met:
                spans.append((place, place + len(piece)))
            place += len(piece)
        return _apart(spans, [(found.start, found.stop) for found, _ in self._in_parts(one)])

    def _in_parts(self, one: SearchedText) -> Iterator[tuple[NumberedWords, frozenset[int]]]:
        """The numbers written in parts that are looked for in one, and what each meets."""
        for found in numbered_words(one.text) if one.kind == "words" and self._has_numbers else ():
            if groups := self._groups_of(frozenset(map(joined_term, found.joined()))):
                yield found, groups

    def _met_of(self, text: str, kind: Searchable) -> dict[str, frozenset[int]]:
        """Words that meet something, and which groups; of those of several parts the parts."""
        if not self._groups:
            return {}
        pattern = _WORD if self._nearly or kind != "words" else self._first_letters()
        words: Iterable[str] = set(pattern.findall(text if pattern is _WORD else text.replace("_", " ")))
        worth_it = words if self._nearly else self._maybe(kind, words)
        return {word: groups for word in worth_it if (groups := self._met_by(kind, word))}

    def _first_letters(self) -> re.Pattern[str]:
        """Finds the parts of words that begin as something does that is wanted: no stem has lost its first letter."""
        letters = {one[:1] for one in (*self._held, *first_letters_lost(self._lexicon.languages))}
        return re.compile(_PART.format("".join(sorted(letters | {letter.upper() for letter in letters}))))

    def _maybe(self, kind: Searchable, words: Iterable[str]) -> Iterator[str]:
        """The words that may meet something. Most words of a page do not, and their terms need not be made: those of
        texts are the forms of its words; those of names and numbers, in plain letters, are pieces of them."""
        for word in words:
            tokens = (word.lower(),) if word.isascii() and word.isalnum() else name_tokens(word)
            if kind == "words":
                if self._has_form(tokens):
                    yield word
            elif self._is_held(_in_plain_letters(tokens)):
                yield word

    def _has_form(self, tokens: Iterable[str]) -> bool:
        forms_of, whole, begins = self._lexicon.forms, self._whole, self._begins
        for token in tokens:
            forms = forms_of(token) if self._by_stems or not token.isascii() else (token,)
            if not whole.isdisjoint(forms):
                return True
            for form in forms:
                if form.startswith(begins):
                    return True
        return False

    def _is_held(self, joined: str) -> bool:
        return not joined.isascii() or any(piece in joined for piece in self._held)

    def _met_by(self, kind: Searchable, word: str) -> frozenset[int]:
        near = self._lexicon.near_terms((word,)) if self._nearly else ()
        return self._groups_of(frozenset((*self._lexicon.terms(kind, word), *near)))

    def _groups_of(self, terms: frozenset[str]) -> frozenset[int]:
        return frozenset(place for place, group in enumerate(self._groups) if group.is_met(terms))


def _in_plain_letters(tokens: Sequence[str]) -> str:
    """A word as the terms of names and numbers have it, in both spellings; of some scripts not in plain letters."""
    word = "".join(tokens)
    return word if word.isascii() else f"{without_accents(word)} {other_spelling(word)}"


def _apart(spans: list[tuple[int, int]], others: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """All of the spans in order, those that overlap as one."""
    joined: list[tuple[int, int]] = []
    for begin, stop in sorted((*spans, *others)) if others else spans:
        if joined and begin < joined[-1][1]:
            joined[-1] = joined[-1][0], max(stop, joined[-1][1])
        else:
            joined.append((begin, stop))
    return joined


def hits_of(texts: Iterable[SearchedText], sought: Sought) -> tuple[Hit, ...]:
    """The texts with the most of what was looked for, at most one of each field.

    Args:
        texts: The texts that the request is found by.
        sought: What was looked for.

    Returns:
        Three at most.
    """
    best: dict[str, tuple[int, SearchedText]] = {}
    for one in texts:
        least = best[one.field][0] if one.field in best else 0
        if least < sought.most and (met := sought.met_in(one)) > least:
            best[one.field] = met, one
    ordered = sorted(best.values(), key=lambda found: -found[0])
    shown = ordered[:_MOST_HITS]
    return tuple([Hit(field=one.field, pieces=_pieces(one.text, sought.spans_in(one))) for _, one in shown])


def _pieces(text: str, spans: list[tuple[int, int]]) -> tuple[tuple[str, bool], ...]:
    first = spans[0][0]
    start = 0 if len(text) <= _LONGEST else _at_a_space(text, max(0, first - _BEFORE))
    end = min(len(text), start + _BEFORE + _AFTER)
    pieces = [("…", False)] if start else []
    place = start
    for begin, stop in spans:
        if begin >= end:
            break
        pieces += [(text[place:begin], False), (text[begin:stop], True)]
        place = stop
    pieces += [(text[place:end], False), *([("…", False)] if max(place, end) < len(text) else [])]
    return tuple((piece, is_hit) for piece, is_hit in pieces if piece)


def _at_a_space(text: str, place: int) -> int:
    found = text.rfind(" ", 0, place)
    return 0 if place == 0 else found + 1 if found >= 0 and place - found < _BEFORE else place
