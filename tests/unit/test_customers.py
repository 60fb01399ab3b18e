"""The host's own people and orders: read, never merged, never trusted further than they go."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import attrs
import pytest

import journeys as j
from helpdesk_core import Contact, Customer, Helpdesk, Refusal, Result
from helpdesk_core.base.queries import Query
from helpdesk_core.base.records import record_types
from helpdesk_core.commands import EraseRequest
from helpdesk_core.conversations.rules import ReplyToCustomer, ReplyToShop, WriteNote
from helpdesk_core.customer_rooms.rules import TrackRequest
from helpdesk_core.customer_rooms.views import view_customer_list, view_room
from helpdesk_core.intake.rules import SubmitRequest
from helpdesk_core.intake.views import OwnDetails, view_own_details
from helpdesk_core.ports import Account
from helpdesk_core.testing import make_desk
from helpdesk_core.views import RequestForStaff, view_customer, view_request
from shops import People

OWN, OTHER = Customer(id="7"), Customer(id="8")
WORDS = {"problem": "Cracked", "device": "iPhone 13", "surname": "Nowak", "contact": "both@example.com"}


def for_staff(desk: Helpdesk, made: Result) -> RequestForStaff:
    found = desk.view(view_request, j.ANNA, made.reference)
    assert not isinstance(found, Refusal)
    return found


def test_who_is_signed_in_has_confirmed_by_that(store: Any) -> None:
    """J3: no code for a contact that the host knows as theirs; the shop is told, and writes to it at once."""
    desk = make_desk(store, customers=People())
    made = j.do(desk, SubmitRequest, OWN, **WORDS)
    assert made.code is None
    assert j.stored(desk, made).phase.value == "confirmed"
    assert desk.deliver().done == 2
    assert {mail.contact.value for mail in desk.notifier.sent} == {"both@example.com", "team@example.com"}  # type: ignore[attr-defined]


def test_another_contact_is_confirmed_by_its_code(store: Any) -> None:
    """The account vouches for its own contacts alone: nothing but the code goes to a foreign address."""
    desk = make_desk(store, customers=People())
    made = j.do(desk, SubmitRequest, OWN, **(WORDS | {"contact": "else@example.com"}))
    room = desk.view(view_room, OWN, made.request)
    assert not isinstance(room, Refusal)
    assert room.contact_open
    desk.deliver()
    to_them = [mail for mail in desk.notifier.sent if mail.contact.value == "else@example.com"]  # type: ignore[attr-defined]
    assert len(to_them) == 1
    j.enter(desk, made, "else@example.com")
    assert not desk.view(view_room, OWN, made.request).contact_open  # type: ignore[union-attr]


class Family(People):
    """Two accounts that have their surname and their address in common."""

    accounts = tuple(attrs.evolve(one, surname="Nowak") for one in People.accounts)


@pytest.mark.parametrize("people", [People(), Family()], ids=["two surnames", "one surname"])
def test_two_accounts_with_one_address_stay_two(store: Any, people: People) -> None:
    """Neither is shown the other's request, though both have confirmed the same address; staff see both accounts."""
    desk = make_desk(store, customers=people)
    mine, theirs = (j.do(desk, SubmitRequest, who, **WORDS) for who in (OWN, OTHER))
    assert isinstance(desk.view(view_room, OWN, theirs.request), Refusal)
    room = desk.view(view_room, OWN, mine.request)
    assert not isinstance(room, Refusal)
    assert room.others == ()
    assert [one.id for one in desk.view(view_customer_list, OWN).rows] == [mine.request]  # type: ignore[union-attr]
    assert [one.id for one in for_staff(desk, mine).accounts] == ["7", "8"]
    assert [row.id for row in for_staff(desk, mine).duplicates] == [theirs.request]


@pytest.mark.parametrize("id", ["7", str(UUID(int=7)), "jan.nowak", "7 of 9"[:1] + "-x"])
def test_ids_are_opaque(store: Any, id: str) -> None:
    """An int, a UUID, a name: whatever the host's key is as text."""
    desk = make_desk(store)
    j.submit(desk, Customer(id=id))
    assert len(desk.view(view_customer_list, Customer(id=id)).rows) == 1  # type: ignore[arg-type]


def test_a_changed_address_keeps_the_requests(store: Any) -> None:
    """The account's id is the key: another e-mail at the host changes nothing about earlier requests."""

    class Moved(People):
        accounts = (Account(id="7", surname="Nowak", contacts=(Contact.parse("new@example.com"),)),)

    made = j.do(make_desk(store, customers=People()), SubmitRequest, OWN, **WORDS)
    after = make_desk(store, customers=Moved())
    assert [one.id for one in after.view(view_customer_list, OWN).rows] == [made.request]  # type: ignore[union-attr]
    assert not isinstance(after.view(view_room, OWN, made.request), Refusal)


@pytest.mark.parametrize(
    "actor, contact, order, found",
    [
        (OWN, "both@example.com", "100-7", "100-7"),
        (OWN, "both@example.com", "# 1007", "100-7"),
        (OTHER, "both@example.com", "100-7", None),
        (j.Guest(), "guest@example.com", "100-9", "100-9"),
        (j.Guest(), "other@example.com", "100-9", None),
    ],
)
def test_an_order_is_shown_if_it_is_their_own(
    store: Any, actor: Any, contact: str, order: str, found: str | None
) -> None:
    """What was typed is kept; whether the account or the confirmed contact has such an order is asked anew."""
    desk = make_desk(store, customers=People())
    made = j.do(desk, SubmitRequest, actor, **(WORDS | {"contact": contact, "order": order}))
    if isinstance(actor, j.Guest):
        assert for_staff(desk, made).order is None, "a contact that nobody confirmed proves nothing"
        j.enter(desk, made, contact)
    seen = for_staff(desk, made)
    assert str(seen.request.order_number) == order
    assert (seen.order.number if seen.order else None) == found


def test_an_account_is_the_one_that_was_asked_for(store: Any) -> None:
    """A host that answers with somebody else (a cache, an off-by-one) vouches for nothing and shows nothing."""

    class Mixed(People):
        def get(self, id: str) -> Account | None:
            return super().get("8" if id == "7" else "7")

    desk = make_desk(store, customers=Mixed())
    made = j.do(desk, SubmitRequest, OWN, **WORDS)
    assert made.code is not None, "the address is nobody's whom we know"
    assert desk.view(view_own_details, OWN) == OwnDetails()


def test_nobody_is_looked_for_by_what_was_erased(store: Any) -> None:
    """The host is asked about contacts, never about the mark that stands for one."""

    class Asked(People):
        def by_contact(self, contact: Contact) -> list[Account]:
            asked.append(contact.value)
            return super().by_contact(contact)

    asked: list[str] = []
    desk = make_desk(store, customers=Asked())
    made, _ = j.in_phase(desk, "in_review")
    for_staff(desk, made)
    assert asked == [j.EMAIL]
    j.do(desk, EraseRequest, j.BOSS, request=made.request)
    for_staff(desk, made)
    assert asked == [j.EMAIL]


def test_own_details_are_the_viewers_alone(store: Any) -> None:
    """There is no key by which to ask for somebody else's."""
    desk = make_desk(store, customers=People())
    assert desk.view(view_own_details, OWN).surname == "Nowak"  # type: ignore[union-attr]
    assert desk.view(view_own_details, j.Guest()) == OwnDetails()
    assert desk.view(view_own_details, Customer(id="99")) == OwnDetails()


class Broken(People):
    """A host's directory with every fault."""

    def __init__(self, fault: str) -> None:
        self.fault = fault

    def _fail(self) -> Any:
        if self.fault == "raises":
            raise ConnectionError("password=hunter2")
        return {"wrong type": 42, "wrong items": ["7"], "none": None, "endless": iter(lambda: Account(id="7"), None)}[
            self.fault
        ]

    def get(self, id: str) -> Any:
        return self._fail()

    def by_contact(self, contact: Contact) -> Any:
        return self._fail()

    def orders(self, id: str) -> Any:
        return self._fail()

    def guest_orders(self, contact: Contact) -> Any:
        return self._fail()


@pytest.mark.parametrize("fault", ["raises", "wrong type", "wrong items", "none", "endless"])
def test_a_faulty_directory_costs_a_detail(fault: str, caplog: pytest.LogCaptureFixture) -> None:
    """The customer can still ask, staff still see the request; the log names the fault and not its words."""
    desk = make_desk(customers=Broken(fault))
    made = j.do(desk, SubmitRequest, OWN, **(WORDS | {"order": "100-7"}))
    assert for_staff(desk, made).order is None
    assert "hunter2" not in caplog.text


def test_orders_stand_with_a_customer_whose_address_was_proved() -> None:
    """Whoever types somebody's address is shown nothing of what they bought."""
    desk = make_desk(customers=People())
    made = j.submit(desk, contact="guest@example.com")
    assert desk.show(view_customer, j.ANNA, made.reference).orders == ()
    j.enter(desk, made, "guest@example.com")
    assert [one.number for one in desk.show(view_customer, j.ANNA, made.reference).orders] == ["100-9"]


CANARY = "Zielińska"


def test_erasing_an_account_leaves_the_facts(store: Any) -> None:
    """GDPR article 17: names, contacts, words go; phases, decisions and the histories stay and verify."""
    desk = make_desk(store, customers=People())
    words = {
        "problem": f"I am {CANARY}.",
        "device": f"phone of {CANARY}",
        "surname": CANARY,
        "given_name": CANARY,
        "order": CANARY,
    }
    made = j.do(desk, SubmitRequest, OWN, contact=f"{CANARY}@example.com".replace("ń", "n"), **words)
    j.do(desk, ReplyToCustomer, j.ANNA, request=made.request, text=f"Dear {CANARY}")
    j.do(desk, ReplyToShop, OWN, request=made.request, text=f"Yours, {CANARY}")
    j.do(desk, WriteNote, j.ANNA, request=made.request, text=f"{CANARY} called")
    outcome = j.prepare(desk, made, f"Done for {CANARY}")
    j.do(desk, j.RecordOutcome, j.ANNA, outcome=outcome.outcome, digest=outcome.digest)
    other = j.do(desk, SubmitRequest, OTHER, **WORDS)
    anchor = desk.anchor()

    assert desk.erase_customer(OWN.id).erased == 1

    assert desk.verify(anchor) == ()
    with desk.reading() as reader:
        for kind in record_types.values():
            for record in reader.find(Query(kind.make), {}, limit=500):
                assert CANARY not in str(kind.encode(record)), kind.name
    seen = for_staff(desk, made)
    assert seen.phase.value == "outcome_recorded", "the decision still holds"
    names = {str(getattr(one, "author_name", "")) for one in seen.thread.entries}
    assert "Anna Nowak" in names, "staff stand by what they did"
    assert seen.duplicates == ()
    assert isinstance(desk.view(view_room, OWN, made.request), Refusal)
    tried = j.attempt(desk, TrackRequest, j.Guest(), reference=made.reference, surname=CANARY)
    assert isinstance(tried, Refusal)
    sent = len(desk.notifier.sent)  # type: ignore[attr-defined]
    desk.deliver()
    assert all("ieli" not in mail.contact.value for mail in desk.notifier.sent[sent:])  # type: ignore[attr-defined]
    assert not isinstance(desk.view(view_room, OTHER, other.request), Refusal), "nobody else's is touched"
    assert desk.erase_customer(OWN.id).erased == 0
    assert desk.verify(anchor) == ()


def test_nobody_erases_somebody_elses(store: Any) -> None:
    """A customer erases the own requests, an admin any."""
    desk = make_desk(store)
    made, _ = j.in_phase(desk, "in_review", OWN)
    report = desk.erase_customer(OWN.id, OTHER)
    assert report.erased == 0
    assert report.refused == (made.request,)
    assert desk.erase_customer(OWN.id, j.BOSS).erased == 1
