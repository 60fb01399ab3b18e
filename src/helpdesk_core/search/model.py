"""The index of requests, and how far it has come."""

from __future__ import annotations

from datetime import datetime

from ..base.digests import outside_id
from ..base.queries import Query, Totals
from ..base.records import Index, Record, col, record
from ..base.terms import Terms
from ..guardrails.timeline import TimelineEntry
from ..ports.store import Reader
from ..service_requests.model import ServiceRequest


@record("search_entries", indexes=(Index(("request", "id")),), outside_ids=True)
class SearchEntry(Record):
    """What a request is found by: terms of its stored texts, in no order. It is made from them and can be made again.

    There is one for each request that was indexed, under an id that is known beforehand: erasing writes it too, so that
    an index that was made from what stood there before loses the race.
    """

    request: str = col(references="service_requests")
    location: str | None = col(default=None)
    at: datetime
    """When the request last changed: what is found is shown latest first."""
    terms: Terms | None = col(personal=True, default=None)


@record("search_progress", outside_ids=True)
class SearchProgress(Record):
    """How far in the feed of changes the index has come, and how its words were stemmed."""

    place: str | None = col(default=None)
    form: str


FOUND = Query(
    SearchEntry,
    match="terms",
    order=("at", "id"),
    newest_first=True,
    columns=("id", "at", "request", "location"),
)
#: How many changes there are to follow.
ALL_CHANGES = Totals(TimelineEntry)


def entry_id(tenant: str, request: str) -> str:
    """The id of a request's entry."""
    return outside_id(tenant, SearchEntry.record_type.name, request)


def progress_id(tenant: str) -> str:
    """The id of a shop's progress."""
    return outside_id(tenant, SearchProgress.record_type.name, "")


def load_entry(reader: Reader, request: ServiceRequest) -> SearchEntry | None:
    """A request's entry, None before it was indexed."""
    return reader.load(SearchEntry, entry_id(request.tenant, request.id))


def emptied(entry: SearchEntry | None, request: ServiceRequest) -> SearchEntry:
    """The entry without terms, or the first one of a request that was never indexed. Whatever takes words out of a
    request writes it in the same transaction; the next round of indexing fills in what is left."""
    if entry is not None:
        return entry.changed(terms=None)
    return SearchEntry(
        id=entry_id(request.tenant, request.id),
        tenant=request.tenant,
        request=request.id,
        location=request.location,
        at=request.updated_at,
    )
