"""The suites of access and customers themselves: each planted fault fails the test that is meant to."""

from __future__ import annotations

import logging
import time
from typing import Any

import attrs
import pytest
from test_adapter_suites_bite import passes

from helpdesk_core import Admin, Agent, Contact
from helpdesk_core.ports import Account, OrderRef, StaffRights
from helpdesk_core.testing import AccessSuite, CustomersSuite, count_tests
from sound_adapters import SoundAccess, SoundAccessSuite, SoundCustomers, SoundCustomersSuite

_log = logging.getLogger("host")


class BelievesTheActor(SoundAccess):
    def rights(self, actor: Agent | Admin) -> StaffRights | None:
        known = super().rights(actor)
        return known and StaffRights(rights=getattr(actor, "rights", None), locations=getattr(actor, "locations", None))


class KnowsEverybody(SoundAccess):
    def rights(self, actor: Agent | Admin) -> StaffRights | None:
        return super().rights(actor) or StaffRights(rights=frozenset())


class RaisesForStrangers(SoundAccess):
    def rights(self, actor: Agent | Admin) -> StaffRights | None:
        return self.staff[actor.id]


class BelievesInAdmins(SoundAccess):
    def rights(self, actor: Agent | Admin) -> StaffRights | None:
        return StaffRights() if isinstance(actor, Admin) else super().rights(actor)


class Remembers(SoundAccess):
    def __init__(self) -> None:
        super().__init__()
        self.seen: dict[str, StaffRights | None] = {}

    def rights(self, actor: Agent | Admin) -> StaffRights | None:
        return self.seen.setdefault(actor.id, super().rights(actor))


class AnswersLists(SoundAccess):
    def rights(self, actor: Agent | Admin) -> StaffRights | None:
        known: Any = super().rights(actor)
        return known and attrs.evolve(known, rights=["requests.view"])


class NamesItsOwnRights(SoundAccess):
    def rights(self, actor: Agent | Admin) -> StaffRights | None:
        known = super().rights(actor)
        return known and attrs.evolve(known, rights=frozenset({"helpdesk | can view request"}))


class AnswersYes(SoundAccess):
    def rights(self, actor: Agent | Admin) -> Any:
        return True if super().rights(actor) else None


class ChangesByBeingAsked(SoundAccess):
    def rights(self, actor: Agent | Admin) -> StaffRights | None:
        known = super().rights(actor)
        if actor.id == "tom" and known is not None:
            self.staff["tom"] = StaffRights(rights=frozenset())
        return known


class SharesItsAnswer(SoundAccess):
    asked: Any = None

    def rights(self, actor: Agent | Admin) -> StaffRights | None:
        self.asked = actor
        time.sleep(0.01)
        return super().rights(self.asked)


class LogsWhoAsks(SoundAccess):
    def rights(self, actor: Agent | Admin) -> StaffRights | None:
        _log.info("asked about %s", actor.name)
        return super().rights(actor)


ACCESS_FAULTS: dict[str, tuple[type[SoundAccess], str]] = {
    "believes the actor": (BelievesTheActor, "test_the_actor_is_not_believed"),
    "knows everybody": (KnowsEverybody, "test_a_stranger_is_no_staff"),
    "raises for strangers": (RaisesForStrangers, "test_a_stranger_is_no_staff"),
    "believes in admins": (BelievesInAdmins, "test_a_stranger_is_no_staff"),
    "remembers who has left": (Remembers, "test_who_has_left_is_no_staff_at_once"),
    "answers lists": (AnswersLists, "test_rights_are_named"),
    "names rights of its own": (NamesItsOwnRights, "test_rights_are_named"),
    "answers yes": (AnswersYes, "test_staff_have_rights"),
    "changes by being asked": (ChangesByBeingAsked, "test_asking_changes_nothing"),
    "shares its answer": (SharesItsAnswer, "test_many_may_ask_at_once"),
    "logs who asks": (LogsWhoAsks, "test_nothing_of_anybody_is_logged"),
}


@pytest.mark.parametrize("fault", ACCESS_FAULTS)
def test_a_faulty_access_is_found(fault: str) -> None:
    kind, expected = ACCESS_FAULTS[fault]
    assert not passes(SoundAccessSuite(), expected, kind), f"an access that {fault} passed {expected}"
    assert passes(SoundAccessSuite(), expected, SoundAccess)


class FoldsIds(SoundCustomers):
    def get(self, id: str) -> Account | None:
        return super().get("7" if id == "0" else id)


class AnswersTheFirst(SoundCustomers):
    def get(self, id: str) -> Account | None:
        return self.accounts["7"]


class AnswersNumbers(SoundCustomers):
    def get(self, id: str) -> Account | None:
        found: Any = super().get(id)
        return found and attrs.evolve(found, id=int(found.id))


class RaisesForNoAccount(SoundCustomers):
    def get(self, id: str) -> Account | None:
        return self.accounts[id]


class PrefersOne(SoundCustomers):
    def by_contact(self, contact: Contact) -> list[Account]:
        return super().by_contact(contact)[:1]


class FindsMore(SoundCustomers):
    def by_contact(self, contact: Contact) -> list[Account]:
        return list(self.accounts.values()) if super().by_contact(contact) else []


class FindsBeginnings(SoundCustomers):
    def by_contact(self, contact: Contact) -> list[Account]:
        return [one for one in self.accounts.values() if any(c.value[0] == contact.value[0] for c in one.contacts)]


class TakesPatterns(SoundCustomers):
    def by_contact(self, contact: Contact) -> list[Account]:
        return list(self.accounts.values()) if "%" in contact.value else super().by_contact(contact)


class MindsCapitals(SoundCustomers):
    def by_contact(self, contact: Contact) -> list[Account]:
        return [] if contact.shown != contact.shown.lower() else super().by_contact(contact)


class ShowsEverybodysOrders(SoundCustomers):
    def orders(self, id: str) -> list[OrderRef]:
        return [order for orders in self.owned.values() for order in orders] if id in self.owned else []


class OldestFirst(SoundCustomers):
    def orders(self, id: str) -> list[OrderRef]:
        return super().orders(id)[::-1]


class WithoutZone(SoundCustomers):
    def orders(self, id: str) -> list[OrderRef]:
        return [
            attrs.evolve(one, placed_at=one.placed_at and one.placed_at.replace(tzinfo=None))
            for one in super().orders(id)
        ]


class ShowsAccountsToGuests(SoundCustomers):
    def guest_orders(self, contact: Contact) -> list[OrderRef]:
        owned = [order for one in self.by_contact(contact) for order in self.owned[one.id]]
        return super().guest_orders(contact) + owned


class LogsContacts(SoundCustomers):
    def by_contact(self, contact: Contact) -> list[Account]:
        _log.debug("looking for %s", contact.value)
        return super().by_contact(contact)


class SharesItsQuestion(SoundCustomers):
    asked = ""

    def get(self, id: str) -> Account | None:
        self.asked = id
        time.sleep(0.01)
        return super().get(self.asked)


CUSTOMER_FAULTS: dict[str, tuple[type[SoundCustomers], str]] = {
    "fold ids": (FoldsIds, "test_no_account_is_none"),
    "answer the first": (AnswersTheFirst, "test_two_ids_are_two_accounts"),
    "answer numbers": (AnswersNumbers, "test_an_account_is_found_by_its_id"),
    "raise for no account": (RaisesForNoAccount, "test_no_account_is_none"),
    "prefer one": (PrefersOne, "test_who_share_a_contact_are_all_found"),
    "find more": (FindsMore, "test_an_account_is_found_by_its_contact"),
    "find by a beginning": (FindsBeginnings, "test_a_strangers_contact_finds_nobody"),
    "take patterns": (TakesPatterns, "test_a_strangers_contact_finds_nobody"),
    "mind capitals": (MindsCapitals, "test_however_it_is_written"),
    "show everybody's orders": (ShowsEverybodysOrders, "test_orders_are_the_accounts_own"),
    "begin with the oldest": (OldestFirst, "test_orders_are_newest_first"),
    "know no zone": (WithoutZone, "test_orders_are_newest_first"),
    "show an account's orders to guests": (ShowsAccountsToGuests, "test_a_guest_finds_what_no_account_owns"),
    "log contacts": (LogsContacts, "test_nothing_of_anybody_is_logged"),
    "share their question": (SharesItsQuestion, "test_asking_changes_nothing"),
}


@pytest.mark.parametrize("fault", CUSTOMER_FAULTS)
def test_faulty_customers_are_found(fault: str) -> None:
    kind, expected = CUSTOMER_FAULTS[fault]
    assert not passes(SoundCustomersSuite(), expected, kind), f"customers that {fault} passed {expected}"
    assert passes(SoundCustomersSuite(), expected, SoundCustomers)


@pytest.mark.parametrize("suite, tests", [(AccessSuite, 8), (CustomersSuite, 12)])
def test_the_suites_of_people_are_counted(suite: type, tests: int) -> None:
    """A number a CI can hold."""
    assert count_tests(suite) >= tests
