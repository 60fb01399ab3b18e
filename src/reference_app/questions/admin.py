"""Where an admin defines the shop's own questions: their order, one at a time, and how it looks to who is asked."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

import attrs
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from wtforms import BooleanField, Form, HiddenField, SelectField, StringField

from helpdesk_core import FieldError, Settings
from helpdesk_core.i18n import Translator
from helpdesk_core.settings import FilledBy, Question, QuestionChoice, QuestionType
from helpdesk_core.views import SettingsView, preview_settings

from ..forms import ButtonForm, Rows, field
from ..shop_settings.forms import SettingsForm, words_of
from ..shop_settings.pages import SettingsPages
from ..texts import LANGUAGES
from ..web import Web
from .fields import QuestionsForm, answer_words, questions_form

_KEY = "questions"
_ID = {"autocapitalize": "none", "spellcheck": "false", "autocomplete": "off"}


class QuestionForm(SettingsForm):
    """Base of the form for one question: ``seen`` is the number of the settings' change that was looked at."""

    seen = HiddenField()
    id = field(StringField, "settings.id", **_ID)
    type = SelectField("question.type", default=QuestionType.SHORT.value)
    filled_by = SelectField("question.filled_by", default=FilledBy.CUSTOMER.value)
    required = BooleanField("question.required")
    devices = field(StringField, "question.devices", autocomplete="off")
    customers = field(StringField, "question.customers", **_ID)
    depends_on = SelectField("question.depends_on", default="")
    when = field(StringField, "question.when", **_ID)
    retired = BooleanField("question.retire")

    def choose(self, settings: Settings, t: Translator) -> None:
        """Fill in what can be chosen."""
        self.type.choices = [(one.value, t(one.label)) for one in QuestionType]
        self.filled_by.choices = [(one.value, t(one.label)) for one in FilledBy]
        others = [one for one in settings.questions if one.answers and one.id != self.id.data]
        names = [(one.id, settings.label(one.labels, t.language)) for one in others]
        self.depends_on.choices = [("", t("question.always")), *names]

    def plain(self, languages: tuple[str, ...]) -> dict[str, Any]:
        """The question as it was typed."""
        line = {name: (self[name].data or "").strip() for name in ("id", "type", "filled_by", "depends_on")}
        return {
            **line,
            "labels": _texts(self.data, "labels", languages),
            "hints": _texts(self.data, "hints", languages),
            "required": bool(self.required.data),
            "retired": bool(self.retired.data),
            "choices": [
                {
                    "id": str(cells.get("id", "")).strip(),
                    "labels": _texts(cells, "labels", languages),
                    "retired": cells.get("retired") == "yes",
                }
                for cells in self["choices"].typed()
            ],
            "devices": _listed(self.devices.data, ","),
            "customers": _listed(self.customers.data, ","),
            "when": _listed((self.when.data or "").replace(",", " "), " "),
        }

    def show_at(self, error: FieldError, settings: Settings, words: str) -> None:
        """Put an error beside what its path, from the question on, is about."""
        path, missing = list(error.path), str(error.params.get("languages", "")).split(", ")[0]
        cell = [path.pop(0), path.pop(0)] if path[:1] == ["choices"] and len(path) > 2 else []
        if path[:1] in (["labels"], ["hints"]):
            path = [f"{path[0]}_{path[1] if len(path) > 1 else missing or settings.languages[0]}"]
        self.show_error((*cell, path[0]) if path else ("",), words)


def _texts(cells: Mapping[str, Any], name: str, languages: tuple[str, ...]) -> dict[str, str]:
    typed = {one: str(cells.get(f"{name}_{one}") or "").strip() for one in languages}
    return {language: text for language, text in typed.items() if text}


def _listed(typed: str | None, separator: str) -> list[str]:
    return [one.strip() for one in (typed or "").split(separator) if one.strip()]


def _form_class(settings: Settings, t: Translator) -> type[QuestionForm]:
    def cells(name: str, code: str) -> dict[str, Any]:
        return {f"{name}_{one}": StringField(f"{t(code)} ({LANGUAGES.get(one, one)})") for one in settings.languages}

    row = {"id": StringField(t("settings.id"), render_kw=_ID), **cells("labels", "question.choice")}
    row["retired"] = BooleanField(t("question.choice.retire"))
    choices = Rows(type("Row", (Form,), row), t("question.choices"), least=0, most=100)
    fields = {**cells("labels", "question.words"), **cells("hints", "question.hint"), "choices": choices}
    return type("QuestionForm", (QuestionForm,), fields)


def _shown(plain: Mapping[str, Any]) -> dict[str, Any]:
    """What the fields show of a question."""
    cells = {name: plain[name] for name in ("id", "type", "filled_by", "required", "depends_on", "retired")}
    texts = {f"{name}_{one}": text for name in ("labels", "hints") for one, text in plain[name].items()}
    rows = [
        {"id": one["id"], "retired": one["retired"], **{f"labels_{la}": text for la, text in one["labels"].items()}}
        for one in plain["choices"]
    ]
    lists = {name: ", ".join(plain[name]) for name in ("devices", "customers")}
    return {**cells, **texts, **lists, "when": " ".join(plain["when"]), "choices": rows}


@attrs.frozen
class Line:
    """A question in the list."""

    question: Question
    words: str
    facts: tuple[str, ...]


class QuestionPages:
    """The list, and a page for each question."""

    def __init__(self, web: Web) -> None:
        self.web, self.settings = web, SettingsPages(web)

    async def index(self, request: Request) -> Response:
        """All questions in their order."""
        found, t = await self.settings.settings(request), self.web.translator(request)
        return self._index(request, found, self.web.form(ButtonForm, request), t)

    def _index(self, request: Request, found: SettingsView, form: Any, t: Translator) -> Response:
        said = request.query_params.get("said")
        return self.web.respond(
            request,
            "questions/list.html",
            title=t("questions.admin"),
            form=form,
            lines=[self._line(one, found.settings, t) for one in found.settings.questions],
            seen=found.seen.get(_KEY, 0),
            locked=_KEY in found.settings.locked,
            said=said if said in ("saved", "nothing") else None,
        )

    @staticmethod
    def _line(question: Question, settings: Settings, t: Translator) -> Line:
        facts = [t(question.kind.label), t("question.by", who=t(FilledBy(question.filled_by).label))]
        facts += [t("question.required")] if question.required else []
        facts += [t("question.of", names=", ".join(question.devices))] if question.devices else []
        facts += [t("question.accounts", count=len(question.customers))] if question.customers else []
        parent = next((one for one in settings.questions if one.id == question.depends_on), None)
        if parent is not None:
            wanted = " / ".join(answer_words(parent, one, settings, t) for one in question.when)
            facts.append(t("question.only_if", question=settings.label(parent.labels, t.language), answer=wanted))
        return Line(question, settings.label(question.labels, t.language), tuple(facts))

    async def move(self, request: Request) -> Response:
        """One place up or down."""
        found, t = await self.settings.settings(request), self.web.translator(request)
        form = await self.web.posted(request, ButtonForm)
        sent, rows = request.state.submitted, deepcopy(found.values[_KEY])
        way, _, id = sent.get("move", "").partition(" ")
        place = next((n for n, one in enumerate(rows) if one["id"] == id), None)
        other = -1 if place is None else place + (1 if way == "down" else -1)
        if place is None or not 0 <= other < len(rows):
            return self.web.go(request, "staff_questions")
        rows[place], rows[other] = rows[other], rows[place]
        value = {"key": _KEY, "value": rows, "seen": sent.get("seen") or "0"}
        if await self.settings.send(request, form, [value]) is not None:
            return self._saved(request)
        return self._index(request, await self.settings.settings(request), form, t)

    async def show(self, request: Request) -> Response:
        """One question, or an empty form for a new one."""
        found, t = await self.settings.settings(request), self.web.translator(request)
        question = self._question(request, found)
        plain = next((one for one in found.values[_KEY] if question and one["id"] == question.id), None)
        data = {"seen": str(found.seen.get(_KEY, 0)), **(_shown(plain) if plain else {})}
        form = self.web.form(_form_class(found.settings, t), request, data)
        return self._page(request, found, form, question)

    async def save(self, request: Request) -> Response:
        """Check it as a part of all settings; every error at once. A preview changes nothing."""
        found, t = await self.settings.settings(request), self.web.translator(request)
        question = self._question(request, found)
        form = await self.web.posted(request, _form_class(found.settings, t))
        if question is not None:
            form.id.data = question.id
        if form.rearranged:
            return self._page(request, found, form, question, status=200)
        plain, rows = form.plain(found.settings.languages), deepcopy(found.values[_KEY])
        place = len(rows) if question is None else [one.id for one in found.settings.questions].index(question.id)
        rows[place : place + 1] = [plain]
        preview = await self.settings.seen(self.web.api.view(preview_settings, request.state.staff, {_KEY: rows}))
        for error in preview.errors:
            own = error.path[1:2] == (str(place),)
            where = FieldError(error.code, error.params, error.path[2:] if own else ())
            form.show_at(where, found.settings, words_of(error, t))
        if preview.errors:
            return self._page(request, found, form, question)
        if "preview" in request.state.submitted:
            return self._page(request, found, form, question, status=200)
        if await self.settings.send(request, form, [{"key": _KEY, "value": rows, "seen": form.seen.data or "0"}]):
            return self._saved(request)
        found = await self.settings.settings(request)
        form.seen.data = str(found.seen.get(_KEY, 0))
        return self._page(request, found, form, self._question(request, found))

    def _question(self, request: Request, found: SettingsView) -> Question | None:
        """The one that the address names; None for a new one. Raises 404 for one that is not there."""
        id = request.path_params.get("id")
        question = next((one for one in found.settings.questions if one.id == id), None)
        if id is not None and question is None:
            raise HTTPException(404)
        return question

    def _page(
        self, request: Request, found: SettingsView, form: QuestionForm, question: Question | None, status: int = 200
    ) -> Response:
        t, settings = self.web.translator(request), found.settings
        form.choose(settings, t)
        return self.web.respond(
            request,
            "questions/question.html",
            status,
            title=settings.label(question.labels, t.language) if question else t("questions.new"),
            form=form,
            question=question,
            locked=_KEY in settings.locked,
            asked=self._sample(request, form, settings),
            languages_of_shop=settings.languages,
        )

    def _sample(self, request: Request, form: QuestionForm, settings: Settings) -> list[Any]:
        """How it looks, in the reader's language."""
        plain, t = form.plain(settings.languages), self.web.translator(request)
        if not plain["labels"] or plain["type"] not in tuple(QuestionType):
            return []
        choices = tuple(QuestionChoice(**one) for one in plain["choices"] if one["id"] and one["labels"])
        sample = Question(
            id="sample",
            labels=plain["labels"],
            hints=plain["hints"],
            type=plain["type"],
            required=plain["required"],
            choices=tuple({one.id: one for one in choices}.values()),
        )
        made = self.web.form(questions_form([sample], {}, QuestionsForm), request).worded(settings, t)
        return list(made.shown(settings, t)) if made.fields_of(sample) else []

    def _saved(self, request: Request) -> Response:
        response = self.web.go(request, "staff_questions")
        response.headers["location"] += "?said=saved"
        return response


def admin_routes(web: Web) -> list[Route]:
    """The list, its order, and each question."""
    pages = QuestionPages(web)
    return [
        Route("/staff/questions", pages.index, name="staff_questions"),
        Route("/staff/questions", pages.move, methods=["POST"], name="staff_questions_move"),
        Route("/staff/questions/new", pages.show, name="staff_question_new"),
        Route("/staff/questions/new", pages.save, methods=["POST"], name="staff_question_add"),
        Route("/staff/questions/of/{id}", pages.show, name="staff_question"),
        Route("/staff/questions/of/{id}", pages.save, methods=["POST"], name="staff_question_save"),
    ]
