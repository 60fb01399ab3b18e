"""Pages show what an admin changed in another process, also those that ask the desk nothing."""

from __future__ import annotations

from contextlib import suppress

from sqlalchemy.exc import SQLAlchemyError
from starlette.types import ASGIApp, Receive, Scope, Send

from helpdesk_core import Helpdesk, StoreError
from helpdesk_core.ports import Run

SECONDS = 5
"""How old the settings of a page may be at most."""


class FreshSettings:
    """ASGI middleware: looks whether the settings changed, where nothing looked for some seconds."""

    def __init__(self, app: ASGIApp, *, desk: Helpdesk, run: Run) -> None:
        self.app, self._desk, self._run = app, desk, run

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Look, and go on; a page without the store says so by itself."""
        if scope["type"] == "http" and "/static/" not in scope["path"] and self._desk.settings_source.age > SECONDS:
            with suppress(StoreError, SQLAlchemyError):
                await self._run(self._desk.refresh_settings)
        await self.app(scope, receive, send)
