"""What a customer may be shown is decided by type, when a view's class is made."""

from __future__ import annotations

import types
import typing
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from enum import Enum
from operator import itemgetter
from typing import Any, ClassVar, TypeVar, dataclass_transform

import attrs

from ..base.contacts import Contact
from ..base.messages import Message
from ..base.money import Money
from ..base.queries import Cursor
from ..base.records import Cell
from ..base.references import Reference
from ..base.text import CustomerText, SafeText
from ..base.values import is_piece, leaf_types

_C = TypeVar("_C", bound=type)
_SHOWN = (Cursor, str, int, bool, datetime, date, Message, Money, Reference, SafeText, CustomerText)


@dataclass_transform(kw_only_default=True, frozen_default=True)
def customer_view(cls: _C) -> _C:
    """Class decorator for what a customer is shown.

    Raises TypeError for a field that could hold an internal note, a stored record or a contact in full.
    """
    made: Any = attrs.frozen(kw_only=True)(cls)
    for name, hint in typing.get_type_hints(made).items():
        for part in _parts(hint):
            if not _may_be_shown(part):
                raise TypeError(f"{cls.__name__}.{name}: a customer is never shown {part!r}")
    made.__customer_view__ = True
    return typing.cast(_C, _shown(made))


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(attrs.field,))
def staff_view(cls: _C) -> _C:
    """Class decorator for what staff are shown."""
    return typing.cast(_C, _shown(attrs.frozen(kw_only=True)(cls)))


class StaffRow(tuple[Cell, ...]):
    """A row of a list that staff are shown: its cells as they were read.

    Attributes:
        names: What can be asked of a row.
        place: Where each cell stands.
        read: What makes the value of a cell, by name; the others are their values.
    """

    __slots__ = ()
    names: ClassVar[tuple[str, ...]]
    place: ClassVar[Mapping[str, int]]
    read: ClassVar[Mapping[str, Callable[[Any], Any]]]


def staff_row(columns: Sequence[str], read: Mapping[str, Callable[[Any], Any]]) -> Callable[[_C], _C]:
    """Class decorator for a row of a list that staff are shown, a tuple of cells as they were read. A page has fifty of
    them and shows some columns of each: a cell becomes a value when it is asked for.

    Args:
        columns: The cells' names in their order; each annotated name of the class is one of them.
        read: What makes the value of a cell, by name; the others are their values.
    """

    def register(cls: _C) -> _C:
        made: Any = cls
        made.names, made.read = tuple(vars(cls)["__annotations__"]), read
        _give(made, columns)
        return typing.cast(_C, _shown(made))

    return register


_Row = TypeVar("_Row", bound=StaffRow)


def row_of_some(row: type[_Row], columns: tuple[str, ...]) -> type[_Row]:
    """A class of the same rows with some of their cells. To ask one for another cell raises AttributeError: nothing was
    read of it, so that nothing can be said.

    Args:
        row: A class that `staff_row` made.
        columns: The cells that there are, in their order.

    Returns:
        The class.
    """
    some = type(row.__name__, (row,), {"__slots__": (), "__doc__": row.__doc__})
    _give(some, columns)
    return typing.cast(type[_Row], some)


def _give(row: Any, columns: Sequence[str]) -> None:
    """A property for each cell, and where each stands."""
    row.place = {name: place for place, name in enumerate(columns)}
    for name in row.names:
        if name not in row.place:
            setattr(row, name, property(_not_read(name), doc=""))
            continue
        cell = itemgetter(row.place[name])
        value = _reading(cell, row.read[name]) if name in row.read else cell
        setattr(row, name, property(value, doc=""))  # an itemgetter's own says nothing of it


def _not_read(name: str) -> Callable[[Any], Any]:
    def refuse(row: Any) -> Any:
        raise AttributeError(f"{name} is none of the columns that were asked for")

    return refuse


def _reading(cell: Callable[[Any], Any], value: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda row: value(cell(row))


#: Every class of what views show, by name.
shown_classes: dict[str, type] = {}


def _shown(made: Any) -> Any:
    if shown_classes.setdefault(made.__name__, made).__module__ != made.__module__:
        raise TypeError(f"two classes of what views show are called {made.__name__}")
    shown_classes[made.__name__] = made
    return made


def _may_be_shown(part: Any) -> bool:
    if part is Contact or not isinstance(part, type):
        return False
    if is_piece(part):
        return all(_may_be_shown(leaf) for leaf in leaf_types(part))
    return part in _SHOWN or issubclass(part, Enum) or "__customer_view__" in vars(part)


def _parts(hint: Any) -> Iterator[Any]:
    origin = typing.get_origin(hint)
    if isinstance(hint, types.UnionType) or origin in (typing.Union, tuple, dict, list, Mapping):
        for arg in typing.get_args(hint):
            if arg is not type(None) and arg is not Ellipsis:
                yield from _parts(arg)
    else:
        yield hint
