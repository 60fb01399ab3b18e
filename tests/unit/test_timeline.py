"""The history: every tampering is found, and erasing a person breaks nothing."""

from __future__ import annotations

import random
import re
import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

import journeys as j
from helpdesk_core import Helpdesk
from helpdesk_core.adapters.sqlalchemy import SqlStore
from helpdesk_core.base.actors import ActorKind
from helpdesk_core.base.records import record_types
from helpdesk_core.conversations.model import NOTES
from helpdesk_core.conversations.rules import WriteNote
from helpdesk_core.guardrails.timeline import ENTRIES, TimelineEntry, payload_commitment
from helpdesk_core.testing import CountedIds, MemoryStore, make_desk
from helpdesk_core.timeline import audit
from helpdesk_core.timeline.audit import Anchor
from parts import share

T = "helpdesk_core_timeline"
PLACES = 200


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Helpdesk, Path, Anchor]]:
    """Twenty requests with a history each, and an anchor over them."""
    path = tmp_path_factory.mktemp("audit") / "desk.sqlite"
    desk = make_desk(SqlStore.sqlite(path))
    for number in range(20):
        made, _ = j.in_phase(desk, "in_progress")
        for _ in range(number % 5 + 3):
            j.do(desk, WriteNote, j.ANNA, request=made.request, text=f"note {number}")
    anchor = desk.anchor()
    assert desk.verify(anchor) == ()
    yield desk, path, anchor
    desk._store.close()  # type: ignore[attr-defined]


def _entries(db: sqlite3.Connection) -> list[sqlite3.Row]:
    return list(db.execute(f"SELECT * FROM {T} ORDER BY subject, sequence"))


def edit(db: sqlite3.Connection, chance: random.Random) -> None:
    row = chance.choice(_entries(db))
    column, value = chance.choice(
        [("action", "nothing"), ("actor", "somebody"), ("at", "2020-01-01T00:00:00.000000Z"), ("payload", '{"x": "y"}')]
    )
    db.execute(f"UPDATE {T} SET {column} = ? WHERE id = ?", (value, row["id"]))


def delete(db: sqlite3.Connection, chance: random.Random) -> None:
    db.execute(f"DELETE FROM {T} WHERE id = ?", (chance.choice(_entries(db))["id"],))


def swap(db: sqlite3.Connection, chance: random.Random) -> None:
    rows = _entries(db)
    first = chance.choice([n for n in range(len(rows) - 1) if rows[n]["subject"] == rows[n + 1]["subject"]])
    one, two = rows[first], rows[first + 1]
    for target, other in ((one, two), (two, one)):
        db.execute(f"UPDATE {T} SET sequence = ? WHERE id = ?", (other["sequence"], target["id"]))


def insert(db: sqlite3.Connection, chance: random.Random) -> None:
    row = dict(chance.choice(_entries(db)))
    row |= {"id": "f" * 32, "sequence": row["sequence"] + 1, "previous": row["hash"]}
    names = ", ".join(row)
    db.execute(f"INSERT INTO {T} ({names}) VALUES ({', '.join('?' * len(row))})", tuple(row.values()))


def replace(db: sqlite3.Connection, chance: random.Random) -> None:
    """One entry's content takes another's place, its own hash and links kept."""
    rows = _entries(db)
    one = chance.choice(rows)
    two = chance.choice([row for row in rows if row["commitment"] != one["commitment"]])
    db.execute(
        f"UPDATE {T} SET action = ?, payload = ?, salt = ?, commitment = ? WHERE id = ?",
        (two["action"], two["payload"], two["salt"], two["commitment"], one["id"]),
    )


def cut(db: sqlite3.Connection, chance: random.Random) -> None:
    """The last entries go, and the head is moved back so that the chain is whole: only the anchor knows."""
    request = chance.choice(_entries(db))["subject"]
    rows = [row for row in _entries(db) if row["subject"] == request]
    keep = chance.randrange(1, len(rows))
    db.execute(f"DELETE FROM {T} WHERE subject = ? AND sequence > ?", (request, keep))
    db.execute(
        "UPDATE helpdesk_core_service_requests SET chain_length = ?, chain_head = ? WHERE id = ?",
        (keep, rows[keep - 1]["hash"], request),
    )


def vanish(db: sqlite3.Connection, chance: random.Random) -> None:
    """A whole request goes, with everything that names it."""
    request = chance.choice(_entries(db))["subject"]
    for table in ("timeline", "outbox"):
        db.execute(f"DELETE FROM helpdesk_core_{table} WHERE subject = ?", (request,))
    for table in ("notes", "messages", "contact_points"):
        db.execute(f"DELETE FROM helpdesk_core_{table} WHERE request = ?", (request,))
    db.execute("DELETE FROM helpdesk_core_service_requests WHERE id = ?", (request,))


#: Where the finding has a name of its own.
NAMED = {"cut": {"tail_cut"}, "vanish": {"request_vanished"}}


TAMPERINGS = (edit, delete, swap, insert, replace, cut, vanish)


@pytest.mark.parametrize("tamper", share(TAMPERINGS, 4), ids=lambda f: f.__name__)
def test_tampering_is_found(shop: Any, tamper: Callable[[sqlite3.Connection, random.Random], None]) -> None:
    """At 200 random places each; every place is put back before the next."""
    desk, path, anchor = shop
    chance = random.Random(tamper.__name__)
    missed = 0
    with sqlite3.connect(path, isolation_level=None) as db:
        db.row_factory = sqlite3.Row
        for _ in range(PLACES):
            before = _dump(db)
            tamper(db, chance)
            codes = {finding.code for finding in desk.verify(anchor)}
            missed += not codes & NAMED.get(tamper.__name__, codes)
            _restore(db, before)
    db.close()
    assert missed == 0
    assert desk.verify(anchor) == ()


_TABLES = ("service_requests", "contact_points", "messages", "notes", "outbox", "timeline")


def _dump(db: sqlite3.Connection) -> dict[str, list[tuple[Any, ...]]]:
    return {table: [tuple(row) for row in db.execute(f"SELECT * FROM helpdesk_core_{table}")] for table in _TABLES}


def _restore(db: sqlite3.Connection, before: dict[str, list[tuple[Any, ...]]]) -> None:
    db.execute("BEGIN")
    for table in _TABLES:
        db.execute(f"DELETE FROM helpdesk_core_{table}")
    for table, rows in before.items():
        if rows:
            db.executemany(f"INSERT INTO helpdesk_core_{table} VALUES ({', '.join('?' * len(rows[0]))})", rows)
    db.execute("COMMIT")


def test_an_erased_payload_keeps_the_chain_whole(shop: Any) -> None:
    """Payload and salt go, the commitment stays: the chain verifies, with the anchor too."""
    desk, path, anchor = shop
    with sqlite3.connect(path) as db:
        db.execute(f"UPDATE {T} SET payload = NULL, salt = NULL WHERE sequence = 2")
    db.close()
    assert desk.verify(anchor) == ()


def test_an_anchor_that_was_changed_is_found(shop: Any) -> None:
    """Its digest covers its heads."""
    desk, _, anchor = shop
    id, (length, head) = next(iter(anchor.heads.items()))
    forged = Anchor(anchor.digest, {**anchor.heads, id: (length - 1, head)})
    assert "anchor_changed" in {finding.code for finding in desk.verify(forged)}


def test_a_later_history_still_fits_an_older_anchor(shop: Any) -> None:
    """Requests go on; what the anchor knew is still there."""
    desk, _, anchor = shop
    j.in_phase(desk, "closed")
    assert desk.verify(anchor) == ()


Forged = list[TimelineEntry]


def hashed(entries: Forged) -> Forged:
    """Each entry with the hash of what it now holds; its link is as it was."""
    return [entry.changed(hash=entry.expected_hash()) for entry in entries]


def linked(entries: Forged) -> Forged:
    """Each entry linked to the one before it, and hashed."""
    previous, found = "", []
    for entry in entries:
        (made,) = hashed([entry.changed(previous=previous)])
        previous = made.hash
        found.append(made)
    return found


def without(entries: Forged, gone: int) -> Forged:
    return [entry for entry in entries if entry.sequence != gone]


def numbered(entries: Forged) -> Forged:
    return [entry.changed(sequence=number) for number, entry in enumerate(entries, 1)]


def changed(entries: Forged, **values: Any) -> Forged:
    """The second entry holds something else."""
    return [entry.changed(**values) if entry.sequence == 2 else entry for entry in entries]


OTHER, NOW = {"assignee": "eve"}, datetime(2020, 1, 1, tzinfo=UTC)
#: What somebody does who can compute hashes, whether the head is set to the forged end, and what alone gives it away;
#: the last one is whole, and only an anchor knows.
FORGERIES: dict[str, tuple[Callable[[Forged], Forged], bool, set[str]]] = {
    "nothing": (lambda entries: entries, True, set()),
    "one taken out, numbered and hashed anew": (
        lambda entries: hashed(numbered(without(entries, 2))),
        True,
        {"link_broken"},
    ),
    "one taken out, linked and hashed anew": (lambda entries: linked(without(entries, 2)), True, {"sequence_broken"}),
    "the first taken out, numbers kept": (lambda entries: linked(without(entries, 1)), True, {"sequence_broken"}),
    "two in each other's place": (
        lambda entries: linked([entries[0], entries[2], entries[1], *entries[3:]]),
        True,
        {"link_broken"},
    ),
    "another actor": (lambda entries: changed(entries, actor="eve"), True, {"entry_changed"}),
    "another kind of actor": (
        lambda entries: changed(entries, actor_kind=ActorKind.AUTOMATION),
        True,
        {"entry_changed"},
    ),
    "another time": (lambda entries: changed(entries, at=NOW), True, {"entry_changed"}),
    "another action": (lambda entries: changed(entries, action="link_renewed"), True, {"entry_changed"}),
    "another digest of a row": (lambda entries: changed(entries, attested={"notes:x": "y"}), True, {"entry_changed"}),
    "another payload": (lambda entries: changed(entries, payload=OTHER), True, {"payload_changed"}),
    "another payload under a salt of its own": (
        lambda entries: linked(changed(entries, payload=OTHER, salt="s", commitment=payload_commitment("s", OTHER))),
        False,
        {"head_differs"},
    ),
    "the last taken out": (lambda entries: without(entries, len(entries)), False, {"head_differs"}),
    "all written anew": (
        lambda entries: linked(changed(entries, payload=OTHER, salt="s", commitment=payload_commitment("s", OTHER))),
        True,
        set(),
    ),
}


@pytest.mark.parametrize("name", FORGERIES)
def test_whoever_computes_hashes_is_given_away(name: str) -> None:
    """By the one thing that was not forged along. Each check stands alone here: none is covered by another."""
    forge, with_head, expected = FORGERIES[name]
    desk = make_desk()
    made = j.submit(desk)
    for who in ("anna", "ewa", "anna", "ewa"):
        j.do(desk, j.AssignRequest, j.ANNA, request=made.request, assignee=who, name=who)
    anchor = desk.anchor()
    with desk.reading() as reader:
        entries = list(reader.find(ENTRIES, {"subject": made.request}))
    tables = desk._store._tables  # type: ignore[attr-defined]
    for entry in entries:
        del tables["timeline"][entry.id]
    forged = forge(entries)
    tables["timeline"] |= {entry.id: entry.record_type.encode(entry) for entry in forged}
    if with_head:
        request = j.stored(desk, made).changed(chain_head=forged[-1].hash, chain_length=forged[-1].sequence)
        tables["service_requests"][made.request] = request.record_type.encode(request)
    assert {finding.code for finding in desk.verify() if not finding.row} == expected
    known = {finding.code for finding in desk.verify(anchor)}
    assert (known == set()) is (name == "nothing")
    if name == "all written anew":
        assert known == {"history_replaced"}


@pytest.mark.parametrize("size", [1, 3, 4])
def test_what_is_longer_than_a_page_is_read_to_its_end(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whole pages, a page more, a page less: the audit, an anchor, and erasing an account with many requests."""
    monkeypatch.setattr(audit, "_PAGE", size)
    desk = make_desk()
    requests = [j.submit(desk, j.CUSTOMER) for _ in range(4)]
    for made in requests:
        for number in range(4):
            j.do(desk, WriteNote, j.ANNA, request=made.request, text=f"note {number}")
    anchor = desk.anchor()
    assert set(anchor.heads) >= {made.request for made in requests}
    assert desk.verify(anchor) == ()
    assert desk.erase_customer(j.CUSTOMER.id).erased == len(requests)
    with desk.reading() as reader:
        notes = [str(note.text) for made in requests for note in reader.find(NOTES, {"request": made.request})]
    assert len(notes) == 16
    assert not any("note" in text for text in notes)
    assert desk.verify(anchor) == ()


def test_a_salt_is_no_id() -> None:
    """128 random bits, whatever makes the ids: with a salt that can be guessed, so can what was erased."""
    store = MemoryStore()
    desk = make_desk(store, new_id=CountedIds())
    j.in_phase(desk, "closed")
    salts = []
    for kind in (kind for kind in record_types.values() if "salt" in [column.name for column in kind.columns]):
        salts += [row[kind.place("salt")] for row in store._tables.get(kind.name, {}).values()]
    assert len(salts) >= 8
    assert len(set(salts)) == len(salts)
    assert all(re.fullmatch("[0-9a-f]{32}", str(salt)) and not str(salt).startswith("0" * 8) for salt in salts)
