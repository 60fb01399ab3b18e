"""The literal table: which change may come from which kind of actor. Written by hand, capability by capability, and
tried one by one."""

from __future__ import annotations

from typing import Any

import pytest

from capabilities import collected
from capabilities.scene import KINDS, Example, Row, Scene
from helpdesk_core import Helpdesk, Refusal
from helpdesk_core.base.changes import Effect, changes
from helpdesk_core.base.records import record_types
from helpdesk_core.guardrails.decisions import MAY_DECIDE
from helpdesk_core.guardrails.timeline import EVERY_ENTRY

CHANGES: dict[str, Row] = collected("CHANGES")
EXAMPLES: dict[type[Any], Example] = collected("EXAMPLES")
#: What may be decided about at present; a guarded change of another effect cannot be caused yet.
GUARDED_EFFECTS = {known.guard.effect for known in record_types.values() if known.guard is not None}


def test_every_change_has_its_row() -> None:
    """A change added without its row, or without a cause, fails; so does a row for a change that is gone."""
    assert set(CHANGES) == set(changes)
    idle = {name for name, change in changes.items() if change.effect and change.effect not in GUARDED_EFFECTS}
    assert {name for name, row in CHANGES.items() if not row.causes} == idle


def test_a_guarded_change_comes_from_who_may_decide() -> None:
    """Row by row, the hand-written table and the decisions' own table say the same; automation decides nothing: a
    payment provider's signed word about money is the one thing it passes on."""
    for action, change in changes.items():
        if change.effect is None:
            continue
        deciding = {kind.value for kind, _ in MAY_DECIDE[change.effect]}
        assert CHANGES[action].by, action
        passed_on = set() if change.effect is Effect.PAY else {"automation"}
        assert set(CHANGES[action].by) <= deciding - passed_on, action


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("action", [name for name, row in CHANGES.items() if row.causes])
def test_a_change_comes_from_these_actors_only(action: str, kind: str) -> None:
    """G1, G2, G4: tried by every command that causes it, on a request that this actor could reach."""
    examples = [EXAMPLES[one] if isinstance(one, type) else one for one in CHANGES[action].causes]
    assert any(_causes(action, kind, example) for example in examples) == (kind in CHANGES[action].by)


def _causes(action: str, kind: str, example: Example) -> bool:
    scene = Scene.in_phase(example.phase)
    desk = scene.desk
    command = desk.read(example.command, example.fields(scene))
    actor = scene.actors[kind]
    before = _entries(desk, action, kind)
    answer = desk.handle(command, actor)
    caused = _entries(desk, action, kind) > before
    assert not (caused and isinstance(answer, Refusal))
    assert desk.verify() == ()
    return caused


def _entries(desk: Helpdesk, action: str, kind: str) -> int:
    with desk.reading() as reader:
        return sum(
            entry.action == action and entry.actor_kind.value == kind
            for entry in reader.find(EVERY_ENTRY, {}, limit=1000)
        )
