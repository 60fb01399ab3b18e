"""Asking the host for its customers, so that a fault of the host's costs a detail and never a page."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any, TypeVar

from ..base.contacts import Contact
from .customers import Account, Customers, OrderRef

_log = logging.getLogger("helpdesk_core.contacts")
_T = TypeVar("_T")
_MOST = 50


class Directory:
    """The host's customers and orders; empty for a host that owns none.

    Args:
        customers: Who knows them.
        of_host: Whether that is the host; else they are the desk's own accounts.
    """

    def __init__(self, customers: Customers | None, *, of_host: bool = True) -> None:
        self._customers, self._of_host = customers, of_host

    @property
    def is_there(self) -> bool:
        """Whether the host owns customers and orders at all."""
        return self._of_host and self._customers is not None

    def account(self, id: str | None) -> Account | None:
        """The account with that id."""
        if self._customers is None or id is None:
            return None
        customers = self._customers
        found = _asked("get", Account, lambda: [one] if (one := customers.get(id)) is not None else [])
        return next((one for one in found if one.id == id), None)

    def accounts(self, contact: Contact) -> tuple[Account, ...]:
        """All accounts under a contact."""
        customers = self._customers
        return () if customers is None else _asked("by_contact", Account, lambda: customers.by_contact(contact))

    def orders(self, id: str) -> tuple[OrderRef, ...]:
        """An account's orders."""
        customers = self._customers
        return () if customers is None else _asked("orders", OrderRef, lambda: customers.orders(id))

    def guest_orders(self, contact: Contact) -> tuple[OrderRef, ...]:
        """Orders made without an account under a contact."""
        customers = self._customers
        return () if customers is None else _asked("guest_orders", OrderRef, lambda: customers.guest_orders(contact))


def _asked(name: str, kind: type[_T], ask: Callable[[], Any]) -> tuple[_T, ...]:
    try:
        found = tuple(one for one, _ in zip(ask(), range(_MOST), strict=False))
    except Exception as error:  # noqa: BLE001 - the host's fault is not the customer's
        _log.error("the host's customers: %s raised %s", name, type(error).__name__)
        return ()
    if wrong := next((one for one in found if not isinstance(one, kind)), None):
        _log.error("the host's customers: %s answered %s", name, type(wrong).__name__)
    return tuple(one for one in found if isinstance(one, kind))
