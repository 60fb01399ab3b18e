"""Contact points of a request, and the counters of tries."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Self

from ..base.contacts import Contact, ContactKind, contact_key
from ..base.queries import Query
from ..base.records import Attested, Index, Record, col, record
from ..base.text import ERASED

CODE_TRIES = 5
CODE_LIFETIME = timedelta(minutes=10)
CODE_PAUSE = timedelta(seconds=60)


class Proof(StrEnum):
    """How a contact point was confirmed."""

    CODE = "code"
    IN_PERSON = "in_person"
    SIGN_IN = "sign_in"
    """The host signed the customer in, and knows the contact as the account's own."""


@record("contact_points", indexes=(Index(("request", "id")), Index(("tenant", "contact_kind", "contact_key", "id"))))
class ContactPoint(Attested):
    """One way to reach the person of one request; confirmed for this request alone.

    Of a code only its number, time and tries are stored: its digits are derived from the deployment's secret.

    Attributes:
        code_number: Which code is out, counted from 1; 0 before the first.
        code_tries: How often a code was typed wrong since.
    """

    request: str = col(references="service_requests")
    contact_kind: ContactKind
    contact: str = col(personal=True, key=contact_key)
    confirmed_at: datetime | None = col(default=None)
    proof: Proof | None = col(default=None)
    code_number: int = col(default=0, volatile=True)
    code_sent_at: datetime | None = col(default=None, volatile=True)
    code_tries: int = col(default=0, volatile=True)
    code_used: bool = col(default=False, volatile=True)

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

    def takes_code(self, now: datetime) -> bool:
        """Whether a code is out that may still be tried.

        Args:
            now: The present moment.

        Returns:
            Whether it is.
        """
        return (
            self.code_sent_at is not None
            and not self.code_used
            and self.code_tries < CODE_TRIES
            and self.code_sent_at <= now <= self.code_sent_at + CODE_LIFETIME
        )


CONTACTS = Query(ContactPoint, equals=("tenant", "request"))
BY_CONTACT = Query(ContactPoint, equals=("tenant", "contact_kind", "contact_key"), columns=("request", "confirmed_at"))


def same_contact(contact: Contact) -> dict[str, str]:
    """What `BY_CONTACT`, and any query by the same columns, asks for."""
    return {"contact_kind": contact.kind.value, "contact_key": contact.key}


@record("attempts", indexes=(Index(("tenant", "window_ends_at", "id")),), outside_ids=True)
class Attempt(Record):
    """Failed tries on one axis within one window of time. The id hashes the axis and whom it counts."""

    count: int
    window_ends_at: datetime
