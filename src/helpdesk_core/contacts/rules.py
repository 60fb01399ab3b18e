"""Proving that a contact is one's own: by a code sent to it, or in person at the counter."""

from __future__ import annotations

from typing import Any, ClassVar

import attrs

from ..base.actors import CUSTOMERS, STAFF, Customer
from ..base.changes import Change, Refusal, Save, Verdict
from ..base.commands import Code, Command, OpaqueId, command
from ..base.contacts import Contact
from ..base.grants import Scope
from ..base.handlers import Handler
from ..base.messages import define
from ..base.references import Reference
from ..context import Context
from ..guardrails.redaction import Texts
from ..ports.store import Reader
from ..service_requests.access import NO_SUCH_REQUEST, load_request
from ..service_requests.lifecycle import Phase
from ..service_requests.model import BY_REFERENCE, ServiceRequest
from ..service_requests.rules import WRONG_PHASE, into, moved, touched
from .limits import BY_CLIENT, BY_REQUEST, CODES_SENT, TOO_MANY, Counter, count
from .model import CODE_PAUSE, CONTACTS, ContactPoint, Proof

WRONG_CODE = Refusal(
    define(
        "refusal.wrong_code",
        "This code does not fit. It may be mistyped, used already or older than "
        "10 minutes. Please check it, or ask for a new code.",
    )
)


@command
class RequestCode(Command):
    """Ask for a code to the contact that was used on the request. The answer is the same whether it was or not."""

    link: OpaqueId
    contact: Contact


@command
class SendLink(Command):
    """Ask for the private link again, by reference and contact. The answer is the same whether they fit or not."""

    reference: Reference
    contact: Contact


@command
class EnterCode(Command):
    """Enter the code that was sent to ``contact``."""

    link: OpaqueId
    contact: Contact
    code: Code


@command
class ConfirmInPerson(Command):
    """Staff confirm a request for somebody they have in front of them or on the phone."""

    request: OpaqueId


@attrs.frozen(kw_only=True)
class CodeSent(Change):
    """A code goes out to a contact point."""

    action: ClassVar[str] = "code_sent"
    contact: str


@attrs.frozen(kw_only=True)
class LinkSent(Change):
    """The private link goes out again to a contact point."""

    action: ClassVar[str] = "link_sent"
    contact: str


@attrs.frozen(kw_only=True)
class ContactConfirmed(Change):
    """A contact point proved to be the person's own."""

    action: ClassVar[str] = "contact_confirmed"
    contact: str
    proof: str


@attrs.frozen(kw_only=True)
class RequestConfirmed(Change):
    """The customer, or staff for them, confirmed the request."""

    action: ClassVar[str] = "request_confirmed"
    proof: str


@attrs.frozen(kw_only=True)
class RequestClaimed(Change):
    """A customer with an account proved that a guest's request is their own."""

    action: ClassVar[str] = "request_claimed"
    personal: ClassVar[bool] = True
    customer: str


@attrs.frozen(kw_only=True)
class LinkTarget:
    """What a link leads to: the request, and the contact point that was named if it is one of its own."""

    request: ServiceRequest
    point: ContactPoint | None
    counter: Counter


@attrs.frozen(kw_only=True)
class UnknownReference:
    """A reference that leads nowhere, counted all the same."""

    counter: Counter


def load_by_link(reader: Reader, command: RequestCode | EnterCode, context: Context) -> LinkTarget | Refusal:
    """Follow a private link: it says where, not who."""
    found = context.keyring.read_link(command.link)
    if found is None:
        return NO_SUCH_REQUEST
    request = reader.load(ServiceRequest, found[0])
    if request is None or not context.keyring.opens(found[1], request.id, request.generation):
        return NO_SUCH_REQUEST
    points = reader.find(CONTACTS, {"request": request.id})
    point = next((point for point in points if point.value == command.contact), None)
    client = getattr(context.actor, "client", None)
    if isinstance(command, EnterCode):
        counter = count(reader, context, {BY_CLIENT: client, BY_REQUEST: request.id})
    else:
        counter = count(reader, context, {CODES_SENT: request.id})
    return LinkTarget(request=request, point=point, counter=counter)


def request_code(door: LinkTarget, command: RequestCode, context: Context, texts: Texts) -> Verdict:
    """A new code makes the earlier one void. Within a minute of the last one nothing new is sent."""
    if door.counter.is_full:
        return Verdict(refusal=TOO_MANY)
    point, counted = door.point, door.counter.one_more(context)
    if point is None or point.contact_kind.value not in context.settings.code_channels:
        return Verdict(saves=counted)
    if (
        point.code_sent_at is not None
        and context.now - point.code_sent_at < CODE_PAUSE
        and point.takes_code(context.now)
    ):
        return Verdict()
    return Verdict(
        changes=(CodeSent(contact=point.id),),
        request=touched(door.request, context),
        saves=(Save(before=point, after=with_code(point, context)), *counted),
    )


def load_by_reference(reader: Reader, command: SendLink, context: Context) -> LinkTarget | UnknownReference:
    """The request behind a reference, and the contact point that was named if it is one of its own."""
    counter = count(
        reader, context, {CODES_SENT: str(command.reference), BY_CLIENT: getattr(context.actor, "client", None)}
    )
    found = reader.find(BY_REFERENCE, {"reference": str(command.reference)}, limit=1)
    if not found:
        return UnknownReference(counter=counter)
    points = reader.find(CONTACTS, {"request": found[0].id})
    point = next((point for point in points if point.value == command.contact), None)
    return LinkTarget(request=found[0], point=point, counter=counter)


def send_link(door: LinkTarget | UnknownReference, command: SendLink, context: Context, texts: Texts) -> Verdict:
    """Every try counts, since it may send something."""
    if door.counter.is_full:
        return Verdict(refusal=TOO_MANY)
    counted = door.counter.one_more(context)
    if (
        isinstance(door, UnknownReference)
        or door.point is None
        or door.point.contact_kind.value not in context.settings.code_channels
    ):
        return Verdict(saves=counted)
    return Verdict(changes=(LinkSent(contact=door.point.id),), request=touched(door.request, context), saves=counted)


def with_code(point: ContactPoint, context: Context) -> ContactPoint:
    """The contact point with its next code."""
    return point.changed(code_number=point.code_number + 1, code_sent_at=context.now, code_tries=0, code_used=False)


def enter_code(door: LinkTarget, command: EnterCode, context: Context, texts: Texts) -> Verdict:
    """The right code confirms the contact point, the request if it waited for that, and opens the room.

    A signed-in customer who enters it claims a guest's request; somebody else's is never taken over.
    """
    if door.counter.is_full:
        return Verdict(refusal=TOO_MANY)
    point = door.point
    fits = context.keyring.is_code(command.code, point.id if point else "nobody", point.code_number if point else 0)
    if point is None or not fits or not point.takes_code(context.now):
        tried = () if point is None else (Save(before=point, after=point.changed(code_tries=point.code_tries + 1)),)
        return Verdict(saves=(*tried, *door.counter.one_more(context)), refusal=WRONG_CODE)
    confirmed = Save(before=point, after=point.changed(code_used=True, confirmed_at=context.now, proof=Proof.CODE))
    changes: tuple[Change, ...] = (ContactConfirmed(contact=point.id, proof=Proof.CODE),)
    values: dict[str, Any] = {}
    if door.request.phase is Phase.RECEIVED:
        changes += (RequestConfirmed(proof=Proof.CODE),)
        values = into(Phase.CONFIRMED, door.request, context)
    if isinstance(context.actor, Customer) and door.request.customer is None:
        changes += (RequestClaimed(customer=context.actor.id),)
        values["customer"] = context.actor.id
    grant = context.keyring.grant(Scope.ROOM, door.request.id, point.id, door.request.generation, context.now)
    return Verdict(
        changes=changes,
        request=touched(door.request, context, **values),
        saves=(confirmed,),
        result={"request": door.request.id, "grant": grant.token()},
    )


@attrs.frozen(kw_only=True)
class ToConfirm:
    """A request with its contact points."""

    request: ServiceRequest
    points: tuple[ContactPoint, ...]


def load_to_confirm(reader: Reader, command: ConfirmInPerson, context: Context) -> ToConfirm | Refusal:
    """The request and how its person is reached."""
    reached = load_request(reader, command, context)
    if isinstance(reached, Refusal):
        return reached
    return ToConfirm(request=reached.request, points=tuple(reader.find(CONTACTS, {"request": reached.request.id})))


def confirm_in_person(loaded: ToConfirm, command: ConfirmInPerson, context: Context, texts: Texts) -> Verdict:
    """Staff mark_safe for every contact point of the request."""
    phase = moved("confirm", loaded.request, context)
    if isinstance(phase, Refusal):
        return Verdict(refusal=WRONG_PHASE)
    open_points = [point for point in loaded.points if point.confirmed_at is None]
    return Verdict(
        changes=(
            *(ContactConfirmed(contact=point.id, proof=Proof.IN_PERSON) for point in open_points),
            RequestConfirmed(proof=Proof.IN_PERSON),
        ),
        request=touched(loaded.request, context, **into(phase, loaded.request, context)),
        saves=tuple(
            Save(before=point, after=point.changed(confirmed_at=context.now, proof=Proof.IN_PERSON))
            for point in open_points
        ),
    )


HANDLERS = (
    Handler(command=RequestCode, actors=CUSTOMERS, load=load_by_link, decide=request_code, keyed=False),
    Handler(command=EnterCode, actors=CUSTOMERS, load=load_by_link, decide=enter_code, keyed=False),
    Handler(command=SendLink, actors=CUSTOMERS, load=load_by_reference, decide=send_link, keyed=False),
    Handler(command=ConfirmInPerson, actors=STAFF, load=load_to_confirm, decide=confirm_in_person),
)
