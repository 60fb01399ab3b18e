"""Where unfinished forms are kept, redacted already, for the browser that began them."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from typing import Protocol

import sqlalchemy as sa
from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response

from .security import drop_cookie, set_cookie
from .tables import guarded, hashed, text_in, text_now

DRAFT_HOURS = 48
_metadata = sa.MetaData()
DRAFTS = sa.Table(
    "helpdesk_app_drafts",
    _metadata,
    sa.Column("tenant", sa.Text, primary_key=True),
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("form", sa.Text, nullable=False),
    sa.Column("fields", sa.Text, nullable=False),
    sa.Column("expires_at", sa.Text, nullable=False),
)


class Drafts(Protocol):
    """One unfinished form of each kind per visitor. ``form`` names the kind; ``token`` is random and only in that
    visitor's cookie."""

    async def load(self, request: Request, form: str, token: str) -> dict[str, str]:
        """What was kept, by field; empty when there is nothing (any more)."""

    async def save(self, request: Request, form: str, token: str, fields: Mapping[str, str]) -> None:
        """Keep it, in place of what was kept before."""

    async def drop(self, request: Request, form: str, token: str) -> None:
        """Forget it."""


class DraftStore:
    """Drafts of one tenant in a table of the app's own."""

    def __init__(self, engine: sa.Engine, tenant: str = "shop") -> None:
        self.engine, self.tenant = guarded(engine), tenant
        with engine.begin() as connection:
            _metadata.create_all(connection)

    def _this(self, form: str, token: str) -> sa.ColumnElement[bool]:
        return sa.and_(DRAFTS.c.tenant == self.tenant, DRAFTS.c.id == hashed(token), DRAFTS.c.form == form)

    async def load(self, request: Request, form: str, token: str) -> dict[str, str]:
        """See `Drafts.load`."""
        return await to_thread.run_sync(self._load, form, token)

    def _load(self, form: str, token: str) -> dict[str, str]:
        query = sa.select(DRAFTS.c.fields).where(self._this(form, token), DRAFTS.c.expires_at > text_now())
        with self.engine.connect() as connection:
            found = connection.execute(query).scalar()
        loaded: dict[str, str] = json.loads(found) if found else {}
        return loaded

    async def save(self, request: Request, form: str, token: str, fields: Mapping[str, str]) -> None:
        """See `Drafts.save`. What is too old is deleted with it."""
        await to_thread.run_sync(self._save, form, token, dict(fields))

    def _save(self, form: str, token: str, fields: dict[str, str]) -> None:
        values = {"fields": json.dumps(fields), "expires_at": text_in(DRAFT_HOURS)}
        with self.engine.begin() as connection:
            connection.execute(DRAFTS.delete().where(DRAFTS.c.expires_at < text_now()))
            if not connection.execute(DRAFTS.update().where(self._this(form, token)).values(**values)).rowcount:
                key = {"tenant": self.tenant, "id": hashed(token), "form": form}
                connection.execute(DRAFTS.insert().values(**key, **values))

    async def drop(self, request: Request, form: str, token: str) -> None:
        """See `Drafts.drop`."""
        await to_thread.run_sync(self._drop, form, token)

    def _drop(self, form: str, token: str) -> None:
        with self.engine.begin() as connection:
            connection.execute(DRAFTS.delete().where(self._this(form, token)))


class Draft:
    """The unfinished form of one kind, found by a cookie of its own."""

    def __init__(self, drafts: Drafts, form: str) -> None:
        self._drafts, self._form = drafts, form
        self._cookie = f"helpdesk_draft_{form}"

    async def load(self, request: Request) -> dict[str, str]:
        """What this visitor began, by field; empty for nothing. Without the cookie nothing is looked up."""
        token = request.cookies.get(self._cookie)
        return {} if token is None else await self._drafts.load(request, self._form, token)

    async def save(self, request: Request, response: Response, fields: Mapping[str, str]) -> None:
        """Keep it; ``response`` carries the cookie."""
        token = request.cookies.get(self._cookie) or secrets.token_urlsafe(32)
        await self._drafts.save(request, self._form, token, fields)
        set_cookie(response, request, self._cookie, token, DRAFT_HOURS * 3600)

    async def drop(self, request: Request, response: Response) -> None:
        """Forget it, here and in the browser."""
        token = request.cookies.get(self._cookie)
        if token is not None:
            await self._drafts.drop(request, self._form, token)
        drop_cookie(response, request, self._cookie)
