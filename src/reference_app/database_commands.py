"""``helpdesk db …``: the database."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from cyclopts import App

from helpdesk_core import ConfigurationError
from helpdesk_core.adapters.sqlalchemy import mark_as_copy

from .console import bar, console
from .copy_command import copy
from .environment import DeskOption, refuse, shop
from .variables import database, database_named, file_at

db = App(name="db", help="The database.")
db.command(copy)


@db.command
def upgrade() -> None:
    """Bring the tables to this release."""
    from helpdesk_core.adapters.sqlalchemy.migrations import current
    from helpdesk_core.adapters.sqlalchemy.migrations import upgrade as run

    with database().sessions.setting_up() as connection:
        run(connection)
        console.print(f"the tables are at {current(connection)}")


@db.command
def check() -> None:
    """Say whether the tables fit this release."""
    from helpdesk_core.adapters.sqlalchemy.migrations import current, head

    kept = database()
    with kept.sessions.setting_up() as connection:
        at = current(connection)
    if at != head() or kept.problems():
        raise ConfigurationError(f"the tables are at {at}, this release needs {head()}; {'; '.join(kept.problems())}")
    refuse(kept.damage())
    console.print(f"the tables are at {head()}, nothing is missing")


@db.command
def backup(target: Path) -> None:
    """Copy the SQLite database while it is in use. For PostgreSQL use pg_dump.

    Args:
        target: The file.
    """
    if (source := file_at(*database_named())) is None:
        raise ConfigurationError("pg_dump backs up PostgreSQL")
    if not Path(source).exists() or target.exists():
        raise ConfigurationError(
            f"{source} is not there" if not Path(source).exists() else f"{target} is there already"
        )
    with closing(sqlite3.connect(source)) as one, closing(sqlite3.connect(target)) as other, bar() as shown:
        task = shown.add_task("copying pages", total=None)
        one.backup(
            other, pages=1000, progress=lambda _, left, total: shown.update(task, total=total, completed=total - left)
        )
        mark_as_copy(other)
    target.chmod(0o600)
    console.print(f"copied to {target}")


@db.command
def restored(*, desk: DeskOption = ()) -> None:
    """Say that the database was restored from a backup: what waited in it was perhaps sent since, and is held back
    until staff release it on the page of undelivered messages."""
    held = shop(desk, operator=True).desk.restored()
    console.print(f"held back: {held} messages")
