"""To whom a request is proposed, and why. Nobody is scored or ranked: who can take it is narrowed down step by step, by
what colleagues said they do; among those who are left the one with the fewest open requests is next, and of several
the one who was given none for the longest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

import attrs

from ..base.messages import Message, define, define_plural
from ..base.queries import Counts, Selection
from ..base.text import SafeText
from ..context import Context
from ..guardrails.disclosure import staff_view
from ..ports.store import Reader
from ..service_requests.model import LIVE, ServiceRequest, Urgency
from ..service_requests.waiting import PRIORITY
from ..settings import Settings
from .categories import Category, folded
from .model import AWAY, MOST_AWAY, MOST_PEOPLE, PROFILES, Absence, RoutingTurns, StaffProfile, turns_id

MOST_COUNTED = 200
"""Open requests of one colleague that are counted: nobody has more in hand."""
_OF_COLLEAGUE = Selection(ServiceRequest, equals=("tenant", "assignee"), where=LIVE)
SPEAKS = {
    "en": define("routing.reason.en", "speaks English"),
    "pl": define("routing.reason.pl", "speaks Polish"),
    "de": define("routing.reason.de", "speaks German"),
}
SPEAKS_IT = define("routing.reason.language", "speaks the customer's language")
DOES = define("routing.reason.category", "takes on: {category}")
KNOWS = define("routing.reason.device", "takes on: {device}")
WORKS_THERE = define("routing.reason.location", "works there")
OPEN = define_plural("routing.reason.open", "{count} open", "{count} open")
HERE_UNTIL = define("routing.reason.until", "is here until {time}")
NO_PROFILES = define("routing.nobody.profiles", "Nobody has said yet what they take on.")
CLOSED = define("routing.nobody.closed", "Nobody is there now.")
NOBODY_FITS = define("routing.nobody.fits", "Nobody who takes on requests works there, or all of them are away.")


@staff_view
class Candidate:
    """A colleague to whom a request is proposed.

    Attributes:
        profile: The id of their profile.
        person: The host's id.
        reasons: Why, for people to read.
    """

    profile: str
    person: str
    name: SafeText
    reasons: tuple[Message, ...]


@attrs.frozen(kw_only=True)
class About:
    """What counts of a request."""

    language: str
    location: str | None
    category: str | None
    device: str
    is_urgent: bool

    @classmethod
    def of(cls, request: ServiceRequest) -> About:
        """What counts of one that was read whole."""
        return cls(
            language=request.language,
            location=request.location,
            category=request.category or request.category_suggested,
            device=f"{request.device} {request.device_checked or ''}",
            is_urgent=request.priority <= PRIORITY[Urgency.CANNOT_WAIT],
        )


@attrs.frozen(kw_only=True)
class Pool:
    """Everybody who takes on requests, with what is known of them now."""

    profiles: tuple[StaffProfile, ...]
    away: Mapping[str, Sequence[Absence]]
    open: Mapping[str, int]
    turns: RoutingTurns | None

    def is_away(self, profile: StaffProfile, day: date) -> bool:
        """Whether a colleague is away on a day."""
        return any(one.covers(day) for one in self.away.get(profile.id, ()))

    def order(self, profile: StaffProfile) -> tuple[int, int, str]:
        """Who is next: the fewest open requests, then none given for the longest; then always the same."""
        given = self.turns.given.get(profile.id, 0) if self.turns is not None else 0
        return self.open.get(profile.person, 0), given, profile.person


def read_pool(reader: Reader, context: Context) -> Pool:
    """Everybody who takes on requests: four small statements, however many requests are asked about."""
    profiles = tuple(one for one in reader.find(PROFILES, {}, limit=MOST_PEOPLE) if one.takes)
    if not profiles:
        return Pool(profiles=(), away={}, open={}, turns=None)
    turns = reader.load(RoutingTurns, turns_id(context.tenant))  # before the counts: who gives one writes it
    today = context.settings.calendar().day_of(context.now)
    away: dict[str, list[Absence]] = {}
    for one in reader.find(AWAY, {"last": today.isoformat()}, limit=MOST_AWAY):
        away.setdefault(one.profile, []).append(one)
    parts = tuple((_OF_COLLEAGUE, {"assignee": one.person}) for one in profiles)
    numbers = reader.totals(Counts(parts=parts, most=MOST_COUNTED), {})[0]
    loads = {one.person: int(number or 0) for one, number in zip(profiles, numbers, strict=True)}
    return Pool(profiles=profiles, away=away, open=loads, turns=turns)


@attrs.frozen(kw_only=True)
class Hours:
    """Whether somebody works now where the request stands, until when, and on which day somebody works next."""

    until: datetime | None
    day: date

    @classmethod
    def at(cls, settings: Settings, location: str | None, now: datetime) -> Hours:
        """The hours at a moment."""
        calendar = settings.calendar(location)
        ends = (end for start, end in calendar.spans_on(calendar.day_of(now)) if start <= now < end)
        return cls(until=next(ends, None), day=calendar.day_of(calendar.next_opening(now) or now))


def candidate_for(about: About, pool: Pool, context: Context) -> Candidate | str:
    """To whom a request is proposed.

    Args:
        about: What counts of it.
        pool: Everybody who takes on requests.
        context: The shop's settings, and when it is.

    Returns:
        The colleague, or the code of why nobody is.
    """
    if not pool.profiles:
        return NO_PROFILES
    hours = Hours.at(context.settings, about.location, context.now)
    if about.is_urgent and hours.until is None:
        return CLOSED
    left = [one for one in pool.profiles if _works_at(one, about.location) and not pool.is_away(one, hours.day)]
    if not left:
        return NOBODY_FITS
    left = _narrowed(left, [about.language in one.languages for one in left])
    left = _narrowed(left, [about.category in one.categories for one in left])
    left = _narrowed(left, [_device(one, about) is not None for one in left])
    found = min(left, key=pool.order)
    return Candidate(
        profile=found.id,
        person=found.person,
        name=found.name,
        reasons=tuple(_reasons(found, about, pool, hours, context)),
    )


def _works_at(profile: StaffProfile, location: str | None) -> bool:
    return location is None or not profile.locations or location in profile.locations


def _narrowed(left: list[StaffProfile], fits: list[bool]) -> list[StaffProfile]:
    """Those who fit; all, where none does."""
    return [one for one, does in zip(left, fits, strict=True) if does] or left


def _device(profile: StaffProfile, about: About) -> str | None:
    """The kind of device that a colleague takes on and a request names."""
    named = folded(about.device)
    kinds = [one.strip() for one in str(profile.devices or "").split(",")]
    return next((one for one in kinds if (words := folded(one)).strip() and words in named), None)


def _reasons(profile: StaffProfile, about: About, pool: Pool, hours: Hours, context: Context) -> Iterator[Message]:
    if about.language in profile.languages:
        yield Message(SPEAKS.get(about.language, SPEAKS_IT))
    if about.category is not None and about.category in profile.categories and about.category in set(Category):
        yield Message(DOES, {"category": Message(Category(about.category).label)})
    if (device := _device(profile, about)) is not None:
        yield Message(KNOWS, {"device": device})
    if about.location is not None and about.location in profile.locations:
        yield Message(WORKS_THERE)
    yield Message(OPEN, count=pool.open.get(profile.person, 0))
    if hours.until is not None and context.settings.working_hours:
        yield Message(HERE_UNTIL, {"time": f"{hours.until.astimezone(context.settings.zone):%H:%M}"})
