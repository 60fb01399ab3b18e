"""Tax numbers of buyers: of a country that is known by its own rule, other VAT numbers of the EU by their shape."""

from __future__ import annotations

import re

from ..countries import TaxNumberRule, known
from ..errors import FieldError
from .typed import plain

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
    "PL": r"\d{10}",
    "PT": r"\d{9}",
    "RO": r"\d{2,10}",
    "SE": r"\d{12}",
    "SI": r"\d{8}",
    "SK": r"\d{10}",
    "XI": r"\d{9}|\d{12}|(?:GD|HA)\d{3}",
}


def bare(typed: str, own: TaxNumberRule | None) -> str:
    """What somebody typed as a tax number, or its beginning, in the one spelling by which numbers are compared.

    Args:
        typed: The text.
        own: How those of the shop's country are written.

    Returns:
        In capitals, without separators and what the number is called; of the shop's country the digits alone.
    """
    text = _bare(typed, own)
    return text[2:] if own is not None and text[:2] == own.country and text[2:].isdigit() else text


def _bare(typed: str, own: TaxNumberRule | None) -> str:
    text = plain(typed[:60]).upper()
    if own is not None:
        text = re.sub(rf"^\W*{re.escape(plain(own.name).upper())}\W*", "", text)
    return re.sub(r"[\s.\-/]", "", text)


class TaxNumber(str):
    """A tax number as typed, kept without spaces and hyphens: without letters in front it is one of the shop's country.

    Args:
        typed: The text.
        own: How those of the shop's country are written; None where every number names its country.

    Raises:
        FieldError: ``tax_number.unreadable``, ``tax_number.no_country``, or ``tax_number.check_digit`` where the check
            digit is wrong.
    """

    __slots__ = ()

    def __new__(cls, typed: str, own: TaxNumberRule | None = None) -> TaxNumber:
        if not isinstance(typed, str):
            raise FieldError("input.not_text")
        text = _bare(typed, own)
        country = "EL" if text[:2] == "GR" else text[:2]
        if own is not None and (text.isdigit() or country == own.country):
            _check(text.removeprefix(own.country), own, own)
            return super().__new__(cls, text)
        if country not in _SHAPES or not re.fullmatch(_SHAPES[country], text[2:]):
            raise _unreadable(own)
        rule = next((one.tax_number for one in known() if one.tax_number and one.tax_number.country == country), None)
        if rule is not None:
            _check(text[2:], rule, own)
        return super().__new__(cls, country + text[2:])


def _check(digits: str, rule: TaxNumberRule, own: TaxNumberRule | None) -> None:
    if not rule.is_shaped(digits):
        raise _unreadable(own)
    if not rule.holds(digits):
        raise FieldError("tax_number.check_digit", {"name": rule.name})


def _unreadable(own: TaxNumberRule | None) -> FieldError:
    if own is None:
        return FieldError("tax_number.no_country")
    return FieldError("tax_number.unreadable", {"name": own.name, "example": own.example})


def spellings(number: TaxNumber, own: TaxNumberRule | None) -> tuple[str, ...]:
    """How the same number may be kept: one of the shop's country with its letters and without.

    Args:
        number: The number.
        own: How those of the shop's country are written.

    Returns:
        All of them.
    """
    digits = bare(number, own)
    return (digits, f"{own.country}{digits}") if own is not None and digits.isdigit() else (str(number),)
