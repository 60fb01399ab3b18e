"""How content a customer was."""

from __future__ import annotations

from typing import Any

import journeys as j
from capabilities.scene import CUSTOMERS, STAFF, Example, Look, Scene, at_desk, by_command, by_id, of_request, row
from helpdesk_core.commands import RateService
from helpdesk_core.subjects import NOT_FOUND
from helpdesk_core.views import view_rating_results, view_request_rating
from shops import Visitor

SAID = {"stars": "4", "text": "Quick, and well explained."}
_AFTER = {"phase": "outcome_recorded"}
EXAMPLES = by_command(Example(RateService, CUSTOMERS, fields=of_request(**SAID), **_AFTER))
CHANGES = {"service_rated": row(CUSTOMERS, RateService, customer="staff")}


def _rated(ask: Any) -> Any:
    def made(scene: Scene) -> Any:
        j.do(scene.desk, RateService, scene.guest, request=scene.request, **SAID)
        return ask(scene)

    return made


VIEWS = {
    view_request_rating: Look(by=STAFF, right="requests.view", ask=_rated(by_id), stranger=NOT_FOUND, **_AFTER),
    view_rating_results: Look(by=STAFF, right="ratings.results", ask=_rated(lambda scene: ((), {})), **_AFTER),
}


def _some(visitor: Visitor) -> None:
    desk = visitor.shop.desk
    made, guest = j.in_phase(desk, "outcome_recorded", contact="rated@example.com")
    j.do(desk, RateService, guest, request=made.request, **SAID)
    at_desk("/staff/ratings")(visitor)


PAGES = {"staff_ratings": {"some": _some}}
