"""F3: what a signed-in customer sees first: open requests, what waits for them, what we said last, their account."""

from __future__ import annotations

import pytest

import journeys as j
from helpdesk_core import Customer, Helpdesk
from helpdesk_core.commands import (
    GivePromise,
    OfferQuote,
    PrepareQuote,
    ReplyToCustomer,
    SetEstimate,
    SubmitRequest,
)
from helpdesk_core.customer_rooms.dashboard import WAITING
from reference_app.dashboard.texts import WAITS
from shops import Shop, Visitor

WORDS = {
    "en": ("You have no open requests.", "Needs you", "See the quote", "We need your answer", "All my requests"),
    "pl": (
        "Brak otwartych zgłoszeń.",
        "Do zrobienia",
        "Zobacz wycenę",
        "Potrzebujemy odpowiedzi",
        "Wszystkie moje zgłoszenia",
    ),
}


def later(desk: Helpdesk, days: int) -> str:
    """The working day so many days from today."""
    calendar = desk.settings.calendar()
    return str(calendar.add_days(calendar.day_of(desk.clock()), days))


def signed_in(shop: Shop, id: str, language: str = "en") -> Visitor:
    """A customer whom the host has signed in."""
    visitor = shop.visitor(language)
    visitor.client.cookies.set("test_customer", id)
    return visitor


def request_of(shop: Shop, id: str, device: str) -> str:
    """A confirmed request of that account: its address is the account's own."""
    made = j.do(
        shop.desk,
        SubmitRequest,
        Customer(id=id),
        problem=f"The {device} makes a noise.",
        device=device,
        surname="Nowak",
        contact="both@example.com",
    )
    return str(made.request)


@pytest.mark.parametrize("language", ["en", "pl"])
def test_F3_a_customer_sees_what_is_open_and_what_waits_for_them(shop: Shop, language: str) -> None:
    """The status, the shop's last words, a quote to decide, a question to answer, an estimate and a promise."""
    none, needs, see_quote, answer, all_own = WORDS[language]
    visitor, desk = signed_in(shop, "7", language), shop.desk
    assert none in visitor.open("/dashboard").text
    assert "Nowak" in visitor.page.text
    assert "both@example.com" in visitor.page.text

    asked, quoted, quiet = (request_of(shop, "7", device) for device in ("Radio", "Kettle", "Lamp"))
    question = "Does it hum when it is warm?"
    j.do(desk, ReplyToCustomer, j.ANNA, request=asked, text=question, status="waiting_for_customer")
    line = {"text": "A new element", "unit_price": "40", "tax_rate": 2300}
    until = later(desk, 14)
    quote = j.do(desk, PrepareQuote, j.ANNA, request=quoted, valid_until=until, lines=(line,))
    j.do(desk, OfferQuote, j.ANNA, request=quoted, quote=quote.quote, digest=quote.digest)
    j.do(desk, GivePromise, j.ANNA, request=quiet, kind="time", day=later(desk, 7), time="12:00", what="A new lamp")
    j.do(desk, SetEstimate, j.ANNA, request=asked, estimate=later(desk, 9))

    page = visitor.open("/dashboard").text
    assert page.count(needs) == 1
    assert see_quote in page
    assert answer in page
    assert question in page
    assert "Anna" in page
    assert all(words in page for words in ("Radio", "Kettle", "Lamp", "A new lamp"))
    assert visitor.open("/own").status_code == 200
    assert all_own not in visitor.page.text


def test_F3_whatever_waits_for_a_customer_has_words_and_a_way() -> None:
    """A card that is added to what waits, and not to what is said of it, is found here."""
    assert WAITS.keys() == WAITING


def test_F3_the_dashboard_is_of_nobody_else(shop: Shop) -> None:
    """Another account sees none of it, though it has the same address; who is not signed in is sent away."""
    request_of(shop, "7", "Radio of 7")
    assert "Radio of 7" not in signed_in(shop, "8").open("/dashboard").text
    guest = shop.visitor()
    assert guest.open("/dashboard").url.path != "/dashboard"
    assert guest.open("/dashboard/live").status_code == 404


def test_F3_an_open_page_is_told_of_news(shop: Shop) -> None:
    """The stamp is another one after each change of one of the customer's requests, and of nobody else's."""
    visitor = signed_in(shop, "7")
    request, others = request_of(shop, "7", "Radio"), request_of(shop, "8", "Lamp")
    before = visitor.open("/dashboard/live").json()["stamp"]
    assert f'data-seen="{before}"' in visitor.open("/dashboard").text  # what comes before it listens is news too
    j.do(shop.desk, ReplyToCustomer, j.ANNA, request=others, text="For you alone.")
    assert visitor.open("/dashboard/live").json()["stamp"] == before
    j.do(shop.desk, ReplyToCustomer, j.ANNA, request=request, text="It is ready.")
    assert visitor.open("/dashboard/live").json()["stamp"] != before
