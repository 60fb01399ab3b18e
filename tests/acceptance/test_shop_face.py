"""The shop's face: logo and photo are made anew from what an admin uploads, and kept as settings."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import attrs
import pytest
from PIL import Image

import journeys as j
from helpdesk_core import Admin, Settings
from helpdesk_core.commands import ChangeSettings, Published
from helpdesk_core.settings import MAX_PICTURE_BYTES, Picture, from_toml, to_toml
from helpdesk_core.views import view_settings
from reference_app.security import LARGEST_UPLOAD
from reference_app.shop_settings.images import SIZES, NoPicture, made_anew
from shops import Shop, Visitor


def drawn(kind: str, size: tuple[int, int] = (900, 600), **options: Any) -> bytes:
    """A picture that does not compress to nothing."""
    file = BytesIO()
    Image.effect_noise(size, 60).convert("RGB").save(file, kind, **options)
    return file.getvalue()


@pytest.fixture
def admin(shop: Shop) -> Visitor:
    visitor = shop.visitor("en")
    visitor.sign_in()
    visitor.open("/language/en")
    return visitor


def upload(visitor: Visitor, key: str, content: bytes, name: str = "picture.png", **fields: str) -> Any:
    visitor.open("/staff/settings/pictures")
    form = next(one for one in re.findall(r"<form.*?</form>", visitor.page.text, re.S) if f"pictures/{key}" in one)
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form))
    files = {"file": (name, content, "application/octet-stream")}
    visitor.page = visitor.client.post(f"/staff/settings/pictures/{key}", data=hidden | fields, files=files)
    return visitor.page


def served(visitor: Visitor, path: str, kind: str) -> Any:
    """The picture of this class on a page, as a browser fetches it."""
    found = re.search(rf'<img class="{kind}" src="([^"]+)" width="\d+" height="\d+" alt="', visitor.open(path).text)
    assert found is not None
    return visitor.client.get(found[1])


def test_an_uploaded_logo_stands_on_every_page_and_is_served_safely(shop: Shop, admin: Visitor) -> None:
    """From the pages' own origin, as what it is, for a year, and nothing in it could run."""
    assert "Saved." in upload(admin, "logo", drawn("PNG", (640, 256))).text
    answer = served(shop.visitor("pl"), "/", "logo")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "image/png"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["content-security-policy"] == "default-src 'none'; sandbox"
    with Image.open(BytesIO(answer.content)) as shown:
        assert shown.size == (320, 128)
    assert shop.visitor("en").client.get("/picture/0123456789abcdef.png").status_code == 404
    assert shop.desk.verify() == ()


def test_a_photo_loses_everything_but_its_pixels(shop: Shop, admin: Visitor) -> None:
    """A phone writes into a photo where it was taken; and what stands behind the pixels is left out too."""
    exif = Image.Exif()
    exif[0x010E] = "taken at home"
    original = drawn("JPEG", (2400, 1600), exif=exif, comment=b"taken at home") + b"<script>alert(1)</script>"
    upload(admin, "photo", original, "../../etc/photo.jpg")
    content = served(shop.visitor("en"), "/", "photo").content
    assert content.startswith(b"\xff\xd8\xff")
    assert b"taken at home" in original
    assert b"taken at home" not in content
    assert b"<script>" not in content
    assert len(content) <= MAX_PICTURE_BYTES


@pytest.mark.parametrize(
    "content",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"GIF89a" + b"\0" * 100,
        drawn("PNG")[:500],
        b"%PDF-1.7",
    ],
    ids=["svg", "gif", "cut off", "pdf"],
)
def test_what_is_no_picture_is_refused(shop: Shop, admin: Visitor, content: bytes) -> None:
    """Said in words, and nothing is saved."""
    assert "is no picture that we can read" in upload(admin, "logo", content).text
    assert admin.page.status_code == 422
    assert not shop.desk.settings.logo


def test_a_picture_of_too_many_pixels_is_refused_before_it_is_decoded() -> None:
    """A small file can hold a picture that fills the memory."""
    file = BytesIO()
    Image.new("1", (20_000, 20_000)).save(file, "PNG")
    with pytest.raises(NoPicture):
        made_anew("photo", BytesIO(file.getvalue()))


@pytest.mark.parametrize("key", SIZES)
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_whatever_is_uploaded_fits_into_a_setting(key: str, kind: str) -> None:
    """However little it can be compressed."""
    made = made_anew(key, BytesIO(drawn(kind, (3000, 2000))))
    assert made.is_sound
    kept = attrs.evolve(Settings(), **{key: made})
    assert getattr(from_toml(to_toml(kept)), key) == made


def test_only_the_page_of_pictures_takes_more_than_a_form(shop: Shop, admin: Visitor) -> None:
    """And only from staff who may change settings."""
    large = drawn("PNG", (700, 500))
    assert len(large) > 256 * 1024
    assert upload(admin, "photo", large).status_code == 200
    assert admin.client.post("/quick-help", data={"problem": "x" * 300_000}).status_code == 413
    assert upload(admin, "photo", b"x" * (LARGEST_UPLOAD + 1)).status_code == 413
    stranger = shop.visitor("en")
    answer = stranger.client.post("/staff/settings/pictures/photo", files={"file": ("a.png", large)})
    assert answer.status_code == 401
    assert admin.client.post("/staff/settings/pictures/photo", files={"file": ("a.png", large)}).status_code == 403


def test_a_picture_is_removed_and_the_history_says_its_size(shop: Shop, admin: Visitor) -> None:
    """Not its content."""
    upload(admin, "logo", drawn("PNG", (64, 64)))
    assert "Please choose a file first." in upload(admin, "logo", b"").text
    upload(admin, "logo", b"", remove="yes")
    assert not shop.desk.settings.logo
    history = admin.open("/staff/settings/history").text
    assert "64 × 64" in history
    assert "iVBOR" not in history


def test_without_the_library_the_page_says_what_to_install(
    shop: Shop, admin: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reference_app.shop_settings.pictures.can_decode", lambda: False)
    page = admin.open("/staff/settings/pictures").text
    assert "helpdesk-core[pictures]" in page
    assert 'type="file"' not in page


def test_a_picture_in_code_is_checked_like_one_of_the_store() -> None:
    """By its first bytes, whatever it is called."""
    assert Picture.of(drawn("PNG"), width=900, height=600).kind == ("image/png", "png")
    assert not Picture.of(b"<svg>", width=9, height=9).is_sound
    assert Picture().is_sound


def test_the_program_is_named_only_where_the_shop_wants_it(shop: Shop, admin: Visitor) -> None:
    """With a number that is the same on every page and machine."""
    visitor = shop.visitor("en")
    assert "Installation" not in visitor.open("/").text
    found: Any = shop.desk.view(view_settings, Admin(id="ewa", name="Ewa Boss"))
    change = {"key": "powered_by", "value": Published.of(True), "seen": found.seen.get("powered_by", 0)}
    j.do(shop.desk, ChangeSettings, Admin(id="ewa", name="Ewa Boss"), values=[change])
    shop.desk.refresh_settings()
    said = [re.findall(r"Installation ([0-9A-F]{4}-[0-9A-F]{4})", visitor.open(path).text) for path in ("/", "/track")]
    assert len(said[0]) == 1
    assert said[0] == said[1]
