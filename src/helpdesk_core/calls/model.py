"""A call that a customer asked for, and how far it has come."""

from __future__ import annotations

from datetime import datetime

from ..base.contacts import Contact, ContactKind
from ..base.queries import Query
from ..base.records import Attested, Index, col, record
from ..base.text import SafeText
from ..base.worded import Worded


class CallState(Worded, prefix="call.state"):
    """How far it has come."""

    ASKED = "asked", "Waiting for a call"
    CALLED = "called", "Called"
    MISSED = "missed", "Not reached"
    WITHDRAWN = "withdrawn", "No call wanted any more"


@record("calls", indexes=(Index(("request", "asked_at", "id")),))
class Call(Attested):
    """The customer asked to be called. As long as it waits, `ServiceRequest.call_asked_at` says since when."""

    request: str = col(references="service_requests")
    state: CallState
    phone: str = col(personal=True)
    """The number, in E.164."""
    when: SafeText | None = col(personal=True, default=None)
    """When it suits, in the customer's words."""
    urgent: bool = False
    asked_at: datetime
    settled_at: datetime | None = col(default=None)
    settled_by: SafeText | None = col(personal="staff", default=None)

    @property
    def number(self) -> Contact:
        """Whom to call."""
        return Contact(ContactKind.PHONE, self.phone)


OF_REQUEST = Query(Call, equals=("tenant", "request"), order=("asked_at", "id"), newest_first=True)
