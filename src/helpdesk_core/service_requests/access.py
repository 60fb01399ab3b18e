"""Who may see a request: its owner and staff; everybody else gets "no such request"."""

from __future__ import annotations

from typing import Any

import attrs

from ..base.actors import STAFF, ActorKind, Customer, Guest
from ..base.changes import Refusal
from ..base.commands import Command, OpaqueId, R_co, command
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


@command
class RequestCommand(Command[R_co]):
    """A command about one request.

    Args:
        request: The request's id.
    """

    request: OpaqueId


@command
class SeenCommand(RequestCommand[R_co]):
    """A command of somebody who looked at a request: it is refused where the request changed since.

    Args:
        seen: The version of the request that was looked at; a newer one refuses the command.
    """

    seen: int | None = None


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


def load_request(reader: Reader, command: RequestCommand[Any], context: Context) -> OfRequest | Refusal:
    """Load for commands about one request."""
    request = get_visible(reader, ServiceRequest, command.request, context)
    return NOT_FOUND if request is None else OfRequest(request=request)


_MOST_JOINED = 20


def remaining(reader: Reader, request: ServiceRequest) -> ServiceRequest:
    """The request in which one continues, however often it was joined; itself where it was not.

    Args:
        reader: Where to read.
        request: The request.

    Returns:
        The one that remains.
    """
    last = request
    for _ in range(_MOST_JOINED):
        found = reader.load(ServiceRequest, last.merged_into) if last.merged_into is not None else None
        if found is None:
            break
        last = found
    return last
