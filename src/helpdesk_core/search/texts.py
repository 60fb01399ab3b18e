"""What a request is found by: the columns that say ``searchable``, of the request and of every record about it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from enum import Enum
from functools import cache, lru_cache
from itertools import islice
from typing import Any, NamedTuple, cast

import attrs

from ..base.emails import shown_email
from ..base.queries import Query
from ..base.records import Cell, Column, Record, RecordType, Row, record_types
from ..base.stems import stemming
from ..base.terms import Lexicon, Searchable, Terms, place_term, shop_term
from ..base.text import ERASED
from ..base.values import SAFE_TEXTS, leaves
from ..context import Context
from ..ports.store import Reader
from ..service_requests.model import ServiceRequest
from ..timeline.about import everything_about
from .model import SearchEntry, entry_id

_MOST_RECORDS = 500
_EDITION = "6"
"""Another one where terms are made otherwise: then everything is indexed again."""


class SearchedText(NamedTuple):
    """One text that a request is found by.

    Attributes:
        field: Where it stands: the record type's name and the column's.
        kind: How it is searched.
        text: As it is stored, redacted; the domain of an address in its own letters.
    """

    field: str
    kind: Searchable
    text: str


def searched_texts(reader: Reader, request: ServiceRequest) -> Iterator[SearchedText]:
    """The texts that a request is found by, its own first. Only what is stored is read, so only what passed redaction.

    Args:
        reader: Where to read.
        request: The request; of very long ones the first 500 records about it count.
    """
    yield from _of(request)
    for record in islice(everything_about(reader, request, searchable=True), _MOST_RECORDS):
        yield from _of(record)


@attrs.frozen
class PageTexts:
    """The searched cells of some requests and of the records about them, as they were read. Texts are made of them when
    somebody asks what was found in which: a list of results is shown without.

    Attributes:
        own: By the request's id its own cells, those of `OWN_TEXTS`.
        others: For each type of record its searched columns, and the rows about these requests: an id, the request's,
            and the cells.
    """

    own: Mapping[str, Row]
    others: Sequence[tuple[tuple[_Searched, ...], Sequence[Row]]]

    def by_request(self) -> dict[str, list[SearchedText]]:
        """The texts that each request is found by, by its id, as `searched_texts` has them of one."""
        columns = _columns(ServiceRequest.record_type)
        found = {id: list(_texts_in(columns, cells)) for id, cells in self.own.items()}
        for searched, rows in self.others:
            for _, id, *cells in rows:
                found[str(id)] += _texts_in(searched, cells)
        return found


def texts_of_page(reader: Reader, requests: Mapping[str, tuple[str, Row]]) -> PageTexts:
    """The texts that some requests are found by: a statement for each type of record that any of them has, which reads
    the searched cells alone.

    Args:
        reader: Where to read.
        requests: By id which types of record there are about it, as the cell of `Subject.has`, and its own cells, those
            of `OWN_TEXTS`.

    Returns:
        The texts.
    """
    types = {id: _names_in(has) for id, (has, _) in requests.items()}
    named = frozenset().union(*types.values())
    others = []
    for name, (query, about, columns) in _readings().items():
        if name in named:
            ids = tuple([id for id, names in types.items() if name in names])
            others.append((columns, reader.find(query, {about: ids}, limit=_MOST_RECORDS * len(ids))))
    return PageTexts({id: cells for id, (_, cells) in requests.items()}, others)


@lru_cache(maxsize=512)
def _names_in(has: str) -> frozenset[str]:
    """The names in a cell of `Subject.has`: most requests have one of a few such cells."""
    return frozenset(json.loads(has))


@cache
def _readings() -> dict[str, tuple[Query, str, tuple[_Searched, ...]]]:
    """How the searched cells of records about requests are read, by type."""
    found = {}
    for kind in record_types.values():
        about, columns, make = kind.about, _columns(kind), kind.make
        if about is not None and about.references in (None, ServiceRequest.record_type.name) and columns:
            names = ("id", about.name, *(one.column.name for one in columns))
            query = Query(cast(Any, make), equals=("tenant",), in_=about.name, order=(about.name, "id"), columns=names)
            found[kind.name] = query, about.name, columns
    return found


class _Searched(NamedTuple):
    """A column that is searched, and where it stands."""

    field: str
    column: Column


@cache
def _columns(kind: RecordType) -> tuple[_Searched, ...]:
    searched = (column for column in kind.columns if column.searchable is not None and not column.derived)
    return tuple(_Searched(f"{kind.name}.{column.name}", column) for column in searched)


OWN_TEXTS = tuple(one.column.name for one in _columns(ServiceRequest.record_type))
"""The columns of a request that are searched."""


def _as_declared(field: str, column: Column, text: str) -> Iterator[SearchedText]:
    """A text, once for each way in which it is searched."""
    if column.searchable == "device":
        yield SearchedText(field, "part", text)
        yield SearchedText(field, "words", text)
    else:
        yield SearchedText(field, column.searchable or "words", text)


def _of(record: Record) -> Iterator[SearchedText]:
    for field, column in _columns(record.record_type):
        for text in _texts(getattr(record, column.field)):
            yield from _as_declared(field, column, text)


def _texts_in(columns: Sequence[_Searched], cells: Sequence[Cell]) -> Iterator[SearchedText]:
    """The texts of these columns' cells; most cells are one."""
    for (field, column), cell in zip(columns, cells, strict=True):
        if column.hint in _PLAIN:
            if cell not in _NOTHING:
                yield from _as_declared(field, column, _as_read(str(cell)))
        elif cell is not None:
            for text in _texts(column.decode(cell) if column.decode else cell):
                yield from _as_declared(field, column, text)


_PLAIN = frozenset({str, *SAFE_TEXTS})
_NOTHING = (None, "", ERASED)


def _texts(value: Any) -> Iterator[str]:
    for _, leaf in leaves(value):
        is_text = isinstance(leaf, (str, *SAFE_TEXTS))
        if is_text and not isinstance(leaf, Enum) and str(leaf) not in _NOTHING:
            yield _as_read(str(leaf))


def _as_read(text: str) -> str:
    return shown_email(text) if "xn--" in text and " " not in text else text


def lexicon(context: Context) -> Lexicon:
    """Makes terms in the shop's languages."""
    return Lexicon(context.settings.languages)


def form(context: Context) -> str:
    """What an index was made with. One that was made with something else is made again."""
    return f"{_EDITION}:{stemming(context.settings.languages)}"


def terms_of(reader: Reader, request: ServiceRequest, context: Context) -> Terms:
    """The terms of a request's entry, from what is stored now."""
    words, texts = lexicon(context), tuple(searched_texts(reader, request))
    found = {shop_term(request.tenant), place_term(request.location)}
    for one in texts:
        found.update(words.terms(one.kind, one.text))
    found.update(words.near_terms(one.text for one in texts))
    return Terms.of(found)


def indexed(reader: Reader, request: ServiceRequest, context: Context) -> SearchEntry:
    """The entry that a request should have; its version is that of a new one."""
    return SearchEntry(
        id=entry_id(request.tenant, request.id),
        tenant=request.tenant,
        request=request.id,
        location=request.location,
        at=request.updated_at,
        terms=terms_of(reader, request, context),
    )
