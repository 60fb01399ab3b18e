"""Promises: what can be promised by the shop's calendar, how the clock breaks one, and who may do what."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import journeys as j
from helpdesk_core import Refusal, Settings
from helpdesk_core.base.money import Money
from helpdesk_core.commands import (
    CancelRequest,
    DraftReply,
    EraseRequest,
    GivePromise,
    KeepPromise,
    MovePromise,
    Overview,
    ReplyToCustomer,
    SetEstimate,
    WithdrawPromise,
)
from helpdesk_core.i18n import Translator
from helpdesk_core.promises.model import Promise, PromiseKind, PromiseStanding, PromiseState, PromiseTerm
from helpdesk_core.testing import make_desk
from helpdesk_core.testing.doubles import POLISH_SHOP
from helpdesk_core.views import (
    view_promises,
    view_queue,
    view_queue_counts,
    view_request,
    view_request_promises,
    view_room,
)

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")
SHOP = attrs.evolve(
    POLISH_SHOP, working_hours=dict.fromkeys(DAYS, ("9:00-17:00",)), holidays="PL", promise_reminder_hours=2
)


@pytest.fixture
def desk() -> Any:
    """A shop on a Thursday at ten."""
    desk = make_desk(settings=SHOP)
    desk.clock.now = datetime(2026, 11, 26, 9, tzinfo=UTC)  # type: ignore[attr-defined]
    return desk


@pytest.fixture
def made(desk: Any) -> Any:
    made, _ = j.in_phase(desk, "in_review", contact="kern@example.com")
    deliver(desk)
    return made


def deliver(desk: Any) -> None:
    while desk.deliver(100).done:
        pass


def told(desk: Any) -> Any:
    """The mail that tells of a promise."""
    return next(mail for mail in desk.notifier.sent if re.search("Promised by|Obiecany termin", mail.text))


def give(desk: Any, made: Any, **fields: Any) -> Any:
    wanted = {"kind": "time", "what": "Ready to be fetched", "day": "2026-11-30", **fields}
    return j.attempt(desk, GivePromise, j.ANNA, request=made.request, **wanted)


def code(answer: Any) -> str:
    return answer.code.removeprefix("refusal.") if isinstance(answer, Refusal) else ""


def standing(desk: Any, made: Any) -> list[str]:
    return [one.value for _, one in desk.show(view_request_promises, j.ANNA, made.request).rows]


def test_a_promise_ends_when_the_shop_closes_unless_a_time_is_said(desk: Any, made: Any) -> None:
    """In the shop's zone: five on Monday is four in UTC."""
    give(desk, made)
    give(desk, made, time="12:30")
    rows = desk.show(view_request_promises, j.ANNA, made.request).rows
    assert sorted(one.due_at for one, _ in rows) == [
        datetime(2026, 11, 30, 11, 30, tzinfo=UTC),
        datetime(2026, 11, 30, 16, tzinfo=UTC),
    ]


@pytest.mark.parametrize(
    "fields, expected",
    [
        ({"day": "2026-11-28"}, "promise_closed"),
        ({"day": "2026-12-25"}, "promise_closed"),
        ({"time": "17:30"}, "promise_closed"),
        ({"time": "17:00"}, ""),
        ({"day": "2026-11-26", "time": "09:59"}, "promise_past"),
        ({"day": "2026-11-25"}, "promise_past"),
        ({"day": "2028-01-03"}, "promise_too_far"),
        ({"time": "noon"}, "promise_no_time"),
        ({"day": ""}, "promise_no_day"),
        ({"what": ""}, "promise_no_words"),
        ({"kind": "call", "what": ""}, ""),
        ({"kind": "price", "day": ""}, "promise_no_limit"),
        ({"kind": "price", "day": "", "limit": "300"}, ""),
    ],
)
def test_what_the_calendar_does_not_allow_is_not_promised(
    desk: Any, made: Any, fields: dict[str, str], expected: str
) -> None:
    """Each with its reason."""
    assert code(give(desk, made, **fields)) == expected


def test_a_closed_week_names_the_next_opening(made: Any, desk: Any) -> None:
    """A shop that is away says when it is back."""
    away = attrs.evolve(SHOP, special_days=(_closed("2026-11-27", "2026-12-06"),))
    shop = make_desk(settings=away)
    shop.clock.now = desk.clock.now  # type: ignore[attr-defined]
    elsewhere, _ = j.in_phase(shop, "in_review", contact="kern@example.com")
    answer = give(shop, elsewhere)
    assert code(answer) == "promise_closed"
    assert answer.params["opening"] == datetime(2026, 12, 7, 8, tzinfo=UTC)
    assert "Monday, 7\u00a0December 2026, 09:00" in _english(answer.code, answer.params)


def _closed(first: str, last: str) -> Any:
    from helpdesk_core.settings import SpecialDays

    return SpecialDays(first=first, last=last)


def _english(code: str, params: Any) -> str:
    return Translator("en", zone=SHOP.zone)(code, **params)


def test_the_clock_alone_breaks_a_promise(desk: Any, made: Any) -> None:
    """Nothing is written when it does; a late word is late for good, and a broken one can no longer be moved."""
    first, second = (give(desk, made, day="2026-11-27").promise for _ in range(2))
    version = j.stored(desk, made).version
    desk.clock.now = datetime(2026, 11, 27, 16, 0, 1, tzinfo=UTC)
    assert standing(desk, made) == ["broken", "broken"]
    assert j.stored(desk, made).version == version
    moving = {"request": made.request, "promise": first, "day": "2026-12-01", "text": "Later."}
    assert code(j.attempt(desk, MovePromise, j.ANNA, **moving)) == "promise_broken"
    j.do(desk, KeepPromise, j.ANNA, request=made.request, promise=first)
    j.do(desk, WithdrawPromise, j.ANNA, request=made.request, promise=second, text="It cannot be done.")
    assert sorted(standing(desk, made)) == ["broken", "kept_late"]


def test_moving_keeps_the_old_word_and_tells_the_customer_why(desk: Any, made: Any) -> None:
    """One command: the new promise follows the old one, and a message says why."""
    first = give(desk, made).promise
    deliver(desk)
    desk.notifier.sent.clear()
    moved = j.do(
        desk, MovePromise, j.ANNA, request=made.request, promise=first, day="2026-12-02", time="15:00", text="Sorry."
    )
    rows = desk.show(view_request_promises, j.ANNA, made.request).rows
    assert {one.id: how.value for one, how in rows} == {first: "moved", moved.promise: "open"}
    now = next(one for one, _ in rows if one.id == moved.promise)
    assert (now.follows, str(now.what)) == (first, "Ready to be fetched")
    deliver(desk)
    mail = told(desk)
    assert "Promised by Wednesday, 2\u00a0December 2026, about 15:00" in mail.text
    assert desk.verify() == ()
    again = j.attempt(desk, KeepPromise, j.ANNA, request=made.request, promise=first)
    assert code(again) == "promise_settled"


def test_the_customer_is_told_in_their_language(desk: Any) -> None:
    """The very words of the page, and not what it is about."""
    made, _ = j.in_phase(desk, "in_review", contact="kern@example.com", language="pl")
    give(desk, made, time="15:00")
    deliver(desk)
    mail = told(desk)
    assert "Obiecany termin: poniedziałek, 30\u00a0listopada 2026, około 15:00" in mail.text
    assert "Ready to be fetched" not in mail.text


def test_staff_are_reminded_before_it_breaks_and_only_then(desk: Any, made: Any) -> None:
    """Two working hours before, once, and not of what is settled; the assigned colleague or the team."""
    kept = give(desk, made, time="12:00").promise
    give(desk, made, time="14:00")
    j.do(desk, KeepPromise, j.ANNA, request=made.request, promise=kept)
    deliver(desk)
    sent = len(desk.notifier.sent)
    desk.clock.now = datetime(2026, 11, 30, 10, 59, tzinfo=UTC)
    deliver(desk)
    assert len(desk.notifier.sent) == sent
    desk.clock.now = datetime(2026, 11, 30, 11, 1, tzinfo=UTC)
    deliver(desk)
    new = desk.notifier.sent[sent:]
    assert [("due soon" in mail.text) for mail in new] == [True]
    desk.clock.move(days=3)
    deliver(desk)
    assert len(desk.notifier.sent) == sent + 1


def test_what_breaks_next_is_first_in_its_view(desk: Any) -> None:
    """Counted for the menu; a price, which has no clock, and what is over wait for nobody."""
    made = [j.in_phase(desk, "in_review", contact=f"c{number}@example.com")[0] for number in range(4)]
    give(desk, made[0], day="2026-12-03")
    give(desk, made[1], day="2026-12-01")
    give(desk, made[2], kind="price", day="", limit="300")
    give(desk, made[3], day="2026-12-02")
    j.do(desk, CancelRequest, j.ANNA, request=made[3].request)
    found = desk.show(view_queue, j.ANNA, overview=Overview.PROMISED)
    assert [row.id for row in found.rows] == [made[1].request, made[0].request]
    assert desk.show(view_queue_counts, j.ANNA).overviews[Overview.PROMISED] == 2
    (pair,) = desk.show(view_request_promises, j.ANNA, made[1].request).rows
    j.do(desk, KeepPromise, j.ANNA, request=made[1].request, promise=pair[0].id)
    assert desk.show(view_queue_counts, j.ANNA).overviews[Overview.PROMISED] == 1


def test_a_request_without_a_word_for_days_is_stuck(desk: Any) -> None:
    """Three working days: what was said on Thursday is stuck on Tuesday, a weekend does not count, and a word ends
    it."""
    made, _ = j.in_phase(desk, "in_review", contact="stuck@example.com")
    for day, expected in ((30, 0), (31, 1)):
        desk.clock.now = datetime(2026, 11, 1, 9, tzinfo=UTC) + timedelta(days=day - 1)
        assert desk.show(view_queue_counts, j.ANNA).overviews[Overview.STUCK] == expected
    j.do(desk, ReplyToCustomer, j.ANNA, request=made.request, text="We are at it.")
    assert desk.show(view_queue, j.ANNA, overview=Overview.STUCK).rows == ()


def test_a_promise_carries_a_reply_its_status_and_the_end_of_its_draft(desk: Any, made: Any) -> None:
    """One command does what a reply does: it sets the status, and what was being written is sent."""
    j.do(desk, DraftReply, j.ANNA, request=made.request, text="It is on the bench")
    first = give(desk, made, text="It is on the bench.", status="in_progress", sends_draft="yes")
    assert not isinstance(first, Refusal)
    request = desk.show(view_request, j.ANNA, made.reference)
    assert request.request.status == "in_progress"
    assert request.writing.reply is None
    moved = {"promise": first.promise, "day": "2026-12-01", "text": "The part is late.", "status": "in_review"}
    j.do(desk, MovePromise, j.ANNA, request=made.request, **moved)
    assert j.stored(desk, made).status == "in_review"
    assert sorted(standing(desk, made)) == ["moved", "open"]
    refused = give(desk, made, text="Done.", status="closed")
    assert isinstance(refused, Refusal), "a status that has a command of its own"
    assert len(standing(desk, made)) == 2, "and nothing was promised"


def test_words_with_a_promise_to_somebody_unconfirmed_are_sent_on_what_was_seen(desk: Any) -> None:
    """As every reply: staff are asked, and nothing is promised before."""
    made, _ = j.in_phase(desk, "received", contact="nobody@example.com")
    assert code(give(desk, made, text="We have it.")) == "unconfirmed"
    assert standing(desk, made) == []
    assert code(give(desk, made, text="We have it.", unconfirmed="yes")) == ""


def test_an_estimate_is_shown_as_one_and_promises_nothing(desk: Any) -> None:
    """Set and corrected by people; nothing waits for it."""
    made, guest = j.in_phase(desk, "in_review")
    for day in ("2026-12-10", "2026-12-15", ""):
        j.do(desk, SetEstimate, j.ANNA, request=made.request, estimate=day)
        assert desk.show(view_promises, guest, made.request).rows == ()
        shown = desk.show(view_room, guest, made.request)
        assert shown.estimate == (date.fromisoformat(day) if day else None)
    assert desk.show(view_queue_counts, j.ANNA).overviews[Overview.PROMISED] == 0


def test_erasing_takes_the_words_and_leaves_that_something_was_promised(desk: Any, made: Any) -> None:
    """By the customer too, who can promise nothing: the record lets nobody but staff write a term."""
    give(desk, made)
    j.do(desk, EraseRequest, j.BOSS, request=made.request)
    ((one, _),) = desk.show(view_request_promises, j.ANNA, made.request).rows
    assert one.what is None
    assert desk.verify() == ()


def test_no_command_of_a_machine_or_customer_can_write_a_promise() -> None:
    """The record itself refuses, whatever rule wrote it; erasing its words is nobody's promise."""
    promise = _promise(datetime(2026, 11, 30, tzinfo=UTC))
    for kind in ("automation", "guest", "customer"):
        assert promise.check_write(None, kind, Settings()) is not None
        later = promise.changed(due_at=promise.due_at + timedelta(days=1))
        assert later.check_write(promise, kind, Settings()) is not None
        assert promise.changed(what=None, promised_by_name=None).check_write(promise, kind, Settings()) is None
    assert promise.check_write(None, "agent", Settings()) is None


def _promise(due_at: datetime, **values: Any) -> Promise:
    return Promise(
        id="p",
        tenant="t",
        salt="s",
        request="r",
        kind=PromiseKind.TIME,
        state=PromiseState.OPEN,
        due_at=due_at,
        by_time=True,
        promised_by="anna",
        promised_by_name=None,
        promised_at=due_at,
    ).changed(**values)


moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)).map(lambda when: when.replace(tzinfo=UTC))


@given(moments, moments, st.none() | moments, st.sampled_from(list(PromiseState)))
def test_what_is_broken_stays_broken(
    due: datetime, now: datetime, settled: datetime | None, state: PromiseState
) -> None:
    """However long one waits, and whatever people make of it afterwards; a moved one never counts as broken."""
    settled = None if state is PromiseState.OPEN else settled or now
    promise = _promise(due, state=state, settled_at=settled)
    first, later = promise.standing(now), promise.standing(now + timedelta(days=1))
    if first is PromiseStanding.BROKEN:
        assert later is PromiseStanding.BROKEN
    if state is not PromiseState.OPEN:
        assert first is later


def test_a_price_and_the_end_of_a_day_read_as_people_say_them() -> None:
    """A day without hours ends at midnight, which is still that day."""
    t = Translator("en", zone=SHOP.zone)
    price = PromiseTerm(kind=PromiseKind.PRICE, limit=Money(minor=30_000, currency="PLN"))
    assert "at most PLN\u00a0300.00" in t.text(price.message(SHOP.zone))
    midnight = PromiseTerm(kind=PromiseKind.CALL, due_at=datetime(2026, 11, 30, 23, tzinfo=UTC))
    assert t.text(midnight.message(SHOP.zone)) == "We promised to call you by Monday, 30\u00a0November 2026"
