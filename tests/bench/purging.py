"""What a purge costs those who work meanwhile: a desk with a million rows that are over.

``python tests/bench/purging.py [--rows 1000000] [--seconds 20] [--json FILE]``. A thread purges as a worker does, a
tenth of its time; another one makes requests, replies and looks at the queue. Printed: the 95th percentile of each,
idle and while rows go, how many rows a second went, and how many did altogether once nobody waits between batches.
"""

from __future__ import annotations

import argparse
import json
import sqlite3
import statistics
import tempfile
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from helpdesk_core import Agent, Guest, Helpdesk, Settings
from helpdesk_core.adapters.sqlalchemy import SqlStore
from helpdesk_core.adapters.sqlalchemy.tables import PREFIX
from helpdesk_core.base.records import Record
from helpdesk_core.base.text import RawText
from helpdesk_core.contacts.model import Attempt
from helpdesk_core.conversations.rules import ReplyToCustomer
from helpdesk_core.desk.daily import PURGED_EVERY, LittleByLittle
from helpdesk_core.idempotency import IdempotencyRecord
from helpdesk_core.intake.rules import SubmitRequest
from helpdesk_core.notifications.model import OutboxRow, State
from helpdesk_core.views import view_queue

ANNA = Agent(id="anna", name="Anna Nowak")
LONG_AGO = datetime.now(UTC) - timedelta(days=400)
CHUNK = 20_000


def rows(count: int) -> Any:
    """Half of them finished jobs, the rest used keys and counted tries."""
    for n in range(count):
        at = LONG_AGO + timedelta(seconds=n)
        id = f"{n:032}"
        if n % 2:
            yield OutboxRow(
                id=id, tenant="shop", subject="r", subject_type="service_requests", job="notice", payload={},
                state=State.DONE, due_at=at, wanted_at=at, created_at=at, completed_at=at,
            )  # fmt: skip
        elif n % 4:
            yield IdempotencyRecord(id=id, tenant="shop", content="c" * 64, result={"request": id}, created_at=at)
        else:
            yield Attempt(id=id, tenant="shop", counts={"1": 1}, ends_at=at)


def fill(path: Path, count: int) -> None:
    """Write the rows, in bulk."""
    with sqlite3.connect(path) as connection:
        waiting: dict[str, list[Record]] = {}
        for one in rows(count):
            some = waiting.setdefault(one.record_type.name, [])
            some.append(one)
            if len(some) == CHUNK:
                _insert(connection, some)
                some.clear()
        for some in waiting.values():
            _insert(connection, some)


def _insert(connection: sqlite3.Connection, records: list[Record]) -> None:
    if records:
        kind = records[0].record_type
        marks = ", ".join("?" * len(kind.columns))
        connection.executemany(f"INSERT INTO {PREFIX}{kind.name} VALUES ({marks})", map(kind.encode, records))


def left(path: Path) -> int:
    """How many rows are there that could go."""
    with sqlite3.connect(path) as connection:
        tables = ("outbox", "idempotency_keys", "attempts")
        return sum(int(connection.execute(f"SELECT count(*) FROM {PREFIX}{one}").fetchone()[0]) for one in tables)


def work(desk: Helpdesk, seconds: float) -> dict[str, float]:
    """Make requests, reply and look at the queue for so long; the 95th percentile of each, in milliseconds."""
    took: dict[str, list[float]] = {"create": [], "reply": [], "queue": []}
    ends, number = time.monotonic() + seconds, 0

    def timed(name: str, do: Callable[[], Any]) -> Any:
        began = time.perf_counter()
        found = do()
        took[name].append((time.perf_counter() - began) * 1000)
        return found

    while time.monotonic() < ends:
        number += 1
        words = {
            "problem": "It does not start.",
            "device": "Laptop",
            "surname": "K",
            "contact": f"c{number}@example.com",
        }
        command = desk.read(SubmitRequest, words)
        made = timed("create", lambda: desk.do(command, Guest()))
        reply = ReplyToCustomer(request=made.request, text=RawText("We are at it."), unconfirmed=True)
        timed("reply", lambda: desk.do(reply, ANNA))
        timed("queue", lambda: desk.show(view_queue, ANNA))
        time.sleep(0.01)
    return {name: statistics.quantiles(values, n=20)[-1] for name, values in took.items()}


def purge_as_a_worker(desk: Helpdesk, stop: threading.Event, gone: list[int]) -> None:
    """As `Helpdesk.deliver` does, from the first moment on."""

    def step() -> bool:
        found = desk.purge()
        gone.append(found.rows)
        return found.is_more

    purging = LittleByLittle(step, "purging", PURGED_EVERY, next=0.0)
    while not stop.is_set():
        purging.look()
        stop.wait(0.02)


def measure(path: Path, count: int, seconds: float) -> dict[str, Any]:
    """All of it."""
    store = SqlStore.sqlite(path)
    desk = Helpdesk(store, secret=[bytes(range(32))], settings=Settings())
    work(desk, 2)
    fill(path, count)
    idle = work(desk, seconds)
    stop, gone = threading.Event(), [0]
    worker = threading.Thread(target=purge_as_a_worker, args=(desk, stop, gone))
    worker.start()
    beside = work(desk, seconds)
    stop.set()
    worker.join()
    after_worker, began, more = left(path), time.monotonic(), True
    while more:
        more = desk.purge().is_more
    return {
        "rows": count,
        "idle_p95_ms": idle,
        "purging_p95_ms": beside,
        "times": {name: beside[name] / idle[name] for name in idle},
        "rows_beside_work": sum(gone),
        "rows_at_once": after_worker - left(path),
        "seconds_at_once": time.monotonic() - began,
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = measure(Path(folder) / "shop.sqlite", given.rows, given.seconds)
    table = Table("", "idle, ms", "while rows go, ms", "times")
    for name, times in found["times"].items():
        table.add_row(name, f"{found['idle_p95_ms'][name]:.2f}", f"{found['purging_p95_ms'][name]:.2f}", f"{times:.2f}")
    console = Console()
    console.print(table)
    at_once = f"{found['rows_at_once']} at once in {found['seconds_at_once']:.1f} s"
    console.print(f"{found['rows_beside_work']} rows went meanwhile; the other {at_once}")
    if given.json:
        given.json.write_text(json.dumps(found, indent=2))


if __name__ == "__main__":
    main()
