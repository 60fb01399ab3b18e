"""The store on Django's connection: in the request's own transaction where there is one, else in a short one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import InterfaceError, InternalError, OperationalError, connections, transaction
from django.db.migrations.executor import MigrationExecutor

from ...ports import OutboxItem
from ..sqlalchemy.driver_errors import as_store_error, is_of_session, tables_are_there
from ..sqlalchemy.record_store import RecordStore
from .models import LABEL, MODELS

_ERRORS = (OperationalError, InterfaceError, InternalError)


class DjangoStore(RecordStore):
    """Keeps records by Django's connection ``using``.

    Inside ``atomic()`` or ATOMIC_REQUESTS what it writes is kept or rolled back with the host's own rows; nothing of
    the host's is committed here. The tables come from ``manage.py migrate``; their texts are in the order of the
    database's locale, so that searches by beginning ask for the order of bytes.
    """

    def __init__(self, using: str = "default") -> None:
        super().__init__(DjangoSessions(using), in_byte_order=False)
        self.using = using

    def renew(self, item: OutboxItem, until: datetime, *, begun: bool = False) -> bool:
        """See `ports.store.Outbox.renew`. A thread of its own renews a lease: its connection is closed again."""
        try:
            return super().renew(item, until, begun=begun)
        finally:
            if not begun and not connections[self.using].in_atomic_block:
                connections[self.using].close()

    def problems(self) -> Sequence[str]:
        """See `ports.store.Store.problems`."""
        executor = MigrationExecutor(connections[self.using])
        ahead = executor.migration_plan([node for node in executor.loader.graph.leaf_nodes() if node[0] == LABEL])
        if ahead:
            return tuple(f"migration {migration.name} is not applied: run manage.py migrate" for migration, _ in ahead)
        tables = set(connections[self.using].introspection.table_names())
        missing = sorted(model._meta.db_table for model in MODELS.values() if model._meta.db_table not in tables)  # noqa: SLF001 - Django's documented Meta API
        if missing:
            return (f"tables are missing ({', '.join(missing)}): run manage.py migrate",)
        return self.feed_problems()


class DjangoSessions:
    """Django's own cursors. SQLAlchemy only writes the statements: it never sees the connection."""

    paramstyle = "format"
    is_alone = False

    def __init__(self, using: str) -> None:
        self._using = using

    @property
    def commits(self) -> bool:
        """Not within a transaction of the host's, nor of its tests."""
        return not connections[self._using].in_atomic_block

    @property
    def dialect(self) -> str:
        """Django's word for the database."""
        return str(connections[self._using].vendor)

    def after_commit(self, call: Callable[[], None]) -> None:
        """``transaction.on_commit``."""
        transaction.on_commit(call, using=self._using)

    @contextmanager
    def reading(self, *, at_once: bool = False) -> Iterator[Any]:
        """A cursor in the transaction there is."""
        try:
            with tables_are_there(), connections[self._using].cursor() as cursor:
                yield cursor
        except _ERRORS as error:
            raise self._as_store_error(error) from error

    @contextmanager
    def writing(self) -> Iterator[Any]:
        """A cursor in a transaction, or in a savepoint of the host's: what raises is taken back, and just that."""
        try:
            with tables_are_there(), transaction.atomic(using=self._using), connections[self._using].cursor() as cursor:
                yield cursor
        except _ERRORS as error:
            raise self._as_store_error(error) from error

    def _as_store_error(self, error: Exception) -> Exception:
        cause = error.__cause__ if isinstance(error.__cause__, Exception) else error
        if is_of_session(cause) and self.commits:
            connections[self._using].close()  # Django makes another one, which may begin otherwise
        return as_store_error(cause)
