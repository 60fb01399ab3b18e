"""Queries: named reads, declared once beside the record that they read; and the place where a page ended."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from itertools import accumulate
from typing import Any

import attrs

from .records import Cell, Purge, Record, RecordType, Row, record_types

_LONGEST_CURSOR = 2000
_LARGEST = 2**63 - 1
_as_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


@attrs.frozen
class Cursor:
    """Where a page ended: the cells of its query's order columns in the last row. The next page continues after it."""

    cells: tuple[Cell, ...]

    def encode(self) -> str:
        """As text for an address; `Query.decode_cursor` reads it."""
        return base64.urlsafe_b64encode(_as_json(self.cells).encode()).decode().rstrip("=")


@attrs.frozen(eq=False, kw_only=True)
class Selection:
    """Which records of a type are meant.

    Args:
        record: What is read.
        equals: Columns compared with the parameter of their name.
        prefix: A column compared by its beginning.
        in_: A column that may have any of the values given.
        at_least: A column that must not be less than the parameter of its name.
        at_most: A column that must not be greater than it.
        has: A column of a list that must hold the parameter of its name.
        match: A column of terms that must have one of each group asked for (`terms.Wanted`, `terms.meets`).
        where: Conditions that never change, as cells: a partial index under the same ones serves the query.
        open_only: Short for ``where={"closed_at": None}``.

    Raises:
        ValueError: The tenant is not among ``equals``.
    """

    record: type[Record] = attrs.field(kw_only=False)
    equals: tuple[str, ...] = ("tenant",)
    prefix: str | None = None
    in_: str | None = None
    at_least: str | None = None
    at_most: str | None = None
    has: str | None = None
    match: str | None = None
    where: Mapping[str, Cell] = attrs.field(factory=dict)
    open_only: bool = False

    def __attrs_post_init__(self) -> None:
        if "tenant" not in self.equals:
            raise ValueError("every query names the tenant")

    @property
    def record_type(self) -> RecordType:
        """The type of what is read."""
        return self.record.record_type

    @property
    def fixed(self) -> Mapping[str, Cell]:
        """The conditions that never change."""
        return {**({"closed_at": None} if self.open_only else {}), **self.where}


@attrs.frozen(kw_only=True)
class Also:
    """Records that a query reads along with those that they refer to: of the same subject, and one for each at most.

    Attributes:
        record: Their type.
        by: Their column that refers to what the query reads.
        join: A column of theirs that refers to another type, which is read too.
    """

    record: type[Record]
    by: str
    join: str | None = None

    @property
    def record_type(self) -> RecordType:
        """Their type."""
        return self.record.record_type

    @property
    def joined(self) -> RecordType | None:
        """The record type that ``join`` leads to."""
        return _referred(self.record_type, self.join)


def _referred(kind: RecordType, column: str | None) -> RecordType | None:
    return None if column is None else record_types[kind.column(column).references or ""]


@attrs.frozen(eq=False, kw_only=True)
class Query(Selection):
    """A named read: stores prepare it once and run it often.

    Args:
        order: Columns that sort the results. It ends in the id, so that pages neither repeat nor skip.
        newest_first: All of the order runs backwards.
        columns: What a list reads, as bare cells; None for whole records.
        join: A column that refers to another type: results are pairs of a record and the one it refers to, or None. Of
            bare cells the other one's stand behind them, None where there is none.
        join_columns: Which of the other one's, where bare cells are read; None for all.
        also: What refers to these records in turn: more of the tuple, each with what its own ``join`` leads to.
    """

    order: tuple[str, ...] = ("id",)
    newest_first: bool = False
    columns: tuple[str, ...] | None = None
    join: str | None = None
    join_columns: tuple[str, ...] | None = None
    also: tuple[Also, ...] = ()

    def __attrs_post_init__(self) -> None:
        super().__attrs_post_init__()
        if self.join_columns is not None and (self.columns is None or self.join is None):
            raise ValueError("columns of another type are read beside bare cells that refer to it")
        if self.order[-1] != "id":
            raise ValueError("the order must end in the id: only that makes pages exact")

    @property
    def joined(self) -> RecordType | None:
        """The record type that ``join`` leads to."""
        return _referred(self.record_type, self.join)

    @property
    def about(self) -> str:
        """The column by which it asks for records about one subject. Raises TypeError where it asks otherwise."""
        about = self.record_type.about
        if about is None or set(self.equals) != {"tenant", about.name}:
            raise TypeError("the query does not ask for the records about one subject")
        return about.name

    def result(self, row: Row) -> Any:
        """A row as read: a whole record, the bare cells of ``columns``, or a tuple of records.

        Args:
            row: The cells, as the store read them.

        Returns:
            The result.
        """
        if self.columns is not None:
            return row
        if self.join is None and not self.also:
            return self.record_type.decode(row)
        made = [None if row[start] is None else make(row[start:end]) for start, end, make in self._spans]
        return tuple(made)

    @cached_property
    def _spans(self) -> tuple[tuple[int, int, Callable[[Row], Record]], ...]:
        """Where each record of a result stands in a row, and what makes it of its cells."""
        held = [(self.record_type, self.joined), *((one.record_type, one.joined) for one in self.also)]
        kinds = [kind for pair in held for kind in pair if kind is not None]
        ends = list(accumulate(len(kind.columns) for kind in kinds))
        return tuple(zip([0, *ends], ends, [kind.decode for kind in kinds], strict=False))

    @property
    def goes_on(self) -> bool:
        """Whether its results say where they stand, so that reading goes on behind one (`cursor_of`)."""
        return self.columns is None or set(self.order) <= set(self.columns)

    def cursor_of(self, result: Any) -> Cursor:
        """The place of one of the query's own results. Of bare cells, ``columns`` must hold those of the order.

        Args:
            result: One of its results.

        Returns:
            Where reading goes on behind it.
        """
        if self.columns is not None:
            return Cursor(tuple(result[self.columns.index(name)] for name in self.order))
        record = result[0] if isinstance(result, tuple) else result
        row = self.record_type.encode(record)
        return Cursor(tuple(row[self.record_type.place(name)] for name in self.order))

    def next_page(self, results: Sequence[Any], limit: int) -> str | None:
        """The cursor of the next page, as text for an address, given results read with one more than ``limit``; None
        on the last page.

        Args:
            results: What was read.
            limit: Results on a page.

        Returns:
            The text, None on the last page.
        """
        return self.cursor_of(results[limit - 1]).encode() if len(results) > limit else None

    def decode_cursor(self, text: str | None) -> Cursor | None:
        """Read what `Cursor.encode` wrote, from an address that anybody may have changed: None for nonsense.

        Args:
            text: What the address brought, or None.

        Returns:
            The cursor.
        """
        if not text or len(text) > _LONGEST_CURSOR:
            return None
        try:
            padded = text.encode() + b"=" * (-len(text) % 4)
            cells = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
        except (ValueError, binascii.Error, RecursionError):
            return None
        columns = [self.record_type.column(name) for name in self.order]
        if not isinstance(cells, list) or len(cells) != len(columns):
            return None
        if not all(_fits(cell, column.integer) for cell, column in zip(cells, columns, strict=True)):
            return None
        return Cursor(tuple(cells))


def _fits(cell: object, integer: bool) -> bool:
    """Whether every database takes this as a value of the column."""
    if integer:
        return type(cell) is int and abs(cell) <= _LARGEST
    if not isinstance(cell, str) or "\0" in cell:
        return False
    return cell.isascii() or not any("\ud800" <= char <= "\udfff" for char in cell)


def in_a_list(value: str) -> str:
    """How a list's cell holds a value, quotes included: nothing else in it reads like that.

    Args:
        value: The value.

    Returns:
        The piece of the cell.
    """
    return json.dumps(value, ensure_ascii=False)


@attrs.frozen(kw_only=True)
class Counts:
    """Counting several selections at once, each no further than a number: what a menu shows beside its entries.

    Attributes:
        parts: Selections without ``match``, each with the values of its conditions, as for `Query`.
        most: Where counting stops.
    """

    parts: tuple[tuple[Selection, Mapping[str, Any]], ...]
    most: int


@attrs.frozen(eq=False, kw_only=True)
class Totals(Selection):
    """Counting and summing, grouped: rows of the group's cells, how many records, and each sum; ordered by the group.

    Without ``group_by`` the answer is one row, of noughts when nothing is found.
    """

    group_by: tuple[str, ...] = ()
    sums: tuple[str, ...] = ()

    def in_order(self, rows: Iterable[Row]) -> list[Row]:
        """The rows in the order of their groups, an empty cell first: the same from every store.

        Args:
            rows: The rows, in any order.

        Returns:
            The rows.
        """
        return sorted(rows, key=lambda row: [(cell is not None, cell) for cell in row])


_purge_queries: dict[Purge, Query] = {}


def purge_query(record: type[Record], purge: Purge) -> Query:
    """The rows that a purge takes, the oldest first, as ids.

    Args:
        record: Whose rows.
        purge: Which of them.

    Returns:
        The query.

    Raises:
        TypeError: The record's class does not declare that these go.
    """
    if not any(purge is one for one in record.record_type.purges):
        raise TypeError(f"{record.record_type.name} declares no such purge: its rows stay")
    if purge not in _purge_queries:
        order = (purge.after, "id")
        made = Query(record, where=purge.where, at_most=purge.after, order=order, columns=("id",))
        _purge_queries[purge] = made
    return _purge_queries[purge]
