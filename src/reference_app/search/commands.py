"""``helpdesk search``: the care of the index."""

from __future__ import annotations

from cyclopts import App
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from ..console import console
from ..environment import DeskOption, shop

search = App(name="search", help="The index that staff search in.")
_CHANGES = 500


@search.command
def reindex(*, resume: bool = False, desk: DeskOption = ()) -> None:
    """Make the index of the search again, from the first change on. Searching goes on meanwhile.

    Stopped half-way, it goes on by itself with the next round of a worker.

    Args:
        resume: Go on where it was stopped.
    """
    made = shop(desk).desk
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console) as bar:
        task = bar.add_task("indexing", total=made.count_changes())
        requests, restart, is_behind = 0, not resume, True
        while is_behind:
            done = made.index(_CHANGES, restart=restart)
            requests, restart, is_behind = requests + done.requests, False, done.is_behind
            bar.advance(task, done.changes)
    console.print(f"{requests} requests indexed")
