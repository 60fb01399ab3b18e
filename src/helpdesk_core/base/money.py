"""Money: whole minor units and a currency, never a float."""

from __future__ import annotations

import re

import attrs

from ..errors import FieldError

_CURRENCY = re.compile(r"[A-Z]{3}")
# ISO 4217: currencies whose minor unit is not the hundredth.
_DECIMALS = {
    code: digits
    for digits, codes in (
        (0, "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"),
        (3, "BHD IQD JOD KWD LYD OMR TND"),
    )
    for code in codes.split(" ")
}
_SPACES = re.compile(r"[\s\u00a0\u202f'’]")
# What stands between thousands is one mark throughout: in "1.234,567" the comma begins the fraction.
_AMOUNT = re.compile(r"(-?)(\d{1,15}|\d{1,3}([.,])\d{3}(?:\3\d{3}){0,3})(?:([.,])(\d{1,6}))?")
#: The largest amount that is read, in minor units: far above any repair, far below what a database integer holds.
MAX_MINOR = 10**13


def decimals(currency: str) -> int:
    """Digits of a currency's minor unit (ISO 4217): 2 for PLN, 0 for JPY, 3 for KWD."""
    return _DECIMALS.get(currency, 2)


@attrs.frozen(kw_only=True)
class Money:
    """An amount of money: ``Money(minor=123456, currency="PLN")`` is 1 234,56 zł.

    Attributes:
        minor: The amount in the smallest unit of the currency (grosz, cent; ISO 4217 says how many make one).
        currency: ISO 4217 code.

    Raises:
        TypeError: ``minor`` is not an int.
        ValueError: ``currency`` is not an ISO 4217 code.
    """

    minor: int
    currency: str

    def __attrs_post_init__(self) -> None:
        if type(self.minor) is not int:
            raise TypeError("minor units are an int")
        if not _CURRENCY.fullmatch(self.currency):
            raise ValueError("a currency is three capital letters (ISO 4217)")

    @property
    def decimals(self) -> int:
        """Digits of the currency's minor unit (ISO 4217): 2 for PLN, 0 for JPY, 3 for KWD."""
        return decimals(self.currency)

    def __add__(self, other: Money) -> Money:
        if other.currency != self.currency:
            raise ValueError("amounts in two currencies cannot be added")
        return Money(minor=self.minor + other.minor, currency=self.currency)

    def __neg__(self) -> Money:
        return Money(minor=-self.minor, currency=self.currency)

    def __sub__(self, other: Money) -> Money:
        return self + -other

    @classmethod
    def parse(cls, typed: object, currency: str) -> Money:
        """Read an amount as people write it: "1 234,56", "1,234.56", "12", with a point or a comma.

        Args:
            typed: Text, an int of whole units, or ``{"minor": …, "currency": …}``.
            currency: ISO 4217 code of an amount that names none.

        Returns:
            The exact amount; nothing is rounded.

        Raises:
            FieldError: ``money.unreadable``, ``money.too_precise``, ``money.too_large``, or ``money.no_currency``
                where the shop has set none.
        """
        if isinstance(typed, dict):
            return cls._from_mapping(typed)
        if isinstance(typed, bool) or not isinstance(typed, str | int):
            raise FieldError("money.unreadable")
        found = _AMOUNT.fullmatch(_SPACES.sub("", str(typed)[:60]))
        if found is None:
            raise FieldError("money.unreadable")
        sign, whole, between, mark, fraction = found.groups(default="")
        if mark and mark == between:
            raise FieldError("money.unreadable")
        if not currency:
            raise FieldError("money.no_currency")
        digits = decimals(currency)
        if len(fraction) > digits:  # "1.000" may be meant as a thousand: it is not guessed
            raise FieldError("money.too_precise", {"count": digits})
        minor = int(re.sub(r"[.,]", "", whole)) * 10**digits + int(fraction[:digits].ljust(digits, "0") or 0)
        return _bounded(cls(minor=-minor if sign else minor, currency=currency))

    @classmethod
    def _from_mapping(cls, data: dict[str, object]) -> Money:
        minor, currency = data.get("minor"), data.get("currency")
        if type(minor) is not int or not isinstance(currency, str) or not _CURRENCY.fullmatch(currency):
            raise FieldError("money.unreadable")
        return _bounded(cls(minor=minor, currency=currency))


def _bounded(money: Money) -> Money:
    if abs(money.minor) > MAX_MINOR:
        raise FieldError("money.too_large")
    return money
