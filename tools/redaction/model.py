"""The model itself: for each form of candidate a logistic regression with an L2 penalty, which spreads what it learns
over all that was seen together: of messages in another voice than those it learned from it finds half as many again as
with an L1 penalty, which keeps one sign of several. Then a vote on the kind, with few weights. liblinear is
deterministic, and the weights are rounded: the file is the same everywhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from helpdesk_core.guardrails.redaction.judge import SCALE

from .examples import Example

_SEEN_AT_LEAST, _STRENGTH, _STRENGTH_OF_KINDS = 10, 1.0, 0.5
_DENSE, _SPARSE = 0, 1
"""Shares of the L1 penalty."""
Weights = dict[str, int]


def fit(examples: Sequence[Example]) -> dict[str, Weights]:
    """The sections of the weights file: one for each form of candidate and for each kind."""
    sections = {}
    for form in sorted({one.form for one in examples}):
        of_form = [one for one in examples if one.form == form]
        sections[form] = _fitted(of_form, [one.kind is not None for one in of_form], _STRENGTH, _DENSE)
    secrets = [one for one in examples if one.kind is not None]
    for kind in sorted({one.kind for one in secrets if one.kind}):
        sections[kind] = _fitted(secrets, [one.kind == kind for one in secrets], _STRENGTH_OF_KINDS, _SPARSE)
    return sections


def _fitted(examples: Sequence[Example], labels: Sequence[bool], strength: float, share: int) -> Weights:
    counts = Counter(name for one in examples for name in set(one.features))
    names = sorted(name for name, count in counts.items() if count >= _SEEN_AT_LEAST)
    places = {name: place for place, name in enumerate(names)}
    columns, ends = [], [0]
    for one in examples:
        columns += sorted({places[name] for name in one.features if name in places})
        ends.append(len(columns))
    table = sparse.csr_matrix((np.ones(len(columns)), columns, ends), shape=(len(examples), len(names)))
    model = LogisticRegression(
        solver="liblinear", l1_ratio=share, C=strength, random_state=0, max_iter=300, fit_intercept=False
    )
    model.fit(table, np.array(labels, dtype=int))
    rounded = np.rint(model.coef_[0] * SCALE).astype(int)
    return {name: int(weight) for name, weight in zip(names, rounded, strict=True) if weight}


def score(weights: Mapping[str, int], features: Sequence[str]) -> float:
    """As `judge` does it."""
    return sum(weights.get(name, 0) for name in features) / SCALE


def written(sections: Mapping[str, Weights], note: str) -> str:
    """The file: a section for each; in each line a weight and the features that have it."""
    lines = [f"# {note}"]
    for section, weights in sections.items():
        lines.append(f"[{section}]")
        names: dict[int, list[str]] = {}
        for name, weight in sorted(weights.items()):
            names.setdefault(weight, []).append(name)
        lines += [f"{weight}\t{line}" for weight in sorted(names) for line in _lines(names[weight])]
    return "\n".join(lines) + "\n"


def _lines(names: Sequence[str]) -> Iterator[str]:
    line = ""
    for name in names:
        if line and len(line) + len(name) > _WIDTH:
            yield line
            line = ""
        line = f"{line} {name}" if line else name
    yield line


_WIDTH = 160
