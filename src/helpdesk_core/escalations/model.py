"""A customer's wish that somebody in charge looks at their request, and the answer to it."""

from __future__ import annotations

from datetime import datetime

from ..base.queries import Query
from ..base.records import Attested, Index, col, record
from ..base.text import CustomerText, SafeText
from ..base.worded import Worded


class EscalationState(Worded, prefix="escalation.state"):
    """How far it has come."""

    ASKED = "asked", "Asked for"
    TAKEN_UP = "taken_up", "Taken up"
    DECLINED = "declined", "Declined"


@record("escalations", indexes=(Index(("request", "asked_at", "id")),))
class Escalation(Attested):
    """One such wish. Who answers it says why."""

    request: str = col(references="service_requests")
    state: EscalationState
    reason: CustomerText = col(personal=True)
    asked_at: datetime
    answer: CustomerText | None = col(personal=True, default=None)
    answered_by: str | None = col(personal="staff", default=None)
    answered_name: SafeText | None = col(personal="staff", default=None)
    answered_at: datetime | None = col(default=None)


ESCALATIONS = Query(Escalation, equals=("tenant", "request"), order=("asked_at", "id"), newest_first=True)
