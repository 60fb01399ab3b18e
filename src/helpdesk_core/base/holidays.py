"""Public holidays of a country, from the library holidays where it is installed (the extra ``calendar``)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any


def is_installed() -> bool:
    """Whether public holidays are known at all."""
    return _library() is not None


def is_known(country: str) -> bool:
    """Whether the holidays of a country are known.

    Args:
        country: ISO 3166 letters, with a part of the country where its holidays differ: ``PL``, ``DE-BY``.

    Returns:
        False also where the library is not installed.
    """
    found, (code, _, part) = _library(), country.partition("-")
    known = found.list_supported_countries().get(code) if found is not None else None
    return known is not None and (not part or part in known)


@lru_cache(maxsize=256)
def holidays_of(country: str, year: int, language: str = "") -> Mapping[date, str]:
    """The public holidays of a year with their names.

    Args:
        country: As for `is_known`.
        year: The year.
        language: In which language they are named; one that the library does not have gives the country's own.

    Returns:
        The days with their names; none for a country that is not known.
    """
    if not is_known(country):
        return {}
    library, (code, _, part) = _library(), country.partition("-")
    made = library.country_holidays(code, subdiv=part or None)
    spoken = next((one for one in made.supported_languages if one.partition("_")[0] == language), None)
    days = library.country_holidays(code, subdiv=part or None, years=year, language=spoken)
    return {day: name for day, name in days.items() if day.year == year}


def _library() -> Any:
    try:
        import holidays
    except ImportError:
        return None
    return holidays
