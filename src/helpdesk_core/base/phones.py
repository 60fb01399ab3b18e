"""Phone numbers: read into E.164 (ITU-T), or refused. A number is never kept as another one."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import attrs

from ..errors import FieldError
from .typed import plain

UNREADABLE = "contact.unreadable"
COUNTRY_NEEDED = "phone.country_needed"
_LABEL = re.compile(
    r"\A(?:(?:nr|numer|tel|telefonu?|phone|mobile|mob|kom|komórka|whatsapp|sms)[.:]*\s*){0,3}[.:]*\s*(?=[+\d(])", re.I
)
_BRACKETED = re.compile(r"\A\(\+(\d{1,3})\)")
_NUMBER = re.compile(r"\+?[\d ()./·•\-]{5,30}")
_TOTAL = range(7, 16)


@attrs.frozen
class _Plan:
    """How a country's numbers are dialled at home (ITU-T, national numbering plans).

    ``trunk`` is dialled before a national number and is no part of it; where ``is_dialled`` a number without it is a
    local one, whose area nobody knows.
    """

    trunk: str
    is_dialled: bool
    least: int
    most: int


_FREE = {
    "1": ("1", 10, 10),
    "30": ("", 10, 10),
    "34": ("", 9, 9),
    "39": ("", 6, 11),
    "45": ("", 8, 8),
    "47": ("", 8, 8),
    "48": ("0", 9, 9),
    "351": ("", 9, 9),
    "354": ("", 7, 7),
    "356": ("", 8, 8),
    "357": ("", 8, 8),
    "371": ("", 8, 8),
    "372": ("", 7, 8),
    "420": ("", 9, 9),
}
_DIALLED = {
    "7": ("8", 10, 10),
    "31": ("0", 9, 9),
    "32": ("0", 8, 9),
    "33": ("0", 9, 9),
    "36": ("06", 8, 9),
    "40": ("0", 9, 9),
    "41": ("0", 9, 9),
    "43": ("0", 4, 13),
    "44": ("0", 9, 10),
    "46": ("0", 7, 9),
    "49": ("0", 5, 11),
    "353": ("0", 7, 9),
    "358": ("0", 5, 12),
    "359": ("0", 7, 9),
    "380": ("0", 9, 9),
    "381": ("0", 7, 9),
    "385": ("0", 8, 9),
    "386": ("0", 8, 8),
    "421": ("0", 9, 9),
}
_PLANS = {code: _Plan(trunk, False, least, most) for code, (trunk, least, most) in _FREE.items()} | {
    code: _Plan(trunk, True, least, most) for code, (trunk, least, most) in _DIALLED.items()
}


def read_phone(typed: str, country_code: str = "") -> str:
    """Read a phone number as typed.

    Spaces, points, hyphens, brackets, digits of other scripts, invisible marks and "nr tel." before it do not matter.
    Countries of the table above are read as they are dialled at home. Others are read with their own country code; with
    the extra ``phones`` (the library phonenumbers) all are, and a number that no network has is refused.

    Args:
        typed: What stood in the field.
        country_code: Digits put before national numbers, without ``+`` ("48"); where it is empty, only
            international numbers can be read.

    Returns:
        The number in E.164, ``+48600123456``.

    Raises:
        FieldError: ``contact.unreadable``, or ``phone.country_needed`` for a number that may be right, of a country
            that cannot be known.
    """
    text = _BRACKETED.sub(r"+\1", _LABEL.sub("", plain(typed.strip())))
    if not _NUMBER.fullmatch(text):
        raise FieldError(UNREADABLE)
    digits = re.sub(r"\D", "", text)
    if text.startswith("+") or digits.startswith("00") or (country_code == "1" and digits.startswith("011")):
        code_and_number = digits if text.startswith("+") else digits[2:] if digits.startswith("00") else digits[3:]
        return _checked(_international(code_and_number, text))
    if not country_code:
        raise FieldError(COUNTRY_NEEDED)
    return _checked(_national(digits, country_code))


def _international(digits: str, text: str) -> str:
    code = next((digits[:size] for size in (1, 2, 3) if digits[:size] in _PLANS), None)
    if code is None:
        if "(0)" in text or len(digits) not in _TOTAL or digits.startswith("0"):
            raise FieldError(UNREADABLE)
        return f"+{digits}"
    plan, number = _PLANS[code], digits[len(code) :]
    if "(0)" in text and plan.trunk != "0":
        raise FieldError(UNREADABLE)  # where the nought belongs to the number nobody can say what was meant
    if plan.trunk == "0":
        number = number.removeprefix("0")
    return _joined(code, number)


def _national(digits: str, code: str) -> str:
    plan = _PLANS.get(code)
    if plan is None:
        return _by_library(digits, code)
    if len(digits) > plan.most and digits.startswith(code) and not plan.trunk.startswith(code):
        return _joined(code, digits[len(code) :])  # the country code, typed without its plus
    if plan.trunk and digits.startswith(plan.trunk) and len(digits) > plan.least:
        return _joined(code, digits[len(plan.trunk) :])
    if plan.is_dialled:
        return _by_library(digits, code)
    return _joined(code, digits)


def _joined(code: str, number: str) -> str:
    plan = _PLANS[code]
    if not plan.least <= len(number) <= plan.most or (plan.trunk and number.startswith("0")):
        raise FieldError(UNREADABLE)
    return f"+{code}{number}"


@cache
def _library() -> Any:
    """The module phonenumbers where it is installed, else None."""
    try:
        import phonenumbers
    except ImportError:
        return None
    return phonenumbers


def _by_library(digits: str, code: str) -> str:
    library = _library()
    if library is None:
        raise FieldError(COUNTRY_NEEDED)
    try:
        number = library.parse(digits, library.region_code_for_country_code(int(code)))
    except library.NumberParseException:
        raise FieldError(UNREADABLE) from None
    if not library.is_valid_number(number):  # a local number passes as possible
        raise FieldError(COUNTRY_NEEDED)
    return str(library.format_number(number, library.PhoneNumberFormat.E164))


def _checked(number: str) -> str:
    library = _library()
    if library is None:
        return number
    try:
        possible = library.is_possible_number(library.parse(number))
    except library.NumberParseException:
        possible = False
    if not possible:
        raise FieldError(UNREADABLE)
    return number
