"""What each type of subject says of itself: who may see it, whom its notices reach, in which language, by which link.

History, decisions, jobs, erasing and access ask the policy; nothing else knows which types of subject there are.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import IntEnum
from typing import Any, Generic, Protocol, TypeVar

import attrs

from .base.actors import Customer
from .base.changes import Refusal, RefusalKind
from .base.contacts import Contact
from .base.grants import GrantScope
from .base.messages import define
from .base.queries import Query
from .base.records import Record, Subject, record_types
from .context import Context
from .ports.store import Reader

_S = TypeVar("_S", bound=Subject)
NOT_FOUND = Refusal(
    define("refusal.no_such_request", "This request does not exist, or you do not have access to it."),
    kind=RefusalKind.NOT_FOUND,
)
NOT_ALLOWED = Refusal(
    define("refusal.not_allowed", "You cannot do this here. Please ask our team for help."),
    kind=RefusalKind.FORBIDDEN,
)


class Links(Protocol):
    """Makes addresses of pages, as the host lays them out."""

    def room(self, subject: str, generation: int) -> str:
        """The private link to a subject's page."""

    def desk(self, reference: str) -> str:
        """The staff's page."""

    def account(self, token: str) -> str:
        """The page to which the link of a customer account leads."""

    def organisation(self) -> str:
        """The page on which a signed-in customer finds their firm, and invitations to one."""

    def organisation_request(self, reference: str) -> str:
        """The page on which a signed-in customer reads a colleague's request."""


@attrs.frozen(kw_only=True)
class Addressed:
    """Where a message to one contact goes, with the link that its reader gets.

    Attributes:
        lets_in: Whether the contact still lets its person in.
        thread: Names what mail programs show as one conversation.
        language: The reader's, where it is not that of the subject.
    """

    contact: Contact
    link: str | None
    thread: str
    lets_in: bool = True
    language: str | None = None


@attrs.frozen(kw_only=True)
class Reachable:
    """One way to reach the customer of a subject."""

    id: str
    contact: Contact
    verified: bool


@attrs.frozen(kw_only=True)
class SubjectPolicy(Generic[_S]):
    """The answers of one type of subject. Who may see it must be said; what else is not said is that of a subject of
    the shop's own, of which no customer hears.

    Attributes:
        record: The record class.
        can_access: Whether the actor of this context may see it.
        reference: What people call it, as it stands in notices.
        language: The language of its customer's notices; nothing for the shop's own.
        reachable: How its customer is reached, the preferred way first.
        contacts: The query that answers that, where one does: records about the subject. It is asked for along with the
            subject when staff send a command, so that their answer can say whether the customer is told.
        assignee: The member of staff who is told of news; None for the team.
        room_link: The customer's link.
        desk_link: The staff's link.
        holds_grant: Whether the actor of this context holds a living grant of a scope for it; never, where none are
            made.
        addressed: Where a message goes to the contact that a change names; None where it is gone.
    """

    record: type[_S]
    can_access: Callable[[_S, Context], bool]
    reference: Callable[[_S], str] = lambda subject: ""
    language: Callable[[_S], str] = lambda subject: ""
    reachable: Callable[[Reader, _S], Sequence[Reachable]] = lambda reader, subject: ()
    contacts: Query | None = None
    assignee: Callable[[_S], str | None] = lambda subject: None
    room_link: Callable[[_S, Links], str | None] = lambda subject, links: None
    desk_link: Callable[[_S, Links], str] = lambda subject, links: links.desk("")
    holds_grant: Callable[[_S, Context, GrantScope], bool] = lambda subject, context, scope: False
    addressed: Callable[[Reader, _S, str, Context, Links], Addressed | None] = (
        lambda reader, subject, contact, context, links: None
    )


#: The policy of each type of subject, by the record type's name.
policies: dict[str, SubjectPolicy[Any]] = {}


def declare_subject(policy: SubjectPolicy[_S]) -> SubjectPolicy[_S]:
    """Register the policy of a type of subject. Raises TypeError for a type that has one."""
    name = policy.record.record_type.name
    if name in policies:
        raise TypeError(f"two policies for {name}")
    policies[name] = policy
    return policy


def policy_of(subject: Subject) -> SubjectPolicy[Any]:
    """The policy of a subject's type. Raises TypeError for a type without one."""
    found = policies.get(subject.record_type.name)
    if found is None:
        raise TypeError(f"{subject.record_type.name} has no policy: declare_subject(…)")
    return found


def can_access(subject: Subject, context: Context) -> bool:
    """Whether the actor may see this subject."""
    return bool(policy_of(subject).can_access(subject, context))


def holds_any(subject: Subject, context: Context, scopes: Sequence[GrantScope]) -> bool:
    """Whether the actor holds a living grant for this subject of one of these scopes."""
    return any(policy_of(subject).holds_grant(subject, context, scope) for scope in scopes)


def with_proof(context: Context, subject: Subject | None) -> Context:
    """The context in which a signed-in customer's grant counts for this subject alone, and only if we made it: what a
    browser sends proves nothing by itself.

    Args:
        context: As the command came.
        subject: What the command is about, None for nothing.

    Returns:
        The context that a rule decides in, without a grant that proves nothing here.
    """
    actor = context.actor
    if not isinstance(actor, Customer) or actor.grant is None:
        return context
    if subject is not None and policy_of(subject).holds_grant(subject, context, GrantScope.ROOM):
        return context
    return attrs.evolve(context, actor=attrs.evolve(actor, grant=None))


def with_genuine_grant(context: Context) -> Context:
    """The context in which a signed-in customer's grant is one that we made and that has not run out, of whatever
    subject: for loaders and views, which decide nothing.

    Args:
        context: As the command or the viewer came.

    Returns:
        The context, without a grant that is forged or too old.
    """
    actor = context.actor
    if not isinstance(actor, Customer) or (grant := actor.grant) is None:
        return context
    if grant.scope is GrantScope.ROOM and context.keyring.holds(grant, grant.generation, context.now):
        return context
    return attrs.evolve(context, actor=attrs.evolve(actor, grant=None))


class Share(IntEnum):
    """How much somebody sees of a subject that is not theirs, because it is shared with them."""

    NOTHING = 0
    KNOWS = 1
    """That it is there, as a line of a list; and they may ask for more."""
    READS = 2
    WRITES = 3


Shares = Callable[[Reader, Any, Context], Share]
_F = TypeVar("_F", bound=Shares)
#: With whom subjects are shared, by the record type's name.
_shares: dict[str, Shares] = {}


def shares(record: type[Subject]) -> Callable[[_F], _F]:
    """Decorator for what says how much of a subject a signed-in customer sees who may not see it otherwise. It counts
    for the commands and views alone that say so (``shared=True``, `get_shared`); all others are its owner's.

    Args:
        record: The record class.

    Raises:
        TypeError: It is shared by another rule already.
    """
    name = record.record_type.name

    def register(rule: _F) -> _F:
        if _shares.setdefault(name, rule) is not rule:
            raise TypeError(f"two rules share {name}")
        return rule

    return register


def share_of(reader: Reader, subject: Subject, context: Context) -> Share:
    """How much the actor sees of a subject that is shared: a signed-in customer, and nobody else."""
    rule = _shares.get(subject.record_type.name) if isinstance(context.actor, Customer) else None
    return Share.NOTHING if rule is None else rule(reader, subject, context)


@attrs.frozen(kw_only=True)
class Joining(Generic[_S]):
    """How people join a type of subject that is somebody else's, and are told of it.

    Attributes:
        record: The record class of the subject.
        everybody: The ids of what those are there who have joined; asked for each change that tells them.
        account: Whose account it is by such an id, None for who is there no more; asked when a message is sent.
        link: Where they read it.
    """

    record: type[_S]
    everybody: Callable[[Reader, _S], Sequence[str]]
    account: Callable[[Reader, _S, str], str | None]
    link: Callable[[_S, Links], str]


_joinings: dict[str, Joining[Any]] = {}


def declare_joining(joining: Joining[_S]) -> Joining[_S]:
    """Register how people join a type of subject. Raises TypeError for a type that has it."""
    name = joining.record.record_type.name
    if _joinings.setdefault(name, joining) is not joining:
        raise TypeError(f"two ways to join {name}")
    return joining


def joining_of(subject: Subject) -> Joining[Any] | None:
    """How people join a subject of this type, None where nobody does."""
    return _joinings.get(subject.record_type.name)


@attrs.frozen(kw_only=True)
class Joint:
    """Somebody who has joined a subject, as a message reaches them.

    Attributes:
        people: The contacts of their account, in its order.
        language: Theirs, None where it is not known.
    """

    people: tuple[Reachable, ...]
    language: str | None


def joint_of(reader: Reader, subject: Subject, id: str, context: Context) -> Joint | None:
    """How somebody is reached who has joined a subject.

    Args:
        reader: Where to read.
        subject: The subject.
        id: Of what they are there (`Joining.everybody`).
        context: Knows the accounts.

    Returns:
        It; None for who is there no more.
    """
    joining = joining_of(subject)
    account = None if joining is None else context.directory.account(joining.account(reader, subject, id))
    if account is None:
        return None
    people = tuple(Reachable(id=account.id, contact=one, verified=True) for one in account.contacts)
    return Joint(people=people, language=account.language)


def get_shared(reader: Reader, record: type[_S], id: str, context: Context, least: Share = Share.READS) -> _S | None:
    """The subject of that id, if the actor may see it, or at least so much of it is shared with them."""
    subject = reader.load(record, id)
    if subject is None or can_access(subject, context) or share_of(reader, subject, context) >= least:
        return subject
    return None


def get_visible(reader: Reader, record: type[_S], id: str, context: Context) -> _S | None:
    """The subject of that id, if the actor may see it; None alike for what is not there and what is not theirs."""
    subject = reader.load(record, id)
    return subject if subject is not None and can_access(subject, context) else None


def records_about(subject: Subject) -> Mapping[str, type[Record]]:
    """Every type of record that names a subject of this type, by name: what erasing, exporting and the search for
    secrets walk through."""
    name = subject.record_type.name
    return {
        other.name: other.make  # type: ignore[misc]
        for other in record_types.values()
        if (about := other.about) is not None and about.references in (None, name)
    }
