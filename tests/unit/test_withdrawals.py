"""Withdrawals: two steps without a reason, a dated copy, the law's clocks, a person's answer, no way to refuse."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import attrs
import pytest

import journeys as j
from capabilities.quotes import FIXED, approver, named, offer
from capabilities.scene import SHOP
from capabilities.withdrawals import NAME, declared, ordered
from helpdesk_core import Customer, Guest, Refusal
from helpdesk_core.base.commands import commands
from helpdesk_core.commands import (
    AnswerWithdrawal,
    AssignRequest,
    DeclareWithdrawal,
    EraseRequest,
    MarkRefund,
    MergeRequest,
    Overview,
    PromiseRefund,
    RecordPayment,
    RecordWithdrawal,
)
from helpdesk_core.testing import make_desk
from helpdesk_core.views import RoomWithdrawal, view_queue, view_request_withdrawals, view_room, view_withdrawal
from helpdesk_core.withdrawals.model import OF_REQUEST, Withdrawal, WithdrawalStanding

ASKED = {"name": NAME, "reason": "It costs too much. My PIN is 4821"}


def desk_of(country: str = "PL", **more: Any) -> Any:
    return make_desk(settings=attrs.evolve(SHOP, country=country, **more))


def order(desk: Any, *, start_now: bool = False, phase: str = "in_review") -> tuple[str, Any]:
    """A guest's order, and the guest; all of it done afterwards where that is the phase."""
    made, guest = j.in_phase(desk, "in_review")
    ordered(desk, made.request, guest, start_now=start_now)
    if phase != "in_review":
        j.record(desk, made)
    return made.request, guest


def kept(desk: Any, request: str) -> Withdrawal:
    with desk.reading() as reader:
        (found,) = reader.find(OF_REQUEST, {"request": request})
    assert isinstance(found, Withdrawal)
    return found


def today(desk: Any) -> date:
    day: date = desk.settings.calendar().day_of(desk.clock())
    return day


def delivered(desk: Any, words: str) -> list[str]:
    while desk.deliver(100).done:
        pass
    return [str(mail.text).replace("\xa0", " ") for mail in desk.notifier.sent if words in mail.text]


def waiting(desk: Any) -> list[str]:
    return [row.id for row in desk.show(view_queue, j.ANNA, overview=Overview.WITHDRAWAL).rows]


def code(desk: Any, *args: Any, **fields: Any) -> str:
    found = j.attempt(desk, *args, **fields)
    assert isinstance(found, Refusal), found
    return found.code


def test_a_guest_withdraws_by_the_link_and_gets_a_dated_copy() -> None:
    """Without an account and on the proof that opens the room, hours after the code; the copy has all of it, with date
    and time, and the work goes on until a person stops it."""
    desk = desk_of()
    request, guest = order(desk)
    before = j.stored(desk, type("Made", (), {"request": request}))
    desk.clock.move(hours=20)  # by then nobody could approve without a new code
    j.do(desk, DeclareWithdrawal, guest, request=request, **ASKED)
    found = kept(desk, request)
    assert (found.standing, found.received_on, found.basis) == (WithdrawalStanding.IN_TIME, today(desk), "code")
    assert found.contact is not None
    assert found.proved_at is not None
    assert found.repay_by == today(desk) + timedelta(days=14)
    assert "4821" not in str(found.reason)
    (mail,) = delivered(desk, "This is a copy of it")
    at = desk.clock().astimezone(desk.settings.zone)
    for says in (NAME, "99.00", f"{at:%H:%M}", str(at.year), "It costs too much.", "We pay back what you paid by"):
        assert says in mail, (says, mail)
    assert "You asked us to begin" not in mail
    assert len(delivered(desk, "A customer withdraws from the contract")) == 1
    after = j.stored(desk, type("Made", (), {"request": request}))
    assert (after.phase, after.status, after.agreed_at) == (before.phase, before.status, None)
    assert waiting(desk) == [request]
    assert desk.verify() == ()


def test_no_command_refuses_a_withdrawal() -> None:
    """By their names and their fields: an answer says what follows, and never yes or no."""
    own = {name: command for name, command in commands.items() if "Withdrawal" in name}
    assert set(own) == {"AnswerWithdrawal", "DeclareWithdrawal", "RecordWithdrawal", "RemindOfWithdrawal"}
    asked = {"request", "seen", "withdrawal", "owed", "returned", "is_repaid", "hand_back", "unconfirmed", "text"}
    assert set(attrs.fields_dict(AnswerWithdrawal)) == asked


def test_a_second_declaration_is_answered_with_the_first() -> None:
    """Nothing is written twice, nobody is told twice."""
    desk = desk_of()
    request, guest = order(desk)
    first = j.do(desk, DeclareWithdrawal, guest, request=request, **ASKED)
    assert first.is_first
    at = kept(desk, request).declared_at
    desk.clock.move(days=3)
    again = j.do(desk, DeclareWithdrawal, guest, request=request, name="Somebody Else")
    by_staff = j.do(desk, RecordWithdrawal, j.ANNA, request=request, how="letter", name=NAME)
    for later in (again, by_staff):
        assert (later.withdrawal, later.is_first) == (first.withdrawal, False)
    assert (kept(desk, request).declared_at, str(kept(desk, request).name)) == (at, NAME)
    assert len(delivered(desk, "This is a copy of it")) == 1


@pytest.mark.parametrize("start_now", [False, True])
def test_after_the_last_day_it_is_kept_and_marked(start_now: bool) -> None:
    """The way stands in the room the whole period long, its last day included, and no longer; the view says when it
    ended, and what is sent all the same is stored."""
    desk = desk_of()
    request, guest = order(desk, start_now=start_now)
    last = desk.show(view_withdrawal, guest, request).last_day
    while today(desk) < last:
        assert desk.show(view_room, guest, request).part(RoomWithdrawal) is not None
        desk.clock.move(days=1)
    assert desk.show(view_room, guest, request).part(RoomWithdrawal) is not None
    desk.clock.move(days=1)
    assert desk.show(view_room, guest, request).part(RoomWithdrawal) is None
    assert desk.show(view_withdrawal, guest, request).standing is WithdrawalStanding.LATE
    declared(desk, request, guest)
    assert kept(desk, request).standing is WithdrawalStanding.LATE
    assert waiting(desk) == [request]
    (mail,) = delivered(desk, "This is a copy of it")
    assert "The last day to withdraw was" in mail
    assert "by the same means" not in mail
    assert desk.show(view_room, guest, request).part(RoomWithdrawal) is not None


@pytest.mark.parametrize(
    "start_now, standing", [(True, WithdrawalStanding.PERFORMED), (False, WithdrawalStanding.IN_TIME)]
)
def test_the_right_ends_only_where_it_was_done_at_the_customers_wish(
    start_now: bool, standing: WithdrawalStanding
) -> None:
    """Directive 2011/83/EU, article 16 (a): both performed in full and asked for. Kept in either case."""
    desk = desk_of()
    request, guest = order(desk, start_now=start_now, phase="outcome_recorded")
    assert desk.show(view_room, guest, request).part(RoomWithdrawal).standing is standing
    declared(desk, request, guest)
    assert kept(desk, request).standing is standing


def test_staff_say_what_follows_once_and_nothing_is_paid() -> None:
    """The customer reads it by mail and in the room; no status follows, and the clock runs until the money is sent."""
    desk = desk_of()
    request, guest = order(desk, start_now=True)
    withdrawal = declared(desk, request, guest)
    assert "pay for what was done" in delivered(desk, "This is a copy of it")[0]
    says = {"request": request, "withdrawal": withdrawal, "text": "Half was done.", "hand_back": True}
    assert code(desk, AnswerWithdrawal, guest, **says)
    for wrong in ("99.01", "250"):
        assert code(desk, AnswerWithdrawal, j.ANNA, **says, owed=wrong) == "refusal.withdrawal_too_much"
    before = j.stored(desk, type("Made", (), {"request": request}))
    j.do(desk, AnswerWithdrawal, j.ANNA, **says, owed="40", returned="59")
    assert code(desk, AnswerWithdrawal, j.ANNA, **says) == "refusal.withdrawal_answered"
    (mail,) = delivered(desk, "Our message says what follows")
    for told in ("40.00", "59.00", "We hand your device back"):
        assert told in mail
    shown = desk.show(view_room, guest, request).part(RoomWithdrawal).declared
    assert (shown.owed.minor, shown.returned.minor, str(shown.note)) == (4000, 5900, "Half was done.")
    after = j.stored(desk, type("Made", (), {"request": request}))
    assert (after.phase, after.status, after.withdrawal_due) == (before.phase, before.status, before.withdrawal_due)
    assert waiting(desk) == [request]
    assert not {"invoices", "refunds"} & set(after.has)
    assert desk.verify() == ()


def test_who_did_not_ask_to_begin_owes_nothing() -> None:
    """Directive 2011/83/EU, article 14 (4) (a); of one that came late staff judge."""
    desk = desk_of()
    request, guest = order(desk)
    says = {"request": request, "withdrawal": declared(desk, request, guest), "text": "We send it back."}
    assert code(desk, AnswerWithdrawal, j.ANNA, **says, owed="0.01") == "refusal.withdrawal_nothing_owed"
    j.do(desk, AnswerWithdrawal, j.ANNA, **says, owed="0", returned="99")
    late, guest = order(desk)
    desk.clock.move(days=30)
    told = {"request": late, "withdrawal": declared(desk, late, guest), "text": "It was done by then."}
    j.do(desk, AnswerWithdrawal, j.ANNA, **told, owed="99")


def test_staff_write_down_what_came_otherwise() -> None:
    """The day on which it was sent counts for being in time, the day on which it came in for the money."""
    desk = desk_of()
    request, guest = order(desk)
    sent = desk.show(view_withdrawal, guest, request).last_day
    while today(desk) < sent + timedelta(days=3):
        desk.clock.move(days=1)
    came = {"request": request, "how": "letter", "name": NAME, "sent_on": sent.isoformat()}
    tomorrow = (today(desk) + timedelta(days=1)).isoformat()
    assert code(desk, RecordWithdrawal, j.ANNA, **came, received_on=tomorrow) == "refusal.withdrawal_day"
    before = (sent - timedelta(days=1)).isoformat()
    assert code(desk, RecordWithdrawal, j.ANNA, **came, received_on=before) == "refusal.withdrawal_day"
    j.do(desk, RecordWithdrawal, j.ANNA, **came)
    found = kept(desk, request)
    assert (found.standing, found.sent_on, found.received_on) == (WithdrawalStanding.IN_TIME, sent, today(desk))
    assert found.repay_by == today(desk) + timedelta(days=14)
    assert "By letter" in delivered(desk, "This is a copy of it")[0]
    assert delivered(desk, "A customer withdraws from the contract") == []


@pytest.mark.parametrize("typed", ["sent_on", "received_on"])
def test_nobody_withdraws_before_the_order(typed: str) -> None:
    """A day before the order is a slip of the pen: it is refused with the order's day, beside the day that was typed.
    The day of the order itself will do."""
    desk = desk_of()
    request, _ = order(desk)
    on = today(desk)
    desk.clock.move(days=3)
    came = {"request": request, "how": "letter", "name": NAME}
    refused = j.attempt(desk, RecordWithdrawal, j.ANNA, **came, **{typed: (on - timedelta(days=1)).isoformat()})
    assert (refused.code, refused.field) == ("refusal.withdrawal_before_order", typed)
    assert refused.params["day"] == on
    j.do(desk, RecordWithdrawal, j.ANNA, **came, sent_on=on.isoformat())
    assert kept(desk, request).sent_on == on


def test_staff_are_reminded_before_and_after_and_nothing_happens_by_itself() -> None:
    """Once some days before, once when it is over: whoever has the request."""
    desk = desk_of()
    request, guest = order(desk)
    declared(desk, request, guest)
    j.do(desk, AssignRequest, j.ANNA, request=request, assignee="anna", name="Anna")
    desk.clock.move(days=10)
    assert delivered(desk, "is over soon") == []
    desk.clock.move(days=2)
    assert len(delivered(desk, "is over soon")) == 1
    assert desk.show(view_request_withdrawals, j.ANNA, request).days_left == 2
    desk.clock.move(days=30)
    assert len(delivered(desk, "pay back after this withdrawal is over: it is not answered")) == 1
    assert kept(desk, request).answered_at is None
    assert waiting(desk) == [request]
    assert "32" in desk.show(view_request_withdrawals, j.ANNA, request).law.names["en"]


def sends_back(desk: Any, request: str, *amounts: str) -> None:
    """Each is promised, and said to be sent."""
    for amount in amounts:
        promised = j.do(desk, PromiseRefund, j.ANNA, request=request, amount=amount, text="After your withdrawal.")
        j.do(desk, MarkRefund, j.ANNA, request=request, refund=promised.refund, state="sent")


def test_the_clock_runs_until_the_money_is_sent() -> None:
    """An answer alone stops nothing where money goes back; a part of it does not either, what is sent in parts does."""
    desk = desk_of()
    request, guest = order(desk)
    paid = {"amount": "150", "method": "cash", "received_on": today(desk).isoformat()}
    j.do(desk, RecordPayment, j.ANNA, request=request, **paid)
    sends_back(desk, request, "20")  # for something else, before anybody withdrew
    desk.clock.move(seconds=1)
    says = {"request": request, "withdrawal": declared(desk, request, guest), "text": "We send it back."}
    j.do(desk, AnswerWithdrawal, j.ANNA, **says, returned="99")
    shown = desk.show(view_request_withdrawals, j.ANNA, request)
    assert (shown.open, shown.unpaid.id, shown.days_left) == (None, says["withdrawal"], 14)
    sends_back(desk, request, "90")
    assert waiting(desk) == [request]
    desk.clock.move(days=12)
    assert len(delivered(desk, "is over soon: it is not answered yet, or no refund")) == 1
    desk.clock.move(days=3)
    assert len(delivered(desk, "time to pay back after this withdrawal is over:")) == 1
    assert desk.show(view_room, guest, request).part(RoomWithdrawal).declared.repaid_at is None
    sends_back(desk, request, "9")
    assert (waiting(desk), kept(desk, request).repaid_at) == ([], desk.clock())
    assert desk.show(view_request_withdrawals, j.ANNA, request).unpaid is None
    assert desk.show(view_room, guest, request).part(RoomWithdrawal).declared.repaid_at == desk.clock()
    assert desk.verify() == ()


def test_of_several_withdrawals_the_first_comes_first() -> None:
    """Its time is over first: it is answered first and paid first, whichever was answered meanwhile; what is sent
    settles the one that was answered first."""
    desk = desk_of()
    request, guest = order(desk)
    paid = {"amount": "200", "method": "cash", "received_on": today(desk).isoformat()}
    j.do(desk, RecordPayment, j.ANNA, request=request, **paid)
    orders = desk.show(view_withdrawal, guest, request).order, ordered(desk, request, guest)
    first = declared(desk, request, guest, order=orders[0])
    desk.clock.move(days=1)
    (waits,) = desk.show(view_queue, j.ANNA, overview=Overview.WITHDRAWAL).rows
    second = declared(desk, request, guest, order=orders[1])
    (row,) = desk.show(view_queue, j.ANNA, overview=Overview.WITHDRAWAL).rows
    assert row.withdrawal_due == waits.withdrawal_due

    def shown() -> tuple[Any, Any, Any]:
        seen = desk.show(view_request_withdrawals, j.ANNA, request)
        return seen.open and seen.open.id, seen.unpaid and seen.unpaid.id, seen.days_left

    assert shown() == (first, None, 13)
    for one in (second, first):
        desk.clock.move(seconds=1)
        j.do(desk, AnswerWithdrawal, j.ANNA, request=request, withdrawal=one, text="We send it.", returned="99")
    assert shown() == (None, first, 13)
    sends_back(desk, request, "99")
    assert shown() == (None, first, 13), "what was answered first is settled"
    sends_back(desk, request, "99")
    assert shown() == (None, None, None)


@pytest.mark.parametrize("says", [{"returned": "99", "is_repaid": True}, {"returned": "0"}, {}])
def test_where_nothing_is_to_be_sent_an_answer_stops_the_clock(says: dict[str, Any]) -> None:
    """It was sent before, or the customer had paid nothing: nobody is reminded."""
    desk = desk_of()
    request, guest = order(desk)
    asked = {"request": request, "withdrawal": declared(desk, request, guest), "text": "It is settled."}
    j.do(desk, AnswerWithdrawal, j.ANNA, **asked, **says)
    assert waiting(desk) == []
    assert (kept(desk, request).repaid_at is not None) is ("is_repaid" in says)
    desk.clock.move(days=30)
    assert delivered(desk, "time to pay back after this withdrawal") == []


def test_without_a_law_there_is_no_clock_and_no_button() -> None:
    """What is declared all the same is kept, and waits."""
    desk = desk_of("")
    request, guest = order(desk)
    assert desk.show(view_room, guest, request).part(RoomWithdrawal) is None
    declared(desk, request, guest)
    assert (kept(desk, request).last_day, kept(desk, request).repay_by) == (None, None)
    assert waiting(desk) == [request]
    desk.clock.move(days=60)
    assert delivered(desk, "time to pay back") == []


def test_nobody_but_its_customer_declares_it() -> None:
    """Not another customer, not a guest without the code, not the person who decided for them; and not without an
    order."""
    desk = desk_of()
    request, _ = order(desk)
    _, other = j.in_phase(desk, "in_review", contact="other@example.com")
    for nobody in (other, Guest(), Customer(id="c-9")):
        assert code(desk, DeclareWithdrawal, nobody, request=request, name=NAME) == "refusal.no_such_request"
        assert isinstance(desk.view(view_withdrawal, nobody, request), Refusal)
    made, own = j.in_phase(desk, "in_review", contact="third@example.com")
    assert code(desk, DeclareWithdrawal, own, request=made.request, name=NAME) == "refusal.withdrawal_no_order"
    offer(desk, made.request, FIXED)
    assert code(desk, DeclareWithdrawal, own, request=made.request, name=NAME) == "refusal.withdrawal_no_order"
    named(desk, made.request, own)
    person = approver(desk, made.request)
    assert code(desk, DeclareWithdrawal, person, request=made.request, name=NAME) == "refusal.no_such_request"


def test_what_waits_is_not_joined_and_its_words_go_with_the_customer() -> None:
    """The days and the answer stay; the name and the reason go."""
    desk = desk_of()
    request, guest = order(desk)
    other, _ = j.in_phase(desk, "in_review")
    j.do(desk, DeclareWithdrawal, guest, request=request, **ASKED)
    assert code(desk, MergeRequest, j.ANNA, request=request, into=other.request) == "refusal.merge_withdrawal"
    j.do(desk, EraseRequest, j.BOSS, request=request)
    found = kept(desk, request)
    assert (NAME in str(found.name), found.reason) != (True, None)
    assert "costs" not in str(found.reason)
    assert NAME not in str(found.name)
    assert found.standing is WithdrawalStanding.IN_TIME
    assert waiting(desk) == []
    desk.clock.move(days=60)
    assert delivered(desk, "pay back after this withdrawal") == []
