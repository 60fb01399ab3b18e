"""Readers that show a member of staff only what stands in the locations they work at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from .base.queries import Query
from .base.records import Record, Subject, record_types
from .context import Context
from .guardrails.rights import works_in
from .ports.store import Reader
from .subjects import can_access

_R = TypeVar("_R", bound=Record)


def narrowed(reader: Reader, context: Context) -> Reader:
    """The reader itself for staff who work everywhere; else one that leaves out records of other locations."""
    locations = getattr(context.actor, "locations", None)
    return reader if locations is None else NarrowedReader(reader, context)


class NarrowedReader:
    """Leaves out subjects of other locations, and every record about them, from whatever is loaded or found."""

    def __init__(self, reader: Reader, context: Context) -> None:
        self._reader, self._context = reader, context
        self._known: dict[str, bool] = {}

    def load(self, record: type[_R], id: str) -> _R | None:
        """See `ports.store.Reader.load`."""
        found = self._reader.load(record, id)
        return found if found is not None and self._shows(found) else None

    def find(self, query: Query, params: Mapping[str, Any], *, after: Any = None, limit: int = 50) -> Sequence[Any]:
        """See `ports.store.Reader.find`. Reads on until the page is full: a narrowed page is as long as any other. What
        does not say where it stands is read once more, and further."""
        shown: list[Any] = []
        asked = limit
        while True:
            page = self._reader.find(query, params, after=after, limit=asked)
            shown += [one for one in page if self._shows_result(query, one)]
            if len(shown) >= limit or len(page) < asked:
                return shown[:limit]
            if query.goes_on:
                after = query.cursor_of(page[-1])
            else:
                shown, asked = [], 2 * asked

    def totals(self, totals: Any, params: Mapping[str, Any]) -> Sequence[Any]:
        """See `ports.store.Reader.totals`. Counts are not narrowed: they identify no record, and
        who counts for staff names their locations."""
        return self._reader.totals(totals, params)

    def feed(self, after: Any = None, limit: int = 100) -> Sequence[Any]:
        """See `ports.store.Reader.feed`."""
        return [entry for entry in self._reader.feed(after, limit) if self._shows(entry)]

    def _shows_result(self, query: Query, found: Any) -> bool:
        if query.columns is None:
            return self._shows(found[0] if isinstance(found, tuple) else found)
        cells = dict(zip(query.columns, found, strict=False))
        if "location" in cells:
            return works_in(self._context.actor, cells["location"])
        record = query.record.record_type
        if record.is_subject:
            return self._shows_subject(record.name, str(cells["id"]))
        return record.about is None or self._shows_subject(record.about.references, str(cells[record.about.name]))

    def _shows(self, record: Record) -> bool:
        if isinstance(record, Subject):
            return can_access(record, self._context)
        about = record.record_type.about
        return about is None or self._shows_subject(about.references, str(getattr(record, about.name)))

    def _shows_subject(self, name: str | None, id: str) -> bool:
        """Whether the subject of that id may be seen; of an unnamed type, the one among all types that has it."""
        if id not in self._known:
            types = [record_types[name]] if name else [one for one in record_types.values() if one.is_subject]
            found = (self._reader.load(one.make, id) for one in types)  # type: ignore[arg-type]
            subject = next((one for one in found if one is not None), None)
            self._known[id] = isinstance(subject, Subject) and can_access(subject, self._context)
        return self._known[id]
