"""Short tours of the portal and of the desk: followed by links alone, ended anywhere, never in the way."""

from __future__ import annotations

import re

import pytest

from reference_app.tours.model import TOURS
from shops import Shop, Visitor


def walked(visitor: Visitor, first: str) -> list[str]:
    """The pages that the tour leads over, one link after the other."""
    page = visitor.open(first)
    link = re.search(r'class="button" href="([^"]+\?tour=\w+)"', page.text)
    seen: list[str] = []
    while link is not None:
        page = visitor.open(link[1])
        assert page.status_code == 200
        seen.append(page.url.path)
        assert f'href="{page.url.path}">' in page.text.partition('<aside class="notice"')[2], "it ends on every page"
        link = re.search(r'class="button" href="([^"]+\?tour=\w+)"', page.text)
    return seen


@pytest.mark.parametrize("language", ["en", "pl"])
def test_H10_a_customer_is_shown_round(shop: Shop, language: str) -> None:
    """From the foot of any page, over the pages everybody has, forwards and back."""
    customer = shop.visitor(language)
    assert 'href="/tour?page=start"' in customer.open("/").text
    assert walked(customer, "/tour") == ["/", "/quick-help", "/track", "/guides", "/journey"]
    assert customer.page.text.count("?tour=portal") == 1, "the last page leads back alone"
    ended = customer.open("/journey")
    assert "?tour=" not in ended.text


def test_H10_staff_are_shown_what_they_may_open(shop: Shop) -> None:
    """An admin is led to the settings too; whoever may only look, only to pages that open."""
    boss = shop.visitor()
    boss.sign_in("anna@example.com")
    assert len(walked(boss, "/staff/tour")) == len(TOURS["desk"])
    assert shop.accounts.set_rights("tom@example.com", frozenset({"requests.view"}), None)
    tom = shop.visitor()
    tom.sign_in("tom@example.com")
    assert walked(tom, "/staff/tour") == ["/staff", "/staff/search", "/staff/customers", "/staff/keys"]


@pytest.mark.parametrize(
    "asked", ["/?tour=desk", "/?tour=nowhere", "/?tour=", "/legal/terms?tour=portal", "/nowhere?tour=portal"]
)
def test_H10_a_page_that_is_in_no_tour_says_nothing_of_it(shop: Shop, asked: str) -> None:
    """Whatever the address says."""
    page = shop.visitor().open(asked)
    assert page.status_code in (200, 404)
    assert "Step " not in page.text
