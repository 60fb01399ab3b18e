"""A complaint from the room, its card, and the staff's page with the law's clock and the answer."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from helpdesk_core import Refusal
from helpdesk_core.commands import AnswerComplaint, MakeComplaint, MarkComplaint
from helpdesk_core.views import (
    CanComplain,
    RequestComplaints,
    RequestForStaff,
    Room,
    RoomComplaint,
    RoomComplaints,
    view_request_complaints,
    view_room,
)

from ..customer_rooms.frame import RoomFrame, RoomPage
from ..forms import BaseForm
from ..host import Visitor
from ..slots import Card, Pages, Section
from ..triage.frame import AT, RequestFrame, RequestPage
from ..web import Web, as_error, away
from .forms import AnswerForm, ComplaintForm, CounterForm, MarkForm

_NAMES = frozenset({"complaints", "complaint_links"})
_RIGHT = "complaints.record"


class RoomPages:
    """The customer's part."""

    def __init__(self, web: Web) -> None:
        self.web, self.room = web, RoomFrame(web)

    async def _repair(self, request: Request) -> tuple[Visitor, Room]:
        """Who is there, and the repair; whoever may not enter, or has nothing to complain about yet, is sent to its
        room."""
        id = self.room.request_id(request)
        visitor = await self.web.visitor(request, id)
        found = await self.web.api.view(view_room, visitor, id)
        if isinstance(found, Refusal) or found.part(CanComplain) is None:
            raise away(request, self.web.path(request, "room", token=request.path_params["token"]))
        return visitor, found

    async def ask(self, request: Request) -> Response:
        """The form."""
        _, room = await self._repair(request)
        return self._page(request, room, self.web.form(ComplaintForm, request))

    def _page(self, request: Request, room: Room, form: ComplaintForm) -> Response:
        t = self.web.translator(request)
        form.offer(t)
        return self.web.respond(
            request,
            "complaints/make.html",
            title=t("complaint.title"),
            form=form,
            room=room,
            token=request.path_params["token"],
        )

    async def send(self, request: Request) -> Response:
        """A complaint, and on to its own room."""
        visitor, room = await self._repair(request)
        form = await self.web.posted(request, ComplaintForm)
        answer = await self.web.send(request, MakeComplaint, visitor, form, request=room.id)
        if answer is None:
            return self._page(request, room, form)
        token = self.web.desk.keyring.link(answer.complaint, answer.generation)
        return self.web.back(request, answer, "room", quiet="complained", token=token)


class StaffPages:
    """The staff's part."""

    def __init__(self, web: Web) -> None:
        self.web, self.frame = web, RequestFrame(web)

    async def show(self, request: Request, failed: BaseForm | None = None) -> Response:
        """The complaint with its clock and the form of an answer; of what is none, how it becomes one."""
        actor, found = await self.frame.load(request)
        seen = await self.web.api.view(view_request_complaints, actor, found.request.id)
        if isinstance(seen, Refusal):
            raise as_error(seen)
        t = self.web.translator(request)
        answering = failed if isinstance(failed, AnswerForm) else self.web.form(AnswerForm, request)
        marking = failed if isinstance(failed, MarkForm) else self.web.form(MarkForm, request)
        making = failed if isinstance(failed, CounterForm) else self.web.form(CounterForm, request)
        for form in (answering, marking, making):
            form.offer(t)
        for form in (answering, marking):
            form.seen.data = str(found.request.version)
        return self.web.respond(
            request,
            "complaints/staff.html",
            title=t("staff.complaint"),
            form=failed,
            found=found,
            r=found.request,
            answering=answering,
            marking=marking,
            making=making,
            notice=self.web.removed_before(request),
            **shown_to_staff(self.web, found, seen, t.language),
        )

    async def make(self, request: Request) -> Response:
        """At the counter, for the customer; on to the new request."""
        form = await self.web.posted(request, CounterForm)
        actor, id = await self.frame.find(request)
        answer = await self.web.send(request, MakeComplaint, actor, form, request=id)
        if answer is None:
            return await self.show(request, form)
        return self.web.back(request, answer, "staff_request", reference=answer.reference.replace("-", ""))

    async def mark(self, request: Request) -> Response:
        """It is one."""
        form = await self.web.posted(request, MarkForm)
        actor, id = await self.frame.find(request)
        answer = await self.web.send(request, MarkComplaint, actor, form, request=id)
        return await self.show(request, form) if answer is None else await self.frame.answer(request, form, answer)

    async def answer(self, request: Request) -> Response:
        """It is answered."""
        form = await self.web.posted(request, AnswerForm)
        actor, id = await self.frame.find(request)
        answer = await self.web.send(request, AnswerComplaint, actor, form, request=id)
        return await self.show(request, form) if answer is None else await self.frame.answer(request, form, answer)


def shown_to_staff(web: Web, found: RequestForStaff, seen: RequestComplaints, language: str) -> dict[str, Any]:
    """A complaint with its clock and the law, in the reader's language."""
    label = web.desk.settings.label
    return {
        "seen": seen,
        "one": seen.complaint,
        "law": "" if seen.law is None else label(seen.law.names, language),
        "silence": label(seen.silence, language) if seen.silence else "",
        "is_over": seen.days_left is not None and seen.days_left < 0,
    }


def routes(web: Web) -> list[Route]:
    """The customer's form, and the staff's page."""
    room, staff, post = RoomPages(web), StaffPages(web), ["POST"]
    mine, at = "/r/{token}/complaint", f"{AT}/complaint"
    return [
        Route(mine, room.ask, name="room_complaint"),
        Route(mine, room.send, methods=post, name="room_complaint_send"),
        Route(at, staff.show, name="staff_complaint"),
        Route(at, staff.make, methods=post, name="staff_complaint_make"),
        Route(f"{at}/mark", staff.mark, methods=post, name="staff_complaint_mark"),
        Route(f"{at}/answer", staff.answer, methods=post, name="staff_complaint_answer"),
    ]


async def card(shown: RoomPage) -> dict[str, Any] | None:
    """Of a complaint what it says and the answer; of a repair the complaints about it."""
    one, about = shown.room.part(RoomComplaint), shown.room.part(RoomComplaints)
    if one is None and about is None:
        return None
    link, settings = shown.web.desk.keyring.link, shown.web.desk.settings
    rows = () if about is None else about.rows
    return {
        "one": one,
        "advice": settings.law.advice,
        "label": settings.label,
        "repair": None if one is None or one.repair is None else link(one.repair.id, one.repair.generation),
        "sent": "complained" in shown.request.query_params,
        "rows": [(row, link(row.at.id, row.at.generation)) for row in rows],
    }


async def way(shown: RoomPage) -> dict[str, Any] | None:
    """The way to the form."""
    return {} if shown.room.part(CanComplain) is not None else None


async def top(shown: RequestPage) -> dict[str, Any] | None:
    """The clock of a complaint that waits."""
    request = shown.found.request
    if request.complaint_due is None:
        return None
    seen = await shown.web.api.view(view_request_complaints, shown.visitor, request.id)
    if isinstance(seen, Refusal) or seen.complaint is None:
        return None
    return shown_to_staff(shown.web, shown.found, seen, shown.t.language)


async def section(shown: RequestPage) -> dict[str, Any] | None:
    """The complaints about it, and the way to take one, to say that it is one, or to read it."""
    request = shown.found.request
    seen: Any = None
    if _NAMES & set(request.has):
        seen = await shown.web.api.view(view_request_complaints, shown.visitor, request.id)
    about = seen.about if isinstance(seen, RequestComplaints) else ()
    is_one = "complaints" in request.has
    return {"about": about, "is_one": is_one, "is_idle": not (about or is_one)}


PAGES = Pages(
    routes=routes,
    room=(Card("complaints/card.html", view=card, order=7),),
    ways=(Card("complaints/way.html", view=way, order=26),),
    request=(
        Section("complaints/top.html", view=top, column="top", order=6),
        Section("complaints/section.html", view=section, column="side", order=11),
    ),
)
