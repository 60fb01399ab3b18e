"""What was found, masked, so that nothing looks at it again."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence

from .context import Span, Text
from .kinds import CARD_NUMBER

MASK = 8


def apart(spans: Iterable[Span]) -> list[Span]:
    """The spans in order; of one that begins inside an earlier one only what goes beyond it."""
    every = list(spans)
    if len(every) < 2:
        return every
    kept: list[Span] = []
    end = 0
    for start, stop, kind in sorted(every, key=lambda span: (span[0], -span[1])):
        if stop > end:
            kept.append((max(start, end), stop, kind))
            end = stop
    return kept


def masked(text: str, spans: Sequence[Span]) -> str:
    """The text with ``•`` in the place of each character of the spans. Only a card is as long as thirteen of them: what
    is said of a code behind one must not be true behind any long placeholder."""
    if not spans:
        return text
    parts, done = [], 0
    for start, end, kind in apart(spans):
        size = end - start
        shown = size if kind == CARD_NUMBER else min(size, 12)
        parts += [text[done:start], "•" * shown, "◦" * (size - shown)]
        done = end
    return "".join((*parts, text[done:]))


def compact(folded: str, plain: str, spans: Sequence[Span], first: int, last: int) -> tuple[Text, Callable[[int], int]]:
    """The text from ``first`` to ``last`` with each span as `MASK` signs; and where a place in it went."""
    ordered = apart(spans)
    seen, typed, done = [], [], first
    ends, shifts, shift = [], [], -first
    for start, end, _ in ordered:
        seen += [folded[done:start], "•" * MASK]
        typed += [plain[done:start], "•" * MASK]
        shift += MASK - (end - start)
        ends.append(end)
        shifts.append(shift)
        done = end

    def moved(place: int) -> int:
        nearest = bisect_right(ends, place) - 1
        return place + (shifts[nearest] if nearest >= 0 else -first)

    return Text("".join((*seen, folded[done:last])), "".join((*typed, plain[done:last]))), moved
