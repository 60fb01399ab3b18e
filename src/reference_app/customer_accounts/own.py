"""What a customer sees and changes of their own account."""

from __future__ import annotations

from functools import partial
from typing import TypeVar

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from helpdesk_core import Customer, Refusal
from helpdesk_core.commands import ChangeAccount, ChangeAccountEmail, ConfirmAccountPhone, EraseAccount
from helpdesk_core.views import OwnAccount, view_own_account

from ..forms import BaseForm, ButtonForm
from ..limiters import HASHING, in_line
from ..security import CUSTOMER_COOKIE, drop_cookie
from ..sign_in.attempts import BY_EMAIL
from ..sign_in.key_door import NewKeyForm
from ..sign_in.signed_in import SignedInCustomers
from ..sign_in.tries import Tries
from ..texts import LANGUAGES
from ..web import Web, away
from .forms import CustomerPasswordForm, DetailsForm, EmailForm, PhoneCodeForm
from .keys import OwnKeys

_F = TypeVar("_F", bound=BaseForm)
_DONE = {
    "key": "passkeys.added",
    "no_key": "passkeys.removed",
    "saved": "account.saved",
    "email": "account.email.asked",
    "phone": "account.phone.proved",
    "password": "password.changed",
}


class OwnPages:
    """The account of who is signed in."""

    def __init__(self, web: Web, customers: SignedInCustomers) -> None:
        self.web, self.customers = web, customers
        self.tries = Tries(customers.engine, f"{web.desk.tenant}\ncustomers")
        self.keys = OwnKeys(self)

    async def own(self, request: Request) -> tuple[Customer, OwnAccount]:
        """Who is there, with their account; away to the sign-in for anybody else."""
        visitor = await self.web.visitor(request)
        found = await self.web.api.view(view_own_account, visitor)
        if isinstance(found, Refusal) or not isinstance(visitor, Customer):
            raise away(request, f"{self.web.path(request, 'sign_in')}?next={self.web.path(request, 'account')}")
        return visitor, found

    async def show(self, request: Request) -> Response:
        """All of it."""
        return await self._page(request)

    async def _page(self, request: Request, failed: BaseForm | None = None) -> Response:
        visitor, own = await self.own(request)
        t, token = self.web.translator(request), request.cookies.get(CUSTOMER_COOKIE, "")
        sessions = await to_thread.run_sync(self.customers.sessions.of, own.id)
        details = self._shown(request, DetailsForm, failed, self._values(own))
        details.language.choices = [(code, LANGUAGES.get(code, code)) for code in self.web.desk.settings.languages]
        done = _DONE.get(request.query_params.get("done", ""))
        return self.web.respond(
            request,
            "customer_accounts/account.html",
            title=t("account.title"),
            form=failed,
            own=own,
            details=details,
            email=self._shown(request, EmailForm, failed),
            phone_code=self._shown(request, PhoneCodeForm, failed),
            password=self._shown(request, CustomerPasswordForm, failed),
            has_password=await to_thread.run_sync(self.customers.has_password, own.id),
            sessions=[(one, one.is_of(token)) for one in sessions],
            passkeys=await self.keys.of(visitor),
            new_key=failed if isinstance(failed, NewKeyForm) else self.keys.form(request),
            site=self.keys.origin,
            again=self._sign_in_again(request),
            notice=" ".join(filter(None, (t(done) if done else "", self.web.removed_before(request)))),
        )

    def _shown(
        self, request: Request, kind: type[_F], failed: BaseForm | None, values: dict[str, str] | None = None
    ) -> _F:
        return failed if isinstance(failed, kind) else self.web.form(kind, request, values)

    def _values(self, own: OwnAccount) -> dict[str, str]:
        return {
            "surname": str(own.surname or ""),
            "given_name": str(own.given_name or ""),
            "phone": own.new_phone or own.phone or "",
            "language": own.language,
        }

    async def save_details(self, request: Request) -> Response:
        """Name, number and language."""
        visitor, _ = await self.own(request)
        form = await self.web.posted(request, DetailsForm)
        answer = await self.web.send(request, ChangeAccount, visitor, form)
        return await self._page(request, form) if answer is None else self._back(request, answer, "saved")

    def _back(self, request: Request, answer: object, done: str) -> Response:
        return self.web.back(request, answer, "account", more={"done": done})  # type: ignore[arg-type]

    async def confirm_phone(self, request: Request) -> Response:
        """The code that went to the new number."""
        visitor, _ = await self.own(request)
        form = await self.web.posted(request, PhoneCodeForm)
        answer = await self.web.send(request, ConfirmAccountPhone, visitor, form)
        return await self._page(request, form) if answer is None else self._back(request, answer, "phone")

    async def change_email(self, request: Request) -> Response:
        """The new address is written to; until it is proved the present one stays."""
        visitor, _ = await self.own(request)
        form = await self.web.posted(request, EmailForm)
        answer = await self.web.send(request, ChangeAccountEmail, visitor, form)
        if answer is None and form.verify_again:
            return self._again(request)
        return await self._page(request, form) if answer is None else self._back(request, answer, "email")

    async def again_with(self, request: Request, form: BaseForm) -> Response:
        """The page with what is wrong; away to the sign-in where a fresh one is wanted."""
        return self._again(request) if form.verify_again else await self._page(request, form)

    def _again(self, request: Request) -> Response:
        """Away to the sign-in, and back."""
        return RedirectResponse(self._sign_in_again(request), 303)

    def _sign_in_again(self, request: Request) -> str:
        return f"{self.web.path(request, 'sign_in')}?again&next={self.web.path(request, 'account')}"

    async def set_password(self, request: Request) -> Response:
        """With the old one, which is tried as often as at the sign-in; the first one by who signed in just now."""
        _, own = await self.own(request)
        form, t = await self.web.posted(request, CustomerPasswordForm), self.web.translator(request)
        old, new = form.old.data or "", form.new.data or ""
        form.old.data = form.new.data = ""
        taken = await in_line(self.tries.take, {BY_EMAIL: own.id})
        if taken.free_at is not None:
            form.old.errors = [t("refusal.too_many", time=taken.free_at)]
            return await self._page(request, form)
        if await to_thread.run_sync(self.customers.has_password, own.id):
            if not await to_thread.run_sync(partial(self.customers.knows, own.id, old), limiter=HASHING()):
                form.old.errors = [t("password.wrong")]
                return await self._page(request, form)
        elif not own.is_fresh:
            return self._again(request)
        try:
            keep = request.cookies.get(CUSTOMER_COOKIE, "")
            setting = partial(self.customers.set_password, own.id, new, keep)
            await to_thread.run_sync(setting, limiter=HASHING())
        except ValueError:
            form.new.errors = [t("password.length")]
            return await self._page(request, form)
        await in_line(self.tries.give_back, taken)
        return self.web.go_to(request, "account", "done=password")

    async def end_sessions(self, request: Request) -> Response:
        """The one that is named, else all others."""
        values = await self.web.submitted(request)
        _, own = await self.own(request)
        only, token = values.get("session") or None, request.cookies.get(CUSTOMER_COOKIE, "")
        await in_line(partial(self.customers.sessions.end, own.id, only=only, keep=None if only else token))
        return self.web.go(request, "account")

    async def erase(self, request: Request) -> Response:
        """Who they are goes, and so do password and sessions."""
        visitor, own = await self.own(request)
        form = await self.web.posted(request, ButtonForm)
        answer = await self.web.send(request, EraseAccount, visitor, form, account=own.id)
        if answer is None:
            return self._again(request) if form.verify_again else await self._page(request, form)
        await in_line(self.customers.forget, own.id)
        response = self.web.go_to(request, "sign_in", "erased")
        drop_cookie(response, request, CUSTOMER_COOKIE)
        return response
