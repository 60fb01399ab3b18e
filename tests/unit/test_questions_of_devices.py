"""Questions about a type or model, asked about every device of a request that is one."""

from __future__ import annotations

from typing import Any

import pytest

import journeys as j
from helpdesk_core import Agent, Guest, Refusal, Settings
from helpdesk_core.base.actors import ActorKind
from helpdesk_core.commands import (
    AddRequestDevice,
    AnswerQuestions,
    RemoveRequestDevice,
    SubmitRequest,
    TakeRequest,
)
from helpdesk_core.settings import AskedAbout, Question, asked_of, asked_of_each
from helpdesk_core.testing import make_desk
from helpdesk_core.views import view_case_file, view_questions, view_request_devices

LABELS = {"en": "Is there a copy?", "pl": "Czy jest kopia?"}
QUESTIONS = (
    Question(id="colour", labels={"en": "Which colour?", "pl": "Jaki kolor?"}),
    Question(id="copy", labels=LABELS, type="yes_no", devices=("laptop",), required=True),
    Question(id="keep", labels={"en": "What to keep?", "pl": "Co zachować?"}, depends_on="copy", when=("no",)),
)
WORDS = {"problem": "It is dead.", "surname": "Kern", "contact": "kern@example.com"}
ANNA = Agent(id="anna", name="Anna")


@pytest.fixture
def desk() -> Any:
    return make_desk(settings=Settings(languages=("en", "pl"), questions=QUESTIONS))


def submit(desk: Any, device: str, *more: str, **answers: str) -> Any:
    """An order about these devices; ``copy=yes`` is a choice, ``keep_2=words`` an answer about the second device."""
    given = []
    for name, said in answers.items():
        question = name.replace("_", "~")
        given.append({"question": question} | ({"chosen": [said]} if said in ("yes", "no") else {"text": said}))
    fields = WORDS | {"device": device, "devices": [{"device": one} for one in more], "answers": given}
    return desk.handle(desk.read(SubmitRequest, fields), Guest())


def seen(desk: Any, made: Any) -> Any:
    return desk.show(view_questions, ANNA, made.request)


def test_each_device_that_is_one_is_asked_about_and_named() -> None:
    """Questions about every request once; what depends on such an answer goes along with it."""
    about = AskedAbout.of(
        "Laptop A", ((1, "Laptop A"), (2, "Radio"), (3, "Laptop B")), customer=None, by=ActorKind.GUEST
    )
    assert [one.id for one in asked_of(QUESTIONS, about, None)] == ["colour", "copy", "keep", "copy~3", "keep~3"]
    third = next(one for one in asked_of(QUESTIONS, about, {}) if one.id == "copy~3")
    assert third.labels == {"en": "Is there a copy? (Laptop B)", "pl": "Czy jest kopia? (Laptop B)"}
    said = asked_of(QUESTIONS, about, {"copy": "yes", "copy~3": "no"})
    assert [one.id for one in said] == ["colour", "copy", "copy~3", "keep~3"]
    each = asked_of_each(QUESTIONS, about.more)
    assert asked_of_each(each, about.more) == each, "asked of each already"


def test_only_the_second_device_may_be_one() -> None:
    """Then nothing is asked about the first."""
    about = AskedAbout.of("Radio", ((1, "Radio"), (2, "Laptop")), customer=None, by=ActorKind.GUEST)
    assert [one.id for one in asked_of(QUESTIONS, about, {})] == ["colour", "copy~2"]


def test_answers_belong_to_their_device(desk: Any) -> None:
    """What is required is required of each; the case file reads the question with the device in it."""
    refused = submit(desk, "Laptop A", "Laptop B", copy="yes")
    assert isinstance(refused, Refusal)
    assert refused.code == "answer.required"
    assert isinstance(submit(desk, "Laptop A", "Radio", copy="yes", copy_2="yes"), Refusal), "a radio is no laptop"
    made = submit(desk, "Laptop A", "Laptop B", copy="yes", copy_2="no", keep_2="Photos, PIN 4821")
    found = seen(desk, made)
    assert {id: value for id, value in found.values.items() if id != "keep~2"} == {"copy": "yes", "copy~2": "no"}
    assert "4821" not in found.values["keep~2"]
    asked = [one.asks("pl") for one in found.answered]
    assert asked == ["Czy jest kopia?", "Czy jest kopia? (Laptop B)", "Co zachować? (Laptop B)"]
    guest = j.enter(desk, made, WORDS["contact"])
    file = desk.show(view_case_file, guest, made.request, language="en").file
    assert "Is there a copy? (Laptop B)" in [str(part.question) for part in file.request.answers]
    assert desk.verify() == ()


def test_a_device_that_is_added_or_taken_off_is_asked_about_or_not(desk: Any) -> None:
    """What was answered stays readable; the answer about one is never taken for another's."""
    made = submit(desk, "Laptop A", copy="yes")
    j.do(desk, AddRequestDevice, ANNA, request=made.request, description="Laptop B")
    assert seen(desk, made).open == ("colour", "copy", "copy~2")
    answers = [{"question": "copy~2", "chosen": ["no"]}]
    j.do(desk, AnswerQuestions, ANNA, request=made.request, answers=answers)
    j.do(desk, RemoveRequestDevice, ANNA, request=made.request, device=_first(desk, made))
    found = seen(desk, made)
    assert found.open == ("colour", "copy~2", "keep~2"), "of the one that is left"
    assert {one.question: one.said for one in found.answered} == {"copy": "yes", "copy~2": "no"}
    gone = [{"question": "copy", "chosen": ["no"]}]
    assert j.attempt(desk, AnswerQuestions, ANNA, request=made.request, answers=gone).code == "answer.not_asked"


def _first(desk: Any, made: Any) -> str:
    return str(desk.show(view_request_devices, ANNA, made.request).rows[0].device.id)


def test_the_counter_writes_down_answers_about_each(desk: Any) -> None:
    """Staff may leave what is required open."""
    answers = [{"question": "copy~2", "chosen": ["yes"]}]
    fields = WORDS | {"device": "Laptop A", "devices": [{"device": "Laptop B"}], "answers": answers}
    made = j.do(desk, TakeRequest, ANNA, **fields)
    found = seen(desk, made)
    assert (found.values, found.missing) == ({"copy~2": "yes"}, ("copy",))
