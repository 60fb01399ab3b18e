"""Warranties: given by staff for a part of a repair, and taken back."""

from __future__ import annotations

from typing import Any

import journeys as j
from capabilities.scene import STAFF, Example, Look, Scene, by_command, by_id, of_request, row
from helpdesk_core.commands import EndWarranty, GiveWarranty
from helpdesk_core.subjects import NOT_FOUND
from helpdesk_core.views import view_request_warranties
from shops import Visitor

RIGHT = "warranties.give"
SAID = {"part": "The new battery", "months": "12"}


def covered(desk: Any, request: str, **more: Any) -> str:
    """A warranty; its id."""
    return str(j.do(desk, GiveWarranty, j.ANNA, request=request, **(SAID | more)).warranty)


EXAMPLES = by_command(
    Example(GiveWarranty, STAFF, right=RIGHT, fields=of_request(**SAID)),
    Example(
        EndWarranty,
        STAFF,
        right=RIGHT,
        fields=lambda scene: {"request": scene.request, "warranty": covered(scene.desk, scene.request)},
    ),
)
KEPT = {"warranties.given_by_name": "staff stand by what they covered"}
CHANGES = {
    "warranty_given": row(STAFF, GiveWarranty, staff="customer"),
    "warranty_taken_back": row(STAFF, EndWarranty, staff="customer"),
}


def _seen(scene: Scene) -> Any:
    covered(scene.desk, scene.request)
    return by_id(scene)


VIEWS = {view_request_warranties: Look(by=STAFF, right="requests.view", ask=_seen, stranger=NOT_FOUND)}


def _given(visitor: Visitor) -> Any:
    made, _ = j.in_phase(visitor.shop.desk, "closed", j.Customer(id="7"), contact="covered@example.com")
    covered(visitor.shop.desk, made.request)
    return made


def _at(page: str) -> Any:
    def go(visitor: Visitor) -> None:
        made = _given(visitor)
        visitor.sign_in()
        visitor.open(f"/staff/requests/{made.reference.replace('-', '')}{page}")

    return go


def _room(visitor: Visitor) -> None:
    made = _given(visitor)
    visitor.client.cookies.set("test_customer", "7")
    visitor.open(f"/r/{j.link(visitor.shop.desk, made)}")


def _wrong(visitor: Visitor) -> None:
    _at("/warranties")(visitor)
    visitor.send("/warranties", part="", months="x")


PAGES = {
    "staff_warranties": {
        "some": _at("/warranties"),
        "on the request": _at(""),
        "on the slip": _at("/slip"),
        "in the room": _room,
        "errors": _wrong,
    }
}
