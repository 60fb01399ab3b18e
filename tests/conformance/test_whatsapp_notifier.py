"""WhatsApp goes out: the suite of notifiers, the day after a customer's message, and whose fault a refusal is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

import whatsapp_peer as w
from helpdesk_core import Contact, ContactKind
from helpdesk_core.adapters.whatsapp import GraphApi, Template, WhatsAppNotifier
from helpdesk_core.ports import Outgoing, QuickReply, Retry, Sent, Unavailable, Undeliverable, Unsure
from helpdesk_core.testing import NotifierSuite

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
JAN = Contact(ContactKind.PHONE, f"+{w.JAN}", channel="whatsapp")
ENGLISH = {"en": Template(name="new_message", code="en")}


def notifier(peer: w.Peer, **options: Any) -> WhatsAppNotifier:
    api = GraphApi(number=w.NUMBER, token=options.pop("token", w.TOKEN), api=peer.api, timeout=5)
    return WhatsAppNotifier(api=api, clock=NOW.timestamp, **({"templates": ENGLISH} | options))


@pytest.fixture
def peer() -> Iterator[w.Peer]:
    with w.running() as made:
        yield made


class TestWhatsApp(NotifierSuite):
    contact = JAN
    foreign = Contact(ContactKind.PHONE, f"+{w.JAN}")

    @pytest.fixture
    def notifier(self, peer: w.Peer) -> WhatsAppNotifier:
        self.there = peer
        return notifier(peer)

    def outgoing(self, key: str = "k1", **values: Any) -> Outgoing:
        contact = values.get("contact", self.contact)
        if contact != self.foreign or contact.channel:
            values["contact"] = Contact(ContactKind.PHONE, contact.value, channel="whatsapp")
        return super().outgoing(key, **({"heard_at": NOW} | values))

    def peer(self, what: str) -> None:
        down = {"down": (500, w.error(131016)), "refused": (400, w.error(131026))}
        self.there.answer, self.there.hangs_up = down.get(what), what == "hangs_up"

    def received(self) -> list[str]:
        return [one["text"]["body"] for one in self.there.sent]

    def receivers(self) -> list[str]:
        return [f"+{one['to']}" for one in self.there.sent]

    def tries(self) -> int:
        return self.there.tries


def outgoing(**values: Any) -> Outgoing:
    given = {"contact": JAN, "language": "en", "shop": "Shop", "heard_at": NOW} | values
    return NotifierSuite().outgoing(**given)


@pytest.mark.parametrize(("hours", "kind"), [(0, "text"), (23, "text"), (24, "template"), (None, "template")])
def test_words_go_within_a_day_and_a_template_afterwards(peer: w.Peer, hours: int | None, kind: str) -> None:
    """The template names the shop, what it is about and the link; the key goes along and comes back with reports."""
    heard_at = None if hours is None else NOW - timedelta(hours=hours)
    assert notifier(peer).send(outgoing(heard_at=heard_at)) == Sent("wamid.OUT1")
    (sent,) = peer.sent
    assert (sent["type"], sent["biz_opaque_callback_data"]) == (kind, "k1")
    if kind == "template":
        said = [one["text"] for one in sent["template"]["components"][0]["parameters"]]
        assert said == ["Shop", "Zgłoszenie ABCD-1234: nowa wiadomość", "https://help.example.com/r/abc"]


def test_a_long_text_becomes_messages_none_of_which_is_blank(peer: w.Peer) -> None:
    """A message of blanks would be refused, and all the rest with it."""
    text = f"Jest{' ' * 9_000}gotowe{chr(10) * 5_000}"
    assert isinstance(notifier(peer).send(outgoing(heard_at=NOW, lines=(text,))), Sent)
    bodies = [one["text"]["body"] for one in peer.sent]
    assert all(one.strip() for one in bodies)
    assert "gotowe" in "".join(bodies)


@pytest.mark.parametrize("wrong", [{"language": "pl"}, {"code": "123456"}, {"link": None}])
def test_without_a_fitting_template_staff_are_told(peer: w.Peer, wrong: dict[str, Any]) -> None:
    """None in this language; a code, which such a template has no place for; nothing to lead to."""
    assert notifier(peer).send(outgoing(heard_at=None, **wrong)) == Undeliverable("whatsapp_window_closed")
    assert peer.tries == 0


def test_where_the_window_closed_meanwhile_a_template_goes(peer: w.Peer) -> None:
    """WhatsApp's own clock decides."""
    peer.answers = [(400, w.error(131047))]
    assert notifier(peer).send(outgoing()) == Sent("wamid.OUT1")
    assert peer.sent[0]["type"] == "template"
    peer.answers = [(400, w.error(131047))]
    assert notifier(peer, templates={}).send(outgoing()) == Undeliverable("whatsapp_window_closed")


@pytest.mark.parametrize(
    ("status", "code", "wanted"),
    [
        (401, 190, Unavailable("whatsapp_token")),
        (403, 200, Unavailable("whatsapp_token")),
        (403, 131031, Unavailable("whatsapp_account")),
        (400, 131042, Unavailable("whatsapp_payment")),
        (400, 133010, Unavailable("whatsapp_number")),
        (429, 130429, Unavailable("whatsapp_limit")),
        (500, 131000, Unavailable("whatsapp_down")),
        (400, 131056, Retry("whatsapp_pair_limit")),
        (404, 132001, Retry("whatsapp_template")),
        (400, 131030, Retry("whatsapp_trial")),
        (400, 100, Retry("whatsapp_refused_100")),
        (418, 987654, Retry("whatsapp_refused_987654")),
        (400, 131026, Undeliverable("whatsapp_recipient")),
        (400, 131050, Undeliverable("whatsapp_recipient")),
    ],
)
def test_a_refusal_is_the_shops_to_mend_or_the_receivers_own(
    peer: w.Peer, status: int, code: int, wanted: object
) -> None:
    """What the shop can mend waits; only the receiver's own reasons end a message."""
    peer.answer = (status, w.error(code))
    assert notifier(peer).send(outgoing()) == wanted


def test_an_answer_without_an_id_may_mean_that_it_was_taken(peer: w.Peer) -> None:
    """200 and no word of a message; a second part that is refused after the first one went."""
    peer.answer = (200, {})
    assert isinstance(notifier(peer).send(outgoing()), Unsure)
    peer.answer, peer.answers = None, [(200, {"messages": [{"id": "wamid.A"}]}), (500, w.error(1))]
    assert isinstance(notifier(peer).send(outgoing(lines=("x " * 3000,))), Unsure)


def test_nobody_there_keeps_everything_waiting(peer: w.Peer) -> None:
    """Nothing was taken, and nothing is given up."""
    away = GraphApi(number=w.NUMBER, token=w.TOKEN, api="http://127.0.0.1:9")
    assert WhatsAppNotifier(api=away, clock=NOW.timestamp).send(outgoing()) == Unavailable("whatsapp_not_reached")


def test_check_says_what_is_wrong_without_sending(peer: w.Peer) -> None:
    """A refused token, no templates, nobody there."""
    assert notifier(peer).problems() == ()
    assert "whatsapp_token" in notifier(peer, token="old").problems()[0]
    assert "templates" in notifier(peer, templates={}).problems()[0]
    assert peer.sent == []


@pytest.mark.parametrize(
    ("many", "kind"), [(1, "button"), (3, "button"), (4, "list"), (10, "list"), (11, ""), (0, "")], ids=str
)
def test_quick_replies_are_buttons_a_list_or_numbers(peer: w.Peer, many: int, kind: str) -> None:
    """Their codes come back; words that are too long are cut, and nothing of them is said twice."""
    replies = tuple(QuickReply(code=f"kind:{one}", words=f"{one} of a very long name of a kind") for one in range(many))
    answer = notifier(peer).send(outgoing(choices=replies, choose="Choose", lines=("What is it about?",)))
    assert answer == Sent("wamid.OUT1")
    (sent,) = peer.sent
    if kind:
        asked = sent["interactive"]
        assert asked["type"] == kind
        assert "What is it about?" in asked["body"]["text"]
        assert "1. 0 of" not in asked["body"]["text"]
    else:
        assert ("11. 10 of a very long name of a kind" in sent["text"]["body"]) == (many == 11)


def test_a_long_message_numbers_its_quick_replies(peer: w.Peer) -> None:
    """A message with buttons is short; the day after, none is sent at all."""
    replies = (QuickReply(code="person", words="A person"),)
    notifier(peer).send(outgoing(choices=replies, lines=("word " * 400,)))
    (sent,) = peer.sent
    assert "1. A person" in sent["text"]["body"]
