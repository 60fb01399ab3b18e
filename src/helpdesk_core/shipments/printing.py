"""What goes with a shipment on paper: the list inside, and a label on each parcel."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import attrs

from ..base.messages import define, define_plural
from ..i18n import Translator
from ..ports.documents import Documents
from ..settings import Settings, is_point_code
from .views import OwnShipment

LIST, LABEL = "packing_list", "shipping_label"
_LIST_TITLE = define("packing_list.title", "Packing list, shipment {number}")
_LABEL_TITLE = define("shipping_label.title", "Shipping labels, shipment {number}")
_PAGE = define("packing_list.page", "Page {page} of {pages}")
_FROM = define("shipping_label.from", "From")
_TO = define("shipping_label.to", "To")
_METHOD = define("packing_list.method", "Shipping method")
_POINT = define("packing_list.point", "Parcel locker or drop-off point")
_PARCELS = define("packing_list.parcels", "Parcels")
_ORDER = define("packing_list.order", "Order")
_DEVICE = define("packing_list.device", "Device")
_SQUARE = define("packing_list.square", "Code with the shipment's number {number}")
_PARCEL = define("shipping_label.parcel", "Parcel {place} of {count}")
_ORDERS = define_plural("packing_list.orders", "{count} order", "{count} orders")
Draw = Callable[[str], str]


@attrs.frozen(kw_only=True)
class Papers:
    """Makes the papers of one shipment.

    Args:
        shipment: What goes together.
        settings: The shop that it goes to.
        t: Words in the reader's language.
        documents: Makes the pages.
        square: Draws a code that phones read, as SVG.
        bars: Draws one that scanners read; "" for none.
        made_at: When they are made.
    """

    shipment: OwnShipment
    settings: Settings
    t: Translator
    documents: Documents
    square: Draw
    bars: Draw
    made_at: datetime

    @property
    def _point(self) -> str:
        """A code in capitals, whichever of its orders was typed how."""
        typed = str(self.shipment.point or "")
        return typed.upper() if is_point_code(typed) else typed

    def packing_list(self) -> bytes:
        """The list of what is inside.

        Returns:
            A PDF.
        """
        t, shipment = self.t, self.shipment
        rows = [[order.reference.grouped, str(order.device)] for order in shipment.orders]
        facts = [[t(_FROM), shipment.sender], [t(_TO), self._destination], [t(_METHOD), self._method]]
        facts += [[t(_POINT), self._point]] if self._point else []
        return self._made(
            LIST,
            t(_LIST_TITLE, number=shipment.number),
            {
                "running": t(_ORDERS, count=len(rows)),
                "foot": shipment.number,
                "page": t(_PAGE, page="{page}", pages="{pages}"),
                "facts": [*facts, [t(_PARCELS), str(shipment.parcels)]],
                "head": [t(_ORDER), t(_DEVICE)],
                "rows": rows,
                "square": self.square(shipment.number),
                "square_says": t(_SQUARE, number=shipment.number),
            },
        )

    def labels(self) -> bytes:
        """A label for each parcel.

        Returns:
            A PDF with a page for each.
        """
        t, shipment = self.t, self.shipment
        return self._made(
            LABEL,
            t(_LABEL_TITLE, number=shipment.number),
            {
                "from_says": t(_FROM),
                "from": shipment.sender,
                "to_says": t(_TO),
                "to": self._destination,
                "method": "\n".join(filter(None, (self._method, self._point))),
                "number": shipment.number,
                "labels": [self._label(place) for place in range(1, shipment.parcels + 1)],
            },
        )

    def _label(self, place: int) -> Mapping[str, str]:
        code = f"{self.shipment.number}/{place}"
        parcel = self.t(_PARCEL, place=place, count=self.shipment.parcels)
        heading = f"{self.settings.shop_name} · {parcel}"
        return {
            "heading": heading,
            "parcel": parcel,
            "code": code,
            "square": self.square(code),
            "bars": self.bars(code),
        }

    def _made(self, template: str, title: str, words: Mapping[str, Any]) -> bytes:
        data = {"title": title, "author": self.settings.shop_name, **words}
        return self.documents.render(template, data, self.t.language, made_at=self.made_at)

    @property
    def _method(self) -> str:
        found = next((one for one in self.settings.shipping_methods if one.id == self.shipment.method), None)
        return self.settings.label(found.labels, self.t.language) if found else self.shipment.method

    @property
    def _destination(self) -> str:
        place = self.settings.location(self.shipment.location)
        label = self.settings.label(place.labels, self.t.language) if place else ""
        return "\n".join(filter(None, (self.settings.company or self.settings.shop_name, label, self.settings.address)))
