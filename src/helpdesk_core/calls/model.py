"""A call that a customer asked for, and how far it has come."""

from __future__ import annotations

from datetime import datetime, timedelta

from ..base.contacts import Contact, ContactKind
from ..base.queries import Query
from ..base.records import Attested, Index, col, record
from ..base.text import SafeText
from ..base.worded import Worded

OFFER_LASTS = timedelta(days=3)
"""After that an offer that nobody answered is none any more."""


class CallKind(Worded, prefix="call.kind"):
    """By what people speak."""

    PHONE = "phone", "A phone call"
    SCREEN = "screen", "A look at the screen together"


class CallState(Worded, prefix="call.state"):
    """How far it has come."""

    OFFERED = "offered", "Offered"
    DECLINED = "declined", "Not wanted"
    ASKED = "asked", "Waiting for a call"
    CALLED = "called", "Called"
    MISSED = "missed", "Not reached"
    WITHDRAWN = "withdrawn", "No call wanted any more"


@record("calls", indexes=(Index(("request", "asked_at", "id")),))
class Call(Attested):
    """The customer asked to be called, or staff offered it and the customer says whether. As long as one is waited for,
    `ServiceRequest.call_asked_at` says since when."""

    request: str = col(references="service_requests")
    state: CallState
    kind: CallKind = CallKind.PHONE
    phone: str | None = col(personal=True, default=None)
    """The number, in E.164; None where none is called."""
    link: str | None = col(personal=True, default=None)
    """Where the screen is looked at together, in the shop's own tool; gone when the call is over."""
    when: SafeText | None = col(personal=True, default=None)
    """When it suits, in the customer's words."""
    urgent: bool = False
    asked_at: datetime
    """When it was asked for or offered."""
    offered_by: SafeText | None = col(personal="staff", default=None)
    settled_at: datetime | None = col(default=None)
    settled_by: SafeText | None = col(personal="staff", default=None)

    @property
    def number(self) -> Contact | None:
        """Whom to call."""
        return None if self.phone is None else Contact(ContactKind.PHONE, self.phone)

    def is_open(self, now: datetime) -> bool:
        """Whether it is offered and can still be accepted.

        Args:
            now: The present moment.

        Returns:
            Whether it can.
        """
        return self.state is CallState.OFFERED and now - self.asked_at < OFFER_LASTS


OF_REQUEST = Query(Call, equals=("tenant", "request"), order=("asked_at", "id"), newest_first=True)
