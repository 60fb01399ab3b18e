"""Webhooks, both ways: what is told, how long it is tried, what is set aside; and who is believed."""

from __future__ import annotations

import base64
import json
import socket
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import attrs
import pytest
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

import whatsapp_peer as w
from helpdesk_core import Admin, Agent, ConfigurationError, Refusal
from helpdesk_core.adapters import public_calls
from helpdesk_core.adapters import webhooks as module
from helpdesk_core.adapters.webhooks import SignedWebhook, WebhookChannel
from helpdesk_core.channels.model import HeldFor
from helpdesk_core.commands import (
    ReplyToCustomer,
    RetryDelivery,
    SettleDelivery,
    TakeRequest,
    WriteNote,
)
from helpdesk_core.notifications.model import OF_SUBJECT
from helpdesk_core.ports import InboundRequest, Retry, Sent, Undeliverable
from helpdesk_core.service_requests.model import ServiceRequest, Source
from helpdesk_core.testing import ChannelSuite, FixtureDesk, make_desk
from helpdesk_core.testing.doubles import POLISH_SHOP
from helpdesk_core.views import view_health, view_inbound, view_queue, view_webhooks
from reference_app.channels.hooks import hooks_in, hooks_out

OLD, NEW = ("whsec_" + base64.b64encode(bytes([one]) * 32).decode() for one in (1, 2))
ANNA = Agent(id="anna", name="Anna")
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


@attrs.define
class Peer:
    """Another system, which answers as it is told."""

    status: int = 200
    headers: dict[str, str] = attrs.field(factory=dict)
    got: list[tuple[dict[str, str], bytes]] = attrs.field(factory=list)
    url: str = ""

    @property
    def events(self) -> list[dict[str, Any]]:
        return [json.loads(body) for _, body in self.got]


@pytest.fixture
def peer() -> Iterator[Peer]:
    made = Peer()

    class Calls(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            made.got.append(({name.lower(): value for name, value in self.headers.items()}, body))
            self.send_response(made.status)
            for name, value in made.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Calls)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    made.url = f"http://127.0.0.1:{server.server_port}/hook?shop=1"
    yield made
    server.shutdown()
    server.server_close()


def hook(url: str, **options: Any) -> SignedWebhook:
    return SignedWebhook(
        **({"url": url, "secrets": [NEW, OLD], "actions": ["shop_replied"], "private": True} | options)
    )


def desk_of(*hooks: Any) -> FixtureDesk:
    return make_desk(webhooks=list(hooks))


def taken(desk: FixtureDesk) -> str:
    said = {"problem": "It leaks", "device": "Kettle", "surname": "Kern", "contact": "kern@example.com"}
    return str(desk.do(desk.read(TakeRequest, said), ANNA).request)


def replied(desk: FixtureDesk, request: str, text: str = "Tajemnica") -> None:
    desk.do(desk.read(ReplyToCustomer, {"request": request, "text": text}), ANNA)
    works(desk)


def works(desk: FixtureDesk) -> None:
    while desk.deliver(500).done:
        pass


def rows(desk: FixtureDesk, request: str) -> list[Any]:
    with desk.reading() as reader:
        found = reader.find(OF_SUBJECT, {"subject": request}, limit=100)
    return sorted((one for one in found if one.job == "webhook"), key=lambda one: one.created_at)


def test_a_chosen_change_is_told_signed_and_without_words(peer: Peer) -> None:
    """Ids, kinds, times and the status; by every secret, so that the receiver can change from one to the next."""
    desk = desk_of(hook(peer.url, clock=lambda: datetime.now(UTC).timestamp()))
    request = taken(desk)
    replied(desk, request)
    ((headers, body),) = peer.got
    for secret in (OLD, NEW):
        event = Webhook(secret).verify(body, headers)
    with pytest.raises(WebhookVerificationError):
        Webhook("whsec_" + base64.b64encode(bytes(32)).decode()).verify(body, headers)
    assert event["type"] == "shop_replied"
    assert event["timestamp"] == "2026-11-21T12:00:00.000000Z"
    assert event["data"]["request"]["id"] == request
    assert set(event["data"]["request"]) == {"id", "reference", "status"}
    assert event["data"]["by"] == "agent"
    assert not any(word in body.decode() for word in ("Tajemnica", "Kern", "Kettle", "leaks", "kern@example.com"))
    assert desk.verify() == ()


def test_words_go_along_where_the_shop_lets_them(peer: Peer) -> None:
    """What customer and shop wrote to each other; a note of the team never does."""
    desk = desk_of(hook(peer.url, actions=["*"], with_texts=True))
    request = taken(desk)
    replied(desk, request, "Jutro o 10.")
    desk.do(desk.read(WriteNote, {"request": request, "text": "Tylko dla nas"}), ANNA)
    works(desk)
    texts = [one["data"]["message"]["text"] for one in peer.events if "message" in one["data"]]
    assert texts == ["Jutro o 10."]
    assert "note_written" in [one["type"] for one in peer.events]
    assert "Tylko dla nas" not in str(peer.got)


def test_what_was_not_chosen_is_not_told(peer: Peer) -> None:
    """And a command that is sent again tells nothing again."""
    desk = desk_of(hook(peer.url, actions=["note_written"]))
    request = taken(desk)
    replied(desk, request)
    assert peer.got == []
    note = desk.read(WriteNote, {"request": request, "text": "x"})
    for _ in range(2):
        desk.handle(note, ANNA, key="one")
        works(desk)
    assert len(peer.got) == 1


def test_what_fails_is_tried_again_with_the_same_id(peer: Peer) -> None:
    """With growing pauses, or when the other side says."""
    desk = desk_of(hook(peer.url))
    request = taken(desk)
    peer.status, peer.headers = 503, {"Retry-After": "7200"}
    replied(desk, request)
    (row,) = rows(desk, request)
    assert (row.state.value, row.reason, row.due_at - desk.clock()) == ("waiting", "webhook_503", timedelta(hours=2))
    peer.status = 200
    desk.clock.move(hours=3)
    works(desk)
    assert [one[0]["webhook-id"] for one in peer.got] == [peer.got[0][0]["webhook-id"]] * 2
    assert rows(desk, request)[0].state.value == "done"


@pytest.mark.parametrize("decision", [RetryDelivery, SettleDelivery])
def test_an_address_that_is_dead_for_days_is_set_aside(peer: Peer, decision: Any) -> None:
    """Staff see one job that failed; until they decide nothing more is told, and nothing piles up."""
    desk = desk_of(hook(peer.url))
    request = taken(desk)
    peer.status = 500
    replied(desk, request)
    desk.clock.move(days=4)
    works(desk)
    (row,) = rows(desk, request)
    assert (row.state.value, row.reason) == ("failed", "webhook_aside")
    assert [one.row.id for one in desk.show(view_health, ANNA).failed] == [row.id]
    tries = len(peer.got)
    desk.clock.move(minutes=1)
    replied(desk, request)
    assert (len(peer.got), rows(desk, request)[-1].state.value) == (tries, "dropped")
    peer.status = 200
    desk.do(desk.read(decision, {"row": row.id}), ANNA)
    works(desk)
    desk.clock.move(minutes=1)
    replied(desk, request)
    (seen,) = desk.show(view_webhooks, Admin(id="boss", name="Boss"))
    times = [one.at for one in seen.rows]
    assert (times, seen.is_aside) == (sorted(times, reverse=True), False)
    assert len(set(times)) == (2 if decision is RetryDelivery else 1)
    assert [one["type"] for one in peer.events[tries:]] == ["shop_replied"] * (2 if decision is RetryDelivery else 1)
    assert desk.show(view_health, ANNA).failed == ()


def test_an_address_that_says_it_is_gone_is_set_aside_at_once(peer: Peer) -> None:
    """410, and another one goes on."""
    desk = desk_of(hook(peer.url), hook(peer.url, name="other", actions=["note_written"]))
    request = taken(desk)
    peer.status = 410
    replied(desk, request)
    assert rows(desk, request)[0].reason == "webhook_aside"
    peer.status = 200
    desk.do(desk.read(WriteNote, {"request": request, "text": "x"}), ANNA)
    works(desk)
    assert peer.events[-1]["type"] == "note_written"


def test_a_job_of_an_address_that_is_not_there_any_more_ends(peer: Peer) -> None:
    """The shop took it away meanwhile."""
    desk = desk_of(hook(peer.url))
    request = taken(desk)
    desk.webhooks = ()
    desk.do(desk.read(ReplyToCustomer, {"request": request, "text": "x"}), ANNA)
    desk.webhooks = (hook(peer.url),)
    replied(desk, request)
    assert len(rows(desk, request)) == 1


def test_no_redirect_is_followed(peer: Peer) -> None:
    """Nor is anything else than 2xx an answer."""
    peer.status, peer.headers = 302, {"Location": peer.url}
    assert hook(peer.url).tell("1", {}) == Retry("webhook_302")
    assert len(peer.got) == 1


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.0.0.7",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "::1",
        "fe80::1%eth0",
        "fd00::1",
        "::ffff:10.0.0.1",
        "2002:a00:1::",
    ],
)
def test_private_networks_are_not_reached(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    """Whatever name leads there, also where a public address stands beside it; nothing is connected to."""
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, 443)) for one in ("93.184.216.34", address)]
    monkeypatch.setattr(public_calls.socket, "getaddrinfo", lambda *_, **__: found)
    monkeypatch.setattr(public_calls.socket, "socket", lambda *_: pytest.fail("it was connected to"))
    one = hook("https://hooks.example/x", private=False)
    assert one.tell("1", {}) == Retry("webhook_private")
    assert "private" in one.problems()[0]


def test_the_address_that_was_looked_at_is_the_one_that_is_asked(peer: Peer, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that leads elsewhere a moment later leads nowhere: it is looked up once."""
    asked: list[str] = []
    real, port = socket.getaddrinfo, int(peer.url.split(":")[2].partition("/")[0])

    def look(host: str, *_: Any, **__: Any) -> Any:
        asked.append(host)
        return real("127.0.0.1", port, type=socket.SOCK_STREAM)

    monkeypatch.setattr(public_calls.socket, "getaddrinfo", look)
    assert hook("http://hooks.example/x").tell("1", {"a": "ż"}) == Sent()
    assert asked == ["hooks.example"]
    assert peer.got[0][0]["host"] == "hooks.example"


@pytest.mark.parametrize(
    "wrong",
    [
        {"secrets": []},
        {"secrets": ["short"]},
        {"secrets": NEW},
        {"actions": []},
        {"actions": "replied"},
        {"url": "http://hooks.example/", "private": False},
        {"url": "https://user:pass@hooks.example/"},
        {"url": "file:///etc/passwd"},
        {"url": "hooks.example"},
    ],
)
def test_what_cannot_be_right_is_said_at_once(wrong: dict[str, Any]) -> None:
    """And no secret is in it."""
    with pytest.raises(ConfigurationError) as raised:
        hook(**({"url": "https://hooks.example/"} | wrong))
    assert NEW not in str(raised.value) + repr(hook("https://hooks.example/"))


def test_nobody_there_is_tried_again() -> None:
    """Nothing is given up for it."""
    assert hook("http://127.0.0.1:9/").tell("1", {}) == Retry("webhook_not_reached")
    assert not isinstance(hook("http://127.0.0.1:9/").tell("1", {}), Undeliverable)


def said(**values: Any) -> bytes:
    given = {"id": "m1", "from": "+48600100200", "name": "Jan Kern", "text": "Dzień dobry, żółw"} | values
    return json.dumps(given, ensure_ascii=False).encode()


def signed(body: bytes, secret: str = OLD, id: str = "evt_1", at: datetime = NOW) -> InboundRequest:
    made = Webhook(secret).sign(id, at, body.decode("utf-8")) if _is_text(body) else _by_hand(secret, id, at, body)
    moment = str(int(at.timestamp()))
    headers = {"webhook-id": id, "webhook-timestamp": moment, "webhook-signature": made}
    return InboundRequest(headers={**headers, "content-type": "application/json"}, body=body, at=NOW)


def _is_text(body: bytes) -> bool:
    try:
        return bool(body.decode()) or True
    except UnicodeDecodeError:
        return False


def _by_hand(secret: str, id: str, at: datetime, body: bytes) -> str:
    """The library signs text alone."""
    return module.signature(secret, id, str(int(at.timestamp())), body)


class TestWebhookChannel(ChannelSuite):
    signature_header = "webhook-signature"
    capabilities = frozenset({"signed"})

    @pytest.fixture
    def channel(self) -> WebhookChannel:
        return WebhookChannel(secrets=[NEW, OLD])

    def sent(self, what: str) -> InboundRequest:
        given = {
            "one": said(),
            "again": said(id="m2"),
            "other": said(id="m3", **{"from": "ewa@example.com"}),
            "unknown": said(type="hologram"),
            "garbage": b"no json",
        }
        return self.signed(given[what])

    def signed(self, body: bytes) -> InboundRequest:
        return signed(body or b" ")

    def test_an_old_signature_is_none(self, channel: WebhookChannel) -> None:
        """Whoever listened once sends nothing later; a made-up secret signs nothing."""
        assert channel.verify(signed(said())) is True
        for minutes in (-6, 6):
            assert channel.verify(signed(said(), at=NOW + timedelta(minutes=minutes))) is False
        other = "whsec_" + base64.b64encode(bytes(32)).decode()
        assert channel.verify(signed(said(), secret=other)) is False


@pytest.mark.parametrize("vouches", [False, True])
def test_another_system_makes_a_request_or_a_message(vouches: bool) -> None:
    """Who is vouched for reaches the thread; else it is as with a mail: nothing proves whose it is."""
    settings = attrs.evolve(POLISH_SHOP, automatic=w.SILENT)
    desk = make_desk(channels=[WebhookChannel(secrets=[OLD], is_chat=vouches)], settings=settings)
    desk.receive("webhook", signed(said()))
    desk.receive("webhook", signed(said(), id="evt_2"))
    works(desk)
    (row,) = desk.show(view_queue, ANNA).rows
    with desk.reading() as reader:
        request = reader.load(ServiceRequest, row.id)
    assert request is not None
    assert request.source is (Source.CHAT if vouches else Source.MAIL)
    desk.receive("webhook", signed(said(id="m2", text="Jest gotowe?")))
    works(desk)
    held = [one.reason for one in desk.show(view_inbound, ANNA).rows]
    assert held == ([] if vouches else [HeldFor.WHICH])
    assert isinstance(desk.receive("webhook", signed(said(), secret=NEW)), Refusal)
    assert desk.verify() == ()


@pytest.mark.parametrize(
    ("more", "held"),
    [
        ({"from": "Jan"}, HeldFor.NO_SENDER),
        ({"from": 48600100200}, HeldFor.NO_SENDER),
        ({"from": ""}, HeldFor.NO_SENDER),
        ({"text": None}, HeldFor.UNREADABLE),
        ({"text": ["x"]}, HeldFor.UNREADABLE),
        ({"type": "hologram"}, None),
    ],
)
def test_what_is_not_as_it_should_be_waits_for_a_person(more: dict[str, Any], held: HeldFor | None) -> None:
    """Nothing that somebody may have said is lost; a kind that is not known yet bothers nobody."""
    desk = make_desk(channels=[WebhookChannel(secrets=[OLD])])
    desk.receive("webhook", signed(said(**more)))
    works(desk)
    assert [one.reason for one in desk.show(view_inbound, ANNA).rows] == ([] if held is None else [held])


def test_the_environment_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing set: no webhook; an address alone: what it needs; words and private networks only where they are let."""
    assert (hooks_out(), hooks_in()) == ([], [])
    monkeypatch.setenv("HELPDESK_WEBHOOK_URL", "https://crm.example/hook")
    with pytest.raises(ConfigurationError, match="HELPDESK_WEBHOOK_SECRETS"):
        hooks_out()
    monkeypatch.setenv("HELPDESK_WEBHOOK_SECRETS", f"{NEW}, {OLD}")
    monkeypatch.setenv("HELPDESK_WEBHOOK_ACTIONS", "shop_replied")
    monkeypatch.setenv("HELPDESK_WEBHOOK_IN_SECRETS", OLD)
    (told,), (heard,) = hooks_out(), hooks_in()
    assert isinstance(told, SignedWebhook)
    assert (told.secrets, told.with_texts, told.private) == ((NEW, OLD), False, False)
    assert (heard.name, getattr(heard, "is_chat", None)) == ("webhook", False)
