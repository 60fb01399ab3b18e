"""Records: what is stored whole, with a version, each kind declared once.

From a declaration come the codec (here), the SQLAlchemy tables and, later, other stores' models. A cell is a str,
an int or None: moments are UTC text, enums their value, nested values JSON text.
"""

from __future__ import annotations

import json
import types
import typing
from collections.abc import Callable, Mapping
from datetime import datetime
from enum import Enum
from typing import Any, ClassVar, Literal, Self, TypeVar, dataclass_transform

import attrs

from .text import CustomerText, InternalNote, SafeText, mark_safe
from .time import from_utc_text, utc_text

Cell = str | int | None
Row = tuple[Cell, ...]
Personal = bool | Literal["staff"]
_MARK = "helpdesk"


def col(
    *,
    references: str | None = None,
    personal: Personal | None = None,
    default: Any = attrs.NOTHING,
    assigned: bool = False,
) -> Any:
    """Declare a column: the kind of record it ``references``, and whether it tells something ``personal``: True for the
    customer, who can have it erased, "staff" for a colleague, whose name stays with what they did. An ``assigned``
    column gets its value from the store, in the order of commits.

    Text of people must say personal or not; a test finds the column that does not.
    """
    return attrs.field(default=default, metadata={_MARK: (references, personal, assigned)})


@attrs.frozen
class Index:
    """An index that serves a query.

    Args:
        columns: Its columns in order. Rows in which a nullable one is empty are left out: queries compare with values.
        unique: No two rows have the same cells there.
        where: Only rows of which this holds, as cells: a query with the same ``where`` uses the index.
        open_only: Short for ``where={"closed_at": None}``: as small as the backlog.
    """

    columns: tuple[str, ...]
    unique: bool = False
    where: Mapping[str, Cell] = attrs.field(factory=dict)
    open_only: bool = False

    @property
    def fixed(self) -> Mapping[str, Cell]:
        """The conditions on its rows."""
        return {**({"closed_at": None} if self.open_only else {}), **self.where}


@attrs.frozen
class Guard:
    """A guarded state: unless ``state`` is one of ``free``, ``decided`` must name the decision that allowed it.

    With ``digest`` the decision is ``effect:id:digest`` of this very record; without, any decision of the effect.
    """

    effect: str
    state: str
    free: tuple[str, ...]
    digest: bool = True


@attrs.frozen
class Column:
    """One column of a kind of record."""

    name: str
    integer: bool
    nullable: bool
    references: str | None
    personal: Personal | None
    text: bool
    assigned: bool
    encode: Callable[[Any], Cell] | None
    decode: Callable[[Any], Any] | None


@attrs.frozen(eq=False)
class RecordType:
    """A kind of record: its name (the table's, without prefix), columns, indexes and guard."""

    name: str
    columns: tuple[Column, ...]
    indexes: tuple[Index, ...]
    guard: Guard | None
    outside_ids: bool
    """Ids are made from something outside, so that a taken one is to be expected and not an accident."""
    make: Callable[..., Record]

    def encode(self, record: Record) -> Row:
        """A record's cells, in the order of its columns."""
        return tuple(
            [
                value if (encode := column.encode) is None or value is None else encode(value)
                for column in self.columns
                for value in (getattr(record, column.name),)
            ]
        )

    def decode(self, row: Row) -> Record:
        """A record from its cells."""
        return self.make(
            **{
                column.name: cell if (decode := column.decode) is None or cell is None else decode(cell)
                for column, cell in zip(self.columns, row, strict=True)
            }
        )

    @property
    def personal(self) -> tuple[str, ...]:
        """Names of the columns that tell something about the customer."""
        return tuple(column.name for column in self.columns if column.personal is True)

    def place(self, name: str) -> int:
        """Position of a column."""
        return next(n for n, column in enumerate(self.columns) if column.name == name)

    def column(self, name: str) -> Column:
        """The column of that name."""
        return self.columns[self.place(name)]


_R = TypeVar("_R", bound=type)


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(attrs.field, col))
def abstract_record(cls: _R) -> _R:
    """Class decorator for a base of records: frozen, keyword-only."""
    return attrs.frozen(kw_only=True)(cls)


@abstract_record
class Record:
    """Base of all records. ``id`` alone is the key; ``version`` counts its writes from 1."""

    record_type: ClassVar[RecordType]
    id: str
    tenant: str
    version: int = 1

    def changed(self, **values: Any) -> Self:
        """A copy with other values; the version stays that of the one that was read."""
        return typing.cast(Self, attrs.evolve(typing.cast(Any, self), **values))


#: Every kind by name.
record_types: dict[str, RecordType] = {}


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(attrs.field, col))
def record(
    name: str, *, indexes: tuple[Index, ...] = (), guard: Guard | None = None, outside_ids: bool = False
) -> Callable[[_R], _R]:
    """Class decorator: make a frozen attrs class a kind of record called ``name``."""

    def make(cls: _R) -> _R:
        made: Any = attrs.frozen(kw_only=True, slots=True)(cls)
        hints = typing.get_type_hints(made)
        columns = tuple(_column(field, hints[field.name]) for field in attrs.fields(made))
        made.record_type = record_types[name] = RecordType(name, columns, indexes, guard, outside_ids, made)
        return typing.cast(_R, made)

    return make


def _column(field: attrs.Attribute[Any], hint: Any) -> Column:
    nullable = type(None) in typing.get_args(hint)
    if isinstance(hint, types.UnionType) or typing.get_origin(hint) is typing.Union:
        hint = next(arg for arg in typing.get_args(hint) if arg is not type(None))
    references, personal, assigned = field.metadata.get(_MARK, (None, None, False))
    encode, decode, integer = _codec(hint)
    text = hint in (SafeText, CustomerText, InternalNote)
    return Column(field.name, integer, nullable, references, personal, text, assigned, encode, decode)


def _codec(hint: Any) -> tuple[Callable[[Any], Cell] | None, Callable[[Any], Any] | None, bool]:
    if hint is str:
        return None, None, False
    if hint is int:
        return None, None, True
    if hint is bool:
        return int, bool, True
    if hint is datetime:
        return utc_text, from_utc_text, False
    if hint is SafeText:
        return str, mark_safe, False
    if hint in (CustomerText, InternalNote):
        return str, lambda cell: hint(mark_safe(cell)), False
    if isinstance(hint, type) and issubclass(hint, Enum):
        by_value = {member.value: member for member in hint}
        return lambda value: typing.cast(Cell, value.value), by_value.__getitem__, False
    if typing.get_origin(hint) in (dict, Mapping):
        return lambda value: json.dumps(value, ensure_ascii=False, sort_keys=True), json.loads, False
    raise TypeError(f"a record cannot hold {hint!r}")
