"""The shipped store suite, on every store of ours."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from helpdesk_core.adapters.memory import MemoryStore
from helpdesk_core.adapters.sqlalchemy import SqlStore, create_all, tables
from helpdesk_core.testing import StoreSuite


class TestMemoryStore(StoreSuite):
    @pytest.fixture
    def store(self) -> Any:
        return MemoryStore()


class TestSqliteStore(StoreSuite):
    @pytest.fixture
    def store(self, sqlite_store: SqlStore) -> Any:
        return sqlite_store


@pytest.mark.postgres
class TestPostgresStore(StoreSuite):
    @pytest.fixture
    def store(self, postgres_store: SqlStore) -> Any:
        return postgres_store


class TestHostEngineOnSqlite(StoreSuite):
    """A host's engine as it comes: pysqlite's own transaction control, foreign keys switched on by the host."""

    capabilities = frozenset({"outbox"})

    @pytest.fixture
    def store(self, tmp_path: Path) -> Iterator[Any]:
        engine = sa.create_engine(f"sqlite:///{tmp_path / 'host.sqlite'}")
        sa.event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA foreign_keys=ON"))
        with engine.begin() as connection:
            create_all(connection, tables())
        yield SqlStore.on(engine)
        engine.dispose()
