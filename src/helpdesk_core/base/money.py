"""Money: whole minor units and a currency, never a float."""

from __future__ import annotations

import re

import attrs

_CURRENCY = re.compile(r"[A-Z]{3}")


@attrs.frozen(kw_only=True)
class Money:
    """An amount in the smallest unit of its currency: ``Money(minor=123456, currency="PLN")`` is 1 234,56 zł.

    Raises TypeError for anything but an int, ValueError for what is no ISO 4217 code.
    """

    minor: int
    currency: str

    def __attrs_post_init__(self) -> None:
        if type(self.minor) is not int:
            raise TypeError("minor units are an int")
        if not _CURRENCY.fullmatch(self.currency):
            raise ValueError("a currency is three capital letters (ISO 4217)")

    def __add__(self, other: Money) -> Money:
        if other.currency != self.currency:
            raise ValueError("amounts in two currencies cannot be added")
        return Money(minor=self.minor + other.minor, currency=self.currency)
