"""``nox -s judged``: figures on what was not learned from. Families are held back in turn, four neighbours at a time;
the fresh batch was written when the model was finished, the others later; of the blind one nobody has read what gets
through."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from random import Random
from statistics import pstdev

from helpdesk_core.guardrails.redaction import judge
from helpdesk_core.guardrails.redaction.engine import Redactor
from helpdesk_core.guardrails.redaction.kinds import KINDS, Caution
from helpdesk_core.guardrails.redaction.weights import read_model

from .examples import BESIDE, Example, beside, examples, own_messages, parsed, read_families
from .families import Family, Message, messages
from .model import fit, written

FOLDS, TOGETHER, TIMES = 4, 4, 2
NEWEST, BLIND, HINTED, FRESH, EARLIER = (
    Path(__file__).with_name(f"{name}.txt") for name in ("newest", "blind", "hinted", "fresh", "earlier")
)


def folds(families: Sequence[Family]) -> list[list[Family]]:
    """The families in as many parts; those written one after the other stay together."""
    groups: dict[tuple[str, str, int], list[Family]] = {}
    seen = Counter[tuple[str, str]]()
    for family in families:
        place = (family.language, family.situation)
        groups.setdefault((*place, seen[place] // TOGETHER), []).append(family)
        seen[place] += 1
    keys = sorted(groups)
    Random("folds").shuffle(keys)
    return [[family for key in keys[part::FOLDS] for family in groups[key]] for part in range(FOLDS)]


def measured(made: Iterable[Sequence[Message]], redactor: Redactor) -> Counter[str]:
    """Secrets and what got through of them, by kind and language; what must stay and was damaged; clean and changed;
    of conversations, each message with what the one before announced."""
    counts = Counter[str]()
    for conversation in made:
        cue = conversation[0].cue
        for message in conversation:
            done = redactor.redact(message.text, cue)
            cue = done.cue
            _count(message, done.text.text, counts)
    return counts


def _count(message: Message, safe: str, counts: Counter[str]) -> None:
    rest = _rest(message)
    for start, end, kind in message.secrets:
        through = _survives(message.text[start:end], safe, rest)
        for name in (kind, message.language, "all"):
            counts[f"{name} secrets"] += 1
            counts[f"{name} through"] += through
    counts["kept values"] += len(message.keep)
    counts["kept damaged"] += sum(message.text[start:end] not in safe for start, end in message.keep)
    if not message.secrets:
        counts["clean messages"] += 1
        counts["clean changed"] += safe != message.text


def _rest(message: Message) -> str:
    parts, done = [], 0
    for start, end, _ in message.secrets:
        parts.append(message.text[done:start])
        done = end
    return "\0".join((*parts, message.text[done:]))


def _survives(value: str, safe: str, rest: str) -> bool:
    pieces = [value] if len(value) <= 4 else [value[place : place + 4] for place in range(len(value) - 3)]
    return any(safe.count(piece) > rest.count(piece) for piece in pieces if any(map(str.isalnum, piece)))


def report(title: str, rules: Counter[str], by_caution: dict[str, Counter[str]]) -> None:
    """One line for each kind, language and total."""
    print(f"\n{title}\n{'':16}{'secrets':>8}{'rules':>8}" + "".join(f"{name:>10}" for name in by_caution))
    names = [name.removesuffix(" secrets") for name in rules if name.endswith(" secrets")]
    for name in sorted(names, key=lambda name: (name == "all", name not in KINDS, name)):
        print(f"{name:16}{rules[f'{name} secrets']:8}" + _line(f"{name} through", f"{name} secrets", rules, by_caution))
    print(f"{'kept damaged':24}" + _line("kept damaged", "kept values", rules, by_caution))
    print(f"{'clean changed':24}" + _line("clean changed", "clean messages", rules, by_caution))


def _line(part: str, whole: str, rules: Counter[str], by_caution: dict[str, Counter[str]]) -> str:
    shares = [100 * one[part] / max(1, one[whole]) for one in (rules, *by_caution.values())]
    return f"{shares[0]:7.1f}%" + "".join(f"{share:9.1f}%" for share in shares[1:])


def _use(learned: Sequence[Example]) -> None:
    model = read_model(written(fit(learned)))
    judge.load_model = lambda: model  # type: ignore[attr-defined, assignment]


def held_back() -> None:
    """Train without a part, score that part, in turn."""
    families, lists = read_families()
    rules, parts = Redactor(caution=None), folds(families)
    base = [*examples(beside(lists), rules, BESIDE), *examples(own_messages(), rules)]
    totals: dict[str, Counter[str]] = {}
    spread: dict[str, list[float]] = {}
    for place, part in enumerate(parts):
        others = [family for other in parts if other is not part for family in other]
        _use([*base, *examples(messages(others, lists, TIMES, "train"), rules)])
        made = [[message] for message in messages(part, lists, 2, "test")]
        for name, redactor in (("rules", rules), *((one.value, Redactor(caution=one)) for one in Caution)):
            counts = measured(made, redactor)
            totals.setdefault(name, Counter()).update(counts)
            spread.setdefault(name, []).append(100 * counts["all through"] / counts["all secrets"])
        print(f"part {place + 1} of {FOLDS}", file=sys.stderr)
    report("families held back", totals.pop("rules"), totals)
    for name, shares in spread.items():
        print(f"{name}: {', '.join(f'{share:.1f}' for share in shares)}; spread {pstdev(shares):.1f}")


def batch(title: str, file: Path) -> None:
    """A batch that nothing is learned from."""
    made = [_conversation(line) for line in file.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    by_caution = {one.value: measured(made, Redactor(caution=one)) for one in Caution}
    report(title, measured(made, Redactor(caution=None)), by_caution)


def _conversation(line: str) -> list[Message]:
    language, _, rest = line.partition(" | ")
    return [parsed(f"{language} | {part}") for part in rest.split(" ⇒ ")]


if __name__ == "__main__":
    batch("newest batch", NEWEST)
    batch("blind batch", BLIND)
    batch("hinted batch", HINTED)
    batch("fresh batch", FRESH)
    batch("earlier batches", EARLIER)
    if "--fresh" not in sys.argv:
        held_back()
