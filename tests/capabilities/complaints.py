"""Complaints: made by customers and at the counter, marked, reminded of, answered."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import journeys as j
from capabilities.scene import AUTOMATION, PEOPLE, STAFF, Example, Look, Scene, by_command, by_id, of_request, row
from helpdesk_core.commands import AnswerComplaint, MakeComplaint, MarkComplaint, RemindOfComplaint
from helpdesk_core.subjects import NOT_FOUND
from helpdesk_core.views import view_request_complaints
from shops import Visitor

RIGHT = "complaints.record"
TERMS = {"ground": "liability", "wish": "repair", "part": "The new battery", "noticed": "since Monday"}
SAID = {"text": "It hums again.", **TERMS}


def marked(desk: Any, request: str, days: int = 0) -> str:
    """A request that staff call a complaint, which came in so many days ago."""
    received_on = desk.settings.calendar().day_of(desk.clock()) - timedelta(days=days)
    j.do(desk, MarkComplaint, j.ANNA, request=request, received_on=received_on.isoformat(), **TERMS)
    return request


def _marked(**fields: Any) -> Any:
    return lambda scene: {"request": marked(scene.desk, scene.request), **fields}


EXAMPLES = by_command(
    Example(MakeComplaint, PEOPLE, right=RIGHT, phase="closed", fields=of_request(**SAID)),
    Example(MarkComplaint, STAFF, right=RIGHT, fields=of_request(**TERMS)),
    Example(AnswerComplaint, STAFF, right=RIGHT, fields=_marked(answer="refused", text="It fell.")),
    Example(RemindOfComplaint, AUTOMATION, fields=_marked()),
)


def _late(scene: Scene) -> dict[str, str]:
    marked(scene.desk, scene.request)
    scene.desk.clock.move(days=40)  # type: ignore[attr-defined]
    return {"request": scene.request}


_LATE = Example(RemindOfComplaint, AUTOMATION, fields=_late)
KEPT = {"complaints.answered_by_name": "staff stand by their answer"}
CHANGES = {
    "complaint_made": row(PEOPLE, MakeComplaint, MarkComplaint, staff="customer", customer="customer staff"),
    "repair_complained_about": row(PEOPLE, MakeComplaint),
    "complaint_answered": row(STAFF, AnswerComplaint, staff="customer"),
    "complaint_due": row(AUTOMATION, RemindOfComplaint, automation="staff"),
    "complaint_overdue": row(AUTOMATION, _LATE, automation="staff"),
}


def _seen(scene: Scene) -> Any:
    marked(scene.desk, scene.request)
    return by_id(scene)


VIEWS = {view_request_complaints: Look(by=STAFF, right="requests.view", ask=_seen, stranger=NOT_FOUND)}


def _room(visitor: Visitor, phase: str = "closed") -> str:
    """The room of a repair of who is signed in."""
    visitor.client.cookies.set("test_customer", "7")
    desk = visitor.shop.desk
    made, _ = j.in_phase(desk, phase, j.Customer(id="7"), contact="complains@example.com")
    return f"/r/{j.link(desk, made)}"


def _asking(visitor: Visitor) -> str:
    path = _room(visitor)
    visitor.open(f"{path}/complaint")
    return path


def _nothing(visitor: Visitor) -> None:
    _asking(visitor)
    visitor.send("/complaint", text="")


def sent(visitor: Visitor) -> None:
    _asking(visitor)
    visitor.send("/complaint", **SAID)


def about(visitor: Visitor) -> None:
    path = _asking(visitor)
    visitor.send("/complaint", **SAID)
    visitor.open(path)


def answered(visitor: Visitor) -> None:
    visitor.client.cookies.set("test_customer", "7")
    desk = visitor.shop.desk
    made, _ = j.in_phase(desk, "in_review", j.Customer(id="7"), contact="complains@example.com")
    marked(desk, made.request)
    j.do(desk, AnswerComplaint, j.ANNA, request=made.request, answer="refused", text="It fell.")
    visitor.open(f"/r/{j.link(desk, made)}")


def _staff(phase: str, *, is_one: bool = False, days: int = 0, page: str = "/complaint") -> Any:
    def go(visitor: Visitor) -> None:
        desk = visitor.shop.desk
        made, _ = j.in_phase(desk, phase, j.Customer(id="7"), contact="complains@example.com")
        if is_one:
            marked(desk, made.request, days)
        visitor.sign_in()
        visitor.open(f"/staff/requests/{made.reference.replace('-', '')}{page}")

    return go


def _wrong(visitor: Visitor) -> None:
    _staff("in_review", is_one=True)(visitor)
    visitor.send("/complaint/answer", text="")


PAGES = {
    "room_complaint": {
        "empty": _asking,
        "errors": _nothing,
        "sent": sent,
        "in the repair's room": about,
        "answered": answered,
    },
    "staff_complaint": {
        "of a finished repair": _staff("closed"),
        "no complaint yet": _staff("in_review"),
        "waits": _staff("in_review", is_one=True),
        "the time is over": _staff("in_review", is_one=True, days=40),
        "on the request": _staff("in_review", is_one=True, page=""),
        "errors": _wrong,
    },
}
