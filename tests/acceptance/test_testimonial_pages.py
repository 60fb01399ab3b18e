"""Testimonials in the app, from the question to the public page and back."""

from __future__ import annotations

import re
from html import unescape

import pytest

import journeys as j
from helpdesk_core.commands import TakeDownTestimonial
from helpdesk_core.service_requests.model import ServiceRequest
from helpdesk_core.views import TestimonialState, view_testimonial_list
from shops import Shop, Visitor, read

SAID = "They explained every step. It runs like new."


def words(page: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page)))


@pytest.fixture
def asked(shop: Shop) -> tuple[Visitor, Visitor, str, str]:
    """A customer with a good outcome who was asked, an admin, the room's path, and the desk's."""
    customer, admin = shop.visitor(), shop.visitor()
    room = customer.request_help("said@example.com")
    found = shop.desk.keyring.read_link(room.rpartition("/")[2])
    assert found is not None
    draft = j.do(shop.desk, j.PrepareOutcome, j.ANNA, request=found[0], result="solved", text="A new battery is in.")
    j.do(shop.desk, j.RecordOutcome, j.ANNA, outcome=draft.outcome, digest=draft.digest)
    admin.sign_in()
    admin.client.get("/language/en")
    with shop.desk.reading() as reader:
        request = reader.load(ServiceRequest, found[0])
    assert request is not None
    desk = f"/staff/requests/{request.reference}"
    admin.open(desk)
    admin.send("/testimonial/ask")
    return customer, admin, room, desk


def test_J8_a_testimonial_goes_from_the_question_to_the_page_and_back(
    shop: Shop, asked: tuple[Visitor, Visitor, str, str]
) -> None:
    """Asked by a person, written and permitted by the customer, checked, read by everybody, taken back."""
    customer, admin, room, desk = asked
    assert "how it went" in shop.mail("said@example.com", "testimonial|how it went")["text"]
    customer.open(room)
    customer.send("/testimonial", text=SAID, name="Maria K.")
    assert customer.page.status_code == 422, "without the tick"
    assert SAID in unescape(customer.page.text), "what was typed stands there again"
    customer.send("/testimonial", text=SAID, name="Maria K.", agreed="yes")
    assert customer.page.status_code == 200
    stranger = shop.visitor()
    assert SAID not in stranger.open("/testimonials").text

    admin.open("/staff/testimonials")
    assert SAID in unescape(admin.page.text)
    admin.open(f"{desk}/testimonial")
    assert "I agree that Fix & Go shows these words" in words(admin.page.text)
    admin.send("/testimonial/publish")
    assert admin.page.status_code == 422, "without the tick"
    admin.send("/testimonial/publish", read="yes")
    assert admin.page.status_code == 200
    page = words(stranger.open("/testimonials").text)
    assert SAID in page
    assert "Maria K." in page

    customer.open(room)
    assert "Everybody can read your words now." in customer.page.text
    customer.send("/testimonial/withdraw")
    assert SAID not in stranger.open("/testimonials").text


def test_J8_an_agent_without_the_right_can_ask_and_not_publish(
    shop: Shop, asked: tuple[Visitor, Visitor, str, str]
) -> None:
    """Checking is an admin's, or whose right it is."""
    _, _, _, desk = asked
    tom = shop.visitor()
    tom.sign_in("tom@example.com")
    assert tom.open(f"{desk}/testimonial").status_code == 403
    assert tom.open("/staff/testimonials").status_code == 403
    assert "/staff/testimonials" not in tom.open("/staff").text


def test_J10_no_proof_yet_says_so_with_two_ways_on(shop: Shop) -> None:
    """And what will not happen by itself."""
    for one in shop.desk.show(view_testimonial_list, j.BOSS, TestimonialState.PUBLISHED).rows:
        j.do(shop.desk, TakeDownTestimonial, j.BOSS, testimonial=one.id)
    main = shop.visitor().open("/testimonials").text.partition("<main")[2].partition("</main>")[0]
    assert "Nothing appears here by itself" in main
    assert main.count('class="button') == 2


@pytest.mark.parametrize("language", ["en", "pl"])
def test_J9_the_page_says_what_it_means_and_ranks_nobody(shop: Shop, language: str) -> None:
    """Trust notes; no stars, scores, prices or sorting."""
    visitor = shop.visitor(language)
    main = visitor.open("/testimonials").text.partition("<main")[2].partition("</main>")[0]
    t = shop.desk.translator(language)
    for code in ("testimonials.permitted", "testimonials.means", "testimonials.means.text"):
        assert read(t(code)) in unescape(main)
    assert {"/quick-help", "/journey"} <= set(re.findall(r'href="([^"]+)"', main)), "the ways that the page speaks of"
    assert not re.search(r"★|/5|PLN|<select|rating|score", main)
