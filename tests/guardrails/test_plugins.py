"""Mistakes of plugins × every hook: nothing guarded is reached, no input is lost, the other plugins still run."""

from __future__ import annotations

import inspect
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import journeys as j
from helpdesk_core import ConfigurationError, Guest, Helpdesk, Refusal, Result, Settings, hookimpl
from helpdesk_core.base.messages import definitions
from helpdesk_core.conversations.model import THREAD
from helpdesk_core.customer_rooms.views import view_room
from helpdesk_core.erasure.rules import EraseRequest
from helpdesk_core.intake.rules import SubmitRequest
from helpdesk_core.plugins import Facts, Plugins, advise, specs
from helpdesk_core.testing import make_desk
from helpdesk_core.views import view_request
from parts import pairs

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
    "answers a class": (lambda: Result, True),
    "starts a thread": (_kept_thread, False),
}


class Careful:
    """The other plugin, which does its work."""

    def __init__(self) -> None:
        self.told: list[str] = []

    @hookimpl
    def helpdesk_find_secrets(self, text: str) -> list[tuple[int, int, str]]:
        place = text.find("LOYAL-")
        return [(place, place + 10, "loyalty_card")] if place >= 0 else []

    @hookimpl
    def helpdesk_object(self, actions: Any, request: Any) -> str | None:
        return "not_today" if "request_cancelled" in actions else None

    @hookimpl
    def helpdesk_urgent_words(self) -> tuple[str, ...]:
        return ("BROKEN",)

    @hookimpl
    def helpdesk_ask(self, device: str, language: str) -> list[str]:
        return [f"{device} in {language}?"]

    @hookimpl
    def helpdesk_needed(self, device: str, problem: str, language: str) -> list[str]:
        return [f"colour of {device} ({problem}, {language})"]

    @hookimpl
    def helpdesk_wish(self, text: str, language: str) -> list[str]:
        return ["a pony", "help"] if "owl" in text else []

    @hookimpl
    def helpdesk_find_guides(self, words: str, language: str) -> list[str]:
        return [f"{words}-{language}"]

    @hookimpl
    def helpdesk_suggest(self, request: Facts) -> list[str]:
        return [f"about {request.problem}"]

    @hookimpl
    def helpdesk_not_ready(self, request: Facts, step: str) -> list[str]:
        return [f"before {step}"]

    @hookimpl
    def helpdesk_step_not_ready(self, step: str) -> bool:
        return step == "track"

    @hookimpl
    def helpdesk_saved(self, actions: Any, request: str) -> None:
        self.told += actions

    @hookimpl
    def helpdesk_erased(self, request: str) -> None:
        self.told.append(f"erased {request}")

    @hookimpl
    def helpdesk_catalogues(self) -> list[Path]:
        return [Path("nowhere")]


HOOKS = {name: inspect.signature(hook).parameters for name, hook in vars(specs).items() if name.startswith("helpdesk_")}
UNHEARD = {"helpdesk_saved", "helpdesk_erased"}  # whatever they answer is ignored


def test_every_hook_is_tried_here() -> None:
    """A hook added without its place in the table fails."""
    assert set(HOOKS) == {name for name in vars(Careful) if name.startswith("helpdesk_")}


@pytest.mark.parametrize("mistake, hook", pairs(MISTAKES, HOOKS, 3))
def test_a_mistake_stops_nobody(mistake: str, hook: str) -> None:
    """T18: the customer's words are kept, the careful plugin worked, the careless one is named by its hook alone."""
    act, named = MISTAKES[mistake]
    careful, careless = Careful(), type("Careless", (), {hook: hookimpl(_with_arguments(hook, act))})()
    desk = make_desk(plugins=[careful, careless])
    desk.plugins._budget = 1.0
    made = j.do(desk, SubmitRequest, Guest(), **WORDS)
    guest = j.enter(desk, made, "x@example.com")
    room = desk.view(view_room, guest, made.request)
    assert not isinstance(room, Refusal)
    assert str(room.messages[0].text) == "It is broken, [LOYALTY_CARD]."
    assert room.outcome is None
    cancelled = j.attempt(desk, j.CancelRequest, guest, request=made.request)
    assert getattr(cancelled, "params", None) == {"reason": "not_today"}
    _hear_everything(desk, careful, made)
    unheard = hook in UNHEARD and mistake.startswith("answers")
    too_much = mistake == "answers far too much" and hook not in UNHEARD | {"helpdesk_find_secrets"}
    assert bool(desk.plugins.failed) == ((named and not unheard) or too_much)
    assert "hunter2" not in repr(desk.plugins.failed)
    assert all(hook in why for why in desk.plugins.failed.values())
    with desk.reading() as reader:
        assert len(reader.find(THREAD, {"request": made.request})) == 1
    assert desk.verify() == ()


def _hear_everything(desk: Helpdesk, careful: Careful, made: Result) -> None:
    """What the careful plugin says arrives wherever a person reads it, and it is told of everything."""
    found = desk.view(view_request, j.ANNA, made.reference)
    assert not isinstance(found, Refusal)
    advice = advise(desk.plugins, found, "pl")
    assert advice.urgent == ("broken",)
    assert advice.suggestions == ("about It is broken, [LOYALTY_CARD].",)
    assert advice.not_ready == {"record_outcome": ("before record_outcome",)}
    assert desk.plugins.questions("Radio", "pl") == ("Radio in pl?",)
    assert desk.plugins.needed("Radio", "No sound", "pl") == ("colour of Radio (No sound, pl)",)
    assert desk.plugins.wish("an owl", "pl") == "help"
    assert desk.plugins.guides("password: Hunter22", "pl") == ("password: [PASSWORD]-pl",)
    assert (desk.plugins.holds_back("track"), desk.plugins.holds_back("reply")) == (True, False)
    assert desk.plugins.catalogues == (Path("nowhere"),)
    assert isinstance(j.attempt(desk, EraseRequest, j.BOSS, request=made.request), Result)
    assert careful.told == [
        "request_submitted",
        "contact_confirmed",
        "request_confirmed",
        "request_erased",
        f"erased {made.request}",
    ]


def _with_arguments(hook: str, act: Callable[[], Any]) -> Any:
    names = ", ".join(("self", *HOOKS[hook]))
    return eval(f"lambda {names}: act()", {"act": act})


def test_nobody_is_told_of_what_was_rolled_back() -> None:
    """`helpdesk_saved` goes through the host's after-commit: a host that rolls back never calls it."""
    careful, waiting = Careful(), list[Any]()
    desk = make_desk(plugins=[careful], after_commit=waiting.append)
    j.submit(desk)
    assert careful.told == []
    for call in waiting:
        call()
    assert careful.told == ["request_submitted"]


def test_a_plugins_language_is_spoken(tmp_path: Path) -> None:
    """A directory of catalogues adds a language; the shop's own wording wins over it, and it over ours."""
    from babel.messages.catalog import Catalog
    from babel.messages.mofile import write_mo

    folder = tmp_path / "de" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    catalogue = Catalog(locale="de")
    for code in ("notice.greeting", "notice.code.subject"):
        catalogue.add(definitions[code].default, f"Deutsch: {code}", context=code)
    with (folder / "shop.mo").open("wb") as stream:
        write_mo(stream, catalogue)
    (folder / "broken.mo").write_bytes(b"no catalogue")

    class German:
        @hookimpl
        def helpdesk_catalogues(self) -> list[Path]:
            return [tmp_path]

    wording = {"de": {"notice.code.subject": "Unser Wort"}}
    desk = make_desk(plugins=[German()], settings=Settings(languages=("de", "en"), wording=wording))
    t = desk.translator("de")
    assert t("notice.greeting") == "Deutsch: notice.greeting"
    assert t("notice.code.subject", reference="x") == "Unser Wort"
    assert make_desk().translator("de")("notice.greeting") == "Hello,"


def test_installed_plugins_load_when_the_host_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An example package with an entry point; nothing loads by being installed alone."""
    package = tmp_path / "warranty_hint"
    package.mkdir()
    (package / "__init__.py").write_text(
        "from helpdesk_core import hookimpl\n\n\n@hookimpl\ndef helpdesk_suggest(request):\n"
        '    return ["Ask for the warranty card"] if "warranty" in request.problem else []\n'
    )
    info = tmp_path / "warranty_hint-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: warranty-hint\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[helpdesk_core]\nwarranty = warranty_hint\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    facts = Facts(id="1", phase="p", status="s", urgency="u", device="d", problem="warranty?", language="en")
    assert make_desk().plugins.suggestions(facts) == ()
    assert make_desk(installed_plugins=True).plugins.suggestions(facts) == ("Ask for the warranty card",)


def test_a_plugin_of_an_older_release_works() -> None:
    """It knows fewer arguments: hooks only ever gain some."""

    class Older:
        @hookimpl
        def helpdesk_ask(self, device: str) -> list[str]:
            return [device]

        @hookimpl
        def helpdesk_not_ready(self) -> list[str]:
            return ["always"]

    desk = make_desk(plugins=[Older()])
    assert desk.plugins.questions("Radio", "pl") == ("Radio",)


def test_one_that_hangs_is_off_until_the_next_start() -> None:
    """It is waited for once, not at every request."""

    going_on = threading.Event()

    class Slow:
        calls = 0

        @hookimpl
        def helpdesk_object(self) -> None:
            Slow.calls += 1
            going_on.wait(60)

    desk = make_desk(plugins=[Slow()])
    desk.plugins._budget = 0.1
    for _ in range(5):
        j.submit(desk)
    assert Slow.calls == 1
    assert not going_on.is_set()  # all five were answered while it hung
    going_on.set()
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
    assert isinstance(found[1], Result)
    assert desk.plugins.failed == {}
