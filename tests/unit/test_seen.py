"""Whoever decides says what they saw; whatever came in between is told, and nothing is overwritten."""

from __future__ import annotations

import typing
from typing import Any

import attrs
import pytest

import journeys as j
from capabilities import collected
from capabilities.scene import Example, Scene
from helpdesk_core import Refusal, Result
from helpdesk_core.base.commands import commands
from helpdesk_core.base.values import leaf_types
from helpdesk_core.commands import HoldRequest

#: By the request's version; a draft that is rewritten is named by its digest (tests/unit/test_quotes.py).
SEEING = {
    name: command
    for name, command in commands.items()
    if "seen" in attrs.fields_dict(command) and int in leaf_types(typing.get_type_hints(command)["seen"])
}
EXAMPLES: dict[type[Any], Example] = collected("EXAMPLES")


def test_these_commands_say_what_was_seen() -> None:
    """By hand: each that sets what another member of staff, or the customer, may have set a moment ago."""
    assert set(SEEING) == {
        "AnswerComplaint",
        "AnswerWithdrawal",
        "AssignRequest",
        "CancelRequest",
        "ChangeStatus",
        "ChangeUrgency",
        "CloseRequest",
        "DescribeDevice",
        "GivePromise",
        "MarkAnswered",
        "MarkComplaint",
        "MergeRequest",
        "MovePromise",
        "MoveRequest",
        "RecordWithdrawal",
        "RemoveStatusNote",
        "ReplyToCustomer",
        "SetCategory",
        "SetEstimate",
        "SetPriority",
        "SplitRequest",
        "WriteStatusNote",
    }


@pytest.mark.parametrize("name", SEEING)
def test_what_was_changed_since_is_a_conflict(name: str) -> None:
    """The version that was seen is carried out, an earlier one is refused and nothing is written, a later one, which
    nobody can have seen, too."""
    example = EXAMPLES[SEEING[name]]
    scene = Scene.in_phase(example.phase)
    fields, actor = example.fields(scene), scene.actors[example.by[0]]
    seen = j.stored(scene.desk, scene.made).version
    j.do(scene.desk, HoldRequest, j.BOT, request=scene.request, reason="odd")
    before = scene.desk.anchor()
    for wrong in (seen, seen + 2):
        answer = scene.desk.handle(scene.desk.read(SEEING[name], {**fields, "seen": str(wrong)}), actor)
        assert isinstance(answer, Refusal)
        assert (answer.code, answer.status_hint) == ("refusal.conflict", 409)
    assert scene.desk.anchor() == before
    answer = scene.desk.handle(scene.desk.read(SEEING[name], {**fields, "seen": str(seen + 1)}), actor)
    assert isinstance(answer, Result)
