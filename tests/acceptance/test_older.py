"""Every list goes on: what does not fit one page can be read on the next ones, in both languages, from any address."""

from __future__ import annotations

import re

import pytest

import journeys as j
from helpdesk_core import Customer
from helpdesk_core.conversations.rules import ReplyToCustomer, WriteNote
from shops import Shop, Visitor

OWNER = Customer(id="7")


def thread(shop: Shop, messages: int, notes: int = 0) -> j.Any:
    """A request with so many messages and notes, the first message included."""
    anna = shop.accounts.staff()[0].actor
    made = j.submit(shop.desk, OWNER, contact="both@example.com", problem="word 1.")
    for number in range(2, messages + 1):
        j.do(shop.desk, ReplyToCustomer, anna, request=made.request, text=f"word {number}.")
    for number in range(1, notes + 1):
        j.do(shop.desk, WriteNote, anna, request=made.request, text=f"remark {number}.")
    return made


def follow(visitor: Visitor, path: str, link: str, word: str) -> list[int]:
    """The numbers that were read, page by page, by the link of this name."""
    found: list[int] = []
    page = visitor.open(path)
    for _ in range(9):
        found += [int(number) for number in re.findall(rf"{word} (\d+)\.", page.text)]
        onward = re.search(rf'href="(\?[^"]+)">{link}</a>', page.text)
        if onward is None:
            return found
        page = visitor.open(path + onward.group(1))
        assert page.status_code == 200
    raise AssertionError("the pages do not end")


LINKS = [("en", "Older messages", "Newest messages"), ("pl", "Starsze wiadomości", "Najnowsze wiadomości")]


@pytest.mark.parametrize("language, link, back", LINKS)
def test_the_customer_reads_message_31(shop: Shop, language: str, link: str, back: str) -> None:
    """And the ones before it, each once."""
    made = thread(shop, 65)
    visitor = shop.visitor(language)
    visitor.client.cookies.set("test_customer", OWNER.id)
    path = f"/r/{j.link(shop.desk, made)}"
    assert follow(visitor, path, link, "word") == list(range(65, 0, -1))
    assert back in visitor.page.text
    assert back not in visitor.open(path).text


def test_staff_read_entry_51_of_the_one_thread(shop: Shop) -> None:
    """Messages and notes stand in one thread, the latest last, and one link leads to what was before."""
    made = thread(shop, 53, notes=102)
    staff = shop.visitor()
    staff.sign_in()
    path, link = f"/staff/requests/{made.reference}", "Starsze wpisy"  # in the language of her account
    remarks = follow(staff, path, link, "remark")
    assert remarks == [*range(53, 103), *range(3, 53), 1, 2]
    words = follow(staff, path, link, "word")
    assert words == [*range(6, 54), *range(1, 6)]


@pytest.mark.parametrize("cursor", ["x", "%%%", "W10", "bnVsbA", "9" * 3000, "é"])
def test_a_made_up_place_is_the_first_page(shop: Shop, cursor: str) -> None:
    """On every list that goes on."""
    made = thread(shop, 2, notes=1)
    staff, owner = shop.visitor(), shop.visitor()
    staff.sign_in()
    owner.client.cookies.set("test_customer", OWNER.id)
    for visitor, path, name in (
        (staff, f"/staff/requests/{made.reference}", "before"),
        (staff, "/staff", "after"),
        (owner, f"/r/{j.link(shop.desk, made)}", "messages"),
        (owner, "/own", "before"),
    ):
        page = visitor.open(f"{path}?{name}={cursor}")
        assert page.status_code == 200, path
