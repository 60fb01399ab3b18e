"""Erasing a person from a request. The request, its phases, decisions and history stay and still verify; names,
contacts and words go (GDPR, article 17)."""

from __future__ import annotations

import attrs

from ..base.actors import ActorKind
from ..base.changes import NOBODY, Change, Refusal, Save, Verdict
from ..base.commands import command
from ..base.records import Record
from ..base.results import Result
from ..context import Context
from ..guardrails.rights import right
from ..handlers import handles
from ..ports.store import Reader
from ..search.model import SearchEntry, emptied, load_entry
from ..service_requests.access import OfRequest, RequestCommand, load_request
from ..service_requests.rules import touch
from ..timeline.about import everything_about

ERASE = right("requests.erase", "Erase what is personal in a request.", admins=True)


@command
class EraseRequest(RequestCommand[Result]):
    """Erase what is personal in one request: an admin in any, a customer in their own (GDPR, article 17)."""


class RequestErased(Change, action="request_erased", label="Personal details erased", tells=NOBODY):
    """What was personal in the request is gone."""


@attrs.frozen(kw_only=True)
class ErasureScope(OfRequest):
    """A request with every record about it that tells something of the customer."""

    records: tuple[Record, ...]
    entry: SearchEntry | None


def load_to_erase(reader: Reader, command: EraseRequest, context: Context) -> ErasureScope | Refusal:
    """The request and all its records."""
    loaded = load_request(reader, command, context)
    if isinstance(loaded, Refusal):
        return loaded
    request = loaded.request
    records = tuple(one for one in everything_about(reader, request, personal=True) if not isinstance(one, SearchEntry))
    return ErasureScope(request=request, records=records, entry=load_entry(reader, request))


@handles(EraseRequest, actors=frozenset({ActorKind.ADMIN, ActorKind.CUSTOMER}), load=load_to_erase, right=ERASE)
def erase(loaded: ErasureScope, command: EraseRequest, context: Context) -> Verdict[Result]:
    """Every field that is marked as the customer's is emptied, and links and grants end. Doing it again does no
    harm."""
    request = loaded.request.erased()
    gone = {name: getattr(request, name) for name in request.record_type.personal}
    touched = touch(
        loaded.request,
        context,
        RequestErased(),
        **gone,
        cue=None,
        cue_until=None,
        generation=request.generation + 1,
    )
    pairs = ((record, record.erased()) for record in loaded.records)
    return Verdict(
        result=Result(),
        touched=(touched,),
        saves=(
            *(Save(before=before, after=after) for before, after in pairs if before != after),
            Save(before=loaded.entry, after=emptied(loaded.entry, loaded.request)),
        ),
    )
