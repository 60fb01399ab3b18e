"""Finding what was changed behind the library's back."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any, cast

import attrs

from ..base.changes import changes
from ..base.digests import digest
from ..base.queries import Query
from ..guardrails.decisions import Decision
from ..ports.store import Reader
from ..service_requests.model import EVERY_HEAD
from .model import EVERY_ENTRY, TimelineEntry

_PAGE = 500
EVERY_DECISION = Query(Decision, columns=("request", "digest", "id"))


@attrs.frozen
class Finding:
    """One thing that does not fit: the request, the entry's number (0: the request itself) and a code."""

    request: str
    sequence: int
    code: str


@attrs.frozen
class Anchor:
    """One digest over all heads at a time, with the heads, to be kept outside the database."""

    digest: str
    heads: Mapping[str, tuple[int, str]] = attrs.field(repr=False)

    def to_json(self) -> str:
        """As text, to be kept in a file."""
        return json.dumps({"digest": self.digest, "heads": self.heads}, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> Anchor:
        """Read what `to_json` wrote. Raises ValueError for anything else."""
        content = json.loads(text)
        try:
            return cls(content["digest"], {id: (int(length), head) for id, (length, head) in content["heads"].items()})
        except (AttributeError, KeyError, TypeError) as error:
            raise ValueError("this is no anchor") from error


def scan(reader: Reader, query: Query, params: Mapping[str, Any] | None = None) -> Iterator[object]:
    """All results of a query, page by page."""
    after = None
    while True:
        page = reader.find(query, params or {}, after=after, limit=_PAGE)
        yield from page
        if len(page) < _PAGE:
            return
        after = query.cursor_of(page[-1])


def heads(reader: Reader) -> dict[str, tuple[int, str]]:
    """Length and head of every request's chain."""
    return {str(row[0]): (int(row[1]), str(row[2])) for row in scan(reader, EVERY_HEAD)}  # type: ignore[index]


def anchor(reader: Reader) -> Anchor:
    """Take an anchor: what it knows can no longer be cut or vanish unseen."""
    found = heads(reader)
    return Anchor(digest(*(part for id in sorted(found) for part in (id, str(found[id][0]), found[id][1]))), found)


def verify(reader: Reader, against: Anchor | None = None) -> Iterator[Finding]:
    """Check every chain against its entries, its head and, where given, an anchor."""
    ends = heads(reader)
    hashes: dict[tuple[str, int], str] = {}
    decided: dict[str, set[str | None]] = {}
    wanted = {} if against is None else {(id, length): head for id, (length, head) in against.heads.items()}
    seen: set[str] = set()
    for request, entries in groupby(scan(reader, EVERY_ENTRY), key=lambda entry: entry.request):  # type: ignore[attr-defined]
        seen.add(request)
        yield from _verify_chain(request, _watched(entries, decided), ends.get(request), wanted, hashes)  # type: ignore[arg-type]
    for id, (length, _) in ends.items():
        if id not in seen and length:
            yield Finding(id, 0, "entries_missing")
    yield from _verify_decisions(reader, decided)
    if against is not None:
        yield from _verify_anchor(against, ends, hashes)


def _watched(entries: Iterator[TimelineEntry], decided: dict[str, set[str | None]]) -> Iterator[TimelineEntry]:
    """Note by request which digests its history says were decided about; None stands for an erased entry."""
    for entry in entries:
        change = changes.get(entry.action)
        if change is not None and change.effect is not None:
            digest_decided = None if entry.payload is None else entry.payload.get("digest")
            decided.setdefault(entry.request, set()).add(digest_decided)
        yield entry


def _verify_decisions(reader: Reader, decided: Mapping[str, set[str | None]]) -> Iterator[Finding]:
    """A decision that no history knows was not made by anybody here."""
    for row in scan(reader, EVERY_DECISION):
        request, about, _ = cast(tuple[str, str, str], row)
        if not {about, None} & decided.get(request, set()):
            yield Finding(request, 0, "decision_unknown_to_history")


def _verify_chain(
    request: str,
    entries: Iterator[TimelineEntry],
    end: tuple[int, str] | None,
    wanted: Mapping[tuple[str, int], str],
    hashes: dict[tuple[str, int], str],
) -> Iterator[Finding]:
    previous, expected, last = "", 1, ""
    for entry in entries:
        if entry.sequence != expected:
            yield Finding(request, entry.sequence, "sequence_broken")
        if entry.previous != previous:
            yield Finding(request, entry.sequence, "link_broken")
        if entry.hash != entry.expected_hash():
            yield Finding(request, entry.sequence, "entry_changed")
        if entry.expected_commitment() not in (None, entry.commitment):
            yield Finding(request, entry.sequence, "payload_changed")
        if (request, entry.sequence) in wanted:
            hashes[request, entry.sequence] = entry.hash
        previous, expected, last = entry.hash, entry.sequence + 1, entry.hash
    if end is None:
        yield Finding(request, 0, "request_missing")
    elif end != (expected - 1, last):
        yield Finding(request, 0, "head_differs")


def _verify_anchor(
    against: Anchor, ends: Mapping[str, tuple[int, str]], hashes: Mapping[tuple[str, int], str]
) -> Iterator[Finding]:
    known = against.heads
    if digest(*(part for id in sorted(known) for part in (id, str(known[id][0]), known[id][1]))) != against.digest:
        yield Finding("", 0, "anchor_changed")
    for id, (length, head) in known.items():
        if id not in ends:
            yield Finding(id, 0, "request_vanished")
        elif ends[id][0] < length:
            yield Finding(id, ends[id][0], "tail_cut")
        elif length and hashes.get((id, length)) != head:
            yield Finding(id, length, "history_replaced")
