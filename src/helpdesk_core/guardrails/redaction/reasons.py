"""Why something was taken for a secret, in words. Only what model and rules know is named, and nothing of the value."""

from __future__ import annotations

from collections.abc import Sequence

from .context import FAR, NEAR, Span
from .kinds import Cue
from .weights import load_model

_MOST = 3
#: Beginnings of names of features, with what they say; the rest of the name stands behind it.
_SAYS = (
    ("l0", "right before it: "),
    ("l", "before it: "),
    ("r0", "right behind it: "),
    ("r", "behind it: "),
    ("b1:", "announced as "),
    ("b2:", "announced as "),
    ("b:", "nothing announces it"),
    ("a:", "called behind it "),
    ("cue", "the message before asked for it"),
    ("short", "all that the message says"),
    ("line", "its place in the line"),
    ("o", "the order of the words before it"),
    ("p", "the order of the words behind it"),
    ("q", "the order of the words round it"),
    ("v", "its shape"),
)


def reasons(form: str, seen: Sequence[str]) -> tuple[str, ...]:
    """The strongest reasons, each once."""
    weights = load_model().secret[form]
    told: dict[str, None] = {}
    for _, name in sorted((-weight, name) for name in set(seen) if (weight := weights[name]) > 0):
        if said := _in_words(name):
            told[said] = None
            if len(told) == _MOST:
                break
    return tuple(told)


def evidence(span: Span, triggers: Sequence[Span], cue: Cue | None) -> tuple[str, ...]:
    """What spoke for what a rule found: a word for such a secret beside it, the message before, or its form."""
    start, end, _ = span
    if cue is not None:
        return ("a rule: the message before asked for it",)
    before = [kind for _, stop, kind in triggers if kind and 0 <= start - stop <= FAR]
    if before:
        return (f"a rule: announced as {before[-1]}",)
    behind = next((kind for at, _, kind in triggers if kind and 0 <= at - end <= NEAR), None)
    return (f"a rule: called {behind} behind it",) if behind else ("a rule: its form",)


def _in_words(name: str) -> str:
    says = next(((start, words) for start, words in _SAYS if name.startswith(start)), None)
    if says is None:
        return ""
    start, words = says
    if not words.endswith(" "):
        return words
    rest = name.removeprefix(start).lstrip(".012").split("|")[0]
    parts = [part for part in rest.split("/") if part] if rest.startswith("/") else [rest.split(":")[0]]
    return words + " ".join({"n": "a new line"}.get(part, part) for part in parts)
