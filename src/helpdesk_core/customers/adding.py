"""Another way to reach a customer, beside those of a request, and which of them they prefer.

Nothing is taken away by it: links, codes and grants stay as they are. What is written down here is proved like any
contact: by a code that goes there, or by staff who have the person before them. Until then nothing but that goes there.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import attrs

from ..base.actors import CUSTOMERS, PEOPLE
from ..base.changes import NOBODY, Change, Effect, Job, Refusal, RefusalKind, Save, Verdict, refused
from ..base.commands import OpaqueId, command
from ..base.contacts import Contact, ContactKind
from ..base.messages import define
from ..base.notices import CODE, NOT_YOU, to_contact
from ..base.results import Result, result
from ..channels.chats import chat_heard
from ..contacts.blocks import BLOCKED, is_blocked
from ..contacts.changes import ContactConfirmed
from ..contacts.codes import entry_code_id, next_code
from ..contacts.limits import Counter, Limit, count_each, mails_to
from ..contacts.model import CODE_PAUSE, CONTACTS, ContactPoint, EntryCode, Proof, takes_codes
from ..contacts.rules import WithContacts, load_with_contacts
from ..context import Context
from ..guardrails.decisions import is_fresh
from ..handlers import handles
from ..jobs import notice_job
from ..ports.store import Reader
from ..reach import is_taken
from ..service_requests.access import SHOW_AGAIN, OfRequest, RequestCommand, load_request
from ..service_requests.lifecycle import ENDED
from ..service_requests.rules import WRONG_PHASE, done, touch
from ..subjects import NOT_FOUND
from .rules import CORRECT, NOT_TAKEN, SAME_CONTACT
from .taking_back import taken_back, to_take_back

MOST_CONTACTS = 5
"""Of one request, in use."""
CONTACTS_ADDED = Limit("contacts_added", 6, timedelta(days=1))
"""Ways that are added to one request: each sends something to an address that was typed."""
TOO_MANY_CONTACTS = Refusal(
    define("refusal.too_many_contacts", "There are five contacts already. Please call us if one of them is wrong."),
    field="contact",
)
NOT_PROVED = Refusal(
    define("refusal.contact_not_proved", "This contact has to be confirmed first, or nothing can be sent there."),
    field="contact",
    kind=RefusalKind.CONFLICT,
)


@result
class ContactAdded(Result):
    """A contact stands beside the others.

    Attributes:
        contact: The id of its contact point.
        is_proved: Whether it is confirmed already.
        code_from: When a code can be asked for, where none was sent because the contact had too many messages already.
    """

    contact: str
    is_proved: bool
    code_from: datetime | None = None


@command
class AddContact(RequestCommand[ContactAdded]):
    """Add another way to reach the customer of a request that goes on. The contacts that are confirmed are told, and
    so is the new one; a contact that is there and was never confirmed gets another code.

    Args:
        contact: The e-mail address or phone number.
        in_person: Whether staff have the person before them or on the phone, and vouch for it; without it, and from
            customers always, a code has to prove it.
        instead_of: The id of a mistyped one that nobody has proved: it is taken back with the same command.
    """

    contact: Contact
    in_person: bool = False
    instead_of: OpaqueId | None = None


@command
class PreferContact(RequestCommand[Result]):
    """Say where news of a request shall go.

    Args:
        contact: The id of one of the request's confirmed contacts; None for the one that the customer wrote from last.
    """

    contact: OpaqueId | None = None


_ADDED = to_contact(
    "contact_added",
    "Request {reference}: please confirm this contact",
    "We have been told that you can be reached here too. Open your request and enter the code: until then we send no "
    "news here.",
    CODE,
    NOT_YOU,
)
_BESIDE = to_contact(
    "contact_beside",
    "Request {reference}: another contact was added",
    "We have been told of another way to reach you. Nothing changes for this contact, and on the page of your request "
    "you can choose where news goes. If you did not ask for this, please call us.",
)


class ContactWasAdded(Change, action="contact_added", label="Contact added", tells=NOBODY):
    """Another contact was put beside those of a request. It is told with a code, and the confirmed ones that it is
    there: each by a job of its own."""

    contact: str


class ContactPreferred(Change, action="contact_preferred", label="Preferred contact chosen", tells=NOBODY):
    """The customer, or staff for them, said where news shall go; without a contact: where they wrote from last."""

    contact: str | None = None


@attrs.frozen(kw_only=True)
class Adding(OfRequest):
    """A request with its contacts, and what is known of the one that is added."""

    points: tuple[ContactPoint, ...]
    to: Contact
    channel: str | None
    code: EntryCode | None
    added: Counter
    mails: Counter
    is_blocked: bool
    mistyped: ContactPoint | Refusal | None

    @property
    def own(self) -> ContactPoint | None:
        """The contact, where it is there already."""
        return next((point for point in self.points if point.value == self.to), None)


def load_adding(reader: Reader, command: AddContact, context: Context) -> Adding | Refusal:
    """The request, its contacts, and the limits of what may be sent to the new one."""
    loaded = load_request(reader, command, context)
    if isinstance(loaded, Refusal):
        return loaded
    request = loaded.request
    to = command.contact.at(context.settings.country_code_at(request.location))
    by_chat = to.kind is ContactKind.PHONE and not takes_codes(to, context.settings.code_channels)
    added, mails = count_each(reader, context, {CONTACTS_ADDED: request.id}, mails_to(to, proved=False))
    points = tuple(reader.find(CONTACTS, {"request": request.id}))
    wrong = None if command.instead_of is None else to_take_back(points, command.instead_of)
    return Adding(
        request=request,
        points=points,
        mistyped=None if isinstance(wrong, ContactPoint) and wrong.value == to else wrong,
        to=to,
        channel=chat_heard(reader, to, context) if by_chat else None,
        code=reader.load(EntryCode, entry_code_id(request.id, to, context)),
        added=added,
        mails=mails,
        is_blocked=is_blocked(reader, to, context),
    )


def _refusal(loaded: Adding, command: AddContact, context: Context) -> Refusal | None:
    """Why nothing is added. A contact lets its holder in to all of the request: a customer shows first that it is
    still them, as before an approval."""
    is_customer = context.actor.kind in CUSTOMERS
    if loaded.request.phase in ENDED:
        return WRONG_PHASE
    if is_customer and not is_fresh(Effect.APPROVE, context.evidence, context.now):
        return SHOW_AGAIN
    if is_customer and loaded.is_blocked:
        return BLOCKED
    if isinstance(loaded.mistyped, Refusal):
        return loaded.mistyped
    own = loaded.own
    if own is not None and own.confirmed_at is not None:
        return attrs.evolve(SAME_CONTACT, field="contact")
    others = sum(point is not loaded.mistyped for point in loaded.points)
    if own is None and others >= MOST_CONTACTS:
        return TOO_MANY_CONTACTS
    if not is_taken(loaded.to, context.notifiers):
        return attrs.evolve(NOT_TAKEN, field="contact")
    return loaded.added.refusal


@handles(AddContact, actors=PEOPLE, load=load_adding, right=CORRECT)
def add_contact(loaded: Adding, command: AddContact, context: Context) -> Verdict[ContactAdded]:
    """What is there stays as it is, and each confirmed contact is told: who took somebody's room over is noticed."""
    if (refusal := _refusal(loaded, command, context)) is not None:
        return refused(refusal)
    seen = command.in_person and context.actor.kind not in CUSTOMERS
    proof: dict[str, Any] = {"confirmed_at": context.now, "proof": Proof.IN_PERSON} if seen else {}
    own, request = loaded.own, loaded.request
    point = own.changed(**proof) if own is not None else _made(loaded, proof, context)
    changes: list[Change] = [] if own is not None else [ContactWasAdded(contact=point.id)]
    changes += [ContactConfirmed(contact=point.id, proof=Proof.IN_PERSON)] if seen else []
    saves, jobs = _told(loaded, point, context)
    if isinstance(loaded.mistyped, ContactPoint):
        change, save = taken_back(loaded.mistyped, context)
        changes, saves = [change, *changes], [save, *saves]
    if own is None:
        proved = (one for one in loaded.points if one.confirmed_at is not None)
        reached = (one for one in proved if context.notifiers.reaching(one.value) is not None)
        jobs += [notice_job(_BESIDE, request, contact=one.id) for one in reached]
    if own is None or seen:
        saves.append(Save(before=own, after=point))
    return Verdict(
        result=ContactAdded(contact=point.id, is_proved=seen, code_from=None if seen else loaded.mails.free_at),
        touched=(touch(request, context, *changes),) if changes else (),
        saves=(*saves, *loaded.added.one_more(context)),
        jobs=tuple(jobs),
    )


def _made(loaded: Adding, proof: dict[str, Any], context: Context) -> ContactPoint:
    to = loaded.to
    values = {"contact_kind": to.kind, "contact": to.value, "channel": loaded.channel}
    return context.make(ContactPoint, request=loaded.request.id, **values, **proof)


def _told(loaded: Adding, point: ContactPoint, context: Context) -> tuple[list[Save], list[Job]]:
    """What goes to the contact itself: a code with the link, as far as it takes one and had not too many; nothing to
    what staff vouch for. One that was asked for within the minute is on its way."""
    is_open = takes_codes(point.value, context.settings.code_channels) and not loaded.is_blocked
    code = loaded.code
    soon = code is not None and code.is_open(context.now) and context.now - code.asked_at < CODE_PAUSE
    if point.confirmed_at is not None or not is_open or soon or loaded.mails.free_at is not None:
        return [], []
    next_one = next_code(entry_code_id(loaded.request.id, loaded.to, context), code, loaded.request.id, context)
    sent = notice_job(_ADDED, loaded.request, contact=point.id, code=next_one.after.id)
    return [next_one, *loaded.mails.one_more(context)], [sent]


@handles(PreferContact, actors=PEOPLE, load=load_with_contacts, right=CORRECT)
def prefer_contact(loaded: WithContacts, command: PreferContact, context: Context) -> Verdict[Result]:
    """The contact is one of the request's own. Nothing is sent to what nobody has proved, or what no channel of the
    shop reaches: it cannot be preferred."""
    chosen = next((point for point in loaded.points if point.id == command.contact), None)
    if chosen is None and command.contact is not None:
        return refused(NOT_FOUND)
    if chosen is not None and (chosen.confirmed_at is None or context.notifiers.reaching(chosen.value) is None):
        return refused(NOT_PROVED)
    saves = tuple(
        Save(before=point, after=point.changed(is_preferred=point is chosen))
        for point in loaded.points
        if point.is_preferred is not (point is chosen)
    )
    if not saves:
        return Verdict(result=Result())
    preferred = ContactPreferred(contact=None if chosen is None else chosen.id)
    return done(loaded.request, context, preferred, result=Result(), saves=saves)
