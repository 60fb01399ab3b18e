"""An incident, which heads a history; its versions, each all that everybody reads of it in every language; and the
requests that are linked to it."""

from __future__ import annotations

from datetime import datetime

from ..base.changes import Effect
from ..base.digests import digest, outside_id
from ..base.queries import Query
from ..base.records import Attested, Guard, Index, Purge, Record, Subject, col, record
from ..base.text import InternalNote, SafeText
from ..base.values import piece
from ..base.worded import Worded
from ..guardrails.decisions import Decision, Guarded
from ..service_requests.model import ServiceRequest

MOST_SHOWN, MOST_VERSIONS, MOST_LINKED = 20, 100, 200


class IncidentStage(Worded, prefix="incident.stage"):
    """How far it has come."""

    LOOKING = "looking", "Being looked at"
    KNOWN = "known", "The cause is known"
    SOLVED = "solved", "Solved"
    CALLED_OFF = "called_off", "Called off"

    @property
    def is_open(self) -> bool:
        """Whether it goes on."""
        return self in OPEN


OPEN = (IncidentStage.LOOKING, IncidentStage.KNOWN)


class IncidentState(Worded, prefix="incident.state"):
    """What has become of a version."""

    DRAFT = "draft", "Draft"
    PUBLISHED = "published", "Shown to everybody"
    REPLACED = "replaced", "Replaced by a newer one"
    WITHDRAWN = "withdrawn", "Withdrawn"


_NOT_SHOWN = tuple(state.value for state in IncidentState if state is not IncidentState.PUBLISHED)


@piece
class IncidentWords:
    """What everybody reads in one language.

    Attributes:
        affected: What does not work, or for whom.
        report: After the end: what happened.
    """

    language: str
    title: SafeText
    affected: SafeText | None
    text: SafeText
    report: SafeText | None


@record("incidents", indexes=(Index(("tenant", "opened_at", "id")),))
class Incident(Subject):
    """One incident, with what staff alone know of it."""

    stage: IncidentStage
    title: SafeText = col(personal=False)
    """In the shop's first language: what staff call it."""
    location: str | None = col(default=None)
    """Where; None for everywhere."""
    notes: InternalNote | None = col(personal=False, default=None)
    opened_at: datetime


@record(
    "incident_versions",
    indexes=(Index(("tenant", "incident", "number", "id")), Index(("tenant", "state", "began_at", "id"))),
    guard=Guard("publish", "state", _NOT_SHOWN),
)
class IncidentVersion(Guarded):
    """All that everybody reads of an incident. A person decides about exactly this: all else is another version.

    Attributes:
        number: Counts the versions of an incident from 1.
    """

    decides = ("incident", "number", "stage", "began_at", "ended_at", "location", "words")
    incident: str = col(references="incidents")
    number: int
    state: IncidentState
    stage: IncidentStage
    began_at: datetime
    ended_at: datetime | None = col(default=None)
    location: str | None = col(default=None)
    words: tuple[IncidentWords, ...] = col(personal=False)
    written_at: datetime
    published_at: datetime | None = col(default=None)

    @property
    def has_report(self) -> bool:
        """Whether it tells what happened."""
        return any(one.report is not None for one in self.words)

    def said(self, language: str) -> IncidentWords:
        """The words in a language.

        Args:
            language: The reader's.

        Returns:
            The words, in the shop's first language where there are none.
        """
        return next((one for one in self.words if one.language == language), self.words[0])


@record(
    "incident_links",
    indexes=(Index(("request", "linked_at", "id")), Index(("tenant", "incident", "linked_at", "id"))),
    outside_ids=True,
)
class IncidentLink(Attested):
    """A request that an incident is about. There is one for the two, whatever becomes of it."""

    request: str = col(references="service_requests")
    incident: str = col(references="incidents")
    linked: bool
    linked_at: datetime
    told: int = col(default=0)
    """The number of the version that its customer was told of last; 0: of none."""
    told_report: bool = col(default=False)
    """Whether they were told that they can read what happened."""

    def telling(self, version: IncidentVersion) -> IncidentLink:
        """The link once its customer is told of a version.

        Args:
            version: What everybody reads.

        Returns:
            The link.
        """
        return self.changed(told=version.number, told_report=self.told_report or version.has_report)


@record(
    "incident_dismissals",
    indexes=(Index(("tenant", "at", "id")),),
    purges=(Purge(after="at", days=2),),
)
class IncidentDismissal(Record):
    """A request that is no part of an incident, as a person said of several at once."""

    request: str = col(references="service_requests")
    at: datetime


LATEST = Query(Incident, order=("opened_at", "id"), newest_first=True)
VERSIONS = Query(
    IncidentVersion, equals=("tenant", "incident"), order=("number", "id"), newest_first=True, join="decided"
)
SHOWN = Query(
    IncidentVersion,
    equals=("tenant", "state"),
    in_="stage",
    order=("began_at", "id"),
    newest_first=True,
    join="decided",
)
LINKS = Query(IncidentLink, equals=("tenant", "incident"), order=("linked_at", "id"), join="request")
OF_REQUEST = Query(IncidentLink, equals=("tenant", "request"), order=("linked_at", "id"), newest_first=True)
DISMISSED = Query(IncidentDismissal, at_least="at", order=("at", "id"), newest_first=True)


def link_id(tenant: str, incident: str, request: str) -> str:
    """The id of the link between the two."""
    return outside_id(tenant, IncidentLink.record_type.name, f"{incident}\n{request}")


def seen_digest(version: IncidentVersion, notes: InternalNote | None) -> str:
    """Of all that staff see of an incident in its form: whoever saves must have seen it.

    Args:
        version: The newest.
        notes: The incident's.

    Returns:
        The digest.
    """
    return digest("incident_seen", version.digest, str(notes or ""))


def fits(request: ServiceRequest, place: str | None) -> bool:
    """Whether what is said of a place can be about a request: one that stands nowhere yet, or there.

    Args:
        request: The request.
        place: The id of a location; None for all.

    Returns:
        Whether it can.
    """
    return place is None or request.location in (None, place)


def is_shown(version: IncidentVersion, decision: Decision | None) -> bool:
    """Whether everybody may read it: a person decided about exactly this, checked now."""
    return version.state is IncidentState.PUBLISHED and version.is_decided(Effect.PUBLISH, decision)
