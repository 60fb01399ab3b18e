"""Loan devices: who has one, one loan of a device at a time, what is late, and that nothing follows by itself."""

from __future__ import annotations

from typing import Any

import attrs
import pytest

import journeys as j
from capabilities.awaited_parts import in_days
from capabilities.loans import lent, to_lend
from capabilities.scene import SHOP
from helpdesk_core import Agent
from helpdesk_core.adapters.memory import MemoryStore
from helpdesk_core.commands import (
    ChangeLoanDevice,
    CloseRequest,
    EraseRequest,
    LendDevice,
    RecordHandOver,
    TakeLoanBack,
)
from helpdesk_core.loans.model import LoanDevice
from helpdesk_core.testing import make_desk
from helpdesk_core.views import view_loan_device, view_loan_devices, view_loans, view_request_loans


@pytest.fixture
def desk() -> Any:
    return make_desk(settings=SHOP)


def lend(desk: Any, made: Any, device: str, **more: Any) -> Any:
    """Staff try to lend a device."""
    return j.attempt(desk, LendDevice, j.ANNA, request=made.request, loan_device=device, **more)


def stored(desk: Any, device: str) -> LoanDevice:
    with desk.reading() as reader:
        found = reader.load(LoanDevice, device)
    assert found is not None
    return found


def test_the_customer_reads_which_device_how_it_looked_and_until_when(desk: Any) -> None:
    """Told once, in the room; back again, the room says so. Notes are for staff, and no status follows."""
    made, guest = j.in_phase(desk, "in_progress")
    loan = lent(desk, made.request, due=in_days(desk, 3))
    (row,) = desk.show(view_loans, guest, made.request).rows
    assert (str(row.device), str(row.serial), str(row.condition)) == ("Loan phone 1", "LP-1", "scratched, with charger")
    assert (str(row.due), row.is_late, row.returned_at) == (in_days(desk, 3), False, None)
    assert "drawer" not in str(row)
    while desk.deliver(100).done:
        pass
    assert sum("lent you a device" in mail.text for mail in desk.notifier.sent) == 1
    desk.clock.move(days=4)
    assert desk.show(view_loans, guest, made.request).rows[0].is_late
    j.do(desk, TakeLoanBack, j.ANNA, request=made.request, loan=loan, condition="Broken corner")
    (row,) = desk.show(view_loans, guest, made.request).rows
    assert (row.is_late, row.returned_at) == (False, desk.clock())
    assert "Broken" not in str(row)
    assert j.stored(desk, made).phase.value == "in_progress"
    assert desk.verify() == ()


def test_a_device_is_lent_once_at_a_time(desk: Any) -> None:
    """Until it is back it is offered to nobody, cannot be retired, and comes back once."""
    made, _ = j.in_phase(desk, "in_review")
    other, _ = j.in_phase(desk, "in_review", contact="other@example.com")
    device = to_lend(desk)
    loan = lent(desk, made.request, device)
    assert lend(desk, other, device).code == "refusal.loan_device_out"
    assert desk.show(view_request_loans, j.ANNA, other.request).free == ()
    changed = {"loan_device": device, "name": "Phone", "retired": True}
    assert j.attempt(desk, ChangeLoanDevice, j.ANNA, **changed).code == "refusal.loan_device_still_out"
    wrong = {"request": other.request, "loan": loan}
    assert j.attempt(desk, TakeLoanBack, j.ANNA, **wrong).code == "refusal.no_such_request"
    j.do(desk, TakeLoanBack, j.ANNA, request=made.request, loan=loan)
    assert j.attempt(desk, TakeLoanBack, j.ANNA, request=made.request, loan=loan).code == "refusal.loan_back"
    desk.clock.move(minutes=1)
    assert lend(desk, other, device).loan
    assert [str(one.loan.request) for one in desk.show(view_loan_device, j.ANNA, device).loans] == [
        other.request,
        made.request,
    ]
    assert desk.verify() == ()


def test_a_retired_device_is_lent_no_more_until_it_is_in_use_again(desk: Any) -> None:
    """It stays in the list, apart."""
    made, _ = j.in_phase(desk, "in_review")
    device = to_lend(desk)
    j.do(desk, ChangeLoanDevice, j.ANNA, loan_device=device, name="Old phone", retired=True)
    assert lend(desk, made, device).code == "refusal.loan_device_retired"
    since = desk.clock()
    desk.clock.move(days=2)
    j.do(desk, ChangeLoanDevice, j.ANNA, loan_device=device, name="Old phone", notes="Cracked", retired=True)
    assert stored(desk, device).retired_at == since  # since when, not when somebody wrote a note
    found = desk.show(view_loan_devices, j.ANNA)
    assert ([str(one.device.name) for one in found.retired], found.here) == (["Old phone"], ())
    j.do(desk, ChangeLoanDevice, j.ANNA, loan_device=device, name="Old phone")
    assert lend(desk, made, device).loan


@pytest.mark.parametrize("due", ["2020-01-01", "2099-01-01"])
def test_a_day_is_from_today_on_and_within_two_years(desk: Any, due: str) -> None:
    """Said beside the field."""
    made, _ = j.in_phase(desk, "in_review")
    refusal = lend(desk, made, to_lend(desk), due=due)
    assert (refusal.code, refusal.field) == ("refusal.awaited_part_wrong_day", "due")


def test_a_shop_that_lends_nothing_lends_nothing_and_takes_back_what_is_out() -> None:
    """Switched off in the settings. What is over gets no device either."""
    store = MemoryStore()
    desk = make_desk(store, settings=SHOP)
    made, _ = j.in_phase(desk, "in_review")
    over, _ = j.in_phase(desk, "cancelled", contact="over@example.com")
    device, loan = to_lend(desk), lent(desk, made.request)
    assert lend(desk, over, device).code == "refusal.wrong_phase"
    off = make_desk(store, settings=attrs.evolve(SHOP, lends_devices=False))
    assert lend(off, made, device).code == "refusal.loan_not_offered"
    assert off.show(view_request_loans, j.ANNA, made.request).free == ()
    j.do(off, TakeLoanBack, j.ANNA, request=made.request, loan=loan)


def test_the_list_has_the_overdue_first_then_what_is_due_next(desk: Any) -> None:
    """One without a day comes last."""
    made, _ = j.in_phase(desk, "in_review")
    for name, days in (("open", None), ("later", 9), ("late", 2), ("next", 5)):
        more = {"due": in_days(desk, days)} if days else {"due": ""}
        lent(desk, made.request, to_lend(desk, name=name), **more)
    to_lend(desk, name="here")
    desk.clock.move(days=4)
    found = desk.show(view_loan_devices, j.ANNA)
    assert [str(one.device.name) for one in found.out] == ["late", "next", "later", "open"]
    assert [one.out.is_late for one in found.out] == [True, False, False, False]
    assert [str(one.device.name) for one in found.here] == ["here"]


def test_whose_request_one_may_not_see_is_not_said(desk: Any) -> None:
    """The device is out, and that is all: for staff of another place, and for who may see no requests."""
    made, _ = j.in_phase(desk, "in_review", location="here", surname="Kern")
    lent(desk, made.request)
    away = Agent(id="zoe", name="Zoe", locations=frozenset({"elsewhere"}))
    counter = Agent(id="ula", name="Ula", rights=frozenset({"loans.record"}))
    assert [one.out for one in desk.show(view_loan_devices, away).out] == [None]
    (one,) = desk.show(view_loan_devices, counter).out
    assert (one.out.reference, one.out.surname) == (None, None)
    (one,) = desk.show(view_loan_devices, j.ANNA).out
    assert (one.out.reference.grouped, str(one.out.surname)) == (made.reference, "Kern")


def test_neither_a_hand_over_nor_the_end_takes_it_back(desk: Any) -> None:
    """Staff are reminded, and nothing is refused."""
    made, guest = j.in_phase(desk, "outcome_recorded")
    loan = lent(desk, made.request)
    j.do(desk, RecordHandOver, j.ANNA, request=made.request, name="Kern", proof="slip")
    j.do(desk, CloseRequest, j.ANNA, request=made.request)
    assert [one.loan.id for one in desk.show(view_request_loans, j.ANNA, made.request).out] == [loan]
    assert desk.show(view_loans, guest, made.request).rows[0].returned_at is None
    j.do(desk, TakeLoanBack, j.ANNA, request=made.request, loan=loan)


def test_erasing_takes_the_persons_words_and_leaves_the_shops_device(desk: Any) -> None:
    """It is out still, comes back, and the history holds."""
    made, _ = j.in_phase(desk, "in_review", surname="Kern")
    device = to_lend(desk)
    loan = lent(desk, made.request, device, condition="with the case of Mr Kern")
    j.do(desk, EraseRequest, j.BOSS, request=made.request)
    (one,) = desk.show(view_loan_devices, j.ANNA).out
    assert (str(one.device.name), one.out.loan.condition) == ("Loan phone 1", None)
    assert "Kern" not in str(one.out.surname)
    j.do(desk, TakeLoanBack, j.ANNA, request=made.request, loan=loan, condition="as before")
    assert stored(desk, device).loan is None
    assert desk.verify() == ()
