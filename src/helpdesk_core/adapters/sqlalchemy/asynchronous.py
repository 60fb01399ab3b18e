"""The desk in an async host's own transaction: its AsyncSession lends itself for each call."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from ...base.kinds import kind_of
from ...errors import ConfigurationError
from ...ports import Run


class LentSession:
    """Lends an ``AsyncSession`` to a store, one for each task.

        lent = LentSession()
        desk = Helpdesk(SqlStore.borrowed(lent, dialect="postgresql"), …)
        help = AsyncHelpdesk(desk, run=lent.run_in(session))      # in a request, with the request's own session

    What the desk writes is committed or rolled back with the session; nothing here ends its transaction. Needs
    ``sqlalchemy[asyncio]``.
    """

    def __init__(self) -> None:
        self._current: ContextVar[Any] = ContextVar("helpdesk_core_lent_session")

    def __call__(self) -> Any:
        """The session that is lent now. Raises LookupError outside of a call."""
        return self._current.get()

    def run_in(self, session: Any) -> Run:
        """A runner for `AsyncHelpdesk`.

        Args:
            session: The ``AsyncSession`` in which each call runs, by its ``run_sync``.

        Returns:
            The runner, for ``AsyncHelpdesk(desk, run=…)``.

        Raises:
            ConfigurationError: It is no ``AsyncSession``.
        """
        if isinstance(session, type) or not callable(getattr(session, "run_sync", None)):
            raise ConfigurationError(f"LentSession.run_in(session): it is an AsyncSession, not {kind_of(session)}")

        def inside(sync_session: Any, call: Callable[[], Any]) -> Any:
            token = self._current.set(sync_session)
            try:
                return call()
            finally:
                self._current.reset(token)

        return lambda call: session.run_sync(inside, call)
