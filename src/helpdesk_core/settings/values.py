"""Settings as plain values (texts, numbers, lists, tables) and back: the one form that TOML, the store and pages share.

What may stand where follows from the types in `model`: a new setting is one field there. Reading names every error at
once, each with its path (``statuses.2.phase``).
"""

from __future__ import annotations

import types
import typing
from collections.abc import Mapping
from enum import Enum
from functools import cache
from typing import Any, NewType

import attrs

from ..base.messages import define
from ..base.text import clean
from ..errors import FieldError

Errors = list[FieldError]
LONGEST_TEXT = 5_000
"""Characters of one text."""
LONGEST_WORDING = 30_000
"""Characters of one of the shop's own texts: terms are long."""
Base64 = NewType("Base64", str)
"""Bytes as a text in Base64."""
NO_BYTES = Base64("")
_LONGEST = {Base64: 190_000}
"""Characters of texts that may be longer."""
LONGEST_LIST = 1_000
"""Entries of one list or table."""

UNKNOWN = define("settings.error.unknown", "There is no setting of this name.")
MISSING = define("settings.error.missing", "This must be given.")
NOT_TEXT = define("settings.error.not_text", "This is a text, in quotation marks.")
NOT_A_NUMBER = define("settings.error.not_a_number", "This is a whole number.")
NOT_YES_OR_NO = define("settings.error.not_yes_or_no", "This is true or false.")
NOT_A_LIST = define("settings.error.not_a_list", "This is a list.")
NOT_A_TABLE = define("settings.error.not_a_table", "This is a table of names and values.")
WRONG_COUNT = define("settings.error.wrong_count", "This list has {count} entries.")
TOO_LONG = define("settings.error.too_long", "This is too long: {count} at most.")
CONTROL_CHARACTERS = define("settings.error.control_characters", "This text holds characters that cannot be shown.")


class _Bad:
    """Stands where a value could not be read."""


BAD = _Bad()


def to_plain(value: Any) -> Any:
    """A setting's value as texts, numbers, lists and tables, the same for equal values. What is None is left out of its
    table."""
    if attrs.has(type(value)):
        pairs = ((field.name, getattr(value, field.name)) for field in attrs.fields(type(value)))
        return {name: to_plain(part) for name, part in pairs if part is not None}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        return {str(name): to_plain(part) for name, part in sorted(value.items())}
    if isinstance(value, frozenset | set):
        return sorted(to_plain(part) for part in value)
    if isinstance(value, tuple | list):
        return [to_plain(part) for part in value]
    return value


def read(hint: Any, given: Any, path: tuple[str, ...], errors: Errors) -> Any:
    """A plain value as the type ``hint`` says. What cannot be read is added to ``errors``, and `BAD` returned."""
    origin, args = typing.get_origin(hint), typing.get_args(hint)
    if isinstance(hint, types.UnionType) or origin is typing.Union:
        table = next((part for part in args if typing.get_origin(part) is not None), None)
        chosen = table if isinstance(given, Mapping | list) and table is not None else args[0]
        return read(chosen, given, path, errors)
    if attrs.has(hint):
        return read_table(hint, given, path, errors)
    if origin is tuple and args[-1] is not Ellipsis:
        return _read_fixed(args, given, path, errors)
    if origin in (tuple, frozenset):
        parts = _read_list(args[0], given, path, errors)
        return parts if parts is BAD else origin(parts)
    if origin is not None:
        return _read_mapping(args[1], given, path, errors)
    return _read_one(hint, given, path, errors)


def read_table(cls: Any, given: Any, path: tuple[str, ...], errors: Errors) -> Any:
    """An object of the attrs class ``cls`` from a table with its fields' names; `BAD` when a field is."""
    if not isinstance(given, Mapping):
        return _error(NOT_A_TABLE, path, errors)
    values: dict[str, Any] = {}
    hints = hints_of(cls)
    errors += [FieldError(UNKNOWN, path=(*path, str(name))) for name in given if name not in hints]
    for field in attrs.fields(cls):
        if field.name in given:
            values[field.name] = read(hints[field.name], given[field.name], (*path, field.name), errors)
        elif field.default is attrs.NOTHING:
            values[field.name] = _error(MISSING, (*path, field.name), errors)
    return BAD if BAD in values.values() else cls(**values)


@cache
def hints_of(cls: Any) -> dict[str, Any]:
    """The types of a class's fields."""
    return typing.get_type_hints(cls)


def _read_list(hint: Any, given: Any, path: tuple[str, ...], errors: Errors) -> Any:
    if not isinstance(given, list):
        return _error(NOT_A_LIST, path, errors)
    if len(given) > LONGEST_LIST:
        return _error(TOO_LONG, path, errors, count=LONGEST_LIST)
    parts = [read(hint, part, (*path, str(place)), errors) for place, part in enumerate(given)]
    return BAD if BAD in parts else parts


def _read_fixed(hints: tuple[Any, ...], given: Any, path: tuple[str, ...], errors: Errors) -> Any:
    if not isinstance(given, list):
        return _error(NOT_A_LIST, path, errors)
    if len(given) != len(hints):
        return _error(WRONG_COUNT, path, errors, count=len(hints))
    parts = [
        read(hint, part, (*path, str(place)), errors)
        for place, (hint, part) in enumerate(zip(hints, given, strict=True))
    ]
    return BAD if BAD in parts else tuple(parts)


def _read_mapping(hint: Any, given: Any, path: tuple[str, ...], errors: Errors) -> Any:
    if not isinstance(given, Mapping):
        return _error(NOT_A_TABLE, path, errors)
    if len(given) > LONGEST_LIST:
        return _error(TOO_LONG, path, errors, count=LONGEST_LIST)
    parts = {str(name): read(hint, part, (*path, str(name)), errors) for name, part in given.items()}
    return BAD if BAD in parts.values() else parts


_KINDS: dict[type, str] = {str: NOT_TEXT, int: NOT_A_NUMBER, bool: NOT_YES_OR_NO}


def _read_one(hint: Any, given: Any, path: tuple[str, ...], errors: Errors) -> Any:
    kind = getattr(hint, "__supertype__", hint)
    if isinstance(kind, type) and issubclass(kind, Enum):
        found = next((one for one in kind if one.value == given), None)
        return _error("input.not_a_choice", path, errors) if found is None else found
    if type(given) is not kind:  # True is not a number here
        return _error(_KINDS[kind], path, errors)
    if isinstance(given, str):
        is_wording = path[0].partition(".")[0] == "wording"
        longest = LONGEST_WORDING if is_wording else _LONGEST.get(hint, LONGEST_TEXT)
        if len(given) > longest:
            return _error(TOO_LONG, path, errors, count=longest)
        if clean(f"|{given}|") != f"|{given}|":
            return _error(CONTROL_CHARACTERS, path, errors)
    return given


def _error(code: str, path: tuple[str, ...], errors: Errors, **params: object) -> _Bad:
    errors.append(FieldError(code, params, path))
    return BAD
