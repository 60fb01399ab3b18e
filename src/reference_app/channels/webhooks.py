"""The door for providers that send what came in over the web: one route, and nothing of a page in it."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from helpdesk_core import Refusal, RefusalKind
from helpdesk_core.ports import Channel, InboundRequest

from ..web import Web

_STATUS = {RefusalKind.FORBIDDEN: 401, RefusalKind.NOT_FOUND: 404, RefusalKind.CONFLICT: 503}


def webhooks(web: Web) -> list[Route]:
    """What came is kept before it is answered; what the channel cannot verify is not kept at all. A channel that
    believes whoever brings it something, as that of the shop's own mailbox does, is not to be had here. A provider that
    wants the address confirmed asks by GET; one that does not sign has a secret at the end of the address.

    Args:
        web: The app.

    Returns:
        The routes.
    """

    async def receive(request: Request) -> Response:
        channel = web.desk.channels.get(request.path_params["channel"])
        if channel is None or getattr(channel, "is_own_way", False):
            return PlainTextResponse("", status_code=404)  # before a byte of it is read
        if request.method != "POST" and not getattr(channel, "takes_get", False):
            return _confirmed(channel, _inbound(request, b""))
        inbound = _inbound(request, await request.body())
        answer = await web.api.receive(channel.name, inbound)
        if isinstance(answer, Refusal):
            return PlainTextResponse("", status_code=_STATUS.get(answer.kind, 422))
        return PlainTextResponse(str(getattr(channel, "answers", "")))

    def _inbound(request: Request, body: bytes) -> InboundRequest:
        headers, at = dict(request.headers.items()), web.desk.clock()
        path, query = request.url.path, request.url.query
        client = request.client.host if request.client else ""
        return InboundRequest(
            method=request.method, path=path, query=query, headers=headers, body=body, at=at, client=client
        )

    methods = ["GET", "POST"]
    return [
        Route("/inbound/{channel}", receive, methods=methods, name="inbound"),
        Route("/inbound/{channel}/{secret}", receive, methods=methods, name="inbound_secret"),
    ]


def _confirmed(channel: Channel, inbound: InboundRequest) -> Response:
    """That this address is the shop's, said to the provider who asks for it; nothing is kept or changed."""
    answers: Any = getattr(channel, "challenge", None)
    if answers is None:
        return PlainTextResponse("", status_code=405, headers={"allow": "POST"})
    word = answers(inbound)
    return PlainTextResponse("", status_code=403) if word is None else PlainTextResponse(word)
