"""``helpdesk worker``, ``deliver``, ``purge`` and ``check``: a desk that runs."""

from __future__ import annotations

import sys
import time

from .channels.mailbox import mailbox_beside
from .checking import check_desk, check_environment
from .console import console
from .environment import DeskOption, shop
from .worker import Worker


def run_worker(*, desk: DeskOption = (), seconds: float = 2.0) -> None:
    """Deliver what waits, every few seconds, until stopped.

    Args:
        seconds: Between two looks.
    """
    desks = shop(desk).desks
    with Worker(*desks, seconds=seconds) as running, mailbox_beside(desks):
        try:
            while running.wait(3600):
                pass
        except KeyboardInterrupt:
            console.print("stopped")
            return
    sys.exit("the worker's thread ended")  # whoever watches this process starts it again


def deliver(*, desk: DeskOption = (), limit: int = 500) -> None:
    """Deliver what waits, once: for cron.

    Args:
        limit: Messages at most.
    """
    desks = shop(desk).desks
    for one in desks:
        report = one.deliver(limit)
        one.purge()
        of = f"{one.tenant}: " if len(desks) > 1 else ""
        said = f"done {report.done}, waiting {report.waiting}, failed {report.failed}, dropped {report.dropped}"
        console.print(f"{of}{said}")


def purge(*, desk: DeskOption = (), limit: int = 500, pause: float = 0.05) -> None:
    """Delete technical rows that are over, until none is left: used keys, counted tries, old drafts, finished jobs.

    A worker does so too, a little at a time. It can be stopped at any moment and goes on where it was.

    Args:
        limit: Rows in one go.
        pause: Seconds between two.
    """
    for one in shop(desk).desks:
        gone, is_more = 0, True
        while is_more:
            found = one.purge(limit)
            gone, is_more = gone + found.rows, found.is_more
            time.sleep(pause if is_more else 0)
        console.print(f"{one.tenant}: {gone}")


def check_all(*, desk: DeskOption = ()) -> None:
    """Say whether the desk can run: what it was given is tried (settings, tables, mail server, files, scanner, mailbox,
    payments), and nothing is sent."""
    made = shop(desk, operator=True)
    tried = [one for each in made.desks for one in check_desk(each, made.accounts)] + [*check_environment(made.desks)]
    for one in tried:
        console.print(f"{'✗' if one.wrong else '!' if one.to_do else '✓'} {one.what}", markup=False)
        for line in (*one.wrong, *one.to_do):
            console.print(f"  {line}", markup=False, soft_wrap=True)
    if any(one.wrong for one in tried):
        sys.exit(1)
    console.print(
        "everything is in place" + (", but for what is to be done (!)" if any(one.to_do for one in tried) else "")
    )
