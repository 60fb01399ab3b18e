"""What changed, for those who follow: live pages, webhooks, an index elsewhere."""

from __future__ import annotations

import attrs

from ..guardrails.timeline import FEED, NEWEST_IN_FEED, TimelineEntry
from ..ports.store import Reader


@attrs.frozen(kw_only=True)
class Changes:
    """Some of what happened in the shop, oldest first."""

    entries: tuple[TimelineEntry, ...]
    """The entries of all histories, each with its subject, change and actor."""
    next: str | None
    """Where to continue, for the follower to keep; unchanged when nothing is new."""


def changes_since(reader: Reader, after: str | None, limit: int) -> Changes:
    """The committed entries after a place in the feed. See `ports.store.Reader.feed`."""
    place = FEED.decode_cursor(after)
    if place is None and after is not None:
        raise TypeError("changes: after is the next of an earlier answer, or None for the beginning, not this text")
    entries = tuple(reader.feed(place, limit))
    return Changes(entries=entries, next=FEED.cursor_of(entries[-1]).encode() if entries else after)


def newest_place(reader: Reader) -> str | None:
    """The place behind the newest committed entry, None without one."""
    newest = reader.find(NEWEST_IN_FEED, {}, limit=1)
    return FEED.cursor_of(newest[0]).encode() if newest else None
