"""Words that words announce: passwords, and whatever else people type to get in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .context import FAR, NEAR, SPACE, STRONG, WORD, Span, Text, behind_quote, blanks, claimed, clause, is_denied
from .kinds import Cue
from .values import SIGNS, TOKEN, ends_clause, looks_secret, token_at
from .worded import find_spelled, find_tied, find_words
from .words import Words, kind_of

_ALONE = re.compile(r"\s{0,3}(?P<value>\S{3,64})[ \t]{0,3}(?:\n|$)")


def find_password(text: Text, start: int, end: int, limit: int, words: Words) -> Iterator[tuple[int, int]]:
    """Behind a colon or "is" any word; behind less only what is not written by accident; else the one before."""
    if text.folded[end - 1] == ":":
        end -= 1  # of a label that is one only with its colon
    several = words.phrases.several.match(text.folded, end)
    whole = several.span("value") if several else _whole_line(text.folded, start, end, limit, words)
    whole = whole or _phrase(text.folded, start, end, limit, words) or find_spelled(text, end, limit, words)
    if whole is None and not is_denied(text.folded, start, words):
        whole = find_words(text, end, limit, words)
    if whole is not None:
        yield whole
        return
    stop = max(end, min(clause(text.folded, end, FAR), limit))
    denied = is_denied(text.folded, start, words)
    span = (
        _behind_user(text, start, end, words)
        or _beside(text.folded, text.plain, end, denied, words)
        or _word_behind(text, end, stop, words, denied)
        or _line_behind(text, end, limit, words, denied)
    )
    span = span or _self_answered(text, end, limit, words) or _next_sentence(text, stop, limit, words)
    span = span or _word_before(text, start, words) or find_tied(text, start, end, words)
    if span is not None and words.phrases.user_and.search(text.folded, max(0, start - 20), start):
        span = _behind_stroke(text.folded, span)
    while span is not None:
        yield span
        joined = words.phrases.other_one.match(text.folded, span[1])
        another = None if joined is None else token_at(text, joined.end(), words, strict=True)
        span = another or _changed(text, span[1], min(limit, clause(text.folded, span[1], 60)), words)


_PHRASE = re.compile(r"[a-z]{2,12}(?:[ \-][a-z]{2,12}){2,5}(?=[.,;!?\n]|\Z)")


def _phrase(folded: str, start: int, end: int, limit: int, words: Words) -> tuple[int, int] | None:
    """Behind "passphrase", all words to the end of the clause, if none of them says something about it."""
    if "phrase" not in folded[start:end]:
        return None
    place = end
    for _ in range(4):
        strong = STRONG.match(folded, place)
        place = strong.end() if strong else place + blanks(folded, place)
        connector = words.connectors.match(folded, place)
        if connector is None:
            break
        place = connector.end()
    found = _PHRASE.match(folded, place, limit)
    if found is None or place - end < 3 or any(part in words.stop for part in found.group().replace("-", " ").split()):
        return None
    return None if words.negations.search(found.group()) else found.span()


def _behind_stroke(folded: str, span: tuple[int, int]) -> tuple[int, int]:
    """ "User/password: jlee/Peony_33": the second of the pair."""
    stroke = folded.find("/", *span)
    return (stroke + 1, span[1]) if 0 < stroke < span[1] - 3 else span


def _changed(text: Text, start: int, stop: int, words: Words) -> tuple[int, int] | None:
    """ "X, changed last week to Y": one that looks the part behind a connector in the same sentence."""
    for found in words.connectors.finditer(text.folded, start, stop):
        if not text.folded[found.start() - 1].isalnum() and text.folded[found.end() : found.end() + 1] in (" ", ":"):
            span = token_at(text, found.end() + blanks(text.folded, found.end()), words, strict=True, floor=start)
            if span is not None:
                return span
    return None


#: "Password: violet harbour 19" in a list of such lines.
_LABELLED = re.compile(r"[^\n:]{2,24}:[ \t]\S[^\n]{0,60}\n[>\s*•\-]{0,8}\Z")
_REST = re.compile(r"[ \t]?[:=][ \t]{1,4}(?P<value>[^\s,;]{2,24}(?:[ \t][^\s,;]{1,24}){1,3})[ \t]{0,3}(?:\n|\Z)")


def _whole_line(folded: str, start: int, end: int, limit: int, words: Words) -> tuple[int, int] | None:
    """All words of a line, where every line is a label with its value and these look like a passphrase."""
    rest = _REST.match(folded, end)
    if rest is None or rest.end("value") > limit or not _LABELLED.search(folded[max(0, start - 100) : start]):
        return None
    parts = rest.group("value").split()
    plain = not any(char.isdigit() or char in SIGNS or char == "!" for char in rest.group("value"))
    if plain or "•" in rest.group() or any(part in words.stop or part in words.ends or kind_of(part) for part in parts):
        return None
    return None if words.negations.search(rest.group("value")) else rest.span("value")


def find_login(text: Text, start: int, end: int, limit: int, words: Words) -> Iterator[Span]:
    """Behind "to log in": only what is not written by accident."""
    used = words.phrases.to_log_in.search(text.folded[max(0, start - 70) : start])
    if used is not None:
        span = token_at(text, start - len(text.folded[max(0, start - 70) : start]) + used.start(1), words, strict=True)
        if span is not None:
            yield (*span, Cue.PASSWORD.value)
            return
    place = end
    stop = min(clause(text.folded, end, NEAR + 14), limit)
    for _ in range(9):
        token = TOKEN.match(text.folded, place + blanks(text.folded, place))
        if token is None or token.start() >= stop:
            return
        span = token_at(text, token.start(), words, strict=True, floor=end)
        if words.phrases.named.search(text.folded, end, token.start()):
            span = None  # "log in as svc_repair"
        value = text.plain[span[0] : span[1]] if span is not None else ""
        named = _HYPHENATED.fullmatch(value) is not None  # Windows-10-Update
        if span is not None and not named and not words.negations.search(text.folded[end : span[0]]):
            yield (*span, Cue.PASSWORD.value)
            return
        place = token.end()


def _behind_user(text: Text, start: int, end: int, words: Words) -> tuple[int, int] | None:
    """ "User Ania, password aniaania": the word beside its own, as the user's name stands beside its; "pw aniaania"."""
    if not text.folded.startswith(" ", end):
        return None
    if text.folded[start:end] not in words.phrases.labels and not words.users.search(
        text.folded, max(0, start - 70), start
    ):
        return None
    span = token_at(text, end + blanks(text.folded, end), words, strict=False, floor=end)
    return span if span is not None and ends_clause(text.folded, span[1], words) else None


def _self_answered(text: Text, end: int, limit: int, words: Words) -> tuple[int, int] | None:
    """ "Password? It's kangaroo, all small": the question right behind the word, and its answer."""
    asked = _ASKED.match(text.folded, end)
    if asked is None or asked.end() >= limit:
        return None
    span = token_at(text, _skip_fillers(text.folded, asked.end(), words), words, strict=False, floor=end)
    return span if span is not None and ends_clause(text.folded, span[1], words) else None


_ASKED = re.compile(r"\?[ \t]{1,2}(?=\S)")


def _next_sentence(text: Text, stop: int, limit: int, words: Words) -> tuple[int, int] | None:
    """In the next sentence: "That was wrong. The right one is X"."""
    folded = text.folded
    if folded[stop : stop + 1] not in (".", "!", "?", ";"):
        return None
    end = min(clause(folded, stop + 1, 70), limit)
    colon = _COLON.search(folded, stop + 1, end)
    span = token_at(text, colon.end(), words, strict=True, floor=stop) if colon else None
    span = span or token_at(text, _skip_fillers(folded, stop + 1, words), words, strict=True, floor=stop)
    return span or _changed(text, stop + 1, end, words)


_COLON = re.compile(r"[^\W\d_]:\s{1,2}(?=\S)")


#: "PASSWORD HEDGEROW77", all in capitals.
_SHOUTED = re.compile(r" ([A-Z]{3,20}[0-9]{1,6}[!?]?)(?=[\s.,;!?)]|\Z)")
#: "Cobalt-Blue", and nothing behind it.
_TITLED = re.compile(r" ([A-Z][a-z]{2,12}(?:-[A-Z][a-z]{2,12}){1,3})(?=[.,;!?)\n]|\Z)")
#: "Thimble!", with a capital, and perhaps "of the laptop" before it.
_EXCLAIMED = re.compile(
    r"(?: [a-z\u00df-\u017e]{3,12})? ([A-Z\u0106\u0141\u015a\u0179\u017b][^\W\d_]{3,15}!)(?=[\s.,;)]|\Z)"
)
#: "Password (six digits) …".
_REMARK = re.compile(r"\s{1,2}\([^()\n]{1,40}\)(?=[\s:=])")
#: Nothing but digits, right behind the word.
_NUMBER = re.compile(r"[ \t]{1,2}([0-9]{4,12})(?=[\"')]{0,2}(?:[.,;!?]?(?:\s|$)|\)))")
_QUOTED = re.compile(r"\s{1,2}[\"`]([^\"`\n]{4,64})[\"`](?!\s{0,2}[:=])")


def _beside(folded: str, plain: str, end: int, denied: bool, words: Words) -> tuple[int, int] | None:
    """Right behind the word, or behind a remark in brackets: a number, or what stands in quotes."""
    if remark := _REMARK.match(folded, end):
        end = remark.end()
    shouted = _SHOUTED.match(plain, end)
    if shouted is not None and plain[end - 4 : end].isupper() and not denied:
        return shouted.span(1)
    number = _NUMBER.match(folded, end)
    if number is not None and not denied and not claimed(folded, number.start(1), words, end):
        return None if words.phrases.units.match(folded, number.end()) else number.span(1)
    if (titled := _TITLED.match(plain, end)) is not None and not denied:
        return titled.span(1)
    exclaimed = _EXCLAIMED.match(plain, end)
    if exclaimed is not None and not denied and exclaimed.group(1).lower().rstrip("!") not in words.stop:
        return exclaimed.span(1)
    quote = _QUOTED.match(folded, end)
    return None if quote is None or quote.group(1) in words.stop or "•" in quote.group(1) else quote.span(1)


def _ends_in_network(folded: str, end: int, words: Words) -> bool:
    near = [found.end() for found in words.phrases.network.finditer(folded, max(0, end - 14), end)]
    return bool(near) and near[-1] == end


def _word_behind(text: Text, start: int, stop: int, words: Words, negated: bool) -> tuple[int, int] | None:
    """In the sentence: behind a colon any word, behind a connector one that ends the clause or looks the part; failing
    these, the first that looks the part."""
    folded, place = text.folded, start
    weak: tuple[int, int] | None = None
    named = _ends_in_network(folded, start, words)  # "klucz do wifi UPC1298734 to …"
    for step in range(24):
        if place >= stop or (weak is not None and "," in folded[weak[1] : place]):
            break  # what follows a comma is about something else
        beside = weak is not None and not folded[start : weak[0]].strip() and not named
        if (strong := STRONG.match(folded, place)) is not None:
            if beside:
                return weak
            span = token_at(text, _skip_fillers(folded, strong.end(), words), words, strict=False, floor=start)
            if span is not None:
                return span
            place = max(strong.end(), place + 1)
            continue
        gap = SPACE.match(folded, place)
        place = gap.end() if gap else place
        if (connector := words.connectors.match(folded, place)) is not None:
            if beside:
                return weak  # "pw T0adst00l changed to Mushr00m": the second is looked for behind the first
            if (span := _connected(text, start, place, connector.end(), words, negated)) is not None:
                return span
            if not negated:
                place = connector.end()
                continue
        token = TOKEN.match(folded, place)
        if token is None:
            break
        span = token_at(text, place, words, strict=True, floor=start)
        if span is not None and weak is None and not negated and step < 10:
            weak = span
        negated = negated or words.negations.match(folded, place) is not None or "n't" in token.group()
        place = token.end() - (len(token.group()) > 1 and token.group()[-1] in ":=")
    return weak


def _connected(text: Text, start: int, place: int, end: int, words: Words, negated: bool) -> tuple[int, int] | None:
    """What stands behind the connector from ``place`` to ``end``. Behind a denial only what looks the part and a verb
    says to try: "it asks for the password: try Popcorn2021"."""
    folded = text.folded
    if negated:
        span = token_at(text, end + blanks(folded, end), words, strict=True, floor=start)
        return span if span is not None and words.phrases.used.search(folded, place, span[0]) else None
    span = token_at(text, _skip_fillers(folded, end, words), words, strict=False, floor=start)
    if span is None:
        return None
    said = "," not in folded[start:place] and ends_clause(folded, span[1], words)
    return span if said or looks_secret(text, span) else None


def _skip_fillers(folded: str, place: int, words: Words) -> int:
    """Behind "just", "chyba", "teraz to" and a second colon."""
    for _ in range(4):
        space = SPACE.match(folded, place)
        at = space.end() if space and not _QUOTE_NEXT.match(folded, place) else place + blanks(folded, place)
        word = WORD.match(folded, at)
        if word is None or not (word.group() in words.fillers or words.connectors.fullmatch(word.group())):
            return at
        behind = word.end()
        if behind >= len(folded) or folded[behind] not in " \t\n,:'":
            return at
        strong = STRONG.match(folded, behind)
        place = strong.end() if strong else behind
    return place + blanks(folded, place)


_QUOTE_NEXT = re.compile(r"[\s,(]{0,3}[\"'`]")
_HYPHENATED = re.compile(r"(?:[^\W\d_]{1,40}|\d{1,40})(?:-(?:[^\W\d_]{1,40}|\d{1,40})){1,20}")
_ANSWER = re.compile(r"(?:[^\W\d_]{2,14}[ \t]{0,2}:[ \t]{1,2})?")


def _line_behind(text: Text, start: int, limit: int, words: Words, denied: bool) -> tuple[int, int] | None:
    """Alone on the next line: "here is my password⏎Klopsik7", or the answer to a quoted question. Behind a sentence
    that is over, or denies, only what looks the part: "We never ask for passwords.⏎Regards"."""
    line = text.folded.find("\n", start, min(limit, start + 140))
    if line < 0:
        return None
    strict = denied or text.folded[start:line].rstrip().endswith(".")
    span = _alone_at(text, line + 1, line, limit, words, strict)
    behind = behind_quote(text.folded, start)
    return span or (_alone_at(text, behind + 1, line, limit, words, strict) if behind > line else None)


def _alone_at(text: Text, place: int, line: int, limit: int, words: Words, strict: bool) -> tuple[int, int] | None:
    while place < len(text.folded) and text.folded[place] in "> \t\n":
        place += 1
    answer = _ANSWER.match(text.folded, place)
    if answer is not None:
        place = answer.end()
        strict = strict and answer.group().rstrip(": \t") not in words.fillers  # "new: …" is of what was said before
    found = _ALONE.match(text.folded, place)
    if found is None or place >= limit:
        return None
    span = token_at(text, found.start("value"), words, strict=strict, floor=line)
    return span if span is not None and text.folded[span[0] : span[1]] not in words.fillers else None


def _word_before(text: Text, start: int, words: Words) -> tuple[int, int] | None:
    """ "I use X as my password", "X is the password"."""
    found = words.phrases.before.search(text.folded[max(0, start - 90) : start])
    if found is None:
        return None
    base = start - len(text.folded[max(0, start - 90) : start])
    span = token_at(text, base + found.start(1), words, strict=False)
    if span is None:
        return None
    used = words.phrases.used.search(text.folded[max(0, span[0] - 24) : span[0]])
    return span if used or looks_secret(text, span) else None
