"""Before a second request is made: those that are open, for who has proved that they are theirs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from helpdesk_core import Customer, Refusal
from helpdesk_core.views import OpenRequests, RequestSummary, view_open_requests

from ..host import Visitor
from ..room_cookies import rooms_of
from ..web import Web
from .forms import OrderForm


async def open_requests(web: Web, request: Request, form: OrderForm) -> dict[str, tuple[RequestSummary, bool]]:
    """Open requests by id, each with whether this browser may write there; none where nothing is proved."""
    visitor = await web.visitor(request)
    asking: list[Visitor] = [visitor] if isinstance(visitor, Customer) else [*rooms_of(request, web.desk)]
    found: dict[str, tuple[RequestSummary, bool]] = {}
    own = {one.grant.subject for one in asking if one.grant is not None}
    for one in asking:
        said: dict[str, Any] = {"contact": form.contact.data or "", "problem": form.problem.data or ""}
        seen = await web.api.view(view_open_requests, one, **said)
        rows = seen.rows if isinstance(seen, OpenRequests) and not isinstance(seen, Refusal) else ()
        found |= {row.id: (row, isinstance(one, Customer) or row.id in own) for row in rows if row.id not in found}
    return found


def offer(
    web: Web, request: Request, carried: Mapping[str, str], found: dict[str, tuple[RequestSummary, bool]]
) -> Response:
    """The open ones first; another one is a tap away, and nothing that was typed is lost."""
    t = web.translator(request)
    return web.respond(
        request,
        "intake/open.html",
        title=t("intake.open"),
        found=[(row, may_write) for row, may_write in found.values()],
        tokens={row.id: web.desk.keyring.link(row.id, row.generation) for row, _ in found.values()},
        typed=carried,
        problem=carried.get("problem", ""),
    )
