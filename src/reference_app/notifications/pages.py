"""What could not be delivered."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from helpdesk_core import Refusal
from helpdesk_core.commands import RetryDelivery, SettleDelivery
from helpdesk_core.views import view_failed_webhooks, view_health, view_outages, view_sent

from ..forms import BaseForm, ButtonForm
from ..slots import MenuEntry, Pages, Section
from ..triage.frame import RequestPage
from ..web import Web, as_error
from . import watching
from .texts import why


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
            unread=await self.web.api.view(view_outages, actor),
            paused=await self.web.api.view(view_failed_webhooks, actor),
            why=why,
            failed=self.web.desk.plugins.failed,
        )

    async def retry(self, request: Request) -> Response:
        """Try one again, or send one that was held back."""
        return await self._decide(request, RetryDelivery)

    async def settle(self, request: Request) -> Response:
        """The person was told in another way."""
        return await self._decide(request, SettleDelivery)

    async def _decide(self, request: Request, kind: type[RetryDelivery] | type[SettleDelivery]) -> Response:
        actor = await self.web.current_agent(request)
        form = await self.web.posted(request, ButtonForm)
        answer = await self.web.send(request, kind, actor, form, row=request.path_params["row"])
        return await self._page(request, form) if answer is None else self.web.go(request, "staff_undelivered")

    async def release_all(self, request: Request) -> Response:
        """Send everything on the page that was held back."""
        actor = await self.web.current_agent(request)
        await self.web.posted(request, ButtonForm)
        health = await self.web.api.view(view_health, actor)
        if isinstance(health, Refusal):
            raise as_error(health)
        commands = [(self.web.desk.read(RetryDelivery, {"row": one.row.id}), None) for one in health.held]
        await self.web.api.handle_each(commands, actor)
        return self.web.go(request, "staff_undelivered")


def routes(web: Web) -> list[Route]:
    """List and retry."""
    pages = Undelivered(web)
    return [
        *watching.routes(web),
        Route("/staff/undelivered", pages.listed, name="staff_undelivered"),
        Route("/staff/undelivered/all", pages.release_all, methods=["POST"], name="staff_release_all"),
        Route("/staff/undelivered/{row}", pages.retry, methods=["POST"], name="staff_retry"),
        Route("/staff/undelivered/{row}/settled", pages.settle, methods=["POST"], name="staff_settle"),
    ]


async def sent(shown: RequestPage) -> dict[str, Any] | None:
    """What became of the latest messages, where the customer is reached by a channel that says so."""
    by_push = shown.web.desk.notifiers.push is not None
    if not by_push and not any(point.value.channel for point in shown.found.points):
        return None
    found = await shown.web.api.view(view_sent, shown.visitor, shown.found.request.id)
    return None if isinstance(found, Refusal) or not found.rows else {"sent": found.rows, "why": why}


async def of_request(shown: RequestPage) -> dict[str, Any] | None:
    """That a message about this request was given up."""
    return {} if shown.found.undelivered else None


PAGES = Pages(
    routes=routes,
    request=(
        Section(
            "notifications/undelivered_here.html", view=of_request, column="top", order=20, right="deliveries.retry"
        ),
        Section("notifications/sent.html", view=sent, column="side", order=14),
    ),
    menu=(
        MenuEntry("staff.undelivered", "staff_undelivered", icon="mail-warning", order=40, right="deliveries.retry"),
    ),
)
