"""Finding what was changed behind the library's back: histories, decisions, and the rows that they vouch for."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import groupby
from typing import Any, cast

import attrs

from ..base.changes import Effect, changes
from ..base.digests import digest
from ..base.queries import Query
from ..base.records import Attested, Record, Row, Subject, record_types
from ..guardrails.decisions import EVERY_DECISION, Decision, Guarded
from ..guardrails.timeline import EVERY_ENTRY, TimelineEntry, attestation, attested_key
from ..ports.store import Reader

_PAGE = 500
_NOT_READ = (AttributeError, KeyError, TypeError, ValueError)
"""What a row raises that holds something its type does not know."""


@attrs.frozen
class Finding:
    """One thing that does not fit.

    Attributes:
        subject: The subject's id.
        sequence: The entry's number, from 1; 0 for the subject itself or a row.
        code: What is wrong.
        row: The row, where it is one.
    """

    subject: str
    sequence: int
    code: str
    row: str = ""


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
        """Read what `to_json` wrote.

        Args:
            text: The JSON.

        Returns:
            The anchor.

        Raises:
            ValueError: It is anything else.
        """
        content = json.loads(text)
        try:
            return cls(content["digest"], {id: (int(length), head) for id, (length, head) in content["heads"].items()})
        except (AttributeError, KeyError, TypeError) as error:
            raise ValueError("this is not an anchor") from error


def scan(reader: Reader, query: Query, params: Mapping[str, Any] | None = None) -> Iterator[object]:
    """All results of a query, page by page."""
    after = None
    while True:
        page = reader.find(query, params or {}, after=after, limit=_PAGE)
        yield from page
        if len(page) < _PAGE:
            return
        after = query.cursor_of(page[-1])


@attrs.define
class _Rows:
    """Reads records one by one, since one that was edited may be none any more; those are found, and left out."""

    reader: Reader
    unreadable: dict[str, Finding] = attrs.field(factory=dict)
    """By the name of the row."""

    def scan(self, query: Query) -> Iterator[Any]:
        """All records of a query that can be read."""
        known = query.record_type
        for row in cast(Iterator[Row], scan(self.reader, _cells_of(query))):
            try:
                yield known.decode(row)
            except _NOT_READ:
                name = f"{known.name}:{row[known.place('id')]}"
                subject = "" if known.about is None else str(row[known.place(known.about.name)])
                self.unreadable[name] = Finding(subject, 0, "row_unreadable", name)


@cache
def _cells_of(query: Query) -> Query:
    return attrs.evolve(query, columns=tuple(column.name for column in query.record_type.columns))


def heads(reader: Reader) -> dict[str, tuple[int, str]]:
    """Length and head of every subject's chain."""
    rows = (row for query in _head_queries() for row in scan(reader, query))
    return {str(id): (int(length), str(head)) for id, length, head in cast(Any, rows)}


@cache
def _head_queries() -> tuple[Query, ...]:
    subjects = [known.make for known in record_types.values() if known.is_subject]
    return tuple(Query(cast(Any, make), columns=("id", "chain_length", "chain_head")) for make in subjects)


def anchor(reader: Reader) -> Anchor:
    """Take an anchor: what it knows can no longer be cut or vanish unseen."""
    found = heads(reader)
    return Anchor(_digest_of(found), found)


def _digest_of(found: Mapping[str, tuple[int, str]]) -> str:
    return digest(*(part for id in sorted(found) for part in (id, str(found[id][0]), found[id][1])))


@attrs.define
class _Told:
    """What the histories say: digests that were decided about, by subject, and the digest of each row by its name.

    None among the digests stands for an entry whose payload was erased.
    """

    decided: dict[str, set[str | None]] = attrs.field(factory=dict)
    attested: dict[str, tuple[str, str]] = attrs.field(factory=dict)

    def note(self, entry: TimelineEntry) -> None:
        """Remember what an entry says."""
        change = changes.get(entry.action)
        if change is not None and change.effect is not None:
            about = None if entry.payload is None else entry.payload.get("digest")
            self.decided.setdefault(entry.subject, set()).add(about)
        for row, mark in entry.attested.items():
            self.attested[row] = (entry.subject, mark)


def verify(reader: Reader, against: Anchor | None = None) -> Iterator[Finding]:
    """Check what is stored against what was done.

    Args:
        reader: Where to read.
        against: An anchor taken earlier, for what was cut or vanished.

    Yields:
        What does not fit: broken or cut histories; decisions that no history knows, and guarded records that are not
        what their decision is about; rows that were changed, added or deleted behind the library's back.
    """
    ends, told, rows = heads(reader), _Told(), _Rows(reader)
    hashes: dict[tuple[str, int], str] = {}
    wanted = {} if against is None else {(id, length): head for id, (length, head) in against.heads.items()}
    seen: set[str] = set()
    entries = cast(Iterator[TimelineEntry], rows.scan(EVERY_ENTRY))
    for subject, own in groupby(entries, key=lambda entry: entry.subject):
        seen.add(subject)
        yield from _verify_chain(subject, _noted(own, told), ends.get(subject), wanted, hashes)
    for id, (length, _) in ends.items():
        if id not in seen:
            yield Finding(id, 0, "entries_missing" if length else "history_missing")
    yield from _verify_decisions(rows, told)
    yield from _verify_rows(rows, told)
    yield from rows.unreadable.values()
    if against is not None:
        yield from _verify_anchor(against, ends, hashes)


def _noted(entries: Iterator[TimelineEntry], told: _Told) -> Iterator[TimelineEntry]:
    for entry in entries:
        told.note(entry)
        yield entry


def _verify_decisions(rows: _Rows, told: _Told) -> Iterator[Finding]:
    """Decisions that no history knows were not made here; a guarded record must be what its decision says."""
    known: dict[str, Decision] = {}
    for made in cast(Iterator[Decision], rows.scan(EVERY_DECISION)):
        known[made.id] = made
        if not {made.digest, None} & told.decided.get(made.subject, set()):
            yield Finding(made.subject, 0, "decision_unknown_to_history")
    for record_class in _classes(Guarded):
        for record in cast(Iterator[Guarded], rows.scan(_all_of(record_class))):
            decision = known.get(record.decided or "")
            if decision is None and not _is_free(record):
                yield Finding(_subject_of(record), 0, "decision_missing", attested_key(record))
            elif not _is_whole(record, decision):
                yield Finding(_subject_of(record), 0, "content_changed", attested_key(record))
    yield from _verify_places(rows.reader, known)


def _verify_places(reader: Reader, known: Mapping[str, Decision]) -> Iterator[Finding]:
    """A subject in a guarded state stands on a decision of its own history."""
    for subject_class in _classes(Subject):
        guard = subject_class.record_type.guard
        rows = scan(reader, _states_of(subject_class)) if guard is not None else ()
        for id, state, decided in cast(Iterator[Any], rows):
            decision = known.get(decided or "")
            if state in guard.free:
                continue
            if decision is None:
                yield Finding(id, 0, "decision_missing")
            elif (decision.subject, decision.effect) != (id, guard.effect):
                yield Finding(id, 0, "decision_elsewhere")


@cache
def _states_of(record_class: Any) -> Query:
    return Query(record_class, columns=("id", record_class.record_type.guard.state, "decided"))


def _is_whole(record: Guarded, decision: Decision | None) -> bool:
    """Whether a record is what was decided; of what needs no decision, whether its digest is that of its content."""
    guard = record.record_type.guard
    if decision is not None:
        return record.is_decided(decision.effect, decision)
    return guard is None or record.is_whole(Effect(guard.effect))


def _is_free(record: Record) -> bool:
    guard = record.record_type.guard
    if guard is None:
        return True
    state = getattr(record, guard.state)
    return str(getattr(state, "value", state)) in guard.free


def _verify_rows(rows: _Rows, told: _Told) -> Iterator[Finding]:
    """Rows that a history vouches for are as they were last written, and all there."""
    missing = dict(told.attested)
    for record_class in _classes(Attested):
        for record in cast(Iterator[Attested], rows.scan(_all_of(record_class))):
            said = missing.pop(attested_key(record), None)
            if said is None:
                yield Finding(_subject_of(record), 0, "row_unknown_to_history", attested_key(record))
            elif said[1] != attestation(record):
                yield Finding(said[0], 0, "row_changed", attested_key(record))
    for row, (subject, _) in missing.items():
        if row not in rows.unreadable:
            yield Finding(subject, 0, "row_missing", row)


def _classes(base: type[Record]) -> list[Any]:
    return [cast(Any, known.make) for known in record_types.values() if issubclass(cast(type, known.make), base)]


@cache
def _all_of(record_class: Any) -> Query:
    return Query(record_class)


def _subject_of(record: Record) -> str:
    about = record.record_type.about
    return "" if about is None else str(getattr(record, about.name))


def _verify_chain(
    subject: str,
    entries: Iterator[TimelineEntry],
    end: tuple[int, str] | None,
    wanted: Mapping[tuple[str, int], str],
    hashes: dict[tuple[str, int], str],
) -> Iterator[Finding]:
    previous, expected, last = "", 1, ""
    for entry in entries:
        if entry.sequence != expected:
            yield Finding(subject, entry.sequence, "sequence_broken")
        if entry.previous != previous:
            yield Finding(subject, entry.sequence, "link_broken")
        if entry.hash != entry.expected_hash():
            yield Finding(subject, entry.sequence, "entry_changed")
        if entry.expected_commitment() not in (None, entry.commitment):
            yield Finding(subject, entry.sequence, "payload_changed")
        if (subject, entry.sequence) in wanted:
            hashes[subject, entry.sequence] = entry.hash
        previous, expected, last = entry.hash, entry.sequence + 1, entry.hash
    if end is None:
        yield Finding(subject, 0, "request_missing")
    elif end != (expected - 1, last):
        yield Finding(subject, 0, "head_differs")


def _verify_anchor(
    against: Anchor, ends: Mapping[str, tuple[int, str]], hashes: Mapping[tuple[str, int], str]
) -> Iterator[Finding]:
    known = against.heads
    if _digest_of(known) != against.digest:
        yield Finding("", 0, "anchor_changed")
    for id, (length, head) in known.items():
        if id not in ends:
            yield Finding(id, 0, "request_vanished")
        elif ends[id][0] < length:
            yield Finding(id, ends[id][0], "tail_cut")
        elif length and hashes.get((id, length)) != head:
            yield Finding(id, length, "history_replaced")
