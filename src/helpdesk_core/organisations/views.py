"""What people of a firm see: the firm, its requests, and a colleague's request."""

from __future__ import annotations

from collections.abc import Sequence

from ..attachments.model import Attachment
from ..attachments.views import room_files
from ..base.actors import Customer
from ..base.asked import Count
from ..base.changes import Refusal
from ..base.references import Reference
from ..base.text import SafeText
from ..context import Context
from ..conversations.model import THREAD, Side, ThreadMessage
from ..customer_rooms.shown import MessageView, status_view, steps
from ..errors import FieldError
from ..outcomes.model import completed, is_completed, visible_phase
from ..ports.store import Reader
from ..service_requests.access import name_of
from ..service_requests.lifecycle import ENDED
from ..service_requests.model import BY_REFERENCE, ServiceRequest
from ..service_requests.parts import standing_part
from ..subjects import NOT_FOUND, Share, share_of
from ..viewing import view
from .access import NO_FIRM, SIGNED_IN, email_of, invitations_to
from .model import (
    COLLEAGUES,
    INVITATIONS,
    JOINED_BY,
    MEMBERS,
    MOST_INVITATIONS,
    MOST_MEMBERS,
    OF_ORGANISATION,
    Invitation,
    Member,
    Organisation,
    RequestColleague,
    member_of,
    still_there,
)
from .shown import (
    ColleagueRequest,
    FirmInvitation,
    FirmMember,
    FirmRequest,
    FirmRequests,
    InvitationToYou,
    OwnFirm,
    OwnOrganisation,
    RoomFirm,
    ShownColleague,
)

_MESSAGES, _MOST_JOINED = 30, 500


def _own(reader: Reader, context: Context) -> tuple[Organisation, Member] | None:
    """The firm of whoever is signed in, with what they are in it."""
    member = member_of(reader, context.actor.id) if isinstance(context.actor, Customer) else None
    firm = None if member is None else reader.load(Organisation, member.organisation)
    if member is None or firm is None or firm.erased_at is not None:
        return None
    return firm, member


@view(actors=SIGNED_IN)
def view_own_organisation(reader: Reader, context: Context) -> OwnOrganisation:
    """The firm of whoever is signed in, with its people, and invitations to one.

    Returns:
        The firm, and what they are invited to.
    """
    own = _own(reader, context)
    invited = (_to_you(reader, one, context) for one in invitations_to(reader, context))
    return OwnOrganisation(
        firm=None if own is None else _firm(reader, *own, context),
        invited=tuple(one for one in invited if one is not None),
    )


def _to_you(reader: Reader, one: Invitation, context: Context) -> InvitationToYou | None:
    firm = reader.load(Organisation, one.organisation)
    if firm is None or firm.erased_at is not None:
        return None
    by = None if one.invited_by is None else name_of(one.invited_by, context)
    return InvitationToYou(id=one.id, firm=firm.name, by=by, ends_at=one.ends_at)


def _firm(reader: Reader, firm: Organisation, own: Member, context: Context) -> OwnFirm:
    found = reader.find(MEMBERS, {"organisation": firm.id}, limit=MOST_MEMBERS)
    open_ones = reader.find(INVITATIONS, {"organisation": firm.id}, limit=MOST_INVITATIONS) if own.is_manager else ()
    return OwnFirm(
        id=firm.id,
        name=firm.name,
        tax_number=firm.tax_number,
        is_manager=own.is_manager,
        has_manager=any(one.is_manager for one in found),
        members=tuple(_member(one, own, context) for one in found),
        invitations=tuple(
            FirmInvitation(id=one.id, email=one.email, invited_at=one.invited_at, ends_at=one.ends_at)
            for one in open_ones
            if one.email is not None and one.ends_at >= context.now
        ),
    )


def _member(one: Member, own: Member, context: Context) -> FirmMember:
    email = email_of(str(one.account), context) if own.is_manager or one.id == own.id else None
    return FirmMember(
        id=one.id,
        name=name_of(str(one.account), context),
        email=None if email is None else email.value,
        is_manager=one.is_manager,
        is_own=one.id == own.id,
        joined_at=one.joined_at,
    )


@view(actors=SIGNED_IN)
def view_organisation_requests(
    reader: Reader, context: Context, *, after: str | None = None, limit: Count = 20
) -> FirmRequests | Refusal:
    """The requests of the firm of whoever is signed in, latest first: of those that they have not joined and do not
    manage, reference, device, status and who brought them.

    Args:
        after: Where the page before ended, None for the first.
        limit: Requests on a page.

    Returns:
        The page, or a refusal for who belongs to no firm.
    """
    own = _own(reader, context)
    if own is None:
        return NO_FIRM
    firm, member = own
    cursor = OF_ORGANISATION.decode_cursor(after)
    found = reader.find(OF_ORGANISATION, {"organisation": firm.id}, after=cursor, limit=limit + 1)
    return FirmRequests(
        firm=firm.name,
        rows=_rows(reader, found[:limit], member, context),
        is_manager=member.is_manager,
        next=OF_ORGANISATION.next_page(found, limit),
    )


def _rows(reader: Reader, requests: Sequence[ServiceRequest], own: Member, context: Context) -> tuple[FirmRequest, ...]:
    mine = reader.find(JOINED_BY, {"account": context.actor.id}, limit=_MOST_JOINED) if requests else ()
    joined = {one.request for one in mine if one.member == own.id}
    done = completed(reader, {one.id: one.decided for one in requests})

    def row(one: ServiceRequest) -> FirmRequest:
        is_own = one.customer == context.actor.id
        return FirmRequest(
            id=one.id,
            reference=Reference.stored(one.reference),
            device=one.device_checked or one.device,
            status=status_view(one.status, visible_phase(one.phase, one.id in done), context),
            created_at=one.created_at,
            by=brought_by(one, context),
            is_own=is_own,
            has_joined=one.id in joined,
            can_read=not is_own and (own.is_manager or one.id in joined),
            generation=one.generation if is_own else 0,
        )

    return tuple(map(row, requests))


def brought_by(request: ServiceRequest, context: Context) -> SafeText | None:
    """Under whose name a request was made.

    Args:
        request: The request.
        context: Who looks.

    Returns:
        The name, None where none is known.
    """
    name = " ".join(str(part) for part in (request.given_name, request.surname) if part)
    return context.redactor.name(name) if name else None


def _shared(reader: Reader, reference: str, context: Context) -> tuple[ServiceRequest, Member] | None:
    """A colleague's request of that reference, where whoever looks may read it."""
    try:
        found = reader.find(BY_REFERENCE, {"reference": str(Reference(reference))}, limit=1)
    except FieldError:
        return None
    member = member_of(reader, context.actor.id) if isinstance(context.actor, Customer) else None
    if not found or member is None or share_of(reader, found[0], context) < Share.READS:
        return None
    return None if found[0].customer == context.actor.id else (found[0], member)


@view(actors=SIGNED_IN)
def view_colleague_request(
    reader: Reader, context: Context, reference: str, *, older_than: str | None = None
) -> ColleagueRequest | Refusal:
    """A colleague's request, for who has joined it and for managers of the firm: what was said and sent, and how far it
    is. Quotes, invoices and everything that is decided stay with its customer.

    Args:
        reference: Its reference.
        older_than: `ColleagueRequest.older` of the page before, None for the latest messages.

    Returns:
        The request; a refusal for everybody else, as for one that does not exist.
    """
    found = _shared(reader, reference, context)
    if found is None:
        return NOT_FOUND
    request, member = found
    status = status_view(request.status, visible_phase(request.phase, is_completed(reader, request)), context)
    thread = reader.find(THREAD, {"request": request.id}, after=THREAD.decode_cursor(older_than), limit=_MESSAGES + 1)
    joined = _joined(reader, request)
    own = next((_colleague(one, context) for one in joined if one.member == member.id), None)
    has_files = Attachment.record_type.name in request.has
    return ColleagueRequest(
        id=request.id,
        version=request.version,
        reference=Reference.stored(request.reference),
        device=request.device_checked or request.device,
        subject=request.subject,
        by=brought_by(request, context),
        status=status,
        steps=steps(status),
        estimate=None if request.phase in ENDED else request.estimate,
        created_at=request.created_at,
        updated_at=request.updated_at,
        messages=tuple(map(_message, thread[:_MESSAGES])),
        older=THREAD.next_page(thread, _MESSAGES),
        files=room_files(reader, request, context) if has_files or own is not None else None,
        colleagues=tuple(_colleague(one, context) for one in joined),
        own=own,
        may_end=member.is_manager,
        can_write=own is not None and request.phase not in ENDED,
    )


def _message(one: ThreadMessage) -> MessageView:
    return MessageView(id=one.id, from_shop=one.side is Side.SHOP, author=one.author_name, at=one.at, text=one.text)


def _joined(reader: Reader, request: ServiceRequest) -> tuple[RequestColleague, ...]:
    if RequestColleague.record_type.name not in request.has:
        return ()
    return still_there(reader, tuple(reader.find(COLLEAGUES, {"request": request.id})))


def _colleague(one: RequestColleague, context: Context) -> ShownColleague:
    return ShownColleague(id=one.id, name=one.name, joined_at=one.joined_at, is_own=one.account == context.actor.id)


@view(actors=SIGNED_IN)
def view_colleague_stamp(reader: Reader, context: Context, reference: str) -> str | Refusal:
    """A text that is another one after each change of a colleague's request.

    Args:
        reference: Its reference.

    Returns:
        The stamp; a refusal as from `view_colleague_request`.
    """
    found = _shared(reader, reference, context)
    return NOT_FOUND if found is None else str(found[0].version)


@standing_part(lambda request: request.organisation is not None)
def firm_in_room(reader: Reader, request: ServiceRequest, context: Context) -> RoomFirm | None:
    """Which firm a request is shown to, for whose it is."""
    firm = reader.load(Organisation, str(request.organisation))
    if firm is None or firm.erased_at is not None:
        return None
    return RoomFirm(firm=firm.name, colleagues=tuple(_colleague(one, context) for one in _joined(reader, request)))
