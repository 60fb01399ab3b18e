"""Hand-overs: on which proof, whom the customer names, and that nothing follows by itself."""

from __future__ import annotations

from typing import Any

import pytest

import journeys as j
from helpdesk_core import Guest
from helpdesk_core.commands import EraseRequest, NameCollector, RecordHandOver, RemoveCollector, RenewLink
from helpdesk_core.testing import make_desk
from helpdesk_core.views import view_collection, view_hand_overs, view_request_hand_overs


@pytest.fixture
def desk() -> Any:
    return make_desk()


def give(desk: Any, made: Any, proof: str, **more: Any) -> Any:
    """Staff try to record a hand-over."""
    fields = {"request": made.request, "name": "Jan Kowalski", "proof": proof, **more}
    return j.attempt(desk, RecordHandOver, j.ANNA, **fields)


def deliver(desk: Any) -> None:
    while desk.deliver(100).done:
        pass


def test_a_hand_over_says_to_whom_on_what_proof_when_and_by_whom(desk: Any) -> None:
    """The customer is told, so that a wrong one does not stay hidden; the status stays where it was."""
    made, guest = j.in_phase(desk, "ready")
    give(desk, made, "slip", note="Without the charger, PIN 4821")
    (row,) = desk.show(view_hand_overs, guest, made.request).rows
    assert (str(row.name), row.proof.value, str(row.by)) == ("Jan Kowalski", "slip", "Anna Nowak")
    assert row.at == desk.clock()
    assert "4821" not in str(row.note)
    deliver(desk)
    assert any("was handed over" in mail.text for mail in desk.notifier.sent)
    assert not any("Jan" in mail.text for mail in desk.notifier.sent)
    assert j.stored(desk, made).phase.value == "ready"
    assert desk.verify() == ()


def test_the_code_is_the_one_on_the_customers_page_and_ends_with_its_link(desk: Any) -> None:
    """Another request's does not fit; whoever has neither slip nor code gets nothing by the code."""
    made, guest = j.in_phase(desk, "ready")
    other, stranger = j.in_phase(desk, "ready", contact="other@example.com")
    code = desk.show(view_collection, guest, made.request).code
    wrong = desk.show(view_collection, stranger, other.request).code
    assert code != wrong
    assert give(desk, made, "code").code == "refusal.hand_over_code"
    assert give(desk, made, "code", code=wrong).code == "refusal.hand_over_code"
    j.do(desk, RenewLink, j.ANNA, request=made.request)
    assert give(desk, made, "code", code=code).code == "refusal.hand_over_code"
    assert give(desk, other, "code", code=f"{wrong[:3]} {wrong[3:]}").hand_over
    assert desk.view(view_collection, Guest(), other.request).code == "refusal.no_such_request"


def test_the_customer_names_one_person_at_a_time_and_can_think_better_of_it(desk: Any) -> None:
    """Staff read who may come; nobody gets it as somebody whom nobody named."""
    made, guest = j.in_phase(desk, "ready")
    assert give(desk, made, "named").code == "refusal.hand_over_nobody_named"
    for name in ("Ewa Lis", "Jan Kowalski"):
        j.do(desk, NameCollector, guest, request=made.request, name=name)
    assert str(desk.show(view_request_hand_overs, j.ANNA, made.request).collector) == "Jan Kowalski"
    j.do(desk, RemoveCollector, guest, request=made.request)
    assert desk.show(view_collection, guest, made.request).collector is None
    assert give(desk, made, "named").code == "refusal.hand_over_nobody_named"
    j.do(desk, NameCollector, guest, request=made.request, name="Ewa Lis")
    assert give(desk, made, "named", name="Ewa Lis").hand_over
    assert desk.verify() == ()


def test_a_machine_hands_nothing_over_and_erasing_takes_the_names(desk: Any) -> None:
    """The fact stays, with its time and proof; history and digests still fit."""
    made, guest = j.in_phase(desk, "ready")
    fields = {"request": made.request, "name": "Jan Kowalski", "proof": "slip"}
    assert j.attempt(desk, RecordHandOver, j.BOT, **fields).code == "refusal.not_allowed"
    j.do(desk, NameCollector, guest, request=made.request, name="Jan Kowalski")
    give(desk, made, "named")
    j.do(desk, EraseRequest, j.BOSS, request=made.request)
    found = desk.show(view_request_hand_overs, j.BOSS, made.request)
    assert "Jan" not in str(found.rows[0].name)
    assert found.rows[0].proof.value == "named"
    assert desk.verify() == ()
