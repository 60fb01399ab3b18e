"""The countries that there are: one file each in this folder, found by being there, and those that a host adds."""

from __future__ import annotations

from functools import cache
from itertools import accumulate
from pathlib import Path

from .reading import read_country
from .values import Country

NOWHERE = Country()
"""No country in particular: it sets nothing."""
_FOLDER = Path(__file__).parent
_added: dict[str, Country] = {}


def country(code: str) -> Country:
    """A country's rules.

    Args:
        code: ISO 3166, ``PL``.

    Returns:
        Them; those of no country for a code that is not known.
    """
    return _added.get(code) or _ours().get(code, NOWHERE)


def known() -> tuple[Country, ...]:
    """All of them, by their codes."""
    return tuple(found for _, found in sorted({**_ours(), **_added}.items()))


def add_country(path: Path | str) -> Country:
    """Read a country from a file, and know it from now on: it may be another one, or one of ours as a host has it.

    Args:
        path: The file.

    Returns:
        The country.

    Raises:
        ConfigurationError: With everything that is wrong with the file.
        OSError: The file cannot be read.
    """
    found = read_country(Path(path).read_text(encoding="utf-8"), Path(path).name)
    _added[found.code] = found
    _phone_groups.cache_clear()
    return found


def grouped_phone(number: str) -> str:
    """A phone number as its country writes it.

    Args:
        number: In E.164, ``+48600123456``.

    Returns:
        ``+48 600 123 456``; the number as it is where nothing is known of its country, or it is not of that length.
    """
    for code, groups in _phone_groups():
        digits = number.removeprefix(code)
        if len(digits) == sum(groups) and number.startswith(code):
            ends = list(accumulate(groups))
            return " ".join((code, *(digits[end - size : end] for size, end in zip(groups, ends, strict=True))))
    return number


@cache
def _phone_groups() -> tuple[tuple[str, tuple[int, ...]], ...]:
    return tuple((f"+{one.calling_code}", one.phone_groups) for one in known() if one.phone_groups)


@cache
def _ours() -> dict[str, Country]:
    found = (read_country(path.read_text(encoding="utf-8"), path.name) for path in sorted(_FOLDER.glob("*.toml")))
    return {one.code: one for one in found}
