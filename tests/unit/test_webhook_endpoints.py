"""Addresses of other systems that staff keep: told as configured ones, signed by a secret that is shown once."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.event import listen
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from helpdesk_core import Admin, Agent, InputError, Refusal
from helpdesk_core.adapters.sqlalchemy import SqlStore
from helpdesk_core.adapters.webhooks import SignedWebhook
from helpdesk_core.base.keyring import KeyRing
from helpdesk_core.commands import (
    AddWebhook,
    ChangeWebhook,
    PauseWebhook,
    RemoveWebhook,
    ReplyToCustomer,
    ResumeWebhook,
    RotateWebhookSecret,
)
from helpdesk_core.testing import FixtureDesk, make_desk
from helpdesk_core.testing.doubles import SECRET
from helpdesk_core.views import EndpointState, view_webhook, view_webhooks
from reference_app.environment import shop
from unit.test_webhooks import Peer, peer, replied, rows, taken  # noqa: F401 - the peer is a fixture

BOSS = Admin(id="boss", name="Boss")


@pytest.fixture
def desk() -> FixtureDesk:
    now = partial(SignedWebhook, private=True, clock=lambda: datetime.now(UTC).timestamp())
    return make_desk(webhook_maker=now)


def added(desk: FixtureDesk, url: str, **more: Any) -> Any:
    return desk.do(desk.read(AddWebhook, {"name": "Accounts", "url": url, "actions": ("shop_replied",)} | more), BOSS)


def of(desk: FixtureDesk, command: Any, webhook: str, **more: Any) -> Any:
    return desk.handle(desk.read(command, {"webhook": webhook} | more), BOSS)


def holds(secret: str, peer: Peer) -> bool:  # noqa: F811
    headers, body = peer.got[-1]
    try:
        Webhook(secret).verify(body, headers)
    except WebhookVerificationError:
        return False
    return True


def test_it_is_told_and_its_secret_lies_nowhere(desk: FixtureDesk, peer: Peer) -> None:  # noqa: F811
    """Signed as the standard has it, by what was shown once; neither rows nor the history hold it."""
    made = added(desk, peer.url)
    request = taken(desk)
    replied(desk, request)
    assert [one["type"] for one in peer.events] == ["shop_replied"]
    assert holds(made.secret, peer)
    (seen,) = desk.show(view_webhooks, BOSS)
    assert str(made.secret) not in repr(seen)
    kept = desk.show(view_webhook, BOSS, made.webhook)
    assert (kept.endpoint.url, str(kept.endpoint.added_by)) == (peer.url, "Boss")
    assert [(one.action, one.actor) for one in kept.history] == [("webhook_added", "boss")]
    assert [one.state.value for one in seen.rows] == ["sent"]
    assert desk.verify() == ()


def test_after_a_rotation_both_sign_for_a_week(desk: FixtureDesk, peer: Peer) -> None:  # noqa: F811
    """The receiver changes in between; a secret that leaked ends at once; a form sent twice makes one."""
    made = added(desk, peer.url)
    request = taken(desk)
    new = of(desk, RotateWebhookSecret, made.webhook, generation=1)
    assert isinstance(of(desk, RotateWebhookSecret, made.webhook, generation=1), Refusal)
    replied(desk, request)
    assert (holds(made.secret, peer), holds(new.secret, peer)) == (True, True)
    desk.clock.move(days=7)
    replied(desk, request)
    assert (holds(made.secret, peer), holds(new.secret, peer)) == (False, True)
    newest = of(desk, RotateWebhookSecret, made.webhook, generation=2, at_once=True)
    replied(desk, request)
    assert (holds(new.secret, peer), holds(newest.secret, peer)) == (False, True)


def test_the_receiver_notices_nothing_when_a_secret_of_the_desk_is_replaced(
    desk: FixtureDesk,
    peer: Peer,  # noqa: F811
) -> None:
    """What it was shown once signs on, beside what would be shown now."""
    made, request = added(desk, peer.url), taken(desk)
    desk.keyring = KeyRing([bytes(range(32, 64)), SECRET])
    replied(desk, request)
    assert holds(made.secret, peer)


def test_one_that_is_paused_or_removed_is_told_nothing(desk: FixtureDesk, peer: Peer) -> None:  # noqa: F811
    """Nor what happened meanwhile, once it is resumed."""
    made = added(desk, peer.url)
    request = taken(desk)
    for end in (PauseWebhook, RemoveWebhook):
        of(desk, end, made.webhook)
        replied(desk, request)
        assert peer.got == []
        peer.got.clear()
        of(desk, ResumeWebhook, made.webhook)
        replied(desk, request)
        assert len(peer.got) == (1 if end is PauseWebhook else 0)
        peer.got.clear()
    assert desk.show(view_webhooks, BOSS) == ()


@pytest.mark.parametrize(("status", "days"), [(500, 4), (410, 0)])
def test_one_that_does_not_answer_is_paused_and_staff_are_told(
    desk: FixtureDesk,
    peer: Peer,  # noqa: F811
    status: int,
    days: int,
) -> None:
    """After three days, or at once where it says that it is gone; resuming it goes on from there."""
    made = added(desk, peer.url)
    request = taken(desk)
    peer.status = status
    replied(desk, request)
    desk.clock.move(days=days)
    while desk.deliver(500).done:
        pass
    (seen,) = desk.show(view_webhooks, BOSS)
    assert (seen.state, seen.is_aside) == (EndpointState.FAILED, True)
    assert [one.state.value for one in seen.rows] == ["failed"]
    tries = len(peer.got)
    replied(desk, request)
    assert len(peer.got) == tries
    peer.status = 200
    of(desk, ResumeWebhook, made.webhook)
    desk.clock.move(minutes=1)
    replied(desk, request)
    assert [one["type"] for one in peer.events[tries:]] == ["shop_replied"]
    assert rows(desk, request)[-1].state.value == "done"


@pytest.mark.parametrize(
    "url",
    [
        "http://hooks.example/x",
        "https://user:word@hooks.example/x",
        "ftp://hooks.example/x",
        "https:///x",
        "hooks.example",
        "https://hooks.example:99999/x",
        "https://hooks.example/a b",
        "https://hooks.example/" + "x" * 1_000,
    ],
)
def test_an_address_that_cannot_be_right_is_named_with_all_else_that_is_wrong(desk: FixtureDesk, url: str) -> None:
    """All at once, as a form shows it; the address itself stands in no words of the error."""
    with pytest.raises(InputError) as wrong:
        desk.read(AddWebhook, {"name": "", "url": url, "actions": ()})
    assert {one.path[0]: one.code for one in wrong.value.errors} == {
        "name": "input.required",
        "url": "hook_address.unreadable",
        "actions": "input.required",
    }
    assert url not in repr(desk.read(AddWebhook, {"name": "x", "url": "http://localhost:9/x?t=1", "actions": ("*",)}))


def test_lists_show_no_more_of_an_address_than_its_host(desk: FixtureDesk) -> None:
    """Path and query may hold a token: whole it is for who keeps addresses."""
    made = added(desk, "https://hooks.example:8443/services/T0K3N?key=T0K3N")
    assert desk.show(view_webhooks, BOSS)[0].address == "https://hooks.example:8443/…"
    assert "T0K3N" not in repr(desk.show(view_webhooks, BOSS))
    assert desk.show(view_webhook, BOSS, made.webhook).endpoint.url.endswith("key=T0K3N")
    sees = Agent(id="anna", name="Anna", rights=frozenset({"webhooks.see"}))
    assert isinstance(desk.view(view_webhook, sees, made.webhook), Refusal)


def test_commands_about_requests_read_nothing_more(tmp_path: Path) -> None:
    """Which addresses are told is known from the settings' head, which each change of an address moves: in every
    process that works on the same database."""
    stores = [SqlStore.sqlite(tmp_path / "desk.sqlite") for _ in range(2)]
    here, there = (make_desk(one, webhook_maker=SignedWebhook) for one in stores)
    request, asked = taken(here), list[str]()
    sessions: Any = stores[0].sessions
    listen(sessions.engine, "connect", lambda made, _: made.set_trace_callback(asked.append))
    sessions.idle.clear()
    sessions.engine.dispose()

    def reads() -> list[str]:
        asked.clear()
        here.do(here.read(ReplyToCustomer, {"request": request, "text": "Yes.", "unconfirmed": True}), BOSS)
        return [one for one in asked if one.startswith("SELECT")]

    def told() -> int:
        return sum("webhook" in one.payload for one in rows(here, request))

    here.webhook_maker = None
    without = reads()
    here.webhook_maker = SignedWebhook
    reads()
    assert reads() == without
    made = there.do(there.read(AddWebhook, {"name": "A", "url": "https://a.example/x", "actions": ("*",)}), BOSS)
    assert any("webhook_endpoints" in one for one in reads()), "once, since the head has moved"
    assert told() == 1
    assert len(reads()) == len(without)
    assert told() == 2
    there.do(there.read(PauseWebhook, {"webhook": made.webhook}), BOSS)
    reads()
    assert told() == 2
    for one in stores:
        one.close()


def test_what_else_is_refused(desk: FixtureDesk) -> None:
    """Each with its field; nobody without the right adds one, and private networks need the host's word."""
    made = added(desk, "https://hooks.example/x")
    for more, code in (
        ({"url": "https://hooks.example/x"}, "webhook_same"),
        ({"url": "https://hooks.example/y", "actions": ("teleported",)}, "webhook_action"),
    ):
        said = {"name": "Accounts", "actions": ("*",)} | more
        answer = desk.handle(desk.read(AddWebhook, said), BOSS)
        assert isinstance(answer, Refusal)
        assert answer.code == f"refusal.{code}"
    said = {"webhook": made.webhook, "name": "Books", "url": "https://hooks.example/x", "actions": ("*",)}
    desk.do(desk.read(ChangeWebhook, said), BOSS)
    assert isinstance(desk.handle(desk.read(ChangeWebhook, said), Agent(id="anna", name="Anna")), Refusal)
    desk.webhook_maker = SignedWebhook
    here = {"name": "Here", "url": "http://127.0.0.1:9/", "actions": ("*",)}
    assert isinstance(desk.handle(desk.read(AddWebhook, here), BOSS), Refusal)
    desk.webhook_maker = None
    assert isinstance(desk.handle(desk.read(AddWebhook, here | {"url": "https://hooks.example/z"}), BOSS), Refusal)


@pytest.mark.parametrize("private", ["no", "yes"])
def test_the_apps_own_desk_can_keep_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, private: str) -> None:
    """In private networks and on this machine only where whoever runs it says so."""
    monkeypatch.setenv("HELPDESK_DATABASE", f"sqlite:///{tmp_path / 'desk.sqlite'}")
    monkeypatch.setenv("HELPDESK_SECRET", bytes(range(32)).hex())
    monkeypatch.setenv("HELPDESK_WEBHOOK_PRIVATE", private)
    with shop(operator=True).desk as own:
        for url, fits in (("https://hooks.example/x", True), ("http://127.0.0.1:9/", private == "yes")):
            said = {"name": "Accounts", "url": url, "actions": ("*",)}
            assert isinstance(own.handle(own.read(AddWebhook, said), BOSS), Refusal) is not fits
