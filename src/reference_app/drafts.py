"""Where unfinished forms are kept, redacted already, for the browser that began them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from anyio import to_thread
from starlette.requests import Request

from .accounts import Accounts


class Drafts(Protocol):
    """One unfinished form per visitor. ``token`` is random and only in that visitor's cookie."""

    async def load(self, request: Request, token: str) -> dict[str, str]:
        """What was kept, by field; empty when there is nothing (any more)."""

    async def save(self, request: Request, token: str, fields: Mapping[str, str]) -> None:
        """Keep it, in place of what was kept before."""

    async def drop(self, request: Request, token: str) -> None:
        """Forget it."""


class DraftTable:
    """Drafts in the app's own tables."""

    def __init__(self, accounts: Accounts) -> None:
        self._accounts = accounts

    async def load(self, request: Request, token: str) -> dict[str, str]:
        """See `Drafts.load`."""
        return await to_thread.run_sync(self._accounts.draft, token)

    async def save(self, request: Request, token: str, fields: Mapping[str, str]) -> None:
        """See `Drafts.save`."""
        await to_thread.run_sync(self._accounts.save_draft, token, fields)

    async def drop(self, request: Request, token: str) -> None:
        """See `Drafts.drop`."""
        await to_thread.run_sync(self._accounts.drop_draft, token)
