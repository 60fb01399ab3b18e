"""The hours in which a shop works, as its settings say them, and the calendar that follows from them."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import attrs

from ..base.calendar import WEEKDAYS, Calendar, Hours, read_hours
from ..base.holidays import is_installed, is_known
from ..base.messages import define
from ..errors import FieldError
from ..i18n.formats import formats_of

WEEKDAY = define("settings.error.weekday", "Weekdays are called {choices}.")
HOURS = define("settings.error.hours", "Hours are written like this: 9:00-17:00, several with a comma between them.")
HOURS_OVERLAP = define("settings.error.hours_overlap", "Hours of a day stand in their order and do not overlap.")
ALWAYS_CLOSED = define("settings.error.always_closed", "No weekday has hours here. Please give at least one day some.")
DAY = define("settings.error.day", "A day is written like this: 2026-12-24.")
SPECIAL_DAYS = define("settings.error.special_days", "The last day is after the first one, by a year at most.")
NO_LOCATION = define("settings.error.no_location", "There is no location of this name.")
HOLIDAYS = define(
    "settings.error.holidays", "The public holidays of this country are not known. It is written like this: PL, DE-BY."
)
NO_HOLIDAYS = define(
    "settings.error.no_holidays",
    "Public holidays need the package holidays, which is not installed here. Whoever runs the program can add it.",
)
_LONGEST = 366
"""Days."""

Week = Mapping[str, tuple[str, ...]]
"""Weekday → hours: ``{"monday": ("9:00-12:00", "13:00-17:00")}``; a day that is not named is closed."""


@attrs.frozen(kw_only=True)
class SpecialDays:
    """Days with other hours than usual: closed where there are none.

    ``first`` and ``last`` are days (2026-12-24), without ``last`` it is one. They hold everywhere, or at one
    ``location``, whose own win over everybody's; ``labels`` say what is the matter.
    """

    first: str
    last: str = ""
    hours: tuple[str, ...] = ()
    location: str = ""
    labels: Mapping[str, str] = attrs.field(factory=dict)

    @property
    def days(self) -> Iterator[date]:
        """The days, in order."""
        first, last = date.fromisoformat(self.first), date.fromisoformat(self.last or self.first)
        return (first + timedelta(days=ahead) for ahead in range((last - first).days + 1))


def calendar_of(zone: ZoneInfo, week: Week, special: tuple[SpecialDays, ...], country: str, location: str) -> Calendar:
    """The calendar that checked settings say.

    Args:
        zone: The shop's.
        week: The hours that hold.
        special: All days that are different.
        country: Whose public holidays are closed.
        location: The id of the location, "" for the shop.

    Returns:
        The calendar.
    """
    holding = sorted((one for one in special if one.location in ("", location)), key=lambda one: one.location)
    return Calendar(
        zone=zone,
        week=tuple(_read(week.get(day, ())) for day in WEEKDAYS) if week else (),
        special={day: _read(one.hours) for one in holding for day in one.days},
        country=country,
    )


def week_in_words(week: Week, language: str) -> str:
    """The hours of a week as people read them: ``Mon–Fri 09:00–18:00; Sat 10:00–14:00``.

    Args:
        week: The hours, checked.
        language: The reader's.

    Returns:
        The text, "" for a week without any.
    """
    formats, groups = formats_of(language), list[tuple[int, int, tuple[Hours, ...]]]()
    for place, day in enumerate(WEEKDAYS):
        hours = _read(week.get(day, ()))
        if groups and groups[-1][1:] == (place - 1, hours):
            groups[-1] = (groups[-1][0], place, hours)
        elif hours:
            groups.append((place, place, hours))
    return "; ".join(
        f"{formats.weekdays(first, last)} {', '.join(formats.span(*one) for one in hours)}"
        for first, last, hours in groups
    )


def week_errors(week: Week, path: tuple[str, ...]) -> Iterator[FieldError]:
    """What is wrong with the hours of a week, which need not be there at all."""
    for day, hours in week.items():
        if day not in WEEKDAYS:
            yield FieldError(WEEKDAY, {"choices": ", ".join(WEEKDAYS)}, (*path, day))
        else:
            yield from _hours_errors(hours, (*path, day))
    if week and not any(week.values()):
        yield FieldError(ALWAYS_CLOSED, path=path)


def special_errors(special: tuple[SpecialDays, ...], locations: frozenset[str]) -> Iterator[FieldError]:
    """What is wrong with days that are different."""
    for place, one in enumerate(special):
        path = ("special_days", str(place))
        days = {"first": one.first, "last": one.last or one.first}
        wrong = [name for name, day in days.items() if not _is_day(day) and (name == "first" or one.last)]
        yield from (FieldError(DAY, path=(*path, name)) for name in wrong)
        if not wrong and not 0 <= _length(one) <= _LONGEST:
            yield FieldError(SPECIAL_DAYS, path=(*path, "last"))
        if one.location and one.location not in locations:
            yield FieldError(NO_LOCATION, path=(*path, "location"))
        yield from _hours_errors(one.hours, (*path, "hours"))


def holiday_errors(country: str) -> Iterator[FieldError]:
    """Whether the public holidays of a country are known here."""
    if country and not is_known(country):
        yield FieldError(HOLIDAYS if is_installed() else NO_HOLIDAYS, path=("holidays",))


def _length(special: SpecialDays) -> int:
    return (date.fromisoformat(special.last or special.first) - date.fromisoformat(special.first)).days


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _hours_errors(hours: tuple[str, ...], path: tuple[str, ...]) -> Iterator[FieldError]:
    read = [read_hours(one) for one in hours]
    if None in read:
        yield FieldError(HOURS, path=path)
    else:
        known = [one for one in read if one is not None]
        if any(after[0] < before[1] for before, after in itertools.pairwise(known)):
            yield FieldError(HOURS_OVERLAP, path=path)


def _read(hours: tuple[str, ...]) -> tuple[Hours, ...]:
    return tuple(one for one in map(read_hours, hours) if one is not None)
