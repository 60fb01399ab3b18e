"""The core phases of a service request. What may lead from one to another is the lifecycle's table."""

from __future__ import annotations

from enum import StrEnum

from .messages import define
from .worded import Worded


class Phase(Worded, prefix="phase"):
    """The core phases."""

    RECEIVED = "received", "Received"
    CONFIRMED = "confirmed", "Confirmed"
    IN_REVIEW = "in_review", "In review"
    WAITING_FOR_CUSTOMER = "waiting_for_customer", "Waiting for your reply"
    IN_PROGRESS = "in_progress", "In progress"
    READY = "ready", "Ready"
    OUTCOME_RECORDED = "outcome_recorded", "Outcome ready to read"
    CLOSED = "closed", "Closed"
    CANCELLED = "cancelled", "Cancelled"

    @property
    def is_final(self) -> bool:
        """Whether no status is set within it: a command leads there, and the request is called like the phase."""
        return self in (Phase.OUTCOME_RECORDED, Phase.CLOSED, Phase.CANCELLED)

    @property
    def is_ended(self) -> bool:
        """Whether the request is no longer in the queue."""
        return self in (Phase.CLOSED, Phase.CANCELLED)

    @property
    def staff_label(self) -> str:
        """The code of its name as staff read it: "your reply" is the customer's there."""
        return _AS_STAFF.get(self, self.label)


_AS_STAFF = {
    Phase.RECEIVED: define("phase.staff.received", "Not confirmed yet"),
    Phase.WAITING_FOR_CUSTOMER: define("phase.staff.waiting_for_customer", "Waiting for customer"),
    Phase.OUTCOME_RECORDED: define("phase.staff.outcome_recorded", "Outcome recorded"),
}


class Urgency(StrEnum):
    """How urgent it is, in the customer's own words."""

    CANNOT_WAIT = "cannot_wait"
    SOON = "soon"
    NO_HURRY = "no_hurry"
