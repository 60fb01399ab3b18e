"""The times that can be had: they follow from a location's opening hours, and from what is taken already."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta

import attrs

from ..settings import Settings
from .model import AppointmentDay, TakenTime

FURTHEST = timedelta(days=366)
"""As far ahead as staff offer a time."""


@attrs.frozen(kw_only=True)
class Slot:
    """A time that a location has: from when until when, as moments."""

    starts_at: datetime
    ends_at: datetime


def slots_on(settings: Settings, location: str, day: date) -> Iterator[Slot]:
    """All times of a day, free or not.

    A span of opening hours is divided from its beginning; what is left at its end is too short for one. A night on
    which the clocks change has an hour's worth more of them, or less, as the hours of that day do. Where no weekday
    has hours nothing can be had: nobody knows when somebody is there.

    Args:
        settings: The shop's.
        location: Its id, empty for a shop that has none.
        day: The local day.

    Yields:
        The times, in order.
    """
    calendar, length = settings.calendar(location), timedelta(minutes=settings.appointment_minutes)
    if not calendar.week:
        return
    for opens, closes in calendar.spans_on(day):
        at = opens
        while at + length <= closes:
            yield Slot(starts_at=at, ends_at=at + length)
            at += length


def slot_at(settings: Settings, location: str, starts_at: datetime) -> Slot | None:
    """The time of a location that begins at a moment.

    Args:
        settings: The shop's.
        location: Its id, empty for a shop that has none.
        starts_at: The moment.

    Returns:
        The time, None where none begins then.
    """
    day = settings.calendar(location).day_of(starts_at)
    return next((one for one in slots_on(settings, location, day) if one.starts_at == starts_at), None)


def places_at(settings: Settings, location: str) -> int:
    """How many appointments a location has at the same time.

    Args:
        settings: The shop's.
        location: Its id, empty for a shop that has none.

    Returns:
        Its own number, else the shop's.
    """
    place = settings.location(location)
    own = None if place is None else place.appointments_at_once
    return settings.appointments_at_once if own is None else own


def is_free(slot: Slot, taken: Sequence[TakenTime], at_once: int, *, besides: str = "") -> bool:
    """Whether a time has a place left: at no moment of it are there as many appointments as can be at once. Those made
    when appointments were longer or shorter count for as long as they last.

    Args:
        slot: The time.
        taken: What is held on that day.
        at_once: How many can be held at the same time.
        besides: The id of an appointment that gives up its own time for it.

    Returns:
        Whether there is one.
    """
    others = [
        one
        for one in taken
        if one.appointment != besides and one.starts_at < slot.ends_at and one.ends_at > slot.starts_at
    ]
    moments = {slot.starts_at, *(one.starts_at for one in others if one.starts_at > slot.starts_at)}
    return all(sum(one.starts_at <= at < one.ends_at for one in others) < at_once for at in moments)


@attrs.frozen(kw_only=True)
class Reach:
    """From when until which day a person can take a time."""

    earliest: datetime
    last: date

    def has(self, slot: Slot, settings: Settings, location: str) -> bool:
        """Whether a time is neither too soon nor too far away."""
        return slot.starts_at >= self.earliest and settings.calendar(location).day_of(slot.starts_at) <= self.last


def reach(settings: Settings, location: str, now: datetime, *, is_staff: bool) -> Reach:
    """How soon and how far ahead: customers as the shop's settings say, staff any time that is still to come.

    Args:
        settings: The shop's.
        location: Its id, empty for a shop that has none.
        now: The present moment.
        is_staff: Whether staff ask.

    Returns:
        The reach.
    """
    today = settings.calendar(location).day_of(now)
    if is_staff:
        return Reach(earliest=now + timedelta(minutes=1), last=today + FURTHEST)
    notice, ahead = timedelta(hours=settings.appointment_notice_hours), timedelta(days=settings.appointment_days_ahead)
    return Reach(earliest=now + notice, last=today + ahead)


def free_days(
    settings: Settings,
    location: str,
    days: Sequence[date],
    taken: Mapping[date, AppointmentDay],
    within: Reach,
    *,
    besides: str = "",
) -> tuple[tuple[date, tuple[Slot, ...]], ...]:
    """What can still be had on some days.

    Args:
        settings: The shop's.
        location: Its id, empty for a shop that has none.
        days: The local days.
        taken: What is held, by day.
        within: How soon and how far ahead.
        besides: The id of an appointment that gives up its own time.

    Returns:
        Each day with its free times, without those that have none.
    """
    at_once, found = places_at(settings, location), []
    for day in days:
        held = taken[day].taken if day in taken else ()
        free = tuple(
            slot
            for slot in slots_on(settings, location, day)
            if within.has(slot, settings, location) and is_free(slot, held, at_once, besides=besides)
        )
        if free:
            found.append((day, free))
    return tuple(found)
