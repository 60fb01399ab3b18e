"""The door for providers that send what came in over the web: one route, and nothing of a page in it."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from helpdesk_core import Refusal, RefusalKind
from helpdesk_core.ports import InboundRequest

from ..web import Web

_STATUS = {RefusalKind.FORBIDDEN: 401, RefusalKind.NOT_FOUND: 404, RefusalKind.CONFLICT: 503}


def webhooks(web: Web) -> list[Route]:
    """What came is kept before it is answered; what the channel cannot verify is not kept at all. A channel that
    believes whoever brings it something, as that of the shop's own mailbox does, is not to be had here.

    Args:
        web: The app.

    Returns:
        The route.
    """

    async def receive(request: Request) -> Response:
        channel = web.desk.channels.get(request.path_params["channel"])
        if channel is None or getattr(channel, "is_own_way", False):
            return PlainTextResponse("", status_code=404)  # before a byte of it is read
        inbound = InboundRequest(
            method=request.method,
            path=request.url.path,
            query=request.url.query,
            headers=dict(request.headers.items()),
            body=await request.body(),
            at=web.desk.clock(),
        )
        answer = await web.api.receive(channel.name, inbound)
        if isinstance(answer, Refusal):
            return PlainTextResponse("", status_code=_STATUS.get(answer.kind, 422))
        return PlainTextResponse("")

    return [Route("/inbound/{channel}", receive, methods=["POST"], name="inbound")]
