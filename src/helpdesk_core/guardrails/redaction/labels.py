"""Numbers that a label claims: "tracking number 4539…" is no card, though an issuer could have given it out."""

from __future__ import annotations

import re

from .words import Words

#: How cards are printed: four, four, four and four (and three); four, six and five.
_AS_PRINTED = re.compile(r"[0-9]{4}([ \-])(?:[0-9]{4}\1[0-9]{4}\1[0-9]{4}(?:\1[0-9]{3})?|[0-9]{6}\1[0-9]{4,5})")
#: A card's expiry behind its number.
_EXPIRY = re.compile(r"[^0-9]{1,14}(?:0[1-9]|1[0-2])\s?[/\-]\s?(?:20)?[2-4][0-9](?![0-9])")
_CLAUSE = re.compile(r"[.!?;]\s|\n")
_SAYS_NUMBER = re.compile(r"[:#=]|(?<![^\W_])(?:n[ro°]|num|\w{0,9}nummer|номер)")
#: Before a label: "numer" of "numer zamówienia to …".
_NUMBER_OF = re.compile(r"(?<![^\W_])(?:n[ro]\.?|num[a-z]{0,6}|номер)\s(?:(?:de|del|la|le|d)[\s'])?\Z")
_BEFORE, _BEHIND, _CARD_BEFORE, _CARD_BEHIND = 60, 50, 50, 36


def is_labelled(folded: str, start: int, end: int, words: Words) -> bool:
    """Whether a label before or behind claims the number that stands here. One printed as cards are needs more than
    a word beside it: "order no 4539 …", but not "for my order, 4539 …"."""
    begin = max(0, start - _BEFORE)
    label = words.numbered.search(folded, begin, start)
    if label is None:
        return words.numbered_behind.match(folded, end, end + _BEHIND) is not None
    if _AS_PRINTED.fullmatch(folded, start, end) is None or _SAYS_NUMBER.search(label.group()) is not None:
        return True
    named = _NUMBER_OF.search(folded, begin, label.start()) is not None
    return named or words.phrases.card.search(label.group()) is not None


def is_listed(between: str, words: Words) -> bool:
    """Whether a number goes on a list of such numbers: only signs, other numbers and "and" stand between."""
    return len(between) <= _BEFORE and words.numbered_next.fullmatch(between) is not None


def printed_card(folded: str, start: int, end: int, words: Words) -> int | None:
    """Where a number ends that begins here, is written as on a card, and stands behind a word for one and before its
    expiry: mistyped, it is one."""
    printed = _AS_PRINTED.match(folded, start, end)
    before = _CLAUSE.split(folded[max(0, start - _CARD_BEFORE) : start])[-1]
    if printed is None or _EXPIRY.match(folded, printed.end()) is None or not words.phrases.card.search(before):
        return None
    return printed.end()


def is_called_card(folded: str, start: int, end: int, words: Words) -> bool:
    """Whether the words round a number, or an expiry behind it, say that it is a card's; not its own label ("loyalty
    card"), nor how something was paid unless it is printed as on a card."""
    card = words.phrases.card
    label = words.numbered.search(folded, max(0, start - _BEFORE), start)
    before = _CLAUSE.split(folded[max(0, start - _CARD_BEFORE) : label.start() if label else start])[-1]
    behind = folded[end : end + _CARD_BEHIND]
    if not _AS_PRINTED.fullmatch(folded, start, end):
        before, behind = (words.everyday.paid.sub(" ", said) for said in (before, behind))
    return bool(card.search(before) or card.search(behind) or _EXPIRY.match(folded, end))
