"""The staff's page of one request: reply, note, device, outcome with its review, and the one-button steps."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from helpdesk_core import InputError, Receipt, Refusal
from helpdesk_core.base.commands import Command
from helpdesk_core.contacts.rules import ConfirmInPerson
from helpdesk_core.conversations.model import NOTES, THREAD
from helpdesk_core.conversations.rules import ReplyToCustomer, WriteNote
from helpdesk_core.outcomes.model import RESULT_NAMES
from helpdesk_core.outcomes.rules import PrepareOutcome, RecordOutcome
from helpdesk_core.plugins import Advice, advise
from helpdesk_core.redaction_desk.rules import view_place
from helpdesk_core.service_requests.lifecycle import PHASE_NAMES, statuses
from helpdesk_core.service_requests.rules import (
    CancelRequest,
    ChangeStatus,
    CloseRequest,
    DescribeDevice,
    ReleaseHold,
    RenewLink,
    ReopenRequest,
)
from helpdesk_core.settings import Status
from helpdesk_core.triage.rules import AssignRequest, SetPriority
from helpdesk_core.triage.views import RequestForStaff, view_request

from ..forms import BaseForm, DeviceForm, NoteForm, OutcomeForm, ReviewForm, SecretForm, StaffReplyForm
from ..staff_texts import ACTIONS, ACTORS
from ..texts import LANGUAGES, SOURCES, URGENCIES
from ..web import Web


def status_names(web: Web, request: Request) -> dict[str, str]:
    """Every status in the reader's language."""
    t = web.translator(request)
    return {status.id: _status_name(web, t, status) for status in statuses(web.desk.settings)}


def _status_name(web: Web, t: Any, status: Status) -> str:
    return web.desk.settings.label(status.labels, t.language) or t(
        next(code for phase, code in PHASE_NAMES.items() if phase.value == status.phase)
    )


#: One-button steps about a request: name in the address → command. The form's other fields are the command's.
STEPS: dict[str, type[Command]] = {
    "status": ChangeStatus,
    "assign": AssignRequest,
    "priority": SetPriority,
    "confirm": ConfirmInPerson,
    "cancel": CancelRequest,
    "close": CloseRequest,
    "reopen": ReopenRequest,
    "release": ReleaseHold,
    "link": RenewLink,
}


class RequestDetail:
    """The page of one request and all that is done there."""

    def __init__(self, web: Web) -> None:
        self.web = web

    async def _find(self, request: Request) -> tuple[Any, RequestForStaff]:
        actor = await self.web.colleague(request)
        query = request.query_params
        found = await self.web.api.view(
            view_request,
            request.path_params["reference"][:40],
            actor,
            messages_after=THREAD.decode_cursor(query.get("messages")),
            notes_after=NOTES.decode_cursor(query.get("notes")),
        )
        if isinstance(found, Refusal):
            raise HTTPException(404)
        return actor, found

    async def page(self, request: Request) -> Response:
        """Everything about one request."""
        actor, found = await self._find(request)
        return await self._show(request, actor, found)

    async def _show(
        self, request: Request, actor: Any, found: RequestForStaff, notice: str = "", **forms: BaseForm
    ) -> Response:
        t, names = self.web.translator(request), status_names(self.web, request)
        seen = str(found.request.version)
        reply = forms.get("reply") or self.web.form(StaffReplyForm, request, {"seen": seen}, ids="reply-")
        assert isinstance(reply, StaffReplyForm)
        reply.status.choices = [
            ("", t("staff.reply.status.same")),
            *((status.id, names[status.id]) for status in found.settable),
        ]
        outcome = forms.get("outcome") or self._outcome_form(request, {})
        failed = next((form for form in forms.values() if form.first_errors()), None)
        return self.web.respond(
            request,
            "staff/request.html",
            title=t("staff.request.title", reference=request.path_params["reference"]),
            form=failed,
            found=found,
            names=names,
            note=forms.get("note") or self.web.form(NoteForm, request, ids="note-"),
            reply=reply,
            outcome=outcome,
            device=forms.get("device")
            or self.web.form(
                DeviceForm, request, {"seen": seen, "device": str(found.request.device_checked or found.request.device)}
            ),
            notice=notice or self._notice(request),
            people=await self.web.host.agents(),
            me=actor,
            urgencies=URGENCIES,
            actions=ACTIONS,
            actors=ACTORS,
            results=RESULT_NAMES,
            languages=LANGUAGES,
            sources=SOURCES,
            secret=self.web.form(SecretForm, request, ids="secret-"),
            advice=await self._advice(found, t.language),
            place=self.web.desk.settings.location(found.request.location),
        )

    async def secret(self, request: Request) -> Response:
        """Take a secret out of everything about the request: found by what was typed, which is not kept and not shown
        again."""
        (actor, found), values = await self._find(request), await self.web.submitted(request)
        words = values.get("value", "").strip()
        place = await self.web.api.view(view_place, found.request.id, actor, words=words)
        answer = place if isinstance(place, Refusal) else await self.web.api.handle(place.command, actor)
        if isinstance(answer, Refusal):
            return _conflict(await self._show(request, actor, found, notice=self.web.refusal(request, answer)))
        response = self._back(request, found, answer)
        response.headers["location"] += f"?taken={answer['texts']}"
        return response

    def _notice(self, request: Request) -> str:
        """What the last step removed."""
        taken = request.query_params.get("taken", "")
        if taken.isascii() and taken.isdecimal() and len(taken) < 5:
            return self.web.translator(request)("staff.secret.taken", count=int(taken))
        return self.web.removed_before(request)

    async def _advice(self, found: RequestForStaff, language: str) -> Advice:
        plugins = self.web.desk.plugins
        advice: Advice = await self.web.run(partial(advise, plugins, found, language)) if plugins else Advice()
        return advice

    def _outcome_form(self, request: Request, values: Mapping[str, str]) -> OutcomeForm:
        form = self.web.form(OutcomeForm, request, {"result": "solved", **values}, ids="outcome-")
        form.offer(self.web.translator(request))
        return form

    async def _send(
        self,
        request: Request,
        kind: type[Command],
        name: str,
        form: BaseForm,
        found: RequestForStaff,
        actor: Any,
        values: Mapping[str, str],
    ) -> Response | Receipt:
        """Read the form into its command and send it; what is wrong is shown beside the field, with the text kept."""
        try:
            command = self.web.desk.read(kind, {"request": found.request.id, **form.typed()})
        except InputError as error:
            form.show_errors(error, self.web.translator(request))
            return await self._show(request, actor, found, **{name: form})
        answer = await self.web.api.handle(command, actor, key=values.get("form_token", "")[:64] or None)
        if isinstance(answer, Refusal):
            next(iter(form)).errors = []
            field = form["text"] if "text" in form else form["device"]
            field.errors = [self.web.refusal(request, answer)]
            if "seen" in form:
                form["seen"].data = str(found.request.version)
            if answer.code == "refusal.conflict":
                return _conflict(await self._show(request, actor, found, **{name: form}))
            return await self._show(request, actor, found, **{name: form})
        return answer

    def _back(self, request: Request, found: RequestForStaff, answer: Receipt) -> Response:
        response = self.web.go(request, "staff_request", reference=found.request.reference)
        if removed := ".".join(answer.result.get("removed", ())):
            response.headers["location"] += f"?removed={removed}"
        return response

    async def reply(self, request: Request) -> Response:
        """Write to the customer."""
        (actor, found), values = await self._find(request), await self.web.submitted(request)
        answer = await self._send(
            request,
            ReplyToCustomer,
            "reply",
            self.web.form(StaffReplyForm, request, values, ids="reply-"),
            found,
            actor,
            values,
        )
        return answer if isinstance(answer, Response) else self._back(request, found, answer)

    async def note(self, request: Request) -> Response:
        """Write a note for staff."""
        (actor, found), values = await self._find(request), await self.web.submitted(request)
        answer = await self._send(
            request, WriteNote, "note", self.web.form(NoteForm, request, values, ids="note-"), found, actor, values
        )
        return answer if isinstance(answer, Response) else self._back(request, found, answer)

    async def device(self, request: Request) -> Response:
        """Write down the device as checked."""
        (actor, found), values = await self._find(request), await self.web.submitted(request)
        answer = await self._send(
            request, DescribeDevice, "device", self.web.form(DeviceForm, request, values), found, actor, values
        )
        return answer if isinstance(answer, Response) else self._back(request, found, answer)

    async def prepare(self, request: Request) -> Response:
        """Write an outcome, then review it."""
        (actor, found), values = await self._find(request), await self.web.submitted(request)
        answer = await self._send(
            request, PrepareOutcome, "outcome", self._outcome_form(request, values), found, actor, values
        )
        if isinstance(answer, Response):
            return answer
        return self.web.go(request, "staff_review", reference=found.request.reference, outcome=answer["outcome"])

    async def review(self, request: Request) -> Response:
        """Exactly what the customer will read."""
        _, found = await self._find(request)
        return self._review_page(request, found, None)

    def _review_page(self, request: Request, found: RequestForStaff, error: str | None) -> Response:
        draft = next((outcome for outcome, _ in found.outcomes if outcome.id == request.path_params["outcome"]), None)
        if draft is None or draft.state.value != "draft":
            raise HTTPException(404)
        form = self.web.form(ReviewForm, request, {"digest": draft.digest})
        form.read.errors = [error] if error else []
        theirs = self.web.translator(request, found.request.language)
        return self.web.respond(
            request,
            "staff/review.html",
            title=self.web.translator(request)("staff.review.title"),
            form=form,
            found=found,
            draft=draft,
            result=theirs(RESULT_NAMES[draft.result]),
            theirs=theirs,
        )

    async def record(self, request: Request) -> Response:
        """A person decides about what was reviewed, and ticks that it was read: no machine does."""
        (actor, found), values = await self._find(request), await self.web.submitted(request)
        t = self.web.translator(request)
        if values.get("read") != "y":
            return self._review_page(request, found, t("staff.review.read.missing"))
        try:
            command = self.web.desk.read(
                RecordOutcome, {"outcome": request.path_params["outcome"], "digest": values.get("digest", "")}
            )
        except InputError:
            raise HTTPException(404) from None
        answer = await self.web.api.handle(command, actor, key=values.get("form_token", "")[:64] or None)
        if isinstance(answer, Refusal):
            return self._review_page(request, found, self.web.refusal(request, answer))
        return self._back(request, found, answer)

    async def step(self, request: Request) -> Response:
        """A button: its command is named in the address, its few values stand in the form."""
        (actor, found), values = await self._find(request), await self.web.submitted(request)
        kind = STEPS.get(request.path_params["step"])
        if kind is None:
            raise HTTPException(404)
        key = values.pop("form_token", "")[:64] or None
        if kind is AssignRequest:
            person = next((one for one in await self.web.host.agents() if one.id == values.get("assignee")), None)
            values = {
                "seen": values.get("seen", ""),
                "assignee": person.id if person else "",
                "name": person.name if person else "",
            }
        try:
            command = self.web.desk.read(kind, {"request": found.request.id, **values})
        except InputError:
            raise HTTPException(400) from None
        answer = await self.web.api.handle(command, actor, key=key)
        if isinstance(answer, Refusal):
            shown = await self._show(request, actor, found, notice=self.web.refusal(request, answer))
            return _conflict(shown)
        return self._back(request, found, answer)


def _conflict(response: Response) -> Response:
    response.status_code = 409
    return response
