"""Decides about what could be a secret: a small linear model over `features`, trained by ``nox -s train``.

What it was trained on stands in ``tools/redaction``. It adds to what the rules found, and takes back of theirs only
what it is sure is none.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from math import inf
from operator import itemgetter

import attrs

from .candidates import CODED, NUMBER, PLAIN, propose
from .codes import is_other
from .context import Span, Text, claimed, is_denied
from .features import Seen
from .kinds import CARD_NUMBER, WORDS, Caution, Cue
from .masks import MASK, compact
from .signs import KNOWN
from .values import SIGNS
from .weights import load_model
from .words import CODE, Words, load_words

_LIMITS: Mapping[Caution, Mapping[str, float]] = {
    Caution.CAREFUL: {NUMBER: 0.4, CODED: -0.9, PLAIN: -0.3},
    Caution.BALANCED: {NUMBER: 1.1, CODED: -0.2, PLAIN: 0.4},
}
"""Surer of numbers: many are harmless, while a coined word is seldom anything else."""
_UNSPOKEN: Mapping[str, float] = {NUMBER: 0.0, CODED: 0.4, PLAIN: 1.5}
"""And so much surer where nothing in the message speaks of secrets: most of such messages hold none."""
_CALLED = 1.6
"""And once more of a word with digits before it there: a blank left out."""

#: How sure it must be of the contrary to take back what a rule found.
_DOUBTS: Mapping[Caution, Mapping[str, float]] = {
    Caution.CAREFUL: {NUMBER: -1.2, PLAIN: -4.0},
    Caution.BALANCED: {NUMBER: -0.8, PLAIN: -4.0},
}
#: And how much surer where the word that announced it means nothing else: "PIN", "passcode".
_PLAINLY_SAID: Mapping[Caution, float] = {Caution.CAREFUL: -3.0, Caution.BALANCED: -1.5}


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
    by_form, limits, words = load_model().secret, _LIMITS[caution], load_words()
    for start, end, form, features in considered(text, triggers, cue, removed):
        score = by_form[form].total(features)
        least = limits[form] + (0.0 if cue or triggers or removed else _unspoken(form, text.folded[start:end]))
        if score < least or (cue is None and not triggers and not removed and _is_alone(text, start, end)):
            continue
        if form == PLAIN and (
            words.negations.search(text.folded, start, end) or _is_over(text.folded, start, triggers, words)
        ):
            continue  # "your password is safe with you: we do not ask for it"
        if _is_named(text.folded, start, end, triggers) or _is_called_out(text.folded, start, end, words):
            continue
        if form == CODED and (_is_put_together(text, start, end) or claimed(text.folded, start, words, 0)):
            continue
        if form == NUMBER and text.folded[max(0, start - 1) : start] in ("#", "/") and score < least + _CALLED:
            continue  # an order, rather than a gate
        kind = kind_of(features)
        near = text.folded[max(0, start - _NEAR) : end + _NEAR]
        if kind == Cue.ONE_TIME_CODE and words.near[Cue.BANKING_CODE.value].search(near):
            kind = Cue.BANKING_CODE.value
        yield Verdict(start, end, form, kind, score, tuple(features))


def doubted(
    folded: str, plain: str, triggers: Sequence[Span], every: Sequence[Span], ruled: Sequence[Span], caution: Caution
) -> set[Span]:
    """Those of the spans ``ruled`` that vague words announced and that are none, for all that the judge sees: "the code
    of the shade 2979". ``every`` are they and the others, with the placeholders of an earlier pass: each is seen as of
    one length, so that a second pass doubts the same."""
    ends = [end for _, end, _ in triggers]
    several = sum([kind == Cue.BANK_ACCOUNT for _, _, kind in every]) > 1
    found: set[Span] = set()
    for span in ruled:
        form, said = _doubtful(folded, span, triggers, ends)
        if form is None or (several and span[2] == Cue.BANK_ACCOUNT):
            continue
        start, end, _ = span
        first, last = max(0, start - _ROUND), end + _ROUND
        text, moved = compact(folded, plain, _within(every, first, last), first, last)
        near = [(moved(at), moved(at) + to - at, kind) for at, to, kind in _within(triggers, first, last)]
        removed = [(moved(at), moved(at) + MASK, kind) for at, _, kind in _within(every, first, last)]
        seen = Seen(text, near, None, removed)
        features = seen.features(moved(start), moved(start) + MASK, form, (folded[start:end], plain[start:end]))
        least = _DOUBTS[caution][form] + (_PLAINLY_SAID[caution] if said else 0)
        if load_model().secret[form].total(features) < least:
            found.add(span)
    return found


def _within(spans: Sequence[Span], first: int, last: int) -> Sequence[Span]:
    """Those of the spans, which are in order, that lie between two places."""
    return [span for span in spans[bisect_left(spans, (first,)) : bisect_left(spans, (last,))] if span[1] <= last]


_ROUND = 180
"""More than is looked at, however long what was found there is."""
#: Words that announce much else too: "code", "account".
_VAGUE = frozenset({CODE, Cue.BANK_ACCOUNT.value})
_LABELLED = re.compile(r"\s{0,2}[:=]\s{0,3}[\"']?")
_FAR, _RIGHT_BEHIND = 140, 12


def _doubtful(folded: str, span: Span, triggers: Sequence[Span], ends: Sequence[int]) -> tuple[str | None, bool]:
    """The form of a span that may be none, an ordinary word or a number that no sign parts from its word; else None.
    And whether the word means nothing but secrets."""
    start, end, kind = span
    place = bisect_right(ends, start) - 1
    before = place >= 0 and start - ends[place] <= _FAR
    if kind in WORDS:
        return (PLAIN if before and folded[start:end].isalpha() else None), False
    if not before or not 3 <= end - start <= 11 or _LABELLED.fullmatch(folded, ends[place], start):
        return None, False
    said = triggers[place][2] not in _VAGUE
    if said and start - ends[place] < _RIGHT_BEHIND:
        return None, True  # "the PIN is 4821"
    digits = sum(map(str.isdigit, folded[start:end]))
    most = 7 if kind == Cue.BANK_ACCOUNT else 9
    return (NUMBER if 3 <= digits <= most and not any(map(str.isalpha, folded[start:end])) else None), said


def considered(
    text: Text, triggers: Sequence[Span], cue: Cue | None, removed: Sequence[Span]
) -> Iterator[tuple[int, int, str, Collection[str]]]:
    """What could be a secret and is not told to be something else, as (start, end, form, what is seen of it)."""
    seen: Seen | None = None
    words = load_words()
    spoken_of: frozenset[str] | None = None
    for start, end, form in propose(text, triggers, words, asked=cue is not None, plain=True):
        if spoken_of is None:
            spoken_of = frozenset([kind for _, _, kind in (*triggers, *removed)] + ([cue.value] if cue else []))
        if form == NUMBER and not _may_be_code(text.folded, start, end, spoken_of, words):
            continue
        if claimed(text.folded, start, words, 0) and not (
            words.of["owners"].search(text.folded, max(0, start - 16), start)
            or (form == CODED and not SIGNS.isdisjoint(text.folded[start:end]))
        ):
            continue  # "order 48213"; but "phone 4821" may be its code, and "login Kite_7" no name
        seen = seen or Seen(text, triggers, cue, removed)
        yield start, end, form, seen.features(start, end, form)


_OVER = re.compile(r"[.!][ \t]{0,3}\n")


def _is_over(folded: str, start: int, triggers: Sequence[Span], words: Words) -> bool:
    """Whether the nearest word before is of a secret that there is none of, and its sentence ended with its line: "We
    never ask for passwords.⏎Regards". An ordinary word behind that is about something else."""
    place = bisect_left(triggers, (start,)) - 1
    if place < 0 or not is_denied(folded, triggers[place][0], words):
        return False
    return _OVER.search(folded, triggers[place][1], start) is not None


def _is_named(folded: str, start: int, end: int, triggers: Sequence[Span]) -> bool:
    """Whether it is a word for a secret and no secret, with signs behind it: "I forgot my password!"."""
    place = bisect_left(triggers, (start,))
    if place == len(triggers) or triggers[place][0] != start:
        return False
    return not any(map(str.isalnum, folded[triggers[place][1] : end]))


_CALLED_OUT = re.compile(r"[^\W\d_]{2,30}!{1,3}")
_RIGHT_BEFORE = re.compile(r"(?:[:=\"'`>(]|(?P<word>[^\W\d_]+))\s?\Z")


def _is_called_out(folded: str, start: int, end: int, words: Words) -> bool:
    """Whether it is a word with an exclamation mark that nothing right before it announces, as people write every day:
    "Urgent! It smokes.", "No password needed!"."""
    found = _CALLED_OUT.match(folded, start)
    if found is None or found.end() < end:
        return False
    before = _RIGHT_BEFORE.search(folded, max(0, start - 16), start)
    if before is None or found.group().rstrip("!") in words.stop:
        return True
    return before["word"] is not None and not words.connectors.fullmatch(before["word"])


#: "iPadMini", "PostgreSQL", "MacBookPro".
_CAMEL = re.compile("[a-z]{0,3}(?:[A-Z]{1,3}[a-z]{2,14}){1,5}[A-Z]{0,4}")
#: "E27-Fassung", "Windows-10-Update", "re-soldering", "15,5V1100mA": parts, and what is done to them.
_TECHNICAL = re.compile(
    r"[A-Za-z]{1,2}[0-9]{1,3}-[A-Z\u00c0-\u00de]?[a-z\u00df-\u017e]{4,20}|[Ww]indows-[0-9]{1,2}(?:-[^\W\d_]{2,20})?"
    r"|[Rr]e-[a-z]{4,14}|[0-9]{1,3}(?:[.,][0-9])?[AVW][0-9.,]{1,6}m?[AVW]h?"
)
_AMOUNT = re.compile(r"[0-9]{1,4}([^\W\d_]{3,20})")
_OF_AMOUNTS = frozenset({"unit", "expire", "time", "money"})


def _is_put_together(text: Text, start: int, end: int) -> bool:
    """Words without a blank between, however they stand; a part with its size; an amount with its unit: "20minutes"."""
    if _CAMEL.fullmatch(text.plain, start, end) or _TECHNICAL.fullmatch(text.plain, start, end):
        return True
    amount = _AMOUNT.fullmatch(text.folded, start, end)
    return amount is not None and not _OF_AMOUNTS.isdisjoint(KNOWN[amount[1]].senses)


def _unspoken(form: str, value: str) -> float:
    if form == PLAIN and value[-1] == "!":
        return inf  # "Try Arnold!" says nothing of secrets
    return _UNSPOKEN[form] + (_CALLED if form == CODED and value[0].isdigit() and value[-1].isalpha() else 0)


def _is_alone(text: Text, start: int, end: int) -> bool:
    """Whether there is not a word besides, but some capitals as on number plates: a name, a device and a phone number
    are as likely as a password then."""
    if len(text.folded) - (end - start) > _FEW:
        return False
    besides = f"{text.plain[:start]} {text.plain[end:]}"
    return besides.upper() == besides or not _A_WORD.search(besides)


_A_WORD = re.compile(r"[^\W_]{3}")
_FEW = 8
"""Signs and spaces around a word that stands alone."""


_BESIDE_CARDS = frozenset({Cue.CARD_CVV.value, CARD_NUMBER})
_NEAR = 60


def _may_be_code(folded: str, start: int, end: int, spoken_of: frozenset[str], words: Words) -> bool:
    """What needs no judge: an amount is none; three digits are one only where a card is spoken of, or something to
    be typed or opened."""
    if end - start == 3 and spoken_of.isdisjoint(_BESIDE_CARDS):
        first, last = max(0, start - _NEAR), end + _NEAR
        if not any(words.of[name].search(folded, first, last) for name in ("cards", "codes")):
            return False
    return not is_other(folded, start, end, words)


def kind_of(features: Collection[str]) -> str:
    """The kind that the features speak for most."""
    kinds = load_model().kinds
    return max(zip(kinds.totals(features), kinds.names, strict=True), key=itemgetter(0))[1]
