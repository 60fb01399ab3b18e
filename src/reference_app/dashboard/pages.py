"""The first page of a customer who is signed in: what is open, what waits for them, and their account.

Other capabilities add parts (``Pages.dashboard``) and links below the account's name (``Pages.account_links``).
"""

from __future__ import annotations

from typing import Any

import attrs
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from helpdesk_core import Customer, Guest, Refusal
from helpdesk_core.commands import ClaimRequest
from helpdesk_core.i18n import Translator
from helpdesk_core.views import ActiveRequest, Dashboard, view_dashboard, view_dashboard_stamp, view_own_details

from ..slots import Card, MenuEntry, Pages
from ..web import Web, away
from .forms import ClaimForm
from .texts import WAITS

_LONGEST = 160
"""Letters of the shop's last message that are shown here; the room has all of it."""


@attrs.frozen(kw_only=True)
class DashboardPage:
    """What a part of the page is given."""

    web: Web
    request: Request
    t: Translator
    visitor: Customer
    dashboard: Dashboard


class DashboardPages:
    """The page, and whether it is still as it was."""

    def __init__(self, web: Web) -> None:
        self.web = web

    async def show(self, request: Request) -> Response:
        """What is open, what waits, and the account."""
        visitor = await self._customer(request)
        stamp = await self._stamp(visitor)  # before the rest: what comes between is told once more, and not missed
        found = await self.web.api.view(view_dashboard, visitor)
        own = await self.web.api.view(view_own_details, visitor)
        if isinstance(found, Refusal):
            raise HTTPException(404)
        t, link = self.web.translator(request), self.web.desk.keyring.link
        shown = DashboardPage(web=self.web, request=request, t=t, visitor=visitor, dashboard=found)
        parts = await self.web.fill(request, self.web.slots.dashboard, shown)
        return self.web.respond(
            request,
            "dashboard/dashboard.html",
            title=t("dashboard.title"),
            dashboard=found,
            stamp=stamp,
            tokens={row.summary.id: link(row.summary.id, row.summary.generation) for row in found.rows},
            promises=[self._promise(row, t) for row in found.rows],
            said=[_short(str(row.latest.text)) if row.latest else "" for row in found.rows],
            waits=WAITS,
            own=own,
            parts=parts,
            waiting=len(found.waiting) + sum(part.waits for part in parts),
            links=[one for one in self.web.slots.account_links if one.when(self.web)],
        )

    def _promise(self, row: ActiveRequest, t: Translator) -> str:
        """What was promised, in words."""
        return "" if row.promise is None else t.text(row.promise.term.message(self.web.desk.settings.zone))

    async def ask_claim(self, request: Request) -> Response:
        """Which request was made without the account."""
        await self._customer(request)
        return self._claim_page(request, self.web.form(ClaimForm, request))

    def _claim_page(self, request: Request, form: ClaimForm) -> Response:
        title = self.web.translator(request)("dashboard.claim")
        return self.web.respond(request, "dashboard/claim.html", title=title, form=form)

    async def claim(self, request: Request) -> Response:
        """It stands on the first page from now on, if what was typed proves that it is theirs."""
        visitor = await self._customer(request)
        form = await self.web.posted(request, ClaimForm)
        answer = await self.web.send(request, ClaimRequest, visitor, form)
        return self._claim_page(request, form) if answer is None else self.web.go_to(request, "dashboard", "claimed")

    async def _customer(self, request: Request) -> Customer:
        """Who is signed in; anybody else is shown how to, or where one request is looked up."""
        visitor = await self.web.visitor(request)
        if not isinstance(visitor, Customer):
            raise away(request, self.web.customer_sign_in(request))
        return visitor

    async def _stamp(self, visitor: Customer | Guest) -> str:
        found = await self.web.api.view(view_dashboard_stamp, visitor)
        if isinstance(found, Refusal):
            raise HTTPException(404)
        return found

    async def live(self, request: Request) -> Response:
        """Whether something on the page has changed."""

        async def stamp() -> str:
            return await self._stamp(await self.web.visitor(request))

        return await self.web.live.answer(request, stamp)


def _short(text: str) -> str:
    """The beginning of a text, up to a word's end."""
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= _LONGEST else f"{one_line[:_LONGEST].rsplit(' ', 1)[0]} …"


def routes(web: Web) -> list[Route]:
    """The page and its stamp."""
    pages = DashboardPages(web)
    return [
        Route("/dashboard", pages.show, name="dashboard"),
        Route("/dashboard/claim", pages.ask_claim, name="dashboard_claim"),
        Route("/dashboard/claim", pages.claim, methods=["POST"], name="dashboard_claim_try"),
        Route("/dashboard/live", pages.live, name="dashboard_live"),
    ]


async def way_in(visitor: Any) -> dict[str, Any]:
    """The way to the page, from the start page; for a guest to the sign-in, where there is one."""
    return {"is_customer": isinstance(visitor, Customer)}


PAGES = Pages(
    routes=routes,
    start=(Card("dashboard/start.html", view=way_in, order=10),),
    account_links=(
        MenuEntry("dashboard.all", "own", icon="inbox", order=10),
        MenuEntry("dashboard.claim", "dashboard_claim", icon="plus", order=15),
    ),
)
