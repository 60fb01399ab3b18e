"""An outcome, and the customer's own answer to it beside the staff's decision."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from ..base.changes import Effect
from ..base.queries import Also, Query
from ..base.records import Attested, Guard, Index, col, record
from ..base.text import CustomerText
from ..base.worded import Worded
from ..guardrails.cell_proofs import cell_proof
from ..guardrails.decisions import Decision, Guarded
from ..ports.store import Reader
from ..service_requests.lifecycle import GUARDED, Phase
from ..service_requests.model import ServiceRequest


class OutcomeResult(Worded, prefix="outcome.result"):
    """How the work ended."""

    SOLVED = "solved", "Solved"
    PARTLY_SOLVED = "partly_solved", "Partly solved"
    NOT_SOLVED = "not_solved", "Could not be solved"


class OutcomeState(StrEnum):
    """A draft is staff's; a recorded outcome is what a person decided."""

    DRAFT = "draft"
    RECORDED = "recorded"


@record(
    "outcomes",
    indexes=(Index(("request", "prepared_at", "id")),),
    guard=Guard("complete", "state", (OutcomeState.DRAFT.value,)),
)
class Outcome(Guarded):
    """What came of a request, in words for the customer. What the reviewer sees is what is decided about."""

    decides = ("request", "result", "text")
    request: str = col(references="service_requests")
    state: OutcomeState
    result: OutcomeResult
    text: CustomerText | None = col(personal=True, searchable="words")
    prepared_by: str = col(personal="staff")
    prepared_at: datetime
    recorded_at: datetime | None = col(default=None)


@record("outcome_answers", indexes=(Index(("request", "id")),), outside_ids=True)
class OutcomeAnswer(Attested):
    """The customer's own fact: solved, or not. The id is made from the outcome's, so that there is one."""

    request: str = col(references="service_requests")
    outcome: str = col(references="outcomes")
    solved: bool
    answered_at: datetime
    answered_by: str = col(personal=True)


OUTCOMES = Query(Outcome, equals=("tenant", "request"), order=("prepared_at", "id"), newest_first=True, join="decided")
OF_REQUEST = Query(Outcome, equals=("tenant", "request"), order=("prepared_at", "id"))
OUTCOMES_DECIDED = Query(Outcome, in_="id", join="decided")
OUTCOMES_ANSWERED = Query(Outcome, in_="id", join="decided", also=(Also(record=OutcomeAnswer, by="outcome"),))


_PROOF = cell_proof(Outcome, Effect.COMPLETE)
_HELD = Query(
    Outcome,
    in_="id",
    where={"state": OutcomeState.RECORDED.value},
    columns=_PROOF.columns,
    join="decided",
    join_columns=_PROOF.join_columns,
)
_REQUEST, _DECIDED = _PROOF.columns.index("request"), _PROOF.columns.index("decided")


def subject_of(decided: str | None) -> str | None:
    """The outcome that a decision's id is about."""
    parts = (decided or "").split(":")
    return parts[1] if len(parts) == 3 else None


def is_recorded(outcome: Outcome | None, decision: Decision | None) -> bool:
    """Whether an outcome may be shown as recorded: its decision is about exactly its content, checked now."""
    return (
        outcome is not None and outcome.state is OutcomeState.RECORDED and outcome.is_decided(Effect.COMPLETE, decision)
    )


def current_outcome(reader: Reader, request: ServiceRequest) -> Outcome | None:
    """The recorded outcome that the request stands on now, None when there is none that holds."""
    return _current(reader, request, OUTCOMES_DECIDED)[0]


def answered_outcome(reader: Reader, request: ServiceRequest) -> tuple[Outcome | None, OutcomeAnswer | None]:
    """The same, with what the customer said to it, in one statement."""
    return _current(reader, request, OUTCOMES_ANSWERED)


def _current(reader: Reader, request: ServiceRequest, query: Query) -> tuple[Outcome | None, Any]:
    id = subject_of(request.decided)
    for outcome, decision, *answer in reader.find(query, {"id": (id,)}, limit=1) if id is not None else ():
        if is_recorded(outcome, decision) and outcome.request == request.id and outcome.decided == request.decided:
            return outcome, next(iter(answer), None)
    return None, None


def completed(reader: Reader, requests: Mapping[str, str | None]) -> frozenset[str]:
    """The requests that stand on an outcome whose decision holds now, in one statement: for lists, which show nothing
    else of it.

    Args:
        reader: Where to read.
        requests: By id the decision that each says it stands on.

    Returns:
        Their ids.
    """
    ids = tuple(filter(None, map(subject_of, requests.values())))
    found = reader.find(_HELD, {"id": ids}, limit=len(ids)) if ids else ()
    held = {(row[_REQUEST], row[_DECIDED]) for row in found if _PROOF.holds(row)}
    return frozenset(id for id, decided in requests.items() if (id, decided) in held)


def is_completed(reader: Reader, request: ServiceRequest) -> bool:
    """Whether a request stands on an outcome whose decision holds now."""
    return bool(completed(reader, {request.id: request.decided}))


def visible_phase(phase: Phase, is_completed: bool) -> Phase:
    """The phase people are shown: complete only with an outcome whose decision holds, else still in review."""
    return phase if phase not in GUARDED or is_completed else Phase.IN_REVIEW
