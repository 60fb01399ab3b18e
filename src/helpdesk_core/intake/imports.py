"""Bringing in requests from another system: each row once, however often it is imported."""

from __future__ import annotations

from datetime import datetime

import attrs

from ..base.actors import ANYONE, CUSTOMERS, STAFF, ActorKind
from ..base.changes import Refusal, Save, Touch, Verdict, refused
from ..base.commands import Command, Language, OpaqueId, command, text
from ..base.contacts import Contact
from ..base.digests import outside_id
from ..base.references import Reference
from ..base.results import Result, result
from ..base.text import RawText
from ..context import Context
from ..guardrails.rights import right
from ..handlers import Loaded, handles
from ..ports.store import Reader
from ..service_requests.lifecycle import SUBMIT
from ..service_requests.model import ServiceRequest, Source, Urgency
from ..service_requests.waiting import backlog
from .changes import RequestImported
from .rules import NO_SUCH_LOCATION, contact_point, first_message, is_location, new_request

IMPORT = right("requests.import", "Import requests from another system.", admins=True)


@result
class Imported(Result):
    """A request out of another system; ``created`` is False when an earlier run had made it already."""

    request: str
    created: bool
    reference: str


@command
class ImportRequest(Command[Imported]):
    """One row of another system, brought in by automation. Importing confirms and completes nothing.

    Args:
        source: The other system's name; with ``source_id`` it identifies the row, so that importing it again changes
            nothing.
        source_id: The row's id there.
        problem: What the customer wrote.
        device: What it is about.
        surname: The customer's surname, by which a guest can track the request.
        given_name: The customer's given name.
        contact: How to reach the customer; without it the request is for staff alone.
        urgency: How urgent it is in the customer's words.
        location: The id of one of the shop's locations.
        order: An order's number.
        serial: The device's serial number.
        language: The language of the customer's notices; the shop's first by default.
        source_status: The status in the other system, kept as a fact that staff see.
        created_at: When it was opened there.
    """

    source: OpaqueId
    source_id: OpaqueId
    problem: RawText = text()
    device: RawText = text(max_length=200)
    surname: RawText | None = text(max_length=100, default=None)
    given_name: RawText | None = text(max_length=100, default=None)
    contact: Contact | None = None
    urgency: Urgency = Urgency.NO_HURRY
    location: OpaqueId | None = None
    order: RawText | None = text(max_length=64, default=None)
    serial: RawText | None = text(max_length=64, default=None)
    language: Language | None = None
    source_status: RawText | None = text(max_length=100, default=None)
    created_at: datetime | None = None


def import_id(tenant: str, source: str, source_id: str) -> str:
    """The id an imported row always gets, however often it is imported."""
    return outside_id(tenant, "service_requests", f"{source}\n{source_id}")


@attrs.frozen(kw_only=True)
class ExistingImport(Loaded):
    """The request that an earlier run made of this row."""

    request: ServiceRequest | None


def load_import(reader: Reader, command: ImportRequest, context: Context) -> ExistingImport | Refusal:
    """What an earlier run made of this row."""
    if not is_location(command.location, context):
        return NO_SUCH_LOCATION
    id = import_id(context.tenant, command.source, command.source_id)
    return ExistingImport(request=reader.load(ServiceRequest, id))


@handles(ImportRequest, actors=ANYONE - CUSTOMERS - STAFF | {ActorKind.ADMIN}, load=load_import, right=IMPORT)
def import_request(loaded: ExistingImport, command: ImportRequest, context: Context) -> Verdict[Imported]:
    """A row becomes a received request, once. Its age is that of the row; its old status stays a fact."""
    if (known := loaded.request) is not None:
        reference = Reference.stored(known.reference).grouped
        return Verdict(result=Imported(request=known.id, created=False, reference=reference))
    request = new_request(
        command,
        context,
        SUBMIT,
        id=import_id(context.tenant, command.source, command.source_id),
        source=Source.IMPORT,
        source_id=command.source_id,
        source_status=context.texts.get("source_status"),
        **backlog(min(command.created_at or context.now, context.now)),
    )
    if isinstance(request, Refusal):
        return refused(request)
    points = () if command.contact is None else (Save(after=contact_point(request, command.contact, context)),)
    change = RequestImported(source=command.source, source_id=command.source_id)
    reference = Reference.stored(request.reference).grouped
    return Verdict(
        result=Imported(request=request.id, created=True, reference=reference),
        touched=(Touch(after=request, changes=(change,)),),
        saves=(*points, first_message(request, context, "customer")),
    )
