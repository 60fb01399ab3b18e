"""How yes and no, whole numbers, days and moments are read."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

from ..errors import FieldError

_MAX_INTEGER = 2**53
_YEARS = range(1900, 3000)
"""Nothing happens in a shop before or after. Days are added to, and moments changed into other zones, which near the
first and the last year that a date can hold would overflow."""
_BOOLEANS = {"yes": True, "no": False, "true": True, "false": False, "1": True, "0": False}


def read_plain(target: type, given: Any) -> Any:
    """Read one of these.

    Args:
        target: ``bool``, ``int``, ``date`` or ``datetime``.
        given: What a form, JSON or Python gave.

    Returns:
        The value; moments are aware.

    Raises:
        FieldError: ``input.unreadable``, or ``date.unreadable``.
    """
    try:
        if target is bool:
            return _BOOLEANS[str(given).lower()]
        if target is int:
            return _read_int(given)
        found = _read_date(given) if target is date else _read_moment(given)
    except (KeyError, TypeError, ValueError):
        raise FieldError("date.unreadable" if target is date else "input.unreadable") from None
    check_day(found)
    return found


def can_be(found: date) -> bool:
    """Whether something can happen on a day, or at a moment.

    Args:
        found: The day or the moment.

    Returns:
        Whether it can: from 1900 to 2999.
    """
    return found.year in _YEARS


def check_day(found: date) -> None:
    """That a day, or a moment, is one on which something can happen.

    Args:
        found: The day or the moment.

    Raises:
        FieldError: ``date.unreadable``, of a moment ``input.unreadable``.
    """
    if not can_be(found):
        raise FieldError("input.unreadable" if isinstance(found, datetime) else "date.unreadable")


def _read_moment(given: Any) -> datetime:
    moment = given if isinstance(given, datetime) else datetime.fromisoformat(given)
    if moment.tzinfo is None:
        raise ValueError
    return moment


def _read_int(given: Any) -> int:
    if isinstance(given, bool | float) or len(str(given)) > 18:
        raise ValueError
    found = int(given)
    if abs(found) > _MAX_INTEGER:
        raise ValueError
    return found


def _read_date(given: Any) -> date:
    """A day as ISO 8601 writes it, or with points as Polish and German do: 30.11.2026."""
    if isinstance(given, datetime):
        raise TypeError  # a moment is a day only in some zone
    if isinstance(given, date):
        return given
    if not isinstance(given, str):
        raise TypeError
    if found := re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", given.strip()):
        day, month, year = map(int, found.groups())
        return date(year, month, day)
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", given.strip()):
        raise ValueError
    return date.fromisoformat(given.strip())
