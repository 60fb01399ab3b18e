"""Forms about shipments."""

from __future__ import annotations

from collections.abc import Mapping

from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField

from helpdesk_core.commands import ParcelSize

from ..forms import BaseForm, ReviewForm, Translate, field


class ShippingForm(BaseForm):
    """By which method, and from which locker."""

    method = RadioField("shipping.method", default="")
    point = field(StringField, "shipping.point", autocomplete="off", spellcheck="false")


_ORDER = "order_"


class PackForm(BaseForm):
    """Which orders go together, each with a box of its own, and in how many parcels."""

    parcels = field(StringField, "shipments.parcels", inputmode="numeric", autocomplete="off")

    @property
    def orders(self) -> list[str]:
        """The ids of those that are ticked."""
        return [name.removeprefix(_ORDER) for name, one in self._fields.items() if name.startswith(_ORDER) and one.data]

    def tick(self, sent: Mapping[str, str]) -> None:
        """As the boxes were sent: browsers leave out those that are not ticked."""
        for name, one in self._fields.items():
            if name.startswith(_ORDER):
                one.data = name in sent

    def typed(self) -> dict[str, object]:
        """The number of parcels, and the orders as one field."""
        typed = {name: value for name, value in super().typed().items() if not name.startswith(_ORDER)}
        return typed | {"orders": self.orders}


def pack_form(orders: Mapping[str, str], group: str) -> type[PackForm]:
    """The class of a form with a box for each of these orders: id → its words. ``group`` keeps several on a page
    apart."""
    boxes = {f"{_ORDER}{id}": BooleanField(words, default=True) for id, words in orders.items()}
    made: type[PackForm] = type("OrdersForm", (PackForm,), {**boxes, "ids": f"{group}-"})
    return made


class LabelsForm(BaseForm):
    """Labels from the carrier: how heavy and how large, where that is known."""

    ids = "labels-"
    place = HiddenField()
    grams = field(StringField, "parcels.grams", inputmode="numeric", autocomplete="off")
    size = SelectField("parcels.size")

    def offer(self, t: Translate) -> None:
        """The sizes in the reader's words."""
        self.size.choices = [("", t("parcels.size.unknown")), *((one.value, t(one.label)) for one in ParcelSize)]


class ConfirmForm(ReviewForm):
    """The second step: it is ready."""

    tick = "shipment.confirm.tick"
