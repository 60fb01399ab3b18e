"""Numbers that words announce: PINs, device codes, one-time, banking and card codes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .context import (
    FAR,
    NEAR,
    SENTENCE,
    SPACE,
    STRONG,
    WORD,
    Span,
    Text,
    behind_quote,
    claimed,
    clause,
    is_denied,
    is_strong,
)
from .kinds import Cue
from .values import ends_clause, looks_secret, token_at
from .words import CODE, Words

_DIGITS = r"(?:[0-9](?:[ \-.][0-9]){%d,%d}|[0-9]{2,4}(?:[ \-][0-9]{2,4}){1,3}|[0-9]{%d,%d})(?![0-9])"


_PATTERN = re.compile(r"[0-9](?:\s?[\->,]\s?[0-9]){3,8}(?![0-9])")


#: How many digits a value of a kind has.
_LENGTHS = {CODE: (4, 8)} | {cue.value: cue.traits.digits for cue in Cue}


_NUMBER = {kind: re.compile(_DIGITS % (low - 1, high - 1, low, high)) for kind, (low, high) in _LENGTHS.items()}


_NOT_BEFORE = re.compile(r"[0-9][.,/:\-+]?\Z|[0-9]\s\Z|[a-z][/\-+.]?\Z|[+#$€£/]\s?\Z|(?<![\w])v\.?\Z|0x\Z|\*\*\Z")

#: The same where a judge decides: "#2647" opens a gate, "1/4821" may be a list.
_PART_OF_IT = re.compile(
    r"[0-9][.,/:\-+]?\Z|[0-9]\s\Z|[a-z][/\-+.]?\Z(?<!\bg-)|[+$€£]\s?\Z|(?<![\w])v\.?\Z|0x\Z|\*\*\Z"
)


def find_code(text: Text, start: int, end: int, limit: int, kind: str, words: Words) -> Iterator[Span]:
    """The first number behind the word that is of its kind, and those that "or" joins to it; else the one before."""
    folded = text.folded
    stop = min(clause(folded, end, FAR), limit)
    span = first_code(folded, end, stop, kind, words, is_denied(folded, start, words)) or _alone_behind(
        folded, stop, limit, kind, words
    )
    if span is None and kind == Cue.ONE_TIME_CODE.value:
        span = _setup_key(folded, end, stop) or _mixed_code(text, end, stop, words)
    elif span is None and kind == Cue.PASSCODE.value:
        span = _worded_code(text, end, stop, words)
    span = span or _number_before(folded, start, kind, words)
    while span is not None:
        yield (*span, _name(text, span, kind, end))
        joined = words.phrases.another.match(folded, span[1])
        near = joined is not None and joined.end() < min(limit, clause(folded, span[1], 30))
        another = code_at(folded, joined.end(), kind, words, span[1]) if joined is not None and near else None
        span = another or _changed_to(folded, span, limit, kind, words)


def _name(text: Text, span: tuple[int, int], kind: str, end: int) -> str:
    """The kind to remove it as. A bare "code" of four digits is a device's, a longer one came by message; "as I said:
    482113" avoids to name it."""
    if kind == CODE:
        devices = text.folded[end - 1] == ":" or span[1] - span[0] == 4
        return Cue.PASSCODE.value if devices else Cue.ONE_TIME_CODE.value
    if kind == Cue.ONE_TIME_CODE.value and _WRITTEN.fullmatch(text.plain, *span):
        return Cue.PASSWORD.value
    return kind


def _changed_to(folded: str, span: tuple[int, int], limit: int, kind: str, words: Words) -> tuple[int, int] | None:
    """ "It was 5566 but since Monday it's 7788": one as long, behind a connector in the same sentence."""
    stop = min(limit, clause(folded, span[1], 60))
    length = span[1] - span[0]
    for digits in _DIGIT_RUN.finditer(folded, span[1] + 1, stop):
        if digits.end() - digits.start() != length:
            continue
        other = code_at(folded, digits.start(), kind, words, span[1])
        if other is None or other[1] - other[0] != length:
            continue
        between = folded[span[1] : other[0]]
        if words.negations.search(between):
            return None
        since = _SINCE.fullmatch(between) and _AT_THE_END.match(folded, other[1])
        return other if since or (is_strong(between, words) and between.strip() != ",") else None
    return None


_DIGIT_RUN = re.compile(r"[0-9]+")
#: ", seit Montag ": a comma, and two or three words without another number.
_SINCE = re.compile(r",\s(?:[^\W\d_]{1,14}\s){2,3}")


def first_code(
    folded: str, start: int, stop: int, kind: str, words: Words, denied: bool = False
) -> tuple[int, int] | None:
    """The first number of that kind in a stretch that nothing else claims."""
    for place in starts(folded, start, stop, words):
        span = code_at(folded, place, kind, words, start)
        if span is None:
            continue
        between = folded[start : span[0]]
        weak = kind == CODE or len(between) > NEAR or "," in between or "\n" in between.strip(" \n")
        strong = is_strong(between, words) or _is_explained(folded, start, span[1], words)
        if kind == CODE:
            strong = strong or _TWICE_THREE.fullmatch(folded[span[0] : span[1]]) is not None
            bare = not between.strip() and folded[start - 1] != ":"  # "code 482913", but no "code 4821"
            usual = span[1] - span[0] in ((6, 7) if bare else (4, 6, 7, 8))
        else:
            strong, usual = strong or _is_apart(folded, between, span), True
        if usual and (strong or not (weak or denied or words.negations.search(between))):
            return span
    return None


#: An unlock pattern: five to nine of nine points, none twice.
_POINTS = re.compile(r"[0-9](?<![0-9a-z.,/\-].)(?:\s?(?:-|->|>)\s?[0-9]){4,8}(?!\s?[\-./>]?[0-9a-z])")


def find_pattern(folded: str) -> Iterator[Span]:
    """Unlock patterns wherever they stand: no date, range or model is written so."""
    for found in _POINTS.finditer(folded) if "-" in folded or ">" in folded else ():
        points = [char for char in found.group() if char.isdigit()]
        if len(set(points)) == len(points):
            yield (*found.span(), Cue.PASSCODE.value)


_FIRST_WORD = re.compile(r"\s{1,2}([^\W\d_][\w']{0,8})")
_AT_THE_END = re.compile(r"[)\"']?\s{0,2}(?:[.,!;\n)]|$)")


def _is_explained(folded: str, start: int, end: int, words: Words) -> bool:
    """ "The PIN is the year I was born, 1967": a connector right behind the word, and the number at the end."""
    found = _FIRST_WORD.match(folded, start)
    if found is None or words.connectors.fullmatch(found.group(1)) is None or words.negations.search(folded[start:end]):
        return False
    return _AT_THE_END.match(folded, end) is not None


_COMMA_BEFORE = re.compile(r"[^\W\d_][^,\n]{0,60},\s(?:[^\W\d_]{2,8}\s)?\Z")
_TWICE_THREE = re.compile(r"[0-9]{3} [0-9]{3}")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")


def _is_apart(folded: str, between: str, span: tuple[int, int]) -> bool:
    """ "The PIN of the card, 7713, is in the box": four or six digits between commas that are not a year."""
    value = folded[span[0] : span[1]]
    return (
        len(value) in (4, 6)
        and value.isdigit()
        and not _YEAR.fullmatch(value)
        and _COMMA_BEFORE.search(between) is not None
        and _AT_THE_END.match(folded, span[1]) is not None
    )


_STARTS = re.compile(r"(?<![0-9a-z•])(?:g-)?[0-9]")


def starts(folded: str, start: int, stop: int, words: Words) -> list[int]:
    """Where a number may begin: at a digit, or at the first of several digits in words."""
    places = [found.start() for found in _STARTS.finditer(folded, start, stop)]
    return sorted({*places, *(found.start() for found in words.spelled.finditer(folded, start, stop))})


_SENT = frozenset(cue.value for cue in Cue if cue.traits.sent)
_PHONE = re.compile(r"[0-9]{3}[ \-][0-9]{3}[ \-][0-9]{3}")
#: A longer number, in groups: a phone.
_GOES_ON = re.compile(r"[ \-][0-9]{3}")


def code_at(folded: str, place: int, kind: str, words: Words, floor: int = 0) -> tuple[int, int] | None:
    """The number of that kind that begins here, if nothing says that it is another thing."""
    if folded.startswith("g-", place):
        place += 2
    elif not folded[place : place + 1].isdigit():
        return spelled(folded, place, words)
    elif _NOT_BEFORE.search(folded[max(floor, place - 3) : place]) or claimed(folded, place, words, floor):
        return None
    found = _PATTERN.match(folded, place) if kind == Cue.PASSCODE.value else None
    found = found or _NUMBER[kind].match(folded, place)
    if found is None or words.phrases.units.match(folded, found.end()) or _GOES_ON.match(folded, found.end()):
        return None
    digits = sum(char.isdigit() for char in found.group())
    if kind in _SENT and _PHONE.fullmatch(found.group()):
        return None
    low, high = _LENGTHS[kind]
    return found.span() if low <= digits <= high else None


def is_other(folded: str, start: int, end: int, words: Words) -> bool:
    """Whether signs, a unit or digits beside a number say that it is a price, a date, a part of something longer."""
    return (
        _PART_OF_IT.search(folded, max(0, start - 3), start) is not None
        or words.phrases.units.match(folded, end) is not None
        or _GOES_ON.match(folded, end) is not None
        or _PHONE.fullmatch(folded, start, end) is not None
    )


def spelled(folded: str, place: int, words: Words) -> tuple[int, int] | None:
    """Digits in words: "siedem trzy zero jeden"."""
    found = words.spelled.match(folded, place)
    return None if found is None else found.span()


_LEAD = re.compile(r"[.!?;:\]\s>\"']{0,6}(?:(?:[^\W\d_]{1,12}\s){0,4}[^\W\d_]{1,12}[:,]\s{0,2})?")


def _alone_behind(folded: str, stop: int, limit: int, kind: str, words: Words) -> tuple[int, int] | None:
    """Behind the end of the question: a number that begins the next sentence after a connector, or stands alone."""
    if (quoted := behind_quote(folded, stop)) > stop and folded.startswith(">", folded.rfind("\n", 0, stop) + 1):
        stop = quoted
    behind = _LEAD.match(folded, stop)
    place = behind.end() if behind else stop
    for _ in range(4):
        word = words.connectors.match(folded, place) or WORD.match(folded, place)
        if word is None or not (word.group() in words.fillers or words.connectors.fullmatch(word.group())):
            break
        place = word.end() + len(SPACE.match(folded, word.end()).group())  # type: ignore[union-attr]
        if strong := STRONG.match(folded, place):
            place = strong.end()
    if place >= limit or place - stop > 40:
        return None
    return code_at(folded, place, kind, words, stop)


def _number_before(folded: str, start: int, kind: str, words: Words) -> tuple[int, int] | None:
    """ "4821 is my PIN", "774120 to kod z SMS-a"."""
    stretch = folded[max(0, start - 44) : start]
    base = start - len(stretch)
    best = None
    for place in starts(folded, base, start, words):
        span = code_at(folded, place, kind, words)
        if span is None or span[1] > start:
            continue
        between = folded[span[1] : start]
        if (
            words.phrases.link.fullmatch(between)
            or words.phrases.of.match(folded, span[1] + 1, start)
            or (is_strong(between, words) and len(between) < 24 and not SENTENCE.search(between + " x"))
        ):
            best = span
    return best


#: Small letters and digits: no service sends such a code.
_WRITTEN = re.compile(r"(?=\S{0,40}[0-9])(?=\S{0,40}[a-z])\S+")
_SETUP_KEY = re.compile(
    r"(?<![0-9a-z])(?:(?:[a-z2-7]{4}[ \-]){3,15}[a-z2-7]{4}|(?=[a-z]{0,31}[2-7])[a-z2-7]{16,32})(?![0-9a-z])"
)


def _setup_key(folded: str, start: int, stop: int) -> tuple[int, int] | None:
    """What an authenticator is set up with: base 32, often in groups of four (RFC 6238)."""
    found = _SETUP_KEY.search(folded, start, min(len(folded), stop + 80))
    return found.span() if found is not None and any(char in "234567" for char in found.group()) else None


_MIXED = re.compile(r"(?=[A-Z0-9]{0,6}[A-Z])(?=[A-Z0-9]{0,6}[0-9])[A-Z0-9]{5,7}(?![\w\-/]|[.,][0-9])")


def _mixed_code(text: Text, start: int, stop: int, words: Words) -> tuple[int, int] | None:
    """Capitals and digits: "the code is 5KX9D"; or whatever looks like a secret right behind the word."""
    place = start
    for _ in range(4):
        strong = STRONG.match(text.folded, place) or SPACE.match(text.folded, place)
        place = strong.end() if strong else place
        mixed = _MIXED.match(text.plain, place)
        if mixed is not None and place < stop and not claimed(text.folded, place, words, start):
            return mixed.span()
        word = WORD.match(text.folded, place)
        if word is None or not (word.group() in words.fillers or words.connectors.fullmatch(word.group())):
            break
        place = word.end()
    return token_at(text, start + 1, words, strict=True, floor=start)


_PLAIN = re.compile(r"\s{1,2}(?:is|to|jest|ist|es|est|lautet)\s{1,2}")


def _worded_code(text: Text, start: int, stop: int, words: Words) -> tuple[int, int] | None:
    """A device's code that is a word: "passcode: Rex2012"."""
    strong = STRONG.match(text.folded, start) or _PLAIN.match(text.folded, start)
    if strong is None or strong.end() >= stop:
        return None
    span = token_at(text, strong.end(), words, strict=False, floor=start)
    if span is None:
        return None
    other = words.phrases.another.match(text.folded, span[1])
    if other is not None and text.folded.startswith("•", other.end()):
        return None  # "finger or [PASSCODE]": the code was removed before
    value = text.folded[span[0] : span[1]]
    plain_word = value.isalpha()
    return (
        span
        if (plain_word and len(value) <= 12 and ":" in strong.group() and ends_clause(text.folded, span[1], words))
        or looks_secret(text, span)
        else None
    )
