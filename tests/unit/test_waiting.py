"""Writers of one request wait for each other; they do not fail."""

from __future__ import annotations

from contextlib import contextmanager
from functools import partial
from typing import Any

import pytest

import journeys as j
from helpdesk_core import Helpdesk, Refusal, Result, hookimpl
from helpdesk_core.adapters.memory import MemoryStore
from helpdesk_core.commands import WriteNote
from helpdesk_core.conversations.model import NOTES
from helpdesk_core.desk import pipeline
from helpdesk_core.errors import ConcurrentUpdateError
from helpdesk_core.testing import make_desk
from helpdesk_core.testing.suite_base import in_threads

WRITERS, NOTES_EACH = 16, 20


def test_sixteen_writers_of_one_request_are_all_served(store: Any) -> None:
    """320 notes, none refused, each there once, the history whole."""
    desk = make_desk(store)
    made, _ = j.in_phase(desk, "in_review")
    answers: list[Any] = []

    def write(number: int) -> None:
        for one in range(NOTES_EACH):
            answers.append(j.attempt(desk, WriteNote, j.ANNA, request=made.request, text=f"note {number}-{one}"))

    in_threads(*(partial(write, number) for number in range(WRITERS)), seconds=200)
    assert [answer for answer in answers if isinstance(answer, Refusal)] == []
    with desk.reading() as reader:
        notes = reader.find(NOTES, {"request": made.request}, limit=1000)
    assert len({str(note.text) for note in notes}) == len(notes) == WRITERS * NOTES_EACH
    assert desk.verify() == ()


def test_two_requests_in_opposite_order_lock_in_one_order(store: Any) -> None:
    """Whoever writes both waits for whoever came first: nobody waits in a circle."""
    desk = make_desk(store)
    made = [j.in_phase(desk, "in_review")[0] for _ in range(2)]

    def write(number: int) -> None:
        for one in range(10):
            for request in made if number % 2 else reversed(made):
                answer = j.attempt(desk, WriteNote, j.ANNA, request=request.request, text=f"{number}-{one}")
                assert isinstance(answer, Result)

    in_threads(*(partial(write, number) for number in range(8)), seconds=200)
    assert desk.verify() == ()


class Losing(MemoryStore):
    """A store in which somebody else always wrote first, unless the row is locked."""

    def __init__(self, lost: int) -> None:
        super().__init__()
        self.lost = lost
        self.locked: list[tuple[str, ...]] = []

    def write(self, tenant: str) -> Any:
        @contextmanager
        def writing() -> Any:
            with MemoryStore.write(self, tenant) as unit:
                held: list[str] = []
                lock, save = unit.lock, unit.save

                def locking(records: Any) -> None:
                    records = list(records)
                    held.extend(id for _, id in records)
                    self.locked.append(tuple(type_.record_type.name for type_, _ in records))
                    lock(records)

                def saving(changes: Any) -> None:
                    if self.lost and not held:
                        self.lost -= 1
                        raise ConcurrentUpdateError("service_requests")
                    save(changes)

                unit.lock, unit.save = locking, saving  # type: ignore[method-assign]
                yield unit

        return writing()


@pytest.mark.parametrize("lost, locked", [(0, []), (1, []), (99, [("service_requests",)])])
def test_the_last_attempts_decide_under_the_lock(lost: int, locked: list[Any]) -> None:
    """Twice without, since that costs others nothing; then whoever else writes has to wait."""
    store = Losing(0)
    desk = make_desk(store)
    made, _ = j.in_phase(desk, "in_review")
    store.lost, store.locked = lost, []
    assert isinstance(j.attempt(desk, WriteNote, j.ANNA, request=made.request, text="t"), Result)
    assert store.locked == locked
    assert pipeline.TRIES > pipeline._OPTIMISTIC == 2


class Watching:
    """A plugin that notes whether somebody else could write while it thinks."""

    def __init__(self) -> None:
        self.desk: Helpdesk | None = None
        self.asked: list[str] = []

    def _note(self, hook: str) -> None:
        if self.desk is None:
            return
        free = self.desk._store._lock.acquire(timeout=1)  # type: ignore[attr-defined]
        if free:
            self.desk._store._lock.release()  # type: ignore[attr-defined]
        self.asked.append(f"{hook}: {'free' if free else 'locked'}")

    @hookimpl
    def helpdesk_object(self, actions: Any) -> None:
        self._note("object")

    @hookimpl
    def helpdesk_find_secrets(self, text: str) -> None:
        self._note("redact")

    @hookimpl
    def helpdesk_saved(self, actions: Any) -> None:
        self._note("saved")


@pytest.mark.parametrize("lost", [0, 99])
def test_plugins_think_while_nothing_is_locked(lost: int) -> None:
    """Asked once each (about the text and the writer's name) before the lock is taken, told after the commit: a slow
    one keeps nobody waiting."""
    watching, store = Watching(), Losing(0)
    desk = make_desk(store, plugins=[watching])
    made, _ = j.in_phase(desk, "in_review")
    store.lost, watching.desk = lost, desk
    assert isinstance(j.attempt(desk, WriteNote, j.ANNA, request=made.request, text="t"), Result)
    assert watching.asked == ["redact: free", "redact: free", "object: free", "saved: free"]


def test_an_objection_holds_under_the_lock_too() -> None:
    """What a plugin said at the first attempt is not forgotten at the last."""

    class Never:
        on = False

        @hookimpl
        def helpdesk_object(self) -> str | None:
            return "not_now" if self.on else None

    never, store = Never(), Losing(0)
    desk = make_desk(store, plugins=[never])
    made, _ = j.in_phase(desk, "in_review")
    store.lost, never.on = 99, True
    answer = j.attempt(desk, WriteNote, j.ANNA, request=made.request, text="t")
    assert getattr(answer, "code", "") == "refusal.objected"
