"""Proving that a contact is one's own by a code that is sent to it."""

from __future__ import annotations

from functools import partial
from typing import Any

import attrs

from ..base.actors import CUSTOMERS, ActorKind, Customer
from ..base.changes import Change, Job, Refusal, Save, Verdict, refused
from ..base.commands import Code, Command, OpaqueId, command
from ..base.contacts import Contact
from ..base.grants import GrantScope
from ..base.messages import define
from ..base.notices import URGENT
from ..base.records import Subject
from ..base.results import GrantToken, Result, result
from ..context import Context
from ..handlers import handles
from ..jobs import Call, Carry, Work, job
from ..ports.store import Reader
from ..service_requests.access import RequestCommand
from ..service_requests.lifecycle import CONFIRM
from ..service_requests.model import ServiceRequest
from ..service_requests.rules import phase_fields, touch
from ..subjects import NOT_FOUND
from .addresses import Knock, ToContact, contacts_behind, load_to_contact, mark_of, nothing, point_of
from .changes import CodeSent, ContactConfirmed, RequestClaimed, RequestConfirmed
from .limits import CODES_BY_CLIENT, CODES_OF_REQUEST, TRIES_BY_CLIENT, Limit, count
from .model import CODE_PAUSE, EntryCode, EntryContact, Proof

WRONG_CODE = Refusal(
    define(
        "refusal.wrong_code",
        "That code is not right. It may be mistyped, used already, too old, or for another "
        "browser. Please check it, or send a new code.",
    ),
    field="code",
)


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
class SendCode(RequestCommand[Result]):
    """What a job says when a code was asked for and the address is the request's own.

    Args:
        contact: The contact's id.
        code: The id of the code.
    """

    contact: OpaqueId
    code: OpaqueId


@attrs.frozen(kw_only=True)
class AtLink(Knock):
    """What a link leads to: the request, the contact as it was named, and the request's own if it is one that may come
    in this way, and the code that this browser asked for."""

    link_id: str
    request: ServiceRequest
    contact: Contact
    point: EntryContact | None
    code_id: str
    code: EntryCode | None


def load_at_link(reader: Reader, command: RequestCode | EnterCode, context: Context) -> AtLink | Refusal:
    """Follow a private link: it says where, not who. The reads are the same for every contact."""
    id, proof = context.keyring.read_link(command.link) or ("", "")
    request, points = contacts_behind(reader, id)
    if request is None or not context.keyring.opens(proof, id, request.generation):
        return NOT_FOUND
    client = getattr(context.actor, "client", None)
    contact = command.contact.at(context.settings.country_code_at(request.location))
    code_id = entry_code_id(id, contact, context)
    return AtLink(
        link_id=id,
        request=request,
        contact=contact,
        point=point_of(points, mark_of(request.id, contact, context), context),
        counter=count(reader, context, _limits(id, command, client)),
        code_id=code_id,
        code=reader.load(EntryCode, code_id),
    )


def _limits(link_id: str, command: RequestCode | EnterCode, client: str | None) -> dict[Limit, str | None]:
    if isinstance(command, EnterCode):
        return {TRIES_BY_CLIENT: client}
    here = None if client is None else f"{client} {link_id}"
    return {CODES_OF_REQUEST: link_id, CODES_BY_CLIENT: here}


def entry_code_id(link_id: str, contact: Contact, context: Context) -> str:
    """The id of the code for this address at this link, in the browser of who acts."""
    browser = getattr(context.actor, "browser", None) or ""
    return context.keyring.mac("entry_code", context.tenant, link_id, mark_of(link_id, contact, context), browser)[:32]


def next_code(code_id: str, code: EntryCode | None, request: str, context: Context) -> Save:
    """The next code of this browser: an earlier one is void."""
    if code is None:
        return Save(after=context.make(EntryCode, id=code_id, request=request, number=1, asked_at=context.now))
    return Save(before=code, after=code.changed(number=code.number + 1, asked_at=context.now, tries=0, used=False))


@handles(RequestCode, actors=CUSTOMERS, load=load_at_link, keyed=False)
def request_code(loaded: AtLink, command: RequestCode, context: Context) -> Verdict[Result]:
    """Whether it goes out is decided by a job, so that the answer and the time it takes are the same for every
    contact. Within a minute of the last one nothing new is sent."""
    if full := loaded.counter.refusal:
        return refused(full)
    code, request = loaded.code, loaded.request
    if code is not None and code.is_open(context.now) and context.now - code.asked_at < CODE_PAUSE:
        return Verdict(result=Result())
    address = mark_of(request.id, loaded.contact, context)
    keys = {"link": loaded.link_id, "code": loaded.code_id, "address": address}
    return Verdict(
        result=Result(),
        saves=(next_code(loaded.code_id, code, request.id, context), *loaded.counter.one_more(context)),
        jobs=(Job(name="send_code", subject=request, payload=keys, lane=URGENT),),
    )


@job("send_code", lane=URGENT)
def send_code_job(reader: Reader, subject: Subject, keys: dict[str, str], context: Context) -> Work:
    """A code goes to the contacts that may come in by this link, and to nobody else."""
    point = point_of(contacts_behind(reader, keys["link"])[1], keys["address"], context)
    if point is None:
        return Call(work=nothing)
    return Carry(
        command=SendCode(request=OpaqueId(subject.id), contact=OpaqueId(point.id), code=OpaqueId(keys["code"]))
    )


@handles(SendCode, actors=frozenset({ActorKind.AUTOMATION}), load=partial(load_to_contact, with_link=True))
def send_code(loaded: ToContact, command: SendCode, context: Context) -> Verdict[Result]:
    """Unless its address takes none, or has had its share of messages."""
    if not loaded.may_send(context):
        return Verdict(result=Result())
    sent = touch(loaded.request, context, CodeSent(contact=loaded.point.id, code=command.code))
    return Verdict(result=Result(), touched=(sent,), saves=loaded.counter.one_more(context))


@handles(EnterCode, actors=CUSTOMERS, load=load_at_link, keyed=False)
def enter_code(loaded: AtLink, command: EnterCode, context: Context) -> Verdict[RoomOpened]:
    """The right code confirms the contact, the request if it waited for that, and opens the room.

    A signed-in customer who enters it claims a guest's request; somebody else's is never taken over. The code of a
    person whom the customer let in to one record opens that alone.
    """
    if full := loaded.counter.refusal:
        return refused(full)
    point, request, code = loaded.point, loaded.request, loaded.code
    fits = context.keyring.is_code(command.code, loaded.code_id, code.number if code else 0)
    if point is None or code is None or not fits or not code.is_open(context.now):
        tried = () if code is None else (Save(before=code, after=code.changed(tries=code.tries + 1)),)
        return refused(WRONG_CODE, *tried, *loaded.counter.one_more(context))
    confirmed = point.changed(confirmed_at=context.now, proof=Proof.CODE)
    changes: list[Change] = [ContactConfirmed(contact=point.id, proof=Proof.CODE)]
    values: dict[str, Any] = {}
    if point.scope is GrantScope.ROOM:
        fields = phase_fields(CONFIRM, request, context)
        if not isinstance(fields, Refusal):
            values |= fields
            changes.append(RequestConfirmed(proof=Proof.CODE))
        if isinstance(context.actor, Customer) and request.customer is None:
            changes.append(RequestClaimed(customer=context.actor.id))
            values["customer"] = context.actor.id
    grant = context.keyring.grant(point.scope, request.id, point.id, request.generation, context.now)
    return Verdict(
        result=RoomOpened(request=request.id, grant=GrantToken(grant.token())),
        touched=(touch(request, context, *changes, **values),),
        saves=(Save(before=point, after=confirmed), Save(before=code, after=code.changed(used=True))),
    )
