"""How long a device has waited to be collected: on the staff's page with what was sent, in the room what was said."""

from __future__ import annotations

from typing import Any

from starlette.routing import Route

from helpdesk_core import Refusal
from helpdesk_core.commands import PauseCollectReminders, ResumeCollectReminders
from helpdesk_core.views import RoomUncollected, view_request_uncollected

from ..customer_rooms.frame import RoomPage
from ..slots import Card, Pages, Section
from ..triage.frame import AT, RequestFrame, RequestPage
from ..web import Web


def routes(web: Web) -> list[Route]:
    """Pausing reminders, and letting them go on."""
    frame, at = RequestFrame(web), f"{AT}/collect-reminders"
    return [
        Route(f"{at}/pause", frame.button(PauseCollectReminders), methods=["POST"], name="staff_collect_pause"),
        Route(f"{at}/resume", frame.button(ResumeCollectReminders), methods=["POST"], name="staff_collect_resume"),
    ]


async def card(shown: RoomPage) -> dict[str, Any] | None:
    """What they were told, as long as it waits."""
    found = shown.room.part(RoomUncollected)
    return None if found is None else {"waits": found}


async def section(shown: RequestPage) -> dict[str, Any] | None:
    """From when it can be collected until it was."""
    if shown.found.request.ready_at is None:
        return None
    found = await shown.web.api.view(view_request_uncollected, shown.visitor, shown.found.request.id)
    return None if found is None or isinstance(found, Refusal) else {"waits": found}


PAGES = Pages(
    routes=routes,
    room=(Card("uncollected/card.html", view=card, order=4),),
    request=(Section("uncollected/section.html", view=section, column="decide", order=43, right="uncollected.pause"),),
)
