"""Outcomes: drafts, decisions, answers."""

from __future__ import annotations

import re
from typing import Any

import journeys as j
from capabilities.scene import CUSTOMERS, STAFF, Example, Scene, at_desk, of_request
from helpdesk_core.commands import AnswerOutcome, PrepareOutcome, RecordOutcome
from shops import Visitor


def _drafted(scene: Scene) -> dict[str, Any]:
    draft = j.prepare(scene.desk, scene.made)
    return {"outcome": draft.outcome, "digest": draft.digest}


EXAMPLES = {
    PrepareOutcome: Example(
        command=PrepareOutcome,
        by=STAFF,
        right="outcomes.prepare",
        fields=of_request(result="solved", text="A new screen is in."),
    ),
    RecordOutcome: Example(command=RecordOutcome, by=STAFF, right="outcomes.record", fields=_drafted),
    AnswerOutcome: Example(
        command=AnswerOutcome,
        by=CUSTOMERS,
        phase="outcome_recorded",
        fields=of_request(solved="yes", text="Thank you."),
    ),
}
#                        customer guest  agent  admin  automation
TABLE = {
    "outcome_prepared":   ("no",  "no",  "yes", "yes", "no"),
    "outcome_recorded":   ("no",  "no",  "yes", "yes", "no"),
    "outcome_answered":   ("yes", "yes", "no",  "no",  "no"),
}  # fmt: skip
TELLS = {
    "outcome_prepared": ("", "", ""),
    "outcome_recorded": ("customer", "", ""),
    "outcome_answered": ("", "staff", ""),
}
KEPT = {"outcomes.prepared_by": "staff stand by what they did"}
CAUSES = {
    "outcome_prepared": (EXAMPLES[PrepareOutcome],),
    "outcome_recorded": (EXAMPLES[RecordOutcome],),
    "outcome_answered": (EXAMPLES[AnswerOutcome],),
}


def _review(visitor: Visitor) -> None:
    at_desk("/staff/requests/{reference}")(visitor)
    visitor.send("/outcome", result="solved", text="A new screen is in.")
    assert re.search(r"/outcome/[0-9a-f]+$", visitor.page.url.path)


PAGES = {"staff_review": {"review": _review}}
