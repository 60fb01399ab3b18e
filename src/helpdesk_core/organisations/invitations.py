"""Inviting a colleague by e-mail, and what becomes of that. Whoever accepts is signed in to a confirmed account that
has the very address: its domain says nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import attrs

from ..base.actors import ActorKind
from ..base.changes import Change, Job, Refusal, RefusalKind, Save, Verdict, refused
from ..base.commands import Command, OpaqueId, R_co, command
from ..base.contacts import Contact, ContactKind
from ..base.messages import define
from ..base.records import Subject
from ..base.results import Result
from ..contacts.limits import Counter, Limit, count, mails_to
from ..context import Context
from ..handlers import handles
from ..jobs import Carry, Drop, Work, job
from ..ports.store import Reader
from ..reach import is_taken
from .access import (
    MANAGE,
    MANAGERS_ONLY,
    PEOPLE,
    SIGNED_IN,
    OfOrganisation,
    OrganisationCommand,
    invitations_to,
    load_firm,
    load_organisation,
)
from .changes import ColleagueInvited, InvitationAccepted, InvitationEnded, MemberJoined
from .model import INVITATIONS, MEMBERS, MOST_INVITATIONS, MOST_MEMBERS, Invitation, Organisation, member_of
from .staff import FULL, new_member, touched

OPEN_FOR = timedelta(days=14)
"""Then an invitation that nobody answered is over, and its address is emptied."""
INVITED = Limit("organisation_invitations", 20)
"""Invitations of one firm within the hour."""
END = "end_invitation"
EMAIL_NEEDED = Refusal(define("refusal.organisation_email", "An invitation goes to an e-mail address."), field="email")
IS_MEMBER = Refusal(
    define("refusal.organisation_member", "This person belongs to your firm already."),
    field="email",
    kind=RefusalKind.CONFLICT,
)
NO_INVITATION = Refusal(
    define("refusal.organisation_invitation", "This invitation is over, or it is for another address."),
    kind=RefusalKind.NOT_FOUND,
)
HAVE_FIRM = Refusal(
    define("refusal.organisation_have_one", "Your account belongs to a firm already. Please leave that one first."),
    kind=RefusalKind.CONFLICT,
)
MANY_OPEN = Refusal(
    define("refusal.organisation_invitations", "There are too many open invitations. Please take some back first."),
    kind=RefusalKind.CONFLICT,
)


@command
class InviteColleague(OrganisationCommand[Result]):
    """Invite somebody to the firm: by staff, or by a manager. The answer is the same whether the address has an account
    or none. An open invitation to the same address is replaced.

    Args:
        email: The colleague's address.
    """

    email: Contact


@command
class InvitationCommand(Command[R_co]):
    """A command about one invitation.

    Args:
        invitation: The invitation's id.
    """

    invitation: OpaqueId


@command
class WithdrawInvitation(InvitationCommand[Result]):
    """Take an invitation back: by staff, or by a manager."""


@command
class AcceptInvitation(InvitationCommand[Result]):
    """Join the firm that invited an address of one's own."""


@command
class DeclineInvitation(InvitationCommand[Result]):
    """Want nothing to do with it."""


@command
class EndInvitation(InvitationCommand[Result]):
    """What a job says of an invitation that nobody answered."""


@attrs.frozen(kw_only=True)
class Inviting(OfOrganisation):
    """A firm, its open invitations, its people's addresses, and how many invitations went out within the hour."""

    invitations: tuple[Invitation, ...]
    addresses: frozenset[str]
    number: int
    counter: Counter


def load_inviting(reader: Reader, command: InviteColleague, context: Context) -> Inviting | Refusal:
    """As much is read whoever has the address."""
    loaded = load_organisation(reader, command, context)
    if isinstance(loaded, Refusal):
        return loaded
    of_firm = {"organisation": loaded.organisation.id}
    members = reader.find(MEMBERS, of_firm, limit=MOST_MEMBERS)
    accounts = (context.directory.account(one.account) for one in members)
    limits = {INVITED: loaded.organisation.id, **mails_to(command.email, proved=False)}
    return Inviting(
        organisation=loaded.organisation,
        own=loaded.own,
        invitations=tuple(reader.find(INVITATIONS, of_firm, limit=MOST_INVITATIONS)),
        addresses=frozenset(contact.key for one in accounts if one is not None for contact in one.contacts),
        number=len(members),
        counter=count(reader, context, limits),
    )


@handles(InviteColleague, actors=PEOPLE, load=load_inviting, right=MANAGE, shared=True)
def invite(loaded: Inviting, command: InviteColleague, context: Context) -> Verdict[Result]:
    """The mail says where to accept, and opens nothing by itself."""
    if not loaded.is_in_charge:
        return refused(MANAGERS_ONLY)
    if command.email.kind is not ContactKind.EMAIL or not is_taken(command.email, context.notifiers):
        return refused(EMAIL_NEEDED)
    if command.email.key in loaded.addresses:
        return refused(IS_MEMBER)
    if full := loaded.counter.refusal:
        return refused(full)
    before = [one for one in loaded.invitations if one.contact == command.email]
    if loaded.number >= MOST_MEMBERS:
        return refused(FULL)
    if not before and len(loaded.invitations) >= MOST_INVITATIONS:
        return refused(MANY_OPEN)
    made = context.make(
        Invitation,
        organisation=loaded.organisation.id,
        email=command.email.value,
        invited_by=None if loaded.own is None else context.actor.id,
        invited_at=context.now,
        ends_at=context.now + OPEN_FOR,
    )
    replaced = [InvitationEnded(invitation=one.id, why="replaced") for one in before]
    ending = {"invitation": made.id}
    return Verdict(
        result=Result(),
        touched=(touched(loaded.organisation, *replaced, ColleagueInvited(contact=made.id)),),
        saves=(
            *(Save(before=one, after=one.ended(context.now)) for one in before),
            Save(after=made),
            *loaded.counter.one_more(context),
        ),
        jobs=(Job(name=END, subject=loaded.organisation, payload=ending, due_in=OPEN_FOR.total_seconds()),),
    )


@attrs.frozen(kw_only=True)
class OfInvitation(OfOrganisation):
    """A firm with an invitation to it."""

    invitation: Invitation


def load_invitation(reader: Reader, command: InvitationCommand[Any], context: Context) -> OfInvitation | Refusal:
    """One of the firm of whoever acts."""
    found = reader.load(Invitation, command.invitation)
    if found is None or found.ended_at is not None:
        return NO_INVITATION
    if context.actor.kind is ActorKind.AUTOMATION:
        organisation = reader.load(Organisation, found.organisation)
        return NO_INVITATION if organisation is None else OfInvitation(organisation=organisation, invitation=found)
    loaded = load_firm(reader, found.organisation, context)
    if isinstance(loaded, Refusal):
        return NO_INVITATION
    return OfInvitation(organisation=loaded.organisation, own=loaded.own, invitation=found)


@handles(WithdrawInvitation, actors=PEOPLE, load=load_invitation, right=MANAGE, shared=True)
def withdraw(loaded: OfInvitation, command: WithdrawInvitation, context: Context) -> Verdict[Result]:
    """From then on nobody accepts it."""
    return _ended(loaded, "withdrawn", context) if loaded.is_in_charge else refused(MANAGERS_ONLY)


@handles(EndInvitation, actors=frozenset({ActorKind.AUTOMATION}), load=load_invitation)
def end(loaded: OfInvitation, command: EndInvitation, context: Context) -> Verdict[Result]:
    """Whoever did not answer for two weeks is forgotten."""
    return _ended(loaded, "expired", context)


def _ended(
    loaded: OfInvitation, why: str, context: Context, *changes: Change, saves: tuple[Save, ...] = ()
) -> Verdict[Result]:
    invitation = loaded.invitation
    ended = InvitationEnded(invitation=invitation.id, why=why)
    return Verdict(
        result=Result(),
        touched=(touched(loaded.organisation, ended, *changes),),
        saves=(Save(before=invitation, after=invitation.ended(context.now)), *saves),
    )


@attrs.frozen(kw_only=True)
class Answering(OfInvitation):
    """An invitation to whoever is signed in, and whether they belong to a firm already."""

    has_firm: bool
    number: int


def load_answering(reader: Reader, command: InvitationCommand[Any], context: Context) -> Answering | Refusal:
    """Only one that is to an address which the account has proved."""
    found = next((one for one in invitations_to(reader, context) if one.id == command.invitation), None)
    organisation = None if found is None else reader.load(Organisation, found.organisation)
    if found is None or organisation is None or organisation.erased_at is not None:
        return NO_INVITATION
    return Answering(
        organisation=organisation,
        invitation=found,
        has_firm=member_of(reader, context.actor.id) is not None,
        number=len(reader.find(MEMBERS, {"organisation": organisation.id}, limit=MOST_MEMBERS)),
    )


@handles(AcceptInvitation, actors=SIGNED_IN, load=load_answering, shared=True)
def accept(loaded: Answering, command: AcceptInvitation, context: Context) -> Verdict[Result]:
    """Nothing of what they asked before is shown to the firm by that."""
    if loaded.has_firm:
        return refused(HAVE_FIRM)
    if loaded.number >= MOST_MEMBERS:
        return refused(FULL)
    made = new_member(loaded.organisation, context.actor.id, context)
    by = loaded.invitation.invited_by
    told = () if by is None else (InvitationAccepted(contact=by),)
    return _ended(loaded, "accepted", context, MemberJoined(member=made.id), *told, saves=(Save(after=made),))


@handles(DeclineInvitation, actors=SIGNED_IN, load=load_answering, shared=True)
def decline(loaded: Answering, command: DeclineInvitation, context: Context) -> Verdict[Result]:
    """Who invited sees that it is open no more."""
    return _ended(loaded, "declined", context)


@job(END)
def end_job(reader: Reader, subject: Subject, keys: dict[str, str], context: Context) -> Work:
    """Only one that is open still."""
    found = reader.load(Invitation, keys["invitation"])
    if found is None or found.ended_at is not None:
        return Drop(reason="ended")
    return Carry(command=EndInvitation(invitation=OpaqueId(found.id)))
