"""The shop's own questions beside a request: a card of the room, properties of the staff's page, and both answers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import attrs
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from helpdesk_core import Customer, Refusal
from helpdesk_core.commands import AnswerQuestions
from helpdesk_core.settings import AskedAbout, Question, asked_of_each, read_answer
from helpdesk_core.views import RequestQuestions, RoomCard, RoomDevices, view_questions

from ..customer_rooms.frame import RoomFrame, RoomPage
from ..devices.written import written_devices
from ..forms import NONE
from ..slots import Card, Pages, Section
from ..triage.frame import AT, Changed, RequestFrame, RequestPage
from ..web import Web
from .admin import admin_routes
from .fields import (
    QuestionsForm,
    answer_rows,
    answer_words,
    as_command,
    name_of,
    questions_form,
    shown_values,
)

_NAME = "question_answers"


class RoomAnswers(QuestionsForm):
    """What a customer answers in the room."""


class StaffAnswer(QuestionsForm):
    """One question, as staff write it down."""


def _in_room(shown: RoomPage) -> RequestQuestions:
    """What the customer is asked. Nothing is read where nothing is answered yet."""
    room, settings = shown.room, shown.web.desk.settings
    if (found := room.part(RequestQuestions)) is not None:
        return found
    devices = room.part(RoomDevices)
    customer = shown.visitor.id if isinstance(shown.visitor, Customer) else None
    listed = ((one.number, one.description) for one in (devices.rows if devices else ()))
    about = AskedAbout.of(room.device_checked or room.device, listed, customer=customer, by=shown.visitor.kind)
    return RequestQuestions.of(settings.questions if room.can_reply else (), about, {})


async def _at_desk(shown: RequestPage) -> RequestQuestions:
    """What may be asked of a request, and what was answered."""
    request, settings = shown.found.request, shown.web.desk.settings
    if _NAME in request.has:
        found = await shown.web.api.view(view_questions, shown.visitor, request.id)
        if not isinstance(found, Refusal):
            return found
    devices = await written_devices(shown.web, shown.visitor, request)
    listed = ((one.device.number, one.description) for one in (devices.rows if devices else ()))
    device = request.device_checked or request.device
    about = AskedAbout.of(device, listed, customer=request.customer, by=shown.visitor.kind)
    return RequestQuestions.of(() if request.closed_at is not None else settings.questions, about, {})


def _questions(web: Web, found: RequestQuestions, ids: Iterable[str]) -> list[Question]:
    wanted = set(ids)
    return [one for one in asked_of_each(web.desk.settings.questions, found.more) if one.id in wanted]


async def card(shown: RoomPage) -> dict[str, Any] | None:
    """What the customer answered, and can still answer."""
    found = _in_room(shown)
    if not (found.possible or found.answered):
        return None
    settings, failed = shown.web.desk.settings, shown.failed
    questions = _questions(shown.web, found, found.possible)
    if isinstance(failed, RoomAnswers):
        form: QuestionsForm = failed
    else:
        made = questions_form(questions, found.values, RoomAnswers)
        form = shown.web.form(made, shown.request, shown_values(questions, found.values))
        form.worded(settings, shown.t)
    return {
        "rows": answer_rows(found.answered, shown.t),
        "asked": list(form.shown(settings, shown.t)),
        "missing": [
            settings.label(one.labels, shown.t.language) for one in _questions(shown.web, found, found.missing)
        ],
        "is_open": form is failed,
        "offers": (RoomCard.DETAILS,) if found.missing else (),
    }


async def section(shown: RequestPage) -> dict[str, Any] | None:
    """Each question as a property; answers to what is not asked any more below."""
    found = await _at_desk(shown)
    if not (found.open or found.answered):
        return None
    settings, t = shown.web.desk.settings, shown.t
    questions = _questions(shown.web, found, found.open)
    for question in questions:
        _said(shown, question, found)
    rows = answer_rows(found.answered, t)
    return {
        "asked": [next(_form(shown, one, found).shown(settings, t)) for one in questions],
        "rows": rows,
        "said": {one.id: one.said for one in rows},
        "before": [one for one in rows if one.id not in found.open],
        "missing": [settings.label(one.labels, t.language) for one in _questions(shown.web, found, found.missing)],
    }


def _form(shown: RequestPage, question: Question, found: RequestQuestions) -> QuestionsForm:
    failed = shown.failed
    if isinstance(failed, StaffAnswer) and failed.questions[0].id == question.id:
        return failed
    made = questions_form([question], found.values, StaffAnswer, selects=True)
    form = shown.web.form(made, shown.request, shown_values([question], found.values))
    return form.worded(shown.web.desk.settings, shown.t)


def _said(shown: RequestPage, question: Question, found: RequestQuestions) -> None:
    """Say that a choice was changed in the step before, with the way back. What was written is in no address."""
    query, name, now = shown.request.query_params, name_of(question.id), found.values.get(question.id, "")
    was = query.get("was", "").removeprefix(NONE)
    if query.get("set") != name or was == now or len(question.answers) == 0 or was not in ("", *question.answers):
        return
    settings, t = shown.web.desk.settings, shown.t
    before, after = (answer_words(question, one, settings, t) if one else t("answer.none") for one in (was, now))
    shown.changed.append(Changed(settings.label(question.labels, t.language), name, was, before, after, "staff_answer"))


@attrs.frozen
class AnswerPages:
    """Answers of the customer in the room, and of staff."""

    web: Web
    room: RoomFrame
    frame: RequestFrame

    async def in_room(self, request: Request) -> Response:
        """All that the card asks, at once; every error beside its question."""
        id, values = self.room.request_id(request), await self.web.submitted(request)
        visitor, t = await self.web.visitor(request, id), self.web.translator(request)
        found = await self.web.api.view(view_questions, visitor, id)
        if isinstance(found, Refusal):
            return await self.room.show(request, RoomAnswers())
        made = questions_form(_questions(self.web, found, found.possible), found.values, RoomAnswers)
        form = self.web.labelled(made.posted(values), request).worded(self.web.desk.settings, t)
        if form.is_wrong(found.values, t):
            return await self.room.show(request, form)
        given = as_command(one for one in form.answers() if one[1].strip() or one[2] or one[0] in found.values)
        if not given:
            return await self.room.show(request)
        return await self.room.send(request, AnswerQuestions, form, answers=given)

    async def by_staff(self, request: Request) -> Response:
        """One question, saved as it is answered."""
        actor, id = await self.frame.find(request)
        values = await self.web.submitted(request)
        t = self.web.translator(request)
        found = await self.web.api.view(view_questions, actor, id)
        sent = {name.removeprefix("q_").partition(":")[0] for name in values if name.startswith("q_")}
        sent |= {values["question"]} if "question" in values else set()
        questions = (
            [] if isinstance(found, Refusal) else [q for q in _questions(self.web, found, found.open) if q.id in sent]
        )
        if isinstance(found, Refusal) or len(questions) != 1:
            raise HTTPException(404)
        made = questions_form(questions, found.values, StaffAnswer, selects=True)
        form = self.web.labelled(made.posted(values), request).worded(self.web.desk.settings, t)
        if form.is_wrong(found.values, t):
            return await self.frame.show(request, form)
        question, given = questions[0], as_command(form.answers())
        was = found.values.get(question.id, "")
        if read_answer(question, *form.answers()[0][1:], was) == was:
            return self.web.go(request, "staff_request", reference=request.path_params["reference"])
        answer = await self.web.send(request, AnswerQuestions, actor, form, request=id, answers=given)
        if answer is None:
            return await self.frame.show(request, form)
        more = {"set": name_of(question.id), "was": was or NONE} if question.answers else None
        reference = request.path_params["reference"]
        return self.web.back(request, answer, "staff_request", more=more, reference=reference)


def routes(web: Web) -> list[Route]:
    """Answers of the customer and of staff, and the questions' own pages."""
    pages = AnswerPages(web, RoomFrame(web), RequestFrame(web))
    return [
        Route("/r/{token}/answers", pages.in_room, methods=["POST"], name="room_answers"),
        Route(f"{AT}/answer", pages.by_staff, methods=["POST"], name="staff_answer"),
        *admin_routes(web),
    ]


PAGES = Pages(
    routes=routes,
    room=(Card("questions/card.html", view=card, order=13, shows=(RoomCard.DETAILS,)),),
    request=(Section("questions/section.html", view=section, column="set", order=60),),
)
