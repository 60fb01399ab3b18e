"""Tax numbers of buyers: a Polish NIP is checked by its check digit, a VAT number of the EU by its shape."""

from __future__ import annotations

import re

from ..errors import FieldError
from .typed import plain

_WEIGHTS = (6, 5, 7, 2, 3, 4, 5, 6, 7)
#: What follows the two letters, by country (VIES, "VAT number structure"). Greece writes EL, Northern Ireland XI.
_SHAPES = {
    "AT": r"U\d{8}",
    "BE": r"[01]\d{9}",
    "BG": r"\d{9,10}",
    "CY": r"\d{8}[A-Z]",
    "CZ": r"\d{8,10}",
    "DE": r"\d{9}",
    "DK": r"\d{8}",
    "EE": r"\d{9}",
    "EL": r"\d{9}",
    "ES": r"[A-Z0-9]\d{7}[A-Z0-9]",
    "FI": r"\d{8}",
    "FR": r"[A-Z0-9]{2}\d{9}",
    "HR": r"\d{11}",
    "HU": r"\d{8}",
    "IE": r"\d[A-Z0-9+*]\d{5}[A-Z]{1,2}",
    "IT": r"\d{11}",
    "LT": r"\d{9}|\d{12}",
    "LU": r"\d{8}",
    "LV": r"\d{11}",
    "MT": r"\d{8}",
    "NL": r"[A-Z0-9+*]{12}",
    "PT": r"\d{9}",
    "RO": r"\d{2,10}",
    "SE": r"\d{12}",
    "SI": r"\d{8}",
    "SK": r"\d{10}",
    "XI": r"\d{9}|\d{12}|(?:GD|HA)\d{3}",
}


def is_nip(digits: str) -> bool:
    """Whether ten digits are a NIP: the last one is the weighted sum of the others modulo 11, and never 10.

    Args:
        digits: The number without separators.

    Returns:
        Whether it is one.
    """
    if not re.fullmatch(r"[0-9]{10}", digits) or digits == "0000000000":
        return False
    return sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, digits, strict=False)) % 11 == int(digits[9])


def bare(typed: str) -> str:
    """What somebody typed as a tax number, or its beginning, in the one spelling by which numbers are compared.

    Args:
        typed: The text.

    Returns:
        In capitals, without separators and the word "NIP"; of a Polish number the digits alone.
    """
    text = _bare(typed)
    return text[2:] if text[:2] == "PL" and text[2:].isdigit() else text


def _bare(typed: str) -> str:
    return re.sub(r"[\s.\-/]|^\W*NIP\W*", "", plain(typed[:60]).upper())


class TaxNumber(str):
    """A tax number as typed, kept without spaces and hyphens: ten digits are a NIP, letters in front name another
    country of the EU.

    Raises:
        FieldError: ``tax_number.unreadable``, or ``tax_number.check_digit`` for a NIP whose check digit is wrong.
    """

    __slots__ = ()

    def __new__(cls, typed: str) -> TaxNumber:
        if not isinstance(typed, str):
            raise FieldError("input.not_text")
        text = _bare(typed)
        country, number = text[:2], text[2:]
        if text.isdigit() or country == "PL":
            number = number if country == "PL" else text
            if not re.fullmatch(r"[0-9]{10}", number):
                raise FieldError("tax_number.unreadable")
            if not is_nip(number):
                raise FieldError("tax_number.check_digit")
            return super().__new__(cls, text)
        country = "EL" if country == "GR" else country
        if country not in _SHAPES or not re.fullmatch(_SHAPES[country], number):
            raise FieldError("tax_number.unreadable")
        return super().__new__(cls, country + number)

    @property
    def spellings(self) -> tuple[str, ...]:
        """How the same number may be kept: a NIP with its country and without."""
        number = bare(self)
        return (number, f"PL{number}") if number.isdigit() else (number,)
