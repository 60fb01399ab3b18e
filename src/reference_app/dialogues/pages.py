"""The way to the number that customers can write to: a link, a square to scan, and what to expect before they write;
for staff, a chat that a person took over."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.routing import Route

from helpdesk_core import Guest, Refusal
from helpdesk_core.commands import ResumeChat
from helpdesk_core.settings import chat_way
from helpdesk_core.views import view_before_writing, view_taken_over

from ..customer_rooms.frame import RoomPage
from ..intake.counter import square
from ..slots import Asked, Card, Pages, Section
from ..triage.frame import AT, RequestFrame, RequestPage
from ..web import Web
from .texts import LINKS, SCANS


async def way_of(web: Web, request: Request, place: str) -> dict[str, Any] | None:
    """The way to the shop's number, for a page.

    Args:
        web: The app's parts.
        request: Any request to the app.
        place: Which of the places it is (`CHAT_PLACES`).

    Returns:
        Values for the template; None where the shop does not want it there.
    """
    way = chat_way(web.desk.settings, place)
    if way is None:
        return None
    said = await web.api.view(view_before_writing, Guest(), language=web.translator(request).language)
    lines = () if isinstance(said, Refusal) else said.lines
    return {"way": way, "code": square(way.link), "lines": lines, "title": LINKS[way.by], "scan": SCANS[way.by]}


async def other_way(asked: Asked) -> dict[str, Any] | None:
    """On the start page and the first of Quick Help, below what these are for."""
    return await way_of(asked.web, asked.request, "pages")


async def room(shown: RoomPage) -> dict[str, Any] | None:
    """Below everything else of the room."""
    return await way_of(shown.web, shown.request, "pages")


async def taken_over(shown: RequestPage) -> dict[str, Any] | None:
    """That nothing is answered automatically for now, in a shop that has chats."""
    if not any(getattr(one, "is_chat", False) for one in shown.web.desk.channels.values()):
        return None
    found = await shown.web.api.view(view_taken_over, shown.visitor, shown.found.request.id)
    return None if found is None or isinstance(found, Refusal) else {"chat": found}


def routes(web: Web) -> list[Route]:
    """Switching a chat back on."""
    resume = RequestFrame(web).button(ResumeChat)
    return [Route(f"{AT}/chat/resume", resume, methods=["POST"], name="staff_chat_resume")]


PAGES = Pages(
    routes=routes,
    request=(Section("dialogues/taken_over.html", view=taken_over, column="top", order=20),),
    other_ways=(Card("dialogues/way.html", view=other_way, order=80),),
    room=(Card("dialogues/way.html", view=room, order=95),),
)
