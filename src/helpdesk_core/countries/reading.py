"""Reading a country's file: every key has its type, every rule its law and its days, and all that is wrong is said at
once."""

from __future__ import annotations

import re
import tomllib
import typing
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import cache
from itertools import pairwise
from typing import Any

import attrs

from ..errors import ConfigurationError
from .values import Country, Dated, Kept

_KINDS = {date: "a date like 2026-01-31", str: "a text", int: "a whole number", bool: "true or false"}
_GROUPS = ("street", "code", "city")
_DATED = ("clocks", "rates", "sums", "kept", "duties")


def read_country(text: str, name: str = "country") -> Country:
    """A country from its file.

    Args:
        text: The file, in TOML.
        name: What it is called in the error.

    Returns:
        The country.

    Raises:
        ConfigurationError: With everything that is wrong, a line each.
    """
    found, problems = _read(text)
    if found is None or problems:
        raise ConfigurationError("\n".join(f"{name}: {one}" for one in problems))
    return found


def problems_of(text: str) -> tuple[str, ...]:
    """What is wrong with a country's file.

    Args:
        text: The file, in TOML.

    Returns:
        A line each, with its place; none for a file that is right.
    """
    return tuple(_read(text)[1])


def _read(text: str) -> tuple[Country | None, list[str]]:
    try:
        plain = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return None, [f"this is no TOML: {error}"]
    problems: list[str] = []
    found = _table(Country, plain, "", problems)
    if found is None:
        return None, problems
    problems += _country(found)
    return found, problems


def _table(type_: Any, plain: Any, place: str, problems: list[str]) -> Any:
    """A class of the model from a table: None, and why, where anything in it is wrong."""
    if not isinstance(plain, Mapping):
        problems.append(f"{place}: this is no table")
        return None
    before, hints, values = len(problems), _hints(type_), {}
    problems += (f"{_at(place, key)}: there is no such key" for key in plain if key not in hints)
    for field in attrs.fields(type_):
        if field.name in plain:
            values[field.name] = _value(hints[field.name], plain[field.name], _at(place, field.name), problems)
        elif field.default is attrs.NOTHING or (type_ is Country and field.name in ("code", "names", "checked")):
            problems.append(f"{_at(place, field.name)}: this is missing")
    return type_(**values) if len(problems) == before else None


def _value(hint: Any, plain: Any, place: str, problems: list[str]) -> Any:
    """One value by its type."""
    origin, args = typing.get_origin(hint), typing.get_args(hint)
    if origin is tuple:
        if not isinstance(plain, list):
            problems.append(f"{place}: this is no list")
            return ()
        return tuple(_value(args[0], one, f"{place}.{n}", problems) for n, one in enumerate(plain))
    if type(None) in args:
        return _value(next(one for one in args if one is not type(None)), plain, place, problems)
    if attrs.has(hint):
        return _table(hint, plain, place, problems)
    if hint in _KINDS:
        if type(plain) is not hint or isinstance(plain, datetime):
            problems.append(f"{place}: this is not {_KINDS[hint]}")
        return plain
    if not isinstance(plain, Mapping) or not plain or not all(isinstance(one, str) and one for one in plain.values()):
        problems.append(f'{place}: this is no text for each language, like {{ en = "…" }}')
        return {}
    return dict(plain)


@cache
def _hints(type_: Any) -> dict[str, Any]:
    return typing.get_type_hints(type_)


def _at(place: str, key: str) -> str:
    return f"{place}.{key}" if place else key


def _country(found: Country) -> Iterator[str]:
    if not re.fullmatch(r"[A-Z]{2}", found.code):
        yield "code: two capital letters of ISO 3166, like PL"
    if "en" not in found.names:
        yield "names: the English one is missing"
    if found.sums and not re.fullmatch(r"[A-Z]{3}", found.currency):
        yield "currency: three capital letters of ISO 4217, like PLN; sums need one"
    if found.phone_groups and not found.calling_code.isdigit():
        yield "calling_code: the digits of its phone numbers, without +"
    if found.address and (wrong := _pattern(found.address, _GROUPS)):
        yield f"address: {wrong}"
    yield from _tax_number(found)
    yield from _laws(found)
    for place, words in enumerate(found.words):
        if words.law not in {law.id for law in found.laws}:
            yield f"words.{place}.law: there is no law {words.law}"
    for name in _DATED:
        yield from _dated(found, name)


def _pattern(shape: str, groups: tuple[str, ...] = ()) -> str:
    try:
        made = re.compile(shape)
    except re.error as error:
        return f"this is no regular expression: {error}"
    missing = [one for one in groups if one not in made.groupindex]
    return f"the groups {', '.join(missing)} are missing" if missing else ""


def _tax_number(found: Country) -> Iterator[str]:
    one = found.tax_number
    if one is None:
        return
    if wrong := _pattern(one.shape):
        yield f"tax_number.shape: {wrong}"
    elif one.modulo < 2 or (one.weights and len(one.weights) != len(one.example) - 1):
        yield "tax_number.weights: there is one for each digit but the last, and modulo is 2 or more"
    elif not one.holds(one.example):
        yield "tax_number.example: this is none by its own rule"


def _laws(found: Country) -> Iterator[str]:
    seen: set[str] = set()
    for place, law in enumerate(found.laws):
        if law.id in seen:
            yield f"laws.{place}.id: two laws are called {law.id}"
        seen.add(law.id)
        if not law.source.strip():
            yield f"laws.{place}.source: where the law stands is missing"
        if "en" not in law.names:
            yield f"laws.{place}.names: the English one is missing"
        if law.link and not law.link.startswith("https://"):
            yield f"laws.{place}.link: this is no https address"
    named = {name for key in _DATED for one in getattr(found, key) for name in _named(one)}
    named |= {one.law for one in found.words}
    yield from (f"laws: nothing names {law.id}" for law in found.laws if law.id not in named)


def _named(one: Dated) -> tuple[str, ...]:
    return tuple(filter(None, (one.law, one.also if isinstance(one, Kept) else "")))


def _dated(found: Country, name: str) -> Iterator[str]:
    rows: tuple[Dated, ...] = getattr(found, name)
    laws = {law.id: law for law in found.laws}
    for place, one in enumerate(rows):
        at = f"{name}.{place}"
        yield from (f"{at}.law: there is no law {law}" for law in _named(one) if law not in laws)
        if not one.law:
            yield f"{at}.law: the law that sets it is missing"
        elif one.law in laws and one.since < laws[one.law].since:
            yield f"{at}.since: its law holds from {laws[one.law].since} on"
        if one.until is not None and one.until < one.since:
            yield f"{at}.until: it ends before it begins"
        yield from (f"{at}.{wrong}" for wrong in _bounds(one))
    by_id: dict[str, list[Dated]] = {}
    for one in sorted(rows, key=lambda row: row.since):
        by_id.setdefault(one.id, []).append(one)
    for id, same in by_id.items():
        for one, following in pairwise(same):
            if one.until is None or following.since <= one.until:
                yield f"{name}: two of {id} hold on {following.since}"


def _bounds(one: Dated) -> Iterator[str]:
    for key, least, most in (("days", 1, 3650), ("rate", 0, 10_000), ("minor", 1, 10**12), ("months", 1, 1200)):
        value = getattr(one, key, least)
        if not least <= value <= most:
            yield f"{key}: this is {least} to {most}"
