"""The forms of the permission, the question and the survey."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, Self

from wtforms import BooleanField, HiddenField, RadioField, TextAreaField

from helpdesk_core.i18n import Translator
from helpdesk_core.settings import Settings, SurveyQuestion, SurveyType

from ..forms import BaseForm, field


class PermitForm(BaseForm):
    """What may be asked later. No tick is set beforehand."""

    ids = "permit-"
    works = BooleanField("follow_up.asked.title")
    survey = BooleanField("survey.title")


class AnswerForm(BaseForm):
    """Whether it still works."""

    ids = "still-"
    text = field(TextAreaField, "follow_up.words", rows=3, maxlength=2000, autocomplete="off")
    works = HiddenField()


class SurveyForm(BaseForm):
    """Base of the forms that are made for a shop's survey. Nothing is chosen beforehand, and nothing required."""

    ids = "survey-"
    questions: ClassVar[tuple[SurveyQuestion, ...]] = ()

    def typed(self) -> dict[str, Any]:
        """The answers, as a command is read from."""
        rows = []
        for question in self.questions:
            if given := str(self[_name(question)].data or "").strip():
                kind = "text" if question.kind is SurveyType.WORDS else "number"
                rows.append({"question": question.id, kind: given})
        return {"answers": rows}

    def worded(self, settings: Settings, t: Translator) -> Self:
        """The form with questions and choices in the reader's language."""
        for question in self.questions:
            cell = self[_name(question)]
            cell.label.text = settings.label(question.labels, t.language)
            if question.kind is SurveyType.SCALE:
                cell.choices = [(str(one), t(f"survey.{one}")) for one in range(5, 0, -1)]
            elif question.kind is SurveyType.CHOICE:
                cell.choices = [(str(place), words) for place, words in enumerate(question.offered(t.language), 1)]
            if question.kind is not SurveyType.WORDS:
                cell.choices = [*cell.choices, ("", t("answer.none"))]
        return self

    @property
    def rows(self) -> list[Any]:
        """The fields, in the survey's order."""
        return [self[_name(question)] for question in self.questions]


def _name(question: SurveyQuestion) -> str:
    return f"s_{question.id}"


def survey_form(questions: Sequence[SurveyQuestion]) -> type[SurveyForm]:
    """The class of the form for these questions.

    Args:
        questions: Those that are asked.

    Returns:
        The class.
    """
    fields: dict[str, Any] = {"questions": tuple(questions)}
    for question in questions:
        if question.kind is SurveyType.WORDS:
            fields[_name(question)] = TextAreaField("", render_kw={"rows": 3, "maxlength": 500, "autocomplete": "off"})
        else:
            fields[_name(question)] = RadioField("", default="")
    return type("AskedSurveyForm", (SurveyForm,), fields)
