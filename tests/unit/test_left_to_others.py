"""What the settings leave to some of the staff binds the others, whichever command leads there."""

from __future__ import annotations

from typing import Any

import attrs
import pytest

import journeys as j
from helpdesk_core import ConfigurationError, Guest, Helpdesk, Refusal, RefusalKind, Settings, Status, Transition
from helpdesk_core.adapters.memory import MemoryStore
from helpdesk_core.base.actors import ActorKind
from helpdesk_core.base.changes import Touch
from helpdesk_core.base.commands import Command
from helpdesk_core.base.phases import Phase
from helpdesk_core.commands import (
    CancelRequest,
    CloseRequest,
    ConfirmInPerson,
    ImportRequest,
    PrepareOutcome,
    RecordOutcome,
    ReopenRequest,
    TakeRequest,
)
from helpdesk_core.guardrails.gate import GuardViolation, Writing, seal
from helpdesk_core.service_requests.rules import LEFT_TO_OTHERS, RequestCancelled
from helpdesk_core.settings.check import check
from helpdesk_core.testing import CountedIds, make_desk
from helpdesk_core.testing.rows import request
from helpdesk_core.views import view_request, view_room

ADMINS, AGENTS = frozenset({"admin"}), frozenset({"agent"})
NEW = {"problem": "It is broken.", "device": "Phone", "surname": "Nowak", "contact": "new@example.com"}


def only(id: str, may_set: frozenset[str] = ADMINS) -> Settings:
    """A shop that leaves the way to a phase to some."""
    return Settings(statuses=(Status(id=id, phase=id, labels={"en": id}, may_set=may_set),))


def prepared(desk: Helpdesk, made: Any) -> dict[str, Any]:
    """The fields of a decision about a draft, which anybody may still write."""
    draft = j.do(desk, PrepareOutcome, j.ANNA, request=made.request, result="solved", text="A new screen is in.")
    return {"outcome": draft.outcome, "digest": draft.digest}


#: Command → the phase that it leads to, from which one.
STEPS: dict[type[Command[Any]], tuple[str, str]] = {
    CancelRequest: ("cancelled", "in_review"),
    CloseRequest: ("closed", "outcome_recorded"),
    ReopenRequest: ("in_review", "closed"),
    ConfirmInPerson: ("confirmed", "received"),
    RecordOutcome: ("outcome_recorded", "confirmed"),
}


def at_step(command: type[Command[Any]], settings: Settings) -> tuple[Helpdesk, Any, dict[str, Any]]:
    """A request from which the command leads on, made before the settings were what they are."""
    store = MemoryStore()
    desk = make_desk(store)
    made, _ = j.in_phase(desk, STEPS[command][1])
    fields = prepared(desk, made) if command is RecordOutcome else {"request": made.request}
    bound = make_desk(store, settings=settings, clock=desk.clock)
    return bound, made, fields


@pytest.mark.parametrize("command", STEPS)
def test_a_step_that_is_left_to_admins_is_refused_to_agents(command: type[Command[Any]]) -> None:
    """With a reason of its own; the page shows it in the button's place; an admin's command is carried out."""
    target = STEPS[command][0]
    desk, made, fields = at_step(command, only(target))
    answer = j.attempt(desk, command, j.ANNA, **fields)
    assert answer == LEFT_TO_OTHERS
    assert answer.kind is RefusalKind.FORBIDDEN
    for actor, shown in ((j.ANNA, "left_to_others"), (j.BOSS, "moves")):
        found = desk.view(view_request, actor, made.reference)
        assert not isinstance(found, Refusal)
        names = {name for name in ("moves", "left_to_others") for step in getattr(found, name) if leads(step, target)}
        assert names == {shown}
    j.do(desk, command, j.BOSS, **fields)
    assert j.stored(desk, made).phase.value == target


def leads(step: str, target: str) -> bool:
    """Whether a move leads to the phase."""
    ends = {"cancel": "cancelled", "close": "closed", "reopen": "in_review", "confirm": "confirmed"}
    return (ends | {"record_outcome": "outcome_recorded"}).get(step) == target


@pytest.mark.parametrize("command", STEPS)
def test_a_named_way_binds_the_command_too(command: type[Command[Any]]) -> None:
    """Once a way is named, only named ways lead there; then the command goes it."""
    target, origin = STEPS[command]
    elsewhere = "ready" if origin != "ready" else "in_progress"
    for way, allowed in (
        (Transition(from_status=elsewhere, to_status=target), False),
        (Transition(from_status=origin, to_status=target, may=ADMINS), False),
        (Transition(from_status=origin, to_status=target), True),
    ):
        desk, _, fields = at_step(command, Settings(transitions=(way,)))
        answer = j.attempt(desk, command, j.ANNA, **fields)
        assert (answer != LEFT_TO_OTHERS) is allowed
        assert isinstance(answer, Refusal) is not allowed


def test_requests_are_taken_by_whom_the_settings_name() -> None:
    """A request that begins confirmed or received is there by a step of staff too."""
    desk = make_desk(settings=only("confirmed"))
    assert j.attempt(desk, TakeRequest, j.ANNA, **NEW, source="counter") == LEFT_TO_OTHERS
    j.do(desk, TakeRequest, j.BOSS, **NEW, source="counter")
    row = NEW | {"source": "old", "source_id": "7"}
    assert j.attempt(make_desk(settings=only("received", AGENTS)), ImportRequest, j.BOSS, **row) == LEFT_TO_OTHERS
    j.do(make_desk(settings=only("received")), ImportRequest, j.BOSS, **row)


def test_customers_are_bound_by_the_table_alone() -> None:
    """A shop whose technicians may not cancel has customers who may."""
    desk = make_desk(settings=attrs.evolve(only("cancelled", frozenset())))
    made, guest = j.in_phase(desk, "in_review")
    room = desk.view(view_room, guest, made.request)
    assert not isinstance(room, Refusal)
    assert room.can_cancel
    assert j.attempt(desk, CancelRequest, j.BOSS, request=made.request) == LEFT_TO_OTHERS
    j.do(desk, CancelRequest, guest, request=made.request)


def test_the_gate_refuses_it_whatever_rule_wrote_it() -> None:
    """A rule that forgot to ask changes nothing."""
    before = request("r1").changed(phase=Phase.IN_REVIEW, status="in_review")
    after = before.changed(phase=Phase.CANCELLED, status="cancelled")
    for actor, refused in ((j.ANNA, True), (j.BOSS, False), (Guest(), False)):
        assert actor.kind in ActorKind
        settings = only("cancelled")
        writing = Writing(tenant="shop", actor=actor, now=before.created_at, settings=settings, new_id=CountedIds())
        touched = [Touch(before=before, after=after, changes=(RequestCancelled(),))]
        if refused:
            with pytest.raises(GuardViolation, match="leave the way to 'cancelled' to others"):
                seal(writing, touched, [])
        else:
            seal(writing, touched, [])


@pytest.mark.parametrize("phase", ["outcome_recorded", "closed", "cancelled"])
def test_a_status_that_nobody_can_set_is_refused(phase: str) -> None:
    """Within a phase that only commands lead to: a name of its own, or retired, it would be without effect."""
    check(Settings(statuses=(Status(id=phase, phase=phase, labels={"en": "x"}),)))
    for status in (
        Status(id="paid", phase=phase, labels={"en": "x"}),
        Status(id=phase, phase=phase, labels={"en": "x"}, retired=True),
    ):
        with pytest.raises(ConfigurationError, match=r"statuses\.0\.phase: No status is set within this phase"):
            check(Settings(statuses=(status,)))
