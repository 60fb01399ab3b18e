"""Decides about what could be a secret: a small linear model over `features`, trained by ``nox -s train``.

Its weights are a file of names and whole numbers that a person can read; what it was trained on stands in
``tools/redaction``. It adds to what the rules found, and takes back of theirs only what it holds for impossible.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from functools import cache
from importlib.resources import files
from itertools import repeat

import attrs

from .candidates import CODED, NUMBER, PLAIN, propose
from .codes import is_other
from .context import Span, Text, claimed
from .features import Seen
from .kinds import CARD_NUMBER, Cue
from .words import CODE, Words, load_words

#: What one means in the file.
SCALE = 32


class Caution(StrEnum):
    """How sure the judge must be before it removes something."""

    CAREFUL = "careful"
    """Rather one number too many removed than one secret stored."""
    BALANCED = "balanced"
    """Takes out what it is sure of; an order number stays one. Of ordinary words the rules alone decide."""


_LIMITS: Mapping[Caution, Mapping[str, float]] = {
    Caution.CAREFUL: {NUMBER: 1.2, CODED: 1.5, PLAIN: 2.0},
    Caution.BALANCED: {NUMBER: 3.8, CODED: 4.2},
}


@attrs.frozen
class Model:
    """Weights by feature: for a secret at all, and for each kind it may be."""

    secret: Mapping[str, Mapping[str, int]]
    """By form of candidate."""
    kinds: Mapping[str, Mapping[str, int]]


@cache
def load_model() -> Model:
    """Read ``weights.txt``: sections for the forms of candidates and for the kinds; a feature and its weight a line."""
    sections: dict[str, dict[str, int]] = {}
    text = files(__package__).joinpath("weights.txt").read_text(encoding="utf-8")
    for line in text.split("\n"):
        if line.startswith("["):
            current = sections.setdefault(line[1:-1], {})
        elif line and not line.startswith("#"):
            name, _, weight = line.rpartition("\t")
            current[name] = int(weight)
    return Model({form: sections.pop(form) for form in (NUMBER, CODED, PLAIN)}, sections)


@attrs.frozen
class Verdict:
    """What the judge says of one candidate, and what it saw."""

    start: int
    end: int
    form: str
    kind: str
    score: float
    seen: tuple[str, ...]


def judge(
    text: Text, triggers: Sequence[Span], cue: Cue | None, removed: Sequence[Span], caution: Caution
) -> Iterator[Verdict]:
    """Verdicts on what could be a secret in a text in which all that was found is masked."""
    seen: Seen | None = None
    by_form, limits, words = load_model().secret, _LIMITS[caution], load_words()
    spoken_of = frozenset([kind for _, _, kind in (*triggers, *removed)] + ([cue.value] if cue else []))
    for start, end, form in propose(text, triggers, words, asked=cue is not None, plain=PLAIN in limits):
        if form == NUMBER and not _may_be_code(text.folded, start, end, spoken_of, words):
            continue
        seen = seen or Seen(text, triggers, cue, removed)
        features = seen.features(start, end, form)
        score = sum(map(by_form[form].get, features, repeat(0))) / SCALE
        if score < limits[form] or claimed(text.folded, start, words, 0):
            continue
        kind = kind_of(features)
        near = text.folded[max(0, start - _NEAR) : end + _NEAR]
        if kind == Cue.ONE_TIME_CODE and words.near[Cue.BANKING_CODE.value].search(near):
            kind = Cue.BANKING_CODE.value
        yield Verdict(start, end, form, kind, score, tuple(features))


_YEAR = re.compile(r"19[4-9][0-9]|20[0-3][0-9]")
_CHOSEN = frozenset({Cue.PIN.value, Cue.PASSCODE.value, CODE})
_BESIDE_CARDS = frozenset({Cue.CARD_CVV.value, CARD_NUMBER})
_NEAR = 60


def _may_be_code(folded: str, start: int, end: int, spoken_of: frozenset[str], words: Words) -> bool:
    """What needs no judge: an amount is none; three digits are one beside a card alone, and a year where a code that a
    person chose is spoken of."""
    if end - start == 3 and spoken_of.isdisjoint(_BESIDE_CARDS):
        return False
    if end - start == 4 and spoken_of.isdisjoint(_CHOSEN) and _YEAR.match(folded, start):
        return False
    return not is_other(folded, start, end, words)


def kind_of(features: Sequence[str]) -> str:
    """The kind that the features speak for most."""
    kinds = load_model().kinds
    return max(sorted(kinds), key=lambda kind: sum(kinds[kind].get(name, 0) for name in features))
