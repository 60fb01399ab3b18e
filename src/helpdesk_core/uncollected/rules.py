"""Reminding the customer of a device that can be collected: twice at most, on days and with terms of the shop's.

Nothing follows from a reminder: nothing is charged, closed or disposed of by itself. What the terms say is said, and
what is done about it is a person's decision.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import attrs

from ..base.actors import STAFF, ActorKind
from ..base.changes import NOBODY, Change, Job, Refusal, RefusalKind, Save, Touch, Verdict, refused
from ..base.commands import OpaqueId, command, number
from ..base.messages import Message, define
from ..base.notices import to_customer
from ..base.records import Subject
from ..base.results import Result
from ..base.text import Published
from ..context import Context
from ..guardrails.rights import right
from ..handlers import handles
from ..jobs import Again, Carry, Drop, Work, begins, enclosed, job, job_id
from ..ports.store import Reader
from ..service_requests.access import OfRequest, RequestCommand, load_request
from ..service_requests.model import ServiceRequest
from ..service_requests.rules import done
from ..settings import Settings
from ..settings.places import place_line
from .model import Uncollected, is_paused, uncollected_id

REMIND = "remind_to_collect"
FIRST, SECOND = "collect_reminder", "collect_reminder_again"
"""The names of the two messages."""
ONCE_A_DAY = 24 * 3600.0
RECORD = right("uncollected.pause", "See which devices wait to be collected, and pause their reminders.")
NOT_READY = Refusal(
    define("refusal.not_uncollected", "Nothing waits to be collected here. Please look at the request again."),
    kind=RefusalKind.CONFLICT,
)
SINCE = define("uncollected.since", "It has been ready since {day}.")
STORAGE = define("uncollected.storage", "Storage from {day}: {terms} (our terms, {version})")
WHERE = define("uncollected.where", "Where: {place}")
HOURS = define("uncollected.hours", "Open: {hours}")


@command
class RemindToCollect(RequestCommand[Result]):
    """Remind the customer that their device can be collected.

    Args:
        number: The first or the second reminder.
    """

    number: int = number(1, 2)


@command
class PauseCollectReminders(RequestCommand[Result]):
    """Send no more reminders of this device."""


@command
class ResumeCollectReminders(RequestCommand[Result]):
    """Let reminders of this device go out again, whatever was said since it is ready."""


class CollectReminded(
    Change,
    action="collect_reminded",
    label="Reminded to collect it",
    by_automation=to_customer(
        FIRST,
        "Request {reference}: your device can be collected",
        "Your device can be collected. Please bring your slip, or the code on the page of your request. If you cannot "
        "come, write to us there: somebody else may come for you.",
        encloses="uncollected",
    ),
):
    """The customer was reminded, for the first time."""

    uncollected: str


class CollectRemindedAgain(
    Change,
    action="collect_reminded_again",
    label="Reminded to collect it once more",
    by_automation=to_customer(
        SECOND,
        "Request {reference}: your device still waits for you",
        "Your device still waits to be collected. Please bring your slip, or the code on the page of your request. If "
        "you cannot come, please write to us there, or call us.",
        encloses="uncollected",
    ),
):
    """The customer was reminded once more; no further reminder follows."""

    uncollected: str


class CollectRemindersPaused(
    Change, action="collect_reminders_paused", label="Reminders to collect it paused", tells=NOBODY
):
    """A person wants none to go out."""

    uncollected: str


class CollectRemindersResumed(
    Change, action="collect_reminders_resumed", label="Reminders to collect it go on", tells=NOBODY
):
    """A person lets them go out again."""

    uncollected: str


@attrs.frozen(kw_only=True)
class Waiting(OfRequest):
    """A request, and what is kept of the device that waits."""

    before: Uncollected | None


def load_waiting(reader: Reader, command: RequestCommand[Any], context: Context) -> Waiting | Refusal:
    """The request with what is kept of its device that can be collected."""
    loaded = load_request(reader, command, context)
    if isinstance(loaded, Refusal):
        return loaded
    return Waiting(request=loaded.request, before=reader.load(Uncollected, uncollected_id(loaded.request)))


def days_until(which: int, settings: Settings) -> int:
    """After how many days a reminder goes out; 0 for never."""
    return settings.collect_first_days if which == 1 else settings.collect_second_days


def seconds_until(which: int, request: ServiceRequest, context: Context) -> float:
    """In how many seconds a reminder is due: that many days after the device was ready, and then when the shop is open
    next, so that they can come, or call."""
    assert request.ready_at is not None
    at = request.ready_at + timedelta(days=days_until(which, context.settings))
    opens = context.settings.calendar(request.location).next_opening(at) or at
    return (opens - context.now).total_seconds()


def _reminder(which: int, request: ServiceRequest, context: Context) -> Job:
    ready_at = "" if request.ready_at is None else request.ready_at.isoformat()
    return Job(
        name=REMIND,
        subject=request,
        payload={"ready_at": ready_at, "number": str(which)},
        id=job_id(context.tenant, REMIND, f"{request.id}\n{ready_at}\n{which}"),
        due_in=max(0.0, seconds_until(which, request, context)),
    )


@begins
def begin(touched: Touch, context: Context) -> Sequence[Job]:
    """As soon as a device is ready, whichever step says so, and the shop reminds of it."""
    before, after = touched.before, touched.after
    if not isinstance(after, ServiceRequest) or after.ready_at is None:
        return ()
    if isinstance(before, ServiceRequest) and before.ready_at == after.ready_at:
        return ()
    which = next((one for one in (1, 2) if days_until(one, context.settings)), None)
    return () if which is None else (_reminder(which, after, context),)


@job(REMIND)
def remind_when_due(reader: Reader, subject: Subject, payload: dict[str, str], context: Context) -> Work:
    """Nobody is reminded of what was collected, taken up again or erased, or where the shop does not want it any more;
    while it is paused it waits."""
    ready_at = subject.ready_at if isinstance(subject, ServiceRequest) and subject.erased_at is None else None
    if not isinstance(subject, ServiceRequest) or ready_at is None or ready_at.isoformat() != payload["ready_at"]:
        return Drop(reason="device_collected")
    which = int(payload["number"])
    if not days_until(which, context.settings) or not context.settings.sends(FIRST if which == 1 else SECOND):
        return Drop(reason="collecting_not_reminded")
    if (left := seconds_until(which, subject, context)) > 0:
        return Again(seconds=left)
    if is_paused(subject, reader.load(Uncollected, uncollected_id(subject))):
        return Again(seconds=ONCE_A_DAY)
    return Carry(command=RemindToCollect(request=OpaqueId(subject.id), number=which))


def _kept(loaded: Waiting, context: Context) -> Uncollected:
    request = loaded.request
    assert request.ready_at is not None
    return loaded.before or context.make(
        Uncollected, id=uncollected_id(request), request=request.id, ready_at=request.ready_at
    )


def storage_from(request: ServiceRequest, settings: Settings) -> date | None:
    """From which day storing a device costs something; None where the shop's terms say nothing of that."""
    if request.ready_at is None or not (settings.storage_days and settings.storage_terms):
        return None
    return settings.calendar(request.location).day_of(request.ready_at) + timedelta(days=settings.storage_days)


def terms_in(language: str, settings: Settings) -> tuple[str, str]:
    """What storing costs in the words of the shop's terms, and the language that those are in."""
    texts = settings.storage_terms
    found = next(one for one in (language, *settings.languages, *texts) if texts.get(one))
    return texts[found], found


@handles(RemindToCollect, actors=frozenset({ActorKind.AUTOMATION}), load=load_waiting)
def remind(loaded: Waiting, command: RemindToCollect, context: Context) -> Verdict[Result]:
    """Each once. What the terms say is kept as it was sent; the second reminder waits from now on."""
    request, settings = loaded.request, context.settings
    if request.ready_at is None or is_paused(request, loaded.before):
        return Verdict(result=Result())
    kept, is_first = _kept(loaded, context), command.number == 1
    if kept.second_at is not None or (is_first and kept.first_at is not None):
        return Verdict(result=Result())
    begins_on = storage_from(request, settings)
    terms, language = (None, None) if begins_on is None else terms_in(request.language, settings)
    after = kept.changed(
        **{"first_at" if is_first else "second_at": context.now},
        storage_from=begins_on,
        terms=None if terms is None else Published.of(terms),
        terms_language=language,
        terms_version=None if begins_on is None else Published.of(settings.storage_terms_version),
    )
    change = (CollectReminded if is_first else CollectRemindedAgain)(uncollected=kept.id)
    verdict = done(request, context, change, result=Result(), saves=(Save(before=loaded.before, after=after),))
    follows = (_reminder(2, request, context),) if is_first and days_until(2, settings) else ()
    return attrs.evolve(verdict, jobs=follows)


@handles(PauseCollectReminders, actors=STAFF, load=load_waiting, right=RECORD)
def pause(loaded: Waiting, command: PauseCollectReminders, context: Context) -> Verdict[Result]:
    """Until somebody lets them go on, or the device is ready another time."""
    if loaded.request.ready_at is None:
        return refused(NOT_READY)
    kept = _kept(loaded, context)
    if kept.paused_at is not None:
        return Verdict(result=Result())
    after = kept.changed(paused_at=context.now, paused_by_name=context.staff_name)
    change, save = CollectRemindersPaused(uncollected=kept.id), Save(before=loaded.before, after=after)
    return done(loaded.request, context, change, result=Result(), saves=(save,))


@handles(ResumeCollectReminders, actors=STAFF, load=load_waiting, right=RECORD)
def resume(loaded: Waiting, command: ResumeCollectReminders, context: Context) -> Verdict[Result]:
    """What is due by then goes out within a day."""
    request = loaded.request
    if request.ready_at is None:
        return refused(NOT_READY)
    if not is_paused(request, loaded.before):
        return Verdict(result=Result())
    kept = _kept(loaded, context)
    after = kept.changed(paused_at=None, paused_by_name=None, resumed_at=context.now)
    change, save = CollectRemindersResumed(uncollected=kept.id), Save(before=loaded.before, after=after)
    return done(request, context, change, result=Result(), saves=(save,))


@enclosed(FIRST)
@enclosed(SECOND)
def what_is_said(reader: Reader, uncollected: str, context: Context) -> Sequence[Message]:
    """Since when, what the terms say about storing it, where it is, and when somebody is there."""
    one = reader.load(Uncollected, uncollected)
    request = None if one is None else reader.load(ServiceRequest, one.request)
    if one is None or request is None:
        return ()
    settings = context.settings
    ready_on = settings.calendar(request.location).day_of(one.ready_at)
    lines = [Message(SINCE, {"day": ready_on})]
    if one.said_terms and one.storage_from is not None:
        said = {"day": one.storage_from, "terms": one.said_terms, "version": one.said_version}
        lines.append(Message(STORAGE, said))
    if place := place_line(settings, request.location, request.language):
        lines.append(Message(WHERE, {"place": place}))
    if hours := settings.hours_in_words(request.language, request.location):
        lines.append(Message(HOURS, {"hours": hours}))
    return tuple(lines)
