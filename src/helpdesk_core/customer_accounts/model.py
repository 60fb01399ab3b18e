"""An account of a customer, and which account an e-mail address signs in to."""

from __future__ import annotations

import hashlib
from datetime import datetime
from enum import StrEnum
from typing import Self

from ..base.columns import Purge
from ..base.contacts import Contact, ContactKind
from ..base.keyring import KeyRing
from ..base.queries import Query
from ..base.records import Index, Record, Subject, col, record
from ..base.text import ERASED, SafeText
from ..base.worded import Worded
from ..contacts.model import OneTimeCode
from ..ports.store import Reader

LINK_PURPOSE, ADDRESS_PURPOSE = "account_link", "account_address"
NEW_PHONE = "new_phone"
"""Names the number that is to be proved, in the change that sends a code there."""
NO_BROWSER = "none"
TOLD = "told"
"""Names an account's own address in a change that it is told of, by a mail without a link."""
FORMER_PHONE = "former_phone"
"""Names the number before in the change that it is told of."""
MOST_PASSKEYS = 20


class AccountRole(Worded, prefix="account.role"):
    """What staff have granted an account; orders may ask for it."""

    PRIVATE = "private", "Private customer"
    BUSINESS = "business", "Business"
    RESELLER = "reseller", "Reseller"


class AddressName(StrEnum):
    """Which of an account's addresses a change is about: their texts stand in the account alone."""

    OWN = "own"
    NEW = "new"
    FORMER = "former"


@record("customer_accounts", indexes=(Index(("tenant", "created_at", "id")),))
class CustomerAccount(Subject):
    """An account. Until its owner has answered the mail to its address, it is a wish of somebody who typed one.

    Only its last link works, once, and until ``link_until``; which one that is says ``link_number``.
    """

    surname: SafeText | None = col(personal=True, default=None)
    given_name: SafeText | None = col(personal=True, default=None)
    email: str = col(personal=True)
    new_email: str | None = col(personal=True, default=None)
    """The address that is to take its place, as soon as it is proved."""
    former_email: str | None = col(personal=True, default=None)
    """The address before, which is told that it is not used any more."""
    phone: str | None = col(personal=True, default=None)
    """To be called at; nobody proved the first one."""
    new_phone: str | None = col(personal=True, default=None)
    """The number that is to take its place, as soon as it is proved."""
    former_phone: str | None = col(personal=True, default=None)
    """The number before, which is told that it is not used any more."""
    language: str
    role: AccountRole = col(default=AccountRole.PRIVATE)
    created_at: datetime
    confirmed_at: datetime | None = col(default=None)
    erased_at: datetime | None = col(default=None)
    link_number: int = col(default=0)
    link_until: datetime | None = col(default=None)
    link_browser: str | None = col(personal=False, default=None)
    """A mark of the browser in which its last link was asked for: there it needs no code. `NO_BROWSER` where staff
    asked, None where the host tells no browsers apart."""
    link_to: AddressName = col(default=AddressName.OWN)
    """Which address its last link was sent to, and proves."""

    @property
    def is_open(self) -> bool:
        """Whether somebody can be signed in to it."""
        return self.confirmed_at is not None and self.erased_at is None

    def address(self, name: str) -> Contact | None:
        """One of its addresses, None for none."""
        if name in (FORMER_PHONE, NEW_PHONE):
            number = self.former_phone if name == FORMER_PHONE else self.new_phone
            return None if number in (None, ERASED) else Contact(ContactKind.PHONE, str(number))
        found = {
            AddressName.OWN.value: self.email,
            AddressName.NEW.value: self.new_email,
            AddressName.FORMER.value: self.former_email,
            TOLD: self.email,
        }.get(name)
        return None if found in (None, ERASED) else Contact(ContactKind.EMAIL, str(found))

    def erased(self) -> Self:
        """Nobody is signed in to it any more."""
        return super().erased().changed(role=AccountRole.PRIVATE, link_until=None)


@record("account_codes", indexes=(Index(("tenant", "account", "id")),), outside_ids=True)
class AccountCode(OneTimeCode):
    """The code that was sent to a number that is to be an account's own. The id is made of both."""

    account: str = col(references="customer_accounts")


@record("account_addresses", indexes=(Index(("tenant", "account", "id")),), outside_ids=True)
class AccountAddress(Record):
    """Which account a proved address signs in to: one at most, whoever proves it at the same time.

    The id is made of the address and the deployment's secret, and tells nobody which it is.
    """

    account: str | None = col(references="customer_accounts", personal=True, default=None)
    """None since it was given up."""


@record(
    "passkeys",
    indexes=(
        Index(("tenant", "account", "created_at", "id")),
        Index(("tenant", "created_at", "id")),
        Index(("tenant", "removed_at", "id")),
    ),
    outside_ids=True,
    purges=(Purge("removed_at", days=30),),
)
class Passkey(Record):
    """A key in somebody's device that signs in to an account: here is the half that opens nothing.

    The id is made of the key's own (`passkey_id`), so that one key belongs to one account at most.
    """

    account: str | None = col(references="customer_accounts", personal=True, default=None)
    name: SafeText | None = col(personal=True, default=None)
    """What its owner calls it."""
    credential: str | None = col(personal=True, default=None)
    """The key's own id, in base64url; None since it was removed."""
    public_key: str | None = col(personal=True, default=None)
    sign_count: int = col(default=0)
    """How often the key had signed when it was used last, as it says itself; 0 for one that does not count."""
    made_for: str
    """The name of the site that it was made for: browsers offer it nowhere else."""
    created_at: datetime
    used_at: datetime | None = col(default=None)
    removed_at: datetime | None = col(default=None)


OF_OWNER = Query(Passkey, equals=("tenant", "account"), order=("created_at", "id"), newest_first=True)
NEWEST_PASSKEY = Query(
    Passkey, equals=("tenant",), order=("created_at", "id"), newest_first=True, columns=("made_for",)
)
OF_ADDRESS = Query(AccountAddress, in_="id", columns=("id", "account"))
CONFIRMED = Query(CustomerAccount, in_="id", where={"erased_at": None}, columns=("confirmed_at",))
NOBODY = "0" * 32
"""The id that no account has: asked for where there is none, so that as much is read."""


def address_ids(keyring: KeyRing, tenant: str, contact: Contact) -> tuple[str, ...]:
    """The ids that the row of an address can have: one for each secret, the newest first."""
    return tuple(mac[:32] for mac in keyring.macs(ADDRESS_PURPOSE, tenant, contact.kind, contact.key))


def address_row(reader: Reader, keyring: KeyRing, tenant: str, contact: Contact) -> AccountAddress | None:
    """The row of an address, None where nobody proved it yet."""
    ids = address_ids(keyring, tenant, contact)
    return next((row for id in ids if (row := reader.load(AccountAddress, id)) is not None), None)


def account_of(reader: Reader, keyring: KeyRing, tenant: str, contact: Contact) -> CustomerAccount | None:
    """The account that an address signs in to."""
    row = address_row(reader, keyring, tenant, contact)
    found = None if row is None or row.account is None else reader.load(CustomerAccount, row.account)
    return found if found is not None and found.is_open else None


def passkey_id(credential: str) -> str:
    """The id under which a key is stored: its own can be as long as it likes."""
    return hashlib.sha256(credential.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def counts_back(stored: int, given: int) -> bool:
    """Whether a key says that it has signed no more often than it had before: perhaps there is a copy of it (WebAuthn,
    7.2). Keys that do not count always say 0."""
    return given <= stored and (given, stored) != (0, 0)
