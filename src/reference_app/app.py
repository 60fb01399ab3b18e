"""The app factory: a Starlette app that a host mounts, or that runs alone."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Sequence
from importlib.resources import files
from typing import Any

from sqlalchemy.exc import DBAPIError
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from helpdesk_core import AsyncHelpdesk, ConfigurationError, Helpdesk, InputError, StoreError
from helpdesk_core.ports import Run
from helpdesk_core.settings import check_codes

from .accounts.staff import StaffAccounts
from .capabilities import found_pages
from .drafts import Drafts, DraftStore
from .edges import BehindHttps, WellFormed
from .fresh import FreshSettings
from .host import Host
from .rendering import environment, is_own_path
from .security import SecurityMiddleware, TooLarge, set_cookie
from .several import DeskOf, SeveralDesks, by_base_url
from .slots import Slots
from .standalone import LANGUAGE_COOKIE, StandaloneHost
from .web import Web

_log = logging.getLogger("reference_app")
_YEAR = 365 * 24 * 3600
#: Fields that were not typed, or are not shown again because they hold a secret.
_NOT_TYPED = {"value", "form_token", "seen", "digest", "next", "assignee", "status", "result"}
_ERRORS = {404: "error.not_found", 403: "error.old_form", 405: "error.not_found", 400: "error.old_form"}


def create_app(
    desk: Helpdesk | None = None,
    accounts: StaffAccounts | None = None,
    *,
    desks: Sequence[Helpdesk] = (),
    desk_of: DeskOf | None = None,
    host: Host | None = None,
    drafts: Drafts | None = None,
    demo: bool = False,
    run: Run | None = None,
) -> ASGIApp:
    """The portal, the room and the staff desk for ``desk``, or for each of ``desks``.

    Args:
        desk: The only desk.
        accounts: Staff, where the app runs alone; unfinished forms are kept in the same database.
        desks: Several desks, in place of ``desk``. ``accounts`` then serve each tenant among them.
        desk_of: Which of ``desks`` a request is for, None for none of them (404). By default the one whose
            ``base_url`` the request's address begins with.
        host: Brings its own people, sign-in, languages and page frame, in place of ``accounts``.
        drafts: Where unfinished forms are kept, in place of the database of ``accounts``.
        demo: Shows the sent mails on a page.
        run: How desk calls leave the event loop (see `AsyncHelpdesk`).

    Returns:
        A `Starlette` app for one desk; an ASGI app that chooses among them for several.

    Raises:
        ConfigurationError: There is no desk, no place to keep forms, no way to sign in, the accounts belong to
            another tenant, or a shop's own wording has errors.
    """
    if (desk is None) == (not desks):
        raise ConfigurationError("create_app needs a desk, or desks")
    if accounts is None and (host is None or drafts is None):
        raise ConfigurationError("create_app needs accounts, or a host and drafts")
    if desk is None:
        apps = {one: _one(one, accounts.of(one.tenant) if accounts else None, host, drafts, demo, run) for one in desks}
        return SeveralDesks(apps, desk_of or by_base_url(desks))
    if accounts is not None and accounts.tenant != desk.tenant:
        raise ConfigurationError(f"the accounts are of tenant {accounts.tenant!r}, the desk of {desk.tenant!r}")
    return _one(desk, accounts, host, drafts, demo, run)


def _one(
    desk: Helpdesk,
    accounts: StaffAccounts | None,
    host: Host | None,
    drafts: Drafts | None,
    demo: bool,
    run: Run | None,
) -> Starlette:
    pages, templates, api = found_pages(), environment(), AsyncHelpdesk(desk, run)
    check_codes(desk.settings)  # the pages' texts are defined now
    if drafts is None:
        assert accounts is not None
        drafts = DraftStore(accounts.engine, desk.tenant)
    alone = accounts if host is None or isinstance(host, StandaloneHost) else None
    if host is None:
        assert accounts is not None
        host = StandaloneHost(accounts, templates, lambda: desk.settings.languages, api.run)
    web = Web(
        desk=desk,
        api=api,
        run=api.run,
        host=host,
        templates=templates,
        drafts=drafts,
        slots=Slots.of(pages),
        staff=alone,
        demo=demo,
    )
    routes: list[BaseRoute] = [
        *(route for one in pages for route in one.routes(web)),
        Route("/language/{code}", choose_language(web), name="language"),
        Mount("/static", StaticFiles(directory=str(files("reference_app").joinpath("static"))), name="static"),
    ]
    return Starlette(
        routes=routes,
        middleware=[
            Middleware(WellFormed),
            Middleware(BehindHttps, base_url=desk.base_url, strict=alone is not None),
            Middleware(SecurityMiddleware, trusted_origin=desk.base_url),
            Middleware(FreshSettings, desk=desk, run=api.run),
        ],
        exception_handlers={
            HTTPException: show_http_error(web),
            InputError: show_unread(web),
            StoreError: show_failure(web),
            DBAPIError: show_failure(web),
            TooLarge: _too_large,
            Exception: show_failure(web),
        },
    )


def choose_language(web: Web) -> Callable[[Request], Awaitable[Response]]:
    """A language link: remembers the choice in the browser and goes back to a page of ours."""

    async def choose(request: Request) -> Response:
        code, back = request.path_params["code"], request.query_params.get("next", "")
        response = RedirectResponse(back if is_own_path(back) else web.path(request, "start"), 303)
        if code in web.desk.settings.languages:
            set_cookie(response, request, LANGUAGE_COOKIE, code, _YEAR)
        return response

    return choose


def show_http_error(web: Web) -> Callable[[Request, Any], Awaitable[Response]]:
    """Errors as pages with a way on; redirects pass."""

    async def show(request: Request, error: HTTPException) -> Response:
        if error.status_code in (301, 302, 303, 307):
            return Response(status_code=error.status_code, headers=error.headers)
        if error.detail not in ("not_staff", "not_allowed"):
            return _error_page(web, request, error.status_code, _ERRORS.get(error.status_code, "error.failed"))
        return _error_page(web, request, 403, f"error.{error.detail}", await _typed(web, request))

    return show


def show_unread(web: Web) -> Callable[[Request, Exception], Awaitable[Response]]:
    """A hidden part of a form cannot be read: no form of ours sends that, so there is no field to say it at."""

    async def show(request: Request, error: Exception) -> Response:
        return _error_page(web, request, 400, "error.old_form", await _typed(web, request))

    return show


def show_failure(web: Web) -> Callable[[Request, Exception], Awaitable[Response]]:
    """Something failed on our side: say so plainly, log where, never what was typed."""

    async def show(request: Request, error: Exception) -> Response:
        route = request.scope.get("route")
        _log.error("%s failed with %s", getattr(route, "name", None), type(error).__name__)
        return _error_page(web, request, 503 if isinstance(error, StoreError | DBAPIError) else 500, "error.failed")

    return show


async def _typed(web: Web, request: Request) -> list[str]:
    """What was typed into a form that cannot be shown again, so that it is not lost: to its own visitor alone."""
    if request.method != "POST":
        return []
    try:
        values = getattr(request.state, "submitted", None) or await web.submitted(request)
    except HTTPException:
        return []
    return [value for name, value in values.items() if value.strip() and name not in _NOT_TYPED]


def _error_page(web: Web, request: Request, status: int, code: str, typed: Sequence[str] = ()) -> Response:
    t = web.translator(request)
    return web.respond(request, "error.html", status, title=t(f"{code}.title"), text=t(f"{code}.text"), typed=typed)


async def _too_large(request: Request, error: Exception) -> Response:
    return PlainTextResponse("This is too large for a form.", 413)
