"""``manage.py helpdesk_deliver``: send what waits, once (for cron) or again and again (as a worker)."""

from __future__ import annotations

import logging
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections

from ...desk import desk

_log = logging.getLogger("helpdesk_core.delivery")


class Command(BaseCommand):
    """Deliver."""

    help = "Send what waits in the helpdesk's outbox."

    def add_arguments(self, parser: CommandParser) -> None:
        """How many, and how often."""
        parser.add_argument("--limit", type=int, default=500, help="rows in one round")
        parser.add_argument("--every", type=float, metavar="SECONDS", help="go on as a worker until stopped")

    def handle(self, *args: Any, limit: int, every: float | None, **options: Any) -> None:
        """Each row is claimed, sent and settled on its own: stopping in between loses nothing."""
        while every is not None:
            self._round(limit)
            time.sleep(every)
        self._deliver(limit)

    def _round(self, limit: int) -> None:
        """A worker outlives whatever a round raises, and a database that is away."""
        close_old_connections()
        try:
            self._deliver(limit, quiet=True)
        except (Exception, SystemExit) as error:  # noqa: BLE001 - the next round is tried
            _log.error("delivery failed: %s", type(error).__name__)

    def _deliver(self, limit: int, *, quiet: bool = False) -> None:
        report = desk().deliver(limit)
        if report.total or not quiet:
            self.stdout.write(
                f"done {report.done}, waiting {report.waiting}, failed {report.failed}, dropped {report.dropped}"
            )
