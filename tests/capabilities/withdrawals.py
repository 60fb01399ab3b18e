"""Withdrawals: declared by customers, written down by staff, reminded of, answered."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import journeys as j
from capabilities.quotes import FIXED, offer
from capabilities.scene import AUTOMATION, CUSTOMERS, STAFF, Example, Look, Scene, by_command, by_id, row
from helpdesk_core import Customer, GrantScope
from helpdesk_core.commands import (
    AnswerWithdrawal,
    ApproveQuote,
    DeclareWithdrawal,
    RecordWithdrawal,
    RemindOfWithdrawal,
)
from helpdesk_core.contacts.model import CONTACTS
from helpdesk_core.subjects import NOT_FOUND
from helpdesk_core.views import view_choice, view_request_withdrawals, view_withdrawal
from shops import Visitor

RIGHT = "withdrawals.answer"
NAME = "Ewa Nowak"
TOLD = {"text": "We send it back to you.", "hand_back": "yes"}


def ordered(desk: Any, request: str, by: Any, *, start_now: bool = False) -> str:
    """An order of this customer's, 99 in all; its id."""
    made = offer(desk, request, FIXED)
    asked = {"request": request, "quote": made.quote, "digest": desk.show(view_choice, by, request).digest}
    answer: str = j.do(desk, ApproveQuote, by, **asked, start_now=start_now).answer
    return answer


def declared(desk: Any, request: str, by: Any, **fields: Any) -> str:
    """A withdrawal from it; its id."""
    withdrawal: str = j.do(desk, DeclareWithdrawal, by, request=request, **({"name": NAME} | fields)).withdrawal
    return withdrawal


def _ordered(**fields: Any) -> Any:
    def of(scene: Scene) -> dict[str, Any]:
        ordered(scene.desk, scene.request, scene.actors["customer"])
        return {"request": scene.request, **fields}

    return of


def _whose(scene: Scene) -> Any:
    """The scene's customer; of a request that nobody has confirmed, somebody with a proof that confirmed nothing."""
    with scene.desk.reading() as reader:
        (point,) = reader.find(CONTACTS, {"request": scene.request})
    if j.stored(scene.desk, scene.made).customer is not None:
        return scene.actors["customer"]
    keys, now = scene.desk.keyring, scene.desk.clock()
    return scene.desk.guest(keys.grant(GrantScope.ROOM, scene.request, point.id, 1, now).token())


def _declared(scene: Scene) -> dict[str, Any]:
    by = _whose(scene)
    ordered(scene.desk, scene.request, by)
    return {
        "request": scene.request,
        "withdrawal": declared(scene.desk, scene.request, by, reason="It costs too much."),
    }


def _answering(scene: Scene) -> dict[str, Any]:
    return _declared(scene) | TOLD


EXAMPLES = by_command(
    Example(DeclareWithdrawal, CUSTOMERS, fields=_ordered(name=NAME, reason="It costs too much.")),
    Example(RecordWithdrawal, STAFF, right=RIGHT, fields=_ordered(name=NAME, how="letter", reason="Too dear.")),
    Example(AnswerWithdrawal, STAFF, right=RIGHT, fields=_answering),
    Example(RemindOfWithdrawal, AUTOMATION, fields=_declared),
)


def _late(scene: Scene) -> dict[str, Any]:
    named = _declared(scene)
    scene.desk.clock.move(days=40)  # type: ignore[attr-defined]
    return named


_LATE = Example(RemindOfWithdrawal, AUTOMATION, fields=_late)
KEPT = {"withdrawals.answered_by_name": "staff stand by their answer"}
CHANGES = {
    "withdrawal_declared": row(
        (*CUSTOMERS, *STAFF), DeclareWithdrawal, RecordWithdrawal, staff="customer", customer="customer staff"
    ),
    "withdrawal_answered": row(STAFF, AnswerWithdrawal, staff="customer"),
    "withdrawal_due": row(AUTOMATION, RemindOfWithdrawal, automation="staff"),
    "withdrawal_overdue": row(AUTOMATION, _LATE, automation="staff"),
}


def _seen(scene: Scene) -> Any:
    _declared(scene)
    return by_id(scene)


def _own(scene: Scene) -> Any:
    ordered(scene.desk, scene.request, scene.actors["customer"])
    return by_id(scene)


VIEWS = {
    view_request_withdrawals: Look(by=STAFF, right="requests.view", ask=_seen, stranger=NOT_FOUND),
    view_withdrawal: Look(by=CUSTOMERS, ask=_own, stranger=NOT_FOUND),
}


def order_of(visitor: Visitor, *, start_now: bool = False, phase: str = "in_review") -> Any:
    """A request of who is signed in, with an order on it."""
    desk = visitor.shop.desk
    visitor.client.cookies.set("test_customer", "7")
    made, guest = j.in_phase(desk, "in_review", Customer(id="7"), contact="withdraws@example.com")
    ordered(desk, made.request, guest, start_now=start_now)
    if phase != "in_review":
        j.record(desk, made)
    return made


def _room(**how: Any) -> Any:
    def go(visitor: Visitor) -> None:
        visitor.open(f"/r/{j.link(visitor.shop.desk, order_of(visitor, **how))}")

    return go


def asking(visitor: Visitor, **how: Any) -> str:
    """The page of the declaration; the room's path."""
    room = f"/r/{j.link(visitor.shop.desk, order_of(visitor, **how))}"
    visitor.open(f"{room}/withdraw")
    return room


def _begun(visitor: Visitor) -> None:
    asking(visitor, start_now=True)


def _performed(visitor: Visitor) -> None:
    asking(visitor, start_now=True, phase="outcome_recorded")


def _nothing(visitor: Visitor) -> None:
    asking(visitor)
    visitor.send("/withdraw", name="")


def _sent(visitor: Visitor) -> None:
    asking(visitor)
    visitor.send("/withdraw", name=NAME, reason="It costs too much.")


def _again(visitor: Visitor) -> None:
    room = asking(visitor)
    visitor.send("/withdraw", name=NAME)
    visitor.open(f"{room}/withdraw")


def _answered(visitor: Visitor) -> None:
    made, desk = order_of(visitor), visitor.shop.desk
    withdrawal = declared(desk, made.request, Customer(id="7"))
    returned = {"returned": "99", "owed": "0"}
    j.do(desk, AnswerWithdrawal, j.ANNA, request=made.request, withdrawal=withdrawal, **TOLD, **returned)
    visitor.open(f"/r/{j.link(desk, made)}")


def _staff(state: str, page: str = "/withdrawal", days: int = 0) -> Any:
    """Of an order that is so many days old, and withdrawn from on the same day."""

    def go(visitor: Visitor) -> None:
        desk = visitor.shop.desk
        now = desk.clock
        desk.clock = lambda: now() - timedelta(days=days)
        try:
            made = order_of(visitor)
        finally:
            desk.clock = now
        at = f"/staff/requests/{made.reference.replace('-', '')}{page}"
        if state != "ordered":
            came = desk.settings.calendar().day_of(desk.clock()) - timedelta(days=days)
            received = {"how": "letter", "received_on": came.isoformat()}
            more = {"name": NAME, "reason": "Too dear."}
            found = j.do(desk, RecordWithdrawal, j.ANNA, request=made.request, **received, **more)
            if state in ("answered", "repaid"):
                told = {**TOLD, "returned": "99", "is_repaid": state == "repaid"}
                j.do(desk, AnswerWithdrawal, j.ANNA, request=made.request, withdrawal=found.withdrawal, **told)
        visitor.sign_in()
        visitor.open(at)

    return go


def _wrong(visitor: Visitor) -> None:
    _staff("waits")(visitor)
    visitor.send("/withdrawal/answer", text="")


def _unwritten(visitor: Visitor) -> None:
    _staff("ordered")(visitor)
    visitor.send("/withdrawal", name="")


def _no_order(visitor: Visitor) -> None:
    made, _ = j.in_phase(visitor.shop.desk, "in_review", Customer(id="7"), contact="withdraws@example.com")
    visitor.sign_in()
    visitor.open(f"/staff/requests/{made.reference.replace('-', '')}/withdrawal")


PAGES = {
    "room_withdrawal": {
        "empty": lambda visitor: asking(visitor) and None,
        "begun at once": _begun,
        "all done": _performed,
        "errors": _nothing,
        "sent": _sent,
        "a second time": _again,
        "in the room": _room(),
        "answered": _answered,
    },
    "staff_withdrawal": {
        "an order": _staff("ordered"),
        "no order": _no_order,
        "waits": _staff("waits"),
        "the time is over": _staff("waits", days=30),
        "answered": _staff("answered"),
        "answered, and not paid in time": _staff("answered", days=30),
        "paid back": _staff("repaid"),
        "answered, on the request": _staff("answered", page=""),
        "on the request": _staff("waits", page=""),
        "errors": _wrong,
        "errors when written down": _unwritten,
    },
}
