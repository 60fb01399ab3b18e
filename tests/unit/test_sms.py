"""What becomes of SMS: whose they are, what STOP ends, how much strangers can have sent, what arrived."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import attrs
import pytest

import sms_peer as s
import whatsapp_peer as w
from helpdesk_core import Agent, Contact, ContactKind, Guest, Refusal
from helpdesk_core.base.keyring import KeyRing
from helpdesk_core.base.queries import Query
from helpdesk_core.channels.model import ContactStop, HeldFor
from helpdesk_core.commands import EnterCode, ReplyToCustomer, SubmitRequest
from helpdesk_core.contacts.model import Proof
from helpdesk_core.notifications.model import State
from helpdesk_core.ports import InboundRequest
from helpdesk_core.ports.notifier import Notifiers
from helpdesk_core.service_requests.model import Source
from helpdesk_core.testing import make_desk
from helpdesk_core.testing.doubles import POLISH_SHOP, SECRET
from helpdesk_core.views import view_health, view_sent
from unit.test_chats import Chat

ANNA, JAN = Agent(id="anna", name="Anna"), Contact(ContactKind.PHONE, f"+{s.JAN}")
_STOPS = Query(ContactStop)
BY_PHONE = {"code_channels": frozenset({"email", "phone"})}


@attrs.define
class Sms(Chat):
    """A desk with SMS by SMSAPI, and its other side."""

    peer: Any
    moment: int = 1795000000

    def hears(self, text: str = s.SAID, sender: str = s.JAN, **more: str) -> None:
        """Somebody writes, and the worker does what there is to do."""
        self.moment += 1
        self.comes(s.of_smsapi(s.smsapi_message(sender, text, str(self.moment), **more)))

    def comes(self, request: InboundRequest) -> None:
        self.desk.clock.move(seconds=20)
        answer = self.desk.receive("smsapi", request)
        assert not isinstance(answer, Refusal), answer
        self.works()

    def take(self, **values: Any) -> str:
        """Somebody stood at the counter a while ago."""
        request = super().take(**values)
        self.works()
        self.desk.clock.move(seconds=20)
        return request


def sms(peer: s.Peer, **settings: Any) -> Sms:
    quiet = {"automatic": w.SILENT} if not settings.pop("speaks", False) else {}
    desk = make_desk(
        channels=[s.smsapi_channel()], settings=attrs.evolve(POLISH_SHOP, **{**quiet, **BY_PHONE, **settings})
    )
    desk.notifiers = Notifiers([s.smsapi_notifier(peer), desk.notifier])
    return Sms(desk, peer)


@pytest.fixture
def peer() -> Iterator[s.Peer]:
    with s.running() as made:
        yield made


def test_an_answer_reaches_the_thread_by_its_number(peer: s.Peer) -> None:
    """That of the confirmed contact of the only open request; of two the one that SMSAPI says was answered."""
    desk = sms(peer)
    first = desk.take()
    desk.hears("Jest gotowe?")
    assert desk.words(first)[-1] == "Jest gotowe?"
    desk.desk.do(desk.desk.read(ReplyToCustomer, {"request": first, "text": "Jutro o 10."}), ANNA)
    desk.works()
    second = desk.take(device="Iron")
    desk.hears("Będę")
    assert [one.reason for one in desk.held()] == [HeldFor.WHICH]
    desk.hears("Dobrze, przyjdę", MsgId=desk.sent(first, "reply").provider_id)
    assert desk.words(first)[-1] == "Dobrze, przyjdę"
    assert desk.words(second) == ["It leaks"]
    assert desk.desk.verify() == ()


def test_a_notice_says_who_writes_what_it_is_about_and_where(peer: s.Peer) -> None:
    """And nothing else: neither the words nor greeting, closing and address, each of which would be paid for."""
    desk = sms(peer, address="Długa 1, Wrocław")
    request = desk.take()
    desk.desk.do(desk.desk.read(ReplyToCustomer, {"request": request, "text": "Tajemnica"}), ANNA)
    desk.works()
    lines = peer.texts[-1].split("\n")
    assert "Tajemnica" not in peer.texts[-1]
    assert lines[0].startswith(f"{desk.desk.settings.shop_name}: ")
    assert "/r/" in lines[-1]
    assert len(lines) == 3
    assert not any(word in peer.texts[-1] for word in ("Hello", "Kind regards", "Długa"))


def test_the_very_words_go_where_the_shop_lets_them(peer: s.Peer) -> None:
    """By one setting, as with all channels."""
    desk = sms(peer, send_replies_to=frozenset({"phone"}))
    request = desk.take()
    desk.desk.do(desk.desk.read(ReplyToCustomer, {"request": request, "text": "Jutro o 10."}), ANNA)
    desk.works()
    assert "Jutro o 10." in peer.texts[-1]


def test_a_code_opens_the_room_of_who_has_a_telephone_only(peer: s.Peer) -> None:
    """It comes by SMS, and proves the number."""
    desk = sms(peer)
    said = {"problem": "It leaks", "device": "Kettle", "surname": "Kern", "contact": JAN.value}
    made = desk.desk.do(desk.desk.read(SubmitRequest, said), Guest())
    desk.works()
    (text,) = peer.texts
    code = next(word for word in text.replace(".", " ").split() if word.isdigit() and len(word) == 6)
    link = text.split("\n")[-1].rpartition("/")[2]
    opened = desk.desk.do(desk.desk.read(EnterCode, {"link": link, "contact": JAN.value, "code": code}), Guest())
    assert opened.request == made.request
    assert desk.point(made.request).proof is Proof.CODE


def test_somebody_unknown_begins_a_request_or_is_held(peer: s.Peer) -> None:
    """As in a chat, by the same setting; the same SMS again is nothing new."""
    desk = sms(peer)
    desk.hears("Pralka nie wiruje.")
    desk.moment -= 1
    desk.hears("Pralka nie wiruje.")
    (request,) = desk.requests()
    assert request.source is Source.CHAT
    assert (desk.point(request.id).channel, desk.point(request.id).proof) == ("smsapi", Proof.CHANNEL)
    assert "/r/" in peer.texts[0]
    closed = sms(peer, chat_makes_requests=False)
    closed.hears("Pralka nie wiruje.")
    assert (closed.requests(), [one.reason for one in closed.held()]) == ([], [HeldFor.BY_CHOICE])


@pytest.mark.parametrize("words", ["STOP", "stop.", "Proszę nie pisać", "UNSUBSCRIBE", "Rezygnuję"])
def test_stop_ends_every_message_until_start(peer: s.Peer, words: str) -> None:
    """Whatever provider sends them. What was written stands on the thread, and staff read why nothing goes out."""
    desk = sms(peer)
    request = desk.take()
    desk.hears(words)
    assert desk.words(request)[-1] == words
    with desk.desk.reading() as reader:
        (stop,) = reader.find(_STOPS, {}, limit=9)
    assert stop.is_stopped
    assert str(stop.words) == words.rstrip(".")
    before = len(peer.sent)
    desk.desk.do(desk.desk.read(ReplyToCustomer, {"request": request, "text": "Gotowe"}), ANNA)
    desk.works()
    row = desk.sent(request, "reply")
    assert (row.state, row.reason, len(peer.sent)) == (State.FAILED, "stopped", before)
    assert desk.desk.show(view_health, ANNA).failed[0].call == JAN
    desk.desk.notifiers = Notifiers([s.twilio_notifier(peer), desk.desk.notifier])
    desk.desk.do(desk.desk.read(ReplyToCustomer, {"request": request, "text": "Gotowe"}), ANNA)
    desk.works()
    assert len(peer.sent) == before
    desk.hears("START")
    desk.desk.do(desk.desk.read(ReplyToCustomer, {"request": request, "text": "Znowu"}), ANNA)
    desk.works()
    assert len(peer.sent) == before + 1
    assert desk.desk.verify() == ()


def test_stop_holds_when_a_secret_is_replaced(peer: s.Peer) -> None:
    """And so does the START that follows."""
    desk = sms(peer)
    request = desk.take()
    desk.hears("STOP")
    desk.desk.keyring = KeyRing([bytes(range(32, 64)), SECRET])
    before = len(peer.sent)
    for words, sent in (("", 0), ("START", 1)):
        if words:
            desk.hears(words)
        desk.desk.do(desk.desk.read(ReplyToCustomer, {"request": request, "text": "Gotowe"}), ANNA)
        desk.works()
        assert len(peer.sent) == before + sent


def test_who_stopped_sms_is_told_by_mail(peer: s.Peer) -> None:
    """Where there is a confirmed address too."""
    desk = sms(peer)
    both = {"other_contact": "jan@example.com"}
    request = desk.take(**both)
    desk.hears("STOP")
    before = len(peer.sent)
    desk.desk.do(desk.desk.read(ReplyToCustomer, {"request": request, "text": "Gotowe"}), ANNA)
    desk.works()
    assert "Gotowe" not in str(peer.texts)
    assert len(peer.sent) == before
    assert desk.desk.notifier.sent[-1].contact.value == "jan@example.com"


def test_a_stranger_who_writes_stop_begins_nothing(peer: s.Peer) -> None:
    """Nor is a code sent to them when somebody else types their number."""
    desk = sms(peer)
    desk.hears("STOP", sender=s.EWA)
    assert (desk.requests(), [one.reason for one in desk.held()]) == ([], [HeldFor.STOPPED])
    said = {"problem": "It leaks", "device": "Kettle", "surname": "Kern", "contact": f"+{s.EWA}"}
    desk.desk.do(desk.desk.read(SubmitRequest, said), Guest())
    desk.works()
    assert peer.sent == []


def test_ordinary_words_stop_nothing(peer: s.Peer) -> None:
    """STOP counts as a whole message alone."""
    desk = sms(peer)
    desk.take()
    desk.hears("Pralka robi stop w połowie")
    with desk.desk.reading() as reader:
        assert reader.find(_STOPS, {}, limit=9) == []


def test_strangers_cause_few_messages_to_one_number(peer: s.Peer) -> None:
    """A sender can be forged: automatic answers and codes together are five an hour at most."""
    desk = sms(peer, speaks=True)
    for place in range(30):
        desk.hears(f"Dzień dobry {'a' * place}", sender=s.EWA)
        said = {"problem": "It leaks", "device": "Kettle", "surname": "Kern", "contact": f"+{s.EWA}"}
        desk.desk.do(desk.desk.read(SubmitRequest, said), Guest())
        desk.works()
    assert 0 < len(peer.sent) <= 5


def test_a_description_is_answered_once(peer: s.Peer) -> None:
    """The message with the code says that the request is there: another one would only be paid for."""
    desk = sms(peer, speaks=True)
    desk.hears("Pralka nie odwirowuje i stuka")
    assert len(desk.requests()) == 1
    assert len(peer.sent) == 1
    assert "/r/" in peer.texts[0]


@pytest.mark.parametrize(
    ("status", "state", "reason"), [("404", "delivered", ""), ("405", "failed", "sms_recipient"), ("403", "sent", "")]
)
def test_what_became_of_it_is_shown(peer: s.Peer, status: str, state: str, reason: str) -> None:
    """By the key that comes back; whoever makes one up changes nothing."""
    desk = sms(peer)
    request = desk.take()
    desk.desk.do(desk.desk.read(ReplyToCustomer, {"request": request, "text": "Gotowe"}), ANNA)
    desk.works()
    row = desk.sent(request, "reply")
    now = str(int(desk.desk.clock().timestamp()))
    desk.comes(s.of_smsapi(s.smsapi_report("0" * 24, status, peer.sent[-1]["idx"], now)))
    assert desk.desk.show(view_sent, ANNA, request).rows[0].state.value == "sent"
    desk.comes(s.of_smsapi(s.smsapi_report(row.provider_id, status, peer.sent[-1]["idx"], now)))
    found = desk.desk.show(view_sent, ANNA, request).rows[0]
    assert (found.state.value, found.reason) == (state, reason)


def test_twilio_brings_messages_and_reports(peer: s.Peer) -> None:
    """The whole way by the other provider."""
    desk = make_desk(
        channels=[s.twilio_channel()], settings=attrs.evolve(POLISH_SHOP, **{**BY_PHONE, "automatic": w.SILENT})
    )
    desk.notifiers = Notifiers([s.twilio_notifier(peer), desk.notifier])
    chat = Sms(desk, peer)
    request = chat.take()
    desk.receive("twilio", s.of_twilio(s.twilio_message(text="Jest gotowe?")))
    desk.receive("twilio", s.of_twilio(s.twilio_message(text="Jest gotowe?")))
    chat.works()
    assert chat.words(request) == ["It leaks", "Jest gotowe?"]
    desk.do(desk.read(ReplyToCustomer, {"request": request, "text": "Jutro"}), ANNA)
    chat.works()
    row, query = chat.sent(request, "reply"), peer.sent[-1]["StatusCallback"].partition("?")[2]
    desk.receive("twilio", s.of_twilio(s.twilio_report(row.provider_id, "sent"), query))
    desk.receive("twilio", s.of_twilio(s.twilio_report(row.provider_id, "undelivered", "30006"), query))
    assert desk.show(view_sent, ANNA, request).rows[0].reason == "sms_recipient"
    assert desk.verify() == ()
