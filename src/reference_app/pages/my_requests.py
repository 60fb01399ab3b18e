"""A signed-in customer's own requests."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from helpdesk_core import Customer, Refusal
from helpdesk_core.customer_rooms.views import view_customer_list
from helpdesk_core.service_requests.model import BY_CUSTOMER

from ..web import Web


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
        after = BY_CUSTOMER.decode_cursor(request.query_params.get("before"))
        found = await self.web.api.view(view_customer_list, visitor.id, visitor, after=after)
        if isinstance(found, Refusal):
            raise HTTPException(404)
        return self.web.respond(
            request,
            "my_requests.html",
            title=self.web.translator(request)("own.title"),
            listed=found.rows,
            tokens={one.id: self.web.desk.keyring.link(one.id, one.generation) for one in found.rows},
            next=found.next and found.next.encode(),
        )
