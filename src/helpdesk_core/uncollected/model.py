"""What a customer was told of a device that waits to be collected, and whether they are told more."""

from __future__ import annotations

from datetime import date, datetime

from ..base.digests import outside_id
from ..base.queries import Query
from ..base.records import Attested, Index, col, record
from ..base.text import Published, SafeText
from ..service_requests.model import ServiceRequest, Side


@record("uncollected", indexes=(Index(("request", "ready_at", "id")),), outside_ids=True)
class Uncollected(Attested):
    """What became of one time that a request's device could be collected. The id follows from the request and that
    moment, so there is one: nobody is reminded twice of the same."""

    request: str = col(references="service_requests")
    ready_at: datetime
    """Since when it could be collected."""
    first_at: datetime | None = col(default=None)
    second_at: datetime | None = col(default=None)
    terms: Published | None = col(default=None)
    """What storing it costs, in the words that the customer was sent."""
    terms_version: Published | None = col(default=None)
    """Of which version of the shop's terms those are."""
    terms_language: str | None = col(default=None)
    """The language of those words; the customer's own where the terms are there in it."""
    storage_from: date | None = col(default=None)
    """From which day, as the customer was told."""
    paused_at: datetime | None = col(default=None)
    """Since when a person of the staff wants no more reminders to go out."""
    paused_by_name: SafeText | None = col(personal="staff", default=None)
    resumed_at: datetime | None = col(default=None)
    """When a person of the staff last let them go out again."""

    @property
    def said_terms(self) -> str | None:
        """What was sent of the shop's terms."""
        return None if self.terms is None else str(self.terms.plain)

    @property
    def said_version(self) -> str:
        """Of which version."""
        return "" if self.terms_version is None else str(self.terms_version.plain)


OF_REQUEST = Query(Uncollected, equals=("tenant", "request"), order=("ready_at", "id"), newest_first=True)


def uncollected_id(request: ServiceRequest) -> str:
    """The one id of what is kept of a request whose device can be collected now."""
    return outside_id(
        request.tenant, "uncollected", f"{request.id}\n{request.ready_at and request.ready_at.isoformat()}"
    )


def is_paused(request: ServiceRequest, one: Uncollected | None) -> bool:
    """Whether no reminder goes out: a person paused them, or has spoken with the customer since the device is ready,
    or the customer wrote since then and waits for an answer. Who is talked with is not sent a machine's words.

    Args:
        request: Whose device is ready.
        one: What is kept of that, None for nothing yet.

    Returns:
        Whether they are paused.
    """
    if request.ready_at is None or (one is not None and one.paused_at is not None):
        return True
    since = max(request.ready_at, (one and one.resumed_at) or request.ready_at)
    answered = request.answered_at is not None and request.answered_at > since
    return answered or (request.waits and request.last_side is Side.CUSTOMER and request.last_at > since)
