"""The staff's list of firms, the page of one, and what stands on a request's page."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from helpdesk_core import Refusal
from helpdesk_core.commands import (
    AddMember,
    ChangeOrganisation,
    CreateOrganisation,
    EndJoining,
    EraseOrganisation,
    InviteColleague,
    RemoveMember,
    SetManager,
    SetRequestOrganisation,
    WithdrawInvitation,
)
from helpdesk_core.views import view_organisation, view_organisations, view_request_organisation

from ..forms import BaseForm, ButtonForm
from ..slots import MenuEntry, Section
from ..triage.frame import AT, RequestFrame, RequestPage, status_names
from ..web import Web, as_error
from .forms import FirmForm, FirmOfRequestForm, InviteForm, MemberForm, RequestForm

_F = TypeVar("_F", bound=BaseForm)
_DONE = frozenset({"saved", "added", "invited", "changed", "request"})
_AT = "/staff/organisations/{organisation}"


class StaffPages:
    """What staff keep of firms."""

    def __init__(self, web: Web) -> None:
        self.web, self.frame = web, RequestFrame(web)

    async def list(self, request: Request) -> Response:
        """Firms by name, and the form of a new one."""
        return await self._list(request, self.web.form(FirmForm, request))

    async def _list(self, request: Request, form: FirmForm) -> Response:
        actor, words = await self.web.current_agent(request), request.query_params.get("q", "")[:200]
        after = request.query_params.get("after")
        found = await self.web.api.view(view_organisations, actor, search=words, after=after)
        if isinstance(found, Refusal):
            raise as_error(found)
        title = self.web.translator(request)("staff.organisations")
        return self.web.respond(
            request, "organisations/list.html", title=title, form=form, found=found, words=words, making=form
        )

    async def create(self, request: Request) -> Response:
        """Its page comes next: nobody belongs to it yet."""
        actor, form = await self.web.current_agent(request), await self.web.posted(request, FirmForm)
        answer = await self.web.send(request, CreateOrganisation, actor, form)
        if answer is None:
            return await self._list(request, form)
        return self.web.back(request, answer, "staff_organisation", organisation=answer.organisation)

    async def show(self, request: Request) -> Response:
        """One firm."""
        return await self._page(request)

    async def _page(self, request: Request, failed: BaseForm | None = None) -> Response:
        actor, id = await self.web.current_agent(request), request.path_params["organisation"]
        found = await self.web.api.view(view_organisation, actor, id, after=request.query_params.get("after"))
        if isinstance(found, Refusal):
            raise as_error(found)
        t, done = self.web.translator(request), request.query_params.get("done", "")
        values = {
            "name": str(found.name),
            "tax_number": found.tax_number or "",
            "notes": "" if found.notes is None else str(found.notes.safe),
        }
        return self.web.respond(
            request,
            "organisations/firm.html",
            title=str(found.name),
            form=failed,
            found=found,
            names=status_names(self.web, request),
            making=self._shown(request, FirmForm, failed, values),
            member=self._shown(request, MemberForm, failed),
            invite=self._shown(request, InviteForm, failed),
            adding=self._shown(request, RequestForm, failed),
            notice=self.web.removed_before(request) or (t(f"staff.organisation.{done}") if done in _DONE else ""),
        )

    def _shown(
        self, request: Request, kind: type[_F], failed: BaseForm | None, values: dict[str, str] | None = None
    ) -> _F:
        return failed if isinstance(failed, kind) else self.web.form(kind, request, values)

    def sends(
        self, kind: Any, form_kind: type[BaseForm], done: str, *, named: str = "", **fields: Any
    ) -> Callable[[Request], Awaitable[Response]]:
        """The route of a form about the firm, or with ``named`` about what the address names."""

        async def send(request: Request) -> Response:
            actor, form = await self.web.current_agent(request), await self.web.posted(request, form_kind)
            path = request.path_params
            about = {named: path["id"]} if named else {"organisation": path["organisation"]}
            if await self.web.send(request, kind, actor, form, **about, **fields) is None:
                return await self._page(request, form)
            if kind is EraseOrganisation:
                return self.web.go_to(request, "staff_organisations", "erased")
            return self.web.go_to(request, "staff_organisation", f"done={done}", organisation=path["organisation"])

        return send

    async def add_request(self, request: Request) -> Response:
        """The request of a reference is the firm's from now on, and its customer is told."""
        actor, form = await self.web.current_agent(request), await self.web.posted(request, RequestForm)
        id, path = request.path_params["organisation"], dict(request.path_params)
        request.scope["path_params"] = {**path, "reference": form.reference.data or "-"}
        try:
            _, about = await self.frame.find(request)
        except HTTPException:
            form.reference.errors = [self.web.translator(request)("staff.organisation.no_request")]
            return await self._page(request, form)
        answer = await self.web.send(request, SetRequestOrganisation, actor, form, request=about, organisation=id)
        if answer is None:
            return await self._page(request, form)
        return self.web.go_to(request, "staff_organisation", "done=request", organisation=id)

    async def of_request(self, request: Request) -> Response:
        """Whose a request is."""
        form = await self.web.posted(request, FirmOfRequestForm)
        actor, id = await self.frame.find(request)
        firm = form.organisation.data or None
        answer = await self.web.send(request, SetRequestOrganisation, actor, form, request=id, organisation=firm)
        return await self.frame.answer(request, form, answer)

    async def end(self, request: Request) -> Response:
        """That a colleague has joined it."""
        form = await self.web.posted(request, ButtonForm)
        actor, id = await self.frame.find(request)
        colleague = request.path_params["colleague"]
        answer = await self.web.send(request, EndJoining, actor, form, request=id, colleague=colleague)
        return await self.frame.answer(request, form, answer)


def staff_routes(web: Web) -> list[Route]:
    """The list, a firm, and a request's part."""
    pages = StaffPages(web)

    def post(path: str, endpoint: Any, name: str) -> Route:
        return Route(path, endpoint, methods=["POST"], name=f"staff_organisation_{name}")

    members, changed = f"{_AT}/members/{{id}}", pages.sends
    return [
        Route("/staff/organisations", pages.list, name="staff_organisations"),
        post("/staff/organisations/new", pages.create, "create"),
        Route(_AT, pages.show, name="staff_organisation"),
        post(f"{_AT}/details", changed(ChangeOrganisation, FirmForm, "saved"), "details"),
        post(f"{_AT}/members", changed(AddMember, MemberForm, "added"), "add"),
        post(f"{_AT}/invite", changed(InviteColleague, InviteForm, "invited"), "invite"),
        post(f"{_AT}/requests", pages.add_request, "request"),
        post(f"{_AT}/erase", changed(EraseOrganisation, ButtonForm, "saved"), "erase"),
        post(
            f"{members}/manager",
            changed(SetManager, ButtonForm, "changed", named="member", is_manager=True),
            "manager",
        ),
        post(f"{members}/plain", changed(SetManager, ButtonForm, "changed", named="member", is_manager=False), "plain"),
        post(f"{members}/remove", changed(RemoveMember, ButtonForm, "changed", named="member"), "remove"),
        post(
            f"{_AT}/invitations/{{id}}/withdraw",
            changed(WithdrawInvitation, ButtonForm, "changed", named="invitation"),
            "withdraw",
        ),
        post(f"{AT}/organisation", pages.of_request, "of_request"),
        post(f"{AT}/organisation/{{colleague}}/end", pages.end, "end"),
    ]


async def section(shown: RequestPage) -> dict[str, Any] | None:
    """Whose the request is, and who of the firm has joined; nothing where there is neither a firm nor one to offer."""
    seen = await shown.web.api.view(view_request_organisation, shown.visitor, shown.found.request.id)
    if isinstance(seen, Refusal) or (seen.firm is None and (seen.offered is None or not seen.may_set)):
        return None
    return {"seen": seen}


SECTION = Section("organisations/section.html", view=section, column="side", order=12)
MENU = MenuEntry("staff.organisations", "staff_organisations", icon="users", order=12, right="organisations.manage")
