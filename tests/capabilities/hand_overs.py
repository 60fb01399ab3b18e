"""Hand-overs: recorded by staff; whom the customer lets collect."""

from __future__ import annotations

import secrets
from typing import Any

import journeys as j
from capabilities.scene import CUSTOMERS, STAFF, Example, Look, Scene, by_command, by_id, of_request, row
from helpdesk_core.commands import NameCollector, RecordHandOver, RemoveCollector
from helpdesk_core.subjects import NOT_FOUND
from helpdesk_core.views import view_collection, view_hand_overs, view_request_hand_overs
from shops import Visitor

RIGHT = "hand_overs.record"
GIVEN = {"name": "Jan Kowalski", "proof": "slip", "note": "The phone, without its case"}


def named(scene: Scene) -> dict[str, Any]:
    """The customer let somebody else collect it."""
    j.do(scene.desk, NameCollector, scene.guest, request=scene.request, name="Jan Kowalski")
    return {"request": scene.request}


EXAMPLES = by_command(
    Example(RecordHandOver, STAFF, right=RIGHT, fields=of_request(**GIVEN), phase="ready"),
    Example(NameCollector, CUSTOMERS, fields=of_request(name="Jan Kowalski")),
    Example(RemoveCollector, CUSTOMERS, fields=named),
)
KEPT = {"hand_overs.handed_by_name": "staff stand by what they handed over"}
CHANGES = {
    "handed_over": row(STAFF, RecordHandOver, staff="customer"),
    "collector_named": row(CUSTOMERS, NameCollector),
    "collector_removed": row(CUSTOMERS, RemoveCollector),
}


def _given(scene: Scene) -> Any:
    j.do(scene.desk, RecordHandOver, j.ANNA, request=scene.request, **GIVEN)
    named(scene)
    return by_id(scene)


VIEWS = {
    view_hand_overs: Look(by=CUSTOMERS, ask=_given, stranger=NOT_FOUND),
    view_collection: Look(by=CUSTOMERS, ask=_given, stranger=NOT_FOUND),
    view_request_hand_overs: Look(by=STAFF, right=RIGHT, ask=_given, stranger=NOT_FOUND),
}


def _collect(visitor: Visitor) -> None:
    room = visitor.request_help(f"collects-{secrets.token_hex(4)}@example.com", location="centrum")
    visitor.open(f"{room}/collect")
    visitor.send("/collect", name="Jan Kowalski")


def _record(visitor: Visitor) -> None:
    made, guest = j.in_phase(visitor.shop.desk, "ready", contact="collects@example.com")
    j.do(visitor.shop.desk, NameCollector, guest, request=made.request, name="Jan Kowalski")
    j.do(visitor.shop.desk, RecordHandOver, j.ANNA, request=made.request, **GIVEN)
    visitor.sign_in()
    visitor.open(f"/staff/requests/{made.reference.replace('-', '')}/hand-over")


def _errors(visitor: Visitor) -> None:
    _record(visitor)
    visitor.send("/hand-over", proof="code", code="12")


def _several(visitor: Visitor) -> None:
    more = ({"device": "iPad Air"},)
    made, _ = j.in_phase(visitor.shop.desk, "ready", contact="several@example.com", devices=more)
    visitor.sign_in()
    visitor.open(f"/staff/requests/{made.reference.replace('-', '')}/hand-over")
    visitor.send("/hand-over", name="Jan Kowalski", proof="slip")


PAGES = {
    "room_collect": {"somebody named": _collect},
    "staff_hand_over": {"one, and somebody named": _record, "errors": _errors, "errors: which of several": _several},
}
