"""Checklists: for which device, what is answered, that it stays in the words of then, and that nothing follows."""

from __future__ import annotations

from typing import Any

import attrs
import pytest

import journeys as j
from capabilities.checklists import LISTS, keep, working
from capabilities.scene import SHOP
from helpdesk_core import Agent, InputError, Settings
from helpdesk_core.commands import (
    AddRequestDevice,
    CloseRequest,
    EraseRequest,
    RecordHandOver,
    RemoveRequestDevice,
    WorkChecklist,
)
from helpdesk_core.settings import Checklist, Moment, from_toml, read_settings, to_toml
from helpdesk_core.settings.values import to_plain
from helpdesk_core.testing import make_desk
from helpdesk_core.views import view_checklists

TOM = Agent(id="tom", name="Tom")


@pytest.fixture
def desk() -> Any:
    made = make_desk(settings=SHOP)
    keep(made)
    return made


def seen(desk: Any, made: Any) -> Any:
    return desk.show(view_checklists, j.ANNA, made.request)


def work(desk: Any, made: Any, place: int = 0, by: Any = j.ANNA, **found: str) -> Any:
    """Staff try to answer items of a checklist."""
    return j.attempt(desk, WorkChecklist, by, **working(desk, made.request, place, **found))


def test_each_device_has_the_checklists_for_all_and_for_its_type_or_model(desk: Any) -> None:
    """By the beginnings of words, in the shop's order; a device that was taken off has none."""
    made, _ = j.in_phase(desk, "in_review", device="Laptop")
    second = j.do(desk, AddRequestDevice, j.ANNA, request=made.request, description="iPad Air").device
    rows = seen(desk, made).rows
    assert [(one.number, one.checklist) for one in rows] == [(1, "every"), (2, "every"), (2, "tablet")]
    j.do(desk, RemoveRequestDevice, j.ANNA, request=made.request, device=second)
    assert [one.checklist for one in seen(desk, made).rows] == ["every"]
    gone = {"request": made.request, "device": second, "checklist": "every"}
    answers = [{"item": rows[0].rows[0].item, "outcome": "done"}]
    assert j.attempt(desk, WorkChecklist, j.ANNA, **gone, answers=answers).code == "refusal.no_such_request"


def test_an_answer_says_by_whom_and_when_and_a_later_one_takes_its_place(desk: Any) -> None:
    """Both stay. What is said again in the same way is not written down twice."""
    made, _ = j.in_phase(desk, "in_review")
    work(desk, made, item0="done", item1="fails: a crack, PIN 4821")
    first = seen(desk, made).rows[0]
    assert (len(first.open), [row.item for row in first.failing]) == (0, [first.rows[1].item])
    failing = first.rows[1].answer
    assert (failing.by, str(failing.by_name), failing.at) == (j.ANNA.id, j.ANNA.name, desk.clock())
    assert "4821" not in str(failing.note.safe)
    desk.clock.move(hours=1)
    work(desk, made, by=TOM, item0="done", item1="done: glass replaced")
    row = seen(desk, made).rows[0].rows[1]
    assert (row.answer.by, row.answer.outcome.value, [one.by for one in row.earlier]) == ("tom", "done", ["anna"])
    assert seen(desk, made).rows[0].answered == 3
    work(desk, made, by=TOM, item1="done: glass replaced")
    assert seen(desk, made).rows[0].answered == 3
    work(desk, made, by=TOM, item1="done: glass and frame replaced")  # another note is another answer
    assert seen(desk, made).rows[0].answered == 4
    assert seen(desk, made).unfinished == ()
    assert desk.verify() == ()


@pytest.mark.parametrize("outcome", ["fails", "not_applicable"])
def test_what_fails_or_does_not_apply_needs_a_reason(desk: Any, outcome: str) -> None:
    """Beside the item."""
    made, _ = j.in_phase(desk, "in_review")
    found = work(desk, made, item0="done", item1=outcome)
    assert (found.code, found.field) == ("refusal.checklist_note", "answers.1.note")
    assert len(seen(desk, made).rows[0].open) == 2, "nothing of it is kept"


def test_what_somebody_answered_in_the_meantime_is_not_taken_back_unseen(desk: Any) -> None:
    """Whoever looked at an older page is asked to look again."""
    made, _ = j.in_phase(desk, "in_review")
    older = working(desk, made.request, item0="done") | {"answered": 0}
    work(desk, made, by=TOM, item0="fails: swollen")
    assert j.attempt(desk, WorkChecklist, j.ANNA, **older).code == "refusal.checklist_changed"
    j.do(desk, WorkChecklist, j.ANNA, **(older | {"answered": 1}))
    assert [one.by for one in seen(desk, made).rows[0].rows[0].earlier] == ["tom"]


def test_a_changed_checklist_leaves_answers_as_they_were_given(desk: Any) -> None:
    """Other words are another item; a list that is gone is read in the words of then."""
    made, _ = j.in_phase(desk, "in_review")
    work(desk, made, item0="done", item1="fails: a crack")
    items = {"en": "Housing is whole\nIt is clean\nCharger is here", "pl": "Cała obudowa\nCzyste\nJest ładowarka"}
    keep(desk, attrs.evolve(LISTS[0], items=items), LISTS[1])
    (one,) = seen(desk, made).rows
    assert [row.answer and row.answer.outcome.value for row in one.rows] == ["fails", None, "done"], "moved, not lost"
    keep(desk, attrs.evolve(LISTS[0], items={"en": "Something else", "pl": "Coś innego"}))
    (one,) = seen(desk, made).rows
    assert [str(past.words) for past in one.past] == ["Charger is here", "Housing is whole"]
    assert (len(one.open), one.failing) == (1, ()), "what is not asked any more is not open"
    keep(desk, LISTS[1])
    (one,) = seen(desk, made).rows
    assert (str(one.title), one.rows, len(one.past)) == ("At the counter", (), 2)
    gone = {"request": made.request, "device": one.device, "checklist": "every"}
    answers = [{"item": one.past[0].item, "outcome": "done"}]
    assert j.attempt(desk, WorkChecklist, j.ANNA, **gone, answers=answers).code == "refusal.checklist_changed"


def test_nothing_waits_for_a_checklist(desk: Any) -> None:
    """With everything open, an outcome is recorded, the device handed over and the request closed; then no list is
    worked, and what was answered can be read."""
    made, _ = j.in_phase(desk, "in_review")
    work(desk, made, item1="fails: a crack")
    assert j.stored(desk, made).phase.value == "in_review"
    late = working(desk, made.request, item0="done")
    j.record(desk, made)
    j.do(desk, RecordHandOver, j.ANNA, request=made.request, name="Kern", proof="slip")
    j.do(desk, CloseRequest, j.ANNA, request=made.request)
    assert j.attempt(desk, WorkChecklist, j.ANNA, **late).code == "refusal.wrong_phase"
    found = seen(desk, made)
    assert (found.can_work, len(found.rows[0].failing)) == (False, 1)


def test_erasing_a_request_erases_what_was_written(desk: Any) -> None:
    """Notes go, and in whose words it was asked; that it was looked at stays."""
    made, _ = j.in_phase(desk, "in_review")
    work(desk, made, item1="fails: Kern dropped it")
    j.do(desk, EraseRequest, j.BOSS, request=made.request)
    (one,) = seen(desk, made).rows
    assert "Kern" not in str(one.rows[1].answer.note.safe)
    assert one.rows[1].answer.outcome.value == "fails"
    assert desk.verify() == ()


@pytest.mark.parametrize(
    ("field", "value", "at"),
    [
        ("items", {"en": "One\nTwo", "pl": "Jeden"}, "items"),
        ("items", {"en": "Same\nSame", "pl": "Raz\nDwa"}, "items"),
        ("items", {"en": "", "pl": ""}, "items"),
        ("items", {"en": "x" * 201, "pl": "x"}, "items"),
        ("items", {"en": "\n".join(map(str, range(41))), "pl": "\n".join(map(str, range(41)))}, "items"),
        ("labels", {"en": "Only English"}, "labels"),
        ("moment", "sometime", "moment"),
        ("id", "Not an id", "id"),
    ],
)
def test_a_checklist_that_cannot_be_worked_is_refused(field: str, value: Any, at: str) -> None:
    """It names where it is wrong."""
    plain = to_plain(LISTS[0]) | {field: value}
    with pytest.raises(InputError) as caught:
        read_settings({"languages": ["en", "pl"], "checklists": [plain]})
    assert {error.path[2] for error in caught.value.errors} == {at}


def test_checklists_read_the_same_from_a_file() -> None:
    """Written and read, with devices and the moment."""
    settings = Settings(languages=("en", "pl"), checklists=LISTS)
    assert from_toml(to_toml(settings)).checklists == LISTS


def test_there_are_not_too_many_checklists() -> None:
    """The page of settings stays one that people can read."""
    many = [to_plain(attrs.evolve(LISTS[0], id=f"list_{number}")) for number in range(41)]
    with pytest.raises(InputError):
        read_settings({"languages": ["en", "pl"], "checklists": many})
    assert Checklist(id="a", labels={}, moment=Moment.BENCH, items={}).listed(("en",)) == ()
