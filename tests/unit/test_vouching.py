"""Whoever has the database's password edits, deletes and adds rows: `verify` names each, of every type of record that a
history or a decision vouches for. Erasing, by the rules, leaves everything as it should be."""

from __future__ import annotations

from typing import Any

import pytest

import journeys as j
from capabilities import collected
from capabilities.scene import SHOP, Scene
from helpdesk_core import Helpdesk
from helpdesk_core.base.changes import Effect
from helpdesk_core.base.records import Attested, record_types
from helpdesk_core.base.text import CustomerText, mark_safe
from helpdesk_core.commands import AnswerOutcome, EraseRequest, ReplyToCustomer, WriteNote
from helpdesk_core.guardrails.decisions import Decision, Guarded
from helpdesk_core.outcomes.model import Outcome
from helpdesk_core.testing import make_desk


def types_of(base: type[Any]) -> list[str]:
    """Names of record types."""
    return sorted(name for name, known in record_types.items() if issubclass(known.make, base))  # type: ignore[arg-type]


def filled() -> Helpdesk:
    """A shop with a row of every type: each command was carried out once."""
    desk = make_desk(settings=SHOP)
    for command, example in collected("EXAMPLES").items():
        if command is not EraseRequest:
            scene = Scene.in_phase(example.phase, desk)
            desk.do(desk.read(command, example.fields(scene)), scene.actors[example.by[0]])
    assert desk.verify() == ()
    return desk


@pytest.fixture(scope="module")
def whole() -> dict[str, dict[str, tuple[Any, ...]]]:
    """The tables of such a shop."""
    return {name: dict(rows) for name, rows in filled()._store._tables.items()}  # type: ignore[attr-defined]


@pytest.fixture
def desk(whole: dict[str, dict[str, tuple[Any, ...]]]) -> Helpdesk:
    """A desk on a copy of them."""
    made = make_desk(settings=SHOP)
    made._store._tables = {name: dict(rows) for name, rows in whole.items()}  # type: ignore[attr-defined]
    return made


def rows_of(desk: Helpdesk, name: str) -> dict[str, tuple[Any, ...]]:
    rows: dict[str, tuple[Any, ...]] = desk._store._tables[name]  # type: ignore[attr-defined]
    return rows


def other(cell: Any) -> Any:
    """Another value of the same sort."""
    if isinstance(cell, int):
        return 1 - cell if cell in (0, 1) else cell + 1
    return f"{cell}x" if cell is not None else "x"


@pytest.mark.parametrize("name", types_of(Attested))
def test_an_edit_of_any_cell_is_named(desk: Helpdesk, name: str) -> None:
    """But for counters and leases, which commands move without a word in the history."""
    rows, known = rows_of(desk, name), record_types[name]
    id, row = next(iter(rows.items()))
    for place, column in enumerate(known.columns):
        if column.name in ("id", "tenant", "version") or column.volatile or column.derived or column.references:
            continue
        try:
            known.decode((*row[:place], other(row[place]), *row[place + 1 :]))
        except (KeyError, ValueError, TypeError):
            continue  # no value of an enum, no moment: it would not even be read
        rows[id] = (*row[:place], other(row[place]), *row[place + 1 :])
        assert {(one.code, one.row) for one in desk.verify()} == {("row_changed", f"{name}:{id}")}, column.name
    rows[id] = row
    assert desk.verify() == ()


@pytest.mark.parametrize("name", types_of(Attested))
def test_a_row_that_is_deleted_or_added_is_named(desk: Helpdesk, name: str) -> None:
    """With its type and id."""
    rows = rows_of(desk, name)
    id, row = next(iter(rows.items()))
    rows["f" * 32] = ("f" * 32, *row[1:])
    assert {(one.code, one.row) for one in desk.verify()} == {("row_unknown_to_history", f"{name}:{'f' * 32}")}
    del rows["f" * 32], rows[id]
    assert {(one.code, one.row) for one in desk.verify()} == {("row_missing", f"{name}:{id}")}


@pytest.mark.parametrize("name", types_of(Guarded))
def test_what_was_decided_is_named_when_it_changes_or_goes(desk: Helpdesk, name: str) -> None:
    """Each cell that the decision is about, with its salt and without; the commitments, the digest, the state."""
    rows, known = rows_of(desk, name), record_types[name]
    guard = known.guard
    assert guard is not None
    id, row = next(
        (id, row) for id, row in rows.items() if row[known.place("decided")] and row[known.place("salt")] is not None
    )
    about = [column.name for column in known.columns if column.field in known.make.decides]  # type: ignore[attr-defined]
    for name_ in (*about, "digest"):
        place = known.place(name_)
        changed = other(row[place])
        try:
            known.decode((*row[:place], changed, *row[place + 1 :]))
        except (KeyError, ValueError, TypeError):
            changed = next(value for value in _values(known, name_) if value != row[place])
        for salt in (row[known.place("salt")], None):
            cells = [*row[:place], changed, *row[place + 1 :]]
            cells[known.place("salt")] = salt
            rows[id] = tuple(cells)
            assert ("content_changed", f"{known.name}:{id}") in {(one.code, one.row) for one in desk.verify()}, name_
    del rows[id]
    assert "decided_record_missing" in {one.code for one in desk.verify()}


def _values(known: Any, column: str) -> list[Any]:
    return [member.value for member in known.column(column).hint]


def test_a_decision_that_is_deleted_is_named(desk: Helpdesk) -> None:
    """What stood on it stands on nothing."""
    rows_of(desk, "decisions").clear()
    assert {"decision_missing"} <= {one.code for one in desk.verify()}


def test_erasing_leaves_everything_whole() -> None:
    """With messages, notes, contacts, an answer, a recorded outcome; and so does erasing again."""
    desk = make_desk(settings=SHOP)
    scene = Scene.in_phase("outcome_recorded", desk)
    j.do(desk, ReplyToCustomer, j.ANNA, request=scene.request, text="t")
    j.do(desk, WriteNote, j.ANNA, request=scene.request, text="t")
    j.do(desk, AnswerOutcome, j.CUSTOMER, request=scene.request, solved="yes", text="Thanks")
    anchor = desk.anchor()
    for _ in range(2):
        j.do(desk, EraseRequest, j.BOSS, request=scene.request)
        assert desk.verify(anchor) == ()


def test_an_erased_outcome_stays_committed_but_for_its_words() -> None:
    """Only what can be erased is salted: how the work ended stays in the digest, permanently."""
    desk = make_desk(settings=SHOP)
    scene = Scene.in_phase("outcome_recorded", desk)
    j.do(desk, EraseRequest, j.BOSS, request=scene.request)
    with desk.reading() as reader:
        outcome = reader.load(Outcome, scene.outcome)
        assert outcome is not None
        decision = reader.load(Decision, outcome.decided or "")
    assert (outcome.text, outcome.salt) == (None, None)
    assert set(outcome.commitments) == {"text"}
    assert outcome.is_decided(Effect.COMPLETE, decision)
    for forged in (
        outcome.changed(result=type(outcome.result).NOT_SOLVED),
        outcome.changed(text=CustomerText(mark_safe("Free of charge."))),
        outcome.changed(commitments={}),
        outcome.changed(commitments={"text": "0" * 64}),
        outcome.changed(request="another"),
    ):
        assert not forged.is_whole(Effect.COMPLETE)
