"""What `AsyncHelpdesk` costs over the desk it wraps: create, reply and reads, in one run.

``nox -s bench -- --async``. Medians of interleaved rounds, wall time, on SQLite; nothing here is asserted.
"""

from __future__ import annotations

import asyncio
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import track
from rich.table import Table

from helpdesk_core import Agent, AsyncHelpdesk, Guest, Helpdesk, Refusal
from helpdesk_core.adapters.sqlalchemy import SqlStore
from helpdesk_core.conversations.rules import ReplyToCustomer
from helpdesk_core.intake.rules import SubmitRequest
from helpdesk_core.views import view_queue, view_request

ANNA = Agent(id="anna", name="Anna")
WORDS = {"problem": "The laptop does not start. " * 8, "device": "Dell", "surname": "Kern", "contact": "k@example.com"}


def main(rounds: int = 15, times: int = 60) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        store = SqlStore.sqlite(Path(folder) / "async.sqlite")
        desk = Helpdesk(store, secret=[bytes(range(32))])
        help, loop = AsyncHelpdesk(desk), asyncio.new_event_loop()
        made: Any = desk.do(desk.read(SubmitRequest, WORDS), Guest())
        reply = {"request": made.request, "text": "Please bring it in.", "unconfirmed": True}
        ways: dict[str, tuple[Callable[[], Any], Callable[[], Any]]] = {
            "create": (
                lambda: desk.do(desk.read(SubmitRequest, WORDS), Guest()),
                lambda: help.do(desk.read(SubmitRequest, WORDS), Guest()),
            ),
            "reply": (
                lambda: desk.do(desk.read(ReplyToCustomer, reply), ANNA),
                lambda: help.do(desk.read(ReplyToCustomer, reply), ANNA),
            ),
            "read the queue": (
                lambda: desk.view(view_queue, ANNA),
                lambda: help.view(view_queue, ANNA),
            ),
            "read a request": (
                lambda: desk.view(view_request, ANNA, made.reference),
                lambda: help.view(view_request, ANNA, made.reference),
            ),
        }
        found: dict[tuple[str, int], list[float]] = {(name, way): [] for name in ways for way in (0, 1)}
        for number in track(range(rounds + 1), description="rounds", console=Console(stderr=True)):
            for (name, way), costs in found.items():
                call = ways[name][way]
                cost = loop.run_until_complete(_awaited(call, times)) if way else _plain(call, times)
                costs += [cost] if number else []
        table = Table("operation", "desk", "AsyncHelpdesk", "over it")
        for name in ways:
            plain, awaited = (statistics.median(found[name, way]) for way in (0, 1))
            table.add_row(name, f"{plain:.3f} ms", f"{awaited:.3f} ms", f"{(awaited / plain - 1) * 100:+.0f} %")
        Console().print(table)
        loop.run_until_complete(loop.shutdown_default_executor())
        loop.close()
        store.close()


def _plain(call: Callable[[], Any], times: int) -> float:
    started = time.perf_counter()
    for _ in range(times):
        assert not isinstance(call(), Refusal)
    return (time.perf_counter() - started) * 1000 / times


async def _awaited(call: Callable[[], Any], times: int) -> float:
    started = time.perf_counter()
    for _ in range(times):
        assert not isinstance(await call(), Refusal)
    return (time.perf_counter() - started) * 1000 / times


if __name__ == "__main__":
    main()
