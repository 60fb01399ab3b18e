"""What staff can do about incidents, with the rights for it and the refusals."""

from __future__ import annotations

from datetime import date

from ..base.changes import Refusal, RefusalKind
from ..base.commands import Command, Language, OpaqueId, command, items, text
from ..base.messages import define
from ..base.results import Result, result
from ..base.text import RawText
from ..base.values import piece
from ..guardrails.rights import right
from ..service_requests.access import RequestCommand
from .model import IncidentStage

WRITE = right("incidents.write", "Open incidents, write what is said of them, and link requests to them.")
PUBLISH = right("incidents.publish", "Decide what everybody reads of an incident, and withdraw it.", admins=True)
NO_INCIDENT = Refusal(define("refusal.no_incident", "There is no such incident."), kind=RefusalKind.NOT_FOUND)
NO_LANGUAGE = define("refusal.incident_language", "The words are in a language that the shop does not have, or twice.")
NO_WORDS = define("refusal.incident_words", "Please say it in each of the shop's languages. {language} is missing.")
NO_REPORT = define("refusal.incident_report", "The report is not there in each of the shop's languages yet.")
EARLY = define("refusal.incident_early", "A report is written when it is over.")
NOT_THEN = define("refusal.incident_time", "Please give a day and a time that have passed, the beginning first.")
NO_PLACE = Refusal(
    define("refusal.incident_place", "You can choose only a location that you work at."), field="location"
)
ELSEWHERE = Refusal(
    define("refusal.incident_elsewhere", "This incident is about another location than the request."),
    kind=RefusalKind.CONFLICT,
)
EVERYWHERE = Refusal(
    define(
        "refusal.incident_everywhere",
        "What is read at all locations is published, moved and withdrawn by somebody who works at all.",
    ),
    kind=RefusalKind.CONFLICT,
)
NOT_NOW = Refusal(
    define("refusal.incident_not_now", "Somebody published it or withdrew it meanwhile."), kind=RefusalKind.CONFLICT
)
FULL = Refusal(define("refusal.incident_full", "No more requests fit into this incident."), kind=RefusalKind.CONFLICT)
_MOST_LANGUAGES, MOST_AT_ONCE, _LONG = 20, 100, 5_000


@result
class IncidentSaved(Result):
    """The incident's id, its version's, the digest of what that says now, and of what staff see of it (`seen`)."""

    incident: str
    version: str
    digest: str
    seen: str


@piece
class TypedWords:
    """What is said in one language.

    Args:
        title: What it is called.
        affected: What does not work, or for whom.
        text: What is known, and what customers can do.
        report: After the end: what happened.
    """

    language: Language
    title: RawText = text(max_length=120)
    affected: RawText | None = text(max_length=300, default=None)
    report: RawText | None = text(max_length=_LONG, default=None)
    text: RawText = text(max_length=2_000)


@command
class SaveIncident(Command[IncidentSaved]):
    """Open an incident, or write what is said of it. What everybody reads stays as it is until a person decides.

    Args:
        incident: Its id; None opens one.
        stage: How far it has come.
        began_day: The day on which it began, by the shop's clock.
        began_time: The time of that day, as ``17:00``.
        ended_day: The day on which it ended; without it an incident that is over ends now.
        ended_time: The time of that day.
        location: Where; None for everywhere.
        words: What is said, in each language.
        requests: Ids of requests to link, where one is opened.
        seen: What the editor saw last (`IncidentForStaff.seen`, `IncidentSaved.seen`); None for the first.
        notes: The cause and whatever else staff alone read.
    """

    incident: OpaqueId | None = None
    stage: IncidentStage = IncidentStage.LOOKING
    began_day: date
    began_time: OpaqueId
    ended_day: date | None = None
    ended_time: OpaqueId | None = None
    location: OpaqueId | None = None
    words: tuple[TypedWords, ...] = items(_MOST_LANGUAGES, at_least=1)
    requests: tuple[OpaqueId, ...] = items(MOST_AT_ONCE, default=())
    seen: OpaqueId | None = None
    notes: RawText | None = text(max_length=_LONG, default=None)


@command
class LinkIncident(RequestCommand[Result]):
    """Say that a request is about an incident: its customer reads of it in their room, and is told what is new.

    Args:
        incident: The incident's id.
    """

    incident: OpaqueId


@command
class UnlinkIncident(RequestCommand[Result]):
    """Say that a request is not about an incident after all.

    Args:
        incident: The incident's id.
    """

    incident: OpaqueId


@command
class PublishIncident(Command[Result]):
    """Decide that everybody may read a version. The customers of linked requests are told.

    Args:
        version: Its id.
        digest: The digest of what was checked; anything that changed since is refused.
    """

    version: OpaqueId
    digest: OpaqueId


@command
class WithdrawIncident(Command[Result]):
    """Show an incident to nobody, from this moment on.

    Args:
        incident: Its id.
    """

    incident: OpaqueId


@command
class DismissBurst(Command[Result]):
    """Say that requests that look alike are no incident: for two days they are not proposed again.

    Args:
        requests: Their ids.
    """

    requests: tuple[OpaqueId, ...] = items(MOST_AT_ONCE, at_least=1)
