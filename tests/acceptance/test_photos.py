"""Photos and files between a customer and the shop: sent, looked at, shown, removed; and whatever else is sent."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from typing import Any

import attrs
import pytest
from PIL import Image

import pictures as p
from helpdesk_core.views import ServiceRequest
from shops import Shop, Visitor

EMAIL = "photos@example.com"


@pytest.fixture
def room(shop: Shop) -> Visitor:
    """Somebody in the room of a request of theirs."""
    visitor = shop.visitor("en")
    visitor.request_help(EMAIL)
    return visitor


def delivered(shop: Shop) -> None:
    while shop.desk.deliver(500).done:
        pass


def reference_of(shop: Shop, room: Visitor) -> str:
    """As it stands in addresses of the desk."""
    found = shop.desk.keyring.read_link(str(room.page.url.path).split("/")[2])
    assert found is not None
    with shop.desk.reading() as reader:
        request = reader.load(ServiceRequest, found[0])
    assert request is not None
    return str(request.reference).replace("-", "")


def test_R7_photos_from_a_phone_reach_the_shop_and_come_back_without_their_place(shop: Shop, room: Visitor) -> None:
    """Several at once; until they were looked at nobody is shown them; then both sides see them, upright and without
    what the phone wrote into them."""
    answer = p.upload(room, ("one.jpg", p.with_traces()), ("two.jpg", p.photo()), ("bill.pdf", p.PDF))
    assert answer.status_code == 200
    assert "3 photos and files were added." in answer.text
    assert "one.jpg: being checked" in answer.text
    assert p.images(room) == []
    delivered(shop)
    room.open(p.home(room))
    small = p.images(room)
    assert len(small) == 2
    thumbnail = Image.open(io.BytesIO(room.client.get(small[0]).content))
    assert max(thumbnail.size) <= 480
    sizes = set()
    for address in small:
        shown = room.client.get(address.replace("/small", "/picture"))
        assert shown.headers["content-type"] == "image/jpeg"
        assert shown.headers["content-disposition"].startswith("inline")
        assert "sandbox" in shown.headers["content-security-policy"]
        assert "no-store" in shown.headers["cache-control"]
        assert not any(trace in shown.content for trace in p.TRACES)
        made = Image.open(io.BytesIO(shown.content))
        assert not made.getexif()
        sizes.add(made.size)
    assert sizes == {(640, 480), (480, 640)}, "the one that was turned stands upright"
    staff = shop.visitor("en")
    staff.sign_in()
    staff.open("/language/en")
    staff.open(f"/staff/requests/{reference_of(shop, room)}")
    assert len(p.images(staff)) == 2
    assert staff.client.get(p.images(staff)[0]).status_code == 200
    assert "Photos or files added: 3" in staff.page.text


def test_R7_a_pdf_is_saved_and_never_shown(shop: Shop, room: Visitor) -> None:
    """A browser would run what is in it."""
    p.upload(room, ("../bill\u202efdp.exe.pdf", p.PDF))
    delivered(shop)
    room.open(p.home(room))
    address = re.search(r'href="([^"]+/file)"', room.page.text)
    assert address is not None
    for way in ("file", "picture"):
        answer = room.client.get(address[1].rpartition("/")[0] + f"/{way}")
        assert answer.headers["content-disposition"].startswith("attachment")
        assert "/" not in answer.headers["content-disposition"].split("filename*")[0].split("filename=")[1]
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.content == p.PDF


def test_R7_one_that_fails_loses_no_other_and_each_is_named(shop: Shop, room: Visitor) -> None:
    """In one sentence each, in the reader's language."""
    answer = p.upload(room, ("good.jpg", p.photo()), ("drawing.svg", p.SVG), ("nothing.jpg", b""))
    assert answer.status_code == 422
    assert "drawing.svg: we cannot take this kind of file" in answer.text
    assert "nothing.jpg: this file is empty" in answer.text
    assert "1 photo or file was added." in answer.text
    delivered(shop)
    room.open(p.home(room))
    assert len(p.images(room)) == 1


def test_R7_nobody_else_sees_or_sends_photos(shop: Shop, room: Visitor) -> None:
    """The address alone opens nothing; strangers' files are not even read; each fetch asks anew."""
    p.upload(room, ("one.jpg", p.photo()))
    delivered(shop)
    room.open(p.home(room))
    (address,) = p.images(room)
    stranger = shop.visitor("en")
    assert stranger.client.get(address).status_code == 404
    other = shop.visitor("en")
    other.request_help("another@example.com")
    own = str(other.page.url.path)
    assert other.client.get(own + "/files/" + address.split("/files/")[1]).status_code == 404
    assert (
        stranger.client.post(str(room.page.url.path) + "/files", files={"files": ("a.jpg", p.photo())}).status_code
        == 404
    )
    forged = other.client.post(own + "/files", data={"csrf": "no"}, files={"files": ("a.jpg", p.photo())})
    assert forged.status_code == 403


def test_R7_customers_remove_their_own_and_the_bytes_go(shop: Shop, room: Visitor, tmp_path: Any) -> None:
    """Not the shop's."""
    folder = shop.desk.storage.files._folder  # type: ignore[union-attr]
    before = {path for path in folder.rglob("*") if path.is_file()}
    p.upload(room, ("one.jpg", p.photo()))
    delivered(shop)
    room.open(p.home(room))
    (address,) = p.images(room)
    room.send("/remove")
    assert room.page.status_code == 200
    assert p.images(room) == []
    assert room.client.get(address).status_code == 404
    delivered(shop)
    assert {path for path in folder.rglob("*") if path.is_file()} == before


def test_R7_staff_share_photos_or_keep_them_for_the_team(shop: Shop, room: Visitor) -> None:
    """What is for the team the customer never sees, and is told nothing of."""
    path = str(room.page.url.path)
    p.upload(room, ("mine.jpg", p.photo()))
    staff = shop.visitor("en")
    staff.sign_in()
    staff.open("/language/en")
    reference = reference_of(shop, room)
    for name, fields in (("result.jpg", {}), ("serial.jpg", {"is_private": "y"})):
        staff.open(f"/staff/requests/{reference}")
        p.upload(staff, (name, p.photo()), **fields)
    delivered(shop)
    room.open(path)
    assert 'alt="result.jpg"' in room.page.text
    assert "serial.jpg" not in room.page.text
    staff.open(f"/staff/requests/{reference}")
    assert "only for the team" in staff.page.text
    hidden = next(one for one in re.findall(r'<img class="photo" src="([^"]+)"[^>]*alt="serial.jpg"', staff.page.text))
    assert room.client.get(path + "/files/" + hidden.split("/files/")[1]).status_code == 404


def test_R7_a_script_sends_one_at_a_time_and_is_told_in_words(shop: Shop, room: Visitor) -> None:
    """The same form, the same rules."""
    assert p.upload(room, ("one.jpg", p.photo()), part=True).json() == {"errors": []}
    refused = p.upload(room, ("a.svg", p.SVG), part=True)
    assert refused.status_code == 422
    assert refused.json()["errors"] == [
        "a.svg: we cannot take this kind of file. Photos (JPEG, PNG, WebP, HEIC) and PDF are fine."
    ]


def test_R7_limits_are_the_shops(shop: Shop, room: Visitor) -> None:
    """How large one is, how many there are; what finds no room is named, the others are kept."""
    source = shop.desk.settings_source
    small = attrs.evolve(shop.desk.settings, max_files=2, max_file_mb=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(source), "now", lambda self, reader: (small, self.latest[1], {}))
        answer = p.upload(
            room,
            ("a.jpg", p.photo()),
            ("b.jpg", p.photo()),
            ("c.jpg", p.photo()),
            ("d.jpg", p.photo((900, 900)) + bytes(1024 * 1024)),
        )
    assert answer.status_code == 422
    assert "c.jpg: there is no room for this one" in answer.text
    assert "d.jpg: this file is larger than 1 MB" in answer.text
    assert "2 photos and files were added." in answer.text


def test_R7_in_polish(shop: Shop) -> None:
    """Every sentence."""
    visitor = shop.visitor("pl")
    visitor.request_help("zdjecia@example.com")
    assert "Dodaj zdjęcia" in visitor.page.text
    answer = p.upload(visitor, ("ekran.jpg", p.photo()), ("b.svg", p.SVG))
    assert "Dodano 1 zdjęcie lub plik." in answer.text
    assert "b.svg: tego rodzaju pliku nie możemy przyjąć" in answer.text


def _asked(shop: Shop, email: str) -> Visitor:
    """Somebody who has just asked for help and waits for the code."""
    visitor = shop.visitor("en")
    visitor.open("/quick-help")
    visitor.send("/quick-help", problem="The screen is cracked.", device="iPhone 13", urgency="soon")
    visitor.send("/quick-help/contact", surname="Kowalska", contact=email)
    return visitor


def test_R7_photos_with_the_first_request_are_held_until_the_contact_is_confirmed(shop: Shop) -> None:
    """Nobody is shown them before, and nothing of them is decoded; then they are looked at like all others."""
    visitor = _asked(shop, "first@example.com")
    assert "A photo while you wait?" in visitor.page.text
    p.upload(visitor, ("crack.jpg", p.with_traces()), ("b.svg", p.SVG))
    assert "b.svg: we cannot take this kind of file" in visitor.page.text
    visitor.open(p.home(visitor) + "/confirm")
    assert "crack.jpg: sent" in visitor.page.text
    delivered(shop)
    staff = shop.visitor("en")
    staff.sign_in()
    reference = reference_of(shop, visitor)
    assert "crack.jpg" not in staff.open(f"/staff/requests/{reference}").text
    visitor.send("/confirm", code=shop.code("first@example.com"))
    shop.desk.clock, now = (lambda: now + timedelta(minutes=2)), shop.desk.clock()
    delivered(shop)
    visitor.open(p.home(visitor))
    assert len(p.images(visitor)) == 1
    assert len(p.images_at(staff, f"/staff/requests/{reference}")) == 1


def test_R7_photos_of_a_contact_that_nobody_confirms_are_gone_after_a_day(shop: Shop) -> None:
    """With their bytes."""
    folder = shop.desk.storage.files._folder  # type: ignore[union-attr]
    before = {path for path in folder.rglob("*") if path.is_file()}
    delivered(shop)
    before |= {path for path in folder.rglob("*") if path.is_file()}
    visitor = _asked(shop, "never@example.com")
    p.upload(visitor, ("crack.jpg", p.photo()))
    delivered(shop)
    assert {path for path in folder.rglob("*") if path.is_file()} != before
    shop.desk.clock, now = (lambda: now + timedelta(days=1, minutes=2)), shop.desk.clock()
    delivered(shop)
    assert {path for path in folder.rglob("*") if path.is_file()} <= before


def test_R7_only_the_link_of_an_unconfirmed_request_takes_photos_before_a_code(shop: Shop, room: Visitor) -> None:
    """Once it is confirmed the room is the only way; a made-up link takes nothing."""
    stranger = shop.visitor("en")
    for address in (p.home(room), "/r/" + "0" * 64):
        answer = stranger.client.post(f"{address}/confirm/files", files={"files": ("a.jpg", p.photo())})
        assert answer.status_code == 404


@pytest.mark.browser
def test_R7_the_button_for_photos_speaks_the_pages_language(live: Shop, browser: Any) -> None:
    """It is the label, large enough for a thumb; a keyboard sees where it is, and everybody what was chosen."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, is_mobile=True, locale="en")
    context.add_cookies([{"name": "helpdesk_language", "value": "pl", "url": live.base_url}])
    page = context.new_page()
    page.goto(f"{live.base_url}/quick-help")
    for name, words in (("problem", "Ekran pękł."), ("device", "Telefon")):
        page.fill(f"[name={name}]", words)
    page.check("[name=urgency] >> nth=0")
    page.click("main .form > .button, main form .actions .button")
    page.fill("[name=surname]", "Kowalska")
    page.fill("[name=contact]", "button@example.com")
    for _ in ("the contact", "the summary"):
        page.click("main .form > .button, main form .actions .button")
    button = page.locator("label.button", has_text="Wybierz zdjęcia lub plik PDF")
    assert button.bounding_box()["height"] >= 44
    page.set_input_files("[type=file]", {"name": "ekran.jpg", "mimeType": "image/jpeg", "buffer": p.photo()})
    assert page.inner_text("[type=file] + p") == "ekran.jpg"
    page.focus("#files button")
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("document.activeElement.type") == "file"
    assert button.evaluate("one => getComputedStyle(one).outlineStyle") == "solid"
    context.close()
