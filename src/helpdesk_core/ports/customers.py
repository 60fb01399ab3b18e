"""The people and orders that a host owns. We read them, keep nothing of them but ids, and never merge them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

import attrs

from ..base.contacts import Contact


@attrs.frozen(kw_only=True)
class Account:
    """A customer's account at the host. ``id`` is the host's own key as text: an int, a UUID or a name, opaque here."""

    id: str
    surname: str = ""
    given_name: str = ""
    contacts: tuple[Contact, ...] = ()
    language: str | None = None


@attrs.frozen(kw_only=True)
class OrderRef:
    """An order at the host: its number as the customer reads it, what it is about, and where staff find it."""

    number: str
    title: str = ""
    placed_at: datetime | None = None
    url: str | None = None


class Customers(Protocol):
    """The host's directory of customers, asked while pages are made: answer within milliseconds, change nothing.

    What raises or answers another type is logged by its name, and the page goes on without that detail.
    """

    def get(self, id: str) -> Account | None:
        """The account with that id; None when there is none (any more)."""

    def by_contact(self, contact: Contact) -> Sequence[Account]:
        """Every account with this e-mail or phone: several people may share one, and none is preferred."""

    def orders(self, id: str) -> Sequence[OrderRef]:
        """The orders of an account, newest first; the latest fifty will do."""

    def guest_orders(self, contact: Contact) -> Sequence[OrderRef]:
        """The orders made without an account under this contact, newest first."""
