"""Who may see a request: its owner and staff; everybody else gets "no such request"."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any, Concatenate, cast, get_type_hints

import attrs

from ..base.actors import CUSTOMERS, STAFF, ActorKind, Customer, Guest
from ..base.changes import Refusal, RefusalKind
from ..base.commands import Command, OpaqueId, R_co, command
from ..base.grants import GrantScope
from ..base.messages import define
from ..base.references import Reference
from ..base.text import SafeText
from ..context import Context
from ..errors import FieldError
from ..guardrails.rights import works_at
from ..handlers import Loaded
from ..ports.store import Reader
from ..subjects import NOT_FOUND, Share, can_access, get_shared, get_visible
from ..viewing import P, V, view
from .lifecycle import Phase
from .model import BY_REFERENCE, ServiceRequest, Side


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


def find_by_reference(reader: Reader, reference: str, context: Context) -> ServiceRequest | None:
    """The request of a reference as it was typed, None for none that this actor may see."""
    try:
        found = reader.find(BY_REFERENCE, {"reference": str(Reference(reference))}, limit=1)
    except FieldError:
        return None
    return found[0] if found and can_access(found[0], context) else None


SHOW_AGAIN = Refusal(
    define("refusal.show_again", "It is a while since you showed that it is you. A new code opens this."),
    kind=RefusalKind.VERIFY,
)


def is_proof_old(context: Context) -> bool:
    """Whether a customer has to show again who they are before they see files and quotes: the last code, or the last
    sign-in that the host knows the time of, is longer ago than the shop's settings say. The room itself stays open as
    long as its grant. On a device without a grant nothing is open at all."""
    if context.actor.kind not in CUSTOMERS or not (days := context.settings.proof_days):
        return False
    proved_at = None if context.evidence is None else context.evidence.proved_at
    return proved_at is not None and context.now - proved_at > timedelta(days=days)


def load_request(reader: Reader, command: RequestCommand[Any], context: Context) -> OfRequest | Refusal:
    """Load for commands about one request."""
    request = get_visible(reader, ServiceRequest, command.request, context)
    return NOT_FOUND if request is None else OfRequest(request=request)


def load_shared(reader: Reader, command: RequestCommand[Any], context: Context) -> OfRequest | Refusal:
    """Load for commands that are also for customers who may write on a colleague's request."""
    request = get_shared(reader, ServiceRequest, command.request, context, Share.WRITES)
    return NOT_FOUND if request is None else OfRequest(request=request)


def name_beside(request: ServiceRequest, context: Context) -> SafeText | None:
    """The name of a signed-in customer who does something about a request that is not theirs; None for anybody else."""
    actor = context.actor
    if not isinstance(actor, Customer) or request.customer == actor.id:
        return None
    return name_of(actor.id, context)


def name_of(account: str, context: Context) -> SafeText | None:
    """What the directory of customers calls an account's owner, None where it knows no name or no such account."""
    found = context.directory.account(account)
    name = "" if found is None else " ".join(filter(None, (found.given_name, found.surname)))
    return context.redact(name) if name else None


def request_view(
    *, actors: frozenset[ActorKind], right: str | None = None
) -> Callable[
    [Callable[Concatenate[Reader, Context, ServiceRequest, P], V]],
    Callable[Concatenate[Reader, Context, str, P], V | Refusal],
]:
    """Decorator for a `view` of one request: it is asked for with the request's id, and its function is given the
    request. Who may not see that one gets the refusal of one that does not exist, and the function is not run.

    Args:
        actors: Who may ask.
        right: What staff need for it.
    """

    def register(
        look: Callable[Concatenate[Reader, Context, ServiceRequest, P], V],
    ) -> Callable[Concatenate[Reader, Context, str, P], V | Refusal]:
        @wraps(look)
        def ask(reader: Reader, context: Context, request_id: str, *args: Any, **more: Any) -> V | Refusal:
            request = get_visible(reader, ServiceRequest, request_id, context)
            return NOT_FOUND if request is None else look(reader, context, request, *args, **more)

        _say_what_is_asked(ask, look)
        # A type of callables has no name for its third parameter; callers may give it by name all the same.
        return cast(
            "Callable[Concatenate[Reader, Context, str, P], V | Refusal]", view(actors=actors, right=right)(ask)
        )

    return register


def _say_what_is_asked(ask: Callable[..., Any], look: Callable[..., Any]) -> None:
    """Tell whoever reads signatures what callers give and get."""
    hints, signature = get_type_hints(look), inspect.signature(look)
    hints["return"] = hints["return"] | Refusal
    asked = [
        one.replace(name="request_id", annotation=str)
        if one.name == "request"
        else one.replace(annotation=hints[one.name])
        for one in signature.parameters.values()
    ]
    ask.__annotations__ = {one.name: one.annotation for one in asked} | {"return": hints["return"]}
    vars(ask)["__signature__"] = signature.replace(parameters=asked, return_annotation=hints["return"])


def is_fresh(request: ServiceRequest) -> bool:
    """Whether nobody of the shop has done anything about it yet."""
    return request.phase in (Phase.RECEIVED, Phase.CONFIRMED) and request.last_side is Side.CUSTOMER


MOST_JOINED = 20
"""Steps that are followed from a request that was joined to the one that remains."""


def remaining(reader: Reader, request: ServiceRequest) -> ServiceRequest:
    """The request in which one continues, however often it was joined; itself where it was not.

    Args:
        reader: Where to read.
        request: The request.

    Returns:
        The one that remains.
    """
    last = request
    for _ in range(MOST_JOINED):
        found = reader.load(ServiceRequest, last.merged_into) if last.merged_into is not None else None
        if found is None:
            break
        last = found
    return last
