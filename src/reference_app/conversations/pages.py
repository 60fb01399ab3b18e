"""The thread of a request: the customer's page, the staff's page, and what is written on both."""

from __future__ import annotations

from functools import partial
from typing import Any

import attrs
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from helpdesk_core import InputError, Refusal
from helpdesk_core.commands import ReplyToCustomer, ReplyToShop, WriteNote
from helpdesk_core.redaction import MAY_STAY

from ..customer_rooms.frame import RoomFrame, RoomPage
from ..host import StaffActor
from ..slots import Card, Pages, Section
from ..texts import LANGUAGES
from ..triage.frame import AT, RequestFrame, RequestPage, assignable
from ..web import Web
from .forms import NoteForm, ReplyForm, StaffReplyForm


@attrs.frozen
class PreviewPage:
    """What the customer would see of a reply, before it is sent."""

    web: Web
    frame: RequestFrame

    async def look(self, request: Request) -> Response:
        """Decided and not saved. A script asks for the part alone, everybody else gets the page with the form."""
        actor, id = await self.frame.find(request)
        sent = await self.web.posted(request, StaffReplyForm)
        values = await self._values(request, actor, id, sent)
        if PART in request.headers:
            return HTMLResponse(self.web.render(request, "conversations/preview.html", preview=values))
        return await self.frame.show(request, sent, values)

    async def _values(self, request: Request, actor: StaffActor, id: str, sent: StaffReplyForm) -> dict[str, Any]:
        try:
            command = self.web.desk.read(ReplyToCustomer, sent.typed() | {"request": id})
        except InputError as error:
            sent.show_errors(error, self.web.translator(request))
            return {"problem": " ".join(sent.text.errors or sent.general)}
        found = await self.web.api.preview(command, actor)
        if isinstance(found, Refusal):
            return {"problem": self.web.refusal(request, found)}
        told = next((one for one in found.told if one.audience.value == "customer"), None)
        theirs = self.web.translator(request, told.language if told else None)
        return {
            "problem": "",
            "text": found.texts.get("text", ""),
            "removed": self.web.removed(request, found.removed),
            "theirs": theirs,
            "contact": told.contact if told else None,
            "alert": theirs(f"notice.{told.notice}.text") if told else "",
        }


@attrs.frozen
class NotePages:
    """A note, and the request handed over with it."""

    web: Web
    frame: RequestFrame

    async def write(self, request: Request) -> Response:
        """One command either way: a note that tells a colleague what to do stands there when they are told."""
        actor, id = await self.frame.find(request)
        sent = await self.web.posted(request, NoteForm)
        if not sent.assignee.data:
            answer = await self.web.send(request, WriteNote, actor, sent, request=id)
            return await self.frame.answer(request, sent, answer)
        return await self.frame.assign(request, sent, sent.assignee, seen=sent.seen.data)


#: A script's request for one part of a page.
PART = "x-helpdesk-part"


def routes(web: Web) -> list[Route]:
    """What is written."""
    room, frame = RoomFrame(web), RequestFrame(web)
    notes, preview = NotePages(web, frame), PreviewPage(web, frame)

    async def reply(request: Request) -> Response:
        return await room.send(request, ReplyToShop, await web.posted(request, ReplyForm))

    return [
        Route("/r/{token}/reply", reply, methods=["POST"], name="room_reply"),
        Route(f"{AT}/reply", frame.button(ReplyToCustomer, StaffReplyForm), methods=["POST"], name="staff_reply"),
        Route(f"{AT}/preview", preview.look, methods=["POST"], name="staff_preview"),
        Route(f"{AT}/note", notes.write, methods=["POST"], name="staff_note"),
    ]


async def latest(shown: RoomPage) -> dict[str, Any] | None:
    """The newest message."""
    messages = shown.room.messages
    return {"message": messages[0]} if messages and not shown.is_older else None


async def earlier(shown: RoomPage) -> dict[str, Any] | None:
    """The messages before it."""
    first = not shown.is_older
    messages = shown.room.messages[1:] if first else shown.room.messages
    return {"messages": messages, "first": first} if messages or not first else None


async def reply_form(shown: RoomPage) -> dict[str, Any] | None:
    """Room for an answer, with what plugins would like to know."""
    if not shown.room.can_reply:
        return None
    reply = shown.form(ReplyForm)
    removed = shown.request.query_params.get("removed", "").split(".")
    outcome = shown.room.outcome
    return {
        "reply": reply,
        # offered when something was removed that may have been no secret; it stays while the form is mended
        "may_repeat": bool(MAY_STAY.intersection(removed)) or bool(reply.no_secret.data),
        "questions": await _questions(shown),
        "asked": outcome is not None and outcome.solved is None,
    }


async def _questions(shown: RoomPage) -> tuple[str, ...]:
    plugins = shown.web.desk.plugins
    if not plugins:
        return ()
    device = str(shown.room.device_checked or shown.room.device)
    asked: tuple[str, ...] = await shown.web.run(partial(plugins.questions, device, shown.t.language))
    return asked


async def writing(shown: RequestPage) -> dict[str, Any]:
    """Note and reply, each with its form; one is in view."""
    reply = shown.form(StaffReplyForm)
    reply.status.choices = [
        ("", shown.t("staff.reply.status.same")),
        *((status.id, shown.names[status.id]) for status in shown.found.settable),
    ]
    note = shown.form(NoteForm)
    people = assignable(shown.people, shown.found.request, shown.visitor)
    note.assignee.choices = [("", shown.t("staff.note.then.same")), *people.items()]
    language = shown.found.request.language
    return {
        "note": note,
        "reply": reply,
        "write": _in_view(shown),
        "preview": shown.preview,
        "language": LANGUAGES.get(language, language),
    }


def _in_view(shown: RequestPage) -> str | None:
    """What is written unless the person chooses otherwise; the form that has to be mended first."""
    rights = {"reply": "requests.reply", "note": "requests.note"}
    own = [name for name, right in rights.items() if shown.web.may(shown.request, right)]
    failed = {StaffReplyForm: "reply", NoteForm: "note"}.get(type(shown.failed))  # type: ignore[arg-type]
    wanted = (failed, shown.request.query_params.get("write"), shown.web.desk.settings.write_first, *own)
    return next((name for name in wanted if name in own), None)


PAGES = Pages(
    routes=routes,
    room=(
        Card("conversations/latest.html", view=latest, order=20),
        Card("conversations/reply.html", view=reply_form, order=30),
        Card("conversations/earlier.html", view=earlier, order=50),
    ),
    request=(Section("conversations/write.html", view=writing, column="work"),),
)
