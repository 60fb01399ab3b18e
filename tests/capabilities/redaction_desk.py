"""Secrets that got through, and how many did not."""

from __future__ import annotations

from typing import Any

import attrs

from capabilities.quotes import offer
from capabilities.scene import STAFF, Example, Look, Scene, at_desk, by_command, row
from helpdesk_core import Guest
from helpdesk_core.commands import RemoveSecret
from helpdesk_core.views import view_place, view_redaction_statistics
from shops import Visitor


def _in_quote(scene: Scene) -> dict[str, Any]:
    made = offer(scene.desk, scene.request)
    return {"request": scene.request, "record": made.quote, "field": "lines.0.text", "start": 0, "end": 6}


_PLACE = {"field": "text", "start": "0", "end": "2"}
EXAMPLES = by_command(
    Example(
        RemoveSecret,
        STAFF,
        right="secrets.remove",
        fields=lambda s: {"request": s.request, "record": s.message, **_PLACE},
    )
)
_IN_OUTCOME = attrs.evolve(
    EXAMPLES[RemoveSecret],
    phase="outcome_recorded",
    fields=lambda s: {"request": s.request, "record": s.outcome, **_PLACE},
)
CHANGES = {
    "secret_removed": row(STAFF, RemoveSecret),
    "outcome_redacted": row(STAFF, _IN_OUTCOME),
    "publication_redacted": row(STAFF, attrs.evolve(EXAMPLES[RemoveSecret], fields=_in_quote)),
}
VIEWS = {
    view_place: Look(by=STAFF, right="secrets.remove", ask=lambda s: ((s.request,), {"words": "screen"})),
    view_redaction_statistics: Look(by=STAFF, right="statistics.view", of_nobody=True),
}


def _some(visitor: Visitor) -> None:
    desk = visitor.shop.desk
    for language in desk.settings.languages:
        desk.redact_draft({"problem": "The password is Klopsik7, the PIN 4821."}, Guest(), language)
    at_desk("/staff/secrets")(visitor)


PAGES = {"staff_removals": {"none": at_desk("/staff/secrets"), "some": _some}}
