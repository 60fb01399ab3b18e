"""Values that words announce: "my PIN is", "hasło:", "1234 is my code". On the folded text, with a bound on every
search, so that the cost of a message grows with its length alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from .codes import code_at, find_code, find_pattern
from .context import FAR, Span, Text, claimed, is_strong
from .disguised import find_disguised
from .kinds import WORDS, Cue, Shape
from .lists import find_account, find_bare_seed, find_key, find_recovery_codes, find_seed
from .made_up_passwords import find_called, find_coined, find_mixed
from .passwords import find_login, find_password
from .values import token_at
from .words import ACCESS, CODE, LOGIN, Words, kind_of, load_words


def find_triggers(folded: str) -> list[Span]:
    """The words for secrets, with the kind of each; a phrase that looks like one has none. A closing tag's word
    announces nothing."""
    triggers = [
        (found.start(), found.end(), kind_of(found.group()))
        for found in load_words().triggers.finditer(folded)
        if not folded.endswith("</", 0, found.start())
    ]
    return sorted([*triggers, *more]) if (more := list(find_disguised(folded, triggers))) else triggers


def find_worded(text: Text, triggers: Sequence[Span]) -> Iterator[Span]:
    """Spans of values behind their words, or before them."""
    words = load_words()
    found = [trigger for trigger in triggers if trigger[2]]
    doors = [one[1] for one in found if one[2] in _DOORS]
    found = [one for one in found if one[2] != ACCESS and not _is_bare_key(text.folded, one, words)]
    found = [
        one for one, before in zip(found, [None, *found], strict=False) if not _is_attribute(text.folded, one, before)
    ]
    yield from find_bare_seed(text.folded)
    yield from _unannounced(text.folded, found, words)
    yield from find_pattern(text.folded)
    yield from find_mixed(text, words)
    yield from find_called(text, words)
    yield from find_coined(text, doors, words)
    for pair in _PAIR.finditer(text.folded) if doors or "@" in text.folded else ():
        if (value := token_at(text, pair.end(), words, strict=True, floor=pair.end())) is not None:
            yield (*value, Cue.PASSWORD.value)
    for code in _BEHIND_EXPIRY.finditer(text.folded) if "••" in text.folded else ():
        yield (*code.span("value"), Cue.CARD_CVV.value)
    done = 0
    for number, (start, end, kind) in enumerate(found):
        if start < done:
            continue
        limit = found[number + 1][0] if number + 1 < len(found) else len(text.folded)
        masked = text.folded.find("•", end, min(limit, end + FAR))
        if masked >= 0:  # what stood there was removed already
            limit = masked
            if _is_answered(text.folded[end:masked], kind, words):
                continue
        kind = _which(text.folded, start, end, kind, words)
        for span in _values(text, start, end, limit, kind, words):
            if span[0] >= done or span[1] <= start:
                done = max(done, span[1])
                yield span


def _is_answered(between: str, kind: str, words: Words) -> bool:
    """Whether what was removed behind these words was the value: in the same clause, behind what announces it."""
    if len(between) < 4:
        return True
    if _ENDS.search(between.rstrip(" :=>")) or not is_strong(between, words):
        return False
    return kind in WORDS or not any(map(str.isdigit, between))


_ENDS = re.compile(r"[.,;!?\n]")
_DOORS = frozenset({ACCESS, LOGIN, *(cue.value for cue in Cue if cue.traits.opens)})


def _is_bare_key(folded: str, trigger: Span, words: Words) -> bool:
    start, end, _ = trigger
    return folded[start:end] in words.phrases.keys and not words.phrases.network.search(
        folded, max(0, start - 70), start
    )


def _unannounced(folded: str, found: Sequence[Span], words: Words) -> Iterator[Span]:
    """Numbers that a verb asks to put in somewhere, or that came by message, and one that "or" joins to such a one."""
    for number in _NUMBER.finditer(folded):
        start, end = number.span()
        kind = _put_in(folded, start, end, found, words) or _came_in(folded, start, end, words)
        if kind is None:
            continue
        yield start, end, kind
        other = words.phrases.another.match(folded, end)
        if other is not None and (second := code_at(folded, other.end(), kind, words, end)) is not None:
            yield (*second, kind)


def _put_in(folded: str, start: int, end: int, found: Sequence[Span], words: Words) -> str | None:
    """ "Enter 902177 to verify", "type 9090", with a word for such a code not far."""
    before = words.phrases.used.search(folded, max(0, start - 30), start)
    if before is None and not words.phrases.put_behind.match(folded, end):
        return None
    begin = max(0, (start if before is None else before.start()) - 60)
    said = next((kind for at, _, kind in found if begin <= at < end + 50 and kind in _TYPED_IN), None)
    return said or _nearest(folded[begin : end + 50], words)


def _came_in(folded: str, start: int, end: int, words: Words) -> str | None:
    """ "I got 448812"; "774 120", as an SMS writes it, near words for such a code."""
    if words.phrases.units.match(folded, end) or claimed(folded, start, words, max(0, start - 30)):
        return None
    if words.phrases.opens.match(folded, end):
        return Cue.PASSCODE.value
    if words.phrases.yours.match(folded, end):
        return Cue.ONE_TIME_CODE.value
    got = end - start == 6 and words.phrases.got.search(folded, max(0, start - 24), start) is not None
    if not got and folded[start:end].isdigit():
        return None
    near = _nearest(folded[max(0, start - 70) : end + 30], words)
    return near if near in _SENT else Cue.ONE_TIME_CODE.value if got else None


#: Four to eight digits, or twice three.
_NUMBER = re.compile(
    r"[0-9](?<![0-9a-z+.,:/\-].)(?<![0-9+][ \-].)(?:[0-9]{2}[ \-][0-9]{3}|[0-9]{3,7})"
    r"(?![0-9a-z%€£$]|[.,:/\-][0-9]| [0-9]{2})"
)
_TYPED_IN = frozenset(cue.value for cue in Cue if cue.traits.typed_in)
#: An address, or the name of a wireless network, and, behind a stroke or colon, what belongs to it.
_PAIR = re.compile(
    r"(?:@(?<=[^\W_]@)[a-z0-9.\-]{1,80}\.[a-z]{2,10}\s{0,2}[/:|]"
    r"|(?:wi-?fi|wlan|ssid)[: ]{1,3}\S{1,32}\s{0,2}[/|])\s{0,2}(?=\S)"
)
#: Three or four digits behind a card number and its expiry.
_BEHIND_EXPIRY = re.compile(
    r"•(?<!•.)•{12,22}+[\s,;/]{1,3}(?:[^\W\d_]{2,10}[.:]?\s{1,2}){0,2}(?:0[1-9]|1[0-2])\s?[/\-.]?\s?(?:20)?[0-9]{2}[\s,;/]{1,3}"
    r"(?:[^\W\d_]{1,12}[:,]?\s{1,2}){0,6}"
    r"(?P<value>[0-9]{3,4})(?![0-9a-z%€£$]|[.,:/\-][0-9])"
)
_SENT = frozenset(cue.value for cue in Cue if cue.traits.sent)
#: Between what an announcement is of and it: words alone.
_OF_IT = re.compile(r"(?:[^\W\d_]|[ \t'\-(]|[0-9] )+")
_FOR_WHAT = {cue.value: cue.traits.for_what for cue in Cue}


def _is_attribute(folded: str, trigger: Span, before: Span | None) -> bool:
    """In "hasło do konta" and "password of the session" the second word says what the first is for."""
    if before is None or trigger[0] - before[1] > 20 or not _OF_IT.fullmatch(folded, before[1], trigger[0]):
        return False
    if trigger[2] == CODE:
        return before[2] not in (CODE, LOGIN)
    return trigger[2] in _FOR_WHAT.get(before[2], ())


def _which(folded: str, start: int, end: int, kind: str, words: Words) -> str:
    """Of which kind a bare "code" or "PIN" is, by the words near it."""
    if kind == Cue.ONE_TIME_CODE.value:
        by_bank = words.near[Cue.BANKING_CODE.value].search(folded, max(0, start - 40), end + 60)
        return kind if by_bank is None else Cue.BANKING_CODE.value
    if kind not in (CODE, Cue.PASSCODE.value):
        return kind
    near = folded[max(0, start - 40) : end + 60]
    if kind == Cue.PASSCODE.value:
        is_card = "pin" in folded[start:end] or "пін" in folded[start:end]
        return Cue.PIN.value if is_card and words.phrases.card.search(folded, max(0, start - 24), end + 18) else kind
    if _LONG_MASK.search(folded, max(0, start - 50), start) and _THREE_OR_FOUR.search(folded, end, end + 24):
        return Cue.CARD_CVV.value  # behind a card number
    return _nearest(near, words) or kind


def _nearest(near: str, words: Words) -> str | None:
    """The kind of a bare code by the words round it, what can be used at once first."""
    return next((kind for kind, pattern in words.near.items() if pattern.search(near)), None)


_THREE_OR_FOUR = re.compile(r"(?<![0-9])[0-9]{3,4}(?![0-9]|[ \-][0-9])")
_LONG_MASK = re.compile(r"•{13,23}")


def _values(text: Text, start: int, end: int, limit: int, kind: str, words: Words) -> Iterator[Span]:
    if kind == LOGIN:
        yield from find_login(text, start, end, limit, words)
        behind = words.connectors.match(text.folded, end + 1) or words.phrases.by.match(text.folded, end + 1)
        if behind is not None and (code := code_at(text.folded, behind.end() + 1, CODE, words, end)):
            yield (*code, Cue.PASSCODE.value)
    elif kind == CODE or Cue(kind).traits.shape is Shape.NUMBER:
        yield from find_code(text, start, end, limit, kind, words)
    else:
        for span in _shaped(Cue(kind).traits.shape, text, start, end, limit, words):
            yield (*span, kind)


def _shaped(shape: Shape, text: Text, start: int, end: int, limit: int, words: Words) -> Iterable[tuple[int, int]]:
    match shape:
        case Shape.WORD:
            return find_password(text, start, end, limit, words)
        case Shape.KEY:
            return find_key(text, end, limit)
        case Shape.CODES:
            return find_recovery_codes(text.folded, end, limit)
        case Shape.PHRASE:
            return find_seed(text.folded, end)
        case _:
            return find_account(text.folded, end, limit, words)
