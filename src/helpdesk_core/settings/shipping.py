"""Ways in which resellers send devices to the shop."""

from __future__ import annotations

from collections.abc import Mapping

import attrs


@attrs.frozen(kw_only=True)
class ShippingMethod:
    """A way in which a reseller sends devices, as the shop offers it.

    Attributes:
        id: A key of small letters and digits.
        labels: What it is called, in the shop's languages.
        asks_point: Whether a locker or another place for parcels has to be named.
        retired: Whether it is offered no more; it stays where it was chosen.
    """

    id: str
    labels: Mapping[str, str]
    asks_point: bool = False
    retired: bool = False
