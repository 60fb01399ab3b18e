"""The pages of the second step: entering a code after the password, setting it up, turning it off."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from urllib.parse import urlencode

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from ..intake.counter import square
from ..limiters import HASHING, in_line
from ..rendering import is_own_path
from ..security import drop_cookie, renew_visitor, set_cookie
from ..sign_in.attempts import BY_EMAIL, named
from ..sign_in.key_door import KeyDoor
from ..sign_in.tries import Limit, Tries
from ..standalone import STAFF_COOKIE
from ..web import Web
from .forms import OwnPasswordForm, SecondStepForm
from .model import StaffMember
from .second_step import SecondSteps
from .staff import StaffAccounts

HALF_WAY_COOKIE = "helpdesk_staff_code"
BY_CODE = Limit("second_step", 5, timedelta(minutes=15))
_HALF_DAY, _HOUR = 12 * 3600, 3600


class Entry:
    """From the first step to a session: with a code where the account asks for one, else at once."""

    def __init__(self, web: Web, accounts: StaffAccounts, steps: SecondSteps) -> None:
        self.web, self.accounts, self.steps = web, accounts, steps
        self._tries = Tries(accounts.engine, accounts.tenant)
        self.door = KeyDoor(web, accounts.engine, self._tries, "staff")

    async def begin(self, request: Request, staff: str, after: str = "") -> Response:
        """Go on after the first step.

        Args:
            request: The one that proved it.
            staff: The account's id.
            after: Where to go once signed in.
        """
        device = request.headers.get("user-agent", "")
        owes_code = await to_thread.run_sync(self.steps.is_on, staff)
        if not owes_code and not self.steps.required():
            return self._signed_in(request, await in_line(self.accounts.start_session, staff, device), after)
        token, way = await in_line(self.steps.wait_for_code, staff, device), "staff_second_step"
        if not await to_thread.run_sync(self.steps.has, staff):
            way, member = "staff_first_step", await to_thread.run_sync(self.accounts.member, staff)
            if member is not None:
                await in_line(self.steps.begin, member)
        on = f"?{urlencode({'next': after})}" if is_own_path(after) else ""
        response = RedirectResponse(self.web.path(request, way) + on, 303)
        set_cookie(response, request, HALF_WAY_COOKIE, token, _HOUR)
        return response

    def _signed_in(self, request: Request, token: str, after: str) -> Response:
        response = RedirectResponse(after if is_own_path(after) else self.web.path(request, "staff_queue"), 303)
        set_cookie(response, request, STAFF_COOKIE, token, _HALF_DAY)
        renew_visitor(response, request)
        return response

    async def signed_in_by_key(self, request: Request, staff: str, after: str) -> Response:
        """A passkey is both steps. In this browser the session before ends."""
        await in_line(self.accounts.sign_out, request.cookies.get(STAFF_COOKIE, ""))
        way = RedirectResponse(after if is_own_path(after) else self.web.path(request, "staff_queue"), 303)
        return await self.begun(request, staff, way)

    async def begun(self, request: Request, staff: str, response: Response) -> Response:
        """An answer with a fresh session, for somebody who has done both steps."""
        await in_line(self.steps.forget_first, request.cookies.get(HALF_WAY_COOKIE, ""))
        device = request.headers.get("user-agent", "")
        token = await in_line(self.accounts.start_session, staff, device)
        set_cookie(response, request, STAFF_COOKIE, token, _HALF_DAY)
        renew_visitor(response, request)
        drop_cookie(response, request, HALF_WAY_COOKIE)
        return response

    def paper(self, request: Request, paper: tuple[str, ...], notice: str = "") -> Response:
        """The codes on paper, this once."""
        title = self.web.translator(request)("second_step.paper.title")
        response = self.web.respond(request, "accounts/paper_codes.html", title=title, paper=paper, notice=notice)
        response.headers["cache-control"] = "no-store"
        return response

    async def page(self, request: Request) -> Response:
        """The code."""
        values = {"next": request.query_params.get("next", "")}
        return await self._page(request, self.web.form(SecondStepForm, request, values))

    async def _page(self, request: Request, form: SecondStepForm) -> Response:
        if (staff := await self._waiting(request)) is None:
            return self.web.go(request, "staff_sign_in")
        has_code = await to_thread.run_sync(self.steps.is_on, staff)
        title = self.web.translator(request)("second_step.enter.title" if has_code else "second_step.title")
        return self.web.respond(
            request, "accounts/second_step.html", title=title, form=form, has_code=has_code, site=self.door.origin
        )

    async def _waiting(self, request: Request) -> str | None:
        return await to_thread.run_sync(self.steps.waiting, request.cookies.get(HALF_WAY_COOKIE, ""))

    async def finish(self, request: Request) -> Response:
        """A session for a code that fits; tries are counted before one is looked at."""
        form, t = await self.web.posted(request, SecondStepForm), self.web.translator(request)
        if (staff := await self._waiting(request)) is None:
            return self.web.go(request, "staff_sign_in")
        taken = await in_line(self._tries.take, {BY_CODE: staff})
        if taken.free_at is not None:
            form.code.errors = [t("second_step.wait", time=taken.free_at)]
            return await self._page(request, form)
        device, half_way = request.headers.get("user-agent", ""), request.cookies.get(HALF_WAY_COOKIE, "")
        token = await in_line(self.steps.finish, half_way, form.code.data or "", device)
        if token is None:
            form.code.errors = [t("second_step.wrong")]
            return await self._page(request, form)
        await in_line(self._tries.give_back, taken)
        response = self._signed_in(request, token, form.next.data or "")
        drop_cookie(response, request, HALF_WAY_COOKIE)
        return response


class SetUp:
    """A member's own second step. Whatever changes it asks for the password, tried as often as at the sign-in."""

    def __init__(self, web: Web, accounts: StaffAccounts, entry: Entry) -> None:
        self.web, self.accounts, self.steps, self.entry = web, accounts, entry.steps, entry
        self._tries = Tries(accounts.engine, accounts.tenant)

    async def is_proved(self, request: Request, form: OwnPasswordForm, member: StaffMember) -> bool:
        """Whether the form has the member's password; what is wrong is said in it."""
        t, password = self.web.translator(request), form.password.data or ""
        form.password.data = ""
        taken = await in_line(self._tries.take, {BY_EMAIL: named(member.email)})
        if taken.free_at is not None:
            form.password.errors = [t("refusal.too_many", time=taken.free_at)]
            return False
        known = partial(self.accounts.knows, member.email, password)
        if not await to_thread.run_sync(known, limiter=HASHING()):
            form.password.errors = [t("password.wrong")]
            return False
        await in_line(self._tries.give_back, taken)
        return True

    async def page(self, request: Request, member: StaffMember, form: SecondStepForm) -> Response:
        """The key, and a field for a code of it; the account's own page where there is none to try out."""
        offer = await to_thread.run_sync(self.steps.offer, member, self.web.desk.settings.shop_name)
        if offer is None:
            return self.web.go(request, "staff_account")
        title, picture = self.web.translator(request)("second_step.set_up.title"), square(offer.address)
        response = self.web.respond(
            request, "accounts/set_up.html", title=title, form=form, offer=offer, picture=picture
        )
        response.headers["cache-control"] = "no-store"
        return response

    async def confirm(self, request: Request, member: StaffMember, form: SecondStepForm, token: str) -> Response:
        """It is on once a code fits."""
        t = self.web.translator(request)
        taken = await in_line(self._tries.take, {BY_CODE: member.id})
        if taken.free_at is not None:
            form.code.errors = [t("second_step.wait", time=taken.free_at)]
            return await self.page(request, member, form)
        paper = await in_line(self.steps.confirm, member, form.code.data or "", token)
        if paper is None:
            form.code.errors = [t("second_step.wrong")]
            return await self.page(request, member, form)
        await in_line(self._tries.give_back, taken)
        return self.entry.paper(request, paper, t("second_step.elsewhere"))
