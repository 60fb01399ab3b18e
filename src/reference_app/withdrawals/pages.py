"""A withdrawal from the room in two steps, its card, and the staff's page with the law's clock and the answer."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from helpdesk_core import Refusal
from helpdesk_core.commands import AnswerWithdrawal, DeclareWithdrawal, RecordWithdrawal
from helpdesk_core.views import (
    RequestForStaff,
    RequestWithdrawals,
    Room,
    RoomWithdrawal,
    view_request_withdrawals,
    view_room,
    view_withdrawal,
)

from ..customer_rooms.frame import RoomFrame, RoomPage
from ..forms import BaseForm
from ..host import Visitor
from ..slots import Card, LinkedPage, Pages, Section
from ..triage.frame import AT, RequestFrame, RequestPage
from ..web import Web, as_error, away
from .forms import AnswerForm, DeclareForm, RecordForm


class RoomPages:
    """The customer's part: the room leads here, and the button here declares it."""

    def __init__(self, web: Web) -> None:
        self.web, self.room = web, RoomFrame(web)

    async def _order(self, request: Request) -> tuple[Visitor, Room, RoomWithdrawal]:
        """Who is there, the room and its order; whoever may not enter, or ordered nothing, is sent to the room."""
        id = self.room.request_id(request)
        visitor = await self.web.visitor(request, id)
        room = await self.web.api.view(view_room, visitor, id)
        found = None if isinstance(room, Refusal) else await self.web.api.view(view_withdrawal, visitor, id)
        if isinstance(room, Refusal) or found is None or isinstance(found, Refusal):
            raise away(request, self.web.path(request, "room", token=request.path_params["token"]))
        return visitor, room, found

    async def ask(self, request: Request) -> Response:
        """The declaration, with all that it says. Looking at it declares nothing."""
        _, room, found = await self._order(request)
        values = {"order": found.order, "name": found.name}
        return self._page(request, room, found, self.web.form(DeclareForm, request, values))

    def _page(self, request: Request, room: Room, found: RoomWithdrawal, form: DeclareForm) -> Response:
        settings = self.web.desk.settings
        return self.web.respond(
            request,
            "withdrawals/declare.html",
            title=self.web.translator(request)("withdrawal.title"),
            form=form,
            room=room,
            found=found,
            company=settings.company or settings.shop_name,
            reached_at=settings.privacy_contact or settings.phone,
            token=request.path_params["token"],
        )

    async def send(self, request: Request) -> Response:
        """It is declared, and back to the room, where it stands with its day."""
        visitor, room, found = await self._order(request)
        form = await self.web.posted(request, DeclareForm)
        answer = await self.web.send(request, DeclareWithdrawal, visitor, form, request=room.id)
        if answer is None:
            return self._page(request, room, found, form)
        quiet = "withdrawn" if answer.is_first else "withdrawn-before"
        return self.web.back(request, answer, "room", quiet=quiet, token=request.path_params["token"])


class StaffPages:
    """The staff's part."""

    def __init__(self, web: Web) -> None:
        self.web, self.frame = web, RequestFrame(web)

    async def show(self, request: Request, failed: BaseForm | None = None) -> Response:
        """The withdrawal with its clock and the form of an answer, and how one is written down."""
        actor, found = await self.frame.load(request)
        seen = await self.web.api.view(view_request_withdrawals, actor, found.request.id)
        if isinstance(seen, Refusal):
            raise as_error(seen)
        t, about = self.web.translator(request), found.request
        given = {"withdrawal": seen.open.id} if seen.open else {}
        answering = failed if isinstance(failed, AnswerForm) else self.web.form(AnswerForm, request, given)
        name = " ".join(str(one) for one in (about.given_name, about.surname) if one is not None)
        named = {"name": name, "order": seen.order.id} if seen.order else {}
        recording = failed if isinstance(failed, RecordForm) else self.web.form(RecordForm, request, named)
        recording.offer(t)
        for form in (answering, recording):
            form.seen.data = str(about.version)
        return self.web.respond(
            request,
            "withdrawals/staff.html",
            title=t("staff.withdrawal"),
            form=failed,
            found=found,
            r=about,
            answering=answering,
            recording=recording,
            notice=self.web.removed_before(request),
            **shown_to_staff(self.web, found, seen, t.language),
        )

    async def record(self, request: Request) -> Response:
        """It came otherwise, and is written down."""
        form = await self.web.posted(request, RecordForm)
        actor, id = await self.frame.find(request)
        answer = await self.web.send(request, RecordWithdrawal, actor, form, request=id)
        return await self.show(request, form) if answer is None else await self.frame.answer(request, form, answer)

    async def answer(self, request: Request) -> Response:
        """It is answered."""
        form = await self.web.posted(request, AnswerForm)
        actor, id = await self.frame.find(request)
        answer = await self.web.send(request, AnswerWithdrawal, actor, form, request=id)
        return await self.show(request, form) if answer is None else await self.frame.answer(request, form, answer)


def shown_to_staff(web: Web, found: RequestForStaff, seen: RequestWithdrawals, language: str) -> dict[str, Any]:
    """The withdrawals with the clock and the law, in the reader's language."""
    return {
        "seen": seen,
        "law": "" if seen.law is None else web.desk.settings.label(seen.law.names, language),
        "is_over": seen.days_left is not None and seen.days_left < 0,
    }


def routes(web: Web) -> list[Route]:
    """The customer's page, and the staff's."""
    room, staff, post = RoomPages(web), StaffPages(web), ["POST"]
    mine, at = "/r/{token}/withdraw", f"{AT}/withdrawal"
    return [
        Route(mine, room.ask, name="room_withdrawal"),
        Route(mine, room.send, methods=post, name="room_withdrawal_send"),
        Route(at, staff.show, name="staff_withdrawal"),
        Route(at, staff.record, methods=post, name="staff_withdrawal_record"),
        Route(f"{at}/answer", staff.answer, methods=post, name="staff_withdrawal_answer"),
    ]


async def card(shown: RoomPage) -> dict[str, Any] | None:
    """The way to withdraw as long as it is in time, then what was declared and what follows."""
    found = shown.room.part(RoomWithdrawal)
    if found is None:
        return None
    waits = found.declared is not None and found.declared.answered_at is None
    asked = shown.request.query_params
    said = next((one for one in ("withdrawn", "withdrawn-before") if one in asked), "")
    return {
        "found": found,
        "one": found.declared,
        "said": {"withdrawn": "withdrawal.sent", "withdrawn-before": "withdrawal.before"}.get(said, ""),
        "next_step": "next.withdrawn" if waits else None,
    }


async def top(shown: RequestPage) -> dict[str, Any] | None:
    """The clock of a withdrawal that waits for an answer, or for money to be sent."""
    if shown.found.request.withdrawal_due is None:
        return None
    seen = await shown.web.api.view(view_request_withdrawals, shown.visitor, shown.found.request.id)
    if isinstance(seen, Refusal) or (seen.open or seen.unpaid) is None:
        return None
    return shown_to_staff(shown.web, shown.found, seen, shown.t.language)


async def section(shown: RequestPage) -> dict[str, Any] | None:
    """The way to the page, where there is an order."""
    has = shown.found.request.has
    is_one = "withdrawals" in has
    return {"is_one": is_one, "is_idle": not is_one} if "quote_answers" in has else None


PAGES = Pages(
    routes=routes,
    room=(Card("withdrawals/card.html", view=card, order=9),),
    linked=(LinkedPage(name="withdrawal", route="room_withdrawal"),),
    request=(
        Section("withdrawals/top.html", view=top, column="top", order=7),
        Section("withdrawals/section.html", view=section, column="side", order=12),
    ),
)
