"""Where unfinished forms are kept, redacted already, for the browser or the account that began them."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import Any, Protocol, TypeVar

import sqlalchemy as sa
from starlette.requests import Request
from starlette.responses import Response

from helpdesk_core.ports import Run

from .limiters import in_line
from .security import drop_cookie, set_cookie
from .tables import TABLES, guarded, hashed, insert_into, make_tables, text_in, text_now, writing

_T = TypeVar("_T")
DRAFT_HOURS = 48
_OURS = "helpdesk_drafts"
_TOKEN = re.compile(r"[\w-]{43}", re.ASCII)
"""As we make them: what else a cookie says finds nothing and keeps nothing."""


def add_draft_table(metadata: sa.MetaData, *, prefix: str = "helpdesk_app_", schema: str | None = None) -> sa.Table:
    """Put the table of unfinished forms into ``metadata``, once.

    Args:
        metadata: The app's own, or a host's.
        prefix: What the table's name begins with.
        schema: The schema it belongs to.

    Returns:
        The table.
    """
    if (known := draft_table(metadata)) is not None:
        return known
    made = sa.Table(
        f"{prefix}drafts",
        metadata,
        sa.Column("tenant", sa.Text, primary_key=True),
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("form", sa.Text, nullable=False),
        sa.Column("fields", sa.Text, nullable=False),
        sa.Column("expires_at", sa.Text, nullable=False),
        schema=schema,
    )
    metadata.info[_OURS] = made
    return made


def draft_table(metadata: sa.MetaData) -> sa.Table | None:
    """The table that `add_draft_table` put there."""
    found: sa.Table | None = metadata.info.get(_OURS)
    return found


DRAFTS = add_draft_table(TABLES)


class Drafts(Protocol):
    """One unfinished form of each kind per visitor. ``form`` names the kind; ``token`` is random and only in that
    visitor's cookie, or the id of an account, which has kinds of its own: the same token is another with another kind.

    Attributes:
        follow_accounts: Whether what is kept for an account is found from any of its devices; else everything is kept
            for the browser alone, and the pages promise no more.
    """

    follow_accounts: bool

    async def load(self, request: Request, form: str, token: str) -> dict[str, str]:
        """What was kept, by field; empty when there is nothing (any more)."""

    async def save(self, request: Request, form: str, token: str, fields: Mapping[str, str]) -> None:
        """Keep it, in place of what was kept before."""

    async def drop(self, request: Request, form: str, token: str) -> None:
        """Forget it."""


class DraftStore:
    """Drafts of one tenant in a table of a database of the app's own.

    Args:
        engine: The database; the table is made here.
        tenant: Whose drafts.
    """

    follow_accounts = True

    def __init__(self, engine: sa.Engine, tenant: str = "shop") -> None:
        self.engine, self.tenant, self.table = guarded(engine), tenant, DRAFTS
        make_tables(engine, DRAFTS)
        with self._transaction() as connection:
            self._purge(connection)

    @contextmanager
    def _transaction(self) -> Iterator[Any]:
        with writing(self.engine) as connection:
            yield connection

    @contextmanager
    def _looking(self) -> Iterator[Any]:
        """To read waits for no writer."""
        with self.engine.connect() as connection:
            yield connection

    async def _in_thread(self, call: Callable[[], _T]) -> _T:
        return await in_line(call)

    @property
    def _dialect(self) -> str:
        return self.engine.dialect.name

    def _key(self, form: str, token: str) -> dict[str, str]:
        """What finds one row: nobody takes the place of another kind's by its token."""
        return {"tenant": self.tenant, "id": hashed(f"{form}\n{token}")}

    def _this(self, form: str, token: str) -> sa.ColumnElement[bool]:
        return sa.and_(*(self.table.c[name] == value for name, value in self._key(form, token).items()))

    async def load(self, request: Request, form: str, token: str) -> dict[str, str]:
        """See `Drafts.load`."""
        return await self._in_thread(partial(self._load, form, token))

    def _load(self, form: str, token: str) -> dict[str, str]:
        query = sa.select(self.table.c.fields).where(self._this(form, token), self.table.c.expires_at > text_now())
        with self._looking() as connection:
            found = connection.execute(query).scalar()
        loaded: dict[str, str] = json.loads(found) if found else {}
        return loaded

    async def save(self, request: Request, form: str, token: str, fields: Mapping[str, str]) -> None:
        """See `Drafts.save`. What is too old is deleted with it."""
        await self._in_thread(partial(self._save, form, token, dict(fields)))

    def _save(self, form: str, token: str, fields: dict[str, str]) -> None:
        key, values = self._key(form, token), {"fields": json.dumps(fields), "expires_at": text_in(DRAFT_HOURS)}
        insert = insert_into(self.table, self._dialect).values(**key, form=form, **values)
        with self._transaction() as connection:
            self._purge(connection)
            connection.execute(insert.on_conflict_do_update(index_elements=list(key), set_=values))

    def _purge(self, connection: Any) -> None:
        """Delete what is over."""
        connection.execute(self.table.delete().where(self.table.c.expires_at < text_now()))

    async def drop(self, request: Request, form: str, token: str) -> None:
        """See `Drafts.drop`. What is too old is deleted with it."""
        await self._in_thread(partial(self._drop, form, token))

    def _drop(self, form: str, token: str) -> None:
        with self._transaction() as connection:
            connection.execute(self.table.delete().where(self._this(form, token)))
            self._purge(connection)


class BorrowedDrafts(DraftStore):
    """Drafts in a host's own database, in the transaction of its request.

    Args:
        session: Executes statements: a host's Session, or what stands for the one of the request.
        run: Runs a call where that session may be used (see `AsyncHelpdesk`).
        tenant: Whose drafts.
        table: What `add_draft_table` made in the host's metadata.
    """

    def __init__(self, session: Any, run: Run, *, tenant: str = "shop", table: sa.Table = DRAFTS) -> None:
        self._session, self._run, self.tenant, self.table = session, run, tenant, table

    @contextmanager
    def _transaction(self) -> Iterator[Any]:
        yield self._session

    _looking = _transaction

    @property
    def _dialect(self) -> str:
        name: str = self._session.get_bind().dialect.name
        return name

    async def _in_thread(self, call: Callable[[], _T]) -> _T:
        found: _T = await self._run(call)
        return found


Owner = Callable[[Request], Awaitable[str | None]]
"""Whose an unfinished form is besides the browser's: the id of who is signed in, None for nobody."""


class Draft:
    """The unfinished form of one kind, found by a cookie of its own. With an ``owner`` it is the account's for who is
    signed in, where drafts follow accounts: it goes on on their other devices, and is not left to the browser when they
    sign out."""

    def __init__(self, drafts: Drafts, form: str, owner: Owner | None = None) -> None:
        self._drafts, self._form, self._owner = drafts, form, owner
        self._cookie = f"helpdesk_draft_{form}"

    async def _account(self, request: Request) -> str | None:
        return await self._owner(request) if self._owner is not None and self._drafts.follow_accounts else None

    async def is_in_account(self, request: Request) -> bool:
        """Whether what this visitor begins is kept for their account."""
        return await self._account(request) is not None

    def _token(self, request: Request) -> str | None:
        found = request.cookies.get(self._cookie, "")
        return found if _TOKEN.fullmatch(found) else None

    @property
    def _of_accounts(self) -> str:
        """The kind under which accounts' drafts are kept: no cookie's token finds one of them."""
        return f"{self._form} of an account"

    async def load(self, request: Request) -> dict[str, str]:
        """What this visitor began, by field; empty for nothing. What was begun in this browser before somebody signed
        in comes first. Without cookie and account nothing is looked up."""
        token = self._token(request)
        found = {} if token is None else await self._drafts.load(request, self._form, token)
        if found or (account := await self._account(request)) is None:
            return found
        return await self._drafts.load(request, self._of_accounts, account)

    async def save(self, request: Request, response: Response, fields: Mapping[str, str]) -> None:
        """Keep it; ``response`` carries the cookie where it is nobody's. What this browser began becomes the account's
        of who has signed in since."""
        if (account := await self._account(request)) is not None:
            await self._drop_here(request, response)
            await self._drafts.save(request, self._of_accounts, account, fields)
            return
        token = self._token(request) or secrets.token_urlsafe(32)
        await self._drafts.save(request, self._form, token, fields)
        set_cookie(response, request, self._cookie, token, DRAFT_HOURS * 3600)

    async def drop(self, request: Request, response: Response) -> None:
        """Forget it, here, in the browser and in the account."""
        await self._drop_here(request, response)
        if (account := await self._account(request)) is not None:
            await self._drafts.drop(request, self._of_accounts, account)

    async def _drop_here(self, request: Request, response: Response) -> None:
        if (token := self._token(request)) is not None:
            await self._drafts.drop(request, self._form, token)
        drop_cookie(response, request, self._cookie)
