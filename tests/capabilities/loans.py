"""Devices that the shop lends: the list, lent to a request's customer, taken back."""

from __future__ import annotations

from typing import Any

import journeys as j
from capabilities.awaited_parts import in_days
from capabilities.scene import AUTOMATION, CUSTOMERS, PEOPLE, STAFF, Example, Look, Scene, by_command, by_id, row
from helpdesk_core.commands import (
    AddLoanDevice,
    ChangeLoanDevice,
    JoinOwnRequest,
    LendDevice,
    MergeRequest,
    RemindOfLoan,
    TakeLoanBack,
)
from helpdesk_core.subjects import NOT_FOUND
from helpdesk_core.views import view_loan_device, view_loan_devices, view_loans, view_request_loans
from shops import Visitor

RIGHT = "loans.record"
SAID = {"name": "Loan phone 1", "serial": "LP-1", "notes": "Charger in drawer 2"}


def to_lend(desk: Any, **more: Any) -> str:
    """A device to lend; its id."""
    return str(j.do(desk, AddLoanDevice, j.ANNA, **(SAID | more)).loan_device)


def lent(desk: Any, request: str, device: str | None = None, **more: Any) -> str:
    """A device lent to a request's customer; the loan's id."""
    fields = {"condition": "scratched, with charger", "due": in_days(desk, 3), "unconfirmed": True, **more}
    device = device or to_lend(desk)
    return str(j.do(desk, LendDevice, j.ANNA, request=request, loan_device=device, **fields).loan)


def _overdue(scene: Scene) -> dict[str, str]:
    loan = lent(scene.desk, scene.request)
    scene.desk.clock.move(days=9)  # type: ignore[attr-defined]
    return {"request": scene.request, "loan": loan}


def _joined(scene: Scene) -> dict[str, str]:
    lent(scene.desk, scene.request)
    other, _ = j.in_phase(scene.desk, "in_review", j.CUSTOMER, location="here")
    return {"request": scene.request, "into": other.request}


EXAMPLES = by_command(
    Example(AddLoanDevice, STAFF, right=RIGHT, fields=lambda scene: SAID, stranger=None),
    Example(
        ChangeLoanDevice,
        STAFF,
        right=RIGHT,
        fields=lambda scene: {**SAID, "loan_device": to_lend(scene.desk), "name": "Loan phone, black", "retired": True},
        stranger=None,
    ),
    Example(
        LendDevice,
        STAFF,
        right=RIGHT,
        fields=lambda scene: {
            "request": scene.request,
            "loan_device": to_lend(scene.desk),
            "condition": "scratched, with charger",
            "due": in_days(scene.desk, 3),
        },
    ),
    Example(
        TakeLoanBack,
        STAFF,
        right=RIGHT,
        fields=lambda scene: {
            "request": scene.request,
            "loan": lent(scene.desk, scene.request),
            "condition": "one more scratch",
        },
    ),
    Example(RemindOfLoan, AUTOMATION, fields=_overdue),
)
_MERGE = Example(MergeRequest, STAFF, right="requests.merge", fields=_joined)
_JOIN = Example(JoinOwnRequest, CUSTOMERS, fields=_joined, phase="confirmed")

_SHOP = "the shop's own device, whoever had it"
KEPT = {
    "loan_devices.name": _SHOP,
    "loan_devices.serial": _SHOP,
    "loan_devices.notes": _SHOP,
    "loans.lent_by_name": "staff stand by what they lent",
    "loans.returned_by_name": "staff stand by what they took back",
}
CHANGES = {
    "loan_device_added": row(STAFF, AddLoanDevice),
    "loan_device_changed": row(STAFF, ChangeLoanDevice),
    "loan_device_out": row(STAFF, LendDevice),
    "loan_device_in": row(STAFF, TakeLoanBack),
    "loan_device_followed": row(PEOPLE, _MERGE, _JOIN),
    "loan_reminded": row(AUTOMATION, RemindOfLoan, automation="customer"),
    "loan_began": row(STAFF, LendDevice, staff="customer"),
    "loan_ended": row(STAFF, TakeLoanBack),
}


def _seen(scene: Scene) -> Any:
    lent(scene.desk, scene.request)
    return by_id(scene)


def _device(scene: Scene) -> Any:
    return (to_lend(scene.desk),), {}


VIEWS = {
    view_loans: Look(by=CUSTOMERS, ask=_seen, stranger=NOT_FOUND),
    view_request_loans: Look(by=STAFF, right=RIGHT, ask=_seen, stranger=NOT_FOUND),
    view_loan_devices: Look(by=STAFF, right=RIGHT, ask=lambda scene: (to_lend(scene.desk) and (), {})),
    view_loan_device: Look(by=STAFF, right=RIGHT, ask=_device),
}


def _out(visitor: Visitor, phase: str = "in_review") -> tuple[Any, str, str]:
    """A request whose customer has a device of the shop's, and had another one; the loan and the device."""
    desk = visitor.shop.desk
    made, _ = j.in_phase(desk, phase, j.Customer(id="7"), contact="loans@example.com")
    j.do(desk, TakeLoanBack, j.ANNA, request=made.request, loan=lent(desk, made.request), condition="as before")
    device = to_lend(desk, name="Loan tablet", serial="LT-7")
    to_lend(desk, name="Loan phone 2", serial=None)
    return made, lent(desk, made.request, device), device


def _at(path: str, phase: str = "in_review") -> Any:
    def show(visitor: Visitor) -> None:
        made, loan, device = _out(visitor, phase)
        visitor.sign_in()
        reference = made.reference.replace("-", "")
        visitor.open(path.format(request=f"/staff/requests/{reference}", loan=loan, device=device))

    return show


def _room(visitor: Visitor) -> None:
    made, _, _ = _out(visitor)
    visitor.client.cookies.set("test_customer", "7")
    visitor.open(f"/r/{j.link(visitor.shop.desk, made)}")


def _nothing(visitor: Visitor) -> None:
    visitor.sign_in()
    visitor.open("/staff/loan-devices")


def _wrong(path: str, **fields: str) -> Any:
    """The page's own form, sent with these fields."""

    def show(visitor: Visitor) -> None:
        _at(path)(visitor)
        visitor.send(visitor.page.url.path, **fields)

    return show


_LOANS = "{request}/loans"
PAGES = {
    "staff_loan_devices": {
        "the demo's own": _nothing,
        "some": _at("/staff/loan-devices"),
        "errors": _wrong("/staff/loan-devices", name=""),
    },
    "staff_loan_device": {
        "out": _at("/staff/loan-devices/{device}"),
        "conflict: it is out": _wrong("/staff/loan-devices/{device}", name="Loan tablet", retired="y"),
    },
    "staff_loans": {
        "one out, one back": _at(_LOANS),
        "at the hand-over": _at("{request}/hand-over", "ready"),
        "on the request": _at("{request}", "ready"),
        "in the room": _room,
        "errors": _wrong(_LOANS, due="2020-01-01"),
    },
    "staff_loan_back": {"asked": _at("{request}/loans/{loan}")},
}
