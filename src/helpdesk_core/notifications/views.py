"""What was not delivered and why, for staff."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from ..base.actors import STAFF
from ..base.changes import Refusal
from ..base.contacts import Contact
from ..base.notices import Audience, notices
from ..base.queries import Query, Totals
from ..base.references import Reference
from ..base.time import utc_text
from ..base.worded import Worded
from ..context import Context
from ..guardrails.disclosure import staff_view
from ..ports.store import Reader
from ..reach import number_of
from ..service_requests.model import ServiceRequest
from ..service_requests.rules import VIEW_REQUESTS
from ..subjects import NOT_FOUND, get_visible, policy_of
from ..viewing import view
from .model import CHANNEL, DELIVERED, FAILED, HELD, LATE, OF_SUBJECT, READ, OutboxRow, State
from .rules import RETRY

_REQUESTS = Query(ServiceRequest, in_="id")
_MOST_SENT = 5
_NEVER_SENT = (State.DROPPED, State.CANCELLED)
_WAITING = Totals(OutboxRow, where={"state": "waiting"}, at_most="wanted_at", group_by=("reason",))


@staff_view
class Undelivered:
    """A message that did not arrive, and what a person can do."""

    row: OutboxRow
    reference: Reference
    """The reference of its request."""
    title: str | None
    """The code of its subject's text; None for what is no notice, or one of another release."""
    call: Contact | None
    """The customer's number, if there is one."""


@staff_view
class DeliveryHealth:
    """What staff should look at."""

    failed: tuple[Undelivered, ...]
    """Messages that were given up, or had nobody to go to; newest first."""
    held: tuple[Undelivered, ...]
    """Messages that may have been sent before the database was restored from a backup."""
    waiting: Mapping[str, int]
    """How many messages are late, by what they wait for; the empty code says that their turn has not come yet."""
    oldest: datetime | None
    """Since when the one that is late the longest should have been sent."""


@view(actors=STAFF, right=RETRY)
def view_health(reader: Reader, context: Context) -> DeliveryHealth:
    """Messages that were given up, held back, or are late."""
    now = {"wanted_at": utc_text(context.now)}
    oldest = reader.find(LATE, now, limit=1)
    return DeliveryHealth(
        failed=_undelivered(reader, reader.find(FAILED, {}, limit=100)),
        held=_undelivered(reader, reader.find(HELD, {}, limit=100)),
        waiting={
            str(reason or "").removeprefix(CHANNEL): int(count or 0) for reason, count in reader.totals(_WAITING, now)
        },
        oldest=oldest[0].wanted_at if oldest else None,
    )


class SentState(Worded, prefix="sent.state"):
    """What became of a message of ours."""

    WAITING = "waiting", "Waits to be sent"
    SENT = "sent", "Sent"
    DELIVERED = "delivered", "Delivered"
    READ = "read", "Read"
    FAILED = "failed", "Did not arrive"


@staff_view
class SentMessage:
    """A message to a customer, and what became of it."""

    title: str
    """The code of its subject's text."""
    at: datetime
    """When it was sent; while it waits, when it should be."""
    state: SentState
    reason: str
    """Why it did not arrive, as a code."""
    by_push: bool
    """Whether it was for a browser of theirs, beside another way."""


@staff_view
class SentList:
    """The latest messages about a request, newest first."""

    reference: Reference
    rows: tuple[SentMessage, ...]


@view(actors=STAFF, right=VIEW_REQUESTS)
def view_sent(reader: Reader, context: Context, request: str) -> SentList | Refusal:
    """The latest messages to a request's customer, and whether they arrived and were read, where their channel says
    so.

    Args:
        request: The request's id.

    Returns:
        The list, or a refusal when there is no such request within the viewer's locations.
    """
    found = get_visible(reader, ServiceRequest, request, context)
    if found is None:
        return NOT_FOUND
    rows = [one for one in reader.find(OF_SUBJECT, {"subject": found.id}, limit=500) if _to_customer(one)]
    latest = sorted(rows, key=lambda one: one.created_at, reverse=True)[:_MOST_SENT]
    return SentList(reference=Reference.stored(found.reference), rows=tuple(_sent(one) for one in latest))


def _to_customer(row: OutboxRow) -> bool:
    notice = notices.get(row.payload.get("notice", ""))
    others = (Audience.STAFF, Audience.JOINED)
    is_sent = row.state not in _NEVER_SENT or "push" in row.payload
    return notice is not None and notice.audience not in others and is_sent


def _sent(row: OutboxRow) -> SentMessage:
    failed = row.state in (State.FAILED, State.SETTLED, *_NEVER_SENT)
    state = SentState.FAILED if failed else SentState.SENT if row.state is State.DONE else SentState.WAITING
    if row.state is State.DONE and row.reason in (DELIVERED, READ):
        state = SentState(row.reason)
    return SentMessage(
        title=notices[row.payload["notice"]].subject,
        at=row.completed_at or row.wanted_at,
        state=state,
        reason=row.reason if state is SentState.FAILED else "",
        by_push="push" in row.payload,
    )


def _undelivered(reader: Reader, rows: Sequence[OutboxRow]) -> tuple[Undelivered, ...]:
    ids = tuple({row.subject for row in rows})
    requests = {one.id: one for one in reader.find(_REQUESTS, {"id": ids}, limit=len(ids))} if ids else {}
    return tuple(_one(reader, row, requests[row.subject]) for row in rows if row.subject in requests)


def _one(reader: Reader, row: OutboxRow, request: ServiceRequest) -> Undelivered:
    notice = notices.get(row.payload.get("notice", ""))
    is_theirs = bool(row.payload.get("notice")) and (notice is None or notice.audience is not Audience.JOINED)
    call = number_of(policy_of(request).reachable(reader, request)) if is_theirs else None
    title = None if notice is None else notice.subject
    return Undelivered(row=row, reference=Reference.stored(request.reference), title=title, call=call)
