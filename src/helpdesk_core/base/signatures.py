"""Which classes a public signature names: whoever can call it, or reads what it answers, needs them too."""

from __future__ import annotations

import typing
from collections.abc import Iterable, Iterator
from enum import Enum
from typing import Any

import attrs


def named_by(hints: Iterable[Any]) -> dict[str, type]:
    """The library's classes in these types, and in the fields of those classes, all the way down.

    Args:
        hints: Classes, or types as annotations write them.

    Returns:
        The classes by name.

    Raises:
        TypeError: Two of them share a name.
    """
    found: dict[str, type] = {}
    waiting = [part for hint in hints for part in parts_of(hint)]
    while waiting:
        cls = waiting.pop()
        if found.get(cls.__name__) is cls:
            continue
        if cls.__name__ in found:
            raise TypeError(f"two public classes are called {cls.__name__}")
        found[cls.__name__] = cls
        waiting += _fields(cls)
    return found


def _fields(cls: type) -> Iterator[type]:
    """The types of what an object of this class holds for its readers."""
    if attrs.has(cls) and not issubclass(cls, Enum):
        hints = typing.get_type_hints(cls)
        for field in attrs.fields(cls):
            if not field.name.startswith("_"):
                yield from parts_of(hints[field.name])


def parts_of(hint: Any) -> Iterator[type]:
    """The library's classes that a type itself is made of."""
    for one in hint if isinstance(hint, list) else typing.get_args(hint):  # a list: the parameters of a callable
        yield from parts_of(one)
    if isinstance(hint, type) and hint.__module__.startswith("helpdesk_core"):
        yield hint
