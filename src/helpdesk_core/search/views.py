"""The search: what is exactly meant first, then names, then whatever else was written, then what is nearly so."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from functools import cached_property, lru_cache, partial
from itertools import chain
from operator import itemgetter
from typing import Any

import attrs

from ..base.actors import STAFF
from ..base.asked import Count
from ..base.contacts import Contact
from ..base.queries import Query
from ..base.records import Row
from ..base.references import Reference
from ..base.serials import LABEL, typed_serial_keys
from ..base.terms import Lexicon, Terms, Wanted, meets, place_term, shop_term
from ..base.typed import plain
from ..contacts.model import BY_CONTACT, same_contact
from ..context import Context
from ..devices.model import LATER_OF_SERIAL
from ..errors import FieldError
from ..guardrails.disclosure import staff_view
from ..guardrails.timeline import FEED
from ..ports.store import Reader
from ..service_requests.model import ServiceRequest
from ..service_requests.rules import VIEW_REQUESTS
from ..triage.queue import QueueRow, rows_of
from ..viewing import view
from .hits import Hit, Sought, hits_of
from .model import FOUND, SearchProgress, progress_id
from .texts import OWN_TEXTS, PageTexts, form, lexicon, terms_of, texts_of_page

_LONGEST = 200
_NOT_INDEXED = 50
"""Changes since the last round of indexing that a search reads itself."""
_BY_ORDER = Query(ServiceRequest, equals=("tenant", "order_number"), columns=("id", "location"))
_BY_SOURCE_ID = Query(ServiceRequest, equals=("tenant", "source_id"), columns=("id", "location"))
_BY_SERIAL = Query(ServiceRequest, equals=("tenant", "serial_key"), order=("created_at", "id"), columns=("id",))
_BY_REFERENCE = Query(ServiceRequest, equals=("tenant", "reference"), columns=("id", "location"))


@attrs.frozen
class _Page:
    """How rows of a page are read, whose cells stand first, and the class of them.

    Attributes:
        has: Where the types of record about a request stand.
        own_texts: Its searched cells.
    """

    query: Query
    row: type[QueueRow]
    has: int
    own_texts: Callable[[Row], Row]


@lru_cache(maxsize=256)
def _page_of(names: tuple[str, ...] | None) -> _Page:
    """The page of some columns, as `view_queue` is asked for them."""
    shown, row = rows_of(names)
    columns = (*shown, "has", *(name for name in OWN_TEXTS if name not in shown))
    own_texts = itemgetter(*map(columns.index, OWN_TEXTS))
    return _Page(Query(ServiceRequest, in_="id", columns=columns), row, len(shown), own_texts)


@staff_view
class SearchResults:
    """What was found.

    Attributes:
        rows: The requests, as rows of the queue.
        nearly: Nothing has just these words: these are alike, as if a letter were mistyped.
        more: There are more than were asked for.
        is_behind: The index waits for a worker, so that the latest requests may be missing.
    """

    rows: tuple[QueueRow, ...]
    nearly: bool
    more: bool
    is_behind: bool
    _places: Callable[[], tuple[tuple[Hit, ...], ...]] = attrs.field(alias="places", eq=False, repr=False)

    @cached_property
    def hits(self) -> tuple[tuple[Hit, ...], ...]:
        """For each row, where it has what was looked for. The texts were read with the rows; they are looked through
        when this is first asked for, which takes as long as everything else."""
        return self._places()


@attrs.frozen
class _Index:
    """The index with what changed since it was last brought up to date."""

    reader: Reader
    context: Context
    changed: Mapping[str, tuple[str, Terms]]
    is_behind: bool

    def find(self, wanted: Wanted, limit: int) -> Iterator[str]:
        """Ids of requests that have all that is wanted, latest first."""
        if not wanted:
            return
        asked = (*wanted, *self._bounds())
        stored = self.reader.find(FOUND, {"terms": asked}, limit=limit)
        found = [(str(at), str(request)) for _, at, request, _ in stored if str(request) not in self.changed]
        found += [(at, id) for id, (at, terms) in self.changed.items() if meets(terms, wanted)]
        yield from (id for _, id in sorted(found, reverse=True))

    def _bounds(self) -> Wanted:
        """Whose shop, and which places: only what this person may see is looked at."""
        places = getattr(self.context.actor, "locations", None)
        shop = (shop_term(self.context.tenant),)
        return (shop,) if places is None else (shop, tuple(place_term(place) for place in (None, *sorted(places))))


@view(actors=STAFF, right=VIEW_REQUESTS)
def view_search(
    reader: Reader, context: Context, words: str, *, limit: Count = 20, columns: tuple[str, ...] | None = None
) -> SearchResults:
    """Requests by whatever staff hear or read: any part of a reference, name, phone, e-mail address, order number or
    device, or words of the conversation. Case, accents and endings of words do not matter.

    Args:
        words: What was typed or pasted; all of the words must be found, in any order.
        limit: Requests at most.
        columns: What of each request is asked for, as in `view_queue`; None for all.

    Returns:
        What was found: what is exactly meant first, then names, then other words, each the latest first.

    Raises:
        TypeError: A row has no column of such a name.
    """
    page = _page_of(None if columns is None else tuple(columns))
    typed = words.strip()[:_LONGEST]
    index, made = _open(reader, context), lexicon(context)
    wanted = made.anywhere(typed)
    found = dict.fromkeys(_exactly(reader, context, typed, limit))
    for asked in (made.number(plain(typed)), made.names(typed), wanted):
        if len(found) <= limit:
            found |= dict.fromkeys(index.find(asked, limit + 1))
    if nearly := not found:
        wanted = made.near(typed)
        found = dict.fromkeys(index.find(wanted, limit + 1))
    rows = _rows(reader, page.query, tuple(found)[: limit + 1])
    shown = rows[:limit]
    texts = texts_of_page(reader, {row[0]: (row[page.has], page.own_texts(row)) for row in shown})
    return SearchResults(
        rows=tuple([page.row(row[: page.has]) for row in shown]),
        nearly=nearly and bool(rows),
        more=len(rows) > limit,
        is_behind=index.is_behind,
        places=partial(_places_in, texts, wanted, made, nearly),
    )


def _places_in(page: PageTexts, wanted: Wanted, lexicon: Lexicon, nearly: bool) -> tuple[tuple[Hit, ...], ...]:
    """Where the requests of a page have what was looked for."""
    texts = page.by_request()
    sought = Sought(wanted, lexicon, nearly, chain.from_iterable(texts.values()))
    return tuple([hits_of(some, sought) for some in texts.values()])


def _open(reader: Reader, context: Context) -> _Index:
    progress = reader.load(SearchProgress, progress_id(context.tenant))
    place = None if progress is None or progress.form != form(context) else FEED.decode_cursor(progress.place)
    latest = reader.feed(place, _NOT_INDEXED)
    changed: dict[str, tuple[str, Terms]] = {}
    for id in dict.fromkeys(entry.subject for entry in latest):
        if (request := reader.load(ServiceRequest, id)) is not None:
            at = str(ServiceRequest.record_type.encode(request)[ServiceRequest.record_type.place("updated_at")])
            changed[id] = (at, terms_of(reader, request, context))
    return _Index(reader, context, changed, is_behind=len(latest) == _NOT_INDEXED)


def _exactly(reader: Reader, context: Context, typed: str, limit: int) -> Iterator[str]:
    """Ids of requests whose very reference, phone number, address, serial number, order or imported id it is."""
    if not typed:
        return
    with suppress(FieldError):
        yield from _ids(reader.find(_BY_REFERENCE, {"reference": str(Reference(typed))}, limit=1))
    for contact in _contacts(context, typed):
        yield from _ids(reader.find(BY_CONTACT, same_contact(contact), limit=limit))
    if LABEL.match(plain(typed).upper()):  # without one the words are found as they are
        for key in typed_serial_keys(typed):
            yield from _ids(reader.find(_BY_SERIAL, {"serial_key": key}, limit=limit))
            yield from (one.request for one in reader.find(LATER_OF_SERIAL, {"serial_key": key}, limit=limit))
    yield from _ids(reader.find(_BY_ORDER, {"order_number": typed}, limit=limit))
    yield from _ids(reader.find(_BY_SOURCE_ID, {"source_id": typed}, limit=limit))


def _contacts(context: Context, typed: str) -> set[Contact]:
    """The contacts that it may be: a national number is one in each country that the shop has a location in."""
    found = set()
    for code in context.settings.country_codes or ("",):
        with suppress(FieldError):
            found.add(Contact.parse(typed, code))
    return found


def _ids(rows: Iterable[Any]) -> Iterator[str]:
    return (str(row[0]) for row in rows)


def _rows(reader: Reader, query: Query, ids: tuple[str, ...]) -> list[Any]:
    """Rows of a page in the order of their ids, those left out that this person may not see."""
    found = {cells[0]: cells for cells in reader.find(query, {"id": ids}, limit=len(ids))} if ids else {}
    return [found[id] for id in ids if id in found]
