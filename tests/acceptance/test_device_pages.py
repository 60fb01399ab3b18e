"""F4: devices that customers keep, chosen at Quick Help, and what staff see of a serial number."""

from __future__ import annotations

import re
from typing import Any

import pytest
from test_F2_accounts import sign_up

import journeys as j
from helpdesk_core import Customer, Guest
from helpdesk_core.base.queries import Query
from helpdesk_core.commands import EraseAccount, SubmitRequest
from helpdesk_core.devices.model import Device
from helpdesk_core.views import view_account_id, view_own_devices, view_request
from shops import Shop, Visitor, read

LANGUAGES = ["en", "pl"]
IMEI, WRONG_IMEI = "356938035643809", "356938035643808"


def _signed_in(shop: Shop, id: str, language: str = "en") -> Visitor:
    visitor = shop.visitor(language)
    visitor.client.cookies.set("test_customer", id)
    return visitor


def _added(visitor: Visitor, **fields: str) -> str:
    """A new device; its path."""
    visitor.open("/devices/new")
    visitor.send("/devices/new", **({"brand": "Apple", "model": "iPhone 13"} | fields))
    return str(visitor.page.url.path)


def _id(path: str) -> str:
    return path.rpartition("/")[2]


def _requests(shop: Shop, customer: str | None, **fields: Any) -> Any:
    words = {"problem": "It does not charge.", "device": "iPhone", "surname": "Nowak", "contact": "both@example.com"}
    return j.do(shop.desk, SubmitRequest, Guest() if customer is None else Customer(id=customer), **(words | fields))


def _stored(shop: Shop, made: Any) -> Any:
    found: Any = shop.desk.view(view_request, j.BOSS, str(made.reference).replace("-", ""))
    return found.request


@pytest.mark.parametrize("language", LANGUAGES)
def test_F4_a_saved_device_fills_in_a_request(shop: Shop, language: str) -> None:
    """Written down once; chosen at Quick Help, its model and serial number need not be typed again."""
    t = shop.desk.translator(language)
    visitor = _signed_in(shop, "7", language)
    path = _added(visitor, serial=IMEI, nickname="Służbowy")
    assert IMEI in visitor.page.text
    assert read(t("devices.passcode")) in visitor.open("/devices/new").text, "beside the fields"
    assert "Służbowy, Apple iPhone 13" in visitor.open("/devices").text
    visitor.open(f"/quick-help?own_device={_id(path)}")
    visitor.send("/quick-help", problem="Nie ładuje się.", urgency="soon", own_device=_id(path), device="")
    assert f'value="{IMEI}"' in visitor.page.text
    visitor.send("/quick-help/contact", surname="Nowak", contact="both@example.com")
    assert "Apple iPhone 13" in visitor.page.text
    assert "Apple iPhone 13" in visitor.open(path).text.partition(read(t("devices.history")))[2]
    made = re.search(r'href="(/r/[^"]+)"', visitor.page.text)
    assert made is not None
    assert IMEI in visitor.open(made.group(1)).text


def test_F4_a_second_hand_device_shows_nothing_of_its_former_owner(shop: Shop) -> None:
    """The same number in another account is no error, tells nothing, and has a history of its own; staff see both."""
    first = _requests(shop, "7", serial=IMEI, problem="FIRSTOWNER broke it.")
    second = _requests(shop, "8", serial="IMEI: 3569 3803 5643 809", surname="Kern", problem="It is slow.")
    buyer = _signed_in(shop, "8")
    path = _added(buyer, serial=IMEI)
    page = buyer.page.text
    assert second.reference in page
    assert first.reference not in page
    assert "FIRSTOWNER" not in page
    assert first.reference not in _open_as(shop, "8", path)
    assert _signed_in(shop, "7").open(path).status_code == 404, "and nobody sees the device of somebody else"
    staff = shop.visitor("en")
    staff.sign_in()
    staff.open(f"/staff/requests/{second.reference.replace('-', '')}")
    assert "/device-history" in staff.page.text
    history = staff.open(f"/staff/requests/{second.reference.replace('-', '')}/device-history").text
    assert first.reference in history
    assert second.reference in history


def _open_as(shop: Shop, id: str, path: str) -> str:
    return str(_signed_in(shop, id).open(path).text)


def test_F4_a_wrong_digit_is_a_doubt_and_no_number_is_none(shop: Shop) -> None:
    """The IMEI is taken and doubted; "brak" is no number; the same number twice in one account is refused."""
    visitor = _signed_in(shop, "7")
    _added(visitor, serial=WRONG_IMEI)
    assert "The last digit does not fit" in visitor.page.text
    assert "The last digit does not fit" in visitor.open("/devices").text
    bare = _added(visitor, model="Watch", serial="brak")
    assert "brak" not in visitor.open(bare).text
    visitor.open("/devices/new")
    again = visitor.send("/devices/new", brand="Apple", model="iPhone", serial="35693803564-3808")
    assert again.status_code == 409
    assert "already" in again.text
    assert 'value="Apple"' in again.text, "nothing that was typed is lost"


@pytest.mark.parametrize("path", ["/staff/new", "/quick-help"])
def test_F4_a_doubtful_imei_is_asked_about_once_at_intake(shop: Shop, path: str) -> None:
    """At the counter and at Quick Help: the same number, sent again, is taken."""
    visitor = shop.visitor("en")
    fields = {"surname": "Kern", "contact": "imei@example.com", "serial": WRONG_IMEI}
    if path == "/staff/new":
        visitor.sign_in("tom@example.com")
        visitor.open(path)
        action, fields = path, fields | {"problem": "It is slow.", "device": "iPhone"}
    else:
        visitor.open(path)
        visitor.send("/quick-help", problem="It is slow.", device="iPhone", urgency="soon")
        action = "/quick-help/contact"
    asked = visitor.send(action, **fields)
    assert asked.status_code == 422
    assert "does not fit the others" in asked.text
    assert visitor.send(action, **fields).status_code == 200
    assert "does not fit the others" not in visitor.page.text


def test_F4_a_device_with_a_history_is_retired_and_another_one_goes(shop: Shop) -> None:
    """A retired one stays among those no longer in use, and cannot be chosen; of the other one nothing is left."""
    visitor = _signed_in(shop, "7")
    used, unused = _added(visitor, model="USEDONE"), _added(visitor, model="UNUSEDONE")
    made = _requests(shop, "7", own_device=_id(used))
    for path in (used, unused):
        visitor.open(path)
        visitor.send("/remove")
    page = visitor.open("/devices").text
    assert "USEDONE" in page.partition("No longer in use")[2]
    assert "UNUSEDONE" not in page
    assert made.reference in visitor.open(used).text
    assert visitor.open(unused).status_code == 404
    assert "USEDONE" not in visitor.open("/quick-help").text
    refused = j.attempt(
        shop.desk,
        SubmitRequest,
        Customer(id="7"),
        problem="p",
        device="d",
        surname="s",
        contact="both@example.com",
        own_device=_id(used),
    )
    assert refused.code == "refusal.no_such_device"


def test_F4_a_request_is_put_into_a_devices_history_later(shop: Shop) -> None:
    """By its owner, on the device's page; of requests that are theirs alone."""
    visitor = _signed_in(shop, "7")
    made, foreign = _requests(shop, "7"), _requests(shop, "8")
    _requests(shop, "7")
    path = _added(visitor)
    visitor.open(path)
    visitor.send("/link", about=made.request)
    assert visitor.page.status_code == 200
    assert _stored(shop, made).own_device == _id(path)
    visitor.open(path)
    assert visitor.send("/link", forged={"about": foreign.request}).status_code == 404
    assert _stored(shop, foreign).own_device is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_F4_a_label_opens_quick_help_filled_in(shop: Shop, language: str) -> None:
    """For whoever scans it with what the device is; for its owner as theirs. Nothing personal stands in the code."""
    visitor = _signed_in(shop, "7", language)
    path = _added(visitor, serial=IMEI, nickname="MYOWN")
    label = visitor.open(f"{path}/label")
    assert label.status_code == 200
    assert "<svg" in label.text
    (device,) = (one for one in shop.desk.view(view_own_devices, Customer(id="7")).rows if one.id == _id(path))
    address = f"/quick-help/device/{device.label}"
    assert not re.search("apple|iphone|myown|nowak|3569", address, re.I)
    mine = visitor.open(address).text
    assert f'value="{device.id}" selected' in mine or f'selected value="{device.id}"' in mine
    finder = shop.visitor(language).open(address).text
    assert 'value="Apple iPhone 13"' in finder
    assert IMEI not in finder
    assert "MYOWN" not in finder
    assert 'value="Apple' not in shop.visitor(language).open(f"/quick-help/device/{device.id}{'0' * 32}").text


def test_F4_everything_goes_with_the_account(shop: Shop) -> None:
    """What a host deletes leaves no device behind, and the histories still verify."""
    visitor = _signed_in(shop, "8")
    _added(visitor, serial=IMEI, nickname="GONEWITHME")
    shop.desk.erase_customer("8")
    assert shop.desk.view(view_own_devices, Customer(id="8")).rows == ()
    assert "GONEWITHME" not in visitor.open("/devices").text
    assert shop.desk.verify() == ()


@pytest.mark.parametrize("has_people", [False])
def test_F4_devices_go_with_an_account_of_the_shops_own(shop: Shop) -> None:
    """Whoever erases their account, or has it erased, leaves no device behind."""
    visitor = sign_up(shop, "ola@example.com")
    assert 'href="/devices"' in visitor.page.text
    _added(visitor, serial=IMEI, nickname="GONEWITHME")
    id = shop.desk.view(view_account_id, j.BOT, "ola@example.com")
    assert [str(one.nickname) for one in shop.desk.view(view_own_devices, Customer(id=str(id))).rows] == ["GONEWITHME"]
    j.do(shop.desk, EraseAccount, j.BOSS, account=id)
    assert shop.desk.view(view_own_devices, Customer(id=str(id))).rows == ()
    with shop.desk.reading() as reader:
        assert "GONEWITHME" not in str(reader.find(Query(Device), {}, limit=50))
    assert shop.desk.verify() == ()
