"""Opening an incident and writing what is said of it, linking requests, deciding that everybody may read it,
withdrawing it. Nothing is said by itself, and nobody is told whose request is not linked."""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from typing import Any

import attrs

from ..base.actors import STAFF
from ..base.changes import Change, Effect, Refusal, RefusalKind, Save, Touch, Verdict, refused
from ..base.results import Result
from ..base.text import InternalNote
from ..context import Context
from ..guardrails.decisions import Decision, decide
from ..guardrails.rights import works_in
from ..handlers import Loaded, handles
from ..ports.store import Reader
from ..service_requests.access import OfRequest, load_request, remaining
from ..service_requests.model import ServiceRequest
from ..service_requests.rules import CONFLICT, CONTINUED, touch
from ..subjects import NOT_FOUND, SubjectPolicy, declare_subject, get_visible
from .changes import (
    IncidentAnnounced,
    IncidentLinked,
    IncidentPublished,
    IncidentReported,
    IncidentUnlinked,
    IncidentUpdated,
    IncidentWithdrawn,
    IncidentWritten,
)
from .commands import (
    ELSEWHERE,
    EVERYWHERE,
    FULL,
    NO_INCIDENT,
    NO_REPORT,
    NO_WORDS,
    NOT_NOW,
    PUBLISH,
    WRITE,
    DismissBurst,
    IncidentSaved,
    LinkIncident,
    PublishIncident,
    SaveIncident,
    UnlinkIncident,
    WithdrawIncident,
)
from .facts import facts_of
from .model import (
    LINKS,
    MOST_LINKED,
    MOST_VERSIONS,
    VERSIONS,
    Incident,
    IncidentDismissal,
    IncidentLink,
    IncidentState,
    IncidentVersion,
    IncidentWords,
    fits,
    is_shown,
    link_id,
    seen_digest,
)


@attrs.frozen(kw_only=True)
class OfIncident(Loaded):
    """An incident, None for a new one, with its versions, the newest first, and its links with their requests."""

    incident: Incident | None = None
    versions: tuple[tuple[IncidentVersion, Decision | None], ...] = ()
    links: tuple[tuple[IncidentLink, ServiceRequest], ...] = ()
    new: tuple[ServiceRequest, ...] = ()
    """Requests to link."""
    continued: tuple[tuple[IncidentLink, ServiceRequest], ...] = ()
    """Links of requests that were joined with others, with those in which they continue and that have no link."""

    @property
    def subject(self) -> Incident | None:
        """The incident."""
        return self.incident

    @property
    def shown(self) -> IncidentVersion | None:
        """The version that everybody reads."""
        return next((one for one, decision in self.versions if is_shown(one, decision)), None)

    @property
    def linked(self) -> tuple[tuple[IncidentLink, ServiceRequest], ...]:
        """The requests that it is about."""
        return tuple(pair for pair in self.links if pair[0].linked)


@attrs.frozen(kw_only=True)
class Linking(OfRequest):
    """A request, and the incident that it is about or not."""

    of: OfIncident

    def link(self, context: Context) -> IncidentLink | None:
        """The link between the two, as it was."""
        assert self.of.incident is not None
        id = link_id(context.tenant, self.of.incident.id, self.request.id)
        return next((link for link, _ in self.of.links if link.id == id), None)


def of_incident(reader: Reader, id: str, context: Context) -> OfIncident | Refusal:
    """An incident with all that belongs to it, as far as the actor may see it."""
    incident = get_visible(reader, Incident, id, context)
    if incident is None:
        return NO_INCIDENT
    versions = reader.find(VERSIONS, {"incident": id}, limit=MOST_VERSIONS)
    links = reader.find(LINKS, {"incident": id}, limit=2 * MOST_LINKED)
    return OfIncident(incident=incident, versions=tuple(versions), links=tuple(links))


def load_incident(reader: Reader, command: SaveIncident | WithdrawIncident, context: Context) -> OfIncident | Refusal:
    """The incident; for a new one the requests that are linked at once."""
    if command.incident is not None:
        return of_incident(reader, command.incident, context)
    found = [get_visible(reader, ServiceRequest, id, context) for id in sorted(set(_requests(command)))]
    return NOT_FOUND if None in found else OfIncident(new=tuple(one for one in found if one is not None))


def _requests(command: Any) -> tuple[str, ...]:
    return tuple(getattr(command, "requests", ()))


def load_version(reader: Reader, command: PublishIncident, context: Context) -> OfIncident | Refusal:
    """The version's incident, and where the linked requests that were joined with others continue."""
    version = reader.load(IncidentVersion, command.version)
    found = NO_INCIDENT if version is None else of_incident(reader, version.incident, context)
    if isinstance(found, Refusal):
        return found
    joined = [(link, request) for link, request in found.linked if request.merged_into is not None]
    last = {one.id: (link, one) for link, one in ((link, remaining(reader, request)) for link, request in joined)}
    linked = {request.id for _, request in found.links}
    return attrs.evolve(found, continued=tuple(pair for id, pair in last.items() if id not in linked))


def load_linking(reader: Reader, command: LinkIncident | UnlinkIncident, context: Context) -> Linking | Refusal:
    """The request and the incident."""
    loaded = load_request(reader, command, context)
    if isinstance(loaded, Refusal):
        return loaded
    found = of_incident(reader, command.incident, context)
    return found if isinstance(found, Refusal) else Linking(request=loaded.request, of=found)


@handles(SaveIncident, actors=STAFF, load=load_incident, right=WRITE)
def save_incident(loaded: OfIncident, command: SaveIncident, context: Context) -> Verdict[IncidentSaved]:
    """A draft is written over; what everybody reads gets a draft beside it. Nobody's words are lost unseen."""
    newest, before = loaded.versions[0][0] if loaded.versions else None, loaded.incident
    if (None if newest is None or before is None else seen_digest(newest, before.notes)) != command.seen:
        return refused(CONFLICT)
    facts = facts_of(command, context)
    if isinstance(facts, Refusal):
        return refused(facts)
    if before is not None and facts["location"] != before.location and not _speaks_for(context, before.location):
        return refused(EVERYWHERE)
    notes = context.texts.get("notes")
    kept = {
        "stage": command.stage,
        # where everybody reads of it, until another place is published
        "location": facts["location"] if loaded.shown is None or before is None else before.location,
        "title": facts["words"][0].title,
        "notes": None if notes is None else InternalNote(notes),
    }
    incident = (
        before.changed(**kept)
        if before is not None
        else Incident(id=context.new_id(), tenant=context.tenant, opened_at=context.now, **kept)
    )
    if any(request.merged_into is not None for request in loaded.new):
        return refused(CONTINUED)
    if any(not fits(request, incident.location) for request in loaded.new):
        return refused(ELSEWHERE)
    draft = newest if newest is not None and newest.state is IncidentState.DRAFT else None
    values = {**facts, "stage": command.stage, "written_at": context.now}
    made = (
        draft.changed(**values)
        if draft is not None
        else context.make(
            IncidentVersion,
            incident=incident.id,
            number=1 if newest is None else newest.number + 1,
            state=IncidentState.DRAFT,
            **values,
        )
    ).committed(Effect.PUBLISH, context.new_salt())
    fact = IncidentWritten(version=made.id, digest=made.digest, stage=made.stage.value)
    touched, saves = [Touch(before=before, after=incident, changes=(fact,))], [Save(before=draft, after=made)]
    for request in loaded.new:
        link = _linked(None, request, incident, context)
        touched.append(touch(request, context, IncidentLinked(incident=incident.id)))
        saves.append(Save(after=link))
    seen = seen_digest(made, incident.notes)
    answer = IncidentSaved(incident=incident.id, version=made.id, digest=made.digest, seen=seen)
    return Verdict(result=answer, touched=tuple(touched), saves=tuple(saves))


def _speaks_for(context: Context, *places: str | None) -> bool:
    """Whether the actor works wherever something is read: None stands for all places."""
    everywhere = getattr(context.actor, "locations", None) is None
    return everywhere or all(place is not None and works_in(context.actor, place) for place in places)


def _linked(before: IncidentLink | None, request: ServiceRequest, incident: Incident, context: Context) -> IncidentLink:
    if before is not None:
        return before.changed(linked=True, linked_at=context.now)
    id = link_id(context.tenant, incident.id, request.id)
    return context.make(
        IncidentLink, id=id, request=request.id, incident=incident.id, linked=True, linked_at=context.now
    )


@handles(LinkIncident, actors=STAFF, load=load_linking, right=WRITE)
def link_incident(loaded: Linking, command: LinkIncident, context: Context) -> Verdict[Result]:
    """Whose request is linked while everybody reads of the incident is told at once, and once."""
    request, incident, before = loaded.request, loaded.of.incident, loaded.link(context)
    assert incident is not None
    if request.merged_into is not None:
        return refused(CONTINUED)
    if not fits(request, incident.location):
        return refused(ELSEWHERE)
    if before is not None and before.linked:
        return Verdict(result=Result())
    if len(loaded.of.linked) >= MOST_LINKED:
        return refused(FULL)
    after, changes = _linked(before, request, incident, context), [IncidentLinked(incident=incident.id)]
    shown = loaded.of.shown
    told = None if shown is None else _told(after, request, shown)
    if shown is not None and told is not None:
        after = after.telling(shown)
    return Verdict(
        result=Result(),
        touched=(touch(request, context, *changes, *([told] if told is not None else ())),),
        saves=(Save(before=before, after=after),),
    )


@handles(UnlinkIncident, actors=STAFF, load=load_linking, right=WRITE)
def unlink_incident(loaded: Linking, command: UnlinkIncident, context: Context) -> Verdict[Result]:
    """Its customer reads of it as everybody does, and is told nothing more."""
    before = loaded.link(context)
    if before is None or not before.linked:
        return Verdict(result=Result())
    gone = IncidentUnlinked(incident=before.incident)
    return Verdict(
        result=Result(),
        touched=(touch(loaded.request, context, gone),),
        saves=(Save(before=before, after=before.changed(linked=False)),),
    )


def _told(
    link: IncidentLink, request: ServiceRequest, shown: IncidentVersion
) -> IncidentAnnounced | IncidentUpdated | IncidentReported | None:
    """What a customer is told of a version that everybody reads now; None where there is nothing new for them, and
    where it is about another place than their request is at by now."""
    is_over = request.erased_at is not None or request.merged_into is not None
    if link.told >= shown.number or is_over or not fits(request, shown.location):
        return None
    if shown.has_report and not link.told_report:
        return IncidentReported(incident=link.incident, number=shown.number)
    if shown.stage.is_open and not link.told:
        return IncidentAnnounced(incident=link.incident, number=shown.number)
    return IncidentUpdated(incident=link.incident, number=shown.number)


@handles(PublishIncident, actors=STAFF, load=load_version, right=PUBLISH)
def publish_incident(loaded: OfIncident, command: PublishIncident, context: Context) -> Verdict[Result]:
    """The decision is about the digest that the person checked. What everybody read until now is kept, and replaced."""
    before, incident = loaded.versions[0][0], loaded.incident
    assert incident is not None
    if before.id != command.version or before.state is not IncidentState.DRAFT:
        return refused(NOT_NOW)
    if not _speaks_for(context, before.location, *_read_at(loaded)):
        return refused(EVERYWHERE)
    if missing := _missing(before.words, context):
        return refused(missing)
    same = hmac.compare_digest(command.digest.encode(), before.digest.encode())
    if not same or not before.is_whole(Effect.PUBLISH):
        return refused(CONFLICT)
    decision = decide(Effect.PUBLISH, before, subject=incident.id, by=context.evidence, now=context.now)
    shown = before.changed(state=IncidentState.PUBLISHED, decided=decision.id, published_at=context.now)
    fact = IncidentPublished(version=shown.id, digest=shown.digest)
    touched = [Touch(before=incident, after=incident.changed(location=shown.location), changes=(fact,))]
    saves = [Save(after=decision), Save(before=before, after=shown), *_gone(loaded, IncidentState.REPLACED)]
    for link, request in loaded.linked:
        if (told := _told(link, request, shown)) is not None:
            touched.append(touch(request, context, told))
            saves.append(Save(before=link, after=link.telling(shown)))
    for joined, request in loaded.continued:
        link = _linked(None, request, incident, context).changed(told=joined.told, told_report=joined.told_report)
        if (told := _told(link, request, shown)) is not None:
            touched.append(touch(request, context, IncidentLinked(incident=incident.id), told))
            saves.append(Save(after=link.telling(shown)))
    return Verdict(result=Result(), touched=tuple(touched), saves=tuple(saves))


def _missing(words: Sequence[IncidentWords], context: Context) -> Refusal | None:
    said = {one.language for one in words}
    for language in context.settings.languages:
        if language not in said:
            return Refusal(NO_WORDS, {"language": language}, kind=RefusalKind.CONFLICT)
    reports = [one for one in words if one.report is not None]
    return Refusal(NO_REPORT, kind=RefusalKind.CONFLICT) if reports and len(reports) < len(words) else None


def _read_at(loaded: OfIncident) -> list[str | None]:
    """The place of what everybody reads now."""
    return [] if loaded.shown is None else [loaded.shown.location]


def _gone(loaded: OfIncident, state: IncidentState) -> list[Save]:
    """What everybody read, or would without the check on every read: taken away."""
    return [
        Save(before=one, after=one.changed(state=state, decided=None))
        for one, _ in loaded.versions
        if one.state is IncidentState.PUBLISHED
    ]


@handles(WithdrawIncident, actors=STAFF, load=load_incident, right=PUBLISH)
def withdraw_incident(loaded: OfIncident, command: WithdrawIncident, context: Context) -> Verdict[Result]:
    """At once; a draft beside it stays."""
    incident, saves = loaded.incident, _gone(loaded, IncidentState.WITHDRAWN)
    if incident is None or not saves:
        return refused(NOT_NOW)
    if not _speaks_for(context, *_read_at(loaded)):
        return refused(EVERYWHERE)
    changes: tuple[Change, ...] = tuple(IncidentWithdrawn(version=one.after.id) for one in saves)
    return Verdict(
        result=Result(),
        touched=(Touch(before=incident, after=incident, changes=changes),),
        saves=tuple(saves),
    )


@attrs.frozen(kw_only=True)
class NoIncident(Loaded):
    """Requests that are no incident."""

    requests: tuple[ServiceRequest, ...]


def load_burst(reader: Reader, command: DismissBurst, context: Context) -> NoIncident | Refusal:
    """The requests, all of which the actor may see."""
    found = [get_visible(reader, ServiceRequest, id, context) for id in sorted(set(command.requests))]
    return NOT_FOUND if None in found else NoIncident(requests=tuple(one for one in found if one is not None))


@handles(DismissBurst, actors=STAFF, load=load_burst, right=WRITE)
def dismiss_burst(loaded: NoIncident, command: DismissBurst, context: Context) -> Verdict[Result]:
    """The requests themselves stay as they are."""
    rows = (context.make(IncidentDismissal, request=one.id, at=context.now) for one in loaded.requests)
    return Verdict(result=Result(), saves=tuple(Save(after=row) for row in rows))


declare_subject(
    SubjectPolicy(record=Incident, can_access=lambda incident, context: works_in(context.actor, incident.location))
)
