"""Promises: given, kept, moved, taken back; the reminder; the expected day."""

from __future__ import annotations

from datetime import date
from typing import Any

import journeys as j
from capabilities.scene import AUTOMATION, CUSTOMERS, STAFF, Example, Look, Scene, by_command, by_id, of_request, row
from helpdesk_core.commands import (
    GivePromise,
    KeepPromise,
    MovePromise,
    PromiseKind,
    RemindOfPromise,
    SetEstimate,
    WithdrawPromise,
)
from helpdesk_core.subjects import NOT_FOUND
from helpdesk_core.views import preview_promise, view_promises, view_request_promises
from shops import Visitor

WHY = "The part comes later."


def in_days(desk: Any, days: int) -> str:
    """So many working days from now, as a day is typed."""
    calendar = desk.settings.calendar()
    return str(calendar.add_days(calendar.day_of(desk.clock()), days))


def promise(desk: Any, request: str, **fields: str) -> str:
    """Something that staff promised by a day; its id."""
    wanted = {"kind": "time", "what": "Ready to be fetched", "day": in_days(desk, 2), **fields}
    return str(j.do(desk, GivePromise, j.ANNA, request=request, **wanted).promise)


def _given(scene: Scene) -> dict[str, str]:
    return {"kind": "time", "what": "Ready to be fetched", "day": in_days(scene.desk, 2)}


def _promised(**fields: Any) -> Any:
    return lambda scene: {"request": scene.request, "promise": promise(scene.desk, scene.request), **fields}


EXAMPLES = by_command(
    Example(
        GivePromise,
        STAFF,
        right="promises.give",
        fields=lambda scene: {"request": scene.request, **_given(scene), "text": "We do our best."},
    ),
    Example(
        MovePromise,
        STAFF,
        right="promises.give",
        fields=lambda scene: {**_promised(text=WHY)(scene), "day": in_days(scene.desk, 3)},
    ),
    Example(KeepPromise, STAFF, right="promises.give", fields=_promised()),
    Example(WithdrawPromise, STAFF, right="promises.give", fields=_promised(text=WHY)),
    Example(RemindOfPromise, AUTOMATION, fields=_promised()),
    Example(SetEstimate, STAFF, right="promises.give", fields=of_request(estimate="2027-01-15")),
)
KEPT = {"promises.promised_by_name": "staff stand by their word"}
CHANGES = {
    "promise_given": row(STAFF, GivePromise, staff="customer"),
    "promise_moved": row(STAFF, MovePromise, staff="customer"),
    "promise_kept": row(STAFF, KeepPromise),
    "promise_withdrawn": row(STAFF, WithdrawPromise, staff="customer"),
    "promise_due": row(AUTOMATION, RemindOfPromise, automation="staff"),
    "estimate_set": row(STAFF, SetEstimate),
}


def _seen(ask: Any) -> Any:
    def made(scene: Scene) -> Any:
        promise(scene.desk, scene.request)
        return ask(scene)

    return made


def _plan(scene: Scene) -> Any:
    return (scene.request, PromiseKind.TIME), {"day": date.fromisoformat(in_days(scene.desk, 2))}


VIEWS = {
    view_promises: Look(by=CUSTOMERS, ask=_seen(by_id), stranger=NOT_FOUND),
    view_request_promises: Look(by=STAFF, right="promises.give", ask=_seen(by_id), stranger=NOT_FOUND),
    preview_promise: Look(by=STAFF, right="promises.give", ask=_plan, stranger=NOT_FOUND),
}


def _at(path: str = "", *, one: bool = False) -> Any:
    def go(visitor: Visitor) -> None:
        desk = visitor.shop.desk
        made, _ = j.in_phase(desk, "in_review", contact="promised@example.com")
        given = promise(desk, made.request)
        visitor.sign_in()
        visitor.open(f"/staff/requests/{made.reference.replace('-', '')}/promises{f'/{given}' if one else ''}{path}")

    return go


def _read(visitor: Visitor) -> None:
    _at()(visitor)
    visitor.send("/promises", what="Ready", day=in_days(visitor.shop.desk, 2))


def _wrong(visitor: Visitor) -> None:
    _at(one=True)(visitor)
    visitor.send("/move", day="", text="")


PAGES = {
    "staff_promises": {"some": _at(), "how it reads": _read},
    "staff_promise": {"open": _at(one=True), "errors": _wrong},
}
