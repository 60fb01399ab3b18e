"""The customer asks for somebody in charge and reads the answer; who may answer does so on the request's page."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from helpdesk_core import Refusal
from helpdesk_core.commands import AnswerEscalation, AskForEscalation
from helpdesk_core.views import EscalationState, OwnEscalations, view_escalations

from ..customer_rooms.frame import RoomFrame, RoomPage
from ..slots import Card, Pages, Section
from ..triage.frame import AT, RequestFrame, RequestPage
from ..web import Web
from .forms import AnswerForm, AskForm

_NAME = "escalations"


def routes(web: Web) -> list[Route]:
    """Asking, answering."""
    room, frame = RoomFrame(web), RequestFrame(web)

    async def ask(request: Request) -> Response:
        return await room.send(request, AskForEscalation, await web.posted(request, AskForm))

    async def answer(request: Request) -> Response:
        actor, _ = await frame.find(request)
        form = await web.posted(request, AnswerForm)
        return await frame.answer(request, form, await web.send(request, AnswerEscalation, actor, form))

    return [
        Route("/r/{token}/escalation", ask, methods=["POST"], name="room_escalation"),
        Route(f"{AT}/escalation", answer, methods=["POST"], name="staff_escalation"),
    ]


async def card(shown: RoomPage) -> dict[str, Any] | None:
    """What was answered, and the form, folded: it is the last resort."""
    room = shown.room
    found = room.part(OwnEscalations)
    can_ask = room.can_reply and room.continues_in is None and (found is None or found.can_ask)
    if not can_ask and found is None:
        return None
    return {"wishes": found.rows if found else (), "can_ask": can_ask, "asking": shown.form(AskForm)}


async def section(shown: RequestPage) -> dict[str, Any] | None:
    """What waits for an answer first of all, and what was answered."""
    request = shown.found.request
    if _NAME not in request.has:
        return None
    seen = await shown.web.api.view(view_escalations, shown.visitor, request.id)
    if isinstance(seen, Refusal):
        return None
    waiting = next((one for one in seen.rows if one.state is EscalationState.ASKED), None)
    answered = [one for one in seen.rows if one.state is not EscalationState.ASKED]
    return {"waiting": waiting, "answered": answered, "answering": shown.form(AnswerForm)}


PAGES = Pages(
    routes=routes,
    room=(Card("escalations/card.html", view=card, order=57),),
    request=(Section("escalations/section.html", view=section, column="top", order=9),),
)
