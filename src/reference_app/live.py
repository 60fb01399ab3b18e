"""Pages that are open: each is told when what it shows has changed, and decides for itself what to do about that.

A page asks at one address for a stamp, which is another one after each change. A browser that can listen there holds a
stream (server-sent events: WHATWG HTML §9.2); elsewhere, as under WSGI where a stream would keep a thread, it asks from
time to time. Whoever may not see the page any more gets no stamp either.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable

import anyio
import attrs
from sse_starlette import EventSourceResponse, ServerSentEvent
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from helpdesk_core import Actor, AsyncHelpdesk, Refusal, StoreError
from helpdesk_core.views import view_version

from .hosts.wsgi import HOST_REQUEST

_log = logging.getLogger("reference_app")
Stamp = Callable[[], Awaitable[str]]
"""Gives the stamp of what a page shows. Raises HTTPException for who may not see it."""
MOST_STREAMS = 200
"""In one process; further pages ask from time to time."""
_STREAM_SECONDS = 600
"""Then the browser begins anew, so that who is there is asked again."""
_KEEP_ALIVE_SECONDS = 25
_EVENT_STREAM = "text/event-stream"


_WSGI = (HOST_REQUEST, "wsgi_environ")
"""What our bridge and a2wsgi put into a scope."""


def can_stream(request: Request) -> bool:
    """Whether an answer may stay open. Behind WSGI it would keep one of the few threads that answer everybody.

    Args:
        request: Any request to the app.
    """
    return not any(name in request.scope for name in _WSGI)


@attrs.define(eq=False)
class _Listener:
    subject: str | None
    news: anyio.Event = attrs.field(factory=anyio.Event)


class Live:
    """Follows what is committed while pages listen.

    Args:
        api: The desk.
        seconds: Between two looks at what is new.
    """

    def __init__(self, api: AsyncHelpdesk, seconds: float = 1.0) -> None:
        self._api, self._seconds = api, seconds
        self._listeners: set[_Listener] = set()
        self._follower: asyncio.Task[None] | None = None

    async def answer(self, request: Request, stamp: Stamp, subject: str | None = None) -> Response:
        """The stamp at once, or a stream of them.

        Args:
            request: What a page asks.
            stamp: The stamp of what it shows.
            subject: Id of the only subject that the page shows; None where all of them may be on it.

        Returns:
            A stream for who accepts one, 204 for it behind WSGI or when there are too many; else a JSON object with
            ``stamp``.

        Raises:
            HTTPException: Who asks may not see the page.
        """
        now = await stamp()
        if _EVENT_STREAM not in request.headers.get("accept", ""):
            return JSONResponse({"stamp": now}, headers={"Cache-Control": "no-store"})
        if len(self._listeners) >= MOST_STREAMS or not can_stream(request):
            return Response(status_code=204)  # a browser does not connect again
        seen = request.headers.get("last-event-id", request.query_params.get("seen"))
        return EventSourceResponse(self._stream(stamp, seen, subject), ping=_KEEP_ALIVE_SECONDS)

    async def about(self, request: Request, id: str, viewer: Callable[[], Awaitable[Actor]]) -> Response:
        """The stamps of a page about one request of the desk. See `answer`.

        Args:
            request: What a page asks.
            id: The id of the request of the desk.
            viewer: Gives who looks at it; asked again for each stamp.
        """

        async def stamp() -> str:
            version = await self._api.view(view_version, await viewer(), id)
            if isinstance(version, Refusal):
                raise HTTPException(404)
            return str(version)

        return await self.answer(request, stamp, id)

    async def _stream(self, stamp: Stamp, seen: str | None, subject: str | None) -> AsyncIterator[ServerSentEvent]:
        listener, ends = _Listener(subject), time.monotonic() + _STREAM_SECONDS
        self._listeners.add(listener)
        if self._follower is None or self._follower.done():
            self._follower = asyncio.create_task(self._follow())
        try:
            while (left := ends - time.monotonic()) > 0:
                now = await stamp()
                if now != seen:
                    seen = now
                    yield ServerSentEvent(now, id=now)
                with anyio.move_on_after(left):
                    await listener.news.wait()
                listener.news = anyio.Event()
        except (HTTPException, StoreError):
            return  # the browser asks once more, and is answered as anybody who asks
        finally:
            self._listeners.discard(listener)

    async def _follow(self) -> None:
        """Wakes who listens for a subject that changed, until nobody listens."""
        place, knows_place = None, False
        while self._listeners:
            try:
                if not knows_place:
                    place, knows_place = await self._api.newest_change(), True
                    await anyio.sleep(self._seconds)
                    self._wake(None)  # what was being committed meanwhile may lie before the place
                found = await self._api.changes(place, 500)
            except StoreError as error:
                _log.warning("live pages cannot look: %s", type(error).__name__)
            else:
                place = found.next
                self._wake({entry.subject for entry in found.entries})
            await anyio.sleep(self._seconds)

    def _wake(self, subjects: set[str] | None) -> None:
        for one in self._listeners:
            if subjects is None or (subjects if one.subject is None else one.subject in subjects):
                one.news.set()
