"""Who may see a request: its owner and staff; everybody else gets "no such request"."""

from __future__ import annotations

import attrs

from ..base.actors import STAFF, ActorKind, Customer, Guest
from ..base.changes import Refusal
from ..base.grants import GrantScope
from ..context import Context
from ..guardrails.rights import works_at
from ..handlers import Loaded
from ..ports.store import Reader
from ..subjects import NOT_FOUND, get_visible
from .model import ServiceRequest


@attrs.frozen(kw_only=True)
class OfRequest(Loaded):
    """A request that this actor may see; loaders that need more derive from it."""

    request: ServiceRequest

    @property
    def subject(self) -> ServiceRequest:
        """The request."""
        return self.request


def can_access_request(request: ServiceRequest, context: Context) -> bool:
    """Staff see the requests of their locations, automation any, a customer the own ones, a guest the one that a
    living grant for its room is about."""
    actor = context.actor
    if actor.kind in STAFF:
        return works_at(actor, request)
    if actor.kind is ActorKind.AUTOMATION:
        return True
    if isinstance(actor, Customer):
        return request.customer == actor.id
    return isinstance(actor, Guest) and holds_grant(request, context, GrantScope.ROOM)


def holds_grant(request: ServiceRequest, context: Context, scope: GrantScope) -> bool:
    """Whether the actor holds a living grant of this scope for the request."""
    grant = context.actor.grant if isinstance(context.actor, Customer | Guest) else None
    return (
        grant is not None
        and grant.scope is scope
        and grant.subject == request.id
        and context.keyring.holds(grant, request.generation, context.now)
    )


def load_request(reader: Reader, command: object, context: Context) -> OfRequest | Refusal:
    """Load for commands that name one request in their field ``request``."""
    request = get_visible(reader, ServiceRequest, str(getattr(command, "request")), context)  # noqa: B009
    return NOT_FOUND if request is None else OfRequest(request=request)
