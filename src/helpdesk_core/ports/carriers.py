"""How a carrier is asked for labels, and how it says where a parcel is. Nothing here changes a request."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Protocol

import attrs

from ..base.money import Money
from .channel import InboundRequest


class ParcelRefused(ValueError):
    """The carrier takes no such parcel: a point that it does not have, an address that is none."""


class ParcelStatus(StrEnum):
    """Where a parcel is, as its carrier says."""

    ORDERED = "ordered"
    UNDERWAY = "underway"
    WAITING = "waiting"
    """At the point where it is collected."""
    DELIVERED = "delivered"
    RETURNED = "returned"
    LOST = "lost"
    CANCELLED = "cancelled"
    """Its label counts no more."""


@attrs.frozen(kw_only=True)
class Receiver:
    """Who a parcel is for, or from. Of it a carrier is told what it needs, and nothing of what is inside."""

    name: str
    street: str = ""
    postal_code: str = ""
    city: str = ""
    country: str = "PL"
    phone: str = ""
    email: str = ""


@attrs.frozen(kw_only=True)
class ParcelOrder:
    """One parcel; several that go together are several orders.

    Attributes:
        key: The same for the same parcel: ordering it again makes no second label.
        receiver: Who it is for.
        point: The id of a locker, or of another place where it is collected; empty for the receiver's address.
        sender: Who sends it, None for the shop itself.
        handed_in: The id of the locker, or of another place, where its sender hands it in; empty for any.
        method: The shop's id of the shipping method that was chosen, by which an integration can tell services apart.
        place: The shop's id of the location that it goes to; empty for none in particular.
        reference: A short word for the label, such as the request's reference.
        grams: How heavy it is.
        size: ``small``, ``medium`` or ``large``; empty where nobody knows.
    """

    key: str
    receiver: Receiver
    point: str = ""
    reference: str = ""
    grams: int = 1_000
    sender: Receiver | None = None
    handed_in: str = ""
    method: str = ""
    place: str = ""
    size: str = ""


@attrs.frozen(kw_only=True)
class ParcelLabel:
    """A label that was ordered: the carrier's number of the parcel, and where anybody can follow it (https)."""

    number: str
    link: str = ""


@attrs.frozen(kw_only=True)
class ParcelPoint:
    """A locker, or another place where parcels are collected."""

    id: str
    name: str
    address: str = ""


@attrs.frozen(kw_only=True)
class ParcelFact:
    """The carrier's word about one parcel.

    Attributes:
        id: The carrier's own id of what it says, the same however often it is sent.
        number: The parcel's number.
        status: Where it is.
        at: Since when, as the carrier says.
    """

    id: str
    number: str
    status: ParcelStatus
    at: datetime | None = None


class Carrier(Protocol):
    """One carrier.

    Whoever is not reached raises OSError; asking again with the same key is safe.
    """

    @property
    def name(self) -> str:
        """Its name in logs and in facts."""

    def quote(self, order: ParcelOrder) -> Money | None:
        """What a parcel would cost. Nothing is ordered.

        Args:
            order: The parcel.

        Returns:
            The amount; None where the carrier does not say.

        Raises:
            ParcelRefused: It takes no such parcel.
        """

    def order(self, order: ParcelOrder) -> ParcelLabel:
        """Order a label.

        Args:
            order: The parcel.

        Returns:
            The label: the same one for the same key.

        Raises:
            ParcelRefused: It takes no such parcel.
        """

    def label(self, number: str) -> bytes | None:
        """The label to be printed.

        Args:
            number: The parcel's number.

        Returns:
            A PDF; None where there is no such parcel.
        """

    def cancel(self, number: str) -> bool:
        """Take a label back.

        Args:
            number: The parcel's number.

        Returns:
            Whether it counts no more: not where the parcel is on its way, nor where there is none.
        """

    def track(self, number: str) -> ParcelFact | None:
        """Where a parcel is.

        Args:
            number: The parcel's number.

        Returns:
            The fact; None where there is no such parcel.
        """

    def points(self, words: str) -> Sequence[ParcelPoint]:
        """Places where parcels are collected.

        Args:
            words: A town, a postal code, or the beginning of an id.

        Returns:
            The places; none for blank words.
        """

    def read(self, request: InboundRequest) -> Sequence[ParcelFact]:
        """The facts in a request from the carrier.

        Args:
            request: What came.

        Returns:
            The facts; none where it says nothing about a parcel.

        Raises:
            NotSigned: The signature is missing, of another time, or does not fit the raw body.
        """
