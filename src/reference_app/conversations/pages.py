"""The thread of a request: the customer's page, the staff's page, and what is written on both."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import attrs
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from helpdesk_core import Command, InputError, Preview, Refusal, Told
from helpdesk_core.adapters.sms import SmsLength, sms_length, sms_text
from helpdesk_core.commands import AskAboutQuote, ReplyToCustomer, ReplyToShop, WriteNote
from helpdesk_core.redaction import MAY_STAY
from helpdesk_core.views import view_saved_reply

from ..attachments.marking import prepared
from ..customer_rooms.frame import RoomFrame, RoomPage
from ..host import StaffActor
from ..rendering import readable
from ..slots import Card, Pages, Section
from ..texts import LANGUAGES
from ..triage.frame import AT, RequestFrame, RequestPage, assignable
from ..web import Web, as_error
from .drafts import PART, DraftPages, raced
from .forms import NoteForm, ReplyForm, StaffReplyForm
from .mentions import mentioned


async def read_reply(web: Web, request: Request) -> tuple[type[Command[Any]], StaffReplyForm]:
    """The form of a reply with what goes along with it, and the command that does it all."""
    values = await web.submitted(request)
    found = ((part, part.command(values)) for part in web.slots.reply)
    part, kind = next(((part, kind) for part, kind in found if kind is not None), (None, ReplyToCustomer))
    form: Any = StaffReplyForm if part is None else part.form
    return kind, web.labelled(form.posted(values), request)


@attrs.frozen
class PreviewPage:
    """What the customer would see of a reply, before it is sent."""

    web: Web
    frame: RequestFrame
    drafts: DraftPages

    async def look(self, request: Request) -> Response:
        """Decided and not saved; the words are kept as a draft. A script asks for the part alone, everybody else gets
        the page with the form."""
        actor, id = await self.frame.find(request)
        kind, sent = await read_reply(self.web, request)
        values = await self._values(request, actor, id, kind, sent)
        goes_along = sent.finding.data and not values["problem"]
        values["finding"] = await prepared(self.web, actor, id) if goes_along else None
        await self.drafts.keep(actor, id, "reply", sent.text.data or "")
        if PART in request.headers:
            return await self.drafts.part(request, "conversations/previewed.html", preview=values)
        return await self.frame.show(request, sent, values)

    async def _values(
        self, request: Request, actor: StaffActor, id: str, kind: type[Command[Any]], sent: StaffReplyForm
    ) -> dict[str, Any]:
        try:
            command = self.web.desk.read(kind, sent.typed() | {"request": id, "unconfirmed": True})
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
            "sms": self._sms(request, found, told) if told and told.medium else None,
        }

    def _sms(self, request: Request, found: Preview, told: Told) -> SmsLength:
        """What it takes as an SMS: its subject and line, the words where they go along, and the private link."""
        desk, theirs = self.web.desk, self.web.translator(request, told.language)
        subject = theirs(f"notice.{told.notice}.subject", reference=request.path_params["reference"])
        words = str(found.texts.get("text", "")) if told.carries_text else ""
        link = desk.links.room("0" * 32, 0)
        lines = (theirs(f"notice.{told.notice}.text"), words)
        return sms_length(sms_text(desk.settings.shop_name, subject, lines, link))


@attrs.frozen
class SavedReplyPages:
    """Puts a saved reply into the form; nothing is sent by it."""

    web: Web
    frame: RequestFrame

    async def insert(self, request: Request) -> Response:
        """Behind what is typed already. A script asks for the words alone."""
        actor, _ = await self.frame.find(request)
        _, sent = await read_reply(self.web, request)
        reply = request.state.submitted.get("saved", "")
        reference = request.path_params["reference"][:40]
        found = await self.web.api.view(view_saved_reply, actor, reference, reply=reply) if reply else None
        if isinstance(found, Refusal):
            raise as_error(found)
        words = found.text if found else ""
        if PART in request.headers:
            return PlainTextResponse(words)
        sent.text.data = "\n\n".join(filter(None, [(sent.text.data or "").strip(), words]))
        return await self.frame.show(request, sent)


@attrs.frozen
class NotePages:
    """A note, and the request handed over with it."""

    web: Web
    frame: RequestFrame

    async def write(self, request: Request) -> Response:
        """One command either way: a note that tells a colleague what to do stands there when they are told. Who is
        mentioned and may not see the request is named, with the note still in the form."""
        actor, found = await self.frame.load(request)
        sent = await self.web.posted(request, NoteForm)
        everybody = {one.id: one.name for one in (*await self.web.agents(request), actor)}
        may_see = assignable(await self.web.agents(request), found.request, actor)
        told = mentioned(sent.text.data or "", everybody)
        blind = [everybody[id] for id in told.ids if id not in may_see]
        if (untold := ",".join((*blind, *told.unknown))) != (sent.untold.data or ""):
            sent.untold.data = untold
            self._say(request, sent, "staff.note.unseen", blind)
            self._say(request, sent, "staff.note.unknown", told.unknown)
            if sent.text.errors:
                return await self.frame.show(request, sent)
        mentions = tuple(id for id in told.ids if id in may_see)
        if sent.assignee.data:
            seen = sent.seen.data
            return await self.frame.assign(request, sent, sent.assignee, seen=seen, mentions=mentions)
        id = found.request.id
        answer = await self.web.send(request, WriteNote, actor, sent, request=id, mentions=mentions)
        return await self.frame.answer(request, sent, answer)

    def _say(self, request: Request, sent: NoteForm, code: str, names: Sequence[str]) -> None:
        if names:
            words = self.web.translator(request)(code, names=", ".join(names))
            sent.text.errors = [*sent.text.errors, words]


def routes(web: Web) -> list[Route]:
    """What is written."""
    room, frame = RoomFrame(web), RequestFrame(web)
    notes, drafts = NotePages(web, frame), DraftPages(web, frame)
    saved = SavedReplyPages(web, frame)
    preview = PreviewPage(web, frame, drafts)

    async def reply(request: Request) -> Response:
        kind = AskAboutQuote if request.query_params.get("about") == "quote" else ReplyToShop
        return await room.send(request, kind, await web.posted(request, ReplyForm))

    async def answer(request: Request) -> Response:
        actor, id = await frame.find(request)
        kind, sent = await read_reply(web, request)
        return await frame.answer(request, sent, await web.send(request, kind, actor, sent, request=id))

    return [
        Route("/r/{token}/reply", reply, methods=["POST"], name="room_reply"),
        Route(f"{AT}/reply", answer, methods=["POST"], name="staff_reply"),
        Route(f"{AT}/insert", saved.insert, methods=["POST"], name="staff_insert"),
        Route(f"{AT}/preview", preview.look, methods=["POST"], name="staff_preview"),
        Route(f"{AT}/writing", drafts.look, name="staff_writing"),
        Route(f"{AT}/draft/{{kind}}", drafts.press, methods=["POST"], name="staff_draft"),
        Route(f"{AT}/note", notes.write, methods=["POST"], name="staff_note"),
    ]


async def latest(shown: RoomPage) -> dict[str, Any] | None:
    """The newest message, a long one folded: the recommended card stays on the first screen of a phone."""
    messages = shown.room.messages
    if not messages or shown.is_older:
        return None
    begins, goes_on = folded(readable(messages[0].text, shown.t))
    return {"message": messages[0], "begins": begins, "goes_on": goes_on}


_SHORT, _BEGINS, _LINES = 120, 85, 3
"""Letters that are not worth folding, letters and lines that stand before the fold."""


def folded(text: str) -> tuple[str, str]:
    """A text's beginning, up to a word's end and outside of what stands in brackets, and the rest of it.

    Args:
        text: As it is read.

    Returns:
        Both parts, the second one empty for a text that is short enough.
    """
    ends = [at for at, letter in enumerate(text) if letter == "\n"]
    lines = ends[_LINES - 1] if len(ends) >= _LINES else len(text)
    if len(text) <= _SHORT and lines == len(text):
        return text, ""
    begins = text[: min(_BEGINS, lines) + 1]
    begins = begins[: begins.rfind("[")] if begins.rfind("[") > begins.rfind("]") else begins
    place = max((at for at, letter in enumerate(begins) if letter.isspace()), default=0)
    place = place or min(_BEGINS, lines)
    return text[:place].rstrip(), text[place:].strip()


async def earlier(shown: RoomPage) -> dict[str, Any] | None:
    """The messages before it: of the latest page the last two and what is new, the rest is folded."""
    if shown.is_older:
        return {"messages": shown.room.messages, "rest": (), "first": False}
    messages, since = shown.room.messages[1:], shown.since
    unread = sum(since is not None and one.at > since for one in messages)
    place = max(_IN_VIEW, unread)
    return {"messages": messages[:place], "rest": messages[place:], "first": True} if messages else None


_IN_VIEW = 2


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
    drafts = shown.found.writing
    reply = shown.form(StaffReplyForm, {"text": str(drafts.reply.text)} if drafts.reply else None)
    reply.status.choices = [
        ("", shown.t("staff.reply.status.same")),
        *((status.id, shown.names[status.id]) for status in shown.found.settable),
    ]
    note = shown.form(NoteForm, {"text": str(drafts.note.text)} if drafts.note else None)
    people = assignable(shown.people, shown.found.request, shown.visitor)
    note.assignee.choices = [("", shown.t("staff.note.then.same")), *people.items()]
    language = shown.found.request.language
    has_findings = "findings" in shown.found.request.has
    return {
        "finding": await prepared(shown.web, shown.visitor, shown.found.request.id) if has_findings else None,
        "note": note,
        "names_of_people": [name for id, name in people.items() if id != shown.visitor.id],
        "reply": reply,
        "was_sent": reply is shown.failed,
        "with_reply": await shown.web.fill(
            shown.request, shown.web.slots.reply, shown, found=shown.found, r=shown.found.request
        ),
        "write": _in_view(shown),
        "preview": shown.preview,
        "writing": drafts,
        "raced": raced(shown),
        "language": LANGUAGES.get(language, language),
    }


def _in_view(shown: RequestPage) -> str | None:
    """What is written unless the person chooses otherwise; the form that has to be mended first."""
    rights = {"reply": "requests.reply", "note": "requests.note"}
    if shown.found.request.merged_into is not None:  # who wants an answer reads the other one
        del rights["reply"]
    own = [name for name, right in rights.items() if shown.web.may(shown.request, right)]
    failed = {StaffReplyForm: "reply", NoteForm: "note"}.get(type(shown.failed))  # type: ignore[arg-type]
    writing = shown.found.writing
    kept = sorted((one for one in (writing.reply, writing.note) if one is not None), key=lambda one: one.at)
    begun = kept[-1].kind.value if kept else None
    wanted = (failed, shown.request.query_params.get("write"), begun, shown.web.desk.settings.write_first, *own)
    return next((name for name in wanted if name in own), None)


PAGES = Pages(
    routes=routes,
    room=(
        Card("conversations/latest.html", view=latest, order=3),
        Card("conversations/reply.html", view=reply_form, order=30),
        Card("conversations/earlier.html", view=earlier, order=50),
    ),
    request=(Section("conversations/write.html", view=writing, column="work"),),
)
