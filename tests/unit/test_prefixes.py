"""The desk's tables under a host's own names: in any store, and with nothing for the host's migrations to drop."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy.orm import Session

import journeys as j
from helpdesk_core import ConfigurationError
from helpdesk_core.adapters.sqlalchemy import SqlStore, build_tables, enforce_foreign_keys
from helpdesk_core.testing import make_desk
from reference_app.drafts import add_draft_table


@pytest.mark.parametrize("prefix", ["helpdesk_core_", "hd_", "x"])
def test_a_host_names_and_owns_the_tables(tmp_path: Path, prefix: str) -> None:
    """On its engine and in its session; autogenerate then finds exactly what is there."""
    engine = sa.create_engine(f"sqlite:///{tmp_path / 'shop.sqlite'}")
    enforce_foreign_keys(engine)
    metadata = build_tables(prefix=prefix)
    add_draft_table(metadata)
    sa.Table("orders", metadata, sa.Column("id", sa.Integer, primary_key=True))
    metadata.create_all(engine)
    own = make_desk(SqlStore.on(engine, metadata=metadata, prefix=prefix))
    j.submit(own)
    with Session(engine) as session:
        made = make_desk(SqlStore.borrowed(lambda: session, dialect="sqlite", metadata=metadata, prefix=prefix))
        j.submit(made)
        session.commit()
    assert own.problems() == ()
    assert own.deliver().done == 2
    SqlStore.sqlite(tmp_path / "shop.sqlite").close() if prefix == "helpdesk_core_" else None
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
        count = connection.exec_driver_sql(f"SELECT count(*) FROM {prefix}service_requests").scalar()
    assert count == 2
    engine.dispose()


def test_two_names_for_one_set_of_tables_are_refused() -> None:
    """A store of its own names would make a second, empty set in the host's metadata."""
    metadata = build_tables(prefix="hd_")
    with pytest.raises(ConfigurationError, match=r"prefix='hd_'.*give the same"):
        SqlStore.on(sa.create_engine("sqlite://"), metadata=metadata)


@pytest.mark.postgres
@pytest.mark.full
def test_a_schema_and_a_prefix(postgres_url: str) -> None:
    """Both at once, on PostgreSQL."""
    engine = sa.create_engine(postgres_url.replace("postgresql://", "postgresql+psycopg://"))
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE SCHEMA desk")
    metadata = build_tables(prefix="hd_", schema="desk")
    metadata.create_all(engine)
    desk = make_desk(SqlStore.on(engine, prefix="hd_", schema="desk"))
    j.submit(desk)
    assert desk.problems() == ()
    assert desk.verify() == ()
    engine.dispose()
