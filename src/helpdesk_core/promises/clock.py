"""What can be promised, by the shop's calendar."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from ..base.calendar import Calendar, read_time, weekday_of
from ..base.changes import Refusal
from ..base.messages import define
from ..base.money import Money
from ..context import Context
from ..service_requests.model import ServiceRequest
from .model import PromiseKind, PromiseTerm

FURTHEST = timedelta(days=366)
"""As far ahead as anything is promised."""
NO_DAY = Refusal(define("refusal.promise_no_day", "Please say by which day."), field="day")
NO_LIMIT = Refusal(define("refusal.promise_no_limit", "Please say the highest price."), field="limit")
NO_TIME = Refusal(define("refusal.promise_no_time", "A time is written like this: 17:00."), field="time")
NO_WORDS = Refusal(define("refusal.promise_no_words", "Please say what will be done by then."), field="what")
TOO_FAR = Refusal(define("refusal.promise_too_far", "A promise reaches a year ahead at most."), field="day")
PAST = define("refusal.promise_past", "This time has passed. The shop is open next on {weekday}, {opening}.")
CLOSED = define("refusal.promise_closed", "The shop is closed then. It opens next on {weekday}, {opening}.")
NEVER_OPEN = Refusal(
    define("refusal.promise_never_open", "By its working hours the shop is not open any more."), field="day"
)


def term(
    kind: PromiseKind,
    day: date | None,
    time: str | None,
    limit: Money | None,
    request: ServiceRequest,
    context: Context,
) -> PromiseTerm | Refusal:
    """Until when this would be promised: while the shop works, and no more than a year ahead.

    Args:
        kind: What is promised.
        day: By which day.
        time: About when on that day; without it the day ends when the shop closes.
        limit: The highest price.
        request: The request, whose location's hours count.
        context: The present moment and the settings.

    Returns:
        The term; or a refusal that names the next opening where the shop is closed then.
    """
    if kind is PromiseKind.PRICE:
        return NO_LIMIT if limit is None else PromiseTerm(kind=kind, limit=limit)
    if day is None:
        return NO_DAY
    calendar = context.settings.calendar(request.location)
    today = calendar.day_of(context.now)
    if day > today + FURTHEST:
        return TOO_FAR
    minutes = None if time is None else read_time(time)
    if time is not None and minutes is None:
        return NO_TIME
    closing = calendar.closing(day)
    due = closing if minutes is None else calendar.moment(day, minutes)
    if day < today or (due is not None and due <= context.now):
        return _not_then(PAST, context.now, calendar)
    if due is None or not any(start <= due <= end for start, end in calendar.spans_on(day)):
        return _not_then(CLOSED, due or calendar.moment(day, 0), calendar)
    return PromiseTerm(kind=kind, due_at=due, by_time=minutes is not None)


def _not_then(code: str, at: datetime, calendar: Calendar) -> Refusal:
    opening = calendar.next_opening(at)
    if opening is None:
        return NEVER_OPEN
    return Refusal(code, {"weekday": weekday_of(calendar.day_of(opening)), "opening": opening}, field="day")


def remind_in(due_at: datetime, request: ServiceRequest, context: Context) -> float:
    """In how many seconds staff are reminded: so many working hours before it breaks as the shop says, yet not in the
    first half of what is left."""
    calendar, left = context.settings.calendar(request.location), due_at - context.now
    at = calendar.take_time(due_at, timedelta(hours=context.settings.promise_reminder_hours))
    ahead = left / 2 if at is None else max(at - context.now, left / 2)
    return ahead.total_seconds()
