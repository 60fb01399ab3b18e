"""Queue, search and the staff's page of a request."""

from __future__ import annotations

from capabilities.scene import STAFF, Example, Look, at_desk, by_command, by_reference, of_request, row
from helpdesk_core.commands import AssignRequest, SetPriority
from helpdesk_core.views import view_queue, view_request, view_request_id

EXAMPLES = by_command(
    Example(AssignRequest, STAFF, right="requests.assign", fields=of_request(assignee="anna", name="Anna Nowak")),
    Example(SetPriority, STAFF, right="requests.assign", fields=of_request(priority="0")),
)
_UNASSIGN = Example(AssignRequest, STAFF, right="requests.assign", fields=of_request())
CHANGES = {
    "request_assigned": row(STAFF, AssignRequest, staff="staff"),
    "request_unassigned": row(STAFF, _UNASSIGN),
    "priority_set": row(STAFF, SetPriority),
}
VIEWS = {
    view_queue: Look(by=STAFF, right="requests.view"),
    view_request: Look(by=STAFF, right="requests.view", ask=by_reference),
    view_request_id: Look(by=STAFF, right="requests.view", ask=by_reference),
}
PAGES = {
    "staff_queue": {"all": at_desk("/staff"), "filtered": at_desk("/staff?assignee=me&status=closed")},
    "staff_request": {"seeded": at_desk("/staff/requests/{reference}")},
}
