"""Incidents: written, linked, published, withdrawn, proposed and dismissed."""

from __future__ import annotations

from secrets import token_hex
from typing import Any

import journeys as j
from capabilities.scene import ADMINS, CUSTOMERS, STAFF, Example, Look, Scene, at_desk, by_command, by_id, opened, row
from helpdesk_core.commands import (
    DismissBurst,
    LinkIncident,
    PublishIncident,
    SaveIncident,
    UnlinkIncident,
    WithdrawIncident,
)
from helpdesk_core.incidents.commands import NO_INCIDENT
from helpdesk_core.subjects import NOT_FOUND
from helpdesk_core.views import view_incident, view_incident_list, view_incidents, view_request_incidents
from shops import Visitor

WORDS = (
    {"language": "en", "title": "Printers offline", "affected": "All printers", "text": "We look at the network."},
    {"language": "pl", "title": "Drukarki offline", "affected": "Wszystkie drukarki", "text": "Sprawdzamy sieć."},
)
REPORTS = tuple(one | {"report": f"{one['title']}: a cable."} for one in WORDS)


def said(desk: Any, **more: Any) -> dict[str, Any]:
    """What an incident says that began just now."""
    local = desk.clock().astimezone(desk.settings.zone)
    return {"began_day": local.date(), "began_time": f"{local:%H:%M}", "words": WORDS, **more}


def opened_one(scene: Scene, **more: Any) -> Any:
    """Somebody of the staff opened one at the request's place."""
    fields = {"location": "here", **said(scene.desk), **more}
    return j.do(scene.desk, SaveIncident, j.ANNA, **fields)


def linked(scene: Scene) -> dict[str, Any]:
    """The request is about it."""
    made = opened_one(scene)
    j.do(scene.desk, LinkIncident, j.ANNA, request=scene.request, incident=made.incident)
    return {"request": scene.request, "incident": made.incident}


def shown(scene: Scene) -> dict[str, Any]:
    """Everybody reads it, and the request is about it."""
    made = opened_one(scene)
    j.do(scene.desk, LinkIncident, j.ANNA, request=scene.request, incident=made.incident)
    j.do(scene.desk, PublishIncident, j.BOSS, version=made.version, digest=made.digest)
    return {"request": scene.request, "incident": made.incident, "seen": made.seen}


def over(scene: Scene) -> dict[str, Any]:
    """It is over, and its report waits for a decision."""
    known = shown(scene)
    fields = {"incident": known["incident"], "seen": known["seen"], "stage": "solved", "words": REPORTS}
    made = opened_one(scene, **fields)
    return {"version": made.version, "digest": made.digest}


def news(scene: Scene) -> dict[str, Any]:
    """There is news of it, which waits for a decision."""
    known = shown(scene)
    made = opened_one(scene, incident=known["incident"], seen=known["seen"], stage="known")
    return {"version": made.version, "digest": made.digest}


def waiting(scene: Scene) -> dict[str, Any]:
    """It waits for a decision, with a request that is about it."""
    made = opened_one(scene)
    j.do(scene.desk, LinkIncident, j.ANNA, request=scene.request, incident=made.incident)
    return {"version": made.version, "digest": made.digest}


def _unlinked(scene: Scene) -> dict[str, Any]:
    return {"request": scene.request, "incident": opened_one(scene).incident}


def _written(scene: Scene) -> dict[str, Any]:
    return said(scene.desk, stage="solved", words=REPORTS, notes="The cable under the stairs.")


_PUBLISHED = Example(PublishIncident, ADMINS, right="incidents.publish", fields=waiting, stranger="refusal.no_incident")
_NEWS = Example(PublishIncident, ADMINS, right="incidents.publish", fields=news, stranger="refusal.no_incident")
_REPORT = Example(PublishIncident, ADMINS, right="incidents.publish", fields=over, stranger="refusal.no_incident")
EXAMPLES = by_command(
    Example(SaveIncident, STAFF, right="incidents.write", fields=_written, stranger=None),
    Example(LinkIncident, STAFF, right="incidents.write", fields=_unlinked),
    Example(UnlinkIncident, STAFF, right="incidents.write", fields=linked),
    _PUBLISHED,
    Example(
        WithdrawIncident,
        ADMINS,
        right="incidents.publish",
        fields=lambda scene: {"incident": shown(scene)["incident"]},
        stranger="refusal.no_incident",
    ),
    Example(DismissBurst, STAFF, right="incidents.write", fields=lambda scene: {"requests": (scene.request,)}),
)
KEPT = {
    "incidents.title": "the shop's own words",
    "incidents.notes": "what staff know of a cause, which is nobody's in particular",
    "incident_versions.words": "the shop's own words, which everybody may read",
}
UNATTESTED = {"incident_dismissals": "what was no incident for two days; then the rows go by themselves"}
CHANGES = {
    "incident_written": row(STAFF, SaveIncident),
    "incident_published": row(ADMINS, PublishIncident),
    "incident_withdrawn": row(ADMINS, WithdrawIncident),
    "incident_linked": row(STAFF, LinkIncident),
    "incident_unlinked": row(STAFF, UnlinkIncident),
    "incident_announced": row(ADMINS, _PUBLISHED, staff="customer"),
    "incident_updated": row(ADMINS, _NEWS, staff="customer"),
    "incident_reported": row(ADMINS, _REPORT, staff="customer"),
}


def _one(scene: Scene) -> tuple[tuple[Any, ...], dict[str, Any]]:
    return (shown(scene)["incident"],), {}


VIEWS = {
    view_incidents: Look(by=CUSTOMERS, ask=lambda scene: (shown(scene) and (), {}), of_nobody=True),
    view_incident_list: Look(by=STAFF, right="incidents.write", ask=lambda scene: (shown(scene) and (), {})),
    view_incident: Look(by=STAFF, right="incidents.write", ask=_one, stranger=NO_INCIDENT),
    view_request_incidents: Look(
        by=STAFF,
        right="incidents.write",
        ask=lambda scene: by_id(scene) if linked(scene) else None,
        stranger=NOT_FOUND,
    ),
}


def published(visitor: Visitor, **more: Any) -> Any:
    """One that everybody reads."""
    desk = visitor.shop.desk
    made = j.do(desk, SaveIncident, j.BOSS, **said(desk, **more))
    j.do(desk, PublishIncident, j.BOSS, version=made.version, digest=made.digest)
    return made


def _shown(path: str) -> Any:
    def go(visitor: Visitor) -> None:
        published(visitor)
        published(visitor, stage="solved", words=REPORTS)
        visitor.open(path)

    return go


def _draft(path: str, **more: Any) -> Any:
    def go(visitor: Visitor) -> None:
        desk = visitor.shop.desk
        made = j.do(desk, SaveIncident, j.BOSS, **said(desk, **more))
        visitor.sign_in()
        visitor.open(path.format(incident=made.incident))

    return go


def _errors(visitor: Visitor) -> None:
    visitor.sign_in()
    visitor.open("/staff/incidents/new")
    visitor.send("/staff/incidents/new", began_day="2999-01-01")


def _proposed(visitor: Visitor) -> None:
    for name in ("Ada", "Bea", "Cyd", "Dag", "Eva"):
        said_ = {"problem": "Our printers are offline", "device": "Network printer", "surname": name}
        j.submit(visitor.shop.desk, contact=f"{name.lower()}-{token_hex(4)}@example.com", **said_)
    visitor.sign_in()
    visitor.open("/staff/incidents")


PAGES = {
    "incidents": {"none": opened("/incidents"), "some": _shown("/incidents")},
    "staff_incidents": {"none": at_desk("/staff/incidents"), "proposed": _proposed},
    "staff_incident_new": {"empty": at_desk("/staff/incidents/new"), "errors": _errors},
    "staff_incident": {
        "draft": _draft("/staff/incidents/{incident}"),
        "report": _draft("/staff/incidents/{incident}?draft=report", stage="solved"),
    },
    "staff_incident_review": {"to check": _draft("/staff/incidents/{incident}/review")},
}
