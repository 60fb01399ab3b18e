"""F4: signed at the counter, on a tablet that shows that one thing: drawn in Chromium, or typed without any script."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import journeys as j
from capabilities.signatures import DRAWN, opened
from helpdesk_core.commands import AskForSignature, ChangeSettings, Published
from helpdesk_core.views import view_request_signatures
from reference_app.legal.pages import blocks, facts
from shops import Shop, read

LANGUAGES = ["en", "pl"]


def at(made: Any) -> str:
    """The staff's page of a request."""
    return f"/staff/requests/{made.reference.replace('-', '')}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_F4_a_customer_signs_with_their_name_and_the_page_is_done(shop: Shop, language: str) -> None:
    """Without a script: the terms and the device in the customer's language, whatever the tablet's is; once."""
    t = shop.desk.translator(language)

    def says(code: str, **params: Any) -> str:
        return read(t(code, **params))

    tablet = shop.visitor("pl" if language == "en" else "en")
    made, page = opened(tablet, surname="Kern", device="iPhone 13", language=language)
    text = read(tablet.open(page).text)
    assert f'lang="{language}"' in tablet.page.text
    for said in ("iPhone 13", says("sign.title.received"), read(t("legal.sign.received", company="Fixly"))[-30:]):
        assert said in text
    assert len(re.findall("<h3>", tablet.page.text)) > 3, "the terms are there, and not behind a link"
    tablet.send(page, name="")
    assert (tablet.page.status_code, says("refusal.signature_missing") in read(tablet.page.text)) == (422, True)
    tablet.send(page, name="Jan Kern")
    assert says("sign.done") in read(tablet.page.text)
    assert says("sign.done") in read(tablet.open(page).text), "whoever comes back reads the same"
    assert "iPhone 13" not in tablet.page.text

    staff, customer = shop.visitor(language), shop.visitor(language)
    staff.sign_in()
    staff.client.get(f"/language/{language}")
    for path in (at(made), f"{at(made)}/slip"):
        assert says("signature.name", name="Jan Kern") in read(staff.open(path).text)
    customer.client.cookies.set("test_customer", "7")
    assert says("signature.name", name="Jan Kern") in read(customer.open(f"/r/{j.link(shop.desk, made)}").text)
    (row,) = shop.desk.show(view_request_signatures, j.ANNA, made.request).rows
    staff.open(f"{at(made)}/signatures/{row.signature.id}")
    assert row.signature.digest in staff.page.text
    first = next(blocks(t("legal.terms", **facts(shop.desk.settings, language, shop.desk.clock()))))[1][0]
    assert first in staff.page.text, "the words that were signed"
    assert j.stored(shop.desk, made).phase.value == "in_review"


def test_nothing_leads_away_from_the_page(shop: Shop) -> None:
    """No link at all, in any of its states; one form, to itself; nobody is signed in to the desk beside it."""
    tablet = shop.visitor()
    _, page = opened(tablet)
    for path in (page, "/sign/nothing"):
        text = tablet.open(path).text
        assert "<a " not in text.replace('<a class="skip" href="#helpdesk-main">', "")
        assert re.findall(r'<form[^>]* action="([^"]+)"', text) == ([page] if path == page else [])
        assert "/staff" not in text
    tablet.open(page)
    tablet.send(page, name="Kern")
    assert "<a " not in tablet.page.text.replace('<a class="skip" href="#helpdesk-main">', "")

    _, page = opened(tablet)
    tablet.sign_in()
    assert "<canvas" not in tablet.open(page).text, "whoever is signed in here signs out first"
    tablet.send(f"{page}/leave")
    assert "<canvas" in tablet.page.text
    tablet.open("/staff")
    assert tablet.page.url.path == "/staff/sign-in"


def change(shop: Shop, key: str, value: str) -> None:
    """As an admin would."""
    j.do(shop.desk, ChangeSettings, j.BOSS, values=[{"key": key, "value": Published.of(value), "seen": 0}])
    shop.desk.refresh_settings()


def test_what_is_read_is_what_is_signed(shop: Shop) -> None:
    """Other terms are for the next page: each keeps its version. Where the words cannot be the same any more, nothing
    is taken, and what was signed before says so."""
    tablet, staff = shop.visitor(), shop.visitor()
    made, page = opened(tablet)
    change(shop, "wording.en.legal.terms", "# Ours\n\nAll is at your own risk.")
    assert "own risk" not in tablet.open(page).text
    tablet.send(page, name="Kern")
    waiting = opened(tablet)[1]
    assert "own risk" in tablet.open(waiting).text
    staff.sign_in()
    (row,) = shop.desk.show(view_request_signatures, j.ANNA, made.request).rows
    own = f"{at(made)}/signatures/{row.signature.id}"
    assert "Requests" in staff.open(own).text, "the version that was signed"
    assert "own risk" not in staff.page.text

    change(shop, "company", "Another name")
    assert tablet.open(waiting).status_code == 410
    said = read(shop.desk.translator("en")("signature.changed", digest=row.signature.wording[1].digest[:16]))
    assert said in read(staff.open(own).text)


@pytest.mark.parametrize(
    "drawn",
    ["<svg onload=alert(1)>", "1,2;3", "M1 2L3 4", "99999 1 2 3 4 5 6 7", "1 " * 30_000, "1 2;" * 99, "٣ ٤ ٥ ٦"],
)
def test_nothing_but_a_drawing_is_read(shop: Shop, drawn: str) -> None:
    """What is no list of points is refused calmly, and stands nowhere; it can be signed after that."""
    tablet = shop.visitor()
    made, page = opened(tablet)
    tablet.open(page)
    tablet.send(page, drawn=drawn, name="Kern")
    assert tablet.page.status_code == 422
    assert "onload" not in tablet.page.text.replace("&lt;svg onload", "")
    (row,) = shop.desk.show(view_request_signatures, j.ANNA, made.request).rows
    assert row.signature.signed_at is None
    tablet.send(page, drawn=DRAWN)
    assert read(shop.desk.translator("en")("sign.done")) in read(tablet.page.text)


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A tablet."""
    context = browser.new_context(locale="en", viewport={"width": 768, "height": 1024}, has_touch=True)
    made = context.new_page()
    made.complaints = []
    made.on("console", lambda one: made.complaints.append(one.text) if one.type == "error" else None)
    yield made
    context.close()
    assert made.complaints == []


def looked_at(page: Any, name: str) -> None:
    """On a phone and on a tablet: nothing for axe to complain of, nothing wider than the screen."""
    from axe_playwright_python.sync_playwright import Axe

    for width in (360, 768):
        page.set_viewport_size({"width": width, "height": 1024})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        found = Axe().run(page, options={"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag22aa"]}})
        assert found.violations_count == 0, found.generate_report()
        if folder := os.environ.get("HELPDESK_SCREENS"):
            page.screenshot(path=str(Path(folder) / f"{name}-{width}.png"), full_page=True)


@pytest.mark.parametrize("language", LANGUAGES)
def test_F4_a_shop_that_takes_no_signatures_asks_for_none(shop: Shop, language: str) -> None:
    """Neither on the request nor on the slip, whatever right somebody has; what was signed before stays there."""
    tablet, staff = shop.visitor(language), shop.visitor(language)
    signed, page = opened(tablet, surname="Kern", device="iPhone 13", language=language)
    tablet.open(page)
    tablet.send(page, name="Jan Kern")
    fresh, _ = j.in_phase(shop.desk, "in_review", contact="fresh@example.com")
    staff.sign_in()
    staff.client.get(f"/language/{language}")
    asks = 'name="occasion"'
    assert asks in staff.open(at(fresh)).text
    staff.open("/staff/settings/booking")
    staff.send("/staff/settings/booking", routing="suggest", takes_signatures_on="")
    shop.desk.refresh_settings()
    for path in (at(fresh), f"{at(fresh)}/slip", at(signed), f"{at(signed)}/signatures"):
        assert asks not in staff.open(path).text, path
    assert read(shop.desk.translator(language)("signature.name", name="Jan Kern")) in read(staff.page.text)
    asked = {"request": fresh.request, "occasion": "received", "language": language}
    terms = ({"code": "legal.terms", "number": 0, "digest": "0" * 64},)
    refusal = j.attempt(shop.desk, AskForSignature, j.ANNA, **asked, texts=terms)
    assert refusal.code == "refusal.signatures_off"


@pytest.mark.browser
@pytest.mark.parametrize("language", LANGUAGES)
def test_F4_a_customer_draws_on_a_tablet(live: Shop, page: Any, language: str) -> None:
    """Drawn, taken back, drawn again, sent; the same strokes stand at the desk, and the page is done."""
    made, path = opened(live.visitor(), "handed_over", "ready", language=language)
    page.goto(live.base_url + path)
    looked_at(page, f"sign-{language}")
    page.keyboard.press("Tab")
    canvas = page.locator("canvas")
    canvas.scroll_into_view_if_needed()

    def draw(*points: tuple[float, float]) -> None:
        box = canvas.bounding_box()
        places = [(box["x"] + across * box["width"], box["y"] + down * box["height"]) for across, down in points]
        page.mouse.move(*places[0])
        page.mouse.down()
        for place in places[1:]:
            page.mouse.move(*place, steps=5)
        page.mouse.up()

    draw((0.5, 0.5), (0.9, 0.9))
    page.click("[data-clear]")
    draw((0.1, 0.8), (0.3, 0.2), (0.4, 0.8))
    draw((0.6, 0.5), (1.2, 0.5))
    looked_at(page, f"drawn-{language}")
    page.click("form button:not([type=button])")
    page.wait_for_selector("h1:has-text('" + live.desk.translator(language)("sign.done") + "')")
    looked_at(page, f"done-{language}")
    page.go_back()
    page.wait_for_load_state()
    assert page.locator("canvas").count() == 0, "what is signed is not signed again by going back"
    (row,) = live.desk.show(view_request_signatures, j.ANNA, made.request).rows
    first, second = row.signature.strokes or ()
    near = [abs(a - b) < 20 for a, b in zip(first.points[:2], (100, 400), strict=True)]
    assert all(near), first
    assert second.points[-2] == 1000, "who draws beyond the field draws along its edge"
    assert row.signature.how is not None
    assert row.signature.how.value == "drawn"
    staff = live.visitor(language)
    staff.sign_in()
    path_ = re.search(r'<path d="M([\d ]+)M', staff.open(at(made)).text)
    assert path_ is not None
    assert tuple(map(int, path_.group(1).split())) == first.points
