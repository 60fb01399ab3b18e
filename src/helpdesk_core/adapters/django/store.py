"""The store on Django's ORM: in the request's own transaction where there is one, else in a short one."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import reduce
from typing import Any, TypeVar

from django.db import connections, transaction
from django.db.models import F, Q, QuerySet

from ...base.records import Kind, Query, Record, Row
from ...base.time import utc_text
from ...errors import KeyTaken, VersionLost
from ...guardrails.gate import RowWrite, SealedChanges, is_sealed
from ...notifications.model import OutboxRow
from ...ports import OutboxItem, Page
from .models import MODELS, attribute

_R = TypeVar("_R", bound=Record)
_VERSION = 2
_LAST = chr(0x10FFFF)


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
        with transaction.atomic(using=self.using):
            yield DjangoUnit(tenant, self.using)

    def problems(self) -> Sequence[str]:
        """See `ports.store.Store.problems`."""
        tables = set(connections[self.using].introspection.table_names())
        missing = sorted(model._meta.db_table for model in MODELS.values() if model._meta.db_table not in tables)  # noqa: SLF001 - Django's documented Meta API
        return (f"tables are missing ({', '.join(missing)}): run manage.py migrate",) if missing else ()

    def claim(self, tenant: str, now: datetime, *, limit: int, lease_seconds: int) -> Sequence[OutboxItem]:
        """See `ports.store.Outbox.claim`. Each row is taken by compare-and-swap on its version: no lock is held."""
        rows = MODELS[OutboxRow.kind.name].objects.using(self.using)
        due = rows.filter(tenant=tenant, state="waiting", due_at__lte=utc_text(now)).order_by("due_at", "id")
        items = []
        for id, version, attempts in list(due.values_list("id", "version", "attempts")[:limit]):
            lease, until = secrets.token_hex(16), utc_text(now + timedelta(seconds=lease_seconds))
            mine = rows.filter(id=id, version=version, state="waiting")
            if mine.update(lease=lease, due_at=until, attempts=attempts + 1, version=version + 1):
                row = rows.filter(id=id).values_list(*_names(OutboxRow.kind)).get()
                items.append(OutboxItem(id=id, tenant=tenant, row=tuple(row), attempts=attempts + 1, lease=lease))
        return items

    def settle(
        self, item: OutboxItem, *, state: str, now: datetime, due_at: datetime | None = None, why: str = ""
    ) -> bool:
        """See `ports.store.Outbox.settle`."""
        rows = MODELS[OutboxRow.kind.name].objects.using(self.using)
        values: dict[str, Any] = {"state": str(state), "why": why, "lease": None, "version": F("version") + 1}
        values["settled_at"] = None if state == "waiting" else utc_text(now)
        if due_at is not None:
            values["due_at"] = utc_text(due_at)
        mine = rows.filter(id=item.id, tenant=item.tenant, lease=item.lease, state="waiting")
        return bool(mine.update(**values))


def _names(kind: Kind, prefix: str = "") -> list[str]:
    return [prefix + attribute(column) for column in kind.columns]


class DjangoReader:
    """Reads one tenant's rows."""

    def __init__(self, tenant: str, using: str) -> None:
        self._tenant, self._using = tenant, using

    def _rows(self, kind: Kind) -> QuerySet[Any]:
        rows: QuerySet[Any] = MODELS[kind.name].objects.using(self._using).filter(tenant=self._tenant)
        return rows

    def load(self, kind: type[_R], id: str) -> _R | None:
        """See `ports.store.Reader.load`."""
        row = self._rows(kind.kind).filter(id=id).values_list(*_names(kind.kind)).first()
        return None if row is None else kind.kind.decode(tuple(row))  # type: ignore[return-value]

    def find(
        self, query: Query, params: Mapping[str, Any], *, after: Page | None = None, limit: int = 50
    ) -> Sequence[Any]:
        """See `ports.store.Reader.find`."""
        kind = query.kind
        equal = {attribute(kind.column(name)): params[name] for name in query.equals if name != "tenant"}
        rows = self._rows(kind).filter(**equal)
        if query.open_only:
            rows = rows.filter(closed_at__isnull=True)
        if query.starts is not None:
            rows = rows.filter(self._begins(query.starts, params[query.starts]))
        if query.any_of is not None:
            rows = rows.filter(**{f"{query.any_of}__in": list(params[query.any_of])})
        if query.until is not None:
            rows = rows.filter(**{f"{query.until}__lte": params[query.until]})
        if after is not None:
            rows = rows.filter(_behind(query, after))
        order = [f"-{name}" if query.newest_first else name for name in query.order]
        found = rows.order_by(*order).values_list(*self._columns(query))[:limit]
        return [self._result(query, tuple(row)) for row in found]

    def _begins(self, column: str, words: str) -> Q:
        """By range on SQLite, whose LIKE knows no case; by LIKE elsewhere, where order follows a locale."""
        if connections[self._using].vendor == "sqlite":
            return Q(**{f"{column}__gte": words, f"{column}__lt": words + _LAST})
        return Q(**{f"{column}__startswith": words})

    def _columns(self, query: Query) -> list[str]:
        if query.columns is not None:
            return [attribute(query.kind.column(name)) for name in query.columns]
        followed = query.followed
        return _names(query.kind) + ([] if followed is None else _names(followed, f"{query.follow}__"))

    def _result(self, query: Query, row: Row) -> Any:
        if query.followed is not None:
            tenant = row[len(query.kind.columns) + 1]
            if tenant != self._tenant:
                row = (*row[: len(query.kind.columns)], *(None for _ in query.followed.columns))
        return query.result(row)


def _behind(query: Query, after: Page) -> Q:
    """The rows behind a place, as Django can say it: a greater first key, or the same and a greater second, …"""
    sign = "lt" if query.newest_first else "gt"
    ways = []
    for depth, name in enumerate(query.order):
        same = dict(zip(query.order[:depth], after, strict=False))
        ways.append(Q(**same, **{f"{name}__{sign}": after[depth]}))
    first = query.order[0]
    bound = Q(**{f"{first}__{'lte' if query.newest_first else 'gte'}": after[0]})
    return bound & reduce(lambda one, other: one | other, ways)


class DjangoUnit(DjangoReader):
    """One transaction, or the host's."""

    def save(self, changes: SealedChanges) -> None:
        """See `ports.store.Unit.save`. Each save is a savepoint of Django's, so that a conflict takes back just it."""
        if not is_sealed(changes) or changes.tenant != self._tenant:
            raise TypeError("a store saves sealed changes of its tenant only")
        with transaction.atomic(using=self._using):
            if changes.key is not None and not self._insert(changes.key):
                raise KeyTaken(changes.key.kind.name)
            for write in changes.rows:
                if not (self._insert(write) if write.before is None else self._update(write)):
                    raise VersionLost(write.kind.name)

    def _insert(self, write: RowWrite) -> bool:
        """By cursor: ``bulk_create(ignore_conflicts=True)`` on SQLite would swallow a broken CHECK too."""
        connection = connections[self._using]
        quote = connection.ops.quote_name
        columns = ", ".join(quote(column.name) for column in write.kind.columns)
        marks = ", ".join(["%s"] * len(write.row))
        table = quote(MODELS[write.kind.name]._meta.db_table)  # noqa: SLF001 - Django's documented Meta API
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {table} ({columns}) VALUES ({marks}) ON CONFLICT DO NOTHING", write.row)  # noqa: S608
            return bool(cursor.rowcount == 1)

    def _update(self, write: RowWrite) -> bool:
        values = dict(zip(_names(write.kind)[_VERSION:], write.row[_VERSION:], strict=True))
        mine = self._rows(write.kind).filter(id=write.id, version=write.expected)
        return bool(mine.update(**values))
