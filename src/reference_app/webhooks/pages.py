"""Which other systems are told what changes, what they were told lately, and a test by a button."""

from __future__ import annotations

import secrets
from functools import partial

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from helpdesk_core import Refusal
from helpdesk_core.ports import Sent
from helpdesk_core.views import view_webhook_teller, view_webhooks

from ..notifications.texts import why
from ..slots import MenuEntry, Pages
from ..web import Web, as_error
from .keeping import keeping_routes
from .texts import SAID


class WebhookPages:
    """The list, and a test."""

    def __init__(self, web: Web) -> None:
        self.web = web

    async def show(self, request: Request) -> Response:
        """Every address."""
        code = SAID.get(request.query_params.get("said", ""))
        return await self._page(request, notice=self.web.translator(request)(code) if code else "")

    async def test(self, request: Request) -> Response:
        """Told at once, and shown what came of it. It is told the kind of event alone, and nothing is tried again."""
        actor = await self.web.current_agent(request)
        await self.web.submitted(request)
        hook = await self.web.api.view(view_webhook_teller, actor, request.path_params["hook"][:200])
        if isinstance(hook, Refusal):
            raise as_error(hook)
        event = {"type": "test", "timestamp": self.web.desk.clock().isoformat(), "data": {}}
        answer = await self.web.run(partial(hook.tell, secrets.token_hex(16), event))
        t = self.web.translator(request)
        found = await self.web.api.view(view_webhooks, actor)
        known = () if isinstance(found, Refusal) else found
        name = next((one.name for one in known if one.id == hook.name), hook.name)
        if isinstance(answer, Sent):
            return await self._page(request, notice=t("staff.webhooks.test.done", name=name))
        problem = t("staff.webhooks.test.failed", name=name, why=t(why(answer.reason)))
        return await self._page(request, problem=problem)

    async def _page(self, request: Request, *, notice: str = "", problem: str = "") -> Response:
        found = await self.web.api.view(view_webhooks, await self.web.current_agent(request))
        if isinstance(found, Refusal):
            raise as_error(found)
        return self.web.respond(
            request,
            "webhooks/list.html",
            title=self.web.translator(request)("staff.webhooks"),
            found=found,
            notice=notice,
            problem=problem,
            can_keep=self.web.desk.webhook_maker is not None,
            why=why,
        )


def routes(web: Web) -> list[Route]:
    """The list, the test, and the pages of those that staff keep."""
    pages = WebhookPages(web)
    return [
        Route("/staff/webhooks", pages.show, name="staff_webhooks"),
        *keeping_routes(web),
        Route("/staff/webhooks/{hook}/test", pages.test, methods=["POST"], name="staff_webhook_test"),
    ]


def _can_have_some(web: Web) -> bool:
    return bool(web.desk.webhooks) or web.desk.webhook_maker is not None


PAGES = Pages(
    routes=routes,
    menu=(
        MenuEntry("staff.webhooks", "staff_webhooks", icon="send", order=62, right="webhooks.see", when=_can_have_some),
    ),
)
