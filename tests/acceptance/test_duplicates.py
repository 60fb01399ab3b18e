"""Before a second request is made: the open one is offered to who has proved that it is theirs, and to nobody else."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest

import journeys as j
from helpdesk_core.service_requests.model import ServiceRequest
from shops import Shop, Visitor

WORDS = {"problem": "The screen is cracked.", "device": "iPhone 13", "urgency": "soon"}


def words(page: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page)))


def stored(shop: Shop, room: str) -> Any:
    found = shop.desk.keyring.read_link(room.rpartition("/")[2])
    assert found is not None
    with shop.desk.reading() as reader:
        return reader.load(ServiceRequest, found[0])


def ask(visitor: Visitor, contact: str, **more: str) -> Any:
    visitor.open("/quick-help")
    visitor.send("/quick-help", **(WORDS | more))
    return visitor.send("/quick-help/contact", surname="Kowalska", contact=contact)


def test_J6_who_is_proved_is_offered_the_open_request_first(shop: Shop) -> None:
    """The browser that holds the room is asked before a second one is made; what was typed goes into the first."""
    visitor = shop.visitor()
    room = visitor.request_help("twice@example.com")
    page = ask(visitor, "Twice@example.com", problem="And the button is stuck.")
    assert "You already have an open request" in words(page.text)
    assert "It begins with the same words" not in words(page.text)
    visitor.send("/reply")
    assert visitor.page.url.path == room
    assert "And the button is stuck." in visitor.page.text


def test_J6_the_same_words_are_pointed_out(shop: Shop) -> None:
    """Word for word the same, whatever the case: the page says so."""
    visitor = shop.visitor()
    visitor.request_help("same@example.com")
    page = ask(visitor, "same@example.com", problem="the SCREEN is cracked")
    assert "It begins with the same words" in words(page.text)


def test_J6_another_request_is_one_tap_away(shop: Shop) -> None:
    """Nothing is typed twice, and nothing blocks who has a second device."""
    visitor = shop.visitor()
    visitor.request_help("second@example.com")
    ask(visitor, "second@example.com", device="Camera")
    visitor.send("/quick-help/check")
    visitor.send("/confirm", code=shop.code("second@example.com"))
    assert visitor.page.status_code == 200
    assert "Camera" in visitor.page.text


def test_J6_a_stranger_never_learns_that_there_is_one(shop: Shop) -> None:
    """Who only knows the address gets the same page as for any other: the code decides."""
    shop.visitor().request_help("known@example.com")
    stranger = shop.visitor()
    stranger.request_help("own@example.com")
    known, unknown = ask(stranger, "known@example.com"), ask(shop.visitor(), "nobody@example.com")
    assert known.url.path.endswith("/confirm") == unknown.url.path.endswith("/confirm") is True
    assert "open request" not in words(known.text)


def test_J6_after_the_code_the_two_can_be_made_one(shop: Shop) -> None:
    """A new browser proves the address only with the code; then the room offers to go on in the first request."""
    first = shop.visitor()
    old = first.request_help("later@example.com")
    second = shop.visitor()
    new = second.request_help("later@example.com")
    page = words(second.page.text)
    assert "Your other open requests" in page
    assert "It begins with the same words" in page
    second.send("/join")
    assert "This request continues in another one" in words(second.page.text)
    assert stored(shop, new).merged_into == stored(shop, old).id


def test_J6_what_somebody_works_on_is_not_joined_by_a_tap(shop: Shop) -> None:
    """After the shop's answer staff join; and nobody joins what is not theirs."""
    first, second = shop.visitor(), shop.visitor()
    old, new = first.request_help("work@example.com"), second.request_help("work@example.com")
    offered = second.page
    j.do(shop.desk, j.ChangeStatus, j.ANNA, request=stored(shop, new).id, status="in_review")
    second.page = offered
    second.send("/join")
    assert second.page.status_code == 409
    other = shop.visitor()
    elsewhere = stored(shop, other.request_help("elsewhere@example.com")).id
    second.page = offered
    second.send("/join", forged={"into": elsewhere})
    assert second.page.status_code in (404, 409)
    assert stored(shop, old).merged_into is None


@pytest.mark.parametrize("contact", ["", "nonsense", "@", "5" * 300])
def test_J6_an_unreadable_contact_is_an_error_beside_its_field(shop: Shop, contact: str) -> None:
    """Bad input is answered as without an open request."""
    visitor = shop.visitor()
    visitor.request_help("fine@example.com")
    assert ask(visitor, contact).status_code == 422
