"""The lifecycle's table binds: whatever a rule returns, the gate refuses a move that is not a row of it."""

from __future__ import annotations

from typing import Any

import pytest

import journeys as j
from capabilities.scene import Scene
from helpdesk_core import Settings, Status
from helpdesk_core.base.actors import ActorKind
from helpdesk_core.base.changes import Touch
from helpdesk_core.base.phases import Phase
from helpdesk_core.guardrails.gate import GuardViolation, Writing, is_sealed, seal
from helpdesk_core.service_requests.lifecycle import GUARDED, status_fields
from helpdesk_core.service_requests.rules import HoldReleased
from helpdesk_core.testing import CountedIds
from helpdesk_core.testing.rows import request

#: From → to, by whom. Everything else is refused, for everybody.
STAFF, CUSTOMERS = "agent admin", "customer guest"
PEOPLE = f"{STAFF} {CUSTOMERS}"
TABLE: dict[tuple[str, str], str] = {
    ("", "received"): f"{PEOPLE} automation",
    ("", "confirmed"): f"{STAFF} customer",
    ("received", "confirmed"): PEOPLE,
    ("received", "cancelled"): PEOPLE,
    **{
        (before, after): STAFF
        for before in ("confirmed", "in_review", "waiting_for_customer", "in_progress", "ready")
        for after in ("in_review", "waiting_for_customer", "in_progress", "ready", "outcome_recorded")
        if before != after and (before, after) != ("confirmed", "ready")
    },
    ("waiting_for_customer", "in_review"): f"{PEOPLE} automation",  # a channel brings the customer's answer
    **{
        (before, "cancelled"): PEOPLE
        for before in ("confirmed", "in_review", "waiting_for_customer", "in_progress", "ready")
    },
    ("outcome_recorded", "closed"): STAFF,
    ("outcome_recorded", "in_review"): PEOPLE,
    ("closed", "in_review"): PEOPLE,
    ("cancelled", "in_review"): PEOPLE,
}
PHASES = [phase.value for phase in Phase]
MOVES = [(before, after) for before in ("", *PHASES) for after in PHASES if before != after]


@pytest.fixture(scope="module")
def actors() -> dict[str, Any]:
    """One of each kind."""
    return Scene.in_phase("in_review").actors


def attempt(before: str, after: str, actor: Any, settings: Settings = Settings(), **values: Any) -> object:
    """What the gate says to a request that goes from one phase to another."""
    base = request("r1").changed(decided="complete:o:d" if before in GUARDED else None)
    old = base.changed(phase=Phase(before), status=before) if before else None
    status = values.pop("status", after)
    new = (old or base).changed(phase=Phase(after), status=status, **values)
    writing = Writing(tenant="shop", actor=actor, now=new.created_at, settings=settings, new_id=CountedIds())
    return seal(writing, [Touch(before=old, after=new, changes=(HoldReleased(),))], [])


@pytest.mark.parametrize("kind", ActorKind)
@pytest.mark.parametrize("before, after", MOVES)
def test_a_move_is_a_row_of_the_table_or_is_refused(
    before: str, after: str, kind: ActorKind, actors: dict[str, Any]
) -> None:
    """450 triples, each way: the table above is written by hand."""
    allowed = kind.value in TABLE.get((before, after), "").split()
    kept = {"decided": "complete:o:d"} if before in GUARDED and after in GUARDED else {"decided": None}
    if allowed and after in GUARDED and before not in GUARDED:
        with pytest.raises(GuardViolation, match="guarded state without"):  # the move is there; the decision is not
            attempt(before, after, actors[kind.value], **kept)
    elif allowed:
        assert is_sealed(attempt(before, after, actors[kind.value], **kept))
    else:
        with pytest.raises(GuardViolation, match="no move from"):
            attempt(before, after, actors[kind.value], **kept)


@pytest.mark.parametrize("after", PHASES)
@pytest.mark.parametrize("before", [phase for phase in PHASES if not Phase(phase).is_final])
def test_a_status_is_set_along_a_row_of_the_table(before: str, after: str) -> None:
    """Each state of the work is reached by setting a status that belongs to it, by staff and nobody else; the others
    have commands of their own."""
    of_the_work = ("in_review", "waiting_for_customer", "in_progress", "ready")
    may = after in of_the_work and "agent" in TABLE.get((before, after), "")
    for kind in ActorKind:
        set_ = status_fields(Settings(), before, Phase(before), after, kind)
        wanted = {"phase": Phase(after), "status": after} if may and kind.value in STAFF.split() else None
        assert set_ == wanted, kind


@pytest.mark.parametrize("status", ["nonsense", "", "ready", "in_progress ", "closed"])
def test_a_status_is_one_of_its_phase_or_is_refused(status: str) -> None:
    """Also where the phase stays as it is."""
    with pytest.raises(GuardViolation, match="there is no status"):
        attempt("confirmed", "in_progress", j.ANNA, status=status)
    with pytest.raises(GuardViolation, match="there is no status"):
        attempt("in_progress", "in_progress", j.ANNA, status=status)


def test_a_status_of_the_shops_own_is_taken() -> None:
    """Else the test above would prove nothing."""
    own = Settings(statuses=(Status(id="parts", phase="in_progress", labels={"en": "Parts"}),))
    assert is_sealed(attempt("in_progress", "in_progress", j.ANNA, own, status="parts"))


def test_a_request_keeps_a_status_that_the_shop_gave_up() -> None:
    """Whatever else is written about it: its status is asked about when it changes."""
    old = request("r1").changed(phase=Phase.IN_PROGRESS, status="given_up")
    writing = Writing(tenant="shop", actor=j.ANNA, now=old.created_at, settings=Settings(), new_id=CountedIds())
    held = Touch(before=old, after=old.changed(held="odd"), changes=(HoldReleased(),))
    assert is_sealed(seal(writing, [held], []))
