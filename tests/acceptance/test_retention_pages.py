"""R10 in the app: what may go is proposed with its reason, a person decides, and what must stay still verifies."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest

import journeys as j
from helpdesk_core.commands import AskForTestimonial, CancelRequest, GiveTestimonial, ReopenRequest
from helpdesk_core.views import export_customer
from shops import Shop, Visitor


def words(visitor: Visitor) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", visitor.page.text)))


@pytest.fixture
def admin(shop: Shop) -> Visitor:
    visitor = shop.visitor("en")
    visitor.sign_in()
    visitor.client.get("/language/en")
    return visitor


@pytest.fixture
def ended(shop: Shop) -> list[Any]:
    """Three requests that ended long ago."""
    made = [j.in_phase(shop.desk, "in_review", contact=f"over{n}@example.com", surname=f"Over{n}")[0] for n in range(3)]
    for one in made:
        j.do(shop.desk, CancelRequest, j.ANNA, request=one.request)
    now = shop.desk.clock
    shop.desk.clock = lambda: now() + timedelta(days=500)
    return made


def test_R10_a_person_decides_what_goes_of_what_is_due(shop: Shop, ended: list[Any], admin: Visitor) -> None:
    """Each with its reason and dates; the ticked ones go after a yes, the others stay, and histories verify."""
    admin.sign_in()
    admin.open("/staff/retention")
    said = words(admin)
    assert "GDPR, article 5" in said
    assert "Kept for 12 months." in said
    assert "What stays" in said
    for one in ended:
        assert one.reference in admin.page.text.replace("-", "") or one.reference in admin.page.text
    first, second, third = (f"pick-{one.request}" for one in ended)
    admin.send("/staff/retention?", **{first: "A"})
    assert "Please tick that you have looked." in words(admin)
    assert j.stored(shop.desk, ended[0]).surname is not None, "nothing goes without a yes"
    admin.send("/staff/retention?", **{first: "A", second: "B", "read": "y"})
    assert "Erased in 2 requests." in words(admin)
    assert [j.stored(shop.desk, one).surname is None for one in ended] == [True, True, False]
    assert third in admin.page.text
    assert first not in admin.page.text
    assert shop.desk.verify() == ()


def test_R10_the_menu_says_how_much_is_due_as_a_worker_counted_it(shop: Shop, ended: list[Any], admin: Visitor) -> None:
    """Beside the entry of those who decide, and of nobody else; it is counted anew after something went."""
    shop.desk.count_retention()
    admin.sign_in()
    assert 'What may go</span> <span class="count">3</span>' in admin.open("/staff").text
    admin.open("/staff/retention")
    admin.send("/staff/retention?", **{f"pick-{ended[0].request}": "A", "read": "y"})
    assert 'What may go</span> <span class="count">2</span>' in admin.open("/staff").text
    agent = shop.visitor("en")
    agent.sign_in("tom@example.com")
    assert "What may go</span>" not in agent.page.text


def test_R10_all_that_a_page_shows_can_go_at_once(shop: Shop, ended: list[Any], admin: Visitor) -> None:
    """One tick for all of a class; a page without a tick erases nothing."""
    admin.sign_in()
    admin.open("/staff/retention")
    admin.send("/staff/retention?", read="y")
    assert "Please tick what shall go." in words(admin)
    admin.send("/staff/retention?", all="y", read="y")
    assert "Erased in 3 requests." in words(admin)
    assert "Nothing is due." in words(admin)
    assert all(j.stored(shop.desk, one).surname is None for one in ended)


def test_R10_what_is_open_again_is_not_erased_by_an_old_page(shop: Shop, ended: list[Any], admin: Visitor) -> None:
    """It is asked again when the form is sent, and said."""
    admin.sign_in()
    admin.open("/staff/retention")
    j.do(shop.desk, ReopenRequest, j.ANNA, request=ended[0].request)
    admin.send("/staff/retention?", **{f"pick-{ended[0].request}": "ABCD", "read": "y"})
    assert "Not erased, because something has changed since: ABCD" in words(admin)
    assert j.stored(shop.desk, ended[0]).surname is not None


def test_R10_only_who_may_erase_sees_the_page(shop: Shop, ended: list[Any]) -> None:
    """An agent has no entry for it, and no page."""
    agent = shop.visitor("en")
    agent.sign_in("tom@example.com")
    assert "/staff/retention" not in agent.page.text
    assert agent.open("/staff/retention").status_code == 403


def test_R10_the_copy_of_ones_data_holds_what_one_agreed_to_word_by_word(shop: Shop) -> None:
    """The permission for a testimonial, with when; beside requests, words and contacts."""
    made, guest = j.in_phase(shop.desk, "outcome_recorded", contact="agreed@example.com")
    j.do(shop.desk, AskForTestimonial, j.ANNA, request=made.request)
    said = {"text": "Quick and friendly.", "name": "Maria", "permission": "I agree that these words are shown."}
    j.do(shop.desk, GiveTestimonial, guest, request=made.request, **said)
    copy = shop.desk.show(export_customer, j.BOSS, made.reference)
    (request,) = copy.data["requests"]
    (testimonial,) = request["testimonials"]
    assert testimonial["permission"] == said["permission"]
    assert testimonial["permitted_at"]
    assert "agreed@example.com" in json.dumps(copy.data)
