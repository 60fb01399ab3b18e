"""The request's own commands."""

from __future__ import annotations

import journeys as j
from capabilities.scene import CUSTOMERS, STAFF, Example, Scene, of_request
from helpdesk_core.commands import (
    CancelRequest,
    ChangeStatus,
    CloseRequest,
    DescribeDevice,
    HoldRequest,
    ReleaseHold,
    RenewLink,
    ReopenRequest,
)


def _held(scene: Scene) -> dict[str, str]:
    j.do(scene.desk, HoldRequest, j.BOT, request=scene.request, reason="spam")
    return {"request": scene.request}


PEOPLE = (*CUSTOMERS, *STAFF)
EXAMPLES = {
    ChangeStatus: Example(command=ChangeStatus, by=STAFF, fields=of_request(status="in_progress")),
    CancelRequest: Example(command=CancelRequest, by=PEOPLE, fields=of_request()),
    ReopenRequest: Example(command=ReopenRequest, by=PEOPLE, phase="outcome_recorded", fields=of_request()),
    CloseRequest: Example(command=CloseRequest, by=STAFF, phase="outcome_recorded", fields=of_request()),
    HoldRequest: Example(command=HoldRequest, by=(*STAFF, "automation"), fields=of_request(reason="odd")),
    ReleaseHold: Example(command=ReleaseHold, by=STAFF, fields=_held),
    DescribeDevice: Example(command=DescribeDevice, by=STAFF, fields=of_request(device="iPhone 13, A2633")),
    RenewLink: Example(command=RenewLink, by=STAFF, fields=of_request()),
}
#                        customer guest  agent  admin  automation
TABLE = {
    "request_cancelled":  ("yes", "yes", "yes", "yes", "no"),
    "request_reopened":   ("yes", "yes", "yes", "yes", "no"),
    "request_closed":     ("no",  "no",  "yes", "yes", "no"),
    "request_held":       ("no",  "no",  "yes", "yes", "yes"),
    "hold_released":      ("no",  "no",  "yes", "yes", "no"),
    "device_described":   ("no",  "no",  "yes", "yes", "no"),
    "link_renewed":       ("no",  "no",  "yes", "yes", "no"),
}  # fmt: skip
CAUSES = {
    "request_cancelled": (EXAMPLES[CancelRequest],),
    "request_reopened": (EXAMPLES[ReopenRequest],),
    "request_closed": (EXAMPLES[CloseRequest],),
    "request_held": (EXAMPLES[HoldRequest],),
    "hold_released": (EXAMPLES[ReleaseHold],),
    "device_described": (EXAMPLES[DescribeDevice],),
    "link_renewed": (EXAMPLES[RenewLink],),
}
