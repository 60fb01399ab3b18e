"""Erasing a person from a request. The request, its phases, decisions and history stay and still verify; names,
contacts and words go (GDPR, article 17)."""

from __future__ import annotations

from typing import Any, ClassVar

import attrs

from ..base.actors import ActorKind
from ..base.changes import Change, Refusal, Save, Verdict, changes
from ..base.commands import Command, OpaqueId, command
from ..base.handlers import Handler
from ..base.queries import Query
from ..base.records import Record
from ..base.text import ERASED
from ..contacts.model import CONTACTS, ContactPoint
from ..context import Context
from ..conversations.model import NOTES, THREAD, Side, ThreadMessage
from ..guardrails.decisions import Guarded
from ..guardrails.redaction import Texts
from ..outcomes.model import OF_REQUEST as OUTCOMES
from ..outcomes.model import OutcomeAnswer
from ..ports.store import Reader
from ..service_requests.access import load_request
from ..service_requests.model import ServiceRequest
from ..service_requests.rules import touched
from ..timeline.audit import scan
from ..timeline.model import ENTRIES, TimelineEntry

_ANSWERS = Query(OutcomeAnswer, equals=("tenant", "request"))
_OF_REQUEST = (CONTACTS, THREAD, NOTES, OUTCOMES, _ANSWERS, ENTRIES)


@command
class EraseRequest(Command):
    """Erase what is personal in one request: an admin any, a customer the own ones."""

    request: OpaqueId


@attrs.frozen(kw_only=True)
class RequestErased(Change):
    """What was personal in the request is gone."""

    action: ClassVar[str] = "request_erased"


@attrs.frozen(kw_only=True)
class ErasureScope:
    """A request with everything that names it."""

    request: ServiceRequest
    records: tuple[Record, ...]


def load_to_erase(reader: Reader, command: EraseRequest, context: Context) -> ErasureScope | Refusal:
    """The request and all its records, however many."""
    reached = load_request(reader, command, context)
    if isinstance(reached, Refusal):
        return reached
    params = {"request": reached.request.id}
    records: Any = tuple(record for query in _OF_REQUEST for record in scan(reader, query, params))
    return ErasureScope(request=reached.request, records=records)


def erase(loaded: ErasureScope, command: EraseRequest, context: Context, texts: Texts) -> Verdict:
    """Every column that is marked as the customer's is emptied, and links and grants end. Doing it again does no
    harm."""
    pairs = [(record, erased(record)) for record in loaded.records]
    request = loaded.request
    gone = {name: getattr(erased(request), name) for name in request.record_type.personal}
    return Verdict(
        changes=(RequestErased(),),
        request=touched(request, context, **gone, cue=None, cue_until=None, generation=request.generation + 1),
        saves=tuple(Save(before=before, after=after) for before, after in pairs if before != after),
        result={"request": request.id},
    )


def erased(record: Record) -> Record:
    """A copy without what is the customer's."""
    if isinstance(record, TimelineEntry):
        change = changes.get(record.action)
        return record.changed(payload=None, salt=None) if change is None or change.personal else record
    values = {name: _nothing(record, name) for name in record.record_type.personal}
    if isinstance(record, ThreadMessage) and record.side is Side.SHOP:
        values.pop("author")  # whoever of the shop wrote it
    if isinstance(record, ContactPoint):
        values |= {"confirmed_at": None, "proof": None}
    if isinstance(record, Guarded):
        values["salt"] = None  # the commitments stand for what is gone
    return record.changed(**values)


def _nothing(record: Record, name: str) -> Any:
    column = record.record_type.column(name)
    if column.nullable:
        return None
    return column.decode(ERASED) if column.decode else ERASED


HANDLERS = (
    Handler(
        command=EraseRequest,
        actors=frozenset({ActorKind.ADMIN, ActorKind.CUSTOMER}),
        load=load_to_erase,
        decide=erase,
    ),
)
