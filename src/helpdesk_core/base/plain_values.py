"""How yes and no, whole numbers, days and moments are read."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

from ..errors import FieldError

_MAX_INTEGER = 2**53
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
        if target is date:
            return _read_date(given)
        moment = datetime.fromisoformat(given)
    except (KeyError, TypeError, ValueError):
        raise FieldError("date.unreadable" if target is date else "input.unreadable") from None
    if moment.tzinfo is None:
        raise FieldError("input.unreadable")
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
