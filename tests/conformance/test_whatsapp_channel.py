"""WhatsApp comes in: the suite of channels, what each kind of message says, and bodies that nobody should send."""

from __future__ import annotations

import copy
import json
import random
from typing import Any

import pytest

import whatsapp_peer as w
from helpdesk_core import ConfigurationError
from helpdesk_core.adapters.whatsapp import GraphApi, WhatsAppChannel
from helpdesk_core.ports import DeliveryState, Inbound, InboundKind, InboundRequest, Proved
from helpdesk_core.testing import ChannelSuite

MUTATED, MUTATED_LONG = 10_000, 200_000


class TestWhatsApp(ChannelSuite):
    signature_header = "x-hub-signature-256"

    @pytest.fixture
    def channel(self) -> WhatsAppChannel:
        return w.channel()

    def sent(self, what: str) -> InboundRequest:
        messages: dict[str, Any] = {
            "one": [w.message()],
            "again": [w.message("wamid.3")],
            "other": [w.message("wamid.4", sender=w.EWA)],
            "two": [w.message(), w.message("wamid.2")],
            "spoilt": [w.message(), {"id": "wamid.5", "type": "text"}],
            "echo": [w.message(sender=w.OWN)],
            "media": [w.message(kind="image", **w.file("image", "image/jpeg"))],
            "unknown": [w.message(kind="hologram", hologram={})],
        }
        statuses = {"status": [w.report("wamid.0", "delivered")], "later": [w.report("wamid.0", "read")]}
        return self.signed(
            b"no json" if what == "garbage" else w.payload(messages.get(what, []), statuses.get(what, []))
        )

    def signed(self, body: bytes) -> InboundRequest:
        return w.signed(body)


def read(*messages: dict[str, Any], **options: Any) -> list[Inbound]:
    return list(w.channel().read(w.signed(w.payload(messages, **options))))


KINDS: dict[str, tuple[dict[str, Any], str]] = {
    "button": ({"button": {"payload": "x", "text": "Tak"}}, "Tak"),
    "interactive": ({"interactive": {"type": "button_reply", "button_reply": {"id": "1", "title": "Tak"}}}, "Tak"),
    "location": (
        {"location": {"latitude": 51.1, "longitude": 17.03, "name": "Dom", "address": "ul. Długa 1"}},
        "📍 Dom, ul. Długa 1, 51.10000, 17.03000",
    ),
    "contacts": (
        {"contacts": [{"name": {"formatted_name": "Ewa"}, "phones": [{"phone": "+48 600 100 201"}]}]},
        "👤 Ewa: +48 600 100 201",
    ),
    "image": (w.file("image", "image/jpeg", caption="Pękło"), "Pękło"),
    "document": (w.file("document", "application/pdf", filename="Paragon.pdf"), ""),
    "audio": (w.file("audio", "audio/ogg; codecs=opus", voice=True), "🎤 voice.ogg"),
    "video": (w.file("video", "video/mp4", caption="Tak skacze"), "Tak skacze\n🎬 video.mp4"),
    "sticker": (w.file("sticker", "image/webp", animated=False), "🏷 sticker.webp"),
    "edit": (
        {"edit": {"original_message_id": "wamid.0", "message": {"type": "text", "text": {"body": "Jutro"}}}},
        "✏️ Jutro",
    ),
}


SEEDS = [w.payload([w.message(kind=kind, **values)]) for kind, (values, _) in KINDS.items()]
SEEDS += [w.payload([w.message()], [w.report("wamid.0", "failed", "k", 131047), w.report("wamid.0", "read")])]


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_a_message_with_words_or_a_file(kind: str) -> None:
    """In words that need no language; the number is vouched for."""
    values, says = KINDS[kind]
    (fact,) = read(w.message(kind=kind, context={"id": "wamid.OUT1", "from": w.OWN}, **values))
    assert (fact.kind, fact.problem, fact.proved) == (InboundKind.MESSAGE, "", Proved.YES)
    assert (fact.text.typed if fact.text else "") == says
    assert fact.sender is not None
    assert fact.sender.value == f"+{w.JAN}"
    assert fact.refers_to == "wamid.OUT1"
    assert fact.sender_name is not None
    assert fact.sender_name.typed == "Jan Kern"
    assert fact.sent_at is not None
    assert len(fact.media) == (kind in ("image", "document", "audio", "video", "sticker"))


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("reaction", {"reaction": {"message_id": "wamid.0", "emoji": "👍"}}),
        ("reaction", {"reaction": {"message_id": "wamid.0"}}),
        ("revoke", {"revoke": {"original_message_id": "wamid.0"}}),
        ("system", {"system": {"type": "customer_identity_changed", "body": "User identity changed"}}),
        ("order", {"order": {}}),
    ],
)
def test_what_nobody_wrote_does_nothing(kind: str, values: dict[str, Any]) -> None:
    """Reactions, deleted messages, notices of the service: kept, and no message."""
    (fact,) = read(w.message(kind=kind, **values))
    assert fact.kind is InboundKind.OTHER


def test_what_a_person_must_see_to_says_why() -> None:
    """A changed number, a kind that is not handed on, an account that shows no number."""
    moved = w.message(
        kind="system", system={"type": "user_changed_number", "body": "A changed", "wa_id": "48600100209"}
    )
    secret = w.message("wamid.9") | {"from_user_id": "PL.13491208655302741918"}
    del secret["from"]
    found = read(moved, w.message("wamid.8", kind="unsupported", errors=[{"code": 131051}]), secret)
    assert [one.problem for one in found] == ["number_changed", "unsupported", "hidden_number"]
    assert all(one.kind is InboundKind.MESSAGE for one in found)
    assert found[2].sender is None
    assert found[2].text is not None


def test_reports_name_our_key_and_why() -> None:
    """Delivered, read and failed are three facts; the window that closed is told from the receiver's own reasons."""
    statuses = [
        w.report("wamid.OUT1", "delivered", "k1"),
        w.report("wamid.OUT1", "read", "k1"),
        *(w.report(f"wamid.OUT{code}", "failed", "k2", code) for code in (131047, 131026, 131042, 999)),
    ]
    found = w.channel().read(w.signed(w.payload(statuses=statuses)))
    assert [one.state for one in found[:3]] == [DeliveryState.DELIVERED, DeliveryState.READ, DeliveryState.FAILED]
    assert all(one.kind is InboundKind.DELIVERY and one.proved is Proved.YES for one in found)
    assert found[0].references == ("k1",)
    assert [one.problem for one in found[2:]] == [
        "whatsapp_window_closed",
        "whatsapp_recipient",
        "whatsapp_payment",
        "whatsapp_failed_999",
    ]


def test_another_number_of_the_account_is_not_ours() -> None:
    """One webhook serves all numbers of an account; so do echoes of what the shop's own people write."""
    assert [one.kind for one in read(w.message(), number="999999")] == [InboundKind.OTHER]
    assert [one.kind for one in read(w.message(), field="smb_message_echoes")] == [InboundKind.OTHER]


def test_a_batch_is_divided_into_the_same_parts_whatever_stood_beside() -> None:
    """Each message has bytes of its own, the same in another batch; what tells nothing new is left out."""
    channel = w.channel()
    one, two = w.message(), w.message("wamid.2")
    both = channel.parts(w.signed(w.payload([one, two], [w.report("wamid.0", "sent")])))
    assert both == [*channel.parts(w.signed(w.payload([one]))), *channel.parts(w.signed(w.payload([two])))]
    assert [channel.read(InboundRequest(body=part))[0].id for part in both] == ["wamid.1", "wamid.2"]
    assert channel.parts(w.signed(w.payload(statuses=[w.report("wamid.0", "sent")]))) == []
    assert channel.parts(w.signed(b"no json")) == (b"no json",)
    assert channel.parts(w.signed(w.payload([one], field="smb_message_echoes"))) == []


def test_the_address_is_confirmed_with_the_token_alone() -> None:
    """The provider's word comes back to who knows the token, and to nobody else; never as markup."""
    right = {"hub.mode": "subscribe", "hub.verify_token": w.VERIFY, "hub.challenge": "1158201444"}

    def asked(**values: str) -> str | None:
        query = "&".join(f"{name}={value}".replace(" ", "%20") for name, value in (right | values).items())
        return w.channel().challenge(InboundRequest(method="GET", query=query))

    assert asked() == "1158201444"
    for wrong in ({"hub.mode": "x"}, {"hub.verify_token": "no"}, {"hub.challenge": "<b>"}, {"hub.challenge": ""}):
        assert asked(**wrong) is None
    assert w.channel().challenge(InboundRequest(method="GET", query="&".join("a=b" for _ in range(99)))) is None


@pytest.mark.parametrize("wrong", [{"app_secret": ""}, {"app_secret": " "}, {"verify_token": ""}])
def test_without_a_secret_there_is_no_channel(wrong: dict[str, str]) -> None:
    """An empty secret would let anybody write in anybody's name."""
    with pytest.raises(ConfigurationError):
        w.channel(**wrong)


@pytest.mark.parametrize(
    "wrong", [{"number": "+48 500"}, {"token": ""}, {"token": "a\r\nb"}, {"api": "http://graph.example"}]
)
def test_what_cannot_be_right_is_said_at_once(wrong: dict[str, str]) -> None:
    """And the token is in no message and no repr."""
    with pytest.raises(ConfigurationError) as raised:
        GraphApi(**({"number": w.NUMBER, "token": w.TOKEN} | wrong))
    assert w.TOKEN not in str(raised.value) + repr(GraphApi(number=w.NUMBER, token=w.TOKEN)) + repr(w.channel())


def test_a_file_is_fetched_within_bounds_and_from_its_maker_alone() -> None:
    """Too large, gone, or said to be elsewhere: nothing, and the token is not shown there."""
    with w.running() as peer, w.running() as other:
        channel = w.channel(peer.api)
        (fact,) = channel.read(w.signed(w.payload([w.message(kind="image", **w.file("image", "image/jpeg"))])))
        (media,) = fact.media
        assert channel.fetch(media, 10) is None
        peer.files["m1"] = b"0123456789"
        assert channel.fetch(media, 10) == b"0123456789"
        assert channel.fetch(media, 9) is None
        other.files["m1"] = b"0123456789"
        peer.elsewhere = other.api.replace("/v23.0", "/files/m1")
        assert channel.fetch(media, 10) is None
        for odd in ("https://evil.example/fbsbx.com", "https://lookaside.fbsbx.com:x/", "https://a.fbsbx.com/\u017c"):
            peer.elsewhere = odd
            assert channel.fetch(media, 10) is None
    with pytest.raises(OSError, match="refused"):
        channel.fetch(media, 10)


@pytest.mark.parametrize(
    "number", [MUTATED, pytest.param(MUTATED_LONG, marks=[pytest.mark.full, pytest.mark.timeout(1_800)])]
)
def test_no_mutated_body_escapes(number: int) -> None:
    """Values exchanged, cut, doubled; bytes turned over: facts or OTHER, and nothing raised."""
    chance, channel = random.Random(13), w.channel()
    for _ in range(number):
        body = mutated(chance.choice(SEEDS), chance)
        request = w.signed(body)
        assert all(isinstance(one, Inbound) for one in channel.read(request))
        for part in channel.parts(request):
            assert isinstance(part, bytes)
            channel.read(InboundRequest(body=part))


_OTHERS: tuple[Any, ...] = (None, True, -1, 1e999, 10**400, "", "\ud800", [], {}, [None], {"x": 1}, "9" * 50, 0.5)


def mutated(body: bytes, chance: random.Random) -> bytes:
    """A webhook with bytes turned over, or values exchanged."""
    if chance.random() < 0.4:
        raw = bytearray(body)
        for _ in range(chance.randint(1, 8)):
            raw[chance.randrange(len(raw))] = chance.randrange(256)
        return bytes(raw[: chance.randint(0, len(raw))] if chance.random() < 0.2 else raw)
    content = json.loads(body)
    for _ in range(chance.randint(1, 3)):
        _change(content, chance)
    return json.dumps(content).encode()


def _change(content: Any, chance: random.Random) -> None:
    """One value somewhere inside."""
    while isinstance(content, dict | list) and content:
        key = chance.choice(list(content) if isinstance(content, dict) else range(len(content)))
        if chance.random() < 0.3 or not isinstance(content[key], dict | list) or not content[key]:
            content[key] = copy.deepcopy(chance.choice(_OTHERS))
            return
        content = content[key]


@pytest.mark.parametrize("kind", ["button_reply", "list_reply"])
def test_the_code_of_a_quick_reply_comes_back(kind: str) -> None:
    """In whatever language its words are; without one there is none."""
    for chosen, code in (({"id": "kind:billing", "title": "Rozliczenia"}, "kind:billing"), ({"title": "Tak"}, "")):
        said = w.message(kind="interactive", interactive={"type": kind, kind: chosen})
        (fact,) = w.channel().read(w.signed(w.payload([said])))
        assert (fact.choice, fact.text and fact.text.typed) == (code, chosen["title"])
