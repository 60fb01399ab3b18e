"""Asking again: only where shop and customer want it, once, while the shop is open; what the customer says then."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import attrs
import pytest

import journeys as j
from capabilities.follow_ups import ANSWERS, PERMITTED, asked, asking, latest, permitted
from helpdesk_core import Refusal
from helpdesk_core.adapters.memory import MemoryStore
from helpdesk_core.commands import (
    AnswerFollowUp,
    AnswerSurvey,
    AskAgain,
    CloseRequest,
    EraseRequest,
    PermitFollowUp,
    ReopenRequest,
    WithdrawFollowUp,
)
from helpdesk_core.follow_ups.model import ANSWERS_OF
from helpdesk_core.settings import SurveyQuestion, read_settings
from helpdesk_core.testing import make_desk
from helpdesk_core.testing.doubles import POLISH_SHOP
from helpdesk_core.views import OwnFollowUp, view_follow_up_results, view_request, view_room

SHOP = attrs.evolve(
    asking(POLISH_SHOP),
    working_hours=dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "friday"), ("9:00-17:00",)),
)


@pytest.fixture
def desk() -> Any:
    """A shop on a Saturday at noon: two weeks later it is closed."""
    desk = make_desk(settings=SHOP)
    desk.clock.now = datetime(2026, 11, 21, 11, tzinfo=UTC)  # type: ignore[attr-defined]
    return desk


@pytest.fixture
def done(desk: Any) -> Any:
    """A request whose outcome is recorded, and its guest."""
    made, guest = j.in_phase(desk, "outcome_recorded", contact="kern@example.com")
    deliver(desk)
    return made, guest


def deliver(desk: Any) -> list[str]:
    """Deliver what is due; the subjects of the mails that went out."""
    before = len(desk.notifier.sent)
    while desk.deliver(200).done:
        pass
    return [one.subject for one in desk.notifier.sent[before:]]


def asks(subjects: list[str]) -> int:
    return sum("does it still work" in one or "few questions" in one for one in subjects)


def test_it_is_asked_once_within_opening_hours(desk: Any, done: Any) -> None:
    """Fourteen days fall on a Saturday: the message goes out on Monday at nine, and never again."""
    made, guest = done
    one = permitted(desk, made.request, guest)
    assert one.due_at == datetime(2026, 12, 7, 8, tzinfo=UTC)
    desk.clock.now = datetime(2026, 12, 5, 12, tzinfo=UTC)
    assert asks(deliver(desk)) == 0
    desk.clock.now = datetime(2026, 12, 7, 8, 1, tzinfo=UTC)
    assert asks(deliver(desk)) == 1
    desk.clock.move(days=30)
    assert asks(deliver(desk)) == 0
    assert desk.verify() == ()


def test_a_late_worker_waits_for_the_shop_to_open(desk: Any, done: Any) -> None:
    """The day was right, the hour is not any more."""
    made, guest = done
    permitted(desk, made.request, guest)
    desk.clock.now = datetime(2026, 12, 7, 22, tzinfo=UTC)
    assert asks(deliver(desk)) == 0
    desk.clock.now = datetime(2026, 12, 8, 8, 1, tzinfo=UTC)
    assert asks(deliver(desk)) == 1


def _reopened(desk: Any, made: Any, guest: Any) -> None:
    j.do(desk, ReopenRequest, j.ANNA, request=made.request)


def _erased(desk: Any, made: Any, guest: Any) -> None:
    j.do(desk, CloseRequest, j.ANNA, request=made.request)
    j.do(desk, EraseRequest, j.BOSS, request=made.request)


def _withdrawn(desk: Any, made: Any, guest: Any) -> None:
    j.do(desk, WithdrawFollowUp, guest, request=made.request)


@pytest.mark.parametrize("event", [_reopened, _erased, _withdrawn])
def test_what_is_over_is_not_asked_about(desk: Any, done: Any, event: Any) -> None:
    """Reopened, erased, taken back: nothing goes out."""
    made, guest = done
    permitted(desk, made.request, guest)
    event(desk, made, guest)
    deliver(desk)
    desk.clock.now = datetime(2026, 12, 7, 8, 1, tzinfo=UTC)
    assert asks(deliver(desk)) == 0
    assert desk.verify() == ()


def test_a_shop_that_does_not_ask_offers_nothing() -> None:
    """It is off unless the shop says so."""
    desk = make_desk()
    made, guest = j.in_phase(desk, "outcome_recorded", contact="kern@example.com")
    answer = j.attempt(desk, PermitFollowUp, guest, request=made.request, **PERMITTED)
    assert isinstance(answer, Refusal)
    assert answer.code == "refusal.follow_up_not_offered"


def test_a_message_that_the_shop_switched_off_is_not_sent(done: Any) -> None:
    """The survey alone goes out where the question is switched off; nothing where both are."""
    for automatic, expected in (({"follow_up": False}, 1), ({"follow_up": False, "survey_sent": False}, 0)):
        desk = make_desk(settings=attrs.evolve(asking(POLISH_SHOP), automatic=automatic))
        made, guest = j.in_phase(desk, "outcome_recorded", contact="kern@example.com")
        permitted(desk, made.request, guest)
        deliver(desk)
        desk.clock.move(days=15)  # type: ignore[attr-defined]
        assert asks(deliver(desk)) == expected


def test_a_survey_that_has_no_questions_any_more_is_not_sent() -> None:
    """It was permitted while there were some."""
    store, settings = MemoryStore(), attrs.evolve(asking(POLISH_SHOP), automatic={"follow_up": False})
    desk = make_desk(store, settings=settings)
    made, guest = j.in_phase(desk, "outcome_recorded", contact="kern@example.com")
    permitted(desk, made.request, guest)
    desk = make_desk(store, settings=attrs.evolve(settings, survey=()))
    deliver(desk)
    desk.clock.move(days=15)  # type: ignore[attr-defined]
    assert asks(deliver(desk)) == 0


def test_a_tick_is_needed_and_it_is_asked_for_once(desk: Any, done: Any) -> None:
    """Nothing ticked permits nothing; after a yes nobody is asked for another; taken back stays taken back."""
    made, guest = done
    none = j.attempt(desk, PermitFollowUp, guest, request=made.request, permission="Nothing.")
    assert getattr(none, "code", "") == "refusal.follow_up_nothing"
    one = permitted(desk, made.request, guest)
    assert str(one.permission) == PERMITTED["permission"]
    again = j.attempt(desk, PermitFollowUp, guest, request=made.request, **PERMITTED)
    assert getattr(again, "code", "") == "refusal.follow_up_permitted"
    j.do(desk, WithdrawFollowUp, guest, request=made.request)
    late = j.attempt(desk, AnswerFollowUp, guest, request=made.request, works="yes")
    assert getattr(late, "code", "") == "refusal.follow_up_not_asked"


def test_a_no_comes_back_as_a_message_and_staff_see_it(desk: Any, done: Any) -> None:
    """The words stand on the thread, the request is open and waits for the staff, who are told once."""
    made, guest = done
    asked(desk, made.request, guest)
    deliver(desk)
    silent = j.attempt(desk, AnswerFollowUp, guest, request=made.request, works="no")
    assert (getattr(silent, "code", ""), getattr(silent, "field", "")) == ("refusal.follow_up_no_words", "text")
    j.do(desk, AnswerFollowUp, guest, request=made.request, works="no", text="It flickers again. PIN: 4821")
    page = desk.show(view_request, j.ANNA, made.reference)
    assert (page.request.phase.value, page.request.is_waiting) == ("in_review", True)
    assert "It flickers again." in str(page.request.last_words)
    assert "4821" not in str(page.request.last_words)
    told = deliver(desk)
    assert sum("does not work any more" in one for one in told) == 1
    assert not any("reopened" in one or "new message" in one for one in told)
    assert desk.verify() == ()


def test_a_yes_closes_nothing_and_waits_for_nobody(desk: Any, done: Any) -> None:
    """Completing stays the staff's."""
    made, guest = done
    asked(desk, made.request, guest)
    j.do(desk, AnswerFollowUp, guest, request=made.request, works="yes")
    page = desk.show(view_request, j.ANNA, made.reference)
    assert (page.request.phase.value, page.request.is_waiting) == ("outcome_recorded", False)
    again = j.attempt(desk, AnswerFollowUp, guest, request=made.request, works="no", text="No.")
    assert getattr(again, "code", "") == "refusal.follow_up_not_asked"


def test_the_survey_takes_what_is_answered_and_no_secret(desk: Any, done: Any) -> None:
    """None is required, each answer fits its question, words are redacted, once."""
    made, guest = done
    early = j.attempt(desk, AnswerSurvey, guest, request=made.request, **ANSWERS)
    assert getattr(early, "code", "") == "refusal.follow_up_not_asked"
    asked(desk, made.request, guest)
    for wrong in (
        {"question": "price", "number": "6"},
        {"question": "price", "text": "Fair."},
        {"question": "way", "number": "3"},
        {"question": "else", "number": "1"},
        {"question": "nothing", "number": "1"},
    ):
        answer = j.attempt(desk, AnswerSurvey, guest, request=made.request, answers=(wrong,))
        assert getattr(answer, "code", "") == "refusal.survey_no_answer", wrong
    nothing = j.attempt(desk, AnswerSurvey, guest, request=made.request, answers=({"question": "price"},))
    assert getattr(nothing, "code", "") == "refusal.survey_nothing"
    given = ({"question": "price", "number": "4"}, {"question": "else", "text": "My PIN is 4821."})
    j.do(desk, AnswerSurvey, guest, request=made.request, answers=given)
    with desk.reading() as reader:
        (kept,) = reader.find(ANSWERS_OF, {"request": made.request})
    assert str(kept.values["price"]) == "4"
    assert "4821" not in str(kept.values["else"])
    twice = j.attempt(desk, AnswerSurvey, guest, request=made.request, answers=given)
    assert getattr(twice, "code", "") == "refusal.survey_answered"


def test_results_count_and_name_nobody(desk: Any, done: Any) -> None:
    """Counts and words without who; what was erased does not count any more."""
    made, guest = done
    asked(desk, made.request, guest)
    j.do(desk, AnswerFollowUp, guest, request=made.request, works="yes")
    j.do(desk, AnswerSurvey, guest, request=made.request, **ANSWERS)
    found = desk.show(view_follow_up_results, j.ANNA)
    assert (found.works, found.failed, found.answers) == (1, 0, 1)
    price, way, other = found.questions
    assert price.counts == (("5", 0), ("4", 1), ("3", 0), ("2", 0), ("1", 0))
    assert way.counts == (("A friend", 0), ("The web", 1)) or way.counts == (("Znajomi", 0), ("Internet", 1))
    assert [str(one) for one in other.words] == ["All well."]
    j.do(desk, CloseRequest, j.ANNA, request=made.request)
    j.do(desk, EraseRequest, j.BOSS, request=made.request)
    assert desk.show(view_follow_up_results, j.ANNA).answers == 0
    assert desk.verify() == ()


def test_another_outcome_is_another_permission(desk: Any, done: Any) -> None:
    """After a reopening the old permission asks for nothing; the room offers another one."""
    made, guest = done
    asked(desk, made.request, guest)
    desk.clock.move(minutes=1)
    j.do(desk, ReopenRequest, j.ANNA, request=made.request)
    draft = j.do(desk, j.PrepareOutcome, j.ANNA, request=made.request, result="solved", text="Again.")
    j.do(desk, j.RecordOutcome, j.ANNA, outcome=draft.outcome, digest=draft.digest)
    own = desk.show(view_room, guest, made.request).part(OwnFollowUp)
    assert own.outcome != draft.outcome
    late = j.attempt(desk, AnswerFollowUp, guest, request=made.request, works="yes")
    assert getattr(late, "code", "") == "refusal.follow_up_not_asked"
    one = permitted(desk, made.request, guest)
    assert one.outcome == draft.outcome
    desk.clock.move(minutes=1)
    j.do(desk, AskAgain, j.BOT, request=made.request, outcome=own.outcome)
    assert latest(desk, made.request).sent_at is None
    assert timedelta(0) < one.due_at - desk.clock()


@pytest.mark.parametrize(
    ("question", "place"),
    [
        ({"type": "choice", "choices": {"en": "One", "pl": "Jeden"}}, "choices"),
        ({"type": "choice", "choices": {"en": "One\nTwo", "pl": "Jeden"}}, "choices"),
        ({"type": "choice", "choices": {"en": "One\nOne", "pl": "Jeden\nDwa"}}, "choices"),
        ({"type": "scale", "choices": {"en": "One\nTwo"}}, "choices"),
        ({"type": "words", "labels": {"en": "What is your PIN?", "pl": "Jaki jest PIN?"}}, "labels"),
        ({"type": "scale", "labels": {"en": "How was it?"}}, "labels"),
    ],
)
def test_a_survey_that_cannot_be_asked_is_refused(question: dict[str, Any], place: str) -> None:
    """As many choices in each language, no question for a secret, a text in each language."""
    plain = {"id": "one", "labels": {"en": "How?", "pl": "Jak?"}, **question}
    with pytest.raises(Exception) as found:  # noqa: PT011
        read_settings({"languages": ["en", "pl"], "survey": [plain]})
    assert all(error.path[:3] == ("survey", "0", place) for error in found.value.errors)  # type: ignore[attr-defined]


def test_choices_are_read_in_ones_own_language() -> None:
    """A line each; blank ones are none."""
    kept = SurveyQuestion(id="way", labels={}, type="choice", choices={"en": "A\n\n B ", "pl": "C\nD"})
    assert (kept.offered("en"), kept.offered("pl"), kept.offered("de")) == (("A", "B"), ("C", "D"), ("A", "B"))
