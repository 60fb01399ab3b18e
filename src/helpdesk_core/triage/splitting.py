"""A message that is about something else starts a request of its own, for the same customer."""

from __future__ import annotations

import attrs

from ..base.actors import STAFF
from ..base.changes import NOBODY, Change, Refusal, RefusalKind, Save, Touch, Verdict, refused
from ..base.commands import OpaqueId, command
from ..base.messages import define
from ..base.notices import KEEP_REFERENCE, to_customer
from ..base.references import Reference
from ..base.results import Result, result
from ..contacts.changes import ContactConfirmed
from ..contacts.model import CONTACTS, ContactPoint
from ..context import Context
from ..conversations.model import FIRST_MESSAGE, Side, ThreadMessage
from ..handlers import handles
from ..intake.changes import RequestSubmitted
from ..ports.store import Reader
from ..service_requests.access import OfRequest, SeenCommand, load_request
from ..service_requests.lifecycle import SUBMIT_CONFIRMED, enter
from ..service_requests.model import ServiceRequest
from ..service_requests.rules import CONTINUED, LEFT_TO_OTHERS, touch
from ..service_requests.waiting import first_said
from .merging import MERGE

NO_MESSAGE = Refusal(
    define("refusal.not_a_later_message", "Please choose a message of the customer after the first one."),
    field="message",
)
NOT_PROVED = Refusal(
    define("refusal.split_unconfirmed", "Nobody has confirmed this customer's contact yet."),
    kind=RefusalKind.CONFLICT,
)


@result
class Split(Result):
    """The request that was started: its id, and its reference as people read it."""

    split: str
    reference: str


@command
class SplitRequest(SeenCommand[Split]):
    """Start a request of its own with a message of the customer. The message stays where it was written, too.

    Args:
        message: The message's id.
    """

    message: OpaqueId


class RequestSplit(Change, action="request_split", label="A message started a request of its own", tells=NOBODY):
    """A message here started another request."""

    split: str
    reference: str


class RequestSplitOff(
    Change,
    action="request_split_off",
    label="Started with a message of another request",
    by_staff=to_customer(
        "split_off",
        "Request {reference}: a request of its own",
        "You wrote to us about something else, so we answer that as a request of its own.",
        KEEP_REFERENCE,
    ),
):
    """The request was started with a message of another one."""

    source: str
    reference: str


@attrs.frozen(kw_only=True)
class WithMessage(OfRequest):
    """A request, a message of its customer behind the first one, and how the customer is reached."""

    message: ThreadMessage | None
    points: tuple[ContactPoint, ...]


def load_message(reader: Reader, command: SplitRequest, context: Context) -> WithMessage | Refusal:
    """The message, if it is one of this request's that can start another."""
    loaded = load_request(reader, command, context)
    if isinstance(loaded, Refusal):
        return loaded
    of_request = {"request": loaded.request.id}
    found = reader.load(ThreadMessage, command.message)
    first = next(iter(reader.find(FIRST_MESSAGE, of_request, limit=1)), None)
    fits = found is not None and found.request == loaded.request.id and found.side is Side.CUSTOMER
    later = found if fits and first is not None and found is not None and found.id != first.id else None
    points = tuple(one for one in reader.find(CONTACTS, of_request) if one.lets_in)
    return WithMessage(request=loaded.request, message=later, points=points)


@handles(SplitRequest, actors=STAFF, load=load_message, right=MERGE)
def split(loaded: WithMessage, command: SplitRequest, context: Context) -> Verdict[Split]:
    """The contacts are as proved there as they are here: it is the same person, and the same staff say so."""
    request, message = loaded.request, loaded.message
    if request.merged_into is not None:
        return refused(CONTINUED)
    if message is None:
        return refused(NO_MESSAGE)
    if request.customer is None and not any(point.confirmed_at for point in loaded.points):
        return refused(NOT_PROVED)
    new = _started(request, message, context)
    if isinstance(new, Refusal):
        return refused(new)
    points = [point.of(new.id, context) for point in loaded.points]
    said = context.make(
        ThreadMessage,
        request=new.id,
        side=message.side,
        author=message.author,
        author_name=message.author_name,
        at=new.created_at,
        text=message.text,
    )
    proved = [ContactConfirmed(contact=one.id, proof=one.proof) for one in points if one.proof is not None]
    changes = (
        RequestSubmitted(reference=new.reference, source=new.source),
        *proved,
        RequestSplitOff(source=request.id, reference=request.reference),
    )
    here = touch(request, context, RequestSplit(split=new.id, reference=new.reference))
    return Verdict(
        result=Split(split=new.id, reference=Reference.stored(new.reference).grouped),
        touched=(here, Touch(after=new, changes=changes)),
        saves=(*(Save(after=one) for one in points), Save(after=said)),
    )


def _started(request: ServiceRequest, message: ThreadMessage, context: Context) -> ServiceRequest | Refusal:
    """The new request: about the same device, where the other one is; nobody's yet."""
    fields = enter(SUBMIT_CONFIRMED, None, context.actor.kind, context.now, context.settings)
    if fields is None:
        return LEFT_TO_OTHERS
    kept = (
        "urgency",
        "priority",
        "device",
        "device_checked",
        "location",
        "customer",
        "given_name",
        "surname",
        "language",
        "source",
    )
    return context.make(
        ServiceRequest,
        reference=context.new_reference(),
        **{name: getattr(request, name) for name in kept},
        **first_said(message.text.safe, context.now, request.urgency, context.settings, request.location),
        **fields,
    )
