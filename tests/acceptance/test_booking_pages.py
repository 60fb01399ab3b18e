"""F6: whether guests may book, and whether a request is about a registered device."""

from __future__ import annotations

import re
from typing import Any

import pytest

import journeys as j
from helpdesk_core import Customer, Guest, Settings
from helpdesk_core.base.text import Published
from helpdesk_core.commands import AddDevice, ChangeSettings, SubmitRequest, TakeRequest
from helpdesk_core.testing import make_desk
from shops import Shop, Visitor, read

LANGUAGES = ["en", "pl"]
WORDS = {"problem": "It does not start.", "device": "Radio", "surname": "Kern", "contact": "both@example.com"}


def _set(shop: Shop, **values: bool) -> None:
    rows = tuple({"key": key, "value": Published.of(value), "seen": 0} for key, value in values.items())
    j.do(shop.desk, ChangeSettings, j.BOSS, values=rows)
    shop.desk.refresh_settings()


def _signed_in(shop: Shop, visitor: Visitor, id: str = "7") -> None:
    visitor.client.cookies.set("test_customer", id)


@pytest.mark.parametrize("language", LANGUAGES)
def test_F6_without_guest_booking_the_draft_waits_for_the_sign_in(shop: Shop, language: str) -> None:
    """Told before anything is typed; what is typed is there after the sign-in, and is sent as the customer's own."""
    _set(shop, allow_guest_booking=False)
    t, visitor = shop.desk.translator(language), shop.visitor(language)
    assert read(t("quick_help.account")) in visitor.open("/quick-help").text
    page = visitor.send("/quick-help", problem="Nie działa od wczoraj.", device="Radio", urgency="soon")
    assert read(t("quick_help.account.title")) in page.text
    assert "Nie działa od wczoraj." in page.text
    assert 'name="surname"' not in page.text
    _signed_in(shop, visitor)
    page = visitor.open("/quick-help/contact")
    assert "Nie działa od wczoraj." in page.text
    page = visitor.send("/quick-help/contact", surname="Nowak", contact="both@example.com")
    assert re.search("[0-9A-Z]{4}-[0-9A-Z]{4}", page.text)


def test_F6_without_guest_booking_everything_else_goes_on(shop: Shop) -> None:
    """Staff register, automation brings in, and what guests sent before is tracked and opened as before."""
    visitor = shop.visitor("en")
    room = visitor.request_help("before@example.com")
    _set(shop, allow_guest_booking=False)
    refused = j.attempt(shop.desk, SubmitRequest, Guest(), **WORDS)
    assert (refused.code, refused.status_hint) == ("refusal.account_needed", 403)
    j.do(shop.desk, TakeRequest, j.ANNA, **WORDS)
    j.do(shop.desk, SubmitRequest, j.BOT, **WORDS)
    assert visitor.open(room).status_code == 200
    assert visitor.send("/reply", text="It is still broken.").status_code == 200
    visitor.open("/track")
    assert visitor.send("/track", reference=shop.tracking[0], surname=shop.tracking[1]).status_code == 200


@pytest.mark.parametrize("language", LANGUAGES)
def test_F6_a_registered_device_is_asked_for_and_the_draft_waits(shop: Shop, language: str) -> None:
    """A customer without one is led to add it, and goes on with what they wrote; the core asks for it too."""
    _set(shop, require_device_registration=True)
    t, visitor = shop.desk.translator(language), shop.visitor(language)
    assert read(t("quick_help.account")) in visitor.open("/quick-help").text, "it needs an account"
    _signed_in(shop, visitor)
    assert read(t("quick_help.needs_device")) in visitor.open("/quick-help").text
    page = visitor.send("/quick-help", problem="Nie działa od wczoraj. PIN 482196", device="Radio", urgency="soon")
    assert read(t("devices.add.title")) in page.text
    assert "482196" not in page.text
    assert read(t("removed.sentence", kinds="|")).partition("|")[0] in page.text
    page = visitor.send("/devices/new", brand="Unitra", model="Radio")
    assert "Nie działa od wczoraj." in page.text
    assert "selected" in page.text
    visitor.send("/quick-help", problem="Nie działa od wczoraj.", urgency="soon", own_device="")
    assert visitor.page.text.count(read(t("refusal.device_needed"))) >= 1
    refused = j.attempt(shop.desk, SubmitRequest, Customer(id="7"), **WORDS)
    assert refused.code == "refusal.device_needed"
    own = j.do(shop.desk, AddDevice, Customer(id="7"), brand="Unitra", model="Amplifier").device
    j.do(shop.desk, SubmitRequest, Customer(id="7"), **WORDS, own_device=own)
    j.do(shop.desk, TakeRequest, j.ANNA, **WORDS)


@pytest.mark.parametrize("has_people", [False])
def test_F6_the_draft_waits_through_the_sign_up_too(shop: Shop) -> None:
    """Where the shop keeps the accounts itself: from the first words to a request, in one browser."""
    _set(shop, allow_guest_booking=False)
    visitor = shop.visitor("en")
    visitor.open("/quick-help")
    page = visitor.send("/quick-help", problem="It hums since Monday.", device="Radio", urgency="soon")
    assert "/sign-in?next=/quick-help/contact" in page.text
    visitor.open("/register")
    visitor.send("/register", surname="Zielińska", given_name="Ola", email="ola@example.com")
    found = re.search(r"/account/link/[0-9a-f]{64}", shop.mail("ola@example.com", "/account/link/")["text"])
    assert found is not None
    visitor.open(found.group())
    visitor.send(found.group(), new="a long pass phrase")
    assert "It hums since Monday." in visitor.open("/quick-help/contact").text
    visitor.send("/quick-help/contact", surname="Zielińska", contact="ola@example.com")
    assert visitor.page.status_code == 200
    assert "It hums since Monday." in visitor.page.text


@pytest.mark.parametrize("key, value", [("allow_guest_booking", False), ("require_device_registration", True)])
def test_F6_where_nobody_can_sign_in_it_is_refused_with_a_sentence(key: str, value: bool) -> None:
    """Else nobody could send a request at all."""
    desk = make_desk(settings=Settings(customer_accounts=False))
    rows = ({"key": key, "value": Published.of(value), "seen": 0},)
    refused: Any = j.attempt(desk, ChangeSettings, j.BOSS, values=rows)
    assert (refused.code, refused.field) == ("settings.no_sign_in", key)
    assert "nobody could send a request" in desk.translator("en")(refused.code)


def test_F6_both_are_chosen_on_the_page_of_settings(shop: Shop) -> None:
    """By an admin, and hold from then on."""
    admin = shop.visitor("en")
    admin.sign_in()
    admin.open("/staff/settings/booking")
    admin.send(
        "/staff/settings/booking", routing="suggest", allow_guest_booking_on="", require_device_registration_on="yes"
    )
    shop.desk.refresh_settings()
    settings = shop.desk.settings
    assert (settings.allow_guest_booking, settings.require_device_registration) == (False, True)
