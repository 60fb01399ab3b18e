"""Whoever has the database's password edits, deletes and adds rows: `verify` names each, of every type of record that a
history or a decision vouches for. Erasing, by the rules, leaves everything as it should be."""

from __future__ import annotations

import json
from collections.abc import Iterator
from enum import EnumMeta
from typing import Any

import pytest

import journeys as j
from capabilities import collected
from capabilities.scene import SHOP, Scene
from helpdesk_core import Helpdesk
from helpdesk_core.base.changes import Effect
from helpdesk_core.base.records import Attested, RecordType, record_types
from helpdesk_core.base.text import CustomerText, mark_safe
from helpdesk_core.commands import AnswerOutcome, EraseRequest, ReplyToCustomer, WriteNote
from helpdesk_core.guardrails.decisions import Decision, Guarded
from helpdesk_core.outcomes.model import Outcome
from helpdesk_core.testing import make_desk
from parts import share


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


def alone(desk: Helpdesk, name: str, row: tuple[Any, ...]) -> None:
    """Leaves what is about the row's subject, and that subject: what an edit of the row could be found by."""
    about = record_types[name].about
    subject = row[0] if about is None else row[record_types[name].place(about.name)]
    for other, rows in desk._store._tables.items():  # type: ignore[attr-defined]
        about = record_types[other].about
        place = 0 if about is None else record_types[other].place(about.name)
        for id in [id for id, cells in rows.items() if cells[place] != subject]:
            del rows[id]
    assert desk.verify() == ()


def others(known: RecordType, place: int, row: tuple[Any, ...]) -> list[Any]:
    """Other cells that could stand there and would be read."""
    column, cell = known.columns[place], row[place]
    guesses: list[Any] = [1 - cell if cell in (0, 1) else cell + 1] if isinstance(cell, int) else [f"{cell or ''}x"]
    guesses += [cell[:-2] + digit + cell[-1] for digit in "12"] if isinstance(cell, str) else []  # dates, moments
    guesses += [member.value for member in column.hint] if isinstance(column.hint, EnumMeta) else []
    guesses += [""] if cell is None else []  # nothing, and a text without a word, are not the same
    if isinstance(cell, str) and cell[:1] in ("[", "{"):
        guesses += [json.dumps(other, separators=(",", ":")) for other in _other_json(json.loads(cell))]
    return [guess for guess in guesses if guess != cell and _is_read(known, place, row, guess)]


def _other_json(data: Any) -> Iterator[Any]:
    """Each with one leaf changed, or one item more or less."""
    if isinstance(data, list):
        yield from (data[:-1],) if data else (["A"], [0])
        yield from ([*data[:n], other, *data[n + 1 :]] for n, item in enumerate(data) for other in _other_json(item))
    elif isinstance(data, dict):
        yield from ({**data, name: other} for name, item in data.items() for other in _other_json(item))
    elif isinstance(data, int):
        yield data + 1
    elif isinstance(data, str):
        yield f"{data}x"


def _is_read(known: RecordType, place: int, row: tuple[Any, ...], cell: Any) -> bool:
    try:
        again = known.encode(known.decode((*row[:place], cell, *row[place + 1 :])))
    except (KeyError, ValueError, TypeError, AttributeError):
        return False
    return again[place] != row[place]


@pytest.mark.parametrize("name", share(types_of(Attested), 8))
def test_an_edit_of_any_cell_is_named(desk: Helpdesk, name: str) -> None:
    """But for counters and leases, which commands move without a word in the history."""
    rows, known = rows_of(desk, name), record_types[name]
    id, row = next(iter(rows.items()))
    alone(desk, name, row)
    tried = 0
    for place, column in enumerate(known.columns):
        if column.name in ("id", "tenant", "version") or column.volatile or column.derived or column.references:
            continue
        for cell in others(known, place, row):
            rows[id] = (*row[:place], cell, *row[place + 1 :])
            found = {(one.code, one.row) for one in desk.verify()}
            assert ("row_changed", f"{name}:{id}") in found, (column.name, cell)
            tried += 1
    rows[id] = row
    assert tried >= len(known.columns) / 2
    assert desk.verify() == ()


@pytest.mark.parametrize(
    "name, column, cell",
    [
        ("question_answers", "asked", '["A"]'),
        ("question_answers", "asked", "nonsense"),
        ("messages", "at", "yesterday"),
        ("messages", "side", "nobody"),
        ("timeline", "payload", "nonsense"),
        ("decisions", "effect", "nothing"),
        ("outcomes", "state", "odd"),
    ],
)
def test_an_edit_that_nobody_can_read_any_more_is_named(desk: Helpdesk, name: str, column: str, cell: str) -> None:
    """And ends no check: what was done besides is named too."""
    rows, place = rows_of(desk, name), record_types[name].place(column)
    id, row = next((id, row) for id, row in rows.items() if row[place] is not None)
    rows[id] = (*row[:place], cell, *row[place + 1 :])
    notes = rows_of(desk, "notes")
    del notes[next(iter(notes))]
    found = {(one.code, one.row) for one in desk.verify()}
    assert ("row_unreadable", f"{name}:{id}") in found
    assert "row_missing" in {code for code, _ in found}
    assert ("row_missing", f"{name}:{id}") not in found


@pytest.mark.parametrize("name", share(types_of(Attested), 3))
def test_a_row_that_is_deleted_or_added_is_named(desk: Helpdesk, name: str) -> None:
    """With its type and id."""
    rows = rows_of(desk, name)
    id, row = next(iter(rows.items()))
    rows["f" * 32] = ("f" * 32, *row[1:])
    assert ("row_unknown_to_history", f"{name}:{'f' * 32}") in {(one.code, one.row) for one in desk.verify()}
    del rows["f" * 32], rows[id]
    assert ("row_missing", f"{name}:{id}") in {(one.code, one.row) for one in desk.verify()}


@pytest.mark.parametrize("name", share(types_of(Guarded), 4))
def test_what_was_decided_is_named_when_it_changes(desk: Helpdesk, name: str) -> None:
    """Each cell that the decision is about, with its salt and without; the commitments, the digest, the state."""
    rows, known = rows_of(desk, name), record_types[name]
    guard = known.guard
    assert guard is not None
    id, row = next(
        (id, row) for id, row in rows.items() if row[known.place("decided")] and row[known.place("salt")] is not None
    )
    alone(desk, name, row)
    about = [column.name for column in known.columns if column.field in known.make.decides]  # type: ignore[attr-defined]
    for column in (*about, "digest"):
        place = known.place(column)
        for cell in others(known, place, row):
            for salt in (row[known.place("salt")], None):
                cells = [*row[:place], cell, *row[place + 1 :]]
                cells[known.place("salt")] = salt
                rows[id] = tuple(cells)
                found = {(one.code, one.row) for one in desk.verify()}
                assert ("content_changed", f"{known.name}:{id}") in found, (column, cell)
    rows[id] = row
    assert desk.verify() == ()


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
