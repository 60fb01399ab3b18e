"""The limit: the standard library's ``sqlite3``, with a schema and statements made for just these operations.

It checks nothing, redacts nothing, and keeps no history that could be followed; the surname is compared by a key made
without case and accents. Its full-text index is kept up to date in the transactions that write.
"""

from __future__ import annotations

import itertools
import secrets
import sqlite3
import time
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from . import workload

#: What every contender on SQLite runs under, besides what it insists on.
PRAGMAS = (
    *("synchronous=NORMAL", "foreign_keys=ON", "busy_timeout=5000", "temp_store=MEMORY"),
    *("cache_size=-65536", "mmap_size=1073741824"),
)
_TABLES = """
CREATE TABLE customer (id INTEGER PRIMARY KEY, name TEXT NOT NULL, name_key TEXT NOT NULL, email TEXT NOT NULL);
CREATE TABLE request (
    id INTEGER PRIMARY KEY, reference TEXT NOT NULL, customer INTEGER NOT NULL REFERENCES customer (id),
    subject TEXT NOT NULL, device TEXT NOT NULL, status TEXT NOT NULL, priority INTEGER NOT NULL, assignee INTEGER,
    created INTEGER NOT NULL, updated INTEGER NOT NULL, closed INTEGER, version INTEGER NOT NULL
);
CREATE TABLE message (
    id INTEGER PRIMARY KEY, request INTEGER NOT NULL REFERENCES request (id), side TEXT NOT NULL, author INTEGER,
    body TEXT NOT NULL, is_read INTEGER NOT NULL, at INTEGER NOT NULL
);
CREATE TABLE event (
    id INTEGER PRIMARY KEY, request INTEGER NOT NULL REFERENCES request (id), what TEXT NOT NULL, actor TEXT NOT NULL,
    before TEXT, after TEXT, at INTEGER NOT NULL
);
CREATE TABLE notice (
    id INTEGER PRIMARY KEY, request INTEGER NOT NULL REFERENCES request (id), what TEXT NOT NULL,
    recipient TEXT NOT NULL, due INTEGER NOT NULL, sent INTEGER, attempts INTEGER NOT NULL
);
"""
#: Each page of a queue is read in its order from an index of the open ones alone.
_INDEXES = """
CREATE UNIQUE INDEX request_reference ON request (reference);
CREATE INDEX request_customer ON request (customer, id);
CREATE INDEX queue ON request (priority, created, id) WHERE closed IS NULL;
CREATE INDEX queue_assignee ON request (assignee, priority, created, id) WHERE closed IS NULL;
CREATE INDEX queue_status ON request (status, priority, created, id) WHERE closed IS NULL;
CREATE INDEX queue_both ON request (assignee, status, priority, created, id) WHERE closed IS NULL;
CREATE INDEX message_request ON message (request, id);
CREATE INDEX event_request ON event (request, id);
CREATE INDEX notice_due ON notice (due) WHERE sent IS NULL;
"""
_SEARCH = """
CREATE VIRTUAL TABLE words USING fts5 (body, content='message', content_rowid='id');
CREATE TRIGGER message_words AFTER INSERT ON message
BEGIN INSERT INTO words (rowid, body) VALUES (new.id, new.body); END;
INSERT INTO words (words) VALUES ('rebuild');
INSERT INTO words (words) VALUES ('optimize');
"""
_BATCH = 5000


def name_key(name: str) -> str:
    """A surname without case and accents."""
    plain = unicodedata.normalize("NFKD", name.casefold().replace("ł", "l"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).strip()


def seconds(moment: datetime | None) -> int | None:
    """A moment as a number."""
    return None if moment is None else int(moment.timestamp())


def fill(path: Path, size: int) -> None:
    """The shop in tables of its own."""
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("PRAGMA journal_mode=OFF")
    db.execute("PRAGMA synchronous=OFF")
    db.executescript(_TABLES)
    db.execute("BEGIN")
    known = ((one, workload.surname(one), workload.email(one)) for one in range(1, workload.customers(size) + 1))
    _insert(db, "customer", ((id, name, name_key(name), email) for id, name, email in known))
    coming = workload.requests(size)
    while some := list(itertools.islice(coming, _BATCH)):
        _insert(db, "request", map(_request, some))
        _insert(db, "message", itertools.chain.from_iterable(map(_messages, some)))
        _insert(db, "event", itertools.chain.from_iterable(map(_events, some)))
    db.execute("COMMIT")
    db.executescript(_INDEXES)
    if size <= workload.SEARCHED:
        db.executescript(_SEARCH)
    db.execute("ANALYZE")
    db.execute("PRAGMA journal_mode=WAL")
    db.close()


def _insert(db: sqlite3.Connection, table: str, rows: Iterator[tuple[Any, ...]]) -> None:
    first = next(rows)
    marks = ", ".join("?" * len(first))
    db.executemany(f"INSERT INTO {table} VALUES ({marks})", itertools.chain((first,), rows))


def _request(one: workload.Request) -> tuple[Any, ...]:
    who = one.number, one.reference, one.customer, one.subject, one.device, one.status, one.priority, one.assignee
    return *who, seconds(one.created), seconds(one.updated), seconds(one.closed), 1


def _messages(one: workload.Request) -> Iterator[tuple[Any, ...]]:
    id, at = one.number * 2, seconds(one.created)
    yield id - 1, one.number, "customer", one.customer, one.problem, 1, at
    yield id, one.number, "staff", one.assignee, one.answer, int(one.is_read), seconds(one.updated)


def _events(one: workload.Request) -> Iterator[tuple[Any, ...]]:
    id = one.number * 2
    yield id - 1, one.number, "created", "customer", None, "new", seconds(one.created)
    yield id, one.number, "status", "staff", "new", one.status, seconds(one.updated)


#: A request is written with the four rows that the workload asks for, each by one statement.
NEW_REQUEST = (
    "INSERT INTO request (reference, customer, subject, device, status, priority, created, updated, version)"
    " VALUES (?, ?, ?, ?, 'new', ?, ?, ?, 1)"
)
NEW_MESSAGE = "INSERT INTO message (request, side, author, body, is_read, at) VALUES (?, ?, ?, ?, 1, ?)"
NEW_EVENT = "INSERT INTO event (request, what, actor, before, after, at) VALUES (?, ?, ?, ?, ?, ?)"
NEW_NOTICE = "INSERT INTO notice (request, what, recipient, due, attempts) VALUES (?, ?, ?, ?, 0)"
TO_REPLY = (
    "SELECT request.id, status, version, email FROM request JOIN customer ON customer.id = customer WHERE reference = ?"
)
REPLIED = "UPDATE request SET status = ?, updated = ?, version = version + 1 WHERE id = ? AND version = ?"
TRACK = (
    "SELECT status, body, side, at, device, subject, created, updated FROM request"
    " JOIN customer ON customer.id = customer"
    " LEFT JOIN message ON message.request = request.id AND is_read = 1"
    " WHERE reference = ? AND name_key = ? ORDER BY message.id DESC LIMIT 10"
)
OWN = (
    "SELECT id, reference, subject, device, status, priority, created, updated FROM request WHERE customer = ?"
    " ORDER BY id DESC LIMIT 20"
)
FIND = (
    "SELECT request.id, message.id, body, reference, subject FROM"
    " (SELECT rowid, rank FROM words WHERE words MATCH ? ORDER BY rank LIMIT 20) AS found"
    " JOIN message ON message.id = found.rowid JOIN request ON request.id = message.request ORDER BY found.rank"
)


def queue_statement(*filters: str) -> str:
    """A page of the queue of those whose columns have given values."""
    narrowed = "".join(f" AND {name} = ?" for name in filters)
    return (
        "SELECT request.id, reference, subject, device, status, priority, assignee, created, updated, name FROM request"
        f" JOIN customer ON customer.id = customer WHERE closed IS NULL{narrowed}"
        " ORDER BY priority, created, request.id LIMIT 50"
    )


_QUEUES = {names: queue_statement(*names) for names in ((), ("assignee",), ("status",), ("assignee", "status"))}


def quoted(words: str) -> str:
    """Words as FTS5 is asked for all of them."""
    return " ".join(f'"{word}"' for word in words.split())


def other(status: str) -> str:
    """The status that a reply sets."""
    return "in_progress" if status == "waiting" else "waiting"


def new_reference() -> str:
    """A reference that nobody can guess."""
    return secrets.token_hex(4).upper()


def connected(path: Path) -> sqlite3.Connection:
    """A connection as every contender on these tables has it."""
    db = sqlite3.connect(path, isolation_level=None, cached_statements=256, check_same_thread=False)
    for pragma in PRAGMAS:
        db.execute(f"PRAGMA {pragma}")
    return db


def thread_of(rows: Sequence[Any]) -> tuple[str, list[str]] | None:
    """The status and the messages of the rows of `TRACK`: the request stands on each of them."""
    return (rows[0][0], [row[1] for row in rows if row[1] is not None]) if rows else None


class Desk:
    """One connection."""

    def __init__(self, path: Path) -> None:
        self._run = connected(path).execute

    def create(self, wish: workload.Wish) -> str:
        """Four rows."""
        run, now = self._run, int(time.time())
        reference = new_reference()
        run("BEGIN IMMEDIATE")
        values = (reference, wish.customer, wish.subject, wish.device, wish.priority, now, now)
        id = run(NEW_REQUEST, values).lastrowid
        run(NEW_MESSAGE, (id, "customer", wish.customer, wish.problem, now))
        run(NEW_EVENT, (id, "created", "customer", None, "new", now))
        run(NEW_NOTICE, (id, "created", workload.email(wish.customer), now))
        run("COMMIT")
        return reference

    def reply(self, one: workload.Request, text: str, by: int) -> None:
        """Reads the status; four rows, of which one is changed if nobody else did."""
        run, now = self._run, int(time.time())
        run("BEGIN IMMEDIATE")
        id, status, version, email = run(TO_REPLY, (one.reference,)).fetchone()
        if run(REPLIED, (other(status), now, id, version)).rowcount != 1:
            raise AssertionError("somebody else was faster")
        run(NEW_MESSAGE, (id, "staff", by, text, now))
        run(NEW_EVENT, (id, "status", "staff", status, other(status), now))
        run(NEW_NOTICE, (id, "reply", email, now))
        run("COMMIT")

    def room(self, one: workload.Request, surname: str | None = None) -> tuple[str, list[str]] | None:
        """One statement, by reference and surname, with the messages."""
        name = workload.surname(one.customer) if surname is None else surname
        rows = self._run(TRACK, (one.reference, name_key(name))).fetchall()
        return thread_of(rows)

    def track(self, one: workload.Request, surname: str | None = None) -> str | None:
        """The same: whoever knows reference and surname is shown the messages too."""
        found = self.room(one, surname)
        return None if found is None else found[0]

    def queue(self, assignee: int | None, status: str | None) -> list[int]:
        """One statement."""
        given = {name: value for name, value in (("assignee", assignee), ("status", status)) if value is not None}
        return [row[0] for row in self._run(_QUEUES[tuple(given)], tuple(given.values())).fetchall()]

    def rare(self, words: str) -> list[int]:
        """One statement: the best by FTS5's rank."""
        return [row[0] for row in self._run(FIND, (quoted(words),)).fetchall()]

    common = rare

    def own(self, number: int) -> list[int]:
        """One statement."""
        return [row[0] for row in self._run(OWN, (number,)).fetchall()]
