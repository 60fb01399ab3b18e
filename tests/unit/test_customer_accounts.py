"""Accounts of customers: what asking for one, its links and a new address do."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import attrs
import pytest

import journeys as j
from helpdesk_core import Contact, ContactKind, Customer, Guest, Helpdesk, Refusal
from helpdesk_core.base.keyring import KeyRing
from helpdesk_core.base.text import ERASED
from helpdesk_core.commands import (
    AskAccountLink,
    BlockContact,
    ChangeAccount,
    ChangeAccountEmail,
    ConfirmAccountPhone,
    CreateAccount,
    EraseAccount,
    FollowAccountLink,
    ForgetAccount,
    RegisterAccount,
    SetAccountRole,
    SubmitRequest,
    TakeRequest,
    VouchForAccountPhone,
)
from helpdesk_core.customer_accounts.asking import CONFIRM_LIFETIME, LINK_LIFETIME, UNCONFIRMED_FOR
from helpdesk_core.customer_accounts.model import CustomerAccount
from helpdesk_core.ports import Account
from helpdesk_core.ports.notifier import Notifiers
from helpdesk_core.testing import CapturingNotifier, make_desk
from helpdesk_core.testing.doubles import POLISH_SHOP, SECRET
from helpdesk_core.views import (
    view_account_id,
    view_account_link,
    view_customer_account,
    view_own_account,
    view_room,
)

EMAIL = "ola@example.com"


def desk_(**settings: Any) -> Helpdesk:
    """A shop without accounts of its own."""
    return make_desk(settings=attrs.evolve(POLISH_SHOP, **settings))


def register(desk: Helpdesk, email: str = EMAIL, **fields: Any) -> None:
    """Ask for an account, and let everything go out."""
    j.do(desk, RegisterAccount, Guest(), surname="Zielińska", email=email, **fields)
    delivered(desk)


def delivered(desk: Helpdesk) -> None:
    """Do what waits, and what comes of it."""
    while desk.deliver(500).done:
        pass


def link_to(desk: Helpdesk, email: str = EMAIL) -> str:
    """The token of the newest link that was sent to an address."""
    sent = [mail.link for mail in desk.notifier.sent if mail.contact.value == email]  # type: ignore[attr-defined]
    return str([link for link in sent if link and "/account/" in link][-1]).rpartition("/")[2]


def account(desk: Helpdesk, email: str = EMAIL) -> Customer:
    """A confirmed account, as who is signed in to it."""
    register(desk, email)
    opened = j.do(desk, FollowAccountLink, Guest(), link=link_to(desk, email))
    return Customer(id=opened.account, signed_in_at=desk.clock())


def follow(desk: Helpdesk, token: str, actor: Customer | Guest = Guest()) -> Any:
    """Use a link."""
    return j.attempt(desk, FollowAccountLink, actor, link=token)


def subjects(desk: Helpdesk, email: str = EMAIL) -> list[str]:
    """The subjects of the mails to an address, the oldest first."""
    return [mail.subject for mail in desk.notifier.sent if mail.contact.value == email]  # type: ignore[attr-defined]


def test_an_account_is_of_no_use_before_its_mail_is_answered() -> None:
    """Asking makes nothing that can be signed in to; looking at the link does not answer it."""
    desk = desk_()
    register(desk)
    bot = j.BOT
    assert desk.show(view_account_id, bot, EMAIL) == ""
    token = link_to(desk)
    for _ in range(2):
        shown = desk.show(view_account_link, Guest(), token)
        assert (shown.does, shown.email) == ("confirm", Contact.parse(EMAIL).masked)
    opened = follow(desk, token)
    assert opened.is_new
    assert desk.show(view_account_id, bot, EMAIL.upper()) == opened.account
    own = desk.show(view_own_account, Customer(id=opened.account))
    assert (str(own.surname), own.email) == ("Zielińska", EMAIL)


def test_a_link_to_sign_in_ends_when_another_address_is_asked_for() -> None:
    """It may lie in the mailbox that somebody leaves; the account itself stays."""
    desk = desk_()
    own = account(desk)
    j.do(desk, AskAccountLink, Guest(), email=EMAIL)
    delivered(desk)
    j.do(desk, ChangeAccountEmail, own, email="new@example.com")
    assert follow(desk, link_to(desk)).code == "refusal.account_link"
    j.do(desk, ForgetAccount, j.BOT, account=own.id)
    assert desk.show(view_account_id, j.BOT, EMAIL) == own.id, "what is confirmed is not forgotten"


def test_an_address_that_somebody_typed_gets_few_mails() -> None:
    """Whoever is signed in names a stranger's address as often as they like; their own account has one more."""
    desk = desk_()
    own = account(desk)
    for _ in range(6):
        j.do(desk, ChangeAccountEmail, own, email="new@example.com")
        delivered(desk)
    assert len(subjects(desk, "new@example.com")) == 4


def test_staff_see_the_account_of_an_address_that_was_proved() -> None:
    """Whoever types it on a request is not taken for its owner."""
    desk = desk_()
    own = account(desk)
    made = j.submit(desk, contact=EMAIL)
    assert desk.view(view_customer_account, j.ANNA, made.request) is None
    j.enter(desk, made, EMAIL)
    assert desk.show(view_customer_account, j.ANNA, made.request).id == own.id


def test_accounts_and_their_links_outlast_a_replaced_secret() -> None:
    """The address is still the account's: nobody takes it with another one."""
    desk = desk_()
    own = account(desk)
    j.do(desk, AskAccountLink, Guest(), email=EMAIL)
    delivered(desk)
    token = link_to(desk)
    desk.keyring = KeyRing([bytes(range(32, 64)), SECRET])
    assert desk.show(view_account_id, j.BOT, EMAIL) == own.id
    assert follow(desk, token).account == own.id
    register(desk)
    assert subjects(desk)[-1] == "You have an account already"


def test_a_link_works_once_and_for_a_while() -> None:
    """The one of a confirmation for a day, the one to sign in for half an hour; a newer one voids it."""
    desk = desk_()
    register(desk)
    first = link_to(desk)
    follow(desk, first)
    assert follow(desk, first).code == "refusal.account_link"
    j.do(desk, AskAccountLink, Guest(), email=EMAIL)
    delivered(desk)
    second = link_to(desk)
    assert desk.show(view_account_link, Guest(), second).does == "sign_in"
    desk.clock.move(seconds=LINK_LIFETIME.total_seconds() + 1)  # type: ignore[attr-defined]
    assert follow(desk, second).code == "refusal.account_link"
    j.do(desk, AskAccountLink, Guest(), email=EMAIL)
    delivered(desk)
    assert not isinstance(follow(desk, link_to(desk)), Refusal)
    late = desk_()
    register(late)
    late.clock.move(seconds=CONFIRM_LIFETIME.total_seconds() + 1)  # type: ignore[attr-defined]
    assert follow(late, link_to(late)).code == "refusal.account_link"


@pytest.mark.parametrize("token", ["", "x", "0" * 64, "a" * 63, "\ud800" * 64])
def test_what_is_no_link_opens_nothing(token: str) -> None:
    """One answer for everything that is not the last link of an account."""
    desk = desk_()
    register(desk)
    assert desk.view(view_account_link, Guest(), token) == desk.view(view_account_link, Guest(), "1" * 64)
    assert desk.view(view_account_link, Guest(), link_to(desk)[:32] + "0" * 32).code == "refusal.account_link"  # type: ignore[union-attr]


def test_asking_again_tells_the_owner_and_says_nothing_to_who_asked() -> None:
    """The same answer and the same writing for an address that has an account; its owner is told by mail."""
    desk = desk_()
    account(desk)
    command = desk.read(RegisterAccount, {"surname": "Nobody", "email": EMAIL})
    other = desk.read(RegisterAccount, {"surname": "Nobody", "email": "fresh@example.com"})
    assert desk.handle(command, Guest()) == desk.handle(other, Guest())
    delivered(desk)
    assert subjects(desk)[-1] == "You have an account already"
    assert subjects(desk, "fresh@example.com") == ["Please confirm your account"]
    assert follow(desk, link_to(desk)).is_new is False, "the link of that mail signs its owner in"
    own = desk.show(view_own_account, Customer(id=desk.show(view_account_id, j.BOT, EMAIL)))
    assert str(own.surname) == "Zielińska", "nothing of the account changed"


def test_asking_for_a_link_says_the_same_for_every_address() -> None:
    """And nobody is written to who has no account."""
    desk = desk_()
    account(desk)
    known, unknown = (desk.read(AskAccountLink, {"email": one}) for one in (EMAIL, "nobody@example.com"))
    assert desk.handle(known, Guest()) == desk.handle(unknown, Guest())
    delivered(desk)
    assert subjects(desk)[-1] == "Your link to sign in"
    assert subjects(desk, "nobody@example.com") == []


def test_two_who_prove_one_address_do_not_both_get_it() -> None:
    """Whoever comes second finds it taken."""
    desk = desk_()
    register(desk)
    first = link_to(desk)
    register(desk)
    second = link_to(desk)
    assert not isinstance(follow(desk, first), Refusal)
    assert follow(desk, second).code == "refusal.account_link"


def test_a_new_address_is_proved_and_the_old_one_told() -> None:
    """Until then the old one signs in; afterwards it does not, and somebody else may take it."""
    desk = desk_()
    me = account(desk)
    j.do(desk, ChangeAccountEmail, me, email="new@example.com")
    delivered(desk)
    assert desk.show(view_account_id, j.BOT, EMAIL) == me.id
    assert desk.show(view_account_id, j.BOT, "new@example.com") == ""
    assert desk.show(view_own_account, me).new_email == "new@example.com"
    token = link_to(desk, "new@example.com")
    assert desk.show(view_account_link, Guest(), token).does == "address"
    assert follow(desk, token).code == "refusal.account_sign_in", "a mistyped address is somebody else's"
    assert follow(desk, token, Customer(id="somebody")).code == "refusal.account_sign_in"
    assert follow(desk, token, me).account == me.id
    delivered(desk)
    assert desk.show(view_account_id, j.BOT, EMAIL) == ""
    assert desk.show(view_account_id, j.BOT, "new@example.com") == me.id
    assert subjects(desk)[-1] == "The address of your account was changed"
    assert desk.notifier.sent[-1].link is None  # type: ignore[attr-defined]
    assert account(desk).id != me.id


ONE, TWO = "+48 600 100 200", "+48 600 100 201"
FIRST, SECOND = Contact.parse(ONE).value, Contact.parse(TWO).value


def with_phones() -> tuple[Helpdesk, CapturingNotifier, Customer]:
    """A shop that writes to numbers and sends codes there, and the owner of an account with a first number."""
    desk = desk_(code_channels=frozenset({"email", "phone"}))
    phones = CapturingNotifier((ContactKind.PHONE,))
    desk.notifiers = Notifiers((desk.notifier, phones))  # type: ignore[attr-defined]
    me = account(desk)
    j.do(desk, ChangeAccount, me, surname="Zielińska", phone=ONE)
    delivered(desk)
    assert phones.sent == [], "a first number tells nobody, and takes nobody's place"
    return desk, phones, me


def numbers(desk: Helpdesk, me: Customer) -> tuple[str | None, str | None]:
    with desk.reading() as reader:
        stored = reader.load(CustomerAccount, str(me.id))
    assert stored is not None
    return stored.phone, stored.new_phone


def test_a_new_number_is_proved_by_a_code_and_the_one_before_is_told() -> None:
    """Until then the one before stays; a name changed meanwhile sends no second code. Neither message has a link. Five
    wrong codes spoil the right one."""
    desk, phones, me = with_phones()
    for surname in ("Zielińska", "Nowak"):
        j.do(desk, ChangeAccount, me, surname=surname, phone=TWO)
    delivered(desk)
    assert [(one.contact.value, one.link) for one in phones.sent] == [(SECOND, None)]
    assert numbers(desk, me) == (FIRST, SECOND)
    own = desk.show(view_own_account, me)
    assert (own.phone, own.new_phone, own.phone_by_code) == (ONE, TWO, True)
    code = phones.sent[0].code
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    assert j.attempt(desk, ConfirmAccountPhone, me, code=wrong).code == "refusal.wrong_code"
    assert numbers(desk, me) == (FIRST, SECOND)
    j.do(desk, ConfirmAccountPhone, me, code=code)
    delivered(desk)
    assert numbers(desk, me) == (SECOND, None)
    told = phones.sent[1:]
    assert [(one.contact.value, one.link, one.code) for one in told] == [(FIRST, None, "")]
    assert told[0].subject == "The phone number of your account was changed"
    assert j.attempt(desk, ConfirmAccountPhone, me, code=code).code == "refusal.wrong_code"
    j.do(desk, ChangeAccount, me, surname="Nowak", phone=ONE)
    delivered(desk)
    code = phones.sent[-1].code
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    for _ in range(5):
        assert isinstance(j.attempt(desk, ConfirmAccountPhone, me, code=wrong), Refusal)
    assert j.attempt(desk, ConfirmAccountPhone, me, code=code).code == "refusal.wrong_code"
    assert numbers(desk, me) == (SECOND, FIRST)
    assert desk.verify() == ()


def test_a_code_for_a_number_that_waited_too_long_is_not_sent() -> None:
    """It could not be entered any more; who types the number again gets another."""
    desk, phones, me = with_phones()
    j.do(desk, ChangeAccount, me, surname="Zielińska", phone=TWO)
    desk.clock.move(minutes=11)  # type: ignore[attr-defined]
    delivered(desk)
    assert phones.sent == []
    j.do(desk, ChangeAccount, me, surname="Zielińska", phone=TWO)
    delivered(desk)
    j.do(desk, ConfirmAccountPhone, me, code=phones.sent[0].code)
    assert numbers(desk, me) == (SECOND, None)


def test_no_code_goes_to_a_number_that_is_blocked() -> None:
    """Its holder wants no messages, whoever types it."""
    desk, phones, me = with_phones()
    made = j.do(desk, TakeRequest, j.ANNA, problem="p", device="d", surname="Lis", contact=TWO)
    j.do(desk, BlockContact, j.BOSS, request=made.request, contact=made.contact, reason="mistake")
    delivered(desk)
    before = len(phones.sent)
    j.do(desk, ChangeAccount, me, surname="Zielińska", phone=TWO)
    delivered(desk)
    assert (len(phones.sent), numbers(desk, me)) == (before, (FIRST, SECOND))


def test_another_account_does_not_use_the_code_of_a_number() -> None:
    """Two accounts that want the same number: each has a code of its own."""
    desk, phones, me = with_phones()
    other = account(desk, "other@example.com")
    j.do(desk, ChangeAccount, other, surname="Lis", phone="+48 600 100 209")
    for one in (me, other):
        j.do(desk, ChangeAccount, one, surname="Lis", phone=TWO)
    delivered(desk)
    mine, theirs = (one.code for one in phones.sent[-2:])
    assert mine != theirs
    assert isinstance(j.attempt(desk, ConfirmAccountPhone, other, code=mine), Refusal)
    j.do(desk, ConfirmAccountPhone, other, code=theirs)


@pytest.mark.parametrize("channels", [frozenset({"email"}), frozenset({"email", "phone"})])
def test_staff_confirm_a_new_number(channels: frozenset[str]) -> None:
    """Where the shop sends no codes to numbers nothing else does, and where it does, too; once."""
    desk, phones, me = with_phones()
    if "phone" not in channels:
        desk, phones = desk_(), phones
        me = account(desk)
        j.do(desk, ChangeAccount, me, surname="Zielińska", phone=ONE)
    before = len(desk.notifier.sent)  # type: ignore[attr-defined]
    j.do(desk, ChangeAccount, me, surname="Zielińska", phone=TWO)
    delivered(desk)
    assert len(desk.notifier.sent) == before  # type: ignore[attr-defined]
    assert numbers(desk, me) == (FIRST, SECOND)
    assert desk.show(view_own_account, me).phone_by_code is ("phone" in channels)
    assert isinstance(j.attempt(desk, VouchForAccountPhone, me, account=me.id), Refusal)
    j.do(desk, VouchForAccountPhone, j.ANNA, account=me.id)
    assert numbers(desk, me) == (SECOND, None)
    again = j.attempt(desk, VouchForAccountPhone, j.ANNA, account=me.id)
    assert again.code == "refusal.account_no_new_phone"
    assert desk.verify() == ()


def test_a_number_that_is_taken_away_is_told() -> None:
    """At once, also where none takes its place; a new one that waited goes with it. One that is typed back as it was
    waits no more."""
    desk, phones, me = with_phones()
    j.do(desk, ChangeAccount, me, surname="Zielińska", phone=TWO)
    j.do(desk, ChangeAccount, me, surname="Zielińska", phone=ONE)
    assert numbers(desk, me) == (FIRST, None)
    j.do(desk, ChangeAccount, me, surname="Zielińska", phone=TWO)
    before = len(phones.sent)
    j.do(desk, ChangeAccount, me, surname="Zielińska", phone=None)
    delivered(desk)
    assert numbers(desk, me) == (None, None)
    assert [one.contact.value for one in phones.sent[before:]] == [FIRST]


def test_a_number_has_no_more_messages_than_an_address() -> None:
    """Who types it again and again, and takes it back each time, has four an hour sent there: the codes of eight rounds
    would be eight."""
    desk, phones, me = with_phones()
    for _ in range(8):
        for phone in (TWO, ONE):
            j.do(desk, ChangeAccount, me, surname="Zielińska", phone=phone)
            delivered(desk)
        desk.clock.move(minutes=11)  # type: ignore[attr-defined]
    assert [one.contact.value for one in phones.sent].count(SECOND) == 6


def test_a_link_to_the_old_address_never_proves_the_new_one() -> None:
    """A link says which address it was sent to: signing in by the old one changes nothing."""
    desk = desk_()
    me = account(desk)
    j.do(desk, ChangeAccountEmail, me, email="new@example.com")
    j.do(desk, AskAccountLink, Guest(), email=EMAIL)
    delivered(desk)
    j.do(desk, AskAccountLink, Guest(), email=EMAIL)
    delivered(desk)
    follow(desk, link_to(desk))
    assert desk.show(view_own_account, me).email == EMAIL
    assert desk.show(view_account_id, j.BOT, "new@example.com") == ""


def test_an_address_of_another_account_is_not_taken_from_it() -> None:
    """The answer is the same; its owner is told, and the one who asked waits for a proof that never comes."""
    desk = desk_()
    me, other = account(desk), account(desk, "other@example.com")
    j.do(desk, ChangeAccountEmail, me, email="other@example.com")
    delivered(desk)
    assert subjects(desk, "other@example.com")[-1] == "You have an account already"
    assert follow(desk, link_to(desk, "other@example.com")).account == other.id
    assert desk.show(view_own_account, me).email == EMAIL


def test_what_nobody_confirms_is_erased_after_a_week() -> None:
    """The name and the address of who never answered go by themselves; a confirmed account stays."""
    desk = desk_()
    me = account(desk)
    register(desk, "never@example.com")
    desk.clock.move(seconds=UNCONFIRMED_FOR.total_seconds() + 60)  # type: ignore[attr-defined]
    delivered(desk)
    with desk.reading() as reader:
        stored = [reader.load(CustomerAccount, id) for id in ids_of(desk)]
    assert [(one.surname, one.email) for one in stored if one is not None and one.erased_at] == [(None, ERASED)]
    assert desk.show(view_own_account, me).email == EMAIL
    assert desk.verify() == ()


def ids_of(desk: Helpdesk) -> list[str]:
    """The ids of all accounts there are."""
    return [entry.subject for entry in desk.changes(None, 500).entries if entry.action == "account_registered"]


def test_an_account_is_a_customer_like_one_of_a_hosts() -> None:
    """Its address is confirmed by the sign-in; its name is known on the next form."""
    desk = desk_()
    me = account(desk)
    made = j.do(desk, SubmitRequest, me, problem="It hums.", device="Radio", surname="Zielińska", contact=EMAIL)
    assert j.stored(desk, made).phase.value == "confirmed"
    assert made.code is None
    found = desk._context(None, me).directory  # type: ignore[arg-type]
    assert not found.is_there, "a form asks for no orders where there is no host that has any"


def test_what_an_owner_changes() -> None:
    """Name, number and language; an address is no phone number."""
    desk = desk_()
    me = account(desk)
    j.do(desk, ChangeAccount, me, surname="Nowak", given_name="Ola", phone="600 100 200", language="pl")
    own = desk.show(view_own_account, me)
    assert (str(own.surname), str(own.given_name), own.phone, own.language) == (
        "Nowak",
        "Ola",
        "+48 600 100 200",
        "pl",
    )
    wrong = j.attempt(desk, ChangeAccount, me, surname="Nowak", phone="ola@example.com")
    assert wrong.code == "refusal.account_phone"
    assert j.attempt(desk, ChangeAccountEmail, me, email=EMAIL).code == "refusal.account_same_email"
    assert j.attempt(desk, ChangeAccountEmail, me, email="600 100 200").code == "refusal.account_email"


def test_the_phone_number_of_an_account_proves_nothing() -> None:
    """Anybody can type anybody's: a request that gives it waits for a proof of its own, and it opens no earlier one."""
    desk = desk_()
    me = account(desk)
    j.do(desk, ChangeAccount, me, surname="Nowak", phone="600 100 200")
    words = {"problem": "It hums.", "device": "Radio", "surname": "Nowak", "contact": "600 100 200"}
    theirs = j.do(desk, SubmitRequest, j.Guest(), **words)
    made = j.do(desk, SubmitRequest, me, **words)
    assert desk.show(view_room, me, made.request).contact_open
    assert isinstance(desk.view(view_room, me, theirs.request), Refusal)


def test_an_address_is_changed_and_an_account_erased_by_who_signed_in_just_now() -> None:
    """A browser that was left open is not enough."""
    desk = desk_()
    me = account(desk)
    desk.clock.move(minutes=31)  # type: ignore[attr-defined]
    for kind, fields in ((ChangeAccountEmail, {"email": "new@example.com"}), (EraseAccount, {"account": me.id})):
        assert j.attempt(desk, kind, me, **fields).code == "refusal.account_sign_in"
    assert not desk.show(view_own_account, me).is_fresh


def test_nobody_else_sees_or_changes_an_account() -> None:
    """Another customer, a guest: nothing is there."""
    desk = desk_()
    account(desk)
    other = Customer(id="somebody")
    assert isinstance(desk.view(view_own_account, other), Refusal)
    assert isinstance(desk.view(view_own_account, Guest()), Refusal)
    assert isinstance(j.attempt(desk, ChangeAccount, other, surname="X"), Refusal)


class People:
    """A host's directory."""

    def get(self, id: str) -> Account | None:
        return Account(id=id, surname="Kern")

    def by_contact(self, contact: Contact) -> list[Account]:
        return []

    def orders(self, id: str) -> list[Any]:
        return []

    def guest_orders(self, contact: Contact) -> list[Any]:
        return []


@pytest.mark.parametrize("how", ["host", "switch"])
def test_there_are_none_where_the_host_has_its_own_or_the_shop_wants_none(how: str) -> None:
    """The commands are refused; the host's accounts are found as ever."""
    switched = attrs.evolve(POLISH_SHOP, customer_accounts=False)
    desk = make_desk(settings=switched) if how == "switch" else make_desk(settings=POLISH_SHOP, customers=People())
    answer = j.attempt(desk, RegisterAccount, Guest(), surname="X", email=EMAIL)
    assert answer.code == "refusal.no_accounts"
    assert j.attempt(desk, AskAccountLink, Guest(), email=EMAIL).code == "refusal.no_accounts"


def test_one_address_is_written_to_four_times_an_hour_at_most() -> None:
    """Whoever asks: a stranger cannot fill somebody's mailbox."""
    desk = desk_()
    for _ in range(9):
        j.do(desk, RegisterAccount, Guest(client="net"), surname="X", email=EMAIL)
    delivered(desk)
    assert len(subjects(desk)) == 4
    j.do(desk, RegisterAccount, Guest(client="net"), surname="X", email="tenth@example.com")
    full = j.attempt(desk, RegisterAccount, Guest(client="net"), surname="X", email="eleventh@example.com")
    assert full.code == "refusal.too_many"


def test_staff_make_one_for_a_customer_they_know() -> None:
    """With the name of the request; it is the customer who answers the mail. An address that has one is refused."""
    desk = desk_()
    made = j.do(desk, SubmitRequest, Guest(), problem="It hums.", device="Radio", surname="Zielińska", contact=EMAIL)
    j.do(desk, CreateAccount, j.ANNA, request=made.request, contact=made.contact)
    delivered(desk)
    assert desk.show(view_account_id, j.BOT, EMAIL) == ""
    token, code = _mail(desk)
    me = Customer(id=j.do(desk, FollowAccountLink, Guest(), link=token, code=code).account)
    assert str(desk.show(view_own_account, me).surname) == "Zielińska"
    again = j.attempt(desk, CreateAccount, j.ANNA, request=made.request, contact=made.contact)
    assert again.code == "refusal.account_exists"
    by_phone = j.do(
        desk, SubmitRequest, Guest(), problem="It hums.", device="Radio", surname="Kern", contact="600 100 200"
    )
    wrong = j.attempt(desk, CreateAccount, j.ANNA, request=by_phone.request, contact=by_phone.contact)
    assert wrong.code == "refusal.account_contact"


def test_a_role_is_granted_and_stands_in_the_history() -> None:
    """By who has the right to; its owner reads it."""
    desk = desk_()
    me = account(desk)
    assert j.attempt(desk, SetAccountRole, j.ANNA, account=me.id, role="reseller").code == "refusal.not_allowed"
    j.do(desk, SetAccountRole, j.BOSS, account=me.id, role="reseller")
    assert desk.show(view_own_account, me).role.value == "reseller"
    assert [entry.action for entry in desk.changes(None, 500).entries].count("account_role_set") == 1


def test_an_erased_account_opens_nothing_and_frees_its_address() -> None:
    """Its owner erases it, or an admin; what a link or a session led to is gone."""
    desk = desk_()
    me = account(desk)
    j.do(desk, AskAccountLink, Guest(), email=EMAIL)
    delivered(desk)
    token = link_to(desk)
    j.do(desk, EraseAccount, me, account=me.id)
    assert follow(desk, token).code == "refusal.account_link"
    assert isinstance(desk.view(view_own_account, me), Refusal)
    assert desk.show(view_account_id, j.BOT, EMAIL) == ""
    with desk.reading() as reader:
        stored = reader.load(CustomerAccount, me.id)
    assert stored is not None
    assert (stored.surname, stored.email) == (None, ERASED)
    assert account(desk).id != me.id
    assert desk.verify() == ()


def test_links_are_of_one_hour_at_most() -> None:
    """A link that signs in is gone within the hour, one of a confirmation within three days."""
    assert timedelta(hours=1) >= LINK_LIFETIME
    assert timedelta(hours=72) >= CONFIRM_LIFETIME


HERE, ELSEWHERE = Guest(browser="here"), Guest(browser="elsewhere")


def _mail(desk: Helpdesk, email: str = EMAIL) -> tuple[str, str]:
    """The token of the newest link to an address, and the code beside it."""
    sent = [mail for mail in desk.notifier.sent if mail.contact.value == email]  # type: ignore[attr-defined]
    text = next(mail.text for mail in reversed(sent) if "/account/" in str(mail.link))
    found = re.search(r"code: (\d{6})", text)
    return link_to(desk, email), "" if found is None else found.group(1)


def test_a_link_works_by_itself_in_the_browser_that_asked_alone() -> None:
    """Elsewhere it wants the code of its mail, and a wrong one uses nothing up: not the confirmation, nor a link to
    sign in; nor do twenty. The code of the mail before is none."""
    desk = desk_()
    j.do(desk, RegisterAccount, HERE, surname="Zielińska", email=EMAIL)
    delivered(desk)
    token, code = _mail(desk)
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    assert desk.show(view_account_link, ELSEWHERE, token).asks_code
    assert not desk.show(view_account_link, HERE, token).asks_code
    for fields in ({}, {"code": wrong}):
        for _ in range(10):
            tried = j.attempt(desk, FollowAccountLink, ELSEWHERE, link=token, **fields)
            assert (tried.code, tried.field) == ("refusal.account_link_code", "code")
    j.do(desk, FollowAccountLink, HERE, link=token)
    j.do(desk, AskAccountLink, HERE, email=EMAIL)
    delivered(desk)
    token, second = _mail(desk)
    assert j.attempt(desk, FollowAccountLink, ELSEWHERE, link=token, code=code).code == "refusal.account_link_code"
    assert not isinstance(j.attempt(desk, FollowAccountLink, ELSEWHERE, link=token, code=second), Refusal)
    assert follow(desk, token, HERE).code == "refusal.account_link", "it works once, with and without a code"


def test_a_link_that_staff_asked_for_wants_its_code_everywhere() -> None:
    """No browser of the customer's asked for it. A host that tells no browsers apart has links without codes."""
    desk = desk_()
    made = j.do(desk, TakeRequest, j.ANNA, problem="It hums.", device="Radio", surname="Lis", contact=EMAIL)
    j.do(desk, CreateAccount, j.ANNA, request=made.request, contact=made.contact)
    delivered(desk)
    token, code = _mail(desk)
    for actor in (HERE, Guest()):
        assert follow(desk, token, actor).code == "refusal.account_link_code"
    j.do(desk, FollowAccountLink, HERE, link=token, code=code)
    register(desk, "plain@example.com")
    token, code = _mail(desk, "plain@example.com")
    assert code == ""
    assert not isinstance(follow(desk, token), Refusal)


def test_who_asks_for_an_account_of_somebody_else_gets_no_use_of_their_link() -> None:
    """The mail is bound to the browser that asked, and its link stands in that mail alone: its owner enters the
    code."""
    desk = desk_()
    me = account(desk)
    j.do(desk, RegisterAccount, ELSEWHERE, surname="Lis", email=EMAIL)
    delivered(desk)
    token, code = _mail(desk)
    assert follow(desk, token, HERE).code == "refusal.account_link_code"
    assert j.do(desk, FollowAccountLink, HERE, link=token, code=code).account == me.id
