"""Who sees a firm, and what of its requests: its managers read all, its people those that they have joined."""

from __future__ import annotations

from typing import Any

import attrs

from ..base.actors import STAFF, ActorKind, Customer
from ..base.changes import Refusal, RefusalKind
from ..base.commands import Command, OpaqueId, R_co, command
from ..base.contacts import Contact, ContactKind
from ..base.messages import define
from ..context import Context
from ..guardrails.rights import right
from ..handlers import Loaded
from ..ports.store import Reader
from ..service_requests.model import ServiceRequest
from ..subjects import Addressed, Joining, Links, Share, SubjectPolicy, declare_joining, declare_subject, shares
from .model import (
    COLLEAGUES,
    TO_ADDRESSES,
    Invitation,
    Member,
    Organisation,
    RequestColleague,
    member_of,
    still_there,
)

SIGNED_IN = frozenset({ActorKind.CUSTOMER})
PEOPLE = STAFF | SIGNED_IN
MANAGE = right("organisations.manage", "Keep firms, the accounts that belong to them, and which requests are theirs.")
NO_FIRM = Refusal(
    define("refusal.no_such_organisation", "This firm does not exist, or you do not belong to it."),
    kind=RefusalKind.NOT_FOUND,
)
MANAGERS_ONLY = Refusal(
    define("refusal.organisation_managers", "Only a manager of the firm can do this."), kind=RefusalKind.FORBIDDEN
)


@shares(Organisation)
def share_of_firm(reader: Reader, organisation: Organisation, context: Context) -> Share:
    """Its people see it, and so does whoever is invited to it."""
    member = member_of(reader, context.actor.id)
    is_own = member is not None and member.organisation == organisation.id
    is_invited = not is_own and any(one.organisation == organisation.id for one in invitations_to(reader, context))
    return Share.READS if organisation.erased_at is None and (is_own or is_invited) else Share.NOTHING


@shares(ServiceRequest)
def share_of_request(reader: Reader, request: ServiceRequest, context: Context) -> Share:
    """Of a request of the firm: who joined it writes, a manager reads, others know that there is one. Asked anew each
    time, so that whoever leaves the firm, or is not its manager any more, sees nothing from then on."""
    if request.organisation is None:
        return Share.NOTHING
    member = member_of(reader, context.actor.id)
    if member is None or member.organisation != request.organisation:
        return Share.NOTHING
    if "request_colleagues" in request.has:
        joined = reader.find(COLLEAGUES, {"request": request.id})
        if any(one.member == member.id for one in joined):
            return Share.WRITES
    return Share.READS if member.is_manager else Share.KNOWS


def _joined(reader: Reader, request: ServiceRequest) -> tuple[str, ...]:
    if request.organisation is None or RequestColleague.record_type.name not in request.has:
        return ()
    return tuple(one.id for one in still_there(reader, tuple(reader.find(COLLEAGUES, {"request": request.id}))))


def _account(reader: Reader, request: ServiceRequest, id: str) -> str | None:
    """Whoever was taken out, has left, or does not see the request any more, is told nothing."""
    one = reader.load(RequestColleague, id)
    if one is None or one.ended_at is not None or request.organisation is None:
        return None
    return one.account if still_there(reader, (one,)) else None


declare_joining(
    Joining(
        record=ServiceRequest,
        everybody=_joined,
        account=_account,
        link=lambda request, links: links.organisation_request(request.reference),
    )
)


def invitations_to(reader: Reader, context: Context) -> tuple[Invitation, ...]:
    """The invitations that whoever is signed in may answer: to an address that their account has proved."""
    account = context.directory.account(context.actor.id) if isinstance(context.actor, Customer) else None
    keys = () if account is None else tuple(sorted({one.key for one in account.contacts}))
    found = reader.find(TO_ADDRESSES, {"email_key": keys}) if keys else ()
    return tuple(one for one in found if one.ends_at >= context.now)


def email_of(account: str, context: Context) -> Contact | None:
    """The address of an account, None where there is no such account any more, or it has none."""
    found = context.directory.account(account)
    contacts = () if found is None else found.contacts
    return next((one for one in contacts if one.kind is ContactKind.EMAIL), None)


@command
class OrganisationCommand(Command[R_co]):
    """A command about one firm.

    Args:
        organisation: The firm's id.
    """

    organisation: OpaqueId


@attrs.frozen(kw_only=True)
class OfOrganisation(Loaded):
    """A firm, and what whoever acts is in it: None for staff."""

    organisation: Organisation
    own: Member | None = None

    @property
    def subject(self) -> Organisation:
        """The firm."""
        return self.organisation

    @property
    def is_in_charge(self) -> bool:
        """Whether who acts may say who belongs to it: staff, and its managers."""
        return self.own is None or self.own.is_manager


def load_firm(reader: Reader, id: str, context: Context) -> OfOrganisation | Refusal:
    """A firm for staff, or for one of its people."""
    organisation = reader.load(Organisation, id)
    if organisation is None or organisation.erased_at is not None:
        return NO_FIRM
    if not isinstance(context.actor, Customer):
        return OfOrganisation(organisation=organisation)
    own = member_of(reader, context.actor.id)
    if own is None or own.organisation != organisation.id:
        return NO_FIRM
    return OfOrganisation(organisation=organisation, own=own)


def load_organisation(reader: Reader, command: OrganisationCommand[Any], context: Context) -> OfOrganisation | Refusal:
    """Load for commands about one firm."""
    return load_firm(reader, command.organisation, context)


def _can_access(organisation: Organisation, context: Context) -> bool:
    return context.actor.kind in STAFF or context.actor.kind is ActorKind.AUTOMATION


def _addressed(
    reader: Reader, organisation: Organisation, contact: str, context: Context, links: Links
) -> Addressed | None:
    """An invitation's address, as long as it is open, in the language of whoever invites: nothing is known of who is
    invited. Else the address of the account of the id."""
    invitation = reader.load(Invitation, contact)
    to = invitation.contact if invitation is not None else email_of(contact, context)
    if to is None:
        return None
    member = None if invitation is not None else member_of(reader, contact)
    is_here = invitation is not None or (member is not None and member.organisation == organisation.id)
    speaks = contact if invitation is None else invitation.invited_by
    account = None if speaks is None else context.directory.account(speaks)
    language = None if account is None else account.language
    return Addressed(contact=to, link=links.organisation(), thread=organisation.id, lets_in=is_here, language=language)


declare_subject(
    SubjectPolicy(
        record=Organisation,
        can_access=_can_access,
        language=lambda organisation: organisation.language,
        addressed=_addressed,
    )
)
