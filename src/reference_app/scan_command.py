"""``helpdesk scan``: what secrets an old desk's export hides."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from rich.console import Console
from rich.table import Column, Table

from helpdesk_core import ConfigurationError

from .console import bar, console
from .mapping import load_mapping, mapping_file
from .redact_command import Encoding
from .redacting import refuse_same, target_of
from .scanning import Findings, Scanner

_TOLD_EVERY = 100
"""Rows between two moves of a bar."""


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
    known. No value is shown, kept or sent anywhere, and no database is needed. The exit status is 0 where nothing was
    found, 1 where something was, 2 where the file or a part of it could not be read.

    Args:
        file: The export.
        mapping: The name of a shipped one or a TOML file; without it, it is recognised.
        page: An HTML file to write, which can be printed.
        json_output: Print the counts for scripts.
        language: Of the page.
    """
    told = Console(stderr=True)
    try:
        if page is not None:
            refuse_same(page, file, mapping_file(mapping))
        found = _scanned(file, mapping, encoding, told)
        if page is not None:
            from .scan_page import scan_page  # the templates, for who wants a page

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
