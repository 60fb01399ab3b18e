"""The page where the owner of a new shop makes their account."""

from __future__ import annotations

from functools import partial

from anyio import to_thread
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from helpdesk_core.i18n import Translator

from ..limiters import HASHING, in_line
from ..sign_in.attempts import BY_NETWORK, network_of
from ..sign_in.hashing import check_password
from ..sign_in.tries import Tries
from ..web import Web
from .first import FirstLink
from .forms import FirstAccountForm, InvitationForm
from .history import NotTheFirst
from .second_step_pages import Entry
from .staff import StaffAccounts, staff_address

MAX_NAME = 200
COMMAND = "helpdesk staff first"


class FirstAccount:
    """Its page. What is no link of ours is the ordinary dead end, so that nobody learns whether a shop has staff; whose
    link is over reads what to do.
    """

    def __init__(self, web: Web, accounts: StaffAccounts, entry: Entry) -> None:
        self.web, self._accounts, self._entry = web, accounts, entry
        self._link, self._tries = FirstLink(web.desk, accounts), Tries(accounts.engine, accounts.tenant)

    async def page(self, request: Request) -> Response:
        """Name, address and password."""
        if await self._is_over(request):
            return self._over(request)
        form = self.web.form(FirstAccountForm, request)
        await self._opened(request, form)
        return self._page(request, form)

    def _page(self, request: Request, form: FirstAccountForm) -> Response:
        title = self.web.translator(request)("staff.first.title")
        response = self.web.respond(
            request,
            "accounts/first.html",
            title=title,
            form=form,
            token=request.path_params["token"],
        )
        response.headers["cache-control"] = "no-store"
        return response

    async def _opened(self, request: Request, form: FirstAccountForm) -> bool:
        """Whether the link was looked at: not after too many wrong ones, which count as wrong passwords do."""
        taken = await in_line(self._tries.take, {BY_NETWORK: network_of(request)})
        if taken.free_at is not None:
            form.add_general(self.web.translator(request)("sign_in.wait", time=taken.free_at))
            form.http_status = 429
            return False
        if not self._link.is_ours(request.path_params["token"]):
            raise HTTPException(404)
        await in_line(self._tries.give_back, taken)
        return True

    async def _is_over(self, request: Request) -> bool:
        token = request.path_params["token"]
        return self._link.is_ours(token) and not await to_thread.run_sync(self._link.opens, token)

    def _over(self, request: Request) -> Response:
        title = self.web.translator(request)("staff.first.over.title")
        return self.web.respond(request, "accounts/first_over.html", title=title, command=COMMAND, status=410)

    async def make(self, request: Request) -> Response:
        """The account is made, an admin's, its owner signed in, and led to what the shop is called."""
        if await self._is_over(request):
            return self._over(request)
        form = await self.web.posted(request, FirstAccountForm)
        password, form.password.data = form.password.data or "", ""
        if not await self._opened(request, form) or self._is_wrong(request, form, password):
            return self._page(request, form)
        whose = (form.email.data, form.name.data, password)
        language = self.web.translator(request).language
        adding = partial(self._accounts.add_staff, *whose, role="admin", language=language, by=None, only_first=True)
        try:
            member = await to_thread.run_sync(adding, limiter=HASHING())
        except NotTheFirst:  # the link was used meanwhile
            return self._over(request)
        settings = self.web.path(request, "staff_settings_group", group="shop")
        return await self._entry.begin(request, member.id, settings)

    def _is_wrong(self, request: Request, form: FirstAccountForm, password: str) -> bool:
        t = self.web.translator(request)
        named_wrong(form, t)
        try:
            check_password(password)
        except ValueError:
            form.password.errors = [t("password.length")]
        return form.failed


def named_wrong(form: FirstAccountForm | InvitationForm, t: Translator) -> bool:
    """Whether the name or the address of a new account cannot be used; the form says why."""
    form.name.data = name = (form.name.data or "").strip()
    if not name:
        form.name.errors = [t("input.required")]
    elif len(name) > MAX_NAME:
        form.name.errors = [t("input.too_long", count=MAX_NAME)]
    try:
        staff_address(form.email.data or "")
    except ValueError:
        form.email.errors = [t("staff.first.email")]
    return form.failed
