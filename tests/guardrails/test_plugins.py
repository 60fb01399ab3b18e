"""Mistakes of plugins × every hook: nothing guarded is reached, no input is lost, the other plugins still run."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest

import journeys as j
from helpdesk_core import ConfigurationError, Guest, Receipt, Refusal, hookimpl
from helpdesk_core.conversations.model import THREAD
from helpdesk_core.customer_rooms.views import view_room
from helpdesk_core.intake.rules import SubmitRequest
from helpdesk_core.plugins import Plugins
from helpdesk_core.testing import make_desk

WORDS = {"problem": "It is broken, LOYAL-1234.", "device": "d", "surname": "Nowak", "contact": "x@example.com"}


def _raise(error: BaseException) -> Any:
    raise error


def _recurse() -> Any:
    return _recurse()


def _generator() -> Any:
    yield (0, 2, "everything")


async def _coroutine() -> Any:
    return "never"


def _kept_thread() -> None:
    threading.Thread(target=time.sleep, args=(0.5,), daemon=True).start()


MISTAKES: dict[str, tuple[Callable[[], Any], bool]] = {
    # what the plugin does, and whether it is named for it
    "raises": (lambda: _raise(ValueError("password hunter2")), True),
    "exits": (lambda: _raise(SystemExit(1)), True),
    "interrupts": (lambda: _raise(KeyboardInterrupt()), True),
    "recurses": (_recurse, True),
    "hangs": (lambda: time.sleep(3), True),
    "answers a number": (lambda: 42, True),
    "answers a generator": (_generator, True),
    "answers a coroutine": (_coroutine, True),
    "answers bytes": (lambda: b"yes", True),
    "answers far too much": (lambda: [(n, n + 1, "noise_noise") for n in range(10**6, 10**6 + 10**5)], False),
    "answers a class": (lambda: Receipt, True),
    "starts a thread": (_kept_thread, False),
}


class Careful:
    """The other plugin, which does its work."""

    @hookimpl
    def helpdesk_find_secrets(self, text: str) -> list[tuple[int, int, str]]:
        place = text.find("LOYAL-")
        return [(place, place + 10, "loyalty_card")] if place >= 0 else []

    @hookimpl
    def helpdesk_object(self, actions: Any, request: Any) -> str | None:
        return "not_today" if "request_cancelled" in actions else None


@pytest.mark.parametrize("hook", ["helpdesk_find_secrets", "helpdesk_object"])
@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_stops_nobody(mistake: str, hook: str) -> None:
    """T18: the customer's words are kept, the careful plugin worked, the careless one is named by its hook alone."""
    act, named = MISTAKES[mistake]
    careless = type("Careless", (), {hook: hookimpl(_with_arguments(hook, act))})()
    desk = make_desk(plugins=[Careful(), careless])
    desk.plugins._budget = 1.0
    made = j.do(desk, SubmitRequest, Guest(), **WORDS)
    guest = j.enter(desk, made, "x@example.com")
    room = desk.view(view_room, made["request"], guest)
    assert not isinstance(room, Refusal)
    assert str(room.messages[0].text) == "It is broken, [LOYALTY_CARD]."
    assert room.outcome is None
    cancelled = j.attempt(desk, j.CancelRequest, guest, request=made["request"])
    assert getattr(cancelled, "params", None) == {"reason": "not_today"}
    too_much = mistake == "answers far too much" and hook == "helpdesk_object"
    assert bool(desk.plugins.failed) == (named or too_much)
    assert "hunter2" not in repr(desk.plugins.failed)
    assert all(hook in why for why in desk.plugins.failed.values())
    with desk.reading() as reader:
        assert len(reader.find(THREAD, {"request": made["request"]})) == 1
    assert desk.verify() == ()


def _with_arguments(hook: str, act: Callable[[], Any]) -> Any:
    if hook == "helpdesk_object":
        return lambda self, actions, request: act()
    return lambda self, text: act()


def test_one_that_hangs_is_off_until_the_next_start() -> None:
    """It is waited for once, not at every request."""

    class Slow:
        calls = 0

        @hookimpl
        def helpdesk_object(self) -> None:
            Slow.calls += 1
            time.sleep(2)

    desk = make_desk(plugins=[Slow()])
    desk.plugins._budget = 0.1
    started = time.monotonic()
    for _ in range(5):
        j.submit(desk)
    assert Slow.calls == 1
    assert time.monotonic() - started < 1.5
    assert "off until the next start" in next(iter(desk.plugins.failed.values()))


def test_what_a_plugin_is_given_cannot_be_changed() -> None:
    """Tuples and strings; nothing of the desk, the store or a notifier."""
    seen: list[Any] = []

    class Curious:
        @hookimpl
        def helpdesk_object(self, actions: Any, request: Any) -> None:
            seen.extend((actions, request))

    desk = make_desk(plugins=[Curious()])
    made, guest = j.in_phase(desk, "in_review")
    assert {type(value) for value in seen} <= {tuple, str, type(None)}
    assert guest.grant is not None
    assert made


@pytest.mark.parametrize("kind", ["async", "wrapper", "misspelt"])
def test_some_plugins_do_not_start(kind: str) -> None:
    """Found when the desk is built, not at the first customer."""

    class Async:
        @hookimpl
        async def helpdesk_object(self) -> str:
            return "never awaited"

    class Wrapper:
        @hookimpl(wrapper=True)
        def helpdesk_object(self) -> Any:
            yield
            return []

    class Misspelt:
        @hookimpl
        def helpdesk_find_secret(self, text: str) -> list[Any]:
            return []

    with pytest.raises(ConfigurationError):
        Plugins([{"async": Async, "wrapper": Wrapper, "misspelt": Misspelt}[kind]()])


def test_a_plugin_may_call_the_desk_without_a_deadlock() -> None:
    """No lock is held while plugins think: one that re-enters by a back door waits for nobody."""
    found: list[Any] = []

    class Reentrant:
        @hookimpl
        def helpdesk_object(self, actions: Any) -> None:
            if not found:
                found.append(None)
                found.append(j.attempt(desk, SubmitRequest, j.BOT, **WORDS))

    desk = make_desk(plugins=[Reentrant()])
    j.submit(desk)
    assert isinstance(found[1], Receipt)
    assert desk.plugins.failed == {}
