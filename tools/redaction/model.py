"""The model itself: for each form of candidate a logistic regression with an L2 penalty, which spreads what it learns
over all that was seen together: of messages in another voice than those it learned from it finds half as many again as
with an L1 penalty, which keeps one sign of several. Features go by a hash of their names, so that none is left out for
being rare. Then a vote on the kind. liblinear is deterministic, and the weights are rounded: the file is the same
everywhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from helpdesk_core.guardrails.redaction.candidates import CODED, NUMBER, PLAIN
from helpdesk_core.guardrails.redaction.weights import SCALE, place

from .examples import Example

SIZES = {NUMBER: 18, CODED: 16, PLAIN: 15}
"""Of the tables, as powers of two."""
_OF_KINDS = 11
_STRENGTH, _STRENGTH_OF_KINDS = 1.0, 1.0
Weights: TypeAlias = "NDArray[np.int8]"


def fit(examples: Sequence[Example]) -> dict[str, Weights]:
    """The tables: one for each form of candidate and for each kind."""
    tables = {}
    for form, size in SIZES.items():
        of_form = [one for one in examples if one.form == form]
        tables[form] = _fitted(of_form, [one.kind is not None for one in of_form], _STRENGTH, size)
    secrets = [one for one in examples if one.kind is not None]
    for kind in sorted({one.kind for one in secrets if one.kind}):
        tables[kind] = _fitted(secrets, [one.kind == kind for one in secrets], _STRENGTH_OF_KINDS, _OF_KINDS)
    return tables


def _fitted(examples: Sequence[Example], labels: Sequence[bool], strength: float, size: int) -> Weights:
    ends = np.cumsum([0, *(len(one.places) for one in examples)])
    columns = np.concatenate([one.places for one in examples]) & ((1 << size) - 1)
    table = sparse.csr_matrix((np.ones(len(columns)), columns, ends), shape=(len(examples), 1 << size))
    table.sum_duplicates()
    used = np.unique(columns)
    model = LogisticRegression(
        solver="liblinear", l1_ratio=0, C=strength, random_state=0, max_iter=300, fit_intercept=False
    )
    model.fit(table[:, used], np.array(labels, dtype=int), sample_weight=[one.weight for one in examples])
    weights = np.zeros(1 << size, dtype=np.int8)
    weights[used] = np.clip(np.rint(model.coef_[0] * SCALE), -127, 127)
    return weights


def written(tables: Mapping[str, Weights]) -> bytes:
    """The file: a line of names and sizes, then the tables."""
    sizes = " ".join(f"{name}={len(table)}" for name, table in tables.items())
    return b"\n".join([sizes.encode(), b"".join(table.tobytes() for table in tables.values())])


__all__ = ["fit", "place", "written"]
