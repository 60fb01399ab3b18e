"""``manage.py helpdesk_deliver``: send what waits, once (for cron) or again and again (as a worker)."""

from __future__ import annotations

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from ...desk import desk


class Command(BaseCommand):
    """Deliver."""

    help = "Send what waits in the helpdesk's outbox."

    def add_arguments(self, parser: CommandParser) -> None:
        """How many, and how often."""
        parser.add_argument("--limit", type=int, default=500, help="rows in one round")
        parser.add_argument("--every", type=float, metavar="SECONDS", help="go on as a worker until stopped")

    def handle(self, *args: Any, limit: int, every: float | None, **options: Any) -> None:
        """Each row is claimed, sent and settled on its own: stopping in between loses nothing."""
        while True:
            report = desk().deliver(limit)
            if every is None or report.total:
                self.stdout.write(
                    f"done {report.done}, waiting {report.waiting}, failed {report.failed}, dropped {report.dropped}"
                )
            if every is None:
                return
            time.sleep(every)
