"""What lists ask of bare cells is what is asked of records."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

import journeys as j
from helpdesk_core.base.changes import Effect
from helpdesk_core.base.text import CustomerText, mark_safe
from helpdesk_core.guardrails.decisions import Basis, Decision, Evidence, cell_proof, decide
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
                by_cells = proof.holds((*(changed[0][n] for n in places), *changed[1]))
                assert by_cells == right, (column.name, other)
                told.setdefault(right, set()).add((which, column.name))
    assert proof.holds((*(rows[0][n] for n in places), *rows[1]))
    assert not proof.holds((*(rows[0][n] for n in places), *(None for _ in rows[1])))
    assert told[False] >= {(0, name) for name in proof.columns}


def test_cells_prove_nothing_of_lists() -> None:
    """They are read before they are compared."""
    with pytest.raises(TypeError, match="more to erase than texts"):
        cell_proof(Quote, Effect.APPROVE)
