"""A shop's questions as fields of a form: of Quick Help, the room, the counter, and a request's page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar, Self, TypeVar

import attrs
from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields import Field

from helpdesk_core import FieldError, Settings
from helpdesk_core.i18n import Translator
from helpdesk_core.settings import YES_NO, Question, QuestionType, read_answer
from helpdesk_core.views import AnsweredQuestion, RequestQuestions, Room

from ..forms import BaseForm

_MOST_RADIOS = 6
_RENDER: Mapping[QuestionType, Mapping[str, Any]] = {
    QuestionType.SHORT: {"maxlength": 200, "autocomplete": "off"},
    QuestionType.LONG: {"rows": 4, "autocomplete": "off"},
    QuestionType.NUMBER: {"inputmode": "decimal", "autocomplete": "off"},
    QuestionType.DATE: {"type": "date"},
}


def name_of(question: str, choice: str = "") -> str:
    """The name of a question's field; of one of its boxes, where several can be ticked."""
    return f"q_{question}:{choice}" if choice else f"q_{question}"


@attrs.frozen(kw_only=True)
class AskedField:
    """A question as a part of a form.

    Attributes:
        fields: Its field, or a box for each choice.
        when: What must be chosen elsewhere in the form, as ``name=value`` with spaces between; "" for nothing.
        only_if: The same in words.
    """

    question: Question
    words: str
    hint: str
    fields: tuple[Field, ...]
    when: str
    only_if: str

    @property
    def id(self) -> str:
        """Where an error of its boxes is found."""
        return box_id(self.fields[0])

    @property
    def boxes(self) -> list[Field]:
        """What is ticked; nothing for a line or a list."""
        if isinstance(self.fields[0], RadioField):
            return list(self.fields[0])
        return list(self.fields) if isinstance(self.fields[0], BooleanField) else []

    @property
    def errors(self) -> list[str]:
        """What is wrong with the answer."""
        return [error for one in self.fields for error in one.errors]


class QuestionsForm(BaseForm):
    """Base of the forms that are made for a shop's questions."""

    ids = "answers-"
    questions: ClassVar[tuple[Question, ...]] = ()
    words: Mapping[str, str] = {}
    """Each question in the reader's language, once they were put in."""

    def typed(self) -> dict[str, Any]:
        """What was typed besides the answers, which are no fields of a command."""
        return {name: value for name, value in super().typed().items() if not is_answer(name)}

    def worded(self, settings: Settings, t: Translator) -> Self:
        """The form with the questions and choices in the reader's language."""
        self.words = {one.id: settings.label(one.labels, t.language) for one in self.questions}
        for question in self.questions:
            words = self.words[question.id]
            if question.kind is QuestionType.CHOICES:
                for choice in _offered(question, self):
                    self[name_of(question.id, choice.id)].label.text = settings.label(choice.labels, t.language)
                continue
            field = self[name_of(question.id)]
            field.label.text = words
            if question.kind is QuestionType.YES_NO:
                field.choices = [(value, t(code)) for value, code in YES_NO.items()]
            elif question.kind is QuestionType.CHOICE:
                field.choices = [(one.id, settings.label(one.labels, t.language)) for one in _offered(question, self)]
            if isinstance(field, SelectField) and not isinstance(field, RadioField):
                field.choices = [("", "–"), *(field.choices or ())]
            elif isinstance(field, RadioField) and not question.required:
                field.choices = [*(field.choices or ()), ("", t("answer.none"))]
        return self

    def shown(self, settings: Settings, t: Translator) -> Iterator[AskedField]:
        """The questions in their order."""
        by_id = {one.id: one for one in self.questions}
        for question in self.questions:
            parent, when, only_if = by_id.get(question.depends_on), "", ""
            if parent is not None:
                ticked = parent.kind is QuestionType.CHOICES
                when = " ".join(
                    f"{name_of(parent.id, one)}=y" if ticked else f"{name_of(parent.id)}={one}" for one in question.when
                )
                wanted = " / ".join(answer_words(parent, one, settings, t) for one in question.when)
                words = settings.label(parent.labels, t.language)
                only_if = t("question.only_if", question=words, answer=wanted)
            yield AskedField(
                question=question,
                words=settings.label(question.labels, t.language),
                hint=settings.label(question.hints, t.language),
                fields=tuple(self.fields_of(question)),
                when=when,
                only_if=only_if,
            )

    def fields_of(self, question: Question) -> Sequence[Field]:
        """The field of a question, or the boxes of its choices."""
        if question.kind is QuestionType.CHOICES:
            return [self[name_of(question.id, choice.id)] for choice in _offered(question, self)]
        return [self[name_of(question.id)]]

    def answers(self) -> list[tuple[str, str, tuple[str, ...]]]:
        """Each question with what was written, and what was chosen."""
        return [self._answer(question) for question in self.questions]

    def _answer(self, question: Question) -> tuple[str, str, tuple[str, ...]]:
        if question.kind is QuestionType.CHOICES:
            ticked = (one.id for one in _offered(question, self) if self[name_of(question.id, one.id)].data)
            return question.id, "", tuple(ticked)
        typed = str(self[name_of(question.id)].data or "")
        return (question.id, "", (typed,) if typed else ()) if question.kind.is_chosen else (question.id, typed, ())

    def is_wrong(self, kept: Mapping[str, str], t: Translator) -> bool:
        """Whether an answer is none to its question; every one that is says so."""
        errors = []
        for question, answer in zip(self.questions, self.answers(), strict=True):
            try:
                read_answer(question, *answer[1:], kept.get(question.id, ""))
            except FieldError as error:
                errors.append(error.at(question.id))
        self.show_answer_errors(errors, t)
        return bool(errors)

    def first_errors(self) -> list[tuple[str, str]]:
        """For the summary; a box is named by its question."""
        boxes = {
            one.id: (box_id(one), self.words.get(question.id, "").rstrip("?"))
            for question in self.questions
            for one in self.fields_of(question)
            if isinstance(one, BooleanField | RadioField)
        }
        return [
            (boxes[id][0], f"{boxes[id][1]}: {error.partition(': ')[2]}") if id in boxes else (id, error)
            for id, error in super().first_errors()
        ]

    def show_answer_errors(self, errors: Iterable[FieldError], t: Translator) -> None:
        """Put each error of `read_answers` beside the question that it is about."""
        by_id = {one.id: one for one in self.questions}
        for error in errors:
            id = error.path[0]
            words = t(error.code, **{name: value for name, value in error.params.items() if isinstance(value, int)})
            if id in by_id:
                first = self.fields_of(by_id[id])[0]
                first.errors = [*first.errors, words]
            else:
                self.add_general(words)


def _offered(question: Question, form: BaseForm) -> list[Any]:
    """The choices that are offered: a retired one only where it is chosen."""
    if question.kind is QuestionType.CHOICES:
        return [one for one in question.choices if name_of(question.id, one.id) in form]
    data = form[name_of(question.id)].data
    return [one for one in question.choices if not one.retired or one.id == data]


def answer_words(question: Question, value: str, settings: Settings, t: Translator) -> str:
    """One thing that can be chosen, in the reader's language."""
    if question.kind is QuestionType.YES_NO:
        return t(YES_NO.get(value, "answer.none"))
    choice = question.choice(value)
    return settings.label(choice.labels, t.language) if choice is not None else value


_F = TypeVar("_F", bound=QuestionsForm)


def box_id(field: Field) -> str:
    """The id of the group of boxes that a field is, or begins."""
    return str(field.id) if isinstance(field, RadioField) else f"{field.id}-all"


def is_answer(name: str) -> bool:
    """Whether a field's name is that of a question."""
    return name.startswith("q_")


def said_words(kind: QuestionType, said: str, t: Translator) -> str:
    """An answer as it is stored, as people read it: numbers and days in the reader's way."""
    if kind is QuestionType.YES_NO and said in YES_NO:
        return t(YES_NO[said])
    if kind is QuestionType.DATE:
        return t.day(date.fromisoformat(said))
    return said


def questions_form(
    questions: Sequence[Question], values: Mapping[str, str], base: type[_F], *, selects: bool = False
) -> type[_F]:
    """The class of a form for these questions; ``values`` are what is answered now. With ``selects`` choices are
    lists, which take one line."""
    fields: dict[str, Any] = {}
    for question in questions:
        if question.kind is QuestionType.CHOICES:
            kept = values.get(question.id, "").split()
            for choice in question.choices:
                if not choice.retired or choice.id in kept:
                    fields[name_of(question.id, choice.id)] = BooleanField("")
        else:
            fields[name_of(question.id)] = _field(question, selects)
    made: type[_F] = type("AnswersForm", (base,), {**fields, "questions": tuple(questions)})
    return made


def _field(question: Question, selects: bool) -> Any:
    if question.kind.is_chosen:
        offered = sum(not one.retired for one in question.choices)
        return SelectField("", default="") if selects or offered > _MOST_RADIOS else RadioField("", default="")
    kind = TextAreaField if question.kind is QuestionType.LONG else StringField
    return kind("", render_kw=dict(_RENDER[question.kind]))


def shown_values(questions: Iterable[Question], values: Mapping[str, str]) -> dict[str, Any]:
    """Stored answers as data of the form."""
    data: dict[str, Any] = {}
    for question in questions:
        value = values.get(question.id, "")
        if question.kind is QuestionType.CHOICES:
            data |= {name_of(question.id, one): True for one in value.split()}
        elif value:
            data[name_of(question.id)] = value
    return data


def as_command(answers: Iterable[tuple[str, str, Sequence[str]]]) -> list[dict[str, Any]]:
    """Answers as a command is read from."""
    return [
        {"question": question, "chosen": list(chosen)} | ({"text": text} if text.strip() else {})
        for question, text, chosen in answers
    ]


@attrs.frozen(kw_only=True)
class Answered:
    """A question and its answer in the reader's words."""

    id: str
    words: str
    said: str


def answer_rows(found: Iterable[AnsweredQuestion], t: Translator) -> list[Answered]:
    """Answers in the reader's words."""
    return [
        Answered(id=one.question, words=one.asks(t.language), said=said_words(one.kind, one.says(t.language), t))
        for one in found
    ]


def answered(room: Room, t: Translator) -> list[Answered]:
    """What a customer answered about a request."""
    part = room.part(RequestQuestions)
    return [] if part is None else answer_rows(part.answered, t)
