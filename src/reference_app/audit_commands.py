"""``helpdesk audit …``: the histories."""

from __future__ import annotations

import sys
from pathlib import Path

from cyclopts import App
from rich.table import Table

from helpdesk_core import Anchor, ConfigurationError

from .console import console
from .environment import DeskOption, refuse, shop

audit = App(name="audit", help="The histories: anchor and verify.")


@audit.command(name="anchor")
def make_anchor(target: Path, *, desk: DeskOption = ()) -> None:
    """Write one digest over all histories. Keep the file where the database's owner cannot change it.

    Args:
        target: The file.
    """
    made = shop(desk).desk.anchor()
    if target.exists():
        raise ConfigurationError(f"{target} is there already: an anchor is never overwritten")
    target.write_text(made.to_json(), encoding="utf-8")
    console.print(f"{len(made.heads)} histories, digest {made.digest}")


@audit.command
def verify(*, anchor: Path | None = None, desk: DeskOption = ()) -> None:
    """Check every history, and against an anchor what was cut or vanished.

    Args:
        anchor: A file of ``helpdesk audit anchor``.
    """
    against = None if anchor is None else Anchor.from_json(anchor.read_text(encoding="utf-8"))
    made = shop(desk).desk
    refuse(made.damage())
    findings = made.verify(against)
    if not findings:
        console.print("every history is whole")
        return
    table = Table("request", "entry", "finding")
    for finding in findings:
        table.add_row(finding.subject, str(finding.sequence), finding.code)
    console.print(table)
    sys.exit(1)
