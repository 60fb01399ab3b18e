"""The page of keys, where they can be switched off (WCAG 2.1.4): in this browser, for whoever uses it."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from ..security import drop_cookie, set_cookie
from ..web import KEYS_COOKIE, Web

_YEAR = 365 * 24 * 3600


class KeyPages:
    """The sheet of keys as a page."""

    def __init__(self, web: Web) -> None:
        self.web = web

    async def show(self, request: Request) -> Response:
        """Which keys there are, and whether they are on."""
        await self.web.current_agent(request)
        self.web.require(request, "requests.view")
        return self.web.respond(request, "triage/keys.html", title=self.web.translator(request)("staff.keys"))

    async def switch(self, request: Request) -> Response:
        """Switch them on or off."""
        await self.web.current_agent(request)
        self.web.require(request, "requests.view")
        values = await self.web.submitted(request)
        response = self.web.go(request, "staff_keys")
        if values.get("keys") == "off":
            set_cookie(response, request, KEYS_COOKIE, "off", _YEAR)
        else:
            drop_cookie(response, request, KEYS_COOKIE)
        return response
