"""A shop's short survey about a repair: what is asked, and what works."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import attrs

from ..base.messages import define
from ..base.worded import Worded
from ..errors import FieldError
from .questions import Question, QuestionType, check_questions

MAX_SURVEY, MAX_OFFERED = 20, 10
LEAST, MOST = 1, 5
"""The ends of a scale."""
_TYPE = define("settings.error.survey_type", "A question of a survey is answered by one of these: {choices}.")
_MANY = define("settings.error.survey_many", "These are too many: {count} at most.")
_CHOICES = define(
    "settings.error.survey_choices",
    "Please give at least two different choices, each on a line of its own, and as many in each language.",
)
_NO_CHOICES = define("settings.error.survey_no_choices", "Only a question with choices has them.")


class SurveyType(Worded, prefix="survey.type"):
    """How a question of a survey is answered."""

    SCALE = "scale", "From 1 to 5"
    CHOICE = "choice", "One of several choices"
    WORDS = "words", "In words"


@attrs.frozen(kw_only=True)
class SurveyQuestion:
    """A question of the shop's survey. Nobody has to answer it. A ``retired`` one is asked no more, and what was
    answered stays readable.

    Attributes:
        id: A key of small letters and digits.
        labels: The question, in the shop's languages.
        type: One of `SurveyType`.
        choices: What can be chosen, in the shop's languages: each on a line of its own.
    """

    id: str
    labels: Mapping[str, str]
    type: str = SurveyType.SCALE.value
    choices: Mapping[str, str] = attrs.field(factory=dict)
    retired: bool = False

    @property
    def kind(self) -> SurveyType:
        """How it is answered."""
        return SurveyType(self.type)

    def offered(self, language: str) -> tuple[str, ...]:
        """What can be chosen.

        Args:
            language: The reader's.

        Returns:
            The choices in that language, else in the first that there is.
        """
        text = self.choices.get(language) or next(iter(self.choices.values()), "")
        return _lines(text)


def asked_in_survey(survey: tuple[SurveyQuestion, ...]) -> tuple[SurveyQuestion, ...]:
    """The questions that are asked.

    Args:
        survey: All of the shop's.

    Returns:
        Those that are not retired, in their order.
    """
    return tuple(one for one in survey if not one.retired)


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def check_survey(survey: tuple[SurveyQuestion, ...], languages: tuple[str, ...]) -> Iterator[FieldError]:
    """What is wrong with a survey besides ids and labels, each error with its path from ``survey``."""
    if len(survey) > MAX_SURVEY:
        yield FieldError(_MANY, {"count": MAX_SURVEY}, ("survey",))
    for place, question in enumerate(survey):
        path = ("survey", str(place))
        if question.type not in tuple(SurveyType):
            yield FieldError(_TYPE, {"choices": ", ".join(SurveyType)}, (*path, "type"))
            continue
        yield from _choices(question, languages, path)
        # what the shop's own questions may not ask for, and how long they may be, holds here too
        kind = QuestionType.LONG if question.kind is SurveyType.WORDS else QuestionType.YES_NO
        plain = Question(id=question.id, labels=question.labels, type=kind.value)
        for error in check_questions((plain,), ()):
            yield FieldError(error.code, error.params, (*path, *error.path[2:]))


def _choices(question: SurveyQuestion, languages: tuple[str, ...], path: tuple[str, ...]) -> Iterator[FieldError]:
    at = (*path, "choices")
    if question.kind is not SurveyType.CHOICE:
        if any(_lines(text) for text in question.choices.values()):
            yield FieldError(_NO_CHOICES, path=at)
        return
    offered = [_lines(question.choices.get(language, "")) for language in languages]
    for lines in offered:
        if len(lines) < 2 or len(set(lines)) < len(lines) or len(lines) != len(offered[0]):
            yield FieldError(_CHOICES, path=at)
            return
    if any(len(lines) > MAX_OFFERED for lines in offered):
        yield FieldError(_MANY, {"count": MAX_OFFERED}, at)
