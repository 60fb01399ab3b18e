"""Answering the shop's survey: from the room, as much of it as one likes, once."""

from __future__ import annotations

from ..base.actors import CUSTOMERS
from ..base.changes import NOBODY, Change, Refusal, RefusalKind, Save, Verdict, refused
from ..base.commands import OpaqueId, command, items, number, text
from ..base.messages import define
from ..base.results import Result
from ..base.text import RawText
from ..base.values import piece
from ..context import Context
from ..handlers import handles
from ..service_requests.access import RequestCommand
from ..service_requests.rules import done
from ..settings.surveys import LEAST, MAX_OFFERED, MAX_SURVEY, MOST, SurveyQuestion, SurveyType, asked_in_survey
from .model import SurveyAnswers
from .rules import NOTHING_ASKED, Following, answers_id, load_following

LONGEST_WORDS = 500
ANSWERED_ALREADY = Refusal(
    define("refusal.survey_answered", "You have answered these questions already. Thank you."),
    kind=RefusalKind.CONFLICT,
)
NOTHING_ANSWERED = Refusal(
    define("refusal.survey_nothing", "Please answer at least one question, or leave the page as it is.")
)
NO_ANSWER = define("refusal.survey_no_answer", "This is no answer to a question that is asked.")


@piece
class SurveyAnswer:
    """An answer to one question; one with neither a number nor words is none.

    Attributes:
        question: The question's id.
        number: On a scale, from 1 to 5; of choices the place of the one that was chosen, from 1.
        text: Words.
    """

    question: OpaqueId
    number: int | None = number(1, MAX_OFFERED, default=None)
    text: RawText | None = text(max_length=LONGEST_WORDS, default=None)


@command
class AnswerSurvey(RequestCommand[Result]):
    """The customer answers the shop's survey.

    Args:
        answers: The answers; none is required.
    """

    answers: tuple[SurveyAnswer, ...] = items(MAX_SURVEY)


class SurveyAnswered(Change, action="survey_answered", label="Survey answered", tells=NOBODY):
    """The customer answered."""

    given: str


@handles(AnswerSurvey, actors=CUSTOMERS, load=load_following)
def answer_survey(loaded: Following, command: AnswerSurvey, context: Context) -> Verdict[Result]:
    """Where the customer permitted to be asked, and the permission holds; nobody has to do anything about it."""
    one = loaded.follow_up
    if one is None or not one.asks_survey:
        return refused(NOTHING_ASKED)
    if loaded.answers is not None:
        return refused(ANSWERED_ALREADY)
    questions = {asked.id: asked for asked in asked_in_survey(context.settings.survey)}
    values: dict[str, str] = {}
    for place, given in enumerate(command.answers):
        words = context.texts.get(f"answers.{place}.text")
        if given.number is None and words is None:
            continue
        question = questions.get(given.question)
        value = None if question is None else _value(question, given.number, words, context)
        if value is None:
            return refused(Refusal(NO_ANSWER, field=f"answers.{place}"))
        values[given.question] = value
    if not values:
        return refused(NOTHING_ANSWERED)
    made = context.make(
        SurveyAnswers,
        id=answers_id(context.tenant, one.outcome),
        request=loaded.request.id,
        outcome=one.outcome,
        location=loaded.request.location,
        values={id: context.redact(value) for id, value in sorted(values.items())},
        answered_at=context.now,
    )
    return done(loaded.request, context, SurveyAnswered(given=made.id), result=Result(), saves=(Save(after=made),))


def _value(question: SurveyQuestion, number: int | None, words: object, context: Context) -> str | None:
    """An answer as it is kept, None for one that is none to this question. Words beside a number do not count."""
    if question.kind is SurveyType.WORDS:
        return None if words is None else str(words)
    if number is None:
        return None
    if question.kind is SurveyType.SCALE:
        return str(number) if LEAST <= number <= MOST else None
    offered = question.offered(context.settings.languages[0])
    return offered[number - 1] if number <= len(offered) else None
