"""A person is one tap away: asking to be called, and what staff do about it."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest

import journeys as j
from helpdesk_core.commands import TakeRequest
from helpdesk_core.service_requests.model import ServiceRequest
from shops import Shop, Visitor


def words(page: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page)))


def stored(shop: Shop, room: str) -> Any:
    """The request of a room."""
    found = shop.desk.keyring.read_link(room.rpartition("/")[2])
    assert found is not None
    with shop.desk.reading() as reader:
        return reader.load(ServiceRequest, found[0])


@pytest.fixture
def staff(shop: Shop) -> Visitor:
    """Somebody at the desk who reads English."""
    found = shop.visitor()
    found.sign_in()
    found.client.get("/language/en")
    return found


def test_R8_a_call_is_asked_for_made_and_read_about(shop: Shop, staff: Visitor) -> None:
    """From the tap in the room to the queue, the call, and what the customer reads."""
    customer = shop.visitor()
    room = customer.request_help("call@example.com")
    customer.send("/call")
    assert customer.page.status_code == 422, "no number is known"
    assert "phone number on which we can reach you" in words(customer.page.text)
    customer.send("/call", contact="601 234 567", when="After five", urgent="y")
    page = words(customer.page.text)
    assert "You asked for a call to ••• 567" in page
    assert "601234567" not in page
    assert "Wants to be called" not in page, "the staff's words"

    request = stored(shop, room)
    staff.open("/staff?view=wants_call")
    assert request.reference in staff.page.text.replace("-", "")
    staff.open(f"/staff/requests/{request.reference}")
    page = words(staff.page.text)
    assert "Wants a call: +48 601 234 567" in page
    assert "urgent, says the customer" in page
    assert "After five" in page
    staff.send("/call", reached="no")
    assert "we tried to call" in shop.mail("call@example.com", "tried to call")["text"].lower()
    assert "did not reach you" in words(customer.open(room).text)
    assert request.reference not in staff.open("/staff?view=wants_call").text.replace("-", "")

    customer.send("/call", contact="601 234 567")
    staff.open(f"/staff/requests/{request.reference}")
    staff.send("/call", reached="yes")
    assert "We spoke on the phone" in words(customer.open(room).text)


def test_R8_the_confirmed_number_needs_no_typing(shop: Shop) -> None:
    """One tap: the number that staff confirmed is taken."""
    customer = shop.visitor()
    made = j.do(
        shop.desk,
        TakeRequest,
        j.ANNA,
        problem="It does not start any more",
        device="Laptop",
        surname="Kern",
        contact="601 234 567",
        other_contact="counter@example.com",
    )
    shop.desk.deliver(500)
    link = shop.desk.keyring.link(made.request, made.generation)
    customer.open(f"/r/{link}")
    customer.send("/contact", contact="counter@example.com")
    customer.send("/confirm", code=shop.code("counter@example.com"))
    customer.send("/call")
    assert customer.page.status_code == 200
    assert "You asked for a call to ••• 567" in words(customer.page.text)


def test_R8_it_can_be_taken_back_and_said_anew(shop: Shop, staff: Visitor) -> None:
    """There is one call at a time; who settles one that is not wanted any more reads so."""
    customer = shop.visitor()
    room = customer.request_help("back@example.com")
    customer.send("/call", contact="601 234 567", when="Today")
    customer.send("/call", contact="601 999 111", when="Tomorrow")
    reference = stored(shop, room).reference
    staff.open(f"/staff/requests/{reference}")
    assert "+48 601 999 111" in words(staff.page.text)
    assert "+48 601 234 567" not in words(staff.page.text)
    customer.send("/call/withdraw")
    assert "You asked for a call" not in words(customer.page.text)
    staff.send("/call", reached="yes")
    assert staff.page.status_code == 409


def test_R8_a_person_is_there_after_the_end_too(shop: Shop) -> None:
    """Human help stands in a closed room; a request that continues elsewhere leads there."""
    customer = shop.visitor()
    room = customer.request_help("late@example.com")
    j.do(shop.desk, j.CancelRequest, j.ANNA, request=stored(shop, room).id)
    customer.open(room)
    assert "Talk to a person" in words(customer.page.text)
    customer.send("/call", contact="601 234 567")
    assert customer.page.status_code == 200
    assert stored(shop, room).call_asked_at is not None


def test_R8_asking_without_end_is_refused(shop: Shop) -> None:
    """Each time tells staff: six an hour are enough."""
    customer = shop.visitor()
    customer.request_help("often@example.com")
    for _ in range(6):
        customer.send("/call", contact="601 234 567")
        assert customer.page.status_code == 200
    customer.send("/call", contact="601 234 567")
    assert customer.page.status_code == 429


def test_R8_guests_read_the_phone_with_their_reference(shop: Shop) -> None:
    """Who tracks a request has no room: the shop's phone, and what to say."""
    guest = shop.visitor()
    guest.open("/track")
    guest.send("/track", reference=shop.tracking[0], surname=shop.tracking[1])
    assert re.search(r"Call .{6,} and say the reference \w{4}-\w{4}", words(guest.page.text))
