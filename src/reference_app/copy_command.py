"""``helpdesk db copy``: everything into another database."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from rich.progress import TaskID
from rich.table import Table

from helpdesk_core import ConfigurationError
from helpdesk_core.adapters.sqlalchemy import Copied, DatabaseCopy

from .console import bar, console
from .tables import all_tables
from .variables import file_at, store_at


def copy(source: str, target: str, *, restart: bool = False) -> None:
    """Copy everything into another, empty database: from SQLite to PostgreSQL, or back.

    Stop what serves and delivers first: the source is locked against writing meanwhile. Given again after an
    interruption, it goes on. At the end both are read and compared; then waiting messages are the target's to send.

    Args:
        source: A SQLite file, or postgresql://…
        target: The same; a file that is not there is made.
        restart: Delete first what an unfinished copy left in the target.
    """
    if (file := file_at(source, "SOURCE")) is not None and not Path(file).is_file():
        raise ConfigurationError(f"there is no file {file}")
    tasks: dict[tuple[str, str], TaskID] = {}
    with (
        closing(store_at(source, "SOURCE", create=False)) as one,
        closing(store_at(target, "TARGET", create=False)) as other,
        bar() as shown,
    ):

        def progress(what: str, table: str, done: int, rows: int) -> None:
            if (what, table) not in tasks:
                tasks[what, table] = shown.add_task(f"{what} {_plain(table)}", total=rows)
            shown.update(tasks[what, table], completed=done)

        moved = DatabaseCopy(source=one, target=other, more=all_tables(), progress=progress)
        copied = moved.run(restart=restart)
    _say(copied)


def _plain(table: str) -> str:
    return table.removeprefix("helpdesk_core_").removeprefix("helpdesk_app_").replace("_", " ")


def _say(copied: list[Copied]) -> None:
    shown = Table("table", "rows", "digest of both")
    for one in copied:
        shown.add_row(_plain(one.table), f"{one.rows:,}", one.digest[:16])
    console.print(shown)
    console.print("Both hold the same. Waiting messages are sent from the new database alone, from now on.")
    console.print("Set HELPDESK_DATABASE to it; then: helpdesk check, helpdesk audit verify.")
