"""Outcomes: drafts, decisions, answers."""

from __future__ import annotations

import re
from typing import Any

import journeys as j
from capabilities.scene import CUSTOMERS, STAFF, Example, Scene, at_desk, by_command, of_request, row
from helpdesk_core.commands import AnswerOutcome, PrepareOutcome, RecordOutcome
from shops import Visitor


def _drafted(scene: Scene) -> dict[str, Any]:
    draft = j.prepare(scene.desk, scene.made)
    return {"outcome": draft.outcome, "digest": draft.digest}


EXAMPLES = by_command(
    Example(
        PrepareOutcome, STAFF, right="outcomes.prepare", fields=of_request(result="solved", text="A new screen is in.")
    ),
    Example(RecordOutcome, STAFF, right="outcomes.record", fields=_drafted),
    Example(AnswerOutcome, CUSTOMERS, phase="outcome_recorded", fields=of_request(solved="yes", text="Thank you.")),
)
KEPT = {"outcomes.prepared_by": "staff stand by what they did"}
CHANGES = {
    "outcome_prepared": row(STAFF, PrepareOutcome),
    "outcome_recorded": row(STAFF, RecordOutcome, staff="customer"),
    "outcome_answered": row(CUSTOMERS, AnswerOutcome, customer="staff"),
}


def _review(visitor: Visitor) -> None:
    at_desk("/staff/requests/{reference}")(visitor)
    visitor.send("/outcome", result="solved", text="A new screen is in.")
    assert re.search(r"/outcome/[0-9a-f]+$", visitor.page.url.path)


PAGES = {"staff_review": {"review": _review}}
