"""Web Push: the suite of notifiers, with a push service and browsers that decrypt; which addresses are posted to."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import attrs
import pytest
from cryptography.exceptions import InvalidTag

import push_peer as p
from helpdesk_core import ConfigurationError, Contact, ContactKind
from helpdesk_core.adapters import public_calls
from helpdesk_core.ports import Outgoing, PushNotifier, Retry, Sent, Undeliverable
from helpdesk_core.testing import NotifierSuite

MARIA = Contact(ContactKind.EMAIL, "maria@example.com", channel="push")


@pytest.fixture
def peer() -> Iterator[p.Peer]:
    with p.running() as made:
        yield made


class TestWebPush(NotifierSuite):
    contact = MARIA
    foreign = Contact(ContactKind.EMAIL, "maria@example.com")

    @pytest.fixture
    def notifier(self, peer: p.Peer) -> Any:
        self.there = peer
        return p.notifier()

    def outgoing(self, key: str = "k1", **values: Any) -> Outgoing:
        contact = values.get("contact", self.contact)
        values["contact"] = attrs.evolve(contact, channel="push")
        return super().outgoing(key, **values, push=self.there.browser(contact.value).address)

    def peer(self, what: str) -> None:
        self.there.status, self.there.hangs_up = {"down": 503, "refused": 410}.get(what, 201), what == "hangs_up"

    def received(self) -> list[str]:
        return ["\n".join((one["title"], one["body"], one["link"])) for one in self.there.shown]

    def receivers(self) -> list[str]:
        return [path.removeprefix("/push/") for path, _, _ in self.there.got]

    def tries(self) -> int:
        return self.there.tries


def outgoing(peer: p.Peer, **values: Any) -> Outgoing:
    return NotifierSuite().outgoing(contact=MARIA, push=peer.browser().address, **values)


@pytest.mark.parametrize(
    ("status", "wanted"),
    [
        (200, Sent()),
        (201, Sent()),
        (404, Undeliverable("push_gone")),
        (410, Undeliverable("push_gone")),
        (302, Retry("push_302")),
        (400, Retry("push_400")),
        (401, Retry("push_401")),
        (403, Retry("push_403")),
        (413, Retry("push_413")),
        (500, Retry("push_500")),
    ],
)
def test_an_answer_ends_it_only_where_the_browser_is_gone(peer: p.Peer, status: int, wanted: Any) -> None:
    """What may be our own mistake waits; no redirect is followed."""
    peer.status, peer.headers = status, {"location": f"{peer.origin}/elsewhere"}
    assert p.notifier().send(outgoing(peer)) == wanted
    assert peer.tries == 1


def test_it_comes_back_when_the_service_asks_for_it(peer: p.Peer) -> None:
    """As RFC 8030, 8.4 has it."""
    peer.status, peer.headers = 429, {"retry-after": "120"}
    assert p.notifier().send(outgoing(peer)) == Retry("push_limit", 120)


def test_its_length_tells_nothing_and_what_is_sent_again_takes_its_place(peer: p.Peer) -> None:
    """Short messages are equally long; the topic is the same on every attempt, and another one for another message."""
    for key, lines in (("k1", ("A",)), ("k1", ("Something longer than that.",)), ("k2", ("B",))):
        p.notifier().send(outgoing(peer, key=key, lines=lines))
    assert len({len(body) for _, _, body in peer.got}) == 1
    first, again, other = (headers["topic"] for _, headers, _ in peer.got)
    assert first == again != other
    assert len(first) <= 32


def test_nobody_but_the_browser_reads_it(peer: p.Peer) -> None:
    """Not even another one at the same service."""
    p.notifier().send(outgoing(peer))
    ((_, _, body),) = peer.got
    with pytest.raises(InvalidTag):
        peer.browser("another").read(body)
    assert b"ABCD" not in body


@pytest.mark.parametrize(
    "wrong",
    [
        {"endpoint": "http://push.example/1"},
        {"endpoint": "https://push.example:8443/1"},
        {"endpoint": "https://user@push.example/1"},
        {"endpoint": "https:///1"},
        {"endpoint": "https://push.example:x/1"},
        {"endpoint": "file:///etc/passwd"},
        {"endpoint": "https://push.example/" + "x" * 1_000},
        {"endpoint": ""},
        {"key": "AAAA"},
        {"key": p.text(b"\4" + b"\1" * 64)},
        {"key": "ą"},
        {"secret": p.text(b"short")},
    ],
)
def test_an_address_that_is_none_is_not_taken(wrong: dict[str, str]) -> None:
    """Only https on its usual port; and keys that are keys."""
    good = p.Browser("https://push.example/1").address
    assert p.notifier(private=False).takes(good)
    assert not p.notifier(private=False).takes(attrs.evolve(good, **wrong))


@pytest.mark.parametrize("address", ["127.0.0.1", "10.1.2.3", "169.254.169.254", "::1", "fd00::1", "::ffff:10.0.0.1"])
def test_private_networks_are_not_reached(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    """Whoever opts in gives the address: it must not lead into the shop's own network."""
    found = [(2, 1, 6, "", (address, 443))]
    monkeypatch.setattr(public_calls.socket, "getaddrinfo", lambda *_, **__: found)
    monkeypatch.setattr(public_calls.socket, "socket", lambda *_: pytest.fail("it was connected to"))
    given = NotifierSuite().outgoing(contact=MARIA, push=p.Browser("https://push.example/1").address)
    assert p.notifier(private=False).send(given) == Undeliverable("push_private")


def test_who_answers_slowly_keeps_no_worker(peer: p.Peer, monkeypatch: pytest.MonkeyPatch) -> None:
    """A letter now and then is within the time of each step, and not within that of all."""
    monkeypatch.setattr(p._Calls, "do_POST", _drip)
    began = time.monotonic()
    assert p.notifier(timeout=0.4).send(outgoing(peer)) == Retry("push_not_reached")
    assert time.monotonic() - began < 5


def _drip(calls: Any) -> None:
    calls.asked()
    try:
        for letter in b"x" * 200:
            calls.wfile.write(bytes([letter]))
            calls.wfile.flush()
            time.sleep(0.1)
    except OSError:
        pass


def test_what_it_cannot_work_with_is_said() -> None:
    """A key that is none, a contact that nobody can write to; what fits has no problems."""
    for wrong in ({"key": "short"}, {"key": "ą" * 43}, {"key": p.text(bytes(32))}, {"contact": "help"}):
        with pytest.raises(ConfigurationError, match="push"):
            p.notifier(**wrong)
    assert list(p.notifier().problems()) == []
    assert isinstance(p.notifier(), PushNotifier)
