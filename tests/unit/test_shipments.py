"""Shipments: what can go together, who may send, and what stays when a role or an order goes."""

from __future__ import annotations

from typing import Any

import pytest

import journeys as j
from capabilities.scene import SHOP
from helpdesk_core import Contact, Customer, Helpdesk, Refusal
from helpdesk_core.commands import (
    BookAppointment,
    CancelRequest,
    ChooseShipping,
    ConfirmShipment,
    CreateShipment,
    EraseRequest,
    MoveRequest,
    SubmitRequest,
    UndoShipment,
)
from helpdesk_core.ports import Account
from helpdesk_core.shipments import views
from helpdesk_core.shipments.model import Shipping, shipping_id
from helpdesk_core.testing import make_desk
from helpdesk_core.views import view_own_shipment, view_own_shipments, view_request_shipping, view_slots

RESELLER = Customer(id="r-1")


class Resellers:
    """A directory with two accounts, which resell as long as they do."""

    resells = True

    def get(self, id: str) -> Account | None:
        if id not in ("r-1", "r-2"):
            return None
        contacts = tuple(Contact.parse(f"{name}@example.com") for name in ("orders", "accounts"))
        return Account(id=id, surname="Phones", contacts=contacts, resells=self.resells)

    def by_contact(self, contact: Contact) -> list[Account]:
        return []

    def orders(self, id: str) -> list[Any]:
        return []

    def guest_orders(self, contact: Contact) -> list[Any]:
        return []


@pytest.fixture
def people() -> Resellers:
    return Resellers()


@pytest.fixture
def desk(people: Resellers) -> Helpdesk:
    return make_desk(settings=SHOP, customers=people)


def order(desk: Helpdesk, method: str = "courier", location: str = "here", **more: str) -> str:
    """An order that waits for a shipment."""
    words = {"problem": "Broken", "device": "Radio", "surname": "Phones", "contact": "orders@example.com"}
    made = j.do(desk, SubmitRequest, RESELLER, **words, location=location).request
    j.do(desk, ChooseShipping, RESELLER, request=made, method=method, **more)
    return str(made)


def pack(desk: Helpdesk, *orders: str) -> str:
    return str(j.do(desk, CreateShipment, RESELLER, orders=orders).shipment)


def refused(desk: Helpdesk, command: Any, actor: Any = RESELLER, **fields: Any) -> str:
    return str(getattr(j.attempt(desk, command, actor, **fields), "code", ""))


def test_what_is_sent_is_not_brought(desk: Helpdesk) -> None:
    """No time to bring it is offered, and none is given to who asks all the same; a technician may still come."""
    brought = {"kind": "drop_off", "starts_at": "2026-03-02T10:00:00+01:00"}
    words = {"problem": "Broken", "device": "Radio", "surname": "Phones", "contact": "orders@example.com"}
    by_hand, sent = j.do(desk, SubmitRequest, RESELLER, **words, location="here").request, order(desk)
    assert "drop_off" in desk.show(view_slots, RESELLER, by_hand).kinds
    assert "drop_off" not in desk.show(view_slots, RESELLER, sent).kinds
    assert refused(desk, BookAppointment, request=sent, **brought) == "refusal.appointment_not_chosen"
    assert refused(desk, BookAppointment, request=by_hand, **brought) != "refusal.appointment_not_chosen"


def test_only_what_goes_the_same_way_goes_together(desk: Helpdesk) -> None:
    """One place, one method, one point for parcels; each order once; none that is cancelled."""
    here, there = order(desk), order(desk, location="elsewhere")
    locker, other = (order(desk, "locker", point=one) for one in ("W1", "W2"))
    for pair in ((here, there), (here, locker), (locker, other), (here, "0" * 32)):
        assert refused(desk, CreateShipment, orders=pair) == "refusal.not_together"
    groups = desk.show(view_own_shipments, RESELLER).waiting
    assert [len(one.orders) for one in groups] == [1, 1, 1, 1]
    gone = order(desk)
    j.do(desk, CancelRequest, RESELLER, request=gone)
    assert refused(desk, CreateShipment, orders=(here, gone)) == "refusal.not_together"
    pack(desk, here, order(desk))
    assert desk.verify() == ()


def test_a_point_counts_where_its_method_asks_for_one(desk: Helpdesk) -> None:
    """Typed beside another method it keeps nothing apart and is not kept; in small letters it is the same one."""
    plain, pointed = order(desk), order(desk, point="W1")
    assert desk.show(view_request_shipping, j.BOSS, pointed).point is None
    pack(desk, plain, pointed)
    pack(desk, *(order(desk, "locker", point=one) for one in ("W1", "w1")))


def test_an_order_is_sent_by_its_own_reseller_alone(desk: Helpdesk) -> None:
    """Another one packs, confirms, undoes and sees none of it, not even beside an order of their own."""
    other, packed = Customer(id="r-2"), order(desk)
    waits, shipment = order(desk), pack(desk, packed)
    digest = desk.show(view_own_shipment, RESELLER, shipment).digest
    words = {"problem": "Broken", "device": "Radio", "surname": "Phones", "contact": "orders@example.com"}
    own = j.do(desk, SubmitRequest, other, **words, location="here").request
    j.do(desk, ChooseShipping, other, request=own, method="courier")
    before = desk.anchor()
    for orders in ((waits,), (own, waits)):
        assert refused(desk, CreateShipment, other, orders=orders) == "refusal.not_together"
    assert refused(desk, ChooseShipping, other, request=waits, method="courier") == "refusal.no_such_request"
    assert refused(desk, ConfirmShipment, other, shipment=shipment, digest=digest) == "refusal.no_such_shipment"
    assert refused(desk, UndoShipment, other, shipment=shipment) == "refusal.no_such_shipment"
    assert isinstance(desk.view(view_own_shipment, other, shipment), Refusal)
    assert [len(one.orders) for one in desk.show(view_own_shipments, other).waiting] == [1]
    assert desk.anchor() == before


def test_an_order_that_is_over_is_confirmed_with_nothing(desk: Helpdesk) -> None:
    """It was cancelled after it was packed: the rest is packed anew."""
    first, gone = order(desk), order(desk)
    number = pack(desk, first, gone)
    digest = desk.show(view_own_shipment, RESELLER, number).digest
    j.do(desk, CancelRequest, RESELLER, request=gone)
    for read in (digest, desk.show(view_own_shipment, RESELLER, number).digest):
        assert refused(desk, ConfirmShipment, shipment=number, digest=read) == "refusal.shipment_changed"
    j.do(desk, UndoShipment, RESELLER, shipment=number)
    again = pack(desk, first)
    digest = desk.show(view_own_shipment, RESELLER, again).digest
    assert j.do(desk, ConfirmShipment, RESELLER, shipment=again, digest=digest).shipment == again
    assert desk.verify() == ()


def test_a_role_taken_away_in_the_middle_stops_what_comes(desk: Helpdesk, people: Resellers) -> None:
    """The shipment stays as it is, and staff see it; its reseller can do nothing more with it."""
    own = order(desk)
    number = pack(desk, own)
    seen = desk.show(view_own_shipment, RESELLER, number)
    people.resells = False
    assert refused(desk, ConfirmShipment, shipment=number, digest=seen.digest) == "refusal.not_a_reseller"
    assert refused(desk, UndoShipment, shipment=number) == "refusal.not_a_reseller"
    assert refused(desk, ChooseShipping, request=own, method="courier") == "refusal.not_a_reseller"
    assert desk.view(view_own_shipment, RESELLER, number).code == "refusal.no_such_shipment"
    assert desk.show(view_request_shipping, j.BOSS, own).shipment == number


def test_what_is_confirmed_is_what_was_read(desk: Helpdesk) -> None:
    """Once; a shipment that was undone and packed anew is another one."""
    first, second = order(desk), order(desk)
    number = pack(desk, first, second)
    digest = desk.show(view_own_shipment, RESELLER, number).digest
    j.do(desk, UndoShipment, RESELLER, shipment=number)
    again = pack(desk, first)
    assert refused(desk, ConfirmShipment, shipment=again, digest=digest) == "refusal.shipment_changed"
    shown = desk.show(view_own_shipment, RESELLER, again)
    j.do(desk, ConfirmShipment, RESELLER, shipment=again, digest=shown.digest)
    assert refused(desk, ConfirmShipment, shipment=again, digest=shown.digest) == "refusal.shipment_changed"
    assert desk.show(view_own_shipment, RESELLER, again).is_ready


def test_where_it_goes_is_confirmed_too(desk: Helpdesk) -> None:
    """What staff send elsewhere meanwhile has to be read anew; orders that part are no shipment."""
    first, second = order(desk), order(desk)
    number = pack(desk, first, second)
    digest = desk.show(view_own_shipment, RESELLER, number).digest
    j.do(desk, MoveRequest, j.BOSS, request=first, location="elsewhere")
    assert refused(desk, ConfirmShipment, shipment=number, digest=digest) == "refusal.shipment_changed"
    digest = desk.show(view_own_shipment, RESELLER, number).digest
    assert refused(desk, ConfirmShipment, shipment=number, digest=digest) == "refusal.not_together"
    j.do(desk, MoveRequest, j.BOSS, request=second, location="elsewhere")
    shown = desk.show(view_own_shipment, RESELLER, number)
    assert shown.location == "elsewhere"
    j.do(desk, ConfirmShipment, RESELLER, shipment=number, digest=shown.digest)


def test_a_list_shows_whole_shipments(desk: Helpdesk, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many orders are looked at: with the digest that confirms."""
    number = pack(desk, *(order(desk) for _ in range(3)))
    monkeypatch.setattr(views, "MOST_ORDERS", 2)
    (shown,) = desk.show(view_own_shipments, RESELLER).shipments
    assert len(shown.orders) == 3
    assert shown == desk.show(view_own_shipment, RESELLER, number)


def test_erasing_an_order_takes_its_locker_along(desk: Helpdesk) -> None:
    """The place where somebody hands in parcels is theirs; that it was sent stays."""
    own = order(desk, "locker", point="WAW123M")
    j.do(desk, EraseRequest, j.BOSS, request=own)
    with desk.reading() as reader:
        row = reader.load(Shipping, shipping_id(desk.tenant, own))
    assert row is not None
    assert "WAW123M" not in str(row.point)
    assert row.customer != "r-1"
    assert desk.verify() == ()
