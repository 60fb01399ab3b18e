"""The people and orders that a host owns. We read them, keep nothing of them but ids, and never merge them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

import attrs

from ..base.asked import check_fields
from ..base.contacts import Contact


@attrs.frozen(kw_only=True)
class Account:
    """A customer's account at the host.

    Attributes:
        id: The host's own key as text (an int, a UUID, a name), opaque here.
        surname: The customer's surname.
        given_name: The customer's given name.
        contacts: E-mail addresses and phone numbers of the account.
        language: The customer's language, None when the host does not know it.
        resells: Whether it is a reseller's, who sends orders of their own customers.
    """

    id: str
    surname: str = ""
    given_name: str = ""
    contacts: tuple[Contact, ...] = ()
    language: str | None = None
    resells: bool = False

    def __attrs_post_init__(self) -> None:
        check_fields(self)


@attrs.frozen(kw_only=True)
class OrderRef:
    """An order at the host.

    Attributes:
        number: As the customer reads it.
        title: What it is about.
        placed_at: When it was placed.
        url: Where staff find it.
    """

    number: str
    title: str = ""
    placed_at: datetime | None = None
    url: str | None = None


class Customers(Protocol):
    """The host's directory of customers. It is asked while pages are made: answer within milliseconds, change nothing.

    An exception, or an answer of another type, is logged by its name, and the page is shown without that detail.
    """

    def get(self, id: str) -> Account | None:
        """An account by its id.

        Args:
            id: The host's key as text.

        Returns:
            The account, None when there is none (any more).
        """

    def by_contact(self, contact: Contact) -> Sequence[Account]:
        """Every account with this e-mail address or phone number.

        Args:
            contact: The contact.

        Returns:
            The accounts: several people may share a contact, and none of them is preferred.
        """

    def orders(self, id: str) -> Sequence[OrderRef]:
        """The orders of an account.

        Args:
            id: The host's key as text.

        Returns:
            Orders, newest first; more than fifty are not read.
        """

    def guest_orders(self, contact: Contact) -> Sequence[OrderRef]:
        """The orders made without an account under a contact.

        Args:
            contact: The contact.

        Returns:
            Orders, newest first; more than fifty are not read.
        """
