"""Nested values: pieces, and lists of them, in commands and records.

A *piece* is a frozen class of typed fields, declared with `piece`. One walk over a value's leaves serves reading,
redacting, digests, storing and erasing, so that none of them can forget a nested text.
"""

from __future__ import annotations

import json
import types
import typing
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from enum import Enum
from functools import cache
from operator import attrgetter
from typing import Any, TypeVar, dataclass_transform

import attrs

from .contacts import Contact
from .money import Money
from .text import CustomerText, InternalNote, SafeText, mark_safe
from .time import from_utc_text, utc_text

_C = TypeVar("_C", bound=type)
#: Types of text in records: what came through redaction.
SAFE_TEXTS = (SafeText, CustomerText, InternalNote)


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(attrs.field,))
def piece(cls: _C) -> _C:
    """Make a class a piece: frozen, keyword-only, usable in the fields of commands and records."""
    made: Any = attrs.frozen(kw_only=True)(cls)
    made.__piece__ = tuple(field.name for field in attrs.fields(made))
    return typing.cast(_C, made)


def is_piece(hint: Any) -> bool:
    """Whether a type is a piece."""
    return isinstance(hint, type) and "__piece__" in hint.__dict__


def without_none(hint: Any) -> tuple[Any, bool]:
    """Split ``T | None`` into ``T`` and whether None is allowed."""
    if isinstance(hint, types.UnionType) or typing.get_origin(hint) is typing.Union:
        rest = [arg for arg in typing.get_args(hint) if arg is not type(None)]
        if len(rest) != 1:
            raise TypeError(f"a field has one type, not {hint!r}")
        return rest[0], len(rest) < len(typing.get_args(hint))
    return hint, False


def item_of(hint: Any) -> Any:
    """The item type of ``tuple[T, ...]``, None for any other type."""
    args = typing.get_args(hint)
    return args[0] if typing.get_origin(hint) is tuple and len(args) == 2 and args[1] is Ellipsis else None


_hints: dict[Any, dict[str, Any]] = {}


def hints_of(cls: Any) -> dict[str, Any]:
    """The types of a class's fields: looked up once, since each name in them is evaluated anew otherwise."""
    found = _hints.get(cls)
    if found is None:
        found = _hints[cls] = typing.get_type_hints(cls)
    return found


@cache
def _read_as(hint: Any) -> tuple[Any, bool, Any]:
    """A type without None, whether None is allowed, and the type of its items."""
    plain, nullable = without_none(hint)
    return plain, nullable, item_of(plain)


def leaf_types(hint: Any) -> Iterator[Any]:
    """Every type that a value of ``hint`` can hold, pieces and lists looked into."""
    hint, _ = without_none(hint)
    if (item := item_of(hint)) is not None:
        yield from leaf_types(item)
    elif is_piece(hint):
        for inner in hints_of(hint).values():
            yield from leaf_types(inner)
    else:
        yield hint


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every leaf of a value with its path: ``lines.0.text``, ``answers.colour``."""
    if isinstance(value, tuple):
        for number, item in enumerate(value):
            yield from leaves(item, f"{path}.{number}" if path else str(number))
    elif isinstance(value, dict):
        for name, item in value.items():
            yield from leaves(item, f"{path}.{name}" if path else name)
    elif is_piece(type(value)):
        for field in attrs.fields(type(value)):
            yield from leaves(getattr(value, field.name), f"{path}.{field.name}" if path else field.name)
    else:
        yield path, value


def fields_of(one: Any) -> Iterator[tuple[str, Any]]:
    """Every leaf of the fields of a command or a piece, with its path."""
    kind: Any = type(one)
    for name in field_names(kind):
        value = getattr(one, name)
        known: Any = type(value)
        if _is_leaf(known):  # what most fields are
            yield name, value
        else:
            yield from leaves(value, name)


@cache
def _is_leaf(kind: Any) -> bool:
    return not issubclass(kind, tuple | dict) and not is_piece(kind)


@cache
def field_names(cls: Any) -> tuple[str, ...]:
    """The names of a class's fields, in their order."""
    return tuple(field.name for field in attrs.fields(cls))


def with_leaves(value: Any, change: Callable[[str, Any], Any], path: str = "") -> Any:
    """A copy of a value in which ``change(path, leaf)`` stands for each leaf."""
    if isinstance(value, tuple):
        return tuple(with_leaves(item, change, f"{path}.{n}" if path else str(n)) for n, item in enumerate(value))
    if isinstance(value, dict):
        return {name: with_leaves(item, change, f"{path}.{name}" if path else name) for name, item in value.items()}
    if is_piece(type(value)):
        names = [field.name for field in attrs.fields(type(value))]
        return type(value)(
            **{name: with_leaves(getattr(value, name), change, f"{path}.{name}" if path else name) for name in names}
        )
    return change(path, value)


_AS_THEY_ARE = frozenset({str, int, bool, type(None)})


def _made_once() -> Callable[[Any], str]:
    """What `JSONEncoder.encode` does with lists and mappings. That makes its encoder in C anew for each of them, which
    takes longer than to write the dozen small ones of a command."""
    plain = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    in_c = getattr(json.encoder, "c_make_encoder", None)
    if in_c is None:
        return plain.encode
    parts = in_c(None, plain.default, json.encoder.encode_basestring, None, ":", ",", True, False, True)
    write = json.encoder.encode_basestring
    return lambda data: write(data) if type(data) is str else "".join(parts(data, 0))


_encode = _made_once()


def to_json(value: Any) -> Any:
    """A value as JSON data, the same for equal values. Raises TypeError for a type that has no JSON form."""
    kind: Any = type(value)
    return value if kind in _AS_THEY_ARE else _writer(kind)(value)


@cache
def _writer(kind: Any) -> Callable[[Any], Any]:
    """What makes JSON data of the values of a type: looked for once."""
    if issubclass(kind, tuple | list):
        return lambda several: [item if type(item) in _AS_THEY_ARE else to_json(item) for item in several]
    if issubclass(kind, dict):
        return lambda named: {
            str(name): item if type(item) in _AS_THEY_ARE else to_json(item) for name, item in named.items()
        }
    if issubclass(kind, Enum):
        return attrgetter("_value_")
    if issubclass(kind, datetime):
        return utc_text
    if issubclass(kind, date):
        return date.isoformat
    if issubclass(kind, Money):
        return lambda money: {"minor": money.minor, "currency": money.currency}
    if issubclass(kind, Contact):
        return lambda contact: {"kind": contact.kind.value, "value": contact.value}
    if is_piece(kind):
        return lambda one: {name: to_json(getattr(one, name)) for name in kind.__piece__}
    if issubclass(kind, str | SafeText | CustomerText | InternalNote):
        return str
    raise TypeError(f"{kind.__name__} has no JSON form")


class Written(dict[str, Any]):
    """A mapping that does not change any more, with the text that `canonical` makes of it: it is written into a row and
    into digests."""

    __slots__ = ("text",)

    def __init__(self, value: Mapping[str, Any]) -> None:
        super().__init__(value)
        self.text = canonical(self.copy())


def canonical(value: Any) -> str:
    """A value as the one JSON text that digests and cells are made of."""
    if type(value) is Written:
        return value.text
    return _encode(to_json(value))


def canonical_data(data: Any) -> str:
    """The same of what `to_json` made of a value, or of JSON data that were read."""
    return _encode(data)


_scanned = json.JSONDecoder().raw_decode


def read_data(text: str) -> Any:
    """The data that `canonical` wrote. `json.loads` looks for blanks before and behind them, which takes longer than to
    read a short list.

    Args:
        text: A cell.

    Returns:
        The JSON data.

    Raises:
        ValueError: It is no JSON text, or something stands before or behind it.
    """
    data, end = _scanned(text)
    if end != len(text):
        raise ValueError("something stands behind the JSON text of a cell")
    return data


def from_json(hint: Any, data: Any) -> Any:
    """The value of type ``hint`` that `to_json` made ``data`` of."""
    hint, nullable, item = _read_as(hint)
    if data is None and nullable:
        return None
    if item is not None:
        return tuple(from_json(item, one) for one in data)
    if is_piece(hint):
        hints = hints_of(hint)
        return hint(**{name: from_json(hints[name], one) for name, one in data.items() if name in hints})
    if hint is Money:
        return Money(minor=data["minor"], currency=data["currency"])
    if hint is SafeText:
        return mark_safe(data)
    if hint in SAFE_TEXTS:
        return hint(mark_safe(data))
    if hint is datetime:
        return from_utc_text(data)
    if hint is date:
        return date.fromisoformat(data)
    return hint(data) if isinstance(hint, type) and not isinstance(data, hint) else data
