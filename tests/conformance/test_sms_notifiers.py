"""SMS goes out: the suite of notifiers over both providers, whose fault a refusal is, and what a text costs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

import sms_peer as s
from helpdesk_core import ConfigurationError, Contact, ContactKind
from helpdesk_core.adapters.sms import SmsNotifier, sms_length
from helpdesk_core.base.text import CustomerText, mark_safe
from helpdesk_core.ports import Outgoing, QuickReply, Retry, Sent, Unavailable, Undeliverable, Unsure
from helpdesk_core.testing import NotifierSuite

JAN = Contact(ContactKind.PHONE, f"+{s.JAN}")
BOTH = pytest.mark.parametrize("make", [s.smsapi_notifier, s.twilio_notifier], ids=["smsapi", "twilio"])
Make = Callable[..., SmsNotifier]


@pytest.fixture
def peer() -> Iterator[s.Peer]:
    with s.running() as made:
        yield made


class _Sms(NotifierSuite):
    __test__ = False
    contact = JAN
    foreign = Contact(ContactKind.EMAIL, "maria@example.com")
    refusal: tuple[int, dict[str, Any]]

    def peer(self, what: str) -> None:
        answers = {"down": (503, {}), "refused": self.refusal}
        self.there.answer, self.there.hangs_up = answers.get(what), what == "hangs_up"

    def received(self) -> list[str]:
        return self.there.texts

    def receivers(self) -> list[str]:
        return self.there.receivers

    def tries(self) -> int:
        return self.there.tries


class TestSmsapi(_Sms):
    __test__ = True
    capabilities = frozenset({"peer", "keys"})
    refusal = (200, {"error": 13, "message": "No correct phonenumbers"})

    @pytest.fixture
    def notifier(self, peer: s.Peer) -> SmsNotifier:
        self.there = peer
        return s.smsapi_notifier(peer)


class TestTwilio(_Sms):
    __test__ = True
    refusal = (400, {"code": 21211, "status": 400})

    @pytest.fixture
    def notifier(self, peer: s.Peer) -> SmsNotifier:
        self.there = peer
        return s.twilio_notifier(peer)


def outgoing(**values: Any) -> Outgoing:
    return NotifierSuite().outgoing(**({"contact": JAN, "shop": "Serwis Kern"} | values))


@pytest.mark.parametrize(
    ("text", "parts", "is_plain"),
    [
        ("", 0, True),
        ("a" * 160, 1, True),
        ("a" * 161, 2, True),
        ("a" * 306, 2, True),
        ("a" * 307, 3, True),
        ("a" * 159 + "ż", 3, False),
        ("ż" * 70, 1, False),
        ("ż" * 71, 2, False),
        ("€" * 80, 1, True),
        ("€" * 81, 2, True),
        ("a" * 152 + "€" + "a" * 152, 3, True),
        ("ż" * 66 + "\U0001f600" + "ż" * 66, 3, False),
        ("Zażółć gęślą jaźń", 1, False),
        ("Zazolc gesla jazn, ÄÖÜ ñ à", 1, True),
    ],
)
def test_parts_are_counted_as_networks_do(text: str, parts: int, is_plain: bool) -> None:
    """160 or 70 places alone, 153 or 67 in several; a double one is never cut in two."""
    found = sms_length(text)
    assert (found.parts, found.is_plain) == (parts, is_plain)
    assert found.units <= found.of


@BOTH
def test_who_writes_stands_first_and_the_link_last(make: Make, peer: s.Peer) -> None:
    """A number says nothing of who writes; quick replies are numbered."""
    replies = (QuickReply(code="yes", words="Tak"), QuickReply(code="no", words="Nie"))
    make(peer).send(outgoing(choices=replies))
    (text,) = peer.texts
    lines = text.split("\n")
    assert lines[0] == "Serwis Kern: Zgłoszenie ABCD-1234: nowa wiadomość"
    assert lines[-3:] == ["1. Tak", "2. Nie", "https://help.example.com/r/abc"]


@BOTH
def test_a_day_that_may_not_break_costs_no_more(make: Make, peer: s.Peer) -> None:
    """A page keeps "30 November" in a line by a space that GSM's alphabet has not."""
    make(peer).send(outgoing(shop="Kern", subject="Tomorrow", lines=("30\u00a0November, 09:00-\u206012:00",)))
    (text,) = peer.texts
    assert "30 November, 09:00-12:00" in text
    assert sms_length(text).is_plain


@BOTH
def test_the_key_goes_along_and_reports_are_asked_for(make: Make, peer: s.Peer) -> None:
    """Where no person sees it."""
    make(peer).send(outgoing(key="k1"))
    (sent,) = peer.sent
    told = sent.get("notify_url", "") + sent.get("idx", "") + sent.get("StatusCallback", "")
    assert "k1" in told
    assert "https://shop.example/inbound/" in told


@BOTH
def test_a_text_beyond_the_limit_stays_behind_the_link(make: Make, peer: s.Peer) -> None:
    """A shop pays for so many parts of one message at most; the notice goes out all the same."""
    reply = CustomerText(mark_safe("Żółw " * 300))
    assert isinstance(make(peer, most_parts=6).send(outgoing(reply=reply)), Sent)
    (text,) = peer.texts
    assert "Żółw" not in text
    assert text.endswith("https://help.example.com/r/abc")
    make(peer, most_parts=40).send(outgoing(reply=reply, key="k2"))
    assert sum("Żółw" in one for one in peer.texts) > 1
    assert all(sms_length(one).parts <= 10 for one in peer.texts)


@BOTH
def test_others_channels_keep_their_people(make: Make, peer: s.Peer) -> None:
    """Who wrote by WhatsApp is answered there; who wrote by the other provider of SMS, by this one."""
    notifier = make(peer)
    for channel, reached in {"": True, "smsapi": True, "twilio": True, "whatsapp": False}.items():
        assert notifier.accepts(Contact(ContactKind.PHONE, f"+{s.JAN}", channel=channel)) is reached


@pytest.mark.parametrize(
    ("status", "code", "wanted"),
    [
        (401, 20003, Unavailable("sms_token")),
        (400, 21606, Unavailable("sms_sender")),
        (403, 30002, Unavailable("sms_account")),
        (402, 0, Unavailable("sms_credit")),
        (429, 20429, Unavailable("sms_limit")),
        (503, 0, Unavailable("sms_down")),
        (400, 21408, Retry("sms_region")),
        (400, 21608, Retry("sms_trial")),
        (400, 99999, Retry("sms_refused_99999")),
        (400, 21211, Undeliverable("sms_recipient")),
        (400, 21614, Undeliverable("sms_recipient")),
        (400, 21610, Undeliverable("sms_stopped")),
    ],
)
def test_what_twilio_refuses(peer: s.Peer, status: int, code: int, wanted: object) -> None:
    """What the shop can mend waits; only the receiver's own reasons end a message."""
    peer.answer = (status, {"code": code} if code else {})
    assert s.twilio_notifier(peer).send(outgoing()) == wanted


@pytest.mark.parametrize(
    ("status", "code", "wanted"),
    [
        (401, 101, Unavailable("sms_token")),
        (200, 14, Unavailable("sms_sender")),
        (200, 94, Unavailable("sms_links")),
        (200, 103, Unavailable("sms_credit")),
        (200, 203, Unavailable("sms_limit")),
        (200, 999, Unavailable("sms_down")),
        (503, -1, Unavailable("sms_down")),
        (200, 52, Retry("sms_pair_limit")),
        (200, 11, Retry("sms_refused_11")),
        (200, 13, Undeliverable("sms_recipient")),
        (200, 53, Sent()),
    ],
)
def test_what_smsapi_refuses(peer: s.Peer, status: int, code: int, wanted: object) -> None:
    """The same; a key that it knows was sent already."""
    peer.answer = (status, {"error": code} if code >= 0 else {})
    assert s.smsapi_notifier(peer).send(outgoing()) == wanted


@BOTH
def test_an_answer_without_an_id_may_mean_that_it_was_taken(make: Make, peer: s.Peer) -> None:
    """And so may a second message that was refused after the first one went."""
    peer.answer = (200, {})
    assert isinstance(make(peer).send(outgoing()), Unsure)
    peer.answer = None
    good = (201, {"sid": "SM1"}) if make is s.twilio_notifier else (200, {"list": [{"id": "11"}]})
    peer.answers = [good, (500, {})]
    assert isinstance(make(peer).send(outgoing(lines=("x " * 3000,))), Unsure)


@BOTH
def test_nobody_there_keeps_everything_waiting(make: Make, peer: s.Peer) -> None:
    """Nothing was taken, and nothing is given up."""
    assert make(peer, api="http://127.0.0.1:9").send(outgoing()) == Unavailable("sms_not_reached")


@BOTH
def test_check_says_what_is_wrong_without_sending(make: Make, peer: s.Peer) -> None:
    """A refused token, an empty account, nobody there."""
    assert list(make(peer).problems()) == []
    assert "refuses" in make(peer, token="old").problems()[0]
    assert "not reached" in make(peer, api="http://127.0.0.1:9").problems()[0]
    assert "reports" in make(peer, reports="").problems()[0]
    peer.points = 0
    assert bool(make(peer).problems()) is (make is s.smsapi_notifier)
    assert peer.sent == []


@BOTH
@pytest.mark.parametrize(
    "wrong", [{"token": ""}, {"token": "a\r\nb"}, {"sender": "Za długa nazwa nadawcy"}, {"api": "http://sms.example"}]
)
def test_what_cannot_be_right_is_said_at_once(make: Make, peer: s.Peer, wrong: dict[str, str]) -> None:
    """And the token is in no message and no repr."""
    with pytest.raises(ConfigurationError) as raised:
        make(peer, **wrong)
    assert s.TOKEN not in str(raised.value) + repr(make(peer))
