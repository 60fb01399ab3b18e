"""``helpdesk scan``, ``helpdesk import`` and ``helpdesk redact``: files of other systems."""

from __future__ import annotations

import json
import sys
from collections import Counter
from functools import partial
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from rich.console import Console
from rich.table import Column, Table

from helpdesk_core import ConfigurationError
from helpdesk_core.redaction import Caution, Redactor

from .capabilities import import_texts
from .environment import DeskOption, bar, console, shop
from .importer import BadRows, Importer, ImportReport, count_rows, load_mapping
from .redacting import Sieve, redact_csv, redact_text, refuse_same, source_of, target_of
from .scan_page import scan_page
from .scanning import Findings, Scanner

_TOLD_EVERY = 100
"""Rows between two moves of a bar."""
Encoding = Annotated[
    str | None, Parameter(help="The file's encoding (cp1250, iso8859-2, utf-16, …). By default it is found out.")
]


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

    ``mapping`` is the name of a shipped one (open-repair, helpdesk) or a TOML file. Rows that cannot be read go into
    ``report`` (FILE.bad.csv), redacted, with the reasons in ``language``. ``--dry-run`` says what would happen.
    """
    import_texts()
    made = shop(desk).desk
    importer = Importer(made, load_mapping(mapping), dry=dry_run, encoding=encoding)
    target = report or file.with_name(f"{file.name}.bad.csv")
    refuse_same(target, file)
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
        console.print(f"would be removed: {_counted(done.secrets)}")
    console.print("nothing was imported")


def scan(
    file: Path,
    *,
    mapping: str | None = None,
    page: Path | None = None,
    json_output: Annotated[bool, Parameter(name="--json", negative="")] = False,
    encoding: Encoding = None,
    language: str = "en",
) -> None:
    """Count the secrets that an export of your old desk hides: passwords, PINs, card numbers and more, by kind.

    CSV, JSON Lines, JSON and mbox are read; the shapes of Zendesk, Freshdesk, Zammad, osTicket and RepairDesk are
    known. No value is shown, kept or sent anywhere, and no database is needed. ``page`` is an HTML file to print, in
    ``language``; ``--json`` prints the counts for scripts. The exit status is 0 where nothing was found, 1 where
    something was, 2 where the file or a part of it could not be read.
    """
    told = Console(stderr=True)
    try:
        found = _scanned(file, mapping, encoding, told)
        if page is not None:
            refuse_same(page, file)
            with target_of(page, file) as target:
                target.write(scan_page(found, file.name, language))
            told.print(f"written: {page}")
    except ConfigurationError as error:
        told.print(f"helpdesk: {error}", markup=False)
        sys.exit(2)
    if json_output:
        sys.stdout.write(json.dumps(found.plain(), indent=2) + "\n")
    else:
        _print(found)
    if found.total:
        sys.exit(1)
    if found.unread or not found.tickets:
        sys.exit(2)


def _scanned(file: Path, mapping: str | None, encoding: str | None, told: Console) -> Findings:
    scanner, found = Scanner(load_mapping(mapping) if mapping else None, encoding), Findings()
    with bar(told) as shown:
        task = shown.add_task("scanning", total=file.stat().st_size if file.is_file() else None)
        for found, read in scanner.run(file):
            if found.tickets % _TOLD_EVERY == 0:
                shown.update(task, completed=read)
        shown.update(task, completed=file.stat().st_size)
    return found


def _print(found: Findings) -> None:
    table = Table("kind", Column("found", justify="right"), Column("in tickets", justify="right"))
    for kind, count in found.secrets.most_common():
        table.add_row(kind, str(count), str(found.holding[kind]))
    if found.total:
        console.print(table)
    console.print(f"{found.tickets} tickets, {found.holders} of them with secrets, {found.total} secrets")
    if found.unread:
        console.print(f"{found.unread} could not be read; what they hold is not known")
    for place, count in found.places.most_common(10):
        console.print(f"  {count} in column {place}", markup=False)


def redact(
    file: Path | None = None,
    *,
    columns: str = "",
    output: Path | None = None,
    encoding: Encoding = None,
    careful: bool = False,
    why: bool = False,
) -> None:
    """Remove secrets from standard input, a text file, or columns of a CSV file; needs no database.

    ``columns`` are names with commas between: with them the file is read as CSV. The result goes to standard output or
    into ``output``, as UTF-8; how many of which kind were removed is said on standard error. What cannot be read is
    left out, and the exit status is then 1. ``careful`` removes more of what no rule finds. ``why`` says of each secret
    where it stood, its kind and what spoke for it, never the value.
    """
    told = Console(stderr=True)
    redactor = Redactor(caution=Caution.CAREFUL if careful else Caution.BALANCED, explain=why)
    sieve = Sieve(partial(told.print, markup=False, highlight=False) if why else None, redactor)
    with source_of(file, encoding) as source, target_of(output, file) as target, bar(told) as shown:
        task = shown.add_task("redacting", total=None)
        work = redact_csv(source, target, columns.split(","), sieve) if columns else redact_text(source, target, sieve)
        for done in work:
            shown.update(task, completed=done)
    told.print(f"removed: {_counted(sieve.removed) or 'nothing'}")
    if sieve.unread:
        raise ConfigurationError(f"{sieve.unread} pieces could not be read and were left out: say --encoding")


def _counted(kinds: Counter[str]) -> str:
    return ", ".join(f"{count} {kind}" for kind, count in kinds.most_common())
