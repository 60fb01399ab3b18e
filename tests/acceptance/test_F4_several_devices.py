"""F4: several devices on one request, each with its state, its lines of the quote and its hand-over."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest

import journeys as j
from helpdesk_core import Customer
from helpdesk_core.base.queries import Query
from helpdesk_core.commands import (
    AddDevice,
    AddRequestDevice,
    ChangeStatus,
    EraseRequest,
    OfferQuote,
    PrepareQuote,
    RemoveDevice,
    RemoveRequestDevice,
    SetDeviceStates,
    SubmitRequest,
)
from helpdesk_core.devices.model import RequestDevice
from helpdesk_core.views import view_device_history, view_own_device_history, view_request_devices, view_search
from shops import Shop, Visitor, read

LANGUAGES = ["en", "pl"]
EMAIL = "several@example.com"


def said(visitor: Visitor, path: str = "") -> str:
    """The page as people read it."""
    if path:
        visitor.open(path)
    return plain(unescape(re.sub(r"<[^>]+>", " ", visitor.page.text)))


def plain(words: str) -> str:
    """Words with one kind of blanks."""
    return re.sub(r"\s+", " ", words)


def stored(shop: Shop) -> list[RequestDevice]:
    """Every row, in the order of the devices, but those of the demo."""
    with shop.desk.reading() as reader:
        found: list[RequestDevice] = list(reader.find(Query(RequestDevice), {}, limit=100))
    found = [one for one in found if str(one.description) not in ("HP LaserJet M110", "Epson Perfection V39")]
    return sorted(found, key=lambda one: (one.request, one.number))


def two(shop: Shop, **fields: Any) -> Any:
    """A request about two devices, and who may open its room."""
    more = ({"device": "iPad Air", "serial": "DMPX1234"},)
    return j.in_phase(shop.desk, "in_review", contact=EMAIL, serial="C39XYZ12", devices=more, **fields)


def at_desk(shop: Shop, made: Any, language: str = "en") -> tuple[Visitor, str]:
    """Staff, and the address of the request."""
    staff = shop.visitor(language)
    staff.sign_in()
    staff.client.get(f"/language/{language}")
    return staff, f"/staff/requests/{made.reference.replace('-', '')}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_F4_a_customer_adds_devices_without_a_script(shop: Shop, language: str) -> None:
    """A row is added by sending the page; nothing typed is lost; the draft has all of them, and so has the summary."""
    t, visitor = shop.desk.translator(language), shop.visitor(language)
    visitor.reads_summary = True
    visitor.open("/quick-help")
    visitor.send("/quick-help", problem="Both are broken.", device="iPhone 13", add="devices")
    assert read(t("quick_help.more.number", number=2)) in read(visitor.page.text)
    assert "Both are broken." in visitor.page.text
    visitor.send(
        "/quick-help", add="devices", **{"device": "iPhone 13", "problem": "Both.", "devices-0-device": "iPad"}
    )
    visitor.send(
        "/quick-help", remove="devices-1", **{"device": "iPhone 13", "problem": "Both.", "devices-0-device": "iPad"}
    )
    visitor.send(
        "/quick-help",
        problem="Both are broken.",
        device="iPhone 13",
        urgency="soon",
        **{"devices-0-device": "iPad Air", "devices-0-serial": "DMPX1234"},
    )
    assert 'value="iPad Air"' in visitor.open("/quick-help").text, "the draft has it"
    visitor.open("/quick-help/contact")
    visitor.send("/quick-help/contact", surname="Nowak", contact=EMAIL)
    text = said(visitor)
    assert f"{t('quick_help.more.one')} iPad Air DMPX1234" in text
    visitor.send("/quick-help/check")
    first, second = stored(shop)
    assert [(str(one.description), one.number, one.state) for one in (first, second)] == [
        ("iPhone 13", 1, None),
        ("iPad Air", 2, None),
    ]
    assert str(second.serial) == "DMPX1234"


def test_F4_a_row_without_a_device_is_said_beside_it_and_their_number_is_bounded(shop: Shop) -> None:
    """A serial number alone names no device; behind the tenth there is no button for another."""
    visitor = shop.visitor("en")
    visitor.open("/quick-help")
    visitor.send("/quick-help", add="devices")
    visitor.send("/quick-help", problem="p", device="d", urgency="soon", **{"devices-0-serial": "X1"})
    assert visitor.page.status_code == 422 or "Please" in visitor.page.text
    assert 'aria-invalid="true"' in visitor.page.text
    for number in range(8):
        visitor.send("/quick-help", add="devices", **{f"devices-{one}-device": "x" for one in range(number + 1)})
    assert 'name="add" value="devices"' not in visitor.page.text


def test_F4_one_device_stays_as_it_was(shop: Shop) -> None:
    """No row, no card, no question in the quote or at the hand-over."""
    made, _ = j.in_phase(shop.desk, "in_review", contact=EMAIL)
    assert not stored(shop)
    staff, desk = at_desk(shop, made)
    staff.open(f"{desk}/quote")
    assert "For which device" not in staff.page.text
    staff.open(f"{desk}/hand-over")
    assert "Which devices are handed over" not in staff.page.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_F4_each_has_its_state_which_a_person_sets_and_the_customer_reads(shop: Shop, language: str) -> None:
    """In the room, on the dashboard and at the desk; the request's own status stays as it is."""
    t = shop.desk.translator(language)
    made, _ = two(shop, actor=Customer(id="7"))
    staff, desk = at_desk(shop, made, language)
    staff.open(f"{desk}/devices")
    staff.send("/states", **{"states-0-state": "done", "states-1-state": "in_work"})
    assert j.stored(shop.desk, made).phase.value == "in_review"
    done, in_work = (plain(t(f"request_device.state.{state}")) for state in ("done", "in_work"))
    assert done in said(staff, desk)
    customer = shop.visitor(language)
    customer.client.cookies.set("test_customer", "7")
    room = said(customer, f"/r/{j.link(shop.desk, made)}")
    assert f"2. iPad Air {in_work}" in room
    assert f"1. iPhone 13 : {done}" in said(customer, "/dashboard")
    shop.desk.deliver()
    theirs = shop.desk.translator(j.stored(shop.desk, made).language)
    assert shop.mail(EMAIL, re.escape(theirs("notice.device_states.text")))


def test_F4_staff_add_correct_and_take_off_the_first_is_no_special_case(shop: Shop) -> None:
    """The request is called by the first of its devices, whichever that is."""
    made, _ = j.in_phase(shop.desk, "in_review", contact=EMAIL, serial="C39XYZ12")
    staff, desk = at_desk(shop, made)
    staff.open(f"{desk}/devices")
    staff.send(
        f"{desk}/devices", description="iPad Air", serial="brak", condition="dent", accessories="case", place="B3"
    )
    first, second = stored(shop)
    assert (str(first.description), second.serial) == ("iPhone 13", None)
    staff.open(f"{desk}/devices/{first.id}")
    staff.send(f"/devices/{first.id}", description="iPhone 13 Pro", serial="C39XYZ13")
    request = j.stored(shop.desk, made)
    assert (str(request.device_checked), str(request.serial)) == ("iPhone 13 Pro", "C39XYZ13")
    staff.open(f"{desk}/devices/{first.id}")
    staff.send("/remove")
    request = j.stored(shop.desk, made)
    assert (str(request.device), request.serial) == ("iPad Air", None)
    refusal = j.attempt(shop.desk, RemoveRequestDevice, j.ANNA, request=made.request, device=second.id)
    assert refusal.code == "refusal.request_device_only"
    assert shop.desk.verify() == ()


def test_F4_the_counter_takes_several_and_the_slip_names_them(shop: Shop) -> None:
    """Taken over the counter they are here."""
    staff = shop.visitor("en")
    staff.sign_in()
    staff.open("/staff/new")
    fields = {"contact": EMAIL, "surname": "Nowak", "problem": "Both.", "device": "iPhone 13"}
    staff.send("/staff/new", add="devices", **fields)
    staff.send("/staff/new", **fields, **{"devices-0-device": "iPad Air"})
    assert "2. iPad Air" in said(staff)
    assert [one.state and one.state.value for one in stored(shop)] == ["here", "here"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_F4_a_quote_is_grouped_by_device(shop: Shop, language: str) -> None:
    """Lines stand under the name of their device, whatever order they were typed in; what the quote says stays."""
    made, _ = two(shop)
    first, second = stored(shop)
    staff, desk = at_desk(shop, made, language)
    day = str((shop.desk.clock() + timedelta(days=30)).date())
    lines = ({"text": "Battery", "unit_price": "100", "tax_rate": 2300, "device": "elsewhere"},)
    draft = {"request": made.request, "lines": lines, "valid_until": day}
    assert j.attempt(shop.desk, PrepareQuote, j.ANNA, **draft).code == "refusal.quote_no_such_device"
    line = {"quantity": "1", "unit_price": "100", "tax_rate": "2300", "part": "always"}
    staff.open(f"{desk}/quote")
    staff.send(desk + "/quote", add="lines", **{"lines-0-text": "Battery", "lines-0-device": second.id})
    rows = {f"lines-0-{name}": value for name, value in (line | {"text": "Battery", "device": second.id}).items()}
    rows |= {f"lines-1-{name}": value for name, value in (line | {"text": "Screen", "device": first.id}).items()}
    staff.send(desk + "/quote", valid_until=day, **rows)
    assert re.search(r"1\. iPhone 13 Screen.*2\. iPad Air Battery", said(staff)) is not None
    staff.open(f"{desk}/quote")
    assert f'<option selected value="{second.id}">' in staff.page.text, "the draft is shown as it was written"


def test_F4_the_customer_reads_the_quote_by_device(shop: Shop) -> None:
    """Also after the device was corrected: what was decided about is what was offered."""
    made, _ = two(shop, actor=Customer(id="7"))
    first, second = stored(shop)
    day = str(shop.desk.clock().date().replace(year=shop.desk.clock().year + 1))
    lines = (
        {"text": "Battery", "unit_price": "100", "tax_rate": 2300, "device": second.id},
        {"text": "Screen", "unit_price": "300", "tax_rate": 2300, "device": first.id},
    )
    draft = j.do(shop.desk, PrepareQuote, j.ANNA, request=made.request, lines=lines, valid_until=day)
    j.do(shop.desk, OfferQuote, j.ANNA, request=made.request, quote=draft.quote, digest=draft.digest)
    customer = shop.visitor("en")
    customer.client.cookies.set("test_customer", "7")
    text = said(customer, f"/r/{j.link(shop.desk, made)}/quote")
    assert re.search(r"1\. iPhone 13 Screen .*2\. iPad Air Battery", text) is not None


@pytest.mark.parametrize("language", LANGUAGES)
def test_F4_a_hand_over_names_which_went_and_which_stay(shop: Shop, language: str) -> None:
    """One is ticked at least; the rest can still be collected; the request is completed by none of it."""
    t = shop.desk.translator(language)
    made, _ = two(shop, actor=Customer(id="7"))
    for status in ("in_progress", "ready"):
        j.do(shop.desk, ChangeStatus, j.ANNA, request=made.request, status=status)
    staff, desk = at_desk(shop, made, language)
    staff.open(f"{desk}/hand-over")
    staff.send("/hand-over", name="Jan Kowalski", proof="slip")
    assert plain(t("refusal.hand_over_which")) in said(staff)
    staff.send("/hand-over", name="Jan Kowalski", proof="slip", **{"devices-1-given": "y"})
    assert plain(t("staff.hand_over.staying", devices="iPhone 13")) in said(staff, desk)
    customer = shop.visitor(language)
    customer.client.cookies.set("test_customer", "7")
    room = said(customer, f"/r/{j.link(shop.desk, made)}")
    assert plain(t("hand_over.card.staying", devices="iPhone 13")) in room
    assert plain(t("collect.way")) in room, "the other one can still be collected"
    staff.open(f"{desk}/hand-over")
    staff.send("/hand-over", name="Jan Kowalski", proof="slip", **{"devices-0-given": "y"})
    assert j.stored(shop.desk, made).phase.value == "ready"
    first, second = stored(shop)
    assert {first.state, second.state} == {"handed_over"}
    states = ({"device": first.id, "state": "done"},)
    j.do(shop.desk, SetDeviceStates, j.ANNA, request=made.request, states=states)
    refusal = j.attempt(
        shop.desk,
        SetDeviceStates,
        j.ANNA,
        request=made.request,
        states=({"device": first.id, "state": "handed_over"},),
    )
    assert refusal.code == "refusal.request_device_hand_over"
    assert shop.desk.verify() == ()


def test_F4_staff_are_told_of_devices_that_are_here_when_it_is_completed(shop: Shop) -> None:
    """Before the decision, and on the request's page after it; nothing is refused."""
    made, _ = two(shop)
    first, _ = stored(shop)
    states = ({"device": first.id, "state": "done"},)
    j.do(shop.desk, SetDeviceStates, j.ANNA, request=made.request, states=states)
    staff, desk = at_desk(shop, made)
    draft = j.prepare(shop.desk, made)
    assert "1 device of this request is still here." in said(staff, f"{desk}/outcome/{draft.outcome}")
    assert "still here" not in said(staff, desk)
    j.do(shop.desk, j.RecordOutcome, j.ANNA, outcome=draft.outcome, digest=draft.digest)
    assert "1 device of this request is still here. 1. iPhone 13: Done" in said(staff, desk).replace(" :", ":")


def test_F4_histories_see_every_device(shop: Shop) -> None:
    """A serial number's history has requests in which it was the second device; a customer's own theirs alone."""
    mine = Customer(id="7")
    own = j.do(shop.desk, AddDevice, mine, brand="Apple", model="iPad Air", serial="DMPX1234").device
    made, _ = two(shop, actor=mine)
    other = j.submit(
        shop.desk, Customer(id="8"), contact="eight@example.com", devices=({"device": "iPad", "serial": "DMPX1234"},)
    )
    found: Any = shop.desk.view(view_own_device_history, mine, own)
    assert [one.id for one in found.rows] == [made.request]
    devices: Any = shop.desk.view(view_request_devices, j.ANNA, made.request)
    second = devices.rows[1].device
    history: Any = shop.desk.view(view_device_history, j.ANNA, made.request, second.id)
    assert {one.id for one in history.rows} == {made.request, other.request}
    chosen = j.do(
        shop.desk,
        SubmitRequest,
        mine,
        problem="p",
        device="d",
        surname="s",
        contact=EMAIL,
        devices=({"device": "iPad", "own_device": own},),
    )
    found = shop.desk.view(view_own_device_history, mine, own)
    assert {one.id for one in found.rows} == {made.request, chosen.request}
    theirs: dict[str, Any] = {"problem": "p", "device": "d", "surname": "s", "contact": EMAIL}
    wrong = j.attempt(
        shop.desk, SubmitRequest, Customer(id="8"), **theirs, devices=({"device": "x", "own_device": own},)
    )
    assert wrong.code == "refusal.no_such_device"


def test_F4_a_device_that_was_taken_off_is_in_no_history_and_a_retired_one_has_no_label(shop: Shop) -> None:
    """What was written down by mistake; and a label would lead to what cannot be chosen any more."""
    mine = Customer(id="7")
    own = j.do(shop.desk, AddDevice, mine, brand="Apple", model="iPad Air", serial="DMPX1234").device
    words: dict[str, Any] = {"problem": "p", "device": "d", "surname": "s", "contact": "seven@example.com"}
    made = j.do(shop.desk, SubmitRequest, mine, **words, own_device=own)
    other = j.submit(
        shop.desk, Customer(id="8"), contact="eight@example.com", devices=({"device": "iPad", "serial": "DMPX1234"},)
    )

    def history() -> Any:
        return shop.desk.view(view_device_history, j.ANNA, other.request, second)

    devices: Any = shop.desk.view(view_request_devices, j.ANNA, other.request)
    second = devices.rows[1].device.id
    assert {one.id for one in history().rows} == {made.request, other.request}
    j.do(shop.desk, RemoveRequestDevice, j.ANNA, request=other.request, device=second)
    left: Any = shop.desk.view(view_device_history, j.ANNA, made.request)
    assert [one.id for one in left.rows] == [made.request]
    assert left.label
    j.do(shop.desk, RemoveDevice, mine, device=own)
    left = shop.desk.view(view_device_history, j.ANNA, made.request)
    assert (left.registered, left.label) == ("Apple iPad Air", "")


def test_F4_labels_search_and_erasing(shop: Shop) -> None:
    """A label for each leads to Quick Help with it; it is found by its number; nothing is left of it in the end."""
    made, _ = two(shop)
    staff, desk = at_desk(shop, made)
    staff.open(f"{desk}/devices/labels")
    assert staff.page.text.count("<svg") >= 2
    devices: Any = shop.desk.view(view_request_devices, j.ANNA, made.request)
    visitor = shop.visitor("en")
    assert 'value="iPad Air"' in visitor.open(f"/quick-help/device/{devices.rows[1].label}").text
    found: Any = shop.desk.view(view_search, j.ANNA, "DMPX1234")
    assert [one.id for one in found.rows] == [made.request]
    j.do(shop.desk, EraseRequest, j.BOSS, request=made.request)
    assert all("iPad" not in str(one.description) and one.serial is None for one in stored(shop))
    assert 'value="iPad Air"' not in visitor.open(f"/quick-help/device/{devices.rows[1].label}").text


def test_F4_a_request_has_room_for_twenty(shop: Shop) -> None:
    """Those that were taken off among them."""
    made, _ = two(shop)
    for _ in range(18):
        j.do(shop.desk, AddRequestDevice, j.ANNA, request=made.request, description="Phone")
    full = j.attempt(shop.desk, AddRequestDevice, j.ANNA, request=made.request, description="Phone")
    assert full.code == "refusal.request_devices_full"
