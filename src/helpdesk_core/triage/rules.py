"""Assigning and ordering. Order is priority, then age: nothing is scored."""

from __future__ import annotations

from typing import ClassVar

import attrs

from ..base.actors import STAFF
from ..base.changes import Change, Refusal, Verdict
from ..base.commands import Command, OpaqueId, command, text
from ..base.handlers import Handler
from ..base.messages import define
from ..base.text import RawText
from ..context import Context
from ..guardrails.redaction import Texts
from ..service_requests.access import VisibleRequest, load_request
from ..service_requests.rules import STALE, is_stale, touched

LOWEST_PRIORITY = 3
NO_SUCH_PRIORITY = Refusal(define("refusal.no_such_priority", "A priority is a number from 0 (first) to 3."))


@command
class AssignRequest(Command):
    """Give a request to somebody (``assignee`` is the host's id, ``name`` what customers read), or with neither to
    nobody."""

    request: OpaqueId
    assignee: OpaqueId | None = None
    name: RawText | None = text(max_length=100, optional=True)
    seen: int | None = None


@command
class SetPriority(Command):
    """Set the place in the queue: 0 first, 3 last."""

    request: OpaqueId
    priority: int


@attrs.frozen(kw_only=True)
class RequestAssigned(Change):
    """Somebody else, or nobody, runs the request now."""

    action: ClassVar[str] = "request_assigned"
    assignee: str | None


@attrs.frozen(kw_only=True)
class PrioritySet(Change):
    """Staff changed the place in the queue."""

    action: ClassVar[str] = "priority_set"
    priority: int


def assign(reached: VisibleRequest, command: AssignRequest, context: Context, texts: Texts) -> Verdict:
    """Taking a request that somebody else took a moment ago is a conflict, not a race."""
    if is_stale(reached.request, command.seen):
        return Verdict(refusal=STALE)
    name = texts.get("name")
    return Verdict(
        changes=(RequestAssigned(assignee=command.assignee),),
        request=touched(
            reached.request,
            context,
            assignee=command.assignee,
            assignee_name=str(name) if name and command.assignee else None,
        ),
    )


def set_priority(reached: VisibleRequest, command: SetPriority, context: Context, texts: Texts) -> Verdict:
    """The customer's own word for the urgency stays as it was said."""
    if not 0 <= command.priority <= LOWEST_PRIORITY:
        return Verdict(refusal=NO_SUCH_PRIORITY)
    return Verdict(
        changes=(PrioritySet(priority=command.priority),),
        request=touched(reached.request, context, priority=command.priority),
    )


HANDLERS = (
    Handler(command=AssignRequest, actors=STAFF, load=load_request, decide=assign),
    Handler(command=SetPriority, actors=STAFF, load=load_request, decide=set_priority),
)
