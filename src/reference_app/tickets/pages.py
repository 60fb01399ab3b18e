"""The customer's question about a repair, with photos; where both sides find it again."""

from __future__ import annotations

from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from helpdesk_core import Customer, Refusal
from helpdesk_core.commands import OpenTicket
from helpdesk_core.views import OwnTickets, Room, view_own_tickets, view_request_tickets, view_room

from ..attachments.forms import FilesForm
from ..attachments.uploads import add, opened
from ..customer_rooms.frame import RoomFrame, RoomPage
from ..dashboard.pages import DashboardPage
from ..forms import BaseForm
from ..security import FILES
from ..slots import Card, Pages, Section
from ..triage.frame import RequestPage
from ..web import Web, as_error, away
from .forms import AskForm

_NAME = "tickets"
_ON_OVERVIEW = 5


class TicketPages:
    """The customer's part."""

    def __init__(self, web: Web) -> None:
        self.web, self.room = web, RoomFrame(web)

    async def _repair(self, request: Request) -> tuple[Customer, Room]:
        """Who is signed in, and the repair; anybody else is sent to its room."""
        id = self.room.request_id(request)
        visitor = await self.web.visitor(request, id)
        if not isinstance(visitor, Customer):
            raise away(request, self.web.path(request, "room", token=request.path_params["token"]))
        found = await self.web.api.view(view_room, visitor, id, alone=True)
        if isinstance(found, Refusal):
            raise as_error(found)
        return visitor, found

    async def ask(self, request: Request) -> Response:
        """The form."""
        _, room = await self._repair(request)
        return self._page(request, room, self.web.form(AskForm, request))

    def _page(self, request: Request, room: Room, form: BaseForm) -> Response:
        return self.web.respond(
            request,
            "tickets/ask.html",
            title=self.web.translator(request)("ticket.title"),
            form=form,
            room=room,
            token=request.path_params["token"],
            takes=self.web.desk.storage is not None and self.web.desk.settings.max_files > 0,
        )

    async def send(self, request: Request) -> Response:
        """The question first, then its photos: what is wrong with one of them loses neither."""
        visitor, room = await self._repair(request)
        async with opened(self.web, request, AskForm) as (form, files):
            answer = await self.web.send(request, OpenTicket, visitor, form, request=room.id)
            if answer is None:
                return self._page(request, room, form)
            sent = self.web.form(FilesForm, request)
            if files:
                await add(self.web, request, visitor, answer.ticket, sent, files)
        token = self.web.desk.keyring.link(answer.ticket, answer.generation)
        if sent.failed:
            request.scope["path_params"], request.state.asked = {"token": token}, True
            return await self.room.show(request, sent)
        return self.web.back(request, answer, "room", quiet="asked", token=token)

    async def mine(self, request: Request) -> Response:
        """All that was asked, latest first, a page at a time."""
        visitor = await self.web.visitor(request)
        if not isinstance(visitor, Customer):
            raise away(request, self.web.customer_sign_in(request))
        found = await self.web.api.view(view_own_tickets, visitor, after=request.query_params.get("before"))
        if isinstance(found, Refusal):
            raise HTTPException(404)
        title = self.web.translator(request)("tickets.title")
        return self.web.respond(request, "tickets/mine.html", title=title, found=found, tokens=_tokens(self.web, found))


def _tokens(web: Web, found: OwnTickets) -> dict[str, str]:
    return {one.id: web.desk.keyring.link(one.id, one.generation) for one in found.rows}


def routes(web: Web) -> list[Route]:
    """The form, and the list."""
    pages, at = TicketPages(web), "/r/{token}/question"
    return [
        Route("/questions", pages.mine, name="own_tickets"),
        Route(at, pages.ask, name="room_ticket"),
        Route(f"{at}{FILES}", pages.send, methods=["POST"], name="room_ticket_send"),
    ]


async def question(shown: RoomPage) -> dict[str, Any] | None:
    """Of a question the way to its repair, and that it has arrived."""
    about = shown.room.question_about
    if about is None:
        return None
    token = shown.web.desk.keyring.link(about.id, about.generation)
    asked = "asked" in shown.request.query_params or hasattr(shown.request.state, "asked")
    return {"about": about, "repair": token, "asked": asked}


async def card(shown: RoomPage) -> dict[str, Any] | None:
    """Of a repair its questions, open where one was answered."""
    found = shown.room.part(OwnTickets)
    if shown.room.question_about is not None or found is None or not found.rows:
        return None
    return {"found": found, "tokens": _tokens(shown.web, found)}


async def way(shown: RoomPage) -> dict[str, Any] | None:
    """The way to the form, for who is signed in."""
    room = shown.room
    alone = room.question_about is None and room.continues_in is None
    return {} if isinstance(shown.visitor, Customer) and alone else None


async def part(shown: DashboardPage) -> dict[str, Any] | None:
    """The latest questions, and what can be asked about."""
    found = await shown.web.api.view(view_own_tickets, shown.visitor)
    rows = () if isinstance(found, Refusal) else found.rows
    link = shown.web.desk.keyring.link
    repairs = [(one.summary, link(one.summary.id, one.summary.generation)) for one in shown.dashboard.rows]
    if not rows and not repairs:
        return None
    tokens = {} if isinstance(found, Refusal) else _tokens(shown.web, found)
    return {
        "questions": rows[:_ON_OVERVIEW],
        "more": len(rows) > _ON_OVERVIEW,
        "tokens": tokens,
        "repairs": repairs[:_ON_OVERVIEW],
    }


async def section(shown: RequestPage) -> dict[str, Any] | None:
    """The questions about a repair."""
    request = shown.found.request
    if _NAME not in request.has:
        return None
    seen = await shown.web.api.view(view_request_tickets, shown.visitor, request.id)
    return None if isinstance(seen, Refusal) or not seen.rows else {"tickets": seen.rows}


async def repair(shown: RequestPage) -> dict[str, Any] | None:
    """What the question is about."""
    about = shown.found.question_about
    return None if about is None else {"about": about}


PAGES = Pages(
    routes=routes,
    room=(Card("tickets/question.html", view=question, order=7), Card("tickets/card.html", view=card, order=15)),
    ways=(Card("tickets/way.html", view=way, order=25),),
    dashboard=(Card("tickets/part.html", view=part, order=15),),
    request=(
        Section("tickets/repair.html", view=repair, column="top", order=5),
        Section("tickets/section.html", view=section, column="side", order=10),
    ),
)
