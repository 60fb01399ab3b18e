"""A last day that the law sets for the shop: until when it lasts, and the jobs that remind staff of it in time."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from ..base.calendar import FULL_DAY, Calendar
from ..base.changes import Job
from ..context import Context
from ..jobs import job_id
from .model import NEVER, ServiceRequest

REMINDED_BEFORE = timedelta(days=3)
"""How long before the time is over whoever has the request is reminded."""


def due_at(last_day: date | None, calendar: Calendar) -> datetime:
    """The last minute of a last day; `NEVER` where the law sets none."""
    return NEVER if last_day is None else calendar.moment(last_day, FULL_DAY) - timedelta(minutes=1)


def first_reminder(
    name: str, about: str, last_day: date | None, request: ServiceRequest, context: Context
) -> tuple[Job, ...]:
    """The first job that reminds: some days before the time is over, or when it is, where that is sooner.

    Args:
        name: The job's.
        about: The id of the record with the last day; the job finds it as ``about``.
        last_day: None where the law sets none.
        request: What the record is about.
        context: The moment, and the shop's calendar.

    Returns:
        One; none without a last day, and none when it is over already.
    """
    due = due_at(last_day, context.settings.calendar(request.location))
    if last_day is None or context.now > due:
        return ()
    soon = due - REMINDED_BEFORE
    return (reminder(name, about, soon if context.now < soon else due, request, context),)


def reminder(name: str, about: str, at: datetime, request: ServiceRequest, context: Context) -> Job:
    """The job that reminds a minute after a moment.

    Args:
        name: As in `first_reminder`, like the others.
        at: The moment.

    Returns:
        The job, one for each moment.
    """
    return Job(
        name=name,
        subject=request,
        payload={"about": about},
        id=job_id(context.tenant, name, f"{about}:{at.isoformat()}"),
        due_in=(at - context.now).total_seconds() + 60,
    )
