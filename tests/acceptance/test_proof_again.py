"""Files and quotes are shown on a proof that is not too old; the room itself stays open, and a new device opens
nothing."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import attrs
import pytest

import pictures as p
from capabilities.quotes import fixed
from shops import Shop, Visitor

EMAIL = "again@example.com"


def delivered(shop: Shop) -> None:
    while shop.desk.deliver(500).done:
        pass


@pytest.fixture
def room(shop: Shop) -> Visitor:
    """Somebody in the room of a request of theirs, with a photo and a quote."""
    visitor = shop.visitor("en")
    visitor.request_help(EMAIL)
    p.upload(visitor, ("crack.jpg", p.photo()))
    delivered(shop)
    found = shop.desk.keyring.read_link(p.home(visitor).split("/")[2])
    assert found is not None
    fixed(shop.desk, found[0])
    visitor.open(p.home(visitor))
    return visitor


@pytest.fixture
def later(shop: Shop) -> Any:
    """Two weeks and a minute on, for as long as the test takes."""
    before = shop.desk.clock
    shop.desk.clock = lambda: before() + timedelta(days=14, minutes=1)
    yield
    shop.desk.clock = before


def test_R11_after_two_weeks_files_and_the_quote_ask_for_a_new_code_and_the_room_does_not(
    shop: Shop, room: Visitor, request: pytest.FixtureRequest
) -> None:
    """The code leads back to where one was going, and opens the rest too."""
    home = p.home(room)
    (small,) = p.images(room)
    picture = small.removesuffix("/small")
    assert room.client.get(small).status_code == 200
    request.getfixturevalue("later")
    page = room.open(home)
    assert page.status_code == 200
    assert "The screen is cracked." in page.text
    assert p.images(room) == []
    assert "Enter a new one to see your photos and files." in page.text
    assert "Enter a new one to read the quote." in page.text
    assert "99.00" not in page.text
    assert "quote#question" in page.text, "the way to a question stays"
    for path in (small, picture, f"{home}/quote", f"{home}/quote/decide"):
        asked = room.client.get(path, follow_redirects=False)
        assert asked.status_code == 303, path
        assert asked.headers["location"].startswith(f"{home}/verify?next=")
    room.open(picture)
    room.send("/contact", contact=EMAIL)
    room.send("/confirm", code=shop.code(EMAIL))
    assert str(room.page.url.path) == picture
    assert room.client.get(small).status_code == 200
    assert room.open(f"{home}/quote").status_code == 200
    assert "99.00" in room.page.text


def test_R11_until_then_nothing_asks_for_a_code(shop: Shop, room: Visitor) -> None:
    """Not an hour before."""
    before = shop.desk.clock
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shop.desk, "clock", lambda: before() + timedelta(days=14, hours=-1))
        room.open(p.home(room))
        assert len(p.images(room)) == 1
        assert room.open(f"{p.home(room)}/quote").status_code == 200


def test_R11_photos_are_still_added_on_an_old_proof(shop: Shop, room: Visitor, later: None) -> None:
    """Sending shows nothing."""
    room.open(p.home(room))
    p.upload(room, ("again.jpg", p.photo()))
    assert "1 photo or file was added." in room.page.text
    assert "again.jpg" not in room.page.text


def test_R11_the_shop_says_after_how_long(shop: Shop, room: Visitor, later: None) -> None:
    """Never, if it wants."""
    source = shop.desk.settings_source
    never = attrs.evolve(shop.desk.settings, proof_days=0)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(source), "now", lambda self, reader: (never, self.latest[1], {}))
        room.open(p.home(room))
    assert len(p.images(room)) == 1


def test_R11_a_new_device_opens_nothing_without_a_code(shop: Shop, room: Visitor) -> None:
    """The link alone shows neither the room nor what is in it."""
    home = p.home(room)
    (small,) = p.images(room)
    other = shop.visitor("en")
    assert "The screen is cracked." not in other.open(home).text
    assert other.client.get(small).status_code == 404
    assert other.client.get(f"{home}/quote", follow_redirects=False).headers["location"].endswith(home)
    assert re.search(r'name="contact"', other.page.text)


def test_R11_in_polish(shop: Shop, room: Visitor, later: None) -> None:
    """Every sentence."""
    home = p.home(room)
    room.open("/language/pl")
    page = room.open(home).text
    assert "Aby zobaczyć zdjęcia i pliki, proszę wpisać nowy kod." in page
    assert "Aby przeczytać wycenę, proszę wpisać nowy kod." in page
