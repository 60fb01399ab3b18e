"""Parcels: labels by a job and never twice, and what a carrier says of them in any order."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from test_shipments import RESELLER, Resellers, desk, order, people, refused

import journeys as j
from capabilities.shipments import Cart
from helpdesk_core import Agent, Helpdesk
from helpdesk_core.commands import (
    AskForLabels,
    CancelLabel,
    ChooseShipping,
    CreateShipment,
    EraseRequest,
    RecordLabel,
    RecordLabelCancelled,
    ReportParcel,
    UndoShipment,
)
from helpdesk_core.service_requests.model import ServiceRequest
from helpdesk_core.shipments.model import Parcel, ParcelNews, news_id, parcel_id
from helpdesk_core.views import view_own_shipment, view_request_parcels, view_request_shipping

__all__ = ["Resellers", "desk", "people"]
_FACTS = count(1)
NUMBER = "62090000"


@pytest.fixture
def cart(desk: Helpdesk) -> Cart:
    desk.carrier = Cart()
    return desk.carrier


def packed(desk: Helpdesk, parcels: int = 2, method: str = "locker") -> tuple[str, str]:
    """An order in a shipment of two parcels, and the shipment's number."""
    own = order(desk, method, **({"point": "WAW123M"} if method == "locker" else {}))
    return own, str(j.do(desk, CreateShipment, RESELLER, orders=(own,), parcels=parcels).shipment)


def work(desk: Helpdesk) -> None:
    """Do what waits, with time going by."""
    for _ in range(5):
        desk.clock.move(minutes=20)  # type: ignore[attr-defined]
        desk.deliver(100)


def labelled(desk: Helpdesk, parcels: int = 1) -> tuple[str, str]:
    """A shipment whose parcels have labels."""
    own, number = packed(desk, parcels)
    j.do(desk, AskForLabels, j.ANNA, request=own)
    work(desk)
    return own, number


def states(desk: Helpdesk, own: str) -> list[str]:
    return [one.state.value for one in desk.show(view_request_parcels, j.ANNA, own).rows]


def say(desk: Helpdesk, status: str, at: datetime | None = None, number: str = NUMBER, fact: str = "") -> Any:
    """The carrier's word."""
    said = {"carrier": "carrier", "fact": fact or f"fact-{next(_FACTS)}", "number": number, "status": status, "at": at}
    return j.do(desk, ReportParcel, j.BOT, **said)


def parcel(desk: Helpdesk, shipment: str, place: int = 1) -> Parcel:
    with desk.reading() as reader:
        found = reader.load(Parcel, parcel_id(desk.tenant, shipment, place))
    assert found is not None
    return found


def test_without_a_carrier_nothing_is_asked(desk: Helpdesk) -> None:
    """Everything is as it was: points are free words, and staff have no button."""
    own = order(desk, "locker", point="the kiosk at the corner")
    number = j.do(desk, CreateShipment, RESELLER, orders=(own,), parcels=2).shipment
    assert refused(desk, AskForLabels, j.ANNA, request=own) == "refusal.no_carrier"
    shown = desk.show(view_request_parcels, j.ANNA, own)
    assert (shown.rows, shown.can_ask) == ((), False)
    assert desk.show(view_own_shipment, RESELLER, number).labelled == ()


def test_labels_are_ordered_by_jobs_and_never_twice(desk: Helpdesk, cart: Cart) -> None:
    """A parcel each, with what the carrier has to know and nothing of what is inside."""
    own, number = packed(desk)
    assert j.do(desk, AskForLabels, j.ANNA, request=own, grams=1500, size="small").labels == 2
    assert refused(desk, AskForLabels, j.ANNA, request=own) == "refusal.labels_there"
    assert states(desk, own) == ["asked", "asked"]
    work(desk)
    assert states(desk, own) == ["ordered", "ordered"]
    assert len(cart.keys) == 2
    first = cart.labels[NUMBER]
    assert (first.handed_in, first.point, first.place, first.method) == ("WAW123M", "", "here", "locker")
    assert (first.grams, first.size) == (1500, "small")
    assert {one.reference for one in cart.labels.values()} == {f"{number}/1", f"{number}/2"}
    assert first.sender is not None
    assert first.sender.email == "orders@example.com"
    assert "Radio" not in repr(cart.labels)
    assert {one.number for one in desk.show(view_own_shipment, RESELLER, number).labelled} == cart.labels.keys()
    assert desk.verify() == ()


def test_a_label_is_written_down_once(desk: Helpdesk, cart: Cart) -> None:
    """Its job may be done twice: the first number stays."""
    _, number = labelled(desk)
    for other in ("999", NUMBER):
        j.do(desk, RecordLabel, j.BOT, parcel=parcel(desk, number).id, attempt=1, number=other)
    assert parcel(desk, number).number == NUMBER


def test_a_carrier_that_is_away_is_asked_again_under_the_same_key(desk: Helpdesk, cart: Cart) -> None:
    """Staff read why it waits."""
    own, _ = packed(desk, 1)
    cart.is_away = True
    j.do(desk, AskForLabels, j.ANNA, request=own)
    work(desk)
    assert [one.waits_for for one in desk.show(view_request_parcels, j.ANNA, own).rows] == ["carrier_away"]
    cart.is_away = False
    work(desk)
    assert states(desk, own) == ["ordered"]
    assert len(set(cart.keys)) == 1


def test_a_refused_label_is_said_and_asked_for_anew(desk: Helpdesk, cart: Cart) -> None:
    """Under another key: what is wrong has been mended by then."""
    own, _ = packed(desk, 1)
    cart.refuses = True
    j.do(desk, AskForLabels, j.ANNA, request=own, grams=800)
    work(desk)
    assert states(desk, own) == ["refused"]
    cart.refuses = False
    j.do(desk, AskForLabels, j.ANNA, request=own, place=1)
    work(desk)
    assert states(desk, own) == ["ordered"]
    assert len(set(cart.keys)) == 2
    assert cart.labels[NUMBER].grams == 800


def test_a_point_is_a_code_where_a_carrier_reads_it(desk: Helpdesk, cart: Cart) -> None:
    """When it is chosen; one that was chosen before there was a carrier is said to staff."""
    own = order(desk)
    wrong = {"request": own, "method": "locker", "point": "the kiosk at the corner"}
    assert refused(desk, ChooseShipping, **wrong) == "refusal.point_code"
    desk.carrier = None
    j.do(desk, ChooseShipping, RESELLER, **wrong)
    desk.carrier = cart
    j.do(desk, CreateShipment, RESELLER, orders=(own,))
    assert refused(desk, AskForLabels, j.ANNA, request=own) == "refusal.parcel_point"


def test_a_label_is_cancelled(desk: Helpdesk, cart: Cart) -> None:
    """Once; then another one can be made."""
    own, number = labelled(desk)
    cancel = {"request": own, "parcel": parcel(desk, number).id}
    j.do(desk, CancelLabel, j.ANNA, **cancel)
    assert refused(desk, CancelLabel, j.ANNA, **cancel) == "refusal.parcel_sent"
    work(desk)
    assert states(desk, own) == ["cancelled"]
    assert cart.cancelled == [NUMBER]
    j.do(desk, AskForLabels, j.ANNA, request=own)
    work(desk)
    assert parcel(desk, number).number == "62090001"
    assert desk.verify() == ()


def test_a_label_that_is_on_its_way_to_us_is_cancelled_when_it_comes(desk: Helpdesk, cart: Cart) -> None:
    """It may have been made: nobody knows before it has a number."""
    own, number = packed(desk, 1)
    j.do(desk, AskForLabels, j.ANNA, request=own)
    j.do(desk, CancelLabel, j.ANNA, request=own, parcel=parcel(desk, number).id)
    work(desk)
    assert states(desk, own) == ["cancelled"]
    assert cart.cancelled == [NUMBER]


def test_a_label_that_nobody_wants_any_more_and_that_was_never_made_is_cancelled(desk: Helpdesk, cart: Cart) -> None:
    """There is nothing to do about it, and nothing is waited for."""
    own, number = packed(desk, 1)
    j.do(desk, AskForLabels, j.ANNA, request=own)
    j.do(desk, CancelLabel, j.ANNA, request=own, parcel=parcel(desk, number).id)
    cart.refuses = True
    work(desk)
    (shown,) = desk.show(view_request_parcels, j.ANNA, own).rows
    assert (shown.state.value, shown.is_cancelling, shown.can_ask) == ("cancelled", False, True)


def test_what_has_left_is_not_cancelled(desk: Helpdesk, cart: Cart) -> None:
    """The carrier says so, and staff read what to do; where it has been said before, it is not asked."""
    own, number = labelled(desk)
    cart.has_left = True
    j.do(desk, CancelLabel, j.ANNA, request=own, parcel=parcel(desk, number).id)
    work(desk)
    assert [one.not_cancelled for one in desk.show(view_request_parcels, j.ANNA, own).rows] == [True]
    assert states(desk, own) == ["ordered"]
    say(desk, "underway")
    assert refused(desk, CancelLabel, j.ANNA, request=own, parcel=parcel(desk, number).id) == "refusal.parcel_sent"


def test_undoing_a_shipment_cancels_its_labels(desk: Helpdesk, cart: Cart) -> None:
    """Staff see those that still count; once a parcel has left nothing is undone."""
    own, number = labelled(desk, 2)
    j.do(desk, UndoShipment, RESELLER, shipment=number)
    shown = desk.show(view_request_parcels, j.ANNA, own)
    assert [(one.is_undone, one.is_cancelling) for one in shown.rows] == [(True, True)] * 2
    work(desk)
    assert desk.show(view_request_parcels, j.ANNA, own).rows == ()
    again = j.do(desk, CreateShipment, RESELLER, orders=(own,)).shipment
    j.do(desk, AskForLabels, j.ANNA, request=own)
    work(desk)
    say(desk, "underway", number=parcel(desk, again).number or "")
    assert refused(desk, UndoShipment, shipment=again) == "refusal.shipment_sent"
    assert desk.verify() == ()


def test_a_shipment_that_came_back_is_undone_and_packed_anew(desk: Helpdesk, cart: Cart) -> None:
    """What is with its sender again is theirs to send again; what is lost is not."""
    own, number = labelled(desk)
    say(desk, "lost", desk.clock())
    assert refused(desk, UndoShipment, shipment=number) == "refusal.shipment_sent"
    desk.clock.move(hours=1)  # type: ignore[attr-defined]
    say(desk, "returned", desk.clock())
    j.do(desk, UndoShipment, RESELLER, shipment=number)
    assert cart.cancelled == []
    assert desk.show(view_request_parcels, j.ANNA, own).rows == ()
    again = j.do(desk, CreateShipment, RESELLER, orders=(own,)).shipment
    j.do(desk, AskForLabels, j.ANNA, request=own)
    work(desk)
    assert parcel(desk, again).number == "62090001"


def test_news_come_in_any_order_and_any_number_of_times(desk: Helpdesk, cart: Cart) -> None:
    """The carrier's time decides; the same word counts once."""
    own, _ = labelled(desk)
    at = desk.clock()
    for status, minutes, then in (
        ("underway", 10, "underway"),
        ("waiting", 30, "waiting"),
        ("underway", 20, "waiting"),
        ("ordered", 40, "waiting"),
        ("delivered", 50, "delivered"),
        ("lost", 45, "delivered"),
        ("returned", 60, "returned"),
    ):
        desk.clock.move(hours=1)  # type: ignore[attr-defined]
        say(desk, status, at + timedelta(minutes=minutes), fact=f"{status}-{minutes}")
        assert states(desk, own) == [then]
    say(desk, "waiting", at + timedelta(minutes=30), fact="waiting-30")
    assert states(desk, own) == ["returned"]
    assert desk.verify() == ()


@pytest.mark.parametrize("heard", [(10, 60), (60, 10)])
def test_an_older_word_is_none_beside_a_newer_one_of_the_same(
    desk: Helpdesk, cart: Cart, heard: tuple[int, int]
) -> None:
    """What was heard twice stands where it was heard last, also where that came first."""
    own, _ = labelled(desk)
    at = desk.clock()
    desk.clock.move(hours=9)  # type: ignore[attr-defined]
    for status, minutes in (*(("underway", one) for one in heard), ("waiting", 30)):
        say(desk, status, at + timedelta(minutes=minutes))
    assert states(desk, own) == ["underway"]
    assert desk.verify() == ()


def test_a_time_to_come_puts_nothing_off(desk: Helpdesk, cart: Cart) -> None:
    """It counts as that at which it came."""
    own, number = labelled(desk)
    say(desk, "underway", datetime(2100, 1, 1, tzinfo=UTC), fact="early")
    assert (parcel(desk, number).said_at or desk.clock()) <= desk.clock()
    desk.clock.move(hours=1)  # type: ignore[attr-defined]
    say(desk, "delivered", desk.clock())
    say(desk, "underway", datetime(2100, 1, 1, tzinfo=UTC), fact="early")
    assert states(desk, own) == ["delivered"]


def test_without_times_a_later_step_counts(desk: Helpdesk, cart: Cart) -> None:
    """None goes back."""
    own, _ = labelled(desk)
    for status, then in (("waiting", "waiting"), ("underway", "waiting"), ("delivered", "delivered")):
        say(desk, status)
        assert states(desk, own) == [then]


def test_a_number_that_nobody_knows_is_held_until_its_label_is_written_down(desk: Helpdesk, cart: Cart) -> None:
    """It is no error, and holds no number."""
    own, _ = packed(desk, 1)
    j.do(desk, AskForLabels, j.ANNA, request=own)
    say(desk, "underway", fact="held")
    say(desk, "delivered", number="555", fact="other")
    with desk.reading() as reader:
        held = reader.load(ParcelNews, news_id(desk.tenant, "carrier", "held"))
    assert held is not None
    assert NUMBER not in repr(held)
    work(desk)
    assert states(desk, own) == ["underway"]
    assert desk.verify() == ()


@pytest.mark.parametrize("status", ["lost", "returned"])
def test_trouble_is_a_note_to_staff_and_moves_no_request(desk: Helpdesk, cart: Cart, status: str) -> None:
    """Nothing of the request changes by itself."""
    own, number = labelled(desk)
    with desk.reading() as reader:
        before = reader.load(ServiceRequest, own)
    say(desk, status)
    with desk.reading() as reader:
        after = reader.load(ServiceRequest, own)
    assert before is not None
    assert after is not None
    assert (before.phase, before.status) == (after.phase, after.status)
    assert desk.show(view_request_shipping, j.ANNA, own).shipment == number
    assert [one.can_ask for one in desk.show(view_request_parcels, j.ANNA, own).rows] == [status == "returned"]


def test_a_cancelled_label_comes_back_by_no_old_answer(desk: Helpdesk, cart: Cart) -> None:
    """Neither by a job that is done twice nor by the carrier's first word."""
    own, number = labelled(desk)
    j.do(desk, CancelLabel, j.ANNA, request=own, parcel=parcel(desk, number).id)
    work(desk)
    say(desk, "ordered", desk.clock())
    j.do(desk, RecordLabelCancelled, j.BOT, parcel=parcel(desk, number).id, attempt=1, cancelled="")
    assert states(desk, own) == ["cancelled"]
    assert not parcel(desk, number).not_cancelled


def test_labels_need_the_right(desk: Helpdesk, cart: Cart) -> None:
    """Whoever may only look sees where parcels are."""
    own, _ = packed(desk)
    looks = Agent(id="ula", name="Ula", rights=frozenset({"requests.view"}))
    assert refused(desk, AskForLabels, looks, request=own)
    assert not desk.show(view_request_parcels, looks, own).can_ask


def test_erasing_an_order_takes_the_numbers_along(desk: Helpdesk, cart: Cart) -> None:
    """With a number anybody finds out more about a sender."""
    own, number = labelled(desk)
    j.do(desk, EraseRequest, j.BOSS, request=own)
    assert parcel(desk, number).number is None
    assert parcel(desk, number).link is None
    say(desk, "lost")
    assert desk.verify() == ()


def test_a_label_of_an_erased_order_keeps_its_shipment_together(desk: Helpdesk, cart: Cart) -> None:
    """Nobody's history would vouch for its cancelling."""
    own, other = order(desk), order(desk)
    number = str(j.do(desk, CreateShipment, RESELLER, orders=(own, other)).shipment)
    j.do(desk, AskForLabels, j.ANNA, request=own)
    work(desk)
    j.do(desk, EraseRequest, j.BOSS, request=own)
    assert refused(desk, UndoShipment, shipment=number) == "refusal.shipment_sent"
