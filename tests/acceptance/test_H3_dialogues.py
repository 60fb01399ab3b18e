"""H1, H3, H12: a chat that answers by itself: a welcome, a request, its status, and a person for who asks for one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import attrs
import pytest

import whatsapp_peer as w
from helpdesk_core import Admin, Agent
from helpdesk_core.adapters.whatsapp import GraphApi, Template, WhatsAppNotifier
from helpdesk_core.base.references import Reference
from helpdesk_core.base.text import Published
from helpdesk_core.commands import (
    ChangeSettings,
    ReplyToCustomer,
    ResumeChat,
    SetEstimate,
    TakeRequest,
    WriteStatusNote,
)
from helpdesk_core.ports.notifier import Notifiers
from helpdesk_core.views import InboundState, view_inbound, view_queue
from shops import Shop

SARAH, TOM = "48600777888", "48600777889"
ANNA = Agent(id="anna", name="Anna")


@attrs.define
class Chat:
    """One customer's WhatsApp, and the shop's."""

    shop: Shop
    peer: w.Peer
    count: int = 0
    seen: int = 0
    known: frozenset[str] = frozenset()

    def says(self, words: str = "", *, sender: str = SARAH, tap: str = "", wait: int = 30, **values: Any) -> list[str]:
        """A signed webhook comes in by the door, the worker does what there is to do; what goes out."""
        now = self.shop.desk.clock() + timedelta(seconds=wait)
        self.shop.desk.clock = lambda: now
        self.count += 1
        one = w.message(f"wamid.{self.count}", sender=sender, text={"body": words}, **values)
        if tap:
            reply = {"type": "button_reply", "button_reply": {"id": tap, "title": words or tap}}
            one = w.message(f"wamid.{self.count}", "interactive", sender, interactive=reply)
        one["timestamp"] = str(int(self.shop.desk.clock().timestamp()))
        request, before = w.signed(w.payload([one])), len(self.peer.sent)
        answer = self.shop.visitor().client.post(
            "/inbound/whatsapp", content=request.body, headers=dict(request.headers)
        )
        assert answer.status_code == 200
        self.works()
        return [body(sent) for sent in self.peer.sent[before:]]

    def works(self) -> None:
        while self.shop.desk.deliver(500).total:
            pass

    @property
    def offered(self) -> dict[str, str]:
        """The quick replies of the last answer, by their words; a code may have gone out beside it."""
        *_, asked = ({}, *(one["interactive"]["action"] for one in self.peer.sent[-2:] if "interactive" in one))
        replies = [one["reply"] for one in asked.get("buttons", ())]
        replies += [row for part in asked.get("sections", ()) for row in part["rows"]]
        return {one["title"]: one["id"] for one in replies}

    def take(self, **values: Any) -> Any:
        said = {"problem": "It leaks", "device": "Kettle", "surname": "Kern", "contact": f"+{SARAH}"} | values
        return self.shop.desk.do(self.shop.desk.read(TakeRequest, said), ANNA)

    def requests(self) -> list[Any]:
        """Those that came since the beginning."""
        found = self.shop.desk.show(view_queue, ANNA).rows
        return [one for one in found if one.id not in self.known]

    def held(self) -> list[Any]:
        """What waits for a person since the beginning."""
        found = self.shop.desk.show(view_inbound, ANNA, InboundState.HELD).rows
        return [one for one in found if one.id not in self.known]

    def sets(self, name: str, value: Any) -> None:
        """An admin changes a setting."""
        row = {"key": name, "value": Published.of(value), "seen": self.seen}
        self.seen += 1
        self.shop.desk.do(self.shop.desk.read(ChangeSettings, {"values": (row,)}), Admin(id="root", name="Root"))
        self.shop.desk.refresh_settings()


def body(sent: dict[str, Any]) -> str:
    """The words of a message as they went out."""
    return str(sent["text"]["body"] if sent["type"] == "text" else sent["interactive"]["body"]["text"])


@pytest.fixture
def chat(shop: Shop) -> Iterator[Chat]:
    with w.running() as peer:
        api = GraphApi(number=w.NUMBER, token=w.TOKEN, api=peer.api)
        templates = {"en": Template(name="new_message", code="en")}
        shop.desk.channels = {**shop.desk.channels, "whatsapp": w.channel(peer.api)}
        sends = WhatsAppNotifier(api=api, templates=templates, clock=lambda: shop.desk.clock().timestamp())
        shop.desk.notifiers = Notifiers([sends, shop.outbox])
        made = Chat(shop, peer)
        made.works()
        made.known = frozenset(one.id for one in (*made.requests(), *made.held()))
        yield made


def test_H1_welcome_choice_description_request(chat: Chat) -> None:
    """The seed's conversation: a kind is chosen, the problem is described, the number and an honest estimate come."""
    (welcome,) = chat.says("Hi")
    assert "Automatic answer" in welcome
    assert "promise" in welcome or "cannot say" in welcome
    assert list(chat.offered) == ["Billing", "Technical", "Other", "A person"]
    assert chat.requests() == []
    (asked,) = chat.says("Billing", tap=chat.offered["Billing"])
    assert "please describe" in asked
    said = chat.says("I was charged $299 instead of $199 for my plan.")
    (request,) = chat.requests()
    assert any(Reference.stored(request.reference).grouped in one for one in said)
    assert "charged" in str(request.subject)
    assert chat.held() == []
    anna = chat.shop.visitor("en")
    anna.sign_in()
    page = anna.open(f"/staff/requests/{request.reference}").text
    assert "Billing" in page
    assert "$299 instead of $199" in page
    assert "Odpowiedziano automatycznie na czacie" in page
    assert chat.shop.desk.verify() == ()


def test_H5_what_cannot_wait_is_acknowledged_in_the_chat_at_once(chat: Chat) -> None:
    """With the aim of this hour or the next opening, the hours and the number to call, in place of the usual time."""
    said = chat.says("Urgent! Smoke comes out of my laptop, please help.")
    answer = next(one for one in said if "We have noted it" in one)
    for words in ("We have seen that it cannot wait.", "Your request stands in front", "We are open:", "call +48 22"):
        assert words in answer
    assert "usually took" not in answer


def test_H1_what_was_said_at_first_is_not_asked_again(chat: Chat) -> None:
    """A first message that describes the problem is the request; its number comes at once."""
    said = chat.says("My washing machine does not spin any more and smells odd.")
    (request,) = chat.requests()
    assert any("We have noted it" in one for one in said)
    assert chat.offered == {"Status": "status:", "A person": "person"}
    more = chat.says("It is a Bosch.")
    assert more == []
    (same,) = chat.requests()
    assert same.id == request.id
    (asked,) = chat.says("Hi, I have a billing issue", sender=TOM)
    assert "Billing: please describe" in asked


def test_H1_the_plain_number_of_a_quick_reply_answers_too(chat: Chat) -> None:
    """For whoever types it; the kind by its name as well."""
    chat.says("Hello")
    assert "Technical: please describe" in chat.says("2")[0]
    chat.says("Hello", sender=TOM)
    assert "Billing: please describe" in chat.says("billing", sender=TOM)[0]


def test_H3_the_status_is_told_to_the_verified_contact_alone(chat: Chat) -> None:
    """Status, last update, expected day; to everybody else the same, whether there is such a request or not."""
    taken = chat.take()
    (said,) = chat.says(f"Hi, can I check the status of ticket #{taken.reference}?")
    assert taken.reference in said
    assert "There is no date yet." in said
    assert "Last update" in said
    shop = chat.shop
    day = (shop.desk.clock() + timedelta(days=5)).date()
    shop.desk.do(shop.desk.read(SetEstimate, {"request": taken.request, "estimate": day.isoformat()}), ANNA)
    chat.works()
    (said,) = chat.says("status")
    assert "Expected to be done" in said
    assert "no promise" in said
    (known,) = chat.says(f"status of ticket {taken.reference}", sender=TOM)
    (unknown,) = chat.says("status of ticket 7777-7777", sender=TOM)
    assert known == unknown
    assert taken.reference not in known
    assert "only to the person whose it is" in known


def test_H3_asking_for_the_status_makes_nobody_wait(chat: Chat) -> None:
    """The question stands on the thread, staff are told nothing, and the queue stays as it was."""
    taken = chat.take()
    chat.shop.desk.do(chat.shop.desk.read(ReplyToCustomer, {"request": taken.request, "text": "We look at it."}), ANNA)
    chat.works()
    (said,) = chat.says("any update?")
    assert "we wrote to you" in said
    (row,) = chat.requests()
    assert row.waits_since is None
    anna = chat.shop.visitor("en")
    anna.sign_in()
    page = anna.open(f"/staff/requests/{row.reference}").text
    assert "any update?" in page
    assert "Pytanie o status i automatyczna odpowiedź" in page
    assert chat.shop.desk.verify() == ()


@pytest.mark.parametrize(
    ("words", "told"), [("status zgłoszenia {}", "Nie ma jeszcze terminu."), ("Jaki jest stan naprawy {}", "terminu")]
)
def test_H3_in_polish(chat: Chat, words: str, told: str) -> None:
    """In the words that people use, and answered in them."""
    taken = chat.take()
    (said,) = chat.says(words.format(taken.reference))
    assert taken.reference in said
    assert told in said


def test_H3_of_several_it_asks_which(chat: Chat) -> None:
    """By quick replies that name them; a number answers as well."""
    first, second = chat.take(), chat.take(device="Iron")
    (asked,) = chat.says("status")
    assert "Which request" in asked
    titles = list(chat.offered)
    assert titles[0].startswith(second.reference)
    assert titles[1].startswith(first.reference)
    (said,) = chat.says(titles[1], tap=chat.offered[titles[1]])
    assert f"Request {first.reference}" in said
    chat.says("status")
    assert f"Request {second.reference}" in chat.says("1")[0]
    assert chat.held() == []


def test_H3_the_note_goes_along_where_the_shop_lets_texts_go(chat: Chat) -> None:
    """R4: else it says that there is news, and the words stay in the room."""
    taken, desk = chat.take(), chat.shop.desk
    desk.do(desk.read(WriteStatusNote, {"request": taken.request, "text": "Waiting for a pump."}), ANNA)
    assert "pump" not in chat.says("status")[-1]
    chat.sets("send_replies_to", ["phone"])
    assert "Waiting for a pump." in chat.says("status")[-1]


def test_H12_recent_requests_are_suggested_to_their_contact(chat: Chat) -> None:
    """ "Is it about …?": what waited goes where its sender says, with nothing asked that is known."""
    first, second = chat.take(), chat.take(device="Iron")
    (asked,) = chat.says("It still does not work, and now it hums")
    assert "Is it about one of these?" in asked
    titles = list(chat.offered)
    assert [one.split()[0] for one in titles[:2]] == [second.reference, first.reference]
    assert titles[2:] == ["Something new", "A person"]
    (said,) = chat.says(titles[1], tap=chat.offered[titles[1]])
    assert first.reference in said
    assert chat.held() == []
    anna = chat.shop.visitor("en")
    anna.sign_in()
    assert "now it hums" in anna.open(f"/staff/requests/{first.reference}").text
    assert chat.shop.desk.verify() == ()


def test_H12_a_stranger_is_told_of_no_request(chat: Chat) -> None:
    """Whose number nobody has confirmed hears of none, whatever button they send."""
    taken = chat.take()
    (said,) = chat.says("R", sender=TOM, tap=f"request:{taken.request}")
    assert taken.reference not in said
    (said,) = chat.says("R", sender=TOM, tap=f"status:{taken.request}")
    assert taken.reference not in said


def test_H1_a_person_whenever_one_is_asked_for(chat: Chat) -> None:
    """The dialogue stops for a day, staff are told, and nothing is lost."""
    chat.says("Hi")
    (said,) = chat.says("I want to talk to a human")
    assert "A person answers you here" in said
    assert chat.says("status") == []
    assert chat.says("hello?") == []
    reasons = [one.reason.value for one in chat.held() if one.reason]
    assert "person" in reasons
    assert any("prosi na czacie" in mail["subject"] for mail in chat.shop.outbox.sent(50))
    assert chat.says("hi", wait=25 * 3600) != []


def test_H1_on_a_request_the_person_finds_it_there(chat: Chat) -> None:
    """On the thread, with a line that says what was asked."""
    taken = chat.take()
    (said,) = chat.says("konsultant")
    assert "automat" in said.lower()
    anna = chat.shop.visitor("en")
    anna.sign_in()
    page = anna.open(f"/staff/requests/{taken.reference}").text
    assert "Prosi o rozmowę z człowiekiem" in page
    assert chat.says("status") == []


def test_H1_what_is_not_understood_twice_goes_to_a_person(chat: Chat) -> None:
    """It never goes round in circles."""
    chat.says("Hi")
    assert "Please choose" in chat.says("hello")[0]
    assert "A person answers you here" in chat.says("hi there")[0]
    assert chat.says("hello hello") == []


def test_H1_every_automatic_answer_is_marked_and_switchable(chat: Chat) -> None:
    """G6: each kind is switched off by itself, and what is left is as it was without."""
    off = dict.fromkeys(("chat_welcome", "chat_status", "chat_person"), False)
    chat.sets("automatic", off)
    said = chat.says("Hi")
    assert len(chat.requests()) == 1
    assert all("Automatic answer" not in one for one in said)
    chat.seen = 1
    chat.sets("automatic", {})
    assert all("Automatic answer" in one for one in chat.says("status"))


def test_H1_stop_is_honoured(chat: Chat) -> None:
    """Nothing automatic any more, until they write START; a person reads what they write."""
    assert chat.says("STOP") == []
    assert chat.says("status") == []
    assert chat.says("status", wait=3 * 86_400) == []
    chat.says("START")
    assert chat.says("status") != []


def test_H1_secrets_are_kept_nowhere(chat: Chat) -> None:
    """What announces a secret may stand in one message, and the secret in the next."""
    chat.says("my pin is")
    chat.says("482196 and the screen is dark, please repair it")
    (request,) = chat.requests()
    anna = chat.shop.visitor("en")
    anna.sign_in()
    assert "482196" not in anna.open(f"/staff/requests/{request.reference}").text


def test_G6_staff_switch_automatic_answers_back_on(chat: Chat) -> None:
    """By a button on the request, once; a STOP of the customer's own stays."""
    request = chat.take(problem="It leaks")
    chat.says("agent")
    assert chat.says("status") == []
    anna, path = chat.shop.visitor("en"), f"/staff/requests/{request.reference}"
    anna.sign_in()
    anna.open("/language/en?next=/staff")
    assert "A person answers in the chat with" in anna.open(path).text
    anna.send("/chat/resume")
    assert "A person answers in the chat with" not in anna.page.text
    assert "Automatic answers in the chat switched back on" in anna.page.text
    (told,) = chat.says("status")
    assert "Automatic answer" in told
    chat.says("STOP")
    assert "A person answers in the chat with" not in anna.open(path).text
    chat.shop.desk.do(chat.shop.desk.read(ResumeChat, {"request": request.request}), ANNA)
    assert chat.says("status") == []
    assert chat.shop.desk.verify() == ()


def test_H12_the_conversation_is_kept_with_the_request(chat: Chat) -> None:
    """What was said, by whom and when, and what was answered by itself, on the one thread; a photo too."""
    chat.says("Hi")
    chat.says("2")
    chat.says("The screen flickers and goes dark after a minute.")
    chat.says("status")
    (request,) = chat.requests()
    anna = chat.shop.visitor("en")
    anna.sign_in()
    page = anna.open(f"/staff/requests/{request.reference}").text
    for said in ("The screen flickers", "status", "Odpowiedziano automatycznie na czacie"):
        assert said in page
    assert chat.shop.desk.verify() == ()
