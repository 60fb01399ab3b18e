"""Push messages: what they say and to whom, what ends them, and what is kept of the consent."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

import journeys as j
import push_peer as p
from capabilities.pushes import BROWSER, agreed, agreeing, with_push
from capabilities.scene import Scene
from helpdesk_core import Refusal
from helpdesk_core.adapters import web_push
from helpdesk_core.commands import (
    AllowPush,
    EndPushes,
    EraseRequest,
    MergeRequest,
    ReplyToCustomer,
    SeparateRequest,
    WithdrawPush,
)
from helpdesk_core.contacts.model import ContactPoint
from helpdesk_core.ports.notifier import Notifiers
from helpdesk_core.pushes.model import MOST_BROWSERS, OF_REQUEST, PushBrowser, PushEnd
from helpdesk_core.pushes.rules import WORDS_VERSION
from helpdesk_core.service_requests.model import ServiceRequest
from helpdesk_core.views import SentState, view_health, view_own_pushes, view_request_pushes, view_sent

SECRET_WORDS = "Zalany zasilacz, koszt 300 zł"


@pytest.fixture
def peer(monkeypatch: pytest.MonkeyPatch) -> Iterator[p.Peer]:
    """A push service on this machine that stands for one of the net."""
    with p.running() as made:
        made.audience = "https://push.example"
        ours = web_push.post

        def to_peer(url: str, *args: Any, **options: Any) -> Any:
            return ours(url.replace("https://push.example", made.origin), *args, **{**options, "private": True})

        monkeypatch.setattr(web_push, "post", to_peer)
        yield made


def on(scene: Scene, peer: p.Peer, name: str = "one", browser: str = BROWSER) -> p.Browser:
    """Somebody turned it on in a browser."""
    there = peer.browser(name)
    there.endpoint = f"https://push.example/push/{name}"
    j.do(scene.desk, AllowPush, scene.guest, **(agreeing(scene, there) | {"browser": browser}))
    return there


def reply(scene: Scene) -> None:
    """Staff write, and the worker sends."""
    j.do(scene.desk, ReplyToCustomer, j.ANNA, request=scene.request, text=SECRET_WORDS)
    while scene.desk.deliver(500).total:
        pass


def rows(scene: Scene) -> list[PushBrowser]:
    with scene.desk.reading() as reader:
        return list(reader.find(OF_REQUEST, {"request": scene.request}))


def sent(scene: Scene) -> list[Any]:
    return [one for one in scene.desk.show(view_sent, j.ANNA, scene.request).rows if one.by_push]


def test_it_says_that_there_is_news_and_nothing_of_it(peer: p.Peer) -> None:
    """The shop's name, a fixed line and the door; beside the mail, which goes as ever."""
    scene = Scene.in_phase("in_review")
    on(scene, peer)
    reply(scene)
    (shown,) = peer.shown
    assert shown["title"] == scene.desk.settings.shop_name
    assert shown["body"] in ("There is news about your request.", "Są wieści o Państwa zgłoszeniu.")
    assert shown["link"].endswith(f"/r/{scene.link}")
    said = " ".join(str(one) for name, one in shown.items() if name != "link")
    for secret in (SECRET_WORDS, str(scene.made.reference), scene.link, "kern", "Kern"):
        assert secret.casefold() not in said.casefold()
    assert [one.push for one in scene.desk.notifier.sent if one.reply or "message" in one.subject] == [None]
    ((_, headers, body),) = peer.got
    assert scene.link.encode() not in body
    assert "authorization" in headers
    (state,) = sent(scene)
    assert state.state is SentState.SENT


def test_the_consent_is_kept_with_its_words_and_withdrawn_as_easily(peer: p.Peer) -> None:
    """Words, version and time stay; the address goes."""
    scene = Scene.in_phase("in_review")
    on(scene, peer)
    (row,) = rows(scene)
    assert (str(row.words), row.words_version, row.agreed_at) == (
        agreeing(scene)["words"],
        WORDS_VERSION,
        scene.desk.clock(),
    )
    assert scene.desk.show(view_own_pushes, scene.guest, scene.request, browser=BROWSER).here
    j.do(scene.desk, WithdrawPush, scene.guest, request=scene.request, browser=BROWSER)
    (after,) = rows(scene)
    assert (after.ended_by, after.address, after.browser) == (PushEnd.WITHDRAWN, None, None)
    assert (after.words, after.agreed_at) == (row.words, row.agreed_at)
    reply(scene)
    assert peer.tries == 0
    (over,) = scene.desk.show(view_request_pushes, j.ANNA, scene.request).over
    assert over.id == row.id
    assert scene.desk.verify() == ()


@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_is_gone_ends_by_itself(peer: p.Peer, status: int) -> None:
    """Nobody of the staff has to see to it, since the mail went; that it did not arrive stands with the request."""
    scene = Scene.in_phase("in_review")
    on(scene, peer)
    peer.status = status
    reply(scene)
    (row,) = rows(scene)
    assert (row.ended_by, row.address) == (PushEnd.GONE, None)
    (state,) = sent(scene)
    assert (state.state, state.reason) == (SentState.FAILED, "push_gone")
    assert scene.desk.show(view_health, j.ANNA).failed == ()
    scene.desk.clock.move(minutes=5)
    reply(scene)
    assert peer.tries == 1


def test_what_waits_ends_with_what_it_was_bound_to(peer: p.Peer) -> None:
    """A contact that lets nobody in any more, a new private link, another key of the shop's: nothing is sent."""

    def contact_gone(scene: Scene) -> None:
        _change(scene, ContactPoint, scene.contact, ended_at=scene.desk.clock())

    def unconfirmed(scene: Scene) -> None:
        _change(scene, ContactPoint, scene.contact, confirmed_at=None)

    def new_link(scene: Scene) -> None:
        _change(scene, ServiceRequest, scene.request, generation=scene.made.generation + 1)

    def new_key(scene: Scene) -> None:
        desk: Any = scene.desk
        desk.notifiers = Notifiers([p.notifier(private=False, key=web_push.new_key()), desk.notifier])

    for what in (contact_gone, unconfirmed, new_link, new_key):
        scene = Scene.in_phase("in_review")
        on(scene, peer)
        what(scene)
        reply(scene)
        assert peer.tries == 0, what.__name__
        assert scene.desk.show(view_request_pushes, j.ANNA, scene.request).living == (), what.__name__


def _change(scene: Scene, record: type[Any], id: str, **values: Any) -> None:
    """As if another command had done it."""
    tables = scene.desk._store._tables[record.record_type.name]  # type: ignore[attr-defined]
    tables[id] = record.record_type.encode(record.record_type.decode(tables[id]).changed(**values))


def test_it_is_bound_to_the_contact_by_which_somebody_came_in(peer: p.Peer) -> None:
    """Not to another one of the request: it ends with that person's, whoever else is known there."""
    scene = Scene.in_phase("in_review")
    own = scene.contact
    tables = scene.desk._store._tables["contact_points"]  # type: ignore[attr-defined]
    first = ContactPoint.record_type.decode(tables[own]).changed(id="0" * 32, contact="first@example.com")
    tables[first.id] = ContactPoint.record_type.encode(first)
    on(scene, peer)
    assert [one.contact for one in rows(scene)] == [own]


def test_leaving_ends_it_for_all_requests_of_that_browser_and_for_no_other(peer: p.Peer) -> None:
    """Whoever has the computer next is told nothing."""
    scene = Scene.in_phase("in_review")
    on(scene, peer)
    on(scene, peer, "two", "c" * 32)
    j.do(scene.desk, EndPushes, j.BOT, browser=BROWSER)
    assert sorted(one.ended_by.value if one.ended_by else "" for one in rows(scene)) == ["", "left"]
    reply(scene)
    assert [path for path, _, _ in peer.got] == ["/push/two"]


def test_it_follows_where_the_request_continues(peer: p.Peer) -> None:
    """With the words and the day of its consent, once for a browser, for a contact that is confirmed there too; one
    that is turned off there, or signs out, is told nothing more of either."""
    scene = Scene.in_phase("in_review")
    on(scene, peer)
    on(scene, peer, "two", "c" * 32)
    agreed_at = [one.agreed_at for one in rows(scene)]
    scene.desk.clock.move(hours=1)
    other, guest = j.in_phase(scene.desk, "in_review", j.CUSTOMER, problem="It gets hot.")
    into = Scene(scene.desk, other, guest)
    on(into, peer, "two", "c" * 32)
    j.do(scene.desk, MergeRequest, j.ANNA, request=scene.request, into=other.request)
    assert [one.ended_by for one in rows(scene)] == [PushEnd.FOLLOWED] * 2
    assert [one.endpoint for one in rows(scene)] == [None, None]
    assert {one.browser: one.agreed_at for one in rows(into)}[BROWSER] in agreed_at
    assert all(one.generation == 1 and one.words_version == WORDS_VERSION for one in rows(into))
    peer.got.clear()
    reply(into)
    assert sorted(path for path, _, _ in peer.got) == ["/push/one", "/push/two"]
    j.do(scene.desk, WithdrawPush, guest, request=other.request, browser=BROWSER)
    j.do(scene.desk, EndPushes, j.BOT, browser="c" * 32)
    j.do(scene.desk, SeparateRequest, j.ANNA, request=scene.request)
    peer.got.clear()
    reply(into)
    reply(scene)
    assert peer.got == []
    assert scene.desk.verify() == ()


def test_it_follows_to_nobody_else(peer: p.Peer) -> None:
    """One account, but another contact: nothing says that this browser is theirs."""
    scene = Scene.in_phase("in_review")
    on(scene, peer)
    other, guest = j.in_phase(scene.desk, "in_review", j.CUSTOMER, contact="other@example.com")
    j.do(scene.desk, MergeRequest, j.ANNA, request=scene.request, into=other.request)
    assert rows(Scene(scene.desk, other, guest)) == []
    assert [one.ended_by for one in rows(scene)] == [None]


def test_erasing_ends_it(peer: p.Peer) -> None:
    """No address stays."""
    scene = Scene.in_phase("in_review")
    on(scene, peer)
    j.do(scene.desk, EraseRequest, j.BOSS, request=scene.request)
    (row,) = rows(scene)
    assert (row.address, row.endpoint, row.browser, row.ended_by) == (None, None, None, PushEnd.ERASED)
    reply_refused = scene.desk.handle(
        scene.desk.read(AllowPush, agreeing(scene)), scene.guest
    )  # the grant ended with it
    assert isinstance(reply_refused, Refusal)
    assert peer.tries == 0
    assert scene.desk.verify() == ()


def test_agreeing_again_takes_the_place_of_before_and_some_browsers_are_enough(peer: p.Peer) -> None:
    """One message for each browser; the limit counts those that are told."""
    scene = Scene.in_phase("in_review")
    for _ in range(2):
        on(scene, peer)
    assert [one.ended_by for one in rows(scene)].count(PushEnd.REPLACED) == 1
    for number in range(1, MOST_BROWSERS):
        on(scene, peer, f"n{number}", f"{number}" * 32)
    more = agreeing(scene, p.Browser("https://push.example/send/more")) | {"browser": "z" * 32}
    answer = scene.desk.handle(scene.desk.read(AllowPush, more), scene.guest)
    assert isinstance(answer, Refusal)
    assert answer.code == "refusal.push_many"


@pytest.mark.parametrize(
    "endpoint",
    ["https://push.example:8443/x", "https://169.254.169.254/x", "http://push.example/x", "https://localhost/x"],
)
def test_only_an_address_of_the_net_is_taken(endpoint: str) -> None:
    """A browser gives it, and anybody may be that browser."""
    scene = with_push(Scene.in_phase("in_review"))
    fields = agreeing(scene) | {"endpoint": endpoint}
    try:
        answer = scene.desk.handle(scene.desk.read(AllowPush, fields), scene.guest)
    except Exception as error:
        assert "web_address" in repr(error) or "endpoint" in str(error)
        return
    assert isinstance(answer, Refusal)


def test_nobody_unconfirmed_agrees_and_a_shop_without_push_offers_nothing() -> None:
    """Neither a card nor a command."""
    scene = Scene.in_phase("in_review")
    assert scene.desk.show(view_own_pushes, scene.guest, scene.request) is None
    fields = agreeing(scene)
    desk: Any = scene.desk
    desk.notifiers = Notifiers([desk.notifier])
    answer = scene.desk.handle(scene.desk.read(AllowPush, fields), scene.guest)
    assert isinstance(answer, Refusal)
    assert answer.code == "refusal.no_push"
    with_push(scene)
    _change(scene, ContactPoint, scene.contact, confirmed_at=None)
    refused = scene.desk.handle(scene.desk.read(AllowPush, fields), scene.actors["customer"])
    assert isinstance(refused, Refusal)


def test_old_news_is_not_shown(peer: p.Peer) -> None:
    """A service that was away for more than a day is not told of what everybody knows by then."""
    scene = Scene.in_phase("in_review")
    on(scene, peer)
    peer.status = 503
    reply(scene)
    peer.status = 201
    scene.desk.clock.move(days=1, minutes=30)
    while scene.desk.deliver(500).total:
        pass
    assert peer.got == []
    (state,) = sent(scene)
    assert (state.state, state.reason) == (SentState.FAILED, "too_late")


def test_where_the_shop_gave_push_up_nothing_waits_for_it() -> None:
    """No job is written."""
    scene = agreed(Scene.in_phase("in_review"))
    desk: Any = scene.desk
    desk.notifiers = Notifiers([desk.notifier])
    reply(scene)
    assert sent(scene) == []
