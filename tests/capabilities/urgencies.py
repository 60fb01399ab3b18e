"""How urgent a request is: raised by its words, lowered, said anew."""

from __future__ import annotations

from typing import Any

import journeys as j
from capabilities.scene import CUSTOMERS, PEOPLE, STAFF, Example, Look, Scene, by_command, by_id, of_request, row
from helpdesk_core.commands import ChangeUrgency, LowerUrgency, SubmitRequest
from helpdesk_core.subjects import NOT_FOUND
from helpdesk_core.views import view_request_urgency

URGENT = {"problem": "Urgent: the whole shop is down.", "device": "Till", "surname": "Nowak"}


def raised(scene: Scene) -> dict[str, Any]:
    """A new request that says that it cannot wait; its id."""
    made = j.do(scene.desk, SubmitRequest, j.CUSTOMER, contact="urgent@example.com", location="here", **URGENT)
    return {"request": made.request}


def _submitted(scene: Scene) -> dict[str, Any]:
    return {**URGENT, "contact": "urgent@example.com"}


_SUBMIT = Example(SubmitRequest, (*CUSTOMERS, "automation"), fields=_submitted, stranger=None)
EXAMPLES = by_command(
    Example(ChangeUrgency, PEOPLE, right="urgency.set", fields=of_request(urgency="cannot_wait")),
    Example(LowerUrgency, STAFF, right="urgency.set", fields=raised),
)
CHANGES = {
    "urgency_found": row((*CUSTOMERS, "automation"), _SUBMIT, customer="staff", automation="staff"),
    "urgency_lowered": row(STAFF, LowerUrgency),
    "urgency_changed": row(PEOPLE, ChangeUrgency, staff="customer", customer="staff"),
}
KEPT = {
    "urgency_changes.by": "staff stand by what they did",
    "urgency_raises.lowered_by": "staff stand by what they did",
}


def _changed(scene: Scene) -> tuple[tuple[Any, ...], dict[str, Any]]:
    j.do(scene.desk, ChangeUrgency, j.ANNA, request=scene.request, urgency="cannot_wait")
    return by_id(scene)


VIEWS = {view_request_urgency: Look(by=STAFF, right="requests.view", ask=_changed, stranger=NOT_FOUND)}
