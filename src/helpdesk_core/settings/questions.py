"""Questions that a shop asks besides the fixed ones: what they are, what works, and of which request they are asked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING

import attrs

from ..base.messages import define
from ..base.typed import plain
from ..base.worded import Worded
from ..errors import FieldError

if TYPE_CHECKING:
    from ..guardrails.redaction import Redactor

MAX_QUESTIONS, MAX_CHOICES = 60, 100
MAX_ANSWERS = 300
"""Answers at once: a request can be about several devices, and each may be asked about."""
_LONGEST_WORDS, _LONGEST_HINT = 300, 600
YES, NO = "yes", "no"
YES_NO = {YES: define("answer.yes", "Yes"), NO: define("answer.no", "No")}
"""The words of yes and no."""
_TOO_MANY = define("settings.error.questions", "These are too many: {count} at most.")
_TOO_LONG = define(
    "settings.error.question_long", "This is too long to be read at a glance: {count} characters at most."
)
_NO_TEXT = define("settings.error.question_text", "A text in this language is missing: {languages}.")
_NOT_ONE = define("settings.error.question_choice", "Please choose one of these: {choices}.")
_FEW = define("settings.error.question_few", "Please give at least two choices that are not retired.")
_NO_CHOICES = define("settings.error.question_no_choices", "Only a question with choices has them.")
_REQUIRED = define(
    "settings.error.question_required", "Only a question that customers answer can be required in the portal."
)
_NO_QUESTION = define("settings.error.question_unknown", "There is no other question of this id.")
_NO_VALUE = define("settings.error.question_value", "Please name at least one answer of that question.")
_NOT_A_VALUE = define("settings.error.question_not_value", "That question has no such answer. It has: {choices}.")
_CYCLE = define(
    "settings.error.question_cycle", "These questions depend on each other, so that none of them would ever be asked."
)
_SECRET = define(
    "settings.error.question_secret",
    "This asks for a passcode, a password or the number of a card or account. Nobody may be asked for those here: what "
    "was written would be removed. Please ask for it in person.",
)
_OF_DEVICE = "~"
_SAMPLES = ("482193", "4821")


class QuestionType(Worded, prefix="question.type"):
    """How a question is answered."""

    SHORT = "short", "One line"
    LONG = "long", "Several lines"
    NUMBER = "number", "A number"
    DATE = "date", "A day"
    YES_NO = "yes_no", "Yes or no"
    CHOICE = "choice", "One of several choices"
    CHOICES = "choices", "Any of several choices"

    @property
    def has_choices(self) -> bool:
        """Whether the shop says what can be chosen."""
        return self in (QuestionType.CHOICE, QuestionType.CHOICES)

    @property
    def is_chosen(self) -> bool:
        """Whether nothing is written: an answer is among those that are offered."""
        return self.has_choices or self is QuestionType.YES_NO


class FilledBy(Worded, prefix="question.by"):
    """Who answers a question."""

    CUSTOMER = "customer", "The customer"
    STAFF = "staff", "Staff"


@attrs.frozen(kw_only=True)
class QuestionChoice:
    """One of the answers that a question offers. A ``retired`` one stays where it was chosen and is offered no more."""

    id: str
    labels: Mapping[str, str]
    retired: bool = False


@attrs.frozen(kw_only=True)
class Question:
    """A question of the shop's own.

    It is asked of every request, or only where one of the words of ``devices`` begins a word of the device ("ThinkPad",
    "lodówk"), only of the host's accounts in ``customers``, and only if the question ``depends_on`` has one of the
    answers in ``when``. A ``required`` one is asked before a customer's request is sent; staff at the counter may leave
    it open. A ``retired`` one is asked no more, and what was answered stays readable.
    """

    id: str
    labels: Mapping[str, str]
    hints: Mapping[str, str] = attrs.field(factory=dict)
    type: str = QuestionType.SHORT.value
    filled_by: str = FilledBy.CUSTOMER.value
    required: bool = False
    choices: tuple[QuestionChoice, ...] = ()
    devices: tuple[str, ...] = ()
    customers: tuple[str, ...] = ()
    depends_on: str = ""
    when: tuple[str, ...] = ()
    retired: bool = False

    @property
    def kind(self) -> QuestionType:
        """How it is answered."""
        return QuestionType(self.type)

    @property
    def answers(self) -> tuple[str, ...]:
        """What can be chosen, retired choices too; nothing for what is written."""
        if self.kind is QuestionType.YES_NO:
            return (YES, NO)
        return tuple(choice.id for choice in self.choices)

    def choice(self, id: str) -> QuestionChoice | None:
        """One of its choices.

        Args:
            id: The choice's id.

        Returns:
            The choice, None where it has none of that id.
        """
        return next((one for one in self.choices if one.id == id), None)


def asked(
    questions: Iterable[Question], *, device: str, customer: str | None, values: Mapping[str, str] | None
) -> tuple[Question, ...]:
    """The questions that are asked of a request, in their order.

    Args:
        questions: The shop's.
        device: What the request is about, in the customer's words.
        customer: The host's id of the customer's account, None for a guest.
        values: What is answered so far, by question: the ids of what was chosen, with spaces between them. None for
            every question that may come to be asked, whatever is answered.

    Returns:
        Those that fit, whoever answers them.
    """
    by_id = {one.id: one for one in questions}

    def fits(question: Question, before: frozenset[str]) -> bool:
        if question.retired or question.id in before:
            return False
        if question.devices and not has_word(device, question.devices):
            return False
        if question.customers and customer not in question.customers:
            return False
        if not question.depends_on:
            return True
        parent = by_id.get(question.depends_on)
        chosen = list(question.when) if values is None else values.get(question.depends_on, "").split()
        return (
            parent is not None and any(one in chosen for one in question.when) and fits(parent, before | {question.id})
        )

    return tuple(one for one in by_id.values() if fits(one, frozenset()))


def asked_of_each(questions: Iterable[Question], more: Iterable[tuple[int, str]]) -> tuple[Question, ...]:
    """The questions, and those about a type or model of device once more for each further device that they fit.

    Args:
        questions: The shop's.
        more: The further devices of a request: the number of each among its devices, and what it is called.

    Returns:
        The questions; one about the second device has the id ``backup~2``, and says which device it is about.
    """
    by_id = {one.id: one for one in questions}

    def is_bound(id: str, below: frozenset[str] = frozenset()) -> bool:
        one = by_id.get(id)
        if one is None or id in below:
            return False
        return bool(one.devices) or is_bound(one.depends_on, below | {id})

    bound = [one for one in by_id.values() if _OF_DEVICE not in one.id and is_bound(one.id)]
    for number, device in more:
        ids = {one.id: f"{one.id}{_OF_DEVICE}{number}" for one in bound}
        for one in bound:
            if not one.devices or has_word(device, one.devices):
                labels = {language: f"{words} ({device})" for language, words in one.labels.items()}
                above = ids.get(one.depends_on, one.depends_on)
                made = attrs.evolve(one, id=ids[one.id], labels=labels, devices=(), depends_on=above)
                by_id[made.id] = made
    return tuple(by_id.values())


def has_word(device: str, beginnings: Iterable[str]) -> bool:
    """Whether one of the ``beginnings`` begins a word of the device, or several words in a row."""
    words = _words(device)
    return any(_words(one) and _words(one) in words for one in beginnings)


def _words(text: str) -> str:
    """The words of a device, a space before each: where one begins like another it is found in it."""
    return "".join(f" {word}" for word in re.findall(r"\w+", plain(text).casefold()))


def check_questions(questions: tuple[Question, ...], languages: tuple[str, ...]) -> Iterator[FieldError]:
    """What is wrong with questions, each error with its path from ``questions``."""
    if len(questions) > MAX_QUESTIONS:
        yield FieldError(_TOO_MANY, {"count": MAX_QUESTIONS}, ("questions",))
        return
    by_id = {one.id: one for one in questions}
    for place, question in enumerate(questions):
        path = ("questions", str(place))
        yield from _one_of(question.type, tuple(QuestionType), (*path, "type"))
        yield from _one_of(question.filled_by, tuple(FilledBy), (*path, "filled_by"))
        yield from _worded(question.labels, languages, (*path, "labels"), _LONGEST_WORDS)
        yield from _worded(question.hints, (), (*path, "hints"), _LONGEST_HINT)
        if question.required and question.filled_by != FilledBy.CUSTOMER:
            yield FieldError(_REQUIRED, path=(*path, "required"))
        if question.type in tuple(QuestionType):
            yield from _choices(question, languages, path)
            yield from _secrets(question, path)
        if question.depends_on:
            yield from _condition(question, by_id, path)


def _one_of(value: str, choices: tuple[str, ...], path: tuple[str, ...]) -> Iterator[FieldError]:
    if value not in choices:
        yield FieldError(_NOT_ONE, {"choices": ", ".join(choices)}, path)


def _worded(
    texts: Mapping[str, str], languages: tuple[str, ...], path: tuple[str, ...], longest: int
) -> Iterator[FieldError]:
    if missing := [code for code in languages if not texts.get(code, "").strip()]:
        yield FieldError(_NO_TEXT, {"languages": ", ".join(missing)}, path)
    for language, text in texts.items():
        if len(text) > longest:
            yield FieldError(_TOO_LONG, {"count": longest}, (*path, language))


def _choices(question: Question, languages: tuple[str, ...], path: tuple[str, ...]) -> Iterator[FieldError]:
    at = (*path, "choices")
    if len(question.choices) > MAX_CHOICES:
        yield FieldError(_TOO_MANY, {"count": MAX_CHOICES}, at)
        return
    if not question.kind.has_choices:
        if question.choices:
            yield FieldError(_NO_CHOICES, path=at)
        return
    if sum(not one.retired for one in question.choices) < 2:
        yield FieldError(_FEW, path=at)
    for place, choice in enumerate(question.choices):
        yield from _worded(choice.labels, languages, (*at, str(place), "labels"), _LONGEST_WORDS)


@cache
def _redactor() -> Redactor:
    from ..guardrails.redaction import Redactor  # its patterns are loaded for who checks a question

    return Redactor(caution=None)


def _secrets(question: Question, path: tuple[str, ...]) -> Iterator[FieldError]:
    """A question whose answers redaction would take for secrets asks for one."""
    if question.kind.is_chosen or question.kind is QuestionType.DATE:
        return
    for language, words in question.labels.items():
        asks = words[:_LONGEST_WORDS].rstrip("?:. ")
        if any(_redactor().redact(f"{asks}: {sample}").found for sample in _SAMPLES):
            yield FieldError(_SECRET, path=(*path, "labels", language))


def _condition(question: Question, by_id: Mapping[str, Question], path: tuple[str, ...]) -> Iterator[FieldError]:
    parent = by_id.get(question.depends_on)
    if parent is None or parent is question or parent.type not in tuple(QuestionType):
        yield FieldError(_NO_QUESTION, path=(*path, "depends_on"))
        return
    if not question.when:
        yield FieldError(_NO_VALUE, path=(*path, "when"))
    if not set(question.when) <= set(parent.answers):
        yield FieldError(_NOT_A_VALUE, {"choices": ", ".join(parent.answers) or "–"}, (*path, "when"))
    seen, above = {question.id}, parent
    while above.depends_on in by_id and above.id not in seen:
        seen.add(above.id)
        above = by_id[above.depends_on]
    if above.id in seen:
        yield FieldError(_CYCLE, path=(*path, "depends_on"))
