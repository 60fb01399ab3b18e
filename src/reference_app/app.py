"""The app factory: a Starlette app that a host mounts, or that runs alone."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Collection, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from sqlalchemy.exc import SQLAlchemyError
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.errors import ServerErrorMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp

from helpdesk_core import AsyncHelpdesk, ConfigurationError, Helpdesk, InputError, StoreError
from helpdesk_core.ports import Payments, Run
from helpdesk_core.settings import check_codes

from . import assets
from .accounts.second_step import steps_of
from .accounts.staff import StaffAccounts
from .again import sent_values, show_again
from .capabilities import found_pages
from .drafts import Drafts, DraftStore
from .edges import BehindHttps, OwnNames, WellFormed
from .fresh_settings import FreshSettings
from .given import check_given
from .host import Host
from .live import Live
from .rendering import environment, is_own_path
from .security import SecurityMiddleware, TooLarge
from .several import DeskOf, SeveralDesks, by_base_url
from .sign_in.signed_in import SignedInCustomers
from .slots import Slots
from .standalone import StaffFirst, StandaloneHost
from .web import Web

_log = logging.getLogger("reference_app")
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
    templates: Sequence[str | Path] = (),
    names: Collection[str] = (),
    payments: Sequence[Payments] = (),
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
        templates: Folders with templates of the shop's own in place of ours of the same names; one that only changes a
            block begins with ``{% extends "original/frame.html" %}``. Capabilities read their own files there.
        payments: Providers on whose pages customers can pay invoices; none shows where to transfer money to.
        names: Names of this site beside that of ``base_url`` ("www.shop.example"). Pages without a ``host`` answer to
            no other (400); with one, its framework decides.

    Returns:
        A `Starlette` app for one desk; an ASGI app that chooses among them for several.

    Raises:
        ConfigurationError: There is no desk, no place to keep forms, no way to sign in, the accounts belong to
            another tenant, a shop's own wording has errors, or a template of its own replaces none or cannot be read.
    """
    _check(desk, accounts, desks, templates, names, payments)
    _check_host(host, drafts)
    if (desk is None) == (not desks):
        raise ConfigurationError("create_app needs a desk, or desks")
    if accounts is None and (host is None or drafts is None):
        raise ConfigurationError("create_app needs accounts, or a host and drafts")
    if desk is None:
        apps = {
            one: _one(
                one, accounts.of(one.tenant) if accounts else None, host, drafts, demo, run, templates, names, payments
            )
            for one in desks
        }
        return SeveralDesks(apps, desk_of or by_base_url(desks))
    if accounts is not None and accounts.tenant != desk.tenant:
        raise ConfigurationError(f"the accounts are of tenant {accounts.tenant!r}, the desk of {desk.tenant!r}")
    return _one(desk, accounts, host, drafts, demo, run, templates, names, payments)


def _check(desk: Any, accounts: Any, desks: Any, templates: Any, names: Any, payments: Any) -> None:
    several = isinstance(desks, list | tuple) and all(isinstance(one, Helpdesk) for one in desks)
    folders = isinstance(templates, list | tuple) and all(
        isinstance(one, str | Path) and Path(one).is_dir() for one in templates
    )
    named = isinstance(names, Collection) and not isinstance(names, str) and all(isinstance(one, str) for one in names)
    paid = isinstance(payments, list | tuple) and all(isinstance(_name(one), str) for one in payments)
    own_names = paid and len({one.name for one in payments}) == len(payments)
    check_given(
        "create_app",
        desk=(desk is None or isinstance(desk, Helpdesk), "a Helpdesk", desk),
        accounts=(accounts is None or isinstance(accounts, StaffAccounts), "a StaffAccounts(engine)", accounts),
        desks=(several, "a list of Helpdesk", desks),
        templates=(folders, "a list of folders that exist", templates),
        names=(named, 'a list of names: ["www.shop.example"]', names),
        payments=(own_names, "a list of providers, each with a name of its own", payments),
    )


def _check_host(host: Any, drafts: Any) -> None:
    def has(one: Any, *methods: str) -> bool:
        return one is None or (not isinstance(one, type) and all(callable(getattr(one, name, 0)) for name in methods))

    check_given(
        "create_app",
        host=(has(host, "visitor", "current_agent", "sign_in"), "an object of a subclass of Host", host),
        drafts=(has(drafts, "load", "save", "drop"), "an object as Drafts says", drafts),
    )


def _name(provider: object) -> Any:
    return None if isinstance(provider, type) else getattr(provider, "name", None)


def _one(
    desk: Helpdesk,
    accounts: StaffAccounts | None,
    host: Host | None,
    drafts: Drafts | None,
    demo: bool,
    run: Run | None,
    folders: Sequence[str | Path],
    names: Collection[str],
    payments: Sequence[Payments],
) -> Starlette:
    pages, templates, api = found_pages(), environment(folders), AsyncHelpdesk(desk, run)
    check_codes(desk.settings)  # the pages' texts are defined now
    if drafts is None:
        assert accounts is not None
        drafts = DraftStore(accounts.engine, desk.tenant)
    alone = host is None or isinstance(host, StandaloneHost)
    if host is None:
        assert accounts is not None
        signed_in = (
            None if desk.directory.is_there else SignedInCustomers(desk, accounts.engine, hasher=accounts.hasher)
        )
        steps = steps_of(desk, accounts)
        host = StandaloneHost(accounts, templates, lambda: desk.settings.languages, api.run, signed_in, steps.admits)
    web = Web(
        desk=desk,
        api=api,
        run=api.run,
        host=host,
        templates=templates,
        drafts=drafts,
        live=Live(api),
        slots=Slots.of(pages),
        staff=accounts if alone else None,
        signed_in=host.signed_in if isinstance(host, StandaloneHost) else None,
        alone=alone,
        demo=demo,
        folders=tuple(folders),
        payments=tuple(payments),
    )
    routes: list[BaseRoute] = [
        *(route for one in pages for route in one.routes(web)),
        Route("/language/{code}", choose_language(web), name="language"),
        assets.mount(),
    ]
    return Starlette(
        routes=routes,
        middleware=[
            Middleware(WellFormed),
            Middleware(BehindHttps, base_url=desk.base_url, strict=alone),
            Middleware(SecurityMiddleware, base_url=desk.base_url, alone=alone),
            *([Middleware(OwnNames, base_url=desk.base_url, more=names)] if alone else []),
            Middleware(FreshSettings, desk=desk, run=api.run),
            # Within all of them, so that the page of a failure has their headers, cookies and place, too.
            Middleware(ServerErrorMiddleware, handler=show_failure(web)),
            *([Middleware(StaffFirst, host=host)] if isinstance(host, StandaloneHost) else []),
        ],
        exception_handlers=_handlers(web),
    )


def _handlers(web: Web) -> dict[Any, Callable[[Request, Any], Awaitable[Response]]]:
    """What is shown when something went wrong."""
    return {
        HTTPException: show_http_error(web),
        InputError: show_unread(web),
        StoreError: show_failure(web),
        SQLAlchemyError: show_failure(web),
        TooLarge: show_too_large(web),
        ClientDisconnect: show_unfinished(web),
    }


def choose_language(web: Web) -> Callable[[Request], Awaitable[Response]]:
    """A language link: remembers the choice in the browser and goes back to a page of ours."""

    async def choose(request: Request) -> Response:
        code, back = request.path_params["code"], request.query_params.get("next", "")
        response = RedirectResponse(back if is_own_path(back) else web.path(request, "start"), 303)
        if code in web.desk.settings.languages:
            web.host.choose_language(request, response, code)
        return response

    return choose


def show_http_error(web: Web) -> Callable[[Request, Any], Awaitable[Response]]:
    """Errors as pages with a way on; redirects pass. What was typed stands there again."""

    async def show(request: Request, error: HTTPException) -> Response:
        if error.status_code in (301, 302, 303, 307):
            return Response(status_code=error.status_code, headers=error.headers)
        values = await sent_values(web, request)
        if error.detail in ("not_staff", "not_allowed"):
            return show_again(web, request, 403, f"error.{error.detail}", values)
        if error.detail == "ended":
            way = (error.headers or {}).get("Location", "")
            return show_again(web, request, 401, "error.ended", values, way=way)
        if error.status_code == 404 and request.url.path.startswith(f"{web.path(request, 'staff_queue')}/"):
            with suppress(HTTPException):  # whoever works at the desk keeps its menu
                await web.current_agent(request)
        code = "error.lost" if error.detail == "lost" else _ERRORS.get(error.status_code, "error.failed")
        return show_again(web, request, error.status_code, code, values)

    return show


def show_unread(web: Web) -> Callable[[Request, Exception], Awaitable[Response]]:
    """A hidden part of a form cannot be read: no form of ours sends that, so there is no field to say it at."""

    async def show(request: Request, error: Exception) -> Response:
        return show_again(web, request, 400, "error.old_form", await sent_values(web, request))

    return show


def show_failure(web: Web) -> Callable[[Request, Exception], Awaitable[Response]]:
    """Something failed on our side: say so plainly, log where, never what was typed. The form can be sent once more."""

    async def show(request: Request, error: Exception) -> Response:
        route = request.scope.get("route")
        _log.error("%s failed with %s", getattr(route, "name", None), type(error).__name__)
        status = 503 if isinstance(error, StoreError | SQLAlchemyError) else 500
        return show_again(web, request, status, "error.failed", await sent_values(web, request))

    return show


def show_unfinished(web: Web) -> Callable[[Request, Exception], Awaitable[Response]]:
    """The form ended before it came whole. Who closed the browser sees no page; where something of the host's reads
    forms before the pages do, everybody sees this one, and the log says what to look for."""

    async def show(request: Request, error: Exception) -> Response:
        route = getattr(request.scope.get("route"), "name", None)
        _log.info("%s: the form did not come whole: the browser left, or a middleware read it and kept it", route)
        return show_again(web, request, 400, "error.failed", {})

    return show


def show_too_large(web: Web) -> Callable[[Request, Exception], Awaitable[Response]]:
    """The words are in the browser still: a button goes back to them."""

    async def show(request: Request, error: Exception) -> Response:
        return show_again(web, request, 413, "error.too_large_form", {}, back=True)

    return show
