"""A signed-in customer's own requests."""

from __future__ import annotations

import re

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from helpdesk_core import Customer, Refusal
from helpdesk_core.base.time import utc_text
from helpdesk_core.customer_rooms.views import view_customer_list

from ..web import Web

_PAGE = 20
_PLACE = re.compile(r"([0-9T:.Z+-]{20,35}),([0-9a-f]{32,64})")


def routes(web: Web) -> list[Route]:
    """The list."""
    return [Route("/own", OwnPages(web).listed, name="own")]


class OwnPages:
    """For customers whom the host has signed in; a guest has private links instead."""

    def __init__(self, web: Web) -> None:
        self.web = web

    async def listed(self, request: Request) -> Response:
        """Latest first, a page at a time."""
        visitor = await self.web.visitor(request)
        if not isinstance(visitor, Customer):
            return self.web.go(request, "track")
        place = _PLACE.fullmatch(request.query_params.get("before", "")[:120])
        found = await self.web.api.view(
            view_customer_list, visitor.id, visitor, after=place.groups() if place else None, limit=_PAGE + 1
        )
        if isinstance(found, Refusal):
            raise HTTPException(404)
        last = found[_PAGE - 1] if len(found) > _PAGE else None
        return self.web.respond(
            request,
            "my_requests.html",
            title=self.web.translator(request)("own.title"),
            listed=found[:_PAGE],
            tokens={one.id: self.web.desk.keyring.link(one.id, one.generation) for one in found[:_PAGE]},
            next=f"{utc_text(last.created_at)},{last.id}" if last else None,
        )
