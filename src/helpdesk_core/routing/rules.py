"""Saying what colleagues take on and when they are away; giving a request to one of them; saying what it is about."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import attrs

from ..base.actors import STAFF, ActorKind
from ..base.changes import NOBODY, Change, Refusal, RefusalKind, Save, Touch, Verdict, refused
from ..base.commands import Command, OpaqueId, command, items, text
from ..base.messages import define
from ..base.notices import to_assignee
from ..base.records import Subject
from ..base.results import Result
from ..base.text import RawText
from ..context import Context
from ..guardrails.rights import may, right
from ..handlers import Loaded, handles
from ..jobs import Carry, Drop, Work, job
from ..ports.store import Reader
from ..service_requests.access import OfRequest, RequestCommand, SeenCommand, load_request
from ..service_requests.lifecycle import ENDED
from ..service_requests.model import ServiceRequest
from ..service_requests.rules import DESCRIBE, VIEW_REQUESTS, done
from ..subjects import NOT_ALLOWED, SubjectPolicy, declare_subject
from .arrival import ROUTE, gives
from .categories import Category
from .model import ABSENCES, MOST_PEOPLE, PROFILES, Absence, RoutingTurns, StaffProfile, profile_id, said, turns_id
from .proposing import SPEAKS, About, Candidate, Pool, candidate_for, read_pool

MANAGE = right("routing.manage", "Say what each colleague takes on, and when they are away.", admins=True)
MOST_NAMED, LONGEST_DEVICES, _MOST_DAYS, MOST_ABSENCES = 50, 300, 800, 20
NO_SUCH_COLLEAGUE = Refusal(
    define("refusal.no_such_colleague", "Nobody has said yet what this colleague takes on."),
    kind=RefusalKind.NOT_FOUND,
    field="person",
)
NOT_AN_ABSENCE = Refusal(
    define("refusal.not_an_absence", "The last day comes before the first one, or is too far away."), field="last"
)
NO_SUCH_CHOICE = Refusal(define("refusal.routing_choice", "Please choose among what is listed."), field="categories")
TOO_MANY = Refusal(
    define("refusal.routing_too_many", "There are too many of these. Please remove one first."),
    kind=RefusalKind.CONFLICT,
)


@command
class SaveProfile(Command[Result]):
    """Say all that a colleague takes on; what is left empty narrows nothing.

    Args:
        person: The host's id of the colleague.
        name: Their name.
        takes: Whether requests are proposed to them.
        categories: What they take on, of `Category`.
        languages: Codes of the languages they speak.
        locations: Ids of the locations where they work; none for all.
        devices: Kinds of device that they take on, with commas between.
    """

    person: OpaqueId
    name: RawText = text(max_length=100)
    takes: bool = False
    categories: tuple[OpaqueId, ...] = items(MOST_NAMED, default=())
    languages: tuple[OpaqueId, ...] = items(MOST_NAMED, default=())
    locations: tuple[OpaqueId, ...] = items(MOST_NAMED, default=())
    devices: RawText | None = text(max_length=LONGEST_DEVICES, default=None)


@command
class NoteAbsence(Command[Result]):
    """Say that a colleague is away; everybody says it of themselves.

    Args:
        person: The host's id of the colleague; None for whoever says it.
        first: The first day.
        last: The last day.
    """

    person: OpaqueId | None = None
    first: date
    last: date


@command
class EndAbsence(Command[Result]):
    """Take an absence back: it holds no more.

    Args:
        absence: Its id.
    """

    absence: OpaqueId


@command
class RouteRequest(RequestCommand[Result]):
    """Give a new request to a colleague, as the shop's settings say. Only the desk itself sends it."""


@command
class SetCategory(SeenCommand[Result]):
    """Say what a request is about. Customers never read it.

    Args:
        category: The category; None for none.
    """

    category: Category | None = None


class ProfileSaved(Change, action="staff_profile_saved", label="What they take on", tells=NOBODY):
    """Somebody said what a colleague takes on."""

    takes: bool
    categories: tuple[str, ...]
    languages: tuple[str, ...]
    locations: tuple[str, ...]


class AbsenceNoted(Change, action="staff_absence_noted", label="Away", tells=NOBODY):
    """A colleague is away."""

    absence: str


class AbsenceEnded(Change, action="staff_absence_ended", label="Not away after all", tells=NOBODY):
    """An absence was taken back."""

    absence: str


class RequestRouted(
    Change,
    action="request_routed",
    label="Given to a colleague by the desk",
    by_automation=to_assignee(
        "routed",
        "Request {reference} was given to you",
        "The desk gave you this request. You or a colleague can give it to somebody else at any time.",
    ),
):
    """The desk gave the request to a colleague; ``reasons`` are the codes of why."""

    assignee: str
    reasons: tuple[str, ...]


class CategorySet(Change, action="category_set", label="What it is about", tells=NOBODY):
    """Staff said what it is about."""

    category: str | None


@attrs.frozen(kw_only=True)
class OfColleague(Loaded):
    """A colleague's profile, None before the first; how many there are, and the shop's row of turns."""

    profile: StaffProfile | None
    number: int = 0
    turns: RoutingTurns | None = None
    absences: Sequence[Absence] = ()

    @property
    def subject(self) -> StaffProfile | None:
        """The profile."""
        return self.profile


@attrs.frozen(kw_only=True)
class OfAbsence(OfColleague):
    """An absence with its profile."""

    absence: Absence


@attrs.frozen(kw_only=True)
class Routing(OfRequest):
    """A request, and everybody who takes on requests."""

    pool: Pool


def load_profile(reader: Reader, command: SaveProfile, context: Context) -> OfColleague:
    """What is there."""
    found = reader.load(StaffProfile, profile_id(context.tenant, command.person))
    number = 0 if found is not None else len(reader.find(PROFILES, {}, limit=MOST_PEOPLE))
    return OfColleague(profile=found, number=number, turns=reader.load(RoutingTurns, turns_id(context.tenant)))


@handles(SaveProfile, actors=STAFF, load=load_profile, right=MANAGE)
def save_profile(loaded: OfColleague, command: SaveProfile, context: Context) -> Verdict[Result]:
    """What was known and is chosen no more may stay: a location that was closed since is nobody's mistake."""
    before, settings = loaded.profile, context.settings
    if before is None and loaded.number >= MOST_PEOPLE:
        return refused(TOO_MANY)
    known: dict[str, set[Any]] = {
        "categories": set(Category),
        "locations": {place.id for place in settings.locations},
        "languages": {*settings.languages, *SPEAKS},
    }
    for name, choices in known.items():
        if set(getattr(command, name)) - choices - set(getattr(before, name, ())):
            return refused(attrs.evolve(NO_SUCH_CHOICE, field=name))
    values: dict[str, Any] = {name: tuple(dict.fromkeys(map(str, getattr(command, name)))) for name in known}
    values |= {"name": context.texts["name"], "devices": context.texts.get("devices"), "takes": command.takes}
    if before is None:
        id = profile_id(context.tenant, command.person)
        after = StaffProfile(id=id, tenant=context.tenant, person=command.person, **values)
    else:
        after = before.changed(**values)
        if after == before:
            return Verdict(result=Result())
    turns = RoutingTurns(id=turns_id(context.tenant), tenant=context.tenant, given={})
    return Verdict(
        result=Result(),
        touched=(Touch(before=before, after=after, changes=(ProfileSaved(**said(after)),)),),
        saves=() if loaded.turns is not None else (Save(after=turns),),
    )


def load_colleague(reader: Reader, command: NoteAbsence, context: Context) -> OfColleague:
    """Whoever it is about."""
    found = reader.load(StaffProfile, profile_id(context.tenant, command.person or context.actor.id))
    absences = () if found is None else reader.find(ABSENCES, {"profile": found.id}, limit=MOST_ABSENCES)
    return OfColleague(profile=found, absences=absences)


@handles(NoteAbsence, actors=STAFF, load=load_colleague, right=VIEW_REQUESTS)
def note_absence(loaded: OfColleague, command: NoteAbsence, context: Context) -> Verdict[Result]:
    """Of oneself at any time; of others with the right to it. Requests that they run stay theirs."""
    person, before = command.person or context.actor.id, loaded.profile
    if person != context.actor.id and not may(context.actor, MANAGE):
        return refused(NOT_ALLOWED)
    if before is None and person != context.actor.id:
        return refused(NO_SUCH_COLLEAGUE)
    today = context.settings.calendar().day_of(context.now)
    if not (command.first <= command.last and 0 <= (command.last - today).days <= _MOST_DAYS):
        return refused(NOT_AN_ABSENCE)
    if sum(one.ended_at is None and one.last >= today for one in loaded.absences) >= MOST_ABSENCES:
        return refused(TOO_MANY)
    name = context.staff_name or context.redact(person)
    profile = before or StaffProfile(
        id=profile_id(context.tenant, person), tenant=context.tenant, person=person, name=name, takes=False
    )
    noted = context.make(Absence, profile=profile.id, first=command.first, last=command.last, noted_at=context.now)
    changes = (AbsenceNoted(absence=noted.id),)
    return Verdict(
        result=Result(),
        touched=(Touch(before=before, after=profile, changes=changes),),
        saves=(Save(after=noted),),
    )


def load_absence(reader: Reader, command: EndAbsence, context: Context) -> OfAbsence | Refusal:
    """The absence."""
    found = reader.load(Absence, command.absence)
    profile = None if found is None else reader.load(StaffProfile, found.profile)
    return NO_SUCH_COLLEAGUE if found is None else OfAbsence(profile=profile, absence=found)


@handles(EndAbsence, actors=STAFF, load=load_absence, right=VIEW_REQUESTS)
def end_absence(loaded: OfAbsence, command: EndAbsence, context: Context) -> Verdict[Result]:
    """The row stays: the history names it."""
    before, profile = loaded.absence, loaded.profile
    if before.ended_at is not None:
        return Verdict(result=Result())
    if profile is None or (profile.person != context.actor.id and not may(context.actor, MANAGE)):
        return refused(NOT_ALLOWED)
    after = before.changed(ended_at=context.now)
    ended = Touch(before=profile, after=profile, changes=(AbsenceEnded(absence=before.id),))
    return Verdict(result=Result(), touched=(ended,), saves=(Save(before=before, after=after),))


def load_routing(reader: Reader, command: RouteRequest, context: Context) -> Routing | Refusal:
    """The request, and who could take it. The turns are read before what they lead to is counted."""
    pool = read_pool(reader, context)
    loaded = load_request(reader, command, context)
    return loaded if isinstance(loaded, Refusal) else Routing(request=loaded.request, pool=pool)


@handles(RouteRequest, actors=frozenset({ActorKind.AUTOMATION}), load=load_routing)
def route(loaded: Routing, command: RouteRequest, context: Context) -> Verdict[Result]:
    """Never what somebody has, or what is over; to nobody where nobody is there. A person changes it as any other."""
    request, turns = loaded.request, loaded.pool.turns
    if request.assignee is not None or request.phase in ENDED or not gives(request, context):
        return Verdict(result=Result())
    found = candidate_for(About.of(request), loaded.pool, context)
    if not isinstance(found, Candidate) or turns is None:
        return Verdict(result=Result())
    known = {one.id for one in loaded.pool.profiles}
    given = {id: at for id, at in turns.given.items() if id in known} | {found.profile: int(context.now.timestamp())}
    routed = RequestRouted(assignee=found.person, reasons=tuple(one.code for one in found.reasons))
    saves = (Save(before=turns, after=turns.changed(given=given)),)
    whose = {"assignee": found.person, "assignee_name": found.name}
    return done(request, context, routed, result=Result(), saves=saves, **whose)


@job(ROUTE)
def find_somebody(reader: Reader, subject: Subject, payload: dict[str, str], context: Context) -> Work:
    """Nothing where somebody has taken it meanwhile."""
    if not isinstance(subject, ServiceRequest) or subject.assignee is not None or subject.phase in ENDED:
        return Drop(reason="taken")
    return Carry(command=RouteRequest(request=OpaqueId(subject.id)))


@handles(SetCategory, actors=STAFF, load=load_request, right=DESCRIBE)
def set_category(loaded: OfRequest, command: SetCategory, context: Context) -> Verdict[Result]:
    """A person's word; what the request's own words seem to say stays beside it."""
    category = None if command.category is None else command.category.value
    if category == loaded.request.category:
        return Verdict(result=Result())
    return done(loaded.request, context, CategorySet(category=category), result=Result(), category=category)


declare_subject(SubjectPolicy(record=StaffProfile, can_access=lambda profile, context: context.actor.kind in STAFF))
