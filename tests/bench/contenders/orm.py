"""SQLAlchemy's ORM on the tables of `plain`: a session for each operation, whole objects, a version column."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, foreign, joinedload, registry, relationship

from . import core, plain, workload

fill = plain.fill
_mapped = registry(metadata=core.metadata)


class _Row:
    """Made of its values by name."""

    id: Mapped[int]

    def __init__(self, **values: Any) -> None:
        for name, value in values.items():
            setattr(self, name, value)


class Customer(_Row):
    """A customer."""


class Message(_Row):
    """A message or a note."""


class Event(_Row):
    """An entry of a history."""


class Notice(_Row):
    """A queued notice."""


class Request(_Row):
    """A request with all about it."""

    status: Any
    updated: Any
    customer: Any


def _of(kind: type, column: Any) -> Any:
    return relationship(kind, primaryjoin=core.request.c.id == foreign(column))


for kind, table in ((Customer, core.customer), (Message, core.message), (Event, core.event), (Notice, core.notice)):
    _mapped.map_imperatively(kind, table)
_mapped.map_imperatively(
    Request,
    core.request,
    version_id_col=core.request.c.version,
    properties={
        "customer_id": core.request.c.customer,
        "customer": relationship(Customer, primaryjoin=core.customer.c.id == foreign(core.request.c.customer)),
        "messages": _of(Message, core.message.c.request),
        "events": _of(Event, core.event.c.request),
        "notices": _of(Notice, core.notice.c.request),
    },
)


class Desk(core.Desk):
    """The engines of Core; the search is Core's too, as text."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._read = lambda: Session(self.reading)

    def create(self, wish: workload.Wish) -> str:
        """One object with three that belong to it."""
        now, reference = int(time.time()), plain.new_reference()
        said = Message(side="customer", author=wish.customer, body=wish.problem, is_read=1, at=now)
        told = Notice(what="created", recipient=workload.email(wish.customer), due=now, attempts=0)
        made = Request(
            reference=reference,
            customer_id=wish.customer,
            subject=wish.subject,
            device=wish.device,
            status="new",
            priority=wish.priority,
            created=now,
            updated=now,
            messages=[said],
            events=[Event(what="created", actor="customer", after="new", at=now)],
            notices=[told],
        )
        with Session(self.writing, expire_on_commit=False) as session, session.begin():
            session.add(made)
        return reference

    def reply(self, one: workload.Request, text: str, by: int) -> None:
        """The request with its customer, changed; three new objects."""
        now = int(time.time())
        wanted = sa.select(Request).where(core.request.c.reference == one.reference)
        with Session(self.writing, expire_on_commit=False) as session, session.begin():
            request = session.scalars(wanted.options(joinedload(Request.customer))).one()
            before, request.status, request.updated = request.status, plain.other(request.status), now
            told = {"recipient": request.customer.email, "due": now, "attempts": 0}
            session.add_all(
                [
                    Message(request=request.id, side="staff", author=by, body=text, is_read=1, at=now),
                    Event(
                        request=request.id, what="status", actor="staff", before=before, after=request.status, at=now
                    ),
                    Notice(request=request.id, what="reply", **told),
                ]
            )

    def room(self, one: workload.Request, surname: str | None = None) -> tuple[str, list[str]] | None:
        """The request, then its latest messages."""
        name = plain.name_key(workload.surname(one.customer) if surname is None else surname)
        wanted = sa.select(Request).join(Request.customer)
        wanted = wanted.where(core.request.c.reference == one.reference, core.customer.c.name_key == name)
        with self._read() as session:
            request = session.scalars(wanted).first()
            if request is None:
                return None
            said = sa.select(Message).where(core.message.c.request == request.id, core.message.c.is_read == 1)
            latest = session.scalars(said.order_by(core.message.c.id.desc()).limit(workload.THREAD)).all()
            return str(request.status), [one.body for one in latest]  # type: ignore[attr-defined]

    def queue(self, assignee: int | None, status: str | None) -> list[int]:
        """Requests with their customers."""
        wanted = sa.select(Request).options(joinedload(Request.customer)).where(core.request.c.closed.is_(None))
        if assignee is not None:
            wanted = wanted.where(core.request.c.assignee == assignee)
        if status is not None:
            wanted = wanted.where(core.request.c.status == status)
        order = (core.request.c.priority, core.request.c.created, core.request.c.id)
        with self._read() as session:
            return [one.id for one in session.scalars(wanted.order_by(*order).limit(workload.PAGE)).all()]

    def own(self, number: int) -> list[int]:
        """Requests."""
        wanted = sa.select(Request).where(core.request.c.customer == number)
        with self._read() as session:
            found = session.scalars(wanted.order_by(core.request.c.id.desc()).limit(workload.LIST))
            return [one.id for one in found.all()]
