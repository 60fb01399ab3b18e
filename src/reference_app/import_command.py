"""``helpdesk import``: an old desk's rows become requests."""

from __future__ import annotations

from pathlib import Path

from helpdesk_core import ConfigurationError

from .console import bar, console
from .environment import DeskOption, shop
from .importer import BadRows, Importer, ImportReport, count_rows, load_mapping
from .mapping import mapping_file
from .redact_command import Encoding, counted
from .redacting import refuse_same


def import_(
    file: Path,
    *,
    mapping: str,
    desk: DeskOption = (),
    report: Path | None = None,
    dry_run: bool = False,
    encoding: Encoding = None,
    language: str = "en",
) -> None:
    """Read a CSV or JSON Lines file into requests. Run it again at any time: rows that are there are left alone.

    Args:
        file: The file to read.
        mapping: The name of a shipped one (open-repair, helpdesk, …) or a TOML file.
        report: Where rows go that cannot be read, redacted, with the reasons; FILE.bad.csv where it is not given.
        dry_run: Only say what would happen.
        language: Of the reasons.
    """
    made = shop(desk).desk
    importer = Importer(made, load_mapping(mapping), dry=dry_run, encoding=encoding)
    target = report or file.with_name(f"{file.name}.bad.csv")
    refuse_same(target, file, mapping_file(mapping))
    if target.is_dir() or not target.parent.is_dir():  # before rows are imported, and not at the first bad one
        raise ConfigurationError(f"{target} is a folder" if target.is_dir() else f"there is no folder {target.parent}")
    done = None
    total = count_rows(file, encoding)
    with bar() as shown, BadRows(target, importer.mapping, made.translator(language)) as bad:
        task = shown.add_task("trying" if dry_run else "importing", total=total)
        for done in importer.run(file, bad):
            shown.update(task, completed=done.rows)
    if done is None:
        console.print("the file has no rows")
        return
    _tell(done, dry_run)
    if done.bad:
        console.print(f"what could not be read, and why: {target}")


def _tell(done: ImportReport, dry_run: bool) -> None:
    if not dry_run:
        console.print(f"{done.created} imported, {done.known} were there already, {done.unread} could not be read")
        return
    console.print(
        f"{done.created} would be imported, {done.known} are there already, {done.unread} cannot be read; "
        f"{len(done.contacts)} different contacts"
    )
    for reason, count in done.reasons.most_common():
        console.print(f"  {count} × {reason}")
    if done.secrets:
        console.print(f"would be removed: {counted(done.secrets)}")
    console.print("nothing was imported")
