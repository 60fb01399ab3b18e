"""Ways in which resellers send devices to the shop."""

from __future__ import annotations

import re
from collections.abc import Mapping

import attrs

_POINT = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{2,19}")


@attrs.frozen(kw_only=True)
class ShippingMethod:
    """A way in which a reseller sends devices, as the shop offers it.

    Attributes:
        id: A key of small letters and digits.
        labels: What it is called, in the shop's languages.
        asks_point: Whether a locker or another place for parcels has to be named.
        point_is_code: Whether it is named by its code, as lockers are (``WAW123M``): what can be none is refused.
        retired: Whether it is offered no more; it stays where it was chosen.
    """

    id: str
    labels: Mapping[str, str]
    asks_point: bool = False
    point_is_code: bool = False
    retired: bool = False


def is_point_code(point: object) -> bool:
    """Whether a text can be the code of a locker or another point: 3 to 20 letters, digits and hyphens, in which a
    digit stands. Whether there is such a point only its carrier knows.

    Args:
        point: As it was typed.

    Returns:
        Whether it can be one.
    """
    typed = str(point).strip()
    return _POINT.fullmatch(typed) is not None and any(char.isdecimal() for char in typed)
