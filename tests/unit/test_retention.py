"""Which ended requests are due to go, and that nothing goes by itself."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import journeys as j
from capabilities.scene import SHOP
from helpdesk_core import Agent, Settings
from helpdesk_core.base.time import months_after
from helpdesk_core.commands import EraseRequest, HoldRequest, ReopenRequest
from helpdesk_core.desk import daily
from helpdesk_core.retention.classes import RetentionClass, class_of, due_on
from helpdesk_core.testing import make_desk
from helpdesk_core.views import view_retention, view_retention_due

WARSAW = Settings(time_zone="Europe/Warsaw")


@pytest.fixture
def desk() -> Any:
    desk = make_desk()
    desk.clock.now = datetime(2026, 3, 31, 10, tzinfo=UTC)  # type: ignore[attr-defined]
    return desk


def due(desk: Any, kind: RetentionClass, actor: Any = j.BOSS) -> list[str]:
    return [one.row.id for one in desk.show(view_retention, actor, kind).rows]


def test_an_inquiry_is_due_after_its_months_and_an_order_counts_from_the_end_of_the_year(desk: Any) -> None:
    """Twelve months after the day, seventy-two after 31 December."""
    asked, _ = j.in_phase(desk, "cancelled", contact="asked@example.com")
    done, _ = j.in_phase(desk, "closed", contact="done@example.com")
    for now, inquiries, orders in (
        (datetime(2027, 3, 30, 10, tzinfo=UTC), [], []),
        (datetime(2027, 3, 31, 10, tzinfo=UTC), [asked.request], []),
        (datetime(2032, 12, 30, 10, tzinfo=UTC), [asked.request], []),
        (datetime(2032, 12, 31, 10, tzinfo=UTC), [asked.request], [done.request]),
    ):
        desk.clock.now = now
        assert due(desk, RetentionClass.INQUIRY) == inquiries
        assert due(desk, RetentionClass.ORDER) == orders


def test_what_is_on_hold_open_again_or_erased_is_not_proposed(desk: Any) -> None:
    """A dispute keeps it; taking it up again does; and what is gone is proposed no more."""
    made = [j.in_phase(desk, "cancelled", contact=f"c{n}@example.com")[0].request for n in range(4)]
    j.do(desk, HoldRequest, j.ANNA, request=made[0], reason="dispute")
    j.do(desk, ReopenRequest, j.ANNA, request=made[1])
    j.do(desk, EraseRequest, j.BOSS, request=made[2])
    desk.clock.move(days=400)
    assert due(desk, RetentionClass.INQUIRY) == [made[3]]
    assert j.stored(desk, attrs.make_class("Made", ["request"])(made[2])).surname is None
    assert desk.verify() == ()


def test_a_shop_that_names_no_time_is_proposed_nothing() -> None:
    """Nothing is erased because a number was forgotten."""
    desk = make_desk(settings=Settings(retention_months={}))
    j.in_phase(desk, "cancelled")
    desk.clock.move(days=4_000)  # type: ignore[attr-defined]
    found = desk.show(view_retention, j.BOSS, RetentionClass.INQUIRY)
    assert (found.rows, found.months) == ((), None)


def test_staff_of_another_place_are_proposed_nothing_of_here() -> None:
    """What they do not see they do not erase."""
    desk = make_desk(settings=SHOP)
    made, _ = j.in_phase(desk, "cancelled", location="here")
    desk.clock.move(days=400)  # type: ignore[attr-defined]
    zoe = Agent(id="zoe", name="Zoe", rights=frozenset({"requests.erase"}), locations=frozenset({"elsewhere"}))
    tom = attrs.evolve(zoe, locations=frozenset({"here"}))
    assert due(desk, RetentionClass.INQUIRY, zoe) == []
    assert due(desk, RetentionClass.INQUIRY, tom) == [made.request]


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 1200))
def test_months_end_where_a_calendar_ends_them(day: date, months: int) -> None:
    """The same day or the last one of its month, and longer times end later."""
    found = months_after(day, months)
    assert (found.year * 12 + found.month) - (day.year * 12 + day.month) == months
    assert found.day <= day.day
    assert found.day == day.day or (found.replace(day=28).month != months_after(found, 1).month and found.day >= 28)
    assert months_after(day, months + 1) > found


def test_an_outcome_or_an_answered_quote_speaks_for_an_order(desk: Any) -> None:
    """It is safer to keep too long."""
    asked, _ = j.in_phase(desk, "cancelled", contact="asked@example.com")
    done, _ = j.in_phase(desk, "closed", contact="done@example.com")
    assert class_of(j.stored(desk, asked)) is RetentionClass.INQUIRY
    assert class_of(j.stored(desk, done)) is RetentionClass.ORDER
    assert due_on(j.stored(desk, done), WARSAW) == date(2032, 12, 31)
    assert due_on(j.stored(desk, asked), WARSAW) == date(2027, 3, 31)


def counted(desk: Any, actor: Any = j.BOSS) -> dict[str, int]:
    desk.count_retention()
    return {kind.value: number for kind, number in desk.show(view_retention_due, actor).counts}


def test_a_worker_counts_what_is_due_and_nothing_goes_by_it(desk: Any) -> None:
    """As the list says it, class by class and day by day; what a person erases is counted no more."""
    asked = [j.in_phase(desk, "cancelled", contact=f"asked{n}@example.com")[0] for n in range(3)]
    j.in_phase(desk, "closed", contact="done@example.com")
    j.do(desk, HoldRequest, j.ANNA, request=asked[0].request, reason="dispute")
    assert counted(desk) == {}
    for now, expected in (
        (datetime(2027, 3, 30, 10, tzinfo=UTC), {}),
        (datetime(2027, 3, 31, 10, tzinfo=UTC), {"inquiry": 2}),
        (datetime(2032, 12, 31, 10, tzinfo=UTC), {"inquiry": 2, "order": 1}),
    ):
        desk.clock.now = now
        assert counted(desk) == expected
    assert all(j.stored(desk, one).surname is not None for one in asked)
    j.do(desk, EraseRequest, j.BOSS, request=asked[1].request)
    assert counted(desk) == {"inquiry": 1, "order": 1}
    assert desk.verify() == ()


def test_staff_are_told_what_is_due_where_they_work() -> None:
    """Another place's number is not theirs."""
    desk = make_desk(settings=SHOP)
    j.in_phase(desk, "cancelled", contact="here@example.com", location="here")
    j.in_phase(desk, "cancelled", contact="there@example.com", location="elsewhere")
    desk.clock.move(days=400)  # type: ignore[attr-defined]
    eraser = Agent(id="zoe", name="Zoe", rights=frozenset({"requests.erase"}), locations=frozenset({"here"}))
    assert counted(desk) == {"inquiry": 2}
    assert counted(desk, eraser) == {"inquiry": 1}


def test_workers_count_a_minute_after_they_began_and_then_some_times_a_day(
    desk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beside their deliveries; the store that is away for a moment is asked again the next time."""
    j.in_phase(desk, "cancelled")
    desk.clock.move(days=400)
    now = daily.time.monotonic()
    monkeypatch.setattr(daily.time, "monotonic", lambda: now)
    desk.deliver()
    assert desk.show(view_retention_due, j.BOSS).total == 0
    now += 61
    desk.deliver()
    assert desk.show(view_retention_due, j.BOSS).total == 1
