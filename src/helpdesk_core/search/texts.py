"""What a request is found by: the columns that say ``searchable``, of the request and of every record about it."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from itertools import islice

import attrs

from ..base.records import Record
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
_EDITION = "1"
"""Another one where terms are made otherwise: then everything is indexed again."""


@attrs.frozen
class SearchedText:
    """One text that a request is found by.

    Attributes:
        field: Where it stands: the record type's name and the column's.
        kind: How it is searched.
        text: As it is stored, redacted.
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


def _of(record: Record) -> Iterator[SearchedText]:
    name = record.record_type.name
    for column in record.record_type.columns:
        if column.searchable is not None and not column.derived:
            for _, leaf in leaves(getattr(record, column.field)):
                is_text = isinstance(leaf, (str, *SAFE_TEXTS))
                if is_text and not isinstance(leaf, Enum) and str(leaf) not in ("", ERASED):
                    yield SearchedText(f"{name}.{column.name}", column.searchable, str(leaf))


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
