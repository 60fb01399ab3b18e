"""Hand-over and parts waited for, in the app: what each side reads, and that nothing follows by itself."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest

import journeys as j
from helpdesk_core.commands import ChangeStatus
from shops import Shop, Visitor

EMAIL = "collects@example.com"


def said(visitor: Visitor, path: str = "") -> str:
    """The page as people read it."""
    if path:
        visitor.open(path)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", visitor.page.text)))


@pytest.fixture
def case(shop: Shop) -> Any:
    """A customer in the room, its request, and staff on its page."""
    customer, staff = shop.visitor("en"), shop.visitor("en")
    room = customer.request_help(EMAIL, location="centrum")
    staff.sign_in()
    staff.client.get("/language/en")
    found = shop.desk.keyring.read_link(room.rpartition("/")[2])
    assert found is not None
    with shop.desk.reading() as reader:
        request = reader.load(j.ServiceRequest, found[0])
    assert request is not None
    return shop, customer, room, staff, request


def test_hand_over_the_customer_names_who_collects_and_reads_who_did(case: Any) -> None:
    """A code or a name at the counter; the room says to whom, on what proof and by whom, and the status stays."""
    shop, customer, room, staff, request = case
    desk = f"/staff/requests/{request.reference}"
    for status in ("in_progress", "ready"):
        j.do(shop.desk, ChangeStatus, j.ANNA, request=request.id, status=status)
    assert "Collect it" in said(customer, room)
    assert "Your code at the counter" in said(customer, f"{room}/collect")
    code = re.search(r'class="ref">(\d{6})<', customer.page.text)
    assert code is not None
    customer.send("/collect", name="Jan Kowalski")
    assert "May collect it: Jan Kowalski" in said(customer)
    assert "The customer named: Jan Kowalski" in said(staff, desk)
    staff.open(f"{desk}/hand-over")
    wrong = "000000" if code.group(1) != "000000" else "111111"
    staff.send("/hand-over", name="Adam Lis", proof="code", code=wrong)
    assert "This is not the code of this request" in said(staff)
    assert "Adam Lis" in staff.page.text, "nothing typed is lost"
    assert wrong not in staff.page.text, "but the code"
    staff.send("/hand-over", name="Jan Kowalski", proof="named", note="Without the charger")
    assert "Jan Kowalski" in said(staff, desk)
    text = said(customer, room)
    assert "Handed over" in text
    assert "to Jan Kowalski" in text
    assert "Proof: The customer named this person. Handed over by Anna Nowak." in text
    assert "Without the charger" in text
    assert "was handed over" in shop.mail(EMAIL, "handed over")["text"]
    assert j.stored(shop.desk, type("Made", (), {"request": request.id})).phase.value == "ready"
    customer.client.get("/language/pl")
    assert "Urządzenie wydane" in said(customer, room)


def test_parts_the_customer_reads_about_when_and_staff_what_came(case: Any) -> None:
    """Never which part nor from whom; an arrival is proposed to staff and sets no status."""
    shop, customer, room, staff, request = case
    desk, day = f"/staff/requests/{request.reference}", (shop.desk.clock() + timedelta(days=5)).date()
    j.do(shop.desk, ChangeStatus, j.ANNA, request=request.id, status="in_progress")
    staff.open(f"{desk}/parts")
    staff.send("/parts", part="Display", supplier="Parts Ltd", expected="yesterday")
    assert "Parts Ltd" in staff.page.text, "nothing typed is lost"
    staff.send("/parts", part="Display", supplier="Parts Ltd", expected=day.isoformat())
    assert "from Parts Ltd" in said(staff, desk)
    text = said(customer, room)
    assert f"expect it about {day.day} {day:%B} {day.year}" in text
    assert "Parts Ltd" not in text
    assert "Display" not in text
    customer.client.get("/language/pl")
    assert "Czekamy na część" in said(customer, room)
    status = re.search(r'<span class="status[^"]*">[^<]*', staff.page.text)
    staff.send("/receive")
    text = said(staff)
    assert "A part is here: Display. Nothing was changed by that." in text
    assert status is not None
    assert status.group(0) in staff.page.text
    assert "Czekamy na część" not in said(customer, room)
    staff.send("/note", text="Display fits.")
    assert "A part is here" in said(staff, desk)
    staff.send("/put-away")
    assert "A part is here" not in said(staff)
    assert "Arrived, seen to" in said(staff, f"{desk}/parts")
