"""Contact points of a request, and the counters of tries."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import ClassVar, Self, cast

from ..base.contacts import Contact, ContactKind, contact_key
from ..base.grants import GrantScope
from ..base.keyring import CODE_LIFETIME
from ..base.queries import Query
from ..base.records import Attested, Index, Purge, Record, Subject, abstract_record, col, record, record_types
from ..base.text import ERASED, SafeText
from ..context import Context
from ..ports.store import Reader

CODE_TRIES = 5
CODE_PAUSE = timedelta(seconds=60)


class Proof(StrEnum):
    """How a contact point was confirmed."""

    CODE = "code"
    IN_PERSON = "in_person"
    SIGN_IN = "sign_in"
    """The host signed the customer in, and knows the contact as the account's own."""
    RESELLER = "reseller"
    """A reseller who was signed in sent an order of their own: that confirms it."""
    CHANNEL = "channel"
    """They wrote from it, and the channel's provider vouches for that."""


@abstract_record
class EntryContact(Attested):
    """A contact whose code lets a person in: to one request, or to one record about it.

    Attributes:
        scope: How far the right code lets a person in.
    """

    scope: ClassVar[GrantScope]
    request: str = col(references="service_requests")
    contact_kind: ContactKind
    contact: str = col(personal=True, key=contact_key, searchable="part")
    confirmed_at: datetime | None = col(default=None)
    proof: Proof | None = col(default=None)
    ended_at: datetime | None = col(default=None)
    """Since when it lets nobody in any more: another one stands in its place, or none."""

    def erased(self) -> Self:
        """No longer reaches or proves a person."""
        return super().erased().changed(confirmed_at=None, proof=None)

    @property
    def value(self) -> Contact:
        """The contact itself."""
        return Contact(self.contact_kind, self.contact)

    @property
    def is_erased(self) -> bool:
        """Whether it no longer reaches a person."""
        return self.contact == ERASED

    @property
    def lets_in(self) -> bool:
        """Whether a code still goes to it."""
        return self.ended_at is None and not self.is_erased

    @property
    def leads_to(self) -> str:
        """The id in its private link: the request's, where its code lets a person in to all of it."""
        return self.request if self.scope is GrantScope.ROOM else self.id


@record("contact_points", indexes=(Index(("request", "id")), Index(("tenant", "contact_key", "contact_kind", "id"))))
class ContactPoint(EntryContact):
    """One way to reach the person of one request."""

    scope = GrantScope.ROOM
    channel: str | None = col(default=None)
    """The channel by which its person last wrote, where that is another way to the same number; else None."""
    heard_at: datetime | None = col(default=None)
    """When its person last wrote from it."""
    is_preferred: bool = col(default=False)
    """Whether news goes there, wherever its person wrote from."""

    @property
    def value(self) -> Contact:
        """The contact itself, with the channel that reaches it."""
        return Contact(self.contact_kind, self.contact, channel=self.channel or "")

    def erased(self) -> Self:
        """No channel reaches anybody by it any more."""
        return super().erased().changed(channel=None)

    def of(self, request: str, context: Context) -> ContactPoint:
        """The same contact at another request of the same person, proved there as it is here.

        Args:
            request: The other request's id.
            context: Makes it.

        Returns:
            A contact of its own.
        """
        same = ("contact_kind", "contact", "confirmed_at", "proof", "channel")
        return context.make(ContactPoint, request=request, **{name: getattr(self, name) for name in same})


def by_preference(points: Iterable[ContactPoint]) -> list[ContactPoint]:
    """Contacts in the order in which their person is reached by them: what they prefer, then where they wrote from
    last.

    Args:
        points: The contacts, as they were read.

    Returns:
        All of them; those of which nothing is known keep their places.
    """
    return sorted(points, key=lambda one: (one.is_preferred, str(one.heard_at or "")), reverse=True)


def takes_codes(contact: Contact, code_channels: Collection[str]) -> bool:
    """Whether a code can be sent to a contact.

    Args:
        contact: The contact.
        code_channels: The kinds to which the shop sends codes.

    Returns:
        Also True for a number by which its person writes to the shop: the code goes the same way.
    """
    return contact.kind.value in code_channels or bool(contact.channel)


def load_contact(reader: Reader, id: str) -> EntryContact | None:
    """The contact of that id, of whatever type."""
    types = (known.make for known in record_types.values() if issubclass(cast(type, known.make), EntryContact))
    return next((found for one in types if (found := reader.load(cast(type[EntryContact], one), id)) is not None), None)


@abstract_record
class OneTimeCode(Record):
    """A code that was sent. Only number, time and tries are stored: the digits are derived from the deployment's
    secret."""

    number: int
    asked_at: datetime
    tries: int = 0
    used: bool = False

    def is_open(self, now: datetime) -> bool:
        """Whether the code may still be tried."""
        return not self.used and self.tries < CODE_TRIES and self.asked_at <= now <= self.asked_at + CODE_LIFETIME


@record("entry_codes", indexes=(Index(("request", "id")),), outside_ids=True)
class EntryCode(OneTimeCode):
    """The code that one browser asked for, to prove one address at one request.

    There is one for any address that is typed, whether it is the request's or not, so that nobody learns which it is.
    The id is made of request, address and browser: a code works where it was asked for, and wrong tries elsewhere do
    not use it up.
    """

    request: str = col(references="service_requests")


def load_code(reader: Reader, id: str) -> OneTimeCode | None:
    """The code of that id, of whatever type."""
    types = (known.make for known in record_types.values() if issubclass(cast(type, known.make), OneTimeCode))
    return next((found for one in types if (found := reader.load(cast(type[OneTimeCode], one), id)) is not None), None)


CODES = Query(EntryCode, equals=("tenant", "request"))
IN_USE = {"ended_at": None}
"""Of contacts that still let somebody in, as a condition of queries."""
CONTACTS = Query(ContactPoint, equals=("tenant", "request"), where=IN_USE)
BY_CONTACT = Query(
    ContactPoint,
    equals=("tenant", "contact_kind", "contact_key"),
    where=IN_USE,
    newest_first=True,
    columns=("request", "confirmed_at"),
)


def same_contact(contact: Contact) -> dict[str, str]:
    """What `BY_CONTACT`, and any query by the same columns, asks for."""
    return {"contact_kind": contact.kind.value, "contact_key": contact.key}


@record(
    "attempts",
    indexes=(Index(("tenant", "ends_at", "id")),),
    outside_ids=True,
    purges=(Purge("ends_at", days=1),),
)
class Attempt(Record):
    """What is counted on one axis, by the numbers of its slots of time. The id hashes the axis and whom it counts."""

    counts: dict[str, int] = col(personal=False, codes=True)
    ends_at: datetime
    """When nothing of it counts any more."""


class BlockReason(StrEnum):
    """Why nothing more is taken from a contact."""

    ABUSE = "abuse"
    SPAM = "spam"
    MISTAKE = "mistake"
    """It belongs to somebody who has nothing to do with the shop, and wants no messages."""
    OTHER = "other"


@record("contact_blocks", outside_ids=True)
class ContactBlock(Subject):
    """One contact that asks for nothing more and is sent no codes or links, or did until staff thought better of it.

    Which contact it is stands nowhere: the id is made of it and the deployment's secret, so that a block outlasts the
    erasing of what was stored about the person, and tells nobody who it was.
    """

    is_blocked: bool
    reason: BlockReason
    changed_at: datetime
    changed_by: SafeText | None = col(personal="staff", default=None)
