"""The counter: the phone number first, whoever is known by it filled in, and a slip to take along."""

from __future__ import annotations

import re
from typing import Any

import pytest

import journeys as j
from helpdesk_core.commands import TakeRequest
from reference_app.demo import PASSWORD
from reference_app.intake import counter
from shops import Shop, Visitor

PHONE = "600 100 200"
WORDS = {"problem": "Black screen", "device": "iPhone 13", "surname": "Nowak", "given_name": "Ewa"}


@pytest.fixture
def staff(shop: Shop) -> Visitor:
    visitor = shop.visitor()
    visitor.sign_in()
    visitor.open("/language/en?next=/staff")
    return visitor


def taken(shop: Shop, **fields: str) -> Any:
    return j.do(shop.desk, TakeRequest, j.ANNA, **({"contact": PHONE} | WORDS | fields))


def look_up(staff: Visitor, contact: str, **fields: str) -> str:
    """Press the button beside the contact: what a script does when one leaves the field."""
    csrf = re.search(r'name="csrf" value="([^"]+)"', staff.page.text)
    assert csrf is not None
    staff.page = staff.client.post("/staff/new/known", data={"csrf": csrf[1], "contact": contact} | fields)
    return str(staff.page.text)


def value(page: str, name: str) -> str:
    found = re.search(rf'<input[^>]* name="{name}"[^>]*>', page)
    assert found is not None
    typed = re.search(r' value="([^"]*)"', found[0])
    return typed[1] if typed else ""


def test_a_walk_in_of_a_known_customer_takes_four_actions_besides_typing(shop: Shop, staff: Visitor) -> None:
    """New request, look up, save, print: without a script; with one, leaving the field looks up."""
    taken(shop, other_contact="ewa@example.com")
    actions = 1
    staff.open("/staff/new")
    actions += 1
    page = look_up(staff, PHONE)
    assert [value(page, name) for name in ("surname", "given_name", "other_contact")] == [
        "Nowak",
        "Ewa",
        "ewa@example.com",
    ]
    actions += 1
    known = {name: value(page, name) for name in ("contact", "surname", "given_name", "other_contact")}
    page = staff.send(
        "/staff/new", problem="It is loud.", device="Dell XPS", language="pl", source="counter", **known
    ).text
    assert staff.page.url.path.endswith("/slip")
    actions += "data-print" in page
    assert actions == 4
    assert "A copy goes to the customer" in page
    assert "/r/" in shop.mail("ewa@example.com", "confirmed|potwierdzone")["text"]


def test_a_number_and_the_enter_key_look_up(shop: Shop, staff: Visitor) -> None:
    """Sending the form with the contact alone complains of nothing: it says who that is, and writes nothing."""
    taken(shop)
    before = shop.desk.verify()
    staff.open("/staff/new")
    page = staff.send("/staff/new", contact=PHONE).text
    assert (value(page, "surname"), value(page, "given_name")) == ("Nowak", "Ewa")
    assert 'class="errors"' not in page
    assert shop.desk.verify() == before == ()


def test_what_was_typed_stays(shop: Shop, staff: Visitor) -> None:
    """Looking up fills what is empty, and writes nothing."""
    taken(shop)
    before = shop.desk.verify()
    staff.open("/staff/new")
    page = look_up(staff, PHONE, surname="Kern", problem="It is loud.")
    assert (value(page, "surname"), value(page, "given_name")) == ("Kern", "Ewa")
    assert "It is loud." in page
    assert shop.desk.verify() == before == ()


def test_people_who_share_a_phone_are_told_apart(shop: Shop, staff: Visitor) -> None:
    """Nobody is filled in until staff say who it is."""
    taken(shop)
    other = taken(shop, surname="Kern", given_name="Jan")
    staff.open("/staff/new")
    page = look_up(staff, PHONE)
    assert "Who is it?" in page
    assert value(page, "surname") == ""
    assert value(look_up(staff, PHONE, known=other.reference), "surname") == "Kern"


@pytest.mark.parametrize(
    ("contact", "says"), [("600 999 999", "Nobody is known"), ("what", "neither a phone number nor")]
)
def test_it_is_said_when_nobody_is_known(staff: Visitor, contact: str, says: str) -> None:
    staff.open("/staff/new")
    assert says in look_up(staff, contact)


def test_a_request_that_waits_for_confirmation_is_shown_and_fills_nothing(shop: Shop, staff: Visitor) -> None:
    """Anybody may have typed this number; but the customer may come because of that request."""
    made = j.submit(shop.desk, contact=PHONE, surname="Axe")
    staff.open("/staff/new")
    page = look_up(staff, PHONE)
    assert f"/staff/requests/{made.reference.replace('-', '')}" in page
    assert value(page, "surname") == ""


def test_the_customers_page_leads_to_a_new_request_of_theirs(shop: Shop, staff: Visitor) -> None:
    """With the contact and the name filled in."""
    made = taken(shop)
    page = staff.open(f"/staff/customers/{made.reference}").text
    link = re.search(r'href="(/staff/new\?customer=[^"]+)"', page)
    assert link is not None
    page = staff.open(link[1]).text
    assert (value(page, "contact"), value(page, "surname")) == ("+48 600 100 200", "Nowak")


@pytest.mark.parametrize(("contact", "leads_to"), [("ewa@example.com", "/r/"), (PHONE, "/track")])
def test_the_slip_leads_where_the_customer_can_get_in(
    shop: Shop, staff: Visitor, monkeypatch: pytest.MonkeyPatch, contact: str, leads_to: str
) -> None:
    """Who can be sent a code scans the way to the request; who cannot, to where reference and surname are enough. It
    speaks the customer's language."""
    seen: list[str] = []
    square = counter.square
    monkeypatch.setattr(counter, "square", lambda address: (seen.append(address), square(address))[1])
    made = taken(shop, contact=contact, language="pl")
    page = staff.open(f"/staff/requests/{made.reference}/slip").text
    assert leads_to in seen[0]
    assert seen[0].startswith("http://localhost/")
    assert 'lang="pl"' in page
    assert "Numer zgłoszenia" in page
    assert made.reference in page
    assert "<svg" in page.split('role="img"')[1][:200]


def test_without_the_right_to_see_requests_nothing_is_looked_up(shop: Shop) -> None:
    """Somebody who may only take requests learns nothing about others."""
    taken(shop)
    shop.accounts.set_rights("tom@example.com", frozenset({"requests.take"}), None)
    staff = shop.visitor()
    staff.open("/staff/sign-in")
    staff.send("/staff/sign-in", email="tom@example.com", password=PASSWORD)
    staff.open("/staff/new")
    assert "/staff/new/known" not in staff.page.text
    assert value(look_up(staff, PHONE), "surname") == ""
