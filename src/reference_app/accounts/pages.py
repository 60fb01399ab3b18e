"""Staff sign in and out, where the app runs alone."""

from __future__ import annotations

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ..security import drop_cookie, set_cookie
from ..slots import MenuEntry, Pages
from ..standalone import STAFF_COOKIE, address_prefix
from ..throttle import Throttle
from ..web import Web
from .forms import SignInForm
from .staff import StaffAccounts

_HALF_DAY = 12 * 3600


class SignIn:
    """The sign-in page."""

    def __init__(self, web: Web, accounts: StaffAccounts) -> None:
        self.web, self.accounts = web, accounts
        self._tries = Throttle(most=10, seconds=15 * 60)

    async def page(self, request: Request) -> Response:
        """E-mail and password."""
        return self._page(request, self.web.form(SignInForm, request))

    def _page(self, request: Request, form: SignInForm) -> Response:
        title = self.web.translator(request)("staff.sign_in.title")
        return self.web.respond(request, "accounts/sign_in.html", title=title, form=form)

    async def sign_in(self, request: Request) -> Response:
        """A fresh session, or one answer for everything that does not fit."""
        form = await self.web.posted(request, SignInForm)
        email, password = form.email.data or "", form.password.data or ""
        form.password.data = ""
        who = (address_prefix(request.client.host if request.client else None), email.strip().casefold()[:254])
        error = "refusal.too_many"
        if not any(self._tries.is_full(axis) for axis in who):
            token = await to_thread.run_sync(self.accounts.sign_in, email, password)
            if token is not None:
                response = self.web.go(request, "staff_queue")
                set_cookie(response, request, STAFF_COOKIE, token, _HALF_DAY)
                return response
            for axis in who:
                self._tries.count(axis)
            error = "staff.sign_in.wrong"
        form.email.errors = [self.web.translator(request)(error)]
        return self._page(request, form)

    async def sign_out(self, request: Request) -> Response:
        """End the session."""
        await self.web.submitted(request)
        await to_thread.run_sync(self.accounts.sign_out, request.cookies.get(STAFF_COOKIE, ""))
        response = self.web.go(request, "staff_sign_in")
        drop_cookie(response, request, STAFF_COOKIE)
        return response


def routes(web: Web) -> list[Route]:
    """None inside a host, which has a sign-in of its own."""
    if web.staff is None:
        return []
    pages = SignIn(web, web.staff)
    return [
        Route("/staff/sign-in", pages.page, name="staff_sign_in"),
        Route("/staff/sign-in", pages.sign_in, methods=["POST"], name="staff_sign_in_try"),
        Route("/staff/sign-out", pages.sign_out, methods=["POST"], name="staff_sign_out"),
    ]


def is_alone(web: Web) -> bool:
    """Whether the sessions are the app's own."""
    return web.staff is not None


PAGES = Pages(
    routes=routes, menu=(MenuEntry("staff.sign_out", "staff_sign_out", order=100, button=True, when=is_alone),)
)
