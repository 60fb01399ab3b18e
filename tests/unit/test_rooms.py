"""What a customer is shown of a request, and what stays with the shop."""

from __future__ import annotations

from typing import Any

import attrs
import pytest

import journeys as j
from capabilities.scene import SHOP, words_in
from helpdesk_core import Guest, Location, Refusal
from helpdesk_core.commands import (
    CancelRequest,
    DescribeDevice,
    MoveRequest,
    ReopenRequest,
    ReplyToCustomer,
    ReplyToShop,
    TrackRequest,
    WriteNote,
)
from helpdesk_core.ports import Undeliverable
from helpdesk_core.testing import make_desk
from helpdesk_core.views import view_customer_list, view_request, view_room, view_tracking

WORKSHOP = Location(id="workshop", labels={"en": "Workshop", "pl": "Warsztat"}, public=False)
CENTRE = Location(id="centre", labels={"en": "Centre", "pl": "Centrum"}, turnaround_days=(2, 5))


@pytest.fixture
def desk() -> Any:
    return make_desk(settings=attrs.evolve(SHOP, locations=(WORKSHOP, CENTRE)))


def room(desk: Any, guest: Any, made: Any) -> Any:
    found = desk.view(view_room, guest, made.request)
    assert not isinstance(found, Refusal)
    return found


def tracking(desk: Any, made: Any) -> Any:
    """The four facts, as reference and surname show them."""
    grant = j.do(desk, TrackRequest, Guest(), reference=made.reference, surname="Kowalska").grant
    return desk.view(view_tracking, desk.guest(grant), made.request)


def test_a_place_that_is_not_public_is_shown_to_nobody(desk: Any) -> None:
    """Neither in the room nor by tracking, where staff send the work there; a public one with its usual days."""
    for location, shown in (("workshop", None), ("centre", ("Centrum", 2, 5)), (None, None)):
        made, guest = j.in_phase(desk, "in_review")
        j.do(desk, MoveRequest, j.ANNA, request=made.request, **({"location": location} if location else {}))
        for found in (room(desk, guest, made).location, tracking(desk, made).location):
            assert (found and (found.label("pl"), found.fastest, found.slowest)) == shown


def test_tracking_shows_the_device_as_staff_checked_it(desk: Any) -> None:
    """Never the customer's own words: a reference and a surname are known to others too."""
    made, guest = j.in_phase(desk, "in_review", device="My sister's old one")
    assert tracking(desk, made).device is None
    j.do(desk, DescribeDevice, j.ANNA, request=made.request, device="iPhone 13, A2633")
    assert str(tracking(desk, made).device) == "iPhone 13, A2633"
    assert "sister's" not in words_in(tracking(desk, made))
    assert str(room(desk, guest, made).device) == "My sister's old one"


def test_notes_are_for_staff_alone(desk: Any) -> None:
    """In the room stands what the customer and the shop wrote to each other, and nothing else."""
    made, guest = j.in_phase(desk, "in_review")
    j.do(desk, WriteNote, j.ANNA, request=made.request, text="Difficult.")
    j.do(desk, ReplyToCustomer, j.ANNA, request=made.request, text="Understood.")
    assert "Difficult." in words_in(desk.view(view_request, j.ANNA, made.reference))
    shown = words_in(room(desk, guest, made))
    assert "Understood." in shown
    assert "Difficult." not in shown
    assert j.EMAIL not in shown, "contacts are masked"


def test_other_requests_are_shown_to_who_confirmed_them_too(desk: Any) -> None:
    """A request that only names the address may be anybody's: it shows nothing and is not shown. Nor is one that has
    ended, or stands under another address."""
    mine, guest = j.in_phase(desk, "in_review")
    also, _ = j.in_phase(desk, "in_progress")
    open_ = j.submit(desk)
    j.in_phase(desk, "closed")
    j.in_phase(desk, "in_review", contact="other@example.com")
    assert {one.id for one in room(desk, guest, mine).others} == {also.request}
    unproved = room(desk, attrs.evolve(j.CUSTOMER, id="c-9"), j.submit(desk, attrs.evolve(j.CUSTOMER, id="c-9")))
    assert unproved.others == ()
    assert open_.request not in {one.id for one in room(desk, guest, mine).others}


def test_a_list_is_for_who_is_signed_in(desk: Any) -> None:
    """With what stands in the own requests, whoever else knows the address."""
    made = j.submit(desk, j.CUSTOMER)
    j.in_phase(desk, "in_review")
    assert [row.id for row in desk.view(view_customer_list, j.CUSTOMER).rows] == [made.request]


#             reply  cancel reopen
OFFERED = {
    "confirmed":            (True,  True,  False),
    "in_review":            (True,  True,  False),
    "waiting_for_customer": (True,  True,  False),
    "in_progress":          (True,  True,  False),
    "ready":                (True,  True,  False),
    "outcome_recorded":     (True,  False, True),
    "closed":               (False, False, True),
    "cancelled":            (False, False, True),
}  # fmt: skip


@pytest.mark.parametrize("phase", OFFERED)
def test_what_is_offered_can_be_done(desk: Any, phase: str) -> None:
    """Replying, cancelling, reopening: the room and the commands say the same, in every phase."""
    made, _ = j.in_phase(desk, phase, j.CUSTOMER)
    shown = room(desk, j.CUSTOMER, made)
    fields = {"request": made.request}
    sent = ((ReplyToShop, fields | {"text": "t"}), (CancelRequest, fields), (ReopenRequest, fields))
    taken = [not isinstance(desk.preview(desk.read(command, given), j.CUSTOMER), Refusal) for command, given in sent]
    assert (shown.can_reply, shown.can_cancel, shown.can_reopen) == tuple(taken) == OFFERED[phase]


def test_only_what_failed_is_shown_as_undelivered(desk: Any) -> None:
    """What was sent, dropped or still waits is no trouble of the staff's."""
    made, _ = j.in_phase(desk, "in_review")
    desk.deliver(500)
    j.do(desk, ReplyToCustomer, j.ANNA, request=made.request, text="t")
    assert desk.view(view_request, j.ANNA, made.reference).undelivered == ()
    desk.notifier.answers = [Undeliverable("smtp_550")]
    desk.deliver()
    (row,) = desk.view(view_request, j.ANNA, made.reference).undelivered
    assert row.payload["notice"] == "reply"
