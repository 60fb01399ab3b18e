"""The page of the whole way, which marks where this customer stands, and the checklist before a decision."""

from __future__ import annotations

from functools import partial

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from helpdesk_core import Customer, Refusal
from helpdesk_core.settings import Stage, stage_shown
from helpdesk_core.views import JourneyPlace, view_journey_place

from ..host import Visitor
from ..intake.steps import drafted
from ..room_cookies import rooms_of
from ..slots import Card, MenuEntry, Pages
from ..web import Web
from .steps import Way
from .texts import CHECKLIST


class JourneyPages:
    """Two pages that everybody may read."""

    def __init__(self, web: Web) -> None:
        self.web = web
        self.draft = drafted(web)
        self.way = Way(web)

    async def show(self, request: Request) -> Response:
        """All steps, and the one at which this visitor stands."""
        place = await self._place(request)
        has_draft = bool(await self.draft.load(request))
        stage = Stage.REQUEST if has_draft else place.stage if place else Stage.START
        return self.web.respond(
            request,
            "journey/journey.html",
            title=self.web.translator(request)("journey.page"),
            steps=await self.web.run(partial(self.way.steps, request)),
            stage=stage_shown(self.web.desk.settings.journey, stage),
            draft=self.web.path(request, "quick_help") if has_draft else "",
            room=self._room(request, place),
        )

    def _room(self, request: Request, place: JourneyPlace | None) -> str:
        """Where that request is read; empty for who has none, and asks for the link."""
        if place is None:
            return ""
        return self.web.path(request, "room", token=self.web.desk.keyring.link(place.id, place.generation))

    async def _place(self, request: Request) -> JourneyPlace | None:
        """The latest request that this browser may open."""
        visitor = await self.web.visitor(request)
        if isinstance(visitor, Customer):
            found = await self.web.api.view(view_journey_place, visitor)
            return None if isinstance(found, Refusal) else found
        for guest in rooms_of(request, self.web.desk):
            found = await self.web.api.view(view_journey_place, guest, guest.grant.subject if guest.grant else "")
            if found is not None and not isinstance(found, Refusal):
                return found
        return None

    async def checklist(self, request: Request) -> Response:
        """What to look at before one decides."""
        title = self.web.translator(request)("checklist.title")
        room = self._room(request, await self._place(request))
        return self.web.respond(request, "journey/checklist.html", title=title, checklist=CHECKLIST, room=room)


def routes(web: Web) -> list[Route]:
    """The way and the checklist."""
    pages = JourneyPages(web)
    return [
        Route("/journey", pages.show, name="journey"),
        Route("/journey/checklist", pages.checklist, name="journey_checklist"),
    ]


async def has_steps(visitor: Visitor) -> dict[str, object]:
    """The way to the page."""
    return {}


PAGES = Pages(
    routes=routes,
    start=(Card("journey/start.html", view=has_steps, order=40),),
    portal_menu=(MenuEntry("journey.menu", "journey", icon="list-checks", order=40),),
)
