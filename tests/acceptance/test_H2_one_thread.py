"""H2: one thread, whichever way its customer writes: begun on WhatsApp, gone on with by mail, read in the room."""

from __future__ import annotations

import re

import pytest

import whatsapp_peer as w
from acceptance.test_H1_whatsapp import JAN, at_the_desk, comes, peer  # noqa: F401 - the peer is a fixture
from acceptance.test_H13_mail import SMTP, last_mail
from acceptance.test_H13_mail import comes as mail_comes
from mail_in import shapes as s
from shops import Shop

MAIL = "jan.kern@example.com"


def test_H2_begun_on_whatsapp_goes_on_by_mail_and_ends_in_the_room_as_one_thread(
    shop: Shop,
    peer: w.Peer,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The customer asks for mail instead and staff, who have him on the phone, write his address down: from then on he
    is answered there, his mail with the signed address lands on the same request, and the room shows all of it once and
    in order. WhatsApp hears that, and nothing more."""
    sent = last_mail(shop, monkeypatch)
    assert comes(shop, w.message("wamid.1", sender=JAN, text={"body": "Pralka nie odwirowuje."})) == 200
    anna, path = at_the_desk(shop)
    anna.send("/reply", text="Dokąd mamy pisać?", unconfirmed="y")
    while shop.desk.deliver(500).total:
        pass
    comes(shop, w.message("wamid.2", sender=JAN, text={"body": "Wolę pocztą."}))
    reference = path.rpartition("/")[2]
    anna.open(f"/staff/customers/{reference}/correct")
    contact = anna.page.text.split('name="contact"')[1].split('value="')[1].split('"')[0]
    anna.send("/contact", contact=contact, to=MAIL, in_person="y")
    while shop.desk.deliver(500).total:
        pass  # the number is told once that it is answered no more
    by_chat = len(peer.sent)
    anna.open(path)
    anna.send("/reply", text="Proszę przywieźć ją jutro.", unconfirmed="y")
    shop.mail(MAIL, "new message|nowa wiadomość")
    ours = SMTP.compose(next(one for one in reversed(sent) if one.contact.value == MAIL))
    head = {"To": str(ours["Reply-To"]), "References": str(ours["Message-ID"])}
    raw = s.mail(s.REPLIES["iphone reply"], From=f"Jan <{MAIL}>", headers=head)
    mail_comes(shop, raw)
    mail_comes(shop, b"Received: from a by b\r\n" + raw)
    link = re.search(r"https?://[^/\s]+(/r/\S+)", str(ours.get_body(("plain",)).get_content()))
    assert link is not None
    jan = shop.visitor("pl")
    jan.open(link[1])
    jan.send("/contact", contact=MAIL)
    jan.send("/confirm", code=shop.code(MAIL))
    jan.send("/reply", text="Będę o dziesiątej.")
    said = [
        "Pralka nie odwirowuje.",
        "Dokąd mamy pisać?",
        "Wolę pocztą.",
        "Proszę przywieźć ją jutro.",
        s.SAID,
        "Będę o dziesiątej.",
    ]
    thread = jan.open(str(jan.page.url.path)).text
    assert [thread.count(one) for one in said[1:]] == [1] * 5
    assert [thread.index(one) for one in said[1:]] == sorted((thread.index(one) for one in said[1:]), reverse=True)
    assert said[0] in thread
    page = anna.open(path).text
    assert all(one in page for one in said)
    assert len(peer.sent) == by_chat
    anna.open(f"/staff/search?q={MAIL}")
    assert len(set(re.findall(r"/staff/requests/[A-Z0-9-]+", anna.page.text))) == 1
