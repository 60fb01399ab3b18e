"""The lifecycle of a service request, as one table. Everything that decides about a phase lives in this file.

Its rules:
1. A request is always in exactly one of nine phases; a shop's own statuses are names within a phase.
2. A move that is not in the table does not exist, for anybody. `enter` is the one writer of phases, and the gate asks
   `problem` for every request that is saved, whatever rule wrote it. What the shop's settings leave to some of its
   staff (`Status.may_set`, `Transition.may`) binds the others for each move, whichever command makes it.
3. Automation may submit a request and hold one. Every other move is a person's own command.
4. Received → confirmed needs a proof: the customer's code, the host's sign-in, or staff who saw the person.
5. Outcome recorded is reached only by a decision about exactly the outcome that staff reviewed.
6. Ready and closed are staff's. Closed is reached only from a recorded outcome.
7. Cancelled can be reached until an outcome is recorded. Reopening is a move, not a phase.
"""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import Any

import attrs

from ..base.actors import ANYONE, CUSTOMERS, PEOPLE, STAFF, ActorKind
from ..base.changes import Effect
from ..base.phases import Phase as Phase
from ..settings import Settings, Status

GUARDED = (Phase.OUTCOME_RECORDED, Phase.CLOSED)
"""Phases that say the work is complete."""
ENDED = tuple(phase for phase in Phase if phase.is_ended)
"""Phases of requests that are no longer in the queue."""


@attrs.frozen
class Move:
    """One row of the table: from any of ``origins`` to ``target``, by ``actors``; ``effect`` if it is guarded."""

    name: str
    origins: tuple[Phase, ...]
    target: Phase
    actors: frozenset[ActorKind]
    effect: Effect | None = None


_UNDER_WAY = (Phase.CONFIRMED, Phase.IN_REVIEW, Phase.WAITING_FOR_CUSTOMER, Phase.IN_PROGRESS, Phase.READY)


def _from_all_but(target: Phase, *others: Phase) -> tuple[Phase, ...]:
    return tuple(phase for phase in _UNDER_WAY if phase is not target and phase not in others)


SUBMIT = Move("submit", (), Phase.RECEIVED, ANYONE)
#: Who is signed in, or stands at the counter, has proved who they are already.
SUBMIT_CONFIRMED = Move("submit_confirmed", (), Phase.CONFIRMED, STAFF | {ActorKind.CUSTOMER})
CONFIRM = Move("confirm", (Phase.RECEIVED,), Phase.CONFIRMED, PEOPLE)
REVIEW = Move("review", _from_all_but(Phase.IN_REVIEW), Phase.IN_REVIEW, STAFF)
#: Also when a channel brings the answer: the customer wrote it all the same.
CUSTOMER_REPLY = Move(
    "customer_reply", (Phase.WAITING_FOR_CUSTOMER,), Phase.IN_REVIEW, CUSTOMERS | {ActorKind.AUTOMATION}
)
ASK_BACK = Move("ask_back", _from_all_but(Phase.WAITING_FOR_CUSTOMER), Phase.WAITING_FOR_CUSTOMER, STAFF)
START = Move("start", _from_all_but(Phase.IN_PROGRESS), Phase.IN_PROGRESS, STAFF)
MAKE_READY = Move("make_ready", _from_all_but(Phase.READY, Phase.CONFIRMED), Phase.READY, STAFF)
RECORD_OUTCOME = Move("record_outcome", _UNDER_WAY, Phase.OUTCOME_RECORDED, STAFF, Effect.COMPLETE)
CLOSE = Move("close", (Phase.OUTCOME_RECORDED,), Phase.CLOSED, STAFF)
CANCEL = Move("cancel", (Phase.RECEIVED, *_UNDER_WAY), Phase.CANCELLED, PEOPLE)
REOPEN = Move("reopen", (Phase.OUTCOME_RECORDED, *ENDED), Phase.IN_REVIEW, PEOPLE)

#: Moves that setting a status makes; every other one has a command of its own.
BY_STATUS = (REVIEW, ASK_BACK, START, MAKE_READY)
MOVES = (
    SUBMIT,
    SUBMIT_CONFIRMED,
    CONFIRM,
    REVIEW,
    CUSTOMER_REPLY,
    ASK_BACK,
    START,
    MAKE_READY,
    RECORD_OUTCOME,
    CLOSE,
    CANCEL,
    REOPEN,
)


def allows(move: Move, origin: Phase | None, kind: ActorKind) -> bool:
    """Whether this kind of actor may make a move from ``origin``; None stands for a request that does not exist yet."""
    return kind in move.actors and (origin in move.origins if origin is not None else not move.origins)


Place = tuple[Phase, str]
"""The phase and the status that a request is in."""


def is_left_to_others(settings: Settings, before: Place | None, wanted: Status, kind: ActorKind) -> bool:
    """Whether the shop's settings leave the way to a status to others of its staff. They bind staff alone: the table
    binds customers and automation."""
    if kind not in STAFF:
        return False
    if before is None or kind.value not in wanted.may_set:
        return kind.value not in wanted.may_set
    named = [row for row in settings.transitions if row.to_status == wanted.id]
    return bool(named) and not any(before[1] == row.from_status and kind.value in row.may for row in named)


def leaves_to_others(settings: Settings, before: Place | None, move: Move, kind: ActorKind) -> bool:
    """Whether the settings leave a move that the table allows to others of the staff."""
    return is_left_to_others(settings, before, _by_id(settings)[move.target.value], kind)


def enter(
    move: Move,
    before: Place | None,
    kind: ActorKind,
    now: datetime,
    settings: Settings,
    *,
    decided: str | None = None,
) -> dict[str, Any] | None:
    """What follows from a move: the one writer of phases.

    Args:
        move: A row of the table.
        before: The request's present phase and status, None for a new one.
        kind: Who makes the move.
        now: When.
        settings: The shop's, which may leave the move to others.
        decided: Id of the decision that the work is complete; kept while the request stands on it.

    Returns:
        The request's fields (phase, status, closed_at, decided, and reopened_at where it was finished), None when the
        table has no such row, or the settings leave it to others.
    """
    if not allows(move, before and before[0], kind) or leaves_to_others(settings, before, move, kind):
        return None
    again = {"reopened_at": now} if move is REOPEN and decided is not None else {}
    return again | {
        "phase": move.target,
        "status": move.target.value,
        "closed_at": now if move.target in ENDED else None,
        "decided": decided if move.target in GUARDED else None,
    }


def problem(before: Place | None, after: Place, kind: ActorKind, settings: Settings) -> str | None:
    """What is wrong with a request going from one (phase, status) to another, None for nothing. Asked by the gate."""
    origin = None if before is None else before[0]
    phase, status = after
    if origin is not phase and not any(row.target is phase and allows(row, origin, kind) for row in MOVES):
        return f"no move from {origin} to {phase} for {kind}"
    if before is None or before[1] != status:
        found = status_of(settings, status)
        if found is None or found.phase != phase.value:
            return f"there is no status {status!r} in phase {phase}"
        if is_left_to_others(settings, before, found, kind):
            return f"the settings leave the way to {status!r} to others than {kind}"
    return None


@lru_cache(maxsize=128)
def _by_id(settings: Settings) -> dict[str, Status]:
    return {status.id: status for status in settings.all_statuses}


def status_of(settings: Settings, id: str) -> Status | None:
    """The status of that id."""
    return _by_id(settings).get(id)


def can_set_status(settings: Settings, current: str, phase: Phase, wanted: Status, kind: ActorKind) -> bool:
    """Whether staff of this kind may set ``wanted`` on a request with status ``current`` in ``phase``."""
    if kind not in STAFF or wanted.retired or wanted.id == current or phase.is_final:
        return False
    if not _phase_allows(phase, Phase(wanted.phase), kind):
        return False
    return not is_left_to_others(settings, (phase, current), wanted, kind)


def _phase_allows(phase: Phase, target: Phase, kind: ActorKind) -> bool:
    return target is phase or any(row.target is target and allows(row, phase, kind) for row in BY_STATUS)


def status_fields(
    settings: Settings, current: str, phase: Phase, wanted: str, kind: ActorKind
) -> dict[str, Any] | None:
    """The fields of a request that gets another status, with the phase that the status belongs to; None when it cannot
    be set now, or not by this kind of actor."""
    status = status_of(settings, wanted)
    if status is None or not can_set_status(settings, current, phase, status, kind):
        return None
    return {"phase": Phase(status.phase), "status": status.id}


def diagram() -> str:
    """The table as a Mermaid state diagram, for the docs."""
    lines = ["stateDiagram-v2", "    [*] --> received: submit", "    [*] --> confirmed: submit_confirmed"]
    for row in (row for row in MOVES if row.origins):
        who = "customer or staff" if row.actors >= CUSTOMERS | STAFF else "staff" if row.actors == STAFF else "customer"
        mark = " (decision)" if row.effect else ""
        lines += [f"    {origin} --> {row.target}: {row.name}, {who}{mark}" for origin in row.origins]
    return "\n".join(lines)
