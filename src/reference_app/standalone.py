"""The host that the app is when it runs alone."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from functools import partial
from urllib.parse import quote

from anyio import to_thread
from jinja2 import Environment
from starlette.requests import Request
from starlette.responses import Response

from helpdesk_core import Guest
from helpdesk_core.i18n import preferred_language
from helpdesk_core.ports import Run

from .accounts.model import StaffMember
from .accounts.staff import StaffAccounts
from .host import Host, Page, StaffActor, Visitor
from .paths import path_to
from .security import set_cookie

STAFF_COOKIE = "helpdesk_staff"
LANGUAGE_COOKIE = "helpdesk_language"
_YEAR = 365 * 24 * 3600


def address_prefix(host: str | None) -> str:
    """The network a visitor comes from: /24 of IPv4, /56 of IPv6."""
    try:
        address = ipaddress.ip_address(host or "")
    except ValueError:
        return "unknown"
    return str(ipaddress.ip_network(f"{address}/{24 if address.version == 4 else 56}", strict=False))


class StandaloneHost(Host):
    """Guests by address, staff by own sessions, language by cookie or Accept-Language, the app's own frame."""

    def __init__(
        self,
        accounts: StaffAccounts,
        templates: Environment,
        languages: Callable[[], tuple[str, ...]],
        run: Run = to_thread.run_sync,
    ) -> None:
        self.accounts = accounts
        self._run = run
        self._shell = templates.get_template("shell.html")
        self._languages = languages

    async def visitor(self, request: Request) -> Visitor:
        """Every customer is a guest here; a room's grant is added by the page that has it."""
        return Guest(client=address_prefix(request.client.host if request.client else None))

    async def current_agent(self, request: Request) -> StaffActor | None:
        """The holder of the session cookie."""
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
