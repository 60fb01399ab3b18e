"""The app factory: a Starlette app that a host mounts, or that runs alone."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from importlib.resources import files
from typing import Any, cast

from sqlalchemy.exc import DBAPIError
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from helpdesk_core import AsyncHelpdesk, ConfigurationError, Helpdesk, StoreError
from helpdesk_core.desk.asynchronous import Run
from helpdesk_core.settings.check import check_codes

from .accounts import Accounts
from .drafts import Drafts, DraftTable
from .host import Host
from .pages import my_requests, portal, room, sign_in, tracking
from .pages import staff as staff_pages
from .security import Guarded, TooLarge, set_cookie
from .standalone import LANGUAGE_COOKIE, StandaloneHost
from .web import Web, asset_version, environment, grouped, iso

_log = logging.getLogger("reference_app")
_YEAR = 365 * 24 * 3600


def create_app(
    desk: Helpdesk,
    accounts: Accounts | None = None,
    *,
    host: Host | None = None,
    drafts: Drafts | None = None,
    demo: bool = False,
    run: Run | None = None,
) -> Starlette:
    """The portal, the room and the staff desk for ``desk``.

    Alone, the app keeps staff and unfinished forms in ``accounts``. A ``host`` brings its own people, sign-in,
    languages and page frame; then ``accounts`` only keep the forms, or ``drafts`` do. ``run`` says how desk calls
    leave the event loop (see `AsyncHelpdesk`). ``demo`` shows the sent mails on a page. Raises ConfigurationError
    when there is nowhere to keep the forms, or nobody to sign in, or the shop's own wording has a fault.
    """
    if accounts is None and (host is None or drafts is None):
        raise ConfigurationError("create_app needs accounts, or a host and drafts")
    check_codes(desk.settings)
    templates = environment()
    alone = accounts if host is None or isinstance(host, StandaloneHost) else None
    drafts = drafts or DraftTable(cast(Accounts, accounts))
    host = host or StandaloneHost(cast(Accounts, accounts), templates, desk.settings.languages)
    run = run or desk.threads
    web = Web(
        desk=desk,
        api=AsyncHelpdesk(desk, run),
        run=run,
        host=host,
        templates=templates,
        drafts=drafts,
        accounts=alone,
        demo=demo,
    )
    templates.globals |= {
        "iso": iso,
        "grouped": grouped,
        "asset_version": asset_version(),
        "static": lambda request, name: static(request, name),
    }
    routes = [
        *portal.routes(web),
        *my_requests.routes(web),
        *tracking.routes(web),
        *room.routes(web),
        *sign_in.routes(web),
        *staff_pages.routes(web),
        Route("/language/{code}", choose_language(web), name="language"),
        Mount("/static", StaticFiles(directory=str(files("reference_app").joinpath("static"))), name="static"),
    ]
    return Starlette(
        routes=routes,
        middleware=[Middleware(Guarded, trusted_origin=desk.base_url)],
        exception_handlers={
            HTTPException: show_http_error(web),
            StoreError: show_failure(web),
            DBAPIError: show_failure(web),
            TooLarge: _too_large,
            Exception: show_failure(web),
        },
    )


def static(request: Request, name: str) -> str:
    """The path of a vendored or own file."""
    return f"{request.url_for('static', path=name).path}?v={asset_version()}"


def choose_language(web: Web) -> Callable[[Request], Awaitable[Response]]:
    """A language link: remembers the choice in the browser and goes back to a page of ours."""

    async def choose(request: Request) -> Response:
        code = request.path_params["code"]
        back = request.query_params.get("next", "")
        own = back.startswith("/") and not back.startswith(("//", "/\\")) and back.isascii() and back.isprintable()
        response = RedirectResponse(back if own else web.path(request, "start"), 303)
        if code in web.desk.settings.languages:
            set_cookie(response, request, LANGUAGE_COOKIE, code, _YEAR)
        return response

    return choose


def show_http_error(web: Web) -> Callable[[Request, Any], Awaitable[Response]]:
    """Errors as pages with a way on; redirects pass."""

    async def show(request: Request, error: HTTPException) -> Response:
        if error.status_code in (301, 302, 303, 307):
            return Response(status_code=error.status_code, headers=error.headers)
        status = error.status_code
        code = {404: "error.not_found", 403: "error.old_form", 405: "error.not_found", 400: "error.old_form"}.get(
            status, "error.failed"
        )
        code = "error.not_staff" if error.detail == "not_staff" else code
        t = web.translator(request)
        return web.respond(request, "error.html", status, title=t(f"{code}.title"), text=t(f"{code}.text"))

    return show


def show_failure(web: Web) -> Callable[[Request, Exception], Awaitable[Response]]:
    """Something failed on our side: say so plainly, log where, never what was typed."""

    async def show(request: Request, error: Exception) -> Response:
        _log.error(
            "%s failed with %s", request.scope.get("route") and request.scope["route"].name, type(error).__name__
        )
        status = 503 if isinstance(error, StoreError | DBAPIError) else 500
        t = web.translator(request)
        return web.respond(request, "error.html", status, title=t("error.failed.title"), text=t("error.failed.text"))

    return show


async def _too_large(request: Request, error: Exception) -> Response:
    return PlainTextResponse("This is too large for a form.", 413)
