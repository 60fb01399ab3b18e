"""The shipped store suite, on every store of ours."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from helpdesk_core.adapters.memory import MemoryStore
from helpdesk_core.adapters.sqlalchemy import SqlStore, build_tables, create_all
from helpdesk_core.testing import StoreSuite


def _as_hosts_do(connection: Any) -> None:
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute("PRAGMA synchronous=OFF")  # no test cuts the power


class Sql:
    """Statements past the store."""

    capabilities = frozenset({"concurrent", "isolated", "outbox", "sql"})

    def execute(self, store: Any, statement: str) -> None:
        with store.sessions.writing() as cursor:
            cursor.execute(statement)


class TestMemoryStore(StoreSuite):
    @pytest.fixture
    def store(self) -> Any:
        return MemoryStore()


class TestSqliteStore(Sql, StoreSuite):
    @pytest.fixture
    def store(self, sqlite_store: SqlStore) -> Any:
        return sqlite_store


@pytest.mark.postgres
class TestPostgresStore(Sql, StoreSuite):
    @pytest.fixture
    def store(self, postgres_store: SqlStore) -> Any:
        return postgres_store


@pytest.mark.full
class TestHostEngineOnSqlite(Sql, StoreSuite):
    """A host's engine as it comes: pysqlite's own transaction control, foreign keys switched on by the host."""

    capabilities = frozenset({"isolated", "outbox", "sql"})

    @pytest.fixture
    def store(self, tmp_path: Path) -> Iterator[Any]:
        engine = sa.create_engine(f"sqlite:///{tmp_path / 'host.sqlite'}")
        sa.event.listen(engine, "connect", lambda connection, _: _as_hosts_do(connection))
        with engine.begin() as connection:
            create_all(connection, build_tables())
        yield SqlStore.on(engine)
        engine.dispose()
