"""Workers are told of jobs with the commit that writes them: never without it, and no telling costs a command."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import attrs
import pytest

from helpdesk_core import Agent, ConfigurationError, Guest, Helpdesk, StoreError
from helpdesk_core.commands import ReplyToCustomer, SubmitRequest, TakeRequest, WriteNote
from helpdesk_core.testing import CapturingNotifier, MemoryStore
from helpdesk_core.views import view_queue

ANNA = Agent(id="anna", name="Anna")
WORDS = {"problem": "It does not start.", "device": "Dell", "surname": "Nowak", "contact": "a@example.com"}


@attrs.define
class Bell:
    """Counts what it is told, within transactions and after them."""

    after: bool = True
    within: int = 0
    rung: int = 0
    raises: type[Exception] | None = None
    late: bool = False
    call: Callable[[], object] | None = None

    def wake(self, tenant: str, unit: Any) -> Callable[[], object] | None:
        assert tenant == "shop"
        assert unit.find is not None
        self.within += 1
        if self.raises and not self.late:
            raise self.raises
        return self.ring if self.after else None

    def ring(self) -> None:
        self.rung += 1
        if self.call is not None:
            self.call()
        if self.raises:
            raise self.raises


def desk_with(bell: Bell, store: Any = None) -> Helpdesk:
    return Helpdesk(store or MemoryStore(), secret=[bytes(range(32))], notifiers=[CapturingNotifier()], waker=bell)


def test_each_command_with_jobs_tells_once(store: Any) -> None:
    """A note tells nobody of anything, and wakes nobody; a reply does."""
    bell = Bell()
    desk = desk_with(bell, store)
    taken = desk.do(desk.read(TakeRequest, WORDS), ANNA)
    before = bell.within
    desk.do(desk.read(WriteNote, {"request": taken.request, "text": "n"}), ANNA)
    assert (bell.within, bell.rung) == (before, before)
    desk.do(desk.read(ReplyToCustomer, {"request": taken.request, "text": "t"}), ANNA)
    assert (bell.within, bell.rung) == (before + 1, before + 1)


def test_a_refused_command_tells_nobody() -> None:
    """Nothing was written, so there is nothing to do."""
    bell = Bell()
    desk = desk_with(bell)
    desk.handle(desk.read(ReplyToCustomer, {"request": "x" * 16, "text": "t"}), ANNA)
    assert (bell.within, bell.rung) == (0, 0)


def test_the_jobs_are_committed_when_it_is_told_after(store: Any) -> None:
    """Whoever is woken finds them."""
    found: list[int] = []
    bell = Bell()
    desk = desk_with(bell, store)
    bell.call = lambda: found.append(desk.deliver().total)
    desk.do(desk.read(SubmitRequest, WORDS), Guest())
    assert found[0] >= 1


def test_a_broker_that_is_away_costs_no_command(caplog: pytest.LogCaptureFixture) -> None:
    """The command is committed already: it is logged, without the broker's words."""
    desk = desk_with(Bell(raises=OSError, late=True))
    with caplog.at_level(logging.ERROR):
        desk.do(desk.read(SubmitRequest, WORDS), Guest())
    assert "the waker raised OSError" in caplog.text
    assert len(desk.show(view_queue, ANNA).rows) == 1


def test_what_raises_within_takes_the_command_back(store: Any) -> None:
    """No half of it stays, and nobody is told afterwards."""
    bell = Bell(raises=StoreError)
    desk = desk_with(bell, store)
    with pytest.raises(StoreError):
        desk.do(desk.read(SubmitRequest, WORDS), Guest())
    assert desk.show(view_queue, ANNA).rows == ()
    assert bell.rung == 0


def test_a_waker_has_a_method() -> None:
    """A mistake is answered when the desk is made."""
    with pytest.raises(ConfigurationError, match="waker is an object with the method of ports"):
        desk_with(lambda: None)  # type: ignore[arg-type]
