"""How a reseller's orders are sent."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import attrs

import journeys as j
from capabilities.customer_accounts import account_in
from capabilities.scene import AUTOMATION, STAFF, Example, Look, Scene, by_command, row
from helpdesk_core.commands import (
    AskForLabels,
    CancelLabel,
    ChooseShipping,
    ConfirmShipment,
    CreateShipment,
    RecordLabel,
    RecordLabelCancelled,
    RecordNoLabel,
    ReportParcel,
    SetAccountRole,
    SubmitRequest,
    UndoShipment,
)
from helpdesk_core.ports import InboundRequest, NotSigned, ParcelLabel, ParcelOrder, ParcelRefused
from helpdesk_core.shipments.model import OF_SHIPMENTS, parcel_id, shipment_digest
from helpdesk_core.shipments.rules import NO_SHIPMENT, NOT_A_RESELLER
from helpdesk_core.subjects import NOT_FOUND
from helpdesk_core.views import (
    view_offered_shipping,
    view_own_shipment,
    view_own_shipments,
    view_request_parcels,
    view_request_shipping,
)
from shops import Shop, Visitor

_OWNER = ("customer",)


def order(scene: Scene) -> str:
    """The id of an order of a reseller, who is the scene's customer from then on."""
    j.do(scene.desk, SetAccountRole, j.BOSS, account=account_in(scene), role="reseller")
    words = {"problem": "Broken", "device": "Dell XPS", "surname": "Reseller", "location": "here"}
    return str(
        j.do(scene.desk, SubmitRequest, scene.customer, **words, contact=f"a{scene.request[:6]}@example.com").request
    )


def _choice(scene: Scene) -> dict[str, Any]:
    return {"request": order(scene), "method": "locker", "point": "WAW123M"}


def waiting(scene: Scene) -> str:
    """An order that waits for a shipment."""
    fields = _choice(scene)
    j.do(scene.desk, ChooseShipping, scene.customer, **fields)
    return str(fields["request"])


def shipment(scene: Scene) -> str:
    """A shipment that is being packed."""
    own = waiting(scene)
    return str(j.do(scene.desk, CreateShipment, scene.customer, orders=(own,), parcels=2).shipment)


def _confirmation(scene: Scene) -> dict[str, Any]:
    number = shipment(scene)
    with scene.desk.reading() as reader:
        rows = [(row, of) for row, of in reader.find(OF_SHIPMENTS, {"shipment": (number,)}) if of is not None]
    return {"shipment": number, "digest": shipment_digest(rows)}


@attrs.define
class Cart:
    """A carrier that is a cart: it makes a label for each key, and asks nobody."""

    name: str = "carrier"
    labels: dict[str, ParcelOrder] = attrs.field(factory=dict)
    keys: list[str] = attrs.field(factory=list)
    refuses: bool = False
    is_away: bool = False
    has_left: bool = False
    cancelled: list[str] = attrs.field(factory=list)

    def order(self, order: ParcelOrder) -> ParcelLabel:
        self._answers()
        self.keys.append(order.key)
        if self.refuses:
            raise ParcelRefused("no such point")
        number = next((number for number, one in self.labels.items() if one.key == order.key), None)
        number = number or f"6209{len(self.labels):04d}"
        self.labels[number] = order
        return ParcelLabel(number=number, link=f"https://carrier.example/{number}")

    def label(self, number: str) -> bytes | None:
        self._answers()
        return b"%PDF-1.7 label" if number in self.labels else None

    def cancel(self, number: str) -> bool:
        self._answers()
        self.cancelled.append(number)
        return not self.has_left

    def read(self, request: InboundRequest) -> tuple[()]:
        raise NotSigned("nobody signs here")

    def _answers(self) -> None:
        if self.is_away:
            raise OSError("the wheel is off")


def asked(scene: Scene) -> dict[str, Any]:
    """A parcel whose label was asked for: its id, and which of its labels it is."""
    scene.desk.carrier = Cart()
    number = shipment(scene)
    with scene.desk.reading() as reader:
        own = next(row.request for row, _ in reader.find(OF_SHIPMENTS, {"shipment": (number,)}))
    j.do(scene.desk, AskForLabels, j.ANNA, request=own, place=1)
    return {"request": own, "parcel": parcel_id(scene.desk.tenant, number, 1), "shipment": number}


def _label(**more: Any) -> Callable[[Scene], dict[str, Any]]:
    return lambda scene: {"parcel": asked(scene)["parcel"], "attempt": 1, **more}


def labelled(scene: Scene) -> dict[str, Any]:
    """A parcel with its label."""
    found = asked(scene)
    j.do(scene.desk, RecordLabel, j.BOT, parcel=found["parcel"], attempt=1, number="620901")
    return found


def _cancelling(cancelled: str) -> Callable[[Scene], dict[str, Any]]:
    def fields(scene: Scene) -> dict[str, Any]:
        found = labelled(scene)
        j.do(scene.desk, CancelLabel, j.ANNA, request=found["request"], parcel=found["parcel"])
        return {"parcel": found["parcel"], "attempt": 1, "cancelled": cancelled}

    return fields


def _reported(status: str) -> Callable[[Scene], dict[str, Any]]:
    def fields(scene: Scene) -> dict[str, Any]:
        labelled(scene)
        return {"carrier": "carrier", "fact": "msg-1", "number": "620901", "status": status}

    return fields


def _asking(scene: Scene) -> dict[str, Any]:
    scene.desk.carrier = Cart()
    number = shipment(scene)
    with scene.desk.reading() as reader:
        return {"request": next(row.request for row, _ in reader.find(OF_SHIPMENTS, {"shipment": (number,)}))}


_LOST = Example(ReportParcel, AUTOMATION, _reported("lost"), stranger=None)
_NOT_CANCELLED = Example(RecordLabelCancelled, AUTOMATION, _cancelling(""))
_UNDONE = Example(
    UndoShipment, _OWNER, fields=lambda s: {"shipment": labelled(s)["shipment"]}, stranger=NOT_A_RESELLER.code
)
_NOT_THEIRS = NOT_A_RESELLER.code
EXAMPLES = by_command(
    Example(ChooseShipping, _OWNER, fields=_choice),
    Example(CreateShipment, _OWNER, fields=lambda s: {"orders": (waiting(s),)}, stranger=_NOT_THEIRS),
    Example(ConfirmShipment, _OWNER, fields=_confirmation, stranger=_NOT_THEIRS),
    Example(UndoShipment, _OWNER, fields=lambda s: {"shipment": shipment(s)}, stranger=_NOT_THEIRS),
    Example(AskForLabels, STAFF, _asking, right="shipments.labels"),
    Example(
        CancelLabel,
        STAFF,
        lambda s: {name: value for name, value in labelled(s).items() if name != "shipment"},
        right="shipments.labels",
    ),
    Example(RecordLabel, AUTOMATION, _label(number="620901", link="https://carrier.example/620901")),
    Example(RecordNoLabel, AUTOMATION, _label()),
    Example(RecordLabelCancelled, AUTOMATION, _cancelling("yes")),
    Example(ReportParcel, AUTOMATION, _reported("underway"), stranger=None),
)
CHANGES = {
    "shipping_chosen": row(_OWNER, ChooseShipping),
    "shipping_taken_back": row(
        _OWNER, Example(ChooseShipping, _OWNER, fields=lambda s: {"request": waiting(s), "method": None})
    ),
    "shipment_created": row(_OWNER, CreateShipment),
    "shipment_confirmed": row(_OWNER, ConfirmShipment),
    "shipment_undone": row(_OWNER, UndoShipment),
    "parcel_label_asked": row(STAFF, AskForLabels),
    "parcel_label_made": row(AUTOMATION, RecordLabel),
    "parcel_label_refused": row(AUTOMATION, RecordNoLabel, automation="staff"),
    "parcel_cancel_asked": row((*_OWNER, *STAFF), CancelLabel, _UNDONE),
    "parcel_label_cancelled": row(AUTOMATION, RecordLabelCancelled),
    "parcel_not_cancelled": row(AUTOMATION, _NOT_CANCELLED, automation="staff"),
    "parcel_moved": row(AUTOMATION, ReportParcel),
    "parcel_trouble": row(AUTOMATION, _LOST, automation="staff"),
}
KEPT = dict.fromkeys(("parcels.asked_by", "parcels.asked_by_name"), "staff stand by what they did")
VIEWS = {
    view_offered_shipping: Look(by=_OWNER, ask=lambda s: (order(s) and (), {}), of_nobody=True),
    view_own_shipments: Look(by=_OWNER, ask=lambda s: (shipment(s) and (), {}), stranger=NOT_A_RESELLER),
    view_own_shipment: Look(by=_OWNER, ask=lambda s: ((shipment(s),), {}), stranger=NO_SHIPMENT),
    view_request_parcels: Look(
        by=STAFF, right="requests.view", ask=lambda s: ((labelled(s)["request"],), {}), stranger=NOT_FOUND
    ),
    view_request_shipping: Look(by=STAFF, right="requests.view", ask=lambda s: ((waiting(s),), {}), stranger=NOT_FOUND),
}


def reseller(visitor: Visitor) -> None:
    """Signed in as the test host's reseller."""
    visitor.client.cookies.set("test_customer", "9")


def ordered(shop: Shop, contact: str = "orders@example.com") -> Any:
    """An order of that reseller's."""
    words = {"problem": "Broken", "device": "Dell XPS", "surname": "Świętosławska", "contact": contact}
    return j.do(shop.desk, SubmitRequest, j.Customer(id="9"), **words)


def packed(shop: Shop) -> str:
    """A shipment of theirs."""
    made = ordered(shop)
    j.do(shop.desk, ChooseShipping, j.Customer(id="9"), request=made.request, method="courier")
    return str(j.do(shop.desk, CreateShipment, j.Customer(id="9"), orders=(made.request,)).shipment)


def _list(visitor: Visitor) -> None:
    reseller(visitor)
    made = ordered(visitor.shop)
    j.do(visitor.shop.desk, ChooseShipping, j.Customer(id="9"), request=made.request, method="courier")
    packed(visitor.shop)
    visitor.open("/shipments")


def _no_order(visitor: Visitor) -> None:
    _list(visitor)
    visitor.send("/shipments", parcels="0")


def _one(visitor: Visitor) -> None:
    number = packed(visitor.shop)
    reseller(visitor)
    visitor.open(f"/shipments/{number}")


def _confirmed(visitor: Visitor) -> None:
    _one(visitor)
    visitor.send("/confirm", read="y")


def _unread(visitor: Visitor) -> None:
    _one(visitor)
    visitor.send("/confirm")


def in_parcels(shop: Shop) -> tuple[Any, str]:
    """An order of theirs in three parcels, and its shipment: one is ready at its point, one was lost, one has no label
    yet because the carrier is away."""
    made, desk = ordered(shop), shop.desk
    desk.carrier = Cart()
    j.do(desk, ChooseShipping, j.Customer(id="9"), request=made.request, method="courier")
    number = str(j.do(desk, CreateShipment, j.Customer(id="9"), orders=(made.request,), parcels=3).shipment)
    j.do(desk, AskForLabels, j.ANNA, request=made.request, grams=1500, size="medium")
    for place, state in enumerate(("waiting", "lost"), start=1):
        id, own = parcel_id(desk.tenant, number, place), f"62{made.request[-12:]}{place}"
        link = f"https://carrier.example/{own}"
        j.do(desk, RecordLabel, j.BOT, parcel=id, attempt=1, number=own, link=link)
        j.do(desk, ReportParcel, j.BOT, carrier="carrier", fact=f"{own}-{state}", number=own, status=state)
    return made, number


def _labelled(visitor: Visitor) -> None:
    _, number = in_parcels(visitor.shop)
    reseller(visitor)
    visitor.open(f"/shipments/{number}")


def _list_in_parcels(visitor: Visitor) -> None:
    in_parcels(visitor.shop)
    reseller(visitor)
    visitor.open("/shipments")


def room_in_parcels(visitor: Visitor) -> None:
    """The order's page, for whoever sends it."""
    made, _ = in_parcels(visitor.shop)
    reseller(visitor)
    visitor.open(f"/r/{visitor.shop.desk.keyring.link(made.request, made.generation)}")


def staff_in_parcels(visitor: Visitor) -> None:
    """The order's page, for staff."""
    made, _ = in_parcels(visitor.shop)
    visitor.sign_in()
    visitor.open(f"/staff/requests/{made.reference.replace('-', '')}")


def staff_without_labels(visitor: Visitor) -> None:
    """The same before a label was asked for."""
    made = ordered(visitor.shop)
    visitor.shop.desk.carrier = Cart()
    j.do(visitor.shop.desk, ChooseShipping, j.Customer(id="9"), request=made.request, method="courier")
    j.do(visitor.shop.desk, CreateShipment, j.Customer(id="9"), orders=(made.request,), parcels=2)
    visitor.sign_in()
    visitor.open(f"/staff/requests/{made.reference.replace('-', '')}")


def _choose(visitor: Visitor) -> None:
    reseller(visitor)
    made = ordered(visitor.shop)
    visitor.open(f"/r/{visitor.shop.desk.keyring.link(made.request, made.generation)}/shipping?late=yes")


def _no_method(visitor: Visitor) -> None:
    _choose(visitor)
    visitor.send("/shipping")


def _way(visitor: Visitor) -> None:
    reseller(visitor)
    visitor.open("/quick-help")
    visitor.send("/quick-help", problem="It is loud.", device="Dell XPS", urgency="soon")
    visitor.open("/quick-help/way")


def _way_of(visitor: Visitor) -> None:
    _way(visitor)
    visitor.send("/quick-help/way", way="shipping")


def _way_errors(visitor: Visitor) -> None:
    _way_of(visitor)
    visitor.send("/quick-help/way/shipping", method="locker", point="x" * 200)


PAGES = {
    "shipments": {"some": _list, "errors": _no_order, "in parcels": _list_in_parcels},
    "shipment": {"packed": _one, "confirmed": _confirmed, "errors": _unread, "labelled": _labelled},
    "room_shipping": {"late": _choose, "errors": _no_method},
    "quick_help_way": {"offered": _way},
    "quick_help_way_of": {"asked": _way_of, "errors": _way_errors},
}
