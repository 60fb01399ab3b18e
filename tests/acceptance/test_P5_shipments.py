"""P5: a reseller sends orders: chosen with the order or later, packed together, confirmed, printed."""

from __future__ import annotations

from io import BytesIO
from types import SimpleNamespace
from typing import Any

import pypdfium2
import pytest
import zxingcpp

import journeys as j
from capabilities.shipments import ordered, reseller
from helpdesk_core import Customer
from helpdesk_core.base.text import Published
from helpdesk_core.commands import ChangeSettings, ChooseShipping, ConfirmShipment, CreateShipment
from shops import Shop, Visitor, read

RESELLER = Customer(id="9")
LABEL_PRINTER = 203
"""Dots per inch of a printer for labels."""


def _ordered(visitor: Visitor, device: str, method: str, point: str = "") -> Any:
    """An order from the first page to the room, with the shipping chosen on the way."""
    visitor.open("/quick-help")
    visitor.send("/quick-help", problem="Broken", device=device, urgency="soon", location="centrum")
    visitor.open("/quick-help/way")
    visitor.send("/quick-help/way", way="shipping")
    visitor.send("/quick-help/way/shipping", method=method, point=point)
    if visitor.page.url.path == "/quick-help/contact":
        visitor.reads_summary = True
        visitor.send("/quick-help/contact", surname="Gżegżółka", contact="orders@example.com")
    summary = visitor.page
    visitor.send("/quick-help/check")
    if visitor.page.url.path == "/quick-help/check":  # one that is open already is shown first
        visitor.send("/quick-help/check")
    return summary


def _pages(content: bytes) -> list[Any]:
    return [page.render(scale=LABEL_PRINTER / 72).to_pil() for page in pypdfium2.PdfDocument(BytesIO(content))]


@pytest.mark.parametrize("language", ["en", "pl"])
def test_P5_orders_are_packed_together_confirmed_and_printed(shop: Shop, language: str) -> None:
    """From two orders to a label in the hand; what is printed can be read by scanners and has every accent."""
    t, visitor = shop.desk.translator(language), shop.visitor(language)
    reseller(visitor)
    summary = _ordered(visitor, "Radio", "locker", "WAW123m")
    for words in (t("shipping.way"), "WAW123m"):
        assert read(words) in summary.text
    assert "WAW123m" in visitor.page.text, "the room says how it comes"
    assert read(t("appointment.way.drop_off")) not in read(visitor.page.text), "what is sent is not brought"
    _ordered(visitor, "Gramophone", "locker", "waw123m")
    _ordered(visitor, "Amplifier", "courier")
    overview = read(visitor.open("/dashboard").text)
    assert read(t("shipments.to_pack", count=3)) in overview
    assert read(t("dashboard.nothing")) not in overview, "whoever has something to pack has something to do"
    page = visitor.open("/shipments")
    assert page.text.count('name="group"') == 2, "one group for each method"
    group = next(form for form in page.text.split("<form")[1:] if "Radio" in form)
    boxes = {part.split('"')[0]: "y" for part in group.split('name="')[1:] if part.startswith("order_")}
    assert len(boxes) == 2
    visitor.page = SimpleNamespace(text=f"<form{group}")
    visitor.send("/shipments", parcels="3", **boxes)
    shipment = visitor.page.url.path
    assert read(t("shipments.packing")) in visitor.page.text
    assert visitor.send("/confirm").status_code == 422, "a person's own tick"
    assert ".:" not in visitor.page.text, "a sentence that is a label loses its full stop in the summary of errors"
    visitor.send("/confirm", read="y")
    assert read(t("shipment.confirmed")) in visitor.page.text
    assert read(t("shipment.next")) not in visitor.page.text, "what is done is not the next step"

    labels = visitor.client.get(f"{shipment}/labels.pdf")
    assert labels.headers["content-type"] == "application/pdf"
    number = shipment.rpartition("/")[2]
    for place, picture in enumerate(_pages(labels.content), start=1):
        codes = {(str(one.format), one.text) for one in zxingcpp.read_barcodes(picture)}
        assert codes == {("QR Code", f"{number}/{place}"), ("Code 128", f"{number}/{place}")}
    listed = pypdfium2.PdfDocument(BytesIO(visitor.client.get(f"{shipment}/packing-list.pdf").content))
    words = listed[0].get_textpage().get_text_range()
    for said in ("Świętosława Gżegżółka", "Radio", "Gramophone", number, "WAW123M"):
        assert said in words
    for page in pypdfium2.PdfDocument(BytesIO(labels.content)):
        assert "WAW123M" in page.get_textpage().get_text_range(), "every label names the point"
    assert shop.desk.verify() == ()


def test_P5_it_is_chosen_later_too_and_undone(shop: Shop) -> None:
    """In the room of an order that is there; what is packed is not chosen anew before its shipment is undone."""
    made, visitor = ordered(shop), shop.visitor()
    reseller(visitor)
    room = f"/r/{shop.desk.keyring.link(made.request, made.generation)}"
    assert "Choose shipping" in visitor.open(room).text
    visitor.open(f"{room}/shipping")
    assert visitor.send("/shipping", method="locker").status_code == 422, "a locker has to be named"
    visitor.send("/shipping", method="courier")
    assert visitor.page.url.path == room
    shipment = j.do(shop.desk, CreateShipment, RESELLER, orders=(made.request,)).shipment
    refused: Any = j.attempt(shop.desk, ChooseShipping, RESELLER, request=made.request, method="locker", point="W1")
    assert refused.code == "refusal.shipping_packed"
    visitor.open(f"/shipments/{shipment}")
    visitor.send("/undo")
    assert visitor.client.get(f"/shipments/{shipment}").status_code == 404
    visitor.open(f"{room}/shipping")
    visitor.send("/shipping", none="yes")
    assert "Is not sent" in visitor.open(room).text


def test_P5_only_what_was_read_is_confirmed_and_only_by_its_reseller(shop: Shop) -> None:
    """Another content refuses it; so does the role taken away in the middle; a customer sees no tab at all."""
    made = ordered(shop)
    j.do(shop.desk, ChooseShipping, RESELLER, request=made.request, method="courier")
    shipment = j.do(shop.desk, CreateShipment, RESELLER, orders=(made.request,), parcels=2).shipment
    refused: Any = j.attempt(shop.desk, ConfirmShipment, RESELLER, shipment=shipment, digest="0" * 64)
    assert refused.code == "refusal.shipment_changed"
    refused = j.attempt(shop.desk, CreateShipment, RESELLER, orders=(made.request,))
    assert refused.code == "refusal.not_together", "one shipment for each order"
    visitor = shop.visitor()
    visitor.client.cookies.set("test_customer", "7")
    assert "Shipments" not in visitor.open("/dashboard").text
    assert visitor.open("/shipments").status_code == 404
    assert visitor.open(f"/shipments/{shipment}").status_code == 404


def _about_to_approve(shop: Shop) -> Visitor:
    """A reseller before the summary of an order that comes by courier."""
    visitor = shop.visitor()
    reseller(visitor)
    visitor.reads_summary = True
    visitor.open("/quick-help")
    visitor.send("/quick-help", problem="Broken", device="Radio", urgency="soon")
    visitor.open("/quick-help/way")
    visitor.send("/quick-help/way", way="shipping")
    visitor.send("/quick-help/way/shipping", method="courier")
    visitor.send("/quick-help/contact", surname="Gżegżółka", contact="orders@example.com")
    return visitor


def _offer(shop: Shop, *methods: str) -> None:
    """Only these from now on; a locker has to be named."""
    kept = [{"id": one, "labels": {"en": one, "pl": one}, "asks_point": one == "locker"} for one in methods]
    row = {"key": "shipping_methods", "value": Published.of(kept), "seen": 0}
    j.do(shop.desk, ChangeSettings, j.BOSS, values=(row,))
    shop.desk.refresh_settings()


@pytest.mark.parametrize("methods", [("locker",), ("post",), ("post", "locker")])
def test_P5_a_method_withdrawn_meanwhile_is_chosen_anew(shop: Shop, methods: tuple[str, ...]) -> None:
    """The order is made all the same, and the next page says what could not be had; no other one takes its place, there
    neither."""
    visitor = _about_to_approve(shop)
    _offer(shop, *methods)
    page = visitor.send("/quick-help/check")
    assert page.url.path.endswith("/shipping")
    assert "Your order has been made" in page.text
    assert visitor.send("/shipping", forged={"method": "courier"}).status_code == 422
    assert "Choose shipping" in visitor.open(page.url.path.removesuffix("/shipping")).text


def test_P5_a_way_withdrawn_meanwhile_is_said_before_the_order_is_made(shop: Shop) -> None:
    """Whether the summary is sent or opened anew; what was said stays, and bringing it is always possible."""
    visitor = _about_to_approve(shop)
    _offer(shop)
    said = "This can no longer be chosen."
    assert said in visitor.send("/quick-help/check").text
    assert said in visitor.open("/quick-help/check").text
    assert visitor.page.url.path == "/quick-help/way"
    visitor.send("/quick-help/way", way="")
    assert visitor.page.url.path == "/quick-help/check"
    assert "Radio" in visitor.page.text
    assert visitor.send("/quick-help/check").url.path.startswith("/r/")


@pytest.mark.parametrize("point", ["The one at the corner", "Prosta", "W1", "WAW 123 M", "WAW123M!", "1" * 21])
def test_P5_a_point_that_can_be_no_code_is_said_at_its_field(shop: Shop, point: str) -> None:
    """In a new order and in one that is there, where the shop says that the point is named by its code."""
    visitor = shop.visitor("en")
    reseller(visitor)
    says = read(shop.desk.translator("en")("refusal.point_code"))
    visitor.open("/quick-help")
    visitor.send("/quick-help", problem="Broken", device="Radio", urgency="soon", location="centrum")
    visitor.open("/quick-help/way")
    visitor.send("/quick-help/way", way="shipping")
    visitor.send("/quick-help/way/shipping", method="locker", point=point)
    assert (visitor.page.status_code, says in visitor.page.text) == (422, True)
    assert point in visitor.page.text, "what was typed stays"
    visitor.send("/quick-help/way/shipping", method="courier", point=point)
    assert visitor.page.status_code == 200, "a courier needs no point"
