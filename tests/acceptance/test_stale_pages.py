"""A decision that was made looking at an older page is a conflict: nothing happens, and the page is shown as it is."""

from __future__ import annotations

import re
from typing import Any

import journeys as j
from helpdesk_core.conversations.rules import ReplyToCustomer
from shops import Shop


def _request(shop: Shop, room: str) -> tuple[str, str]:
    found = shop.desk.keyring.read_link(room.rpartition("/")[2])
    assert found is not None
    with shop.desk.reading() as reader:
        request: Any = reader.load(j.ServiceRequest, found[0])
    return request.id, request.reference


def test_a_customer_does_not_cancel_what_changed_meanwhile(shop: Shop) -> None:
    """The reply that came in between is read first; then it can be cancelled."""
    customer = shop.visitor()
    room = customer.request_help("stale@example.com")
    id, _ = _request(shop, room)
    customer.open(room)
    j.do(shop.desk, ReplyToCustomer, j.ANNA, request=id, text="It is ready, come by.")
    page = customer.send("/cancel")
    assert page.status_code == 409
    assert "Someone else has changed" in page.text
    assert "It is ready, come by." in page.text
    assert "Cancel this request" in page.text
    assert "Cancelled" in customer.send("/cancel").text


def test_staff_do_not_cancel_or_close_what_changed_meanwhile(shop: Shop) -> None:
    """Both buttons send what was seen."""
    customer, staff = shop.visitor(), shop.visitor()
    room = customer.request_help("stale2@example.com")
    id, reference = _request(shop, room)
    staff.sign_in("tom@example.com")
    for action in ("/cancel", "/close"):
        if action == "/close":
            draft = j.do(shop.desk, j.PrepareOutcome, j.ANNA, request=id, result="solved", text="Done.")
            j.do(shop.desk, j.RecordOutcome, j.ANNA, outcome=draft.outcome, digest=draft.digest)
        old = staff.open(f"/staff/requests/{reference}")
        assert re.search(rf'action="[^"]*{action}">.*?name="seen" value="\d+"', old.text)
        j.do(shop.desk, ReplyToCustomer, j.ANNA, request=id, text=f"Wait, {action}.")
        page = staff.send(action)
        assert page.status_code == 409
        assert "Someone else has changed" in page.text
        assert f"Wait, {action}." in page.text
    assert "Closed" in staff.send("/close").text


def test_a_status_set_on_a_stale_page_is_a_conflict(shop: Shop) -> None:
    """Two members of staff; the second sees what the first did."""
    staff = shop.visitor()
    staff.sign_in("tom@example.com")
    reference = shop.tracking[0].replace("-", "")
    staff.open(f"/staff/requests/{reference}")
    old = staff.page
    staff.send("/status", status="diagnosis")
    staff.page = old
    page = staff.send("/status", status="ready_for_pick_up")
    assert page.status_code == 409
    assert "Diagnosis" in page.text
