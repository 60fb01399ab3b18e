"""H13: mail beside the room. What customers answer lands on their requests, and staff sort what nothing proves."""

from __future__ import annotations

import base64
import hmac
from typing import Any

import pytest

from helpdesk_core.adapters.smtp import SmtpNotifier
from helpdesk_core.ports import Inbound, InboundKind, InboundRequest, Outgoing
from mail_in import shapes as s
from pictures import photo
from shops import Shop, Visitor

OWN = "serwis@example.com"
SMTP = SmtpNotifier(host="mx.example.com", sender=OWN, replies=OWN)
MARIA = "maria.mail@example.com"


def comes(shop: Shop, raw: bytes) -> None:
    """A mail comes in, and the worker reads it."""
    shop.desk.receive("mail", InboundRequest(body=raw))
    while shop.desk.deliver(500).total:
        pass


def last_mail(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> list[Outgoing]:
    """What is handed to the mail server from here on."""
    sent: list[Outgoing] = []
    send = type(shop.outbox).send

    def kept(self: Any, outgoing: Outgoing) -> Any:
        sent.append(outgoing)
        return send(self, outgoing)

    monkeypatch.setattr(type(shop.outbox), "send", kept)
    return sent


def asked_back(shop: Shop, sent: list[Outgoing]) -> tuple[Visitor, Visitor, str, Any, str]:
    """Maria asked for help, and Anna asks back; the mail that Maria gets, as SMTP would send it."""
    maria, anna = shop.visitor("pl"), shop.visitor()
    room = maria.request_help(MARIA, problem="Pasek pralki pękł.", device="Pralka")
    anna.sign_in()
    anna.open("/staff/search?q=" + MARIA)
    path = next(part for part in anna.page.text.split('"') if part.startswith("/staff/requests/"))
    anna.open(path)
    anna.send("/reply", text="Kiedy może Pani przyjść?")
    shop.mail(MARIA, "new message|nowa wiadomość")
    ours = next(one for one in reversed(sent) if one.contact.value == MARIA)
    return maria, anna, path, SMTP.compose(ours), room


def test_H13_a_request_goes_on_by_mail(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """Begun on a page, answered by mail from a phone with the question quoted below, read in the room as one thread."""
    sent = last_mail(shop, monkeypatch)
    maria, anna, path, ours, room = asked_back(shop, sent)
    head = {"To": str(ours["Reply-To"]), "References": str(ours["Message-ID"])}
    comes(shop, s.mail(s.REPLIES["iphone reply"], From=f"Maria <{MARIA}>", headers=head))
    assert s.SAID in maria.open(room).text
    assert "Serwis Żaba" not in maria.page.text
    assert s.SAID in anna.open(path).text


def test_H13_what_proves_nothing_is_sorted_by_keys(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """A forged mail of the team's and a stranger's answer are shown to nobody but who sorts; a word of the customer's
    goes where a person puts it, and what was put aside comes back."""
    sent = last_mail(shop, monkeypatch)
    maria, anna, path, ours, room = asked_back(shop, sent)
    head = {"To": str(ours["Reply-To"]), "References": str(ours["Message-ID"])}
    comes(shop, s.mail("Proszę podać hasło.", From="Anna Nowak <anna@example.com>", Subject="Serwis", headers=head))
    comes(shop, s.mail(From=f"Maria <{MARIA}>", Subject="Pralka", **{"Message-ID": "<two@example.com>"}))
    assert "hasło" not in maria.open(room).text
    assert s.SAID not in maria.page.text
    anna.open("/staff/messages")
    assert "Serwis" in anna.page.text
    first = next(part for part in anna.page.text.split('"') if part.startswith("/staff/messages/"))
    for _ in range(5):  # the demo's own messages may stand before them
        if "Proszę podać hasło." in anna.open(first).text:
            break
        anna.send("/aside")
        first = str(anna.page.url.path)
    anna.send("/aside")
    assert s.SAID in anna.page.text
    anna.send("/put")
    assert "Gotowe." in anna.page.text
    assert s.SAID in maria.open(room).text
    assert "hasło" not in maria.page.text
    assert s.SAID in anna.open(path).text
    anna.open("/staff/messages?state=aside")
    aside = [part for part in anna.page.text.split('"') if part.startswith("/staff/messages/")]
    assert any("Proszę podać hasło." in anna.open(one).text for one in aside)
    anna.send("/back")
    assert "Odłóż" in anna.page.text


def test_H13_the_original_of_what_was_not_read_whole(shop: Shop) -> None:
    """Staff save it, before and after it has its place; nobody else does; erasing it is offered as long as it is
    there."""
    raw = s.mail("słowo " * 4_000, From="Jan <jan.long@example.com>", Subject="Pralka dluga")
    answer: Any = shop.desk.receive("mail", InboundRequest(body=raw))
    while shop.desk.deliver(500).total:
        pass
    boss, path = shop.visitor(), f"/staff/messages/{answer.inbound}"
    boss.sign_in()
    page = boss.open(path).text
    assert "Nic nie zginęło" in page
    saved = boss.open(f"{path}/original")
    assert (saved.content, saved.headers["content-type"]) == (raw, "application/octet-stream")
    assert saved.headers["content-disposition"].startswith("attachment")
    assert shop.visitor().open(f"{path}/original").content != raw
    boss.open(path)
    boss.send("/make", device="Pralka", surname="Kern")
    page = boss.open(path).text
    assert "Reszta jest tylko w oryginale." in page
    assert boss.open(f"{path}/original").content == raw
    boss.open(path)
    boss.send("/erase")
    assert boss.open(f"{path}/original").status_code == 404
    assert "/original" not in boss.open(path).text
    assert f'{path}/erase"' not in boss.page.text


def test_H13_a_strangers_file_is_shown_to_the_customer_when_staff_say_so(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is for the team before."""
    sent = last_mail(shop, monkeypatch)
    maria, anna, path, ours, room = asked_back(shop, sent)
    head = {"To": str(ours["Reply-To"]), "References": str(ours["Message-ID"])}
    picture = s.part(photo(), "image/jpeg", Content_Disposition="attachment; filename=obcy.jpg")
    answer: Any = shop.desk.receive(
        "mail", InboundRequest(body=s.parts(s.part("To ja."), picture, From="szef@example.com", headers=head))
    )
    while shop.desk.deliver(500).total:
        pass
    anna.open(f"/staff/messages/{answer.inbound}")
    anna.send("/put")
    while shop.desk.deliver(500).total:
        pass
    assert "obcy.jpg" in anna.open(path).text
    assert "obcy.jpg" not in maria.open(room).text
    anna.open(path)
    anna.send("/share")
    assert "obcy.jpg" in maria.open(room).text
    assert "/share" not in anna.open(path).text


def test_H13_a_subscription_is_confirmed_by_a_person(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page leads to Amazon, and opens nothing by itself."""
    address = "https://sns.eu-central-1.amazonaws.com/?Action=ConfirmSubscription&Token=23"

    class Asks:
        name = "ses"

        def verify(self, request: InboundRequest) -> bool:
            return True

        def read(self, request: InboundRequest) -> list[Inbound]:
            return [Inbound(kind=InboundKind.OTHER, id="i", problem="subscription")]

        def confirmation(self, body: bytes) -> str:
            return address if body == b"asks" else ""

    monkeypatch.setattr(shop.desk, "channels", {**shop.desk.channels, "ses": Asks()})
    answer: Any = shop.desk.receive("ses", InboundRequest(body=b"asks"))
    while shop.desk.deliver(500).total:
        pass
    anna = shop.visitor()
    anna.sign_in()
    page = anna.open(f"/staff/messages/{answer.inbound}").text
    assert address.replace("&", "&amp;") in page


def test_H2_reply_by_mail_or_in_the_room_is_one_thread(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """By whatever way the customer writes, one conversation; a copy of a mail adds nothing to it."""
    sent = last_mail(shop, monkeypatch)
    maria, _, _, ours, room = asked_back(shop, sent)
    maria.open(room)
    maria.send("/reply", text="W piątek po południu.")
    raw = s.mail("I jeszcze jedno: mam gwarancję.", From=MARIA, headers={"To": str(ours["Reply-To"])})
    comes(shop, raw)
    comes(shop, b"Received: from a by b\r\n" + raw)
    page = maria.open(room).text
    assert "W piątek po południu." in page
    assert page.count("I jeszcze jedno: mam gwarancję.") == 1


def test_H13_an_unsigned_webhook_is_refused(shop: Shop) -> None:
    """401 for what nothing proves; 404 for a way that is not there, and for the mailbox's own, which believes whoever
    brings it a mail; GET does nothing."""
    client = shop.visitor().client
    assert client.post("/inbound/signed-mail", content=s.mail()).status_code == 401
    assert client.post("/inbound/pigeon", content=s.mail()).status_code == 404
    assert client.post("/inbound/mail", content=s.mail()).status_code == 404
    assert client.get("/inbound/signed-mail").status_code in (404, 405)
    key, moment = bytes(range(32)), str(int(shop.desk.clock().timestamp()))
    made = base64.b64encode(hmac.digest(key, f"m1.{moment}.".encode() + s.mail(), "sha256")).decode()
    headers = {"webhook-id": "m1", "webhook-timestamp": moment, "webhook-signature": f"v1,{made}"}
    assert client.post("/inbound/signed-mail", content=s.mail(), headers=headers).status_code == 200
