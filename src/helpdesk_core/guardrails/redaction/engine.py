"""Find secrets, then cut the original once. Rules propose spans; none of them edits text."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import StrEnum
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

import attrs

from ...base.text import RawText, SafeText, vouch
from .fold import fold
from .numbers import find_numbers
from .tokens import find_tokens


class Cue(StrEnum):
    """What a thread announced ("here is my PIN:"): the next bare value is of this kind."""

    PASSWORD = "password"
    PIN = "pin"
    PASSCODE = "passcode"
    ONE_TIME_CODE = "one_time_code"
    RECOVERY_CODE = "recovery_code"
    CARD_CVV = "card_cvv"
    BANKING_CODE = "banking_code"


@attrs.frozen
class Found:
    """One secret: its span in the original text and its kind. The value is nowhere kept."""

    start: int
    end: int
    kind: str


@attrs.frozen
class Redacted:
    """The safe text, what was removed from it, and what it announces for the next message of the thread."""

    text: SafeText
    found: tuple[Found, ...]
    cue: Cue | None


Detector = Callable[[str], Iterable[tuple[int, int, str]]]
_PLACEHOLDER = re.compile(r"\[([A-Z_]{2,20})\]")
# A value by kind, where its word stands before it. All on the folded text.
_DIGITS = r"[0-9](?:[ \-]?[0-9]){%d,%d}(?![0-9])"
_SHAPES = {
    Cue.PIN: re.compile(_DIGITS % (3, 7)),
    Cue.PASSCODE: re.compile(_DIGITS % (3, 9)),
    Cue.ONE_TIME_CODE: re.compile(_DIGITS % (3, 9)),
    Cue.CARD_CVV: re.compile(r"[0-9]{3,4}(?![0-9])"),
    Cue.BANKING_CODE: re.compile(_DIGITS % (3, 9)),
    Cue.RECOVERY_CODE: re.compile(r"[0-9a-z]{3,10}(?:[ \-][0-9a-z]{3,10}){0,11}"),
}
_TOKEN = re.compile(r"""(?P<quote>["'`])(?P<quoted>[^"'`\n]{3,64})(?P=quote)|[^\s"'`]{3,64}""")
_STRONG = re.compile(r"\s{0,3}(?:[:=>]|->|=>|--|-(?= ))\s{0,4}")
_GAP = re.compile(r"\s{1,3}")
# Where a value may begin: a digit that continues nothing, or any group behind a space or sign.
_DIGIT = re.compile(r"(?<![0-9a-z.,+/\-])[0-9]")
_GROUP = re.compile(r"(?<=[\s:=])[0-9a-z]")
# A code before its word: "1234 is my pin".
_BEFORE = re.compile(
    r"(?<![0-9a-z.,+/\-])([0-9]{3,8})\s{0,2}(?:-|to|is|is my|is the|to moj|jest|:|=|\()?\s{0,2}(?:my |the |moj )?$"
)
# Where the words about a value end: the sentence does, or a placeholder says that the value was removed before.
_SENTENCE = re.compile(r"[.!?;](?=\s|$)|\n\s*\n|\[[a-z_]{2,20}\]")
_WINDOW = 32
_A_DIGIT = re.compile(r"[0-9]")


@attrs.frozen
class Words:
    """The words of all languages, merged: people mix them."""

    triggers: re.Pattern[str]
    kinds: dict[str, Cue]
    connectors: re.Pattern[str]
    stop: frozenset[str]
    lookalikes: re.Pattern[str]


def _alternation(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(set(words), key=lambda word: (-len(word), word)))


@cache
def load_words() -> Words:
    """Read words/*.toml, one file a language. Raises ValueError for a kind that does not exist."""
    tables: list[dict[str, Any]] = [
        tomllib.loads(file.read_text(encoding="utf-8"))
        for file in sorted(files(__package__).joinpath("words").iterdir(), key=lambda file: file.name)
        if file.name.endswith(".toml")
    ]
    parts = [(kind, part) for table in tables for kind, part in table.items() if isinstance(part, dict)]
    kinds = {word: Cue(kind) for kind, part in parts for word in part["words"]}
    connectors = _alternation(word for table in tables for word in table["connectors"])
    lookalikes = _alternation(word for table in tables for word in table["lookalikes"])
    return Words(
        triggers=re.compile(rf"(?<![a-z0-9_])(?:{_alternation(kinds)})(?![a-z0-9_])"),
        kinds=kinds,
        connectors=re.compile(rf"\s{{1,3}}(?:{connectors})(?:\s{{0,2}}:)?\s{{1,3}}"),
        stop=frozenset(word for table in tables for word in table["stop"]),
        lookalikes=re.compile(rf"(?:{lookalikes})\W{{0,4}}(?:(?:no|nr|number|numer|is|to)\W{{1,3}})?$"),
    )


class Redactor:
    """A redactor with a shop's own published ``numbers`` (accounts, phones), which survive, and plugin ``detectors``.

    A detector gets the text with everything found so far masked by ``•`` of equal length, and answers with
    spans ``(start, end, kind)``; it can only add.
    """

    def __init__(self, published: Iterable[str] = (), detectors: Sequence[Detector] = ()) -> None:
        self._published = frozenset(_bare(number) for number in published)
        self._detectors = tuple(detectors)

    def redact(self, text: RawText | str, cue: Cue | None = None) -> Redacted:
        """Remove every secret from ``text``, each replaced by its kind: ``[PIN]``, ``[CARD_NUMBER]``."""
        original = text.typed if isinstance(text, RawText) else text
        folded, offsets = fold(original)
        spans = self._spans(folded, cue)
        found = tuple(Found(offsets[start], offsets[end - 1] + 1, kind) for start, end, kind in spans)
        for detector in self._detectors:
            found = self._with_detector(original, found, detector)
        return Redacted(vouch(_cut(original, found)), found, _announced(folded, bool(spans)))

    def _spans(self, folded: str, cue: Cue | None) -> list[tuple[int, int, str]]:
        spans = _apart(find_tokens(folded))
        taken = _mask(folded, spans)
        if _A_DIGIT.search(taken):
            spans += [span for span in find_numbers(taken) if _bare(taken[span[0] : span[1]]) not in self._published]
            taken = _mask(folded, spans)
        spans += _worded(taken)
        if cue is not None and not spans:
            spans += _answer(taken, cue)
        return sorted(spans)

    def _with_detector(self, original: str, found: tuple[Found, ...], detector: Detector) -> tuple[Found, ...]:
        masked = _mask(original, [(f.start, f.end, f.kind) for f in found])
        more = [
            Found(start, end, kind)
            for start, end, kind in detector(masked)
            if 0 <= start < end <= len(original) and "•" not in masked[start:end]
        ]
        return tuple(sorted((*found, *more), key=lambda f: f.start))


def redact(text: RawText | str, cue: Cue | None = None) -> Redacted:
    """Redact with the built-in detectors alone."""
    return _default().redact(text, cue)


@lru_cache(maxsize=1)
def _default() -> Redactor:
    return Redactor()


def _apart(spans: Iterable[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """The spans without those that begin inside an earlier one."""
    kept: list[tuple[int, int, str]] = []
    for span in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
    return kept


def _bare(number: str) -> str:
    return re.sub(r"[^0-9]", "", number).removeprefix("00")


def _mask(text: str, spans: Sequence[tuple[int, int, str]]) -> str:
    parts, done = [], 0
    for start, end, _ in sorted(spans):
        if start >= done:
            parts += [text[done:start], "•" * (end - start)]
            done = end
    return "".join((*parts, text[done:]))


def _cut(original: str, found: tuple[Found, ...]) -> str:
    parts, end = [], 0
    for secret in found:
        if secret.start < end:
            continue
        parts += [original[end : secret.start], f"[{secret.kind.upper()}]"]
        end = secret.end
    return "".join((*parts, original[end:]))


def _worded(folded: str) -> Iterator[tuple[int, int, str]]:
    """Values behind (for codes: also before) a word that announces them."""
    words = load_words()
    end = 0
    for trigger in words.triggers.finditer(folded):
        is_placeholder = folded[max(0, trigger.start() - 1) : trigger.end() + 1] == f"[{trigger.group()}]"
        if trigger.start() < end or is_placeholder:
            continue
        kind = words.kinds[trigger.group()]
        span = (
            _secret_word(folded, trigger.end(), words)
            if kind is Cue.PASSWORD
            else _secret_number(folded, trigger, kind, words)
        )
        if span is not None:
            end = max(end, span[1])
            yield (*span, kind.value)


def _secret_word(folded: str, start: int, words: Words) -> tuple[int, int] | None:
    """A password behind its word: any word behind a colon or "is"; behind a mere space only what looks like one."""
    connector = _STRONG.match(folded, start) or words.connectors.match(folded, start)
    found = connector or _GAP.match(folded, start)
    if found is None:
        return None
    place = found.end()
    if connector and (second := words.connectors.match(" " + folded[place : place + 20])):
        place += max(0, second.end() - 1)
    token = _TOKEN.match(folded, place)
    if token is None:
        return None
    if token.group("quoted"):
        return token.start("quoted"), token.end("quoted")
    value = token.group().rstrip(".,;:!?)")
    if len(value) < 3 or value in words.stop or "•" in value or _PLACEHOLDER.fullmatch(value.upper()):
        return None
    return (token.start(), token.start() + len(value)) if connector or _looks_secret(value) else None


def _looks_secret(value: str) -> bool:
    letters, digits = any(c.isalpha() for c in value), any(c.isdigit() for c in value)
    signs = any(not c.isalnum() and c not in ".,-'/" for c in value)
    return len(value) >= 5 and ((letters and digits) or (signs and (letters or digits)))


def _secret_number(folded: str, trigger: re.Match[str], kind: Cue, words: Words) -> tuple[int, int] | None:
    """A code behind its word, up to the end of the sentence; else straight before it ("1234 is my pin")."""
    start = trigger.end()
    stretch = folded[start : start + _WINDOW + 24]
    stop = _SENTENCE.search(stretch)
    limit = min(_WINDOW, stop.start() if stop else _WINDOW)
    for digit in (_GROUP if kind is Cue.RECOVERY_CODE else _DIGIT).finditer(stretch[:limit]):
        value = _SHAPES[kind].match(stretch, digit.start())
        if value is None:
            continue
        if words.lookalikes.search(stretch[: digit.start()]):
            return None
        if kind is Cue.RECOVERY_CODE and not any(char.isdigit() for char in value.group()):
            continue
        return start + value.start(), start + value.end()
    before = folded[max(0, trigger.start() - _WINDOW) : trigger.start()]
    value = _BEFORE.search(before)
    if value and _SHAPES.get(kind) and kind is not Cue.RECOVERY_CODE and _SHAPES[kind].fullmatch(value.group(1)):
        place = trigger.start() - len(before)
        return place + value.start(1), place + value.end(1)
    return None


def _answer(folded: str, cue: Cue) -> Iterator[tuple[int, int, str]]:
    """The whole of a short bare message behind an announcement."""
    token = folded.strip()
    if not token or len(token.split()) > 2 or token in load_words().stop or _PLACEHOLDER.fullmatch(token.upper()):
        return
    start = folded.index(token)
    shape = _SHAPES.get(cue)
    if shape is None or shape.fullmatch(token):
        yield start, start + len(token), cue.value


def _announced(folded: str, had_secrets: bool) -> Cue | None:
    """The kind a message promises and does not hold: it ends in the word, maybe with a colon."""
    if had_secrets:
        return None
    words = load_words()
    tail = folded[-80:].rstrip(" :=-\n.")
    last = None
    for trigger in words.triggers.finditer(tail):
        last = trigger
    if last is None:
        return None
    behind = tail[last.end() :].strip()
    return words.kinds[last.group()] if not behind or words.connectors.fullmatch(f" {behind} ") else None
