"""SQLAlchemy Core on the tables of `plain`: engines set up as its documentation advises for SQLite.

Writes run in transactions that begin with ``BEGIN IMMEDIATE``; reads on a second engine in autocommit.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from . import plain, workload

fill = plain.fill
metadata = sa.MetaData()


def _table(name: str, *columns: str) -> sa.Table:
    """A table whose columns of numbers are marked."""
    kinds = [(column.rstrip("#"), sa.Integer if column.endswith("#") else sa.Text) for column in columns]
    key = sa.Column("id", sa.Integer, primary_key=True)
    return sa.Table(name, metadata, key, *(sa.Column(column, kind) for column, kind in kinds))


customer = _table("customer", "name", "name_key", "email")
request = _table(
    "request",
    *("reference", "customer#", "subject", "device", "status", "priority#", "assignee#"),
    *("created#", "updated#", "closed#", "version#"),
)
message = _table("message", "request#", "side", "author#", "body", "is_read#", "at#")
event = _table("event", "request#", "what", "actor", "before", "after", "at#")
notice = _table("notice", "request#", "what", "recipient", "due#", "sent#", "attempts#")

_WITH_CUSTOMER = request.join(customer, customer.c.id == request.c.customer)
_TO_REPLY = (
    sa.select(request.c.id, request.c.status, request.c.version, customer.c.email)
    .select_from(_WITH_CUSTOMER)
    .where(request.c.reference == sa.bindparam("reference"))
)
_REPLIED = (
    sa.update(request)
    .where(request.c.id == sa.bindparam("_id"), request.c.version == sa.bindparam("_version"))
    .values(status=sa.bindparam("_status"), updated=sa.bindparam("_now"), version=request.c.version + 1)
)
_ROOM = (
    sa.select(
        *(request.c.status, message.c.body, message.c.side, message.c.at, request.c.device, request.c.subject),
        *(request.c.created, request.c.updated),
    )
    .select_from(_WITH_CUSTOMER.outerjoin(message, sa.and_(message.c.request == request.c.id, message.c.is_read == 1)))
    .where(request.c.reference == sa.bindparam("reference"), customer.c.name_key == sa.bindparam("name_key"))
    .order_by(message.c.id.desc())
    .limit(workload.THREAD)
)
_QUEUE = (
    sa.select(
        *(request.c.id, request.c.reference, request.c.subject, request.c.device, request.c.status),
        *(request.c.priority, request.c.assignee, request.c.created, request.c.updated, customer.c.name),
    )
    .select_from(_WITH_CUSTOMER)
    .where(request.c.closed.is_(None))
    .order_by(request.c.priority, request.c.created, request.c.id)
    .limit(workload.PAGE)
)
_OWN = (
    sa.select(
        *(request.c.id, request.c.reference, request.c.subject, request.c.device, request.c.status),
        *(request.c.priority, request.c.created, request.c.updated),
    )
    .where(request.c.customer == sa.bindparam("customer"))
    .order_by(request.c.id.desc())
    .limit(workload.LIST)
)
_FIND = sa.text(plain.FIND.replace("?", ":words"))


def _begin(connection: sa.Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


class Desk:
    """One engine to write, one to read."""

    def __init__(self, path: Path) -> None:
        shared: dict[str, Any] = {"creator": lambda: plain.connected(path), "poolclass": sa.QueuePool}
        self.writing = sa.create_engine("sqlite://", **shared)
        sa.event.listen(self.writing, "begin", _begin)
        self.reading = sa.create_engine(
            "sqlite://",
            isolation_level="AUTOCOMMIT",
            skip_autocommit_rollback=True,
            pool_reset_on_return=None,
            **shared,
        )

    def create(self, wish: workload.Wish) -> str:
        """Four inserts."""
        now, reference = int(time.time()), plain.new_reference()
        values = {"reference": reference, "customer": wish.customer, "subject": wish.subject, "device": wish.device}
        values |= {"status": "new", "priority": wish.priority, "created": now, "updated": now, "version": 1}
        with self.writing.begin() as run:
            made = run.execute(sa.insert(request), values).inserted_primary_key
            id = made[0] if made else 0
            _said(run, id, "customer", wish.customer, wish.problem, now)
            changed = {"what": "created", "actor": "customer", "before": None, "after": "new"}
            run.execute(sa.insert(event).inline(), {"request": id, "at": now} | changed)
            told = {"what": "created", "recipient": workload.email(wish.customer), "due": now, "attempts": 0}
            run.execute(sa.insert(notice).inline(), {"request": id} | told)
        return reference

    def reply(self, one: workload.Request, text: str, by: int) -> None:
        """A select, an update of the version that was read, three inserts."""
        now = int(time.time())
        with self.writing.begin() as run:
            id, status, version, email = run.execute(_TO_REPLY, {"reference": one.reference}).one()
            after = plain.other(status)
            changed = run.execute(_REPLIED, {"_id": id, "_version": version, "_status": after, "_now": now})
            if changed.rowcount != 1:
                raise AssertionError("somebody else was faster")
            _said(run, id, "staff", by, text, now)
            moved = {"what": "status", "actor": "staff", "before": status, "after": after}
            run.execute(sa.insert(event).inline(), {"request": id, "at": now} | moved)
            told = {"what": "reply", "recipient": email, "due": now, "attempts": 0}
            run.execute(sa.insert(notice).inline(), {"request": id} | told)

    def room(self, one: workload.Request, surname: str | None = None) -> tuple[str, list[str]] | None:
        """One statement, by reference and surname."""
        name = workload.surname(one.customer) if surname is None else surname
        with self.reading.connect() as run:
            found = run.execute(_ROOM, {"reference": one.reference, "name_key": plain.name_key(name)})
            return plain.thread_of(found.all())

    def track(self, one: workload.Request, surname: str | None = None) -> str | None:
        """The same."""
        found = self.room(one, surname)
        return None if found is None else found[0]

    def queue(self, assignee: int | None, status: str | None) -> list[int]:
        """One statement, made for what narrows it."""
        wanted = _QUEUE
        if assignee is not None:
            wanted = wanted.where(request.c.assignee == assignee)
        if status is not None:
            wanted = wanted.where(request.c.status == status)
        with self.reading.connect() as run:
            return [row.id for row in run.execute(wanted).all()]

    def rare(self, words: str) -> list[int]:
        """One statement, as text: it has no words for FTS5."""
        with self.reading.connect() as run:
            return [row[0] for row in run.execute(_FIND, {"words": plain.quoted(words)}).all()]

    common = rare

    def own(self, number: int) -> list[int]:
        """One statement."""
        with self.reading.connect() as run:
            return [row.id for row in run.execute(_OWN, {"customer": number}).all()]


def _said(run: sa.Connection, request: int, side: str, author: int, text: str, now: int) -> None:
    values = {"request": request, "side": side, "author": author, "body": text, "is_read": 1, "at": now}
    run.execute(sa.insert(message).inline(), values)
