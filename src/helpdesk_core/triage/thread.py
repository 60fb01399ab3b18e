"""One thread for staff: what was said, what was noted and what happened, in the order of the history.

The history vouches for every row that was written with a change, so that walking it finds the words too: one cursor,
three statements, however long the thread is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from ..base.changes import changes as known_changes
from ..base.time import utc_text
from ..conversations.model import MESSAGES_AT, NOTES_AT, Note, ThreadMessage
from ..guardrails.disclosure import staff_view
from ..guardrails.timeline import LATEST_ENTRIES, TimelineEntry, attested_key
from ..ports.store import Reader
from ..service_requests.model import ServiceRequest

PAGE = 50
"""Entries of the history on a page."""
_MOST = 1_000
"""Messages or notes of a page's moments, at most: a command writes one or two."""


Words = ThreadMessage | Note


@staff_view
class Thread:
    """A page of a request's thread.

    Attributes:
        entries: Messages, notes and what else happened, the latest last.
        older: The cursor of the page before; None where this one begins with the first entry.
    """

    entries: tuple[Words | TimelineEntry, ...]
    older: str | None


def read_thread(reader: Reader, request: ServiceRequest, before: str | None = None) -> Thread:
    """A page of the thread.

    Args:
        reader: Reads it.
        request: The request.
        before: `Thread.older` of the page after it, None for the latest.

    Returns:
        The page.
    """
    cursor = LATEST_ENTRIES.decode_cursor(before)
    found = reader.find(LATEST_ENTRIES, {"subject": request.id}, after=cursor, limit=PAGE + 1)
    entries = found[:PAGE]
    words = _words(reader, request, entries)
    lines = (one for entry in reversed(entries) for one in _of(entry, words))
    return Thread(entries=tuple(lines), older=LATEST_ENTRIES.next_page(found, PAGE))


def _words(reader: Reader, request: ServiceRequest, entries: Sequence[TimelineEntry]) -> dict[str, Words]:
    """What was said and noted in the moments of these entries, by its key in the history."""
    moments = {_written(entry, request) for entry in entries if entry.attested}
    params = {"request": request.id, "at": tuple(sorted(map(utc_text, moments)))}
    found = (
        row for query in (MESSAGES_AT, NOTES_AT) for row in (reader.find(query, params, limit=_MOST) if moments else ())
    )
    return {attested_key(row): row for row in found}


def _of(entry: TimelineEntry, words: dict[str, Words]) -> Iterator[Words | TimelineEntry]:
    """What was written with an entry, and the entry itself unless those words are all that it tells."""
    for key in entry.attested:
        row = words.get(key)
        if row is not None and (row.at == entry.at or entry.sequence == 1):
            yield words.pop(key)
    change = known_changes.get(entry.action)
    if change is None or not change.is_spoken:
        yield entry


def _written(entry: TimelineEntry, request: ServiceRequest) -> datetime:
    """When the rows were written that an entry is the first to vouch for. What came out of another system is older
    than its history."""
    return request.created_at if entry.sequence == 1 else entry.at
