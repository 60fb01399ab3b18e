"""Jobs: what is done after the commit, at least once. A capability registers what its jobs do, beside its rules.

A job's row is written in the transaction of its cause and handed out by `Helpdesk.deliver`. What a job writes goes
through `Helpdesk.handle` as automation, keyed by the job's id, so that doing it twice writes once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import attrs

from .base.actors import CUSTOMERS, STAFF
from .base.changes import Change, Job, Touch
from .base.commands import Command
from .base.digests import outside_id
from .base.messages import Message
from .base.notices import BACKGROUND, Audience, Notice, notices
from .base.records import Subject
from .base.results import Result
from .context import Context
from .ports.notifier import EnclosedFile
from .ports.store import Reader
from .subjects import joining_of, policy_of

NOTICE = "notice"
"""The name of the job that sends a notice."""


@attrs.frozen(kw_only=True)
class Send:
    """The job is to send a notice; ``contact``, ``message``, ``code`` and ``enclosed`` are ids (``contact`` that of a
    joining, for who has joined), ``colleague`` the host's of a member of staff, ``language`` the reader's where it is
    not that of the subject, ``push`` the id of the customer's browser that it goes to."""

    notice: Notice
    colleague: str | None = None
    contact: str | None = None
    message: str | None = None
    code: str | None = None
    enclosed: str | None = None
    language: str | None = None
    push: str | None = None


@attrs.frozen(kw_only=True)
class Carry:
    """The job is to carry out a command as automation."""

    command: Command[Result]


@attrs.frozen(kw_only=True)
class Call:
    """The job is work outside of the store: ``work()`` is called without any lock or transaction; what it raises is
    tried again. A command that it returns is carried out as automation; an `Answer` says how it went, as of a
    notifier."""

    work: Callable[[], object]


@attrs.frozen(kw_only=True)
class Again:
    """Nothing to do now; the job is due again in so many seconds. Recurring jobs answer this."""

    seconds: float


@attrs.frozen(kw_only=True)
class Drop:
    """There is nothing to do any more; ``reason`` is a code."""

    reason: str


@attrs.frozen(kw_only=True)
class Wait:
    """It cannot be done now, and will be tried again with growing pauses; ``reason`` is a code that staff see."""

    reason: str


Work = Send | Carry | Call | Again | Drop | Wait
JobRule = Callable[[Reader, Subject, dict[str, str], Context], Work]
_J = TypeVar("_J", bound=JobRule)
#: What to do for each job, by its name.
job_rules: dict[str, tuple[JobRule, int]] = {}


_T = TypeVar("_T")


def _registering(table: dict[str, Any], *names: str) -> Callable[[_T], _T]:
    """A decorator that keeps what it decorates in a table."""

    def register(made: _T) -> _T:
        table.update(dict.fromkeys(names, made))
        return made

    return register


Enclosure = Callable[[Reader, str, Context], Sequence[Message]]
_E = TypeVar("_E", bound=Enclosure)
#: What a notice encloses, by its name: the lines that stand below its own.
enclosures: dict[str, Enclosure] = {}


def enclosed(notice: str) -> Callable[[_E], _E]:
    """Decorator for the copy that a notice brings: given the record's id, its lines.

    Args:
        notice: The notice's name.
    """

    return _registering(enclosures, notice)


@attrs.frozen(kw_only=True)
class FurtherWay:
    """A page of the room that a notice leads to besides, and the words of that link."""

    page: str
    words: Message


FurtherWays = Callable[[Reader, str, Context], FurtherWay | None]
_W = TypeVar("_W", bound=FurtherWays)
#: What else a notice leads to, by its name: given the id of the record that it encloses.
further_ways: dict[str, FurtherWays] = {}


def leads(notice: str) -> Callable[[_W], _W]:
    """Decorator for the second link of a notice: given the id of what it encloses, where it leads, if anywhere.

    Args:
        notice: The notice's name.
    """

    return _registering(further_ways, notice)


Files = Callable[[Reader, str, Context, Callable[[Message], str]], Sequence[EnclosedFile]]
_F = TypeVar("_F", bound=Files)
#: The files that a notice brings, by its name: given the id of the record that it encloses, and what puts messages into
#: the receiver's language.
files: dict[str, Files] = {}


def attached(notice: str) -> Callable[[_F], _F]:
    """Decorator for the files that a notice brings of the record that it encloses. They hold what its lines may hold.

    Args:
        notice: The notice's name.
    """

    return _registering(files, notice)


@attrs.frozen(kw_only=True)
class Spoken:
    """The words of an automatic answer in a chat.

    Attributes:
        lines: A paragraph each.
        choices: Quick replies: their codes, each with its words, which may be a text that is the same in all languages.
    """

    lines: tuple[Message, ...]
    choices: tuple[tuple[str, Message | str], ...] = ()


Speech = Callable[[Reader, str, Context, str], Spoken]
_P = TypeVar("_P", bound=Speech)
#: What makes the words of an automatic answer, by the notice's name: given what it is about and the reader's language.
speeches: dict[str, Speech] = {}


def spoken(*names: str) -> Callable[[_P], _P]:
    """Decorator for what makes the words of automatic answers in chats when they are sent.

    Args:
        names: The notices' names.
    """

    return _registering(speeches, *names)


def job(name: str, *, lane: int = BACKGROUND) -> Callable[[_J], _J]:
    """Decorator for the rule of a job: given the subject and the job's keys, what is to be done now.

    Args:
        name: The job's name, as rows keep it.
        lane: Jobs of a lower lane go first.

    Raises:
        TypeError: The name is taken.
    """

    def register(rule: _J) -> _J:
        if name in job_rules:
            raise TypeError(f"two rules for the job {name}")
        job_rules[name] = (rule, lane)
        return rule

    return register


Beginning = Callable[[Touch, Context], Sequence[Job]]
_B = TypeVar("_B", bound=Beginning)
#: What begins with a change of a subject, whichever command makes it.
beginnings: list[Beginning] = []


def begins(rule: _B) -> _B:
    """Decorator for jobs that follow from how a subject changed, and not from one command: several lead there.

    Args:
        rule: Given the subject before and after, and the context, the jobs; none for most.
    """
    beginnings.append(rule)
    return rule


def begun(touched: Sequence[Touch], context: Context) -> tuple[Job, ...]:
    """The jobs that follow from a command's changes (`begins`)."""
    return tuple(job for touch in touched for rule in beginnings for job in rule(touch, context))


def job_id(tenant: str, name: str, about: str) -> str:
    """The id of a job that there is once for something, so that it can be found again and cancelled."""
    return outside_id(tenant, "outbox", f"{name}\n{about}")


def notice_job(notice: Notice, subject: Subject, **ids: str | None) -> Job:
    """The job that sends a notice about a subject; ``ids`` are those of `Send`."""
    keys = {"notice": notice.name, **ids}
    return Job(
        name=NOTICE,
        subject=subject,
        payload={name: value for name, value in keys.items() if value is not None},
        lane=notice.lane,
    )


def notices_of(reader: Reader, touched: Sequence[Touch], context: Context) -> tuple[Job, ...]:
    """Derive the outgoing notices from a command's changes.

    Args:
        reader: Finds those who have joined a subject.
        touched: The subjects with their changes.
        context: Who did it, and which automatic messages the shop sends.

    Returns:
        The jobs, without notices that another one of the same command covers.
    """
    found = [
        (notice, _notice_of(notice, change, touch.after, joined=joined))
        for touch in touched
        for change in touch.changes
        for notice in _told(change, context)
        if context.settings.sends(notice.name) and not _is_own(notice, change, touch.after, context)
        for joined in _for_each(reader, notice, touch.after)
    ]
    covered: set[str] = set().union(*(notice.covers for notice, _ in found))
    return tuple(job for notice, job in found if notice.name not in covered)


def _for_each(reader: Reader, notice: Notice, subject: Subject) -> Sequence[str | None]:
    """Those to whom a notice goes one by one; once to nobody in particular for all others."""
    if notice.audience is not Audience.JOINED:
        return (None,)
    joining = joining_of(subject)
    return () if joining is None else joining.everybody(reader, subject)


def _is_own(notice: Notice, change: Change, subject: Subject, context: Context) -> bool:
    """Whether staff would be told of what they did themselves."""
    own = notice.audience is Audience.STAFF and context.actor.kind in STAFF
    return own and (_colleague(notice, change) or policy_of(subject).assignee(subject)) == context.actor.id


def _colleague(notice: Notice, change: Change) -> str | None:
    return getattr(change, "colleague", None) if notice.named else None


def tells_customer(job: Job) -> bool:
    """Whether a job is a notice for the customer of its subject."""
    notice = notices.get(job.payload.get("notice", "")) if job.name == NOTICE else None
    return notice is not None and notice.audience is Audience.CUSTOMER


def _told(change: Change, context: Context) -> tuple[Notice, ...]:
    kind = context.actor.kind
    return change.by_staff if kind in STAFF else change.by_customer if kind in CUSTOMERS else change.by_automation


def _notice_of(notice: Notice, change: Change, subject: Subject, *, joined: str | None) -> Job:
    return notice_job(
        notice,
        subject,
        contact=getattr(change, "contact", None) if notice.audience is Audience.CONTACT else joined,
        code=getattr(change, "code", None) if notice.audience is Audience.CONTACT else None,
        colleague=_colleague(notice, change),
        message=getattr(change, "message", None) if notice.carries_text else None,
        enclosed=getattr(change, notice.encloses) if notice.encloses else None,
    )
