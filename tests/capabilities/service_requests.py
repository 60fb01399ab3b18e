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
    ChangeStatus: Example(
        command=ChangeStatus, by=STAFF, right="requests.status", fields=of_request(status="in_progress")
    ),
    CancelRequest: Example(command=CancelRequest, by=PEOPLE, right="requests.status", fields=of_request()),
    ReopenRequest: Example(
        command=ReopenRequest, by=PEOPLE, right="requests.status", phase="outcome_recorded", fields=of_request()
    ),
    CloseRequest: Example(
        command=CloseRequest, by=STAFF, right="requests.status", phase="outcome_recorded", fields=of_request()
    ),
    HoldRequest: Example(
        command=HoldRequest, by=(*STAFF, "automation"), right="requests.hold", fields=of_request(reason="odd")
    ),
    ReleaseHold: Example(command=ReleaseHold, by=STAFF, right="requests.hold", fields=_held),
    DescribeDevice: Example(
        command=DescribeDevice, by=STAFF, right="requests.describe", fields=of_request(device="iPhone 13, A2633")
    ),
    RenewLink: Example(command=RenewLink, by=STAFF, right="requests.link", fields=of_request()),
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
#: Change → whom it tells when staff did it, a customer did it, automation did it.
TELLS = {
    "request_cancelled": ("customer", "staff", ""),
    "request_reopened": ("customer", "staff", ""),
    "request_closed": ("customer", "", ""),
    "request_held": ("", "", ""),
    "hold_released": ("", "", ""),
    "device_described": ("", "", ""),
    "link_renewed": ("customer", "", ""),
}
KEPT = {
    "service_requests.device_checked": "what staff found is a fact about the device",
    "service_requests.assignee_name": "staff stand by what they did",
}
CAUSES = {
    "request_cancelled": (EXAMPLES[CancelRequest],),
    "request_reopened": (EXAMPLES[ReopenRequest],),
    "request_closed": (EXAMPLES[CloseRequest],),
    "request_held": (EXAMPLES[HoldRequest],),
    "hold_released": (EXAMPLES[ReleaseHold],),
    "device_described": (EXAMPLES[DescribeDevice],),
    "link_renewed": (EXAMPLES[RenewLink],),
}
