"""An admin adds a colleague: what they may do, and a mail with a link by which they choose a password of their own."""

from __future__ import annotations

from functools import partial

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from helpdesk_core import Contact, ContactKind
from helpdesk_core.rights import RIGHTS

from ..limiters import MAILING, in_line
from ..texts import LANGUAGES
from ..web import Web
from .first_pages import named_wrong
from .forms import InvitationForm, person_form, tick
from .invitations import Invitations, Taken
from .links import LinkMails
from .model import StaffMember
from .people import TO_LOOK, TO_SEND, People, is_fresh
from .staff import StaffAccounts

COMMAND = "helpdesk staff invite"


class InvitationPages:
    """The page on which a colleague is added, and what is done about who has not come yet.

    Without a channel that sends mail the page has no form and names the command that makes the link. A link shown here
    would let every admin act under a colleague's name; whoever runs commands on the shop's machine can do that anyway.
    """

    def __init__(self, web: Web, accounts: StaffAccounts, people: People, invitations: Invitations) -> None:
        self.web, self._people, self._invitations = web, people, invitations
        self._links = LinkMails(web, invitations.new_link, "staff.invitation.mail", "staff.invitation.mail.choose")
        self._anybody = Contact(ContactKind.EMAIL, "anybody@example.com")

    async def page(self, request: Request) -> Response:
        """Name, address, role, rights and locations."""
        admin = await self._people.admin(request)
        if not is_fresh(admin, TO_LOOK):
            here = f"{self.web.path(request, 'staff_sign_in')}?again&next={request.url.path}"
            return RedirectResponse(here, 303)
        language = self.web.translator(request).language
        values = {"role": "agent", "all_rights": True, "everywhere": True, "language": language}
        return self._page(request, self.web.form(self._form(), request, values))

    def _form(self) -> type[InvitationForm]:
        return person_form((place.id for place in self.web.desk.settings.locations), InvitationForm)

    def _page(self, request: Request, form: InvitationForm) -> Response:
        languages = self.web.desk.settings.languages
        form.language.choices = [(code, LANGUAGES.get(code, code)) for code in languages]
        return self.web.respond(
            request,
            "accounts/invite.html",
            title=self.web.translator(request)("staff.invite"),
            form=form,
            has_mail=self._has_mail(),
            command=COMMAND,
            has_languages=len(languages) > 1,
            **self._people.ticks(request, form),
        )

    def _has_mail(self) -> bool:
        return self.web.desk.notifiers.reaching(self._anybody) is not None

    async def invite(self, request: Request) -> Response:
        """They are in the list of staff from now on, and can do nothing until they have chosen a password."""
        admin, t = await self._people.admin(request), self.web.translator(request)
        form = await self.web.posted(request, self._form())
        if not is_fresh(admin, TO_SEND):
            form.add_general(t("staff.sign_in.again"))
        elif not self._has_mail():
            form.add_general(t("staff.invite.no_mail", command=COMMAND))
        if form.failed or named_wrong(form, t):
            return self._page(request, form)
        rights = (name for name in RIGHTS if form[tick("right", name)].data)
        locations = (place.id for place in self.web.desk.settings.locations if form[tick("location", place.id)].data)
        inviting = partial(
            self._invitations.invite,
            form.email.data,
            form.name.data,
            role="admin" if form.role.data == "admin" else "agent",
            language=form.language.data if form.language.data in self.web.desk.settings.languages else t.language,
            rights=None if form.all_rights.data else frozenset(rights),
            locations=None if form.everywhere.data else frozenset(locations),
            by=admin.id,
        )
        try:
            member, token = await in_line(inviting)
        except Taken as taken:
            form.email.errors = [t(f"staff.invite.taken.{taken.how}")]
            return self._page(request, form)
        return await self._sent(request, member, token)

    async def _sent(self, request: Request, member: StaffMember, token: str) -> Response:
        done = await to_thread.run_sync(self._links.deliver, request, member, token, limiter=MAILING())
        return self.web.go_to(request, "staff_people", f"done={'sent' if done else 'unsent'}")

    async def again(self, request: Request) -> Response:
        """A new link; the one that went out before opens nothing any more."""
        email, by = await self._meant(request)
        found = await in_line(self._invitations.new_link, email, by)
        return self._no_more(request) if found is None else await self._sent(request, *found)

    async def withdraw(self, request: Request) -> Response:
        """The link opens nothing any more."""
        done = await in_line(self._invitations.withdraw, *await self._meant(request))
        return self.web.go_to(request, "staff_people", "done=withdrawn") if done else self._no_more(request)

    async def _meant(self, request: Request) -> tuple[str, str]:
        """Whose invitation, empty where nobody is waited for, and who does something about it."""
        admin = await self._people.admin(request)
        await self.web.submitted(request)
        waiting = await to_thread.run_sync(self._invitations.waiting)
        return next((one.member.email for one in waiting if one.member.id == request.path_params["id"]), ""), admin.id

    def _no_more(self, request: Request) -> Response:
        return self.web.go_to(request, "staff_people", "done=no_more")
