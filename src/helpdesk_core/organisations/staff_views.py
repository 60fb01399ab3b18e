"""What staff see of firms: the list, one of them, its requests, and what a request has to do with one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from ..base.actors import STAFF
from ..base.asked import Count
from ..base.changes import Refusal
from ..base.queries import Cursor
from ..base.surnames import name_tokens
from ..base.tax_numbers import bare
from ..base.text import InternalNote, SafeText
from ..context import Context
from ..countries import TaxNumberRule
from ..guardrails.disclosure import staff_view
from ..guardrails.rights import may
from ..ports.store import Reader
from ..service_requests.access import name_of, request_view
from ..service_requests.model import ServiceRequest
from ..service_requests.rules import VIEW_REQUESTS
from ..triage.queue import QueueRow, row_of
from ..viewing import view
from .access import MANAGE, NO_FIRM, email_of
from .model import (
    BY_NAME,
    COLLEAGUES,
    INVITATIONS,
    MEMBERS,
    MOST_INVITATIONS,
    MOST_MEMBERS,
    OF_ORGANISATION,
    Invitation,
    Organisation,
    RequestColleague,
    member_of,
    name_key,
    still_there,
)

_AT_ONCE = 500


@staff_view
class OrganisationRow:
    """A firm in the list."""

    id: str
    name: SafeText
    tax_number: str | None


@staff_view
class OrganisationList:
    """Firms by name; ``next`` is the cursor of the next page."""

    rows: tuple[OrganisationRow, ...]
    next: str | None = None


@staff_view
class StaffMember:
    """Somebody of a firm.

    Attributes:
        name: None where the account is gone, or has no name.
        email: None where the account is gone, or has none.
    """

    id: str
    name: SafeText | None
    email: str | None
    is_manager: bool
    joined_at: datetime


@staff_view
class OrganisationForStaff:
    """A firm, with its people, its open invitations and its requests, latest first.

    Attributes:
        has_manager: Whether anybody of it says who belongs to it.
        next: The cursor of older requests.
    """

    id: str
    name: SafeText
    tax_number: str | None
    notes: InternalNote | None
    created_at: datetime
    members: tuple[StaffMember, ...]
    has_manager: bool
    invitations: tuple[Invitation, ...]
    requests: tuple[QueueRow, ...]
    next: str | None


@staff_view
class RequestOrganisation:
    """What a request has to do with a firm.

    Attributes:
        firm: Whose it is, None for its customer's alone.
        offered: The firm to which its customer belongs, where that is another one.
        colleagues: Who of the firm have joined it.
        may_set: Whether the viewer may say whose it is.
    """

    firm: OrganisationRow | None
    offered: OrganisationRow | None
    colleagues: tuple[RequestColleague, ...]
    may_set: bool


def _row(one: Organisation) -> OrganisationRow:
    return OrganisationRow(id=one.id, name=one.name, tax_number=one.tax_number)


@view(actors=STAFF, right=MANAGE)
def view_organisations(
    reader: Reader, context: Context, *, search: str = "", after: str | None = None, limit: Count = 50
) -> OrganisationList:
    """Firms by name.

    Args:
        search: Words of a name, or their beginnings, or the beginning of a tax number however it is written; empty for
            all.
        after: `OrganisationList.next` of the page before, None for the first.
        limit: Firms on a page.

    Returns:
        The page.
    """
    own = context.settings.law.tax_number
    found = _looked_through(reader, own, search, BY_NAME.decode_cursor(after), limit + 1)
    return OrganisationList(rows=tuple(map(_row, found[:limit])), next=BY_NAME.next_page(found, limit))


def _looked_through(
    reader: Reader, own: TaxNumberRule | None, search: str, after: Cursor | None, number: int
) -> list[Organisation]:
    """A shop's firms are hundreds: they are looked through in their order, which no index of words would have."""
    words, digits, at_once = name_tokens(name_key(search)), bare(search, own), _AT_ONCE if search.strip() else number
    found: list[Organisation] = []
    while len(found) < number:
        some = reader.find(BY_NAME, {}, after=after, limit=at_once)
        found += [one for one in some if _is_meant(one, words, digits, own)]
        if len(some) < at_once:
            break
        after = BY_NAME.cursor_of(some[-1])
    return found[:number]


def _is_meant(one: Organisation, words: Sequence[str], digits: str, own: TaxNumberRule | None) -> bool:
    named = name_tokens(name_key(str(one.name)))
    if all(any(word.startswith(typed) for word in named) for typed in words):
        return True
    return one.tax_number is not None and any(map(str.isdigit, digits)) and bare(one.tax_number, own).startswith(digits)


@view(actors=STAFF, right=MANAGE)
def view_organisation(
    reader: Reader, context: Context, organisation: str, *, after: str | None = None, limit: Count = 20
) -> OrganisationForStaff | Refusal:
    """A firm with all that staff keep of it.

    Args:
        organisation: Its id.
        after: `OrganisationForStaff.next` of the page before, None for the first.
        limit: Requests on a page.

    Returns:
        The firm, with the requests of the viewer's locations; a refusal where there is none.
    """
    found = reader.load(Organisation, organisation)
    if found is None or found.erased_at is not None:
        return NO_FIRM
    of_firm = {"organisation": found.id}
    members = reader.find(MEMBERS, of_firm, limit=MOST_MEMBERS)
    requests: Sequence[ServiceRequest] = ()
    if may(context.actor, VIEW_REQUESTS):
        cursor = OF_ORGANISATION.decode_cursor(after)
        requests = reader.find(OF_ORGANISATION, of_firm, after=cursor, limit=limit + 1)
    invitations = reader.find(INVITATIONS, of_firm, limit=MOST_INVITATIONS)
    return OrganisationForStaff(
        id=found.id,
        name=found.name,
        tax_number=found.tax_number,
        notes=found.notes,
        created_at=found.created_at,
        members=tuple(_member(one.id, one.account or "", one.is_manager, one.joined_at, context) for one in members),
        has_manager=any(one.is_manager for one in members),
        invitations=tuple(one for one in invitations if one.ends_at >= context.now),
        requests=tuple(map(row_of, requests[:limit])),
        next=OF_ORGANISATION.next_page(requests, limit),
    )


def _member(id: str, account: str, is_manager: bool, joined_at: datetime, context: Context) -> StaffMember:
    email = email_of(account, context)
    return StaffMember(
        id=id,
        name=name_of(account, context),
        email=None if email is None else email.value,
        is_manager=is_manager,
        joined_at=joined_at,
    )


@request_view(actors=STAFF, right=VIEW_REQUESTS)
def view_request_organisation(reader: Reader, context: Context, request: ServiceRequest) -> RequestOrganisation:
    """What a request has to do with a firm of customers.

    Args:
        request_id: The request's id.

    Returns:
        Whose it is and whose it could be; a refusal when there is no such request within the viewer's locations.
    """
    own = member_of(reader, request.customer) if request.customer else None
    firm = _found(reader, request.organisation)
    offered = None if own is None or own.organisation == request.organisation else _found(reader, own.organisation)
    has_any = RequestColleague.record_type.name in request.has
    colleagues = tuple(reader.find(COLLEAGUES, {"request": request.id})) if has_any else ()
    return RequestOrganisation(
        firm=firm,
        offered=offered,
        colleagues=still_there(reader, colleagues),
        may_set=may(context.actor, MANAGE, request),
    )


def _found(reader: Reader, id: str | None) -> OrganisationRow | None:
    found = reader.load(Organisation, id) if id else None
    return None if found is None or found.erased_at is not None else _row(found)
