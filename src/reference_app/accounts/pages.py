"""Staff sign in and out, where the app runs alone; their own account; a link where the password is lost."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from anyio import to_thread
from starlette.background import BackgroundTask
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ..forms import BaseForm
from ..limiters import HASHING, MAILING, in_line
from ..security import drop_cookie
from ..sign_in.attempts import BY_EMAIL, BY_NETWORK, Attempt, attempt, named, network_of
from ..sign_in.key_door import KeyForm, NewKeyForm
from ..sign_in.tries import Limit, Taken, Tries
from ..slots import MenuEntry, Pages
from ..standalone import STAFF_COOKIE
from ..web import Web
from .first_pages import FirstAccount
from .forms import ChangePasswordForm, LinkForm, NewPasswordForm, OwnPasswordForm, SecondStepForm, SignInForm
from .invitation_pages import InvitationPages
from .invitations import Invitations
from .key_pages import FirstStep, KeyEntry, KeyMaking, OwnKeys
from .links import LinkMails
from .model import StaffMember
from .passwords import Passwords
from .people import People
from .second_step import LastStep, steps_of
from .second_step_pages import Entry, SetUp
from .staff import StaffAccounts

LINKS_BY_NETWORK = Limit("links_network", 10, timedelta(hours=1))
LINKS_BY_EMAIL = Limit("links_email", 3, timedelta(hours=1))


class SignIn:
    """The sign-in page, and the link that sets a password."""

    def __init__(self, web: Web, accounts: StaffAccounts, entry: Entry) -> None:
        self.web, self.accounts, self._entry = web, accounts, entry
        self._tries = Tries(accounts.engine, accounts.tenant)
        self._passwords = Passwords(accounts)
        self._links = LinkMails(web, self._passwords.new_link)

    async def page(self, request: Request) -> Response:
        """E-mail and password."""
        return self._page(request, self.web.form(SignInForm, request, {"next": request.query_params.get("next", "")}))

    def _page(self, request: Request, form: SignInForm) -> Response:
        title, again = self.web.translator(request)("staff.sign_in.title"), "again" in request.query_params
        site = self._entry.door.origin
        return self.web.respond(request, "accounts/sign_in.html", title=title, form=form, again=again, site=site)

    def refused_key(self, request: Request, answer: KeyForm, tried: Attempt) -> Response:
        """The page again, for a passkey that signs nobody in."""
        form = self.web.form(SignInForm, request, {"next": answer.next.data or ""})
        self._entry.door.refuse(request, form, tried)
        return self._page(request, form)

    async def sign_in(self, request: Request) -> Response:
        """On to the second step, or one answer for everything that does not fit."""
        form, t = await self.web.posted(request, SignInForm), self.web.translator(request)
        email, password = form.email.data or "", form.password.data or ""
        form.password.data = ""
        check = partial(self.accounts.proved, email, password)
        counted = {BY_NETWORK: network_of(request), BY_EMAIL: named(email)}
        tried = await attempt(self._tries, counted, check)
        if tried.proof is None:
            tried.refuse(form, form.email, t)
            return self._page(request, form)
        await in_line(self.accounts.sign_out, request.cookies.get(STAFF_COOKIE, ""))
        return await self._entry.begin(request, tried.proof, form.next.data or "")

    async def _take(self, request: Request, subjects: dict[Limit, str]) -> Taken:
        return await in_line(self._tries.take, subjects)

    async def sign_out(self, request: Request) -> Response:
        """End the session."""
        await self.web.submitted(request)
        await in_line(self.accounts.sign_out, request.cookies.get(STAFF_COOKIE, ""))
        response = self.web.go(request, "staff_sign_in")
        drop_cookie(response, request, STAFF_COOKIE)
        return response

    async def ask_link(self, request: Request) -> Response:
        """Where it goes."""
        return self._link_page(request, self.web.form(LinkForm, request))

    def _link_page(self, request: Request, form: LinkForm | None) -> Response:
        title = self.web.translator(request)("staff.link.title")
        return self.web.respond(request, "accounts/link.html", title=title, form=form, sent=form is None)

    async def send_link(self, request: Request) -> Response:
        """One answer for every address, given before anything is looked up."""
        form, t = await self.web.posted(request, LinkForm), self.web.translator(request)
        email = form.email.data or ""
        taken = await self._take(request, {LINKS_BY_NETWORK: network_of(request), LINKS_BY_EMAIL: named(email)})
        if taken.free_at is not None:
            form.email.errors = [t("refusal.too_many", time=taken.free_at)]
            return self._link_page(request, form)
        response = self._link_page(request, None)
        response.background = BackgroundTask(self._mail_link_meanwhile, request, email)
        return response

    async def _mail_link_meanwhile(self, request: Request, email: str) -> None:
        await to_thread.run_sync(self._links.send, request, email, limiter=MAILING())

    async def new_password(self, request: Request) -> Response:
        """The page that the link leads to."""
        if not await to_thread.run_sync(self._passwords.opens, request.path_params["token"]):
            return self._used_up(request)
        return await self._password_page(request, self.web.form(NewPasswordForm, request))

    async def _password_page(self, request: Request, form: NewPasswordForm) -> Response:
        t, token = self.web.translator(request), request.path_params["token"]
        new = await to_thread.run_sync(self._passwords.invites, token)
        title = t("password.title") if new is None else t("staff.welcome.title", name=new)
        return self.web.respond(request, "accounts/new_password.html", title=title, form=form, token=token, new=new)

    def _used_up(self, request: Request) -> Response:
        form = self.web.form(LinkForm, request)
        form.add_general(self.web.translator(request)("staff.link.used"))
        form.http_status = 404
        return self._link_page(request, form)

    async def set_password(self, request: Request) -> Response:
        """The password is set, every session ended, and one begun here, after the second step."""
        form = await self.web.posted(request, NewPasswordForm)
        new, form.new.data = form.new.data or "", ""
        try:
            setting = partial(self._passwords.set_by_link, request.path_params["token"], new)
            staff = await to_thread.run_sync(setting, limiter=HASHING())
        except ValueError:
            form.new.errors = [self.web.translator(request)("password.length")]
            return await self._password_page(request, form)
        if staff is None:
            return self._used_up(request)
        return await self._entry.begin(request, staff)


class Account:
    """A member's own account: the password, the second step, and where they are signed in."""

    def __init__(self, web: Web, accounts: StaffAccounts, entry: Entry) -> None:
        self.web, self.accounts, self.steps = web, accounts, entry.steps
        self._set_up, self._origin = SetUp(web, accounts, entry), entry.door.origin
        self.making = KeyMaking(web, accounts, entry.steps, entry.door)
        self.keys = OwnKeys(self, self.making, entry.steps)
        self._passwords = Passwords(accounts)
        self._tries = Tries(accounts.engine, accounts.tenant)

    async def page(self, request: Request) -> Response:
        """Password and sessions."""
        done, t = request.query_params.get("done", ""), self.web.translator(request)
        notice = t({"key": "passkeys.added", "no_key": "passkeys.removed"}[done]) if done in ("key", "no_key") else ""
        return await self._page(request, self.web.form(ChangePasswordForm, request), notice)

    async def failed_key(self, request: Request, form: BaseForm) -> Response:
        """The page, with what is wrong with a passkey."""
        return await self._page(request, self.web.form(ChangePasswordForm, request), failed=form)

    async def _page(
        self,
        request: Request,
        form: ChangePasswordForm,
        notice: str = "",
        proof: OwnPasswordForm | None = None,
        failed: BaseForm | None = None,
    ) -> Response:
        member, token = await self.member(request)
        sessions = await to_thread.run_sync(self.accounts.sessions, member.id)
        return self.web.respond(
            request,
            "accounts/account.html",
            title=self.web.translator(request)("staff.account.title", name=member.name),
            form=failed or form,
            change=form,
            notice=notice,
            passkeys=await to_thread.run_sync(self.steps.keys.of, member.id),
            new_key=failed if isinstance(failed, NewKeyForm) else self.making.form(request),
            site=self._origin,
            again=self.keys.again(request),
            proof=proof or self.web.form(OwnPasswordForm, request),
            is_on=await to_thread.run_sync(self.steps.is_on, member.id),
            sessions=[(one, one.is_of(token)) for one in sessions],
        )

    async def member(self, request: Request) -> tuple[StaffMember, str]:
        """Who is signed in, and the session's token."""
        await self.web.current_agent(request)
        token = request.cookies.get(STAFF_COOKIE, "")
        member = await to_thread.run_sync(self.accounts.session, token)
        if member is None:
            raise HTTPException(403, "not_staff")
        return member, token

    async def change_password(self, request: Request) -> Response:
        """With the old one, which is tried as often as at the sign-in."""
        form, t = await self.web.posted(request, ChangePasswordForm), self.web.translator(request)
        member, token = await self.member(request)
        old, new = form.old.data or "", form.new.data or ""
        form.old.data = form.new.data = ""
        taken = await in_line(self._tries.take, {BY_EMAIL: named(member.email)})
        if taken.free_at is not None:
            form.old.errors = [t("refusal.too_many", time=taken.free_at)]
            return await self._page(request, form)
        try:
            changing = partial(self._passwords.change, member, old, new, token)
            done = await to_thread.run_sync(changing, limiter=HASHING())
        except ValueError:
            form.new.errors = [t("password.length")]
            return await self._page(request, form)
        if not done:
            form.old.errors = [t("password.wrong")]
            return await self._page(request, form)
        await in_line(self._tries.give_back, taken)
        return await self._page(request, self.web.form(ChangePasswordForm, request), t("password.changed"))

    async def end_sessions(self, request: Request) -> Response:
        """The one that is named, else all others."""
        values = await self.web.submitted(request)
        member, token = await self.member(request)
        only = values.get("session") or None
        ending = partial(self.accounts.end_sessions, member.id, only=only, keep=None if only else token)
        await in_line(ending)
        return self.web.go(request, "staff_account")

    async def _proved(self, request: Request) -> tuple[StaffMember, Response | None]:
        """Who it is; the page again where the password is wrong."""
        proof, (member, _) = await self.web.posted(request, OwnPasswordForm), await self.member(request)
        if await self._set_up.is_proved(request, proof, member):
            return member, None
        return member, await self._page(request, self.web.form(ChangePasswordForm, request), proof=proof)

    async def begin_second_step(self, request: Request) -> Response:
        """A key to try out."""
        member, again = await self._proved(request)
        if again is not None:
            return again
        await in_line(self.steps.begin, member)
        return self.web.go(request, "staff_second_step_set_up")

    async def set_up(self, request: Request) -> Response:
        """The key that is to be tried out."""
        member, _ = await self.member(request)
        return await self._set_up.page(request, member, self.web.form(SecondStepForm, request))

    async def confirm_second_step(self, request: Request) -> Response:
        """By a code of the key."""
        form, (member, token) = await self.web.posted(request, SecondStepForm), await self.member(request)
        return await self._set_up.confirm(request, member, form, token)

    async def new_paper(self, request: Request) -> Response:
        """Other codes on paper."""
        member, again = await self._proved(request)
        if again is not None:
            return again
        return self._set_up.entry.paper(request, await in_line(self.steps.new_paper, member))

    async def turn_off_second_step(self, request: Request) -> Response:
        """The password alone from now on."""
        member, again = await self._proved(request)
        if again is not None:
            return again
        try:
            await in_line(partial(self.steps.turn_off, member.id, by=member.id))
        except LastStep:
            failed = self.web.form(OwnPasswordForm, request)
            failed.add_general(self.web.translator(request)("second_step.last"))
            return await self.failed_key(request, failed)
        notice = self.web.translator(request)("second_step.off_now")
        return await self._page(request, self.web.form(ChangePasswordForm, request), notice)


def routes(web: Web) -> list[Route]:
    """None inside a host, which has a sign-in of its own."""
    if web.staff is None:
        return []
    steps = steps_of(web.desk, web.staff)
    entry, invitations = Entry(web, web.staff, steps), Invitations(web.staff, Passwords(web.staff))
    pages, account, people = (
        SignIn(web, web.staff, entry),
        Account(web, web.staff, entry),
        People(web, web.staff, steps, invitations),
    )
    invites = InvitationPages(web, web.staff, people, invitations)
    new_shop = FirstAccount(web, web.staff, entry)
    by_key = KeyEntry(pages, entry, web.staff, steps)
    first = FirstStep(web, web.staff, steps, entry, account.making)
    own, keys, set_up = "/staff/account/second-step", "/staff/account/passkeys", "/staff/sign-in/set-up"
    return [
        Route("/staff/sign-in", pages.page, name="staff_sign_in"),
        Route("/staff/sign-in", pages.sign_in, methods=["POST"], name="staff_sign_in_try"),
        Route("/staff/sign-in/code", entry.page, name="staff_second_step"),
        Route("/staff/sign-in/code", entry.finish, methods=["POST"], name="staff_second_step_finish"),
        Route("/staff/sign-in/passkey", by_key.sign_in, methods=["POST"], name="staff_passkey"),
        Route("/staff/sign-in/passkey/ask", by_key.ask, methods=["POST"], name="staff_passkey_ask"),
        Route(set_up, first.page, name="staff_first_step"),
        Route(f"{set_up}/code", first.confirm, methods=["POST"], name="staff_first_step_confirm"),
        Route(f"{set_up}/passkey", first.add_key, methods=["POST"], name="staff_first_step_key"),
        Route(f"{set_up}/passkey/ask", first.ask_key, methods=["POST"], name="staff_first_step_key_ask"),
        Route(keys, account.keys.add, methods=["POST"], name="staff_passkey_add"),
        Route(f"{keys}/ask", account.keys.ask, methods=["POST"], name="staff_passkey_add_ask"),
        Route(f"{keys}/remove", account.keys.remove, methods=["POST"], name="staff_passkey_remove"),
        Route("/staff/sign-out", pages.sign_out, methods=["POST"], name="staff_sign_out"),
        Route("/staff/first/{token}", new_shop.page, name="staff_first"),
        Route("/staff/first/{token}", new_shop.make, methods=["POST"], name="staff_first_make"),
        Route("/staff/link", pages.ask_link, name="staff_sign_in_link"),
        Route("/staff/link", pages.send_link, methods=["POST"], name="staff_sign_in_link_send"),
        Route("/staff/link/{token}", pages.new_password, name="staff_password"),
        Route("/staff/link/{token}", pages.set_password, methods=["POST"], name="staff_password_set"),
        Route("/staff/account", account.page, name="staff_account"),
        Route("/staff/account/password", account.change_password, methods=["POST"], name="staff_password_change"),
        Route("/staff/account/sessions", account.end_sessions, methods=["POST"], name="staff_sessions_end"),
        Route(own, account.set_up, name="staff_second_step_set_up"),
        Route(own, account.begin_second_step, methods=["POST"], name="staff_second_step_begin"),
        Route(f"{own}/code", account.confirm_second_step, methods=["POST"], name="staff_second_step_confirm"),
        Route(f"{own}/paper", account.new_paper, methods=["POST"], name="staff_second_step_paper"),
        Route(f"{own}/off", account.turn_off_second_step, methods=["POST"], name="staff_second_step_off"),
        Route("/staff/people", people.list, name="staff_people"),
        Route("/staff/people/new", invites.page, name="staff_person_new"),
        Route("/staff/people/new", invites.invite, methods=["POST"], name="staff_person_invite"),
        Route("/staff/people/{id}", people.person, name="staff_person"),
        Route("/staff/people/{id}", people.save, methods=["POST"], name="staff_person_save"),
        Route("/staff/people/{id}/second-step", people.turn_off, methods=["POST"], name="staff_person_second_step_off"),
        Route("/staff/people/{id}/link", invites.again, methods=["POST"], name="staff_invitation_again"),
        Route("/staff/people/{id}/withdraw", invites.withdraw, methods=["POST"], name="staff_invitation_withdraw"),
    ]


def is_alone(web: Web) -> bool:
    """Whether the sessions are the app's own."""
    return web.staff is not None


PAGES = Pages(
    routes=routes,
    menu=(
        MenuEntry("staff.people", "staff_people", icon="users", order=70, admins=True, when=is_alone),
        MenuEntry("staff.account", "staff_account", icon="user", group="own", order=95, when=is_alone),
        MenuEntry(
            "staff.sign_out", "staff_sign_out", icon="log-out", group="own", order=100, button=True, when=is_alone
        ),
    ),
)
