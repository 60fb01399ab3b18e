"""Everything that is stored about a subject, read from the declarations: a new type of record cannot be forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, cast

from ..base.queries import Query
from ..base.records import Record, RecordType, Subject, record_types
from ..ports.store import Reader
from ..subjects import records_about
from .audit import scan


@cache
def _query(record_class: Any) -> tuple[Query, str]:
    """All records of a type about one subject, made once: stores keep a statement for each query."""
    about = record_class.record_type.about
    assert about is not None, "records_about names only types with such a column"
    return Query(record_class, equals=("tenant", about.name)), about.name


def everything_about(
    reader: Reader, subject: Subject, *, personal: bool = False, texts: bool = False, searchable: bool = False
) -> Iterator[Record]:
    """Records about a subject, type by type, however many.

    Args:
        reader: Where to read.
        subject: The subject.
        personal: Only types that tell something of the customer.
        texts: Only types that hold words of people.
        searchable: Only types that the subject is found by, of which there are any about it.
    """
    for name, record_class in records_about(subject).items():
        record_type = record_types[name]
        if (personal and not record_type.personal) or (texts and not _has_text(record_type)):
            continue
        if searchable and (name not in subject.has or not _is_searchable(record_type)):
            continue
        query, column = _query(cast(Any, record_class))
        yield from cast(Iterator[Record], scan(reader, query, {column: subject.id}))


@cache
def _is_searchable(record_type: RecordType) -> bool:
    return any(column.searchable for column in record_type.columns)


def _has_text(record_type: RecordType) -> bool:
    return any(column.text for column in record_type.columns)
