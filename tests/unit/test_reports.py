"""What came in and what was finished, how long it took, and how old is what is open."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

import journeys as j
from helpdesk_core import Agent, Refusal, Settings
from helpdesk_core.commands import (
    AnswerOutcome,
    CancelRequest,
    CloseRequest,
    DescribeDevice,
    EraseRequest,
    ImportRequest,
    MergeRequest,
    ReopenRequest,
    ReplyToCustomer,
    SeparateRequest,
    WriteNote,
)
from helpdesk_core.reports import views
from helpdesk_core.settings import Location
from helpdesk_core.testing import FixedClock, FixtureDesk, make_desk
from helpdesk_core.views import Period, WorkReport, view_work

MONDAY = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
PLACES = (Location(id="centre", labels={"en": "Centre"}), Location(id="praga", labels={"en": "Praga"}))


@pytest.fixture
def desk(store: Any) -> FixtureDesk:
    settings = Settings(languages=("en",), time_zone="Europe/Warsaw", locations=PLACES)
    return make_desk(store, clock=FixedClock(MONDAY), settings=settings)


def come(desk: FixtureDesk, name: str, **fields: Any) -> Any:
    return j.in_phase(desk, "confirmed", contact=f"{name}@example.com", **fields)[0]


def finish(desk: FixtureDesk, made: Any) -> None:
    j.record(desk, made)
    j.do(desk, CloseRequest, j.ANNA, request=made.request)


def report(desk: FixtureDesk, actor: Any = j.ANNA, **asked: Any) -> WorkReport:
    found = desk.view(view_work, actor, **asked)
    assert not isinstance(found, Refusal)
    return found


def test_each_week_has_what_came_in_it_and_what_ended_in_it(desk: FixtureDesk) -> None:
    """Two finished after 6 and 48 hours, one cancelled, one still open two weeks later."""
    quick, slow, gone, kept = (come(desk, name) for name in ("quick", "slow", "gone", "kept"))
    desk.clock.move(hours=6)
    finish(desk, quick)
    desk.clock.move(days=1, hours=18)
    finish(desk, slow)
    desk.clock.move(days=6)
    j.do(desk, CancelRequest, j.ANNA, request=gone.request)
    come(desk, "later")
    desk.clock.move(days=8)
    found = report(desk)
    assert [one.starts for one in found.rows] == [date(2026, 11, 2), date(2026, 11, 9), date(2026, 11, 16)]
    first, second, third = found.rows
    assert (first.came, first.finished, first.cancelled, first.hours) == (4, 2, 0, 6)
    assert (second.came, second.finished, second.cancelled, second.hours) == (1, 0, 1, None)
    assert (third.came, third.finished, third.cancelled) == (0, 0, 0)
    assert {one.days: one.count for one in found.ages if one.count} == {14: 1, 30: 1}
    assert found.sources == {"web": 5}
    assert found.is_whole
    assert j.stored(desk, kept).closed_at is None


def test_a_week_begins_on_the_shops_monday_and_a_month_on_its_first(desk: FixtureDesk) -> None:
    """Half past midnight in Warsaw is still Sunday in UTC."""
    desk.clock.now = datetime(2026, 11, 29, 23, 30, tzinfo=UTC)
    come(desk, "night")
    assert report(desk).rows[-1] == views.WorkOfPeriod(
        starts=date(2026, 11, 30), came=1, finished=0, cancelled=0, hours=None, answer_minutes=None
    )
    (month,) = report(desk, period=Period.MONTH).rows
    assert (month.starts, month.came) == (date(2026, 11, 1), 1)


def test_twelve_weeks_are_shown_and_none_before_the_first_work(desk: FixtureDesk) -> None:
    """A shop that has just begun reads no row of noughts; a week without work between two others is one."""
    assert report(desk).rows == ()
    come(desk, "first")
    desk.clock.move(weeks=11)
    rows = report(desk).rows
    assert [one.came for one in rows] == [1, *[0] * 11]
    assert len(rows) == views.PERIODS
    come(desk, "next")
    desk.clock.move(weeks=1)
    assert [one.came for one in report(desk).rows] == [1, 0]


def test_an_answer_counts_in_the_week_in_which_it_was_given(desk: FixtureDesk) -> None:
    """In working time, which is all time where the shop names no hours; half of them are as quick."""
    first, second = come(desk, "first"), come(desk, "second")
    desk.clock.move(minutes=30)
    j.do(desk, ReplyToCustomer, j.ANNA, request=first.request, text="We look at it.")
    desk.clock.move(minutes=90)
    j.do(desk, ReplyToCustomer, j.ANNA, request=second.request, text="We look at it.")
    assert report(desk).rows[-1].answer_minutes == 30


def test_a_location_is_looked_at_by_those_who_work_there(desk: FixtureDesk) -> None:
    """Of another one nothing is told: whoever asks for it reads what is theirs."""
    come(desk, "centre", location="centre")
    come(desk, "praga", location="praga")
    come(desk, "praga2", location="praga")
    assert (report(desk).rows[-1].came, report(desk, location="praga").rows[-1].came) == (3, 2)
    assert report(desk).places == ("centre", "praga")
    there = Agent(id="ola", name="Ola", rights=frozenset({"reports.view"}), locations=frozenset({"centre"}))
    for asked in ({}, {"location": "centre"}, {"location": "praga"}, {"location": "nowhere"}):
        assert report(desk, there, **asked).rows[-1].came == 1, asked
    assert report(desk, there).places == ("centre",)


def test_weeks_that_were_not_read_whole_are_left_out(desk: FixtureDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of more requests than are read only the weeks are shown that the latest reach across, and that is said."""
    monkeypatch.setattr(views, "MOST_READ", 3)
    for week in range(3):
        for place in range(2):
            come(desk, f"w{week}p{place}")
        desk.clock.move(days=7)
    found = report(desk)
    assert not found.is_whole
    assert [(one.starts, one.came) for one in found.rows] == [(date(2026, 11, 16), 2), (date(2026, 11, 23), 0)]


def test_what_was_imported_is_not_the_shops_own_work(desk: FixtureDesk) -> None:
    """Not even once somebody has taken it up."""
    words = {"problem": "It is broken.", "device": "Dell XPS", "surname": "Nowak", "contact": "x@example.com"}
    made = j.do(desk, ImportRequest, j.BOSS, **words, source="old", source_id="1", source_status="open")
    j.do(desk, WriteNote, j.ANNA, request=made.request, text="Called.")
    j.do(desk, ReplyToCustomer, j.ANNA, request=made.request, text="We look at it.", unconfirmed=True)
    assert not j.stored(desk, made).is_backlog
    assert report(desk).rows == ()
    assert sum(one.count for one in report(desk).ages) == 0


def test_what_was_finished_and_came_back_counts_when_it_did(desk: FixtureDesk) -> None:
    """By staff or by a customer's no, in the week in which it was opened again, of all that were finished until
    then; half of four is fifty of a hundred. What was cancelled or taken apart was not finished."""
    made = [come(desk, name) for name in ("a", "b", "c")]
    for one in made:
        finish(desk, one)
    fourth, guest = j.in_phase(desk, "outcome_recorded", contact="d@example.com")
    j.do(desk, ReopenRequest, j.ANNA, request=made[0].request)
    j.do(desk, AnswerOutcome, guest, request=fourth.request, solved="no", text="It hums again.")
    gone, other = (come(desk, "gone", problem=words) for words in ("It hums.", "It gets hot."))
    j.do(desk, CancelRequest, j.ANNA, request=gone.request)
    j.do(desk, ReopenRequest, j.ANNA, request=gone.request)
    j.do(desk, MergeRequest, j.ANNA, request=gone.request, into=other.request)
    j.do(desk, SeparateRequest, j.ANNA, request=gone.request)
    (week,) = report(desk).rows
    assert (week.finished, week.reopened, week.reopened_of_100) == (2, 2, 50)
    finish_again = made[0]
    j.record(desk, finish_again)
    desk.clock.move(days=7)
    j.do(desk, CloseRequest, j.ANNA, request=finish_again.request)
    first, second = report(desk).rows
    assert (first.finished, first.reopened) == (2, 2)
    assert (second.finished, second.reopened, second.reopened_of_100) == (1, 0, 0)


def test_a_week_in_which_nothing_was_finished_has_no_rate(desk: FixtureDesk) -> None:
    """Nothing of nothing is no nought."""
    come(desk, "a")
    (week,) = report(desk).rows
    assert (week.reopened, week.reopened_of_100) == (0, None)


def test_devices_are_counted_by_model_however_they_are_written(desk: FixtureDesk) -> None:
    """Most first, without sizes and colours, as most write it. A customer's own words that nobody else uses are not
    repeated."""
    several = ("iPhone 13", "iphone  13, 128 GB", "iPhone 13 (black)", "Dell XPS 13", "Jans Żelazko")
    for place, device in enumerate(several):
        come(desk, f"d{place}", device=device)
    checked = come(desk, "checked", device="my phone")
    j.do(desk, DescribeDevice, j.ANNA, request=checked.request, device="Pixel 8, black")
    found = report(desk).devices
    assert [(one.model and str(one.model), one.count) for one in found] == [("iPhone 13", 3), ("Pixel 8", 1), (None, 2)]


def test_only_so_many_models_are_named(desk: FixtureDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The rest is one number; nobody's erased device has a name."""
    monkeypatch.setattr(views, "MODELS", 1)
    for place, device in enumerate(("Pixel 8", "Pixel 8", "Pixel 8", "Jura E8", "Jura E8")):
        made = come(desk, f"d{place}", device=device)
    j.do(desk, CancelRequest, j.ANNA, request=made.request)
    j.do(desk, EraseRequest, j.BOSS, request=made.request)
    found = report(desk).devices
    assert [(one.model and str(one.model), one.count) for one in found] == [("Pixel 8", 3), (None, 2)]


def test_models_are_those_of_what_came_in_to_a_location(desk: FixtureDesk) -> None:
    """As all of the report."""
    for place in ("centre", "praga", "praga"):
        come(desk, place, location=place, device="Pixel 8")
    assert [one.count for one in report(desk, location="praga").devices] == [2]
    assert report(desk, location="centre").devices == (views.DevicesOfModel(model=None, count=1),)
