"""Signing up and in: a form for an address, a form for a password, and the page that a mailed link leads to."""

from __future__ import annotations

from functools import partial

from anyio import to_thread
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from helpdesk_core import Refusal
from helpdesk_core.commands import AskAccountLink, FollowAccountLink, RegisterAccount
from helpdesk_core.views import AccountLink, view_account_link

from ..limiters import HASHING, in_line
from ..pushes.browsers import leave_browser
from ..rendering import is_own_path
from ..security import CUSTOMER_COOKIE, drop_cookie, renew_visitor, set_cookie
from ..sign_in.attempts import BY_EMAIL, BY_NETWORK, attempt, named, network_of
from ..sign_in.hashing import check_password
from ..sign_in.key_door import KeyDoor, KeyForm
from ..sign_in.signed_in import SESSION_HOURS, SignedInCustomers
from ..sign_in.tries import Tries
from ..web import Web
from .forms import CustomerLinkForm, CustomerSignInForm, FollowForm, RegisterForm


class Door:
    """The pages of who is not signed in yet."""

    def __init__(self, web: Web, customers: SignedInCustomers) -> None:
        self.web, self.customers = web, customers
        self._tries = Tries(customers.engine, f"{web.desk.tenant}\ncustomers")
        self._keys = KeyDoor(web, customers.engine, self._tries, "customers")

    def check(self) -> None:
        """Raises 404 where the shop has switched accounts off."""
        if not self.web.has_accounts:
            raise HTTPException(404)

    async def register(self, request: Request) -> Response:
        """Name and address."""
        self.check()
        return self._register_page(request, self.web.form(RegisterForm, request))

    def _register_page(self, request: Request, form: RegisterForm | None) -> Response:
        title = self.web.translator(request)("account.register.title" if form else "account.register.sent")
        return self.web.respond(request, "customer_accounts/register.html", title=title, form=form)

    async def send_register(self, request: Request) -> Response:
        """One answer for every address."""
        self.check()
        form = await self.web.posted(request, RegisterForm)
        visitor, language = await self.web.visitor(request), self.web.translator(request).language
        answer = await self.web.send(request, RegisterAccount, visitor, form, language=language)
        return self._register_page(request, form if answer is None else None)

    async def page(self, request: Request) -> Response:
        """E-mail and password."""
        self.check()
        values = {"next": request.query_params.get("next", "")}
        return self._page(request, self.web.form(CustomerSignInForm, request, values))

    def _page(self, request: Request, form: CustomerSignInForm) -> Response:
        title, again = self.web.translator(request)("account.sign_in.title"), "again" in request.query_params
        return self.web.respond(
            request, "customer_accounts/sign_in.html", title=title, form=form, again=again, site=self._keys.origin
        )

    async def sign_in(self, request: Request) -> Response:
        """A fresh session, or one answer for everything that does not fit."""
        self.check()
        form, t = await self.web.posted(request, CustomerSignInForm), self.web.translator(request)
        email, password = form.email.data or "", form.password.data or ""
        form.password.data = ""
        check = partial(self.customers.sign_in, email, password, request.headers.get("user-agent", ""))
        counted = {BY_NETWORK: network_of(request), BY_EMAIL: named(email)}
        tried = await attempt(self._tries, counted, check)
        if tried.proof is None:
            tried.refuse(form, form.email, t)
            return self._page(request, form)
        return await self._signed_in(request, tried.proof, form.next.data or "")

    async def ask_key(self, request: Request) -> Response:
        """What a passkey has to sign."""
        self.check()
        return await self._keys.ask(request)

    async def sign_in_by_key(self, request: Request) -> Response:
        """A fresh session, or one answer for every key that does not fit."""
        self.check()
        answer = await self.web.posted(request, KeyForm)
        sign_in = partial(self.customers.sign_in_by_key, device=request.headers.get("user-agent", ""))
        tried = await self._keys.attempt(request, answer, self.customers.public_key, sign_in)
        if tried.proof is None:
            form = self.web.form(CustomerSignInForm, request, {"next": answer.next.data or ""})
            self._keys.refuse(request, form, tried)
            return self._page(request, form)
        return await self._signed_in(request, tried.proof, answer.next.data or "")

    async def _signed_in(self, request: Request, token: str, after: str = "") -> Response:
        """In this browser the session before ends; where it was somebody else's, they are told nothing more there."""
        sessions, known = self.customers.sessions, request.cookies.get(CUSTOMER_COOKIE, "")
        before, now = await in_line(sessions.find, known), await in_line(sessions.find, token)
        await in_line(sessions.sign_out, known)
        response = RedirectResponse(after if is_own_path(after) else self.web.path(request, "dashboard"), 303)
        set_cookie(response, request, CUSTOMER_COOKIE, token, SESSION_HOURS * 3600)
        renew_visitor(response, request)
        if before is not None and now is not None and before[0] != now[0]:
            await leave_browser(self.web, request, response)
        return response

    async def sign_out(self, request: Request) -> Response:
        """End the session."""
        await self.web.submitted(request)
        await in_line(self.customers.sessions.sign_out, request.cookies.get(CUSTOMER_COOKIE, ""))
        response = self.web.go(request, "start")
        drop_cookie(response, request, CUSTOMER_COOKIE)
        await leave_browser(self.web, request, response)
        return response

    async def ask_link(self, request: Request) -> Response:
        """Where it goes."""
        self.check()
        return self._link_page(request, self.web.form(CustomerLinkForm, request))

    def _link_page(self, request: Request, form: CustomerLinkForm | None) -> Response:
        title = self.web.translator(request)("account.link.title")
        return self.web.respond(request, "customer_accounts/link.html", title=title, form=form)

    async def send_link(self, request: Request) -> Response:
        """One answer for every address."""
        self.check()
        form = await self.web.posted(request, CustomerLinkForm)
        answer = await self.web.send(request, AskAccountLink, await self.web.visitor(request), form)
        return self._link_page(request, form if answer is None else None)

    async def look(self, request: Request) -> Response:
        """What the link does. Looking uses nothing up: programs that check mails look too."""
        self.check()
        return await self._follow_page(request, self.web.form(FollowForm, request))

    async def _follow_page(self, request: Request, form: FollowForm) -> Response:
        token = request.path_params["token"]
        found = await self.web.api.view(view_account_link, await self.web.visitor(request), token)
        if isinstance(found, Refusal):
            return self._used(request, found)
        title = self.web.translator(request)(f"account.follow.{found.does}")
        values = {"form": form, "found": found, "token": token}
        return self.web.respond(request, "customer_accounts/follow.html", title=title, **values)

    def _used(self, request: Request, refusal: Refusal) -> Response:
        form = self.web.form(CustomerLinkForm, request)
        self.web.refuse(request, form, refusal)
        return self._link_page(request, form)

    async def follow(self, request: Request) -> Response:
        """Use it. A password that cannot be one is said before the link is used up."""
        self.check()
        form, visitor = await self.web.posted(request, FollowForm), await self.web.visitor(request)
        new, form.new.data = form.new.data or "", ""
        if new and not _is_password(new):
            form.new.errors = [self.web.translator(request)("password.length")]
            return await self._follow_page(request, form)
        token = request.path_params["token"]
        before = await self.web.api.view(view_account_link, visitor, token)
        answer = await self.web.send(request, FollowAccountLink, visitor, form, link=token)
        if answer is None and form.verify_again:
            return RedirectResponse(f"{self.web.path(request, 'sign_in')}?again&next={request.url.path}", 303)
        if answer is None:
            return await self._follow_page(request, form) if form.code.errors else self._used_up(request, form)
        if isinstance(before, AccountLink) and before.does == "address":
            return self.web.go_to(request, "account", "done=saved")
        if new:
            setting = partial(self.customers.set_password, answer.account, new)
            await to_thread.run_sync(setting, limiter=HASHING())
        device = request.headers.get("user-agent", "")
        return await self._signed_in(request, await in_line(self.customers.sessions.start, answer.account, device))

    def _used_up(self, request: Request, failed: FollowForm) -> Response:
        form = self.web.form(CustomerLinkForm, request)
        form.general, form.http_status = failed.general, failed.http_status
        return self._link_page(request, form)


def _is_password(text: str) -> bool:
    try:
        check_password(text)
    except ValueError:
        return False
    return True
