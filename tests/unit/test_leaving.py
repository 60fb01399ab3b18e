"""What a customer can ask for of their own data: a copy, and erasing after a look at what goes and stays."""

from __future__ import annotations

import json
from typing import Any

import pytest

import journeys as j
from capabilities.scene import SHOP
from helpdesk_core import Agent, Customer, Helpdesk, Refusal
from helpdesk_core.base.records import record_types
from helpdesk_core.commands import EraseDevices, EraseRequest, ReplyToCustomer, ReplyToShop, TakeRequest, WriteNote
from helpdesk_core.search.model import SearchEntry
from helpdesk_core.service_requests.model import ServiceRequest
from helpdesk_core.subjects import records_about
from helpdesk_core.testing import make_desk
from helpdesk_core.views import export_customer, view_customer, view_erasure
from reference_app.customers.texts import GOES

WORDS = {"problem": "It does not start.", "device": "Dell XPS", "surname": "Nowak", "contact": "600 100 200"}


@pytest.fixture
def desk() -> Helpdesk:
    return make_desk(settings=SHOP)


def taken(desk: Helpdesk, **fields: str) -> Any:
    desk.clock.move(minutes=1)  # type: ignore[attr-defined]
    return j.do(desk, TakeRequest, j.ANNA, **(WORDS | fields))


def copied(desk: Helpdesk, made: Any, staff: Any = j.BOSS) -> dict[str, Any]:
    """The copy as a file has it."""
    read: dict[str, Any] = json.loads(json.dumps(desk.show(export_customer, staff, made.reference).data))
    return read


def test_a_copy_has_all_that_was_said_and_nothing_of_others(desk: Helpdesk) -> None:
    """Each request of the person with its conversation; no request of another name under the same phone."""
    made, guest = j.in_phase(desk, "confirmed", given_name="Maria")
    desk.clock.move(minutes=1)  # type: ignore[attr-defined]
    j.do(desk, ReplyToShop, guest, request=made.request, text="The left hinge, too.")
    desk.clock.move(minutes=1)  # type: ignore[attr-defined]
    j.do(desk, ReplyToCustomer, j.ANNA, request=made.request, text="We will look.")
    mine, _ = taken(desk), taken(desk, surname="Kern", problem="Water came in.")
    first = copied(desk, made)
    assert first["names"] == [{"given_name": "Maria", "surname": "Kowalska"}]
    assert first["contacts"] == [{"kind": "email", "value": j.EMAIL}]
    said = [one["text"] for one in first["requests"][0]["messages"]]
    assert said == ["The screen is cracked.", "The left hinge, too.", "We will look."]
    second = json.dumps(copied(desk, mine))
    assert mine.reference in second
    assert "Water" not in second


def test_a_copy_has_no_notes_no_drafts_and_no_names_of_staff(desk: Helpdesk) -> None:
    """What the customer never read is not theirs to be handed by a button."""
    made, _ = j.in_phase(desk, "in_review")
    j.do(desk, WriteNote, j.ANNA, request=made.request, text="Careful: in a hurry.")
    j.prepare(desk, made, "A draft of ours.")
    text = json.dumps(copied(desk, made))
    assert "Careful" not in text
    assert "draft of ours" not in text
    assert "Anna" not in text
    j.record(desk, made)
    assert copied(desk, made)["requests"][0]["outcomes"][0]["text"] == "A new screen is in."


def test_a_copy_and_a_review_are_as_wide_as_what_the_reader_may_see(desk: Helpdesk) -> None:
    here, elsewhere = taken(desk, location="here"), taken(desk, location="elsewhere")
    rights = frozenset({"customers.export", "requests.erase"})
    local = Agent(id="zoe", name="Zoe", locations=frozenset({"here"}), rights=rights)
    assert [one["reference"] for one in copied(desk, here, local)["requests"]] == [here.reference]
    assert [one.id for one in desk.show(view_erasure, local, here.reference).requests] == [here.request]
    assert elsewhere.reference in json.dumps(copied(desk, here))


def test_the_review_says_what_erasing_then_does(desk: Helpdesk) -> None:
    """Looking erases nothing; afterwards nothing is left to go."""
    first, second, other = taken(desk), taken(desk), taken(desk, surname="Kern")
    j.do(desk, WriteNote, j.ANNA, request=second.request, text="Called twice.")
    review = desk.show(view_erasure, j.BOSS, first.reference)
    assert {one.id: dict(one.goes) for one in review.requests} == {
        first.request: {"contact_points": 1, "messages": 1},
        second.request: {"contact_points": 1, "messages": 1, "notes": 1},
    }
    assert (review.others, review.has_quotes, review.has_account) == (1, False, False)
    assert desk.show(view_erasure, j.BOSS, second.reference).digest == review.digest
    for one in review.requests:
        j.do(desk, EraseRequest, j.BOSS, request=one.id)
    after = desk.show(view_erasure, j.BOSS, first.reference)
    assert all(one.is_done and not one.goes for one in after.requests)
    assert desk.show(view_customer, j.BOSS, other.reference).contacts
    assert desk.verify() == ()


def test_whatever_can_go_has_a_name_on_the_page() -> None:
    """A new type of record about a request is said there too."""
    types = {
        name
        for name in records_about(ServiceRequest)
        if name != SearchEntry.record_type.name
        and any(one.personal is True and one.field != "payload" for one in record_types[name].columns)
    }
    assert types == set(GOES)


def test_the_devices_of_an_account_go_with_its_owner_or_an_admin(desk: Helpdesk) -> None:
    """A customer who names another account is told what they would be told of none."""
    answer = j.attempt(desk, EraseDevices, Customer(id="c2"), customer="c1")
    assert isinstance(answer, Refusal)
    assert not isinstance(j.attempt(desk, EraseDevices, Customer(id="c1"), customer="c1"), Refusal)
