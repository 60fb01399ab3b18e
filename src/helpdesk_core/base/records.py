"""Records: what is stored whole, with a version, each type declared once.

From a declaration come the codec, the tables of every store, erasing, exporting and the search for secrets.
"""

from __future__ import annotations

import typing
from collections.abc import Callable, Mapping
from functools import cached_property
from operator import attrgetter
from typing import Any, ClassVar, Self, TypeVar, dataclass_transform

import attrs

from .columns import Cell, Column, Guard, Index, Purge, Row, col, columns_of
from .money import Money
from .text import ERASED, CustomerText, InternalNote, SafeText, mark_safe
from .values import with_leaves, without_none

__all__ = [
    "Attested",
    "Cell",
    "Column",
    "Guard",
    "Index",
    "Purge",
    "Record",
    "RecordType",
    "Row",
    "Subject",
    "abstract_record",
    "col",
    "record",
    "record_types",
]


@attrs.frozen(eq=False)
class RecordType:
    """A type of record: its name (the table's, without prefix), columns, indexes and guard."""

    name: str
    columns: tuple[Column, ...]
    indexes: tuple[Index, ...]
    guard: Guard | None
    outside_ids: bool
    """Ids are made from something outside, so that a taken one is to be expected and not an accident."""
    make: Callable[..., Record]
    _second: tuple[str, ...] = ()
    """Fields of money: their second cell is folded into the first when a row is read."""
    purges: tuple[Purge, ...] = ()
    """Which of its rows go by themselves; none of a type that has to do with decisions or histories."""
    coded: tuple[int, ...] = attrs.field(init=False)
    """Places of the columns that are for keys and codes."""
    attested: tuple[int, ...] = attrs.field(init=False)
    """Places of the columns that a history vouches for: all but counters and those of every row."""
    may_be_taken: bool = attrs.field(init=False)
    """That a row is there already is to be expected: its id, or another value that stands once only, may be taken."""
    fields_of: Callable[[Record], dict[str, Any]] = attrs.field(init=False)
    """A record's fields by name."""

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "coded", tuple(n for n, column in enumerate(self.columns) if column.is_coded))
        attested = (
            n
            for n, column in enumerate(self.columns)
            if column.name not in ("tenant", "version", "salt") and not column.volatile
        )
        object.__setattr__(self, "attested", tuple(attested))
        once = self.outside_ids or any(index.unique for index in self.indexes)
        object.__setattr__(self, "may_be_taken", once)
        names = tuple(field.name for field in attrs.fields(typing.cast(Any, self.make)))
        values = attrgetter(*names)
        object.__setattr__(self, "fields_of", lambda record: dict(zip(names, values(record), strict=True)))

    def encode(self, record: Record) -> Row:
        """A record's cells, in the order of its columns.

        Args:
            record: A record of this type.

        Returns:
            The cells: texts, integers and None.
        """
        return self._cells_of(record)

    def encode_like(self, record: Record, other: Record, row: Row) -> Row:
        """The cells of a record that shares most of its values with another one.

        Args:
            record: A record.
            other: One of this type.
            row: The other's cells.

        Returns:
            The record's cells, as `encode` makes them.
        """
        if record.record_type is not self:
            return record.record_type.encode(record)
        return self._cells_like(record, other, row)

    def decode(self, row: Row) -> Record:
        """A record from its cells.

        Args:
            row: Cells in the order of its columns.

        Returns:
            The record.

        Raises:
            ValueError: There are more or fewer cells than columns.
        """
        if len(row) != len(self.columns):
            raise ValueError(f"{self.name}: {len(row)} cells for {len(self.columns)} columns")
        return self._made_of(row)

    @cached_property
    def _cells_of(self) -> Callable[[Record], Row]:
        """Makes cells of a record. Every row of every command passes here: the expression is written out, once."""
        known, encoded = self._encoders
        cells = (
            f"None if (value := record.{column.field}) is None else {encode}(value)"
            if encode
            else f"record.{column.field}"
            for column, encode in zip(self.columns, encoded, strict=True)
        )
        return typing.cast(Callable[[Record], Row], eval(f"lambda record: ({', '.join(cells)},)", known))  # noqa: S307 - names of our own columns

    @cached_property
    def _cells_like(self) -> Callable[[Record, Record, Row], Row]:
        """The same, with the other's cells for the values that are the other's."""
        known, encoded = self._encoders
        cells = (
            f"None if (value := record.{column.field}) is None "
            f"else row[{place}] if value is other.{column.field} else {encode}(value)"
            if encode
            else f"record.{column.field}"
            for place, (column, encode) in enumerate(zip(self.columns, encoded, strict=True))
        )
        made = eval(f"lambda record, other, row: ({', '.join(cells)},)", known)  # noqa: S307 - names of our own columns
        return typing.cast(Callable[[Record, Record, Row], Row], made)

    @property
    def _encoders(self) -> tuple[dict[str, Any], list[str]]:
        """What encodes each column, by the name that it has in an expression; empty for a value that is a cell."""
        known = {f"encode{place}": column.encode for place, column in enumerate(self.columns) if column.encode}
        return known, [f"encode{place}" if column.encode else "" for place, column in enumerate(self.columns)]

    @cached_property
    def _made_of(self) -> Callable[[Row], Record]:
        """Makes a record of its cells. Lists of a customer's requests are little else: the call is written out, once,
        when the first record of the type is read."""
        known: dict[str, Any] = {"make": self.make, "Money": Money}
        values = []
        for place, column in enumerate(self.columns):
            cell = value = f"row[{place}]"
            if column.field in self._second:
                if column.name != column.field:
                    continue
                value = f"Money(minor={cell}, currency=row[{place + 1}])"
            elif column.decode is not None:
                known[f"decode{place}"] = column.decode
                value = f"decode{place}({cell})"
            if not column.derived:
                values.append(f"{column.field}={value if value == cell else f'None if {cell} is None else {value}'}")
        return typing.cast(Callable[[Row], Record], eval(f"lambda row: make({', '.join(values)})", known))  # noqa: S307 - names of our own columns

    @property
    def personal(self) -> tuple[str, ...]:
        """Names of the fields that tell something about the customer."""
        return tuple(column.name for column in self.columns if column.personal is True and column.name == column.field)

    @cached_property
    def about(self) -> Column | None:
        """The column that says which subject a record is about; None for what belongs to none."""
        return next((column for column in self.columns if _is_about(column)), None)

    @property
    def is_subject(self) -> bool:
        """Whether its records head histories."""
        return issubclass(typing.cast(type, self.make), Subject)

    def place(self, name: str) -> int:
        """Position of a column.

        Args:
            name: The column's name.

        Returns:
            Its place, from 0.
        """
        return self._places[name]

    @cached_property
    def _places(self) -> Mapping[str, int]:
        return {column.name: n for n, column in enumerate(self.columns)}

    def column(self, name: str) -> Column:
        """The column of that name.

        Args:
            name: Its name.

        Returns:
            The column.
        """
        return self.columns[self.place(name)]


def _is_about(column: Column) -> bool:
    return column.about or (column.references is not None and record_types[column.references].is_subject)


_R = TypeVar("_R", bound=type)


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(attrs.field, col))
def abstract_record(cls: _R) -> _R:
    """Class decorator for a base of records: frozen, keyword-only."""
    return attrs.frozen(kw_only=True)(cls)


@abstract_record
class Record:
    """Base of all records. ``id`` alone is the key.

    Attributes:
        version: Counts its writes, from 1.
    """

    record_type: ClassVar[RecordType]
    id: str
    tenant: str
    version: int = 1

    def changed(self, **values: Any) -> Self:
        """A copy with other values; the version stays that of the one that was read.

        Args:
            **values: The fields that change.

        Returns:
            The copy.
        """
        return typing.cast(Self, self.record_type.make(**(self.record_type.fields_of(self) | values)))

    def erased(self) -> Self:
        """A copy without what is the customer's: None where that is allowed, else the mark of erasure."""
        return self.changed(**{name: _nothing(self, name) for name in self.record_type.personal})

    def texts(self) -> dict[str, SafeText]:
        """Every text that a person wrote, by path (``text``, ``lines.0.text``)."""
        found: dict[str, SafeText] = {}
        for column in self.record_type.columns:
            if column.text and not column.derived:
                with_leaves(getattr(self, column.name), lambda path, leaf: _note(found, path, leaf), column.name)
        return found

    def with_texts(self, change: Callable[[str, SafeText], SafeText]) -> Self:
        """A copy in which ``change(path, text)`` stands for each text.

        Args:
            change: Called with each text and its path.

        Returns:
            The copy.
        """

        def changed(path: str, leaf: Any) -> Any:
            safe = _safe(leaf)
            if safe is None:
                return leaf
            new = change(path, safe)
            return new if isinstance(leaf, SafeText) else type(leaf)(new)

        values = {
            column.name: with_leaves(getattr(self, column.name), changed, column.name)
            for column in self.record_type.columns
            if column.text and not column.derived
        }
        return self.changed(**values)

    @property
    def file_keys(self) -> tuple[str, ...]:
        """The keys of files that are kept for this record: erasing it deletes them."""
        return ()

    def check_write(self, before: Self | None, actor_kind: str, settings: Any) -> str | None:
        """What is wrong with writing this record over ``before``, None for nothing. Asked by the gate for each record
        that is saved: the place for rules that bind whatever command wrote it.

        Args:
            before: The record as it is stored, None for a new one.
            actor_kind: Who writes: the value of an `ActorKind`.
            settings: The shop's settings.

        Returns:
            What is wrong, in words for developers.
        """
        return None


@abstract_record
class Subject(Record):
    """A record that heads a history of its own: a request, a shop's settings. Its row holds the chain's head."""

    chain_length: int = col(default=0, volatile=True)
    chain_head: str = col(default="", volatile=True)
    has: tuple[str, ...] = col(default=(), volatile=True)
    """Names of the types of record there are about it, so that a page need not ask for the others. The gate's."""


@abstract_record
class Attested(Record):
    """A record that its subject's history vouches for: an edit or a deletion behind the library's back is found.

    The history keeps a digest of the row under ``salt``, which is erased with the row, so that it is impossible to try
    guesses at what stood there.
    """

    salt: str | None

    def erased(self) -> Self:
        """A copy without what is the customer's, and without the salt."""
        return super().erased().changed(salt=None)


#: Every record type by name.
record_types: dict[str, RecordType] = {}


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(attrs.field, col))
def record(
    name: str,
    *,
    indexes: tuple[Index, ...] = (),
    guard: Guard | None = None,
    outside_ids: bool = False,
    purges: tuple[Purge, ...] = (),
) -> Callable[[_R], _R]:
    """Class decorator: make a frozen attrs class a type of record called ``name``.

    Raises:
        TypeError: The name is taken, a field could hold words that did not pass redaction, or rows would go by
            themselves for which a history vouches.
    """

    def make(cls: _R) -> _R:
        made: Any = attrs.frozen(kw_only=True, slots=True)(cls)
        if name in record_types:
            raise TypeError(f"two types of record are called {name}")
        if purges and (guard is not None or issubclass(made, Subject | Attested)):
            raise TypeError(f"{name}: a history vouches for its rows, so that only people decide what goes")
        hints = typing.get_type_hints(made)
        columns: list[Column] = []
        second: list[str] = []
        for field in attrs.fields(made):
            hint, nullable = without_none(hints[field.name])
            if hint is Money:
                second.append(field.name)
            columns += columns_of(f"{name}.{field.name}", field, hint, nullable)
        made.record_type = record_types[name] = RecordType(
            name, tuple(columns), indexes, guard, outside_ids, made, tuple(second), purges
        )
        return typing.cast(_R, made)

    return make


def _nothing(record: Record, name: str) -> Any:
    column, value = record.record_type.column(name), getattr(record, name)
    if column.nullable or value is None:
        return None
    if isinstance(value, tuple):
        return with_leaves(value, lambda _, leaf: leaf if _safe(leaf) is None else _like(leaf, mark_safe(ERASED)))
    if isinstance(value, dict):
        return {}
    return column.decode(ERASED) if column.decode else ERASED


def _safe(leaf: Any) -> SafeText | None:
    return leaf if isinstance(leaf, SafeText) else leaf.safe if isinstance(leaf, CustomerText | InternalNote) else None


def _like(leaf: Any, safe: SafeText) -> Any:
    return safe if isinstance(leaf, SafeText) else type(leaf)(safe)


def _note(found: dict[str, SafeText], path: str, leaf: Any) -> Any:
    if (safe := _safe(leaf)) is not None:
        found[path] = safe
    return leaf
