"""When a shop works: hours of each weekday, days that are different, public holidays, all in the shop's own zone.

A time between two moments is time that passes: on a night when the clocks change, an hour is still sixty minutes. Days
are made local one by one, so that nine o'clock is nine o'clock in winter and in summer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import attrs

from .holidays import holidays_of
from .messages import Message, define

Hours = tuple[int, int]
"""From when until when, in minutes of the local day; 1440 is its end."""
Span = tuple[datetime, datetime]
"""From when until when, as moments in UTC."""
WEEKDAYS = {
    "monday": define("weekday.monday", "Monday"),
    "tuesday": define("weekday.tuesday", "Tuesday"),
    "wednesday": define("weekday.wednesday", "Wednesday"),
    "thursday": define("weekday.thursday", "Thursday"),
    "friday": define("weekday.friday", "Friday"),
    "saturday": define("weekday.saturday", "Saturday"),
    "sunday": define("weekday.sunday", "Sunday"),
}
"""The days of the week from Monday, each with the code of its name."""
_NAMES = tuple(WEEKDAYS.values())
FULL_DAY = 24 * 60
_FURTHEST = timedelta(days=800)
"""As far as an open day is looked for."""
_NO_DAYS: Mapping[date, tuple[Hours, ...]] = {}


def read_hours(text: str) -> Hours | None:
    """Hours as they are written: ``9:00-17:30``, ``9-17`` or ``18:00–24:00``.

    Args:
        text: The text.

    Returns:
        The hours, None for what is none: also where they end before they begin.
    """
    start, dash, end = text.replace("–", "-").replace(" ", "").partition("-")
    opens, closes = read_time(start), read_time(end)
    if not dash or opens is None or closes is None or opens >= closes:
        return None
    return opens, closes


def read_time(text: str) -> int | None:
    """A time of a day as it is written: ``17:00``, ``9``.

    Args:
        text: The text.

    Returns:
        Minutes of the day, at most 1440; None for what is none.
    """
    hours, _, minutes = text.partition(":")
    parts = (hours, minutes or "0")
    if not all(part.isascii() and part.isdecimal() and len(part) <= 2 for part in parts) or text.endswith(":"):
        return None
    found = int(parts[0]) * 60 + int(parts[1])
    return found if found <= FULL_DAY and int(parts[1]) < 60 else None


def weekday_of(day: date) -> Message:
    """The name of a day of the week.

    Args:
        day: The day.

    Returns:
        The name.
    """
    return Message(_NAMES[day.weekday()])


@attrs.frozen(kw_only=True)
class Calendar:
    """When a shop works. One that says no hours works at all hours of all days that are not excepted.

    Attributes:
        zone: The shop's.
        week: The hours of each weekday from Monday, in order and without overlaps; () for a shop that says none.
        special: Days with other hours than their weekday's, () for closed; they win over holidays too.
        country: Whose public holidays are closed, ``PL``; "" for none.
    """

    zone: ZoneInfo
    week: tuple[tuple[Hours, ...], ...] = ()
    special: Mapping[date, tuple[Hours, ...]] = attrs.field(default=_NO_DAYS, hash=False)
    country: str = ""

    def hours_on(self, day: date) -> tuple[Hours, ...]:
        """The hours of a day.

        Args:
            day: The local day.

        Returns:
            Each span in minutes of that day; () when it is closed.
        """
        if day in self.special:
            return self.special[day]
        if self.country and day in holidays_of(self.country, day.year):
            return ()
        return self.week[day.weekday()] if self.week else ((0, FULL_DAY),)

    def spans_on(self, day: date) -> tuple[Span, ...]:
        """The hours of a day as moments in UTC. An hour that the clocks skip is not there; one that they repeat counts
        twice.

        Args:
            day: The local day.

        Returns:
            Each span, in order, none of them empty.
        """
        return _spans(self.zone, day, self.hours_on(day))

    def is_open(self, at: datetime) -> bool:
        """Whether the shop works at a moment.

        Args:
            at: The moment.

        Returns:
            True from the minute it opens until before the minute it closes.
        """
        return any(start <= at < end for start, end in self.spans_on(self.day_of(at)))

    def is_working_day(self, day: date) -> bool:
        """Whether the shop works on a day at all.

        Args:
            day: The local day.

        Returns:
            False for a closed day.
        """
        return bool(self.spans_on(day))

    def next_opening(self, at: datetime) -> datetime | None:
        """From when on the shop works.

        Args:
            at: The moment from which it is looked for.

        Returns:
            That moment itself while the shop works, else when it opens next; None where it does not within two years.
        """
        return next((max(start, at) for start, _ in self._spans_from(at)), None)

    def closing(self, day: date) -> datetime | None:
        """When a day's work ends.

        Args:
            day: The local day.

        Returns:
            The moment, None for a closed day.
        """
        return max((end for _, end in self.spans_on(day)), default=None)

    def add_time(self, start: datetime, worked: timedelta) -> datetime | None:
        """When so much time was worked.

        Args:
            start: From when.
            worked: How much, not below zero.

        Returns:
            The moment; None where the shop does not work that much within two years.
        """
        left = worked
        for opens, closes in self._spans_from(start):
            begins = max(opens, start)
            if left <= closes - begins:
                return begins + left
            left -= closes - begins
        return None

    def take_time(self, end: datetime, worked: timedelta) -> datetime | None:
        """From when on so much time is worked until a moment.

        Args:
            end: Until when.
            worked: How much, not below zero.

        Returns:
            The moment; None where the shop does not work that much within two years.
        """
        left, day = worked, self.day_of(end)
        for _ in range(_FURTHEST.days):
            for opens, closes in reversed(self.spans_on(day)):
                ends = min(closes, end)
                if opens < ends and left <= ends - opens:
                    return ends - left
                left -= max(ends - opens, timedelta())
            day -= timedelta(days=1)
        return None

    def add_days(self, start: date, days: int) -> date | None:
        """The so manieth working day after a day, which itself never counts.

        Args:
            start: The local day.
            days: How many working days, at least 1; 0 gives the day itself where it is one, else the next.

        Returns:
            The day; None where there is none within two years.
        """
        left, day, last = days, start, start + _FURTHEST
        if not days and self.is_working_day(day):
            return day
        left = max(left, 1)
        while left and day < last:
            day += timedelta(days=1)
            left -= self.is_working_day(day)
        return None if left else day

    def between(self, start: datetime, end: datetime) -> timedelta:
        """How much time is worked between two moments.

        Args:
            start: The earlier one.
            end: The later one; before ``start`` it is nothing.

        Returns:
            The time.
        """
        if not (self.week or self.special or self.country):
            return max(end.astimezone(UTC) - start.astimezone(UTC), timedelta())
        total, day, last = timedelta(), self.day_of(start), self.day_of(end)
        while day <= last:
            for opens, closes in self.spans_on(day):
                total += max(min(closes, end) - max(opens, start), timedelta())
            day += timedelta(days=1)
        return total

    def days_between(self, start: date, end: date) -> int:
        """How many working days lie after a day, up to another one.

        Args:
            start: The local day, which does not count.
            end: The local day, which does.

        Returns:
            Their number.
        """
        days = (start + timedelta(days=one) for one in range(1, (end - start).days + 1))
        return sum(map(self.is_working_day, days))

    def days_before(self, end: date, days: int) -> date:
        """The latest day after which so many working days lie.

        Args:
            end: The local day up to which they lie.
            days: How many working days.

        Returns:
            The day; two years before ``end`` where there are not so many.
        """
        day, first = end, end - _FURTHEST
        while days > 0 and day > first:
            days -= self.is_working_day(day)
            day -= timedelta(days=1)
        return day

    def moment(self, day: date, minutes: int) -> datetime:
        """A time of a day as a moment.

        Args:
            day: The local day.
            minutes: Of that day; 1440 is its end.

        Returns:
            The moment, in UTC.
        """
        return _moment(self.zone, day, minutes, fold=0)

    def day_of(self, at: datetime) -> date:
        """The shop's day at a moment.

        Args:
            at: The moment.

        Returns:
            The local day.
        """
        return at.astimezone(self.zone).date()

    def _spans_from(self, at: datetime) -> Iterator[Span]:
        """What is open after a moment, the span around it first."""
        first = self.day_of(at)
        for ahead in range(_FURTHEST.days):
            yield from (span for span in self.spans_on(first + timedelta(days=ahead)) if span[1] > at)


@lru_cache(maxsize=4096)
def _spans(zone: ZoneInfo, day: date, hours: tuple[Hours, ...]) -> tuple[Span, ...]:
    """See `Calendar.spans_on`. Kept, since those who count time go over the same days again and again."""
    found: list[Span] = []
    last = datetime.min.replace(tzinfo=UTC)
    for opens, closes in hours:
        start, end = max(_moment(zone, day, opens, fold=0), last), _moment(zone, day, closes, fold=1)
        if start < end:
            found.append((start, end))
            last = end
    return tuple(found)


def _moment(zone: ZoneInfo, day: date, minutes: int, *, fold: int) -> datetime:
    day, minutes = (day + timedelta(days=1), 0) if minutes == FULL_DAY else (day, minutes)
    shown = datetime.combine(day, time(minutes // 60, minutes % 60))
    at = shown.replace(tzinfo=zone, fold=fold if minutes else 0).astimezone(UTC)
    return at if _clock(zone, at) == shown else _after_skipped(zone, shown)


def _after_skipped(zone: ZoneInfo, shown: datetime) -> datetime:
    """When the clocks, which skip this time, show a later one."""
    before, after = (shown.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (1, 0))
    while after - before > timedelta(minutes=1):
        middle = before + (after - before) // 2
        before, after = (before, middle) if _clock(zone, middle) >= shown else (middle, after)
    return after.replace(second=0, microsecond=0)


def _clock(zone: ZoneInfo, at: datetime) -> datetime:
    """What the shop's clock shows."""
    return at.astimezone(zone).replace(tzinfo=None, fold=0)
