"""SMS comes in: the suite of channels over both providers, and who is believed."""

from __future__ import annotations

import random
from typing import Any
from urllib.parse import urlencode

import attrs
import pytest

import sms_peer as s
from helpdesk_core import ConfigurationError
from helpdesk_core.adapters.sms import SmsapiChannel, TwilioChannel
from helpdesk_core.ports import DeliveryState, Inbound, InboundKind, InboundRequest, Proved
from helpdesk_core.testing import ChannelSuite

OTHER = "SM" + "2" * 32


class TestTwilio(ChannelSuite):
    signature_header = "x-twilio-signature"
    capabilities = frozenset({"signed", "receipts", "echo", "media"})

    @pytest.fixture
    def channel(self) -> TwilioChannel:
        return s.twilio_channel()

    def sent(self, what: str) -> InboundRequest:
        if what == "garbage":
            return self.signed(b"{no form")
        picture = {"NumMedia": "1", "MediaUrl0": "https://api.twilio.com/m/1", "MediaContentType0": "image/jpeg"}
        said = {
            "one": s.twilio_message(),
            "again": s.twilio_message(OTHER),
            "other": s.twilio_message("SM" + "3" * 32, sender=s.EWA),
            "echo": s.twilio_message(sender=s.OWN),
            "media": s.twilio_message(**picture),
            "unknown": {"MessageSid": OTHER, "EventType": "onHologram"},
            "status": s.twilio_report(OTHER, "delivered"),
            "later": s.twilio_report(OTHER, "undelivered", "30005"),
        }
        return s.of_twilio(said[what], "key=k1" if what in ("status", "later") else "")

    def signed(self, body: bytes) -> InboundRequest:
        return s.of_twilio(body)


class TestSmsapi(ChannelSuite):
    capabilities = frozenset({"receipts", "echo"})

    @pytest.fixture
    def channel(self) -> SmsapiChannel:
        return s.smsapi_channel()

    def sent(self, what: str) -> InboundRequest:
        if what == "garbage":
            return self.signed(b"{no form")
        return s.of_smsapi(
            {
                "one": s.smsapi_message(),
                "again": s.smsapi_message(date="1795000009"),
                "other": s.smsapi_message(s.EWA),
                "echo": s.smsapi_message(s.OWN),
                "unknown": {"hologram": "1"},
                "status": s.smsapi_report("11", "404", "k1x0"),
                "later": s.smsapi_report("11", "405", "k1x0"),
            }[what]
        )

    def signed(self, body: bytes) -> InboundRequest:
        return InboundRequest(path=f"/inbound/smsapi/{s.SECRET}", body=body)

    def test_only_who_knows_the_secret_is_heard(self, channel: SmsapiChannel) -> None:
        """Nothing signs what SMSAPI says."""
        request = self.sent("one")
        for wrong in ("", "/", s.SECRET[:-1], s.SECRET + "x", s.SECRET.upper(), "ż" * 24):
            assert channel.verify(attrs.evolve(request, path=f"/inbound/smsapi/{wrong}")) is False

    def test_where_networks_are_named_others_are_not_heard(self) -> None:
        """The secret alone is not enough then, and neither is an address that nobody can read."""
        channel = s.smsapi_channel(networks=("203.0.113.0/24", "2001:db8::/32"))
        request = self.sent("one")
        assert channel.verify(request) is True
        assert channel.verify(attrs.evolve(request, client="2001:db8::7")) is True
        for elsewhere in ("198.51.100.7", "", "unix:", "2001:db9::7"):
            assert channel.verify(attrs.evolve(request, client=elsewhere)) is False


def test_twilio_signs_as_its_documentation_shows() -> None:
    """The example of its own documentation and library."""
    fields = {
        "CallSid": "CA1234567890ABCDE",
        "Caller": "+14158675310",
        "Digits": "1234",
        "From": "+14158675310",
        "To": "+18005551212",
    }
    channel = s.twilio_channel(token="12345", address="https://mycompany.com/myapp.php")
    headers = {"x-twilio-signature": "GvWf1cFY/Q7PnoempGyD5oXAezc="}
    said = InboundRequest(query="foo=1&bar=2", body=urlencode(fields).encode(), headers=headers)
    assert channel.verify(said) is True
    assert attrs.evolve(channel, address="https://example.com/myapp.php").verify(said) is False


def test_the_address_is_signed_too() -> None:
    """The key of a report stands there."""
    channel, request = s.twilio_channel(), s.of_twilio(s.twilio_report(OTHER, "delivered"), "key=k1")
    assert channel.verify(request) is True
    assert channel.verify(attrs.evolve(request, query="key=k2")) is False
    assert channel.verify(attrs.evolve(request, query="")) is False


def test_reports_name_our_key_and_why() -> None:
    """What is only on its way is not kept; a failure says whose it is to mend."""
    twilio = s.twilio_channel()

    def twilio_says(status: str, error: str = "") -> list[Inbound]:
        parts = twilio.parts(s.of_twilio(s.twilio_report(OTHER, status, error), "key=k1"))
        return [one for part in parts for one in twilio.read(InboundRequest(body=part))]

    assert [twilio_says(one) for one in ("queued", "sending", "sent", "accepted", "scheduled")] == [[]] * 5
    (good,), (bad,), (stopped,) = (
        twilio_says("delivered"),
        twilio_says("failed", "30006"),
        twilio_says("failed", "21610"),
    )
    assert (good.state, good.references, good.refers_to) == (DeliveryState.DELIVERED, ("k1",), OTHER)
    assert (bad.state, bad.problem, stopped.problem) == (DeliveryState.FAILED, "sms_recipient", "sms_stopped")
    assert twilio_says("undelivered", "30008")[0].problem == "sms_failed"

    smsapi = s.smsapi_channel()
    many = s.smsapi_report("11,12,13,14", "404,405,402,403", "k1x0,k2x1,k3x0,k4x0", "1795000000,1795000001")
    parts = smsapi.parts(s.of_smsapi(many))
    facts = [one for part in parts for one in smsapi.read(InboundRequest(body=part))]
    assert [one.references for one in facts] == [("k1",), ("k2",), ("k3",)]
    assert [one.problem for one in facts] == ["", "sms_recipient", "sms_expired"]
    assert all(one.kind is InboundKind.DELIVERY and one.proved is Proved.YES for one in facts)


def test_an_answer_names_what_it_answers() -> None:
    """SMSAPI says which message of ours somebody answered; a name, a short number or none is no sender."""
    channel = s.smsapi_channel()
    (fact,) = channel.read(s.of_smsapi(s.smsapi_message(MsgId="000011")))
    assert (fact.refers_to, fact.proved) == ("000011", Proved.YES)
    for odd in ("INFO", "7", "", "żółw", "48600"):
        (fact,) = channel.read(s.of_smsapi(s.smsapi_message(odd)))
        assert (fact.kind, fact.sender) == (InboundKind.MESSAGE, None)


def test_without_a_secret_there_is_no_channel() -> None:
    """An empty one would let anybody write in anybody's name."""
    for wrong in ("", " ", "short", "a/b" * 10):
        with pytest.raises(ConfigurationError):
            s.smsapi_channel(secret=wrong)
    with pytest.raises(ConfigurationError):
        s.smsapi_channel(networks=("nowhere",))
    for bad in ({"token": ""}, {"address": "http://shop.example/inbound/twilio"}, {"address": "/inbound/twilio"}):
        with pytest.raises(ConfigurationError):
            s.twilio_channel(**bad)
    assert s.SECRET not in repr(s.smsapi_channel())
    assert s.TOKEN not in repr(s.twilio_channel())


@pytest.mark.parametrize("number", [1_000, pytest.param(200_000, marks=[pytest.mark.full, pytest.mark.timeout(1_800)])])
def test_no_mutated_form_escapes(number: int) -> None:
    """Bytes turned over, fields exchanged, doubled or left out: facts, and nothing raised."""
    chance = random.Random(29)
    forms: list[dict[str, str]] = [
        s.smsapi_message(),
        s.smsapi_report("11,12", "404,405", "k1x0,k2x0"),
        s.twilio_message(),
        s.twilio_report(OTHER, "failed", "30003") | {"key": "k"},
    ]
    odd = ("", "9" * 400, "-1", "\ud800", "%", "[", "ż", "1e9", ",", "\x00")
    channels: list[Any] = [s.smsapi_channel(), s.twilio_channel()]
    for _ in range(number):
        form = dict(chance.choice(forms))
        for _ in range(chance.randint(0, 3)):
            form[chance.choice(list(form))] = chance.choice(odd)
        raw = bytearray(urlencode(form, errors="surrogatepass").encode())
        for _ in range(chance.randint(0, 4)):
            raw[chance.randrange(len(raw))] = chance.randrange(256)
        for channel in channels:
            request = InboundRequest(path="/inbound/x/y", body=bytes(raw))
            channel.verify(request)
            for part in channel.parts(request):
                assert all(isinstance(one, Inbound) for one in channel.read(InboundRequest(body=part)))
