"""Which other systems are told what changes, what they were told lately, and a test by a button."""

from __future__ import annotations

import secrets
from functools import partial

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from helpdesk_core import Refusal
from helpdesk_core.ports import Sent
from helpdesk_core.views import WebhookSeen, view_webhooks

from ..notifications.texts import why
from ..slots import MenuEntry, Pages
from ..web import Web, as_error


class WebhookPages:
    """The list, and a test."""

    def __init__(self, web: Web) -> None:
        self.web = web

    async def show(self, request: Request) -> Response:
        """Every address."""
        return self._page(request, await self._load(request))

    async def test(self, request: Request) -> Response:
        """Told at once, and shown what came of it. It is told the kind of event alone, and nothing is tried again."""
        await self.web.submitted(request)
        found, name = await self._load(request), request.path_params["hook"]
        hook = next((one for one in self.web.desk.webhooks if one.name == name), None)
        if hook is None:
            raise HTTPException(404)
        event = {"type": "test", "timestamp": self.web.desk.clock().isoformat(), "data": {}}
        answer = await self.web.run(partial(hook.tell, secrets.token_hex(16), event))
        t = self.web.translator(request)
        if isinstance(answer, Sent):
            return self._page(request, found, notice=t("staff.webhooks.test.done", name=name))
        return self._page(request, found, problem=t("staff.webhooks.test.failed", name=name, why=t(why(answer.reason))))

    async def _load(self, request: Request) -> tuple[WebhookSeen, ...]:
        found = await self.web.api.view(view_webhooks, await self.web.current_agent(request))
        if isinstance(found, Refusal):
            raise as_error(found)
        return found

    def _page(
        self, request: Request, found: tuple[WebhookSeen, ...], *, notice: str = "", problem: str = ""
    ) -> Response:
        title = self.web.translator(request)("staff.webhooks")
        return self.web.respond(
            request, "webhooks/list.html", title=title, found=found, notice=notice, problem=problem, why=why
        )


def routes(web: Web) -> list[Route]:
    """The page and the test."""
    pages = WebhookPages(web)
    return [
        Route("/staff/webhooks", pages.show, name="staff_webhooks"),
        Route("/staff/webhooks/{hook}/test", pages.test, methods=["POST"], name="staff_webhook_test"),
    ]


PAGES = Pages(
    routes=routes,
    menu=(
        MenuEntry(
            "staff.webhooks",
            "staff_webhooks",
            icon="send",
            order=62,
            right="webhooks.see",
            when=lambda web: bool(web.desk.webhooks),
        ),
    ),
)
