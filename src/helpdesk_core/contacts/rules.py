"""Proving that a contact is one's own: by a code sent to it, or in person at the counter."""

from __future__ import annotations

from typing import Any, ClassVar

import attrs

from ..base.actors import CUSTOMERS, STAFF, Customer
from ..base.changes import NOBODY, Change, Refusal, Save, Verdict, refused
from ..base.commands import Code, Command, OpaqueId, command
from ..base.contacts import Contact
from ..base.grants import GrantScope
from ..base.messages import define
from ..base.notices import CODE, KEEP_REFERENCE, NOT_YOU, to_contact, to_customer, to_staff
from ..base.references import Reference
from ..base.results import GrantToken, Result, result
from ..context import Context
from ..guardrails.rights import right
from ..handlers import Loaded, handles
from ..ports.store import Reader
from ..service_requests.access import OfRequest, load_request
from ..service_requests.lifecycle import CONFIRM
from ..service_requests.model import BY_REFERENCE, ServiceRequest
from ..service_requests.rules import WRONG_PHASE, phase_fields, touch
from ..subjects import NOT_FOUND
from .limits import BY_CLIENT, BY_REQUEST, CODES_SENT, TOO_MANY, Counter, count
from .model import CODE_PAUSE, CONTACTS, ContactPoint, Proof

WRONG_CODE = Refusal(
    define(
        "refusal.wrong_code",
        "This code does not fit. It may be mistyped, used already or older than "
        "10 minutes. Please check it, or ask for a new code.",
    ),
    field="code",
)
CONFIRM_PEOPLE = right("requests.confirm", "Confirm requests of people seen or heard.")


@result
class RoomOpened(Result):
    """The request, and the grant that opens its room."""

    request: str
    grant: GrantToken


@command
class RequestCode(Command[Result]):
    """Ask for a code. The answer is the same whether the contact was used on the request or not.

    Args:
        link: The token of the private link.
        contact: Where to send the code.
    """

    link: OpaqueId
    contact: Contact


@command
class SendLink(Command[Result]):
    """Ask for the private link again. The answer is the same whether reference and contact belong together or not.

    Args:
        reference: The request's reference.
        contact: Where to send the link.
    """

    reference: Reference
    contact: Contact


@command
class EnterCode(Command[RoomOpened]):
    """Enter the code that was sent to a contact.

    Args:
        link: The token of the private link.
        contact: The contact that the code was sent to.
        code: Six digits.
    """

    link: OpaqueId
    contact: Contact
    code: Code


@command
class ConfirmInPerson(Command[Result]):
    """Staff confirm a request for a person they have before them or on the phone.

    Args:
        request: The request's id.
    """

    request: OpaqueId


@attrs.frozen(kw_only=True)
class CodeSent(Change):
    """A code goes out to a contact point."""

    action: ClassVar[str] = "code_sent"
    label: ClassVar[str] = define("action.code_sent", "Code sent")
    by_staff = NOBODY
    by_customer = (
        to_contact("code", "Request {reference}: your code", "Here is the code you asked for.", CODE, NOT_YOU),
    )
    contact: str


@attrs.frozen(kw_only=True)
class LinkSent(Change):
    """The private link goes out again to a contact point."""

    action: ClassVar[str] = "link_sent"
    label: ClassVar[str] = define("action.link_sent", "Link sent again")
    by_staff = NOBODY
    by_customer = (
        to_contact("link_again", "Request {reference}: your link", "Here is the private link you asked for.", NOT_YOU),
    )
    contact: str


@attrs.frozen(kw_only=True)
class ContactConfirmed(Change):
    """A contact point proved to be the person's own."""

    action: ClassVar[str] = "contact_confirmed"
    label: ClassVar[str] = define("action.contact_confirmed", "Contact confirmed")
    by_staff = NOBODY
    by_customer = NOBODY
    contact: str
    proof: str


_CONFIRMED = to_customer(
    "confirmed",
    "Request {reference} is confirmed",
    "Your request is confirmed. A person will look at it and write to you. You do not need to do anything now.",
    KEEP_REFERENCE,
)


@attrs.frozen(kw_only=True)
class RequestConfirmed(Change):
    """The customer, or staff for them, confirmed the request."""

    action: ClassVar[str] = "request_confirmed"
    label: ClassVar[str] = define("action.request_confirmed", "Request confirmed")
    by_staff = (_CONFIRMED,)
    by_customer = (
        _CONFIRMED,
        to_staff("new_request", "New request {reference}", "A new request was confirmed by its customer."),
    )
    proof: str


@attrs.frozen(kw_only=True)
class RequestClaimed(Change):
    """A customer with an account proved that a guest's request is their own."""

    action: ClassVar[str] = "request_claimed"
    personal: ClassVar[bool] = True
    label: ClassVar[str] = define("action.request_claimed", "Claimed by a customer's account")
    by_staff = NOBODY
    by_customer = NOBODY
    customer: str


@attrs.frozen(kw_only=True)
class Knock(Loaded):
    """An attempt to get in, counted. Nothing is proved yet, so the command has no `subject`."""

    counter: Counter


@attrs.frozen(kw_only=True)
class LinkTarget(Knock):
    """What a link or a reference leads to: the request, and the contact point that was named if it is one of its
    own."""

    request: ServiceRequest
    point: ContactPoint | None


@attrs.frozen(kw_only=True)
class UnknownReference(Knock):
    """An unknown reference; the attempt counts as any other."""


def load_by_link(reader: Reader, command: RequestCode | EnterCode, context: Context) -> LinkTarget | Refusal:
    """Follow a private link: it says where, not who."""
    found = context.keyring.read_link(command.link)
    if found is None:
        return NOT_FOUND
    request = reader.load(ServiceRequest, found[0])
    if request is None or not context.keyring.opens(found[1], request.id, request.generation):
        return NOT_FOUND
    client = getattr(context.actor, "client", None)
    if isinstance(command, EnterCode):
        counter = count(reader, context, {BY_CLIENT: client, BY_REQUEST: request.id})
    else:
        counter = count(reader, context, {CODES_SENT: request.id})
    return LinkTarget(request=request, point=_point(reader, request, command.contact), counter=counter)


def _point(reader: Reader, request: ServiceRequest, contact: Contact) -> ContactPoint | None:
    points = reader.find(CONTACTS, {"request": request.id})
    return next((point for point in points if point.value == contact), None)


def _takes_codes(point: ContactPoint | None, context: Context) -> bool:
    return point is not None and point.contact_kind.value in context.settings.code_channels


@handles(RequestCode, actors=CUSTOMERS, load=load_by_link, keyed=False)
def request_code(loaded: LinkTarget, command: RequestCode, context: Context) -> Verdict[Result]:
    """A new code makes the earlier one void. Within a minute of the last one nothing new is sent."""
    if loaded.counter.is_full:
        return refused(TOO_MANY)
    point, counted = loaded.point, loaded.counter.one_more(context)
    if point is None or not _takes_codes(point, context):
        return Verdict(result=Result(), saves=counted)
    sent = point.code_sent_at
    if sent is not None and context.now - sent < CODE_PAUSE and point.takes_code(context.now):
        return Verdict(result=Result())
    return Verdict(
        result=Result(),
        touched=(touch(loaded.request, context, CodeSent(contact=point.id)),),
        saves=(Save(before=point, after=with_code(point, context)), *counted),
    )


def load_by_reference(reader: Reader, command: SendLink, context: Context) -> Knock:
    """The request behind a reference, and the contact point that was named if it is one of its own."""
    client = getattr(context.actor, "client", None)
    counter = count(reader, context, {CODES_SENT: str(command.reference), BY_CLIENT: client})
    found = reader.find(BY_REFERENCE, {"reference": str(command.reference)}, limit=1)
    if not found:
        return UnknownReference(counter=counter)
    return LinkTarget(request=found[0], point=_point(reader, found[0], command.contact), counter=counter)


@handles(SendLink, actors=CUSTOMERS, load=load_by_reference, keyed=False)
def send_link(loaded: Knock, command: SendLink, context: Context) -> Verdict[Result]:
    """Every try counts, since it may send something."""
    if loaded.counter.is_full:
        return refused(TOO_MANY)
    counted = loaded.counter.one_more(context)
    if not isinstance(loaded, LinkTarget) or loaded.point is None or not _takes_codes(loaded.point, context):
        return Verdict(result=Result(), saves=counted)
    sent = touch(loaded.request, context, LinkSent(contact=loaded.point.id))
    return Verdict(result=Result(), touched=(sent,), saves=counted)


def with_code(point: ContactPoint, context: Context) -> ContactPoint:
    """The contact point with its next code."""
    return point.changed(code_number=point.code_number + 1, code_sent_at=context.now, code_tries=0, code_used=False)


@handles(EnterCode, actors=CUSTOMERS, load=load_by_link, keyed=False)
def enter_code(loaded: LinkTarget, command: EnterCode, context: Context) -> Verdict[RoomOpened]:
    """The right code confirms the contact point, the request if it waited for that, and opens the room.

    A signed-in customer who enters it claims a guest's request; somebody else's is never taken over.
    """
    if loaded.counter.is_full:
        return refused(TOO_MANY)
    point, request = loaded.point, loaded.request
    fits = context.keyring.is_code(command.code, point.id if point else "nobody", point.code_number if point else 0)
    if point is None or not fits or not point.takes_code(context.now):
        tried = () if point is None else (Save(before=point, after=point.changed(code_tries=point.code_tries + 1)),)
        return refused(WRONG_CODE, *tried, *loaded.counter.one_more(context))
    confirmed = Save(before=point, after=point.changed(code_used=True, confirmed_at=context.now, proof=Proof.CODE))
    changes: list[Change] = [ContactConfirmed(contact=point.id, proof=Proof.CODE)]
    values: dict[str, Any] = phase_fields(CONFIRM, request, context) or {}
    if values:
        changes.append(RequestConfirmed(proof=Proof.CODE))
    if isinstance(context.actor, Customer) and request.customer is None:
        changes.append(RequestClaimed(customer=context.actor.id))
        values["customer"] = context.actor.id
    grant = context.keyring.grant(GrantScope.ROOM, request.id, point.id, request.generation, context.now)
    return Verdict(
        result=RoomOpened(request=request.id, grant=GrantToken(grant.token())),
        touched=(touch(request, context, *changes, **values),),
        saves=(confirmed,),
    )


@attrs.frozen(kw_only=True)
class WithContacts(OfRequest):
    """A request with its contact points."""

    points: tuple[ContactPoint, ...]


def load_with_contacts(reader: Reader, command: ConfirmInPerson, context: Context) -> WithContacts | Refusal:
    """The request and how its person is reached."""
    loaded = load_request(reader, command, context)
    if isinstance(loaded, Refusal):
        return loaded
    points = tuple(reader.find(CONTACTS, {"request": loaded.request.id}))
    return WithContacts(request=loaded.request, points=points)


@handles(ConfirmInPerson, actors=STAFF, load=load_with_contacts, right=CONFIRM_PEOPLE)
def confirm_in_person(loaded: WithContacts, command: ConfirmInPerson, context: Context) -> Verdict[Result]:
    """Staff vouch for every contact point of the request."""
    fields = phase_fields(CONFIRM, loaded.request, context)
    if fields is None:
        return refused(WRONG_PHASE)
    open_points = [point for point in loaded.points if point.confirmed_at is None]
    changes = [ContactConfirmed(contact=point.id, proof=Proof.IN_PERSON) for point in open_points]
    confirmed = touch(loaded.request, context, *changes, RequestConfirmed(proof=Proof.IN_PERSON), **fields)
    return Verdict(
        result=Result(),
        touched=(confirmed,),
        saves=tuple(
            Save(before=point, after=point.changed(confirmed_at=context.now, proof=Proof.IN_PERSON))
            for point in open_points
        ),
    )
