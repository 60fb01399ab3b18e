"""A second way to reach a customer: who may add one, what proves it, and where news goes then."""

from __future__ import annotations

from typing import Any

import attrs
import pytest

import journeys as j
import whatsapp_peer as w
from helpdesk_core import ContactKind, Customer, Guest, Refusal
from helpdesk_core.channels.model import HeldFor, InboundState
from helpdesk_core.commands import (
    AddContact,
    BlockContact,
    CancelRequest,
    CorrectContact,
    EnterCode,
    PreferContact,
    ReplyToCustomer,
    ReplyToShop,
    RequestCode,
    SplitRequest,
    TakeBackContact,
    TakeRequest,
)
from helpdesk_core.contacts.model import CONTACTS, ContactPoint
from helpdesk_core.testing import CapturingNotifier, make_desk
from helpdesk_core.testing.doubles import POLISH_SHOP
from helpdesk_core.views import view_customer, view_room
from unit.test_channels import Mailbox, answer
from unit.test_chats import JAN, chatting

OTHER, PHONE = "maria.work@example.com", "+48600100200"
KINDS = (ContactKind.EMAIL, ContactKind.PHONE)


def desk_with(store: Any = None, **settings: Any) -> Any:
    """A shop that writes to addresses and numbers, and sends codes to both."""
    notifier = CapturingNotifier(KINDS)
    settings = {"code_channels": frozenset({"email", "phone"}), **settings}
    desk = make_desk(store, settings=attrs.evolve(POLISH_SHOP, **settings), notifiers=[notifier])
    desk.notifier = notifier
    return desk


def points(desk: Any, made: Any) -> dict[str, ContactPoint]:
    with desk.reading() as reader:
        return {one.contact: one for one in reader.find(CONTACTS, {"request": made.request})}


def sent(desk: Any, *, after: int = 0) -> list[tuple[str, bool]]:
    """Where messages went, and whether there was a code in them."""
    while desk.deliver(100).total:
        pass
    return [(one.contact.value, bool(one.code)) for one in desk.notifier.sent[after:]]


def code_for(desk: Any, to: str) -> str:
    return str(next(one.code for one in reversed(desk.notifier.sent) if one.contact.value == to and one.code))


def in_room(desk: Any) -> tuple[Any, Guest]:
    made, guest = j.in_phase(desk, "in_review")
    sent(desk)
    desk.clock.move(minutes=1)  # what is written down later stands later
    return made, guest


@pytest.mark.parametrize("contact", [OTHER, PHONE])
def test_a_customer_adds_a_contact_and_proves_it(store: Any, contact: str) -> None:
    """Both are told, only the new one gets a code, and nothing else goes there until the code is entered. What opened
    the room before opens it still."""
    desk = desk_with(store)
    made, guest = in_room(desk)
    before, generation = len(desk.notifier.sent), j.stored(desk, made).generation
    added = j.do(desk, AddContact, guest, request=made.request, contact=contact)
    assert not added.is_proved
    assert sorted(sent(desk, after=before)) == sorted([(contact, True), (j.EMAIL, False)])
    j.do(desk, PreferContact, guest, request=made.request, contact=points(desk, made)[j.EMAIL].id)
    refused = j.attempt(desk, PreferContact, guest, request=made.request, contact=added.contact)
    assert isinstance(refused, Refusal)
    assert refused.code == "refusal.contact_not_proved"
    code = code_for(desk, contact)
    j.do(desk, EnterCode, Guest(), link=j.link(desk, made), contact=contact, code=code)
    assert points(desk, made)[contact].confirmed_at is not None
    j.do(desk, PreferContact, guest, request=made.request, contact=added.contact)
    before = len(desk.notifier.sent)
    j.do(desk, ReplyToCustomer, j.ANNA, request=made.request, text="Come at ten.")
    assert sent(desk, after=before) == [(contact, False)]
    assert j.stored(desk, made).generation == generation
    assert not isinstance(desk.view(view_room, guest, made.request), Refusal)
    assert desk.verify() == ()


def test_nothing_but_a_code_goes_where_nobody_proved_anything() -> None:
    """Staff write it down, and the customer has to prove it; staff who vouch for it spare them that."""
    desk = desk_with()
    made, _ = in_room(desk)
    before = len(desk.notifier.sent)
    added = j.do(desk, AddContact, j.ANNA, request=made.request, contact=OTHER)
    assert sorted(sent(desk, after=before)) == sorted([(OTHER, True), (j.EMAIL, False)])
    before = len(desk.notifier.sent)
    j.do(desk, ReplyToCustomer, j.ANNA, request=made.request, text="Come at ten.")
    assert sent(desk, after=before) == [(j.EMAIL, False)]
    again = j.do(desk, AddContact, j.ANNA, request=made.request, contact=OTHER, in_person="yes")
    assert (again.contact, again.is_proved) == (added.contact, True)
    assert len(points(desk, made)) == 2
    j.do(desk, PreferContact, j.ANNA, request=made.request, contact=added.contact)
    before = len(desk.notifier.sent)
    j.do(desk, ReplyToCustomer, j.ANNA, request=made.request, text="Come at eleven.")
    assert sent(desk, after=before) == [(OTHER, False)]
    shown = desk.show(view_customer, j.ANNA, made.reference)
    assert {one.value.value: one.is_preferred for one in shown.ways} == {j.EMAIL: False, OTHER: True}
    j.do(desk, PreferContact, j.ANNA, request=made.request)
    assert not any(one.is_preferred for one in points(desk, made).values())
    assert desk.verify() == ()


def test_no_customer_vouches_for_themselves() -> None:
    """The tick is for staff: whoever forges it proves nothing by it."""
    desk = desk_with()
    made, guest = in_room(desk)
    assert not j.do(desk, AddContact, guest, request=made.request, contact=OTHER, in_person="yes").is_proved
    assert points(desk, made)[OTHER].confirmed_at is None


def test_who_adds_one_has_just_shown_who_they_are() -> None:
    """A room left open on a computer of others must not become theirs; nor one whose owner signed in long ago."""
    desk = desk_with()
    made, guest = in_room(desk)
    desk.clock.move(minutes=31)
    for actor in (guest, Customer(id="c-1")):
        refused = j.attempt(desk, AddContact, actor, request=made.request, contact=OTHER)
        assert isinstance(refused, Refusal)
        assert refused.code in ("refusal.show_again", "refusal.no_such_request")
    assert list(points(desk, made)) == [j.EMAIL]


@pytest.mark.parametrize(
    ("contact", "code"),
    [
        (j.EMAIL, "refusal.same_contact"),
        ("Maria@Example.com", "refusal.same_contact"),
        ("blocked@example.com", "refusal.contact_blocked"),
    ],
)
def test_what_cannot_be_added(contact: str, code: str) -> None:
    """What is there already, and what the shop has blocked."""
    desk = desk_with()
    made, guest = in_room(desk)
    blocked = j.do(
        desk, TakeRequest, j.BOSS, problem="x", device="Dell", surname="Nowak", contact="blocked@example.com"
    )
    j.do(desk, BlockContact, j.BOSS, request=blocked.request, contact=blocked.contact, reason="spam")
    refused = j.attempt(desk, AddContact, guest, request=made.request, contact=contact)
    assert isinstance(refused, Refusal)
    assert (refused.code, refused.field) == (code, "contact")


def test_nothing_is_added_to_what_has_ended() -> None:
    """There is nothing more to tell."""
    desk = desk_with()
    made, _ = in_room(desk)
    j.do(desk, CancelRequest, j.ANNA, request=made.request)
    assert isinstance(j.attempt(desk, AddContact, j.ANNA, request=made.request, contact=OTHER), Refusal)


def test_an_address_gets_no_more_than_from_any_other_way() -> None:
    """One counter for all that strangers can have sent there; and one request makes six such messages a day."""
    desk = desk_with()
    made, guest = in_room(desk)
    for place in range(4):
        j.submit(desk, contact=OTHER, surname=f"Other{'abcd'[place]}")
    before = len(desk.notifier.sent)
    sent(desk)
    before = len(desk.notifier.sent)
    j.do(desk, AddContact, guest, request=made.request, contact=OTHER)
    assert sent(desk, after=before) == [(j.EMAIL, False)]
    desk.clock.move(minutes=2)
    tried = [j.attempt(desk, AddContact, j.ANNA, request=made.request, contact=OTHER) for _ in range(6)]
    assert [isinstance(one, Refusal) for one in tried] == [False] * 5 + [True]
    assert sent(desk, after=before) == [(j.EMAIL, False)]


def test_five_are_enough() -> None:
    """More than that nobody reads."""
    desk = desk_with()
    made, _ = in_room(desk)
    for place in range(4):
        j.do(desk, AddContact, j.ANNA, request=made.request, contact=f"way{place}@example.com", in_person="yes")
    refused = j.attempt(desk, AddContact, j.ANNA, request=made.request, contact="more@example.com")
    assert isinstance(refused, Refusal)
    assert refused.code == "refusal.too_many_contacts"


def test_one_code_a_minute() -> None:
    """Pressing the button twice sends it once."""
    desk = desk_with()
    made, guest = in_room(desk)
    before = len(desk.notifier.sent)
    for _ in range(2):
        j.do(desk, AddContact, guest, request=made.request, contact=OTHER)
    j.do(desk, RequestCode, guest, link=j.link(desk, made), contact=OTHER)
    assert [one for one in sent(desk, after=before) if one[1]] == [(OTHER, True)]


def test_news_goes_where_the_customer_wrote_from_last_unless_they_chose() -> None:
    """Two addresses: a mail from one of them moves the answers there, and a choice outlasts every mail."""
    box = Mailbox()
    made, ours = box.answered()
    box.desk.clock.move(minutes=1)
    added = j.do(box.desk, AddContact, j.ANNA, request=made.request, contact=OTHER, in_person="yes")
    assert _answered_to(box, made) == j.EMAIL
    j.do(box.desk, PreferContact, j.ANNA, request=made.request, contact=added.contact)
    assert _answered_to(box, made) == OTHER
    theirs = box.sent(OTHER)[-1]
    j.do(box.desk, PreferContact, j.ANNA, request=made.request)
    box.desk.clock.move(minutes=1)
    assert box.gets(answer(theirs, "From work.", sender=OTHER)).request == made.request
    assert _answered_to(box, made) == OTHER
    box.desk.clock.move(minutes=1)
    box.gets(answer(ours, "From home.", **{"Message-ID": "<home@example.com>"}))
    assert _answered_to(box, made) == j.EMAIL
    j.do(box.desk, PreferContact, j.ANNA, request=made.request, contact=added.contact)
    box.desk.clock.move(minutes=1)
    box.gets(answer(ours, "From home again.", **{"Message-ID": "<again@example.com>"}))
    assert _answered_to(box, made) == OTHER
    assert box.desk.verify() == ()


def test_a_mail_to_one_contact_that_the_other_one_answers_waits_for_a_person() -> None:
    """Who has it may have it from somebody who passed it on: the address alone, which anybody can write, proves
    nothing."""
    box = Mailbox()
    made, ours = box.answered()
    j.do(box.desk, AddContact, j.ANNA, request=made.request, contact=OTHER, in_person="yes")
    held = box.gets(answer(ours, "From work.", sender=OTHER))
    assert (held.state, held.reason) == (InboundState.HELD, HeldFor.STRANGER)
    assert "From work." not in box.said(made.request)


def test_whatsapp_beside_a_mail() -> None:
    """A shop that sends no codes by SMS: once they have written there, the code comes by the chat, and so does news
    from then on. A number that wrote nothing gets none, and waits for staff."""
    with w.running() as peer:
        chat = chatting(peer, send_replies_to=frozenset({"phone", "email"}))
        made, guest = j.in_phase(chat.desk, "in_review")
        chat.works()
        silent = j.do(chat.desk, AddContact, guest, request=made.request, contact="+48600100299")
        assert (silent.is_proved, silent.code_from) == (False, None)
        chat.says(w.message("wamid.1", text={"body": "Hello"}))
        before = len(peer.sent)
        chat.desk.clock.move(minutes=1)
        added = j.do(chat.desk, AddContact, guest, request=made.request, contact=JAN.value)
        chat.works()
        code = next(word for word in peer.sent[-1]["text"]["body"].replace(".", " ").split() if word.isdigit())
        assert len(peer.sent) == before + 1
        j.do(chat.desk, EnterCode, Guest(), link=j.link(chat.desk, made), contact=JAN.value, code=code)
        j.do(chat.desk, PreferContact, guest, request=made.request, contact=added.contact)
        j.do(chat.desk, ReplyToCustomer, j.ANNA, request=made.request, text="Come at ten.")
        chat.works()
        assert "Come at ten." in peer.sent[-1]["text"]["body"]
        assert chat.desk.verify() == ()


def _answered_to(box: Mailbox, made: Any) -> str:
    box.deliver()
    before = len(box.desk.notifier.sent)
    j.do(box.desk, ReplyToCustomer, j.ANNA, request=made.request, text="Good.")
    box.deliver()
    (one,) = box.desk.notifier.sent[before:]
    return str(one.contact.value)


def test_a_preference_goes_along_when_its_contact_is_corrected() -> None:
    """The right address in the place of the wrong one is still where news goes."""
    desk = desk_with()
    made, _ = in_room(desk)
    added = j.do(desk, AddContact, j.ANNA, request=made.request, contact=OTHER, in_person="yes")
    j.do(desk, PreferContact, j.ANNA, request=made.request, contact=added.contact)
    j.do(desk, CorrectContact, j.ANNA, request=made.request, contact=added.contact, to="r@example.com", in_person="yes")
    assert {one.contact: one.is_preferred for one in points(desk, made).values()} == {
        j.EMAIL: False,
        "r@example.com": True,
    }


def test_a_mistyped_contact_is_taken_back(store: Any) -> None:
    """Its code lets nobody in any more and nothing is sent there, the one with the code neither if it waits; the
    confirmed ones are told. What is typed again is a contact of its own."""
    desk = desk_with(store)
    made, guest = in_room(desk)
    wrong = j.do(desk, AddContact, guest, request=made.request, contact=OTHER)
    sent(desk)
    code, before = code_for(desk, OTHER), len(desk.notifier.sent)
    j.do(desk, TakeBackContact, guest, request=made.request, contact=wrong.contact)
    assert sent(desk, after=before) == [(j.EMAIL, False)]
    assert list(points(desk, made)) == [j.EMAIL]
    tried = j.attempt(desk, EnterCode, Guest(), link=j.link(desk, made), contact=OTHER, code=code)
    assert isinstance(tried, Refusal)
    again = j.attempt(desk, TakeBackContact, guest, request=made.request, contact=wrong.contact)
    assert isinstance(again, Refusal)
    assert j.do(desk, AddContact, guest, request=made.request, contact=OTHER).contact != wrong.contact
    assert desk.verify() == ()


def test_a_mistyped_contact_is_corrected_in_one_step(store: Any) -> None:
    """The wrong one is ended by the command that adds the right one, before its mail has gone: it gets none. Five
    contacts stay five."""
    desk = desk_with(store)
    made, guest = in_room(desk)
    for place in range(3):
        j.do(desk, AddContact, j.ANNA, request=made.request, contact=f"way{place}@example.com", in_person="yes")
    wrong = j.do(desk, AddContact, guest, request=made.request, contact="typo@example.com")
    before = len(desk.notifier.sent)
    j.do(desk, AddContact, guest, request=made.request, contact=OTHER, instead_of=wrong.contact)
    went = sent(desk, after=before)
    assert (OTHER, True) in went
    assert "typo@example.com" not in [to for to, _ in went]
    assert len(points(desk, made)) == 5
    assert "typo@example.com" not in points(desk, made)
    same = points(desk, made)[OTHER].id
    desk.clock.move(minutes=2)
    assert j.do(desk, AddContact, guest, request=made.request, contact=OTHER, instead_of=same).contact == same
    assert OTHER in points(desk, made)
    assert desk.verify() == ()


def test_what_was_proved_or_is_the_only_way_is_not_taken_back() -> None:
    """By neither command; and nobody ends a contact of somebody else's request."""
    desk = desk_with()
    made, guest = in_room(desk)
    only = j.submit(desk, contact="only@example.com", surname="Lis")
    first = points(desk, made)[j.EMAIL].id
    foreign = points(desk, only)["only@example.com"].id
    for named, code in ((first, "contact_proved"), (foreign, "no_such_request")):
        tried = [
            j.attempt(desk, TakeBackContact, guest, request=made.request, contact=named),
            j.attempt(desk, AddContact, guest, request=made.request, contact=OTHER, instead_of=named),
        ]
        assert [isinstance(one, Refusal) and one.code for one in tried] == [f"refusal.{code}"] * 2
    alone = j.attempt(desk, TakeBackContact, j.ANNA, request=only.request, contact=foreign)
    assert isinstance(alone, Refusal)
    assert alone.code == "refusal.contact_only"
    assert list(points(desk, made)) == [j.EMAIL]


def test_contacts_of_one_command_have_an_order(store: Any) -> None:
    """In which they were given, whatever is drawn: a request that is split off has its contacts in the order of the
    first, and all of them are of one moment."""
    desk = desk_with(store)
    made, guest = in_room(desk)
    given = [j.EMAIL, *(f"way{place}@example.com" for place in range(4))]
    for contact in given[1:]:
        j.do(desk, AddContact, j.ANNA, request=made.request, contact=contact, in_person="yes")
    assert list(points(desk, made)) == given
    for _ in range(4):
        later = j.do(desk, ReplyToShop, guest, request=made.request, text="And the charger is broken.")
        part = j.do(desk, SplitRequest, j.ANNA, request=made.request, message=later.message)
        with desk.reading() as reader:
            assert [one.contact for one in reader.find(CONTACTS, {"request": part.split})] == given
