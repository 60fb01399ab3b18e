"""What goes out: to whom, in which language, with nothing private in it; later, given up, tried again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import attrs
import pytest

import journeys as j
from helpdesk_core import Guest, Helpdesk, Recipient, Settings
from helpdesk_core.base.contacts import Contact, ContactKind
from helpdesk_core.base.notices import notices
from helpdesk_core.commands import ConfirmInPerson, EraseRequest, SendLink
from helpdesk_core.contacts.codes import RequestCode
from helpdesk_core.contacts.limits import MAILS_UNPROVED
from helpdesk_core.contacts.model import CODE_PAUSE, CONTACTS, ContactPoint, Proof
from helpdesk_core.conversations.rules import ReplyToCustomer, ReplyToShop
from helpdesk_core.desk.delivery import backoff
from helpdesk_core.desk.leases import LEASE_SECONDS
from helpdesk_core.i18n import Translator
from helpdesk_core.notifications.model import FAILED
from helpdesk_core.notifications.rules import RetryDelivery
from helpdesk_core.ports import Retry, Undeliverable
from helpdesk_core.testing import CapturingNotifier, make_desk
from helpdesk_core.testing.doubles import POLISH_SHOP
from helpdesk_core.testing.rows import sealed
from helpdesk_core.views import view_health


@pytest.fixture
def desk() -> Helpdesk:
    return make_desk()


def sent(desk: Helpdesk) -> list[Any]:
    desk.deliver(500)
    found = list(desk.notifier.sent)  # type: ignore[attr-defined]
    desk.notifier.sent.clear()  # type: ignore[attr-defined]
    return found


def test_each_step_tells_the_right_person_in_their_language(desk: Helpdesk) -> None:
    """H8, H13: the customer in Polish, the team in English."""
    made = j.submit(desk, language="pl")
    (first,) = sent(desk)
    assert first.contact.value == j.EMAIL
    assert first.subject.startswith("Zgłoszenie")
    assert j.code_of(desk, made) in first.text
    guest = j.enter(desk, made)
    assert {(one.contact.value, one.language) for one in sent(desk)} == {(j.EMAIL, "pl"), ("team@example.com", "en")}
    j.do(
        desk,
        ReplyToCustomer,
        j.ANNA,
        request=made.request,
        text="Is it the blue one?",
        status="waiting_for_customer",
    )
    (asked,) = sent(desk)
    assert asked.contact.value == j.EMAIL
    j.do(desk, ReplyToShop, guest, request=made.request, text="Yes.")
    (answered,) = sent(desk)
    assert (answered.contact.value, answered.language) == ("team@example.com", "en")
    assert answered.link == f"http://localhost:8000/staff/requests/{made.reference.replace('-', '')}"


def test_a_notice_holds_no_private_word(desk: Helpdesk) -> None:
    """R4: neither problem, device, name nor reply is in any notice."""
    made, guest = j.in_phase(desk, "in_review")
    j.do(desk, ReplyToCustomer, j.ANNA, request=made.request, text="The mainboard is dead.")
    j.do(desk, ReplyToShop, guest, request=made.request, text="What a pity.")
    j.record(desk, made)
    for one in sent(desk):
        for private in ("cracked", "iPhone", "Kowalska", "mainboard", "pity", "new screen", "Anna"):
            assert private not in one.subject + one.text
        assert one.reply is None


@pytest.mark.parametrize("name", notices)
@pytest.mark.parametrize("language", ["en", "pl"])
def test_every_notice_is_whole(name: str, language: str) -> None:
    """In both languages, with nothing left unfilled."""
    said = notices[name].messages(reference="ABCD-1234", shop="Shop", code="123456")
    translator = Translator(language, zone=Settings().zone)
    for message in (said.subject, *said.lines, said.link, *said.closing):
        rendered = translator.render(message)
        assert not rendered.fell_back
        assert "{" not in rendered.text


def test_the_mail_names_the_minutes_that_a_code_works(monkeypatch: pytest.MonkeyPatch) -> None:
    """One figure stands in the rule and in what people read."""
    monkeypatch.setattr("helpdesk_core.base.notices.CODE_LIFETIME", timedelta(minutes=25))
    lines = notices["code"].messages(reference="ABCD-1234", shop="Shop", code="123456").lines
    assert "within 25 minutes" in "".join(map(Translator("en", zone=Settings().zone).text, lines))


def test_a_reply_goes_out_whole_only_where_the_shop_allows_it() -> None:
    """And only to a confirmed contact."""
    desk = make_desk(settings=Settings(send_replies_to=frozenset({"email"})))
    made, _ = j.in_phase(desk, "in_review")
    sent(desk)
    j.do(desk, ReplyToCustomer, j.ANNA, request=made.request, text="The part has come.")
    (one,) = sent(desk)
    assert str(one.reply) == "The part has come."


def test_an_unconfirmed_contact_gets_a_code_and_nothing_else(desk: Helpdesk) -> None:
    """T8: what staff write before the confirmation tells nobody."""
    made = j.submit(desk)
    assert len(sent(desk)) == 1
    j.do(desk, ReplyToCustomer, j.ANNA, request=made.request, text="Hello?", unconfirmed=True)
    assert sent(desk) == []


def test_one_address_is_not_bombed(desk: Helpdesk) -> None:
    """T8: many requests in a stranger's name send few mails, and none with the sender's words."""
    for _ in range(20):
        j.submit(desk, problem="Buy this now")
    mails = sent(desk)
    assert len(mails) == MAILS_UNPROVED.maximum == 4
    assert not any("Buy" in mail.text for mail in mails)


def test_codes_are_limited_and_a_late_one_is_not_sent(desk: Helpdesk) -> None:
    """Six an hour; one that ran out while it waited is dropped."""
    made = j.submit(desk)
    sent(desk)
    for _ in range(9):
        desk.clock.move(minutes=2)  # type: ignore[attr-defined]
        j.attempt(desk, RequestCode, Guest(), link=j.link(desk, made), contact=j.EMAIL)
    desk.clock.move(minutes=11)  # type: ignore[attr-defined]
    assert sent(desk) == []


def test_within_a_minute_there_is_one_code(desk: Helpdesk) -> None:
    """Whoever presses twice has the first code still: it works, and none is sent after it."""
    made = j.submit(desk)
    asked = {"link": j.link(desk, made), "contact": j.EMAIL}
    j.do(desk, RequestCode, Guest(), **asked)
    sent(desk)
    desk.clock.move(seconds=CODE_PAUSE.total_seconds() - 1)  # type: ignore[attr-defined]
    j.do(desk, RequestCode, Guest(), **asked)
    assert sent(desk) == []
    desk.clock.move(seconds=1)  # type: ignore[attr-defined]
    j.do(desk, RequestCode, Guest(), **asked)
    assert len(sent(desk)) == 1


def test_what_waits_for_somebody_who_was_erased_is_not_sent(desk: Helpdesk) -> None:
    """Neither the code nor the link that was asked for before, nor what the shop wrote: there is nobody any more."""
    open_, (confirmed, _) = j.submit(desk), j.in_phase(desk, "in_review")
    sent(desk)
    desk.clock.move(minutes=2)  # type: ignore[attr-defined]
    for made in (open_, confirmed):
        j.do(desk, RequestCode, Guest(), link=j.link(desk, made), contact=j.EMAIL)
        j.do(desk, SendLink, Guest(), reference=made.reference, contact=j.EMAIL)
        j.do(desk, ReplyToCustomer, j.ANNA, request=made.request, text="t", unconfirmed=True)
        j.do(desk, EraseRequest, j.BOSS, request=made.request)
    assert sent(desk) == []


def test_of_several_contacts_the_first_that_is_reached(desk: Helpdesk) -> None:
    """A confirmed phone that no channel reaches is passed over; one that is not confirmed is never written to."""
    made, _ = j.in_phase(desk, "in_review", contact="zoe@example.com")
    sent(desk)
    confirmed = {"confirmed_at": desk.clock(), "proof": Proof.CODE}
    others = ((ContactKind.PHONE, "+48600100200", confirmed), (ContactKind.EMAIL, "unproved@example.com", {}))
    for id, (kind, value, proved) in zip(("0" * 32, "1" * 32), others, strict=True):
        point = ContactPoint(id=id, tenant="shop", salt="s", request=made.request, contact_kind=kind, contact=value)
        with desk._store.write("shop") as unit:
            unit.save(sealed(point.changed(**proved)))
    j.do(desk, ReplyToCustomer, j.ANNA, request=made.request, text="t", unconfirmed=True)
    assert [one.contact.value for one in sent(desk)] == ["zoe@example.com"]


@pytest.mark.parametrize("channels", [{"email"}, {"email", "phone"}])
def test_codes_and_links_go_by_the_channels_that_the_shop_uses(channels: set[str]) -> None:
    """A gateway for text messages is no leave to send codes by it."""
    phones = CapturingNotifier((ContactKind.EMAIL, ContactKind.PHONE))
    desk = make_desk(settings=attrs.evolve(POLISH_SHOP, code_channels=frozenset(channels)), notifiers=[phones])
    made = j.submit(desk, contact="600 100 200")
    desk.clock.move(minutes=2)
    j.do(desk, RequestCode, Guest(), link=j.link(desk, made), contact="600 100 200")
    j.do(desk, SendLink, Guest(), reference=made.reference, contact="600 100 200")
    while desk.deliver(500).total:  # a job may ask for the next
        pass
    told = [mail for mail in phones.sent if mail.contact.kind is ContactKind.PHONE]
    assert bool(told) is ("phone" in channels)


def test_who_was_seen_in_person_is_written_to(desk: Helpdesk) -> None:
    """Staff vouch for the contact by that: nothing is asked of it any more."""
    made = j.submit(desk)
    sent(desk)
    j.do(desk, ConfirmInPerson, j.ANNA, request=made.request)
    sent(desk)
    j.do(desk, ReplyToCustomer, j.ANNA, request=made.request, text="t")
    assert [one.contact.value for one in sent(desk)] == [j.EMAIL]
    with desk.reading() as reader:
        (point,) = reader.find(CONTACTS, {"request": made.request})
    assert (point.confirmed_at, point.proof) == (desk.clock(), Proof.IN_PERSON)


def test_a_notifier_says_when_to_come_again(desk: Helpdesk) -> None:
    """Its own pause counts, longer or shorter than ours."""
    j.submit(desk)
    for seconds in (5.0, 3600.0):
        desk.notifier.answers = [Retry("busy", seconds=seconds)]  # type: ignore[attr-defined]
        assert desk.deliver().waiting == 1
        desk.clock.move(seconds=seconds - 1)  # type: ignore[attr-defined]
        assert desk.deliver().total == 0
        desk.clock.move(seconds=1)  # type: ignore[attr-defined]
    assert desk.deliver().done == 1


def test_the_first_mail_of_a_request_begins_its_thread(desk: Helpdesk) -> None:
    """The others refer to it, whoever reads them in one mailbox."""
    j.in_phase(desk, "in_review")
    assert [one.first for one in sent(desk) if one.contact.value == j.EMAIL] == [True, False, False]


def test_a_passing_fault_is_tried_again_later(desk: Helpdesk) -> None:
    """With growing pauses, for as long as it takes."""
    made, _ = j.in_phase(desk, "confirmed")
    sent(desk)
    j.do(desk, ReplyToCustomer, j.ANNA, request=made.request, text="t")
    for _ in range(100):
        desk.notifier.answers = [Retry("down")]  # type: ignore[attr-defined]
        assert desk.deliver().waiting == 1
        desk.notifier.answers = []  # type: ignore[attr-defined]
        assert desk.deliver().total == 0
        desk.clock.move(minutes=16)  # type: ignore[attr-defined]
    assert len(sent(desk)) == 1


def test_a_lasting_refusal_is_given_up_at_once(desk: Helpdesk) -> None:
    """Staff see it, and may let it be tried again, from the beginning."""
    made, _ = j.in_phase(desk, "confirmed")
    sent(desk)
    j.do(desk, ReplyToCustomer, j.ANNA, request=made.request, text="t")
    desk.notifier.answers = [Undeliverable("smtp_550")]  # type: ignore[attr-defined]
    assert desk.deliver().failed == 1
    (dead,) = desk.view(view_health, j.ANNA).failed  # type: ignore[union-attr]
    assert (dead.reference.grouped, dead.row.reason) == (made.reference, "smtp_550")
    j.do(desk, RetryDelivery, j.ANNA, row=dead.row.id)
    desk.notifier.answers = [Retry("down")]  # type: ignore[attr-defined]
    assert (desk.deliver().waiting, desk.deliver().total) == (1, 0)
    desk.clock.move(minutes=1)  # type: ignore[attr-defined]
    assert len(sent(desk)) == 1


@pytest.mark.parametrize("fault", ["raises", "nonsense"])
def test_a_faulty_notifier_costs_a_try_and_stops_no_other(fault: str) -> None:
    """It may raise or answer nonsense: the row waits, the next one goes."""

    class Faulty:
        name = "faulty"
        calls = 0

        def accepts(self, contact: Contact) -> bool:
            return contact.kind is ContactKind.EMAIL

        def send(self, outgoing: Any) -> Any:
            self.calls += 1
            if self.calls == 1 and fault == "raises":
                raise RuntimeError("password hunter2")
            return None if self.calls == 1 else desk.notifier.send(outgoing)  # type: ignore[attr-defined]

    desk = make_desk(notifiers=[Faulty()])
    j.submit(desk)
    j.submit(desk, contact="other@example.com")
    report = desk.deliver()
    assert (report.done, report.waiting) == (1, 1)


def test_a_worker_that_died_loses_nothing(desk: Helpdesk) -> None:
    """Claimed and never completed: after its lease the row goes out, once."""
    j.submit(desk)
    desk._store.claim("shop", desk.clock(), limit=9, lease_seconds=LEASE_SECONDS)  # type: ignore[attr-defined]
    assert desk.deliver().total == 0
    desk.clock.move(seconds=LEASE_SECONDS + 1)  # type: ignore[attr-defined]
    assert desk.deliver().done == 1


def test_nobody_to_tell_is_said() -> None:
    """Whom no channel reaches, staff have to call; a shop that wants no mails of its own is asked nothing."""
    desk = make_desk(staff_recipient=lambda assignee: None)
    made = j.submit(desk, contact="600 700 800")
    j.do(desk, j.CancelRequest, j.ANNA, request=made.request)
    report = desk.deliver()
    assert (report.dropped, report.failed) == (1, 1)
    with desk.reading() as reader:
        assert [row.reason for row in reader.find(FAILED, {})] == ["nobody_confirmed"]


def test_the_assignee_is_told_before_the_team() -> None:
    """In the assignee's own language."""
    people = {
        None: Recipient(Contact(ContactKind.EMAIL, "team@example.com"), "en"),
        "anna": Recipient(Contact(ContactKind.EMAIL, "anna@example.com"), "pl"),
    }
    desk = make_desk(staff_recipient=people.get)
    made, guest = j.in_phase(desk, "in_review")
    sent(desk)
    j.do(desk, j.AssignRequest, j.ANNA, request=made.request, assignee="anna", name="Anna")
    j.do(desk, ReplyToShop, guest, request=made.request, text="t")
    (one,) = sent(desk)
    assert (one.contact.value, one.language) == ("anna@example.com", "pl")


def test_pauses_grow_and_stay_bounded() -> None:
    """From half a minute to a quarter of an hour, up to half of it by chance."""
    for attempt in range(1, 20):
        longest = min(900, 30 * 2 ** (attempt - 1))
        assert all(longest / 2 <= backoff(attempt) <= longest for _ in range(20))
