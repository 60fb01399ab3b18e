"""The request's own commands."""

from __future__ import annotations

import journeys as j
from capabilities.scene import PEOPLE, STAFF, Example, Look, Scene, by_command, by_id, of_request, row
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
from helpdesk_core.subjects import NOT_FOUND
from helpdesk_core.views import view_version


def _held(scene: Scene) -> dict[str, str]:
    j.do(scene.desk, HoldRequest, j.BOT, request=scene.request, reason="spam")
    return {"request": scene.request}


EXAMPLES = by_command(
    Example(ChangeStatus, STAFF, right="requests.status", fields=of_request(status="in_progress")),
    Example(CancelRequest, PEOPLE, right="requests.status", fields=of_request()),
    Example(ReopenRequest, PEOPLE, right="requests.status", phase="outcome_recorded", fields=of_request()),
    Example(CloseRequest, STAFF, right="requests.status", phase="outcome_recorded", fields=of_request()),
    Example(HoldRequest, (*STAFF, "automation"), right="requests.hold", fields=of_request(reason="odd")),
    Example(ReleaseHold, STAFF, right="requests.hold", fields=_held),
    Example(DescribeDevice, STAFF, right="requests.describe", fields=of_request(device="iPhone 13, A2633")),
    Example(RenewLink, STAFF, right="requests.link", fields=of_request()),
)
VIEWS = {view_version: Look(by=PEOPLE, right="requests.view", ask=by_id, stranger=NOT_FOUND, of_nobody=True)}
KEPT = {
    "service_requests.device_checked": "what staff found is a fact about the device",
    "service_requests.assignee_name": "staff stand by what they did",
    "service_requests.last_name": "staff stand by what they did",
}
CHANGES = {
    "request_cancelled": row(PEOPLE, CancelRequest, staff="customer", customer="staff"),
    "request_reopened": row(PEOPLE, ReopenRequest, staff="customer", customer="staff"),
    "request_closed": row(STAFF, CloseRequest, staff="customer"),
    "request_held": row(("agent", "admin", "automation"), HoldRequest),
    "hold_released": row(STAFF, ReleaseHold),
    "device_described": row(STAFF, DescribeDevice),
    "link_renewed": row(STAFF, RenewLink, staff="customer"),
}
