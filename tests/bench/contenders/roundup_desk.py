"""Roundup as a library, with the tracker that its "classic" template makes.

Its database object stays open and only forgets what it holds between operations, which is in its favour: its own pages
open it for each request. It has no messages that customers may not read, so that those are not there; its mails are
made and thrown away, which it offers for debugging. What its search finds is narrowed and sorted by its own filter.
"""

from __future__ import annotations

import itertools
import os
import sqlite3
import sys
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from roundup import configuration, date, init, instance, password

from . import plain, workload

STATUSES = {"new": "1", "in_progress": "5", "waiting": "4", "closed": "8"}
_NAMES = {"new": "unread", "in_progress": "in-progress", "waiting": "need-eg", "closed": "resolved"}
#: Ids of users: two are made with the tracker.
_STAFF, _CUSTOMERS = 2, 100
_BATCH, _FILES_IN_A_FOLDER = 2000, 1000
_INSERTS = {
    "user": "INSERT INTO _user (id, _username, _address, _realname, _roles, _creation, _activity, _creator, _actor)"
    " VALUES (?, ?, ?, ?, 'User', ?, ?, 1, 1)",
    "issue": "INSERT INTO _issue (id, _title, _status, _priority, _assignedto, _creation, _activity, _creator, _actor)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
    "msg": "INSERT INTO _msg (id, _author, _date, _summary, _creation, _activity, _creator, _actor)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
    "of_issue": "INSERT INTO issue_messages VALUES (?, ?)",
    "nosy": "INSERT INTO issue_nosy VALUES (?, ?)",
    "issue_made": "INSERT INTO issue__journal VALUES (?, ?, ?, 'create', '{}')",
    "msg_made": "INSERT INTO msg__journal VALUES (?, ?, ?, 'create', '{}')",
    "text": "INSERT INTO __textids VALUES (?, ?, ?, ?)",
    "word": "INSERT INTO __words VALUES (?, ?)",
}


def _stamp(moment: datetime) -> str:
    return moment.strftime("%Y%m%d%H%M%S.000")


def fill(path: Path, size: int) -> None:
    """A tracker in a folder: made by itself, filled below its API as that would have."""
    init.install(str(path), os.path.join(sys.prefix, "share/roundup/templates/classic"))
    config = configuration.CoreConfig()
    said = {"RDBMS_BACKEND": "sqlite", "TRACKER_WEB": "http://localhost/", "MAIL_DOMAIN": "example.org"}
    for key, value in {**said, "MAIL_HOST": "localhost", "MAIL_DEBUG": os.devnull}.items():
        config[key] = value
    config.save(str(path / "config.ini"))
    tracker = instance.open(str(path))
    tracker.init(password.Password("admin", config=tracker.config))
    tracker.open("admin").close()
    db = sqlite3.connect(path / "db" / "db", isolation_level=None)
    db.execute("PRAGMA synchronous=OFF")
    db.execute("BEGIN")
    db.executemany(_INSERTS["user"], _users(size))
    numbers = itertools.count(1), itertools.count(1)
    coming = workload.requests(size)
    while some := list(itertools.islice(coming, _BATCH)):
        rows: dict[str, list[Any]] = defaultdict(list)
        for one in some:
            _add(rows, one, path, *numbers)
        for table, found in rows.items():
            db.executemany(_INSERTS[table], found)
    used = {"issue": size + 1, "user": _CUSTOMERS + workload.customers(size) + 1}
    for name, number in {**used, "msg": next(numbers[0]), "__textids": next(numbers[1])}.items():
        db.execute("UPDATE ids SET num = ? WHERE name = ?", (number, name))
    db.execute("COMMIT")
    db.execute("ANALYZE")
    db.close()


def _users(size: int) -> Iterator[tuple[Any, ...]]:
    at = _stamp(datetime(2024, 12, 1))
    for number in workload.STAFF:
        yield _STAFF + number, f"staff{number}", f"staff{number}@example.org", f"Staff {number}", at, at
    for number in range(1, workload.customers(size) + 1):
        name, address = workload.surname(number), workload.email(number)
        yield _CUSTOMERS + number, f"customer{number}", address, f"Anna {name}", at, at


def _add(
    rows: dict[str, list[Any]], one: workload.Request, path: Path, messages: Iterator[int], texts: Iterator[int]
) -> None:
    made, changed, customer = _stamp(one.created), _stamp(one.updated), _CUSTOMERS + one.customer
    staff = None if one.assignee is None else _STAFF + one.assignee
    who = (customer, staff or customer)
    values = one.number, one.subject, STATUSES[one.status], one.priority + 1, staff
    rows["issue"].append((*values, made, changed, *who))
    rows["nosy"] += [(customer, one.number), *([(staff, one.number)] if staff else [])]
    rows["issue_made"].append((one.number, made, str(customer)))
    _index(rows, ("issue", str(one.number), "title"), one.subject, next(texts))
    said = [(customer, made, one.problem)] + ([(staff or _STAFF + 1, changed, one.answer)] if one.is_read else [])
    for author, at, body in said:
        id = next(messages)
        rows["msg"].append((id, author, at, body[:60], at, at, author, author))
        rows["of_issue"].append((id, one.number))
        rows["msg_made"].append((id, at, str(author)))
        _index(rows, ("msg", str(id), "content"), body, next(texts))
        folder = path / "db" / "files" / "msg" / str(id // _FILES_IN_A_FOLDER)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"msg{id}").write_text(body, encoding="utf-8")


def _index(rows: dict[str, list[Any]], where: tuple[str, str, str], body: str, id: int) -> None:
    rows["text"].append((*where, id))
    rows["word"] += [(word, id) for word in {word.upper() for word in body.split()} if 2 <= len(word) <= 50]


class Desk:
    """One database object."""

    def __init__(self, path: Path) -> None:
        self._db = instance.open(str(path), optimize=1).open("admin")
        for pragma in plain.PRAGMAS:
            self._db.sql(f"PRAGMA {pragma}")

    def _as(self, name: str) -> Any:
        self._db.clearCache()
        self._db.setCurrentUser(name)
        return self._db

    def _said(self, author: int, text: str) -> str:
        now = date.Date(".")
        return str(self._db.msg.create(author=str(author), date=now, content=text, summary=text[:60]))

    def create(self, wish: workload.Wish) -> str:
        """A message and an issue."""
        db = self._as(f"customer{wish.customer}")
        said = self._said(_CUSTOMERS + wish.customer, wish.problem)
        made = db.issue.create(title=wish.subject, messages=[said], priority=str(wish.priority + 1), status="1")
        db.commit()
        return str(made)

    def reply(self, one: workload.Request, text: str, by: int) -> None:
        """A message, and the issue with it and the other status."""
        db = self._as(f"staff{by}")
        status = db.issue.get(str(one.number), "status")
        messages = [*db.issue.get(str(one.number), "messages"), self._said(_STAFF + by, text)]
        after = STATUSES["in_progress" if status == STATUSES["waiting"] else "waiting"]
        db.issue.set(str(one.number), messages=messages, status=after)
        db.commit()

    def room(self, one: workload.Request, surname: str | None = None) -> tuple[str, list[str]] | None:
        """The issue by its number; the surname is compared with its creator's."""
        db, id = self._as("admin"), str(one.number)
        name = plain.name_key(workload.surname(one.customer) if surname is None else surname)
        if not plain.name_key(db.user.get(db.issue.get(id, "creator"), "realname")).endswith(f" {name}"):
            return None
        latest = sorted(db.issue.get(id, "messages"), key=int, reverse=True)[: workload.THREAD]
        status = db.status.get(db.issue.get(id, "status"), "name")
        return str(status), [db.msg.get(message, "content") for message in latest]

    def track(self, one: workload.Request, surname: str | None = None) -> str | None:
        """The same."""
        found = self.room(one, surname)
        return None if found is None else found[0]

    def queue(self, assignee: int | None, status: str | None) -> list[int]:
        """Its filter, and the columns that its index shows."""
        db = self._as("admin")
        wanted = {"status": [STATUSES[one] for one in (workload.OPEN if status is None else (status,))]}
        wanted |= {} if assignee is None else {"assignedto": [str(_STAFF + assignee)]}
        found = db.issue.filter(None, wanted, sort=[("+", "priority"), ("+", "creation")], limit=workload.PAGE)
        for id in found:
            for name in ("title", "status", "priority", "assignedto", "creation", "activity"):
                db.issue.get(id, name)
            db.user.get(db.issue.get(id, "creator"), "realname")
        return [int(id) for id in found]

    def rare(self, words: str) -> list[int]:
        """Its index of words, then its filter."""
        db = self._as("admin")
        matches = db.indexer.search(words.split(), db.issue)
        found = db.issue.filter(matches, {}, sort=[("-", "activity")], limit=workload.FOUND) if matches else []
        return [int(id) for id in found if db.issue.get(id, "title")]

    common = rare

    def own(self, number: int) -> list[int]:
        """Its filter, and the titles."""
        db = self._as("admin")
        wanted = {"creator": [str(_CUSTOMERS + number)]}
        found = db.issue.filter(None, wanted, sort=[("-", "creation")], limit=workload.LIST)
        return [int(id) for id in found if db.issue.get(id, "title")]

    def status_of(self, status: str) -> str:
        """How a status is called here."""
        return _NAMES[status]
