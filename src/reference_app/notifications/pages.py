"""What could not be delivered."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from helpdesk_core import Refusal
from helpdesk_core.commands import RetryDelivery
from helpdesk_core.views import view_health

from ..forms import BaseForm, ButtonForm
from ..slots import MenuEntry, Pages, Section
from ..triage.frame import RequestPage
from ..web import Web, as_error


class Undelivered:
    """The list, and another try."""

    def __init__(self, web: Web) -> None:
        self.web = web

    async def listed(self, request: Request) -> Response:
        """Messages that were given up."""
        return await self._page(request)

    async def _page(self, request: Request, failed: BaseForm | None = None) -> Response:
        actor = await self.web.current_agent(request)
        health = await self.web.api.view(view_health, actor)
        if isinstance(health, Refusal):
            raise as_error(health)
        return self.web.respond(
            request,
            "notifications/undelivered.html",
            title=self.web.translator(request)("staff.undelivered.title"),
            form=failed,
            health=health,
            failed=self.web.desk.plugins.failed,
        )

    async def retry(self, request: Request) -> Response:
        """Try one again."""
        actor = await self.web.current_agent(request)
        form = await self.web.posted(request, ButtonForm)
        answer = await self.web.send(request, RetryDelivery, actor, form, row=request.path_params["row"])
        return await self._page(request, form) if answer is None else self.web.go(request, "staff_undelivered")


def routes(web: Web) -> list[Route]:
    """List and retry."""
    pages = Undelivered(web)
    return [
        Route("/staff/undelivered", pages.listed, name="staff_undelivered"),
        Route("/staff/undelivered/{row}", pages.retry, methods=["POST"], name="staff_retry"),
    ]


async def of_request(shown: RequestPage) -> dict[str, Any] | None:
    """That a message about this request was given up."""
    return {} if shown.found.undelivered else None


PAGES = Pages(
    routes=routes,
    request=(
        Section(
            "notifications/undelivered_here.html", view=of_request, column="top", order=20, right="deliveries.retry"
        ),
    ),
    menu=(MenuEntry("staff.undelivered", "staff_undelivered", order=40, right="deliveries.retry"),),
)
