"""The question in the room, what the customer gave on the staff's page, and the results as a chart with its table."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from helpdesk_core import Refusal
from helpdesk_core.commands import RateService
from helpdesk_core.views import OwnRating, view_rating_results, view_request_rating

from ..customer_rooms.frame import RoomFrame, RoomPage
from ..slots import Card, MenuEntry, Pages, Section
from ..triage.frame import RequestPage
from ..web import Web, as_error
from .forms import RatingForm

_NAME = "ratings"


def routes(web: Web) -> list[Route]:
    """Rating, and the results."""
    room = RoomFrame(web)

    async def rate(request: Request) -> Response:
        return await room.send(request, RateService, await web.posted(request, RatingForm))

    async def results(request: Request) -> Response:
        actor, t = await web.current_agent(request), web.translator(request)
        found = await web.api.view(view_rating_results, actor)
        if isinstance(found, Refusal):
            raise as_error(found)
        bars = [(t(f"rating.{stars}"), (count,)) for stars, count in found.counts.items()]
        return web.respond(request, "ratings/results.html", title=t("staff.ratings"), found=found, bars=bars)

    return [
        Route("/r/{token}/rating", rate, methods=["POST"], name="room_rating"),
        Route("/staff/ratings", results, name="staff_ratings"),
    ]


async def card(shown: RoomPage) -> dict[str, Any] | None:
    """The question after an outcome, or what was given."""
    outcome, own = shown.room.outcome, shown.room.part(OwnRating)
    if outcome is None:
        return None
    form = shown.form(RatingForm)
    form.offer(shown.t)
    return {"own": own if own is not None and own.outcome == outcome.id else None, "rating": form}


async def section(shown: RequestPage) -> dict[str, Any] | None:
    """What the customer gave."""
    request = shown.found.request
    if _NAME not in request.has:
        return None
    seen = await shown.web.api.view(view_request_rating, shown.visitor, request.id)
    return None if seen is None or isinstance(seen, Refusal) else {"given": seen}


PAGES = Pages(
    routes=routes,
    room=(Card("ratings/card.html", view=card, order=11),),
    request=(Section("ratings/section.html", view=section, column="side", order=20),),
    menu=(MenuEntry("staff.ratings", "staff_ratings", icon="quote", order=41, right="ratings.results"),),
)
