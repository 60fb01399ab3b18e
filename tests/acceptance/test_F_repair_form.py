"""The European repair form: staff give it with a quote, the customer downloads it in the room, in their language."""

from __future__ import annotations

import re

import pypdfium2
import pytest

import journeys as j
from capabilities.quotes import LINES
from capabilities.repair_forms import SAID, named, offered
from shops import Shop, read


@pytest.mark.parametrize(("language", "title"), [("en", "European repair"), ("pl", "Europejski formularz")])
def test_a_form_is_given_with_a_quote_and_downloaded(shop: Shop, language: str, title: str) -> None:
    """From the request's page to the PDF; nobody else reads it."""
    t = shop.desk.translator(language)
    named(shop.desk)
    made, _ = j.in_phase(shop.desk, "in_review", j.Customer(id="7"), contact="form@example.com", language=language)
    offered(shop.desk, made.request, LINES)
    customer, staff, other = shop.visitor(language), shop.visitor(language), shop.visitor(language)
    customer.client.cookies.set("test_customer", "7")
    other.client.cookies.set("test_customer", "8")
    staff.sign_in()
    staff.client.get(f"/language/{language}")
    room, desk = f"/r/{j.link(shop.desk, made)}", f"/staff/requests/{made.reference.replace('-', '')}"
    assert f"{desk}/repair-form" in staff.open(desk).text
    staff.open(f"{desk}/repair-form")
    staff.send("/repair-form", **{**SAID, "time": ""})
    assert SAID["replacement"] in staff.page.text, "nothing typed is lost"
    staff.send("/repair-form", **SAID)
    assert read(t("repair_form.download")) in read(staff.page.text)
    (path,) = set(re.findall(rf"{room}/repair-form/[^\"]+", customer.open(room).text))
    answer = customer.client.get(path)
    assert answer.headers["content-type"] == "application/pdf"
    document = pypdfium2.PdfDocument(answer.content)
    words = " ".join(page.get_textpage().get_text_bounded() for page in document).replace("\xa0", " ")
    for said in (title, "+48 22 123 45 67", SAID["services"], "799"):
        assert said in words
    assert other.client.get(path, follow_redirects=False).status_code != 200
    assert shop.desk.verify() == ()
