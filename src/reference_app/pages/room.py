"""The customer's page of one request. The link says where; who is asked for with the contact and a code."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from functools import partial

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from helpdesk_core import Contact, InputError, Refusal
from helpdesk_core.base.commands import Command
from helpdesk_core.contacts.rules import EnterCode, RequestCode
from helpdesk_core.conversations.model import THREAD
from helpdesk_core.conversations.rules import ReplyToShop
from helpdesk_core.customer_rooms.views import Room, view_room
from helpdesk_core.guardrails.redaction import MAY_STAY
from helpdesk_core.outcomes.model import RESULT_NAMES
from helpdesk_core.outcomes.rules import AnswerOutcome
from helpdesk_core.service_requests.rules import CancelRequest, ReopenRequest

from ..forms import AnswerForm, BaseForm, CodeForm, ContactForm, ReplyForm
from ..security import set_cookie, unsealed
from ..texts import NEXT_STEPS
from ..web import Web, room_cookie
from .portal import VISIT_COOKIE, remember

_MONTH = 30 * 24 * 3600


def routes(web: Web) -> list[Route]:
    """The door, the code, the room, and what can be done in it."""
    pages = RoomPages(web)
    return [
        Route("/r/{token}", pages.room, name="room"),
        Route("/r/{token}/contact", pages.request_code, methods=["POST"], name="room_contact"),
        Route("/r/{token}/confirm", pages.confirm, name="confirm"),
        Route("/r/{token}/confirm", pages.enter_code, methods=["POST"], name="confirm_enter"),
        Route("/r/{token}/code", pages.new_code, methods=["POST"], name="confirm_again"),
        Route("/r/{token}/reply", pages.reply, methods=["POST"], name="room_reply"),
        Route("/r/{token}/answer", pages.answer, methods=["POST"], name="room_answer"),
        Route("/r/{token}/cancel", pages.simple(CancelRequest), methods=["POST"], name="room_cancel"),
        Route("/r/{token}/reopen", pages.simple(ReopenRequest), methods=["POST"], name="room_reopen"),
    ]


class RoomPages:
    """The pages behind a private link."""

    def __init__(self, web: Web) -> None:
        self.web = web

    def _request_id(self, request: Request) -> str:
        found = self.web.desk.keyring.read_link(request.path_params["token"])
        if found is None:
            raise HTTPException(404)
        return found[0]

    def _remembered(self, request: Request) -> tuple[str, str]:
        """The contact that this browser typed within the hour, and the reference if it made the request; else empty."""
        given = request.cookies.get(VISIT_COOKIE, "")
        value = unsealed(self.web.desk.keyring, f"visit{request.path_params['token']}", given) or ""
        contact, _, reference = value.partition("\n")
        return contact, reference

    def _contact(self, request: Request) -> str:
        return self._remembered(request)[0]

    async def _look(self, request: Request) -> Room | None:
        id = self._request_id(request)
        older_than = THREAD.decode_cursor(request.query_params.get("messages"))
        seen = await self.web.api.view(view_room, id, await self.web.visitor(request, id), older_than=older_than)
        return None if isinstance(seen, Refusal) else seen

    async def room(self, request: Request) -> Response:
        """The room for who may enter, else its door. The door looks the same for every link."""
        room = await self._look(request)
        if room is None:
            return self._door(request, {})
        return await self._room_page(request, room)

    def _door(
        self,
        request: Request,
        values: Mapping[str, str],
        error: InputError | None = None,
        refused: Refusal | None = None,
    ) -> Response:
        t = self.web.translator(request)
        form = self.web.form(ContactForm, request, values)
        if error is not None:
            form.show_errors(error, t)
        if refused is not None:
            form.contact.errors = [self.web.refusal(request, refused)]
        return self.web.respond(
            request, "room_entry.html", title=t("door.title"), form=form, token=request.path_params["token"]
        )

    async def request_code(self, request: Request) -> Response:
        """The contact was typed: if it is the request's, a code goes out; the next page is the same in any case."""
        values = await self.web.submitted(request)
        return await self._send_code(request, values.get("contact", ""))

    async def new_code(self, request: Request) -> Response:
        """Another code to the contact typed before."""
        await self.web.submitted(request)
        return await self._send_code(request, self._contact(request))

    async def _send_code(self, request: Request, contact: str) -> Response:
        try:
            command = self.web.desk.read(RequestCode, {"link": request.path_params["token"], "contact": contact})
        except InputError as error:
            return self._door(request, {"contact": contact}, error)
        answer = await self.web.api.handle(command, await self.web.visitor(request))
        if isinstance(answer, Refusal) and answer.code != "refusal.no_such_request":
            return self._door(request, {"contact": contact}, refused=answer)
        response = self.web.go(request, "confirm", token=request.path_params["token"])
        remember(self.web, request, response, request.path_params["token"], command.contact)
        return response

    async def confirm(self, request: Request) -> Response:
        """Where the code went, and the field for it."""
        room = await self._look(request)
        if room is not None and not room.contact_open:
            return self.web.go(request, "room", token=request.path_params["token"])
        if not self._contact(request):
            return self._door(request, {})
        return self._confirm_page(request, self.web.form(CodeForm, request))

    def _confirm_page(self, request: Request, form: CodeForm) -> Response:
        t = self.web.translator(request)
        contact = Contact.parse(self._contact(request), self.web.desk.settings.country_code)
        by_code = contact.kind.value in self.web.desk.settings.code_channels
        return self.web.respond(
            request,
            "confirm.html" if by_code else "confirm_by_phone.html",
            title=t("confirm.title"),
            form=form if by_code else None,
            token=request.path_params["token"],
            contact=contact.shown,
            reference=self._remembered(request)[1],
        )

    async def enter_code(self, request: Request) -> Response:
        """The right code opens the room in this browser."""
        values = await self.web.submitted(request)
        form = self.web.form(CodeForm, request, values)
        contact = self._contact(request)
        if not contact:
            return self.web.go(request, "room", token=request.path_params["token"])
        try:
            command = self.web.desk.read(
                EnterCode, {"link": request.path_params["token"], "contact": contact, "code": values.get("code", "")}
            )
        except InputError as error:
            form.show_errors(error, self.web.translator(request))
            return self._confirm_page(request, form)
        answer = await self.web.api.handle(command, await self.web.visitor(request))
        if isinstance(answer, Refusal):
            wrong = "refusal.wrong_code" if answer.code == "refusal.no_such_request" else answer.code
            form.code.errors = [self.web.refusal(request, Refusal(wrong))]
            return self._confirm_page(request, form)
        response = self.web.go(request, "room", token=request.path_params["token"])
        set_cookie(response, request, room_cookie(answer["request"]), answer["grant"], _MONTH)
        return response

    async def _room_page(
        self,
        request: Request,
        room: Room,
        reply: BaseForm | None = None,
        answer: BaseForm | None = None,
        notice: str = "",
    ) -> Response:
        t = self.web.translator(request)
        failed = next((form for form in (reply, answer) if form is not None and form.first_errors()), None)
        return self.web.respond(
            request,
            "room.html",
            title=t("room.title", reference=room.reference.grouped),
            form=failed,
            room=room,
            token=request.path_params["token"],
            reply=reply or self.web.form(ReplyForm, request),
            answer=answer or self.web.form(AnswerForm, request, ids="answer-"),
            notice=notice or self._notice(request),
            older=room.older and room.older.encode(),
            first=not THREAD.decode_cursor(request.query_params.get("messages")),
            next_step=NEXT_STEPS[room.status.phase],
            may_repeat=self._may_repeat(request, reply),
            questions=await self._questions(room, t.language) if room.can_reply else (),
            result=t(RESULT_NAMES[room.outcome.result]) if room.outcome else None,
        )

    async def _questions(self, room: Room, language: str) -> tuple[str, ...]:
        plugins = self.web.desk.plugins
        device = str(room.device_checked or room.device)
        asked: tuple[str, ...] = await self.web.run(partial(plugins.questions, device, language)) if plugins else ()
        return asked

    def _may_repeat(self, request: Request, reply: BaseForm | None) -> bool:
        """Whether something was removed that may have been no secret; the box stays while a form is mended."""
        removed = request.query_params.get("removed", "").split(".")
        return bool(MAY_STAY.intersection(removed)) or (reply is not None and bool(reply.data.get("no_secret")))

    def _notice(self, request: Request) -> str:
        """What the last step did."""
        done = self.web.translator(request)("room.done") if "done" in request.query_params else ""
        return self.web.removed_before(request) or done

    async def _open(self, request: Request) -> Room:
        room = await self._look(request)
        if room is None:
            raise HTTPException(
                303, headers={"Location": self.web.path(request, "room", token=request.path_params["token"])}
            )
        return room

    async def _do(self, request: Request, command: Command, key: str | None) -> Response | Refusal:
        id = self._request_id(request)
        answer = await self.web.api.handle(
            command, await self.web.visitor(request, id), key=key if key and len(key) <= 64 else None
        )
        if isinstance(answer, Refusal):
            return answer
        response = self.web.go(request, "room", token=request.path_params["token"])
        removed = ".".join(answer.result.get("removed", ()))
        response.headers["location"] += f"?removed={removed}" if removed else "?done"
        return response

    async def reply(self, request: Request) -> Response:
        """Write on the thread."""
        room, values = await self._open(request), await self.web.submitted(request)
        form = self.web.form(ReplyForm, request, values)
        try:
            said = {"text": values.get("text", ""), "no_secret": "yes" if values.get("no_secret") == "y" else "no"}
            command = self.web.desk.read(ReplyToShop, {"request": room.id, **said})
        except InputError as error:
            form.show_errors(error, self.web.translator(request))
            return await self._room_page(request, room, reply=form)
        done = await self._do(request, command, values.get("form_token"))
        if isinstance(done, Refusal):
            form.text.errors = [self.web.refusal(request, done)]
            return await self._room_page(request, room, reply=form)
        return done

    async def answer(self, request: Request) -> Response:
        """Say whether it is solved."""
        room, values = await self._open(request), await self.web.submitted(request)
        form = self.web.form(AnswerForm, request, values, ids="answer-")
        try:
            command = self.web.desk.read(
                AnswerOutcome, {"request": room.id, "solved": values.get("solved", ""), "text": values.get("text", "")}
            )
        except InputError as error:
            form.show_errors(error, self.web.translator(request))
            return await self._room_page(request, room, answer=form)
        done = await self._do(request, command, values.get("form_token"))
        if isinstance(done, Refusal):
            form.text.errors = [self.web.refusal(request, done)]
            return await self._room_page(request, room, answer=form)
        return done

    def simple(self, kind: type[Command]) -> Callable[[Request], Awaitable[Response]]:
        """A button that sends one command about the request."""

        async def press(request: Request) -> Response:
            room, values = await self._open(request), await self.web.submitted(request)
            done = await self._do(request, self.web.desk.read(kind, {"request": room.id}), values.get("form_token"))
            return (
                await self._room_page(request, room, notice=self.web.refusal(request, done))
                if isinstance(done, Refusal)
                else done
            )

        return press
