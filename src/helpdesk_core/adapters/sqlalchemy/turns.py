"""A connection of `OwnSessions` for as long as somebody reads or writes with it. As generators these context managers
would cost as much as a short statement."""

from __future__ import annotations

import contextlib
import select
from typing import TYPE_CHECKING, Any

from .driver_errors import as_store_error, is_of_session

if TYPE_CHECKING:
    from .sessions import OwnSessions


class Reading:
    """A connection to read with."""

    __slots__ = ("_at_once", "_cursor", "_pooled", "_sessions")

    def __init__(self, sessions: OwnSessions, at_once: bool) -> None:
        self._sessions, self._at_once = sessions, at_once

    def __enter__(self) -> Any:
        self._pooled = self._sessions.connected()
        try:
            self._cursor = self._pooled.cursor()
            if self._at_once:
                self._cursor.execute("BEGIN")
        except BaseException as error:
            self._end(error)
            raise
        return self._cursor

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if not isinstance(error, self._sessions.errors):
            try:
                if self._at_once:
                    self._cursor.execute("COMMIT")
                self._cursor.close()
            except BaseException as late:
                self._end(late)
                raise
        self._end(error)

    def _end(self, error: BaseException | None) -> None:
        try:
            if isinstance(error, self._sessions.errors):
                self._pooled.invalidate()
                if is_of_session(error):
                    self._sessions.renew()
                raise as_store_error(error) from error
        finally:
            self._sessions.give_back(self._pooled)


class Writing:
    """The same in a transaction of its own."""

    __slots__ = ("_cursor", "_pooled", "_sessions")

    def __init__(self, sessions: OwnSessions) -> None:
        self._sessions = sessions

    def __enter__(self) -> Any:
        sessions, queue = self._sessions, self._sessions.queue
        left = None if queue is None else queue.__enter__()
        try:
            self._pooled = sessions.connected()
        except BaseException:
            self._leave()
            raise
        try:
            self._cursor = self._pooled.cursor()
            sessions.start(self._cursor, left)
        except BaseException as error:
            self._end(error)
            raise
        return self._cursor

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        try:
            if error is None:
                self._cursor.execute("COMMIT")
                self._cursor.close()
            else:
                with contextlib.suppress(Exception):
                    self._cursor.execute("ROLLBACK")
        except BaseException as late:
            self._end(late)
            raise
        self._end(error)

    def _end(self, error: BaseException | None) -> None:
        try:
            if isinstance(error, self._sessions.errors):
                if is_of_session(error):
                    self._sessions.renew()
                raise as_store_error(error) from error
        finally:
            try:
                if not _is_idle(self._pooled):
                    self._pooled.invalidate()
                elif not self._sessions.is_alone and self._pooled.is_valid:
                    self._pooled.driver_connection.autocommit = True
                self._sessions.give_back(self._pooled)
            finally:
                self._leave()

    def _leave(self) -> None:
        if self._sessions.queue is not None:
            self._sessions.queue.__exit__()


def is_silent(connection: Any) -> bool:
    """Whether nothing came by a connection since its last answer, as far as this machine knows: no farewell, no end.

    Args:
        connection: The driver's, to a server, in use by nobody.

    Returns:
        Whether that is so; False where it cannot be told.
    """
    if connection.closed or not hasattr(select, "poll"):
        return False
    line = select.poll()
    line.register(connection.fileno(), select.POLLIN | select.POLLHUP | select.POLLERR)
    return not line.poll(0)


def answers(connection: Any, dialect: Any, errors: type[Exception]) -> bool:
    """Whether the server at the other end of a connection answers a question.

    Args:
        connection: The driver's.
        dialect: SQLAlchemy's, which knows a question.
        errors: What the driver raises.

    Returns:
        Whether it does.
    """
    try:
        return bool(dialect.do_ping(connection))
    except errors:
        return False


def _is_idle(pooled: Any) -> bool:
    """Whether no transaction is open on a connection that is about to go back."""
    connection = pooled.driver_connection
    if connection is None or hasattr(connection, "in_transaction"):
        return connection is None or not connection.in_transaction
    return int(connection.info.transaction_status) == 0
