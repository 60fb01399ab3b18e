"""One box finds requests by whatever staff hear or read."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from helpdesk_core import Refusal
from helpdesk_core.views import view_search

from ..slots import MenuEntry, Pages
from ..triage.frame import status_names
from ..web import Web, as_error
from .texts import FIELDS, OTHER


class SearchPages:
    """The page of results."""

    def __init__(self, web: Web) -> None:
        self.web = web

    async def search(self, request: Request) -> Response:
        """What was found, and where each request has it."""
        actor = await self.web.current_agent(request)
        self.web.require(request, "requests.view")
        words = request.query_params.get("q", "")[:200].strip()
        found = await self.web.api.view(view_search, actor, words) if words else None
        if isinstance(found, Refusal):
            raise as_error(found)
        return self.web.respond(
            request,
            "search/page.html",
            title=self.web.translator(request)("staff.search.title"),
            found=found,
            words=words,
            names=status_names(self.web, request),
            fields=FIELDS,
            other=OTHER,
        )


def routes(web: Web) -> list[Route]:
    """The page of results."""
    return [Route("/staff/search", SearchPages(web).search, name="staff_search")]


PAGES = Pages(
    routes=routes,
    menu=(
        MenuEntry(
            "staff.search", "staff_search", icon="search", group="queue", order=20, further=True, right="requests.view"
        ),
    ),
)
