"""Queue, search and the staff's page of a request."""

from __future__ import annotations

from capabilities.scene import STAFF, Example, Look, at_desk, by_reference, of_request
from helpdesk_core.commands import AssignRequest, SetPriority
from helpdesk_core.views import view_queue, view_request, view_request_id

EXAMPLES = {
    AssignRequest: Example(
        command=AssignRequest, by=STAFF, right="requests.assign", fields=of_request(assignee="anna", name="Anna Nowak")
    ),
    SetPriority: Example(command=SetPriority, by=STAFF, right="requests.assign", fields=of_request(priority="0")),
}
#                        customer guest  agent  admin  automation
TABLE = {
    "request_assigned":   ("no",  "no",  "yes", "yes", "no"),
    "request_unassigned": ("no",  "no",  "yes", "yes", "no"),
    "priority_set":       ("no",  "no",  "yes", "yes", "no"),
}  # fmt: skip
TELLS = {
    "request_assigned": ("staff", "", ""),
    "request_unassigned": ("", "", ""),
    "priority_set": ("", "", ""),
}
_UNASSIGN = Example(command=AssignRequest, by=STAFF, right="requests.assign", fields=of_request())
CAUSES = {
    "request_assigned": (EXAMPLES[AssignRequest],),
    "request_unassigned": (_UNASSIGN,),
    "priority_set": (EXAMPLES[SetPriority],),
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
