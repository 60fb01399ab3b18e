"""What happens to the sending of an order. Staff see it in the request; nobody is written to."""

from __future__ import annotations

from ..base.changes import NOBODY, Change


class ShippingChosen(Change, action="shipping_chosen", label="Shipping chosen", tells=NOBODY):
    """The reseller said how the device comes."""

    method: str


class ShippingTakenBack(Change, action="shipping_taken_back", label="Shipping taken back", tells=NOBODY):
    """The reseller will not send it."""


class ShipmentCreated(Change, action="shipment_created", label="Put into a shipment", tells=NOBODY):
    """The reseller packs it, with others or alone."""

    shipment: str
    parcels: int


class ShipmentUndone(Change, action="shipment_undone", label="Taken out of its shipment", tells=NOBODY):
    """The reseller did not send that shipment after all."""

    shipment: str


class ShipmentConfirmed(Change, action="shipment_confirmed", label="Shipment ready to be collected", tells=NOBODY):
    """The reseller confirmed exactly what ``digest`` is of."""

    shipment: str
    digest: str
