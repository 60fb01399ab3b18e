"""What a person makes of a message that nothing proved the place of: a word on a request, a request of its own, or
nothing. Nothing is lost by it: what was put aside can be brought back."""

from __future__ import annotations

from typing import Any

import attrs

from ..base.actors import STAFF, ActorKind
from ..base.changes import Refusal, RefusalKind, Verdict, refused
from ..base.commands import Command, OpaqueId, R_co, command, text
from ..base.contacts import Contact
from ..base.messages import define
from ..base.references import Reference
from ..base.results import Result, result
from ..base.text import RawText
from ..contacts.limits import Counter, count, mails_to
from ..contacts.model import CONTACTS, ContactPoint
from ..context import Context
from ..guardrails.rights import right
from ..handlers import Loaded, handles
from ..ports.store import Reader
from ..service_requests.access import find_by_reference, remaining
from ..service_requests.model import ServiceRequest
from ..service_requests.rules import LEFT_TO_OTHERS
from ..subjects import NOT_FOUND, Addressed, Links, SubjectPolicy, declare_subject, get_visible
from .chats import chat_of, reached
from .keeping import erasing
from .model import HeldFor, InboundMessage, InboundState
from .placing import NewWords, Placed, as_note, as_request, on_thread, taken

SORT = right("inbound.sort", "Sort messages that came in and that nothing proves the place of.")
ERASE = right("inbound.erase", "Erase messages that came in.", admins=True)
NO_SUCH_REFERENCE = Refusal(NOT_FOUND.code, field="reference")
SORTED_ALREADY = Refusal(
    define("refusal.inbound_sorted", "Somebody has sorted this message in the meantime."), kind=RefusalKind.CONFLICT
)
NO_WORDS = Refusal(
    define("refusal.inbound_no_words", "There are no words in this message that could be put anywhere."),
    kind=RefusalKind.CONFLICT,
)
NO_ADDRESS = Refusal(
    define("refusal.inbound_no_sender", "This message does not say who sent it, so that nobody could be answered."),
    kind=RefusalKind.CONFLICT,
)


@result
class InboundSorted(Result):
    """Where a message went.

    Attributes:
        request: The id of its request, None where it went to none.
    """

    request: str | None = None


@command
class InboundCommand(Command[R_co]):
    """A command about one message that came in.

    Args:
        inbound: Its id.
    """

    inbound: OpaqueId


@command
class PutOnRequest(InboundCommand[InboundSorted]):
    """Put a message on a request: on its thread where the sender is a contact of the request, as a note for the team
    where it is somebody else.

    Args:
        request: The request's id.
        reference: Its reference, where somebody typed that instead.
    """

    request: OpaqueId | None = None
    reference: Reference | None = None


@command
class MakeRequest(InboundCommand[InboundSorted]):
    """Make a request of a message. Nobody has confirmed it: its sender gets a code with the link.

    Args:
        device: What it is about.
        surname: The sender's surname.
    """

    device: RawText = text(max_length=200)
    surname: RawText = text(max_length=100)


@command
class PutAside(InboundCommand[InboundSorted]):
    """Make nothing of a message. It is kept, and can be brought back."""


@command
class BringBack(InboundCommand[InboundSorted]):
    """Sort a message again that was put aside, or taken for a machine's."""


@command
class EraseInbound(InboundCommand[Result]):
    """Erase the words, the sender and the bytes of a message."""


@attrs.frozen(kw_only=True)
class OneInbound(Loaded):
    """A message that came in."""

    inbound: InboundMessage

    @property
    def subject(self) -> InboundMessage:
        """The message."""
        return self.inbound

    @property
    def sender(self) -> Contact | None:
        """Who it says it is from."""
        return None if self.inbound.sender is None else Contact.parse(self.inbound.sender)


@attrs.frozen(kw_only=True)
class ForRequest(OneInbound):
    """A message, and the request that it shall go to."""

    request: ServiceRequest
    own: ContactPoint | None
    """The sender's contact there."""


@attrs.frozen(kw_only=True)
class ForNew(OneInbound):
    """A message, and what its sender was sent lately."""

    mails: Counter


def load_inbound(reader: Reader, command: InboundCommand[Any], context: Context) -> OneInbound | Refusal:
    """The message."""
    found = get_visible(reader, InboundMessage, command.inbound, context)
    return NOT_FOUND if found is None else OneInbound(inbound=found)


def load_for_request(reader: Reader, command: PutOnRequest, context: Context) -> ForRequest | Refusal:
    """The message and the request, which the person must see; one that was joined leads to the one that remains."""
    loaded = load_inbound(reader, command, context)
    if isinstance(loaded, Refusal):
        return loaded
    if command.request is not None:
        request = get_visible(reader, ServiceRequest, command.request, context)
    else:
        request = find_by_reference(reader, str(command.reference or ""), context)
    if request is None:
        return NOT_FOUND if command.request is not None else NO_SUCH_REFERENCE
    request = remaining(reader, request)
    points = [one for one in reader.find(CONTACTS, {"request": request.id}) if one.lets_in]
    is_forged = loaded.inbound.reason is HeldFor.FORGED  # then the name of the sender is somebody else's
    own = None if is_forged else next((one for one in points if one.value == loaded.sender), None)
    return ForRequest(inbound=loaded.inbound, request=request, own=own)


def load_for_new(reader: Reader, command: MakeRequest, context: Context) -> ForNew | Refusal:
    """The message, and how many messages of ours its sender had."""
    loaded = load_inbound(reader, command, context)
    if isinstance(loaded, Refusal):
        return loaded
    sender = loaded.sender
    mails = count(reader, context, {} if sender is None else mails_to(sender, proved=False))
    return ForNew(inbound=loaded.inbound, mails=mails)


def _sorted(placed: Placed, request: str | None = None) -> Verdict[InboundSorted]:
    return Verdict(result=InboundSorted(request=request), touched=placed.touched, saves=placed.saves, jobs=placed.jobs)


@handles(PutOnRequest, actors=STAFF, load=load_for_request, right=SORT)
def put_on_request(loaded: ForRequest, command: PutOnRequest, context: Context) -> Verdict[InboundSorted]:
    """A person says where it belongs; whose words it holds is not theirs to say."""
    before, request, words = loaded.inbound, loaded.request, loaded.inbound.words
    if not before.state.is_open:
        return refused(SORTED_ALREADY)
    if words is None and not before.files:
        return refused(NO_WORDS)
    if loaded.own is not None:
        placed = on_thread(before, request, words, context)
        now = () if words is None else reached(loaded.own, before, context)
        return _sorted(attrs.evolve(placed, saves=(*placed.saves, *now)), request.id)
    if words is None:
        return _sorted(on_thread(before, request, None, context, is_for_team=True), request.id)
    return _sorted(as_note(before, request, words, context), request.id)


@handles(MakeRequest, actors=STAFF, load=load_for_new, right=SORT)
def make_request(loaded: ForNew, command: MakeRequest, context: Context) -> Verdict[InboundSorted]:
    """As if its sender had filled in the form: a person has looked, and nobody has confirmed anything."""
    before, words, sender = loaded.inbound, loaded.inbound.words, loaded.sender
    if not before.state.is_open:
        return refused(SORTED_ALREADY)
    if words is None:
        return refused(NO_WORDS)
    if sender is None:
        return refused(NO_ADDRESS)
    new = NewWords(problem=words, device=context.texts["device"], surname=context.texts["surname"], contact=sender)
    placed = as_request(before, new, loaded.mails, context)
    if placed is None:
        return refused(LEFT_TO_OTHERS)
    return _sorted(placed, next(one.after.id for one in placed.touched if isinstance(one.after, ServiceRequest)))


@handles(PutAside, actors=STAFF, load=load_inbound, right=SORT)
def put_aside(loaded: OneInbound, command: PutAside, context: Context) -> Verdict[InboundSorted]:
    """Nobody is told, and nothing is lost."""
    if not loaded.inbound.state.is_open:
        return refused(SORTED_ALREADY)
    return _sorted(taken(loaded.inbound, InboundState.ASIDE, context))


@handles(BringBack, actors=STAFF, load=load_inbound, right=SORT)
def bring_back(loaded: OneInbound, command: BringBack, context: Context) -> Verdict[InboundSorted]:
    """It waits to be sorted once more."""
    if not loaded.inbound.state.is_open:
        return refused(SORTED_ALREADY)
    return _sorted(taken(loaded.inbound, InboundState.HELD, context))


@handles(EraseInbound, actors=STAFF, load=load_inbound, right=ERASE)
def erase(loaded: OneInbound, command: EraseInbound, context: Context) -> Verdict[Result]:
    """Doing it again does no harm. What went to a request is erased with that."""
    touched, jobs = erasing((loaded.inbound,))
    return Verdict(result=Result(), touched=touched, jobs=jobs)


def _addressed(
    reader: Reader, message: InboundMessage, contact: str, context: Context, links: Links
) -> Addressed | None:
    """Whoever sent it, by the chat that they wrote by, as long as it waits."""
    if message.sender is None or chat_of(message, context) is None:
        return None
    sender = Contact.parse(message.sender)
    return Addressed(contact=Contact(sender.kind, sender.value, channel=message.channel), link=None, thread=message.id)


def can_see(message: InboundMessage, context: Context) -> bool:
    """Staff, and the jobs that read."""
    return context.actor.kind in STAFF | {ActorKind.AUTOMATION}


declare_subject(SubjectPolicy(record=InboundMessage, can_access=can_see, addressed=_addressed))
