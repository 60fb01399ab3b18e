"""The host that the app is when it runs alone."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from functools import partial
from urllib.parse import quote

from anyio import to_thread
from jinja2 import Environment
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from helpdesk_core import Customer, Guest, StoreError
from helpdesk_core.i18n import preferred_language
from helpdesk_core.ports import Run

from .accounts.model import StaffMember
from .accounts.staff import StaffAccounts
from .host import Host, Page, StaffActor, Visitor
from .paths import path_to
from .security import CUSTOMER_COOKIE, address_prefix, set_cookie
from .sign_in.signed_in import SignedInCustomers

STAFF_COOKIE = "helpdesk_staff"
LANGUAGE_COOKIE = "helpdesk_language"
_DESK = "/staff/"
"""How the addresses of the staff's pages begin."""
_YEAR = 365 * 24 * 3600


class StandaloneHost(Host):
    """Guests by address, customers and staff by own sessions, language by cookie or Accept-Language, own frame."""

    def __init__(
        self,
        accounts: StaffAccounts,
        templates: Environment,
        languages: Callable[[], tuple[str, ...]],
        run: Run = to_thread.run_sync,
        signed_in: SignedInCustomers | None = None,
        admits: Callable[[str], bool] = lambda _: True,
    ) -> None:
        self.accounts, self.signed_in, self._admits = accounts, signed_in, admits
        self._run = run
        self._shell = templates.get_template("shell.html")
        self._languages = languages

    async def visitor(self, request: Request) -> Visitor:
        """The customer who is signed in to an account here, else a guest; a room's grant is added by the page that has
        it."""
        client = address_prefix(request.client.host if request.client else None)
        token = request.cookies.get(CUSTOMER_COOKIE)
        if self.signed_in is None or not token:
            return Guest(client=client)
        if not hasattr(request.state, "customer"):
            request.state.customer = await self._run(partial(self.signed_in.find, token))
        found: tuple[str, datetime] | None = request.state.customer
        return Guest(client=client) if found is None else Customer(id=found[0], client=client, signed_in_at=found[1])

    async def recognise(self, request: Request) -> None:
        """Look who of the staff asks, for whoever wants to know first; a page without the store says so by itself."""
        with suppress(StoreError, SQLAlchemyError):
            request.state.recognised = (await self.current_agent(request),)

    async def current_agent(self, request: Request) -> StaffActor | None:
        """The holder of the session cookie; asked again, the session is looked at again."""
        if (known := getattr(request.state, "recognised", None)) is not None:
            request.state.recognised = None
            recognised: StaffActor | None = known[0]
            return recognised
        if not (token := request.cookies.get(STAFF_COOKIE)):
            return None
        member, colleagues = await self._run(partial(self._signed_in, token, request.method == "GET"))
        if member is None:
            return None
        request.state.staff_language, request.state.colleagues = member.language, colleagues
        found: StaffActor = member.actor
        return found

    def _signed_in(self, token: str, to_look: bool) -> tuple[StaffMember | None, tuple[StaffMember, ...] | None]:
        """Who holds the session; and for a page, which shows names, all staff, so that it crosses to a thread once."""
        member = self.accounts.session(token)
        if member is not None and not self._admits(member.id):
            member = None  # who owes a second step is led to it by signing in
        return member, self.accounts.staff() if member is not None and to_look else None

    def sign_in(self, request: Request) -> str | None:
        """The app's own page."""
        return path_to(request, "staff_sign_in")

    async def agents(self, request: Request) -> tuple[StaffActor, ...]:
        """All active staff."""
        known: tuple[StaffMember, ...] | None = getattr(request.state, "colleagues", None)
        return tuple(member.actor for member in (await self._run(self.accounts.staff) if known is None else known))

    def language(self, request: Request) -> str | None:
        """The language links' cookie, else the staff account's, else the browser's best wish."""
        languages = self._languages()
        if (chosen := request.cookies.get(LANGUAGE_COOKIE)) in languages:
            return chosen
        if (own := getattr(request.state, "staff_language", None)) in languages:
            return str(own)
        return preferred_language(request.headers.get("accept-language", ""), languages)

    def shell(self, page: Page, request: Request) -> str:
        """The app's own frame."""
        return self._shell.render(page=page, request=request)

    def language_link(self, request: Request, code: str, here: str) -> str | None:
        """The pages' own address for it, which leads back here."""
        return f"{path_to(request, 'language', code=code)}?next={quote(here)}"

    def choose_language(self, request: Request, response: Response, code: str) -> None:
        """A cookie of the app's own."""
        set_cookie(response, request, LANGUAGE_COOKIE, code, _YEAR)


class StaffFirst:
    """ASGI middleware: on the staff's pages it is known who asks before a word is said, for their own language is the
    page's, the labels of its forms and what is wrong with them."""

    def __init__(self, app: ASGIApp, *, host: StandaloneHost) -> None:
        self.app, self._host = app, host

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Look, and go on."""
        path = scope.get("path", "").removeprefix(scope.get("root_path", ""))
        if scope["type"] == "http" and f"{path}/".startswith(_DESK):
            await self._host.recognise(Request(scope))
        await self.app(scope, receive, send)
