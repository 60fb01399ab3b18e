"""The core phases of a service request. What may lead from one to another is the lifecycle's table."""

from __future__ import annotations

from enum import StrEnum


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
