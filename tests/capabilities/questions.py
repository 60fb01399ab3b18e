"""The shop's own questions: asked, answered, changed."""

from __future__ import annotations

from typing import Any

import journeys as j
from capabilities.scene import PEOPLE, Example, Look, Scene, at_desk, by_command, row
from helpdesk_core.commands import AnswerQuestions
from helpdesk_core.subjects import NOT_FOUND
from helpdesk_core.views import view_questions
from shops import Visitor


def _answers(scene: Scene) -> dict[str, Any]:
    return {"request": scene.request, "answers": [{"question": "colour", "text": "Red, with a scratch"}]}


def _answered(scene: Scene) -> tuple[tuple[str, ...], dict[str, Any]]:
    j.do(scene.desk, AnswerQuestions, j.ANNA, **_answers(scene))
    return (scene.request,), {}


EXAMPLES = by_command(Example(AnswerQuestions, PEOPLE, right="requests.describe", fields=_answers))
CHANGES = {"questions_answered": row(PEOPLE, AnswerQuestions, customer="staff")}
VIEWS = {view_questions: Look(by=PEOPLE, right="requests.view", ask=_answered, stranger=NOT_FOUND)}


def _asked(visitor: Visitor) -> None:
    visitor.open("/quick-help")
    visitor.send("/quick-help", problem="It does not start any more.", device="ThinkPad", urgency="soon")
    assert visitor.page.url.path == "/quick-help/questions"


def _errors(visitor: Visitor) -> None:
    at_desk("/staff/questions/new")(visitor)
    visitor.send("/questions/new", id="A b", type="choice")
    assert visitor.page.status_code == 422


PAGES = {
    "quick_help_questions": {"asked": _asked},
    "staff_questions": {"some": at_desk("/staff/questions")},
    "staff_question_new": {"empty": at_desk("/staff/questions/new"), "errors": _errors},
    "staff_question": {"some choices": at_desk("/staff/questions/of/brought")},
}
