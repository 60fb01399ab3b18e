"""The shop's own questions in Quick Help: on a page of their own, once it is known what they are about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import attrs
from starlette.requests import Request
from starlette.responses import Response

from helpdesk_core import Customer, FieldError
from helpdesk_core.settings import AskedAbout, Question, asked_of, read_answers

from ..drafts import Draft
from ..questions.fields import (
    QuestionsForm,
    answer_words,
    as_command,
    is_answer,
    name_of,
    questions_form,
    said_words,
    shown_values,
)
from ..web import Web
from .forms import more_of

if TYPE_CHECKING:
    from .steps import Steps

_Given = list[tuple[str, str, tuple[str, ...]]]


class FirstAnswers(QuestionsForm):
    """What is asked between the problem and the contact."""


@attrs.frozen
class Asking:
    """What is asked of this visitor about their order, and what they answered so far."""

    web: Web

    async def possible(self, request: Request, draft: Mapping[str, str]) -> tuple[tuple[Question, ...], AskedAbout]:
        """What may come to be asked about these devices, of this visitor."""
        visitor = await self.web.visitor(request)
        customer = visitor.id if isinstance(visitor, Customer) else None
        first = (1, draft.get("device", ""))
        listed = (first, *((place, one.get("device", "")) for place, one in enumerate(more_of(draft), start=2)))
        about = AskedAbout.of(first[1], listed, customer=customer, by=visitor.kind)
        return asked_of(self.web.desk.settings.questions, about, None), about

    async def chosen(self, request: Request, draft: Mapping[str, str]) -> frozenset[str]:
        """The fields whose answers are chosen, and no text."""
        questions, _ = await self.possible(request, draft)
        return frozenset(name_of(one.id) for one in questions if one.kind.is_chosen)

    async def lacking(self, request: Request, draft: Mapping[str, str]) -> tuple[FieldError, ...]:
        """What has to be answered before this order can be sent, and is not."""
        questions, about = await self.possible(request, draft)
        return tuple(read_answers(questions, about, _answers(questions, draft), {}, all_required=True)[1])

    async def given(self, request: Request, draft: Mapping[str, str]) -> list[dict[str, Any]]:
        """The answers as the command takes them."""
        questions, _ = await self.possible(request, draft)
        return as_command(_answers(questions, draft))

    async def summary(self, request: Request, draft: Mapping[str, str]) -> list[tuple[str, str]]:
        """What was answered, in the reader's words."""
        questions, _ = await self.possible(request, draft)
        t, settings = self.web.translator(request), self.web.desk.settings
        rows = []
        for one in questions:
            if value := draft.get(name_of(one.id), ""):
                chosen = (answer_words(one, id, settings, t) for id in value.split())
                said = ", ".join(chosen) if one.kind.is_chosen else said_words(one.kind, value, t)
                rows.append((settings.label(one.labels, t.language), said))
        return rows


@attrs.frozen
class QuestionPages:
    """After the problem, where the shop asks something about such a device."""

    web: Web
    draft: Draft
    steps: Steps

    async def ask(self, request: Request) -> Response:
        """The questions, with what is answered so far."""
        draft = await self.draft.load(request)
        questions, _ = await self.steps.asking.possible(request, draft)
        if not draft or not questions:
            return self.web.go(request, "quick_help_contact" if draft else "quick_help")
        values = {one.id: draft.get(name_of(one.id), "") for one in questions}
        form = self.web.form(questions_form(questions, values, FirstAnswers), request, shown_values(questions, values))
        return await self._page(request, form, draft)

    async def _page(self, request: Request, form: QuestionsForm, draft: Mapping[str, str]) -> Response:
        t, settings = self.web.translator(request), self.web.desk.settings
        asked = list(form.worded(settings, t).shown(settings, t))
        return self.web.respond(
            request,
            "intake/questions.html",
            title=t("questions.title"),
            form=form,
            asked=asked,
            track=await self.steps.progress(request, "quick_help_questions", draft),
            notice=self.web.removed_before(request),
            added="added" in request.query_params,
        )

    async def keep(self, request: Request) -> Response:
        """Keep the answers with the draft, redacted; every error at once."""
        sent, draft = await self.web.submitted(request), await self.draft.load(request)
        questions, about = await self.steps.asking.possible(request, draft)
        if not draft or not questions:
            return self.web.go(request, "quick_help_contact" if draft else "quick_help")
        form = self.web.labelled(questions_form(questions, {}, FirstAnswers).posted(sent), request)
        values, errors = read_answers(questions, about, form.answers(), {}, all_required=True)
        if errors:
            form.show_answer_errors(errors, self.web.translator(request))
            return await self._page(request, form, draft)
        answers = {name_of(one.id): values[one.id] for one in questions if one.id in values}
        rest = {name: value for name, value in draft.items() if not is_answer(name)}
        kept, removed = await self.steps.redacted(request, rest | answers)
        following = await self.steps.after("quick_help_questions", request, kept)
        response = self.web.go_to(request, following, urlencode(self.web.removed_query(removed)))
        await self.draft.save(request, response, kept)
        return response


def _answers(questions: tuple[Question, ...], source: Mapping[str, str]) -> _Given:
    """What the fields of a draft say."""
    found = ((one, source.get(name_of(one.id), "")) for one in questions)
    return [
        (one.id, "", tuple(value.split())) if one.kind.is_chosen else (one.id, value, ())
        for one, value in found
        if value
    ]
