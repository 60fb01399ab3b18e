"""Submitting. Four things are asked for, all else can come later, and nobody has to diagnose anything."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

import attrs

from ..base.actors import ANYONE, CUSTOMERS, STAFF, ActorKind, Customer
from ..base.changes import Change, Refusal, Save, Verdict
from ..base.commands import Command, Language, OpaqueId, command, text
from ..base.contacts import Contact
from ..base.digests import outside_id
from ..base.handlers import Handler
from ..base.messages import define
from ..base.references import Reference
from ..base.surnames import search_key
from ..base.text import CustomerText, RawText, SafeText
from ..contacts.model import ContactPoint, Proof
from ..contacts.rules import ContactConfirmed, RequestConfirmed, with_code
from ..context import Context
from ..conversations.model import Side, ThreadMessage
from ..conversations.rules import cue_values
from ..guardrails.redaction import Texts
from ..ports.store import Reader
from ..service_requests.lifecycle import Phase
from ..service_requests.model import ServiceRequest, Source, Urgency

PRIORITY = {Urgency.CANNOT_WAIT: 0, Urgency.SOON: 1, Urgency.NO_HURRY: 2}
NO_SUCH_LOCATION = Refusal(define("refusal.no_such_location", "Please choose one of the locations offered."))


@command
class SubmitRequest(Command):
    """A customer asks for help."""

    problem: RawText = text()
    device: RawText = text(max_length=200)
    surname: RawText = text(max_length=100)
    contact: Contact
    given_name: RawText | None = text(max_length=100, optional=True)
    urgency: Urgency = Urgency.SOON
    location: OpaqueId | None = None
    order: RawText | None = text(max_length=64, optional=True)
    language: Language | None = None


@command
class TakeRequest(Command):
    """Staff take a request from somebody at the counter or on the phone, and confirm it for them."""

    problem: RawText = text()
    device: RawText = text(max_length=200)
    surname: RawText = text(max_length=100)
    contact: Contact
    source: Source = Source.COUNTER
    given_name: RawText | None = text(max_length=100, optional=True)
    urgency: Urgency = Urgency.SOON
    location: OpaqueId | None = None
    order: RawText | None = text(max_length=64, optional=True)
    language: Language | None = None


@command
class ImportRequest(Command):
    """One row of another system. ``source_status`` is kept as a fact; nothing here becomes confirmed or complete by
    it."""

    source: OpaqueId
    source_id: OpaqueId
    problem: RawText = text()
    device: RawText = text(max_length=200)
    surname: RawText | None = text(max_length=100, optional=True)
    given_name: RawText | None = text(max_length=100, optional=True)
    contact: Contact | None = None
    urgency: Urgency = Urgency.NO_HURRY
    location: OpaqueId | None = None
    order: RawText | None = text(max_length=64, optional=True)
    language: Language | None = None
    source_status: RawText | None = text(max_length=100, optional=True)
    created_at: datetime | None = None


@attrs.frozen(kw_only=True)
class RequestSubmitted(Change):
    """A request came in."""

    action: ClassVar[str] = "request_submitted"
    reference: str
    source: str


@attrs.frozen(kw_only=True)
class RequestImported(Change):
    """A request came out of another system, which called its state ``source_status``."""

    action: ClassVar[str] = "request_imported"
    personal: ClassVar[bool] = True
    source: str
    source_id: str
    source_status: str | None


@attrs.frozen(kw_only=True)
class NewRequest:
    """What a new request is made from besides its command."""

    own_contact: bool
    """Whether the host knows the contact as the signed-in customer's own."""


def load_new(reader: Reader, command: SubmitRequest | TakeRequest, context: Context) -> NewRequest | Refusal:
    """The location is checked against the settings, a customer's contact against the host's account."""
    if not _is_location(command.location, context):
        return NO_SUCH_LOCATION
    actor = context.actor
    account = context.directory.account(actor.id) if isinstance(actor, Customer) else None
    return NewRequest(own_contact=account is not None and command.contact in account.contacts)


def _is_location(id: str | None, context: Context) -> bool:
    return id is None or context.settings.location(id) is not None


def _request(command: Any, context: Context, texts: Texts, id: str, **values: Any) -> ServiceRequest:
    surname: SafeText | None = texts.get("surname")
    common: dict[str, Any] = {
        "id": id,
        "tenant": context.tenant,
        "reference": context.new_reference(),
        "priority": PRIORITY[command.urgency],
        "urgency": command.urgency,
        "device": texts["device"],
        "location": command.location,
        "order_number": texts.get("order"),
        "surname": surname,
        "given_name": texts.get("given_name"),
        "surname_key": search_key(str(surname)) if surname else None,
        "language": context.settings.language(command.language),
        "phase": Phase.RECEIVED,
        "status": Phase.RECEIVED.value,
        "created_at": context.now,
        "updated_at": context.now,
        **cue_values(texts.cue("problem"), context),
    }
    return ServiceRequest(**(common | values))


def _first_message(request: ServiceRequest, texts: Texts, context: Context, author: str) -> ThreadMessage:
    return ThreadMessage(
        id=context.new_id(),
        tenant=context.tenant,
        request=request.id,
        side=Side.CUSTOMER,
        author=author,
        at=request.created_at,
        text=CustomerText(texts["problem"]),
    )


def _contact(request: ServiceRequest, contact: Contact, context: Context, **values: Any) -> ContactPoint:
    return ContactPoint(
        id=context.new_id(),
        tenant=context.tenant,
        request=request.id,
        contact_kind=contact.kind,
        contact=contact.value,
        **values,
    )


def _result(request: ServiceRequest, texts: Texts) -> Mapping[str, Any]:
    return {
        "request": request.id,
        "reference": Reference.stored(request.reference).grouped,
        "generation": request.generation,
        "removed": list(texts.removed),
    }


def submit(loaded: NewRequest, command: SubmitRequest, context: Context, texts: Texts) -> Verdict:
    """The request is received, and its first code goes out with the link to it. Who is signed in has confirmed the
    request by that; a contact that the host does not know as theirs is confirmed by its code all the same."""
    actor, sent = context.actor, False
    values: dict[str, Any] = {}
    if isinstance(actor, Customer):
        values = {"customer": actor.id, "phase": Phase.CONFIRMED, "status": Phase.CONFIRMED.value}
    request = _request(command, context, texts, context.new_id(), source=Source.WEB, **values)
    changes: tuple[Change, ...] = (RequestSubmitted(reference=request.reference, source=Source.WEB),)
    point = _contact(request, command.contact, context)
    if loaded.own_contact:
        point = point.changed(confirmed_at=context.now, proof=Proof.SIGN_IN)
        changes += (ContactConfirmed(contact=point.id, proof=Proof.SIGN_IN),)
    elif command.contact.kind.value in context.settings.code_channels:
        point, sent = with_code(point, context), True
    if isinstance(actor, Customer):
        changes += (RequestConfirmed(proof=Proof.SIGN_IN),)
    return Verdict(
        changes=changes,
        request=Save(after=request),
        saves=(Save(after=point), Save(after=_first_message(request, texts, context, actor.id))),
        result={**_result(request, texts), "contact": point.id, "code_sent": sent},
    )


def take(loaded: NewRequest, command: TakeRequest, context: Context, texts: Texts) -> Verdict:
    """Taken in person is confirmed in person: by the staff's own command."""
    request = _request(
        command,
        context,
        texts,
        context.new_id(),
        source=command.source,
        phase=Phase.CONFIRMED,
        status=Phase.CONFIRMED.value,
    )
    point = _contact(request, command.contact, context, confirmed_at=context.now, proof=Proof.IN_PERSON)
    changes: tuple[Change, ...] = (
        RequestSubmitted(reference=request.reference, source=command.source),
        ContactConfirmed(contact=point.id, proof=Proof.IN_PERSON),
        RequestConfirmed(proof=Proof.IN_PERSON),
    )
    return Verdict(
        changes=changes,
        request=Save(after=request),
        saves=(Save(after=point), Save(after=_first_message(request, texts, context, "customer"))),
        result=_result(request, texts),
    )


def import_id(tenant: str, source: str, source_id: str) -> str:
    """The id an imported row always gets, however often it is imported."""
    return outside_id(tenant, "service_requests", f"{source}\n{source_id}")


@attrs.frozen(kw_only=True)
class ExistingImport:
    """The request that an earlier run made of this row."""

    request: ServiceRequest | None


def load_import(reader: Reader, command: ImportRequest, context: Context) -> ExistingImport | Refusal:
    """What an earlier run made of this row."""
    if not _is_location(command.location, context):
        return NO_SUCH_LOCATION
    return ExistingImport(
        request=reader.load(ServiceRequest, import_id(context.tenant, command.source, command.source_id))
    )


def import_request(loaded: ExistingImport, command: ImportRequest, context: Context, texts: Texts) -> Verdict:
    """A row becomes a received request, once. Its age is that of the row; its old status stays a fact."""
    if loaded.request is not None:
        return Verdict(result={"request": loaded.request.id, "created": False})
    status = texts.get("source_status")
    request = _request(
        command,
        context,
        texts,
        import_id(context.tenant, command.source, command.source_id),
        source=Source.IMPORT,
        source_id=command.source_id,
        source_status=str(status) if status else None,
        created_at=min(command.created_at or context.now, context.now),
    )
    points = () if command.contact is None else (Save(after=_contact(request, command.contact, context)),)
    change = RequestImported(source=command.source, source_id=command.source_id, source_status=request.source_status)
    return Verdict(
        changes=(change,),
        request=Save(after=request),
        saves=(*points, Save(after=_first_message(request, texts, context, "customer"))),
        result={"request": request.id, "created": True, "reference": Reference.stored(request.reference).grouped},
    )


HANDLERS = (
    Handler(command=SubmitRequest, actors=CUSTOMERS | {ActorKind.AUTOMATION}, load=load_new, decide=submit),
    Handler(command=TakeRequest, actors=STAFF, load=load_new, decide=take),
    Handler(
        command=ImportRequest,
        actors=ANYONE - CUSTOMERS - STAFF | {ActorKind.ADMIN},
        load=load_import,
        decide=import_request,
    ),
)
