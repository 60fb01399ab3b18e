"""Marks on photos and photos before and after, from the desk to the customer's page, without a script."""

from __future__ import annotations

import re

import pytest

import pictures as p
from helpdesk_core.views import ServiceRequest
from shops import Shop, Visitor


@pytest.fixture
def room(shop: Shop) -> Visitor:
    """Somebody in the room of a request of theirs, with a photo that was checked."""
    visitor = shop.visitor("en")
    visitor.request_help("marked@example.com")
    p.upload(visitor, ("crack.jpg", p.photo()))
    delivered(shop)
    return visitor


@pytest.fixture
def staff(shop: Shop, room: Visitor) -> Visitor:
    """Anna, at the page of that photo."""
    visitor = shop.visitor("en")
    visitor.sign_in()
    visitor.open("/language/en")
    visitor.open(request_page(shop, room))
    found = re.search(r'href="([^"]+)#marks"', visitor.page.text)
    assert found is not None
    visitor.open(found[1])
    return visitor


def delivered(shop: Shop) -> None:
    while shop.desk.deliver(500).done:
        pass


def request_page(shop: Shop, room: Visitor) -> str:
    found = shop.desk.keyring.read_link(p.home(room).split("/")[2])
    assert found is not None
    with shop.desk.reading() as reader:
        request = reader.load(ServiceRequest, found[0])
    assert request is not None
    return f"/staff/requests/{str(request.reference).replace('-', '')}"


def circles(page: str) -> list[tuple[str, str]]:
    """Where marks stand in the drawings of a page."""
    return re.findall(r'<circle cx="([0-9.]+)" cy="([0-9.]+)" r="[0-9.]+" fill="#fff"', page)


def test_R7_a_mark_is_tapped_on_the_photo_previewed_and_sent_with_a_reply(
    shop: Shop, room: Visitor, staff: Visitor
) -> None:
    """Tapped in the middle of the picture that is a button, at any size of the photo; numbered, with its words in a
    list; the customer sees it once it was sent."""
    p.tap(staff, 144, 108, "The screen is cracked here, PIN 482196.")
    assert staff.page.status_code == 200
    assert circles(staff.page.text)[0] == ("320.0", "240.0")
    assert "482196" not in staff.page.text
    room.open(p.home(room))
    assert "cracked here" not in room.page.text
    staff.open(request_page(shop, room))
    stamp = re.search(r'name="finding" value="([^"]+)" checked', staff.page.text)
    assert stamp is not None, "who drew it is offered to send it"
    staff.send("/reply", text="Please wait.")  # without the tick nothing goes along
    assert "cracked here" not in room.open(p.home(room)).text
    at_once = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', staff.page.text)
    preview = dict(at_once) | {"text": "Here it is.", "finding": stamp[1]}
    headers = {"x-helpdesk-part": "preview"}
    staff.client.post(f"{request_page(shop, room)}/preview", data=preview | {"finding": ""}, headers=headers)
    assert f'value="{stamp[1]}" checked' in staff.open(request_page(shop, room)).text, (
        "a draft of the words takes no tick away"
    )
    part = staff.client.post(f"{request_page(shop, room)}/preview", data=preview, headers=headers).text
    assert "cracked here" in part
    assert circles(part) == [("320.0", "240.0")]
    staff.open(request_page(shop, room))
    staff.send("/reply", text="Here it is.", finding=stamp[1])
    assert "Marked photos shown to the customer" in staff.page.text
    room.open(p.home(room))
    assert "Shown on photos" in room.page.text
    assert circles(room.page.text) == [("320.0", "240.0")]
    assert re.search(r"<ol><li><bdi>The screen is cracked here", room.page.text)
    assert "cracked here" in room.open(p.home(room) + "/print").text


def test_R7_before_and_after_go_with_the_outcome(shop: Shop, room: Visitor, staff: Visitor) -> None:
    """They stand in the review as the customer will see them, and go with its tick."""
    photo_page = str(staff.page.url.path)
    staff.open(request_page(shop, room))
    p.upload(staff, ("new-screen.jpg", p.photo((480, 640))))
    delivered(shop)
    staff.open(photo_page)
    ids = re.findall(r'<option (?:selected )?value="([0-9a-f-]{20,})"', staff.page.text)
    before, after = dict.fromkeys(ids)
    staff.send("/pair", before=before, after=before, text="Twice the same")
    assert "another photo" in staff.page.text
    staff.send("/pair", before=before, after=after, text="A new screen")
    staff.open(request_page(shop, room))
    staff.send("/outcome", result="solved", text="It works.")
    assert "A new screen" in staff.page.text
    stamp = re.search(r'name="finding" value="([^"]+)"', staff.page.text)
    assert stamp is not None
    staff.send(str(staff.page.url.path), read="y", finding=stamp[1])
    room.open(p.home(room))
    assert "A new screen" in room.page.text
    assert room.page.text.count("<image ") == 2


def test_R7_a_mark_needs_a_place_and_words_and_loses_neither(staff: Visitor) -> None:
    """Each is kept while the other is mended; numbers do what a tap does; a key in place of a tap marks no corner."""
    for y in ("0", "9" * 5_000):
        staff.send("/mark", text="Somewhere", forged={"at.x": "0", "at.y": y})
        assert staff.page.status_code == 422
    staff.send("/mark", text="Somewhere", forged={"at.x": "0", "at.y": "0"})
    assert "Please tap on the photo where the mark belongs" in staff.page.text
    assert ">Somewhere</textarea>" in staff.page.text.replace("\r\n", "")
    p.tap(staff, 288, 216, "")
    assert staff.page.status_code == 422
    assert re.search(r'name="x"[^>]*value="1000"', staff.page.text)
    staff.send("/mark", text="In the corner", x="1000", y="1000")
    assert staff.page.status_code == 200
    staff.send("/mark", text="Outside", x="1001", y="-1")
    assert staff.page.status_code == 422
    assert "Outside" in staff.page.text


def test_R7_what_was_marked_is_taken_away_again(staff: Visitor) -> None:
    """As long as it was not sent."""
    p.tap(staff, 10, 10, "Wrong")
    assert "Wrong" in staff.page.text
    taken = re.search(r'action="([^"]+/take/[^"]+)"', staff.page.text)
    assert taken is not None
    staff.send(taken[1])
    assert staff.page.status_code == 200
    assert circles(staff.page.text) == []


def test_R7_marked_photos_in_polish(shop: Shop, room: Visitor, staff: Visitor) -> None:
    """The words of the pages; what staff wrote stays as it is."""
    p.tap(staff, 10, 10, "Tu pękło")
    staff.open("/language/pl")
    page = staff.open(request_page(shop, room)).text
    assert "Oznaczone, jeszcze nie wysłane" in page
    stamp = re.search(r'name="finding" value="([^"]+)"', page)
    assert stamp is not None
    staff.send("/reply", text="Proszę spojrzeć.", finding=stamp[1])
    home = p.home(room)
    room.open("/language/pl")
    assert "Pokazane na zdjęciach" in room.open(home).text
