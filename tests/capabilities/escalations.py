"""Asking for somebody in charge, and the answer."""

from __future__ import annotations

from typing import Any

import journeys as j
from capabilities.scene import ADMINS, CUSTOMERS, STAFF, Example, Look, Scene, by_command, by_id, of_request, row
from helpdesk_core.commands import AnswerEscalation, AskForEscalation
from helpdesk_core.escalations.model import ESCALATIONS
from helpdesk_core.subjects import NOT_FOUND
from helpdesk_core.views import view_escalations

SAID = {"text": "It has been here for weeks."}


def asked(scene: Scene) -> dict[str, Any]:
    """The customer asked; the wish's id."""
    j.do(scene.desk, AskForEscalation, scene.guest, request=scene.request, **SAID)
    with scene.desk.reading() as reader:
        return {"escalation": reader.find(ESCALATIONS, {"request": scene.request})[0].id}


EXAMPLES = by_command(
    Example(AskForEscalation, CUSTOMERS, fields=of_request(**SAID)),
    Example(
        AnswerEscalation,
        ADMINS,
        right="escalations.answer",
        fields=lambda scene: {**asked(scene), "granted": "yes", "text": "I look at it today."},
    ),
)
CHANGES = {
    "escalation_asked": row(CUSTOMERS, AskForEscalation, customer="staff"),
    "escalation_answered": row(ADMINS, AnswerEscalation, staff="customer"),
}
KEPT = {"escalations.answered_name": "staff stand by what they did"}
VIEWS = {
    view_escalations: Look(
        by=STAFF, right="requests.view", ask=lambda scene: by_id(scene) if asked(scene) else None, stranger=NOT_FOUND
    )
}
