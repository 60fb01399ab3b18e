"""The desk's own accounts as a directory of customers, so that whatever asks for a host's accounts finds these."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from ..base.contacts import Contact, ContactKind
from ..base.keyring import KeyRing
from ..ports.customers import Account, OrderRef
from ..ports.directory import Directory
from ..ports.store import Reader
from .model import AccountRole, CustomerAccount, account_of


@attrs.frozen
class OwnCustomers:
    """See `ports.customers.Customers`. An account vouches for its proved address alone, and knows of no orders."""

    reader: Reader
    tenant: str
    keyring: KeyRing

    def get(self, id: str) -> Account | None:
        """The account of that id, if its address was proved."""
        found = self.reader.load(CustomerAccount, id)
        return _account(found) if found is not None and found.is_open else None

    def by_contact(self, contact: Contact) -> Sequence[Account]:
        """The one account of an address."""
        found = account_of(self.reader, self.keyring, self.tenant, contact)
        return () if found is None else (_account(found),)

    def orders(self, id: str) -> Sequence[OrderRef]:
        """None."""
        return ()

    def guest_orders(self, contact: Contact) -> Sequence[OrderRef]:
        """None."""
        return ()


def _account(found: CustomerAccount) -> Account:
    return Account(
        id=found.id,
        surname=str(found.surname or ""),
        given_name=str(found.given_name or ""),
        contacts=(Contact(ContactKind.EMAIL, found.email),),
        language=found.language,
        resells=found.role is AccountRole.RESELLER,
    )


def directory_of(host: Directory, reader: Reader, tenant: str, keyring: KeyRing) -> Directory:
    """The host's customers; where it owns none, the accounts that they have here."""
    return host if host.is_there else Directory(OwnCustomers(reader, tenant, keyring), of_host=False)
