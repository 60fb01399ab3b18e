"""Parts that a repair waits for: ordered, later, here, not needed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import journeys as j
from capabilities.scene import CUSTOMERS, STAFF, Example, Look, Scene, by_command, by_id, row
from helpdesk_core.commands import AwaitPart, DropPart, ExpectPart, PutPartAway, ReceivePart
from helpdesk_core.subjects import NOT_FOUND
from helpdesk_core.views import view_parts, view_request_parts
from shops import Visitor

RIGHT = "awaited_parts.record"


def in_days(desk: Any, days: int) -> str:
    """So many days from now, as a day is typed."""
    return str((desk.clock() + timedelta(days=days)).date())


def awaited(desk: Any, request: str) -> str:
    """A part that is waited for; its id."""
    fields = {"part": "Display", "supplier": "Parts Ltd", "expected": in_days(desk, 3), "unconfirmed": True}
    return str(j.do(desk, AwaitPart, j.ANNA, request=request, **fields).awaited_part)


def _one(**more: Any) -> Any:
    return lambda scene: {"request": scene.request, "awaited_part": awaited(scene.desk, scene.request), **more}


def _arrived(scene: Scene) -> dict[str, Any]:
    fields: dict[str, Any] = _one()(scene)
    j.do(scene.desk, ReceivePart, j.ANNA, **fields)
    return fields


EXAMPLES = by_command(
    Example(
        AwaitPart,
        STAFF,
        right=RIGHT,
        fields=lambda scene: {
            "request": scene.request,
            "part": "Display",
            "supplier": "Parts Ltd",
            "expected": in_days(scene.desk, 3),
        },
    ),
    Example(ExpectPart, STAFF, right=RIGHT, fields=lambda scene: _one(expected=in_days(scene.desk, 9))(scene)),
    Example(ReceivePart, STAFF, right=RIGHT, fields=_one()),
    Example(PutPartAway, STAFF, right=RIGHT, fields=_arrived),
    Example(DropPart, STAFF, right=RIGHT, fields=_one()),
)
KEPT = {"awaited_parts.awaited_by_name": "staff stand by what they ordered"}
CHANGES = {
    "part_awaited": row(STAFF, AwaitPart, staff="customer"),
    "part_expected": row(STAFF, ExpectPart, staff="customer"),
    "part_arrived": row(STAFF, ReceivePart, staff="staff"),
    "part_put_away": row(STAFF, PutPartAway),
    "part_dropped": row(STAFF, DropPart),
}


def _seen(scene: Scene) -> Any:
    awaited(scene.desk, scene.request)
    return by_id(scene)


VIEWS = {
    view_parts: Look(by=CUSTOMERS, ask=_seen, stranger=NOT_FOUND),
    view_request_parts: Look(by=STAFF, right=RIGHT, ask=_seen, stranger=NOT_FOUND),
}


def _page(visitor: Visitor) -> None:
    made, _ = j.in_phase(visitor.shop.desk, "in_review", contact="parts@example.com")
    awaited(visitor.shop.desk, made.request)
    visitor.sign_in()
    visitor.open(f"/staff/requests/{made.reference.replace('-', '')}/parts")


def _errors(visitor: Visitor) -> None:
    _page(visitor)
    visitor.send("/parts", part="", expected="2020-01-01")


PAGES = {"staff_parts": {"one": _page, "errors": _errors}}
