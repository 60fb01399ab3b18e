"""What happens to the sending of an order. Staff see it in the request; they are written to where a parcel needs a
person."""

from __future__ import annotations

from ..base.changes import NOBODY, Change
from ..base.notices import to_staff


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


class LabelAsked(Change, action="parcel_label_asked", label="Label of a parcel asked for", tells=NOBODY):
    """Staff had the carrier asked for a label."""

    parcel: str
    attempt: int


class LabelMade(Change, action="parcel_label_made", label="Label of a parcel made", tells=NOBODY):
    """The carrier made the label, and gave the parcel its number."""

    parcel: str
    attempt: int


class LabelRefused(
    Change,
    action="parcel_label_refused",
    label="Label of a parcel refused",
    by_automation=to_staff(
        "parcel_label_refused",
        "Request {reference}: the carrier made no label",
        "The carrier takes no such parcel. Check the drop-off point, the size and our address with whoever sends it, "
        "then ask for the label again on the page of the request.",
    ),
):
    """The carrier takes no such parcel."""

    parcel: str
    attempt: int


class LabelCancelAsked(Change, action="parcel_cancel_asked", label="Label of a parcel to be cancelled", tells=NOBODY):
    """The carrier is asked to take a label back."""

    parcel: str
    attempt: int


class LabelCancelled(Change, action="parcel_label_cancelled", label="Label of a parcel cancelled", tells=NOBODY):
    """The label counts no more."""

    parcel: str
    attempt: int


class LabelNotCancelled(
    Change,
    action="parcel_not_cancelled",
    label="Label of a parcel not cancelled",
    by_automation=to_staff(
        "parcel_not_cancelled",
        "Request {reference}: the carrier did not cancel a label",
        "The parcel may be on its way already. Ask whoever sends it before another label is made, or call the carrier.",
    ),
):
    """The carrier did not take the label back."""

    parcel: str
    attempt: int


class ParcelMoved(Change, action="parcel_moved", label="News of a parcel", tells=NOBODY):
    """The carrier said where a parcel is."""

    parcel: str
    state: str


class ParcelInTrouble(
    Change,
    action="parcel_trouble",
    label="A parcel is lost or goes back",
    by_automation=to_staff(
        "parcel_trouble",
        "Request {reference}: a parcel is lost or goes back",
        "The carrier says that a parcel of this request is lost, or goes back to its sender. The page of the request "
        "says which, and what to do. Nothing else was changed.",
    ),
):
    """The carrier said that a parcel is lost or goes back: a person looks at it."""

    parcel: str
    state: str
