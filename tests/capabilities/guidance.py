"""What is still missing, and giving it."""

from __future__ import annotations

import journeys as j
from capabilities.scene import PEOPLE, STAFF, Example, Look, at_desk, by_command, of_request, row
from helpdesk_core.commands import CorrectWish, GiveDetails
from helpdesk_core.views import view_wish_corrections
from shops import Visitor

EXAMPLES = by_command(
    Example(CorrectWish, STAFF, right="wishes.correct", fields=of_request(guessed="price", meant="status")),
    Example(
        GiveDetails,
        PEOPLE,
        right="requests.describe",
        fields=lambda scene: {
            "request": scene.request,
            "device": "Radio",
            "serial": "XK-2041",
            "order": "100-7",
            "location": "here",
        },
    ),
)
CHANGES = {"details_given": row(PEOPLE, GiveDetails, customer="staff")}
VIEWS = {view_wish_corrections: Look(by=STAFF, right="wishes.correct", of_nobody=True)}


def _corrected(visitor: Visitor) -> None:
    desk = visitor.shop.desk
    made = j.submit(desk, contact="corrected@example.com")
    j.do(desk, CorrectWish, j.ANNA, request=made.request, guessed="price", meant="status")
    at_desk("/staff/wishes")(visitor)


PAGES = {"staff_wishes": {"some": _corrected, "none": at_desk("/staff/wishes")}}
