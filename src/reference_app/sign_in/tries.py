"""How often somebody may try to sign in: counted in the database, before a password is looked at."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import attrs
import sqlalchemy as sa

from ..tables import TABLES, hashed, make_tables, wait_in_line, writing

TRIES = sa.Table(
    "helpdesk_app_tries",
    TABLES,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("subject", sa.Text, nullable=False, index=True),
    sa.Column("at", sa.Text, nullable=False),
)


@attrs.frozen
class Limit:
    """At most ``most`` of one subject in any ``window``."""

    axis: str
    most: int
    window: timedelta


@attrs.frozen(kw_only=True)
class Taken:
    """A try that was counted; or, with ``free_at``, one that was not, and when the next is possible."""

    ids: tuple[str, ...] = ()
    free_at: datetime | None = None


class Tries:
    """The tries of one tenant. A row for each: the window slides, and tries that arrive together pass one by one."""

    def __init__(self, engine: sa.Engine, tenant: str) -> None:
        self._engine, self._tenant = engine, tenant
        make_tables(engine, TRIES)

    def take(self, subjects: Mapping[Limit, str]) -> Taken:
        """Count a try under each limit, or under none when one of them is reached."""
        now = _now()
        named = {limit: hashed(f"{self._tenant}\n{limit.axis}\n{subject}") for limit, subject in subjects.items()}
        ids = tuple(secrets.token_hex(16) for _ in named)
        with writing(self._engine) as connection:
            wait_in_line(connection, *named.values())
            free = [self._free_at(connection, limit, subject, now) for limit, subject in named.items()]
            full = [moment for moment in free if moment is not None]
            if full:
                return Taken(free_at=max(full))
            counted = zip(ids, named.values(), strict=True)
            rows = [{"id": id, "subject": subject, "at": _text(now)} for id, subject in counted]
            connection.execute(TRIES.insert(), rows)
            oldest = now - max(limit.window for limit in named)
            connection.execute(TRIES.delete().where(TRIES.c.subject.in_(named.values()), TRIES.c.at < _text(oldest)))
        return Taken(ids=ids)

    def give_back(self, taken: Taken) -> None:
        """It was right: it is not held against anybody."""
        with writing(self._engine) as connection:
            connection.execute(TRIES.delete().where(TRIES.c.id.in_(taken.ids)))

    def _free_at(self, connection: sa.Connection, limit: Limit, subject: str, now: datetime) -> datetime | None:
        """None when there is room for one more."""
        query = (
            sa.select(TRIES.c.at)
            .where(TRIES.c.subject == subject, TRIES.c.at > _text(now - limit.window))
            .order_by(TRIES.c.at.desc())
            .limit(limit.most)
        )
        times = connection.execute(query).scalars().all()
        return None if len(times) < limit.most else datetime.fromisoformat(times[-1]) + limit.window


def _now() -> datetime:
    return datetime.now(UTC)


def _text(moment: datetime) -> str:
    return moment.isoformat(timespec="microseconds")
