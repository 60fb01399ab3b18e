"""The acknowledgement and the customer's own word in the room; for staff which words raised a request."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from helpdesk_core import Refusal
from helpdesk_core.commands import ChangeUrgency, LowerUrgency, Urgency
from helpdesk_core.views import OwnUrgency, UrgencyTaken, view_request_urgency

from ..customer_rooms.frame import RoomFrame, RoomPage
from ..slots import Card, Pages, Section
from ..texts import URGENCIES
from ..triage.frame import AT, RequestFrame, RequestPage
from ..web import Web
from .forms import OwnUrgencyForm, UrgencyForm

_NAMES = {"urgency_raises", "urgency_changes"}


def routes(web: Web) -> list[Route]:
    """Set by both sides, put back by staff."""
    room, frame, post = RoomFrame(web), RequestFrame(web), ["POST"]

    async def own(request: Request) -> Response:
        return await room.send(request, ChangeUrgency, await web.posted(request, OwnUrgencyForm))

    return [
        Route("/r/{token}/urgency", own, methods=post, name="room_urgency"),
        Route(f"{AT}/urgency", frame.button(ChangeUrgency, UrgencyForm), methods=post, name="staff_urgency"),
        Route(f"{AT}/urgency/lower", frame.button(LowerUrgency), methods=post, name="staff_urgency_lower"),
    ]


async def taken(shown: RoomPage) -> dict[str, Any] | None:
    """What the shop aims at in this hour."""
    found = shown.room.part(UrgencyTaken)
    return None if found is None else {"taken": found}


async def own(shown: RoomPage) -> dict[str, Any] | None:
    """The customer's own word, and its change where the shop allows one."""
    room, settings = shown.room, shown.web.desk.settings
    said = room.part(OwnUrgency)
    by_shop = said is not None and said.by_shop
    may = settings.customers_set_urgency and room.can_reply and room.continues_in is None and not by_shop
    if not may and said is None:
        return None
    form = shown.form(OwnUrgencyForm, {"urgency": room.urgency.value})
    form.urgency.choices = [(one.value, shown.t(URGENCIES[one])) for one in Urgency]
    form.seen.data = str(room.version)
    return {"by_shop": by_shop, "may_set": may, "choosing": form, "is_now": shown.t(URGENCIES[room.urgency])}


async def why(shown: RequestPage) -> dict[str, Any] | None:
    """Which words put it in front, and what was said since."""
    request = shown.found.request
    if not _NAMES.intersection(request.has):
        return None
    seen = await shown.web.api.view(view_request_urgency, shown.visitor, request.id)
    return None if isinstance(seen, Refusal) else {"seen": seen, "names_of_urgencies": URGENCIES}


async def property(shown: RequestPage) -> dict[str, Any]:
    """The property."""
    choices = {one.value: shown.t(URGENCIES[one]) for one in Urgency}
    value = shown.found.request.urgency.value
    return {"urgency": shown.property(UrgencyForm, "urgency", value, choices, "staff_urgency")}


PAGES = Pages(
    routes=routes,
    room=(Card("urgencies/taken.html", view=taken, order=2), Card("urgencies/own.html", view=own, order=58)),
    request=(
        Section("urgencies/why.html", view=why, column="top", order=8),
        Section("urgencies/property.html", view=property, column="set", order=44, right="urgency.set"),
    ),
)
