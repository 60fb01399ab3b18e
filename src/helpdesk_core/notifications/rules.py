"""Step six of every command: what goes out, read from the changes; and a person's second try of what was given up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import attrs

from ..base.actors import CUSTOMERS, STAFF
from ..base.changes import Change, Refusal, Save, Verdict
from ..base.commands import Command, OpaqueId, command
from ..base.handlers import Handler
from ..contacts.model import ContactPoint
from ..contacts.rules import CodeSent, LinkSent, RequestConfirmed
from ..context import Context
from ..conversations.rules import CustomerReplied, ShopReplied
from ..guardrails.redaction import Texts
from ..intake.rules import RequestSubmitted
from ..outcomes.rules import OutcomeAnswered, OutcomeRecorded
from ..ports.store import Reader
from ..service_requests.access import NO_SUCH_REQUEST
from ..service_requests.lifecycle import Phase
from ..service_requests.model import ServiceRequest, Source
from ..service_requests.rules import (
    LinkRenewed,
    RequestCancelled,
    RequestClosed,
    RequestReopened,
    StatusChanged,
    touched,
)
from .model import Audience, OutboxRow, State

#: Change → whom staff's own doing tells, whom the customer's doing tells: (audience, template).
TELLS: dict[type[Change], tuple[tuple[Audience, str] | None, tuple[Audience, str] | None]] = {
    RequestConfirmed: ((Audience.CUSTOMER, "confirmed"), (Audience.CUSTOMER, "confirmed")),
    ShopReplied: ((Audience.CUSTOMER, "reply"), None),
    CustomerReplied: (None, (Audience.STAFF, "customer_replied")),
    StatusChanged: ((Audience.CUSTOMER, "status"), None),
    OutcomeRecorded: ((Audience.CUSTOMER, "outcome"), None),
    OutcomeAnswered: (None, (Audience.STAFF, "outcome_answered")),
    RequestCancelled: ((Audience.CUSTOMER, "cancelled"), (Audience.STAFF, "cancelled_by_customer")),
    RequestReopened: ((Audience.CUSTOMER, "reopened"), (Audience.STAFF, "reopened_by_customer")),
    RequestClosed: ((Audience.CUSTOMER, "closed"), None),
    LinkRenewed: ((Audience.CUSTOMER, "link"), None),
}
#: A template that says it all: with the left one in the same command, those on the right are not sent.
COVERS = {"reply": {"status"}, "outcome_answered": {"reopened_by_customer", "customer_replied"}}


def notices(
    changes: Sequence[Change], request: ServiceRequest, points: Sequence[ContactPoint], context: Context
) -> tuple[Save, ...]:
    """The outbox rows for a command's changes. ``points`` are contact points that the command wrote."""
    rows: list[OutboxRow] = []

    def tell(audience: Audience, template: str, contact: str | None = None, message: str | None = None) -> None:
        rows.append(
            OutboxRow(
                id=context.new_id(),
                tenant=context.tenant,
                request=request.id,
                audience=audience,
                template=template,
                contact=contact,
                message=message,
                due_at=context.now,
                created_at=context.now,
            )
        )

    for change in changes:
        if isinstance(change, RequestSubmitted) and change.source == Source.WEB:
            for point in points:
                if point.code_number:
                    tell(Audience.CONTACT, "received", contact=point.id)
            if request.phase is Phase.RECEIVED and not any(point.code_number for point in points):
                tell(Audience.STAFF, "confirm_in_person")
        elif isinstance(change, CodeSent | LinkSent):
            tell(Audience.CONTACT, "code" if isinstance(change, CodeSent) else "link_again", contact=change.contact)
        elif type(change) in TELLS:
            by_staff, by_customer = TELLS[type(change)]
            told = by_staff if context.actor.kind in STAFF else by_customer if context.actor.kind in CUSTOMERS else None
            if told is not None:
                tell(*told, message=change.message if isinstance(change, ShopReplied) else None)
        if isinstance(change, RequestConfirmed) and context.actor.kind in CUSTOMERS:
            tell(Audience.STAFF, "new_request")
    covered = set().union(*(COVERS.get(row.template, set()) for row in rows))
    return tuple(Save(after=row) for row in rows if row.template not in covered)


@command
class RetryDelivery(Command):
    """Staff let a given-up message be tried again."""

    row: OpaqueId


@attrs.frozen(kw_only=True)
class DeliveryRetried(Change):
    """Staff asked for another try."""

    action: ClassVar[str] = "delivery_retried"
    row: str


@attrs.frozen(kw_only=True)
class DeadLetter:
    """A given-up row and its request."""

    row: OutboxRow
    request: ServiceRequest


def load_dead_letter(reader: Reader, command: RetryDelivery, context: Context) -> DeadLetter | Refusal:
    """The row, if it was given up."""
    row = reader.load(OutboxRow, command.row)
    request = reader.load(ServiceRequest, row.request) if row is not None and row.state is State.DEAD else None
    return NO_SUCH_REQUEST if row is None or request is None else DeadLetter(row=row, request=request)


def retry(loaded: DeadLetter, command: RetryDelivery, context: Context, texts: Texts) -> Verdict:
    """The row waits again, with all its tries before it."""
    again = loaded.row.changed(
        state=State.WAITING, attempts=0, due_at=context.now, lease=None, reason="", completed_at=None
    )
    return Verdict(
        changes=(DeliveryRetried(row=loaded.row.id),),
        request=touched(loaded.request, context),
        saves=(Save(before=loaded.row, after=again),),
    )


HANDLERS = (Handler(command=RetryDelivery, actors=STAFF, load=load_dead_letter, decide=retry),)
