"""Queries: named reads, declared once beside the record that they read."""

from __future__ import annotations

from typing import Any

import attrs

from .records import Record, RecordType, Row, record_types


@attrs.frozen(eq=False)
class Query:
    """A named read, declared once beside the record it reads: stores prepare it once and run it often.

    ``equals`` are the columns compared with parameters of the same name, ``prefix`` one compared by its
    beginning, ``in_`` one that may have any of the values given. ``order`` ends in the id, so that pages
    by key neither repeat nor skip; with ``newest_first`` all of it runs backwards. ``columns`` are what a list
    reads (None: the whole record). ``open_only`` keeps to records whose ``closed_at`` is null.
    """

    record: type[Record]
    equals: tuple[str, ...] = ("tenant",)
    prefix: str | None = None
    in_: str | None = None
    order: tuple[str, ...] = ("id",)
    newest_first: bool = False
    columns: tuple[str, ...] | None = None
    open_only: bool = False
    at_most: str | None = None
    """A column that must not be greater than the parameter of its name."""
    join: str | None = None
    """A column that refers to another kind: results are pairs of a record and the one it refers to, or None."""

    def __attrs_post_init__(self) -> None:
        if "tenant" not in self.equals:
            raise ValueError("every query names the tenant")
        if self.order[-1] != "id":
            raise ValueError("the order must end in the id: only that makes pages exact")

    @property
    def record_type(self) -> RecordType:
        """The type of what is read."""
        return self.record.record_type

    @property
    def joined(self) -> RecordType | None:
        """The record type that ``join`` leads to."""
        return None if self.join is None else record_types[self.record_type.column(self.join).references or ""]

    def result(self, row: Row) -> Any:
        """A row as read: a whole record, the bare cells of ``columns``, or a pair of records."""
        if self.columns is not None:
            return row
        if (joined := self.joined) is None:
            return self.record_type.decode(row)
        own, other = row[: len(self.record_type.columns)], row[len(self.record_type.columns) :]
        return self.record_type.decode(own), None if other[0] is None else joined.decode(other)
