"""Incidents as everybody reads them, in the room of a linked request, and as staff see them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from ..base.actors import CUSTOMERS, STAFF
from ..base.changes import Refusal
from ..base.messages import Message, define
from ..base.queries import Query
from ..base.time import utc_text
from ..context import Context
from ..customer_rooms.shown import LocationView, location_view
from ..guardrails.decisions import Decision
from ..guardrails.disclosure import customer_view, staff_view
from ..ports.store import Reader
from ..service_requests.model import LIVE, ServiceRequest, Source
from ..service_requests.parts import RoomPart, room_part
from ..subjects import NOT_FOUND, get_visible
from ..viewing import view
from .bursts import BEFORE, Burst, Report, bursts, words_of
from .commands import MOST_AT_ONCE, WRITE
from .model import (
    DISMISSED,
    LATEST,
    MOST_SHOWN,
    OF_REQUEST,
    OPEN,
    SHOWN,
    VERSIONS,
    Incident,
    IncidentLink,
    IncidentStage,
    IncidentState,
    IncidentVersion,
    IncidentWords,
    fits,
    is_shown,
    seen_digest,
)
from .rules import of_incident

_MOST, _MOST_REPORTS, _OF_ONE = 50, 400, 20
_DISMISSED_FOR = timedelta(days=2)
RECENT = Query(ServiceRequest, where=LIVE, at_least="created_at", order=("created_at", "id"), newest_first=True)
_BEGAN = define("incident.report.began", "It began on {at}.")
_SAID = define("incident.report.said", "On {at} we said: {title}.")
_ENDED = define("incident.report.ended", "It ended on {at}.")
_LASTED = define("incident.report.lasted", "It lasted {hours} h {minutes} min.")


@customer_view
class ShownIncident:
    """An incident as everybody reads it: nothing of whom it is about.

    Attributes:
        words: In each language.
        said_at: When this was said.
    """

    id: str
    stage: IncidentStage
    began_at: datetime
    ended_at: datetime | None
    location: LocationView | None
    words: tuple[IncidentWords, ...]
    said_at: datetime

    def said(self, language: str) -> IncidentWords:
        """The words for a reader.

        Args:
            language: The reader's.

        Returns:
            Those in that language, else in the shop's first.
        """
        return next((one for one in self.words if one.language == language), self.words[0])


@customer_view
class ShownIncidents:
    """What everybody may read: what goes on, and what is over, each the latest first."""

    open: tuple[ShownIncident, ...]
    over: tuple[ShownIncident, ...]


@customer_view
class RoomIncidents(RoomPart):
    """The incidents that a request is linked to, as far as everybody may read them."""

    rows: tuple[ShownIncident, ...]


@staff_view
class IncidentLine:
    """An incident in the staff's list.

    Attributes:
        newest: What was written last.
        shown: What everybody reads; None for nothing.
    """

    incident: Incident
    newest: IncidentVersion
    shown: IncidentVersion | None


@staff_view
class Proposal:
    """Requests that may be about one incident, the first one first: as many as can be linked at once."""

    requests: tuple[ServiceRequest, ...]
    location: str | None


@staff_view
class IncidentList:
    """Incidents, the latest first, and what may be another."""

    rows: tuple[IncidentLine, ...]
    proposals: tuple[Proposal, ...]


@staff_view
class IncidentForStaff:
    """One incident with all that belongs to it.

    Attributes:
        versions: The newest first.
        preview: What was written last, as everybody would read it.
        linked: The requests that it is about.
        reported: How its report could begin, in each language: what is known of it from its own history.
    """

    incident: Incident
    versions: tuple[IncidentVersion, ...]
    shown: IncidentVersion | None
    preview: ShownIncident
    linked: tuple[ServiceRequest, ...]
    reported: dict[str, tuple[Message, ...]]

    @property
    def seen(self) -> str:
        """What whoever saves has to have seen."""
        return seen_digest(self.newest, self.incident.notes)

    @property
    def newest(self) -> IncidentVersion:
        """What was written last."""
        return self.versions[0]


@staff_view
class RequestIncidents:
    """The incidents that a request is linked to, and those that it could be linked to."""

    linked: tuple[Incident, ...]
    open: tuple[Incident, ...]


def _as_read(one: IncidentVersion, context: Context) -> ShownIncident:
    """A version as everybody reads it, or would."""
    return ShownIncident(
        id=one.incident,
        stage=one.stage,
        began_at=one.began_at,
        ended_at=one.ended_at,
        location=location_view(one.location, context),
        words=one.words,
        said_at=one.published_at or context.now,
    )


def _as_shown(found: Iterable[tuple[IncidentVersion, Decision | None]], context: Context) -> Iterator[ShownIncident]:
    return (_as_read(one, context) for one, decision in found if is_shown(one, decision))


@view(actors=CUSTOMERS)
def view_incidents(reader: Reader, context: Context) -> ShownIncidents:
    """What everybody may read of incidents.

    Returns:
        The latest ones that a person decided about, checked now.
    """
    open, over = (
        reader.find(SHOWN, {"state": IncidentState.PUBLISHED, "stage": stages}, limit=MOST_SHOWN)
        for stages in (OPEN, tuple(one for one in IncidentStage if not one.is_open))
    )
    return ShownIncidents(open=tuple(_as_shown(open, context)), over=tuple(_as_shown(over, context)))


@room_part(IncidentLink)
def incidents_in_room(reader: Reader, request: ServiceRequest, context: Context) -> RoomIncidents | None:
    """The incidents in the room."""
    links = [link for link in reader.find(OF_REQUEST, {"request": request.id}, limit=_OF_ONE) if link.linked]
    found = (pair for link in links for pair in reader.find(VERSIONS, {"incident": link.incident}, limit=_MOST))
    rows = tuple(_as_shown(found, context))
    return RoomIncidents(rows=rows) if rows else None


@view(actors=STAFF, right=WRITE)
def view_incident_list(reader: Reader, context: Context) -> IncidentList:
    """All incidents within the viewer's locations, and what may be another.

    Returns:
        The list.
    """
    rows = []
    for incident in reader.find(LATEST, {}, limit=_MOST):
        versions = reader.find(VERSIONS, {"incident": incident.id}, limit=_MOST)
        shown = next((one for one, decision in versions if is_shown(one, decision)), None)
        rows.append(IncidentLine(incident=incident, newest=versions[0][0], shown=shown))
    return IncidentList(rows=tuple(rows), proposals=_proposals(reader, context))


def _proposals(reader: Reader, context: Context) -> tuple[Proposal, ...]:
    settings, now = context.settings, context.now
    if not settings.incident_reports:
        return ()
    since = now - timedelta(hours=settings.incident_hours) - BEFORE
    recent = reader.find(RECENT, {"created_at": utc_text(since)}, limit=_MOST_REPORTS)
    dismissed = reader.find(DISMISSED, {"at": utc_text(now - _DISMISSED_FOR)}, limit=_MOST_REPORTS)
    left_out = {one.request for one in dismissed}
    requests = {
        one.id: one
        for one in recent
        if one.id not in left_out
        and IncidentLink.record_type.name not in one.has
        and one.source is not Source.IMPORT
        and one.repair is None
    }
    found: tuple[Burst, ...] = bursts(
        (_report(one, settings.languages) for one in requests.values()),
        least=settings.incident_reports,
        hours=settings.incident_hours,
        now=now,
    )
    return tuple(
        Proposal(requests=tuple(requests[id] for id in one.reports[:MOST_AT_ONCE]), location=one.location)
        for one in found
    )


def _report(request: ServiceRequest, languages: tuple[str, ...]) -> Report:
    name = f"{request.given_name or ''} {request.surname or ''}".strip().casefold()
    return Report(
        id=request.id,
        at=request.created_at,
        location=request.location,
        person=request.customer or name or request.id,
        words=words_of(f"{request.device} {request.subject}", languages),
    )


@view(actors=STAFF, right=WRITE)
def view_incident(reader: Reader, context: Context, incident_id: str) -> IncidentForStaff | Refusal:
    """One incident with its versions and the requests that are linked to it.

    Args:
        incident_id: Its id.

    Returns:
        The incident, or a refusal when there is none within the viewer's locations.
    """
    found = of_incident(reader, incident_id, context)
    if isinstance(found, Refusal) or found.incident is None:
        return found if isinstance(found, Refusal) else NOT_FOUND
    versions = tuple(one for one, _ in found.versions)
    return IncidentForStaff(
        incident=found.incident,
        versions=versions,
        shown=found.shown,
        preview=_as_read(versions[0], context),
        linked=tuple(request for _, request in found.linked),
        reported={language: tuple(_reported(versions, language)) for language in context.settings.languages},
    )


def _reported(versions: tuple[IncidentVersion, ...], language: str) -> Iterator[Message]:
    """What the incident's history says of it, in the order of time."""
    newest = versions[0]
    yield Message(_BEGAN, {"at": newest.began_at})
    for one in reversed(versions):
        if one.published_at is not None:
            yield Message(_SAID, {"at": one.published_at, "title": str(one.said(language).title)})
    if newest.ended_at is not None:
        yield Message(_ENDED, {"at": newest.ended_at})
        minutes = int((newest.ended_at - newest.began_at).total_seconds()) // 60
        yield Message(_LASTED, {"hours": minutes // 60, "minutes": minutes % 60})


@view(actors=STAFF, right=WRITE)
def view_request_incidents(reader: Reader, context: Context, request_id: str) -> RequestIncidents | Refusal:
    """The incidents of a request, for staff.

    Args:
        request_id: The request's id.

    Returns:
        Them, or a refusal when there is no such request within the viewer's locations.
    """
    request = get_visible(reader, ServiceRequest, request_id, context)
    if request is None:
        return NOT_FOUND
    links = reader.find(OF_REQUEST, {"request": request_id}, limit=_OF_ONE)
    here = [reader.load(Incident, link.incident) for link in links if link.linked]
    linked = tuple(one for one in here if one is not None)
    known = {one.id for one in linked}
    latest = reader.find(LATEST, {}, limit=_MOST)
    return RequestIncidents(
        linked=linked,
        open=tuple(one for one in latest if one.stage.is_open and one.id not in known and fits(request, one.location)),
    )
