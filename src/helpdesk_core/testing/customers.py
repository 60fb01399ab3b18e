"""The conformance suite of the `Customers` port: subclass it, give the host's directory, and people of the host's."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

import pytest

from ..base.contacts import Contact
from ..ports import Account, OrderRef
from .suite_base import in_threads
from .suites import claimed
from .watching import logged

#: Ids that are nobody's, as an old link or another host may give them.
NOBODY = ("", "0", "-1", "nobody", "' OR 1=1 --", "x" * 5000, "żółw", "9" * 40)
STRANGERS = ("nobody-at-all@example.com", "%@example.com", "_@example.com", "+48999999999")


class CustomersSuite:
    """What every directory of a host promises.

    ``ids()`` returns the ids of at least two accounts of the host's, of whom the first has a contact that the second
    has not; ``shared()`` a contact that two accounts have.
    """

    #: ``shared``: two accounts may have one contact. ``orders``: the first account has orders. ``guests``: there are
    #: orders without an account under ``guest()``.
    capabilities: ClassVar[frozenset[str]] = frozenset({"shared", "orders", "guests"})

    @pytest.fixture
    def customers(self) -> Any:
        """The adapter; yours overrides this."""
        raise NotImplementedError

    def ids(self) -> Sequence[str]:
        """Ids of accounts; yours overrides this."""
        raise NotImplementedError

    def shared(self) -> Contact:
        """A contact of two accounts; yours overrides this if two may share one."""
        raise NotImplementedError

    def guest(self) -> Contact:
        """A contact that ordered without an account; yours overrides this if there are such orders."""
        raise NotImplementedError

    def test_an_account_is_found_by_its_id(self, customers: Any) -> None:
        """Its own, under the id as text that it was asked by."""
        for id in self.ids():
            account = customers.get(id)
            assert isinstance(account, Account)
            assert account.id == id
            assert all(isinstance(contact, Contact) for contact in account.contacts)

    def test_two_ids_are_two_accounts(self, customers: Any) -> None:
        """None stands in for another."""
        found = [customers.get(id) for id in self.ids()]
        assert len(found) >= 2
        assert len({account.id for account in found}) == len(found)

    @pytest.mark.parametrize("id", NOBODY)
    def test_no_account_is_none(self, customers: Any, id: str) -> None:
        """Whatever an id looks like: None and no orders, without an exception."""
        assert customers.get(id) is None
        assert not customers.orders(id)

    def test_an_account_is_found_by_its_contact(self, customers: Any) -> None:
        """And nobody who has not got this one."""
        first = customers.get(self.ids()[0])
        assert first.contacts, "give an account with a contact"
        for contact in first.contacts:
            found = list(customers.by_contact(contact))
            assert first.id in [account.id for account in found]
            for account in found:
                assert isinstance(account, Account)
                assert contact in account.contacts
                assert customers.get(account.id) == account

    def test_however_it_is_written(self, customers: Any) -> None:
        """An e-mail address in capitals is the same contact, so the same accounts."""
        contact = customers.get(self.ids()[0]).contacts[0]
        if "@" in contact.value:
            again = Contact.parse(contact.shown.upper())
            assert [one.id for one in customers.by_contact(again)] == [one.id for one in customers.by_contact(contact)]

    @pytest.mark.parametrize("value", STRANGERS)
    def test_a_strangers_contact_finds_nobody(self, customers: Any, value: str) -> None:
        """A pattern is no contact either."""
        contact = Contact.parse(value)
        assert not customers.by_contact(contact)
        assert not customers.guest_orders(contact)

    @claimed("shared")
    def test_who_share_a_contact_are_all_found(self, customers: Any) -> None:
        """None is preferred, none left out, none merged."""
        found = [account.id for account in customers.by_contact(self.shared())]
        assert len(found) >= 2
        assert len(set(found)) == len(found)

    @claimed("orders")
    def test_orders_are_the_accounts_own(self, customers: Any) -> None:
        """Of one account, and in the same order each time."""
        first, second = self.ids()[:2]
        orders = list(customers.orders(first))
        assert orders
        assert all(isinstance(order, OrderRef) and order.number for order in orders)
        others = {order.number for order in customers.orders(second)}
        assert not others & {order.number for order in orders}
        assert list(customers.orders(first)) == orders

    @claimed("orders")
    def test_orders_are_newest_first(self, customers: Any) -> None:
        """More than fifty are not read, so that the last ones must be the old ones."""
        placed = [order.placed_at for order in customers.orders(self.ids()[0]) if order.placed_at is not None]
        assert placed == sorted(placed, reverse=True)
        assert all(moment.tzinfo is not None for moment in placed)

    @claimed("guests")
    def test_a_guest_finds_what_no_account_owns(self, customers: Any) -> None:
        """Orders of accounts are not shown by a contact alone."""
        numbers = {order.number for order in customers.guest_orders(self.guest())}
        assert numbers
        owned = {order.number for id in self.ids() for order in customers.orders(id)}
        for id in self.ids():
            for contact in customers.get(id).contacts:
                numbers |= {order.number for order in customers.guest_orders(contact)}
        assert not numbers & owned

    def test_asking_changes_nothing(self, customers: Any) -> None:
        """The same question has the same answer, also for many at once."""
        first, second = self.ids()[:2]
        expected = [customers.get(first), customers.get(second)]
        asked = [first, second] * 4
        assert in_threads(*(lambda id=id: customers.get(id) for id in asked)) == expected * 4

    def test_nothing_of_anybody_is_logged(self, customers: Any) -> None:
        """Addresses, phones and names are no lines of a log."""
        account = customers.get(self.ids()[0])
        with logged() as said:
            for contact in account.contacts:
                customers.by_contact(contact)
                customers.guest_orders(contact)
            customers.by_contact(Contact.parse("somebody-else@example.com"))
            customers.orders(account.id)
        personal = [*(contact.value for contact in account.contacts), "somebody-else", account.surname]
        assert not any(word and word in line for word in personal for line in said)
