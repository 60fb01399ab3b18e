"""Which requests are a firm's, who of it has joined one, and what they write there."""

from __future__ import annotations

import attrs

from ..base.actors import CUSTOMERS, PEOPLE, Customer
from ..base.changes import Change, Refusal, RefusalKind, Save, Verdict, refused
from ..base.commands import OpaqueId, command, text
from ..base.messages import define
from ..base.results import Result
from ..base.text import RawText
from ..context import Context
from ..conversations.model import Side
from ..conversations.rules import MessageSent, said
from ..handlers import handles
from ..ports.store import Reader
from ..service_requests.access import OfRequest, RequestCommand, load_request, load_shared, name_beside
from ..service_requests.lifecycle import ENDED
from ..service_requests.model import ServiceRequest
from ..service_requests.rules import CONTINUED, WRONG_PHASE, done, touch_answered
from ..subjects import NOT_FOUND, can_access
from .access import MANAGE, MANAGERS_ONLY, NO_FIRM, SIGNED_IN
from .changes import ColleagueGone, ColleagueJoined, ColleagueWrote, RequestOfOrganisation, RequestPrivate
from .model import COLLEAGUES, MOST_COLLEAGUES, Member, Organisation, RequestColleague, member_of

NOT_YOUR_FIRM = Refusal(
    define("refusal.organisation_not_yours", "You can show a request to your own firm alone."), field="organisation"
)
IS_YOURS = Refusal(
    define("refusal.organisation_own_request", "This request is yours: there is nothing to join."),
    kind=RefusalKind.CONFLICT,
)
MANY_COLLEAGUES = Refusal(
    define("refusal.organisation_colleagues", "Many colleagues read this request already. Please ask one of them."),
    kind=RefusalKind.CONFLICT,
)


@command
class SetRequestOrganisation(RequestCommand[Result]):
    """Say that a request is a firm's, or its customer's alone: by the customer it belongs to, or by staff.

    Args:
        organisation: The firm's id; a customer names their own. None for the customer's alone: then nobody of the firm
            sees it any more.
    """

    organisation: OpaqueId | None = None


@command
class JoinRequest(RequestCommand[Result]):
    """Join a request that a colleague has brought for the firm: from then on one reads it and writes on it. Whoever
    brought it is told."""


@command
class EndJoining(RequestCommand[Result]):
    """End that somebody has joined a request: by whose request it is, a manager of the firm, staff, or themselves.

    Args:
        colleague: The id of what they are there.
    """

    colleague: OpaqueId


@command
class WriteForColleague(RequestCommand[MessageSent]):
    """Write on a colleague's request that one has joined, under one's own name.

    Args:
        text: What staff and the colleague read.
        no_secret: True says that what was removed from the last attempt was not a secret and is written again.
    """

    text: RawText = text()
    no_secret: bool = False


@attrs.frozen(kw_only=True)
class Placing(OfRequest):
    """A request, the firm that is named, what whoever acts is in theirs, and who has joined."""

    organisation: Organisation | None
    own: Member | None
    colleagues: tuple[RequestColleague, ...]


def load_placing(reader: Reader, command: SetRequestOrganisation, context: Context) -> Placing | Refusal:
    """The request, if it is one's own, or staff's to work on."""
    loaded = load_request(reader, command, context)
    if isinstance(loaded, Refusal):
        return loaded
    organisation = None if command.organisation is None else reader.load(Organisation, command.organisation)
    if command.organisation is not None and (organisation is None or organisation.erased_at is not None):
        return NO_FIRM
    actor, of_request = context.actor, {"request": loaded.request.id}
    return Placing(
        request=loaded.request,
        organisation=organisation,
        own=member_of(reader, actor.id) if isinstance(actor, Customer) else None,
        colleagues=tuple(reader.find(COLLEAGUES, of_request)) if _has_any(loaded.request) else (),
    )


def _has_any(request: ServiceRequest) -> bool:
    return RequestColleague.record_type.name in request.has


@handles(SetRequestOrganisation, actors=PEOPLE, load=load_placing, right=MANAGE)
def set_organisation(loaded: Placing, command: SetRequestOrganisation, context: Context) -> Verdict[Result]:
    """With another firm, or none, whoever had joined is out: they would have to be asked anew."""
    request, firm = loaded.request, loaded.organisation
    is_own_firm = firm is None or (loaded.own is not None and loaded.own.organisation == firm.id)
    if context.actor.kind in CUSTOMERS and not is_own_firm:
        return refused(NOT_YOUR_FIRM)
    if request.organisation == command.organisation:
        return Verdict(result=Result())
    change: Change = (
        RequestPrivate(organisation=str(request.organisation))
        if firm is None
        else RequestOfOrganisation(organisation=firm.id)
    )
    gone = tuple(ColleagueGone(joining=one.id) for one in loaded.colleagues)
    saves = tuple(Save(before=one, after=one.changed(ended_at=context.now)) for one in loaded.colleagues)
    id = None if firm is None else firm.id
    return done(request, context, change, *gone, organisation=id, result=Result(), saves=saves)


@attrs.frozen(kw_only=True)
class Joining(OfRequest):
    """A request of the firm, what whoever acts is in it, and who has joined."""

    own: Member
    colleagues: tuple[RequestColleague, ...]


def load_joining(reader: Reader, command: JoinRequest, context: Context) -> Joining | Refusal:
    """A request that somebody brought for the firm of whoever acts. It says nothing of any other."""
    request = reader.load(ServiceRequest, command.request)
    own = member_of(reader, context.actor.id)
    if request is None:
        return NOT_FOUND
    if can_access(request, context):
        return IS_YOURS
    if own is None or request.organisation is None or own.organisation != request.organisation:
        return NOT_FOUND
    colleagues = tuple(reader.find(COLLEAGUES, {"request": request.id})) if _has_any(request) else ()
    return Joining(request=request, own=own, colleagues=colleagues)


@handles(JoinRequest, actors=SIGNED_IN, load=load_joining, shared=True)
def join(loaded: Joining, command: JoinRequest, context: Context) -> Verdict[Result]:
    """Doing it again does no harm. Its state, and whose turn it is, stay as they were."""
    if any(one.member == loaded.own.id for one in loaded.colleagues):
        return Verdict(result=Result())
    if len(loaded.colleagues) >= MOST_COLLEAGUES:
        return refused(MANY_COLLEAGUES)
    request = loaded.request
    made = context.make(
        RequestColleague,
        request=request.id,
        member=loaded.own.id,
        account=context.actor.id,
        name=name_beside(request, context),
        joined_at=context.now,
    )
    return done(request, context, ColleagueJoined(joining=made.id), result=Result(), saves=(Save(after=made),))


@attrs.frozen(kw_only=True)
class Ending(OfRequest):
    """A request, somebody who has joined it, and whether whoever acts may end that."""

    colleague: RequestColleague
    may_end: bool


def load_ending(reader: Reader, command: EndJoining, context: Context) -> Ending | Refusal:
    """For whose request it is, and for people of its firm."""
    request, found = reader.load(ServiceRequest, command.request), reader.load(RequestColleague, command.colleague)
    if request is None or found is None or found.request != request.id:
        return NOT_FOUND
    if can_access(request, context):
        return Ending(request=request, colleague=found, may_end=True)
    own = member_of(reader, context.actor.id) if isinstance(context.actor, Customer) else None
    if own is None or request.organisation is None or own.organisation != request.organisation:
        return NOT_FOUND
    return Ending(request=request, colleague=found, may_end=own.is_manager or own.id == found.member)


@handles(EndJoining, actors=PEOPLE, load=load_ending, right=MANAGE, shared=True)
def end_joining(loaded: Ending, command: EndJoining, context: Context) -> Verdict[Result]:
    """It holds at once. What they wrote stays on the request."""
    if not loaded.may_end:
        return refused(MANAGERS_ONLY)
    before = loaded.colleague
    if before.ended_at is not None:
        return Verdict(result=Result())
    saves = (Save(before=before, after=before.changed(ended_at=context.now)),)
    return done(loaded.request, context, ColleagueGone(joining=before.id), result=Result(), saves=saves)


@handles(WriteForColleague, actors=SIGNED_IN, load=load_shared, shared=True)
def write_for_colleague(loaded: OfRequest, command: WriteForColleague, context: Context) -> Verdict[MessageSent]:
    """As its customer's own words to the shop, with the name of who wrote them; the customer is told."""
    request = loaded.request
    if request.phase in ENDED:
        return refused(CONTINUED if request.merged_into else WRONG_PHASE)
    name = name_beside(request, context)
    reply = said(request.id, Side.CUSTOMER, context, no_secret=command.no_secret, author_name=name)
    wrote = ColleagueWrote(message=reply.message.id)
    touched = touch_answered(request, context, reply.change, wrote, **reply.values)
    return Verdict(result=MessageSent(message=reply.message.id), touched=(touched,), saves=(reply.save,))
