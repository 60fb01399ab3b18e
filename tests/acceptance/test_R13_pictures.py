"""R13: pictures that staff upload to a guide, with words for who cannot see them; videos that open elsewhere."""

from __future__ import annotations

import re
from typing import Any

import pytest
from test_guide_pages import at_work, write

import journeys as j
import pictures as p
from helpdesk_core.commands import PublishGuide
from helpdesk_core.views import view_guide_pictures, view_written_guide
from shops import Shop, Visitor

AT = "/staff/guides/dark-lamp/en"
PARTS = {"title": "The lamp is dark", "answer": "Unplug it."}


@pytest.fixture
def writer(shop: Shop) -> Visitor:
    """Somebody who has begun a guide."""
    visitor = at_work(shop, "tom@example.com")
    write(visitor, "dark-lamp", **PARTS)
    return visitor


def upload(visitor: Visitor, content: bytes, alt: str = "A dark lamp on a table", **fields: str) -> Any:
    form = next(one for one in re.findall(r"<form.*?</form>", visitor.open(AT).text, re.S) if "/upload-picture" in one)
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form))
    files = {"file": ("lamp.jpg", content, "image/jpeg")}
    sent = hidden | {"alt": alt} | fields
    visitor.page = visitor.client.post(f"{AT}/upload-picture", data=sent, files=files)
    return visitor.page


def stored(shop: Shop) -> Any:
    return shop.desk.show(view_guide_pictures, j.ANNA, "dark-lamp").rows


def published(shop: Shop) -> None:
    version = shop.desk.show(view_written_guide, j.BOSS, "dark-lamp").versions[0]
    j.do(shop.desk, PublishGuide, j.BOSS, version=version.id, digest=version.digest)


def test_R13_a_picture_is_made_anew_and_shown_with_the_guide_alone(shop: Shop, writer: Visitor) -> None:
    """Nothing but its pixels is kept, under a random key; nobody but staff sees it before the guide is shown."""
    guest = shop.visitor("en")
    traced = p.with_traces()
    assert "The picture is kept" in upload(writer, traced).text
    (one,) = stored(shop)
    assert re.fullmatch(r"[0-9a-f]{32}", one.key)
    address = f"/guides/pictures/{one.file}"
    assert guest.client.get(address).status_code == 404
    seen = writer.client.get(address)
    assert seen.headers["content-type"] == "image/jpeg"
    assert b"Exif" in traced
    assert b"Exif" not in seen.content
    parts = {**PARTS, "picture_file": one.file, "body": f"![The switch](picture:{one.file})"}
    writer.open(AT)
    preview = writer.send("/staff/guides/save", preview="yes", **parts).text
    assert preview.count(f'src="{address}"') == 3  # as its picture, in the article, and in the list below
    assert 'alt="A dark lamp on a table"' in preview
    writer.send("/staff/guides/save", ready="yes", **parts)
    assert guest.client.get(address).status_code == 404
    published(shop)
    page = guest.open("/guides/dark-lamp").text
    assert f'<img class="photo" src="{address}" alt="A dark lamp on a table">' in page
    assert 'alt="The switch"' in page
    assert guest.client.get(address).content == seen.content


def test_R13_what_is_no_picture_or_says_nothing_is_refused(shop: Shop, writer: Visitor) -> None:
    """By its content, whatever it is called; a forged form gets nothing at all."""
    for content, alt in (
        (b"<svg onload=x>", "A lamp"),
        (b"%PDF-1.7", "A lamp"),
        (p.bomb(), "A lamp"),
        (p.photo(), " "),
    ):
        assert upload(writer, content, alt).status_code in (400, 422), alt
    assert stored(shop) == ()
    assert upload(writer, p.photo(), csrf="no").status_code == 403
    stranger = shop.visitor("en")
    answer = stranger.client.post(f"{AT}/upload-picture", files={"file": ("a.jpg", p.photo())}, follow_redirects=False)
    assert answer.status_code in (302, 303, 401, 403)
    assert stored(shop) == ()


def test_R13_a_picture_in_use_stays_and_another_is_deleted(shop: Shop, writer: Visitor) -> None:
    """Its file goes by a job."""
    upload(writer, p.photo(), "One that is used")
    upload(writer, p.photo(), "One that is not")
    spare, used = stored(shop)
    writer.open(AT)
    writer.send("/staff/guides/save", ready="yes", **PARTS, picture_file=used.file)
    for one, left in ((used, 2), (spare, 1)):
        writer.open(AT)
        writer.send("/remove-picture", forged={"picture": one.id})
        assert len(stored(shop)) == left, writer.page.text
    while shop.desk.deliver(500).done:
        pass
    assert writer.client.get(f"/guides/pictures/{spare.file}").status_code == 404
    assert writer.client.get(f"/guides/pictures/{used.file}").status_code == 200
    assert shop.desk.verify() == ()


@pytest.mark.parametrize("language", ["en", "pl"])
def test_R13_a_video_is_a_link_that_says_that_it_opens_elsewhere(shop: Shop, writer: Visitor, language: str) -> None:
    """Nothing of another site is loaded; an address that is none is refused."""
    writer.open(AT)
    wrong = writer.send("/staff/guides/save", preview="yes", **PARTS, videos="How | javascript:alert(1)")
    assert "https://" in wrong.text
    assert "javascript:alert" not in re.sub(r"<textarea.*?</textarea>", "", wrong.text, flags=re.S)
    writer.send("/staff/guides/save", ready="yes", **PARTS, videos="Changing a bulb | https://video.example/watch?v=1")
    published(shop)
    page = shop.visitor(language).open("/guides/dark-lamp").text
    assert 'href="https://video.example/watch?v=1" rel="noopener noreferrer nofollow"' in page
    assert {"en": "They open on another site", "pl": "Otwierają się w innym serwisie"}[language] in page
    assert "<iframe" not in page
    assert "<video" not in page
