"""Words that words announce: passwords, and whatever else somebody types to get in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .context import FAR, NEAR, SPACE, STRONG, WORD, Span, Text, blanks, claimed, clause, is_denied
from .words import Cue, Words, kind_of

_TOKEN = re.compile(r"""(?P<quote>["'`])(?P<quoted>[^"'`\n]{2,64})(?P=quote)|\S{1,80}""")


_ALONE = re.compile(r"\s{0,3}(?P<value>\S{3,64})[ \t]{0,3}(?:\n|$)")


# What ends a value that is written without quotes.
_TAIL = ".,;:)]}>\"'`…*"


# Phones, dates, times, versions, amounts, addresses, hardware ids: never a password by their looks.
LOOK_ALIKE = re.compile(
    r"\+?[0-9][0-9 ().\-]{6,20}|[0-9]{1,4}[./\-][0-9]{1,2}[./\-][0-9]{1,4}|[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?"
    r"|v?[0-9]{1,5}(?:\.[0-9]{1,6}){1,4}\w{0,6}|[0-9.,]{1,12}(?:zl|pln|eur|usd|gbp|€|£|\$|%|gb|mb|tb|mah|v|w|mm|cm|hz)"
    r"|[€£$][0-9.,]{1,12}|[^@\s]{1,64}@[^@\s]{1,80}\.[a-z]{2,10}|(?:https?|www)\S*|[0-9a-f]{2}(?::[0-9a-f]{2}){5}"
    r"|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|0x[0-9a-f]{1,16}|#\S{0,20}|[0-9]{1,3}(?:st|nd|rd|th)"
    r"|•+\S*|\S{0,3}•\S{0,60}"
)


_SIGNS = frozenset("!@#$%^&*_+=?~<>|\\")


def find_password(text: Text, start: int, end: int, limit: int, words: Words) -> Iterator[Span]:
    """Behind a colon or "is" any word; behind less only what nobody would write by accident; else the one before."""
    kind = Cue.PASSWORD.value
    whole = _whole_line(text.folded, start, end, limit, words)
    if whole is not None:
        yield (*whole, kind)
        return
    stop = max(end, min(clause(text.folded, end, FAR), limit))
    span = _word_behind(text, end, stop, words, is_denied(text.folded, start, words)) or _line_behind(
        text, end, limit, words
    )
    span = span or _next_sentence(text, stop, limit, words)
    if span is None:
        span = _word_before(text, start, words)
    while span is not None:
        yield (*span, kind)
        joined = _JOIN.match(text.folded, span[1])
        span = None if joined is None else token_at(text, joined.end(), words, strict=True)


#: A second one: "or", "or maybe", "and the new one is".
_JOIN = re.compile(
    r"[\"'`]?,?\s{1,2}(?:(?:or|lub|albo|oder|ou|або|чи)\s{1,2}(?:maybe|else|moze|chyba)?"
    r"|(?:(?:and|now|a|i|und|jetzt|y|et|а|і|та)\s{1,2})?(?:(?:the|das|la|le)\s{1,2})?"
    r"(?:new|nowe|nowy|neu|neues|nueva|nouveau|нове|новии)(?:\s{1,2}(?:one|is|to|ist|es|est|це)){0,2}:?\s)\s{0,2}"
)
#: "Password: violet harbour 19" in a list of such lines.
_LABELLED = re.compile(r"[^\n:]{2,24}:[ \t]\S[^\n]{0,60}\n[>\s*•\-]{0,8}\Z")
_REST = re.compile(r"[ \t]?[:=][ \t]{1,4}(?P<value>[^\s,;]{2,24}(?:[ \t][^\s,;]{1,24}){1,3})[ \t]{0,3}(?:\n|\Z)")


def _whole_line(folded: str, start: int, end: int, limit: int, words: Words) -> tuple[int, int] | None:
    """All words of a line, where every line is a label with its value and these look like a passphrase."""
    rest = _REST.match(folded, end)
    if rest is None or rest.end("value") > limit or not _LABELLED.search(folded[max(0, start - 100) : start]):
        return None
    parts = rest.group("value").split()
    plain = not any(char.isdigit() or char in _SIGNS or char == "!" for char in rest.group("value"))
    if plain or "•" in rest.group() or any(part in words.stop or part in words.ends or kind_of(part) for part in parts):
        return None
    return None if words.negations.search(rest.group("value")) else rest.span("value")


#: "use X to", before "log in".
_TO_LOG_IN = re.compile(
    r"(?:use|using|try|type|enter|wpisz\w*|uzyj\w*|benutz\w*|usa|use|utilis\w*)\s{1,2}(\S{4,64})\s{1,2}"
    r"(?:to|zeby|aby|um|para|pour)\s{1,2}(?:\w{1,10}\s{1,2}){0,2}$"
)


def find_login(text: Text, start: int, end: int, limit: int, words: Words) -> Iterator[Span]:
    """Behind "to log in": only what nobody would write by accident."""
    used = _TO_LOG_IN.search(text.folded[max(0, start - 70) : start])
    if used is not None:
        span = token_at(text, start - len(text.folded[max(0, start - 70) : start]) + used.start(1), words, strict=True)
        if span is not None:
            yield (*span, Cue.PASSWORD.value)
            return
    place = end
    stop = min(clause(text.folded, end, NEAR + 14), limit)
    for _ in range(9):
        token = _TOKEN.match(text.folded, place + blanks(text.folded, place))
        if token is None or token.start() >= stop:
            return
        span = token_at(text, token.start(), words, strict=True, floor=end)
        value = text.plain[span[0] : span[1]] if span is not None else ""
        named = re.fullmatch(r"(?:[^\W\d_]+|\d+)(?:-(?:[^\W\d_]+|\d+))+", value) is not None  # Windows-10-Update
        if span is not None and not named and not words.negations.search(text.folded[end : span[0]]):
            yield (*span, Cue.PASSWORD.value)
            return
        place = token.end()


def _next_sentence(text: Text, stop: int, limit: int, words: Words) -> tuple[int, int] | None:
    """Behind a connector in the next sentence, if it looks the part: "That was wrong. The right one is X"."""
    folded = text.folded
    if folded[stop : stop + 1] not in (".", "!", "?", ";"):
        return None
    end = min(clause(folded, stop + 1, 70), limit)
    for found in _CONNECTED.finditer(folded, stop + 1, end):
        if words.connectors.fullmatch(found.group(1)) or found.group(1).endswith(":"):
            span = token_at(text, found.end(), words, strict=True, floor=stop)
            if span is not None:
                return span
    return None


_CONNECTED = re.compile(r"([^\W\d_][\w']{0,14}:?)\s{1,2}(?=\S)")


_QUOTED = re.compile(r"\s{1,2}[\"`]([^\"`\n]{4,64})[\"`](?!\s{0,2}[:=])")


def _word_behind(text: Text, start: int, stop: int, words: Words, negated: bool) -> tuple[int, int] | None:
    folded, place = text.folded, start
    if (quote := _QUOTED.match(folded, start)) and quote.group(1) not in words.stop and "•" not in quote.group(1):
        return quote.span(1)
    weak: tuple[int, int] | None = None
    steps = 0
    while place < stop and steps < 24:
        steps += 1
        strong = STRONG.match(folded, place)
        if strong is not None:
            span = token_at(text, _skip_fillers(folded, strong.end(), words), words, strict=False, floor=start)
            if span is not None:
                return span
            place = max(strong.end(), place + 1)
            continue
        gap = SPACE.match(folded, place)
        place = gap.end() if gap else place
        connector = words.connectors.match(folded, place)
        if connector is not None and not negated:
            behind = _skip_fillers(folded, connector.end(), words)
            span = token_at(text, behind, words, strict=False, floor=start)
            said = ends_clause(folded, span[1], words) if span is not None and "," not in folded[start:place] else False
            if span is not None and (said or looks_secret(text, span)):
                return span
            place = connector.end()
            continue
        token = _TOKEN.match(folded, place)
        if token is None:
            break
        span = token_at(text, place, words, strict=True, floor=start)
        if span is not None and weak is None and not negated and steps <= 10:
            weak = span
        negated = negated or words.negations.match(folded, place) is not None or "n't" in token.group()
        place = token.end() - (len(token.group()) > 1 and token.group()[-1] in ":=")
    return weak


def _skip_fillers(folded: str, place: int, words: Words) -> int:
    """Behind "just", "chyba", "teraz to" and a second colon."""
    for _ in range(4):
        space = SPACE.match(folded, place)
        at = (
            space.end()
            if space and not re.match(r"[\s,(]{0,3}[\"'`]", folded[place : place + 4])
            else place + blanks(folded, place)
        )
        word = WORD.match(folded, at)
        if word is None or not (word.group() in words.fillers or words.connectors.fullmatch(word.group())):
            return at
        behind = word.end()
        if behind >= len(folded) or folded[behind] not in " \t\n,:'":
            return at
        strong = STRONG.match(folded, behind)
        place = strong.end() if strong else behind
    return place + blanks(folded, place)


_ANSWER = re.compile(r"(?:[^\W\d_]{2,14}[ \t]{0,2}:[ \t]{1,2})?")


def _line_behind(text: Text, start: int, limit: int, words: Words) -> tuple[int, int] | None:
    """Alone on the next line: "here is my password⏎Klopsik7", or the answer to a quoted question."""
    line = text.folded.find("\n", start, min(limit, start + 140))
    if line < 0:
        return None
    place = line + 1
    while place < len(text.folded) and text.folded[place] in "> \t\n":
        place += 1
    answer = _ANSWER.match(text.folded, place)
    place = answer.end() if answer else place
    found = _ALONE.match(text.folded, place)
    if found is None or place >= limit:
        return None
    span = token_at(text, found.start("value"), words, strict=False, floor=line)
    return span if span is not None and text.folded[span[0] : span[1]] not in words.fillers else None


def _word_before(text: Text, start: int, words: Words) -> tuple[int, int] | None:
    """ "I use X as my password", "X is the password"."""
    found = _BEFORE.search(text.folded[max(0, start - 90) : start])
    if found is None:
        return None
    base = start - len(text.folded[max(0, start - 90) : start])
    span = token_at(text, base + found.start(1), words, strict=False)
    if span is None:
        return None
    used = _USED.search(text.folded[max(0, span[0] - 24) : span[0]])
    return span if used or looks_secret(text, span) else None


_BEFORE = re.compile(
    r"(?<!\S)[\"'`(]?([^\s\"'`(]{3,64})[\"'`)]?,?\s{1,2}(?:is|as|to|jako|jest|als|ist|es|como|est|comme|це|як)\s{1,2}"
    r"(?:(?:my|the|our|her|his|a|moje|nasze|jego|jej|mein|das|mi|la|mon|le|міи)\s{1,2}){0,2}(?:\w{2,14}\s{1,2})?$"
)


_USED = re.compile(
    r"(?:use|using|try|used|put|type|enter|uzywam|wpisz\w*|sprobuj\w*|nehm\w*|benutz\w*|uso|prueb\w*|utilis\w*|essay\w*)\s{1,3}[\"'`(]?$"
)


# Where a value in JSON, XML or an address ends.
_MARKUP = re.compile(r"[\"'`]?[,}\]]|<(?=/)|\\n|&(?=[a-z_]{2,12}=)")


def token_at(text: Text, place: int, words: Words, *, strict: bool, floor: int = 0) -> tuple[int, int] | None:
    """The value that begins here; ``strict`` takes only what looks like a secret by itself."""
    token = _TOKEN.match(text.folded, place)
    if token is None:
        return None
    if token.group("quoted"):
        inside = token.start("quoted"), token.end("quoted")
        bare = token.group("quoted").strip()
        return None if strict or bare in words.stop or "•" in bare or len(bare) < 3 else inside
    start, end = token.span()
    while start < end and text.folded[start] in "\"'`(<[{*":
        start += 1
    while end > start and text.folded[end - 1] in _TAIL:
        end -= 1
    cut = _MARKUP.search(text.folded, start + 3, end)
    if cut is not None and ('"' in cut.group() or cut.group() in ("\\n", "<", "&") or "}" in cut.group()):
        end = cut.start()
    value = text.folded[start:end]
    if len(value) < (4 if strict else 3) or value in words.stop or value.strip("-_.*/?!") == "" or "•" in value:
        return None
    looks_else = LOOK_ALIKE.fullmatch(value) and not (value.isdigit() and (not strict or len(value) > 15))
    if value.rstrip("!?") in words.stop or looks_else or re.fullmatch(r"\[[a-z_]{2,20}\]\S{0,2}", value):
        return None
    if claimed(text.folded, place, words, floor) or kind_of(value):
        return None
    return (start, end) if not strict or looks_secret(text, (start, end)) else None


def looks_secret(text: Text, span: tuple[int, int]) -> bool:
    """Whether nobody would write such a word by accident: signs or digits among letters, capitals inside."""
    value = text.plain[span[0] : span[1]]
    letters = sum(char.isalpha() for char in value)
    digits = sum(char.isdigit() for char in value)
    signs = sum(char in _SIGNS for char in value[:-1]) + (value[-1:] in _SIGNS - {"?", "!"})
    if len(value) < 5 or not letters:
        return bool(digits and signs and len(value) >= 6) or (digits >= 8 and len(value) == digits)
    if signs:
        return True
    if digits:
        return not _MODEL.fullmatch(value)
    inner = value[1:]
    return len(value) >= 7 and any(c.isupper() for c in inner) and any(c.islower() for c in value) and "-" not in value


# Makers' names of things: capitals and digits, parts joined by hyphens or slashes.
_MODEL = re.compile(
    r"[A-Z]{1,4}-?[0-9]{2,5}[A-Z]{0,3}(?:[/\-][A-Z0-9]{1,8}){0,3}|[0-9]{1,3}[a-z]{1,2}|[A-Z0-9]{2,8}(?:[\-/.][A-Z0-9]{2,12}){1,3}"
)


_BEHIND = re.compile(r"[\"'`)*]{0,2}\s{0,2}(?:[.,;!?)\n]|$|[(\-–]\s?|👈|😅)|[\"'`]?\s{1,2}([^\W\d_]{1,14})")


def ends_clause(folded: str, end: int, words: Words) -> bool:
    """Whether a plain word is all that is said: its clause ends, or goes on with "and", "please", "order"."""
    behind = _BEHIND.match(folded, end)
    if behind is None:
        return folded[end : end + 2].strip() in ("", "?", "!")
    return behind.group(1) is None or behind.group(1) in words.ends
