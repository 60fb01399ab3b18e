"""Where somebody is signed in: rows that live for a while, found by a token of which only the hash is stored."""

from __future__ import annotations

import secrets
from datetime import datetime

import attrs
import sqlalchemy as sa

from ..tables import TABLES, hashed, text_in, text_now, writing


def sessions_table(name: str, *owner: sa.ForeignKey) -> sa.Table:
    """A table of sessions, whose owner may be a key of another table."""
    return sa.Table(
        name,
        TABLES,
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("tenant", sa.Text, nullable=False),
        sa.Column("owner", sa.Text, *owner, nullable=False),
        sa.Column("signed_in_at", sa.Text, nullable=False),
        sa.Column("expires_at", sa.Text, nullable=False),
        sa.Column("device", sa.Text, nullable=False, server_default=""),
    )


@attrs.frozen
class Session:
    """A session that lives: ``id`` is no token and opens nothing."""

    id: str
    device: str
    signed_in_at: datetime

    @property
    def browser(self) -> str:
        """What the browser says it is (see `browser_in`)."""
        return browser_in(self.device)

    def is_of(self, token: str) -> bool:
        """Whether it is the session of this token."""
        return self.id == hashed(token)


def browser_in(device: str) -> str:
    """What a browser says it is, in two words ("Firefox, Windows"); empty for none that is known.

    Args:
        device: Its User-Agent.
    """
    named = (next((name for mark, name in marks if mark in device), "") for marks in (_BROWSERS, _SYSTEMS))
    return ", ".join(name for name in named if name)


class Sessions:
    """The sessions of one tenant in one table.

    Args:
        engine: The database.
        tenant: Whose.
        table: Made by `sessions_table`.
        hours: How long one lives.
    """

    def __init__(self, engine: sa.Engine, tenant: str, table: sa.Table, hours: int) -> None:
        self._engine, self._tenant, self._table, self._hours = engine, tenant, table, hours
        #: Asked on every page: building a statement takes longer than running it.
        self._found = sa.select(table.c.owner, table.c.signed_in_at).where(
            table.c.id == sa.bindparam("session"),
            table.c.tenant == tenant,
            table.c.expires_at > sa.bindparam("now"),
        )

    def start(self, owner: str, device: str = "") -> str:
        """A fresh session's token, for somebody who has proved who they are."""
        token, table = secrets.token_urlsafe(32), self._table
        row = {"id": hashed(token), "tenant": self._tenant, "owner": owner, "device": device[:200]}
        with writing(self._engine) as connection:
            connection.execute(table.delete().where(table.c.expires_at < text_now()))
            times = {"signed_in_at": text_now(), "expires_at": text_in(self._hours)}
            connection.execute(table.insert().values(**row, **times))
        return token

    def of(self, owner: str) -> tuple[Session, ...]:
        """Those of somebody that live, the newest first."""
        table = self._table
        query = sa.select(table).where(table.c.owner == owner, table.c.expires_at > text_now())
        with self._engine.connect() as connection:
            rows = connection.execute(query.order_by(table.c.signed_in_at.desc())).all()
        return tuple(Session(row.id, row.device, datetime.fromisoformat(row.signed_in_at)) for row in rows)

    def find(self, token: str) -> tuple[str, datetime] | None:
        """Whose session it is and since when, if it lives."""
        with self._engine.connect() as connection:
            row = connection.execute(self._found, {"session": hashed(token), "now": text_now()}).first()
        return None if row is None else (row.owner, datetime.fromisoformat(row.signed_in_at))

    def end(self, owner: str, *, only: str | None = None, keep: str | None = None) -> int:
        """End sessions of somebody: all of them, ``only`` the one of that id, or all but the one of this token.

        Returns:
            How many were ended.
        """
        with writing(self._engine) as connection:
            return self.end_in(connection, owner, only=only, keep=keep)

    def end_in(self, connection: sa.Connection, owner: str, *, only: str | None = None, keep: str | None = None) -> int:
        """The same in a transaction that is open."""
        table = self._table
        theirs = [table.c.owner == owner]
        theirs += [] if only is None else [table.c.id == only]
        theirs += [] if keep is None else [table.c.id != hashed(keep)]
        return int(connection.execute(table.delete().where(*theirs)).rowcount)

    def sign_out(self, token: str) -> None:
        """End one session."""
        table = self._table
        with writing(self._engine) as connection:
            connection.execute(table.delete().where(table.c.id == hashed(token), table.c.tenant == self._tenant))


#: The first that occurs in a User-Agent: browsers claim to be those that came before them, so the newest stand first.
_BROWSERS = (
    ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("Chrome", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip
_SYSTEMS = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS X", "Mac"),
    ("CrOS", "ChromeOS"), ("Linux", "Linux"),
)  # fmt: skip
