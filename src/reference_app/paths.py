"""Paths of the app's own pages, wherever it is mounted.

Starlette's ``url_for`` walks all routes of the outermost app for every path, a page has twenty, and a named mount hides
ours from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlsplit

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.routing import BaseRoute
from starlette.types import ASGIApp, Receive, Scope, Send

_ROOT = "reference_app.root"


def remember_root(scope: Scope) -> None:
    """Note where the app is mounted. The app's middleware calls it: further in, a mount of our own changes the root.

    A host that is told its prefix itself (``FastAPI(root_path=…)``) gets paths without it from the proxy that takes it
    off, and mounts below cannot tell theirs from the path then: it is put back, as servers do that are told of it.
    """
    root = scope[_ROOT] = scope.get("root_path", "").rstrip("/")
    whole = scope.get("app_root_path", "").rstrip("/") + scope["path"]
    if not f"{scope['path']}/".startswith(f"{root}/") and f"{whole}/".startswith(f"{root}/"):
        scope["path"] = whole


class Below:
    """An app of its own below a path of its site, behind a proxy that takes the path off or leaves it on.

    Args:
        app: The app.
        base_url: Where it is, as its visitors see it; nothing changes where that has no path.
    """

    def __init__(self, app: ASGIApp, base_url: str) -> None:
        self._app, self._root = app, urlsplit(base_url).path.rstrip("/")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand a request on with the whole path, as the visitor sees it."""
        if self._root and scope["type"] == "http":
            path = scope["path"]
            whole = path if f"{path}/".startswith(f"{self._root}/") else self._root + path
            scope = {**scope, "root_path": self._root, "path": whole, "raw_path": quote(whole).encode()}
        await self._app(scope, receive, send)


def path_to(request: Request, name: str, /, **params: Any) -> str:
    """The path of a route, from the root of the site.

    Args:
        request: Any request to the app.
        name: The route's name.
        params: The values of its placeholders.

    Raises:
        KeyError: No route of the app has the name.
    """
    path = _routes(request.app)[name].url_path_for(name, **params)
    return str(request.scope[_ROOT]) + quote(path, safe="/:@!$&'()*+,;=")


def _routes(app: Starlette) -> Mapping[str, BaseRoute]:
    """The app's routes by name, made once."""
    known: dict[str, BaseRoute] | None = getattr(app.state, "routes_by_name", None)
    if known is None:
        known = app.state.routes_by_name = {getattr(route, "name", ""): route for route in reversed(app.routes)}
    return known
