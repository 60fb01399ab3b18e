"""P6: a reseller's shipment in two parcels, from the labels to the door, through a carrier's integration on this
machine; over HTTP without JavaScript, in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

import carrier_peer
import journeys as j
from capabilities.shipments import ordered, reseller
from carrier_peer import SECRET, Peer, report
from helpdesk_core import Customer
from helpdesk_core.adapters.carrier import SignedCarrier
from helpdesk_core.commands import ChooseShipping, CreateShipment
from helpdesk_core.ports import InboundRequest
from helpdesk_core.service_requests.model import ServiceRequest
from shops import Shop, Visitor, read

RESELLER = Customer(id="9")


@pytest.fixture
def peer(shop: Shop) -> Iterator[Peer]:
    with carrier_peer.running() as running:
        shop.desk.carrier = SignedCarrier(running.address, SECRET)
        yield running
        shop.desk.carrier = None


def sent(shop: Shop, parcels: int = 2) -> tuple[Any, str]:
    """An order in a shipment, and the shipment's number."""
    made = ordered(shop)
    j.do(shop.desk, ChooseShipping, RESELLER, request=made.request, method="locker", point="WAW123M")
    return made, str(j.do(shop.desk, CreateShipment, RESELLER, orders=(made.request,), parcels=parcels).shipment)


def staff(shop: Shop, made: Any, language: str = "en") -> Visitor:
    """Staff who look at the order."""
    visitor = shop.visitor(language)
    visitor.sign_in("tom@example.com")
    visitor.open(f"/language/{language}")
    visitor.open(page_of(made))
    return visitor


def page_of(made: Any) -> str:
    return f"/staff/requests/{made.reference.replace('-', '')}"


def deliver(shop: Shop) -> None:
    """Do what waits, with time going by."""
    clock = shop.desk.clock
    for hours in range(1, 4):
        shop.desk.clock = lambda hours=hours: clock() + timedelta(hours=hours)  # type: ignore[misc]
        shop.desk.deliver(500)
    shop.desk.clock = clock


def said(shop: Shop, came: InboundRequest, **headers: str) -> int:
    """The carrier's report, as it comes over HTTP; what is answered."""
    sent = dict(came.headers) | headers
    return shop.visitor().client.post("/carriers/carrier", content=came.body, headers=sent).status_code


def now(number: str, status: str, minutes: int = 0, id: str = "") -> InboundRequest:
    """A report of this moment, about a moment so many minutes later."""
    moment = datetime.now(UTC)
    when = (moment - timedelta(hours=1) + timedelta(minutes=minutes)).isoformat()
    return report(number, status, int(moment.timestamp()), id or f"msg-{number}-{status}-{minutes}", when)


@pytest.mark.parametrize("language", ["en", "pl"])
def test_P6_two_parcels_from_their_labels_to_the_door(shop: Shop, peer: Peer, language: str) -> None:
    """Each state with its next step for staff, and in other words for who sends it. No status follows from it."""
    t = shop.desk.translator(language)
    made, shipment = sent(shop)
    customer, room = shop.visitor(language), f"/r/{shop.desk.keyring.link(made.request, made.generation)}"
    reseller(customer)
    desk = staff(shop, made, language)
    assert read(t("parcels.unlabelled", count=2)) in desk.page.text
    desk.send("/labels", grams="1500", size="small")
    assert desk.page.status_code == 200
    assert read(t("parcel.next.asked")) in desk.page.text
    assert read(t("parcel.own.asked")) in customer.open(f"/shipments/{shipment}").text
    deliver(shop)
    assert len(peer.parcels) == 2
    assert {one["handed_in"] for one in peer.orders} == {"WAW123M"}
    assert {(one["grams"], one["size"], one["point"]) for one in peer.orders} == {(1500, "small", "")}
    assert "Dell" not in str(peer.orders), "nothing of what is inside"
    first, second = sorted(peer.parcels)
    text = desk.open(page_of(made)).text
    assert text.count(read(t("parcel.next.ordered"))) == 2
    assert first in text
    label = desk.client.get(next(link for link in text.split('"') if link.endswith(".pdf") and "/parcels/" in link))
    assert label.content.startswith(b"%PDF-")
    for place in (1, 2):
        assert customer.client.get(f"/shipments/{shipment}/parcels/{place}.pdf").content.startswith(b"%PDF-")
        assert f"/shipments/{shipment}/parcels/{place}.pdf" in customer.open(f"/shipments/{shipment}").text

    for minutes, status in enumerate(("underway", "waiting", "delivered"), start=1):
        assert said(shop, now(first, status, minutes)) == 204
        assert said(shop, now(first, status, minutes)) == 204, "the same again"
        assert read(t(f"parcel.next.{status}")) in desk.open(page_of(made)).text
        assert read(t(f"parcel.own.{status}")) in customer.open(room).text
        assert read(t(f"parcel.state.{status}")) in customer.open("/shipments").text
    assert said(shop, now(first, "underway", 1, "another")) == 204, "late, and no news"
    assert read(t("parcel.next.delivered")) in desk.open(page_of(made)).text
    assert said(shop, now(second, "lost")) == 204
    assert read(t("parcel.next.lost")) in desk.open(page_of(made)).text
    assert read(t("parcel.own.lost")) in customer.open(f"/shipments/{shipment}").text
    with shop.desk.reading() as reader:
        found = reader.load(ServiceRequest, made.request)
    assert found is not None
    assert found.status == "confirmed"
    assert shop.desk.verify() == ()


def test_P6_a_label_is_cancelled_and_made_anew(shop: Shop, peer: Peer) -> None:
    """By two clicks, and the carrier is asked once for each."""
    made, shipment = sent(shop, 1)
    desk = staff(shop, made)
    desk.send("/labels")
    deliver(shop)
    desk.open(page_of(made))
    desk.send("/withdraw")
    assert "The label is being cancelled" in desk.page.text
    deliver(shop)
    assert "Label cancelled" in desk.open(page_of(made)).text
    desk.send("/labels", place="1")
    deliver(shop)
    assert sorted(one["status"] for one in peer.parcels.values()) == ["cancelled", "ordered"]
    customer = shop.visitor()
    reseller(customer)
    assert sorted(peer.parcels)[1] in customer.open(f"/shipments/{shipment}").text


def test_P6_what_fails_is_said_with_what_to_do(shop: Shop, peer: Peer) -> None:
    """A carrier that is away, one that takes no such parcel, and a label that cannot be fetched now."""
    made, shipment = sent(shop, 1)
    desk = staff(shop, made)
    peer.status = 503
    desk.send("/labels")
    deliver(shop)
    assert "The carrier was not reached" in desk.open(page_of(made)).text
    peer.status = 422
    deliver(shop)
    assert "Check the drop-off point" in desk.open(page_of(made)).text
    peer.status = 0
    desk.send("/labels", place="1")
    deliver(shop)
    customer = shop.visitor()
    reseller(customer)
    peer.status = 500
    answer = customer.client.get(f"/shipments/{shipment}/parcels/1.pdf")
    assert answer.status_code == 503
    assert "does not answer now" in answer.text


def test_P6_only_what_is_signed_is_believed(shop: Shop, peer: Peer, caplog: pytest.LogCaptureFixture) -> None:
    """Nothing unsigned, changed, too large, of another time or for another carrier; what is unknown is no error."""
    moment = int(datetime.now(UTC).timestamp())
    right = now("555", "lost")
    assert said(shop, right) == 204, "nobody knows the number"
    assert said(shop, right, **{"webhook-signature": "v1,AAAA"}) == 400
    assert said(shop, report("555", "lost", moment - 3_600)) == 400
    assert said(shop, report("555", "lost", moment + 3_600)) == 400
    assert shop.visitor().client.post("/carriers/carrier", content=b"{}").status_code == 400
    assert shop.visitor().client.post("/carriers/carrier", content=b"x" * 100_000).status_code == 413
    headers = dict(right.headers)
    assert shop.visitor().client.post("/carriers/other", content=right.body, headers=headers).status_code == 404
    shop.desk.carrier = None
    assert said(shop, right) == 404
    assert SECRET not in caplog.text
    assert right.headers["webhook-signature"] not in caplog.text


def test_P6_without_a_carrier_pages_are_as_they_were(shop: Shop) -> None:
    """Nobody is offered what nobody can do."""
    made, shipment = sent(shop)
    desk, customer = staff(shop, made), shop.visitor()
    assert "carrier" not in desk.page.text
    reseller(customer)
    assert "carrier" not in customer.open(f"/shipments/{shipment}").text
    assert customer.client.get(f"/shipments/{shipment}/parcels/1.pdf").status_code == 404


def test_P6_a_label_is_its_senders_and_the_shops(shop: Shop, peer: Peer) -> None:
    """Nobody else fetches it."""
    made, shipment = sent(shop, 1)
    staff(shop, made).send("/labels")
    deliver(shop)
    stranger = shop.visitor()
    stranger.client.cookies.set("test_customer", "7")
    assert stranger.client.get(f"/shipments/{shipment}/parcels/1.pdf").status_code == 404
