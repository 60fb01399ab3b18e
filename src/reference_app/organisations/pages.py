"""A customer's firm: its people and its requests; a colleague's request; what room and first page show of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from helpdesk_core import Customer, Refusal
from helpdesk_core.commands import (
    AcceptInvitation,
    DeclineInvitation,
    EndJoining,
    InviteColleague,
    JoinRequest,
    RemoveMember,
    SetManager,
    SetRequestOrganisation,
    WithdrawInvitation,
    WriteForColleague,
)
from helpdesk_core.views import (
    ColleagueRequest,
    OwnOrganisation,
    RoomFirm,
    view_colleague_request,
    view_colleague_stamp,
    view_organisation_requests,
    view_own_organisation,
)

from ..attachments.forms import FilesForm
from ..attachments.handing_out import hand_out
from ..attachments.uploads import receive
from ..customer_rooms.frame import RoomFrame, RoomPage
from ..dashboard.pages import DashboardPage
from ..forms import BaseForm, ButtonForm
from ..security import FILES
from ..slots import Card, Pages
from ..web import Web, as_error, away
from .forms import InviteForm, WriteForm
from .staff import MENU, SECTION, staff_routes

_ON_OVERVIEW = 3
_DONE = frozenset({"joined", "declined", "invited", "withdrawn", "manager", "plain", "removed", "left"})


class FirmPages:
    """The firm of who is signed in."""

    def __init__(self, web: Web) -> None:
        self.web = web

    async def customer(self, request: Request) -> Customer:
        """Who is signed in; anybody else is shown how to."""
        visitor = await self.web.visitor(request)
        if not isinstance(visitor, Customer):
            raise away(request, self.web.customer_sign_in(request))
        return visitor

    async def _own(self, request: Request) -> tuple[Customer, OwnOrganisation]:
        visitor = await self.customer(request)
        found = await self.web.api.view(view_own_organisation, visitor)
        if isinstance(found, Refusal):
            raise HTTPException(404)
        return visitor, found

    async def show(self, request: Request) -> Response:
        """Invitations, who belongs to it, and for managers what they can do about that."""
        return await self._page(request)

    async def _page(self, request: Request, failed: BaseForm | None = None) -> Response:
        _, found = await self._own(request)
        t, done = self.web.translator(request), request.query_params.get("done", "")
        return self.web.respond(
            request,
            "organisations/own.html",
            title=t("organisation.title"),
            form=failed,
            found=found,
            own=found,
            invite=failed if isinstance(failed, InviteForm) else self.web.form(InviteForm, request),
            notice=t(f"organisation.done.{done}") if done in _DONE else "",
        )

    async def invite(self, request: Request) -> Response:
        """The same answer whoever has the address."""
        visitor, found = await self._own(request)
        if found.firm is None:
            raise HTTPException(404)
        form = await self.web.posted(request, InviteForm)
        answer = await self.web.send(request, InviteColleague, visitor, form, organisation=found.firm.id)
        return await self._page(request, form) if answer is None else self._back(request, "invited")

    def _back(self, request: Request, done: str) -> Response:
        return self.web.go_to(request, "organisation", f"done={done}")

    def sends(self, kind: Any, name: str, done: str, **fields: Any) -> Callable[[Request], Awaitable[Response]]:
        """The route of a button about what the address names."""

        async def send(request: Request) -> Response:
            visitor = await self.customer(request)
            form = await self.web.posted(request, ButtonForm)
            named = {name: request.path_params["id"]} | fields
            answer = await self.web.send(request, kind, visitor, form, **named)
            return await self._page(request, form) if answer is None else self._back(request, done)

        return send

    async def requests(self, request: Request) -> Response:
        """What was brought for the firm, latest first, a page at a time."""
        visitor = await self.customer(request)
        found = await self.web.api.view(view_organisation_requests, visitor, after=request.query_params.get("before"))
        if isinstance(found, Refusal):
            return self.web.go(request, "organisation")
        link = self.web.desk.keyring.link
        return self.web.respond(
            request,
            "organisations/requests.html",
            title=self.web.translator(request)("organisation.requests"),
            found=found,
            tokens={one.id: link(one.id, one.generation) for one in found.rows if one.is_own},
        )

    async def join(self, request: Request) -> Response:
        """From now on they read it and write on it, and whoever brought it is told."""
        visitor = await self.customer(request)
        form = await self.web.posted(request, ButtonForm)
        found = await self.web.api.view(view_organisation_requests, visitor, after=request.query_params.get("before"))
        rows = () if isinstance(found, Refusal) else found.rows
        reference = request.path_params["reference"]
        one = next((row for row in rows if row.reference == reference), None)
        if one is None or await self.web.send(request, JoinRequest, visitor, form, request=one.id) is None:
            return self.web.go(request, "organisation_requests")
        return self.web.go_to(request, "organisation_request", "joined", reference=reference)


class ColleaguePages(FirmPages):
    """A colleague's request, for who has joined it and for managers."""

    async def _found(self, request: Request) -> tuple[Customer, ColleagueRequest]:
        visitor, reference = await self.customer(request), request.path_params["reference"][:40]
        older = request.query_params.get("messages")
        found = await self.web.api.view(view_colleague_request, visitor, reference, older_than=older)
        if isinstance(found, Refusal):
            raise as_error(found)
        return visitor, found

    async def show(self, request: Request) -> Response:
        """What was said and sent, and how far it is."""
        return await self._request_page(request)

    async def _request_page(self, request: Request, failed: BaseForm | None = None) -> Response:
        _, found = await self._found(request)
        t = self.web.translator(request)
        takes = found.own is not None and found.files is not None and found.files.room > 0
        return self.web.respond(
            request,
            "organisations/request.html",
            title=t("organisation.request.title", reference=found.reference.grouped),
            form=failed,
            found=found,
            write=failed if isinstance(failed, WriteForm) else self.web.form(WriteForm, request),
            add=failed if isinstance(failed, FilesForm) else self.web.form(FilesForm, request),
            takes=takes and self.web.desk.storage is not None,
            track=[(step.place, step.status.label(t.language) or t(step.status.code)) for step in found.steps],
            notice=self.web.removed_before(request)
            or (t("organisation.joined") if "joined" in request.query_params else ""),
            since=None,
        )

    async def write(self, request: Request) -> Response:
        """To the shop, with one's own name."""
        visitor, found = await self._found(request)
        form = await self.web.posted(request, WriteForm)
        answer = await self.web.send(request, WriteForColleague, visitor, form, request=found.id)
        if answer is None:
            return await self._request_page(request, form)
        return self.web.back(request, answer, "organisation_request", reference=request.path_params["reference"])

    async def add(self, request: Request) -> Response:
        """Photos, with one's own name; of who has not joined nothing is read."""
        visitor, found = await self._found(request)
        if found.own is None:
            raise HTTPException(404)
        sent = await receive(self.web, request, visitor, found.id, FilesForm)
        if sent.form.failed:
            return await self._request_page(request, sent.form)
        return self.web.go(request, "organisation_request", reference=request.path_params["reference"])

    async def end(self, request: Request) -> Response:
        """That one has joined, or for a manager that anybody has."""
        visitor, found = await self._found(request)
        form, colleague = await self.web.posted(request, ButtonForm), request.path_params["colleague"]
        await self.web.send(request, EndJoining, visitor, form, request=found.id, colleague=colleague)
        if found.may_end:
            return self.web.go(request, "organisation_request", reference=request.path_params["reference"])
        return self.web.go(request, "organisation_requests")

    async def picture(self, request: Request) -> Response:
        """One photo, as large as the screen."""
        request.scope["path_params"] = {**request.path_params, "size": "picture"}
        return await self.open(request)

    async def open(self, request: Request) -> Response:
        """Its bytes, for who may read the request now."""
        return await hand_out(self.web, request, await self.customer(request))

    async def live(self, request: Request) -> Response:
        """Whether there is something new; who may not read it any more gets no stamp."""
        reference = request.path_params["reference"][:40]

        async def stamp() -> str:
            found = await self.web.api.view(view_colleague_stamp, await self.customer(request), reference)
            if isinstance(found, Refusal):
                raise HTTPException(404)
            return found

        return await self.web.live.answer(request, stamp)


class RoomPages:
    """Whom a customer shows their own request to."""

    def __init__(self, web: Web) -> None:
        self.web, self.room = web, RoomFrame(web)

    async def show_to_firm(self, request: Request) -> Response:
        """From now on its managers read it, and colleagues can join."""
        form, visitor = await self.web.posted(request, ButtonForm), await self.web.visitor(request)
        own = await self.web.api.view(view_own_organisation, visitor)
        if isinstance(own, Refusal) or own.firm is None:
            raise HTTPException(404)
        return await self.room.send(request, SetRequestOrganisation, form, organisation=own.firm.id)

    async def take_off(self, request: Request) -> Response:
        """Nobody of the firm sees it any more."""
        return await self.room.send(request, SetRequestOrganisation, await self.web.posted(request, ButtonForm))

    async def end(self, request: Request) -> Response:
        """That one colleague has joined."""
        form = await self.web.posted(request, ButtonForm)
        return await self.room.send(request, EndJoining, form, colleague=request.path_params["colleague"])


def routes(web: Web) -> list[Route]:
    """The firm, its requests, a colleague's request; what the room sends; staff's."""
    pages, shared, room = FirmPages(web), ColleaguePages(web), RoomPages(web)
    at, one, own = "/organisation", "/organisation/requests/{reference}", "/r/{token}/organisation"

    def post(path: str, endpoint: Any, name: str) -> Route:
        return Route(path, endpoint, methods=["POST"], name=name)

    def button(path: str, kind: Any, what: str, name: str, **fields: Any) -> Route:
        done = name.removeprefix("organisation_")
        return post(f"{at}/{path}", pages.sends(kind, what, done, **fields), name)

    return [
        Route(at, pages.show, name="organisation"),
        post(f"{at}/invite", pages.invite, "organisation_invite"),
        button("invitations/{id}/accept", AcceptInvitation, "invitation", "organisation_joined"),
        button("invitations/{id}/decline", DeclineInvitation, "invitation", "organisation_declined"),
        button("invitations/{id}/withdraw", WithdrawInvitation, "invitation", "organisation_withdrawn"),
        button("members/{id}/manager", SetManager, "member", "organisation_manager", is_manager=True),
        button("members/{id}/plain", SetManager, "member", "organisation_plain", is_manager=False),
        button("members/{id}/remove", RemoveMember, "member", "organisation_removed"),
        button("members/{id}/leave", RemoveMember, "member", "organisation_left"),
        Route(f"{at}/requests", pages.requests, name="organisation_requests"),
        post(f"{one}/join", pages.join, "organisation_join"),
        Route(one, shared.show, name="organisation_request"),
        post(f"{one}/write", shared.write, "organisation_write"),
        post(f"{one}{FILES}", shared.add, "organisation_files"),
        post(f"{one}/colleagues/{{colleague}}/end", shared.end, "organisation_end"),
        Route(f"{one}{FILES}/{{file}}", shared.picture, name="organisation_file"),
        Route(f"{one}{FILES}/{{file}}/{{size}}", shared.open, name="organisation_file_open"),
        Route(f"{one}/live", shared.live, name="organisation_live"),
        post(own, room.show_to_firm, "room_organisation"),
        post(f"{own}/off", room.take_off, "room_organisation_off"),
        post(f"{own}/{{colleague}}/end", room.end, "room_organisation_end"),
        *staff_routes(web),
    ]


async def card(shown: RoomPage) -> dict[str, Any] | None:
    """Which firm it is shown to and who has joined; for who belongs to one, that it can be."""
    part = shown.room.part(RoomFirm)
    if part is not None:
        return {"part": part, "firm": None}
    if not isinstance(shown.visitor, Customer) or shown.room.question_about is not None:
        return None
    own = await shown.web.api.view(view_own_organisation, shown.visitor)
    return None if isinstance(own, Refusal) or own.firm is None else {"part": None, "firm": own.firm.name}


async def part(shown: DashboardPage) -> dict[str, Any] | None:
    """Invitations, and the latest requests of colleagues; nothing for who has neither."""
    own = await shown.web.api.view(view_own_organisation, shown.visitor)
    if isinstance(own, Refusal) or (own.firm is None and not own.invited):
        return None
    rows: Any = ()
    if own.firm is not None:
        found = await shown.web.api.view(view_organisation_requests, shown.visitor)
        rows = () if isinstance(found, Refusal) else [one for one in found.rows if not one.is_own][:_ON_OVERVIEW]
    return {"own": own, "rows": rows}


PAGES = Pages(
    routes=routes,
    room=(Card("organisations/card.html", view=card, order=60),),
    dashboard=(Card("organisations/part.html", view=part, order=12),),
    menu=(MENU,),
    request=(SECTION,),
)
