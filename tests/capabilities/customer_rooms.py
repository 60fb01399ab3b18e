"""What customers see of their requests."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import journeys as j
from capabilities import shipments, tickets, uncollected
from capabilities.contacts import at_the_door
from capabilities.customer_accounts import taken
from capabilities.devices import brought
from capabilities.scene import CUSTOMERS, Example, Look, Scene, by_command, by_id, opened
from helpdesk_core.commands import ClaimRequest, SetDeviceStates, SubmitRequest, TrackRequest
from helpdesk_core.subjects import NOT_FOUND
from helpdesk_core.views import (
    view_customer_list,
    view_dashboard,
    view_dashboard_stamp,
    view_open_requests,
    view_own_device_history,
    view_request_devices,
    view_room,
    view_tracking,
)
from shops import Visitor

EXAMPLES = by_command(
    Example(
        ClaimRequest,
        ("customer",),
        is_try=True,
        phase="unclaimed",
        fields=lambda s: {"reference": taken(s).reference, "surname": "Nowak"},
        stranger=None,
    ),
    Example(
        TrackRequest,
        CUSTOMERS,
        is_try=True,
        fields=lambda s: {"reference": s.made.reference, "surname": "Kowalska"},
        stranger=None,
    ),
)


def _tracked(scene: Scene) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """With the grant that tracking gives, which opens nothing else."""
    found = j.do(scene.desk, TrackRequest, j.Guest(), reference=scene.made.reference, surname="Kowalska")
    scene.guest = scene.desk.guest(found.grant)
    return (scene.request,), {}


VIEWS = {
    view_room: Look(by=CUSTOMERS, ask=by_id, stranger=NOT_FOUND),
    view_open_requests: Look(
        by=CUSTOMERS, ask=lambda scene: ((), {"contact": j.EMAIL, "problem": "p"}), of_nobody=False
    ),
    view_tracking: Look(by=("guest",), ask=_tracked, stranger=NOT_FOUND),
    view_customer_list: Look(by=("customer",)),
    view_own_device_history: Look(by=("customer",), ask=lambda scene: ((brought(scene),), {})),
    view_dashboard: Look(by=("customer",)),
    view_dashboard_stamp: Look(by=("customer",), of_nobody=True),
}


def _door(visitor: Visitor) -> None:
    desk = visitor.shop.desk
    made = j.do(desk, SubmitRequest, j.Guest(), problem="p", device="d", surname="s", contact="door@example.com")
    visitor.open(f"/r/{j.link(desk, made)}")


def fresh(visitor: Visitor) -> str:
    """An open room; its path."""
    return visitor.request_help("room@example.com")


def _with_outcome(visitor: Visitor) -> None:
    path = fresh(visitor)
    desk = visitor.shop.desk
    found = desk.keyring.read_link(path.rpartition("/")[2])
    assert found is not None
    draft = j.do(desk, j.PrepareOutcome, j.ANNA, request=found[0], result="solved", text="A new battery is in.")
    j.do(desk, j.RecordOutcome, j.ANNA, outcome=draft.outcome, digest=draft.digest)
    visitor.open(path)
    assert "A new battery is in." in visitor.page.text


def _errors(visitor: Visitor) -> None:
    fresh(visitor)
    visitor.send("/reply", text="")


def _signed_in(visitor: Visitor, id: str = "7") -> None:
    visitor.client.cookies.set("test_customer", id)


def _unconfirmed(visitor: Visitor) -> None:
    _signed_in(visitor)
    at_the_door(visitor)


def _none(visitor: Visitor) -> None:
    _signed_in(visitor, "99")
    visitor.open("/own")


def _some(visitor: Visitor) -> None:
    _unconfirmed(visitor)
    visitor.open("/own")


def _dashboard(visitor: Visitor, before: Callable[[Visitor], None]) -> None:
    before(visitor)
    visitor.open("/dashboard")


def _claim(visitor: Visitor) -> None:
    _signed_in(visitor)
    visitor.open("/dashboard/claim")


def _claim_errors(visitor: Visitor) -> None:
    _claim(visitor)
    visitor.send("/dashboard/claim")


def _track(visitor: Visitor) -> None:
    visitor.open("/track")
    visitor.send("/track", reference=visitor.shop.tracking[0], surname=visitor.shop.tracking[1])


def _track_errors(visitor: Visitor) -> None:
    visitor.open("/track")
    visitor.send("/track")


def _said(visitor: Visitor) -> None:
    visitor.request_help("said-short@example.com")
    visitor.send("/reply", text="any update?")
    visitor.send("/call", contact="601 234 567", when="After five")


def _two_devices(visitor: Visitor) -> None:
    visitor.client.cookies.set("test_customer", "7")
    more = ({"device": "iPad Air", "serial": "DMPX1234"},)
    made, _ = j.in_phase(visitor.shop.desk, "in_review", j.Customer(id="7"), contact="two@example.com", devices=more)
    first, second = visitor.shop.desk.show(view_request_devices, j.ANNA, made.request).rows
    states = ({"device": first.device.id, "state": "done"}, {"device": second.device.id, "state": "in_work"})
    j.do(visitor.shop.desk, SetDeviceStates, j.ANNA, request=made.request, states=states)
    visitor.open(f"/r/{j.link(visitor.shop.desk, made)}")


def _printed(visitor: Visitor) -> None:
    visitor.open(f"{fresh(visitor)}/print")


PAGES = {
    "room": {
        "door": _door,
        "fresh": lambda visitor: (fresh(visitor), None)[1],
        "signed in": _unconfirmed,
        "outcome": _with_outcome,
        "errors": _errors,
        "a detail lacks": lambda visitor: (visitor.request_help("lacks@example.com", device="?"), None)[1],
        "short message, call": _said,
        "a question": tickets.sent,
        "with questions": tickets.of_repair,
        "two devices": _two_devices,
        "in parcels": shipments.room_in_parcels,
        "waits to be collected": uncollected.in_the_room,
        "unknown": opened(f"/r/{'0' * 64}"),
    },
    "room_print": {"fresh": _printed},
    "own": {"none": _none, "some": _some},
    "dashboard": {
        "some": lambda visitor: _dashboard(visitor, _unconfirmed),
        "none": lambda visitor: _dashboard(visitor, _none),
        "two devices": lambda visitor: _dashboard(visitor, _two_devices),
    },
    "dashboard_claim": {"empty": _claim, "errors": _claim_errors},
    "track": {"empty": opened("/track"), "errors": _track_errors, "tracked": _track},
}
