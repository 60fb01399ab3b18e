"""The questions of a request, and what was answered to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..base.actors import PEOPLE, STAFF
from ..context import Context
from ..devices.several import stored_devices
from ..guardrails.disclosure import customer_view
from ..ports.store import Reader
from ..service_requests.access import request_view
from ..service_requests.lifecycle import ENDED
from ..service_requests.model import ServiceRequest
from ..service_requests.parts import RoomPart, room_part
from ..service_requests.rules import VIEW_REQUESTS
from ..settings import AskedAbout, FilledBy, Question, QuestionType, asked_of, asked_of_each
from .model import AskedQuestion, QuestionAnswers
from .rules import about_of, in_words, load_answers


@customer_view
class AnsweredQuestion:
    """One answer.

    Attributes:
        question: The question's id.
        kind: How it was answered; of yes and no ``said`` is "yes" or "no".
        words: What was asked, as it was then.
        said: The answer, as it was then.
        labels: What was asked by language, while the question still says the same.
        said_labels: The answer by language, in the same way.
    """

    question: str
    kind: QuestionType
    words: str
    said: str
    labels: tuple[tuple[str, str], ...] = ()
    said_labels: tuple[tuple[str, str], ...] = ()

    def asks(self, language: str) -> str:
        """What was asked.

        Args:
            language: The reader's.

        Returns:
            The question in that language, as long as it still says the same; else as it was asked.
        """
        return dict(self.labels).get(language, self.words)

    def says(self, language: str) -> str:
        """What was answered.

        Args:
            language: The reader's.

        Returns:
            The answer in the same way; of yes and no "yes" or "no", of a day and a number as they are stored.
        """
        return dict(self.said_labels).get(language, self.said)


@customer_view
class RequestQuestions(RoomPart):
    """What is asked about a request, for one reader.

    Attributes:
        open: Ids of the questions that the reader may answer now, answered ones too, in the shop's order.
        possible: The same with those that depend on the answers to others.
        values: What is answered to them, as `helpdesk_core.settings.read_answer` makes it.
        missing: Ids of required questions that nobody has answered.
        answered: All answers, those to questions that are not asked any more too.
        more: The further devices that are asked about: the number of each, and what it is called.
    """

    open: tuple[str, ...]
    possible: tuple[str, ...]
    values: Mapping[str, str]
    missing: tuple[str, ...]
    answered: tuple[AnsweredQuestion, ...]
    more: tuple[tuple[int, str], ...] = ()

    @classmethod
    def of(
        cls,
        questions: Iterable[Question],
        about: AskedAbout,
        values: Mapping[str, str],
        answered: tuple[AnsweredQuestion, ...] = (),
    ) -> RequestQuestions:
        """What is asked, and was answered.

        Args:
            questions: The shop's.
            about: Of what, and whom.
            values: What is answered so far, by question.
            answered: The same in words.

        Returns:
            The questions.
        """
        possible, asked = asked_of(questions, about, None), asked_of(questions, about, values)
        return cls(
            open=tuple(one.id for one in asked),
            possible=tuple(one.id for one in possible),
            values={one.id: values[one.id] for one in possible if one.id in values},
            missing=tuple(one.id for one in asked if one.required and one.id not in values),
            answered=answered,
            more=about.more,
        )


@request_view(actors=PEOPLE, right=VIEW_REQUESTS)
def view_questions(reader: Reader, context: Context, request: ServiceRequest) -> RequestQuestions:
    """The questions of a request, and its answers.

    Args:
        request_id: The request's id.

    Returns:
        The questions; a refusal for a request that is not the reader's to see.
    """
    return questions_of(reader, request, context)


@room_part(QuestionAnswers)
def questions_of(reader: Reader, request: ServiceRequest, context: Context) -> RequestQuestions:
    """What is asked and answered, as this reader is shown it."""
    answers, settings = load_answers(reader, request), context.settings
    values = answers.plain_values if answers is not None else {}
    over = request.phase in ENDED or request.erased_at is not None
    about = about_of(request, stored_devices(reader, request), context.actor.kind)
    by_id = {one.id: one for one in asked_of_each(settings.questions, about.more)}
    places = {id: place for place, id in enumerate(by_id)}
    rows = [
        _answer(one, answers, by_id.get(one.question), request.language, context)
        for one in (answers.asked if answers is not None else ())
        if one.question in values and (context.actor.kind in STAFF or one.filled_by is FilledBy.CUSTOMER)
    ]
    rows.sort(key=lambda row: places.get(row.question, len(places)))
    return RequestQuestions.of(() if over else settings.questions, about, values, tuple(rows))


def _answer(
    asked: AskedQuestion, answers: QuestionAnswers | None, now: Question | None, then: str, context: Context
) -> AnsweredQuestion:
    assert answers is not None
    settings, words = context.settings, str(asked.words)
    said, value = str(answers.said[asked.question]), str(answers.values[asked.question])
    labels: tuple[tuple[str, str], ...] = ()
    chosen: tuple[tuple[str, str], ...] = ()
    if now is not None and settings.label(now.labels, then) == words:
        labels = tuple((one, settings.label(now.labels, one)) for one in settings.languages)
    if now is not None and now.kind.has_choices and in_words(now, value, settings, then) == said:
        chosen = tuple((one, in_words(now, value, settings, one)) for one in settings.languages)
    return AnsweredQuestion(
        question=asked.question, kind=asked.kind, words=words, said=said, labels=labels, said_labels=chosen
    )
