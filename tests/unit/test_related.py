"""Which other requests stand beside one: the customer's by account or proved contact, and never by name."""

from __future__ import annotations

from typing import Any

import journeys as j
from helpdesk_core import Customer
from helpdesk_core.testing import make_desk
from helpdesk_core.triage.request_page import view_request


def beside(desk: Any, made: Any) -> tuple[set[str], set[str]]:
    """The customer's, and those with the same contact alone."""
    page = desk.view(view_request, j.ANNA, made.reference)
    return {row.id for row in page.others}, {row.id for row in page.duplicates}


def test_a_contact_that_was_proved_for_both_joins() -> None:
    """By codes; one that is only typed is perhaps somebody else's, and a name joins nothing."""
    desk = make_desk()
    one, _ = j.in_phase(desk, "in_review")
    proved, _ = j.in_phase(desk, "closed")
    typed = j.submit(desk)
    j.in_phase(desk, "in_review", contact="same-name@example.com")
    assert beside(desk, one) == ({proved.request}, {typed.request})
    assert beside(desk, typed) == (set(), {one.request, proved.request})


def test_two_people_with_one_proved_contact_stay_two() -> None:
    """Their names say that they are; they stand under the contact."""
    desk = make_desk()
    one, _ = j.in_phase(desk, "in_review", surname="Kowalska")
    other, _ = j.in_phase(desk, "in_review", surname="Nowak")
    assert beside(desk, one) == (set(), {other.request})


def test_an_account_joins_whatever_contact_it_gives() -> None:
    """Nothing else is needed."""
    desk = make_desk()
    one = j.submit(desk, Customer(id="c-1"), contact="one@example.com")
    two = j.submit(desk, Customer(id="c-1"), contact="two@example.com")
    j.submit(desk, Customer(id="c-2"), contact="three@example.com")
    assert beside(desk, one) == ({two.request}, set())
