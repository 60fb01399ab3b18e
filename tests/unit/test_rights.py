"""The host's answer to who may do what: asked once, at the click, and a no whenever in doubt. What single commands and
views ask for is in tests/guardrails/test_capabilities."""

from __future__ import annotations

from typing import Any

import attrs
import pytest

import journeys as j
from capabilities.notifications import failed_row
from capabilities.scene import SHOP, Scene
from helpdesk_core import Admin, Agent, Refusal
from helpdesk_core.base.queries import Query
from helpdesk_core.commands import ReplyToCustomer, WriteNote
from helpdesk_core.conversations.model import ThreadMessage
from helpdesk_core.guardrails.rights import RIGHTS
from helpdesk_core.handlers import handlers
from helpdesk_core.narrowing import narrowed
from helpdesk_core.ports import StaffRights
from helpdesk_core.service_requests.model import ServiceRequest
from helpdesk_core.testing import make_desk
from helpdesk_core.triage.request_page import RequestForStaff
from helpdesk_core.views import view_health, view_queue, view_redaction_statistics, view_request, view_search

HERE = frozenset({"here"})


@attrs.define
class Host:
    """A host's access, which remembers how often it was asked."""

    answer: StaffRights | Exception | None = attrs.Factory(StaffRights)
    asked: int = 0

    def rights(self, actor: Agent | Admin) -> StaffRights | None:
        self.asked += 1
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


@pytest.fixture
def host() -> Host:
    return Host()


@pytest.fixture
def scene(host: Host) -> Scene:
    """A request that stands here, at a desk that asks the host."""
    return Scene.in_phase("in_review", make_desk(settings=SHOP, access=host), location="here")


def note(scene: Scene, actor: Any = j.ANNA) -> Any:
    """The answer to a note."""
    return j.attempt(scene.desk, WriteNote, actor, request=scene.request, text="Looks broken.")


def shown(scene: Scene, actor: Any = j.ANNA) -> Any:
    """The staff's page of the request."""
    return scene.desk.view(view_request, actor, scene.made.reference)


def test_the_host_is_asked_once_for_each_command_and_view(scene: Scene, host: Host) -> None:
    """Also where a command is decided again, refused or previewed; never for who is not staff."""
    for step in (note, shown):
        host.asked = 0
        assert not isinstance(step(scene), Refusal)
        assert host.asked == 1
    host.asked = 0
    scene.desk.preview(scene.desk.read(WriteNote, {"request": scene.request, "text": "x"}), j.ANNA)
    assert host.asked == 1
    assert j.attempt(scene.desk, WriteNote, j.ANNA, request="0" * 32, text="x").code == "refusal.no_such_request"
    assert host.asked == 2
    scene.desk.view(j.view_room, scene.guest, scene.request)
    assert host.asked == 2


def test_a_lost_race_asks_nobody_again(scene: Scene, host: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    """A command that is decided anew is the same click."""
    handler = handlers[WriteNote]
    tries: list[int] = []

    def decide(loaded: Any, command: Any, context: Any) -> Any:
        tries.append(1)
        if len(tries) == 1:
            note(scene, j.BOSS)
        return handler.decide(loaded, command, context)

    monkeypatch.setitem(handlers, WriteNote, attrs.evolve(handler, decide=decide))
    host.asked = 0
    assert not isinstance(note(scene), Refusal)
    assert (len(tries), host.asked) == (3, 2)


@pytest.mark.parametrize("answer", [None, RuntimeError("the database is gone"), StaffRights(rights=frozenset())])
@pytest.mark.parametrize("actor", [j.ANNA, j.BOSS], ids=["agent", "admin"])
def test_in_doubt_no(scene: Scene, host: Host, actor: Any, answer: Any, caplog: pytest.LogCaptureFixture) -> None:
    """Not staff any more, a host that fails, no rights: nothing is shown and nothing is written. An admin is one or is
    not: rights do not narrow them."""
    host.answer = answer
    refused = not (isinstance(answer, StaffRights) and actor is j.BOSS)
    for step in (note, shown):
        found = step(scene, actor)
        assert isinstance(found, Refusal) is refused
        if refused:
            assert (found.code, found.status_hint) == ("refusal.not_allowed", 403)
    assert "database is gone" not in caplog.text


def test_a_right_that_is_taken_away_is_gone_at_the_click(scene: Scene, host: Host) -> None:
    """Whatever the actor carried from the page before: the host's answer wins, in both directions."""
    everything = attrs.evolve(j.ANNA, rights=frozenset(RIGHTS))
    assert not isinstance(note(scene, everything), Refusal)
    host.answer = StaffRights(rights=frozenset(RIGHTS) - {"requests.note"})
    assert note(scene, everything).code == "refusal.not_allowed"
    host.answer = StaffRights(locations=frozenset({"elsewhere"}))
    assert note(scene, everything).code == "refusal.no_such_request"
    host.answer = StaffRights()
    assert not isinstance(note(scene, attrs.evolve(j.ANNA, rights=frozenset())), Refusal)


def test_an_agent_sees_the_own_locations_only(scene: Scene, host: Host) -> None:
    """Queue, search, page, failed messages. What has no location is everybody's; counts name nobody."""
    desk = scene.desk
    elsewhere = j.submit(desk, contact="zoe@example.com", surname="Elsewhere", location="elsewhere")
    nowhere = j.submit(desk, contact="eve@example.com", surname="Nowhere")
    failed_row(scene)
    everything = j.BOSS
    host.answer = StaffRights(locations=HERE)
    three = {scene.request, elsewhere.request, nowhere.request}
    assert {row.id for row in _rows(desk, view_queue, everything)} == three
    assert {row.id for row in _rows(desk, view_queue, j.ANNA)} == three - {elsewhere.request}
    for words in ("Elsewhere", "zoe@example.com", elsewhere.reference):
        assert _rows(desk, view_search, everything, words), words
        assert not _rows(desk, view_search, j.ANNA, words), words
    assert desk.view(view_request, j.ANNA, elsewhere.reference).code == "refusal.no_such_request"  # type: ignore[union-attr]
    everywhere, own = (desk.view(view_health, one) for one in (everything, j.ANNA))
    subjects = [{one.row.subject for one in found.failed} for found in (everywhere, own)]  # type: ignore[union-attr]
    assert elsewhere.request in subjects[0]
    assert subjects[1] == subjects[0] - {elsewhere.request}
    counted = [desk.view(view_redaction_statistics, one) for one in (everything, j.ANNA)]
    assert counted[0] == counted[1]


def test_a_narrowed_page_is_as_long_as_any_other(scene: Scene, host: Host) -> None:
    """Requests of other places between them shorten no page, and the next page goes on behind the last row."""
    desk = scene.desk
    for number in range(30):
        j.submit(desk, contact=f"n{number}@example.com", location="elsewhere" if number % 3 else "here")
    host.answer = StaffRights(locations=HERE)
    seen: list[str] = []
    after = None
    for _ in range(20):
        page = desk.view(view_queue, j.ANNA, after=after, limit=4)
        assert not isinstance(page, Refusal)
        seen += [row.id for row in page.rows]
        after = page.next
        if after is None:
            break
        assert len(page.rows) == 4
    assert len(seen) == len(set(seen)) == 11


def test_a_narrowed_reader_shows_nothing_of_another_place(scene: Scene) -> None:
    """However a view asks for it: by id, by a query of whole records or of cells, or by the feed."""
    elsewhere = j.submit(scene.desk, contact="zoe@example.com", location="elsewhere")
    agent = attrs.evolve(j.ANNA, locations=HERE)
    with scene.desk.reading() as reader:
        context = scene.desk._context(reader, agent)
        for shown, has in ((reader, True), (narrowed(reader, context), False)):
            feed = {entry.subject for entry in shown.feed(None, 500)}
            records = {one.id for one in shown.find(Query(ServiceRequest), {}, limit=99)}
            cells = {id for (id,) in shown.find(Query(ServiceRequest, columns=("id",)), {}, limit=99)}
            messages = {one.request for one in shown.find(Query(ThreadMessage), {}, limit=99)}
            loaded = {id for id in (scene.request, elsewhere.request) if shown.load(ServiceRequest, id) is not None}
            for found in (feed, records, cells, messages, loaded):
                assert scene.request in found
                assert (elsewhere.request in found) is has


def test_a_request_that_moves_to_another_place_is_gone(scene: Scene, host: Host) -> None:
    """A duplicate of the same contact elsewhere is not named on the page either."""
    j.submit(scene.desk, surname="Elsewhere", location="elsewhere")
    page = shown(scene, j.BOSS)
    assert isinstance(page, RequestForStaff)
    assert page.duplicates
    host.answer = StaffRights(locations=HERE)
    page = shown(scene)
    assert isinstance(page, RequestForStaff)
    assert not page.duplicates
    reply = {"request": scene.request, "text": "Hello."}
    assert not isinstance(j.attempt(scene.desk, ReplyToCustomer, j.ANNA, **reply), Refusal)


def _rows(desk: Any, view: Any, actor: Any, *args: Any) -> Any:
    found = desk.view(view, actor, *args)
    return getattr(found, "rows", found)


def test_rights_are_named_alike_in_polish() -> None:
    """By what somebody does, as nouns: a list of them reads as one, whoever added the last."""
    t = make_desk(settings=SHOP).translator("pl")
    first = {name: t(f"right.{name}").split()[0].rstrip(",") for name in RIGHTS}
    assert {name: word for name, word in first.items() if word != "Wgląd" and not word.endswith(("nie", "cie"))} == {}
