"""Where statements run: on connections of our own, on a host's engine, or inside the host's transaction.

All three hand out a DBAPI cursor. Only the first one tunes its connections, and only the first two end a transaction.
"""

from __future__ import annotations

import contextlib
import os
import time
import weakref
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from math import inf
from typing import Any, Protocol

import sqlalchemy as sa

from ...base.kinds import kind_of
from ...errors import ConfigurationError, LockTimeoutError
from .commits import after_commit
from .driver_errors import as_store_error, not_connected, tables_are_there
from .tuning import tune_postgresql, tune_sqlite
from .turns import Reading, Writing, answers, is_silent
from .write_queue import WriteQueue

BUSY_SECONDS = 30.0
#: Connections that stay open when nobody needs them.
_KEPT = 8
#: How long libpq waits: for a connection, and for a server that a broken line hides (seconds, and milliseconds).
_LIMITS = {
    "connect_timeout": 10, "keepalives_idle": 20, "keepalives_interval": 5, "keepalives_count": 3,
    "tcp_user_timeout": 30_000,
}  # fmt: skip
#: How many statements a connection to a file keeps prepared: a desk in use needs some hundred, and to prepare one anew
#: takes six times as long as to run it. Its driver keeps 128.
_PREPARED = {"cached_statements": 512}
#: For how long (seconds) a server's connection that was of use is used again without a question, unless something came
#: by it that nobody asked for: as when the server says that it ends. A question takes as long as reading a row.
_TRUSTED = 5.0
#: A writer of a file takes the lock at once: one that has read before could not get it any more.
_BEGIN = "BEGIN IMMEDIATE"
#: The drivers' marks of parameters.
PARAMSTYLES = {"sqlite": "qmark", "postgresql": "format"}


class Sessions(Protocol):
    """Hands out DBAPI cursors for reading and for one transaction of writing."""

    @property
    def dialect(self) -> str:
        """``sqlite`` or ``postgresql``."""

    @property
    def paramstyle(self) -> str:
        """How the cursors mark parameters (PEP 249)."""

    @property
    def is_alone(self) -> bool:
        """Whether a cursor for writing holds the database's only write lock from its beginning."""

    @property
    def commits(self) -> bool:
        """Whether what is written is committed when the block of a cursor for writing ends."""

    def reading(self, *, at_once: bool = False) -> AbstractContextManager[Any]:
        """A cursor to read with; ``at_once`` for a few statements that come one after the other."""

    def writing(self) -> AbstractContextManager[Any]:
        """A cursor in a transaction that is committed when the block ends, unless it is borrowed."""

    def after_commit(self, call: Callable[[], None]) -> None:
        """Do it once what was written is committed; never when it is rolled back."""


class EngineSessions(Sessions, Protocol):
    """Sessions of SQLAlchemy connections, which can create tables too."""

    def setting_up(self) -> AbstractContextManager[sa.Connection]:
        """A connection to create tables with."""

    def close(self) -> None:
        """Close what is our own."""


class OwnSessions:
    """An engine that is ours: every connection in autocommit mode, BEGIN and COMMIT said by us."""

    commits = True

    def __init__(self, url: str | sa.URL, *, synchronous: str = "NORMAL", busy_seconds: float = BUSY_SECONDS) -> None:
        over_network = sa.make_url(url).get_backend_name() != "sqlite"
        more: dict[str, Any] = {"connect_args": dict(_LIMITS if over_network else _PREPARED)}
        more["hide_parameters"] = True  # an error's words reach logs; what a customer typed does not
        self.engine = sa.create_engine(url, pool_reset_on_return=None, pool_size=_KEPT, max_overflow=24, **more)
        self.dialect = self.engine.dialect.name
        self.paramstyle, self.is_alone = PARAMSTYLES.get(self.dialect, ""), self.dialect == "sqlite"
        self._busy_seconds = busy_seconds
        self.queue = WriteQueue(self.engine.url.database, busy_seconds) if self.dialect == "sqlite" else None
        self.errors: type[Exception] = self.engine.dialect.import_dbapi().Error
        set_up = tune_sqlite(synchronous, busy_seconds) if self.dialect == "sqlite" else tune_postgresql(busy_seconds)
        sa.event.listen(self.engine, "connect", lambda connection, _: set_up(connection))
        #: How often all connections were begun anew; each knows when it was begun.
        self._age = 0
        sa.event.listen(self.engine, "connect", lambda _, record: record.info.update(age=self._age))
        sa.event.listen(self.engine, "checkout", self._begin_anew_if_older)
        if over_network:  # a server restarts, a file does not
            sa.event.listen(self.engine, "checkout", self._begin_anew_if_gone)
        self.idle: list[Any] = []
        _renew_after_fork(self)

    def reading(self, *, at_once: bool = False) -> AbstractContextManager[Any]:
        """Each read stands alone and waits for no writer. Of a file those ``at_once`` are one transaction: to begin and
        to end one takes as long as to read a row. They see one state, which nothing long may hold on to."""
        return Reading(self, at_once and self.is_alone)

    def connected(self) -> Any:
        """A connection, to be given back."""
        try:
            return self.idle.pop() if self.idle else self.engine.raw_connection()
        except IndexError:  # another thread was faster
            return self.connected()
        except (sa.exc.DBAPIError, sa.exc.TimeoutError, self.errors) as error:
            raise not_connected(error) from error

    def give_back(self, pooled: Any) -> None:
        """A file's connection is kept beside the pool, whose ways in and out cost as much as a read."""
        is_kept = self.is_alone and pooled.is_valid and pooled.info["age"] == self._age
        if is_kept and len(self.idle) < _KEPT:
            self.idle.append(pooled)
        else:
            if pooled.is_valid:
                pooled.info["used"] = time.monotonic()
            pooled.close()

    def renew(self) -> None:
        """Begin every connection anew, each when it is asked for next: the others began as one did that turned out to
        be of no use. The pool stays, so that those in use come back to where they are closed."""
        self._age += 1
        self._close_idle()

    def _begin_anew_if_older(self, _connection: Any, record: Any, _pooled: Any) -> None:
        if record.info["age"] != self._age:
            raise sa.exc.DisconnectionError("begun before all of them were renewed")

    def _begin_anew_if_gone(self, connection: Any, record: Any, _pooled: Any) -> None:
        is_fresh = time.monotonic() - record.info.get("used", -inf) < _TRUSTED
        if not (is_fresh and is_silent(connection)) and not answers(connection, self.engine.dialect, self.errors):
            raise sa.exc.InvalidatePoolError("the server does not answer")

    def _close_idle(self) -> None:
        with contextlib.suppress(IndexError):  # none is left, or another thread took the last one
            while True:
                kept = self.idle.pop()
                kept.invalidate()
                kept.close()

    def writing(self) -> AbstractContextManager[Any]:
        """One transaction. On SQLite writers queue before they ask for the lock, so that none starves, and before they
        take a connection, so that readers find one."""
        return Writing(self)

    def close(self) -> None:
        """Close every connection and the queue."""
        self._close_idle()
        self.engine.dispose()
        if self.queue is not None:
            self.queue.close()

    def start(self, cursor: Any, left: float | None) -> None:
        """Begin; where some of the time was spent in the queue, ``left`` is what is left of it. psycopg says BEGIN with
        the first statement, in one go where several are sent together."""
        if not self.is_alone:
            cursor.connection.autocommit = False
            return
        try:
            if left is not None:
                cursor.execute(f"PRAGMA busy_timeout={int(left * 1000)}")
            try:
                cursor.execute(_BEGIN)
            finally:
                if left is not None:
                    cursor.execute(f"PRAGMA busy_timeout={int(self._busy_seconds * 1000)}")
        except Exception as error:
            if "locked" in str(error):
                raise LockTimeoutError("no write lock in time") from error
            raise

    def after_commit(self, call: Callable[[], None]) -> None:
        """At once: `writing` has committed."""
        call()

    @contextmanager
    def setting_up(self) -> Iterator[sa.Connection]:
        """A plain connection; each DDL statement stands alone unless the caller begins."""
        try:
            connection = self.engine.connect()
        except (sa.exc.DBAPIError, self.errors) as error:
            raise not_connected(error) from error
        try:
            with connection:
                connection.exec_driver_sql(_BEGIN if self.is_alone else "BEGIN")
                yield connection
                connection.exec_driver_sql("COMMIT")
        except sa.exc.OperationalError as error:
            raise as_store_error(error.orig if isinstance(error.orig, Exception) else error) from error


class HostSessions:
    """The host's engine: its connections as they are, our own short transactions on them."""

    is_alone = False
    commits = True

    def __init__(self, engine: sa.Engine) -> None:
        self.engine = engine
        self.dialect = engine.dialect.name
        self.paramstyle = PARAMSTYLES.get(self.dialect, "")
        driver = engine.dialect.loaded_dbapi
        names = ("OperationalError", "InterfaceError", "InternalError")
        both = [getattr(module, name) for module in (sa.exc, driver) for name in names]
        self._errors: tuple[type[Exception], ...] = (sa.exc.TimeoutError, *both)

    @contextmanager
    def reading(self, *, at_once: bool = False) -> Iterator[Any]:
        """A connection for the reads, in a transaction of its own."""
        with self._as_store_errors(), self.engine.connect() as connection, connection.begin():
            yield _cursor(connection)

    @contextmanager
    def writing(self) -> Iterator[Any]:
        """One transaction of our own."""
        with self._as_store_errors(), self.engine.begin() as connection:
            yield _cursor(connection)

    def after_commit(self, call: Callable[[], None]) -> None:
        """At once: `writing` has committed."""
        call()

    @contextmanager
    def _as_store_errors(self) -> Iterator[None]:
        try:
            with tables_are_there():
                yield
        except self._errors as error:
            raise as_store_error(getattr(error, "orig", None) or error) from error

    @contextmanager
    def setting_up(self) -> Iterator[sa.Connection]:
        """One transaction of our own."""
        with self.engine.begin() as connection:
            yield connection

    def close(self) -> None:
        """Nothing: the engine is the host's."""


class BorrowedSessions:
    """The host's connection or session: never committed, rolled back, closed or tuned by us."""

    is_alone = False
    commits = False

    def __init__(self, borrow: Callable[[], Any], dialect: str) -> None:
        self._borrow = borrow
        self.dialect = dialect
        self.paramstyle = PARAMSTYLES.get(dialect, "")

    def _connection(self) -> sa.Connection:
        lent = self._lent()
        if hasattr(lent, "flush"):
            lent.flush()
        connection: sa.Connection = lent if isinstance(lent, sa.Connection) else lent.connection()
        if not connection.in_transaction():
            connection.begin()
        return connection

    def _lent(self) -> Any:
        """What the host lends now; it is asked anew each time, so that a mistake shows here and not before."""
        lent = self._borrow()
        is_session = hasattr(lent, "flush") and hasattr(lent, "connection") and not isinstance(lent, type)
        if not is_session and not isinstance(lent, sa.Connection):
            said = f"it gives a Session or a Connection, not {kind_of(lent)}"
            raise ConfigurationError(f"SqlStore.borrowed(borrow): {said}")
        return lent

    @contextmanager
    def reading(self, *, at_once: bool = False) -> Iterator[Any]:
        """A cursor in the host's transaction."""
        with tables_are_there():
            yield _cursor(self._connection())

    @contextmanager
    def writing(self) -> Iterator[Any]:
        """A cursor in the host's transaction, which the host ends."""
        with tables_are_there():
            yield _cursor(self._connection())

    def after_commit(self, call: Callable[[], None]) -> None:
        """After the commit of the host's Session. A Connection does not say when it is committed: there at once."""
        if isinstance(lent := self._lent(), sa.Connection):
            call()
        else:
            after_commit(lent, call)

    @contextmanager
    def setting_up(self) -> Iterator[sa.Connection]:
        """The host's connection."""
        yield self._connection()

    def close(self) -> None:
        """Nothing: all of it is the host's."""


def _renew_after_fork(sessions: OwnSessions) -> None:
    """A server that forks after the start (gunicorn --preload) must not share connections: the child makes its own."""
    known = weakref.ref(sessions)

    def renew() -> None:
        if (mine := known()) is not None:
            mine.idle = []
            mine.engine.dispose(close=False)

    if hasattr(os, "register_at_fork"):
        os.register_at_fork(after_in_child=renew)


def _cursor(connection: sa.Connection) -> Any:
    return connection.connection.cursor()
