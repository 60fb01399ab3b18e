"""What one message says about the next: an announcement without its value, a question that asks for one, and the bare
answer to either."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .codes import code_at, first_code, spelled
from .context import Span, Text
from .kinds import CARD_NUMBER, Cue, Shape
from .values import looks_secret, token_at
from .words import ACCESS, CODE, LOGIN, load_words

_BANK = re.compile(r"[a-z]{0,2}[0-9][0-9 \-]{5,38}")
#: An account comes in several numbers, and behind a card its check number.
_GOES_ON = {cue.value: cue for cue in Cue if cue.traits.shape is Shape.ACCOUNT} | {CARD_NUMBER: Cue.CARD_CVV}
_TAIL = 160
"""What a message announces stands at its end."""
_EXPIRY = re.compile(r"[^0-9]{0,16}(?:0[1-9]|1[0-2])\s?/\s?(?:20)?[0-9]{2}\.?")


def find_answer(text: Text, cue: Cue) -> list[Span]:
    """The value of a short message behind an announcement: bare, or behind a word like "it's"."""
    folded, words = text.folded, load_words()
    lead = words.phrases.lead.match(folded)
    place = lead.end() if lead else 0
    rest = folded[place:].strip()
    if not rest or len(rest) > 240 or rest.endswith("?"):
        return []
    if cue.traits.shape is Shape.PHRASE:
        known = [word for word in re.finditer(r"[a-z]{3,8}", folded) if word.group() in words.seeds]
        many = len(known) >= 3 and len(known) * 2 >= len(folded.split())
        return [(known[0].start(), known[-1].end(), cue.value)] if many else []
    if cue.traits.shape is Shape.ACCOUNT:
        found = _BANK.match(folded, place)
        ends = found is not None and not folded[found.end() :].strip(" .,!")
        return [(found.start(), found.end(), cue.value)] if found is not None and ends else []
    if cue.traits.shape is Shape.NUMBER:
        return _number_answer(text, place, cue)
    token = token_at(text, place, words, strict=False)
    if token is None:
        return []
    behind = folded[token[1] :].strip(" .,!\"'`)")
    if not behind or looks_secret(text, token):
        return [(*token, cue.value)]
    return []


def _number_answer(text: Text, place: int, cue: Cue) -> list[Span]:
    folded, words = text.folded, load_words()
    span = code_at(folded, place, cue.value, words) or spelled(folded, place, words)
    if span is None and len(folded.split()) <= 12:
        span = first_code(folded, place, len(folded), cue.value, words)
    if span is None and cue.traits.may_be_word:
        token = token_at(text, place, words, strict=False)
        alone = token is not None and not folded[token[1] :].strip(" .,!")
        span = token if token is not None and (alone or looks_secret(text, token)) else None
    return [] if span is None else [(*span, cue.value)]


def announced(folded: str, kept: Cue | None, spans: Sequence[Span], triggers: Sequence[Span]) -> Cue | None:
    """The kind that this message promises or asks for, and does not hold; else the earlier one, where this message only
    says "one moment" or asks "why?"; another question ends it. What comes in several numbers is waited for until
    something else is said."""
    if spans:
        return _GOES_ON.get(spans[-1][2]) if len(folded) < 60 else None
    if kept is Cue.CARD_CVV and _EXPIRY.fullmatch(folded.strip()):
        return kept
    words = load_words()
    tail = folded[-_TAIL:]
    first = len(folded) - _TAIL
    kinds = [kind for start, _, kind in triggers if start >= first and kind not in ("", ACCESS)]
    if kinds:
        asked = folded.rstrip().endswith("?")
        kinds = [
            Cue.ONE_TIME_CODE.value if kind == CODE else Cue.PASSWORD.value if kind == LOGIN else kind for kind in kinds
        ]
        told = asked or folded.rstrip().endswith(":") or words.phrases.promise.search(tail)
        if words.negations.search(tail) and not told:
            return Cue(kinds[-1]) if words.phrases.wrong.search(tail) else None
        return Cue(kinds[-1])
    if kept is None and words.phrases.give.fullmatch(folded):
        return Cue.ONE_TIME_CODE
    goes_on = len(folded.split()) <= (3 if "?" in folded else 12) and not any(map(str.isdigit, folded))
    return kept if goes_on and words.guards.search(folded.rstrip(" .:!?") + " ") is None else None
