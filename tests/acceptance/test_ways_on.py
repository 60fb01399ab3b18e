"""What a customer is told to do, and the way on from where nothing goes on."""

from __future__ import annotations

import re

import pytest

from helpdesk_core.i18n import definitions
from helpdesk_core.views import Phase
from reference_app.customer_rooms.texts import NEXT_STEPS, OUTCOME_ANSWERED
from shops import Shop


@pytest.mark.parametrize("code", [*NEXT_STEPS.values(), OUTCOME_ANSWERED, "next.quote"])
def test_a_heading_is_short_and_says_more_below(code: str) -> None:
    """A customer's page is headed by what is to be done, in few words; what to do about it stands below it."""
    assert set(NEXT_STEPS) == set(Phase)
    assert len(definitions[code].default) <= 40
    assert not definitions[code].default.endswith((".", ":"))
    assert f"{code}.text" in definitions


def test_a_link_that_leads_nowhere_offers_the_link_again(shop: Shop) -> None:
    """A bad link is no dead end: the private link can be sent once more."""
    visitor = shop.visitor("en")
    shown = visitor.open("/r/cut-short")
    assert shown.status_code == 404
    assert "This link does not work" in shown.text
    assert 'href="/track/link"' in shown.text
    assert 'href="/track/link"' in visitor.open(f"/r/{'0' * 64}").text, "one that was replaced looks like any other"


def test_staff_keep_their_menu_where_there_is_no_page(shop: Shop) -> None:
    """An address below the desk that leads nowhere: who is signed in stays at the desk; others see no menu."""
    staff = shop.visitor("en")
    assert "helpdesk-side" not in staff.open("/staff/nothing").text
    staff.sign_in()
    for path in ("/staff/nothing", "/staff/requests/ZZZZZZZZ", "/staff/requests/ZZZZZZZZ/nothing"):
        shown = staff.open(path)
        assert shown.status_code == 404
        assert 'id="helpdesk-side"' in shown.text, path
        assert 'class="foot"' not in shown.text
    assert 'id="helpdesk-side"' not in staff.open("/nothing").text


def test_staff_read_a_status_in_their_own_voice(shop: Shop) -> None:
    """ "Your reply" is the customer's; staff read whose it is."""
    staff = shop.visitor("en")
    staff.sign_in("tom@example.com")
    assert Phase.WAITING_FOR_CUSTOMER.staff_label != Phase.WAITING_FOR_CUSTOMER.label
    shown = staff.open("/staff").text
    assert "Waiting for customer" in shown
    assert "Waiting for your reply" not in shown


@pytest.mark.parametrize(
    "language, asked", [("en", "Did you mean anna@gmail.com?"), ("pl", "Czy chodziło o adres anna@gmail.com?")]
)
def test_a_mistyped_address_is_asked_about_before_a_code_goes_out(shop: Shop, language: str, asked: str) -> None:
    """Once: nothing is sent until then, and what is right as it is typed goes through."""
    visitor = shop.visitor(language)
    visitor.open("/quick-help")
    visitor.send("/quick-help", problem="It does not start.", device="Dell XPS")
    shown = visitor.send("/quick-help/contact", surname="Kern", contact="anna@gmial.com")
    assert shown.status_code == 422
    assert asked in shown.text
    assert 'value="anna@gmial.com"' in shown.text
    assert visitor.send("/quick-help/contact", surname="Kern", contact="anna@gmial.com").url.path.endswith("/confirm")


def test_staff_are_asked_about_a_mistyped_address_too(shop: Shop) -> None:
    staff = shop.visitor("en")
    staff.sign_in("tom@example.com")
    staff.open("/staff/new")
    typed = {"contact": "b@hotmial.com", "surname": "Kern", "problem": "No picture", "device": "TV"}
    assert "Did you mean b@hotmail.com?" in staff.send("/staff/new", **typed).text
    assert staff.send("/staff/new", **typed | {"contact": "b@hotmail.com"}).url.path.endswith("/slip")


@pytest.mark.parametrize("path", ["/", "/quick-help", "/track/link", "/guides", "/legal/privacy", "/no-such-page"])
def test_the_menu_leads_to_help_and_to_the_status_from_everywhere(shop: Shop, path: str) -> None:
    """One menu, the same on a phone: its button needs no script, and no icon has the name of what it opens."""
    text = shop.visitor().open(path).text
    opens = re.search(r'<button [^>]*popovertarget="([^"]+)"', text)
    assert opens is not None
    menu = text.partition(f'<div popover id="{opens[1]}">')[2].partition("</div>")[0]
    for way in ("/quick-help", "/track", "/journey", "/guides"):
        assert f'href="{way}"' in menu
    assert text.count(f'id="{opens[1]}"') == 1
