"""Rows that are sent to a server together: what one statement after the other would have written."""

from __future__ import annotations

import pytest

import journeys as j
from helpdesk_core.adapters.sqlalchemy import SqlStore
from helpdesk_core.adapters.sqlalchemy.one_go import _numbered, in_one_go
from helpdesk_core.adapters.sqlalchemy.statements import Statements
from helpdesk_core.base.records import record_types
from helpdesk_core.testing import make_desk


def test_parameters_are_the_only_per_cent_signs_of_what_writes_rows(sqlite_store: SqlStore) -> None:
    """The server's own marks are put in their places by nothing but that."""
    statements = Statements(sqlite_store.metadata, "postgresql", paramstyle="format", prefix="helpdesk_core_")
    for kind in record_types.values():
        names = tuple(column.name for column in kind.columns[2:])
        for sql in (statements.insert(kind).sql, statements.update(kind, names).sql):
            assert sql.count("%") == sql.count("%s")
    assert _numbered("UPDATE a SET b=%s WHERE id = %s") == b"UPDATE a SET b=$1 WHERE id = $2"


def test_a_file_has_no_way_there_and_back(sqlite_store: SqlStore) -> None:
    with sqlite_store.sessions.reading() as cursor:
        assert not in_one_go(cursor)


@pytest.mark.postgres
@pytest.mark.full
def test_a_command_waits_once_for_all_of_its_rows(postgres_store: SqlStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a server a request's rows are sent together, with the beginning of their transaction."""
    import psycopg

    desk, gone = make_desk(store=postgres_store), []
    j.submit(desk)
    own = psycopg.Connection.pipeline
    monkeypatch.setattr(
        psycopg.Connection, "pipeline", lambda self: gone.append(self.info.transaction_status) or own(self)
    )
    j.submit(desk)
    assert [status.name for status in gone] == ["IDLE"]


@pytest.mark.postgres
@pytest.mark.full
def test_a_line_that_was_cut_a_moment_ago_is_not_used(postgres_store: SqlStore, postgres_url: str) -> None:
    """A connection that was of use until now is used without a question, unless the server has said farewell by it."""
    import psycopg

    desk = make_desk(store=postgres_store)
    j.submit(desk)
    with psycopg.connect(postgres_url, autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()")
        while other.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()").fetchone() != (
            1,
        ):
            pass
    assert j.submit(desk).reference
