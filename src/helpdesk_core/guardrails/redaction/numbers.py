"""Numbers that prove themselves: payment cards by issuer, length and Luhn; accounts by country, length and mod 97.

Sources: ISO/IEC 7812 (issuer prefixes, Luhn), ISO 13616 (IBAN). An IMEI passes Luhn too, but no issuer
uses 15 digits except under 34 and 37.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...base.digests import luhn
from .kinds import CARD_NUMBER, Cue
from .labels import is_called_card, is_labelled, is_listed, printed_card
from .words import Words, load_words

# Issuer prefixes (first, last, as many digits as written) and the lengths each issues.
_ISSUERS: tuple[tuple[str, str, tuple[int, ...]], ...] = (
    ("4", "4", (13, 16, 19)),
    ("51", "55", (16,)),
    ("2221", "2720", (16,)),
    ("34", "34", (15,)),
    ("37", "37", (15,)),
    ("300", "305", (14,)),
    ("36", "36", (14,)),
    ("38", "39", (14,)),
    ("6011", "6011", (16, 19)),
    ("644", "649", (16, 19)),
    ("65", "65", (16, 19)),
    ("3528", "3589", (16, 19)),
    ("62", "62", (16, 17, 18, 19)),
    ("5018", "5018", (16,)),
    ("5020", "5020", (16,)),
    ("5610", "5610", (16,)),
    ("5038", "5038", (16,)),
    ("6304", "6304", (16,)),
    ("6759", "6759", (16,)),
    ("6761", "6763", (16,)),
)
_BY_DIGIT = {digit: tuple(row for row in _ISSUERS if row[0][0] <= digit <= row[1][0]) for digit in "23456"}
_IBAN_LENGTHS = {
    "ad": 24,
    "at": 20,
    "be": 16,
    "bg": 22,
    "ch": 21,
    "cy": 28,
    "cz": 24,
    "de": 22,
    "dk": 18,
    "ee": 20,
    "es": 24,
    "fi": 18,
    "fr": 27,
    "gb": 22,
    "gr": 27,
    "hr": 21,
    "hu": 28,
    "ie": 22,
    "is": 26,
    "it": 27,
    "li": 21,
    "lt": 20,
    "lu": 20,
    "lv": 21,
    "mc": 27,
    "mt": 31,
    "nl": 18,
    "no": 15,
    "pl": 28,
    "pt": 25,
    "ro": 24,
    "rs": 22,
    "se": 24,
    "si": 19,
    "sk": 24,
    "sm": 27,
    "tr": 26,
    "ua": 29,
}
# A run of digits, each up to two separators from the next. Bounded, so that it stays linear.
_RUN = re.compile(r"[0-9](?<![0-9a-z].)(?:(?:[ \-./\n]|[ \-\n]{2})?[0-9]){12,40}(?![0-9])")
_IBAN = re.compile(r"[0-9]{2}(?:(?<=[a-z]{2}..)|(?<=[a-z]{2}[ \-]..))(?=(?P<rest>(?:[ \-]?[0-9a-z]){10,31}))")
# A British sort code with its account behind it.
_SORT_CODE = re.compile(
    r"([0-9]{2}(?<![0-9\-]..)-[0-9]{2}-[0-9]{2})[\s,/;]{1,4}(?:[a-z]{2,10}[.:]?\s){0,2}([0-9]{8})(?![0-9])"
)
#: A sort code behind its name, before or behind its account.
_SORT_NAMED = re.compile(r"s(?<![^\W_].)(?:ort|/c)[^0-9\n•]{0,8}([0-9]{2}[ \-]?[0-9]{2}[ \-]?[0-9]{2})(?![0-9\-])")
_LONGEST_CARD = 19
_NRB = 26


def is_card(digits: str) -> bool:
    """Whether an issuer gives out numbers like this one: its prefix, its length, its check digit."""
    for first, last, lengths in _BY_DIGIT.get(digits[:1], ()):
        if len(digits) in lengths and first <= digits[: len(first)] <= last:
            return len(set(digits)) > 1 and luhn(digits)
    return False


def _mod97(account: str) -> bool:
    turned = account[4:] + account[:4]
    return int("".join(str(int(char, 36)) for char in turned)) % 97 == 1


def find_numbers(folded: str) -> Iterator[tuple[int, int, str]]:
    """Spans of cards and accounts in a folded text, as (start, end, kind)."""
    for found in _IBAN.finditer(folded):
        if span := _iban(folded, found):
            yield (*span, Cue.BANK_ACCOUNT.value)
    for found in _SORT_CODE.finditer(folded):
        yield *found.span(1), Cue.BANK_ACCOUNT.value
        yield *found.span(2), Cue.BANK_ACCOUNT.value
    for found in _SORT_NAMED.finditer(folded) if "sort" in folded or "s/c" in folded else ():
        yield *found.span(1), Cue.BANK_ACCOUNT.value
    words, listed = load_words(), -1
    for run in _RUN.finditer(folded):
        start, end = run.span()
        goes_on = listed >= 0 and is_listed(folded[listed:start], words)
        claimed = goes_on or is_labelled(folded, start, end, words)
        listed = end if claimed else -1
        yield from _in_run(folded, run, claimed, words)


def _in_run(folded: str, run: re.Match[str], claimed: bool, words: Words) -> Iterator[tuple[int, int, str]]:
    """Behind a word for card the whole run, if it passes Luhn; else what proves itself in it. A label claims the whole
    run or, where that is several numbers ("order 88120 4539 …"), none of it."""
    start, end = run.span()
    places = [n for n in range(start, end) if folded[n].isdigit()]
    digits = "".join(folded[n] for n in places)
    found = list(_windows(digits, places))
    if claimed and all(number[:2] == (start, end) for number in found):
        return iter(found if is_card(digits) and is_called_card(folded, start, end, words) else ())
    named = words.phrases.card.search(folded, max(0, start - 40), start) is not None
    if named and len(digits) <= _LONGEST_CARD and luhn(digits) and not digits.startswith("89"):
        return iter([(start, end, CARD_NUMBER)])
    if not found and (printed := printed_card(folded, start, end, words)) is not None:
        return iter([(start, printed, CARD_NUMBER)])
    return iter(found)


def _iban(folded: str, found: re.Match[str]) -> tuple[int, int] | None:
    start = found.start() - 2 - (folded[found.start() - 1] in " -")
    length = _IBAN_LENGTHS.get(folded[start : start + 2])
    if length is None or folded[max(0, start - 1) : start].isalnum():
        return None
    places = [n for n in range(start, found.end("rest")) if folded[n].isalnum()][:length]
    account = "".join(folded[n] for n in places)
    if len(account) == length and _mod97(account):
        return start, places[-1] + 1
    return None


#: How many digits a card or a Polish account has.
_WINDOWS = (*range(13, _LONGEST_CARD + 1), _NRB)


def _windows(digits: str, places: list[int]) -> Iterator[tuple[int, int, str]]:
    """Cards and Polish accounts in a run of digits: the whole, or some of its groups."""
    groups = [n for n in range(len(places)) if n == 0 or places[n] != places[n - 1] + 1] + [len(places)]
    done, ends = 0, set(groups)
    for start in groups[:-1]:
        if start < done:
            continue
        for end in (start + length for length in _WINDOWS if start + length in ends):
            kind = _kind(digits[start:end])
            if kind is not None:
                yield places[start], places[end - 1] + 1, kind
                done = end
                break


def _kind(digits: str) -> str | None:
    if len(digits) == _NRB and _mod97("pl" + digits):
        return Cue.BANK_ACCOUNT.value
    return CARD_NUMBER if 13 <= len(digits) <= _LONGEST_CARD and is_card(digits) else None
