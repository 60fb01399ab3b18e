"""Warranties: until when a part of a repair is covered, computed by the day, read by the customer."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs
import pytest

import journeys as j
from capabilities.complaints import TERMS
from capabilities.scene import SHOP
from capabilities.warranties import covered
from helpdesk_core import Refusal
from helpdesk_core.base.time import months_after
from helpdesk_core.commands import EndWarranty, GiveWarranty, MarkComplaint
from helpdesk_core.testing import make_desk
from helpdesk_core.views import RoomWarranties, view_request_complaints, view_request_warranties, view_room
from helpdesk_core.warranties.model import MOST


@pytest.fixture
def desk() -> Any:
    return make_desk(settings=SHOP)


@pytest.mark.parametrize(
    ("begins", "months", "until"),
    [("2026-05-03", 12, "2027-05-03"), ("2026-11-30", 3, "2027-02-28"), ("2027-12-31", 2, "2028-02-29")],
)
def test_the_last_day_is_the_same_day_of_a_later_month(begins: str, months: int, until: str) -> None:
    """Or that month's last."""
    assert months_after(date.fromisoformat(begins), months) == date.fromisoformat(until)


def test_the_customer_reads_it_and_staff_read_it_beside_a_complaint(desk: Any) -> None:
    """In the room with its last day, then as over; of the repair that a complaint is about, for staff."""
    repair, _ = j.in_phase(desk, "closed", j.CUSTOMER)
    covered(desk, repair.request)
    (row,) = desk.show(view_room, j.CUSTOMER, repair.request).part(RoomWarranties).rows
    today = desk.settings.calendar().day_of(desk.clock())
    assert (str(row.part), row.covered_until, row.is_over) == ("The new battery", months_after(today, 12), False)
    while desk.deliver(100).done:
        pass
    assert any("Covered until" in mail.text for mail in desk.notifier.sent)
    later, _ = j.in_phase(desk, "in_review", j.CUSTOMER)
    j.do(desk, MarkComplaint, j.ANNA, request=later.request, repair=repair.reference, **TERMS)
    ((beside, is_over),) = desk.show(view_request_complaints, j.ANNA, later.request).covered
    assert (str(beside.part), is_over) == ("The new battery", False)
    desk.clock.move(days=400)
    assert desk.show(view_room, j.CUSTOMER, repair.request).part(RoomWarranties).rows[0].is_over
    assert desk.verify() == ()


def test_the_months_are_the_settings_where_nobody_says_otherwise(desk: Any) -> None:
    """Without either none is given."""
    made, _ = j.in_phase(desk, "in_review", j.CUSTOMER)
    says = {"request": made.request, "part": "Screen"}
    for months in ({}, {"months": "0"}, {"months": "121"}):
        answer = j.attempt(desk, GiveWarranty, j.ANNA, **says, **months)
        assert isinstance(answer, Refusal)
        assert answer.code == "refusal.warranty_months"
    usual = make_desk(settings=attrs.evolve(SHOP, warranty_months=24))
    made, _ = j.in_phase(usual, "in_review", j.CUSTOMER)
    j.do(usual, GiveWarranty, j.ANNA, request=made.request, part="Screen")
    ((one, _),) = usual.show(view_request_warranties, j.ANNA, made.request).rows
    assert one.months == 24


def test_what_was_wrong_is_taken_back_and_stays_in_the_history(desk: Any) -> None:
    """Nobody reads it as covered any more; twice does no harm, and the customer is told once."""
    made, _ = j.in_phase(desk, "in_review", j.CUSTOMER)
    of = {"request": made.request, "warranty": covered(desk, made.request)}
    j.do(desk, EndWarranty, j.ANNA, **of)
    before = desk.anchor()
    j.do(desk, EndWarranty, j.ANNA, **of)
    assert desk.anchor() == before
    assert desk.show(view_request_warranties, j.ANNA, made.request).rows == ()
    assert desk.show(view_room, j.CUSTOMER, made.request).part(RoomWarranties).rows == ()
    assert desk.verify() == ()


def test_there_is_room_for_so_many_and_no_more(desk: Any) -> None:
    """Those that were taken back count: all of them stay in the history and are read at once."""
    made, _ = j.in_phase(desk, "in_review", j.CUSTOMER)
    first, *_ = [covered(desk, made.request) for _ in range(MOST)]
    j.do(desk, EndWarranty, j.ANNA, request=made.request, warranty=first)
    answer = j.attempt(desk, GiveWarranty, j.ANNA, request=made.request, part="Screen", months="12")
    assert (answer.code, answer.kind.value) == ("refusal.too_many_warranties", "conflict")
