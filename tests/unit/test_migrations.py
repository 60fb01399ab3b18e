"""The chain in the wheel makes the same tables as `create_all`, and knows where such tables stand."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from helpdesk_core.adapters.sqlalchemy import (
    VERSION_TABLE,
    SqlStore,
    build_tables,
    create_all,
    not_full_text,
    not_ours,
)
from helpdesk_core.adapters.sqlalchemy.migrations.run import current, downgrade, head, upgrade

ROOT = Path(__file__).parents[2]


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=[pytest.mark.postgres, pytest.mark.full])])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[sa.Engine]:
    if request.param == "sqlite":
        made = sa.create_engine(f"sqlite:///{tmp_path / 'm.sqlite'}")
    else:
        made = sa.create_engine(
            request.getfixturevalue("postgres_url").replace("postgresql://", "postgresql+psycopg://")
        )
    yield made
    made.dispose()


def shape(connection: sa.Connection) -> dict[str, object]:
    """Tables, columns, keys, checks and indexes, as the database tells them."""
    inspector = sa.inspect(connection)
    return {
        name: (
            [(c["name"], str(c["type"]), c["nullable"]) for c in inspector.get_columns(name)],
            inspector.get_pk_constraint(name)["constrained_columns"],
            sorted((f["constrained_columns"], f["referred_table"]) for f in inspector.get_foreign_keys(name)),
            sorted((i["name"], i["column_names"], bool(i["unique"])) for i in inspector.get_indexes(name)),
            len(inspector.get_check_constraints(name)),
        )
        for name in sorted(inspector.get_table_names())
        if "version" not in name
    }


def test_the_chain_makes_what_create_all_makes(engine: sa.Engine) -> None:
    """Table for table, index for index."""
    with engine.begin() as connection:
        upgrade(connection)
        opts = {"version_table": VERSION_TABLE, "include_name": not_full_text}
        assert compare_metadata(MigrationContext.configure(connection, opts=opts), build_tables()) == []
        by_chain = shape(connection)
        downgrade(connection, "base")
        assert shape(connection) == {}
        create_all(connection, build_tables())
        assert shape(connection) == by_chain


def test_create_all_writes_where_the_chain_stands(engine: sa.Engine) -> None:
    """Tables made at once are at the head: an upgrade finds nothing to do."""
    with engine.begin() as connection:
        assert current(connection) is None
        create_all(connection, build_tables())
        assert current(connection) == head()
        upgrade(connection)


def test_tables_of_another_release_are_said(tmp_path: Path) -> None:
    """An older schema is not worked on: `check` and `serve` refuse it and say what to run."""
    store = SqlStore.sqlite(tmp_path / "old.sqlite")
    with store.sessions.writing() as cursor:
        cursor.execute(f"UPDATE {VERSION_TABLE} SET version_num = '0000'")
    (problem,) = store.problems()
    assert "run helpdesk db upgrade" in problem
    store.close()


def test_a_store_runs_on_upgraded_tables(tmp_path: Path) -> None:
    """A desk on tables made by the chain works; the guard's CHECK is there."""
    path = tmp_path / "d.sqlite"
    engine = sa.create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        upgrade(connection)
    engine.dispose()
    store = SqlStore.sqlite(path)
    assert store.problems() == ()
    store.close()


def test_a_hosts_autogenerate_leaves_our_tables_alone(engine: sa.Engine) -> None:
    """Without the filter it would propose to drop them."""
    theirs = sa.MetaData()
    sa.Table("orders", theirs, sa.Column("number", sa.Integer, primary_key=True))
    with engine.begin() as connection:
        theirs.create_all(connection)
        create_all(connection, build_tables())
        bare = MigrationContext.configure(connection, opts={})
        assert {change[0] for change in compare_metadata(bare, theirs) if isinstance(change, tuple)} >= {"remove_table"}
        filtered = MigrationContext.configure(connection, opts={"include_name": not_ours})
        assert compare_metadata(filtered, theirs) == []


def write_migrations(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command that writes them, on the sources under ``root``."""
    return subprocess.run(
        [sys.executable, root / "tools/migrations.py", *arguments],
        env=os.environ | {"PYTHONPATH": str(root / "src")},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_migrations_are_those_of_the_records() -> None:
    """Whoever changes a record runs `python tools/migrations.py`."""
    checked = write_migrations(ROOT, "--check")
    assert checked.returncode == 0, checked.stdout + checked.stderr


@pytest.mark.full
def test_after_a_release_the_next_step_is_written(tmp_path: Path) -> None:
    """The first migration stays as it is; the step leads to the records in both chains, its CHECKs too."""
    for folder in ("src/helpdesk_core", "tools"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "CHANGELOG.md").write_text("## 0.1.0 (2026-12-01)\n")
    assert write_migrations(tmp_path, "--check").returncode == 0
    model = tmp_path / "src/helpdesk_core/contacts/model.py"
    model.write_text(
        model.read_text()
        + """

@record("visits", indexes=(Index(("tenant", "at", "id")),), guard=Guard("complete", "state", ("new",), digest=False))
class Visit(Record):
    at: datetime
    state: str
    decided: str | None = col(references="decisions")
""".replace("@record", "from ..base.records import Guard\n\n\n@record")
    )
    outcomes = tmp_path / "src/helpdesk_core/outcomes/model.py"
    outcomes.write_text(
        outcomes.read_text()
        .replace("(OutcomeState.DRAFT.value,)", '(OutcomeState.DRAFT.value, "thrown_away")')
        .replace("    state: OutcomeState\n", "    state: OutcomeState\n    weather: str | None = None\n", 1)
    )
    assert "give the next step a name" in write_migrations(tmp_path).stderr
    assert write_migrations(tmp_path, "--check").returncode == 1
    written = write_migrations(tmp_path, "visits")
    assert written.stdout.count("0002_visits.py") == 2, written.stderr
    assert write_migrations(tmp_path, "--check").returncode == 0
    before, after = (ROOT, tmp_path)
    for chain in ("sqlalchemy/migrations/versions", "django/migrations"):
        first = f"src/helpdesk_core/adapters/{chain}/0001_initial.py"
        assert (before / first).read_text() == (after / first).read_text()
