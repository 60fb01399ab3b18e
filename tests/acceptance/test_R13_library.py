"""R13: a library of one's own: guides that somebody keeps, in their account or on their device."""

from __future__ import annotations

import json

import pytest
from test_F3_dashboard import signed_in

import journeys as j
from helpdesk_core import Customer, Helpdesk, Refusal
from helpdesk_core.commands import (
    EraseDevices,
    ForgetGuide,
    KeepGuide,
    PublishGuide,
    SaveGuide,
    SubmitRequest,
    WithdrawGuide,
)
from helpdesk_core.guides.keeping import kept_by
from helpdesk_core.guides.model import MOST_KEPT
from helpdesk_core.testing import make_desk
from helpdesk_core.views import export_customer, view_kept_guides, view_written_guide
from reference_app.demo_guides import publish_guides
from reference_app.guides.pages import KEPT_COOKIE
from shops import Shop, Visitor, read

OWNER, OTHER = Customer(id="7"), Customer(id="8")


@pytest.fixture
def desk() -> Helpdesk:
    made = make_desk()
    for slug in ("kettle", "lamp"):
        says = json.dumps({"title": f"A {slug}", "answer": "Unplug it."})
        written = j.do(made, SaveGuide, j.ANNA, slug=slug, language="en", content=says, is_ready="yes")
        j.do(made, PublishGuide, j.BOSS, version=written.version, digest=written.digest)
    return made


def slugs(desk: Helpdesk, owner: Customer) -> tuple[str, ...]:
    found: tuple[str, ...] = desk.show(view_kept_guides, owner).slugs
    return found


def test_R13_an_account_keeps_guides_and_lets_them_go(desk: Helpdesk) -> None:
    """Each once, the latest first, nobody sees another's; one that was never there is refused."""
    for slug in ("kettle", "lamp", "kettle"):
        j.do(desk, KeepGuide, OWNER, slug=slug)
        desk.clock.move(minutes=1)  # type: ignore[attr-defined]
    assert slugs(desk, OWNER) == ("lamp", "kettle")
    assert [one.title for one in desk.show(view_kept_guides, OWNER).rows] == ["A lamp", "A kettle"]
    assert slugs(desk, OTHER) == ()
    j.do(desk, ForgetGuide, OTHER, slug="lamp")
    j.do(desk, ForgetGuide, OWNER, slug="lamp")
    assert slugs(desk, OWNER) == ("kettle",)
    assert isinstance(j.attempt(desk, KeepGuide, OWNER, slug="toaster"), Refusal)
    assert MOST_KEPT == 100


def test_R13_a_copy_holds_the_library_and_erasing_empties_it(desk: Helpdesk) -> None:
    """Nothing is left that says who kept what."""
    made = j.do(
        desk, SubmitRequest, OWNER, problem="It leaks", device="Kettle", surname="Kern", contact="kern@example.com"
    )
    j.do(desk, KeepGuide, OWNER, slug="kettle")
    copy = desk.show(export_customer, j.BOSS, made.reference).data
    assert [one["slug"] for one in copy["guides"]] == ["kettle"]
    j.do(desk, EraseDevices, j.BOSS, customer=OWNER.id)
    assert slugs(desk, OWNER) == ()
    with desk.reading() as reader:
        assert kept_by(reader, OWNER.id) == ()
    assert desk.show(export_customer, j.BOSS, made.reference).data["guides"] == []


@pytest.mark.parametrize("language", ["en", "pl"])
def test_R13_the_library_is_a_page_of_its_own(shop: Shop, language: str) -> None:
    """With an account it is there in every browser; without one in this browser alone, in a cookie that names guides
    and nobody."""
    publish_guides(shop.desk, j.BOSS, ("your-room", "before-handing-over"))
    t = shop.desk.translator(language)

    def keep(visitor: Visitor, slug: str) -> None:
        visitor.open(f"/guides/{slug}")
        visitor.send("/keep", keep="yes")

    mine, guest = signed_in(shop, "7", language), shop.visitor(language)
    assert read(t("guides.shelf.none")) in mine.open("/kept-guides").text
    keep(mine, "your-room")
    assert read(t("guides.kept.account")) in mine.page.text
    assert KEPT_COOKIE not in mine.client.cookies
    elsewhere = signed_in(shop, "7", language)
    assert "/guides/your-room" in elsewhere.open("/kept-guides").text
    assert read(t("guides.shelf.account")) in elsewhere.page.text
    keep(guest, "before-handing-over")
    assert guest.client.cookies[KEPT_COOKIE] == "before-handing-over"
    assert read(t("guides.shelf.here.hint")) in guest.open("/kept-guides").text
    assert "/guides/your-room" not in guest.page.text
    for visitor, slug in ((mine, "your-room"), (guest, "before-handing-over")):
        visitor.open("/kept-guides")
        visitor.send(f"/guides/{slug}/keep", keep="no")
        assert visitor.page.url.path == "/kept-guides"
        assert read(t("guides.shelf.none")) in visitor.page.text
    assert read(t("guides.shelf.none")) in elsewhere.open("/kept-guides").text


@pytest.mark.parametrize("has_account", [True, False])
def test_R13_a_guide_that_is_shown_no_more_can_be_taken_out(shop: Shop, has_account: bool) -> None:
    """It says so in its place, and leads nowhere."""
    publish_guides(shop.desk, j.BOSS, ("your-room", "before-handing-over"))
    visitor = signed_in(shop, "7", "en") if has_account else shop.visitor("en")
    visitor.open("/guides/your-room")
    visitor.send("/keep", keep="yes")
    written = shop.desk.show(view_written_guide, j.BOSS, "your-room")
    for language in ("en", "pl"):
        j.do(shop.desk, WithdrawGuide, j.BOSS, version=written.newest(language).id)
    t = shop.desk.translator("en")
    assert read(t("guides.shelf.gone")) in visitor.open("/kept-guides").text
    assert 'href="/guides/your-room"' not in visitor.page.text
    visitor.send("/guides/your-room/keep", keep="no")
    assert read(t("guides.shelf.none")) in visitor.page.text
