"""What becomes of chat messages: whose they are is vouched for, where they belong is still to be known."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import attrs
import pytest

import whatsapp_peer as w
from helpdesk_core import Admin, Agent, Contact, ContactKind, Guest
from helpdesk_core.adapters.whatsapp import GraphApi, Template, WhatsAppNotifier
from helpdesk_core.base.queries import Query
from helpdesk_core.channels.model import ChatWindow, HeldFor, InboundMessage, InboundState
from helpdesk_core.channels.reports import TOO_EARLY
from helpdesk_core.commands import (
    BlockContact,
    CancelRequest,
    PutOnRequest,
    ReplyToCustomer,
    SaveProfile,
    SplitRequest,
    SubmitRequest,
    TakeRequest,
)
from helpdesk_core.contacts.model import CONTACTS, ContactPoint, Proof
from helpdesk_core.conversations.model import THREAD
from helpdesk_core.notifications.model import OF_SUBJECT, OutboxRow
from helpdesk_core.service_requests.model import ServiceRequest, Source
from helpdesk_core.testing import FixtureDesk, make_desk
from helpdesk_core.testing.doubles import POLISH_SHOP
from helpdesk_core.views import view_health, view_inbound, view_queue, view_request_urgency

ANNA, JAN = Agent(id="anna", name="Anna"), Contact(ContactKind.PHONE, f"+{w.JAN}")
TEMPLATES = {code: Template(name="new_message", code=code) for code in ("en", "pl")}


@attrs.define
class Chat:
    """A desk with WhatsApp, and its maker's side."""

    desk: FixtureDesk
    peer: w.Peer

    def says(self, *messages: dict[str, Any], statuses: Any = (), ahead: int = 0) -> None:
        """Messages come in, and the worker does what there is to do. Their sender's clock may be ``ahead`` by some
        seconds."""
        self.desk.clock.move(seconds=1)
        for one in messages:
            one["timestamp"] = str(int(self.desk.clock().timestamp()) + ahead)
        answer = self.desk.receive("whatsapp", w.signed(w.payload(messages, statuses)))
        assert hasattr(answer, "inbound"), answer
        self.works()

    def works(self) -> None:
        while self.desk.deliver(500).total:
            pass

    def take(self, **values: Any) -> str:
        """Somebody stands at the counter."""
        said = {"problem": "It leaks", "device": "Kettle", "surname": "Kern", "contact": JAN.value} | values
        return str(self.desk.do(self.desk.read(TakeRequest, said), ANNA).request)

    def find(self, query: Any, **values: Any) -> list[Any]:
        with self.desk.reading() as reader:
            return list(reader.find(query, values, limit=2_000))

    def load(self, kind: Any, id: str) -> Any:
        with self.desk.reading() as reader:
            return reader.load(kind, id)

    def words(self, request: str) -> list[str]:
        return [str(one.text) for one in reversed(self.find(THREAD, request=request))]

    def requests(self) -> list[ServiceRequest]:
        return [self.load(ServiceRequest, one.id) for one in self.desk.show(view_queue, ANNA).rows]

    def held(self) -> list[InboundMessage]:
        return list(self.desk.show(view_inbound, ANNA, InboundState.HELD).rows)

    def left_out(self) -> list[str]:
        """Names of files that were not taken."""
        found = [self.desk.show(view_inbound, ANNA, state).rows for state in InboundState]
        return sorted(str(name) for rows in found for one in rows for name in one.left_out)

    def point(self, request: str) -> ContactPoint:
        (found,) = self.find(CONTACTS, request=request)
        return found

    def sent(self, request: str, notice: str) -> OutboxRow:
        rows = [one for one in self.find(OF_SUBJECT, subject=request) if one.payload.get("notice") == notice]
        return max(rows, key=lambda one: one.created_at)


def chatting(peer: w.Peer, **settings: Any) -> Chat:
    desk = make_desk(
        channels=[w.channel(peer.api)], settings=attrs.evolve(POLISH_SHOP, **{"automatic": w.SILENT} | settings)
    )
    api = GraphApi(number=w.NUMBER, token=w.TOKEN, api=peer.api)
    sends = WhatsAppNotifier(api=api, templates=TEMPLATES, clock=lambda: desk.clock().timestamp())
    desk.notifiers = type(desk.notifiers)([sends, desk.notifier])
    return Chat(desk, peer)


@pytest.fixture
def chat() -> Iterator[Chat]:
    with w.running() as peer:
        yield chatting(peer, send_replies_to=frozenset({"phone"}))


def test_somebody_unknown_begins_a_request(chat: Chat) -> None:
    """The number is proved by writing from it, the request waits for a person; the link and a code go the same way."""
    chat.says(w.message(text={"body": "Pralka nie wiruje."}))
    (request,) = chat.requests()
    assert (request.source, str(request.surname), request.phase.value) == (Source.CHAT, "Kern", "received")
    point = chat.point(request.id)
    assert (point.value, point.channel, point.proof) == (JAN, "whatsapp", Proof.CHANNEL)
    (sent,) = chat.peer.sent
    assert "kod weryfikacyjny" in sent["text"]["body"]
    assert "wiruje" not in sent["text"]["body"]
    assert chat.desk.verify() == ()


def test_somebody_wrote_when_it_came_whatever_their_clock_says(chat: Chat) -> None:
    """A clock that is ahead leaves the chat open no longer, and what comes late ends nothing sooner."""
    for ahead in (3 * 86_400, -3_600):
        chat.says(w.message(f"wamid.{ahead}"), ahead=ahead)
        with chat.desk.reading() as reader:
            (window,) = reader.find(Query(ChatWindow), {}, limit=9)
        assert chat.desk.clock() - window.heard_at < timedelta(minutes=1)
    assert window.heard_at <= chat.desk.clock()


def test_what_cannot_wait_is_put_in_front_and_given_to_who_is_there(chat: Chat) -> None:
    """As what is sent by the form: staff read the words."""
    boss = Admin(id="boss", name="Boss")
    chat.desk.do(chat.desk.read(SaveProfile, {"person": "ola", "name": "Ola", "takes": "yes"}), boss)
    chat.says(w.message("wamid.1", text={"body": "URGENT: our website is down!"}))
    (row,) = chat.desk.show(view_queue, ANNA).rows
    assert (row.priority, row.assignee) == (0, "ola")
    raised = chat.desk.show(view_request_urgency, ANNA, row.id).raised
    assert [str(word) for word in raised.words] == ["URGENT", "website is down"]
    assert chat.desk.verify() == ()


def test_several_quick_messages_are_one_request(chat: Chat) -> None:
    """In one batch or not, twice or not."""
    one, two, three = w.message(), w.message("wamid.2", text={"body": "Bosch"}), w.message("wamid.3")
    chat.says(one, two)
    chat.says(two, one, three)
    (request,) = chat.requests()
    assert sorted(chat.words(request.id)) == sorted([w.SAID, "Bosch", w.SAID])
    assert chat.held() == []


def test_of_two_open_requests_a_person_chooses(chat: Chat) -> None:
    """Without a quote of ours nobody can tell; the number that wrote is the customer's all the same."""
    first, second = chat.take(), chat.take(device="Iron")
    chat.says(w.message())
    (held,) = chat.held()
    assert held.reason is HeldFor.WHICH
    chat.desk.do(chat.desk.read(PutOnRequest, {"inbound": held.id, "request": second}), ANNA)
    assert chat.words(second)[-1] == w.SAID
    assert chat.words(first) == ["It leaks"]
    assert [chat.point(one).channel for one in (first, second)] == [None, "whatsapp"]
    assert chat.desk.verify() == ()


def test_writing_makes_the_chat_the_way_back(chat: Chat) -> None:
    """A number that was confirmed at the counter is reached by WhatsApp once its holder wrote by it; the answer quotes
    which request it is about, and that stays so when there is a second one."""
    first = chat.take()
    chat.says(w.message(text={"body": "Jest gotowe?"}))
    assert chat.words(first) == ["It leaks", "Jest gotowe?"]
    assert (chat.point(first).channel, chat.point(first).proof) == ("whatsapp", Proof.IN_PERSON)
    chat.desk.do(chat.desk.read(ReplyToCustomer, {"request": first, "text": "Jutro o 10."}), ANNA)
    chat.works()
    assert "Jutro o 10." in chat.peer.sent[-1]["text"]["body"]
    chat.take(device="Iron")
    ours = chat.sent(first, "reply").provider_id
    chat.says(w.message("wamid.2", text={"body": "Dobrze, przyjdę"}, context={"id": ours, "from": w.OWN}))
    assert chat.words(first)[-1] == "Dobrze, przyjdę"
    assert chat.desk.verify() == ()


def test_a_quoted_message_of_somebody_elses_request_proves_nothing(chat: Chat) -> None:
    """Whoever learns an id of ours does not get in by it."""
    first = chat.take()
    chat.says(w.message(text={"body": "Jest gotowe?"}))
    chat.desk.do(chat.desk.read(ReplyToCustomer, {"request": first, "text": "Jutro."}), ANNA)
    chat.works()
    ours = chat.sent(first, "reply").provider_id
    chat.says(w.message("wamid.2", sender=w.EWA, text={"body": "Proszę o adres"}, context={"id": ours}))
    assert "Proszę o adres" not in chat.words(first)


def test_an_unconfirmed_number_is_nobodys_yet(chat: Chat) -> None:
    """Somebody typed it into the form: the message is held, with that request to choose."""
    said = {"problem": "It leaks", "device": "Kettle", "surname": "Kern", "contact": JAN.value}
    made = chat.desk.do(chat.desk.read(SubmitRequest, said), Guest())
    chat.says(w.message())
    assert [(one.reason, one.suggested) for one in chat.held()] == [(HeldFor.WHICH, made.request)]


def test_what_ended_is_opened_by_nobody_but_a_person(chat: Chat) -> None:
    """A message without a quote makes no request beside it; thanks for an answer of ours change nothing."""
    first = chat.take()
    chat.says(w.message())
    chat.desk.do(chat.desk.read(ReplyToCustomer, {"request": first, "text": "Nie da się naprawić."}), ANNA)
    chat.works()
    ours = chat.sent(first, "reply").provider_id
    chat.desk.do(chat.desk.read(CancelRequest, {"request": first}), ANNA)
    chat.says(w.message("wamid.2", text={"body": "Dziękuję!"}, context={"id": ours}))
    chat.says(w.message("wamid.3", text={"body": "A jednak?"}, context={"id": ours}))
    chat.says(w.message("wamid.4", text={"body": "Halo?"}))
    assert chat.words(first)[-1] == "Dziękuję!"
    assert [one.reason for one in chat.held()] == [HeldFor.ENDED, HeldFor.WHICH]
    assert chat.load(ServiceRequest, first).phase.value == "cancelled"


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"kind": "unsupported"}, HeldFor.UNSUPPORTED),
        ({"kind": "system", "system": {"type": "user_changed_number", "body": "moved"}}, HeldFor.NUMBER_CHANGED),
        ({"sender": "", "from_user_id": "PL.1"}, HeldFor.HIDDEN_NUMBER),
    ],
)
def test_what_only_a_person_can_place_is_held(chat: Chat, values: dict[str, Any], reason: HeldFor) -> None:
    """And says why; no request is made of it."""
    chat.says(w.message(**values))
    assert [one.reason for one in chat.held()] == [reason]
    assert chat.requests() == []
    assert chat.peer.sent == []


def test_limits_and_blocks_hold_for_numbers_too(chat: Chat) -> None:
    """Two requests a day of one number; none of a blocked one."""
    first = chat.take(contact=f"+{w.EWA}")
    chat.desk.do(
        chat.desk.read(BlockContact, {"request": first, "contact": chat.point(first).id, "reason": "spam"}),
        Admin(id="adam", name="Adam"),
    )
    chat.says(w.message("wamid.9", sender=w.EWA))
    assert [one.reason for one in chat.held()] == [HeldFor.BLOCKED]


def test_a_shop_may_have_unknown_senders_sorted(chat: Chat) -> None:
    """The setting for chats is its own."""
    other = chatting(chat.peer, chat_makes_requests=False)
    other.says(w.message())
    assert [one.reason for one in other.held()] == [HeldFor.BY_CHOICE]


def test_reports_stand_with_the_message_however_they_come(chat: Chat) -> None:
    """Read before delivered, twice, and a failure that comes late: it stays read. Nothing is to be sorted."""
    chat.says(w.message())
    (request,) = chat.requests()
    row = chat.sent(request.id, "received")
    assert (row.state.value, row.reason) == ("done", "")
    for status in ("sent", "read", "delivered", "read", "failed"):
        chat.says(statuses=[w.report(str(row.provider_id), status, row.id, 131026 if status == "failed" else None)])
    assert chat.sent(request.id, "received").reason == "read"
    assert chat.desk.show(view_inbound, ANNA, InboundState.AUTOMATIC).rows == ()
    assert chat.desk.show(view_health, ANNA).failed == ()


@pytest.mark.parametrize(("code", "reason"), [(131047, "whatsapp_window_closed"), (131026, "whatsapp_recipient")])
def test_what_did_not_arrive_is_among_the_undelivered(chat: Chat, code: int, reason: str) -> None:
    """With why, and the number to call."""
    chat.says(w.message())
    (request,) = chat.requests()
    row = chat.sent(request.id, "received")
    chat.says(statuses=[w.report(str(row.provider_id), "failed", row.id, code)])
    (failed,) = chat.desk.show(view_health, ANNA).failed
    assert (failed.row.reason, failed.call) == (reason, JAN)


def test_a_report_that_overtakes_our_own_word_is_read_again(chat: Chat) -> None:
    """WhatsApp may say that it was read before the worker has written down that it was sent."""
    first = chat.take()
    chat.says(w.message())
    chat.desk.do(chat.desk.read(ReplyToCustomer, {"request": first, "text": "Jutro."}), ANNA)
    row = chat.sent(first, "reply")
    report = w.report("wamid.OUT1", "read", row.id) | {"timestamp": str(int(chat.desk.clock().timestamp()))}
    body = w.signed(w.payload(statuses=[report]))
    assert chat.desk.receive("whatsapp", body) == TOO_EARLY, "WhatsApp brings it again"
    chat.works()
    assert hasattr(chat.desk.receive("whatsapp", body), "inbound")
    assert chat.sent(first, "reply").reason == "read"


def test_a_report_about_anothers_message_says_nothing(chat: Chat) -> None:
    """The key and the provider's id belong together; what was never ours is nobody's."""
    chat.says(w.message())
    (request,) = chat.requests()
    row = chat.sent(request.id, "received")
    chat.says(statuses=[w.report("wamid.other", "failed", row.id, 131026), w.report("wamid.x", "read", "no such key")])
    chat.says(statuses=[w.report(str(row.provider_id), "failed", None, 131026)])
    assert chat.sent(request.id, "received").reason == ""


def test_the_day_after_a_template_goes(chat: Chat) -> None:
    """In the receiver's language, which is that of their first words; without it staff would be told."""
    chat.says(w.message())
    (request,) = chat.requests()
    chat.desk.clock.move(hours=25)
    said = {"request": request.id, "text": "Gotowe.", "unconfirmed": True}
    chat.desk.do(chat.desk.read(ReplyToCustomer, said), ANNA)
    chat.works()
    assert chat.peer.sent[-1]["type"] == "template"
    assert chat.peer.sent[-1]["template"]["language"] == {"code": "pl"}


def test_a_request_that_is_split_off_is_answered_the_same_way(chat: Chat) -> None:
    """Its contact is reached by the chat, as the one that it is a copy of."""
    first = chat.take()
    chat.says(w.message(text={"body": "Mam też żelazko."}))
    message = max(chat.find(THREAD, request=first), key=lambda one: one.at).id
    made = chat.desk.do(chat.desk.read(SplitRequest, {"request": first, "message": message}), ANNA)
    chat.works()
    (other,) = [one for one in chat.requests() if one.id != first]
    assert chat.point(other.id).channel == "whatsapp"
    assert made.reference


def test_photos_are_fetched_by_a_job_and_bounded(chat: Chat) -> None:
    """A photo goes to the request by the room's rules; a voice note and what is gone are named."""
    png = b"\x89PNG\r\n\x1a\n" + b"0" * 50
    chat.peer.files["p1"] = png
    chat.says(w.message(text={"body": "Pękło"}))
    chat.says(w.message("wamid.2", kind="image", **w.file("image", "image/png", "p1", caption="Tutaj")))
    chat.says(w.message("wamid.3", kind="image", **w.file("image", "image/png", "gone")))
    chat.says(w.message("wamid.4", kind="audio", **w.file("audio", "audio/ogg", "v1", voice=True)))
    (request,) = chat.requests()
    assert chat.words(request.id) == ["Pękło", "Tutaj", "🎤 voice.ogg"]
    assert png in chat.desk.files.kept.values()
    assert chat.left_out() == ["photo.jpg", "voice.ogg"]


@pytest.mark.parametrize("webhooks", [150, pytest.param(2_000, marks=[pytest.mark.full, pytest.mark.timeout(1_800)])])
def test_a_burst_with_duplicates_and_disorder_has_one_effect_each(chat: Chat, webhooks: int) -> None:
    """Each message and report many times, in batches of any cut: as many messages as were written."""
    chance, number = random.Random(7), webhooks * 2 // 5
    moment = str(int(chat.desk.clock().timestamp()))
    chat.says(w.message("wamid.first"))
    (request,) = chat.requests()
    row = chat.sent(request.id, "received")
    messages = [w.message(f"wamid.{one}", text={"body": f"Numer {one}"}, timestamp=moment) for one in range(number)]
    statuses = [w.report(str(row.provider_id), one, row.id) for one in ("sent", "delivered", "read")]
    for _ in range(webhooks):
        beside = chance.sample(statuses, chance.randint(0, 2))
        body = w.payload(chance.sample(messages, chance.randint(1, 6)), beside)
        chat.desk.receive("whatsapp", w.signed(body))
        if chance.random() < 0.1:
            chat.works()
    chat.desk.receive("whatsapp", w.signed(w.payload(messages, statuses)))
    chat.works()
    said = chat.words(request.id)
    assert sorted(said) == sorted([w.SAID, *(f"Numer {one}" for one in range(number))])
    assert chat.requests()[0].id == request.id
    assert chat.sent(request.id, "received").reason == "read"
    assert chat.desk.verify() == ()


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"kind": "poll", "poll": {"name": "Kiedy?"}}, HeldFor.UNSUPPORTED),
        ({"kind": "image", "image": {"id": "p1"}}, HeldFor.UNREADABLE),
        ({"kind": "contacts", "contacts": [{"name": None}]}, HeldFor.UNREADABLE),
    ],
)
def test_what_somebody_wrote_is_lost_for_no_shape_of_it(chat: Chat, values: dict[str, Any], reason: HeldFor) -> None:
    """A kind that is new, or one that has changed: a person sees that it came, and from whom; the bytes of what could
    not be read are kept."""
    chat.says(w.message(**values))
    (held,) = chat.held()
    assert (held.reason, held.sender) == (reason, JAN.value)
    assert (held.key in chat.desk.files.kept) is (reason is HeldFor.UNREADABLE)
    assert chat.peer.sent == []


def test_a_part_that_did_not_arrive_is_not_hidden_by_one_that_did(chat: Chat) -> None:
    """A long answer goes out as several messages, each with reports of its own."""
    first = chat.take()
    chat.says(w.message())
    chat.desk.do(chat.desk.read(ReplyToCustomer, {"request": first, "text": "Tak, tak. " * 450}), ANNA)
    chat.works()
    row = chat.sent(first, "reply")
    one, *_, two = str(row.provider_id).split()
    chat.says(statuses=[w.report(one, "read", row.id)])
    chat.says(statuses=[w.report(two, "failed", row.id, 131026)])
    assert [each.row.id for each in chat.desk.show(view_health, ANNA).failed] == [row.id]


def test_who_has_many_requests_is_heard_about_the_newest(chat: Chat) -> None:
    """A company's old requests do not hide its open one, and a person is offered the newest."""
    for _ in range(51):
        chat.desk.clock.move(seconds=1)
        chat.desk.do(chat.desk.read(CancelRequest, {"request": chat.take()}), ANNA)
    chat.desk.clock.move(seconds=1)
    newest = chat.take()
    chat.says(w.message())
    assert chat.words(newest)[-1] == w.SAID


def test_reports_leave_nothing_behind(chat: Chat) -> None:
    """Each message has several, and each of them often: no row, no file and no job is made of one."""
    chat.says(w.message())
    (request,) = chat.requests()
    row = chat.sent(request.id, "received")
    before, kept = chat.desk.count_changes(), dict(chat.desk.files.kept)
    for status in ("sent", "delivered", "read", "read"):
        chat.says(statuses=[w.report(str(row.provider_id), status, row.id)])
    chat.says(statuses=[w.report("wamid.strange", "read"), w.report("wamid.strange", "failed", "x", 131026)])
    assert chat.sent(request.id, "received").reason == "read"
    assert (chat.desk.count_changes(), chat.desk.files.kept) == (before, kept)
    assert all(chat.desk.show(view_inbound, ANNA, one).rows == () for one in (InboundState.REPORT, InboundState.KEPT))


def test_shops_that_share_a_place_for_files_do_not_share_messages(chat: Chat) -> None:
    """Two tenants get the same bytes: what one has read is there for the other."""
    body = w.signed(w.payload([w.message()]))
    other = make_desk(channels=[w.channel()], tenant="other", settings=attrs.evolve(POLISH_SHOP, automatic=w.SILENT))
    other.storage, other.files = chat.desk.storage, chat.desk.files
    for desk in (chat.desk, other):
        assert hasattr(desk.receive("whatsapp", body), "inbound")
    chat.works()
    while other.deliver(500).total:
        pass
    assert len(other.show(view_queue, ANNA).rows) == 1
