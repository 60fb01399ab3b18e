"""Submitting. Four things are asked for; everything else can come later, and customers need not diagnose anything."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import attrs

from ..base.actors import ANYONE, CUSTOMERS, STAFF, ActorKind, Customer, Guest
from ..base.changes import Change, Job, Refusal, Save, Touch, Verdict, refused
from ..base.commands import Command, Language, OpaqueId, command, money, text
from ..base.contacts import Contact
from ..base.digests import outside_id
from ..base.messages import define
from ..base.money import Money
from ..base.notices import CODE, KEEP_REFERENCE, NOT_YOU, to_contact, to_staff
from ..base.references import Reference
from ..base.results import Result, result
from ..base.text import CustomerText, RawText
from ..contacts.changes import ContactConfirmed, RequestConfirmed
from ..contacts.codes import entry_code_id, next_code
from ..contacts.limits import REQUESTS_BY_CLIENT, Counter, count, mails_to
from ..contacts.model import ContactPoint, Proof
from ..context import Context
from ..conversations.model import Side, ThreadMessage
from ..conversations.rules import cue_values
from ..guardrails.rights import right
from ..handlers import Loaded, handles
from ..jobs import notice_job
from ..ports.store import Reader
from ..reach import is_taken
from ..service_requests.lifecycle import SUBMIT, SUBMIT_CONFIRMED, Move, enter
from ..service_requests.model import ServiceRequest, Source, Urgency
from ..service_requests.rules import LEFT_TO_OTHERS
from ..service_requests.waiting import backlog, first_said
from .changes import RequestImported, RequestSubmitted

PRIORITY = {Urgency.CANNOT_WAIT: 0, Urgency.SOON: 1, Urgency.NO_HURRY: 2}
NO_SUCH_LOCATION = Refusal(
    define("refusal.no_such_location", "Please choose one of the locations listed."), field="location"
)
ADDRESS_NOT_TAKEN = Refusal(
    define(
        "refusal.address_not_taken",
        "We cannot send mail to this address. Please give another one, or a phone number.",
    ),
    field="contact",
)
TAKE = right("requests.take", "Take requests at the counter or on the phone.")
IMPORT = right("requests.import", "Import requests from another system.", admins=True)
RECEIVED = to_contact(
    "received",
    "Request {reference}: your code",
    "We have received a request that gives this address as the contact.",
    CODE,
    KEEP_REFERENCE,
    NOT_YOU,
)
CALL_NEEDED = to_staff(
    "confirm_in_person",
    "Request {reference}: please call the customer",
    "A new request has come in with only a phone number. Please call the customer and confirm it.",
)


@result
class Submitted(Result):
    """A new request.

    Attributes:
        request: Its id.
        reference: As people read it.
        generation: Of the private link, for `Helpdesk.link`.
        contact: The contact point's id.
        code: The id of the code that goes out to it, None where none does.
        code_from: When it can be sent a code, where it was sent too many messages within the hour.
    """

    request: str
    reference: str
    generation: int
    contact: str
    code: str | None = None
    code_from: datetime | None = None


@result
class Imported(Result):
    """A request out of another system; ``created`` is False when an earlier run had made it already."""

    request: str
    created: bool
    reference: str


@command
class SubmitRequest(Command[Submitted]):
    """A customer asks for help.

    Args:
        problem: What is wrong, in the customer's words.
        device: What it is about.
        surname: By which a guest can track the request, with its reference.
        contact: Where the code and the link go.
        given_name: The customer's given name.
        urgency: How urgent the customer says it is.
        location: The id of one of the shop's locations.
        order: An order's number as the customer knows it.
        spending_limit: Up to this the shop may go ahead without asking again.
        language: The language of the customer's notices; the shop's first by default.
    """

    problem: RawText = text()
    device: RawText = text(max_length=200)
    surname: RawText = text(max_length=100)
    contact: Contact
    given_name: RawText | None = text(max_length=100, default=None)
    urgency: Urgency = Urgency.SOON
    location: OpaqueId | None = None
    order: RawText | None = text(max_length=64, default=None)
    spending_limit: Money | None = money(1, default=None)
    language: Language | None = None


@command
class TakeRequest(Command[Submitted]):
    """Staff take a request at the counter or on the phone, and confirm it for the customer.

    Args:
        problem: What is wrong, in the customer's words.
        device: What it is about.
        surname: By which a guest can track the request, with its reference.
        contact: Where the link goes.
        source: How it came in: the counter or the phone.
        given_name: The customer's given name.
        urgency: How urgent the customer says it is.
        location: The id of one of the shop's locations.
        order: An order's number.
        spending_limit: Up to this the shop may go ahead without asking again.
        language: The language of the customer's notices; the shop's first by default.
    """

    problem: RawText = text()
    device: RawText = text(max_length=200)
    surname: RawText = text(max_length=100)
    contact: Contact
    source: Source = Source.COUNTER
    given_name: RawText | None = text(max_length=100, default=None)
    urgency: Urgency = Urgency.SOON
    location: OpaqueId | None = None
    order: RawText | None = text(max_length=64, default=None)
    spending_limit: Money | None = money(1, default=None)
    language: Language | None = None


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
    language: Language | None = None
    source_status: RawText | None = text(max_length=100, default=None)
    created_at: datetime | None = None


@attrs.frozen(kw_only=True)
class NewRequest(Loaded):
    """What a new request is made from besides its command."""

    own_contact: bool
    """Whether the host knows the contact as the signed-in customer's own."""
    requests: Counter
    """Requests from this network."""
    mails: Counter
    """Messages to this address."""


def load_new(reader: Reader, command: SubmitRequest | TakeRequest, context: Context) -> NewRequest | Refusal:
    """The location is checked against the settings, a customer's contact against the host's account."""
    if not _is_location(command.location, context):
        return NO_SUCH_LOCATION
    if not is_taken(command.contact, context.notifiers):
        return ADDRESS_NOT_TAKEN
    actor, client = context.actor, getattr(context.actor, "client", None)
    account = context.directory.account(actor.id) if isinstance(actor, Customer) else None
    return NewRequest(
        own_contact=account is not None and command.contact in account.contacts,
        requests=count(reader, context, {REQUESTS_BY_CLIENT: client if isinstance(actor, Guest) else None}),
        mails=count(reader, context, mails_to(command.contact, proved=False)),
    )


def _is_location(id: str | None, context: Context) -> bool:
    place = context.settings.location(id)
    return id is None or (place is not None and not place.retired)


def _request(command: Any, context: Context, move: Move, **values: Any) -> ServiceRequest | Refusal:
    fields = enter(move, None, context.actor.kind, context.now, context.settings)
    if fields is None:
        return LEFT_TO_OTHERS
    texts = context.texts
    common: dict[str, Any] = {
        "reference": context.new_reference(),
        "priority": PRIORITY[command.urgency],
        "urgency": command.urgency,
        "device": texts["device"],
        "location": command.location,
        "order_number": texts.get("order"),
        "spending_limit": getattr(command, "spending_limit", None),
        "surname": texts.get("surname"),
        "given_name": texts.get("given_name"),
        "language": context.settings.language(command.language),
        **first_said(texts["problem"], context.now, command.urgency, context.settings),
        **fields,
        **cue_values(texts.cue("problem"), context),
    }
    return context.make(ServiceRequest, **(common | values))


def _first_message(request: ServiceRequest, context: Context, author: str) -> Save:
    message = context.make(
        ThreadMessage,
        request=request.id,
        side=Side.CUSTOMER,
        author=author,
        at=request.created_at,
        text=CustomerText(context.texts["problem"]),
    )
    return Save(after=message)


def _contact(request: ServiceRequest, contact: Contact, context: Context, **values: Any) -> ContactPoint:
    return context.make(ContactPoint, request=request.id, contact_kind=contact.kind, contact=contact.value, **values)


def _submitted(request: ServiceRequest, point: ContactPoint, **code: Any) -> Submitted:
    return Submitted(
        request=request.id,
        reference=Reference.stored(request.reference).grouped,
        generation=request.generation,
        contact=point.id,
        **code,
    )


@handles(SubmitRequest, actors=CUSTOMERS | {ActorKind.AUTOMATION}, load=load_new)
def submit(loaded: NewRequest, command: SubmitRequest, context: Context) -> Verdict[Submitted]:
    """The request is received, and its first code goes out with the link to it. Who is signed in has confirmed the
    request by that; a contact that the host does not know as theirs is still confirmed by its code."""
    actor = context.actor
    if full := loaded.requests.refusal:
        return refused(full)
    signed_in = isinstance(actor, Customer)
    request = _request(
        command,
        context,
        SUBMIT_CONFIRMED if signed_in else SUBMIT,
        source=Source.WEB,
        customer=actor.id if signed_in else None,
    )
    if isinstance(request, Refusal):
        return refused(request)
    changes: list[Change] = [RequestSubmitted(reference=request.reference, source=Source.WEB)]
    point = _contact(request, command.contact, context)
    first = _FirstCode()
    if loaded.own_contact:
        point = point.changed(confirmed_at=context.now, proof=Proof.SIGN_IN)
        changes.append(ContactConfirmed(contact=point.id, proof=Proof.SIGN_IN))
    else:
        first = _first_code(loaded, request, point, context)
    if signed_in:
        changes.append(RequestConfirmed(proof=Proof.SIGN_IN))
    return Verdict(
        result=_submitted(request, point, code=first.code, code_from=first.code_from),
        touched=(Touch(after=request, changes=tuple(changes)),),
        saves=(
            Save(after=point),
            _first_message(request, context, actor.id),
            *first.saves,
            *loaded.requests.one_more(context),
        ),
        jobs=first.jobs,
    )


@attrs.frozen(kw_only=True)
class _FirstCode:
    """What is saved and done so that a contact can be confirmed."""

    saves: tuple[Save, ...] = ()
    jobs: tuple[Job, ...] = ()
    code: str | None = None
    code_from: datetime | None = None


def _first_code(loaded: NewRequest, request: ServiceRequest, point: ContactPoint, context: Context) -> _FirstCode:
    """A code with the link, where the address takes one and had not too many; else the shop calls."""
    if point.contact_kind.value not in context.settings.code_channels:
        called = () if isinstance(context.actor, Customer) else (notice_job(CALL_NEEDED, request),)
        return _FirstCode(jobs=called)
    if free_at := loaded.mails.free_at:
        return _FirstCode(code_from=free_at)
    code = next_code(entry_code_id(request.id, point.value, context), None, request.id, context)
    sent = notice_job(RECEIVED, request, contact=point.id, code=code.after.id)
    return _FirstCode(saves=(code, *loaded.mails.one_more(context)), jobs=(sent,), code=code.after.id)


@handles(TakeRequest, actors=STAFF, load=load_new, right=TAKE)
def take(loaded: NewRequest, command: TakeRequest, context: Context) -> Verdict[Submitted]:
    """Taken in person is confirmed in person: by the staff's own command."""
    request = _request(command, context, SUBMIT_CONFIRMED, source=command.source)
    if isinstance(request, Refusal):
        return refused(request)
    point = _contact(request, command.contact, context, confirmed_at=context.now, proof=Proof.IN_PERSON)
    changes = (
        RequestSubmitted(reference=request.reference, source=command.source),
        ContactConfirmed(contact=point.id, proof=Proof.IN_PERSON),
        RequestConfirmed(proof=Proof.IN_PERSON),
    )
    return Verdict(
        result=_submitted(request, point),
        touched=(Touch(after=request, changes=changes),),
        saves=(Save(after=point), _first_message(request, context, "customer")),
    )


def import_id(tenant: str, source: str, source_id: str) -> str:
    """The id an imported row always gets, however often it is imported."""
    return outside_id(tenant, "service_requests", f"{source}\n{source_id}")


@attrs.frozen(kw_only=True)
class ExistingImport(Loaded):
    """The request that an earlier run made of this row."""

    request: ServiceRequest | None


def load_import(reader: Reader, command: ImportRequest, context: Context) -> ExistingImport | Refusal:
    """What an earlier run made of this row."""
    if not _is_location(command.location, context):
        return NO_SUCH_LOCATION
    id = import_id(context.tenant, command.source, command.source_id)
    return ExistingImport(request=reader.load(ServiceRequest, id))


@handles(ImportRequest, actors=ANYONE - CUSTOMERS - STAFF | {ActorKind.ADMIN}, load=load_import, right=IMPORT)
def import_request(loaded: ExistingImport, command: ImportRequest, context: Context) -> Verdict[Imported]:
    """A row becomes a received request, once. Its age is that of the row; its old status stays a fact."""
    if (known := loaded.request) is not None:
        reference = Reference.stored(known.reference).grouped
        return Verdict(result=Imported(request=known.id, created=False, reference=reference))
    request = _request(
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
    points = () if command.contact is None else (Save(after=_contact(request, command.contact, context)),)
    change = RequestImported(source=command.source, source_id=command.source_id)
    reference = Reference.stored(request.reference).grouped
    return Verdict(
        result=Imported(request=request.id, created=True, reference=reference),
        touched=(Touch(after=request, changes=(change,)),),
        saves=(*points, _first_message(request, context, "customer")),
    )
