"""What happens to an incident, and to the requests that are linked to it: whom it tells stands beside it."""

from __future__ import annotations

from ..base.changes import NOBODY, Change, Effect
from ..base.notices import to_customer


class IncidentWritten(Change, action="incident_written", label="Incident written", tells=NOBODY):
    """Staff opened it, or wrote what is said of it."""

    version: str
    digest: str
    stage: str


class IncidentPublished(
    Change, action="incident_published", label="Incident shown to everybody", effect=Effect.PUBLISH, tells=NOBODY
):
    """A person decided that everybody may read it. The customers of linked requests are told by their own histories."""

    version: str
    digest: str


class IncidentWithdrawn(Change, action="incident_withdrawn", label="Incident withdrawn", tells=NOBODY):
    """It is shown to nobody any more."""

    version: str


class IncidentLinked(Change, action="incident_linked", label="Linked to an incident", tells=NOBODY):
    """A request is about an incident."""

    incident: str


class IncidentUnlinked(Change, action="incident_unlinked", label="Not linked to the incident any more", tells=NOBODY):
    """It is not, after all."""

    incident: str


class IncidentAnnounced(
    Change,
    action="incident_announced",
    label="Customer told of the incident",
    by_staff=to_customer(
        "incident_announced",
        "Request {reference}: we know of the problem",
        "We know of a problem that your request is about, and work on it. You need not do anything. The page of your "
        "request says what is known.",
    ),
):
    """The customer is told that the incident is known."""

    incident: str
    number: int


class IncidentUpdated(
    Change,
    action="incident_updated",
    label="Customer told of news of the incident",
    by_staff=to_customer(
        "incident_updated",
        "Request {reference}: news of the known problem",
        "There is news of the problem that your request is about. You find it on the page of your request.",
    ),
):
    """The customer is told that there is news of it."""

    incident: str
    number: int


class IncidentReported(
    Change,
    action="incident_reported",
    label="Customer told of the report on the incident",
    by_staff=to_customer(
        "incident_reported",
        "Request {reference}: what happened",
        "The problem that your request is about is over, and we have written down what happened. You find it on the "
        "page of your request.",
    ),
):
    """The customer is told that the report can be read."""

    incident: str
    number: int
