"""The core phases of a service request. What may lead from one to another is the lifecycle's table."""

from __future__ import annotations

from .worded import Worded


class Phase(Worded, prefix="phase"):
    """The core phases."""

    RECEIVED = "received", "Received"
    CONFIRMED = "confirmed", "Confirmed"
    IN_REVIEW = "in_review", "In review"
    WAITING_FOR_CUSTOMER = "waiting_for_customer", "Waiting for your reply"
    IN_PROGRESS = "in_progress", "In progress"
    READY = "ready", "Ready"
    OUTCOME_RECORDED = "outcome_recorded", "Outcome recorded"
    CLOSED = "closed", "Closed"
    CANCELLED = "cancelled", "Cancelled"

    @property
    def is_final(self) -> bool:
        """Whether no status is set within it: a command leads there, and the request is called like the phase."""
        return self in (Phase.OUTCOME_RECORDED, Phase.CLOSED, Phase.CANCELLED)
