"""Who could take a request."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import journeys as j
from capabilities.scene import (
    ADMINS,
    AUTOMATION,
    STAFF,
    Example,
    Look,
    Scene,
    at_desk,
    by_command,
    by_id,
    of_request,
    row,
)
from capabilities.urgencies import raised
from helpdesk_core.commands import EndAbsence, NoteAbsence, RouteRequest, SaveProfile, SetCategory
from helpdesk_core.subjects import NOT_FOUND
from helpdesk_core.views import (
    view_colleague,
    view_colleagues,
    view_proposal,
    view_proposals,
)
from shops import Visitor

SAID = {
    "person": "ola",
    "name": "Ola",
    "takes": True,
    "categories": ("screen",),
    "languages": ("pl",),
    "locations": ("here",),
    "devices": "iPhone, MacBook",
}


def _days(scene: Scene) -> dict[str, Any]:
    today = scene.desk.clock().date()
    return {"first": today, "last": today + timedelta(days=3)}


def _known(scene: Scene) -> dict[str, Any]:
    """A colleague who takes on requests."""
    j.do(scene.desk, SaveProfile, j.BOSS, **SAID)
    return {}


def _absence(scene: Scene) -> dict[str, Any]:
    """Anna's own: an admin may end it too."""
    before = scene.desk.show(view_colleague, j.ANNA)
    known = {one.id for one in before.absences} if before is not None else set()
    j.do(scene.desk, NoteAbsence, j.ANNA, **_days(scene))
    (one,) = (one for one in scene.desk.show(view_colleague, j.ANNA).absences if one.id not in known)
    return {"absence": one.id}


def _ended(scene: Scene) -> dict[str, Any]:
    """One that holds no more: whoever sends it changes nothing."""
    ended = _absence(scene)
    j.do(scene.desk, EndAbsence, j.ANNA, **ended)
    return ended


def _routed(scene: Scene) -> dict[str, Any]:
    """A request that cannot wait, and somebody who is there."""
    _known(scene)
    return raised(scene)


_END_OWN = Example(EndAbsence, STAFF, right="requests.view", fields=_absence, stranger=None)
EXAMPLES = by_command(
    Example(SaveProfile, ADMINS, right="routing.manage", fields=lambda scene: SAID, stranger=None),
    Example(NoteAbsence, STAFF, right="requests.view", fields=_days, stranger=None),
    Example(EndAbsence, STAFF, right="requests.view", fields=_ended, stranger=None),
    Example(SetCategory, STAFF, right="requests.describe", fields=of_request(category="screen")),
    Example(RouteRequest, AUTOMATION, fields=_routed),
)
KEPT = {
    "staff_profiles.name": "a colleague's, who is no customer",
    "staff_profiles.devices": "kinds of device that a colleague takes on: nothing of a customer",
    "staff_profiles.person": "a colleague's, who is no customer",
    "routing_turns.given": "ids and moments",
}
CHANGES = {
    "staff_profile_saved": row(ADMINS, SaveProfile),
    "staff_absence_noted": row(STAFF, NoteAbsence),
    "staff_absence_ended": row(STAFF, _END_OWN),
    "category_set": row(STAFF, SetCategory),
    "request_routed": row(AUTOMATION, RouteRequest, automation="staff"),
}


def _asked(scene: Scene) -> tuple[tuple[Any, ...], dict[str, Any]]:
    _known(scene)
    return by_id(scene)


def _several(scene: Scene) -> tuple[tuple[Any, ...], dict[str, Any]]:
    _known(scene)
    return ((scene.request,),), {}


def _all(scene: Scene) -> tuple[tuple[Any, ...], dict[str, Any]]:
    _known(scene)
    return (), {}


def _own(scene: Scene) -> tuple[tuple[Any, ...], dict[str, Any]]:
    _absence(scene)
    return ("anna",), {}


VIEWS = {
    view_proposal: Look(by=STAFF, right="requests.view", ask=_asked, stranger=NOT_FOUND),
    view_proposals: Look(by=STAFF, right="requests.view", ask=_several),
    view_colleagues: Look(by=ADMINS, right="routing.manage", ask=_all, of_nobody=True),
    view_colleague: Look(by=STAFF, right="requests.view", ask=_own, of_nobody=True),
}


def _listed(visitor: Visitor) -> None:
    places = tuple(one.id for one in visitor.shop.desk.settings.locations[:1])
    j.do(visitor.shop.desk, SaveProfile, j.BOSS, **SAID | {"locations": places})
    at_desk("/staff/routing")(visitor)


def _person(visitor: Visitor) -> None:
    (anna,) = [one for one in visitor.shop.accounts.staff() if one.email == "anna@example.com"]
    at_desk(f"/staff/routing/person?person={anna.id}")(visitor)


def _errors(visitor: Visitor) -> None:
    at_desk("/staff/absence")(visitor)
    visitor.send("/staff/absence", first="", last="")


PAGES = {
    "staff_routing": {"some": _listed},
    "staff_routing_person": {"anna": _person},
    "staff_absence": {"none": at_desk("/staff/absence"), "errors": _errors},
}
