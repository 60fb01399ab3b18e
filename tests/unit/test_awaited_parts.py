"""Parts that a repair waits for: what the customer reads of it, and that an arrival changes nothing."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

import journeys as j
from helpdesk_core.commands import (
    AssignRequest,
    AwaitPart,
    CancelRequest,
    ChangeStatus,
    DropPart,
    ExpectPart,
    PutPartAway,
    ReceivePart,
    ReplyToShop,
    WriteNote,
)
from helpdesk_core.testing import make_desk
from helpdesk_core.views import view_parts, view_request_parts


@pytest.fixture
def desk() -> Any:
    return make_desk()


def wait(desk: Any, made: Any, days: int | None = 3, **more: Any) -> Any:
    """Staff try to wait for a part."""
    expected = {} if days is None else {"expected": str(day(desk, days))}
    fields = {"part": "Display of an iPhone 13", "supplier": "Parts Ltd", **expected, **more}
    return j.attempt(desk, AwaitPart, j.ANNA, request=made.request, **fields)


def day(desk: Any, days: int) -> date:
    found: date = (desk.clock() + timedelta(days=days)).date()
    return found


def deliver(desk: Any) -> None:
    while desk.deliver(100).done:
        pass


def test_the_customer_reads_about_when_and_neither_which_part_nor_from_whom(desk: Any) -> None:
    """In the room and in no mail; what comes first stands first, what nobody knows last."""
    made, guest = j.in_phase(desk, "in_progress")
    for days in (None, 9, 3):
        wait(desk, made, days)
    found = desk.show(view_parts, guest, made.request)
    assert [one.expected for one in found.rows] == [day(desk, 3), day(desk, 9), None]
    assert "Parts Ltd" not in str(found)
    assert "Display" not in str(found)
    deliver(desk)
    assert any("ordered a part" in mail.text for mail in desk.notifier.sent)
    assert not any("Parts Ltd" in mail.text for mail in desk.notifier.sent)
    desk.clock.move(days=5)
    assert [one.is_late for one in desk.show(view_parts, guest, made.request).rows] == [True, False, False]


def test_an_arrival_is_proposed_to_staff_and_changes_nothing_by_itself(desk: Any) -> None:
    """Until somebody moves the status on, whatever else happens; whoever runs it is told."""
    made, guest = j.in_phase(desk, "in_progress")
    j.do(desk, AssignRequest, j.BOSS, request=made.request, assignee="tom", name="Tom")
    part = wait(desk, made).awaited_part
    desk.clock.move(hours=1)
    j.do(desk, ReceivePart, j.ANNA, request=made.request, awaited_part=part)
    assert j.stored(desk, made).phase.value == "in_progress"
    seen = desk.show(view_request_parts, j.ANNA, made.request)
    assert [one.id for one in seen.arrived] == [part]
    assert desk.show(view_parts, guest, made.request).rows == ()
    deliver(desk)
    assert any("waited for is here" in mail.text for mail in desk.notifier.sent)
    desk.clock.move(hours=1)
    j.do(desk, ReplyToShop, guest, request=made.request, text="Is it here?")
    j.do(desk, WriteNote, j.ANNA, request=made.request, text="Fits.")
    assert [one.id for one in desk.show(view_request_parts, j.ANNA, made.request).arrived] == [part]
    j.do(desk, ChangeStatus, j.ANNA, request=made.request, status="ready")
    assert desk.show(view_request_parts, j.ANNA, made.request).arrived == ()
    again = j.attempt(desk, ReceivePart, j.ANNA, request=made.request, awaited_part=part)
    assert again.code == "refusal.awaited_part_not_awaited"
    assert desk.verify() == ()


def test_an_arrival_is_put_away_by_staff(desk: Any) -> None:
    """Each part by itself, once it is here, as often as the button is pressed; that it arrived stays."""
    made, _ = j.in_phase(desk, "in_progress")
    parts = [wait(desk, made).awaited_part for _ in range(2)]
    which = [{"request": made.request, "awaited_part": one} for one in parts]
    assert j.attempt(desk, PutPartAway, j.ANNA, **which[0]).code == "refusal.awaited_part_not_here"
    for one in which:
        j.do(desk, ReceivePart, j.ANNA, **one)
    for _ in range(2):
        j.do(desk, PutPartAway, j.ANNA, **which[0])
        seen = desk.show(view_request_parts, j.ANNA, made.request)
        assert [one.id for one in seen.arrived] == [parts[1]]
    assert len(seen.rows) == 2
    assert all(one.settled_at is not None for one in seen.rows)
    assert desk.verify() == ()


def test_another_day_is_told_and_a_part_that_is_not_needed_is_waited_for_no_more(desk: Any) -> None:
    """Days of the past and far away are refused, at their field; a request that is over waits for nothing."""
    made, guest = j.in_phase(desk, "in_progress")
    assert wait(desk, made, -2).field == "expected"
    assert wait(desk, made, 1_000).code == "refusal.awaited_part_wrong_day"
    part = wait(desk, made).awaited_part
    which = {"request": made.request, "awaited_part": part}
    j.do(desk, ExpectPart, j.ANNA, **which, expected=str(day(desk, 12)))
    deliver(desk)
    assert any("at another time than we said" in mail.text for mail in desk.notifier.sent)
    (row,) = desk.show(view_parts, guest, made.request).rows
    assert row.expected == day(desk, 12)
    j.do(desk, DropPart, j.ANNA, **which)
    assert desk.show(view_parts, guest, made.request).rows == ()
    j.do(desk, PutPartAway, j.ANNA, **which)  # it never came
    (row,) = desk.show(view_request_parts, j.ANNA, made.request).rows
    assert row.state.value == "dropped"
    over, _ = j.in_phase(desk, "cancelled", contact="over@example.com")
    assert wait(desk, over).code == "refusal.wrong_phase"
    fields = {"request": made.request, "part": "Display"}
    assert j.attempt(desk, AwaitPart, j.BOT, **fields).code == "refusal.not_allowed"


def test_what_was_said_already_is_told_to_nobody_again(desk: Any) -> None:
    """The same day twice is one mail; a part that is here, or of a request that is over, is expected on no day."""
    made, _ = j.in_phase(desk, "in_progress")
    part = wait(desk, made).awaited_part
    which = {"request": made.request, "awaited_part": part}
    deliver(desk)
    sent = len(desk.notifier.sent)
    j.do(desk, ExpectPart, j.ANNA, **which, expected=str(day(desk, 3)))
    deliver(desk)
    assert len(desk.notifier.sent) == sent
    j.do(desk, ReceivePart, j.ANNA, **which)
    again = j.attempt(desk, ExpectPart, j.ANNA, **which, expected=str(day(desk, 3)))
    assert again.code == "refusal.awaited_part_not_awaited"
    late = wait(desk, made).awaited_part
    j.do(desk, CancelRequest, j.ANNA, request=made.request)
    gone = j.attempt(desk, ExpectPart, j.ANNA, request=made.request, awaited_part=late, expected=str(day(desk, 9)))
    assert gone.code == "refusal.wrong_phase"
