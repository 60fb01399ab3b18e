"""The store on Django's connection: in the request's own transaction where there is one, else in a short one."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.db import OperationalError, connections, transaction
from django.db.migrations.executor import MigrationExecutor

from ...base.queries import Query
from ...base.records import Cell, Record
from ...base.time import utc_text
from ...errors import ConcurrentUpdateError, DuplicateRequestError, LockTimeoutError
from ...guardrails.gate import RowWrite, SealedChanges, is_sealed
from ...notifications.model import OutboxRow
from ...ports import OutboxItem, Page
from . import statements
from .models import LABEL, MODELS

_R = TypeVar("_R", bound=Record)
_VERSION = 2
_OUTBOX = OutboxRow.record_type


class DjangoStore:
    """Keeps records by Django's connection ``using``.

    Inside ``atomic()`` or ATOMIC_REQUESTS what it writes is kept or rolled back with the host's own rows; nothing of
    the host's is committed here. The tables come from ``manage.py migrate``.
    """

    def __init__(self, using: str = "default") -> None:
        self.using = using

    @contextmanager
    def read(self, tenant: str) -> Iterator[DjangoReader]:
        """See `ports.store.Store.read`."""
        yield DjangoReader(tenant, self.using)

    @contextmanager
    def write(self, tenant: str) -> Iterator[DjangoUnit]:
        """See `ports.store.Store.write`."""
        try:
            with transaction.atomic(using=self.using):
                yield DjangoUnit(tenant, self.using)
        except OperationalError as error:
            if "locked" in str(error):
                raise LockTimeoutError("no write lock in time") from error
            raise

    def problems(self) -> Sequence[str]:
        """See `ports.store.Store.problems`."""
        executor = MigrationExecutor(connections[self.using])
        ahead = executor.migration_plan([node for node in executor.loader.graph.leaf_nodes() if node[0] == LABEL])
        if ahead:
            return tuple(f"migration {migration.name} is not applied: run manage.py migrate" for migration, _ in ahead)
        tables = set(connections[self.using].introspection.table_names())
        missing = sorted(model._meta.db_table for model in MODELS.values() if model._meta.db_table not in tables)  # noqa: SLF001 - Django's documented Meta API
        return (f"tables are missing ({', '.join(missing)}): run manage.py migrate",) if missing else ()

    def claim(self, tenant: str, now: datetime, *, limit: int, lease_seconds: int) -> Sequence[OutboxItem]:
        """See `ports.store.Outbox.claim`. One statement, committed at once: no lock is held while it is sent."""
        lease, moment = secrets.token_hex(16), utc_text(now)
        until = utc_text(now + timedelta(seconds=lease_seconds))
        with connections[self.using].cursor() as cursor:
            cursor.execute(statements.claim(_OUTBOX), [lease, until, tenant, moment, limit, moment])
            rows = sorted(map(tuple, cursor.fetchall()), key=lambda row: (row[_CREATED], row[0]))
        return [OutboxItem(id=row[0], tenant=tenant, row=row, attempts=row[_ATTEMPTS], lease=lease) for row in rows]

    def complete(
        self, item: OutboxItem, *, state: str, now: datetime, due_at: datetime | None = None, reason: str = ""
    ) -> bool:
        """See `ports.store.Outbox.complete`."""
        settled = None if state == "waiting" else utc_text(now)
        due = None if due_at is None else utc_text(due_at)
        with connections[self.using].cursor() as cursor:
            values = [str(state), reason, settled, due, item.id, item.tenant, item.lease]
            cursor.execute(statements.complete(_OUTBOX), values)
            return bool(cursor.rowcount)


_CREATED, _ATTEMPTS = _OUTBOX.place("created_at"), _OUTBOX.place("attempts")


class DjangoReader:
    """Reads one tenant's rows."""

    def __init__(self, tenant: str, using: str) -> None:
        self._tenant, self._using = tenant, using

    def _rows(self, sql: str, values: Sequence[Cell]) -> list[Any]:
        with connections[self._using].cursor() as cursor:
            cursor.execute(sql, values)
            return list(cursor.fetchall())

    def load(self, record: type[_R], id: str) -> _R | None:
        """See `ports.store.Reader.load`."""
        rows = self._rows(statements.load(record.record_type), (id, self._tenant))
        return record.record_type.decode(tuple(rows[0])) if rows else None  # type: ignore[return-value]

    def find(
        self, query: Query, params: Mapping[str, Any], *, after: Page | None = None, limit: int = 50
    ) -> Sequence[Any]:
        """See `ports.store.Reader.find`."""
        vendor = connections[self._using].vendor
        sql, values = statements.find(vendor, query, self._tenant, params, after, limit)
        return [query.result(tuple(row)) for row in self._rows(sql, values)]


class DjangoUnit(DjangoReader):
    """One transaction, or the host's."""

    def save(self, changes: SealedChanges) -> None:
        """See `ports.store.Unit.save`. Each save is a savepoint of Django's, so that a conflict takes back just it."""
        if not is_sealed(changes) or changes.tenant != self._tenant:
            raise TypeError("a store saves sealed changes of its tenant only")
        with transaction.atomic(using=self._using), connections[self._using].cursor() as cursor:
            if changes.key is not None and not _write(cursor, changes.key):
                raise DuplicateRequestError(changes.key.record_type.name)
            for write in changes.rows:
                if not _write(cursor, write):
                    raise ConcurrentUpdateError(write.record_type.name)


def _write(cursor: Any, write: RowWrite) -> bool:
    """Whether the row was written."""
    if write.before is None:
        cursor.execute(statements.insert(write.record_type), write.row)
    else:
        values = [*write.row[_VERSION:], write.id, write.row[1], write.expected]
        cursor.execute(statements.update(write.record_type), values)
    return bool(cursor.rowcount == 1)
