"""Every command, view and page against its entry in tests/capabilities: who may, who is refused, what strangers see."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import attrs
import pytest
from starlette.routing import Route

import journeys as j
from capabilities import MODULES, collected
from capabilities.organisations import in_firm
from capabilities.quotes import approver, offer
from capabilities.scene import CUSTOMERS, KINDS, STAFF, Example, Look, Scene, words_in
from helpdesk_core import Actor, Agent, Guest, Refusal, Result
from helpdesk_core.base.commands import commands
from helpdesk_core.base.records import record_types
from helpdesk_core.base.results import holds_grant
from helpdesk_core.capabilities import CAPABILITIES
from helpdesk_core.commands import (
    AddFirstAttachments,
    AddPasskey,
    AnswerGuide,
    ChangeAccount,
    ChangeAccountEmail,
    ForgetGuide,
    KeepGuide,
    NameApprover,
    RegisterAccount,
    SetAccountRole,
    Sign,
    TrackRequest,
)
from helpdesk_core.desk.preview import Preview
from helpdesk_core.guardrails.rights import ADMIN_ONLY, RIGHTS
from helpdesk_core.handlers import handlers
from helpdesk_core.subjects import NOT_ALLOWED, NOT_FOUND
from helpdesk_core.viewing import views
from helpdesk_core.views import view_signing, view_tracking
from no_pages import FOR_MACHINES
from one_language import strange
from parts import pairs
from shops import Shop, build

EXAMPLES: dict[type[Any], Example] = collected("EXAMPLES")
VIEWS: dict[Any, Look] = collected("VIEWS")
PAGES = collected("PAGES")
CANARY = "Kanarek"
#: Of nobody in particular: what everybody may read, or what is the sender's own.
OPEN = {AnswerGuide, KeepGuide, ForgetGuide, RegisterAccount, AddPasskey}
#: A token in the address is itself the proof, whoever holds it.
BY_TOKEN: set[Any] = {AddFirstAttachments, Sign, view_signing}
#: About the sender's own account, whichever that is.
OWN = {ChangeAccount, ChangeAccountEmail, AddPasskey}
FIRMS = "another firm's manager"
"""They have a firm, an account and orders of their own, and are told so where those are asked for."""
STRANGERS = (
    "another customer",
    FIRMS,
    "no grant",
    "another's grant",
    "another's approver",
    "tracking alone",
    "another place",
    "no right",
)


def stranger_of(scene: Scene, who: str) -> Actor:
    """One of those who have nothing to do with a scene, or no more than four facts."""
    if who == FIRMS:  # with all that an account can be: a reseller too
        other = scene.peer("in_review")
        in_firm(other)
        j.do(scene.desk, SetAccountRole, j.BOSS, account=other.owner.id, role="reseller")
        return other.actors["customer"]
    if who == "another's approver":
        made, owner = j.in_phase(scene.desk, "in_review", contact="third@example.com")
        quote = offer(scene.desk, made.request).quote
        j.do(scene.desk, NameApprover, owner, request=made.request, quote=quote, contact="approver@example.com")
        return approver(scene.desk, made.request)
    if who == "tracking alone":
        surname = j.stored(scene.desk, scene.made).surname
        found = j.do(scene.desk, TrackRequest, Guest(), reference=scene.made.reference, surname=str(surname))
        return scene.desk.guest(found.grant)
    return scene.strangers[who]


def named(one: Any) -> Any:
    """Ids of parametrized commands and views."""
    return getattr(getattr(one, "command", one), "__name__", None)


def test_every_command_and_view_has_its_entry() -> None:
    """In the module of its own capability, and none is left over."""
    assert set(MODULES) == {*CAPABILITIES, "app"}
    assert set(EXAMPLES) == set(commands.values()) == set(handlers)
    assert set(VIEWS) == {declared.look for declared in views.values()}
    for name, module in MODULES.items():
        for known in (*getattr(module, "EXAMPLES", {}), *getattr(module, "VIEWS", {})):
            assert known.__module__.startswith(f"helpdesk_core.{name}."), f"{known.__name__} is entered under {name}"


def test_each_needs_the_right_that_its_entry_names() -> None:
    """Written by hand: a right that is swapped or taken away is seen here."""
    assert {command.__name__: handlers[command].right for command in EXAMPLES} == {
        command.__name__: example.right for command, example in EXAMPLES.items()
    }
    assert {name: declared.right for name, declared in views.items()} == {
        view.__name__: look.right for view, look in VIEWS.items()
    }
    for handled, entry in ((handlers[command], example) for command, example in EXAMPLES.items()):
        only_admins = {"agent"} if handled.right in ADMIN_ONLY else set()
        assert {kind.value for kind in handled.actors} - only_admins == set(entry.by), entry.command.__name__
        assert handled.keyed is not entry.is_try, entry.command.__name__


def test_every_right_is_needed_somewhere() -> None:
    """A declared right that no command and no view asks for would promise something."""
    asked = {handler.right for handler in handlers.values()} | {declared.right for declared in views.values()}
    assert set(RIGHTS) == asked - {None}


@pytest.mark.parametrize("example, kind", pairs(EXAMPLES.values(), KINDS, 3), ids=named)
def test_a_command_is_for_these_actors_only(example: Example, kind: str) -> None:
    """Whoever may send it is not refused, and gets the very class that the command names; anybody else is told that it
    is not for them, before anything is loaded."""
    scene = Scene.in_phase(example.phase)
    command = scene.desk.read(example.command, example.fields(scene))
    before = scene.desk.anchor()
    answer = scene.desk.handle(command, scene.actors[kind])
    if kind in example.by:
        assert not isinstance(answer, Refusal), answer
        assert type(answer) is example.command.result_type
        if not holds_grant(type(answer)):
            assert type(answer).from_json(answer.to_json()) == answer
    else:
        assert getattr(answer, "code", None) == "refusal.not_allowed"
        assert answer.status_hint == 403
        assert scene.desk.anchor() == before


@pytest.mark.parametrize("example, who", pairs(EXAMPLES.values(), STRANGERS, 3), ids=named)
def test_a_stranger_reaches_nothing(example: Example, who: str) -> None:
    """T1: whoever may not see the request gets the answer that a wrong id gets; staff without the right, that it is
    not theirs to do. Nothing is written."""
    scene = Scene.in_phase(example.phase)
    stranger = stranger_of(scene, who)
    command = scene.desk.read(example.command, example.fields(scene))
    kind = stranger.kind.value
    wanted = "refusal.not_allowed" if kind not in example.by or who == "no right" else example.stranger
    if wanted is None or (who == FIRMS and example.command in OWN):
        return  # about no request, or a try that answers everybody alike (see tests/unit/test_desk.py)
    before = scene.desk.anchor()
    for key in (None, "k" * 20):
        answer = scene.desk.handle(command, stranger, key=key)
        assert getattr(answer, "code", None) == wanted or (who == FIRMS and isinstance(answer, Refusal))
    previewed = scene.desk.preview(command, stranger)
    assert getattr(previewed, "code", None) in (wanted, answer.code, "refusal.not_allowed")
    assert scene.desk.anchor() == before


@pytest.mark.parametrize(
    "example, kind",
    [(example, kind) for example in EXAMPLES.values() for kind in CUSTOMERS if kind in example.by],
    ids=named,
)
def test_a_peer_reaches_nothing(example: Example, kind: str) -> None:
    """T1: somebody of the very same standing, with things of their own of the same kind (another reseller with a
    shipment, a manager of another firm, an approver of another quote), is refused what names somebody else's."""
    scene = Scene.in_phase(example.phase)
    fields, peer = dict(example.fields(scene)), scene.peer(example.phase)
    own = dict(example.fields(peer))
    if fields == own or example.is_try or example.command in OPEN | BY_TOKEN:
        return  # it names nothing of the scene's, or answers everybody alike
    command = scene.desk.read(example.command, fields)
    actor = peer.actors[kind]
    tables = kept(scene)
    answer = scene.desk.handle(command, actor)
    assert isinstance(answer, Refusal), answer
    assert answer.code != "refusal.conflict", "it was decided about"
    assert kept(scene) == tables
    own_answer = scene.desk.handle(scene.desk.read(example.command, own), actor)
    assert isinstance(own_answer, Result), (own_answer, "else the refusal proves nothing")


@pytest.mark.parametrize("example", [one for one in EXAMPLES.values() if set(one.by) & set(STAFF)], ids=named)
def test_staff_of_another_place_change_nothing_of_a_request(example: Example) -> None:
    """Whatever a command names, and by whichever way it leads to the request: neither its row nor any about it."""
    scene = Scene.in_phase(example.phase)
    command = scene.desk.read(example.command, example.fields(scene))
    before = about(scene)
    assert len(before) > 3
    zoe = Agent(id="zoe", name="Zoe", rights=frozenset(RIGHTS), locations=frozenset({"elsewhere"}))
    scene.desk.handle(command, zoe)
    assert about(scene) == before


def about(scene: Scene) -> dict[tuple[str, str], Any]:
    """All rows that are about the scene's request, and its own."""
    tables = scene.desk._store._tables  # type: ignore[attr-defined]
    kinds = {name: (record_types[name], record_types[name].about) for name in tables}
    return {
        (name, id): row
        for name, rows in tables.items()
        for id, row in rows.items()
        if id == scene.request or ((about := kinds[name][1]) and row[kinds[name][0].place(about.name)] == scene.request)
    }


def kept(scene: Scene) -> dict[str, Any]:
    """All rows but the counters of tries."""
    tables = scene.desk._store._tables  # type: ignore[attr-defined]
    return {name: dict(rows) for name, rows in tables.items() if name != "attempts"}


@pytest.mark.parametrize("example", EXAMPLES.values(), ids=named)
def test_staff_need_the_right_that_is_named(example: Example) -> None:
    """Somebody with that right alone may; somebody with every other one may not."""
    scene = Scene.in_phase(example.phase)
    right = handlers[example.command].right
    if not set(example.by) & set(STAFF):
        assert right is None
        return
    assert right is not None
    fields = example.fields(scene)
    command = scene.desk.read(example.command, fields)
    without = Agent(id="zoe", name="Zoe", rights=frozenset(RIGHTS) - {right})
    assert getattr(scene.desk.handle(command, without), "code", None) == "refusal.not_allowed"
    alone = Agent(id="zoe", name="Zoe", rights=frozenset({right}))
    answer = scene.desk.handle(command, alone)
    assert isinstance(answer, Result) or "agent" not in example.by, answer


@pytest.mark.parametrize("example", EXAMPLES.values(), ids=named)
def test_a_preview_saves_nothing(example: Example) -> None:
    """It says what `handle` would, and writes no row, counts no try and uses no key; tries are not previewed at all."""
    scene = Scene.in_phase(example.phase)
    command, actor = scene.desk.read(example.command, example.fields(scene)), scene.actors[example.by[0]]
    tables = {name: dict(rows) for name, rows in scene.desk._store._tables.items()}  # type: ignore[attr-defined]
    answer = scene.desk.preview(command, actor)
    assert scene.desk._store._tables == tables  # type: ignore[attr-defined]
    if handlers[example.command].keyed:
        assert isinstance(answer, Preview)
        assert isinstance(scene.desk.handle(command, actor), Result)
    else:
        assert getattr(answer, "code", None) == "refusal.not_allowed"


@pytest.mark.parametrize("example", EXAMPLES.values(), ids=named)
def test_a_key_makes_it_once(example: Example) -> None:
    """The same key again: the first result, marked, and no row is written. A try has no key: each one counts."""
    scene = Scene.in_phase(example.phase)
    command, actor = scene.desk.read(example.command, example.fields(scene)), scene.actors[example.by[0]]
    first = scene.desk.handle(command, actor, key="k1")
    tables = {name: dict(rows) for name, rows in scene.desk._store._tables.items()}  # type: ignore[attr-defined]
    again = scene.desk.handle(command, actor, key="k1")
    assert isinstance(first, Result)
    if example.is_try:
        assert not getattr(again, "repeated", False)
        assert "idempotency_keys" not in tables
    else:
        assert again == attrs.evolve(first, repeated=True)
        assert scene.desk._store._tables == tables  # type: ignore[attr-defined]


@pytest.mark.parametrize("view, kind", pairs(VIEWS, KINDS, 3), ids=named)
def test_a_view_is_for_these_viewers_only(view: Any, kind: str) -> None:
    """Anybody else is told so; looking changes nothing."""
    look = VIEWS[view]
    scene = Scene.in_phase(look.phase)
    args, options = look.ask(scene)
    before = scene.desk.anchor()
    shown = scene.desk.view(view, scene.actors[kind], *args, **options)
    if kind in look.by:
        assert not isinstance(shown, Refusal), shown
    else:
        assert isinstance(shown, Refusal)
        assert shown in (NOT_ALLOWED, NOT_FOUND)
    assert scene.desk.anchor() == before


@pytest.mark.parametrize("view, who", pairs(VIEWS, STRANGERS, 3), ids=named)
def test_a_view_shows_a_stranger_nothing(view: Any, who: str) -> None:
    """Not a word, a name or an id of a request that is not theirs; who may not ask at all gets a refusal."""
    look = VIEWS[view]
    scene = Scene.in_phase(
        look.phase, problem=CANARY, device=CANARY, surname=CANARY if "tracking" not in view.__name__ else "Kowalska"
    )
    args, options = look.ask(scene)
    stranger = stranger_of(scene, who)
    if (view, who) == (view_tracking, "tracking alone"):
        return
    shown = scene.desk.view(view, stranger, *args, **options)
    if stranger.kind.value not in look.by or who == "no right":
        assert isinstance(shown, Refusal)
    if look.stranger is not None and who != FIRMS and stranger.kind.value in look.by and who != "no right":
        assert shown == look.stranger
    if not look.of_nobody:
        assert not {CANARY, scene.request, str(scene.made.reference).replace("-", "")} & words_in(shown)


@pytest.mark.parametrize(
    "view, kind", [(view, kind) for view, look in VIEWS.items() for kind in CUSTOMERS if kind in look.by], ids=named
)
def test_a_view_shows_a_peer_nothing(view: Any, kind: str) -> None:
    """The same as for commands: somebody of the same standing sees nothing of the scene's."""
    look = VIEWS[view]
    words = {"problem": CANARY, "device": CANARY, "surname": CANARY if "tracking" not in view.__name__ else "Kowalska"}
    scene = Scene.in_phase(look.phase, **words)
    args, options = look.ask(scene)
    peer = scene.peer(look.phase)
    own, own_options = look.ask(peer)
    shown = scene.desk.view(view, peer.actors[kind], *args, **options)
    if view in BY_TOKEN:
        return
    if (args, options) != (own, own_options) and look.stranger is not None:
        assert isinstance(shown, Refusal), shown
    assert not {CANARY, scene.request, str(scene.made.reference).replace("-", "")} & words_in(shown)
    assert not isinstance(scene.desk.view(view, peer.actors[kind], *own, **own_options), Refusal), "else proves nothing"


@pytest.mark.parametrize("view", [view for view, look in VIEWS.items() if not look.of_nobody], ids=named)
def test_what_a_view_shows_would_be_seen(view: Any) -> None:
    """Else the test above would prove nothing: whoever may look is shown something of the request."""
    look = VIEWS[view]
    scene = Scene.in_phase(look.phase)
    args, options = look.ask(scene)
    shown = scene.desk.view(view, scene.actors[look.by[0]], *args, **options)
    assert words_in(shown)


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    made = build(tmp_path_factory.mktemp("pages"))
    yield made
    made.desk.close()


@pytest.fixture(scope="module")
def written(shop: Shop) -> Iterator[Callable[[], int]]:
    """A number that is another one whenever anything was committed to the file, the desk's or the app's, since."""
    file = str(shop.accounts.engine.url.database)
    with closing(sqlite3.connect(file, check_same_thread=False)) as connection:
        yield lambda: connection.execute("PRAGMA data_version").fetchone()[0]


def test_what_is_written_is_noticed(shop: Shop, written: Callable[[], int]) -> None:
    """Else no test below would prove that looking changes nothing."""
    before = written()
    assert written() == before
    shop.visitor("en").request_help("noticed@example.com")
    assert written() != before


def test_every_page_has_its_states(shop: Shop) -> None:
    """The list comes from the route table: a page added without its states fails."""
    gets = {route.name for route in shop.app.routes if isinstance(route, Route) and "GET" in (route.methods or ())}
    assert gets - FOR_MACHINES == set(PAGES)


#: Pages on which a text with its placeholders is what is edited.
SHOWS_TEMPLATES = {"staff_settings_group", "staff_settings_wording", "staff_settings_text"}
#: What is written in other languages is what these are for.
SHOWS_ALL_LANGUAGES = {*SHOWS_TEMPLATES, "demo_mail"}
#: What a page answers in a state whose name begins so.
STATUSES = {"errors": 422, "wrong": 422, "conflict": 409, "over": 410, "lost": 404}
STATES = [(route, state) for route, states in PAGES.items() for state in states]


@pytest.mark.parametrize("route, state", STATES)
def test_a_page_opens_in_each_state_and_looking_changes_nothing(
    shop: Shop, written: Callable[[], int], route: str, state: str
) -> None:
    """Whole, with one heading, in the visitor's language; opened again and asked for by HEAD, nothing is written."""
    shop.forget_tries()
    visitor = shop.visitor("en")
    PAGES[route][state](visitor)
    page = visitor.page
    assert page.status_code == STATUSES.get(re.split(r"\W", state)[0], 200)
    assert page.text.count("<h1") == 1
    assert route in SHOWS_TEMPLATES or "{" not in visible(page.text)
    assert route in SHOWS_ALL_LANGUAGES or strange(page.text) == []
    if page.request.method == "GET":
        before = written()
        assert visitor.client.get(str(page.url)).status_code == page.status_code
        assert visitor.client.head(str(page.url)).status_code in (page.status_code, 405)
        assert written() == before


def visible(html: str) -> str:
    """The words of a page, without what is written for programs or typed by people."""
    return re.sub(r"<(script|style|code|textarea).*?</\1>|<[^>]*>", " ", html, flags=re.S)
