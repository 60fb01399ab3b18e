"""Values that words announce: "my PIN is", "hasło:", "1234 is my code". On the folded text, with a bound on every
search, so that the cost of a message grows with its length alone."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .codes import find_code
from .context import FAR, Span, Text, is_strong
from .lists import find_account, find_bare_seed, find_key, find_recovery_codes, find_seed
from .passwords import find_login, find_password, token_at
from .words import CODE, LOGIN, Cue, Words, kind_of, load_words


def find_worded(text: Text) -> Iterator[Span]:
    """Spans of values behind their words, or before them."""
    words = load_words()
    found = [
        (trigger.start(), trigger.end(), kind)
        for trigger in words.triggers.finditer(text.folded)
        if (kind := kind_of(trigger.group()))
    ]
    found = [one for one, before in zip(found, [None, *found], strict=False) if not _is_attribute(one, before)]
    yield from find_bare_seed(text.folded)
    yield from _imperative(text.folded, words)
    for pair in _PAIR.finditer(text.folded):
        if (value := token_at(text, pair.end(), words, strict=True, floor=pair.end())) is not None:
            yield (*value, Cue.PASSWORD.value)
    for code in _BEHIND_EXPIRY.finditer(text.folded):
        yield (*code.span("value"), Cue.CARD_CVV.value)
    done = 0
    for number, (start, end, kind) in enumerate(found):
        if start < done or (
            text.folded[start:end] in _KEYS and not _WIFI.search(text.folded[max(0, start - 70) : start])
        ):
            continue
        limit = found[number + 1][0] if number + 1 < len(found) else len(text.folded)
        masked = text.folded.find("•", end, min(limit, end + FAR))
        if masked >= 0:  # what stood there was removed already
            limit = masked
            if masked - end < 4 or is_strong(text.folded[end:masked], words):
                continue
        kind = _which(text.folded, start, end, kind, words)
        for span in _values(text, start, end, limit, kind, words):
            if span[0] >= done or span[1] <= start:
                done = max(done, span[1])
                yield span


#: A bare "key" is a password only where a wireless network was named.
_KEYS = frozenset({"key", "klucz", "cle", "ключ", "schlussel"})
_WIFI = re.compile(r"ssid|wi-?fi|wlan|router|network|netz|siec|sieci|reseau|мереж|hotspot|livebox|fritz")


def _imperative(folded: str, words: Words) -> Iterator[Span]:
    """ "Enter 902177 to verify", "type 9090": a number behind a verb that asks to put it in somewhere."""
    for found in _PUT_IN.finditer(folded):
        near = folded[max(0, found.start() - 60) : found.end() + 50]
        kind = _nearest(near, words)
        if kind is not None:
            yield (*found.span("value"), kind)


#: An address, or the name of a wireless network, and, behind a stroke or colon, what belongs to it.
_PAIR = re.compile(
    r"(?<!\S)(?:[^@\s]{1,64}@[^@\s]{1,80}\.[a-z]{2,10}\s{0,2}[/:|]"
    r"|(?:wi-?fi|wlan|ssid)[: ]{1,3}\S{1,32}\s{0,2}[/|])\s{0,2}(?=\S)"
)
#: Three or four digits behind a card number and its expiry.
_BEHIND_EXPIRY = re.compile(
    r"•{13,23}[\s,;/]{1,3}(?:[^\W\d_]{2,10}[.:]?\s{1,2}){0,2}(?:0[1-9]|1[0-2])\s?/\s?(?:20)?[0-9]{2}[\s,;/]{1,3}"
    r"(?P<value>[0-9]{3,4})(?![0-9a-z%€£$]|[.,:/\-][0-9])"
)
_NEARNESS = (Cue.BANKING_CODE, Cue.ONE_TIME_CODE, Cue.PASSCODE)
_PUT_IN = re.compile(
    r"(?<![^\W_])(?:enter|type|type in|use|press|key in|tap|wpisz\w{0,3}|wpisac|wpisuje|podaj|wklep\w{0,3}|eingeben"
    r"|tippen|introduce|marca|tapez|saisissez|введіть)\s{1,2}(?:the\s|code\s|kod\s){0,2}"
    r"(?P<value>[0-9]{3}[ \-][0-9]{3}|[0-9]{4,8})(?![0-9.,:/\-][0-9]|[0-9a-z%€£$])"
)


def _is_attribute(trigger: Span, before: Span | None) -> bool:
    """In "hasło do konta" and "password of the session" the second word says what the first is for."""
    if before is None or not 0 < trigger[0] - before[1] <= 20:
        return False
    if trigger[2] == CODE:
        return before[2] not in (CODE, LOGIN)
    named = before[2] in (Cue.PASSWORD.value, Cue.PASSCODE.value, Cue.PIN.value, Cue.ONE_TIME_CODE.value)
    return named and trigger[2] in (Cue.BANK_ACCOUNT.value, Cue.API_KEY.value)


def _which(folded: str, start: int, end: int, kind: str, words: Words) -> str:
    """Of which kind a bare "code" or "PIN" is, by the words near it."""
    if kind not in (CODE, Cue.PASSCODE.value):
        return kind
    near = folded[max(0, start - 40) : end + 60]
    if kind == Cue.PASSCODE.value:
        is_card = "pin" in folded[start:end] or "пін" in folded[start:end]
        return Cue.PIN.value if is_card and _CARD.search(folded, max(0, start - 24), end + 18) else kind
    if _LONG_MASK.search(folded, max(0, start - 50), start):
        return Cue.CARD_CVV.value  # behind a card number
    return _nearest(near, words) or kind


def _nearest(near: str, words: Words) -> str | None:
    """The kind of a bare code by the words round it, what can be used at once first."""
    return next((kind.value for kind in _NEARNESS if words.near[kind.value].search(near)), None)


_CARD = re.compile(
    r"(?<![^\W_])(?:card|sim|karty|karcie|[a-z]{0,8}karte|karten|tarjeta|carte|картки|карти|сім|debit|credit|bank|ec|puk|terminal)(?![^\W_])"
)


_LONG_MASK = re.compile(r"•{13,23}")


def _values(text: Text, start: int, end: int, limit: int, kind: str, words: Words) -> Iterator[Span]:
    if kind == Cue.PASSWORD.value:
        yield from find_password(text, start, end, limit, words)
    elif kind == LOGIN:
        yield from find_login(text, start, end, limit, words)
    elif kind == Cue.API_KEY.value:
        yield from find_key(text, end, limit)
    elif kind == Cue.RECOVERY_CODE.value:
        yield from find_recovery_codes(text.folded, end, limit)
    elif kind == Cue.SEED_PHRASE.value:
        yield from find_seed(text.folded, end)
    elif kind == Cue.BANK_ACCOUNT.value:
        yield from find_account(text.folded, end, limit, words)
    else:
        yield from find_code(text, start, end, limit, kind, words)
