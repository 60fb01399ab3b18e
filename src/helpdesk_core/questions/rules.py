"""Answering a shop's questions: when a request is made, and later by its customer or by staff."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import attrs

from ..base.actors import CUSTOMERS, PEOPLE, ActorKind
from ..base.changes import Change, Refusal, RefusalKind, Save, Verdict, refused
from ..base.commands import OpaqueId, command, items, text
from ..base.messages import define
from ..base.notices import to_staff
from ..base.results import Result
from ..base.text import RawText, SafeText
from ..base.values import piece
from ..context import Context
from ..devices.model import RequestDevice
from ..devices.several import stored_devices
from ..errors import FieldError
from ..handlers import handles
from ..ports.store import Reader
from ..service_requests.access import OfRequest, RequestCommand, load_request
from ..service_requests.lifecycle import ENDED
from ..service_requests.model import ServiceRequest
from ..service_requests.rules import CONTINUED, DESCRIBE, WRONG_PHASE, touch, touch_answered
from ..settings import AskedAbout, FilledBy, Question, Settings, asked_of_each, read_answers
from ..settings.answers import MAX_ANSWER
from ..settings.questions import MAX_ANSWERS, MAX_CHOICES
from .model import AskedQuestion, QuestionAnswers, answers_id

NOTHING = Refusal(define("refusal.no_answers", "Please answer at least one question."), kind=RefusalKind.INVALID)


@piece
class TypedAnswer:
    """An answer as it is given; one with neither words nor choices takes the answer back.

    Attributes:
        question: The question's id; about the second device of a request, where one is about a type or model of
            device, ``backup~2``.
        text: Words; a number; a day, as 2026-11-30 or 30.11.2026.
        chosen: Ids of choices; "yes" or "no".
    """

    question: OpaqueId
    text: RawText | None = text(max_length=MAX_ANSWER, default=None)
    chosen: tuple[OpaqueId, ...] = items(MAX_CHOICES, default=())


@command
class AnswerQuestions(RequestCommand[Result]):
    """Answer the shop's own questions about a request. What is left out stays as it is.

    Args:
        answers: The answers, each question once.
    """

    answers: tuple[TypedAnswer, ...] = items(MAX_ANSWERS, at_least=1)


class QuestionsAnswered(
    Change,
    action="questions_answered",
    label="Questions answered",
    personal=True,
    by_customer=to_staff(
        "answers", "Request {reference}: questions answered", "The customer answered questions about the request."
    ),
):
    """Somebody answered questions of the shop's own."""

    questions: tuple[str, ...]


@attrs.frozen(kw_only=True)
class Answering(OfRequest):
    """A request and what is answered about it."""

    answers: QuestionAnswers | None
    devices: tuple[RequestDevice, ...]


def as_refusal(error: FieldError, given: Sequence[TypedAnswer]) -> Refusal:
    """The refusal that an error of `read_answers` becomes: about its answer, or about all where one is missing."""
    place = next((place for place, one in enumerate(given) if one.question == error.path[0]), None)
    return Refusal(error.code, error.params, field="answers" if place is None else f"answers.{place}")


def about_of(request: ServiceRequest, devices: Iterable[RequestDevice], by: ActorKind) -> AskedAbout:
    """Of what questions are asked, of a request that is there."""
    listed = ((one.number, one.description) for one in devices if one.removed_at is None)
    return AskedAbout.of(request.device_checked or request.device, listed, customer=request.customer, by=by)


def typed_of(answers: Iterable[TypedAnswer], context: Context) -> list[tuple[str, str, Sequence[str]]]:
    """A command's answers with their redacted words."""
    return [
        (str(one.question), "" if one.text is None else str(context.texts[f"answers.{place}.text"]), one.chosen)
        for place, one in enumerate(answers)
    ]


def answered(
    before: QuestionAnswers | None,
    request: ServiceRequest,
    about: AskedAbout,
    values: Mapping[str, str],
    context: Context,
) -> QuestionAnswers:
    """The record of these values: what is answered anew is kept in the words of now, the rest in those of then."""
    settings, language = context.settings, request.language
    old = before.plain_values if before else {}
    kept_words = {one.question: one for one in before.asked} if before else {}
    words: dict[str, AskedQuestion] = {}
    cells: dict[str, SafeText] = {}
    said: dict[str, SafeText] = {}
    questions = {one.id: one for one in asked_of_each(settings.questions, about.more)}
    for id in sorted(values):
        question, value = questions.get(id), values[id]
        if before is not None and id in kept_words and (old.get(id) == value or question is None):
            words[id], cells[id], said[id] = kept_words[id], before.values[id], before.said[id]
        elif question is not None:
            label = settings.label(question.labels, language)
            words[id] = AskedQuestion(
                question=id,
                kind=question.kind,
                filled_by=FilledBy(question.filled_by),
                words=context.redact(label),
            )
            cells[id] = context.redact(value)
            said[id] = context.redact(in_words(question, value, settings, language))
    fields = {"asked": tuple(words.values()), "values": cells, "said": said}
    if before is not None:
        return before.changed(**fields)
    made = context.make(QuestionAnswers, request=request.id, **fields)
    return made.changed(id=answers_id(context.tenant, request.id))


def in_words(question: Question, value: str, settings: Settings, language: str) -> str:
    """An answer as people read it in a language. Of yes and no the words are the pages'."""
    if not question.kind.has_choices:
        return value
    chosen = (question.choice(id) for id in value.split())
    return ", ".join(settings.label(one.labels, language) for one in chosen if one is not None)


def first_answers(
    given: tuple[TypedAnswer, ...], request: ServiceRequest, devices: Iterable[Save], context: Context
) -> tuple[Save, ...] | Refusal:
    """What a new request, with these rows of devices, says to the shop's own questions; a refusal where that is no
    answer, or where a customer left out what is required."""
    if not context.settings.questions and not given:
        return ()
    kind = context.actor.kind
    rows = [one.after for one in devices if isinstance(one.after, RequestDevice)]
    about, typed = about_of(request, rows, kind), typed_of(given, context)
    values, errors = read_answers(context.settings.questions, about, typed, {}, all_required=kind in CUSTOMERS)
    if errors:
        return as_refusal(errors[0], given)
    return (Save(after=answered(None, request, about, values, context)),) if values else ()


def load_answers(reader: Reader, request: ServiceRequest) -> QuestionAnswers | None:
    """What is answered about a request."""
    return reader.load(QuestionAnswers, answers_id(request.tenant, request.id))


def load_answering(reader: Reader, command: AnswerQuestions, context: Context) -> Answering | Refusal:
    """The request and its answers."""
    loaded = load_request(reader, command, context)
    if isinstance(loaded, Refusal):
        return loaded
    request = loaded.request
    return Answering(request=request, answers=load_answers(reader, request), devices=stored_devices(reader, request))


@handles(AnswerQuestions, actors=PEOPLE, load=load_answering, right=DESCRIBE)
def answer_questions(loaded: Answering, command: AnswerQuestions, context: Context) -> Verdict[Result]:
    """A customer's answers are an answer to the shop, like a message; staff write down what they were told or saw."""
    request, before = loaded.request, loaded.answers
    if request.phase in ENDED:
        return refused(CONTINUED if request.merged_into else WRONG_PHASE)
    about = about_of(request, loaded.devices, context.actor.kind)
    kept = before.plain_values if before else {}
    values, errors = read_answers(context.settings.questions, about, typed_of(command.answers, context), kept)
    if errors:
        return refused(as_refusal(errors[0], command.answers))
    if values == kept:
        return Verdict(result=Result()) if kept else refused(NOTHING)
    changed = tuple(sorted(id for id in {*values, *kept} if values.get(id) != kept.get(id)))
    after = answered(before, request, about, values, context)
    touching = touch_answered if context.actor.kind in CUSTOMERS else touch
    touched = touching(request, context, QuestionsAnswered(questions=changed))
    return Verdict(result=Result(), touched=(touched,), saves=(Save(before=before, after=after),))
