"""The rows that the suites write, made through the gate like everybody's."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from ..base.actors import Agent
from ..base.changes import Save
from ..base.records import Record
from ..base.text import CustomerText, mark_safe
from ..conversations.model import Side, ThreadMessage
from ..guardrails.gate import SealedChanges, seal
from ..idempotency import IdempotencyRecord
from ..notifications.model import Audience, OutboxRow
from ..outcomes.model import Outcome, OutcomeState, Result
from ..service_requests.lifecycle import Phase
from ..service_requests.model import ServiceRequest, Source, Urgency

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
ANNA = Agent(id="anna", name="Anna")


def request(id: str, tenant: str = "shop", **values: Any) -> ServiceRequest:
    """A service request as the suite writes it."""
    defaults: dict[str, Any] = {
        "id": id,
        "tenant": tenant,
        "reference": id.upper().ljust(8, "0")[:8],
        "phase": Phase.RECEIVED,
        "status": "received",
        "priority": 1,
        "urgency": Urgency.SOON,
        "device": mark_safe("laptop"),
        "language": "en",
        "source": Source.WEB,
        "created_at": NOW,
        "updated_at": NOW,
    }
    return ServiceRequest(**(defaults | values))


def message(id: str, of: str, text: str = "hello", at: datetime = NOW, tenant: str = "shop") -> ThreadMessage:
    """A message as the suite writes it."""
    return ThreadMessage(
        id=id, tenant=tenant, request=of, side=Side.CUSTOMER, author="guest", at=at, text=CustomerText(mark_safe(text))
    )


def waiting(id: str, of: str, due_at: datetime = NOW, tenant: str = "shop") -> OutboxRow:
    """An outbox row as the suite writes it."""
    return OutboxRow(
        id=id,
        tenant=tenant,
        request=of,
        audience=Audience.CUSTOMER,
        template="status",
        due_at=due_at,
        created_at=due_at,
    )


def used_key(id: str) -> IdempotencyRecord:
    """An idempotency key as the suite writes it."""
    return IdempotencyRecord(id=id, tenant="shop", content="c", result={"n": 1}, created_at=NOW)


def sealed(
    *records: Record | tuple[Record, Record], key: IdempotencyRecord | None = None, tenant: str = "shop"
) -> SealedChanges:
    """Rows through the gate: a record is new, a pair replaces."""
    saves = [Save(before=one[0], after=one[1]) if isinstance(one, tuple) else Save(after=one) for one in records]
    return seal(tenant, ANNA, (), saves, key)


def draft(id: str, decided: str | None = None) -> Outcome:
    """A draft of an outcome, as the suite writes it."""
    return Outcome(
        id=id,
        tenant="shop",
        salt="s",
        commitments={},
        digest="d",
        decided=decided,
        request="r1",
        state=OutcomeState.DRAFT,
        result=Result.SOLVED,
        text=CustomerText(mark_safe("done")),
        prepared_by="anna",
        prepared_at=NOW,
    )
