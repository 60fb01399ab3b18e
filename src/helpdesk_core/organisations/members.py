"""Who manages a firm, and who leaves it."""

from __future__ import annotations

import attrs

from ..base.changes import Change, Refusal, Save, Verdict, refused
from ..base.commands import Command, OpaqueId, R_co, command
from ..base.results import Result
from ..belongings import Gone, declare_belongings
from ..context import Context
from ..handlers import handles
from ..ports.store import Reader
from ..service_requests.model import ServiceRequest
from ..service_requests.rules import touch
from .access import MANAGE, MANAGERS_ONLY, NO_FIRM, PEOPLE, OfOrganisation, load_firm
from .changes import ColleagueGone, ManagerSet, MemberLeft, MemberRemoved
from .model import JOINED_BY, Member, Organisation, RequestColleague, member_of
from .staff import touched


@command
class MemberCommand(Command[R_co]):
    """A command about somebody of a firm.

    Args:
        member: The member's id.
    """

    member: OpaqueId


@command
class SetManager(MemberCommand[Result]):
    """Make somebody a manager of their firm, or a manager no more: by staff, or by a manager. There may be several;
    where there is none, the pages say so.

    Args:
        is_manager: What they are from now on.
    """

    is_manager: bool


@command
class RemoveMember(MemberCommand[Result]):
    """Take somebody out of their firm: staff and managers anybody, everybody themselves. They see nothing of it from
    then on; their own requests stay theirs."""


@attrs.frozen(kw_only=True)
class OfMember(OfOrganisation):
    """A firm, and one of its people."""

    member: Member


def load_member(reader: Reader, command: MemberCommand[Result], context: Context) -> OfMember | Refusal:
    """The firm is that of whoever acts, or staff's to keep."""
    found = reader.load(Member, command.member)
    if found is None or found.ended_at is not None:
        return NO_FIRM
    loaded = load_firm(reader, found.organisation, context)
    if isinstance(loaded, Refusal):
        return loaded
    return OfMember(organisation=loaded.organisation, own=loaded.own, member=found)


@handles(SetManager, actors=PEOPLE, load=load_member, right=MANAGE, shared=True)
def set_manager(loaded: OfMember, command: SetManager, context: Context) -> Verdict[Result]:
    """Handing it over is two of these: the other one first."""
    if not loaded.is_in_charge:
        return refused(MANAGERS_ONLY)
    before = loaded.member
    if before.is_manager is command.is_manager:
        return Verdict(result=Result())
    after = before.changed(is_manager=command.is_manager)
    change = ManagerSet(member=before.id, is_manager=command.is_manager)
    return Verdict(
        result=Result(), touched=(touched(loaded.organisation, change),), saves=(Save(before=before, after=after),)
    )


@handles(RemoveMember, actors=PEOPLE, load=load_member, right=MANAGE, shared=True)
def remove(loaded: OfMember, command: RemoveMember, context: Context) -> Verdict[Result]:
    """It holds at once: whoever asks for anything of the firm is looked up each time."""
    before = loaded.member
    is_own = loaded.own is not None and loaded.own.id == before.id
    if not (is_own or loaded.is_in_charge):
        return refused(MANAGERS_ONLY)
    change: Change = MemberLeft(member=before.id) if is_own else MemberRemoved(contact=str(before.account))
    return Verdict(
        result=Result(),
        touched=(touched(loaded.organisation, change),),
        saves=(Save(before=before, after=before.ended(context.now)),),
    )


@attrs.frozen(kw_only=True)
class Leaving:
    """What an account has to do with a firm and with requests of colleagues.

    Attributes:
        places: The firm with what the account is in it; empty for none.
        joined: Requests of others with what the account is there.
    """

    places: tuple[tuple[Organisation, Member], ...]
    joined: tuple[tuple[ServiceRequest, RequestColleague], ...]


_MOST_JOINED = 500


def leaving(reader: Reader, account: str) -> Leaving:
    """All that ends when an account goes.

    Args:
        reader: Where to read.
        account: The account's id.

    Returns:
        It.
    """
    member = member_of(reader, account)
    firm = None if member is None else reader.load(Organisation, member.organisation)
    rows = reader.find(JOINED_BY, {"account": account}, limit=_MOST_JOINED)
    pairs = ((reader.load(ServiceRequest, one.request), one) for one in rows)
    return Leaving(
        places=((firm, member),) if firm is not None and member is not None else (),
        joined=tuple((request, one) for request, one in pairs if request is not None),
    )


def left(found: Leaving, context: Context) -> Gone:
    """That an account is gone from its firm and from the requests of colleagues: no name of it stays there.

    Args:
        found: What there was.
        context: When.

    Returns:
        The subjects with what happened, and the rows.
    """
    now = context.now
    touches = (
        *(touched(firm, MemberLeft(member=member.id)) for firm, member in found.places),
        *(touch(request, context, ColleagueGone(joining=one.id)) for request, one in found.joined),
    )
    saves = (
        *(Save(before=member, after=member.ended(now)) for _, member in found.places),
        *(Save(before=one, after=one.changed(account=None, name=None, ended_at=now)) for _, one in found.joined),
    )
    return Gone(touched=touches, saves=saves)


declare_belongings(leaving, left)
