"""The core phases of a service request. What may lead from one to another is the lifecycle's table."""

from __future__ import annotations

from enum import StrEnum

from .messages import define


class Phase(StrEnum):
    """The core phases."""

    RECEIVED = "received"
    CONFIRMED = "confirmed"
    IN_REVIEW = "in_review"
    WAITING_FOR_CUSTOMER = "waiting_for_customer"
    IN_PROGRESS = "in_progress"
    READY = "ready"
    OUTCOME_RECORDED = "outcome_recorded"
    CLOSED = "closed"
    CANCELLED = "cancelled"

    @property
    def is_final(self) -> bool:
        """Whether no status is set within it: a command leads there, and the request is called like the phase."""
        return self in (Phase.OUTCOME_RECORDED, Phase.CLOSED, Phase.CANCELLED)

    @property
    def label(self) -> str:
        """The code of its name, as customers read it."""
        return f"phase.{self.value}"


define("phase.received", "Received")
define("phase.confirmed", "Confirmed")
define("phase.in_review", "In review")
define("phase.waiting_for_customer", "Waiting for your reply")
define("phase.in_progress", "In progress")
define("phase.ready", "Ready")
define("phase.outcome_recorded", "Outcome recorded")
define("phase.closed", "Closed")
define("phase.cancelled", "Cancelled")
