"""Erasing a person from a request. The request, its phases, decisions and history stay and still verify; names,
contacts and words go (GDPR, article 17)."""

from __future__ import annotations

import attrs

from ..base.actors import ActorKind
from ..base.changes import NOBODY, Change, Refusal, Save, Verdict
from ..base.commands import Command, OpaqueId, command
from ..base.records import Record
from ..base.results import Result
from ..belongings import Belongings
from ..channels.keeping import belonging, erasing
from ..channels.model import InboundMessage
from ..context import Context
from ..devices.rules import NO_DEVICE
from ..filing import forgetting
from ..guardrails.rights import right
from ..handlers import Loaded, handles
from ..ports.store import Reader
from ..search.model import SearchEntry, emptied, load_entry
from ..service_requests.access import OfRequest, RequestCommand, load_request
from ..service_requests.rules import touch
from ..timeline.about import everything_about

ERASE = right("requests.erase", "Erase what is personal in a request.", admins=True)


@command
class EraseRequest(RequestCommand[Result]):
    """Erase what is personal in one request: an admin in any, a customer in their own (GDPR, article 17)."""


@command
class EraseDevices(Command[Result]):
    """Erase what belongs to an account and to no request: the devices that it registered, the guides that it keeps, its
    place in a firm, and that it has joined requests of colleagues. For an admin, or their owner, when the account goes.

    Args:
        customer: The host's id of the account.
    """

    customer: OpaqueId


class RequestErased(Change, action="request_erased", label="Personal details erased", tells=NOBODY):
    """What was personal in the request is gone."""


@attrs.frozen(kw_only=True)
class OfNoRequest(Loaded):
    """What belongs to an account and to no request."""

    belongings: Belongings


def load_belongings(reader: Reader, command: EraseDevices, context: Context) -> OfNoRequest | Refusal:
    """All of them; a customer has no business with anybody else's."""
    if context.actor.kind is ActorKind.CUSTOMER and context.actor.id != command.customer:
        return NO_DEVICE
    return OfNoRequest(belongings=Belongings.of(reader, command.customer))


@attrs.frozen(kw_only=True)
class ErasureScope(OfRequest):
    """A request with every record about it that tells something of the customer."""

    records: tuple[Record, ...]
    inbound: tuple[InboundMessage, ...]
    entry: SearchEntry | None


def load_to_erase(reader: Reader, command: EraseRequest, context: Context) -> ErasureScope | Refusal:
    """The request and all its records."""
    loaded = load_request(reader, command, context)
    if isinstance(loaded, Refusal):
        return loaded
    request = loaded.request
    records = tuple(one for one in everything_about(reader, request, personal=True) if not isinstance(one, SearchEntry))
    inbound = belonging(reader, request.id, records)
    return ErasureScope(request=request, records=records, inbound=inbound, entry=load_entry(reader, request))


@handles(EraseRequest, actors=frozenset({ActorKind.ADMIN, ActorKind.CUSTOMER}), load=load_to_erase, right=ERASE)
def erase(loaded: ErasureScope, command: EraseRequest, context: Context) -> Verdict[Result]:
    """Every field that is marked as the customer's is emptied, and links and grants end; what came in of them and waits
    goes too. Doing it again does no harm."""
    request = loaded.request.erased()
    gone = {name: getattr(request, name) for name in request.record_type.personal}
    touched = touch(
        loaded.request,
        context,
        RequestErased(),
        **gone,
        erased_at=context.now,
        cue=None,
        cue_until=None,
        complaint_due=None,
        withdrawal_due=None,
        generation=request.generation + 1,
    )
    messages, forgotten = erasing(loaded.inbound)
    pairs = [(record, record.erased()) for record in loaded.records]
    return Verdict(
        result=Result(),
        touched=(touched, *messages),
        saves=(
            *(Save(before=before, after=after) for before, after in pairs if before != after),
            Save(before=loaded.entry, after=emptied(loaded.entry, loaded.request)),
        ),
        jobs=(*forgotten, *(job for before, after in pairs for job in forgetting(request, before, after))),
    )


@handles(EraseDevices, actors=frozenset({ActorKind.ADMIN, ActorKind.CUSTOMER}), load=load_belongings, right=ERASE)
def erase_devices(loaded: OfNoRequest, command: EraseDevices, context: Context) -> Verdict[Result]:
    """Nothing is left of them but that there were some."""
    gone = loaded.belongings.gone(context)
    return Verdict(result=Result(), touched=gone.touched, saves=gone.saves)
