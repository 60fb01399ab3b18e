"""Running the chain on a connection of the caller's."""

from __future__ import annotations

from importlib.resources import files

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext

from ..tables import VERSION_TABLE, head


def config(connection: sa.Connection | None = None) -> Config:
    """An Alembic configuration that lives in the wheel and works on the given connection."""
    made = Config()
    made.set_main_option("script_location", str(files(__package__)))
    made.attributes["connection"] = connection
    return made


def upgrade(connection: sa.Connection, revision: str = "head") -> None:
    """Bring the tables to ``revision``. The caller owns the transaction."""
    command.upgrade(config(connection), revision)


def downgrade(connection: sa.Connection, revision: str) -> None:
    """Take the tables back to ``revision``, ``base`` for none. Data in dropped tables is lost."""
    command.downgrade(config(connection), revision)


def current(connection: sa.Connection) -> str | None:
    """The revision the tables are at, None for no tables of ours."""
    return MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE}).get_current_revision()


__all__ = ["config", "current", "downgrade", "head", "upgrade"]
