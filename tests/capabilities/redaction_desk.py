"""Secrets that got through, and how many did not."""

from __future__ import annotations

import attrs

from capabilities.scene import STAFF, Example, Look, at_desk
from helpdesk_core import Guest
from helpdesk_core.commands import RemoveSecret
from helpdesk_core.views import view_place, view_redaction_statistics
from shops import Visitor

_PLACE = {"field": "text", "start": "0", "end": "2"}
EXAMPLES = {
    RemoveSecret: Example(
        command=RemoveSecret,
        by=STAFF,
        right="secrets.remove",
        fields=lambda s: {"request": s.request, "record": s.message, **_PLACE},
    )
}
_IN_OUTCOME = attrs.evolve(
    EXAMPLES[RemoveSecret],
    phase="outcome_recorded",
    fields=lambda s: {"request": s.request, "record": s.outcome, **_PLACE},
)
#                          customer guest  agent  admin  automation
TABLE = {
    "secret_removed":       ("no",  "no",  "yes", "yes", "no"),
    "outcome_redacted":     ("no",  "no",  "yes", "yes", "no"),
    "publication_redacted": ("no",  "no",  "yes", "yes", "no"),
}  # fmt: skip
TELLS = {
    "secret_removed": ("", "", ""),
    "outcome_redacted": ("", "", ""),
    "publication_redacted": ("", "", ""),
}
CAUSES = {"secret_removed": (EXAMPLES[RemoveSecret],), "outcome_redacted": (_IN_OUTCOME,)}
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
