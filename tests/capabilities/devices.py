"""Customers' devices."""

from __future__ import annotations

from typing import Any

import journeys as j
from capabilities.scene import CUSTOMERS, STAFF, Example, Look, Scene, by_command, by_id, opened, row
from helpdesk_core.commands import (
    AddDevice,
    AddRequestDevice,
    ChangeDevice,
    CorrectRequestDevice,
    EraseDevices,
    LinkDevice,
    RemoveDevice,
    RemoveRequestDevice,
    SetDeviceStates,
    SubmitRequest,
)
from helpdesk_core.devices.labels import label_token
from helpdesk_core.subjects import NOT_FOUND
from helpdesk_core.views import (
    view_devices_on,
    view_labelled_device,
    view_own_device,
    view_own_devices,
    view_request_devices,
)
from shops import Visitor

SAID = {"brand": "Apple", "model": "iPhone 13", "serial": "356938035643809", "nickname": "Work phone"}
_OWNER = ("customer",)


#: An account has a number once only.
UNNUMBERED = {name: text for name, text in SAID.items() if name != "serial"}


def device(scene: Scene) -> str:
    """One of the customer's."""
    return str(j.do(scene.desk, AddDevice, scene.owner, **UNNUMBERED).device)


def brought(scene: Scene) -> str:
    """One that a request was about."""
    own = device(scene)
    j.do(scene.desk, LinkDevice, scene.owner, request=scene.request, own_device=own)
    return own


RIGHT = "devices.record"
DESCRIBED = {"description": "Tablet", "serial": "brak", "condition": "scratched", "accessories": "case", "place": "B3"}


def another(desk: Any, request: str) -> str:
    """One more device on a request; its id."""
    return str(j.do(desk, AddRequestDevice, j.ANNA, request=request, **DESCRIBED).device)


def _another(**more: Any) -> Any:
    return lambda scene: {"request": scene.request, "device": another(scene.desk, scene.request), **more}


def _states(scene: Scene) -> dict[str, Any]:
    second = another(scene.desk, scene.request)
    return {"request": scene.request, "states": ({"device": second, "state": "in_work"},)}


_NO_DEVICE = "refusal.no_such_device"
EXAMPLES = by_command(
    Example(AddDevice, _OWNER, fields=lambda scene: SAID, stranger=None),
    Example(
        ChangeDevice,
        _OWNER,
        fields=lambda scene: {**UNNUMBERED, "device": device(scene), "nickname": "Old phone"},
        stranger=_NO_DEVICE,
    ),
    Example(RemoveDevice, _OWNER, fields=lambda scene: {"device": device(scene)}, stranger=_NO_DEVICE),
    Example(LinkDevice, _OWNER, fields=lambda scene: {"request": scene.request, "own_device": device(scene)}),
    Example(AddRequestDevice, STAFF, right=RIGHT, fields=lambda scene: {"request": scene.request, **DESCRIBED}),
    Example(CorrectRequestDevice, STAFF, right=RIGHT, fields=_another(description="Tablet, black")),
    Example(RemoveRequestDevice, STAFF, right=RIGHT, fields=_another()),
    Example(SetDeviceStates, STAFF, right=RIGHT, fields=_states),
)
CHANGES = {
    "request_device_added": row(STAFF, AddRequestDevice),
    "request_device_corrected": row(STAFF, CorrectRequestDevice),
    "request_device_removed": row(STAFF, RemoveRequestDevice),
    "device_states_set": row(STAFF, SetDeviceStates, staff="customer"),
    "device_added": row(_OWNER, AddDevice),
    "device_changed": row(_OWNER, ChangeDevice),
    "device_removed": row(("customer", "admin"), RemoveDevice, EraseDevices),
    "device_retired": row(
        _OWNER,
        Example(RemoveDevice, _OWNER, fields=lambda scene: {"device": brought(scene)}, stranger=_NO_DEVICE),
    ),
    "device_linked": row(_OWNER, LinkDevice),
}


def _of_own(scene: Scene) -> tuple[tuple[Any, ...], dict[str, Any]]:
    return (brought(scene),), {}


def _labelled(scene: Scene) -> tuple[tuple[Any, ...], dict[str, Any]]:
    return (label_token(device(scene), scene.desk.keyring),), {}


def _two(scene: Scene) -> Any:
    another(scene.desk, scene.request)
    return by_id(scene)


VIEWS = {
    view_devices_on: Look(by=CUSTOMERS, ask=_two, stranger=NOT_FOUND),
    view_request_devices: Look(by=STAFF, right="requests.view", ask=_two, stranger=NOT_FOUND),
    view_own_devices: Look(by=_OWNER, ask=lambda scene: (device(scene) and (), {})),
    view_own_device: Look(by=_OWNER, ask=_of_own),
    view_labelled_device: Look(by=CUSTOMERS, ask=_labelled, of_nobody=True),
}


def _signed_in(visitor: Visitor) -> None:
    visitor.client.cookies.set("test_customer", "7")


def _one(visitor: Visitor, **fields: str) -> str:
    """A device that is there; its path."""
    _signed_in(visitor)
    visitor.open("/devices/new")
    visitor.send("/devices/new", **(SAID | {"serial": ""} | fields))
    return str(visitor.page.url.path)


def _list(visitor: Visitor) -> None:
    path = _one(visitor)
    own = path.rpartition("/")[2]
    j.do(
        visitor.shop.desk,
        SubmitRequest,
        j.Customer(id="7"),
        problem="It does not start.",
        device="iPhone",
        surname="Nowak",
        contact="own-device@example.com",
        own_device=own,
    )
    visitor.open(path)
    visitor.send("/remove")
    visitor.open("/devices/new")
    visitor.send("/devices/new", brand="Apple", model="iPhone 12", serial="356938035643808")
    visitor.open("/devices")


def _new_errors(visitor: Visitor) -> None:
    _signed_in(visitor)
    visitor.open("/devices/new")
    visitor.send("/devices/new", brand="", model="")


def _at_staff(path: str) -> Any:
    def show(visitor: Visitor) -> None:
        own = _one(visitor).rpartition("/")[2]
        made = j.do(
            visitor.shop.desk,
            SubmitRequest,
            j.Customer(id="7"),
            problem="p",
            device="d",
            surname="s",
            contact="staff-device@example.com",
            own_device=own,
        )
        visitor.client.cookies.delete("test_customer")
        visitor.sign_in()
        visitor.open(f"/staff/requests/{made.reference.replace('-', '')}{path}")

    return show


def _scanned(visitor: Visitor) -> None:
    path = _one(visitor)
    token = label_token(path.rpartition("/")[2], visitor.shop.desk.keyring)
    visitor.client.cookies.delete("test_customer")
    visitor.open(f"/quick-help/device/{token}")


def _then(after: str) -> Any:
    return lambda visitor: (visitor.open(f"{_one(visitor)}{after}"), None)[1]


def _several(after: str = "", *, of_second: bool = False) -> Any:
    def show(visitor: Visitor) -> None:
        made, _ = j.in_phase(visitor.shop.desk, "in_review", contact="several@example.com")
        second = another(visitor.shop.desk, made.request)
        visitor.sign_in()
        one = f"/{second}" if of_second else ""
        visitor.open(f"/staff/requests/{made.reference.replace('-', '')}/devices{one}{after}")

    return show


def _several_errors(visitor: Visitor) -> None:
    _several()(visitor)
    visitor.send("/devices", description="")


def _correct_errors(visitor: Visitor) -> None:
    _several(of_second=True)(visitor)
    visitor.send(visitor.page.url.path, description="")


PAGES = {
    "staff_several": {"two": _several(), "errors": _several_errors},
    "staff_several_edit": {"filled": _several(of_second=True), "errors": _correct_errors},
    "staff_several_labels": {"to print": _several("/labels")},
    "own_devices": {"none": lambda visitor: (_signed_in(visitor), visitor.open("/devices"))[0], "some": _list},
    "device_new": {
        "empty": lambda visitor: (_signed_in(visitor), visitor.open("/devices/new"))[0],
        "errors": _new_errors,
    },
    "own_device": {"fresh": _then("")},
    "device_edit": {"filled": _then("/change")},
    "device_label": {"to print": _then("/label")},
    "quick_help_device": {"scanned": _scanned, "not ours": opened(f"/quick-help/device/{'0' * 64}")},
    "staff_device_history": {"history": _at_staff("/device-history")},
    "staff_device_label": {"to print": _at_staff("/device-history/label")},
}
