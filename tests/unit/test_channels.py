"""Where a mail goes: onto a request where it is proved whose it is, and to a person where it is not."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import attrs
import pytest

import journeys as j
from helpdesk_core import Refusal
from helpdesk_core.adapters.mail import MailChannel
from helpdesk_core.adapters.smtp import SmtpNotifier
from helpdesk_core.attachments.model import OF_REQUEST as FILES
from helpdesk_core.base.keyring import KeyRing
from helpdesk_core.base.reply_tokens import contact_of, reply_token, tokens_in
from helpdesk_core.channels.model import HeldFor, InboundMessage, InboundState
from helpdesk_core.channels.outages import ReportOutage, view_outages
from helpdesk_core.channels.reports import is_early
from helpdesk_core.channels.sorting import BringBack, EraseInbound, MakeRequest, PutAside, PutOnRequest
from helpdesk_core.channels.thanks import is_thanks
from helpdesk_core.channels.views import view_inbound, view_inbound_message
from helpdesk_core.commands import AddContact
from helpdesk_core.conversations.model import NOTES, THREAD
from helpdesk_core.conversations.rules import ReplyToCustomer
from helpdesk_core.notifications.model import State
from helpdesk_core.notifications.views import view_health
from helpdesk_core.ports import InboundRequest, Outgoing, Retry, Sent, Undeliverable
from helpdesk_core.service_requests.model import BY_REFERENCE, Phase, Source
from helpdesk_core.testing import CapturingNotifier, make_desk
from helpdesk_core.testing.doubles import POLISH_SHOP
from mail_in import shapes as s

OWN = "serwis@shop.example"
SMTP = SmtpNotifier(host="mx.shop.example", sender=OWN, replies=OWN)
CHANNEL = MailChannel(own=[OWN], server="mx.shop.example")


class AsSmtp(CapturingNotifier):
    """Answers what SMTP would: the mail's id."""

    def send(self, outgoing: Outgoing) -> Sent | Retry | Undeliverable:
        super().send(outgoing)
        return Sent(str(SMTP.compose(outgoing)["Message-ID"]))


class Mailbox:
    """A desk that takes mail, and the mails that it sends as mail programs see them."""

    def __init__(self, **settings: Any) -> None:
        notifier = AsSmtp()
        self.desk = make_desk(channels=[CHANNEL], settings=attrs.evolve(POLISH_SHOP, **settings), notifiers=[notifier])
        self.desk.notifier = notifier

    def deliver(self) -> None:
        while self.desk.deliver().total:
            pass

    def gets(self, raw: bytes) -> InboundMessage:
        """A mail arrives and is read."""
        kept = self.desk.receive("mail", InboundRequest(body=raw))
        assert not isinstance(kept, Refusal)
        self.deliver()
        return self.stored(kept.inbound)

    def stored(self, id: str) -> InboundMessage:
        with self.desk.reading() as reader:
            found = reader.load(InboundMessage, id)
        assert found is not None
        return found

    def sent(self, to: str = j.EMAIL) -> list[Outgoing]:
        return [one for one in self.desk.notifier.sent if one.contact.value == to]

    def said(self, request: str) -> list[str]:
        """What stands on the thread."""
        with self.desk.reading() as reader:
            return [str(one.text) for one in reader.find(THREAD, {"request": request})]

    def answered(self, phase: str = "in_review") -> tuple[Any, Outgoing]:
        """A request of Maria's, and the last mail to her about it."""
        made, _ = j.in_phase(self.desk, phase)
        self.deliver()
        if phase not in ("received", "closed", "cancelled"):
            j.do(self.desk, ReplyToCustomer, j.ANNA, request=made.request, text="When can you come?")
            self.deliver()
        return made, self.sent()[-1]


@pytest.fixture
def box() -> Mailbox:
    return Mailbox()


def answer(to: Outgoing, text: str = s.SAID, *, by: str = "both", sender: str = j.EMAIL, **more: str) -> bytes:
    """An answer as a mail program makes it: to the reply address, with References, or both."""
    ours = SMTP.compose(to)
    back = {"To": str(ours["Reply-To"]) if by != "references" else OWN}
    if by != "address":
        back |= {"References": str(ours["Message-ID"]), "In-Reply-To": str(ours["Message-ID"])}
    return s.mail(text, From=f"Maria <{sender}>", headers=back | more)


@pytest.mark.parametrize("by", ["both", "references", "address"])
def test_an_answer_lands_on_its_request(box: Mailbox, by: str) -> None:
    """By the token in our mail's id or in the address for answers, from the address that the mail was sent to."""
    made, ours = box.answered("waiting_for_customer")
    mail = box.gets(answer(ours, s.REPLIES["gmail pl"], by=by))
    assert (mail.state, mail.request) == (InboundState.MESSAGE, made.request)
    assert s.SAID in box.said(made.request)
    request = j.stored(box.desk, made)
    assert (request.phase, request.is_waiting, request.unread) == (Phase.IN_REVIEW, True, True)
    assert (mail.text, mail.key, box.desk.files.kept) == (None, None, {})
    assert box.desk.verify() == ()


def test_secrets_in_a_mail_are_never_stored(box: Mailbox) -> None:
    """Subject, words, quotation and the names of files go through redaction; the bytes go when the words have gone."""
    raw = s.parts(
        s.part("Hasło do telefonu: Kot1234!, PIN 4821"),
        s.part(s.PNG, "image/png", Content_Disposition='attachment; filename="pin 4821.png"'),
        From="Nowa <nowa@example.com>",
        Subject="=?utf-8?Q?M=C3=B3j_PIN_to_4821?=",
    )
    mail = box.gets(raw)
    assert mail.state is InboundState.REQUEST
    with box.desk.reading() as reader:
        (file,) = reader.find(FILES, {"request": mail.request})
    assert "4821" not in " ".join((*box.said(mail.request or ""), str(file.name)))
    assert "Kot1234" not in " ".join(box.said(mail.request or ""))


@pytest.mark.parametrize(
    ("reason", "make"),
    [
        (HeldFor.STRANGER, lambda ours: answer(ours, sender="stranger@example.com")),
        (HeldFor.WHICH, lambda ours: s.mail(From=j.EMAIL, Subject="Re: [R-1042]")),
        (HeldFor.WHICH, lambda ours: s.mail(From=j.EMAIL, headers={"References": "<guessed@shop.example>"})),
        (HeldFor.WHICH, lambda ours: s.mail(From=j.EMAIL, headers={"To": "serwis+" + "a" * 45 + "@shop.example"})),
        (HeldFor.FORGED, lambda ours: answer(ours, **{"Authentication-Results": "mx.shop.example; dmarc=fail"})),
        (HeldFor.NO_SENDER, lambda ours: b"From: x@example.com\r\n" + answer(ours)),
        (HeldFor.UNREADABLE, lambda ours: answer(ours, "słowo " * 4_000)),
    ],
)
def test_what_proves_nothing_is_held(box: Mailbox, reason: HeldFor, make: Any) -> None:
    """A number in the subject, a stranger, a forged From, a guessed id, two senders: nobody sees it but who sorts."""
    made, ours = box.answered()
    before, sent = box.said(made.request), len(box.desk.notifier.sent)
    mail = box.gets(make(ours))
    assert (mail.state, mail.reason) == (InboundState.HELD, reason)
    assert box.said(made.request) == before
    assert len(box.desk.notifier.sent) == sent
    assert (mail.key in box.desk.files.kept) is (reason is HeldFor.UNREADABLE)


def test_nobody_is_confirmed_by_a_mail(box: Mailbox) -> None:
    """An answer to the mail with the code confirms nothing."""
    made, ours = box.answered("received")
    assert box.gets(answer(ours)).reason is HeldFor.UNCONFIRMED
    assert j.stored(box.desk, made).phase is Phase.RECEIVED


def test_a_copy_is_one_message(box: Mailbox) -> None:
    """By whatever way it comes twice, and a mail that only uses the same id is another one."""
    made, ours = box.answered()
    raw = answer(ours)
    first, again = box.gets(raw), box.gets(raw)
    copy = box.gets(b"Delivered-To: other@shop.example\r\n" + raw)
    assert (first.id, copy.state) == (again.id, InboundState.COPY)
    assert box.said(made.request).count(s.SAID) == 1
    assert box.desk.files.kept == {}
    assert box.gets(answer(ours, "Coś innego")).state is InboundState.MESSAGE


@pytest.mark.parametrize("name", s.MACHINES)
def test_machines_get_nothing(box: Mailbox, name: str) -> None:
    """No request, no answer, no way back for what has ended; what they wrote is kept apart."""
    mail = box.gets(s.MACHINES[name])
    assert (mail.state, mail.request) == (InboundState.AUTOMATIC, None)
    assert box.desk.notifier.sent == []


def test_an_absence_note_moves_nothing(box: Mailbox) -> None:
    """Though it carries the right token, and comes from the right address."""
    made, ours = box.answered("waiting_for_customer")
    assert box.gets(answer(ours, **{"Auto-Submitted": "auto-replied"})).state is InboundState.AUTOMATIC
    assert j.stored(box.desk, made).phase is Phase.WAITING_FOR_CUSTOMER


def test_a_bounce_marks_the_message_as_failed(box: Mailbox) -> None:
    """Only one that names a mail of ours by its token: staff see it among what did not arrive."""
    _, ours = box.answered()
    own = str(SMTP.compose(ours)["Message-ID"])
    assert box.gets(s.report(original="<made.up@shop.example>")).state is InboundState.AUTOMATIC
    assert box.desk.show(view_health, j.BOSS).failed == ()
    box.gets(s.report(original=own, action="delayed", status="4.4.1"))
    assert box.desk.show(view_health, j.BOSS).failed == ()
    box.gets(s.report(original=own))
    (failed,) = box.desk.show(view_health, j.BOSS).failed
    assert (failed.row.id, failed.row.reason) == (ours.key, "bounced")
    assert box.desk.verify() == ()


@pytest.mark.parametrize("phase", ["closed", "cancelled"])
def test_thanks_open_nothing_again(box: Mailbox, phase: str) -> None:
    """They stand on the thread; every other word to a request that has ended waits for a person."""
    made, ours = box.answered(phase)
    thanks = box.gets(answer(ours, "Dziękuję bardzo!\n\nPozdrawiam\nMaria"))
    assert (thanks.state, j.stored(box.desk, made).phase.value) == (InboundState.MESSAGE, phase)
    held = box.gets(answer(ours, "Znowu nie działa.", **{"Message-ID": "<two@example.com>"}))
    assert (held.reason, j.stored(box.desk, made).phase.value) == (HeldFor.ENDED, phase)


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("Dziękuję", True),
        ("Dzięki wielkie za szybką odpowiedź!", True),
        ("Thanks a lot.\n\nKind regards\nJan", True),
        ("Vielen Dank für die schnelle Antwort", True),
        ("Dziękuję, a kiedy mogę odebrać?", False),
        ("Dziękuję, ale nadal nie działa", False),
        ("Ok", False),
        ("", False),
        ("Dziękuję, będę o 15", False),
    ],
)
def test_thanks_are_only_thanks(text: str, is_one: bool) -> None:
    """A question, a number or any other word makes it a message."""
    assert is_thanks(text) is is_one


def test_an_unknown_sender_makes_an_unconfirmed_request(box: Mailbox) -> None:
    """With one mail to them, in which nothing that they wrote stands; what they write next waits for a person."""
    mail = box.gets(s.mail(From="Jan Nowak <jan@example.com>", Subject="Pralka"))
    assert mail.state is InboundState.REQUEST
    (ours,) = box.sent("jan@example.com")
    assert s.SAID not in ours.text
    assert "Nowak" not in ours.text + ours.subject
    with box.desk.reading() as reader:
        request: Any = reader.load(BY_REFERENCE.record, mail.request or "")
    assert (request.phase, request.source, str(request.device)) == (Phase.RECEIVED, Source.MAIL, "Pralka")
    assert (str(request.surname), str(request.given_name)) == ("Nowak", "Jan")
    again = box.gets(
        s.mail("I jeszcze jedno", From="Jan Nowak <jan@example.com>", **{"Message-ID": "<two@example.com>"})
    )
    assert again.reason is HeldFor.WHICH
    assert len(box.sent("jan@example.com")) == 1


def test_a_shop_may_sort_all_by_hand() -> None:
    """Then nobody unknown gets an answer."""
    box = Mailbox(mail_makes_requests=False)
    assert box.gets(s.mail()).reason is HeldFor.BY_CHOICE
    assert box.desk.notifier.sent == []


def test_files_come_along_by_the_rules_of_the_room(box: Mailbox) -> None:
    """What is no photo and no PDF is named, and its bytes stay until a person has seen to it."""
    made, ours = box.answered()
    mail = answer(ours)
    head, _, _ = mail.partition(b"\r\n\r\n")
    whole = s.parts(
        s.part(s.SAID),
        s.part(s.PNG, "image/png", Content_Disposition="attachment; filename=pasek.png"),
        s.part(b"PK\x03\x04", "application/zip", Content_Disposition="attachment; filename=a.zip"),
    )
    kept = [line for line in head.split(b"\r\n") if line.split(b":")[0] in (b"References", b"In-Reply-To")]
    raw = b"\r\n".join(kept) + b"\r\n" + whole.replace(b"maria.kern@example.com", j.EMAIL.encode())
    inbound = box.gets(raw)
    with box.desk.reading() as reader:
        (file,) = reader.find(FILES, {"request": made.request})
    assert (str(file.name), file.side.value, file.state.value) == ("pasek.png", "customer", "ready")
    assert [str(name) for name in inbound.left_out] == ["a.zip"]
    assert inbound.key in box.desk.files.kept


def test_two_desks_stop_after_two_mails() -> None:
    """Though a relay between them strips every header by which machines know one another."""
    one, other = Mailbox(), Mailbox()
    other.desk = make_desk(channels=[MailChannel(own=["help@other.example"])], secret=[bytes(range(1, 33))])
    pairs = ((one, other, OWN, "help@other.example"), (other, one, "help@other.example", OWN))
    one.gets(s.mail(From="Somebody <help@other.example>", Subject="Pralka"))
    passed = 0
    seen: dict[int, int] = {id(one): 0, id(other): 0}
    for _ in range(10):
        for desk, peer, own, to in pairs:
            mails = desk.sent(to)
            for mail in mails[seen[id(desk)] :]:
                passed += 1
                peer.gets(
                    s.mail(mail.text, From=own, Subject=mail.subject, **{"Message-ID": f"<{passed}@relay.example>"})
                )
            seen[id(desk)] = len(mails)
    assert passed == 2


def test_two_desks_stop_also_about_a_confirmed_request() -> None:
    """The other desk's address is a customer here, who is written to, and the relay keeps only what people see and
    where answers go: the other desk makes one request of it and sends one code, which stands here as the customer's."""
    one, other, away = Mailbox(), Mailbox(), "help@other.example"
    other.desk = make_desk(channels=[MailChannel(own=[away])], secret=[bytes(range(1, 33))])
    made, _ = j.in_phase(one.desk, "in_review", contact=away)
    one.deliver()
    j.do(one.desk, ReplyToCustomer, j.ANNA, request=made.request, text="When can you come?")
    one.deliver()
    back = str(SMTP.compose(one.sent(away)[-1])["Reply-To"])
    asked, passed = len(one.sent(away)) - 1, []
    answered = 0
    for _ in range(10):
        for mail in one.sent(away)[asked:]:
            passed.append(away)
            other.gets(
                s.mail(mail.text, From=OWN, Subject=mail.subject, **{"Message-ID": f"<{len(passed)}@r.example>"})
            )
        asked = len(one.sent(away))
        for mail in other.sent(OWN)[answered:]:
            passed.append(OWN)
            head = {"To": back, "Message-ID": f"<{len(passed)}@r.example>"}
            one.gets(s.mail(mail.text, From=away, Subject=mail.subject, headers=head))
        answered = len(other.sent(OWN))
    assert passed == [away, OWN]


def test_an_answer_to_what_another_contact_was_sent_waits_for_a_person(box: Mailbox) -> None:
    """Though both are the customer's: whoever has a mail of ours was not sent it."""
    made, ours = box.answered()
    second = "second@example.com"
    j.do(box.desk, AddContact, j.ANNA, request=made.request, contact=second, in_person="yes")
    held = box.gets(answer(ours, "Tak", sender=second))
    assert (held.state, held.reason) == (InboundState.HELD, HeldFor.STRANGER)


# Sorting


def test_a_person_puts_a_message_where_it_belongs(box: Mailbox) -> None:
    """The customer's words stand on the thread, a stranger's in a note for the team."""
    made, ours = box.answered()
    own = box.gets(s.mail(From=j.EMAIL))
    j.do(box.desk, PutOnRequest, j.ANNA, inbound=own.id, request=made.request)
    assert s.SAID in box.said(made.request)
    strange = box.gets(answer(ours, "To ja, szef", sender="boss@shop.example", **{"Message-ID": "<two@example.com>"}))
    before = box.said(made.request)
    j.do(box.desk, PutOnRequest, j.ANNA, inbound=strange.id, request=made.request)
    assert box.said(made.request) == before
    with box.desk.reading() as reader:
        assert [str(note.text) for note in reader.find(NOTES, {"request": made.request})] == ["To ja, szef"]
    refused = j.attempt(box.desk, PutAside, j.ANNA, inbound=own.id)
    assert isinstance(refused, Refusal)
    assert box.desk.verify() == ()


def test_what_is_put_on_a_request_that_has_ended_is_unread_there(box: Mailbox) -> None:
    """It opens nothing by itself: whoever had it is to see it."""
    made, _ = box.answered("closed")
    held = box.gets(s.mail(From=j.EMAIL))
    j.do(box.desk, PutOnRequest, j.ANNA, inbound=held.id, request=made.request)
    request = j.stored(box.desk, made)
    assert (request.phase, request.unread) == (Phase.CLOSED, True)


def test_a_person_makes_a_request_of_a_message(box: Mailbox) -> None:
    """Nobody is confirmed by it; its sender gets a code."""
    box.answered()
    held = box.gets(s.mail(From=j.EMAIL))
    made = j.do(box.desk, MakeRequest, j.ANNA, inbound=held.id, device="Pralka", surname="Kern")
    box.deliver()
    assert box.said(made.request) == [s.SAID]
    assert box.sent()[-1].first
    assert box.desk.verify() == ()


def test_what_was_put_aside_comes_back(box: Mailbox) -> None:
    """With all of it; only erasing takes it away, bytes included."""
    box.answered()
    held = box.gets(s.mail(From=j.EMAIL))
    j.do(box.desk, PutAside, j.ANNA, inbound=held.id)
    assert box.desk.show(view_inbound, j.ANNA).rows == ()
    assert [one.id for one in box.desk.show(view_inbound, j.ANNA, InboundState.ASIDE).rows] == [held.id]
    j.do(box.desk, BringBack, j.ANNA, inbound=held.id)
    page = box.desk.show(view_inbound_message, j.ANNA, held.id)
    assert (str(page.message.text), len(page.requests)) == (s.SAID, 1)
    j.do(box.desk, EraseInbound, j.BOSS, inbound=held.id)
    box.deliver()
    gone = box.stored(held.id)
    assert (gone.text, gone.sender, gone.key, box.desk.files.kept) == (None, None, None, {})


# Tokens


def test_tokens_are_proofs() -> None:
    """One letter off is none; another secret's is none; a replaced secret's still is one."""
    old, new = bytes(range(32)), bytes(range(1, 33))
    contact = "0123456789abcdef" * 2
    token = reply_token(contact, KeyRing([old]))
    (found,) = tokens_in([f"Serwis <serwis+{token.upper()}@shop.example>"])
    assert found == token
    assert contact_of(token, KeyRing([new, old])) == contact
    assert contact_of(token, KeyRing([new])) is None
    for place in range(len(token)):
        other = token[:place] + ("a" if token[place] != "a" else "b") + token[place + 1 :]
        assert contact_of(other, KeyRing([old])) is None or place == len(token) - 1
    assert reply_token("../x", KeyRing([old])) == ""


def test_what_is_not_signed_is_not_kept(box: Mailbox) -> None:
    """An empty body, and a channel that there is not."""
    for name, body in (("mail", b""), ("pigeon", b"x")):
        assert isinstance(box.desk.receive(name, InboundRequest(body=body)), Refusal)
    assert box.desk.files.kept == {}


def test_a_report_waits_some_minutes_for_the_word_that_its_message_was_sent(box: Mailbox) -> None:
    """And no longer: else it would be read again and again about what never went out."""
    now = box.desk.clock()
    row: Any = SimpleNamespace(state=State.WAITING)
    for minutes, waits in ((9, True), (10, False)):
        report: Any = SimpleNamespace(at=now - timedelta(minutes=minutes))
        here: Any = SimpleNamespace(now=now)
        assert is_early(row, report, here) is waits
        assert not is_early(None, report, here)


def test_a_mailbox_is_away_since_it_began(box: Mailbox) -> None:
    """Another reason does not begin it anew; once it was read again, the next time does."""
    began = box.desk.clock()
    for reason in ("mailbox_away", "mailbox_refused"):
        j.do(box.desk, ReportOutage, j.BOT, channel="mail", reason=reason)
        assert [(one.reason, one.since) for one in box.desk.show(view_outages, j.BOSS)] == [(reason, began)]
        box.desk.clock.move(minutes=5)
    j.do(box.desk, ReportOutage, j.BOT, channel="mail")
    assert box.desk.show(view_outages, j.BOSS) == ()
    j.do(box.desk, ReportOutage, j.BOT, channel="mail", reason="mailbox_away")
    assert [one.since for one in box.desk.show(view_outages, j.BOSS)] == [box.desk.clock()]
