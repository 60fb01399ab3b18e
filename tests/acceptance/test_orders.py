"""A priced yes at a distance is an order: the law's words on its button, what they bind to beside them, a copy to keep,
and the wish to begin at once said apart."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest

from capabilities.quotes import FIXED, offer
from helpdesk_core.quotes.model import ANSWERS
from helpdesk_core.service_requests.model import ServiceRequest
from shops import Shop, Visitor

FREE = ({"text": "Diagnosis", "unit_price": "0"},)


def deciding(shop: Shop, contact: str, lines: Any = FIXED, language: str = "en") -> tuple[Visitor, str]:
    """Somebody before the second step of an offer, and the request's id."""
    visitor = shop.visitor(language)
    room = visitor.request_help(contact, location=shop.desk.settings.locations[0].id)
    found = shop.desk.keyring.read_link(room.rpartition("/")[2])
    assert found is not None
    offer(shop.desk, found[0], lines)
    visitor.open(f"{room}/quote/decide")
    return visitor, found[0]


def main(visitor: Visitor) -> str:
    """What the page says beside its button, and the button."""
    found = re.search(r"<main.*?</main>", visitor.page.text, re.S)
    assert found is not None
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", found[0]))).replace("\xa0", " ")


def answered(shop: Shop, request: str) -> Any:
    with shop.desk.reading() as reader:
        return reader.find(ANSWERS, {"request": request}, limit=9)[0][0]


@pytest.mark.parametrize(
    "language, says",
    [
        (
            "en",
            ("Total, tax included: PLN 99.00", "usually 2–3 working days", "within 14 days", "Fix & Go sp. z o.o."),
        ),
        ("pl", ("Razem brutto: 99,00 zł", "zwykle 2–3 dni robocze", "w ciągu 14 dni", "Fix & Go sp. z o.o.")),
    ],
)
def test_the_button_binds_in_the_laws_words_beside_what_it_binds_to(
    shop: Shop, language: str, says: tuple[str, ...]
) -> None:
    """Directive 2011/83/EU, article 8 (2): total, time, seller and withdrawal directly before it, nothing ticked."""
    visitor, _ = deciding(shop, f"order-{language}@example.com", language=language)
    words, button = main(visitor), {"en": "Order with obligation to pay", "pl": "Zamawiam z obowiązkiem zapłaty"}
    assert button[language] in words
    before = words.partition(button[language])[0][-900:]
    for said in says:
        assert said in before
    assert 'href="/legal/withdrawal"' in visitor.page.text
    assert "checked" not in re.search(r'<input[^>]*name="start_now"[^>]*>', visitor.page.text)[0]  # type: ignore[index]


def test_what_costs_nothing_is_no_order(shop: Shop) -> None:
    """There is no obligation to pay."""
    visitor, _ = deciding(shop, "free@example.com", FREE)
    assert "obligation" not in main(visitor)
    assert "I approve the quote" in main(visitor)


def test_a_copy_of_the_order_goes_out_that_can_be_kept(shop: Shop) -> None:
    """Article 8 (7): what, for how much, from whom, until when one can withdraw; and no shop can switch it off."""
    visitor, request = deciding(shop, "copy@example.com")
    visitor.send("/decide?", read="y")
    answer = answered(shop, request)
    text = shop.mail("copy@example.com", "copy of your order")["text"].replace("\xa0", " ")
    for said in ("1 × Diagnosis: PLN 99.00", "Total, tax included: PLN 99.00", "obligation to pay", "2 to 3"):
        assert said in text
    assert "Fix & Go sp. z o.o." in text
    assert "You did not ask us to begin" in text
    last = shop.desk.settings.law_last_day("withdrawal", answer.answered_at)
    assert last is not None
    assert f"by {shop.desk.translator('en').day(last)}".replace("\xa0", " ") in text
    assert shop.desk.verify() == ()


def test_the_wish_to_begin_at_once_is_kept_and_staff_read_it(shop: Shop) -> None:
    """It is decided about with the order, so that nobody can add it afterwards."""
    visitor, request = deciding(shop, "soon@example.com")
    visitor.send("/decide?", read="y", start_now="y")
    answer = answered(shop, request)
    assert answer.start_now
    assert "start_now" in type(answer).decides
    assert "You asked us to begin before" in shop.mail("soon@example.com", "copy of your order")["text"]
    staff = shop.visitor("en")
    staff.sign_in()
    staff.open("/language/en")
    with shop.desk.reading() as reader:
        found = reader.load(ServiceRequest, request)
    assert found is not None
    assert "asks you to begin at once" in staff.open(f"/staff/requests/{found.reference}").text
