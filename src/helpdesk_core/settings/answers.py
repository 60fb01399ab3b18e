"""Answers to a shop's questions: reading one by its question's type, and how it reads to people."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

import attrs

from ..base.actors import CUSTOMERS, STAFF, ActorKind
from ..base.messages import define
from ..errors import FieldError
from .questions import NO, YES, FilledBy, Question, QuestionType, asked, asked_of_each

REQUIRED = define("answer.required", "Please answer this question.")
NOT_OFFERED = define("answer.not_offered", "Please choose one of the answers offered.")
NOT_A_NUMBER = define("answer.not_a_number", "Please write a number, such as 12 or 12.5.")
NOT_A_DAY = define("answer.not_a_day", "Please write a day of the calendar, such as 2026-11-30.")
NOT_ASKED = define("answer.not_asked", "This question is not asked any more. Please look at the page as it is now.")
TWICE = define("answer.twice", "The same question is answered twice.")
TOO_LONG = define("answer.too_long", "This is too long: {count} characters at most.")
MAX_ANSWER = 2_000
_LONGEST = {QuestionType.SHORT: 200, QuestionType.LONG: MAX_ANSWER}
_NUMBER = re.compile(r"[-\u2212]?[0-9]{1,15}([.,][0-9]{1,6})?")
_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})\.(\d{1,2})\.(\d{4})", re.ASCII)
_FIRST_YEAR, _LAST_YEAR = 1900, 2199


def read_answer(question: Question, text: str = "", chosen: Sequence[str] = (), kept: str = "") -> str:
    """An answer as it is stored.

    Args:
        question: What is asked.
        text: What was written.
        chosen: The ids of what was chosen; "yes" or "no" where that is asked.
        kept: What is stored now: a choice that was retired since may stay.

    Returns:
        The words; a number with a point; a day as ISO 8601 writes it; ids in the question's order with spaces between
        them. "" for no answer.

    Raises:
        FieldError: This is no answer to that question.
    """
    if not question.kind.is_chosen:
        if chosen:
            raise FieldError("input.unreadable")
        return _written(question.kind, text.strip())
    if text.strip():
        raise FieldError("input.unreadable")
    wanted = [one for one in chosen if one]
    open_to = {choice.id for choice in question.choices if not choice.retired} | set(kept.split())
    offered = {YES, NO} if question.kind is QuestionType.YES_NO else open_to & set(question.answers)
    if not offered.issuperset(wanted) or (len(set(wanted)) > 1 and question.kind is not QuestionType.CHOICES):
        raise FieldError(NOT_OFFERED)
    return " ".join(one for one in question.answers if one in wanted)


def _written(kind: QuestionType, text: str) -> str:
    if not text:
        return ""
    if kind is QuestionType.NUMBER:
        bare = re.sub(r"(?<=[0-9])\s(?=[0-9]{3}(?![0-9]))", "", text)
        if not _NUMBER.fullmatch(bare):
            raise FieldError(NOT_A_NUMBER)
        number = Decimal(bare.replace(",", ".").replace("\u2212", "-"))
        return f"{number.normalize() + 0:f}"
    if kind is QuestionType.DATE:
        return _day(text).isoformat()
    if len(text) > _LONGEST[kind]:
        raise FieldError(TOO_LONG, {"count": _LONGEST[kind]})
    return text


def _day(text: str) -> date:
    if (found := _DAY.fullmatch(text)) is None:
        raise FieldError(NOT_A_DAY)
    parts = [int(one) for one in found.groups() if one is not None]
    year, month, day = parts if found[1] else reversed(parts)
    try:
        made = date(year, month, day)
    except ValueError:
        raise FieldError(NOT_A_DAY) from None
    if not _FIRST_YEAR <= made.year <= _LAST_YEAR:
        raise FieldError(NOT_A_DAY)
    return made


@attrs.frozen(kw_only=True)
class AskedAbout:
    """Of what questions are asked: the device in the customer's words, the account of who brought it, and by whom.

    Attributes:
        device: The first device; empty where it was taken off the request.
        more: Further devices: the number of each among those of the request, and what it is called.
    """

    device: str
    customer: str | None
    by: ActorKind
    more: tuple[tuple[int, str], ...] = ()

    @classmethod
    def of(
        cls, device: object, listed: Iterable[tuple[int, object]], *, customer: str | None, by: ActorKind
    ) -> AskedAbout:
        """About a request's devices.

        Args:
            device: What the request itself is about.
            listed: Its devices, where they are written down: the number of each, and what it is called.
            customer: The account of who brought it.
            by: Who is asked.

        Returns:
            Of what questions are asked.
        """
        there = tuple((number, str(words)) for number, words in listed)
        is_there = not there or any(number == 1 for number, _ in there)
        more = tuple(one for one in there if one[0] > 1)
        return cls(device=str(device) if is_there else "", customer=customer, by=by, more=more)


def asked_of(
    questions: Iterable[Question], about: AskedAbout, values: Mapping[str, str] | None
) -> tuple[Question, ...]:
    """The questions that somebody is asked: customers those that they fill in, staff all of them.

    Args:
        questions: The shop's.
        about: Of what, and whom.
        values: What is answered so far, by question; None for all that may come to be asked.

    Returns:
        The questions in the shop's order.
    """
    each = asked_of_each(questions, about.more)
    found = asked(each, device=about.device, customer=about.customer, values=values)
    return tuple(one for one in found if about.by in STAFF or one.filled_by == FilledBy.CUSTOMER)


def read_answers(
    questions: Iterable[Question],
    about: AskedAbout,
    typed: Iterable[tuple[str, str, Sequence[str]]],
    kept: Mapping[str, str],
    *,
    all_required: bool = False,
) -> tuple[dict[str, str], tuple[FieldError, ...]]:
    """What is answered after these answers, and every error at once.

    Args:
        questions: The shop's.
        about: Of what they are asked.
        typed: Question, words and choices of each answer.
        kept: What is answered now.
        all_required: Whether every required question that is asked needs an answer.

    Returns:
        The values by question, and errors with the question's id as their path. A question whose condition does not
        hold has no value.
    """
    questions = asked_of_each(questions, about.more)
    known = {one.id: one for one in questions if not one.retired}
    values, errors = dict(kept), dict[str, FieldError]()
    given = set[str]()
    for id, words, chosen in typed:
        question = known.get(id)
        if question is None or id in given:
            errors[id] = FieldError(NOT_ASKED if question is None else TWICE, path=(id,))
            continue
        given.add(id)
        try:
            values[id] = read_answer(question, words, chosen, kept.get(id, ""))
        except FieldError as error:
            errors[id] = error.at(id)
    values = {id: value for id, value in values.items() if value}
    open_to = {one.id: one for one in asked_of(questions, about, values)}
    for id in given & set(values) - set(open_to):
        if not known[id].depends_on:
            errors[id] = FieldError(NOT_ASKED, path=(id,))
        del values[id]
    for id, one in open_to.items():
        if one.required and id not in values and about.by in CUSTOMERS and (all_required or id in given):
            errors.setdefault(id, FieldError(REQUIRED, path=(id,)))
    order = {id: place for place, id in enumerate(known)}
    return values, tuple(sorted(errors.values(), key=lambda error: order.get(error.path[0], -1)))
