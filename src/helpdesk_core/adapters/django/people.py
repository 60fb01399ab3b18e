"""The project's users as customers and agents. Keys are text, whatever AUTH_USER_MODEL's primary key is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db.models import Manager, Model, Q

from ...base.contacts import Contact, ContactKind
from ...errors import FieldError
from ...ports import Account, OrderRef


class DjangoCustomers:
    """AUTH_USER_MODEL's active users. Subclass it to add the shop's orders."""

    def get(self, id: str) -> Account | None:
        """See `ports.customers.Customers.get`."""
        user = find_user(id)
        return None if user is None else self.account(user)

    def by_contact(self, contact: Contact) -> Sequence[Account]:
        """See `ports.customers.Customers.by_contact`."""
        if contact.kind is not ContactKind.EMAIL:
            return ()
        field = f"{get_user_model().get_email_field_name()}__iexact"
        users = _users().filter(Q(**{field: contact.value}) | Q(**{field: contact.shown}))
        return [self.account(user) for user in users[:50] if user.is_active]

    def orders(self, id: str) -> Sequence[OrderRef]:
        """None: Django knows no orders."""
        return ()

    def guest_orders(self, contact: Contact) -> Sequence[OrderRef]:
        """None: Django knows no orders."""
        return ()

    def account(self, user: Any) -> Account:
        """A user as the desk reads it."""
        address = contact_of(user)
        return Account(
            id=str(user.pk),
            surname=getattr(user, "last_name", ""),
            given_name=getattr(user, "first_name", ""),
            contacts=(address,) if address else (),
        )


def find_user(id: str) -> Any:
    """The active user with that key, None when there is none or the text cannot be such a key."""
    try:
        user = _users().filter(pk=id).first()
    except (ValueError, ValidationError, OverflowError):
        return None
    return user if user is not None and user.is_active else None


def contact_of(user: Any) -> Contact | None:
    """The user's own e-mail address, None for none."""
    try:
        return Contact.parse(getattr(user, type(user).get_email_field_name(), "") or "")
    except FieldError:
        return None


def staff_contact(id: str) -> Contact | None:
    """Where a member of staff is reached."""
    user = find_user(id)
    return None if user is None else contact_of(user)


def _users() -> Manager[Model]:
    manager: Manager[Model] = get_user_model()._default_manager  # noqa: SLF001 - Django's documented name
    return manager
