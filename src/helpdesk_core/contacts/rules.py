"""Proving that a contact is one's own: by the link that is sent to it again, or in person at the counter."""

from __future__ import annotations

from functools import partial
from typing import Any

import attrs

from ..base.actors import CUSTOMERS, STAFF, ActorKind
from ..base.changes import Job, Refusal, Save, SubjectKey, Verdict, refused
from ..base.commands import Command, OpaqueId, command
from ..base.contacts import Contact
from ..base.notices import URGENT
from ..base.records import Subject
from ..base.references import Reference
from ..base.results import Result
from ..context import Context
from ..guardrails.rights import right
from ..handlers import handles
from ..jobs import Call, Carry, Work, job
from ..ports.store import Reader
from ..service_requests.access import OfRequest, RequestCommand, load_request
from ..service_requests.lifecycle import CONFIRM
from ..service_requests.model import ID_BY_REFERENCE, ServiceRequest
from ..service_requests.rules import phase_fields, touch
from .addresses import Knock, ToContact, load_to_contact, mark_of, nothing, point_of
from .changes import ContactConfirmed, LinkSent, RequestConfirmed
from .limits import LINKS_OF_REFERENCE, TRIES_BY_CLIENT, count
from .model import CONTACTS, ContactPoint, Proof

CONFIRM_PEOPLE = right("requests.confirm", "Confirm requests of people seen or heard.")


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
class SendLinkTo(RequestCommand[Result]):
    """What a job says when the link was asked for and the address is the request's own.

    Args:
        contact: The id of its contact point.
    """

    contact: OpaqueId


@command
class ConfirmInPerson(RequestCommand[Result]):
    """Staff confirm a request for a person they have before them or on the phone."""


@attrs.frozen(kw_only=True)
class ByReference(Knock):
    """The id behind a reference, or a fresh one that is nobody's; the contact as its location dials it."""

    request: str
    contact: Contact


def load_by_reference(reader: Reader, command: SendLink, context: Context) -> ByReference:
    """The reads are the same whether there is such a request or not."""
    client = getattr(context.actor, "client", None)
    counter = count(reader, context, {TRIES_BY_CLIENT: client, LINKS_OF_REFERENCE: str(command.reference)})
    found = reader.find(ID_BY_REFERENCE, {"reference": str(command.reference)}, limit=1)
    id, location = found[0] if found else (context.new_id(), None)
    contact = command.contact.at(context.settings.country_code_at(location))
    return ByReference(counter=counter, request=id, contact=contact)


@handles(SendLink, actors=CUSTOMERS, load=load_by_reference, keyed=False)
def send_link(loaded: ByReference, command: SendLink, context: Context) -> Verdict[Result]:
    """Every try counts, since it may send something; whether it does is decided by a job, as for a code."""
    if full := loaded.counter.refusal:
        return refused(full)
    keys = {"address": mark_of(loaded.request, loaded.contact, context)}
    about = SubjectKey(record=ServiceRequest, id=loaded.request)
    wanted = Job(name="send_link", subject=about, payload=keys, lane=URGENT)
    return Verdict(result=Result(), saves=loaded.counter.one_more(context), jobs=(wanted,))


@job("send_link", lane=URGENT)
def send_link_job(reader: Reader, subject: Subject, keys: dict[str, str], context: Context) -> Work:
    """The link goes to the request's own contacts, and to nobody else."""
    point = point_of(reader.find(CONTACTS, {"request": subject.id}), keys["address"], context)
    if point is None:
        return Call(work=nothing)
    return Carry(command=SendLinkTo(request=OpaqueId(subject.id), contact=OpaqueId(point.id)))


@handles(SendLinkTo, actors=frozenset({ActorKind.AUTOMATION}), load=partial(load_to_contact, with_link=False))
def send_link_to(loaded: ToContact, command: SendLinkTo, context: Context) -> Verdict[Result]:
    """Unless its address takes none, or has had its share of messages."""
    if not loaded.may_send(context):
        return Verdict(result=Result())
    sent = touch(loaded.request, context, LinkSent(contact=loaded.point.id))
    return Verdict(result=Result(), touched=(sent,), saves=loaded.counter.one_more(context))


@attrs.frozen(kw_only=True)
class WithContacts(OfRequest):
    """A request with its contact points."""

    points: tuple[ContactPoint, ...]


def load_with_contacts(reader: Reader, command: RequestCommand[Any], context: Context) -> WithContacts | Refusal:
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
    if isinstance(fields, Refusal):
        return refused(fields)
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
