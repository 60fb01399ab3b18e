"""Moments as other systems write them. A form that two countries read differently is not guessed."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import partial
from zoneinfo import ZoneInfo

from helpdesk_core import FieldError
from helpdesk_core.i18n import define

UNREADABLE = define(
    "moment.unreadable", "This moment cannot be read. The mapping can say how it is written: created_at_format."
)
AMBIGUOUS = define(
    "moment.ambiguous",
    "This day can be read in two ways. The mapping can say how it is written: created_at_format.",
)
#: What computers wrote before them was no repair ticket; years beyond are no moment in every zone.
_FIRST, _LAST = 1970, 2200
_LONGEST = 60
_EXCEL_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001 - a serial number has no zone
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_TIME = r"(?:[ T,]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?\s*([ap]\.?m\.?)?)?"
_ZONE = r"\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?"
_SHAPES = tuple(
    re.compile(shape + _TIME + _ZONE, re.IGNORECASE)
    for shape in (
        r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})",
        r"(?P<d>\d{1,2})\.\s?(?P<m>\d{1,2})\.\s?(?P<y>\d{4})",
        r"(?P<d>\d{1,2})[-/ ](?P<name>[a-z]{3})[a-z]*\.?[-/ ,]+(?P<y>\d{4}|\d{2})",
        r"(?P<name>[a-z]{3})[a-z]*\.? (?P<d>\d{1,2}),? (?P<y>\d{4})",
        r"(?P<one>\d{1,2})[/-](?P<two>\d{1,2})[/-](?P<y>\d{4})",
    )
)


def read_moment(typed: str, zone: ZoneInfo, formats: Sequence[str] = ()) -> datetime:
    """A moment; one without a zone, or a day, is meant in the shop's.

    Args:
        typed: ISO 8601, RFC 5322, days with points or month names, seconds or milliseconds since 1970, a spreadsheet's
            serial number.
        zone: The shop's.
        formats: How it is written in this file, as `datetime.strptime` knows it; then nothing else is tried.

    Raises:
        FieldError: ``moment.unreadable`` or ``moment.ambiguous``.
    """
    typed = typed.strip()
    if len(typed) > _LONGEST:
        raise FieldError(UNREADABLE)
    readers: tuple[Callable[[str], datetime | None], ...] = (_iso, _number, _shaped, _of_mail)
    if formats:
        readers = tuple(partial(_formatted, form) for form in formats)
    for read in readers:
        try:
            found = read(typed)
            if found is not None:
                return _in_time(found if found.tzinfo else found.replace(tzinfo=zone))
        except (ValueError, TypeError, OverflowError, IndexError):
            continue
    raise FieldError(UNREADABLE)


def tells_day(form: str) -> bool:
    """Whether a form, as `datetime.strptime` knows it, has a day, its month and its year."""
    moment = datetime(2024, 11, 28, 15, 4, 5, tzinfo=UTC)
    try:
        return _formatted(form, moment.strftime(form)).date() == moment.date()
    except ValueError:
        return False


def _in_time(moment: datetime) -> datetime:
    if not _FIRST <= moment.year <= _LAST:
        raise ValueError("no year of a ticket")
    return moment.astimezone(UTC)


def _formatted(form: str, text: str) -> datetime:
    return datetime.strptime(text, form)  # noqa: DTZ007 - the zone follows


def _iso(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if re.match(r"\d{4}-", text) else None


def _number(text: str) -> datetime | None:
    """Seconds and milliseconds since 1970; days since 1900, as spreadsheets count."""
    if not re.fullmatch(r"\d{5}(\.\d{1,10})?|\d{10}(\.\d{1,9})?|\d{13}", text):
        return None
    if len(text.partition(".")[0]) == 5:
        return _EXCEL_ZERO + timedelta(seconds=round(float(text) * 86_400))
    return datetime.fromtimestamp(float(text) / (1000 if len(text) == 13 else 1), UTC)


def _shaped(text: str) -> datetime | None:
    for shape in _SHAPES:
        if (found := shape.fullmatch(text)) is not None:
            parts = found.groupdict()
            year = int(parts["y"]) + (2000 if len(parts["y"]) == 2 else 0)
            month, day = _month_and_day(parts)
            hour, minute, second, half, zone = found.groups()[-5:]
            moment = datetime(year, month, day, _hour(hour, half), int(minute or 0), int(second or 0))  # noqa: DTZ001
            return moment if zone is None else datetime.fromisoformat(f"{moment.isoformat()}{_offset(zone)}")
    return None


def _month_and_day(parts: dict[str, str]) -> tuple[int, int]:
    if "name" in parts:
        return _MONTHS.index(parts["name"].lower()) + 1, int(parts["d"])
    if "m" in parts:
        return int(parts["m"]), int(parts["d"])
    one, two = int(parts["one"]), int(parts["two"])
    if one <= 12 and two <= 12 and one != two:
        raise FieldError(AMBIGUOUS)
    return (two, one) if one > 12 else (one, two)


def _hour(hour: str | None, half: str | None) -> int:
    if hour is None or half is None:
        return int(hour or 0)
    return int(hour) % 12 + (12 if half[0] in "pP" else 0)


def _offset(zone: str) -> str:
    return zone if zone[0] in "+-" else "+00:00"


def _of_mail(text: str) -> datetime | None:
    return parsedate_to_datetime(text) if re.match(r"[A-Za-z]{3},|\d{1,2} [A-Za-z]{3} ", text) else None
