"""H8: whoever waits is told of a new status without asking: on the channel where they are, in their language, once; and
not at all where the shop switched it off."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest

import attrs
import pytest

import push_peer as p
import sms_peer as s
import whatsapp_peer as w
from helpdesk_core import Admin
from helpdesk_core.adapters.web_push import WebPushNotifier
from helpdesk_core.adapters.whatsapp import GraphApi, Template, WhatsAppNotifier
from helpdesk_core.base.text import Published
from helpdesk_core.commands import ChangeSettings
from helpdesk_core.ports.notifier import Answer, Notifiers, Outgoing, Sent
from helpdesk_core.views import view_queue
from journeys import ANNA
from shops import Shop, Visitor

CHAT, TEXT = "48600777881", "48600777882"
MARIA, JOHN = "maria.news@example.com", "john.news@example.com"
POLISH, ENGLISH = "Zmienił się status", "The status of your request has changed."
NEWS = {CHAT: POLISH, TEXT: POLISH, MARIA: POLISH, JOHN: ENGLISH}


@attrs.frozen(kw_only=True)
class Pushed(WebPushNotifier):
    """Keeps what it would send: the address of a browser is never one of this machine."""

    got: list[Outgoing] = attrs.field(factory=list)

    def send(self, outgoing: Outgoing) -> Answer:
        self.got.append(outgoing)
        return Sent()


@attrs.define
class Channels:
    """A shop with all of them, and what its customers read there."""

    shop: Shop
    chat: w.Peer
    text: s.Peer
    push: Pushed
    changed: int = 0

    def works(self) -> None:
        while self.shop.desk.deliver(500).total:
            pass

    def switch(self, **automatic: bool) -> None:
        """Some automatic messages are off."""
        row = {"key": "automatic", "value": Published.of(w.SILENT | automatic), "seen": self.changed}
        self.shop.desk.do(self.shop.desk.read(ChangeSettings, {"values": (row,)}), Admin(id="root", name="Root"))
        self.changed += 1

    def news(self) -> dict[str, list[str]]:
        """What each customer was told of a new status."""
        self.works()
        said = [(one["to"], one.get("text", {}).get("body", "")) for one in self.chat.sent]
        said += [(to.removeprefix("+"), text) for to, text in zip_longest(self.text.receivers, self.text.texts)]
        said += [(mail["recipient"], mail["text"]) for mail in self.shop.outbox.sent(500)]
        read = [(to, re.sub(r"\s+", " ", text)) for to, text in said]
        of_status = f"{POLISH}|{ENGLISH}"
        return {who: [text for to, text in read if to == who and re.search(of_status, text)] for who in NEWS}


@pytest.fixture
def channels(shop: Shop) -> Iterator[Channels]:
    with w.running() as chat, s.running() as text:
        api = GraphApi(number=w.NUMBER, token=w.TOKEN, api=chat.api)
        templates = {one: Template(name="new_message", code=one) for one in ("en", "pl")}
        shop.desk.channels = {**shop.desk.channels, "whatsapp": w.channel(chat.api), "smsapi": s.smsapi_channel()}
        push = Pushed(key=p.KEY, contact=p.CONTACT)
        by_chat = WhatsAppNotifier(api=api, templates=templates)
        shop.desk.notifiers = Notifiers([push, by_chat, s.smsapi_notifier(text), shop.outbox])
        made = Channels(shop, chat, text, push)
        made.switch()
        yield made


def asks(channels: Channels) -> dict[str, str]:
    """Four people ask for help, each on a way of their own; the path of each at the desk."""
    shop, now = channels.shop, str(int(channels.shop.desk.clock().timestamp()))
    said = w.signed(
        w.payload([w.message("wamid.8", sender=CHAT, text={"body": "Pralka nie odwirowuje."}, timestamp=now)])
    )
    assert shop.visitor().client.post("/inbound/whatsapp", content=said.body, headers=dict(said.headers)).is_success
    texted = s.smsapi_message(TEXT, "Zmywarka nie grzeje wody.", now)
    assert shop.visitor().client.post(f"/inbound/smsapi/{s.SECRET}", data=texted).is_success
    maria, john = shop.visitor("pl"), shop.visitor("en")
    room = maria.request_help(MARIA, problem="Pasek pękł.", device="Pralka")
    maria.open(room)
    maria.send("/push", forged=p.Browser("https://push.example/send/8").fields)
    john.request_help(JOHN)
    channels.works()
    anna, found = at_the_desk(shop), {}
    for who in NEWS:
        anna.open("/staff/search?q=" + who if "@" in who else f"/staff/search?q=%2B{who}")
        found[who] = next(part for part in anna.page.text.split('"') if part.startswith("/staff/requests/"))
        if "@" not in who:
            anna.open(found[who])
            anna.send("/confirm")
    return found


def at_the_desk(shop: Shop) -> Visitor:
    anna = shop.visitor("pl")
    anna.sign_in()
    return anna


def sets(anna: Visitor, path: str, status: str) -> None:
    anna.open(path)
    anna.send("/status", status=status)
    assert anna.page.status_code == 200, anna.page.text


def test_H8_news_of_a_status_comes_by_itself_on_the_customers_channel_in_their_language(channels: Channels) -> None:
    """By WhatsApp, SMS and mail, and in the browser beside the mail; once, and with no word about what is wrong. A page
    that is sent again, and the same status again, tell nobody anything."""
    paths = asks(channels)
    before = len(channels.push.got)
    assert channels.news() == {who: [] for who in NEWS}
    anna = at_the_desk(channels.shop)
    for path in paths.values():
        anna.open(path)
        old = anna.page
        anna.send("/status", status="diagnosis")
        anna.page = old
        anna.send("/status", status="diagnosis")
        sets(anna, path, "diagnosis")
    told = channels.news()
    assert {who: len(said) for who, said in told.items()} == dict.fromkeys(NEWS, 1)
    for who, (said,) in told.items():
        assert NEWS[who] in said
        assert not any(word in said for word in ("Pralka", "Pasek", "Zmywarka", "cracked"))
    assert len(channels.push.got) == before + 1
    assert all(len(channels.news()[who]) == 1 for who in NEWS)


def test_H8_a_note_beside_the_status_says_it_once_and_many_at_once_are_told_one_by_one(channels: Channels) -> None:
    """The note covers the status; what is set for several requests in the queue is told as what is set on a page."""
    paths = asks(channels)
    anna = at_the_desk(channels.shop)
    anna.open(paths[MARIA])
    anna.send("/status-note", text="Czekamy na część.", status="diagnosis")
    assert channels.news()[MARIA] == []
    to_maria = [one["text"] for one in channels.shop.outbox.sent(500) if one["recipient"] == MARIA]
    notes = [one for one in to_maria if re.search(r"nowa\snotatka", one)]
    assert len(notes) == 1
    assert "część" not in notes[0]
    anna.open("/staff")
    references = {paths[who].rsplit("/", 1)[1] for who in (CHAT, TEXT, JOHN)}
    rows = [one for one in channels.shop.desk.show(view_queue, ANNA).rows if str(one.reference) in references]
    ticked = {f"pick-{one.id}": str(one.reference) for one in rows}
    assert len(ticked) == 3
    anna.send("/queue/bulk", forged=ticked, status_to="diagnosis")
    assert {who: len(said) for who, said in channels.news().items()} == dict.fromkeys(NEWS, 1) | {MARIA: 0}


def test_H8_what_is_switched_off_stays_off(channels: Channels) -> None:
    """On every channel, in the browser too; what is on goes as before, and the room shows the status all the same."""
    paths = asks(channels)
    channels.switch(status=False)
    before, anna = len(channels.push.got), at_the_desk(channels.shop)
    for path in paths.values():
        sets(anna, path, "diagnosis")
    assert channels.news() == {who: [] for who in NEWS}
    assert len(channels.push.got) == before
    channels.switch(status_note=False)
    anna.open(paths[MARIA])
    anna.send("/status-note", text="Gotowe.", status="ready_for_pick_up")
    assert len(channels.news()[MARIA]) == 1, "a note that is switched off hides no status"


def test_H8_who_wrote_stop_is_not_told(channels: Channels) -> None:
    """Not on that channel, and staff see that somebody has to call; the others are told."""
    paths = asks(channels)
    shop, now = channels.shop, str(int(channels.shop.desk.clock().timestamp()))
    shop.visitor().client.post(f"/inbound/smsapi/{s.SECRET}", data=s.smsapi_message(TEXT, "STOP", now))
    channels.works()
    anna = at_the_desk(shop)
    for path in paths.values():
        sets(anna, path, "diagnosis")
    told = channels.news()
    assert {who: len(said) for who, said in told.items()} == dict.fromkeys(NEWS, 1) | {TEXT: 0}
    assert "STOP" in anna.open(paths[TEXT]).text
