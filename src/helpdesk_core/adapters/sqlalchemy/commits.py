"""What waits for the commit of a host's Session, and is forgotten when it rolls back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from ...base.kinds import kind_of
from ...errors import ConfigurationError

if TYPE_CHECKING:
    from sqlalchemy.orm import Session, SessionTransaction

_WAITING, _COMMITTED = "helpdesk_core_waiting", "helpdesk_core_committed"


def after_commit(session: Any, call: Callable[[], None]) -> None:
    """Do something once the transaction that a Session is in now (a new one, where it is in none) is committed: only
    then, and once. What a savepoint that is rolled back asked for is forgotten with it.

    Args:
        session: A Session, a ``scoped_session`` (Flask-SQLAlchemy's ``db.session``), or an ``AsyncSession``. It may be
            used by the call, in a transaction of the call's own.
        call: What to do, such as ``lambda: task.delay(id)``. Under an ``AsyncSession`` it must not block.

    Raises:
        TypeError: It is none of these: a Connection does not say when it is committed.
    """
    own = _session(session)
    if _WAITING not in own.info:
        own.info[_WAITING] = []
        sa.event.listen(own, "after_commit", _note)
        sa.event.listen(own, "after_soft_rollback", _forget)
        sa.event.listen(own, "after_transaction_end", _do)
    within = own.get_nested_transaction() or own.get_transaction() or own.begin()
    own.info[_WAITING].append((call, within))


def enforce_foreign_keys(engine: sa.Engine) -> None:
    """Have SQLite enforce foreign keys on the connections of this engine, which the guard needs; those that are open
    already included.

    Args:
        engine: A host's engine. Calling again changes nothing.

    Raises:
        ConfigurationError: It is no engine.
    """
    if not isinstance(engine, sa.Engine):
        raise ConfigurationError(f"enforce_foreign_keys(engine): it is SQLAlchemy's Engine, not {kind_of(engine)}")
    if engine.dialect.name == "sqlite" and not sa.event.contains(engine, "checkout", _switch_on):
        sa.event.listen(engine, "checkout", _switch_on)


def _switch_on(connection: Any, record: Any, proxy: Any) -> None:
    if _WAITING not in record.info:
        cursor = connection.cursor()
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.close()
        record.info[_WAITING] = True


def _session(given: Any) -> Session:
    from sqlalchemy.orm import Session  # a quarter of SQLAlchemy, which a store of our own never needs

    found = getattr(given, "sync_session", given)
    if not isinstance(found, Session):
        found = getattr(given, "registry", lambda: given)()
    if not isinstance(found, Session):
        raise TypeError(f"after_commit(session): only a Session says when it is committed, not {kind_of(given)}")
    return found


def _note(session: Session) -> None:
    """Told for savepoints too."""
    if not session.in_nested_transaction():
        session.info[_COMMITTED] = True


def _forget(session: Session, ended: SessionTransaction) -> None:
    session.info[_WAITING] = [one for one in session.info[_WAITING] if not _is_within(one[1], ended)]


def _is_within(transaction: SessionTransaction | None, ended: SessionTransaction) -> bool:
    while transaction is not None and transaction is not ended:
        transaction = transaction.parent
    return transaction is ended


def _do(session: Session, ended: SessionTransaction) -> None:
    if ended.parent is not None:
        return
    calls, session.info[_WAITING] = session.info[_WAITING], []
    if session.info.pop(_COMMITTED, False):
        for call, _ in calls:
            call()
