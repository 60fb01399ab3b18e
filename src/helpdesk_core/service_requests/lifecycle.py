"""The lifecycle of a service request, as one table.

Its rules:
1. A request is always in exactly one of nine phases; a shop's own statuses are names within a phase.
2. A move not in the table does not exist, for anybody.
3. Automation may submit a request and hold one. Every other move is a person's own command.
4. Received → confirmed needs the customer's code, or staff who saw the person.
5. Outcome recorded is reached only by a decision about exactly the outcome that staff reviewed.
6. Ready and closed are staff's. Closed is reached only from a recorded outcome.
7. Cancelled can be reached until an outcome is recorded. Reopening is a move, not a phase.
"""

from __future__ import annotations

from functools import lru_cache

import attrs

from ..base.actors import ANYONE, CUSTOMERS, PEOPLE, STAFF, ActorKind
from ..base.changes import Effect
from ..base.messages import define
from ..base.phases import Phase as Phase
from ..settings import Settings, Status

GUARDED = (Phase.OUTCOME_RECORDED, Phase.CLOSED)
"""Phases that say the work is complete."""
ENDED = (Phase.CLOSED, Phase.CANCELLED)
"""Phases of requests that are no longer in the queue."""

PHASE_NAMES = {
    Phase.RECEIVED: define("phase.received", "Received"),
    Phase.CONFIRMED: define("phase.confirmed", "Confirmed"),
    Phase.IN_REVIEW: define("phase.in_review", "In review"),
    Phase.WAITING_FOR_CUSTOMER: define("phase.waiting_for_customer", "Waiting for your reply"),
    Phase.IN_PROGRESS: define("phase.in_progress", "In progress"),
    Phase.READY: define("phase.ready", "Ready"),
    Phase.OUTCOME_RECORDED: define("phase.outcome_recorded", "Outcome recorded"),
    Phase.CLOSED: define("phase.closed", "Closed"),
    Phase.CANCELLED: define("phase.cancelled", "Cancelled"),
}


@attrs.frozen
class Move:
    """One row of the table: from any of ``origins`` to ``target``, by ``actors``; ``effect`` if it is guarded."""

    name: str
    origins: tuple[Phase, ...]
    target: Phase
    actors: frozenset[ActorKind]
    effect: Effect | None = None


_UNDER_WAY = (Phase.CONFIRMED, Phase.IN_REVIEW, Phase.WAITING_FOR_CUSTOMER, Phase.IN_PROGRESS, Phase.READY)

MOVES = (
    Move("submit", (), Phase.RECEIVED, ANYONE),
    Move("confirm", (Phase.RECEIVED,), Phase.CONFIRMED, PEOPLE),
    Move(
        "review", (Phase.CONFIRMED, Phase.WAITING_FOR_CUSTOMER, Phase.IN_PROGRESS, Phase.READY), Phase.IN_REVIEW, STAFF
    ),
    Move("customer_reply", (Phase.WAITING_FOR_CUSTOMER,), Phase.IN_REVIEW, CUSTOMERS),
    Move(
        "ask_back",
        (Phase.CONFIRMED, Phase.IN_REVIEW, Phase.IN_PROGRESS, Phase.READY),
        Phase.WAITING_FOR_CUSTOMER,
        STAFF,
    ),
    Move(
        "start", (Phase.CONFIRMED, Phase.IN_REVIEW, Phase.WAITING_FOR_CUSTOMER, Phase.READY), Phase.IN_PROGRESS, STAFF
    ),
    Move("make_ready", (Phase.IN_REVIEW, Phase.WAITING_FOR_CUSTOMER, Phase.IN_PROGRESS), Phase.READY, STAFF),
    Move("record_outcome", _UNDER_WAY, Phase.OUTCOME_RECORDED, STAFF, Effect.COMPLETE),
    Move("close", (Phase.OUTCOME_RECORDED,), Phase.CLOSED, STAFF),
    Move("cancel", (Phase.RECEIVED, *_UNDER_WAY), Phase.CANCELLED, PEOPLE),
    Move("reopen", (Phase.OUTCOME_RECORDED, *ENDED), Phase.IN_REVIEW, PEOPLE),
)

#: Moves that have a command of their own; setting a status never makes them.
OWN_COMMAND = frozenset({"submit", "confirm", "customer_reply", "record_outcome", "close", "cancel", "reopen"})


def move(name: str, origin: Phase, kind: ActorKind) -> Phase | None:
    """Where the named move leads this kind of actor from ``origin``; None when the table has no such row."""
    row = next(row for row in MOVES if row.name == name)
    return row.target if origin in row.origins and kind in row.actors else None


@lru_cache(maxsize=128)
def statuses(settings: Settings) -> tuple[Status, ...]:
    """The shop's statuses: one for each phase, called like it, and its own behind."""
    own = {status.id for status in settings.statuses}
    plain = (Status(id=phase.value, phase=phase.value, labels={}) for phase in Phase if phase.value not in own)
    return (*plain, *settings.statuses)


@lru_cache(maxsize=128)
def _by_id(settings: Settings) -> dict[str, Status]:
    return {status.id: status for status in statuses(settings)}


def status_of(settings: Settings, id: str) -> Status | None:
    """The status of that id."""
    return _by_id(settings).get(id)


def can_set_status(settings: Settings, current: str, phase: Phase, wanted: Status, kind: ActorKind) -> bool:
    """Whether staff of this kind may set ``wanted`` on a request with status ``current`` in ``phase``."""
    target = Phase(wanted.phase)
    if (
        kind not in STAFF
        or kind.value not in wanted.may_set
        or wanted.retired
        or wanted.id == current
        or phase in (*ENDED, Phase.OUTCOME_RECORDED)
    ):
        return False
    if target is not phase:
        rows = [row for row in MOVES if row.target is target and row.name not in OWN_COMMAND]
        if not any(phase in row.origins and kind in row.actors for row in rows):
            return False
    named = [row for row in settings.transitions if row.to_status == wanted.id]
    return not named or any(row.from_status == current and kind.value in row.may for row in named)


def diagram() -> str:
    """The table as a Mermaid state diagram, for the docs."""
    lines = ["stateDiagram-v2", "    [*] --> received: submit"]
    for row in MOVES[1:]:
        who = "customer or staff" if row.actors >= CUSTOMERS | STAFF else "staff" if row.actors == STAFF else "customer"
        mark = " (decision)" if row.effect else ""
        lines += [f"    {origin} --> {row.target}: {row.name}, {who}{mark}" for origin in row.origins]
    return "\n".join(lines)
