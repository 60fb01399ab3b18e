"""The whole room as one page: to print, or to save as a file."""

from __future__ import annotations

import attrs
from starlette.requests import Request
from starlette.responses import Response

from helpdesk_core import Refusal
from helpdesk_core.views import MessageView, view_room

from ..questions.fields import answered
from ..web import Web, away
from .frame import RoomFrame, RoomPage

_MOST_PAGES = 40


@attrs.frozen
class PrintPages:
    """Everything that was said and came of it, the oldest first."""

    web: Web
    frame: RoomFrame

    async def show(self, request: Request) -> Response:
        """For who may enter the room; for everybody else the door. Nothing is written by it."""
        id, token = self.frame.request_id(request), request.path_params["token"]
        visitor = await self.web.visitor(request, id)
        room = await self.web.api.view(view_room, visitor, id)
        if isinstance(room, Refusal):
            raise away(request, self.web.path(request, "room", token=token))
        messages, older = list[MessageView](room.messages), room.older
        for _ in range(_MOST_PAGES):
            page = await self.web.api.view(view_room, visitor, id, older_than=older, alone=True) if older else None
            if page is None or isinstance(page, Refusal):
                break
            messages += page.messages
            older = page.older
        t = self.web.translator(request)
        shown = RoomPage(web=self.web, request=request, t=t, visitor=visitor, room=room, token=token)
        at = t.moment(self.web.desk.clock())
        return self.web.respond(
            request,
            "customer_rooms/print.html",
            title=t("room.print.title", reference=room.reference.grouped, at=at),
            room=room,
            token=token,
            answers=answered(room, t),
            messages=messages[::-1],
            cards=await self.web.fill(request, self.web.slots.printed, shown, room=room, token=token),
            more=older,
        )
