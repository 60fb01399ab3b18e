"""Colleagues who have joined a firm's request are told that the shop has replied: each one once, in their language, by
their channel, for as long as they belong there."""

from __future__ import annotations

from typing import Any

import pytest
from test_customer_accounts import delivered
from test_organisations import BOSS, Firm

import journeys as j
from helpdesk_core import Contact, ContactKind, Customer
from helpdesk_core.base.queries import Query
from helpdesk_core.base.text import Published
from helpdesk_core.commands import (
    AddContact,
    AddMember,
    ChangeAccount,
    ChangeSettings,
    CreateOrganisation,
    EndJoining,
    EraseAccount,
    EraseOrganisation,
    JoinRequest,
    RemoveMember,
    ReplyToCustomer,
    SetRequestOrganisation,
)
from helpdesk_core.notifications.model import OutboxRow
from helpdesk_core.organisations.model import RequestColleague
from helpdesk_core.ports import Account, Undeliverable
from helpdesk_core.testing import make_desk
from helpdesk_core.testing.doubles import POLISH_SHOP, CapturingNotifier
from helpdesk_core.views import view_health, view_sent

NAME = "colleague_reply"


@pytest.fixture
def firm() -> Firm:
    made = Firm()
    made.mails("ola@firma.example")
    return made


def _replies(firm: Firm, text: str = "It is the backlight.") -> None:
    j.do(firm.desk, ReplyToCustomer, BOSS, request=firm.request, text=text)


def _jobs(firm: Firm) -> list[OutboxRow]:
    with firm.desk.reading() as reader:
        rows: list[OutboxRow] = list(reader.find(Query(OutboxRow), {}, limit=1000))
    return [one for one in rows if one.payload.get("notice") == NAME]


def _sent(firm: Firm, address: str) -> list[Any]:
    delivered(firm.desk)
    found = [one for one in firm.desk.notifier.sent if one.contact.value == address]  # type: ignore[attr-defined]
    return [one for one in found if "/organisation/requests/" in (one.link or "")]


def _joining(firm: Firm, actor: Customer) -> str:
    with firm.desk.reading() as reader:
        found = reader.find(Query(RequestColleague), {}, limit=99)
    return str(next(one.id for one in found if one.account == actor.id))


def test_everybody_who_has_joined_is_told_once(firm: Firm) -> None:
    """Beside the customer, who gets the notice of their own; the manager who has not joined gets none."""
    firm.join()
    second = firm.of("eva@firma.example")
    j.do(firm.desk, JoinRequest, second, request=firm.request)
    _replies(firm)
    assert len(_jobs(firm)) == 2
    for address in ("jan@firma.example", "eva@firma.example"):
        (mail,) = _sent(firm, address)
        assert mail.link.endswith("/organisation/requests/" + firm.reference.replace("-", ""))
        assert not mail.reply_token
    assert _sent(firm, "szef@firma.example") == []
    assert _sent(firm, "ola@firma.example") == []


def test_there_is_no_job_where_nobody_has_joined(firm: Firm) -> None:
    """A request that is shown to the firm, and that nobody of it has joined."""
    firm.share()
    _replies(firm)
    assert _jobs(firm) == []


def test_each_one_is_told_in_their_language(firm: Firm) -> None:
    """That of their account, whatever that of the request is."""
    firm.join()
    other = "en" if "Zgłoszenie" in str(firm.mails("ola@firma.example")) else "pl"
    j.do(firm.desk, ChangeAccount, firm.colleague, surname="Lis", language=other)
    _replies(firm)
    (mail,) = _sent(firm, "jan@firma.example")
    assert mail.language == other


@pytest.mark.parametrize("ends", ["leaves", "is removed", "reads no more", "is erased", "is private", "no firm"])
def test_leaving_ends_it_at_once(firm: Firm, ends: str) -> None:
    """Also a notice that waits to be sent goes nowhere."""
    firm.join()
    _replies(firm)
    member = firm.member(firm.colleague)
    ways: dict[str, Any] = {
        "leaves": lambda: j.do(firm.desk, RemoveMember, firm.colleague, member=member),
        "is removed": lambda: j.do(firm.desk, RemoveMember, firm.manager, member=member),
        "reads no more": lambda: j.do(
            firm.desk, EndJoining, firm.owner, request=firm.request, colleague=_joining(firm, firm.colleague)
        ),
        "is erased": lambda: j.do(firm.desk, EraseAccount, firm.colleague, account=firm.colleague.id),
        "is private": lambda: j.do(firm.desk, SetRequestOrganisation, firm.owner, request=firm.request),
        "no firm": lambda: j.do(firm.desk, EraseOrganisation, BOSS, organisation=firm.id),
    }
    ways[ends]()
    assert _sent(firm, "jan@firma.example") == []
    _replies(firm, "And the cable.")
    assert _sent(firm, "jan@firma.example") == []
    assert {row.state.value for row in _jobs(firm)} == {"dropped"}
    assert len(_jobs(firm)) == 1


def test_a_shop_can_switch_it_off(firm: Firm) -> None:
    """As its other automatic messages; the customer is told still."""
    plain = Published.of({NAME: False})
    j.do(firm.desk, ChangeSettings, BOSS, values=[{"key": "automatic", "value": plain, "seen": 0}])
    firm.join()
    _replies(firm)
    assert _jobs(firm) == []


def test_staff_are_not_asked_to_call_the_customer_for_a_colleague(firm: Firm) -> None:
    """Whoever has no contact of their own is left out, and what the customer was sent stands alone with the request."""
    firm.join()
    _replies(firm)
    delivered(firm.desk)
    titles = [one.title for one in firm.desk.show(view_sent, BOSS, firm.request).rows]
    assert f"notice.{NAME}.subject" not in titles
    assert "notice.reply.subject" in titles
    assert firm.desk.show(view_health, BOSS).failed == ()
    j.do(firm.desk, AddContact, BOSS, request=firm.request, contact="+48600700800", in_person="yes")
    delivered(firm.desk)
    _replies(firm)
    firm.desk.notifier.answers = [Undeliverable("no_mailbox")] * 2  # type: ignore[attr-defined]
    delivered(firm.desk)
    calls = {one.title: one.call is not None for one in firm.desk.show(view_health, BOSS).failed}
    assert calls == {"notice.reply.subject": True, f"notice.{NAME}.subject": False}


def test_a_preview_names_them_masked(firm: Firm) -> None:
    """Who would be told, before it is sent."""
    firm.join()
    command = firm.desk.read(ReplyToCustomer, {"request": firm.request, "text": "Hello"})
    told = [one for one in firm.desk.preview(command, BOSS).told if one.notice == NAME]  # type: ignore[union-attr]
    assert [one.contact for one in told] == [Contact.parse("jan@firma.example").masked]


class _People:
    """A host's directory: its accounts have phone numbers alone, but for the one's address that staff add by."""

    def __init__(self) -> None:
        phone, mail = Contact.parse("+48 601 234 567"), Contact.parse("jan@firma.example")
        self.accounts = {"jan": Account(id="jan", surname="Lis", contacts=(phone, mail), language="en")}

    def get(self, id: str) -> Account | None:
        return self.accounts.get(id)

    def by_contact(self, contact: Contact) -> list[Account]:
        return [one for one in self.accounts.values() if contact in one.contacts]

    def orders(self, id: str) -> list[Any]:
        return []

    guest_orders = orders


def test_each_one_is_told_by_their_own_channel() -> None:
    """The first contact of the account that a channel of the shop reaches."""
    phones = CapturingNotifier((ContactKind.PHONE,))
    phones.name = "phones"
    mails = CapturingNotifier()
    desk = make_desk(settings=POLISH_SHOP, customers=_People(), notifiers=[mails, phones])
    firm = j.do(desk, CreateOrganisation, BOSS, name="Kowalski").organisation
    j.do(desk, AddMember, BOSS, organisation=firm, email="jan@firma.example")
    made, _ = j.in_phase(desk, "in_review", contact="ola@firma.example")
    j.do(desk, SetRequestOrganisation, BOSS, request=made.request, organisation=firm)
    j.do(desk, JoinRequest, Customer(id="jan"), request=made.request)
    j.do(desk, ReplyToCustomer, BOSS, request=made.request, text="It is the backlight.")
    delivered(desk)
    (told,) = [one for one in phones.sent if "/organisation/requests/" in (one.link or "")]
    assert (told.language, told.contact.kind) == ("en", ContactKind.PHONE)
    assert not [one for one in mails.sent if "/organisation/requests/" in (one.link or "")]
