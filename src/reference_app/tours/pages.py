"""The pages that list the tours, and the part that goes along on each page of one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ..slots import Banner, MenuEntry, Pages
from ..web import Web
from . import texts
from .model import place_of, steps_for


def routes(web: Web) -> list[Route]:
    """A list of the steps, for customers and for staff."""

    def overview(request: Request, name: str, title: str) -> Response:
        steps = steps_for(web, request, name)
        return web.respond(request, "tours/tour.html", title=web.translator(request)(title), name=name, steps=steps)

    async def portal(request: Request) -> Response:
        return overview(request, "portal", texts.PORTAL)

    async def desk(request: Request) -> Response:
        await web.current_agent(request)
        web.require(request, "requests.view")
        return overview(request, "desk", texts.DESK)

    return [Route("/tour", portal, name="tour"), Route("/staff/tour", desk, name="staff_tour")]


def along(web: Web, request: Request) -> Mapping[str, Any] | None:
    """What is said on this page, if it is looked at in a tour."""
    place = place_of(web, request)
    return None if place is None else {"place": place}


PAGES = Pages(
    routes=routes,
    banners=(Banner("tours/step.html", along),),
    menu=(MenuEntry(texts.DESK, "staff_tour", icon="lightbulb", group="own", order=92, right="requests.view"),),
    foot=(MenuEntry(texts.PORTAL, "tour", order=90),),
)
