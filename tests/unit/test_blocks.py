"""A blocked contact asks for nothing more, and nobody makes us send anything to it."""

from __future__ import annotations

import hmac
from typing import Any

import pytest

import journeys as j
from helpdesk_core import Automation, Customer, Guest, Helpdesk, Refusal, Result
from helpdesk_core.adapters.memory import MemoryStore
from helpdesk_core.base.actors import Actor
from helpdesk_core.base.digests import joined
from helpdesk_core.base.keyring import KeyRing
from helpdesk_core.base.queries import Query
from helpdesk_core.commands import (
    BlockContact,
    EraseRequest,
    ReplyToCustomer,
    RequestCode,
    SendLink,
    SubmitRequest,
    TakeRequest,
    UnblockContact,
)
from helpdesk_core.contacts.model import ContactBlock
from helpdesk_core.testing import make_desk
from helpdesk_core.views import view_customer

WORDS = {"problem": "It does not start.", "device": "Dell XPS", "surname": "Nowak"}


@pytest.fixture
def desk() -> Helpdesk:
    return make_desk()


@pytest.fixture
def made(desk: Helpdesk) -> Any:
    """A confirmed request whose contact is blocked; two minutes later."""
    found, _ = j.in_phase(desk, "confirmed")
    j.do(desk, BlockContact, j.BOSS, request=found.request, contact=found.contact, reason="abuse")
    desk.deliver(100)
    desk.clock.move(minutes=2)  # type: ignore[attr-defined]
    return found


def sent(desk: Helpdesk) -> int:
    while desk.deliver(100).done:
        pass
    return len(desk.notifier.sent)  # type: ignore[attr-defined]


@pytest.mark.parametrize("actor", [Guest(), Customer(id="c-9"), Automation(id="mail")], ids=lambda one: one.kind)
@pytest.mark.parametrize("contact", [j.EMAIL, j.EMAIL.upper()])
def test_a_new_request_is_refused_politely(desk: Helpdesk, made: Any, actor: Actor, contact: str) -> None:
    """However the address is written; who has another one is not concerned."""
    before = sent(desk)
    answer = j.attempt(desk, SubmitRequest, actor, **WORDS, contact=contact)
    assert isinstance(answer, Refusal)
    assert (answer.code, answer.field) == ("refusal.contact_blocked", "contact")
    assert sent(desk) == before
    assert isinstance(j.attempt(desk, SubmitRequest, actor, **WORDS, contact="other@example.com"), Result)


def test_no_code_and_no_link_goes_to_it(desk: Helpdesk, made: Any) -> None:
    """The answer is as for any other address; a stranger learns nothing."""
    before = sent(desk)
    j.do(desk, RequestCode, Guest(), link=j.link(desk, made), contact=j.EMAIL)
    j.do(desk, SendLink, Guest(), reference=made.reference, contact=j.EMAIL)
    assert sent(desk) == before


def test_what_is_there_goes_on(desk: Helpdesk, made: Any) -> None:
    """Staff answer as before, and take requests at the counter as they think right."""
    before = sent(desk)
    j.do(desk, ReplyToCustomer, j.ANNA, request=made.request, text="It is ready.")
    j.do(desk, TakeRequest, j.ANNA, **WORDS, contact=j.EMAIL)
    assert sent(desk) > before


def test_staff_see_why_and_may_unblock(desk: Helpdesk, made: Any) -> None:
    """The reason, when and by whom; afterwards the contact is as any other, and both stand in a history that holds."""
    (contact,) = desk.show(view_customer, j.ANNA, made.reference).contacts
    assert (contact.block.reason.value, str(contact.block.changed_by)) == ("abuse", "Ewa Boss")
    j.do(desk, UnblockContact, j.BOSS, request=made.request, contact=made.contact)
    assert desk.show(view_customer, j.ANNA, made.reference).contacts[0].block is None
    j.do(desk, SubmitRequest, Guest(), **WORDS, contact=j.EMAIL)
    j.do(desk, BlockContact, j.BOSS, request=made.request, contact=made.contact, reason="spam")
    assert desk.show(view_customer, j.ANNA, made.reference).contacts[0].block.reason.value == "spam"
    assert desk.verify() == ()


def test_a_block_outlasts_the_person_and_does_not_name_them(desk: Helpdesk, made: Any) -> None:
    """After erasing, the same address is refused still; what is kept for that is no address."""
    j.do(desk, EraseRequest, j.BOSS, request=made.request)
    assert isinstance(j.attempt(desk, SubmitRequest, Guest(), **WORDS, contact=j.EMAIL), Refusal)
    with desk.reading() as reader:
        stored = repr(reader.find(Query(ContactBlock), {}))
    assert "maria" not in stored


def test_a_replaced_secret_keeps_its_blocks() -> None:
    """The mark of a contact is looked for under the secrets before, too."""
    old, new = bytes(range(32)), bytes(range(32, 64))
    before, after = KeyRing([old]), KeyRing([new, old])
    assert before.mac("blocked", "x") in after.macs("blocked", "x")
    assert after.macs("blocked", "x")[0] == KeyRing([new]).mac("blocked", "x")
    store = MemoryStore()
    made, _ = j.in_phase(make_desk(store, secret=[old]), "confirmed")
    contact = {"request": made.request, "contact": made.contact}
    j.do(make_desk(store, secret=[old]), BlockContact, j.BOSS, **contact, reason="abuse")
    desk = make_desk(store, secret=[new, old])
    assert isinstance(j.attempt(desk, SubmitRequest, Guest(), **WORDS, contact=j.EMAIL), Refusal)
    j.do(desk, UnblockContact, j.BOSS, **contact)
    assert isinstance(j.attempt(desk, SubmitRequest, Guest(), **WORDS, contact=j.EMAIL), Result)


@pytest.mark.parametrize("size", [32, 64, 65, 200])
def test_a_proof_is_the_hmac_of_rfc_2104(size: int) -> None:
    """Of secrets that are shorter than SHA-256's block, as long, and longer."""
    secret = bytes(range(size))
    said = joined(("purpose", "Zażółć", ""))
    assert KeyRing([secret]).mac("purpose", "Zażółć", "") == hmac.new(secret, said, "sha256").hexdigest()
