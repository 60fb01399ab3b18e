"""What lists ask of bare cells is what is asked of records."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

import journeys as j
from helpdesk_core.base.changes import Effect
from helpdesk_core.base.text import CustomerText, mark_safe
from helpdesk_core.guardrails.cell_proofs import cell_proof
from helpdesk_core.guardrails.decisions import Basis, Decision, Evidence, decide
from helpdesk_core.outcomes.model import Outcome, OutcomeResult, OutcomeState
from helpdesk_core.quotes.model import Quote


@pytest.mark.parametrize("erased", [False, True])
def test_cells_prove_just_what_records_prove(erased: bool) -> None:
    """Lists ask the bare cells. Whatever stands in any of them, the answer is that of the record and its decision."""
    at = datetime(2026, 1, 1, tzinfo=UTC)
    draft = Outcome(
        id="o1",
        tenant="shop",
        request="r1",
        state=OutcomeState.DRAFT,
        result=OutcomeResult.SOLVED,
        text=CustomerText(mark_safe("The battery was replaced.")),
        prepared_by="anna",
        prepared_at=at,
    ).committed(Effect.COMPLETE, "salt")
    by = Evidence(actor=j.ANNA, basis=Basis.STAFF)
    decision = decide(Effect.COMPLETE, draft, subject="r1", by=by, now=at)
    outcome = draft.changed(decided=decision.id, state=OutcomeState.RECORDED)
    outcome = outcome.erased() if erased else outcome
    proof, kinds = cell_proof(Outcome, Effect.COMPLETE), (Outcome.record_type, Decision.record_type)
    rows = [list(kind.encode(record)) for kind, record in zip(kinds, (outcome, decision), strict=True)]
    places = [kinds[0].place(name) for name in proof.columns]
    joined = [kinds[1].place(name) for name in proof.join_columns]

    def holds(one: list[Any], other: list[Any] | None) -> bool:
        return proof.holds((*(one[n] for n in places), *(None if other is None else other[n] for n in joined)))

    told = {}
    for which, kind in enumerate(kinds):
        for place, column in enumerate(kind.columns):
            for other in ("", "other", "agent", "customer", "not_solved", "pay", "{}", '{"text":"0"}', None):
                changed = [list(row) for row in rows]
                changed[which][place] = other
                try:
                    one, made = (kind.decode(row) for kind, row in zip(kinds, changed, strict=True))
                    right = one.is_decided(Effect.COMPLETE, made)
                except (ValueError, KeyError, TypeError, AttributeError):
                    continue  # no such record can be made
                assert holds(*changed) == right, (column.name, other)
                told.setdefault(right, set()).add((which, column.name))
    assert holds(*rows)
    assert not holds(rows[0], None)
    assert told[False] >= {(0, name) for name in proof.columns}
    assert told[False] >= {(1, name) for name in proof.join_columns}
    commitments = kinds[0].place("commitments")
    for written, right in (("{ %s", True), ('{"more":"0",%s', False)):
        rows[0][commitments] = written % str(outcome.record_type.encode(outcome)[commitments])[1:]
        assert holds(*rows) == right, "what it says counts, and not how"


def test_cells_prove_nothing_of_lists() -> None:
    """They are read before they are compared."""
    with pytest.raises(TypeError, match="more to erase than texts"):
        cell_proof(Quote, Effect.APPROVE)
