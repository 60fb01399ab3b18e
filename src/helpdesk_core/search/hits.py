"""Why a request was found: the texts that have what was looked for, cut to where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..base.terms import Lexicon, Terms, Wanted, meets
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


def hits_of(texts: Iterable[SearchedText], wanted: Wanted, lexicon: Lexicon) -> tuple[Hit, ...]:
    """The texts with the most of what was looked for, at most one of each field.

    Args:
        texts: The texts that the request is found by.
        wanted: What was looked for.
        lexicon: What both were made with.

    Returns:
        Three at most.
    """
    best: dict[str, tuple[int, Hit]] = {}
    for one in texts:
        spans, met = _spans(one, wanted, lexicon)
        if met and met > best.get(one.field, (0, None))[0]:
            best[one.field] = met, Hit(field=one.field, pieces=_pieces(one.text, spans))
    ordered = sorted(best.values(), key=lambda found: -found[0])
    return tuple(hit for _, hit in ordered[:_MOST_HITS])


def _spans(one: SearchedText, wanted: Wanted, lexicon: Lexicon) -> tuple[list[tuple[int, int]], int]:
    """Where words stand that were looked for, and how many of those there are."""
    spans, met = [], set()
    for found in _WORD.finditer(one.text):
        terms = Terms.of({*lexicon.terms(one.kind, found[0]), *lexicon.near_terms((found[0],))})
        groups = {n for n, group in enumerate(wanted) if meets(terms, (group,))}
        if groups:
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
