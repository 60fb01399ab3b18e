"""Submitting. Four things are asked for; everything else can come later, and customers need not diagnose anything."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import attrs

from ..base.actors import CUSTOMERS, STAFF, ActorKind, Customer, Guest
from ..base.changes import Change, Refusal, RefusalKind, Save, Touch, Verdict, refused
from ..base.commands import Command, Language, OpaqueId, command, items, money, text
from ..base.contacts import Contact
from ..base.messages import define
from ..base.money import Money
from ..base.references import Reference
from ..base.results import Result, result
from ..base.text import CustomerText, RawText
from ..contacts.blocks import BLOCKED, is_blocked
from ..contacts.changes import ContactConfirmed, RequestConfirmed
from ..contacts.limits import REQUESTS_BY_CLIENT, Counter, count_each, mails_to
from ..contacts.model import ContactPoint, Proof
from ..context import Context
from ..conversations.model import Side, ThreadMessage
from ..conversations.rules import cue_values
from ..devices.model import Device
from ..devices.rules import NO_DEVICE, own_device
from ..devices.several import MOST_MORE, TypedDevice, first_devices
from ..guardrails.rights import right
from ..handlers import Loaded, handles
from ..ports.store import Reader
from ..questions.rules import TypedAnswer, first_answers
from ..reach import is_taken
from ..routing.arrival import on_arrival, seems_about
from ..service_requests.lifecycle import SUBMIT, SUBMIT_CONFIRMED, Move, enter
from ..service_requests.model import ServiceRequest, Source, Urgency, serial_values
from ..service_requests.rules import LEFT_TO_OTHERS
from ..service_requests.waiting import PRIORITY, first_said
from ..settings.questions import MAX_ANSWERS
from ..urgencies.rules import raised_by
from .changes import RequestSubmitted
from .codes import FirstCode, first_code

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
ACCOUNT_NEEDED = Refusal(
    define(
        "refusal.account_needed",
        "Please sign in to send your request: this shop asks for an account. You can also call us or come in.",
    ),
    kind=RefusalKind.FORBIDDEN,
)
DEVICE_NEEDED = Refusal(
    define("refusal.device_needed", "Please choose one of your devices, or add the one this is about."),
    kind=RefusalKind.INVALID,
    field="own_device",
)
TAKE = right("requests.take", "Take requests at the counter or on the phone.")


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
        serial: The device's serial number; with it and the reference the request can be tracked too.
        spending_limit: Up to this the shop may go ahead without asking again.
        language: The language of the customer's notices; the shop's first by default.
        answers: What is answered to the shop's own questions; a customer has to answer those that are required.
        own_device: The id of one of the devices that the signed-in customer registered.
        devices: Devices besides that one, about which the request is too.
    """

    problem: RawText = text()
    device: RawText = text(max_length=200)
    surname: RawText = text(max_length=100)
    contact: Contact
    given_name: RawText | None = text(max_length=100, default=None)
    urgency: Urgency = Urgency.SOON
    location: OpaqueId | None = None
    order: RawText | None = text(max_length=64, default=None)
    serial: RawText | None = text(max_length=64, default=None)
    spending_limit: Money | None = money(1, default=None)
    language: Language | None = None
    answers: tuple[TypedAnswer, ...] = items(MAX_ANSWERS, default=())
    own_device: OpaqueId | None = None
    devices: tuple[TypedDevice, ...] = items(MOST_MORE, default=())


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
        serial: The device's serial number.
        spending_limit: Up to this the shop may go ahead without asking again.
        language: The language of the customer's notices; the shop's first by default.
        other_contact: Another way to reach the customer: an e-mail address beside a phone number gets the copy.
        answers: What is answered to the shop's own questions.
        devices: Devices besides that one, about which the request is too.
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
    serial: RawText | None = text(max_length=64, default=None)
    spending_limit: Money | None = money(1, default=None)
    language: Language | None = None
    other_contact: Contact | None = None
    answers: tuple[TypedAnswer, ...] = items(MAX_ANSWERS, default=())
    devices: tuple[TypedDevice, ...] = items(MOST_MORE, default=())


@attrs.frozen(kw_only=True)
class NewRequest(Loaded):
    """What a new request is made from besides its command."""

    own_contact: bool
    """Whether the host knows the contact as the signed-in customer's own."""
    resells: bool
    """Whether that customer is a reseller."""
    requests: Counter
    """Requests from this network."""
    mails: Counter
    """Messages to this address."""
    device: Device | None
    """The customer's own, which they chose."""
    more: tuple[Device | None, ...]
    """The same of each device besides."""


def load_new(reader: Reader, command: SubmitRequest | TakeRequest, context: Context) -> NewRequest | Refusal:
    """The location is checked against the settings, a customer's contact against the host's account."""
    if not is_location(command.location, context):
        return NO_SUCH_LOCATION
    for name in ("contact", "other_contact"):
        given = getattr(command, name, None)
        if given is not None and not is_taken(given, context.notifiers):
            return attrs.evolve(ADDRESS_NOT_TAKEN, field=name)
    if isinstance(command, SubmitRequest) and is_blocked(reader, command.contact, context):
        return BLOCKED
    own = getattr(command, "own_device", None)
    device = own_device(reader, own, context)
    if own is not None and device is None:
        return NO_DEVICE
    more = tuple(own_device(reader, one.own_device, context) for one in command.devices)
    for place, one in enumerate(command.devices):
        if one.own_device is not None and more[place] is None:
            return attrs.evolve(NO_DEVICE, field=f"devices.{place}.own_device")
    actor, client = context.actor, getattr(context.actor, "client", None)
    account = context.directory.account(actor.id) if isinstance(actor, Customer) else None
    by_client = {REQUESTS_BY_CLIENT: client if isinstance(actor, Guest) else None}
    requests, mails = count_each(reader, context, by_client, mails_to(command.contact, proved=False))
    return NewRequest(
        own_contact=account is not None and command.contact in account.contacts,
        resells=account is not None and account.resells,
        requests=requests,
        mails=mails,
        device=device,
        more=more,
    )


def is_location(id: str | None, context: Context) -> bool:
    """Whether it is one of the shop's locations that take requests, or none in particular. Customers choose among the
    public ones."""
    place = context.settings.location(id)
    if place is None or place.retired:
        return id is None
    return place.public or context.actor.kind not in CUSTOMERS


def new_request(command: Any, context: Context, move: Move, **values: Any) -> ServiceRequest | Refusal:
    """A request of what a command says, after its first move; a refusal where the settings leave that to others."""
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
        **serial_values(texts.get("serial")),
        "spending_limit": getattr(command, "spending_limit", None),
        "surname": texts.get("surname"),
        "given_name": texts.get("given_name"),
        "language": context.settings.language(command.language),
        **first_said(texts["problem"], context.now, command.urgency, context.settings, command.location),
        **seems_about(texts["problem"], texts["device"], context.settings.language(command.language), context),
        **fields,
        **cue_values(texts.cue("problem"), context),
    }
    return context.make(ServiceRequest, **(common | values))


def first_message(request: ServiceRequest, context: Context, author: str) -> Save:
    """The problem, as the first message of the conversation."""
    message = context.make(
        ThreadMessage,
        request=request.id,
        side=Side.CUSTOMER,
        author=author,
        at=request.created_at,
        text=CustomerText(context.texts["problem"]),
    )
    return Save(after=message)


def contact_point(request: ServiceRequest, contact: Contact, context: Context, **values: Any) -> ContactPoint:
    """A contact of a new request."""
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
    request by that, a reseller as one. A contact that the host does not know as theirs is still confirmed by a code."""
    actor = context.actor
    if full := loaded.requests.refusal:
        return refused(full)
    if lacking := _lacking(loaded, context):
        return refused(lacking)
    signed_in = isinstance(actor, Customer)
    language = context.settings.language(command.language)
    raised = raised_by(context.texts["problem"], language, command.location, context)
    request = new_request(
        command,
        context,
        SUBMIT_CONFIRMED if signed_in else SUBMIT,
        source=Source.WEB,
        customer=actor.id if signed_in else None,
        **_of_device(loaded.device, context),
        **({} if raised is None else raised.values),
    )
    if isinstance(request, Refusal):
        return refused(request)
    devices = first_devices(command.devices, loaded.more, request, context)
    answers = first_answers(command.answers, request, devices, context)
    if isinstance(answers, Refusal):
        return refused(answers)
    changes: list[Change] = [RequestSubmitted(reference=request.reference, source=Source.WEB)]
    front: tuple[Save, ...] = ()
    if raised is not None:
        save, found = raised.of(request, context)
        changes, front = [*changes, found], (save,)
    point = contact_point(request, command.contact, context)
    first = FirstCode()
    if loaded.own_contact:
        point = point.changed(confirmed_at=context.now, proof=Proof.SIGN_IN)
        changes.append(ContactConfirmed(contact=point.id, proof=Proof.SIGN_IN))
    else:
        first = first_code(loaded.mails, request, point, context)
    if signed_in:
        changes.append(RequestConfirmed(proof=Proof.RESELLER if loaded.resells else Proof.SIGN_IN))
    return Verdict(
        result=_submitted(request, point, code=first.code, code_from=first.code_from),
        touched=(Touch(after=request, changes=tuple(changes)),),
        saves=(
            Save(after=point),
            first_message(request, context, actor.id),
            *front,
            *answers,
            *devices,
            *first.saves,
            *loaded.requests.one_more(context),
        ),
        jobs=(*first.jobs, *on_arrival(request, context)),
    )


def _lacking(loaded: NewRequest, context: Context) -> Refusal | None:
    """What the shop asks for before customers may send a request. It binds them alone: staff register whoever comes or
    calls, and what comes in by a channel goes on."""
    actor, settings = context.actor, context.settings
    if isinstance(actor, Guest) and not settings.guests_can_book:
        return ACCOUNT_NEEDED
    if isinstance(actor, Customer) and settings.require_device_registration and loaded.device is None:
        return DEVICE_NEEDED
    return None


def _of_device(device: Device | None, context: Context) -> dict[str, Any]:
    """What the chosen device adds: its number, where no other was typed."""
    if device is None:
        return {}
    return {"own_device": device.id, **serial_values(context.texts.get("serial") or device.serial)}


@handles(TakeRequest, actors=STAFF, load=load_new, right=TAKE)
def take(loaded: NewRequest, command: TakeRequest, context: Context) -> Verdict[Submitted]:
    """Taken in person is confirmed in person: by the staff's own command."""
    request = new_request(command, context, SUBMIT_CONFIRMED, source=command.source)
    if isinstance(request, Refusal):
        return refused(request)
    devices = first_devices(command.devices, loaded.more, request, context)
    answers = first_answers(command.answers, request, devices, context)
    if isinstance(answers, Refusal):
        return refused(answers)
    given = dict.fromkeys(one for one in (command.contact, command.other_contact) if one is not None)
    points = [contact_point(request, one, context, confirmed_at=context.now, proof=Proof.IN_PERSON) for one in given]
    changes = (
        RequestSubmitted(reference=request.reference, source=command.source),
        *(ContactConfirmed(contact=point.id, proof=Proof.IN_PERSON) for point in points),
        RequestConfirmed(proof=Proof.IN_PERSON),
    )
    return Verdict(
        result=_submitted(request, points[0]),
        touched=(Touch(after=request, changes=changes),),
        saves=(
            *(Save(after=point) for point in points),
            first_message(request, context, "customer"),
            *answers,
            *devices,
        ),
        jobs=on_arrival(request, context),
    )
