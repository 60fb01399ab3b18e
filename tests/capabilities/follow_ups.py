"""Asking again: permitted, asked, answered, taken back; the survey and the results."""

from __future__ import annotations

from typing import Any

import attrs

import journeys as j
from capabilities.scene import (
    AUTOMATION,
    CUSTOMERS,
    SHOP,
    STAFF,
    Example,
    Look,
    Scene,
    at_desk,
    by_command,
    by_id,
    of_request,
    row,
)
from helpdesk_core import Helpdesk, Settings
from helpdesk_core.base.text import Published
from helpdesk_core.commands import (
    AnswerFollowUp,
    AnswerSurvey,
    AskAgain,
    ChangeSettings,
    PermitFollowUp,
    WithdrawFollowUp,
)
from helpdesk_core.follow_ups.model import OF_REQUEST, FollowUp
from helpdesk_core.settings.values import to_plain
from helpdesk_core.subjects import NOT_FOUND
from helpdesk_core.views import view_follow_up_results, view_request_follow_up
from shops import Visitor

PERMITTED = {"works": "yes", "survey": "yes", "permission": "You may ask me whether it still works."}
ANSWERS = {
    "answers": (
        {"question": "price", "number": "4"},
        {"question": "way", "number": "2"},
        {"question": "else", "text": "All well."},
    )
}
_AFTER = {"phase": "outcome_recorded"}


def asking(settings: Settings) -> Settings:
    """A shop that asks again after two weeks, and has a survey."""
    return attrs.evolve(settings, follow_up_days=SHOP.follow_up_days, survey=SHOP.survey)


def ask_in(desk: Helpdesk) -> None:
    """The same, of a shop that is open to the public."""
    plain = {"follow_up_days": SHOP.follow_up_days, "survey": to_plain(SHOP.survey)}
    rows = tuple({"key": key, "value": Published.of(value), "seen": 0} for key, value in plain.items())
    if desk.settings.follow_up_days != SHOP.follow_up_days:
        j.do(desk, ChangeSettings, j.BOSS, values=rows)
        desk.refresh_settings()


def latest(desk: Helpdesk, request: str) -> FollowUp:
    """What its customer permitted."""
    with desk.reading() as reader:
        found: FollowUp = reader.find(OF_REQUEST, {"request": request}, limit=1)[0]
    return found


def permitted(desk: Helpdesk, request: str, guest: Any, **more: Any) -> FollowUp:
    """The customer permits it."""
    j.do(desk, PermitFollowUp, guest, request=request, **{**PERMITTED, **more})
    return latest(desk, request)


def asked(desk: Helpdesk, request: str, guest: Any, **more: Any) -> FollowUp:
    """And is asked."""
    one = permitted(desk, request, guest, **more)
    j.do(desk, AskAgain, j.BOT, request=request, outcome=one.outcome)
    return latest(desk, request)


def _permitted(**fields: Any) -> Any:
    def made(scene: Scene) -> dict[str, Any]:
        permitted(scene.desk, scene.request, scene.guest)
        return {"request": scene.request, **fields}

    return made


def _asked(**fields: Any) -> Any:
    def made(scene: Scene) -> dict[str, Any]:
        asked(scene.desk, scene.request, scene.guest)
        return {"request": scene.request, **fields}

    return made


def _due(**more: Any) -> Any:
    def made(scene: Scene) -> dict[str, Any]:
        one = permitted(scene.desk, scene.request, scene.guest, **more)
        return {"request": scene.request, "outcome": one.outcome}

    return made


_NO = Example(AnswerFollowUp, CUSTOMERS, fields=_asked(works="no", text="It flickers again."), **_AFTER)
_SURVEY_ALONE = Example(AskAgain, AUTOMATION, fields=_due(works="no"), **_AFTER)
EXAMPLES = by_command(
    Example(PermitFollowUp, CUSTOMERS, fields=of_request(**PERMITTED), **_AFTER),
    Example(WithdrawFollowUp, CUSTOMERS, fields=_permitted(), **_AFTER),
    Example(AskAgain, AUTOMATION, fields=_due(), **_AFTER),
    Example(AnswerFollowUp, CUSTOMERS, fields=_asked(works="yes"), **_AFTER),
    Example(AnswerSurvey, CUSTOMERS, fields=_asked(**ANSWERS), **_AFTER),
)
KEPT = {
    "follow_ups.permission": "the shop's own words, which somebody agreed to",
    "follow_ups.location": "an id of the shop's settings",
    "survey_answers.location": "an id of the shop's settings",
}
CHANGES = {
    "follow_up_permitted": row(CUSTOMERS, PermitFollowUp),
    "follow_up_withdrawn": row(CUSTOMERS, WithdrawFollowUp),
    "follow_up_sent": row(AUTOMATION, AskAgain, automation="customer"),
    "survey_sent": row(AUTOMATION, AskAgain, _SURVEY_ALONE, automation="customer"),
    "follow_up_works": row(CUSTOMERS, AnswerFollowUp),
    "follow_up_failed": row(CUSTOMERS, _NO, customer="staff"),
    "survey_answered": row(CUSTOMERS, AnswerSurvey),
}


def _of(ask: Any) -> Any:
    def made(scene: Scene) -> Any:
        asked(scene.desk, scene.request, scene.guest)
        j.do(scene.desk, AnswerSurvey, scene.guest, request=scene.request, **ANSWERS)
        return ask(scene)

    return made


VIEWS = {
    view_request_follow_up: Look(by=STAFF, right="requests.view", ask=_of(by_id), stranger=NOT_FOUND, **_AFTER),
    view_follow_up_results: Look(by=STAFF, right="follow_ups.results", ask=_of(lambda scene: ((), {})), **_AFTER),
}


def _some(visitor: Visitor) -> None:
    desk = visitor.shop.desk
    ask_in(desk)
    made, guest = j.in_phase(desk, "outcome_recorded", contact="again@example.com")
    asked(desk, made.request, guest)
    j.do(desk, AnswerFollowUp, guest, request=made.request, works="yes")
    j.do(desk, AnswerSurvey, guest, request=made.request, **ANSWERS)
    at_desk("/staff/follow-ups")(visitor)


PAGES = {"staff_follow_ups": {"some": _some}}
