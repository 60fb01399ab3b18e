"""Correcting a contact or a name, in all requests of the person at once."""

from __future__ import annotations

import attrs

from ..base.actors import STAFF
from ..base.changes import NOBODY, Change, Job, Refusal, Save, Touch, Verdict
from ..base.commands import OpaqueId, command, text
from ..base.contacts import Contact, ContactKind
from ..base.messages import define
from ..base.notices import Notice
from ..base.results import Result, result
from ..base.text import RawText
from ..contacts.changes import ENDED, GIVEN, ContactEnded, ContactGiven
from ..contacts.model import ContactPoint, Proof
from ..context import Context
from ..guardrails.rights import right
from ..handlers import handles
from ..jobs import notice_job
from ..ports.store import Reader
from ..reach import is_taken
from ..service_requests.access import OfRequest, RequestCommand, load_request
from ..service_requests.lifecycle import ENDED as OVER
from ..service_requests.model import ServiceRequest
from ..service_requests.rules import touch
from ..subjects import NOT_FOUND
from .persons import Person, person_of

CORRECT = right("customers.correct", "Correct customers' names, e-mail addresses and phone numbers.")
NOT_TAKEN = Refusal(
    define(
        "refusal.correction_not_taken",
        "Mail cannot be sent to this address. Please give another one, or a phone number.",
    ),
    field="to",
)
SAME_CONTACT = Refusal(
    define("refusal.same_contact", "This is the contact that is there already. Nothing was changed."), field="to"
)


@result
class Corrected(Result):
    """Something was corrected.

    Attributes:
        requests: In how many requests of the person.
    """

    requests: int


@command
class CorrectContact(RequestCommand[Corrected]):
    """Put another contact in the place of a wrong or old one, in all requests of the person. The old links, codes and
    grants of those requests end, and both contacts are told.

    Args:
        contact: The id of the contact point of one of the person's requests.
        to: The right contact.
        in_person: Whether staff have the person before them or on the phone, and vouch for the new contact; without it
            a code has to prove it.
    """

    contact: OpaqueId
    to: Contact
    in_person: bool = False


@command
class CorrectName(RequestCommand[Corrected]):
    """Correct the name in all requests of the person. The surname is what a guest tracks a request by.

    Args:
        surname: The right surname.
        given_name: The right given name, None for none.
    """

    surname: RawText = text(max_length=100)
    given_name: RawText | None = text(max_length=100, default=None)


class NameCorrected(Change, action="name_corrected", label="Name corrected", tells=NOBODY):
    """Staff corrected the customer's name."""


@attrs.frozen(kw_only=True)
class OfPerson(OfRequest):
    """A request, and all of its person's."""

    person: Person


@attrs.frozen(kw_only=True)
class ToCorrect(OfPerson):
    """The contact points that are replaced, one of each request at most, and by what."""

    old: tuple[ContactPoint, ...]
    to: Contact


def load_person(reader: Reader, command: CorrectName | CorrectContact, context: Context) -> OfPerson | Refusal:
    """The request with its person's others, as far as whoever acts may see them."""
    loaded = load_request(reader, command, context)
    if isinstance(loaded, Refusal):
        return loaded
    return OfPerson(request=loaded.request, person=person_of(reader, loaded.request))


def load_to_correct(reader: Reader, command: CorrectContact, context: Context) -> ToCorrect | Refusal:
    """Wherever the person gave the same contact, it is replaced."""
    loaded = load_person(reader, command, context)
    if isinstance(loaded, Refusal):
        return loaded
    points = loaded.person.points
    named = next((point for point in points if point.id == command.contact), None)
    if named is None:
        return NOT_FOUND
    to = command.to.at(context.settings.country_code_at(loaded.request.location))
    if named.value == to:
        return SAME_CONTACT
    if not is_taken(to, context.notifiers):
        return NOT_TAKEN
    old = {point.request: point for point in points if point.value == named.value}
    return ToCorrect(request=loaded.request, person=loaded.person, old=tuple(old.values()), to=to)


@handles(CorrectContact, actors=STAFF, load=load_to_correct, right=CORRECT)
def correct_contact(loaded: ToCorrect, command: CorrectContact, context: Context) -> Verdict[Corrected]:
    """A new contact point takes the place of the old one, which is kept for the history until the request is erased.
    The old contact is told once; the new one for each request that is open, since each has a link of its own."""
    touched: list[Touch] = []
    saves: list[Save] = []
    jobs: list[Job] = []
    for request in loaded.person.requests:
        old = next((point for point in loaded.old if point.request == request.id), None)
        if old is None:
            continue
        changes: list[Change] = [ContactEnded(contact=old.id)]
        saves.append(Save(before=old, after=old.changed(ended_at=context.now)))
        has_it = any(point.request == request.id and point.value == loaded.to for point in loaded.person.points)
        if not has_it:
            new = _in_place(old, loaded.to, command.in_person, context)
            changes.append(ContactGiven(contact=new.id))
            saves.append(Save(after=new))
            if request.phase not in OVER or request.id == loaded.request.id:
                jobs += _told(GIVEN, request, new, context)
        if old.id == command.contact:
            jobs += _told(ENDED, request, old, context)
        touched.append(touch(request, context, *changes, generation=request.generation + 1))
    result = Corrected(requests=len(touched))
    return Verdict(result=result, touched=tuple(touched), saves=tuple(saves), jobs=tuple(jobs))


def _in_place(old: ContactPoint, to: Contact, in_person: bool, context: Context) -> ContactPoint:
    seen = {"confirmed_at": context.now, "proof": Proof.IN_PERSON} if in_person else {}
    values = {"contact_kind": to.kind, "contact": to.value, "is_preferred": old.is_preferred, **seen}
    return context.make(ContactPoint, request=old.request, **values)


def _told(notice: Notice, request: ServiceRequest, point: ContactPoint, context: Context) -> tuple[Job, ...]:
    """A phone number that nothing is sent to is told by whoever calls it."""
    is_mail = point.contact_kind is ContactKind.EMAIL
    is_sent = is_mail or context.notifiers.reaching(point.value) is not None
    return (notice_job(notice, request, contact=point.id),) if is_sent else ()


@handles(CorrectName, actors=STAFF, load=load_person, right=CORRECT)
def correct_name(loaded: OfPerson, command: CorrectName, context: Context) -> Verdict[Corrected]:
    """Requests that have this very name already are not written."""
    name = {"surname": context.texts["surname"], "given_name": context.texts.get("given_name")}
    wrong = [
        request
        for request in loaded.person.requests
        if (request.surname, request.given_name) != (name["surname"], name["given_name"])
    ]
    return Verdict(
        result=Corrected(requests=len(wrong)),
        touched=tuple(touch(request, context, NameCorrected(), **name) for request in wrong),
    )
