"""A call or a look at the screen together: offered by staff, wanted or not by the customer, and over."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest

import journeys as j
from capabilities.calls import LINK
from helpdesk_core import FieldError, Guest, Refusal, Result
from helpdesk_core.base.web_addresses import WebAddress
from helpdesk_core.commands import AnswerCallOffer, AskForCall, CallKind, OfferCall, RequestCode, SettleCall
from helpdesk_core.testing import make_desk
from helpdesk_core.views import view_own_call, view_request_calls
from shops import Shop


def words(page: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page)))


def test_H9_the_screen_is_looked_at_together(shop: Shop) -> None:
    """The link comes to the customer after their yes alone, with what to close first, and is gone afterwards."""
    customer, staff = shop.visitor(), shop.visitor()
    room = customer.request_help("screen@example.com")
    staff.sign_in("tom@example.com")
    staff.open("/staff/search?q=screen@example.com")
    at = re.search(r"/staff/requests/(\w{8})", staff.page.text)
    assert at is not None
    staff.open(at[0])
    staff.send("/call/offer", kind="screen", when="At five")
    assert (staff.page.status_code, staff.page.text.count("At five")) == (422, 1), "what was typed stays"
    assert "Please give the link of your tool" in words(staff.page.text)
    staff.send("/call/offer", kind="screen", when="At five", link="http://meet.example.com/x")
    assert "begins with https://" in words(staff.page.text)
    staff.send("/call/offer", kind="screen", when="At five", link=LINK)
    assert "look at the screen together" in words(staff.page.text)
    assert "say in your room" in shop.mail("screen@example.com", "look at your screen")["text"]

    page = customer.open(room)
    assert "Close your bank" in words(page.text)
    assert LINK not in page.text
    page = customer.send("/call/answer", wanted="yes")
    assert f'href="{LINK}"' in page.text
    staff.open(at[0])
    assert "Wants to show the screen" in words(staff.page.text)
    staff.send("/call", reached="yes")
    assert LINK not in staff.page.text
    page = customer.open(room)
    assert LINK not in page.text
    assert "We looked at your screen together" in words(page.text)


def test_H9_no_thanks_is_an_answer(shop: Shop) -> None:
    """The shop reads it, and the customer can still ask for a call."""
    customer, staff = shop.visitor(), shop.visitor()
    room = customer.request_help("no@example.com")
    staff.sign_in("tom@example.com")
    staff.open("/staff/search?q=no@example.com")
    at = re.search(r"/staff/requests/(\w{8})", staff.page.text)
    assert at is not None
    staff.open(at[0])
    staff.send("/call/offer", kind="phone")
    customer.open(room)
    customer.send("/call/answer", wanted="yes")
    assert customer.page.status_code == 422, "no number is known"
    page = customer.send("/call/answer", wanted="no")
    assert "Ask to be called" in page.text
    assert "Does not want the call" in words(staff.open(at[0]).text)


def test_H9_an_offer_does_not_last() -> None:
    """Three days; a new one takes its place, and whoever waits for a call is called."""
    desk = make_desk()
    made = j.submit(desk)
    guest = j.enter(desk, made)
    offer = {"request": made.request, "kind": "screen", "link": LINK}
    first = j.do(desk, OfferCall, j.ANNA, **offer)
    desk.clock.move(hours=71)
    assert desk.show(view_own_call, guest, made.request).is_offered
    assert j.do(desk, OfferCall, j.ANNA, **offer).call == first.call
    desk.clock.move(hours=73)
    assert not desk.show(view_own_call, guest, made.request).is_offered
    late = j.attempt(desk, AnswerCallOffer, guest, request=made.request, wanted=True)
    assert isinstance(late, Refusal)
    assert late.code == "refusal.no_call_offered"
    j.do(desk, AskForCall, guest, request=made.request, contact="+48601234567")
    waits = j.attempt(desk, OfferCall, j.ANNA, **offer)
    assert isinstance(waits, Refusal)
    assert waits.code == "refusal.call_waits"


def test_H9_who_asks_for_a_call_looks_at_no_screen() -> None:
    """The yes to the screen becomes a wish to be called, and the link is forgotten."""
    desk = make_desk()
    made = j.submit(desk)
    guest = j.enter(desk, made)
    j.do(desk, OfferCall, j.ANNA, request=made.request, kind="screen", link=LINK)
    j.do(desk, AnswerCallOffer, guest, request=made.request, wanted=True)
    j.do(desk, AskForCall, guest, request=made.request, contact="+48601234567")
    (call,) = desk.show(view_request_calls, j.ANNA, made.request).rows
    assert (call.kind, call.link, call.phone) == (CallKind.PHONE, None, "+48601234567")


def test_H9_a_link_needs_a_proof_that_is_not_old() -> None:
    """Neither a yes nor the link itself on an old one; and it is forgotten when the call is settled."""
    desk = make_desk()
    made = j.submit(desk)
    old = j.enter(desk, made)
    desk.clock.move(hours=timedelta(days=desk.settings.proof_days + 1) // timedelta(hours=1))
    j.do(desk, OfferCall, j.ANNA, request=made.request, kind="screen", link=LINK)
    again = j.attempt(desk, AnswerCallOffer, old, request=made.request, wanted=True)
    assert isinstance(again, Refusal)
    assert again.code == "refusal.show_again"
    j.do(desk, RequestCode, Guest(), link=j.link(desk, made), contact=j.EMAIL)
    fresh = j.enter(desk, made)
    assert isinstance(j.attempt(desk, AnswerCallOffer, fresh, request=made.request, wanted=True), Result)
    assert desk.show(view_own_call, fresh, made.request).link == LINK
    assert desk.show(view_own_call, old, made.request).link is None
    j.do(desk, SettleCall, j.ANNA, request=made.request, reached=False)
    assert desk.show(view_request_calls, j.ANNA, made.request).rows[0].link is None
    assert desk.verify() == ()


def test_H9_a_number_that_nobody_confirmed_is_not_called_unasked() -> None:
    """Somebody may have mistyped it, or it is another's: who wants to be called there says so."""
    desk = make_desk()
    made = j.submit(desk, j.CUSTOMER, contact="+48601234567")
    unasked = j.attempt(desk, AskForCall, j.CUSTOMER, request=made.request)
    assert isinstance(unasked, Refusal)
    assert unasked.code == "refusal.no_number"
    assert isinstance(j.attempt(desk, AskForCall, j.CUSTOMER, request=made.request, contact="+48601234567"), Result)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "meet.example.com",
        "http://meet.example.com",
        "javascript:alert(1)",
        "https://a b.example",
        "https://x",
        f"https://a.example/{'a' * 1000}",
        "https://a.example/\n",
    ],
)
def test_H9_only_an_address_is_a_link(typed: str) -> None:
    """Over a secured line, to a site with a name."""
    if typed.strip() == "https://a.example/":
        assert WebAddress(typed) == "https://a.example/"
    else:
        with pytest.raises(FieldError):
            WebAddress(typed)
