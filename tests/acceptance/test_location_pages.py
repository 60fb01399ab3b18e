"""P6: what customers read of a location, and which they can choose."""

from __future__ import annotations

import re

import attrs
import pytest

import journeys as j
from helpdesk_core import Guest
from helpdesk_core.base.text import Published
from helpdesk_core.commands import ChangeSettings, GiveDetails, SubmitRequest, TakeRequest
from helpdesk_core.settings.values import to_plain
from helpdesk_core.views import view_request
from shops import Shop, read

LANGUAGES = ["en", "pl"]
WORDS = {"problem": "It does not start.", "device": "Radio", "surname": "Kern", "contact": "place@example.com"}


def _change(shop: Shop, id: str, **values: object) -> None:
    places = [
        attrs.evolve(place, **values) if place.id == id else place  # type: ignore[arg-type]
        for place in shop.desk.settings.locations
    ]
    row = {"key": "locations", "value": Published.of(to_plain(tuple(places))), "seen": 0}
    j.do(shop.desk, ChangeSettings, j.BOSS, values=(row,))
    shop.desk.refresh_settings()


@pytest.mark.parametrize("language", LANGUAGES)
def test_P6_the_turnaround_time_is_shown_wherever_a_location_is(shop: Shop, language: str) -> None:
    """Where it is chosen, with the day as an estimate, and to whoever tracks the request."""
    _change(shop, "centrum", turnaround_days=(4, 6))
    t, visitor = shop.desk.translator(language), shop.visitor(language)
    usual = read(t("tracked.turnaround.range", count=6, fastest=4))
    assert usual in visitor.open("/quick-help").text
    visitor.send("/quick-help", problem="Nie działa.", device="Radio", location="centrum", urgency="soon")
    settings = shop.desk.settings
    today = shop.desk.clock().astimezone(settings.zone).date()
    day = settings.calendar("centrum").add_days(today, 6)
    visitor.reads_summary = True
    visitor.send("/quick-help/contact", surname="Kern", contact="place@example.com")
    assert read(t("quick_help.expected", day=day)) in visitor.page.text
    visitor.send("/quick-help/check")
    reference = re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}", visitor.page.text)
    assert reference is not None
    visitor.open("/track")
    assert usual in visitor.send("/track", reference=reference.group(), surname="Kern").text


def test_P6_a_location_that_is_not_public_is_the_staffs_alone(shop: Shop) -> None:
    """Customers neither read of it nor choose it, by no way; staff do, and open requests there stay."""
    there = j.do(shop.desk, SubmitRequest, Guest(), **WORDS, location="praga")
    _change(shop, "praga", public=False)
    visitor = shop.visitor("en")
    assert "Praga" not in visitor.open("/quick-help").text
    refused = j.attempt(shop.desk, SubmitRequest, Guest(), **WORDS, location="praga")
    assert (refused.code, refused.field) == ("refusal.no_such_location", "location")
    guest = j.enter(shop.desk, there, "place@example.com")
    assert j.attempt(shop.desk, GiveDetails, guest, request=there.request, location="praga").code
    j.do(shop.desk, TakeRequest, j.ANNA, **WORDS, location="praga")
    found = shop.desk.view(view_request, j.BOSS, there.reference.replace("-", ""))
    assert found.request.location == "praga"  # type: ignore[union-attr]
    visitor.open("/track")
    page = visitor.send("/track", reference=there.reference, surname="Kern").text
    assert "Praga" not in page.partition("</dl>")[0]
