"""Before anything goes to a customer whose request nobody has confirmed, staff are asked."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

import pytest

import journeys as j
from helpdesk_core import Guest, Refusal
from helpdesk_core.commands import OfferQuote, PrepareQuote, ReplyToCustomer, SubmitRequest
from shops import Shop, Visitor


def words(page: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page)))


@pytest.fixture
def open_request(shop: Shop) -> tuple[Visitor, Any]:
    """Staff before a request whose code nobody has entered."""
    typed = {"problem": "It is broken", "device": "Radio", "surname": "Kern", "contact": "nobody@example.com"}
    made = j.do(shop.desk, SubmitRequest, Guest(), **typed)
    staff = shop.visitor()
    staff.sign_in()
    staff.client.get("/language/en")
    staff.open(f"/staff/requests/{made.reference.replace('-', '')}")
    return staff, made


def test_J4_a_reply_is_asked_about_first(open_request: tuple[Visitor, Any]) -> None:
    """Without the tick nothing is sent and the words stay; with it the reply goes out."""
    staff, _ = open_request
    assert "Nobody has confirmed this request yet" in words(staff.page.text)
    staff.send("/reply", text="Please bring it on Monday.")
    assert staff.page.status_code == 409
    assert "we do not know whose contact it is" in words(staff.page.text)
    assert "Please bring it on Monday." in unescape(staff.page.text)
    staff.send("/reply", text="Please bring it on Monday.", unconfirmed="y")
    assert staff.page.status_code == 200
    assert "Please bring it on Monday." in unescape(staff.page.text)


def test_J4_the_core_refuses_whatever_page_asks(shop: Shop, open_request: tuple[Visitor, Any]) -> None:
    """A reply and a quote need to say that it was seen; an outcome is not possible at all."""
    _, made = open_request
    answer = j.attempt(shop.desk, ReplyToCustomer, j.ANNA, request=made.request, text="Hello")
    assert isinstance(answer, Refusal)
    assert (answer.code, answer.field) == ("refusal.unconfirmed", "unconfirmed")
    line = {"text": "Glass", "unit_price": "100", "tax_rate": 2300}
    day = (datetime.now(UTC) + timedelta(days=7)).date().isoformat()
    draft = j.do(shop.desk, PrepareQuote, j.ANNA, request=made.request, valid_until=day, lines=(line,))
    offered = {"request": made.request, "quote": draft.quote, "digest": draft.digest}
    refused = j.attempt(shop.desk, OfferQuote, j.ANNA, **offered)
    assert getattr(refused, "code", "") == "refusal.unconfirmed"
    assert not isinstance(j.attempt(shop.desk, OfferQuote, j.ANNA, **offered, unconfirmed="yes"), Refusal)
    outcome = {"request": made.request, "result": "solved", "text": "Done."}
    assert getattr(j.attempt(shop.desk, j.PrepareOutcome, j.ANNA, **outcome), "code", "") == "refusal.wrong_phase"


def test_J4_nobody_is_asked_about_a_confirmed_one(shop: Shop) -> None:
    """After the code the question is gone."""
    customer, staff = shop.visitor(), shop.visitor()
    room = customer.request_help("somebody@example.com")
    found = shop.desk.keyring.read_link(room.rpartition("/")[2])
    assert found is not None
    assert not isinstance(j.attempt(shop.desk, ReplyToCustomer, j.ANNA, request=found[0], text="Hello"), Refusal)
    staff.sign_in()
    staff.client.get("/language/en")
    staff.open("/staff")
    reference = re.findall(r"/staff/requests/([A-Z0-9]+)", staff.page.text)[0]
    assert "Nobody has confirmed" not in words(staff.open(f"/staff/requests/{reference}").text)
