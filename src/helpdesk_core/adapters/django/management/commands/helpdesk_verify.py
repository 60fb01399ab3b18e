"""``manage.py helpdesk_verify``: check every history, and against an anchor what was cut or vanished."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from .....timeline.audit import Anchor
from ...desk import desk


class Command(BaseCommand):
    """Verify."""

    help = "Check the helpdesk's histories."

    def add_arguments(self, parser: CommandParser) -> None:
        """The anchor to compare with, or to write."""
        parser.add_argument("--anchor", type=Path, help="a file that --write-anchor made")
        parser.add_argument("--write-anchor", type=Path, help="write one digest over all histories into a new file")

    def handle(self, *args: Any, anchor: Path | None, write_anchor: Path | None, **options: Any) -> None:
        """Raises CommandError, with what was found, when a history is not whole."""
        against = None if anchor is None else Anchor.from_json(anchor.read_text(encoding="utf-8"))
        findings = desk().verify(against)
        if findings:
            raise CommandError("\n".join(f"{one.subject} entry {one.sequence}: {one.code}" for one in findings))
        self.stdout.write("every history is whole")
        if write_anchor is not None:
            if write_anchor.exists():
                raise CommandError(f"{write_anchor} is there already: an anchor is never overwritten")
            write_anchor.write_text(desk().anchor().to_json(), encoding="utf-8")
