"""A shop's own questions: what can be defined, of which request one is asked, and what an answer is."""

from __future__ import annotations

from typing import Any

import pytest

import journeys as j
from helpdesk_core import Guest, InputError, Refusal, Settings
from helpdesk_core.base.actors import ActorKind
from helpdesk_core.commands import (
    AnswerQuestions,
    ChangeSettings,
    EraseRequest,
    Published,
    ReplyToCustomer,
    SubmitRequest,
    TakeRequest,
)
from helpdesk_core.errors import FieldError
from helpdesk_core.settings import (
    AskedAbout,
    Question,
    QuestionChoice,
    asked_of,
    from_toml,
    read_answer,
    read_answers,
    read_settings,
    to_toml,
)
from helpdesk_core.settings.values import to_plain
from helpdesk_core.testing import make_desk
from helpdesk_core.views import RequestQuestions, view_case_file, view_questions, view_search, view_settings

CHOICES = tuple(QuestionChoice(id=one, labels={"en": one.title()}) for one in ("bag", "cable", "box"))


def one(id: str = "it", **values: Any) -> Question:
    return Question(id=id, labels={"en": f"What about {id}?"}, **values)


def errors_of(*questions: Question, **plain: Any) -> list[tuple[str, tuple[str, ...]]]:
    with pytest.raises(InputError) as caught:
        read_settings({"questions": to_plain(questions), **plain})
    return [(error.code.removeprefix("settings.error."), error.path[1:]) for error in caught.value.errors]


def test_every_fault_of_the_questions_is_named_at_once() -> None:
    """With its path, in the order of the questions."""
    found = errors_of(
        one("A b"),
        one(type="guess"),
        one("few", type="choice", choices=CHOICES[:1]),
        one("none", choices=CHOICES),
        one("staff", filled_by="staff", required=True),
        one("lost", depends_on="nobody", when=("yes",)),
        one("few"),
        Question(id="mute", labels={}),
    )
    assert set(found) == {
        ("id", ("0", "id")),
        ("question_choice", ("1", "type")),
        ("question_few", ("2", "choices")),
        ("question_no_choices", ("3", "choices")),
        ("question_required", ("4", "required")),
        ("question_unknown", ("5", "depends_on")),
        ("twice", ("6", "id")),
        ("question_text", ("7", "labels")),
    }


def test_questions_that_depend_on_each_other_are_refused() -> None:
    """However many steps the circle has, and on itself."""
    ring = [one(id, type="yes_no", depends_on=on, when=("yes",)) for id, on in (("a", "b"), ("b", "c"), ("c", "a"))]
    assert errors_of(*ring) == [("question_cycle", (place, "depends_on")) for place in "012"]
    assert errors_of(one("a", type="yes_no", depends_on="a", when=("yes",))) == [
        ("question_unknown", ("0", "depends_on"))
    ]


def test_a_condition_names_answers_that_there_are() -> None:
    """Of written answers none can be named."""
    parent = one("with", type="choice", choices=CHOICES)
    assert errors_of(parent, one(depends_on="with", when=("lamp",))) == [("question_not_value", ("1", "when"))]
    assert errors_of(parent, one(depends_on="with")) == [("question_value", ("1", "when"))]
    assert errors_of(one("said"), one(depends_on="said", when=("x",))) == [("question_not_value", ("1", "when"))]


@pytest.mark.parametrize("words", ["What is your PIN?", "Hasło do komputera?", "Account number", "Passcode:"])
def test_nobody_is_asked_for_a_secret(words: str) -> None:
    """What redaction would remove is not asked for in the first place; the serial number is no secret."""
    assert errors_of(Question(id="x", labels={"en": words}))[0][0] == "question_secret"
    read_settings({"questions": to_plain((Question(id="x", labels={"en": "What is the serial number?"}),))})


def test_ten_thousand_choices_are_refused_before_they_are_looked_at() -> None:
    """By their number; sixty questions are the most."""
    many = [{"id": f"c{n}", "labels": {"en": "x"}} for n in range(10_000)]
    plain = {"id": "many", "labels": {"en": "Many?"}, "type": "choice", "choices": many}
    with pytest.raises(InputError) as caught:
        read_settings({"questions": [plain]})
    assert [error.path for error in caught.value.errors] == [("questions", "0", "choices")]
    with pytest.raises(InputError):
        read_settings({"questions": [plain | {"choices": many[:101]}]})
    assert errors_of(*(one(f"q{n}") for n in range(61))) == [("questions", ())]


@pytest.mark.parametrize(
    "kind, typed, stored",
    [
        ("number", "12,5", "12.5"),
        ("number", "1 200", "1200"),
        ("number", "-0", "0"),
        ("number", "NaN", None),
        ("number", "1e9", None),
        ("number", "Infinity", None),
        ("number", "12 34,5 6", None),
        ("date", "30.11.2026", "2026-11-30"),
        ("date", "2026-02-28", "2026-02-28"),
        ("date", "2026-02-30", None),
        ("date", "0000-01-01", None),
        ("date", "yesterday", None),
        ("short", "x" * 201, None),
        ("long", "x" * 201, "x" * 201),
        ("short", "  ", ""),
    ],
)
def test_what_is_written_is_read_by_its_type(kind: str, typed: str, stored: str | None) -> None:
    """As one form, or refused."""
    if stored is not None:
        assert read_answer(one(type=kind), typed) == stored
        return
    with pytest.raises(FieldError):
        read_answer(one(type=kind), typed)


@pytest.mark.parametrize(
    "kind, text, chosen",
    [
        ("yes_no", "", ("maybe",)),
        ("yes_no", "yes", ()),
        ("yes_no", "", ("yes", "no")),
        ("choice", "", ("bag", "box")),
        ("choice", "", ("lamp",)),
        ("choices", "", ("bag", "lamp")),
        ("short", "", ("bag",)),
    ],
)
def test_only_what_is_offered_can_be_chosen(kind: str, text: str, chosen: tuple[str, ...]) -> None:
    """Nothing else, nothing in another form, and one where one is asked for."""
    with pytest.raises(FieldError):
        read_answer(one(type=kind, choices=CHOICES if kind.startswith("choice") else ()), text, chosen)


def test_a_choice_that_was_retired_stays_where_it_was_chosen() -> None:
    """And can be chosen nowhere else."""
    question = one(type="choices", choices=(*CHOICES[:2], QuestionChoice(id="box", labels={"en": "Box"}, retired=True)))
    assert read_answer(question, chosen=("box", "bag"), kept="box") == "bag box"
    with pytest.raises(FieldError):
        read_answer(question, chosen=("box",))


ABOUT = AskedAbout(device="Lodówka Bosch", customer=None, by=ActorKind.GUEST)


def test_a_question_is_asked_of_the_devices_and_accounts_it_names() -> None:
    """By the beginning of a word of the device, in any case; of named accounts; staff see all that is theirs to fill
    in too."""
    questions = (
        one("all"),
        one("fridge", devices=("lodówk",)),
        one("brand", devices=("BOSCH",)),
        one("other", devices=("osch", "")),
        one("firm", customers=("c-1",)),
        one("shelf", filled_by="staff"),
        one("gone", retired=True),
    )

    def ids(about: AskedAbout) -> list[str]:
        return [question.id for question in asked_of(questions, about, {})]

    assert ids(ABOUT) == ["all", "fridge", "brand"]
    assert ids(AskedAbout(device="", customer="c-1", by=ActorKind.CUSTOMER)) == ["all", "firm"]
    assert ids(AskedAbout(device="", customer=None, by=ActorKind.AGENT)) == ["all", "shelf"]


def test_conditions_hold_along_a_chain() -> None:
    """A question whose condition does not hold is not asked, its answer is let go, and it is required of nobody."""
    questions = (
        one("a", type="yes_no"),
        one("b", type="yes_no", depends_on="a", when=("yes",)),
        one("c", depends_on="b", when=("no",), required=True),
    )
    assert [one.id for one in asked_of(questions, ABOUT, {"b": "no"})] == ["a"]
    values, errors = read_answers(questions, ABOUT, [("a", "", ["no"]), ("b", "", ["no"])], {}, all_required=True)
    assert (values, errors) == ({"a": "no"}, ())
    values, errors = read_answers(questions, ABOUT, [("a", "", ["yes"]), ("b", "", ["no"])], {}, all_required=True)
    assert [(error.code, error.path) for error in errors] == [("answer.required", ("c",))]


def test_all_that_is_wrong_with_answers_is_said_at_once() -> None:
    """Unknown questions, a question twice, what is no answer, what is missing."""
    questions = (one("n", type="number"), one("d", type="date"), one("r", required=True))
    typed = [("n", "many", ()), ("d", "2026-02-30", ()), ("x", "?", ()), ("d", "2026-02-28", ())]
    _, errors = read_answers(questions, ABOUT, typed, {}, all_required=True)
    assert {(error.path[0], error.code) for error in errors} == {
        ("x", "answer.not_asked"),
        ("n", "answer.not_a_number"),
        ("d", "answer.twice"),
        ("r", "answer.required"),
    }


def test_questions_go_through_a_file_as_they_are() -> None:
    """TOML, as other settings."""
    questions = (
        one("a", type="yes_no", hints={"en": "Look at the paper."}, devices=("radio",), required=True),
        one("b", type="choices", choices=CHOICES, depends_on="a", when=("yes",)),
    )
    assert from_toml(to_toml(Settings(questions=questions))).questions == questions


WORDS = {"problem": "It makes no sound at all.", "device": "Radio", "surname": "Kern", "contact": "kern@example.com"}


def ask(desk: Any, *questions: Question) -> None:
    """The shop asks these from now on."""
    plain = Published.of(to_plain(questions))
    seen = desk.show(view_settings, j.BOSS).seen.get("questions", 0)
    j.do(desk, ChangeSettings, j.BOSS, values=[{"key": "questions", "value": plain, "seen": seen}])
    desk.refresh_settings()


def answered(desk: Any, request: str, actor: Any = j.ANNA) -> RequestQuestions:
    found = desk.show(view_questions, actor, request)
    assert isinstance(found, RequestQuestions)
    return found


def test_old_answers_stay_readable_when_a_question_changes() -> None:
    """In the words in which they were asked and chosen; a question that is gone altogether leaves them too."""
    before = Question(id="with", labels={"en": "What is with it?"}, type="choice", choices=CHOICES)
    desk = make_desk(settings=Settings(questions=(before,)))
    made = desk.do(desk.read(SubmitRequest, WORDS | {"answers": [{"question": "with", "chosen": ["bag"]}]}), Guest())
    (row,) = answered(desk, made.request).answered
    assert (row.words, row.said) == ("What is with it?", "Bag")

    choices = (QuestionChoice(id="bag", labels={"en": "Suitcase"}), *CHOICES[1:])
    ask(desk, Question(id="with", labels={"en": "What else did you bring?"}, type="choice", choices=choices))
    (row,) = answered(desk, made.request).answered
    assert (row.words, row.said) == ("What is with it?", "Bag")

    ask(desk)
    (row,) = answered(desk, made.request).answered
    assert (row.words, row.said, answered(desk, made.request).open) == ("What is with it?", "Bag", ())
    assert desk.verify() == ()


def test_a_question_that_becomes_required_breaks_no_order() -> None:
    """The room says that it is missing; messages and staff's work go on, and a new request needs an answer."""
    desk = make_desk(settings=Settings(questions=(one("age", type="number"),)))
    made = desk.do(desk.read(SubmitRequest, WORDS), Guest())
    ask(desk, one("age", type="number", required=True))
    assert answered(desk, made.request).missing == ("age",)
    j.do(desk, ReplyToCustomer, j.ANNA, request=made.request, text="We look at it.", unconfirmed=True)
    refusal = desk.handle(desk.read(SubmitRequest, WORDS), Guest())
    assert isinstance(refusal, Refusal)
    assert (refusal.code, refusal.field) == ("answer.required", "answers")
    taken = j.do(desk, TakeRequest, j.ANNA, **WORDS)
    assert answered(desk, taken.request).missing == ("age",)
    j.do(desk, AnswerQuestions, j.ANNA, request=taken.request, answers=[{"question": "age", "text": "7"}])
    assert answered(desk, taken.request).missing == ()


def test_an_answer_is_found_redacted_and_erased() -> None:
    """It is the customer's: redaction reads it, the search finds it, and it goes with the person."""
    desk = make_desk(settings=Settings(questions=(one("noise", type="long"),)))
    answers = [{"question": "noise", "text": "Like a hedgehog; my PIN is 4821"}]
    made = desk.do(desk.read(SubmitRequest, WORDS | {"answers": answers}), Guest())
    assert made.removed == ("passcode",)
    desk.index()
    assert [row.id for row in desk.show(view_search, j.ANNA, "hedgehog").rows] == [made.request]
    j.do(desk, EraseRequest, j.BOSS, request=made.request)
    assert answered(desk, made.request).answered == ()
    assert desk.verify() == ()


def test_customers_are_not_shown_what_only_staff_fill_in() -> None:
    """Neither the question nor the answer, in the room and in the case file; staff see both."""
    desk = make_desk(settings=Settings(questions=(one("noise"), one("shelf", filled_by="staff"))))
    made, guest = j.in_phase(desk, "in_review", answers=[{"question": "noise", "text": "It rattles"}])
    j.do(desk, AnswerQuestions, j.ANNA, request=made.request, answers=[{"question": "shelf", "text": "B3"}])
    assert [row.question for row in answered(desk, made.request, guest).answered] == ["noise"]
    assert answered(desk, made.request, guest).values == {"noise": "It rattles"}
    assert [row.question for row in answered(desk, made.request).answered] == ["noise", "shelf"]
    again = [{"question": "shelf", "text": "C"}]
    refusal = j.attempt(desk, AnswerQuestions, guest, request=made.request, answers=again)
    assert refusal.code == "answer.not_asked"
    file = desk.show(view_case_file, guest, made.request, language="en").file
    assert [str(part.question) for part in file.request.answers] == ["What about noise?"]
