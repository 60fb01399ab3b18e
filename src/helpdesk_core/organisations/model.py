"""A firm, the accounts that belong to it, invitations to it, and colleagues who have joined a request."""

from __future__ import annotations

import unicodedata
from datetime import datetime
from typing import Self

from ..base.contacts import Contact, ContactKind, contact_key
from ..base.queries import Query
from ..base.records import Attested, Index, Subject, col, record
from ..base.surnames import without_accents
from ..base.text import InternalNote, SafeText
from ..ports.store import Reader
from ..service_requests.model import ServiceRequest

MOST_MEMBERS, MOST_INVITATIONS, MOST_COLLEAGUES = 200, 50, 50


def name_key(name: str) -> str:
    """How firms are ordered and found by their names, whatever the accents and capitals.

    Args:
        name: The name.

    Returns:
        The key.
    """
    return " ".join(without_accents(unicodedata.normalize("NFKC", name).casefold()).split())


@record(
    "organisations",
    indexes=(Index(("tenant", "name_key", "id")), Index(("tenant", "tax_number", "id"))),
)
class Organisation(Subject):
    """A firm whose people bring requests."""

    name: SafeText = col(personal=True, key=name_key)
    tax_number: str | None = col(personal=True, default=None)
    """Its NIP or VAT number, checked."""
    notes: InternalNote | None = col(personal=True, default=None)
    language: str
    """Of the mails that its invitations are."""
    created_at: datetime
    erased_at: datetime | None = col(default=None)


@record(
    "organisation_members",
    indexes=(
        Index(("organisation", "joined_at", "id")),
        Index(("tenant", "account"), unique=True),
    ),
)
class Member(Attested):
    """An account that belongs to a firm: to one at most. Whoever comes back is another member, so that nothing they had
    joined before is open to them again."""

    organisation: str = col(references="organisations")
    account: str | None = col(personal=True, default=None)
    """The customer's account; None since they left."""
    is_manager: bool = col(default=False)
    joined_at: datetime
    ended_at: datetime | None = col(default=None)

    def ended(self, now: datetime) -> Self:
        """Who it was stands nowhere any more.

        Args:
            now: Since when.

        Returns:
            The row without them.
        """
        return self.changed(account=None, is_manager=False, ended_at=now)


@record(
    "organisation_invitations",
    indexes=(Index(("organisation", "invited_at", "id")), Index(("tenant", "email_key", "invited_at", "id"))),
)
class Invitation(Attested):
    """A firm asks whoever owns an address to join it. The address is emptied as soon as it is over."""

    organisation: str = col(references="organisations")
    email: str | None = col(personal=True, default=None, key=contact_key)
    invited_by: str | None = col(personal=True, default=None)
    """The account of the manager who did; None for the shop."""
    invited_at: datetime
    ends_at: datetime
    ended_at: datetime | None = col(default=None)

    @property
    def contact(self) -> Contact | None:
        """The address, None since it is over."""
        return None if self.email is None or self.ended_at is not None else Contact(ContactKind.EMAIL, self.email)

    def ended(self, now: datetime) -> Self:
        """Whom it was for stands nowhere any more.

        Args:
            now: Since when.

        Returns:
            The row without them.
        """
        return self.changed(email=None, invited_by=None, ended_at=now)


@record(
    "request_colleagues",
    indexes=(Index(("request", "joined_at", "id")), Index(("tenant", "account", "joined_at", "id"))),
)
class RequestColleague(Attested):
    """Somebody of the firm who reads a request of another one, and writes on it."""

    request: str = col(references="service_requests")
    member: str = col(references="organisation_members")
    account: str | None = col(personal=True, default=None)
    name: SafeText | None = col(personal=True, default=None)
    joined_at: datetime
    ended_at: datetime | None = col(default=None)


BY_NAME = Query(Organisation, where={"erased_at": None}, order=("name_key", "id"))
BY_TAX_NUMBERS = Query(Organisation, in_="tax_number", where={"erased_at": None})
OF_ACCOUNT = Query(Member, equals=("tenant", "account"))
MEMBERS = Query(Member, equals=("tenant", "organisation"), where={"ended_at": None}, order=("joined_at", "id"))
MEMBERS_BY_ID = Query(Member, in_="id", where={"ended_at": None})
INVITATIONS = Query(Invitation, equals=("tenant", "organisation"), where={"ended_at": None}, order=("invited_at", "id"))
TO_ADDRESSES = Query(Invitation, in_="email_key", where={"ended_at": None})
COLLEAGUES = Query(RequestColleague, equals=("tenant", "request"), where={"ended_at": None}, order=("joined_at", "id"))
JOINED_BY = Query(
    RequestColleague,
    equals=("tenant", "account"),
    where={"ended_at": None},
    order=("joined_at", "id"),
    newest_first=True,
)
OF_ORGANISATION = Query(
    ServiceRequest,
    equals=("tenant", "organisation"),
    order=("created_at", "id"),
    newest_first=True,
    where={"repair": None},
)


def member_of(reader: Reader, account: str) -> Member | None:
    """What an account is in its firm.

    Args:
        reader: Where to read.
        account: The account's id.

    Returns:
        The member, None for an account that belongs to no firm.
    """
    found = reader.find(OF_ACCOUNT, {"account": account}, limit=1)
    return found[0] if found else None


def still_there(reader: Reader, colleagues: tuple[RequestColleague, ...]) -> tuple[RequestColleague, ...]:
    """Those who belong to the firm still: whoever left it is a colleague no more.

    Args:
        reader: Where to read.
        colleagues: Who have joined something.

    Returns:
        The ones among them, in their order.
    """
    ids = tuple(sorted({one.member for one in colleagues}))
    members = {one.id for one in reader.find(MEMBERS_BY_ID, {"id": ids}, limit=len(ids))} if ids else set()
    return tuple(one for one in colleagues if one.member in members)
