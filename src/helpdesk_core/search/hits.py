"""Why a request was found: the texts that have what was looked for, cut to where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable

import attrs

from ..base.terms import Group, Lexicon, Searchable, Wanted
from ..guardrails.disclosure import staff_view
from .texts import SearchedText

_WORD = re.compile(r"[\w'’+]+(?:[.@\-][\w'’]+)*")
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


def _grouped(wanted: Wanted) -> tuple[Group, ...]:
    return tuple(map(Group.of, wanted))


@attrs.frozen
class Sought:
    """What was looked for, as words of texts are compared with it; each word once, since texts repeat theirs.

    Attributes:
        groups: What was looked for, in its groups.
        lexicon: What they and the index were made with.
        nearly: Whether they find words with a wrong letter.
    """

    groups: tuple[Group, ...] = attrs.field(converter=_grouped)
    lexicon: Lexicon
    nearly: bool
    _known: dict[tuple[Searchable, str], frozenset[int]] = attrs.field(factory=dict, init=False)

    def met_by(self, kind: Searchable, word: str) -> frozenset[int]:
        """Which of the wanted groups a word of a text meets.

        Args:
            kind: How the text is searched.
            word: The word.

        Returns:
            The groups, by their places.
        """
        found = self._known.get((kind, word))
        if found is None:
            near = self.lexicon.near_terms((word,)) if self.nearly else ()
            terms = frozenset((*self.lexicon.terms(kind, word), *near))
            met = (place for place, group in enumerate(self.groups) if group.is_met(terms))
            found = self._known[kind, word] = frozenset(met)
        return found


def hits_of(texts: Iterable[SearchedText], sought: Sought) -> tuple[Hit, ...]:
    """The texts with the most of what was looked for, at most one of each field.

    Args:
        texts: The texts that the request is found by.
        sought: What was looked for.

    Returns:
        Three at most.
    """
    best: dict[str, tuple[int, Hit]] = {}
    for one in texts:
        spans, met = _spans(one, sought)
        if met and met > best.get(one.field, (0, None))[0]:
            best[one.field] = met, Hit(field=one.field, pieces=_pieces(one.text, spans))
    ordered = sorted(best.values(), key=lambda found: -found[0])
    return tuple(hit for _, hit in ordered[:_MOST_HITS])


def _spans(one: SearchedText, sought: Sought) -> tuple[list[tuple[int, int]], int]:
    """Where words stand that were looked for, and how many of those there are."""
    spans: list[tuple[int, int]] = []
    met: set[int] = set()
    for found in _WORD.finditer(one.text):
        if groups := sought.met_by(one.kind, found[0]):
            spans.append(found.span())
            met |= groups
    return spans, len(met)


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
