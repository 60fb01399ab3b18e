"""Bringing the index up to date. It follows the feed of changes, so that no command pays for it."""

from __future__ import annotations

import logging

import attrs

from ..base.actors import ActorKind, Automation
from ..base.changes import Save, Verdict
from ..base.commands import Command, command, number
from ..base.results import Result, result
from ..context import Context
from ..guardrails.timeline import FEED, TimelineEntry
from ..handlers import Loaded, handles
from ..ports.store import Reader
from ..service_requests.model import ServiceRequest
from .model import SearchEntry, SearchProgress, load_entry, progress_id
from .texts import form, indexed

INDEXER = Automation(id="search")
"""Who keeps the index."""
MOST_CHANGES = 1000
_log = logging.getLogger("helpdesk_core.search")


@result
class Indexed(Result):
    """How far the index came.

    Attributes:
        changes: Entries of the feed that were read.
        requests: Requests that were indexed.
        is_behind: Whether there may be more to read at once.
    """

    changes: int
    requests: int
    is_behind: bool = False


@command
class IndexChanges(Command[Indexed]):
    """Index the requests that changed since the last time.

    Args:
        at_most: Entries of the feed at most.
        restart: Begin again with the first entry.
    """

    at_most: int = number(1, MOST_CHANGES, default=200)
    restart: bool = False


@attrs.frozen(kw_only=True)
class Following(Loaded):
    """Where the index stands, what came since, and the entries of the requests that changed: as stored, as they should
    be."""

    progress: SearchProgress | None
    changes: tuple[TimelineEntry, ...]
    entries: tuple[tuple[SearchEntry | None, SearchEntry], ...]
    restarts: bool
    form: str


def load_changes(reader: Reader, command: IndexChanges, context: Context) -> Following:
    """The next entries of the feed, and the requests whose latest change is among them: an earlier one is followed by
    another entry, which will index what is there then."""
    made_with = form(context)
    progress = reader.load(SearchProgress, progress_id(context.tenant))
    restarts = command.restart or progress is None or progress.form != made_with
    place = None if restarts or progress is None else FEED.decode_cursor(progress.place)
    changes = tuple(reader.feed(place, command.at_most))
    latest = {change.subject: change.sequence for change in changes}
    entries = []
    for id, sequence in latest.items():
        request = reader.load(ServiceRequest, id)
        if request is not None and request.chain_length <= sequence:
            before = load_entry(reader, request)  # first: what is written after it was read is told by its version
            try:
                entries.append((before, indexed(reader, request, context)))
            except ValueError:  # a text that gives no terms: all others are found, and it as it was before
                _log.error("request %s cannot be indexed", request.id)  # what the error says may quote it
    return Following(progress=progress, changes=changes, entries=tuple(entries), restarts=restarts, form=made_with)


@handles(IndexChanges, actors=frozenset({ActorKind.AUTOMATION}), load=load_changes)
def index_changes(loaded: Following, command: IndexChanges, context: Context) -> Verdict[Indexed]:
    """Entries that are as they should be are not written. One that erasing wrote meanwhile refuses all of this round,
    which is decided again from what is there then."""
    saves = [_replaced(before, after) for before, after in loaded.entries if _differs(before, after)]
    if loaded.changes or loaded.restarts:
        saves.append(_moved(loaded, context))
    done = Indexed(
        changes=len(loaded.changes),
        requests=len(loaded.entries),
        is_behind=len(loaded.changes) == command.at_most,
    )
    return Verdict(result=done, saves=tuple(saves))


def _differs(before: SearchEntry | None, after: SearchEntry) -> bool:
    return before is None or before.changed(version=1) != after


def _replaced(before: SearchEntry | None, after: SearchEntry) -> Save:
    return Save(before=before, after=after if before is None else after.changed(version=before.version))


def _moved(loaded: Following, context: Context) -> Save:
    place = FEED.cursor_of(loaded.changes[-1]).encode() if loaded.changes else None
    if loaded.progress is None:
        made = SearchProgress(id=progress_id(context.tenant), tenant=context.tenant, place=place, form=loaded.form)
        return Save(after=made)
    return Save(before=loaded.progress, after=loaded.progress.changed(place=place, form=loaded.form))
