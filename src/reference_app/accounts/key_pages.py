"""The pages of staff's passkeys: signing in with one, looking after them, and the second step that a shop asks for."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from anyio import to_thread
from starlette.background import BackgroundTasks
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from ..intake.counter import square
from ..limiters import in_line
from ..security import browser_of
from ..sign_in.key_door import BY_KEY, KeyDoor, KeyForm, NewKeyForm, RemoveKeyForm
from ..sign_in.passkeys import Signed
from ..sign_in.sessions import browser_in
from ..sign_in.tries import Tries
from ..web import Web
from .forms import SecondStepForm
from .key_mails import telling
from .model import StaffMember
from .second_step import LastStep, SecondSteps
from .second_step_pages import BY_CODE, HALF_WAY_COOKIE, Entry
from .staff import StaffAccounts

if TYPE_CHECKING:
    from .pages import Account, SignIn

FRESH_FOR = timedelta(minutes=30)
_LONGEST_NAME = 60


class KeyMaking:
    """What devices are asked to make, and what becomes of it."""

    def __init__(self, web: Web, accounts: StaffAccounts, steps: SecondSteps, door: KeyDoor) -> None:
        self.web, self.steps, self._door = web, steps, door
        self._tries = Tries(accounts.engine, accounts.tenant)

    def form(self, request: Request) -> NewKeyForm:
        """With the browser's name for a first name of the key."""
        return self.web.form(NewKeyForm, request, {"name": browser_in(request.headers.get("user-agent", ""))})

    async def ask(self, request: Request, member: StaffMember) -> Response:
        """The options as JSON."""
        if self._door.ceremony is None:
            return Response(status_code=404)
        keys = await to_thread.run_sync(self.steps.keys.of, member.id)
        options = self._door.ceremony.ask_for_key(
            member.id,
            browser_of(request, self.web.desk),
            email=member.email,
            name=member.name,
            known=[one.credential for one in keys],
            shop=self.web.desk.settings.shop_name,
        )
        return Response(options, media_type="application/json")

    async def keep(self, request: Request, member: StaffMember, form: NewKeyForm, *, is_first: bool = False) -> bool:
        """Look at what a device has made, and keep it; what is wrong is said in the form."""
        t, ceremony = self.web.translator(request), self._door.ceremony
        answer, form.answer.data = form.answer.data or "", ""
        name = " ".join((form.name.data or "").split())
        if not 0 < len(name) <= _LONGEST_NAME:
            form.name.errors = [t("passkeys.unnamed")]
            return False
        taken = await in_line(self._tries.take, {BY_KEY: member.id})
        if taken.free_at is not None:
            form.add_general(t("passkey.wait", time=taken.free_at))
            return False
        made = None
        if ceremony is not None:
            made = await in_line(ceremony.made, answer, member.id, browser_of(request, self.web.desk))
        if made is not None and ceremony is not None:
            add = partial(self.steps.add_key, name=name, made_for=ceremony.site.name, is_first=is_first)
            if await in_line(add, member.id, made):
                await in_line(self._tries.give_back, taken)
                return True
        form.add_general(t("passkeys.failed"))
        return False


class KeyEntry:
    """Signing in with a passkey, which is both steps at once."""

    def __init__(self, sign_in: SignIn, entry: Entry, accounts: StaffAccounts, steps: SecondSteps) -> None:
        self._page, self._entry, self._accounts, self._steps = sign_in, entry, accounts, steps

    async def ask(self, request: Request) -> Response:
        """What a passkey has to sign."""
        return await self._entry.door.ask(request)

    async def sign_in(self, request: Request) -> Response:
        """A session, or one answer for every key that does not fit."""
        web, refused = self._page.web, []
        answer = await web.posted(request, KeyForm)

        def use(signed: Signed) -> str | None:
            used = self._steps.keys.use(signed)
            if used is not None and used.is_refused:
                refused.append(used.staff)
            return None if used is None or used.is_refused else used.staff

        tried = await self._entry.door.attempt(request, answer, self._steps.keys.public_key, use)
        if tried.proof is not None:
            return await self._entry.signed_in_by_key(request, tried.proof, answer.next.data or "")
        response = self._page.refused_key(request, answer, tried)
        response.background = BackgroundTasks(
            [telling(web, request, one, "refused") for id in refused if (one := self._accounts.member(id)) is not None]
        )
        return response


class OwnKeys:
    """A member's own passkeys, on the page of their account. Changing them wants a sign-in of the last half hour."""

    def __init__(self, account: Account, making: KeyMaking, steps: SecondSteps) -> None:
        self._account, self._making, self._steps = account, making, steps
        self._web = account.web

    def again(self, request: Request) -> str:
        """Where to sign in once more, and back."""
        back = self._web.path(request, "staff_account")
        return f"{self._web.path(request, 'staff_sign_in')}?again&next={back}"

    async def ask(self, request: Request) -> Response:
        """What a device has to make; 401 for a session that is older."""
        await self._web.submitted(request)
        member, _ = await self._account.member(request)
        return await self._making.ask(request, member) if is_fresh(member) else Response(status_code=401)

    async def add(self, request: Request) -> Response:
        """One more key."""
        form, (member, _) = await self._web.posted(request, NewKeyForm), await self._account.member(request)
        if not is_fresh(member):
            return RedirectResponse(self.again(request), 303)
        if not await self._making.keep(request, member, form):
            return await self._account.failed_key(request, form)
        response = self._web.go_to(request, "staff_account", "done=key")
        response.background = telling(self._web, request, member, "added")
        return response

    async def remove(self, request: Request) -> Response:
        """From now on it signs in no more."""
        form, (member, _) = await self._web.posted(request, RemoveKeyForm), await self._account.member(request)
        if not is_fresh(member):
            return RedirectResponse(self.again(request), 303)
        try:
            gone = await in_line(self._steps.remove_key, member.id, form.passkey.data or "")
        except LastStep:
            form.add_general(self._web.translator(request)("second_step.last"))
            return await self._account.failed_key(request, form)
        response = self._web.go_to(request, "staff_account", "done=no_key")
        if gone:
            response.background = telling(self._web, request, member, "removed")
        return response


def is_fresh(member: StaffMember) -> bool:
    """Whether they signed in just now."""
    return member.signed_in_at is not None and datetime.now(UTC) - member.signed_in_at <= FRESH_FOR


class FirstStep:
    """The second step that a shop asks for, set up between the password and the session: nothing else opens before."""

    def __init__(self, web: Web, accounts: StaffAccounts, steps: SecondSteps, entry: Entry, making: KeyMaking) -> None:
        self.web, self._accounts, self._steps, self._entry, self._making = web, accounts, steps, entry, making
        self._tries = Tries(accounts.engine, accounts.tenant)

    async def _member(self, request: Request) -> StaffMember | None:
        """Who has given the password and has no second step; whoever has one cannot get another by the password
        alone."""
        staff = await to_thread.run_sync(self._steps.waiting, request.cookies.get(HALF_WAY_COOKIE, ""))
        if staff is None or await to_thread.run_sync(self._steps.has, staff):
            return None
        return await to_thread.run_sync(self._accounts.member, staff)

    async def page(self, request: Request) -> Response:
        """An authenticator app, or a passkey."""
        member = await self._member(request)
        if member is None:
            return self.web.go(request, "staff_sign_in")
        values = {"next": request.query_params.get("next", "")}
        return await self._page(request, member, self.web.form(SecondStepForm, request, values))

    async def _page(
        self, request: Request, member: StaffMember, code: SecondStepForm, key: NewKeyForm | None = None
    ) -> Response:
        offer = await to_thread.run_sync(self._steps.offer, member, self.web.desk.settings.shop_name)
        return self.web.respond(
            request,
            "accounts/first_step.html",
            title=self.web.translator(request)("second_step.set_up.title"),
            form=key or code,
            code=code,
            new_key=key or self._making.form(request),
            offer=offer,
            picture=square(offer.address) if offer else "",
            site=self._entry.door.origin,
        )

    async def confirm(self, request: Request) -> Response:
        """A code that fits turns it on and signs in; the codes on paper are shown this once."""
        form, t = await self.web.posted(request, SecondStepForm), self.web.translator(request)
        member = await self._member(request)
        if member is None:
            return self.web.go(request, "staff_sign_in")
        taken = await in_line(self._tries.take, {BY_CODE: member.id})
        if taken.free_at is not None:
            form.code.errors = [t("second_step.wait", time=taken.free_at)]
            return await self._page(request, member, form)
        paper = await in_line(self._steps.confirm, member, form.code.data or "", "")
        if paper is None:
            form.code.errors = [t("second_step.wrong")]
            return await self._page(request, member, form)
        await in_line(self._tries.give_back, taken)
        return await self._entry.begun(request, member.id, self._entry.paper(request, paper))

    async def ask_key(self, request: Request) -> Response:
        """What a device has to make."""
        await self.web.submitted(request)
        member = await self._member(request)
        return Response(status_code=401) if member is None else await self._making.ask(request, member)

    async def add_key(self, request: Request) -> Response:
        """A first passkey signs in."""
        form, member = await self.web.posted(request, NewKeyForm), await self._member(request)
        if member is None:
            return self.web.go(request, "staff_sign_in")
        if not await self._making.keep(request, member, form, is_first=True):
            return await self._page(request, member, self.web.form(SecondStepForm, request), form)
        response = await self._entry.begun(request, member.id, self.web.go(request, "staff_queue"))
        response.background = telling(self.web, request, member, "added")
        return response
