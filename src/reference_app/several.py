"""Several desks in one app: each request goes to one of them, and nothing crosses."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from helpdesk_core import Helpdesk

#: Which desk a request is for; None for none.
DeskOf = Callable[[Request], Helpdesk | None]


def by_base_url(desks: Iterable[Helpdesk]) -> DeskOf:
    """The desk whose ``base_url`` has the request's host and begins its path; the longest path wins."""
    known = sorted(((urlsplit(one.base_url), one) for one in desks), key=lambda pair: -len(pair[0].path))

    def choose(request: Request) -> Helpdesk | None:
        host, path = request.headers.get("host", "").lower(), request.scope["path"]
        return next((desk for base, desk in known if base.netloc.lower() == host and _below(path, base.path)), None)

    return choose


def _below(path: str, prefix: str) -> bool:
    return path == prefix or path.startswith(f"{prefix}/")


class SeveralDesks:
    """ASGI app: hands each request to the app of its desk, at the path of that desk's ``base_url``; 404 for a request
    that is for none."""

    def __init__(self, apps: Mapping[Helpdesk, ASGIApp], desk_of: DeskOf) -> None:
        self.apps, self._desk_of = apps, desk_of
        self._rest = Starlette()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Choose, and hand on."""
        if scope["type"] != "http":
            await self._rest(scope, receive, send)
            return
        desk = self._desk_of(Request(scope))
        app = self.apps.get(desk) if desk is not None else None
        if desk is None or app is None:
            await PlainTextResponse("There is no desk at this address.", 404)(scope, receive, send)
            return
        prefix = urlsplit(desk.base_url).path
        if prefix and scope["path"] == prefix:
            await RedirectResponse(f"{prefix}/", 307)(scope, receive, send)
            return
        # what an outer router left for its own addresses: those below are the desk's
        inner = {name: value for name, value in scope.items() if name not in ("router", "app_root_path")}
        if _below(scope["path"], prefix) and len(prefix) > len(scope.get("root_path", "")):
            inner["root_path"] = prefix
        await app(inner, receive, send)
