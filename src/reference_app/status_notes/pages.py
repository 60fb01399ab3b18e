"""The note beside the status: the staff's form with a look at it first, and the customer's card."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from helpdesk_core import InputError, Refusal
from helpdesk_core.commands import RemoveStatusNote, WriteStatusNote
from helpdesk_core.views import RoomNote, StatusNote, view_status_notes

from ..customer_rooms.frame import RoomPage
from ..forms import SeenForm
from ..slots import Card, Pages, Section
from ..triage.frame import AT, RequestFrame, RequestPage
from ..web import Web
from .forms import NoteForm

_NAME = "status_notes"


class NotePages:
    """The staff's part."""

    def __init__(self, web: Web) -> None:
        self.web, self.frame = web, RequestFrame(web)

    async def look(self, request: Request) -> Response:
        """Decided and not saved: the very words that the customer would read, without what redaction removes."""
        actor, id = await self.frame.find(request)
        form = await self.web.posted(request, NoteForm)
        try:
            command = self.web.desk.read(WriteStatusNote, form.typed() | {"request": id, "unconfirmed": True})
        except InputError as error:
            form.show_errors(error, self.web.translator(request))
            return await self.frame.show(request, form)
        found = await self.web.api.preview(command, actor)
        if isinstance(found, Refusal):
            self.web.refuse(request, form, found)
        else:
            removed = self.web.removed(request, found.removed)
            request.state.status_note = {"text": found.texts.get("text", ""), "removed": removed}
        return await self.frame.show(request, form)


def routes(web: Web) -> list[Route]:
    """Looked at, saved, removed."""
    pages, at, post = NotePages(web), f"{AT}/status-note", ["POST"]
    frame = pages.frame
    return [
        Route(at, frame.button(WriteStatusNote, NoteForm), methods=post, name="staff_status_note"),
        Route(f"{at}/preview", pages.look, methods=post, name="staff_status_note_look"),
        Route(f"{at}/remove", frame.button(RemoveStatusNote, SeenForm), methods=post, name="staff_status_note_remove"),
    ]


async def card(shown: RoomPage) -> dict[str, Any] | None:
    """The note that holds, and those before it."""
    found = shown.room.part(RoomNote)
    return None if found is None or not (found.now or found.earlier) else {"note": found}


async def section(shown: RequestPage) -> dict[str, Any]:
    """What is said now, the form for another, and the history."""
    request = shown.found.request
    rows: tuple[StatusNote, ...] = ()
    if _NAME in request.has:
        seen = await shown.web.api.view(view_status_notes, shown.visitor, request.id)
        rows = () if isinstance(seen, Refusal) else seen.rows
    now = rows[0] if rows and rows[0].text else None
    form = shown.form(NoteForm, {"text": str(now.text)} if now else None)
    same = ("", shown.t("staff.reply.status.same"))
    form.status.choices = [same, *((one.id, shown.names[one.id]) for one in shown.found.settable)]
    return {
        "noting": form,
        "now": now,
        "earlier": rows[1:] if now else rows,
        "looked": getattr(shown.request.state, "status_note", None),
        "is_open": shown.failed is form,
    }


PAGES = Pages(
    routes=routes,
    room=(Card("status_notes/card.html", view=card, order=5),),
    request=(Section("status_notes/section.html", view=section, column="set", order=31, right="requests.status"),),
)
