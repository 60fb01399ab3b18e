"""Staff sign in and out, where the app runs alone."""

from __future__ import annotations

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ..accounts import Accounts
from ..forms import SignInForm
from ..security import drop_cookie, set_cookie
from ..standalone import STAFF_COOKIE, address_prefix
from ..throttle import Throttle
from ..web import Web

_HALF_DAY = 12 * 3600


def routes(web: Web) -> list[Route]:
    """None inside a host, which has a sign-in of its own."""
    if web.accounts is None:
        return []
    door = StaffDoor(web, web.accounts)
    return [
        Route("/staff/sign-in", door.sign_in, name="staff_sign_in"),
        Route("/staff/sign-in", door.try_sign_in, methods=["POST"], name="staff_sign_in_try"),
        Route("/staff/sign-out", door.sign_out, methods=["POST"], name="staff_sign_out"),
    ]


class StaffDoor:
    """The sign-in page."""

    def __init__(self, web: Web, accounts: Accounts) -> None:
        self.web, self.accounts = web, accounts
        self._tries = Throttle(most=10, seconds=15 * 60)

    async def sign_in(self, request: Request) -> Response:
        """E-mail and password."""
        t = self.web.translator(request)
        return self.web.respond(
            request, "staff/sign_in.html", title=t("staff.sign_in.title"), form=self.web.form(SignInForm, request)
        )

    async def try_sign_in(self, request: Request) -> Response:
        """A fresh session, or one answer for everything that does not fit."""
        values = await self.web.submitted(request)
        t = self.web.translator(request)
        form = self.web.form(SignInForm, request, {"email": values.get("email", "")})
        who = (
            address_prefix(request.client.host if request.client else None),
            values.get("email", "").strip().casefold()[:254],
        )
        if any(self._tries.is_full(axis) for axis in who):
            form.email.errors = [t("refusal.too_many")]
        else:
            token = await to_thread.run_sync(self.accounts.sign_in, values.get("email", ""), values.get("password", ""))
            if token is not None:
                response = self.web.go(request, "staff_queue")
                set_cookie(response, request, STAFF_COOKIE, token, _HALF_DAY)
                return response
            for axis in who:
                self._tries.count(axis)
            form.email.errors = [t("staff.sign_in.wrong")]
        return self.web.respond(request, "staff/sign_in.html", title=t("staff.sign_in.title"), form=form)

    async def sign_out(self, request: Request) -> Response:
        """End the session."""
        await self.web.submitted(request)
        await to_thread.run_sync(self.accounts.sign_out, request.cookies.get(STAFF_COOKIE, ""))
        response = self.web.go(request, "staff_sign_in")
        drop_cookie(response, request, STAFF_COOKIE)
        return response
