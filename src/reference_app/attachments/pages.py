"""Photos and files in the room and on the staff's page of a request, each with a page of its own."""

from __future__ import annotations

from typing import Any

import attrs
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from helpdesk_core import Actor, Refusal, RefusalKind
from helpdesk_core.commands import RemoveAttachment, ShareAttachment, Wish
from helpdesk_core.views import (
    AttachmentState,
    Phase,
    RoomFile,
    RoomFiles,
    RoomFirm,
    view_first_files,
    view_request_files,
    view_room,
    view_room_files,
)

from ..contacts.entry import ConfirmPage, Entry
from ..customer_rooms.frame import RoomFrame, RoomPage
from ..forms import ButtonForm
from ..security import FILES
from ..slots import Card, Pages, Section
from ..triage.frame import AT, RequestFrame, RequestPage
from ..web import Web, as_error
from . import marking
from .forms import FilesForm, FirstFilesForm, StaffFilesForm
from .handing_out import hand_out
from .marking import picture_page
from .uploads import Sent, receive

_NAME = "attachments"
_WORK_BEGUN = frozenset({Phase.IN_PROGRESS, Phase.READY, Phase.OUTCOME_RECORDED, Phase.CLOSED, Phase.CANCELLED})
PART = "x-helpdesk-part"
"""A script sends one file at a time and reads the answer itself."""


def _answered(sent: Sent, request: Request) -> Response | None:
    """The answer to a script, None for a form that was sent whole."""
    if PART not in request.headers:
        return None
    return JSONResponse({"errors": sent.form.general}, 200 if sent.added else sent.form.http_status)


@attrs.frozen
class RoomFilePages:
    """The customer's part."""

    web: Web
    room: RoomFrame

    async def _files(self, request: Request) -> tuple[Actor, str, Any]:
        id = self.room.request_id(request)
        visitor = await self.web.visitor(request, id)
        found = await self.web.api.view(view_room_files, visitor, id)
        if isinstance(found, Refusal):
            raise self.room.again(request) if found.kind is RefusalKind.VERIFY else as_error(found)
        return visitor, id, found

    async def add(self, request: Request) -> Response:
        """Whoever may not enter the room sends nothing: their files are not read."""
        id = self.room.request_id(request)
        visitor = await self.web.visitor(request, id)
        found = await self.web.api.view(view_room, visitor, id, alone=True)
        if isinstance(found, Refusal):
            raise as_error(found)
        sent = await receive(self.web, request, visitor, id, FilesForm)
        if (answer := _answered(sent, request)) is not None:
            return answer
        if sent.form.failed:
            request.state.files_added = sent.added
            return await self.room.show(request, sent.form)
        token = request.path_params["token"]
        return self.web.go_to(request, "room", f"added={sent.added}#files", token=token)

    async def show(self, request: Request) -> Response:
        """One photo, as large as the screen."""
        _, _, found = await self._files(request)
        rows = [one for one in found.rows if one.state.value == "ready" and one.is_picture]
        photos = (photo for one in found.findings for photo in one.photos)
        marked = next((one for one in photos if one.id == request.path_params["file"]), None)
        where = {"token": request.path_params["token"]}
        return picture_page(self.web, request, rows, back="room", where=where, marked=marked)

    async def open(self, request: Request) -> Response:
        """Its bytes."""
        visitor = await self.web.visitor(request, self.room.request_id(request))
        return await hand_out(self.web, request, visitor, self.room.again)

    async def remove(self, request: Request) -> Response:
        """One's own."""
        form = await self.web.posted(request, ButtonForm)
        visitor = await self.web.visitor(request, self.room.request_id(request))
        answer = await self.web.send(request, RemoveAttachment, visitor, form, attachment=request.path_params["file"])
        return await self.room.answer(request, form, answer)


@attrs.frozen
class FirstFilePages:
    """Photos with the first request, while its code is on the way."""

    web: Web

    async def add(self, request: Request) -> Response:
        """Of whoever holds the link of a request that is not confirmed; nothing is read of anybody else."""
        token, visitor = request.path_params["token"], await self.web.visitor(request)
        found = await self.web.api.view(view_first_files, visitor, token)
        link = self.web.desk.keyring.read_link(token)
        if isinstance(found, Refusal) or link is None:
            raise HTTPException(404)
        sent = await receive(self.web, request, visitor, link[0], FirstFilesForm, link=token)
        if (answer := _answered(sent, request)) is not None:
            return answer
        if sent.form.failed:
            request.state.first_files = sent.form
            return await Entry(self.web).code_page(request)
        return self.web.go(request, "confirm", token=token)


@attrs.frozen
class StaffFilePages:
    """The staff's part."""

    web: Web
    frame: RequestFrame

    async def add(self, request: Request) -> Response:
        """Photos of the work, for the customer or for the team alone."""
        actor, id = await self.frame.find(request)
        self.web.require(request, "attachments.add")
        sent = await receive(self.web, request, actor, id, StaffFilesForm)
        if (answer := _answered(sent, request)) is not None:
            return answer
        if sent.form.failed:
            return await self.frame.show(request, sent.form)
        return self.web.go(request, "staff_request", reference=request.path_params["reference"])

    async def open(self, request: Request) -> Response:
        """Its bytes."""
        return await hand_out(self.web, request, await self.web.current_agent(request))

    def sends(self, kind: Any) -> Any:
        """The route that sends a command about any of the request's."""

        async def send(request: Request) -> Response:
            form = await self.web.posted(request, ButtonForm)
            actor, _ = await self.frame.find(request)
            answer = await self.web.send(request, kind, actor, form, attachment=request.path_params["file"])
            return await self.frame.answer(request, form, answer)

        return send


def routes(web: Web) -> list[Route]:
    """Sending, looking, handing out, removing."""
    room, staff = RoomFilePages(web, RoomFrame(web)), StaffFilePages(web, RequestFrame(web))
    own, at = f"/r/{{token}}{FILES}", f"{AT}{FILES}"
    return [
        Route(f"/r/{{token}}/confirm{FILES}", FirstFilePages(web).add, methods=["POST"], name="confirm_files"),
        Route(own, room.add, methods=["POST"], name="room_files"),
        Route(f"{own}/{{file}}", room.show, name="room_file"),
        Route(f"{own}/{{file}}/remove", room.remove, methods=["POST"], name="room_file_remove"),
        Route(f"{own}/{{file}}/{{size}}", room.open, name="room_file_open"),
        Route(at, staff.add, methods=["POST"], name="staff_request_files"),
        Route(
            f"{at}/{{file}}/remove", staff.sends(RemoveAttachment), methods=["POST"], name="staff_request_file_remove"
        ),
        Route(f"{at}/{{file}}/share", staff.sends(ShareAttachment), methods=["POST"], name="staff_request_file_share"),
        Route(f"{at}/{{file}}/{{size}}", staff.open, name="staff_request_file_open"),
        *marking.routes(web),
    ]


async def findings(shown: RoomPage) -> dict[str, Any] | None:
    """What the shop shows on photos: open until work has begun; later where there is news, and on request."""
    found, since = shown.room.part(RoomFiles), shown.since
    if found is None or not found.findings:
        return None
    sent = found.findings[0].sent_at
    is_news = since is not None and sent is not None and sent > since
    is_asked = "shown" in shown.request.query_params
    return {
        "findings": found.findings,
        "is_open": is_news or is_asked or shown.room.status.phase not in _WORK_BEGUN,
    }


async def card(shown: RoomPage) -> dict[str, Any] | None:
    """What was sent, and the form for more; where there is nothing, nobody is asked for it."""
    takes = _may_take(shown.web) and shown.room.continues_in is None
    found = shown.room.part(RoomFiles)
    if found is not None and found.more and shown.request.query_params.get("files") == "all":
        every = await shown.web.api.view(view_room_files, shown.visitor, shown.room.id)
        found = found if isinstance(every, Refusal) else every
    rows, takes = (found.rows, takes and found.room > 0) if found else ((), takes)
    is_hidden = found is not None and found.is_hidden
    if not rows and not takes and not is_hidden:
        return None
    added = shown.request.query_params.get("added", "")
    number = getattr(shown.request.state, "files_added", int(added) if added in _NUMBERS else 0)
    form = shown.form(FilesForm)
    return {
        "files": rows,
        "takes": takes,
        "add": form,
        "added": number,
        "is_hidden": is_hidden,
        "is_open": number > 0 or form.failed or is_hidden or _has_news(rows, shown),
        "is_shared": shown.room.part(RoomFirm) is not None,
        "more": found and found.more,
    }


def _has_news(rows: tuple[RoomFile, ...], shown: RoomPage) -> bool:
    """Whether there is something to see: all were asked for, one is not ready, or the shop sent one since."""
    since = shown.since
    return "files" in shown.request.query_params or any(
        one.state is not AttachmentState.READY or (since is not None and not one.is_own and one.at > since)
        for one in rows
    )


_NUMBERS = frozenset(map(str, range(1, 21)))


async def way(shown: RoomPage) -> dict[str, Any] | None:
    """The way to the form, wherever it stands on the page."""
    takes = _may_take(shown.web) and shown.room.continues_in is None
    return {"serves": (Wish.PHOTOS,), "unfolds": True} if takes else None


def _may_take(web: Web) -> bool:
    return web.desk.storage is not None and web.desk.settings.max_files > 0


async def first(shown: ConfirmPage) -> dict[str, Any] | None:
    """A word on photos while one waits for the code."""
    found = await shown.web.api.view(view_first_files, await shown.web.visitor(shown.request), shown.token)
    if isinstance(found, Refusal) or not (found.room or found.names):
        return None
    form = getattr(shown.request.state, "first_files", None) or shown.web.form(FirstFilesForm, shown.request)
    return {"held": found.names, "takes": found.room > 0, "add": form}


async def section(shown: RequestPage) -> dict[str, Any] | None:
    """The request's photos and files, and the form for more."""
    request = shown.found.request
    values: dict[str, Any] = {"files": (), "prepared": None, "findings": ()}
    takes = _may_take(shown.web) and request.merged_into is None
    if _NAME in request.has:
        found = await shown.web.api.view(view_request_files, shown.visitor, request.id)
        if not isinstance(found, Refusal):
            takes = takes and found.room > 0
            values = {"files": found.rows, "prepared": found.prepared, "findings": found.findings}
    takes = takes and shown.web.may(shown.request, "attachments.add")
    return {**values, "takes": takes, "add": shown.form(StaffFilesForm)} if values["files"] or takes else None


PAGES = Pages(
    routes=routes,
    confirm=(Card("attachments/first.html", view=first, order=50),),
    room=(
        Card("attachments/findings.html", view=findings, order=15),
        Card("attachments/card.html", view=card, order=17),
    ),
    printed=(Card("attachments/printed.html", view=findings),),
    ways=(Card("attachments/way.html", view=way, order=20),),
    request=(Section("attachments/section.html", view=section, column="side", order=15),),
)
