"""Assigning and ordering. Order is priority, then age: nothing is scored."""

from __future__ import annotations

from ..base.actors import STAFF
from ..base.changes import NOBODY, Change, Verdict, refused
from ..base.commands import Command, OpaqueId, command, number, text
from ..base.notices import to_assignee
from ..base.results import Result
from ..base.text import RawText
from ..context import Context
from ..guardrails.rights import right
from ..handlers import handles
from ..service_requests.access import OfRequest, load_request
from ..service_requests.rules import CONFLICT, is_stale, touch

LOWEST_PRIORITY = 3
ASSIGN = right("requests.assign", "Assign requests, and order the queue.")


@command
class AssignRequest(Command[Result]):
    """Assign a request to a member of staff, or unassign it.

    Args:
        request: The request's id.
        assignee: The host's id of the person; None to unassign.
        name: The person's name as customers read it.
        seen: The version of the request that was looked at; a newer one refuses the command.
    """

    request: OpaqueId
    assignee: OpaqueId | None = None
    name: RawText | None = text(max_length=100, default=None)
    seen: int | None = None


@command
class SetPriority(Command[Result]):
    """Set the place in the queue.

    Args:
        request: The request's id.
        priority: From 0 (first) to 3 (last).
        seen: The version of the request that was looked at; a newer one refuses the command.
    """

    request: OpaqueId
    priority: int = number(0, LOWEST_PRIORITY)
    seen: int | None = None


class RequestAssigned(
    Change,
    action="request_assigned",
    label="Assigned",
    by_staff=to_assignee("assigned", "Request {reference} is yours", "This request was assigned to you."),
):
    """The request was assigned to a member of staff."""

    assignee: str


class RequestUnassigned(Change, action="request_unassigned", label="Assigned to nobody", tells=NOBODY):
    """The request is nobody's any more."""


class PrioritySet(Change, action="priority_set", label="Priority set", tells=NOBODY):
    """Staff changed the place in the queue."""

    priority: int


@handles(AssignRequest, actors=STAFF, load=load_request, right=ASSIGN)
def assign(loaded: OfRequest, command: AssignRequest, context: Context) -> Verdict[Result]:
    """Assigning a request that was assigned a moment ago is a conflict."""
    if is_stale(loaded.request, command.seen):
        return refused(CONFLICT)
    name = context.texts.get("name") if command.assignee else None
    change = RequestAssigned(assignee=command.assignee) if command.assignee else RequestUnassigned()
    assigned = touch(loaded.request, context, change, assignee=command.assignee, assignee_name=name)
    return Verdict(result=Result(), touched=(assigned,))


@handles(SetPriority, actors=STAFF, load=load_request, right=ASSIGN)
def set_priority(loaded: OfRequest, command: SetPriority, context: Context) -> Verdict[Result]:
    """The customer's own word for the urgency stays as it was said."""
    if is_stale(loaded.request, command.seen):
        return refused(CONFLICT)
    change = PrioritySet(priority=command.priority)
    return Verdict(result=Result(), touched=(touch(loaded.request, context, change, priority=command.priority),))
