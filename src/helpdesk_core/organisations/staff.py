"""What staff do about firms: write one down, correct it, put an account into it, erase it."""

from __future__ import annotations

from typing import Any

import attrs

from ..base.actors import STAFF, ActorKind
from ..base.changes import Refusal, RefusalKind, Save, Touch, Verdict, refused
from ..base.commands import Command, OpaqueId, R_co, command, text
from ..base.contacts import Contact
from ..base.messages import define
from ..base.results import Result, result
from ..base.tax_numbers import TaxNumber, spellings
from ..base.text import InternalNote, RawText
from ..context import Context
from ..guardrails.rights import right
from ..handlers import Loaded, handles
from ..ports.store import Reader
from .access import MANAGE, NO_FIRM, OfOrganisation, OrganisationCommand, load_organisation
from .changes import MemberAdded, OrganisationChanged, OrganisationCreated, OrganisationErased
from .model import (
    BY_TAX_NUMBERS,
    INVITATIONS,
    MEMBERS,
    MOST_INVITATIONS,
    MOST_MEMBERS,
    Invitation,
    Member,
    Organisation,
    member_of,
)

ERASE = right("organisations.erase", "Erase firms.", admins=True)
SAME_NUMBER = Refusal(
    define("refusal.organisation_tax_number", "There is a firm with this tax number already: {firm}."),
    field="tax_number",
    kind=RefusalKind.CONFLICT,
)
NO_ACCOUNT = Refusal(
    define("refusal.organisation_account", "No confirmed account has this address. You can send an invitation."),
    field="email",
)
HAS_FIRM = Refusal(
    define("refusal.organisation_taken", "This account belongs to a firm already, and an account belongs to one."),
    field="email",
    kind=RefusalKind.CONFLICT,
)
FULL = Refusal(
    define("refusal.organisation_full", "There are too many people in this firm. Please call us."),
    kind=RefusalKind.CONFLICT,
)


@result
class OrganisationMade(Result):
    """The id of a firm."""

    organisation: str


@command
class DescribedOrganisation(Command[R_co]):
    """A command that says all of a firm.

    Args:
        name: What it is called.
        tax_number: Its NIP, or its VAT number in another country of the EU.
        notes: What staff should know, which nobody of the firm reads.
    """

    name: RawText = text(max_length=200)
    tax_number: TaxNumber | None = None
    notes: RawText | None = text(max_length=2000, default=None)


@command
class CreateOrganisation(DescribedOrganisation[OrganisationMade]):
    """Write down a firm of customers. Nobody belongs to it yet."""


@command
class ChangeOrganisation(DescribedOrganisation[Result]):
    """Correct what stands there; all of it is said again.

    Args:
        organisation: The firm's id.
    """

    organisation: OpaqueId


@command
class AddMember(OrganisationCommand[Result]):
    """Put a customer's account into a firm. Its owner is told.

    Args:
        email: The proved address of the account.
        is_manager: Whether its owner says who belongs to the firm, and reads all of its requests.
    """

    email: Contact
    is_manager: bool = False


@command
class EraseOrganisation(OrganisationCommand[Result]):
    """Erase who a firm is and who belonged to it. Nobody sees anything as one of its people any more; the requests
    stay their customers'."""


@attrs.frozen(kw_only=True)
class ToDescribe(Loaded):
    """The firm, None for a new one, and another one with the same tax number."""

    organisation: Organisation | None
    other: Organisation | None

    @property
    def subject(self) -> Organisation | None:
        """The firm."""
        return self.organisation


def load_to_create(reader: Reader, command: CreateOrganisation, context: Context) -> ToDescribe:
    """Whether another one has the number."""
    return ToDescribe(organisation=None, other=_same_number(reader, command.tax_number, None, context))


def load_to_change(reader: Reader, command: ChangeOrganisation, context: Context) -> ToDescribe | Refusal:
    """The firm, and whether another one has the number."""
    found = reader.load(Organisation, command.organisation)
    if found is None or found.erased_at is not None:
        return NO_FIRM
    return ToDescribe(organisation=found, other=_same_number(reader, command.tax_number, found.id, context))


def _same_number(reader: Reader, number: TaxNumber | None, own: str | None, context: Context) -> Organisation | None:
    """Another firm with the number, in whichever spelling."""
    written = () if number is None else spellings(number, context.settings.law.tax_number)
    found = reader.find(BY_TAX_NUMBERS, {"tax_number": written}, limit=3) if written else ()
    return next((one for one in found if one.id != own), None)


def _taken(other: Organisation) -> Verdict[Any]:
    return refused(attrs.evolve(SAME_NUMBER, params={"firm": str(other.name)}))


def _described(command: DescribedOrganisation[Any], context: Context) -> dict[str, Any]:
    notes = context.texts.get("notes")
    return {
        "name": context.texts["name"],
        "tax_number": None if command.tax_number is None else str(command.tax_number),
        "notes": None if notes is None else InternalNote(notes),
    }


@handles(CreateOrganisation, actors=STAFF, load=load_to_create, right=MANAGE)
def create(loaded: ToDescribe, command: CreateOrganisation, context: Context) -> Verdict[OrganisationMade]:
    """Two firms may have one name, and never one tax number."""
    if loaded.other is not None:
        return _taken(loaded.other)
    language = context.settings.language(None)
    made = context.make(Organisation, language=language, created_at=context.now, **_described(command, context))
    return Verdict(
        result=OrganisationMade(organisation=made.id), touched=(Touch(after=made, changes=(OrganisationCreated(),)),)
    )


@handles(ChangeOrganisation, actors=STAFF, load=load_to_change, right=MANAGE)
def change(loaded: ToDescribe, command: ChangeOrganisation, context: Context) -> Verdict[Result]:
    """Who belongs to it stays."""
    if loaded.other is not None:
        return _taken(loaded.other)
    before = loaded.organisation
    assert before is not None
    after = before.changed(**_described(command, context))
    if after == before:
        return Verdict(result=Result())
    return Verdict(result=Result(), touched=(Touch(before=before, after=after, changes=(OrganisationChanged(),)),))


@attrs.frozen(kw_only=True)
class Adding(OfOrganisation):
    """A firm, the account of an address, what it is in a firm already, and how many belong to this one."""

    account: str | None
    member: Member | None
    number: int


def load_adding(reader: Reader, command: AddMember, context: Context) -> Adding | Refusal:
    """Where several accounts of a host have one address, none of them is meant."""
    loaded = load_organisation(reader, command, context)
    if isinstance(loaded, Refusal):
        return loaded
    found = context.directory.accounts(command.email)
    account = found[0].id if len(found) == 1 else None
    return Adding(
        organisation=loaded.organisation,
        account=account,
        member=None if account is None else member_of(reader, account),
        number=len(reader.find(MEMBERS, {"organisation": loaded.organisation.id}, limit=MOST_MEMBERS)),
    )


@handles(AddMember, actors=STAFF, load=load_adding, right=MANAGE)
def add(loaded: Adding, command: AddMember, context: Context) -> Verdict[Result]:
    """From now on; nothing of what they asked before is shown to the firm by that."""
    if loaded.account is None:
        return refused(NO_ACCOUNT)
    if loaded.member is not None:
        return refused(HAS_FIRM)
    if loaded.number >= MOST_MEMBERS:
        return refused(FULL)
    made = new_member(loaded.organisation, loaded.account, context, is_manager=command.is_manager)
    added = MemberAdded(contact=loaded.account, is_manager=command.is_manager)
    return Verdict(result=Result(), touched=(touched(loaded.organisation, added),), saves=(Save(after=made),))


def new_member(organisation: Organisation, account: str, context: Context, *, is_manager: bool = False) -> Member:
    """An account as one of a firm's."""
    return context.make(
        Member, organisation=organisation.id, account=account, is_manager=is_manager, joined_at=context.now
    )


def touched(organisation: Organisation, *changes: Any) -> Touch:
    """A firm to whose people something happened."""
    return Touch(before=organisation, after=organisation.changed(), changes=changes)


@attrs.frozen(kw_only=True)
class ToErase(OfOrganisation):
    """A firm, everybody who belongs to it, and its invitations."""

    members: tuple[Member, ...]
    invitations: tuple[Invitation, ...]


def load_to_erase(reader: Reader, command: EraseOrganisation, context: Context) -> ToErase | Refusal:
    """All of it."""
    loaded = load_organisation(reader, command, context)
    if isinstance(loaded, Refusal):
        return loaded
    of_firm = {"organisation": loaded.organisation.id}
    return ToErase(
        organisation=loaded.organisation,
        members=tuple(reader.find(MEMBERS, of_firm, limit=MOST_MEMBERS)),
        invitations=tuple(reader.find(INVITATIONS, of_firm, limit=MOST_INVITATIONS)),
    )


@handles(EraseOrganisation, actors=frozenset({ActorKind.ADMIN}), load=load_to_erase, right=ERASE)
def erase(loaded: ToErase, command: EraseOrganisation, context: Context) -> Verdict[Result]:
    """Its requests name it still, and lead nowhere."""
    before, now = loaded.organisation, context.now
    gone = before.erased().changed(erased_at=now)
    return Verdict(
        result=Result(),
        touched=(Touch(before=before, after=gone, changes=(OrganisationErased(),)),),
        saves=(
            *(Save(before=one, after=one.ended(now)) for one in loaded.members),
            *(Save(before=one, after=one.ended(now)) for one in loaded.invitations),
        ),
    )
