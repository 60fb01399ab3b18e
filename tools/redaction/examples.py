"""Messages as the judge meets them: each candidate with its features, and whether it is a secret."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from random import Random

import attrs
import numpy as np
from numpy.typing import NDArray

from helpdesk_core.guardrails.redaction.context import Span, Text
from helpdesk_core.guardrails.redaction.engine import Redactor
from helpdesk_core.guardrails.redaction.fold import fold
from helpdesk_core.guardrails.redaction.judge import considered
from helpdesk_core.guardrails.redaction.masks import masked
from helpdesk_core.guardrails.redaction.weights import place

from .families import Message, labelled, read_families
from .parts import RECOMBINED, recombined
from .prose import paragraphs
from .values import Lists

_OWN = Path(__file__).parents[2] / "tests/redaction/messages.txt"
_MARK = re.compile(r"«(\w+):([^»]*)»|\{([^{}\"<>]*)\}(?!\})")


BESIDE = 0.3
"""What the words of the tables, the prose and the messages put together at random count for beside a message that
somebody wrote. With as much as these, one secret more in ten gets through of batches in another voice."""


@attrs.frozen
class Example:
    """A candidate: its form, its kind (None: no secret), and whether the rules find it."""

    form: str
    places: NDArray[np.int64]
    """Hashes of what is seen of it."""
    kind: str | None
    known: bool
    weight: float


def examples(messages: Iterable[Message], rules: Redactor, weight: float = 1.0) -> Iterator[Example]:
    """What the rules miss as the judge will see it; what they find once more, as if they had missed it. Each counts for
    ``weight`` when the judge learns."""
    for message in messages:
        folded, plain, offsets = fold(message.text)
        if len(offsets) != len(message.text) + 1 or offsets[-1] != len(message.text):
            continue
        found, triggers = rules.rules(folded, plain)
        yield from _seen(message, Text(masked(folded, found), plain), triggers, found, None, weight)
        for one in found:
            others = [other for other in found if other != one]
            yield from _seen(message, Text(masked(folded, others), plain), triggers, others, one, weight)


def _seen(
    message: Message, text: Text, triggers: list[Span], removed: list[Span], only: Span | None, weight: float
) -> Iterator[Example]:
    cue = None if removed else message.cue
    for start, end, form, features in considered(text, triggers, cue, removed):
        if only is not None and not (start < only[1] and only[0] < end):
            continue
        kind = next((kind for first, last, kind in message.secrets if first < end and start < last), None)
        yield Example(form, _places(features), kind, only is not None, weight)


def _places(features: Collection[str]) -> NDArray[np.int64]:
    return np.sort(np.fromiter(map(_place, features), dtype=np.int64, count=len(features)))


_place = lru_cache(1_000_000)(place)


def own_messages() -> Iterator[Message]:
    """Those that the tests hold the line on."""
    for line in _OWN.read_text(encoding="utf-8").splitlines():
        if line.startswith("#") or not line.strip():
            continue
        yield parsed(line)


def parsed(line: str) -> Message:
    """A line as in messages.txt: «kind:value» must go, {value} must stay."""
    language, _, marked = line.partition(" | ")
    text, secrets, keep, done = "", [], [], 0
    marked = marked.replace("⏎", "\n")
    for mark in _MARK.finditer(marked):
        text += marked[done : mark.start()]
        value = mark.group(2) if mark.group(1) else mark.group(3)
        if mark.group(1):
            secrets.append((len(text), len(text) + len(value), mark.group(1)))
        else:
            keep.append((len(text), len(text) + len(value)))
        text += value
        done = mark.end()
    return Message(language.strip(), "own", text + marked[done:], tuple(secrets), tuple(keep))


def beside(lists: dict[str, Lists]) -> Iterator[Message]:
    """What is learned from beside what was written as a message: every word of the tables, clean prose of others, parts
    put together."""
    yield from labelled(Random("words 1"), lists)
    yield from labelled(Random("words 2"), lists)
    for language, text in paragraphs("prose", 4_000):
        yield Message(language, "prose", text, (), ())
    yield from recombined(lists, *RECOMBINED)


__all__ = ["BESIDE", "Example", "beside", "examples", "own_messages", "parsed", "read_families"]
