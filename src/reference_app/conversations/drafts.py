"""What is being written, kept while it is written, and who else is writing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from helpdesk_core import InputError, Refusal
from helpdesk_core.commands import DraftNote, DraftReply
from helpdesk_core.views import DraftKind, view_writing

from ..host import StaffActor
from ..triage.frame import RequestFrame, RequestPage
from ..web import Web, as_error

#: A script's request for one part of a page.
PART = "x-helpdesk-part"
_KEEPS: dict[str, type[DraftReply | DraftNote]] = {DraftKind.REPLY: DraftReply, DraftKind.NOTE: DraftNote}


@attrs.frozen
class DraftPages:
    """Keeps words, throws them away, and says who else is writing."""

    web: Web
    frame: RequestFrame

    async def press(self, request: Request) -> Response:
        """The button beside the words; a script presses it as somebody types."""
        kind = request.path_params["kind"]
        if kind not in _KEEPS:
            raise HTTPException(404)
        actor, id = await self.frame.find(request)
        values = await self.web.submitted(request)
        await self.keep(actor, id, kind, "" if "discard" in values else values.get("text", ""))
        if PART in request.headers:
            return await self.part(request)
        return self.web.go(request, "staff_request", reference=request.path_params["reference"])

    async def keep(self, actor: StaffActor, id: str, kind: str, text: str) -> None:
        """Keep the words as they are now. Those that cannot be kept are refused when they are sent."""
        try:
            command = self.web.desk.read(_KEEPS[kind], {"request": id, "text": text})
        except InputError:
            return
        answer = await self.web.api.handle(command, actor)
        if isinstance(answer, Refusal):
            raise as_error(answer)

    async def look(self, request: Request) -> Response:
        """Who else is writing right now."""
        return await self.part(request)

    async def part(self, request: Request, template: str = "conversations/writing.html", **values: Any) -> Response:
        """A part of the page: who else is writing, in ``template``."""
        actor = await self.web.current_agent(request)
        found = await self.web.api.view(view_writing, actor, request.path_params["reference"][:40])
        if isinstance(found, Refusal):
            raise as_error(found)
        return HTMLResponse(self.web.render(request, template, writing=found, **values))


def raced(shown: RequestPage) -> Mapping[str, Any] | None:
    """What somebody did while these words were written, where that kept them from being sent."""
    if shown.failed is None or shown.failed.refused != "refusal.conflict" or not shown.found.thread.entries:
        return None
    last: Any = shown.found.thread.entries[-1]
    people = {one.id: one.name for one in (*shown.people, shown.visitor)}
    who = getattr(last, "author_name", None) or people.get(getattr(last, "actor", ""), "")
    kinds = {"messages": "staff.raced.message", "notes": "staff.raced.note"}
    what = kinds.get(last.record_type.name) or f"action.{last.action}"
    return {"what": shown.t(what), "who": str(who), "at": last.at}
