"""The one door to a request: its owner and staff get it, everybody else gets "no such request"."""

from __future__ import annotations

import attrs

from ..base.actors import STAFF, ActorKind, Customer, Guest
from ..base.changes import Refusal
from ..base.grants import Scope
from ..base.messages import define
from ..context import Context
from ..ports.store import Reader
from .model import ServiceRequest

NO_SUCH_REQUEST = Refusal(define("refusal.no_such_request", "There is no such request, or it is not open to you here."))
define("refusal.not_allowed", "You cannot do this here. Please ask a person to help you.")


@attrs.frozen(kw_only=True)
class VisibleRequest:
    """A request that this actor may reach."""

    request: ServiceRequest


def reach(reader: Reader, id: str, context: Context) -> ServiceRequest | None:
    """The request, if this actor may reach it: staff and automation any of the tenant, a customer the own ones, a
    guest the one that a living grant for its room is about."""
    request = reader.load(ServiceRequest, id)
    return request if request is not None and can_access(request, context) else None


def can_access(request: ServiceRequest, context: Context) -> bool:
    """Whether this actor may reach the request."""
    actor = context.actor
    if actor.kind in STAFF or actor.kind is ActorKind.AUTOMATION:
        return True
    if isinstance(actor, Customer):
        return request.customer == actor.id
    return isinstance(actor, Guest) and has_room(request, actor, context)


def has_room(request: ServiceRequest, actor: Guest, context: Context) -> bool:
    """Whether a guest holds a living grant for the request's room."""
    grant = actor.grant
    return (
        grant is not None
        and grant.scope is Scope.ROOM
        and grant.request == request.id
        and context.keyring.holds(grant, request.generation, context.now)
    )


def load_request(reader: Reader, command: object, context: Context) -> VisibleRequest | Refusal:
    """Load for commands that name one request in their field ``request``."""
    request = reach(reader, str(getattr(command, "request")), context)  # noqa: B009 - any command with the field
    return NO_SUCH_REQUEST if request is None else VisibleRequest(request=request)
