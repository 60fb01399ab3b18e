"""H1: a conversation by WhatsApp: begun there, answered at the desk, read there, and gone on with in the room."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

import whatsapp_peer as w
from helpdesk_core import Admin, ConfigurationError
from helpdesk_core.adapters.whatsapp import GraphApi, Template, WhatsAppNotifier
from helpdesk_core.base.text import Published
from helpdesk_core.commands import ChangeSettings
from helpdesk_core.ports.notifier import Notifiers
from reference_app.channels.chats import chats_in, chats_out
from reference_app.channels.environment import channels_of_environment
from reference_app.checking import check_desk
from shops import Shop, Visitor

JAN = "48600777888"
NEEDED = {"NUMBER_ID": w.NUMBER, "TOKEN": w.TOKEN, "APP_SECRET": w.SECRET, "VERIFY_TOKEN": w.VERIFY}


@pytest.fixture
def peer(shop: Shop) -> Iterator[w.Peer]:
    """The shop's number at WhatsApp."""
    with w.running() as made:
        api = GraphApi(number=w.NUMBER, token=w.TOKEN, api=made.api)
        templates = {"en": Template(name="new_message", code="en")}
        shop.desk.channels = {**shop.desk.channels, "whatsapp": w.channel(made.api)}
        shop.desk.notifiers = Notifiers([WhatsAppNotifier(api=api, templates=templates), shop.outbox])
        row = {"key": "automatic", "value": Published.of(w.SILENT), "seen": 0}
        shop.desk.do(shop.desk.read(ChangeSettings, {"values": (row,)}), Admin(id="root", name="Root"))
        yield made


def comes(shop: Shop, *messages: dict[str, Any], statuses: Any = ()) -> int:
    """A webhook comes in by the door, and the worker reads it."""
    for one in messages:
        one["timestamp"] = str(int(shop.desk.clock().timestamp()))
    request = w.signed(w.payload(messages, statuses))
    answer = shop.visitor().client.post("/inbound/whatsapp", content=request.body, headers=dict(request.headers))
    while shop.desk.deliver(500).total:
        pass
    return int(answer.status_code)


def at_the_desk(shop: Shop) -> tuple[Visitor, str]:
    """Anna, with Jan's request open, and its path."""
    anna = shop.visitor("pl")
    anna.sign_in()
    anna.open(f"/staff/search?q=%2B{JAN}")
    path = next(part for part in anna.page.text.split('"') if part.startswith("/staff/requests/"))
    anna.open(path)
    return anna, path


def test_H1_a_request_begins_by_whatsapp_and_goes_on_in_the_room(shop: Shop, peer: w.Peer) -> None:
    """One thread, whichever way: the answer goes out where the customer wrote, staff see that it was read; the link
    with the code from WhatsApp opens the room."""
    said = w.message("wamid.1", sender=JAN, text={"body": "Pralka nie odwirowuje."})
    assert comes(shop, said) == 200
    assert comes(shop, said) == 200
    (welcome,) = [one["text"]["body"] for one in peer.sent]
    code, link = re.search(r"\b(\d{6})\b", welcome), re.search(r"https?://[^/\s]+(/r/\S+)", welcome)
    assert code is not None
    assert link is not None
    anna, path = at_the_desk(shop)
    assert anna.page.text.count("Pralka nie odwirowuje.") >= 1
    anna.send("/reply", text="Proszę przywieźć ją jutro.", unconfirmed="y")
    while shop.desk.deliver(500).total:
        pass
    ours = peer.sent[-1]
    assert ours["to"] == JAN
    comes(shop, statuses=[w.report(f"wamid.OUT{len(peer.sent)}", "read", ours["biz_opaque_callback_data"])])
    assert "Przeczytana" in anna.open(path).text
    jan = shop.visitor("pl")
    jan.open(link[1])
    jan.send("/contact", contact=f"+{JAN}")
    while shop.desk.deliver(500).total:
        pass
    newest = re.search(r"\b(\d{6})\b", peer.sent[-1]["text"]["body"]) or code
    jan.send("/confirm", code=newest[1])
    assert "Proszę przywieźć ją jutro." in jan.page.text
    jan.send("/reply", text="Będę o dziesiątej.")
    comes(shop, w.message("wamid.2", sender=JAN, text={"body": "I wezmę paragon."}))
    page = anna.open(path).text
    assert "Będę o dziesiątej." in page
    assert "I wezmę paragon." in page


def test_H1_what_did_not_arrive_says_what_to_do(shop: Shop, peer: w.Peer) -> None:
    """Told in words, with the number to call."""
    comes(shop, w.message("wamid.1", sender=JAN))
    key = peer.sent[0]["biz_opaque_callback_data"]
    comes(shop, statuses=[w.report("wamid.OUT1", "failed", key, 131047)])
    anna, _ = at_the_desk(shop)
    assert "Nie dotarła" in anna.page.text
    page = anna.open("/staff/undelivered").text
    assert "w jego języku nie ma zatwierdzonego szablonu" in page
    assert "+48 600 777 888" in page


def test_H1_the_door_is_for_whatsapp_alone(shop: Shop, peer: w.Peer) -> None:
    """401 for what is not signed; the address is confirmed for who knows the token; other doors know no GET."""
    client = shop.visitor().client
    body = w.payload([w.message(sender=JAN)])
    assert client.post("/inbound/whatsapp", content=body).status_code == 401
    forged = dict(w.signed(body, "another secret").headers)
    assert client.post("/inbound/whatsapp", content=body, headers=forged).status_code == 401
    asked = {"hub.mode": "subscribe", "hub.verify_token": w.VERIFY, "hub.challenge": "77"}
    answer = client.get("/inbound/whatsapp", params=asked)
    assert (answer.status_code, answer.text) == (200, "77")
    assert answer.headers["content-type"].startswith("text/plain")
    assert client.get("/inbound/whatsapp", params=asked | {"hub.verify_token": "no"}).status_code == 403
    assert client.get("/inbound/signed-mail").status_code == 405
    assert peer.sent == []


def test_H1_the_environment_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing set: no WhatsApp; some of it set: which is missing; a template that cannot be read."""
    assert (chats_in(), chats_out(), channels_of_environment()) == ([], [], [])
    for name, value in NEEDED.items():
        monkeypatch.setenv(f"HELPDESK_WHATSAPP_{name}", value)
    monkeypatch.setenv("HELPDESK_WHATSAPP_TEMPLATES", "pl=nowa_wiadomosc:pl, en=new_message:en_US")
    (sends,), (reads,) = chats_out(), channels_of_environment()
    assert isinstance(sends, WhatsAppNotifier)
    assert sends.templates["en"] == Template(name="new_message", code="en_US")
    assert reads.name == "whatsapp"
    monkeypatch.setenv("HELPDESK_WHATSAPP_TEMPLATES", "nowa_wiadomosc")
    with pytest.raises(ConfigurationError, match="TEMPLATES"):
        chats_out()
    monkeypatch.setenv("HELPDESK_WHATSAPP_APP_SECRET", "")
    with pytest.raises(ConfigurationError, match="HELPDESK_WHATSAPP_APP_SECRET"):
        chats_in()


def test_H1_check_says_what_is_wrong_with_it(shop: Shop, peer: w.Peer) -> None:
    """A token that is refused is named, and nothing is sent."""
    api = GraphApi(number=w.NUMBER, token="old", api=peer.api)
    shop.desk.notifiers = Notifiers([WhatsAppNotifier(api=api), shop.outbox])
    wrong = [line for one in check_desk(shop.desk) for line in one.wrong]
    assert any("whatsapp_token" in line for line in wrong)
    assert peer.sent == []
